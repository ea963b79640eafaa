"""What speaks for an option: how well words, time, place, reporter and count fit, as numbers that weights are for.

Words count by how seldom rows have them and how near they stand to the figure. ``kind`` gathers options whose marks
have weights of their own: a slip needs more than an agreement, another value more than a slip.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jibek.checking.asking import Asked
from jibek.checking.fact import NAME, Fact
from jibek.checking.finding import Shelf
from jibek.checking.fitting import counts, place, same
from jibek.checking.intervals import meet
from jibek.checking.measures import COUNT, UNKNOWN
from jibek.checking.options import SAME, Option
from jibek.checking.surroundings import IN_SENTENCE, WEIGHTS

Marks = dict[str, float]
OWN_MOST, NEAR_MOST = 25.0, 12.0  # beyond which more words of a row say no more
FAR = 300.0  # letters over which what is told beside another figure says e times less of this one
BEST = 0.95  # share of the best-named row's evidence from which a row is as well named
PRECISE = 4  # digits that hardly occur by chance
KINDS = {
    SAME: "same",
    "digit swap": "swap",
    "factor of ten": "ten",
    "teen for ten": "teen",
    "wrong currency": "currency",
    "unit slip": "unit",
    "percent against percentage points": "points",
    "other denominator": "denominator",
    "other reporter": "whose",
    "other flow": "flow",
    "wrong year": "year",
    "part of the period": "part",
    "mirrored direction": "mirrored",
    "other place": "elsewhere",
    "cumulative against annual": "sum",
    "exchanged figures": "exchanged",
    "wrong count": "alike",
    "wrong value": "value",
}
POWERS = "powers"  # factors of a hundred and more
# Kinds that share weights of their words and digits: the row's own figure, one that comes of it, one of another time.
GROUPS = {
    "same": ("same",),
    "slip": ("swap", "ten", "teen", "currency", "unit", "points", POWERS),
    "time": ("year", "part", "sum"),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A row that another figure of the article is of, and how surely, 0 to 1."""

    start: int
    end: int
    fact: Fact
    sure: float


def kind(how: str) -> str:
    """The kind of an option, for its weights."""
    return KINDS.get(how, POWERS)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all options of a figure.

    chance
        Logarithm of how many rows have its value, whatever their words.
    most
        The evidence of the row that its words name best.
    said
        How much the words of its sentence say together.
    """

    chance: float
    most: float
    said: float


def setting(asked: Asked, shelf: Shelf, most: float) -> Setting:
    """What is the same for all options of a figure; ``most`` is the evidence of the row named best."""
    having = (
        same(asked.extent, f.known.value, f.known.extent) for f in shelf.around(asked.measure, *asked.extent)
    )
    said = sum(shelf.seldom(word) for word, near in asked.near.items() if near >= IN_SENTENCE)
    return Setting(math.log1p(sum(having)), most, said)


def marks(option: Option, asked: Asked, shelf: Shelf, of_all: Setting) -> Marks:
    """What a figure's own words, time, place and digits say for an option."""
    fact, of = option.fact, kind(option.how)
    wide = next((name for name, kinds in GROUPS.items() if of in kinds), "other")
    found = _words(fact, asked, shelf, of_all.said)
    leads = min(1.0, found["words"] / of_all.most) if of_all.most else 0.0
    found |= {f"named_{wide}": found["named"], f"words_{wide}": found["words"], f"leads_{wide}": leads}
    found[f"best_{wide}"] = float(leads >= BEST)
    found |= {
        f"is_{of}": 1.0,
        f"period_{option.period}": 1.0,
        f"digits_{of if wide == 'other' else wide}": float(asked.digits),
    }
    if of not in ("value", "alike"):
        found["chance"] = of_all.chance
    found |= {f"{name}_{value}": 1.0 for name, value in _fits(fact, asked) if value}
    if of == "same" and not meet(asked.extent, (fact.known.value,) * 2):
        found["rounder"] = 1.0
        found["rounder_precise"] = float(asked.digits >= PRECISE)
    if asked.measure.family == "percent":
        found[f"percent_{wide}"] = 1.0
    if fact.stock:
        found[f"stock_{wide}"] = 1.0
    if asked.quantity.period_basis in ("", "dateline"):
        found[f"untold_{wide}"] = 1.0
    return found


def _words(fact: Fact, asked: Asked, shelf: Shelf, said: float) -> Marks:
    """How much the words near a figure name a row, and how much of the row and of the words that is."""
    name = told = own = beside = before = behind = 0.0
    for word, weight in fact.words.items():
        says, near = shelf.seldom(word) * weight, asked.near.get(word, 0.0)
        if weight >= NAME:
            name, told = name + says, told + says * near
        own += says if near >= IN_SENTENCE else 0.0
        beside += says if near >= WEIGHTS["beside"] else 0.0
        before += says if word in asked.before else 0.0
        behind += says if word in asked.behind else 0.0
    words = shelf.evidence(fact, asked)
    return {
        "words": words,
        "words_log": math.log1p(words),
        "named": told / name if name else 0.0,
        "explained": own / said if said else 0.0,
        "own": min(own, OWN_MOST),
        "beside": min(beside, NEAR_MOST),
        "before": min(before, NEAR_MOST),
        "behind": min(behind, NEAR_MOST),
    }


def _fits(fact: Fact, asked: Asked) -> Sequence[tuple[str, str]]:
    whose, its = asked.quantity.reporter, fact.known.reporter
    reporter = "" if not whose else "same" if its == whose else "none" if not its else "another"
    if reporter == "another" and asked.reported:
        reporter = "another_told"
    port = "same" if asked.ports and not asked.ports.isdisjoint(fact.words) else ""
    return (
        ("counts", counts(fact, asked)),
        ("place", place(fact, asked)),
        ("port", port),
        ("reporter", reporter),
    )


def company(option: Option, asked: Asked, beside: Sequence[Beside]) -> Marks:
    """How much other figures of the article are of the option's row, series or system, near ones more."""
    mine, of = option.fact, system(option.fact.series)
    found = {"same_row": 0.0, "same_series": 0.0, "same_system": 0.0}
    for one in beside:
        if system(one.fact.series) != of:
            continue
        far = min(abs(one.start - asked.quantity.char_end), abs(asked.quantity.char_start - one.end))
        left = one.sure * math.exp(-far / FAR)
        found["same_system"] = max(found["same_system"], left)
        if one.fact.series == mine.series:
            name = "same_row" if one.fact is mine else "same_series"
            found[name] = max(found[name], left)
    return found


@cache
def system(series: str) -> str:
    """What a series is of, in the words of its table."""
    return series.split("|")[0].split(".")[0]


def of_none(asked: Asked) -> Marks:
    """What speaks for no row: that the figure is of a kind that is often told of something else."""
    found = {"none": 1.0, f"none_digits_{asked.digits}": 1.0}
    if asked.measure.family == COUNT:
        noun = "bare" if not asked.noun else "unknown" if UNKNOWN in asked.noun else "noun"
        found[f"none_{noun}"] = 1.0
    else:
        kinds = {"percent": "percent", "h": "hours", UNKNOWN: "unit_unknown"}
        found[f"none_{kinds.get(asked.measure.family, asked.quantity.kind)}"] = 1.0
    if asked.countries:
        found["none_abroad"] = 1.0
    return found
