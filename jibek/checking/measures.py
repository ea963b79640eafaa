"""Units as measures that can be compared: what is counted or measured, the factor to its base, and per what.

    measure("USD bn")            USD, 1e9, no rate
    measure("bn m3/yr")          m3, 1e9, per year
    measure("flights per week")  count, 1, per week

Names that are no unit (trains, students, workshops) are counts of what they name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

UNKNOWN = "unknown"  # "43.2 billion", whose unit the sentence before gave
COUNT = "count"
CURRENCIES = frozenset({"USD", "EUR", "KZT", "CNY", "RUB", "GEL"})

_PER = {
    **dict.fromkeys(("yr", "year", "y", "a", "annum"), "yr"),
    **dict.fromkeys(("h", "hour"), "h"),
    **dict.fromkeys(("d", "day"), "d"),
    **dict.fromkeys(("wk", "week"), "wk"),
    **dict.fromkeys(("mo", "month"), "month"),
}
_SCALES = {"bn": 1e9, "billion": 1e9, "M": 1e6, "million": 1e6, "thousand": 1e3, "trillion": 1e12}
_BASES: dict[str, tuple[str, float]] = {
    **{c: (c, 1.0) for c in CURRENCIES},
    "%": ("percent", 1.0),
    "percent": ("percent", 1.0),
    "share": ("percent", 100.0),
    **dict.fromkeys(("percentage points", "percentage_points"), ("points", 1.0)),
    "t": ("t", 1.0),
    "kg": ("t", 1e-3),
    "tU": ("t", 1.0),
    "kt": ("t", 1e3),
    "Mt": ("t", 1e6),
    "km": ("km", 1.0),
    "m": ("km", 1e-3),
    "mm": ("km", 1e-6),
    "m2": ("m2", 1.0),
    "km2": ("m2", 1e6),
    "ha": ("m2", 1e4),
    "m3": ("m3", 1.0),
    "bcm": ("m3", 1e9),
    "tkm": ("tkm", 1.0),
    "t-km": ("tkm", 1.0),
    "Gtkm": ("tkm", 1e9),
    **dict.fromkeys(("h", "hour", "hours"), ("h", 1.0)),
    **dict.fromkeys(("min", "minute", "minutes"), ("h", 1.0 / 60.0)),
    **dict.fromkeys(("d", "day", "days"), ("h", 24.0)),
    **dict.fromkeys(("months", "month"), ("h", 730.5)),
    **dict.fromkeys(("years", "year"), ("h", 8766.0)),
    "kW": ("MW", 1e-3),
    "MW": ("MW", 1.0),
    "GW": ("MW", 1e3),
    "kWh": ("kWh", 1.0),
    "MWh": ("kWh", 1e3),
    "GWh": ("kWh", 1e6),
    "TWh": ("kWh", 1e9),
    "TEU": ("TEU", 1.0),
    "km/h": ("km/h", 1.0),
    **dict.fromkeys(("ratio", "times", "multiple", "x"), ("ratio", 1.0)),
    "rank": ("rank", 1.0),
    "ordinal": ("rank", 1.0),
}
_NO_MEASURE = frozenset({"hour of day", "pair", "method"})  # "pair": that two places are twinned, 1


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures; ``factor`` takes a figure to the base of its family.

    ``per`` is yr, month, wk, d or empty.
    """

    family: str
    factor: float = 1.0
    per: str = ""

    @property
    def piece(self) -> str:
        """What a price is for one of: USD/FEU is for a forty-foot box."""
        return self.family.partition("/")[2]

    def fits(self, other: Measure) -> bool:
        """Whether figures of two units can be one quantity; a rate, or for what a price is, may be left out."""
        if self.per and other.per and self.per != other.per:
            return False
        if "/" in self.family + other.family:
            mine, its = self.family.partition("/"), other.family.partition("/")
            return mine[0] == its[0] and (mine[2] == its[2] or not mine[2] or not its[2])
        return self.family == other.family or (
            UNKNOWN in (self.family, other.family)
            and not {"percent", "rank", "ratio"} & {self.family, other.family}
        )


@cache
def measure(unit: str) -> Measure | None:
    """A unit as a measure; None for scores, indices, flags.

    >>> measure("USD bn")
    Measure(family='USD', factor=1000000000.0, per='')
    >>> measure("flights per week")
    Measure(family='count', factor=1.0, per='wk')
    """
    written = unit.split("(")[0].replace(" per person", "").strip()
    if "=" in written or written in _NO_MEASURE or written.startswith(("score", "index")):
        return None
    if written in _BASES:
        return Measure(*_BASES[written])
    name, _, per = written.replace(" per ", "/", 1).partition("/")
    factor, words = 1.0, []
    for word in name.split():
        if word in _SCALES:
            factor *= _SCALES[word]
        else:
            words.append(word)
    base, of_base = _BASES.get(" ".join(words)) or _BASES.get(words[0] if words else "", (COUNT, 1.0))
    if per and per not in _PER and base in CURRENCIES:
        return Measure(f"{base}/{per}", factor * of_base)
    return Measure(base, factor * of_base, _PER.get(per.split()[0] if per else "", ""))
