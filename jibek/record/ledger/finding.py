"""What a rule finds: inputs, working with intervals, and how it comes out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from jibek.ground.text import figure
from jibek.record.ledger.interval import Interval

# closes: what follows meets what is stated. implied: nothing is stated to compare with. off: it meets not.
# agrees: two statements of one key meet. superseded: the later statement of a state holds. advanced: the same thing, a
# step further. apart: not of one key, so not compared. soft: differs in the date alone. definitions: what is counted
# differs or is not said. unsupported: the text joins what no rule joins. plausible, flag: within or beyond its range.
# open: what is known neither bears it out nor against. by_reporter: holds by one count, not by another.
VERDICTS = (
    "closes implied off agrees superseded advanced apart soft definitions unsupported plausible flag open by_reporter"
).split()


@dataclass(frozen=True, slots=True)
class Finding:
    """One outcome of one rule.

    value, low, high
        What follows, with the ends of its interval; None where an end is open or nothing is worked out.
    inputs, beside
        Ids of claims and facts that it follows from, and of those that it is compared with.
    residual
        How far it lies from what is stated, in the unit; 0 where they meet, None where nothing is stated.
    working, said
        The arithmetic, and the outcome in words.
    """

    rule: str
    verdict: str
    key_id: str
    period: str
    reporter: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    inputs: tuple[str, ...]
    beside: tuple[str, ...]
    residual: float | None
    working: str
    said: str
    closure_id: str = ""

    def to_json(self) -> dict[str, Any]:
        """Field by field; lists for tuples."""
        return {name: getattr(self, name) for name in self.__slots__}


def ends(interval: Interval) -> tuple[float | None, float | None]:
    """Ends of an interval, None for an open one."""
    low, high = interval.ends()
    return (low if math.isfinite(low) else None, high if math.isfinite(high) else None)


def shown(value: float, unit: str, digits: int = 4) -> str:
    """A figure as people read it: 41 bn USD, 32.3 percent; digits of what stands before trn, bn or m."""
    for size, word in ((1e12, "trn"), (1e9, "bn"), (1e6, "m")):
        if unit not in ("years", "state") and abs(value) >= size:
            return f"{value / size:.{digits}g} {word} {unit}"
    return f"{figure(value)} {unit}".strip()


def span(interval: Interval, unit: str = "") -> str:
    """An interval as people read it: 24.67 … 25.50 bn USD; at least 500."""
    low, high = ends(interval)
    if low is None and high is None:
        return "anything"
    if low is None or high is None:
        return f"at least {shown(low, unit)}" if low is not None else f"at most {shown(high or 0.0, unit)}"
    told = [shown(end, unit) for end in (low, high)]
    if low < high and told[0] == told[1]:
        told = [shown(end, unit, digits=8) for end in (low, high)]
    return told[0] if low == high else " … ".join(told)
