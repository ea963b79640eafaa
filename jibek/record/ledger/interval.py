"""Figures as intervals: what the digits of a figure leave open goes through every working.

    Interval(40.5, 41.5) / Interval(1.315, 1.325)   [30.57, 31.56]
    stated(41.0, scale=1e9)                         half a unit of the last digit: [40.95e9, 41.05e9]

An end that a text leaves open ("over 500") is infinite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# Figures from here on are printed with a word for the power: 20 bn is not known to ten billions but to one.
_WORDS = ((1e9, 9), (1e6, 6))


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from low to high, both ends among them; an infinite end is open.

    Raises
    ------
    ValueError
        When low lies above high, or an end is not a number.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"{self.low} lies above {self.high}")

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; a divisor that holds 0 leaves everything open."""
        if other.low <= 0.0 <= other.high:
            return Interval(-math.inf, math.inf)
        return self * Interval(1.0 / other.high, 1.0 / other.low)

    def scaled(self, factor: float) -> Interval:
        """Every value times a number."""
        return self * Interval(factor, factor)

    def shifted(self, by: float) -> Interval:
        """Every value plus a number."""
        return Interval(self.low + by, self.high + by)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        size = max((abs(x) for x in (*self.ends(), *other.ends()) if math.isfinite(x)), default=0.0)
        slack = max(1e-9 * size, 1e-12)  # binary fractions of decimal figures
        return self.low <= other.high + slack and other.low <= self.high + slack

    def within(self, other: Interval) -> bool:
        """Whether every value lies in the other one."""
        return other.low <= self.low and self.high <= other.high

    def ends(self) -> tuple[float, float]:
        """Both ends."""
        return self.low, self.high

    @property
    def width(self) -> float:
        """High less low; infinite where an end is open."""
        return self.high - self.low

    @property
    def closed(self) -> bool:
        """Whether both ends are known."""
        return math.isfinite(self.width)

    def apart(self, other: Interval) -> float:
        """How far the two lie from each other; 0 where they meet."""
        return 0.0 if self.meets(other) else max(self.low - other.high, other.low - self.high)


def exact(value: float) -> Interval:
    """A counted or defined number."""
    return Interval(value, value)


def bounded(low: float | None, high: float | None) -> Interval:
    """Both ends as a table holds them: nothing (None, NaN) is an open end."""
    return Interval(
        -math.inf if low is None or low != low else low, math.inf if high is None or high != high else high
    )


def stated(value: float, scale: float = 1.0) -> Interval:
    """A printed figure with half a unit of its last digit, times the scale of its unit.

    >>> stated(24.7, 1e9) == Interval(24.65e9, 24.75e9), stated(31e9) == Interval(30.5e9, 31.5e9)
    (True, True)
    """
    half = 0.5 * _last_digit(value)
    return Interval((value - half) * scale, (value + half) * scale)


def _last_digit(value: float) -> float:
    """What one unit of the last digit is worth that was printed, as far as a number still shows it."""
    if value == 0.0 or not math.isfinite(value):
        return 0.0
    most = next((n for least, n in _WORDS if abs(value) >= least), 0)
    if value != int(value):
        return float(10.0 ** -len(f"{value:.12g}".partition(".")[2]))
    if abs(value) < 1e6:
        # A table of decimal figures holds 41.0 as 41: one decimal is what its neighbours have.
        return 0.1 if abs(value) < 1e3 else 1.0
    digits = str(int(abs(value)))
    return float(10.0 ** min(len(digits) - len(digits.rstrip("0")), most))


def _times(a: float, b: float) -> float:
    """The product; nothing times an open end is nothing."""
    return 0.0 if a == 0.0 or b == 0.0 else a * b
