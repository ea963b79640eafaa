"""How a figure that does not match went wrong: a power of ten, swapped digits, another year, another side's figure.

410 bn for 41 bn        factor of ten              29.1 bn for 21.9 bn     digit swap
350 MWh for 350 GWh     unit slip MWh for GWh      41 bn for 2022          wrong year
"""

from __future__ import annotations

from collections.abc import Iterable

from jibek.checking.intervals import Extent, meet, scaled
from jibek.checking.known import Known
from jibek.reading import Quantity

FACTORS = {1: "ten", 2: "hundred", 3: "thousand", 6: "million"}
_ENERGY = ("kWh", "MWh", "GWh", "TWh")
_LADDER = {"k": 0, "M": 1, "G": 2, "T": 3}


def factor(extent: Extent, known: Known) -> str:
    """``ten``, ``hundred``, ``thousand`` or ``million`` where a figure is the known one times or over it."""
    for power, name in FACTORS.items():
        for ratio in (10.0**power, 10.0**-power):
            if meet(extent, scaled(known.extent, ratio)):
                return name
    return ""


def unit_slip(quantity: Quantity, size: str) -> str:
    """``unit slip MWh for GWh`` where a thousand lies between and the text writes a unit of energy."""
    written = next((u for u in _ENERGY if u.lower() in quantity.text.lower()), "")
    if size != "thousand" or not written or not isinstance(quantity.value, (int, float)):
        return ""
    return f"unit slip {written} for {_next(written, quantity)}"


def _next(written: str, quantity: Quantity) -> str:
    """The unit that lies a thousand above or below; small figures were meant larger."""
    assert isinstance(quantity.value, (int, float))
    step = 1 if quantity.value < 1e7 else -1
    letters = {v: k for k, v in _LADDER.items()}
    return f"{letters[min(3, max(0, _LADDER[written[0]] + step))]}Wh"


def swapped(value: float, known: float) -> bool:
    """Whether two figures of one size differ by two neighbouring digits that changed places.

    >>> swapped(29.1e9, 21.9e9), swapped(14.0, 41.0), swapped(21.9, 2.19)
    (True, True, False)
    """
    if not value > 0 or not known > 0:
        return False
    (a, size_a), (b, size_b) = _digits(value), _digits(known)
    if size_a != size_b or a == b or len(a) < 2:
        return False
    width = max(len(a), len(b))
    a, b = a.ljust(width, "0"), b.ljust(width, "0")
    return any(a == b[:i] + b[i + 1] + b[i] + b[i + 2 :] for i in range(width - 1))


def _digits(value: float) -> tuple[str, int]:
    mantissa, _, size = f"{value:.9e}".partition("e")
    return mantissa.rstrip("0").replace(".", ""), int(size)


def unswapped(value: float) -> tuple[float, ...]:
    """Values from which a figure comes by changing two digits: neighbours, or the ends of three.

    >>> unswapped(72.0), unswapped(84e6), unswapped(345.0)
    ((27.0,), (48000000.0,), (435.0, 354.0, 543.0))
    """
    if not value > 0:
        return ()
    digits, size = _digits(value)
    found = []
    pairs = [(i, i + 1) for i in range(len(digits) - 1)] + ([(0, 2)] if len(digits) == 3 else [])
    for i, j in pairs:
        if digits[i] != digits[j]:
            turned = digits[:i] + digits[j] + digits[i + 1 : j] + digits[i] + digits[j + 1 :]
            if turned[0] != "0":
                found.append(float(f"{turned[0]}.{turned[1:]}e{size}"))
    return tuple(found)


def one_digit(value: float, known: float) -> bool:
    """Whether two whole figures of two digits or more differ in a single one.

    >>> one_digit(38.0, 28.0), one_digit(60.0, 90.0), one_digit(8.0, 7.0), one_digit(45.0, 54.0)
    (True, True, False, False)
    >>> one_digit(1000.0, 1200.0)
    False
    """
    if value != int(value) or known != int(known) or significant(value) != significant(known):
        return False
    a, b = str(int(value)), str(int(known))
    return len(a) == len(b) > 1 and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def like(value: float, known: float) -> bool:
    """Whether figures of three digits or more differ as slips of the pen do: one digit, their order, one left out.

    >>> like(727.0, 772.0), like(76.6, 66.7), like(38208.0, 382058.0), like(727.0, 272.0), like(41.0, 44.0)
    (True, True, True, False, False)
    """
    if not value > 0 or not known > 0:
        return False
    (a, size_a), (b, size_b) = _digits(value), _digits(known)
    if min(len(a), len(b)) < 2 or max(len(a), len(b)) < 3 or a == b:
        return False
    if size_a == size_b:
        width = max(len(a), len(b))
        a, b = a.ljust(width, "0"), b.ljust(width, "0")
        if sum(x != y for x, y in zip(a, b, strict=True)) == 1:
            return width > 3 or abs(value - known) > 0.05 * known  # 31.2 and 31.4 are two sources
        return sorted(a) == sorted(b)
    longer, shorter = (a, b) if size_a > size_b else (b, a)
    return len(longer) > 3 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def significant(value: float) -> int:
    """How many digits a figure states before its last noughts.

    >>> significant(17.6e9), significant(41e9), significant(5000.0)
    (3, 2, 1)
    """
    return len(_digits(abs(value))[0]) if value else 0


def named(
    quantity: Quantity, value: float, extent: Extent, known: Iterable[Known]
) -> tuple[str, Known] | None:
    """The slip of the figure itself against any of the known ones; None where it is none of these."""
    those = [k for k in known if k.value == k.value and k.value]
    for one in those:
        size = factor(extent, one)
        if size:
            return unit_slip(quantity, size) or f"factor of {size}", one
    for one in those:
        if swapped(value, one.value):
            return "digit swap", one
    return None
