"""What a quantity is: its name, what it counts and a rule over a settled state; rules that many of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jibek.answers.counts import Counts
from jibek.ground.arrays import Array, Flags
from jibek.ground.vocabulary import COMMODITIES, CORRIDORS

KHORGOS = "CN_KHORGOS-KZ_ALTYNKOL"
ALASHANKOU = "CN_ALASHANKOU-KZ_DOSTYK"
BOX = np.array([c.boxed for c in COMMODITIES])
OTHER_THAN_OIL = np.array([not c.tanked for c in COMMODITIES])
ALL = np.ones(len(COMMODITIES), dtype=bool)
OVER_KAZAKHSTAN = ("northern", "transcaspian", "southern")
EUROPE = ("chn-europe-container", "europe-chn-container")
RUSSIA = ("chn-rus-container", "rus-chn-container")
BILATERAL = (
    "chn-kaz-container",
    "chn-kaz-general",
    "kaz-chn-container",
    "kaz-chn-general",
    "kaz-chn-dry-bulk",
)
CENTRAL_ASIA = ("chn-kaz-container", "kaz-chn-container", "chn-ca-container", "ca-chn-container")
BY_RAIL = tuple(c for c in CORRIDORS if c not in ("sea", "road"))


Rule = Callable[[Counts], float]
Where = Callable[[Counts], Array]
FLOWS = ("flows.arc_flows", "network.arcs")
SPLIT = ("demand.tonnes",)


@dataclass(frozen=True, slots=True)
class Quantity:
    """words: short, for tables and charts; what: what is counted; tables: what the rule reads.

    arcs, classes: how often it counts tonnes on each arc; None for a quantity that does not. rests_on: assumptions that
    the rule takes. gateway, year: the crossing that is played, and the year, of a figure that is not of the run's year.
    reporter: whose figures of Kazakhstan-China trade it adds up, where that is all.
    A rule gives ``nan`` for what the state does not have.
    """

    words: str
    unit: str
    what: str
    rule: Rule
    tables: tuple[str, ...] = FLOWS
    arcs: Where | None = None
    classes: Flags | None = None
    rests_on: tuple[str, ...] = ()
    gateway: str | None = None
    reporter: str | None = None
    year: int | None = None


BOX_RESTS_ON, TRAIN_RESTS_ON = ("tonnes_per_teu_rail",), ("tonnes_per_teu_rail", "teu_per_train")
COUNTED_TRAINS = (*TRAIN_RESTS_ON, "trains_back_share_container", "counted_share_of_empty_container_trains")


def on(
    where: Where,
    classes: Flags,
    words: str,
    unit: str,
    what: str,
    per: Rule,
    rests_on: tuple[str, ...] = (),
) -> Quantity:
    """Tonnes of the classes on the arcs, as often as these count, over ``per`` tonnes a unit."""

    def rule(counts: Counts) -> float:
        return float(counts.tonnes[classes].sum(axis=0) @ where(counts)) / per(counts)

    return Quantity(words, unit, what, rule, arcs=where, classes=classes, rests_on=rests_on)


def mt(where: Where, classes: Flags, words: str, what: str) -> Quantity:
    """Tonnes of the classes on the arcs, in millions."""
    return on(where, classes, words, "Mt/year", what, lambda _: 1e6)


def teu(where: Where, words: str, what: str) -> Quantity:
    """Boxes on the arcs."""
    return on(where, BOX, words, "TEU/year", what, lambda c: c.per_teu, BOX_RESTS_ON)


def trains(where: Where, words: str, what: str, days: float = 1.0) -> Quantity:
    """Container trains over arcs of borders as statistics count them: laden ones both ways, and of those that take
    empty boxes back the part that counts hold; ``days``: over how many days, 1 a year."""

    def rule(counts: Counts) -> float:
        boxes = counts.tonnes[BOX].sum(axis=0) * where(counts)
        away = counts.leaving_china
        out, back = float(boxes[away].sum()), float(boxes[~away].sum())
        returned = counts.state.facts.assume("trains_back_share_container") * max(out, back)
        empty = max(returned - min(out, back), 0.0)
        held = counts.state.facts.assume("counted_share_of_empty_container_trains")
        return (out + back + held * empty) / counts.per_train / days

    unit = "trains/year" if days == 1.0 else "trains/day"
    return Quantity(words, unit, what, rule, arcs=where, classes=BOX, rests_on=COUNTED_TRAINS)


def split(words: str, unit: str, what: str, rule: Rule, rests_on: tuple[str, ...] = ()) -> Quantity:
    """A quantity of the split by corridor."""
    return Quantity(words, unit, what, rule, tables=SPLIT, rests_on=rests_on)
