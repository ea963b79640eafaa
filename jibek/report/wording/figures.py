"""A number on the page is a button: it opens its derivation and can be copied with its citation.

    figures = Figures()
    figures.cell(34.8, "h", "simulation.waits", "CN_KHORGOS-KZ_ALTYNKOL|rail", "hours_mean", "Khorgos, mean wait")

Each number is remembered with the id of its node, so that the page holds the steps behind what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.ground.language import tr
from jibek.report.input import cell_node
from jibek.report.wording import numbers
from jibek.report.wording.numbers import Shown, known

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that the page shows: where it stands in the tables, and what it is called."""

    node: str
    table: str
    key: str
    column: str
    label: str
    value: float
    unit: str
    formula: str = ""
    parents: tuple[str, ...] = ()


class Figures:
    """Makes the numbers of one page and remembers them."""

    def __init__(self) -> None:
        self.cells: dict[str, Cell] = {}

    def cell(
        self,
        value: Any,
        unit: str,
        table: str,
        key: str,
        column: str,
        label: str,
        *,
        low: Any = None,
        high: Any = None,
        digits: int = 3,
        signed: bool = False,
        shown: Shown | None = None,
        with_unit: bool = True,
        strong: bool = False,
        formula: str = "",
        parents: tuple[str, ...] = (),
    ) -> Markup:
        """A number as a button; a dash where there is none.

        Parameters
        ----------
        value, unit, low, high, digits, signed
            As in ``numbers.show``; ``shown`` takes the place of what it would give.
        table, key, column
            The cell of the run folder.
        label
            What the number is, for the citation and for those who hear the page.
        with_unit
            Write the unit after the number.
        formula, parents
            Of a number that the page itself works out: how, and from which nodes.
        """
        from markupsafe import Markup, escape

        shown = shown or numbers.show(
            _float(value), unit, _float(low), _float(high), digits=digits, signed=signed
        )
        after = (
            Markup(' <span class="u">{}</span>').format(shown.unit)
            if with_unit and shown.unit
            else Markup("")
        )
        if not known(value):
            return Markup('<span class="none" title="{}">–</span>').format(tr("no figure: a gap, not zero"))
        node = cell_node(table, key, column)
        made = Cell(node, table, key, column, label, float(value), unit, formula, parents)
        self.cells.setdefault(node, made)
        interval = f" ({shown.interval})" if shown.interval else ""
        told = f"{label}: {shown.text} {shown.unit}".rstrip() + interval
        button = Markup(
            '<button type="button" class="fig{}" data-n="{}" data-v="{}" aria-label="{}">{}</button>'
        ).format(" strong" if strong else "", node, repr(float(value)), escape(told), shown.text)
        return Markup('<span class="nw">{}{}</span>').format(button, after) if after else button


def _float(value: Any) -> float | None:
    return float(value) if known(value) else None
