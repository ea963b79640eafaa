"""Section on what an hour, a unit a day and a dollar are worth, and where: the slopes of a run, ranked."""

from __future__ import annotations

import pandas as pd

from jibek.ground.language import mark, tr
from jibek.ground.vocabulary import PER
from jibek.report.drawing import charts, graphs
from jibek.report.input import ReportInput, cell_node
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out
from jibek.report.wording.names import Names
from jibek.report.wording.numbers import show

MOST = 12

HOME = "KZ"

_HOUR, _UNIT, _ = PER
_SHIPPERS = "shippers_usd"

# quantity, what is changed, head of the column, unit
_COLUMNS = (
    (_SHIPPERS, _HOUR, mark("Shippers save by an hour less"), "USD/yr"),
    ("kaz_chn_rail_tonnes", _HOUR, mark("Rail China–Kazakhstan by it"), "t/yr"),
    ("kaz_welfare_percent", _HOUR, mark("Welfare of Kazakhstan by it"), "%"),
    (_SHIPPERS, _UNIT, mark("Shippers save by a unit a day more"), "USD/yr"),
)


def worth(report: ReportInput, names: Names, figures: Figures) -> Section:
    """What shippers save by an hour less at a gateway or section of Kazakhstan, the dearest hour first.

    Both directions of a gateway are taken together: clearance and acceptance are of the crossing. The ports of the
    oceans, where an hour is of more tonnes than of all land routes, and other lines stand in the CSV.
    """
    ask = tr("What is one hour worth, and where?")
    frame = report.table("flows.values")
    if frame.empty:
        missing = tr(
            "This run holds no values of gateways and sections: a year with dated closures has none, and neither has a "
            "solver that keeps no paths."
        )
        return Section("worth", ask, missing=missing)
    ways = frame.assign(place=frame["facility_id"].str.partition(":")[0])
    summed = ways.pivot_table(index="place", columns=["quantity_id", "per"], values="value", aggfunc="sum")
    arcs = report.table("network.arcs")
    own = arcs[arcs["facility_id"].notna() & arcs["country"].str.split("-").map(lambda lands: HOME in lands)]
    here = summed.index.isin(own["facility_id"].str.partition(":")[0])
    order = summed[here][_SHIPPERS, _HOUR].sort_values(ascending=False, kind="stable").index
    if not len(order):
        return Section(
            "worth", ask, missing=tr("Nothing passes a gateway or section of Kazakhstan in this run.")
        )
    rows = []
    for place in order[:MOST]:
        mine = ways[ways["place"] == place]
        name = names.facility(place) if place in names.links else names.gateway(place)
        cells = [name]
        for quantity, per, head, unit in _COLUMNS:
            of = mine[(mine["quantity_id"] == quantity) & (mine["per"] == per)]
            # An hour less turns the slope's sign; what shippers pay less is what they save.
            sign = (1.0 if per == _UNIT else -1.0) * (-1.0 if quantity == _SHIPPERS else 1.0)
            parents = tuple(
                cell_node("flows.values", f"{f}|{quantity}|{per}", "value") for f in of["facility_id"]
            )
            cells.append(
                figures.cell(
                    sign * float(of["value"].sum()), unit, "flows.values", f"{place}|{quantity}|{per}", "value",
                    f"{name}: {tr(head)}", digits=2, signed=True, strong=quantity == _SHIPPERS,
                    formula=tr("sum over directions; the sign of a saving, or of an hour less"), parents=parents,
                )
            )  # fmt: skip
        rows.append(Row(cells))
    heads = [Head(tr("Gateway or section"), "name"), *(Head(tr(head)) for _, _, head, _ in _COLUMNS)]
    first = order[0]
    best = show(float(summed.loc[first, (_SHIPPERS, _HOUR)]), "USD/yr", digits=2).spoken
    named = rows[0].cells[0]
    lead = tr(
        "Queues, other routes, other corridors and trade answer; what is shown is the slope at this run's traffic, "
        "not the gain of a large change."
    )
    grid = Grid(
        "worth", tr("By an hour less and by a unit a day more"), heads, rows, pd.DataFrame(frame),
        more=left_out(summed, len(rows)),
        note=tr(
            "Both directions of a gateway together. Shippers’ saving counts price and time of all freight; a negative "
            "one means that what comes in addition lengthens queues elsewhere by more."
        ),
    )  # fmt: skip
    title = tr(
        "An hour less at {place} saves shippers {saved} a year, the most of Kazakhstan’s network",
        place=named,
        saved=best,
    )
    marks = [
        graphs.Mark(str(row.cells[0]), float(saved) / 1e6, str(show(float(saved), "USD/yr", digits=2)))
        for row, saved in zip(rows[:8], summed[_SHIPPERS, _HOUR].loc[order[:8]].to_numpy(), strict=True)
    ]
    scale = charts.axis(*(m.value for m in marks))
    drawn = graphs.rows(tr("What shippers save by one hour less, million USD a year"), marks, scale)
    return Section("worth", title, lead, [grid], ask=ask, chart=drawn)
