"""A run as aligned text for a terminal: at most 100 columns, warnings first.

    print(run_text(report_input))

Pure functions from frames to text; a dash is a gap, never zero.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from jibek.ground.language import ENGLISH, current, mark, tr
from jibek.ground.locale import clauses, wrapped
from jibek.ground.text import columns, to_left, to_right
from jibek.report.input import ReportInput
from jibek.report.sections import prices
from jibek.report.sections.answer import first_words
from jibek.report.wording import numbers
from jibek.report.wording.grids import plain_rows
from jibek.report.wording.names import scenario, why_none
from jibek.report.wording.numbers import known, show

WIDTH = 100

GAP = "  "

# What a published figure is to the model.
_ROLES = {"test": mark("test"), "pivot": mark("pivot")}


def run_text(report: ReportInput) -> str:
    """What ``jibek run`` prints: what must be said first, the headline, the published figures beside the model."""
    told = {"name": scenario(report.name), "year": report.year, "run": report.run_id}
    head = (
        tr("{name}, {year}, run {run}, measured from {base}", **told, base=scenario(report.base))
        if report.base
        else tr("{name}, {year}, run {run}", **told)
    )
    parts = [warnings_text(first_words(report, plain=True)), head, headline_text(report.headline)]
    if len(report.beside_published):
        parts.append(beside_text(report.beside_published))
    parts.append(_filled(prices.in_words(report.table(prices.TABLE)), hyphens=False))
    return "\n\n".join(part for part in parts if part)


def warnings_text(said: Iterable[str]) -> str:
    """One paragraph each, marked by an exclamation mark; nothing where there is nothing to say."""
    return "\n".join(_filled(text, "! ", "  ") for text in said)


def _filled(text: str, first: str = "", rest: str = "", *, hyphens: bool = True) -> str:
    """A paragraph; in English words may be broken at hyphens unless ``hyphens`` says no."""
    if current() == ENGLISH:
        return textwrap.fill(
            text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=hyphens
        )
    return "\n".join(wrapped(text, WIDTH, first, rest))


def headline_text(frame: pd.DataFrame) -> str:
    """The headline numbers: value, interval, unit, reporter, and the change against the base where it is known.

    Parameters
    ----------
    frame
        short, value, low, high, unit, reporter; difference where there is a base; reason of what is missing.
    """
    changes = "difference" in frame and frame["difference"].notna().any()
    heads = [
        tr("headline"), tr("value"), tr("interval"), *([tr("change")] if changes else []), tr("unit"), tr("by"),
    ]  # fmt: skip
    rows = []
    for r in plain_rows(frame):
        shown = show(r.get("value"), str(r["unit"]), r.get("low"), r.get("high"))
        change = []
        if changes:
            moved = show(
                r.get("difference"),
                str(r["unit"]),
                r.get("difference_low"),
                r.get("difference_high"),
                signed=True,
            )
            change = [moved.text if moved.unit == shown.unit else str(moved)]
        rows.append([_short(r), shown.text, shown.interval, *change, shown.unit, _code(r.get("reporter"))])
    table = aligned(heads, rows, left={0, len(heads) - 2, len(heads) - 1})
    return "\n".join([table, *_missing(frame)])


def _missing(frame: pd.DataFrame) -> list[str]:
    """Why numbers are missing, a paragraph for each reason."""
    named: dict[str, list[str]] = {}
    for r in plain_rows(frame):
        if isinstance(r.get("reason"), str) and not known(r.get("value")):
            named.setdefault(r["reason"], []).append(_short(r))
    told = (
        tr("No figure of {names}: {why}.", names=clauses(names), why=why_none(reason))
        for reason, names in named.items()
    )
    return [_filled(text, rest="  ") for text in told]


def beside_text(frame: pd.DataFrame) -> str:
    """Modelled beside published: tests first, those off by more than a factor of two marked."""
    order = frame.sort_values(["role", "quantity", "year"], ascending=[False, True, True], kind="stable")
    rows = []
    for r in plain_rows(order):
        unit, q = str(r.get("unit") or ""), r.get("ratio")
        far = r["role"] == "test" and known(q) and not 0.5 <= float(q) <= 2.0  # type: ignore[arg-type]
        name = tr(str(r["words"]))
        year = str(int(r["year"])) if known(r.get("year")) else ""
        modelled, printed = show(r.get("modelled"), unit), numbers.published(r.get("published"), unit)
        rows.append(
            [
                ("! " if far else "  ") + name, tr(_ROLES.get(str(r["role"]), str(r["role"]))), year,
                modelled.text, printed.text, printed.unit,
                numbers.ratio(q), _code(r.get("volume_id")),
            ]
        )  # fmt: skip
    heads = [
        "  " + tr("beside the published"), tr("role"), tr("year"), tr("modelled"), tr("published"), tr("unit"),
        tr("ratio"), tr("row"),
    ]  # fmt: skip
    return aligned(heads, rows, left={0, 1, 5, 7})


def _short(row: Mapping[str, Any]) -> str:
    return tr(str(row["short"]))


def aligned(heads: Sequence[str], rows: Sequence[Sequence[str]], left: set[int]) -> str:
    """Columns side by side within ``WIDTH``; the first takes what is left and wraps.

    Parameters
    ----------
    left
        Columns written from the left; the others end flush right.

    Examples
    --------
    >>> print(aligned(["what", "value"], [["hours", "31.2"], ["trains", "9"]], {0}))
    what    value
    hours    31.2
    trains      9
    """
    rows = [[cell.replace(numbers.THIN, " ") for cell in row] for row in rows]
    widths = [max(columns(row[i]) for row in [list(heads), *rows]) for i in range(len(heads))]
    rest = WIDTH - sum(widths[1:]) - len(GAP) * (len(widths) - 1)
    widths[0] = min(widths[0], max(rest, 16))
    lines = []
    for row in [list(heads), *rows]:
        sign = row[0][:2] if row[0].startswith(("! ", "  ")) else ""
        name = wrapped(row[0][len(sign) :], widths[0], sign, "    ") or [""]
        cells = [
            to_left(c, w) if i in left else to_right(c, w)
            for i, (c, w) in enumerate(zip(row[1:], widths[1:], strict=True), start=1)
        ]
        lines += [part.rstrip() for part in name[:-1]]
        lines.append(GAP.join([to_left(name[-1].rstrip(), widths[0]), *cells]).rstrip())
    return "\n".join(lines)


def _code(value: object) -> str:
    return value if isinstance(value, str) else ""
