"""A table as the page shows it: heads, rows of text and numbers, and the frame that downloads as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek.ground.language import trn
from jibek.ground.text import unworked

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its words, its kind (``name``, ``num``, ``chart``, ``text``), and an axis drawn over it."""

    text: str
    kind: str = "num"
    axis: Any = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the heads; ``group`` starts a part with its own words, ``anchor`` can be linked to."""

    cells: Sequence[Any]
    group: str = ""
    anchor: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of the page.

    Attributes
    ----------
    ident
        Also the name of the CSV file.
    csv
        Everything behind the table, more rows and columns than are shown.
    """

    ident: str
    caption: str
    heads: Sequence[Head]
    rows: Sequence[Row]
    csv: pd.DataFrame
    note: str = ""
    more: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: one question, what it finds as its title, a chart, tables behind a fold.

    Attributes
    ----------
    missing
        Why there is nothing; such a part is left out of the page.
    screens
        Areas at a glance, drawn before the tables.
    ask
        The question that the part answers; also its name in the list of parts. Blank: the title is.
    chart
        A drawing above the fold.
    source
        Who published what stands here, via whom, when; blank: the run itself.
    """

    ident: str
    title: str
    lead: Any = ""
    grids: Sequence[Grid] = ()
    missing: str = ""
    kind: str = ""
    screens: Sequence[dict[str, Any]] = ()
    ask: str = ""
    chart: Any = ""
    source: Any = ""

    @property
    def name(self) -> str:
        """How the list of parts calls it."""
        return self.ask or self.title


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain mappings from column to cell."""
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def csv_text(frame: pd.DataFrame) -> str:
    """The CSV that a table downloads: UTF-8, a header line, all digits, blanks for what is missing.

    Text that a spreadsheet would take for a formula is marked as text.
    """
    safe = frame.rename(columns=unworked)
    for position, kind in enumerate(frame.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            cells = frame.iloc[:, position].to_numpy(object, copy=True)
            cells[:] = [unworked(cell) for cell in cells]
            safe.isetitem(position, cells)
    return str(safe.to_csv(index=False, lineterminator="\n"))


def named(text: str, small: object = "") -> str | Markup:
    """A name with small words after it."""
    from markupsafe import Markup

    return Markup("{} <small>{}</small>").format(text, small) if small else text


def left_out(frame: pd.DataFrame, shown: int) -> str:
    """``12 more rows in the CSV``, or nothing."""
    rest = len(frame) - shown
    return trn("{n} more row in the CSV.", "{n} more rows in the CSV.", rest) if rest > 0 else ""
