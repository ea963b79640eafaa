"""One chart for one question: years as lines, or rows as bars and dots with whiskers.

Each is drawn twice, for a desk and for a telephone, so that its words are read at both sizes; the style shows one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jibek.report.drawing.charts import Axis, round_step
from jibek.report.drawing.labels import text_width
from jibek.report.wording.numbers import group, written

if TYPE_CHECKING:
    from markupsafe import Markup

WIDE, NARROW = 720, 350


@dataclass(frozen=True, slots=True)
class Line:
    """A series: ``points`` are (year, value); ``kind`` is its class of style."""

    name: str
    points: Sequence[tuple[float, float]]
    kind: str


@dataclass(frozen=True, slots=True)
class Level:
    """A goal: a stroke from ``since`` to ``until`` at ``value``, with its words, and those for a telephone."""

    value: float
    text: str
    since: float
    until: float
    short: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A value of the run, drawn over its line."""

    year: float
    value: float
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A row: its words, what is drawn (``low`` and ``high``: a whisker), and the number written at its end.

    other: a second value, as a hollow ring (the published beside the modelled); kind: ``bar`` or ``dot``.
    """

    name: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    other: float | None = None
    kind: str = "bar"


def years(
    title: str,
    lines: Sequence[Line],
    levels: Sequence[Level] = (),
    dots: Sequence[Dot] = (),
    *,
    unit: str,
    mark: float | None = None,
) -> Markup:
    """Series over years with goals as strokes; ``mark`` is a year to be told apart."""
    return _figure(title, *(_years(title, lines, levels, dots, unit, mark, w) for w in (WIDE, NARROW)))


def rows(
    title: str,
    marks: Sequence[Mark],
    scale: Axis,
    *,
    unit: str = "",
    at: Sequence[tuple[float, str]] = (),
    band: tuple[float, float] | None = None,
) -> Markup:
    """Rows on a common scale; ``at`` are its ticks in words, else round numbers; ``band`` is shaded."""
    ticks = list(at) or _ticks(scale.low, scale.high)
    return _figure(title, *(_rows(title, marks, scale, unit, ticks, band, w) for w in (WIDE, NARROW)))


def _years(
    title: str, lines: Sequence[Line], levels: Sequence[Level], dots: Sequence[Dot], unit: str,
    mark: float | None, width: int,
) -> str:  # fmt: skip
    narrow = width == NARROW
    height, left, right, top, bottom = (250, 34, 12, 26, 26) if narrow else (330, 40, 16, 28, 28)
    xs = [x for line in lines for x, _ in line.points] + [v.until for v in levels]
    ys = [y for line in lines for _, y in line.points] + [v.value for v in levels]
    across = Axis(min(xs), max(xs))
    step = round_step(max(ys))
    up = Axis(0.0, step * -(-max(ys) * 1.04 // step))

    def x(value: float) -> float:
        return round(left + (width - left - right) * across.at(value) / 100, 1)

    def y(value: float) -> float:
        return round(height - bottom - (height - top - bottom) * up.at(value) / 100, 1)

    out = [_text(0, 13, unit, "s")]
    for value, text in _ticks(up.low, up.high):
        out.append(f'<path class="g-grid" d="M{left} {y(value)}H{width - right}"/>')
        out.append(_text(left - 6, y(value) + 4, text, "s", "end"))
    stride = 10 if narrow else 5
    for year in range(int(-(-across.low // stride) * stride), int(across.high) + 1, stride):
        out.append(_text(x(year), height - 8, str(year), "s", "middle"))
    if mark is not None and across.low <= mark <= across.high:
        out.append(f'<path class="g-mark" d="M{x(mark)} {top - 6}V{height - bottom}"/>')
        out.append(_text(x(mark) - 4, top + 2, str(int(mark)), "s", "end"))
    for n, level in enumerate(sorted(levels, key=lambda v: -v.value)):
        out.append(f'<path class="g-goal" d="M{x(level.since)} {y(level.value)}H{x(level.until)}"/>')
        # Words that are longer than their stroke would run over the series.
        tight = narrow or text_width(level.text, 13) > x(level.until) - x(level.since)
        text = level.short if tight and level.short else level.text
        out.append(_text(x(level.until), y(level.value) + (15 if n else -5), text, "b", "end"))
    for line in lines:
        path = "".join(f"{'L' if i else 'M'}{x(a)} {y(b)}" for i, (a, b) in enumerate(line.points))
        out.append(f'<path class="g-line {line.kind}" d="{path}"/>')
        # Years that are known: between far ones the line is only drawn.
        out += [
            f'<circle class="g-year {line.kind}" cx="{x(a)}" cy="{y(b)}" r="2.2"/>' for a, b in line.points
        ]
    for n, line in enumerate(lines):
        # A key in the free corner: early years are low.
        at = top + 14 + 17 * n
        out.append(f'<path class="g-line {line.kind}" d="M{left + 8} {at - 4}h18"/>')
        out.append(_text(left + 31, at, line.name, "b"))
    for dot in dots:
        out.append(f'<circle class="g-dot {dot.kind}" cx="{x(dot.year)}" cy="{y(dot.value)}" r="4.5"/>')
        under = any(d.year == dot.year and d.value > dot.value for d in dots)
        across_by, down_by, end = (7, 24, "start") if under else (-9, 2, "end")
        out.append(_text(x(dot.year) + across_by, y(dot.value) + down_by, dot.text, "b", end))
    return _svg(title, out, width, height)


def _rows(
    title: str, marks: Sequence[Mark], scale: Axis, unit: str, ticks: Sequence[tuple[float, str]],
    band: tuple[float, float] | None, width: int,
) -> str:  # fmt: skip
    narrow = width == NARROW
    pitch, top = (40, 24) if narrow else (27, 24)
    longest = max((text_width(m.name, 13) for m in marks), default=0)
    left = 6 if narrow else min(390, 16 + round(longest))
    # Mostly digits, of which the estimate is generous.
    aside = 0 if narrow else 16 + round(0.85 * max((text_width(m.text, 13) for m in marks), default=0))
    right = 8 if narrow else aside
    height = top + pitch * len(marks) + 6

    def x(value: float) -> float:
        return round(left + (width - left - right) * scale.at(value) / 100, 1)

    out = []
    if band is not None:
        out.append(
            f'<rect class="g-band" x="{x(band[0])}" y="{top}" width="{x(band[1]) - x(band[0]):.1f}" '
            f'height="{height - top}"/>'
        )
    said = [(v, t) for n, (v, t) in enumerate(ticks) if not narrow or len(ticks) < 6 or n % 2 == 0]
    for n, (value, text) in enumerate(said):
        strong = " g-zero" if value == 0 and scale.low < 0 else ""
        out.append(f'<path class="g-grid{strong}" d="M{x(value)} {top}V{height}"/>')
        end = "start" if narrow and n == 0 else "end" if n == len(said) - 1 else "middle"
        out.append(_text(x(value), 12, f"{text} {unit}".strip() if n == len(said) - 1 else text, "s", end))
    for n, m in enumerate(marks):
        y = top + pitch * n + (28 if narrow else 14)
        if narrow:
            out += [
                _text(0, y - 10, _cut(m.name, 50 - len(m.text)), "b"),
                _text(width, y - 10, m.text, "b", "end"),
            ]
        else:
            out += [
                _text(left - 12, y + 4, _cut(m.name, 52), "b", "end"),
                _text(width, y + 4, m.text, "b", "end"),
            ]
        a, b = sorted((x(max(0.0, scale.low)), x(m.value)))
        if m.kind == "bar":
            out.append(f'<rect class="g-bar" x="{a}" y="{y - 5}" width="{max(b - a, 1):.1f}" height="10"/>')
        if m.low is not None and m.high is not None:
            out.append(f'<path class="g-whisker" d="M{x(m.low)} {y}H{x(m.high)}"/>')
        if m.other is not None:
            out.append(f'<circle class="g-ring" cx="{x(m.other)}" cy="{y}" r="5"/>')
        if m.kind == "dot":
            out.append(f'<circle class="g-dot" cx="{x(m.value)}" cy="{y}" r="4.5"/>')
    return _svg(title, out, width, height)


def _ticks(low: float, high: float) -> list[tuple[float, str]]:
    step = round_step(high - low)
    first, last = -(-low // step), (high + 1e-9 * step) // step
    values = [round(i * step, 12) for i in range(int(first), int(last) + 1)]
    return [(v, group(v, 0) if abs(v) >= 10 or v == 0 else written(f"{v:g}")) for v in values]


def _cut(text: str, most: int) -> str:
    """The text, or its beginning up to a word's end with an ellipsis."""
    return text if len(text) <= most else (text[: most - 1].rpartition(" ")[0] or text[: most - 1]) + "…"


def _text(x: float, y: float, text: str, size: str, anchor: str = "start") -> str:
    from markupsafe import escape

    return f'<text class="g-{size}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(title: str, parts: Sequence[str], width: int, height: int) -> str:
    from markupsafe import escape

    kind = "narrow" if width == NARROW else "wide"
    return (
        f'<svg class="graph {kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _figure(title: str, wide: str, narrow: str) -> Markup:
    from markupsafe import Markup, escape

    return Markup(f'<figure class="chart"><figcaption>{escape(title)}</figcaption>{wide}{narrow}</figure>')
