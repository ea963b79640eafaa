"""Freight that does not choose: domestic trains by section, pipelines."""

from __future__ import annotations

import pandas as pd

from jibek.demand import tables
from jibek.demand.access import of_shape
from jibek.network import Network
from jibek.record import Facts


def background(facts: Facts, network: Network) -> pd.DataFrame:
    """Domestic freight of Kazakhstan by section: the assumed turnover spread over track-kilometres.

    A section's tonnes follow its tracks, as lines are doubled where traffic is; direction is not told apart. It is coal
    and ore above all, whose trains go one way and come back empty.
    """
    usual = network.usual  # the same trains a day on all days
    return facts.remembered("background", lambda record: _background(record, usual), of_shape(usual))


def _background(facts: Facts, network: Network) -> pd.DataFrame:
    sections = network.facilities[network.facilities["kind"] == "section"]
    arcs = network.arcs[(network.arcs["kind"] == "haul") & (network.arcs["country"] == "KZ")]
    rail = arcs[arcs["mode"].str.startswith("rail")].drop_duplicates("link_id").set_index("link_id")
    links = facts.table("links").set_index("id")
    rail = rail[rail.index.isin(sections["facility_id"])]
    tracks = links["tracks"].reindex(rail.index).fillna(1.0).to_numpy(dtype=float)
    track_km = rail["distance_km"].to_numpy() * tracks
    back = facts.assume("trains_back_share_dry_bulk")
    tonnes = facts.assume("domestic_rail_background_gtkm") * 1e9 * tracks / track_km.sum()
    frame = pd.DataFrame(
        {
            "link_id": rail.index.to_numpy(),
            "distance_km": rail["distance_km"].to_numpy(),
            "tonnes_per_year": tonnes,
            "trains_per_day": (1.0 + back) * tonnes / facts.assume("tonnes_per_train_bulk") / 365.0,
        }
    )
    return tables.BACKGROUND.check(frame)


def pipelines(facts: Facts, year: int) -> pd.DataFrame:
    """Published volumes by pipe within two years of ``year``; they are shown, never routed."""
    volumes = facts.table("volumes")
    rows = volumes[volumes["object"].isin(["gas_CA_CN", "oil_KZ_CN"]) & ((volumes["year"] - year).abs() <= 2)]
    frame = pd.DataFrame(
        {
            "fact_id": [f"volumes:{i}:value" for i in rows["id"]],
            "object": rows["object"].to_numpy(),
            "measure": rows["measure"].to_numpy(),
            "year": rows["year"].astype(int).to_numpy(),
            "value": rows["value"].to_numpy(),
            "unit": rows["unit"].to_numpy(),
        }
    )
    return tables.PIPELINES.check(frame)
