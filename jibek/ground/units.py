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
        parts = ["above 0" if self.above_zero else f"at least {self.at_least:g}"]
        parts += [f"at most {self.at_most:g}"] if self.at_most < float("inf") else []
        parts += [f"below {self.below:g}"] if self.below < float("inf") else []
        return " and ".join(parts)


_ANY, _POSITIVE = Limits(), Limits(above_zero=True)

# Units of assumptions. A load, a price per tonne or a speed divides something and is above 0; a time, a fee or a
# spread may be nothing; 0-1 is a pure number such as a weight, share is a part of something, 1 any other pure number;
# a score is a place in a range, from -1 at its low end over 0 at the central value to 1 at its high end.
UNITS: Mapping[str, Limits] = {
    "1": _ANY,
    "0-1": Limits(at_most=1.0),
    "share": Limits(at_most=1.0),
    "share below 1": Limits(below=1.0),
    "score": Limits(at_least=-1.0, at_most=1.0),
    "% of value/day": Limits(at_most=100.0),
    "km": _ANY,
    "h": _ANY,
    "h/train": _ANY,
    "days": Limits(at_most=366.0),
    "h/day": Limits(at_most=24.0, above_zero=True),
    "USD/FEU": _ANY,
    "USD/FEU-day": _ANY,
    "USD/FEU-km": _ANY,
    "USD/t-km": _ANY,
    "kWh/t-km": _POSITIVE,
    "g/t-km": _POSITIVE,
    "kg/km": _POSITIVE,
    "g/kWh": _ANY,
    "USD/t": _POSITIVE,
    "1/100 km": _POSITIVE,
    "km/h": Limits(at_most=400.0, above_zero=True),
    "t": _POSITIVE,
    "t/yr": _ANY,
    "TEU/yr": _ANY,
    "Gtkm/yr": _ANY,
    "Mt/yr both ways": _POSITIVE,
    "t/TEU": _POSITIVE,
    "t/FEU": _POSITIVE,
    "t/train": _POSITIVE,
    "t/wagon": _POSITIVE,
    "t/truck": _POSITIVE,
    "t/call": _POSITIVE,
    "t/ship": _POSITIVE,
    "ships": _POSITIVE,
    "TEU/ship": _POSITIVE,
    "wagons/ship": _POSITIVE,
    "TEU/train": _POSITIVE,
    "trains/day": _ANY,
    "trains/day both ways": _POSITIVE,
    "trains/day/direction": _POSITIVE,
    "trucks/day/direction": _POSITIVE,
    "tracks": Limits(at_least=1.0),
    "fronts": Limits(at_least=1.0),
}


def possible(unit: str, low: float) -> Limits:
    """What a number of the unit may be whose own range begins at ``low``: above 0 where the range is."""
    limits = UNITS.get(unit, _ANY)
    if low > 0 and limits.at_least == 0:
        return replace(limits, above_zero=True)
    return limits
