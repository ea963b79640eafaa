"""A small line of a series over the years: dots for figures, a line through the middle of each year, ends labelled.

trend([(2021, 25.2), (2022, 31.2), (2023, 41.0)], "bn USD")      an SVG that needs nothing beside it
"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from jibek.ground.locale import clauses
from jibek.report.wording.numbers import show

WIDTH, HEIGHT = 320.0, 92.0

_LEFT, _RIGHT, _TOP, _BOTTOM = 6.0, 6.0, 20.0, 18.0


def trend(points: Sequence[tuple[int, float]], unit: str, told: str = "") -> str:
    """SVG of year and value pairs; a year may stand more than once.

    Zero is always in the picture, so that a small change does not look like a large one.
    """
    years = [year for year, _ in points]
    values = [value for _, value in points]
    first, last = min(years), max(years)
    low, high = min(values), max(values)
    low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        high = 1.0

    def x(year: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (year - first) / max(last - first, 1)

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)

    held: dict[int, list[float]] = defaultdict(list)
    for year, value in points:
        held[year].append(value)
    middle = [(year, median(several)) for year, several in sorted(held.items())]
    path = " ".join(f"{'M' if n == 0 else 'L'}{x(a):.1f} {y(b):.1f}" for n, (a, b) in enumerate(middle))
    dots = "".join(f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="2.6"/>' for a, b in points)
    ends = [(middle[0], "start"), (middle[-1], "end")]
    labels = "".join(
        f'<text x="{x(a):.1f}" y="{max(y(b) - 7, 11):.1f}" text-anchor="{at}" class="v">{show(b, unit).text}</text>'
        f'<text x="{x(a):.1f}" y="{HEIGHT - 3:.1f}" text-anchor="{at}">{a}</text>'
        for (a, b), at in ends
    )
    said = html.escape(told or "Series") + ": " + clauses(f"{a} {show(b, unit).text}" for a, b in middle)
    foot = f'<path class="foot" d="M{_LEFT} {y(0.0) + 0.5:.1f}H{WIDTH - _RIGHT}"/>'
    return (
        f'<svg class="trend" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{said}">'
        f'{foot}<path class="line" d="{path}"/>{dots}{labels}</svg>'
    )
