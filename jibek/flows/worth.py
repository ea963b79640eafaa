"""What one more vehicle costs everybody else, and what one more slot a day is worth to those who pass.

Reads   flows.facilities, flows.arc_flows, network.arcs, network.arc_costs, demand.background

At a facility with L vehicles a day, capacity C and mean delay h(L / C), those who pass bring V USD a day for each hour
that they wait. All of them together lose V h(L / C) a day, of which

    one more vehicle a day costs the others    V h' / C              USD a vehicle       h' at L / C, hours
    one more slot a day saves them             V h' / C * L / C      USD a day           the curve's shape as it is

The first is what a vehicle does not see when it chooses (Pigou, 1920; Walters, 1961); the second is the multiplier of a
daily quota, the most that those who pass would together pay for it, before anybody changes path.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

DAYS = 365.0


def hour_values(
    arc_flows: pd.DataFrame, arcs: pd.DataFrame, arc_costs: pd.DataFrame, facilities: pd.DataFrame
) -> pd.DataFrame:
    """What an hour of a tonne is worth, from the costs that the run wrote: (cost - price) / hours of the longest arc.

    Parameters
    ----------
    arc_flows, arcs, arc_costs, facilities
        ``flows.arc_flows``, ``network.arcs``, ``network.arc_costs``, ``flows.facilities``.

    Returns
    -------
    class, group, usd_per_tonne_hour; rows of ``arc_flows`` on arcs that take no time say nothing.
    """
    price = arc_costs.rename(columns={"class": "commodity"})[["arc_id", "commodity", "usd_per_tonne"]]
    frame = arc_flows.merge(price, on=["arc_id", "commodity"])
    frame = frame.assign(hours=frame["arc_id"].map(loaded_hours(arcs, facilities)))
    frame = frame[frame["hours"] > 0].sort_values(["hours", "arc_id"], kind="stable")
    longest = frame.groupby(["class", "group"]).last().reset_index()
    value = (longest["generalised_cost_usd"] - longest["usd_per_tonne"]) / longest["hours"]
    return longest[["class", "group"]].assign(usd_per_tonne_hour=value)


def loaded_hours(arcs: pd.DataFrame, facilities: pd.DataFrame) -> pd.Series:
    """Hours of each arc with the delay of its facility, by arc_id."""
    delay = arcs["facility_id"].map(facilities.set_index("facility_id")["delay_hours"])
    return pd.Series((arcs["hours_mean"] + delay.fillna(0.0)).to_numpy(), index=arcs["arc_id"].to_numpy())


def by_facility(
    facilities: pd.DataFrame,
    arc_flows: pd.DataFrame,
    arcs: pd.DataFrame,
    arc_costs: pd.DataFrame,
    background: pd.DataFrame,
    domestic_hour_usd: float,
) -> pd.DataFrame:
    """Marginal social cost and price of a slot of every facility, in the order of ``facilities``.

    Parameters
    ----------
    facilities, arc_flows, arcs, arc_costs, background
        ``flows.facilities``, ``flows.arc_flows``, ``network.arcs``, ``network.arc_costs``, ``demand.background``.
    domestic_hour_usd
        What an hour of a tonne of the background is worth, USD.

    Returns
    -------
    facility_id, unit, load_per_day, capacity_per_day, delay_hours: what a vehicle waits itself.
    usd_per_hour: a day, of all who pass, V above; further_unit_hours: what one more vehicle costs the others, in hours
    of theirs; further_unit_usd: the same in USD a vehicle; slot_usd: price of a slot, USD a day for one more a day.
    Domestic trains wait and are counted.
    """
    value = hour_values(arc_flows, arcs, arc_costs, facilities)
    moved = arc_flows.merge(value, on=["class", "group"]).merge(
        arcs[["arc_id", "facility_id"]].dropna(), on="arc_id"
    )
    per_hour = moved["tonnes_per_year"] * moved["usd_per_tonne_hour"] / DAYS
    usd = per_hour.groupby(moved["facility_id"]).sum()
    domestic = background.set_index("link_id")["tonnes_per_year"] * domestic_hour_usd / DAYS
    name = facilities["facility_id"]
    total = name.map(usd).fillna(0.0) + name.map(domestic).fillna(0.0)
    rise = facilities["delay_hours_per_further_unit"]
    load, capacity = facilities["load_per_day"], facilities["capacity_per_day"]
    further = total * rise
    return pd.DataFrame(
        {
            "facility_id": name.to_numpy(),
            "unit": facilities["unit"].to_numpy(),
            "load_per_day": load.to_numpy(),
            "capacity_per_day": capacity.to_numpy(),
            "delay_hours": facilities["delay_hours"].to_numpy(),
            "usd_per_hour": total.to_numpy(),
            "further_unit_hours": (load * rise).to_numpy(),
            "further_unit_usd": further.to_numpy(),
            "slot_usd": np.where(capacity > 0, further * load / capacity.where(capacity > 0, 1.0), np.nan),
        }
    )


def brought(
    arc_flows: pd.DataFrame, arcs: pd.DataFrame, arc_costs: pd.DataFrame, returns: Mapping[str, float]
) -> pd.DataFrame:
    """Vehicles that one more tonne brings to facilities, its own and the one that they come back by.

    A train of the direction that has more of its kind comes back, for a part of its kind, and is a train there too; one
    more tonne the other way fills a train that runs anyhow. Rail crossings have a facility for each direction, sections
    one for both; what comes back by road or over a port is not known.

    Parameters
    ----------
    arc_flows, arcs, arc_costs
        ``flows.arc_flows``, ``network.arcs``, ``network.arc_costs``.
    returns
        By class, the share of its trains that comes back.

    Returns
    -------
    arc_id, class: the commodity class, facility_id, units_per_tonne.
    """
    jams = arcs[arcs["facility_id"].notna()]
    facility = jams["facility_id"].to_numpy(dtype=str)
    section = jams["facility_id"].to_numpy() == jams["link_id"].to_numpy()
    rail = ((jams["kind"] == "border") & (jams["mode"] == "rail")).to_numpy()
    ahead = (jams["tail"] < jams["head"]).to_numpy() & section
    other_side = [_opposite(f) if crosses else f for f, crosses in zip(facility, rail, strict=True)]
    frame = pd.DataFrame(
        {
            "arc_id": jams["arc_id"].to_numpy(),
            "facility_id": facility,
            "ahead": ahead,
            "back_id": np.where(rail | section, other_side, ""),
            "back_ahead": ~ahead & section,
        }
    ).merge(arc_costs[["arc_id", "class", "units_per_tonne"]], on="arc_id")
    tonnes = arc_flows.groupby(["arc_id", "commodity"])["tonnes_per_year"].sum()
    keys = pd.MultiIndex.from_frame(frame[["arc_id", "class"]])
    units = tonnes.reindex(keys).fillna(0.0).to_numpy() * frame["units_per_tonne"].to_numpy() / DAYS
    laden = frame.assign(units=units).groupby(["facility_id", "ahead", "class"])["units"].sum()

    def of(name: str, side: str) -> np.ndarray:
        return laden.reindex(pd.MultiIndex.from_frame(frame[[name, side, "class"]])).fillna(0.0).to_numpy()

    own, other = of("facility_id", "ahead"), of("back_id", "back_ahead")
    share = frame["class"].map(returns).to_numpy(dtype=float)
    turns = (frame["back_id"] != "").to_numpy()
    out = np.where(turns, own >= share * other, 1.0)
    back = np.where(turns & (share * own >= other), share, 0.0)
    parts = [
        frame.assign(units_per_tonne=frame["units_per_tonne"] * out),
        frame.assign(facility_id=frame["back_id"], units_per_tonne=frame["units_per_tonne"] * back)[turns],
    ]
    summed = pd.concat(parts).groupby(["arc_id", "class", "facility_id"])["units_per_tonne"].sum()
    return summed.reset_index()


def _opposite(facility_id: str) -> str:
    """``X:in`` of ``X:out`` and the other way round."""
    stem, _, way = facility_id.rpartition(":")
    return f"{stem}:{'in' if way == 'out' else 'out'}"


def by_class(
    arc_ids: Collection[str],
    worth: pd.DataFrame,
    facilities: pd.DataFrame,
    arc_flows: pd.DataFrame,
    arcs: pd.DataFrame,
    arc_costs: pd.DataFrame,
    returns: Mapping[str, float],
) -> pd.DataFrame:
    """The same per tonne of each class that passes some arcs: what its own wait costs it, what it costs the others.

    Parameters
    ----------
    arc_ids
        Those that count; arcs that cannot jam are left out.
    worth, returns
        As `by_facility` gives it; as `brought` takes it.

    Returns
    -------
    class: the commodity class; tonnes_per_year, own_usd_per_tonne, others_usd_per_tonne: means over the tonnes of the
    arcs; what the others lose counts the trains that a tonne brings, those that come back too.
    """
    value = hour_values(arc_flows, arcs, arc_costs, facilities)
    here = arcs.loc[arcs["arc_id"].isin(arc_ids) & arcs["facility_id"].notna(), ["arc_id", "facility_id"]]
    moved = arc_flows[arc_flows["tonnes_per_year"] > 0].merge(here, on="arc_id")
    moved = moved.merge(value, on=["class", "group"])
    known = worth.set_index("facility_id")
    brings = brought(arc_flows, arcs, arc_costs, returns)
    usd = brings["units_per_tonne"] * brings["facility_id"].map(known["further_unit_usd"]).fillna(0.0)
    others = usd.groupby([brings["arc_id"], brings["class"]]).sum()
    keys = pd.MultiIndex.from_frame(moved[["arc_id", "commodity"]])
    tonnes = moved["tonnes_per_year"]
    moved = moved.assign(
        own=tonnes * moved["usd_per_tonne_hour"] * moved["facility_id"].map(known["delay_hours"]),
        others=tonnes * others.reindex(keys).to_numpy(),
    )
    summed = moved.groupby("commodity")[["tonnes_per_year", "own", "others"]].sum().reset_index()
    return pd.DataFrame(
        {
            "class": summed["commodity"],
            "tonnes_per_year": summed["tonnes_per_year"],
            "own_usd_per_tonne": summed["own"] / summed["tonnes_per_year"],
            "others_usd_per_tonne": summed["others"] / summed["tonnes_per_year"],
        }
    )
