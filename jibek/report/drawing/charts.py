"""Small charts drawn with boxes: a track per row of a table, sharp at every width, with the numbers beside it.

All positions are percentages of the track, so nothing has to be measured in the browser.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jibek.report.wording.numbers import group, known, written

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high``, linear or logarithmic."""

    low: float
    high: float
    log: bool = False

    def at(self, value: float) -> float:
        """Percent of the track; what lies outside stands at the end."""
        low, high, x = self.low, self.high, value
        if self.log:
            low, high, x = math.log(low), math.log(high), math.log(max(value, 1e-12))
        return round(min(100.0, max(0.0, 100.0 * (x - low) / (high - low))), 2) if high > low else 0.0


def axis(*values: float, zero: bool = True) -> Axis:
    """A linear axis that holds all values, from zero unless asked otherwise; its end is a round number."""
    held = [float(v) for v in values if known(v)] or [1.0]
    low = min(0.0, *held) if zero else min(held)
    high = max(0.0, *held) if zero else max(held)
    step = round_step((high - low) or abs(high) or 1.0)
    return Axis(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step or step)


def round_step(span: float) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten that divides a span into about four.

    >>> round_step(38.0), round_step(0.9)
    (10.0, 0.2)
    """
    power = 10.0 ** math.floor(math.log10(span / 4))
    return next(m * power for m in (1.0, 2.0, 2.5, 5.0, 10.0) if m * power >= span / 4.6)


def ticks(scale: Axis, unit: str = "") -> Markup:
    """The axis as words over a column of tracks."""
    if scale.log:
        values = [v for v in (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0) if scale.low <= v <= scale.high]
        texts = [written(f"×{v:g}") for v in values]
    else:
        values = _marks(scale)
        texts = [group(v, 0) if abs(v) >= 10 else written(f"{v:g}") for v in values]
    marks = [
        _html(f'<i style="left:{scale.at(v)}%">{text}</i>') for v, text in zip(values, texts, strict=True)
    ]
    return _html('<span class="ticks" aria-hidden="true">') + _html("").join(marks) + _html(f"</span>{unit}")


def bar(value: float, scale: Axis, told: str, kind: str = "") -> Markup:
    """A bar from zero."""
    if value == 0:
        return _track(told, "", scale)
    a, b = sorted((scale.at(0.0), scale.at(value)))
    return _track(told, f'<i class="bar {kind}" style="left:{a}%;width:{max(b - a, 0.4):.2f}%"></i>', scale)


def spread(low: float, middle: float, high: float, scale: Axis, told: str) -> Markup:
    """A range with its middle: P10, P50, P90."""
    a, m, b = (scale.at(v) for v in (low, middle, high))
    return _track(
        told,
        f'<i class="span" style="left:{a}%;width:{b - a:.2f}%"></i><i class="mid" style="left:{m}%"></i>',
        scale,
    )


def wait(
    mean: float | None, p50: float | None, p90: float | None, p99: float | None, scale: Axis, told: str
) -> Markup:
    """Half, nine in ten and ninety-nine in a hundred as ever thinner bars; the mean as a dot."""
    held = [(p99, "thin"), (p90, "span"), (p50, "bar")]
    parts = [
        f'<i class="{c}" style="left:0;width:{scale.at(v)}%"></i>'
        for v, c in held
        if v is not None and known(v)
    ]
    parts += (
        [f'<i class="pt" style="left:{scale.at(mean)}%"></i>'] if mean is not None and known(mean) else []
    )
    return _track(told, "".join(parts), scale)


def strip(ratio: float, scale: Axis, told: str, kind: str) -> Markup:
    """A ratio on a log axis: band from one half to two, line at one, dot (a square where it lies beyond the axis)."""
    a, b, one = scale.at(0.5), scale.at(2.0), scale.at(1.0)
    beyond = " beyond" if not scale.low <= ratio <= scale.high else ""
    return _track(
        told,
        f'<i class="band" style="left:{a}%;width:{b - a:.2f}%"></i><i class="line" style="left:{one}%"></i>'
        f'<i class="pt {kind}{beyond}" style="left:{scale.at(ratio)}%"></i>',
    )


def part(share: float, error: float, total: float | None, scale: Axis, told: str) -> Markup:
    """A part of a whole as a bar with its standard error as a line, and a ring at what it is with others."""
    low, high = scale.at(max(share - error, 0.0)), scale.at(min(share + error, 1.0))
    ring = f'<i class="pt" style="left:{scale.at(total)}%"></i>' if known(total) else ""  # type: ignore[arg-type]
    return _track(
        told,
        f'<i class="bar" style="left:0;width:{scale.at(min(share, 1.0))}%"></i>'
        f'<i class="error" style="left:{low}%;width:{high - low:.2f}%"></i>{ring}',
        scale,
    )


def bullet(target: float, actual: float | None, scenario: float | None, scale: Axis, told: str) -> Markup:
    """What was counted as a bar, what the run gives as a dot, the target as a line."""
    parts = []
    if known(actual):
        parts.append(f'<i class="bar" style="left:0;width:{scale.at(actual)}%"></i>')  # type: ignore[arg-type]
    parts.append(f'<i class="goal" style="left:{scale.at(target)}%"></i>')
    if known(scenario):
        parts.append(f'<i class="pt" style="left:{scale.at(scenario)}%"></i>')  # type: ignore[arg-type]
    return _track(told, "".join(parts), scale)


def _marks(scale: Axis) -> list[float]:
    """Round values on the axis, multiples of its step."""
    step = round_step(scale.high - scale.low)
    first, last = math.ceil(scale.low / step - 1e-9), math.floor(scale.high / step + 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


def _track(told: str, inside: str, scale: Axis | None = None) -> Markup:
    grid = ""
    if scale is not None and not scale.log:
        marks = [at for at in (scale.at(v) for v in _marks(scale)) if 0.5 < at < 99.5]
        grid = "".join(f'<i class="grid" style="left:{m}%"></i>' for m in marks)
    opening = _html('<span class="track" role="img" aria-label="{}">').format(told)
    return opening + _html(grid + inside + "</span>")


def _html(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)
