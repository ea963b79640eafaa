"""Units of assumptions, and what a number of each may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """What a number of a unit may be."""

    at_least: float = 0.0
    at_most: float = float("inf")
    above_zero: bool = False
    below: float = float("inf")

    def allows(self, value: float) -> bool:
        """Whether the number is possible."""
        return (value > 0 if self.above_zero else value >= self.at_least) and (
            value <= self.at_most and value < self.below
        )

    def __str__(self) -> str:
        parts = ["above 0" if self.above_zero else f"at least {self.at_least:.12g}"]
        parts += [f"at most {self.at_most:.12g}"] if self.at_most < float("inf") else []
        parts += [f"below {self.below:g}"] if self.below < float("inf") else []
        return " and ".join(parts)


def _up_to(most: float) -> Limits:
    """From nothing to a number that is far above any that was seen."""
    return Limits(at_most=most)


def _some_up_to(most: float) -> Limits:
    """The same, but never nothing: it divides something."""
    return Limits(at_most=most, above_zero=True)


# Units of assumptions: a closed list, each with hard bounds on both sides. A load, a price per tonne or a speed divides
# something and is above 0; a time, a fee or a spread may be nothing; 0-1 is a pure number such as a weight, share is a
# part of something, 1 any other pure number; a score is a place in a range, from -1 at its low end over 0 at the
# central value to 1 at its high end.
UNITS: Mapping[str, Limits] = {
    "1": _up_to(1e4),
    "0-1": Limits(at_most=1.0),
    "share": Limits(at_most=1.0),
    "share below 1": Limits(below=1.0),
    "score": Limits(at_least=-1.0, at_most=1.0),
    "% of value/day": _up_to(100.0),
    "km": _up_to(40_000.0),
    "h": _up_to(8784.0),
    "h/train": _up_to(2000.0),
    "days": _up_to(366.0),
    "h/day": _some_up_to(24.0),
    "1/week": _some_up_to(1e3),
    "USD/FEU": _up_to(1e6),
    "USD/FEU-day": _up_to(1e5),
    "USD/FEU-km": _up_to(1e3),
    "USD/t-km": _up_to(1e2),
    "USD/kg": _up_to(1e4),
    "kWh/t-km": _some_up_to(1e2),
    "g/t-km": _some_up_to(1e4),
    "kg/t-km": _some_up_to(1e2),
    "kg/km": _some_up_to(1e3),
    "g/kWh": _up_to(1e4),
    "USD/t": _some_up_to(1e8),
    "1/100 km": _some_up_to(1e3),
    "km/h": _some_up_to(1e3),
    "t": _some_up_to(1e6),
    "t/yr": _up_to(1e11),
    "TEU/yr": _up_to(1e10),
    "Gtkm/yr": _up_to(1e6),
    "Mt/yr both ways": _some_up_to(1e5),
    "t/TEU": _some_up_to(1e3),
    "t/FEU": _some_up_to(1e3),
    "t/train": _some_up_to(1e5),
    "t/wagon": _some_up_to(1e3),
    "t/truck": _some_up_to(1e3),
    "t/call": _some_up_to(1e6),
    "t/ship": _some_up_to(1e6),
    "ships": _some_up_to(1e4),
    "TEU/ship": _some_up_to(1e5),
    "wagons/ship": _some_up_to(1e4),
    "TEU/train": _some_up_to(1e4),
    "trains/day": _up_to(1e4),
    "trains/day both ways": _some_up_to(1e4),
    "trains/day/direction": _some_up_to(1e4),
    "trucks/day/direction": _some_up_to(1e6),
    "tracks": Limits(at_least=1.0, at_most=1e4),
    "fronts": Limits(at_least=1.0, at_most=1e4),
}

# How many times its own range a value may leave it, above and below: more is a slip of the unit or of the point.
FAR_ABOVE, FAR_BELOW = 10.0, 100.0

# A part of something may be as small as this, whatever its range is, unless the range begins at nothing.
LEAST_SHARE = 1e-6


def possible(unit: str, low: float, high: float) -> Limits:
    """What a number of the unit may be whose own range is ``low`` to ``high``.

    Returns
    -------
    Limits
        Those of the unit, and no further from the range than `FAR_ABOVE` times its high end and the `FAR_BELOW` th
        part of its low end. A share is held by its own ends, 0 and 1, and is at least `LEAST_SHARE`; a score by -1
        and 1.

    Raises
    ------
    KeyError
        The unit is not one of `UNITS`.
    """
    limits = UNITS[unit]
    if unit == "score":
        return limits
    most = limits.at_most if high <= 0 or limits.below <= 1 else min(limits.at_most, FAR_ABOVE * high)
    if low <= 0:
        return replace(limits, at_most=most)
    least = low / FAR_BELOW if not unit.startswith("share") else min(low, LEAST_SHARE)
    return replace(limits, at_most=most, at_least=max(limits.at_least, least), above_zero=False)
