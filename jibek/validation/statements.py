"""Kinds of published transit times: what each holds, and how far such times lie from the model and each other.

    scheduled     from gate to gate       the quickest service    factor 1.01   spread 0.7
    claimed       from gate to gate       ordinary services       factor 1.00   spread 1.1
    door-to-door  with days at both ends  ordinary services
    record        the shortest of many journeys

Method  one factor for each kind, estimated over all visible rows and never on one: log(published / predicted) has a
        mean of its own in each kind, drawn from a common normal law whose variance is found by moments (DerSimonian and
        Laird, 1986); a kind with few rows, or kinds that do not differ more than rows within them do, stay near the
        common mean (empirical Bayes, Efron and Morris, 1975), and that one stays near 1 where corridors do not agree
        on it (James and Stein, 1961). The spread multiplies the logarithm of P90 / P50 and of
        P50 / P10: root of the mean square of standardised errors, of each kind and, as ``PRIOR_ROWS`` rows, of all
        together. What it is worth is told by leaving out a corridor at a time.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from jibek.record.working import work_out

if TYPE_CHECKING:
    from jibek.record import Facts

ANY = "any"

PRIOR_ROWS = 10.0  # rows that the spread of all kinds counts for beside those of one; a matter of estimation

MOST_Z = 3.0  # a standardised error beyond it counts as this: one wagon lost for a month is no spread

MOST_OFF = math.log(2.0)  # a row off by more counts as off by a factor of two, for the same reason

_Z90 = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a kind of time holds.

    covers: ``gate`` from gate to gate, ``line`` without loading and unloading at the ends, ``door`` with days at both
    ends, ``sailing`` hauls alone at calculated speed. quickest: by the quickest service of the year, else by ordinary
    ones. best_of: journeys of which it is the shortest. factor, spread: see above.
    """

    kind: str
    mode: str
    covers: str
    quickest: bool
    best_of: float
    factor: float
    spread: float


@dataclass(frozen=True, slots=True)
class Told:
    """A row as it was predicted with factor and spread of 1, in days, and the middle of what was published."""

    kind: str
    corridor: str
    p10: float
    p50: float
    p90: float
    observed: float


def statements(facts: Facts) -> dict[tuple[str, str], Statement]:
    """Rows of statements.csv by kind and mode."""
    found = {}
    for row in facts.table("statements").to_dict("records"):
        where = f"statements {row['kind']}|{row['mode']}"
        best = work_out(row["best_of"], facts, where).value if isinstance(row["best_of"], str) else 1.0
        found[row["kind"], row["mode"]] = Statement(
            row["kind"],
            row["mode"],
            row["covers"],
            row["service"] == "quickest",
            best,
            _or_one(row["factor"]),
            _or_one(row["spread"]),
        )
    return found


def statement_of(known: Mapping[tuple[str, str], Statement], kind: str, mode: str) -> Statement:
    """The row of the kind and mode; what stands for any kind of a mode goes before what stands for any mode."""
    return next(known[key] for key in ((kind, mode), (ANY, mode), (kind, ANY)) if key in known)


def estimate(rows: Sequence[Told], kinds: Collection[str]) -> dict[str, tuple[float, float]]:
    """Factor and spread of each kind; of a kind without a row those of all together.

    Parameters
    ----------
    rows
        At least one.
    """
    factors = _factors(rows, kinds)
    squares: dict[str, list[float]] = {k: [] for k in kinds}
    for r in rows:
        off = math.log(r.observed / (factors[r.kind] * r.p50))
        side = math.log(r.p90 / r.p50) if off > 0 else math.log(r.p50 / r.p10)
        squares[r.kind].append(min(abs(off) * _Z90 / side, MOST_Z) ** 2)
    all_rows = [s for of in squares.values() for s in of]
    usual = math.fsum(all_rows) / len(all_rows)
    return {
        k: (factors[k], math.sqrt((math.fsum(of) + PRIOR_ROWS * usual) / (len(of) + PRIOR_ROWS)))
        for k, of in squares.items()
    }


def _factors(rows: Sequence[Told], kinds: Collection[str]) -> dict[str, float]:
    off: dict[str, list[float]] = {k: [] for k in kinds}
    by_corridor: dict[str, list[float]] = {}
    for r in rows:
        one = min(max(math.log(r.observed / r.p50), -MOST_OFF), MOST_OFF)
        off[r.kind].append(one)
        by_corridor.setdefault(r.corridor, []).append(one)
    groups = [of for of in off.values() if of]
    count = len(rows)
    centre = math.fsum(x for of in groups for x in of) / count
    means = {k: math.fsum(of) / len(of) for k, of in off.items() if of}
    inner = math.fsum((x - means[k]) ** 2 for k, of in off.items() for x in of)
    within = inner / (count - len(groups)) if count > len(groups) else 0.0
    between = math.fsum(len(off[k]) * (m - centre) ** 2 for k, m in means.items())
    size = count - math.fsum(len(of) ** 2 for of in groups) / count
    apart = max((between - (len(groups) - 1) * within) / size, 0.0) if size > 0 else 0.0
    usual = centre * _agreed(centre, list(by_corridor.values()))
    out = dict.fromkeys(kinds, math.exp(usual))
    for k, m in means.items():
        own = apart / (apart + within / len(off[k])) if apart > 0 else 0.0
        out[k] = math.exp(usual + own * (m - centre))
    return out


def _agreed(centre: float, corridors: Sequence[Sequence[float]]) -> float:
    """The part of a mean that corridors agree on: 1 less its squared standard error over its square, at least 0.

    The error is that of a mean over corridors, whose rows err together.
    """
    count = sum(map(len, corridors))
    if len(corridors) < 2 or centre == 0:
        return 1.0
    apart = math.fsum((len(c) / count * (math.fsum(c) / len(c) - centre)) ** 2 for c in corridors)
    return max(1.0 - apart * len(corridors) / (len(corridors) - 1) / centre**2, 0.0)


def stated(days: Sequence[float], factor: float, spread: float) -> tuple[float, float, float]:
    """P10, P50 and P90 of a statement from those of the journey."""
    p10, p50, p90 = days
    return (
        factor * p50 * (p10 / p50) ** spread,
        factor * p50,
        factor * p50 * (p90 / p50) ** spread,
    )


def left_out(rows: Sequence[Told], kinds: Collection[str]) -> list[tuple[float, float, float]]:
    """Days of each row with what is estimated on the rows of other corridors; as predicted where there is no other."""
    by_corridor = {}
    for corridor in dict.fromkeys(r.corridor for r in rows):
        others = [r for r in rows if r.corridor != corridor]
        by_corridor[corridor] = estimate(others, kinds) if others else dict.fromkeys(kinds, (1.0, 1.0))
    return [stated((r.p10, r.p50, r.p90), *by_corridor[r.corridor][r.kind]) for r in rows]


def _or_one(value: Any) -> float:
    return float(value) if value == value and value is not None else 1.0
