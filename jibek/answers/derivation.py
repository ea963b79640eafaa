"""What the numbers of the answer were made from: recorded where they are made, so that ``explain`` need not guess.

Reads   the settled state, the played year, boxes by rail, quantities, published figures
Writes  lineage.nodes, lineage.edges

Recorded are: each headline number and quantity, down to the rows that set it; the published figures beside the
modelled ones; pivots; the cells between Kazakhstan and China. All other cells follow their declarations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.answers.by_rail import Boxes, Ends
from jibek.answers.counts import Counts, Measured
from jibek.answers.headline import ITEMS, Item
from jibek.answers.quantities import QUANTITIES
from jibek.flows.path_flows import before
from jibek.flows.tables import PATHS
from jibek.ground import told
from jibek.ground.arrays import Array
from jibek.ground.vocabulary import BOXED, CLASSES, COMMODITIES, REPORTERS

if TYPE_CHECKING:
    from jibek.answers.ensemble import Values
    from jibek.loop import State

MOST = 5  # rows named behind a sum: those that weigh most
PAIRS = (("KAZ", "CHN"), ("CHN", "KAZ"))
# Of a column of routes.by_rail the column of network.arcs that adds up along the path.
_OF_PATH = {
    "days_p50": "hours_mean",
    "cost_usd": "usd_per_feu",
    "co2e_kg": "co2e_kg_per_tonne_container",
}
EMPTY = ("source", "url", "basis", "reason", "confidence")


class Steps:
    """Steps and their parents, in the order in which they are recorded."""

    def __init__(self) -> None:
        self._nodes: dict[str, dict[str, Any]] = {}
        self._edges: list[dict[str, Any]] = []

    def add(
        self, node: str, label: str, value: float | None, unit: str, formula: str, above: Iterable[str]
    ) -> None:
        """A step, told in words, with the node ids that it is made from; one that several rest on is told once."""
        if node in self._nodes:
            return
        self._nodes[node] = {
            "node_id": node,
            "kind": "result",
            "label": label,
            "value": value,
            "unit": unit,
            "formula": formula,
        }
        for position, parent in enumerate(dict.fromkeys(above)):
            self._edges.append({"child": node, "parent": parent, "position": position})

    def tables(self) -> dict[str, pd.DataFrame]:
        """lineage.nodes and lineage.edges."""
        return {
            "lineage.nodes": pd.DataFrame(list(self._nodes.values())).assign(**dict.fromkeys(EMPTY)),
            "lineage.edges": pd.DataFrame(self._edges),
        }


def lineage_of(
    measured: Measured,
    boxes: Mapping[Ends, Boxes],
    central: Values,
    amount: Mapping[str, float],
    tables: Mapping[str, pd.DataFrame],
    published: Mapping[str, tuple[str, ...]],
) -> dict[str, pd.DataFrame]:
    """The derivation of a run.

    Parameters
    ----------
    boxes, central, amount
        Boxes by rail of the headline, its values, the quantities.
    tables
        Of the run: beside_published, demand.pivots, rests_on, flows.paths.
    published
        Node ids behind each row of ``observations``.
    """
    steps = Steps()
    state, counts = measured.state, Counts(measured)
    shipped = _plain(tables.get("flows.paths", PATHS.empty()), list(boxes))
    moved_by = tables["rests_on"].groupby("headline")["assumption_id"].unique().to_dict()
    values = tables["headline"].set_index("id")
    drawn = len(tables["worlds"]) > 0
    for item in ITEMS:
        above = list(item.cells or _boxes(steps, item, state, boxes, shipped))
        if drawn:
            worlds = ["table:headline_by_world", "table:worlds"]
            middle = f"{item.node}:central"
            steps.add(
                middle,
                told.CENTRAL.format(name=item.name),
                central[item.figure],
                item.unit,
                item.formula,
                above,
            )
            formula = told.WORLDS
            above = [middle, *worlds]
        else:
            formula = item.formula
        rows = values.loc[[item.id]]
        value = rows["value"][rows["reporter"].fillna("") == item.reporter].iloc[0]
        known = None if value != value else float(value)
        steps.add(item.node, item.name, known, item.unit, formula, above)
        ends = [item.node, *(f"assumption:{name}" for name in moved_by.get(item.id, ()))]
        for end, label in (("low", told.LOW_END), ("high", told.HIGH_END)):
            steps.add(f"{item.node}:{end}", label.format(name=item.name), None, item.unit, told.END, ends)
    for name, value in amount.items():
        known = None if np.isnan(value) else value
        quantity = QUANTITIES[name]
        steps.add(
            f"result:quantities:{name}",
            quantity.words,
            known,
            quantity.unit,
            quantity.what,
            _behind(name, counts),
        )
    for item in ITEMS:
        if item.wait is not None and item.wait[1] == "trains_per_day":
            _loads(steps, item.wait[0], counts)
    _trade(steps, state)
    _published(steps, tables["beside_published"], published)
    _pivots(steps, tables["demand.pivots"])
    return steps.tables()


def _boxes(
    steps: Steps, item: Item, state: State, boxes: Mapping[Ends, Boxes], paths: pd.DataFrame
) -> list[str]:
    """The paths that weigh most in a mean over boxes, each with its share and what the arcs and waits on it add."""
    assert item.box is not None
    ends, column = item.box
    found = boxes[ends]
    above: list[str] = []
    ways = list(zip(found.itineraries, found.shares, found.arcs, strict=True))
    for way, share, arcs in sorted(ways, key=lambda one: -one[1] * float(getattr(one[0], column)))[:MOST]:
        row = f"result:routes.by_rail:{'|'.join(ends)}|{way.itinerary_id}"
        over = {"corridor": way.corridor, "gateways": ", ".join(way.gateways)}
        steps.add(
            f"{row}:share",
            told.SHARE.format(**over),
            share,
            "1",
            told.OF_BOXES,
            [*_shipped(state, arcs, paths), "table:flows.paths"],
        )
        steps.add(
            f"{row}:{column}",
            told.BOX.format(**over),
            float(getattr(way, column)),
            item.unit,
            told.OF_PATH[column],
            _on_arcs(state, arcs, _OF_PATH[column]),
        )
        above.append(f"{item.node}:{way.itinerary_id}")
        steps.add(
            above[-1],
            told.PART.format(**over),
            share * float(getattr(way, column)),
            item.unit,
            told.OF_BOX,
            [f"{row}:share", f"{row}:{column}"],
        )
    return [*above, "table:routes.by_rail"]


def _shipped(state: State, arcs: tuple[int, ...], paths: pd.DataFrame) -> list[str]:
    """Cells of flows.paths on the path, of all days, the largest first."""
    names = ";".join(state.network.usual.arcs["arc_id"].to_numpy()[list(arcs)])
    mine = paths[(paths["plain"] == names) & (paths["commodity"] == CLASSES[BOXED])]
    mine = mine.sort_values("tonnes_per_year", ascending=False, kind="stable").head(MOST)
    keys = zip(*(mine[column].astype(str) for column in PATHS.key), strict=True)
    return [f"result:flows.paths:{'|'.join(key)}:tonnes_per_year" for key in keys]


def _plain(paths: pd.DataFrame, ends: Sequence[Ends]) -> pd.DataFrame:
    """``flows.paths`` between the ends, with the arcs of a day on which nothing is shut that each path copies."""
    pair = list(zip(*(before(paths[end], "|") for end in ("origin", "destination")), strict=True))
    mine = paths[np.array([p in ends for p in pair], bool)]

    def copied(cell: str) -> str:
        arcs = (arc.partition("@shut")[0] for arc in cell.split(";") if ".hold." not in arc)
        return ";".join(arcs)

    return mine.assign(plain=mine["arcs"].map(copied))


def _on_arcs(state: State, arcs: Iterable[int], column: str) -> list[str]:
    """The steps and waits of a path that add most to what it takes, costs or emits."""
    network = state.network.usual
    frame = network.arcs
    amount = frame[column].to_numpy(float)
    weights = {f"result:network.arcs:{frame['arc_id'].iat[a]}:{column}": float(amount[a]) for a in arcs}
    whole = ["table:network.arcs"]
    if column == "co2e_kg_per_tonne_container":
        whole = ["assumption:route_tonnes_per_feu", *whole]
    if column == "hours_mean":
        for a in arcs:
            f = int(network.facility[a])
            if f >= 0:
                name = network.facilities["facility_id"].iat[f]
                weights[f"result:flows.facilities:{name}:delay_hours"] = float(state.usual_delay_hours[f])
        whole += ["table:simulation.quantiles", "assumption:leg_time_correlation"]
    return [*_heaviest(weights), *whole]


def _heaviest(weights: Mapping[str, float]) -> list[str]:
    order = sorted(weights, key=lambda node: -weights[node])
    return [node for node in order[:MOST] if weights[node] > 0]


def _behind(name: str, counts: Counts) -> list[str]:
    """What a quantity is counted on: the cells of flows that weigh most, or the tables it sums."""
    quantity = QUANTITIES[name]
    above: list[str] = []
    if quantity.arcs is not None and quantity.classes is not None:
        above = _flows(counts, quantity.arcs(counts), quantity.classes)
    if quantity.reporter is not None:
        return [f"result:trade.flows:{a}|{b}|{quantity.reporter}:value_usd" for a, b in PAIRS]
    if quantity.gateway is not None:
        above = [_as_node(i) for i in counts.measured.played_2022[quantity.gateway]["rests_on"]]
    return [*above, *(f"assumption:{a}" for a in quantity.rests_on), *(f"table:{t}" for t in quantity.tables)]


def _as_node(found: str) -> str:
    return found if found.partition(":")[0] in ("fact", "assumption") else f"fact:{found}"


def _flows(counts: Counts, arcs: Array, classes: Array) -> list[str]:
    """Cells of flows.arc_flows of the commodity classes on the arcs, the largest first."""
    network, names = counts.state.network, np.flatnonzero(arcs)
    of_them = classes[network.commodity]
    flow = counts.state.flow.flow[np.ix_(of_them, np.ones(counts.state.flow.flow.shape[1], bool), arcs > 0)]
    kept = np.array(network.classes, dtype=object)[of_them]
    order = np.argsort(-flow, axis=None, kind="stable")[:MOST]
    cells = zip(*np.unravel_index(order, flow.shape), strict=True)
    return [
        f"result:flows.arc_flows:{counts.arcs['arc_id'].iat[names[a]]}|{kept[k]}|{network.groups[g]}:tonnes_per_year"
        for k, g, a in cells
        if flow[k, g, a] > 0
    ]


def _loads(steps: Steps, gateway: str, counts: Counts) -> None:
    """Trains a day at a crossing: the flows over its arcs, both ways, over the tonnes of a train."""
    state = counts.state
    index = state.network.facility_index
    if f"{gateway}:out" not in index:
        return
    arcs = (counts.arcs["gateway_id"] == gateway).to_numpy() & (counts.arcs["kind"] == "border").to_numpy()
    above = _flows(counts, arcs, np.ones(len(COMMODITIES), bool))
    per = [f"assumption:{a}" for c in COMMODITIES for a in (*c.train, c.comes_back)]
    per = list(dict.fromkeys(per))
    days = state.network.facilities["days"].to_numpy() if state.network.layers else np.full(len(index), 365)
    loads = []
    for way in ("out", "in"):
        for name in _periods(state, f"{gateway}:{way}"):
            loads.append(f"result:flows.facilities:{name}:load_per_day")
            steps.add(
                loads[-1],
                told.TRAINS.format(place=name.replace(":", ", ")),
                float(state.flow.load[index[name]]),
                "trains/day",
                told.LOAD.format(days=days[index[name]]),
                [*above, *per, "table:flows.arc_flows"],
            )
    if state.network.layers is not None:
        steps.add(
            f"result:simulation.waits:{gateway}|rail:trains_per_day",
            told.TRAINS.format(place=gateway),
            float(
                state.network.layers.of_year(state.flow.load)[
                    [index[f"{gateway}:{w}"] for w in ("out", "in")]
                ].sum()
            ),
            "trains/day",
            told.OF_YEAR,
            loads,
        )


def _periods(state: State, facility: str) -> list[str]:
    """The facility on the days on which nothing is shut, and on others."""
    layers, index = state.network.layers, state.network.facility_index
    if facility not in index or layers is None:
        return [facility] if facility in index else []
    own = np.flatnonzero((layers.like == index[facility]) & ~layers.held)
    return [str(name) for name in state.network.facilities["facility_id"].to_numpy()[own]]


def _trade(steps: Steps, state: State) -> None:
    """Trade of Kazakhstan and China by reporter: the published cell, and what the scenario did to it."""
    own_base = state.scenario.base_scenario() is None
    frame = state.world.flows
    cells = frame.set_index(["exporter", "importer", "reporter"])[["value_usd", "base_value_usd"]].to_dict(
        "index"
    )
    for reporter in REPORTERS:
        for a, b in PAIRS:
            key, row = f"{a}|{b}|{reporter}", cells[a, b, reporter]
            published, base = (
                f"result:demand.trade:{key}:value_usd",
                f"result:trade.flows:{key}:base_value_usd",
            )
            label = told.GOODS.format(exporter=a, importer=b, reporter=reporter)
            steps.add(
                base,
                told.BASE.format(name=label),
                float(row["base_value_usd"]),
                "USD/year",
                told.AS_PUBLISHED,
                [published],
            )
            how = told.OWN_BASE if own_base else told.ANSWERED
            moved = (
                []
                if own_base
                else ["assumption:trade_theta", "table:flows.facilities", "table:network.arc_costs"]
            )
            steps.add(
                f"result:trade.flows:{key}:value_usd",
                label,
                float(row["value_usd"]),
                "USD/year",
                how,
                [published] if own_base else [base, *moved],
            )

    for item in ITEMS:
        if item.group == "Trade, target, welfare" and item.unit == "%":
            (cell,) = item.cells
            how = told.NO_CHANGE if own_base else told.REAL_SPENDING
            above = ["input:scenario.base"] if own_base else ["assumption:trade_theta", "table:trade.flows"]
            steps.add(cell, item.name, None, "%", how, above)


def _published(steps: Steps, beside: pd.DataFrame, published: Mapping[str, tuple[str, ...]]) -> None:
    for row in beside.to_dict("records"):
        steps.add(
            f"result:beside_published:{row['quantity']}|{row['volume_id']}|{row['year']}:published",
            told.PUBLISHED.format(quantity=row["quantity"]),
            row["published"],
            row["unit"],
            row["working"],
            published[row["volume_id"]],
        )


def _pivots(steps: Steps, pivots: pd.DataFrame) -> None:
    for row in pivots.to_dict("records"):
        node = f"result:demand.pivots:{row['pivot_id']}"
        above = row["parents"].split("; ")
        steps.add(
            node, told.PIVOT.format(pivot=row["pivot_id"]), row["value"], row["unit"], row["working"], above
        )
        steps.add(
            f"{node}:constant",
            told.CONSTANT.format(pivot=row["pivot_id"]),
            row["constant"],
            "1",
            told.PIVOTED,
            (node, "table:demand.markets", "table:network.arcs"),
        )
