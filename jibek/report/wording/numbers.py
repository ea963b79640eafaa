"""Numbers as people read them: as many figures as the interval allows, thousands apart, a unit of handy size.

    show(28_345_678.0, "t/year", 26_100_000.0, 30_900_000.0)   ->   28.3 Mt/yr (26.1 to 30.9)

An interval gives the precision: its half-width keeps one or two figures, and the value is rounded at the same place
(Particle Data Group, Review of Particle Physics 2024, introduction 5.3). Without one, three figures are kept of a
modelled number (four above a thousand, two below a tenth) and all figures of a published one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from jibek.ground.language import current, tr
from jibek.report.wording.units import BY_MYRIADS, MYRIAD, SIZES, SPOKEN, WORDS

THIN = "\u202f"  # narrow no-break space between thousands

MINUS = "\u2212"

NONE = "–"

# Between thousands, and before decimals; English takes the thin blank of the international system of units.
_SIGNS = {"en": (THIN, "."), "ru": (THIN, ","), "kk": (THIN, ","), "zh": (",", ".")}

_POWER = re.compile(r"(\d+(?:\.\d+)?)e([+-]?\d+)")

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as text: ``text``, ``low`` and ``high`` share unit and decimals; low and high are blank without one.

    plain: the unit in English, by which its words are found; blank: ``unit`` is.
    """

    text: str
    unit: str
    low: str = ""
    high: str = ""
    plain: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.text} {self.unit}".strip()

    @property
    def interval(self) -> str:
        """``26.1 to 30.9`` or nothing."""
        return tr("{low} to {high}", low=self.low, high=self.high) if self.low else ""

    @property
    def spoken(self) -> Shown:
        """The same with its unit in words, for sentences: ``28.4 million tonnes``."""
        spoken = SPOKEN.get(self.plain or self.unit)
        return Shown(self.text, tr(spoken) if spoken else self.unit, self.low, self.high, self.plain)


def known(value: object) -> bool:
    """Whether a cell holds a finite number."""
    if value is None or isinstance(value, (str, bool)):
        return False
    try:
        return math.isfinite(float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def show(
    value: float | None,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    *,
    digits: int = 3,
    signed: bool = False,
) -> Shown:
    """A number with its unit and interval, rounded together.

    Parameters
    ----------
    value, low, high
        In ``unit``; None or NaN is shown as a dash, never as 0.
    digits
        Figures to keep where there is no interval.
    signed
        Write ``+`` before what is positive: for differences.

    Examples
    --------
    >>> str(show(16.72, "d", 15.1, 18.6)), show(16.72, "d", 15.1, 18.6).interval
    ('16.7 days', '15.1 to 18.6')
    >>> str(show(41_000_000_000.0, "USD/year"))
    '41.0 bn USD/yr'
    >>> str(show(None, "h"))
    '– h'
    """
    if not known(value):
        return Shown(NONE, unit_words(unit), plain=_plain(unit))
    assert value is not None
    spread = known(low) and known(high) and high > low  # type: ignore[operator]
    by, said = _size(unit, max(abs(value), *((abs(low), abs(high)) if spread else (0.0,))))  # type: ignore[arg-type]
    if spread:
        assert low is not None
        assert high is not None
        places = _spread_places((high - low) / 2 / by)
        if value:
            # At least two figures of the value, however wide the interval; at most five, however fine.
            places = min(max(places, _places(value / by, 2)), max(0, _places(value / by, 5)))
        low_text, high_text = (group(end / by, places, signed) for end in (low, high))
        return Shown(group(value / by, places, signed), tr(said), low_text, high_text, said)
    size = abs(value / by)
    more = size >= 1000 and by != MYRIAD  # ten thousands run to 9,999 before the next name
    kept = max(digits, 4) if more else min(digits, 2) if size < 0.1 else digits
    return Shown(group(value / by, _places(value / by, kept), signed), tr(said), plain=said)


def unit_words(unit: str | None) -> str:
    """The unit in words where its own size is used."""
    return tr(_plain(unit))


def _plain(unit: str | None) -> str:
    """The unit in English words where its own size is used."""
    if not unit:
        return ""
    return SIZES[unit][-1][2] if unit in SIZES else WORDS.get(unit, unit)


def group(value: float, places: int, signed: bool = False) -> str:
    """Fixed decimals (``places`` below zero: tens, hundreds), thousands apart, a true minus sign; by the language.

    Nothing is shown as minus zero.

    >>> group(1330000, 0), group(-0.004, 1), group(12.0, 1, signed=True)
    ('1\u202f330\u202f000', '0.0', '+12.0')
    """
    text = written(f"{abs(round(value, places)):,.{max(places, 0)}f}")
    if not any(c in "123456789" for c in text):
        return text
    return (MINUS if value < 0 else "+" if signed else "") + text


def written(text: str) -> str:
    """Digits as Python writes them, with the signs of the language: ``1,330.5``, ``-0.25``.

    >>> written("1,330.5"), written("-0.25")
    ('1\u202f330.5', '\u22120.25')
    """
    thousands, point = _SIGNS.get(current(), _SIGNS["en"])
    whole, dot, rest = text.partition(".")
    return whole.replace(",", thousands).replace("-", MINUS) + (point + rest if dot else "")


def published(value: float | None, unit: str = "") -> Shown:
    """A figure as it was published, up to six figures, without decimals that it never had.

    >>> str(published(7762.0, "trains")), str(published(34.8, "h"))
    ('7\u202f762 trains', '34.8 h')
    """
    if not known(value):
        return Shown(NONE, unit_words(unit), plain=_plain(unit))
    assert value is not None
    rounded = float(f"{value:.6g}")
    places = next(
        (p for p in range(7) if abs(round(rounded, p) - rounded) <= 1e-9 * max(1.0, abs(rounded))), 6
    )
    return Shown(group(rounded, places), unit_words(unit), plain=_plain(unit))


def powers(text: str) -> str:
    """Numbers with a power of ten as they are written by hand.

    >>> powers("stops at 1e-13 of the mean, 5.4e+02")
    'stops at 10⁻¹³ of the mean, 5.4 · 10²'
    """
    return _POWER.sub(
        lambda m: f"{'' if m[1] == '1' else m[1] + ' · '}10{str(int(m[2])).translate(_RAISED)}", text
    )


def ratio(value: float | None) -> str:
    """Modelled over published: two decimals below ten, none above.

    >>> ratio(0.874), ratio(12.3)
    ('0.87', '12')
    """
    if not known(value):
        return NONE
    assert value is not None
    return group(value, 2 if abs(value) < 10 else 0)


def _places(size: float, digits: int) -> int:
    """Decimals at which ``digits`` figures of ``size`` are kept; below zero where tens or hundreds are rounded."""
    if size == 0 or not math.isfinite(size):
        return 0
    return digits - 1 - math.floor(math.log10(abs(size)) + 1e-12)


def _spread_places(half: float) -> int:
    """Two figures of a half-width that starts with 1 to 3.54, one of a larger: the rule of the Particle Data Group."""
    lead = half / 10.0 ** math.floor(math.log10(half))
    return _places(half, 2 if lead < 3.55 else 1)


def _size(unit: str, largest: float) -> tuple[float, str]:
    sizes = BY_MYRIADS if current() == "zh" and unit in BY_MYRIADS else SIZES
    for least, by, said in sizes.get(unit, ()):
        if largest >= least:
            return by, said
    return 1.0, _plain(unit)
