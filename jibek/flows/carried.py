"""What arcs, links and gateways carry by class: the loaded network as one table, and two of them side by side.

Reads   network.arcs, network.gateways, flows.arc_flows, flows.facilities
Writes  flows.change
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jibek.flows.path_flows import before, crossings
from jibek.flows.tables import CHANGE
from jibek.flows.worth import loaded_hours
from jibek.ground.vocabulary import CLASSES

WAY = ["kind", "id", "direction"]

STEP = ["from_place", "to_place", "mode"]


def by_arc(arcs: pd.DataFrame, arc_flows: pd.DataFrame, facilities: pd.DataFrame) -> pd.DataFrame:
    """The loaded network, a row an arc.

    Parameters
    ----------
    arcs, arc_flows, facilities
        ``network.arcs``, ``flows.arc_flows``, ``flows.facilities``.

    Returns
    -------
    arc_id, kind, mode, link_id, gateway_id, facility_id, tail, head, distance_km, hours_without_queue, hours,
    unit, load_per_day, capacity_per_day: of the facility, blank where nothing can jam; tonnes_per_year, and
    CLASS_tonnes_per_year for each commodity class.
    """
    kept = ["arc_id", "kind", "mode", "link_id", "gateway_id", "facility_id", "tail", "head", "distance_km"]
    frame = arcs[kept].assign(
        hours_without_queue=arcs["hours_mean"], hours=loaded_hours(arcs, facilities).to_numpy()
    )
    used = facilities[["facility_id", "unit", "load_per_day", "capacity_per_day"]]
    frame = frame.merge(used, on="facility_id", how="left")
    tonnes = arc_flows.pivot_table(
        index="arc_id", columns="commodity", values="tonnes_per_year", aggfunc="sum", fill_value=0.0
    ).reindex(index=arcs["arc_id"], columns=list(CLASSES), fill_value=0.0)
    frame["tonnes_per_year"] = tonnes.sum(axis=1).to_numpy()
    for name in tonnes:
        frame[f"{name}_tonnes_per_year"] = tonnes[name].to_numpy()
    return frame


def by_way(arcs: pd.DataFrame, gateways: pd.DataFrame, arc_flows: pd.DataFrame) -> pd.DataFrame:
    """Tonnes of the year by class over every gateway, link and arc, each way; 0 where nothing goes.

    Periods of a year with dated closures are added up; what waits is counted where it passes.

    Parameters
    ----------
    arcs, gateways, arc_flows
        ``network.arcs``, ``network.gateways``, ``flows.arc_flows``.

    Returns
    -------
    kind: gateway, link or arc; id; direction: out or in at a gateway, ``FROM>TO`` on a link, blank for an arc; class:
    the commodity class; tonnes_per_year.
    """
    arcs = arcs[arcs["kind"] != "hold"]
    places = [before(arcs[end], "|") for end in ("tail", "head")]
    crossing = crossings(arcs, gateways)
    plain = arcs["arc_id"].map(lambda arc: arc.partition("@shut")[0])
    has_link = arcs["link_id"].notna()
    ways = pd.concat(
        [
            crossing.rename(columns={"gateway_id": "id"}).assign(kind="gateway"),
            pd.DataFrame(
                {
                    "arc_id": arcs["arc_id"],
                    "id": arcs["link_id"],
                    "direction": places[0] + ">" + places[1],
                    "kind": "link",
                }
            )[has_link],
            pd.DataFrame({"arc_id": arcs["arc_id"], "id": plain, "direction": "", "kind": "arc"}),
        ]
    )
    tonnes = arc_flows.groupby(["arc_id", "commodity"])["tonnes_per_year"].sum()
    every = ways.merge(pd.DataFrame({"class": CLASSES}), how="cross")
    keys = pd.MultiIndex.from_frame(every[["arc_id", "class"]])
    every["tonnes_per_year"] = tonnes.reindex(keys, fill_value=0.0).to_numpy()
    return every.groupby([*WAY, "class"], sort=True)["tonnes_per_year"].sum().reset_index()


def differences(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Two runs side by side, as `by_way` gives each; the largest change first.

    Returns
    -------
    kind, id, direction, class, first, second, difference: the second less the first, tonnes a year; what only one run
    has is blank in the other and has no difference, and comes last, the largest first.
    """
    keys = [*WAY, "class"]
    both = first.rename(columns={"tonnes_per_year": "first"}).merge(
        second.rename(columns={"tonnes_per_year": "second"}), on=keys, how="outer"
    )
    both["difference"] = both["second"] - both["first"]
    size = both["difference"].abs()
    alone = both[["first", "second"]].max(axis=1).where(size.isna())
    order = pd.DataFrame({"known": size.notna(), "size": size.fillna(alone), **both[keys]})
    order = order.sort_values(["known", "size", *keys], ascending=[False, False, *[True] * len(keys)])
    return both.loc[order.index].reset_index(drop=True)


def totals(changes: pd.DataFrame) -> pd.DataFrame:
    """`differences` over all classes: kind, id, direction, first, second, difference; blanks stay blank."""
    summed = changes.groupby(WAY)[["first", "second"]].sum(min_count=1).reset_index()
    first, second = (
        summed[["kind", "id", "direction", x]].rename(columns={x: "tonnes_per_year"}).dropna()
        for x in ("first", "second")
    )
    both = differences(first.assign(**{"class": ""}), second.assign(**{"class": ""}))
    return both.drop(columns="class")


def by_step(arcs: pd.DataFrame, arc_flows: pd.DataFrame) -> pd.DataFrame:
    """Tonnes of the year from one place to the next, by mode and class; 0 where nothing goes.

    What is done within a place is left out, and so are connectors, which lead from zones to their places.

    Parameters
    ----------
    arcs, arc_flows
        ``network.arcs``, ``flows.arc_flows``.

    Returns
    -------
    from_place, to_place, mode, commodity, tonnes_per_year.
    """
    steps = arcs[["arc_id", "kind", "mode"]].assign(
        from_place=before(arcs["tail"], "|"), to_place=before(arcs["head"], "|")
    )
    steps = steps[(steps["from_place"] != steps["to_place"]) & (steps["kind"] != "connector")]
    frame = arc_flows[["arc_id", "commodity", "tonnes_per_year"]].merge(steps, on="arc_id")
    return frame.groupby([*STEP, "commodity"], sort=True)["tonnes_per_year"].sum().reset_index()


def change(now: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """``flows.change``: a run and its base, as `by_step` gives each, side by side."""
    keys = [*STEP, "commodity"]
    both = base.rename(columns={"tonnes_per_year": "base_tonnes_per_year"}).merge(now, on=keys, how="outer")
    at = pd.MultiIndex.from_frame(both[STEP])
    stands, stood = (at.isin(pd.MultiIndex.from_frame(frame[STEP])) for frame in (now, base))
    both["line"] = np.select([stands & stood, stands], ["kept", "opened"], "closed")
    tonnes = ["base_tonnes_per_year", "tonnes_per_year"]
    both[tonnes] = both[tonnes].fillna(0.0)
    said = (both[tonnes] > 0).any(axis=1) | (both["line"] != "kept")
    return CHANGE.check(both.loc[said, list(CHANGE.columns)].sort_values(keys).reset_index(drop=True))
