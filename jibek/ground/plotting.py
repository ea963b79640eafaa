"""Plain charts with Matplotlib, which is loaded when the first is drawn: bars, dots with intervals, lines.

    with drawn_in("zh"):
        axes = bars(tr("What it rests on"), ["a", "b"], [40.0, 20.0], tr("share of the variance, %"))
    axes.figure.savefig("tornado.png")

Every chart has a title that says what is seen and axes with their units.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from jibek.ground.extras import needed
from jibek.ground.language import ENGLISH, current, speaking, tr
from jibek.ground.locale import wrapped
from jibek.ground.text import columns

BLUE, ORANGE, GREY = "#0b5fa5", "#d1700c", "#777777"  # told apart by the colour-blind, and in print

CODE = "plot.missing_extra"

# Letters of all languages but Chinese are in the font that comes with Matplotlib; of Chinese, the first that is there.
PLAIN = "DejaVu Sans"
CHINESE = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC"),
    *(
        "Microsoft YaHei",
        "SimHei",
        "WenQuanYi Micro Hei",
        "WenQuanYi Zen Hei",
        "Hiragino Sans GB",
        "Heiti SC",
    ),
    *("STHeiti", "SimSun", "Droid Sans Fallback", "AR PL UMing CN", "AR PL UKai CN", "Arial Unicode MS"),
)


@contextmanager
def drawn_in(language: str) -> Iterator[None]:
    """Charts inside are drawn in a language; in English, with a warning, where no font has its letters.

    Raises
    ------
    InputError
        ``language.unknown``.
    MissingExtra
        ``plot.missing_extra``: Matplotlib is not installed.
    """
    with speaking(language):
        pyplot = needed("matplotlib.pyplot", "plot", ".plot()", CODE, where=".plot()")
        fonts = [PLAIN] if language == "zh" else None
        if fonts:
            from matplotlib.font_manager import fontManager

            fonts += [f for f in CHINESE if f in fontManager.get_font_names()][:1]
    if fonts == [PLAIN]:
        said = "no font on this computer has Chinese letters, so the chart is in English: install Noto Sans CJK SC"
        warnings.warn(said, stacklevel=4)
        language, fonts = ENGLISH, None
    with speaking(language), pyplot.rc_context({"font.family": fonts} if fonts else {}):
        yield


def canvas(title: str, rows: int = 8) -> Any:
    """Empty axes of a new figure, as high as so many rows need.

    Raises
    ------
    MissingExtra
        ``plot.missing_extra``: Matplotlib is not installed.
    """
    pyplot = needed("matplotlib.pyplot", "plot", ".plot()", CODE, where=".plot()")
    _, axes = pyplot.subplots(figsize=(8.0, max(3.0, 1.2 + 0.36 * rows)), layout="constrained")
    axes.set_title(title, loc="left")
    if current() in ("ru", "kk"):
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(_with_comma())
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return axes


def _with_comma() -> Any:
    """Numbers beside an axis with a comma before their decimals."""
    from matplotlib.ticker import ScalarFormatter

    class WithComma(ScalarFormatter):
        def __call__(self, x: float, pos: int | None = None) -> str:
            return super().__call__(x, pos).replace(".", ",")

    return WithComma()


def bars(
    title: str,
    names: Sequence[str],
    values: Sequence[float],
    axis: str,
    errors: Sequence[float] | None = None,
) -> Any:
    """Horizontal bars, the first on top; errors: half-widths of their intervals, in the same unit, cut at 0."""
    axes = canvas(title, len(names))
    # A share is never below nothing, whatever its error.
    ends = (
        None if errors is None else [[min(e, v) for e, v in zip(errors, values, strict=True)], list(errors)]
    )
    axes.barh(range(len(names)), values, xerr=ends, color=BLUE, error_kw={"ecolor": GREY, "capsize": 3})
    return _named(axes, names, axis)


def dots(
    title: str,
    names: Sequence[str],
    middle: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    axis: str,
    beside: tuple[str, Sequence[float]] | None = None,
) -> Any:
    """Dots with intervals, the first on top; beside: name and values of a second mark in each row."""
    axes = canvas(title, len(names))
    at = range(len(names))
    axes.hlines(at, low, high, color=GREY, linewidth=3)
    axes.plot(middle, at, "o", color=BLUE, label=tr("mean"))
    if beside is not None:
        axes.plot(beside[1], at, "D", color=ORANGE, label=beside[0])
        axes.legend(frameon=False, loc="lower right")
    return _named(axes, names, axis)


def lines(
    title: str,
    series: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    axes_names: tuple[str, str],
) -> Any:
    """A line for each name, from its x and y; a mark at every point, as years between may be missing."""
    axes = canvas(title, 9)
    for (name, (x, y)), colour, mark in zip(
        series.items(), (BLUE, ORANGE, GREY, "#000000") * len(series), "osD^" * len(series), strict=False
    ):
        axes.plot(x, y, marker=mark, color=colour, label=name)
    axes.legend(frameon=False)
    axes.set_xlabel(axes_names[0])
    axes.set_ylabel(axes_names[1])
    axes.set_ylim(bottom=0)
    return axes


def _named(axes: Any, names: Sequence[str], axis: str) -> Any:
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    # What the names leave of the width of a figure, some 96 columns.
    room = max(24, 96 - max(map(columns, names), default=0))
    axes.set_title("\n".join(wrapped(axes.get_title(loc="left"), room * 5 // 6)), loc="left")
    axes.set_xlabel("\n".join(wrapped(axis, room)))
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    return axes
