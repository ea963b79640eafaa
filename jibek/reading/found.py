"""A figure as the pass over the text finds it, before its period and speaker are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True, slots=True)
class Figure:
    """Offsets are of the shadow; other fields as of `jibek.reading.model.Quantity`. ``period``: its own, of a date."""

    start: int
    end: int
    value: float | str
    low: float | None
    high: float | None
    comparator: str
    unit: str
    currency: str
    kind: str
    noun: str
    period: str = ""


@overload
def clean(value: float) -> float: ...
@overload
def clean(value: None) -> None: ...
@overload
def clean(value: float | None) -> float | None: ...
def clean(value: float | None) -> float | None:
    """Without the dust of binary fractions: 17.6 billion is 17600000000."""
    return None if value is None else float(f"{value:.12g}")
