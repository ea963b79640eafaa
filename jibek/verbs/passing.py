"""Whose freight passes a gateway or a link, what that costs the others, and what one more slot is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jibek.flows import path_flows, worth
from jibek.flows.firm import must_pass
from jibek.ground.reply import Reply
from jibek.ground.text import aligned
from jibek.ground.values import plain
from jibek.ground.vocabulary import COMMODITIES
from jibek.report.wording.names import SHORT_CORRIDORS, bare
from jibek.report.wording.numbers import show
from jibek.runs.kept import Kept

_SHOWN = 8  # rows of each table for people


@dataclass(frozen=True, slots=True)
class Passing(Reply):
    """The freight of a gateway or link in a run.

    facility, name: what was asked; directions: load, capacity, hours, tonnes and marginal costs of each; markets,
    countries, elsewhere: as `jibek.flows.path_flows` gives them, with names; values: rows of ``flows.values``.
    firm_tonnes_per_year: of pairs that have no way around it at the same cost, so that the answer is fixed for them.
    closed: why it is not in the run's network; written: where flows were written.
    """

    run: Kept
    facility: str
    name: str
    directions: tuple[dict[str, Any], ...]
    selected: pd.DataFrame
    markets: pd.DataFrame
    countries: pd.DataFrame
    elsewhere: pd.DataFrame
    values: tuple[dict[str, Any], ...]
    firm_tonnes_per_year: float | None = None
    closed: str | None = None
    written: str | None = None

    @property
    def tonnes_per_year(self) -> float | None:
        """Of the freight that passes, each tonne once; None where the run does not have the place."""
        return None if self.closed else float(self.selected["tonnes_per_year"].sum())

    def to_json(self) -> dict[str, Any]:
        """What ``jibek flows RUN --gateway`` and ``--link`` print with ``--json``."""
        return {
            "run_id": self.run.id,
            "scenario": self.run.name,
            "facility": self.facility,
            "name": self.name,
            **{key: self._joined(key) for key in ("load", "capacity", "hours")},
            "unit": self.directions[0]["unit"] if self.directions else None,
            "tonnes_per_year": self.tonnes_per_year,
            "firm_tonnes_per_year": self.firm_tonnes_per_year,
            "directions": plain(list(self.directions)),
            "by_market": plain(self.markets),
            "by_class": plain(path_flows.shares(self.markets, ["class"])),
            "by_corridor": plain(path_flows.shares(self.markets, ["corridor"])),
            "by_country": plain(self.countries),
            "elsewhere": plain(self.elsewhere),
            "values": plain(list(self.values)),
            "out": self.written,
            "warnings": self.warnings(),
        }

    def _joined(self, key: str) -> float | None:
        """Of one direction its own; of two the sum of loads and of capacities, and the mean hours of a tonne."""
        found = [d for d in self.directions if d[key] is not None]
        if len(found) < 2:
            return found[0][key] if found else None
        if key != "hours":
            return float(sum(d[key] for d in found))
        weight = [d["tonnes_per_year"] for d in found]
        return float(np.average([d[key] for d in found], weights=weight if sum(weight) > 0 else None))

    def warnings(self) -> list[dict[str, Any]]:
        """That it is closed, or carries nothing."""
        if self.closed:
            return [{"code": "flows.closed", "message": self.closed, "rows": [self.facility]}]
        if self.markets.empty:
            message = f"no freight of {self.run.name} passes {self.facility}"
            return [{"code": "flows.nothing_passes", "message": message, "rows": [self.facility]}]
        return []

    def to_text(self) -> str:
        """Finding first: how much, whose, what else it crosses, what one more costs."""
        lines = [f"! {w['message']}" for w in self.warnings()]
        lines.append(f"{self.name} ({self.facility}), {self.run.name} {self.run.manifest['year']}")
        if not self.markets.empty:
            lines += [self._finding(), "", *self._ways(), "", *self._whose(), "", *self._others()]
        elif self.directions:
            lines += ["", *self._ways()]
        if self.values:
            rows = [[v["quantity"], v["per"], v["direction"], v["value"]] for v in self.values]
            lines += ["", *aligned(["what one more is worth", "per", "way", "value"], rows, left=(0, 1, 2))]
        if self.written:
            lines += ["", self.written]
        return "\n".join(lines)

    def _finding(self) -> str:
        first = self.countries.iloc[0]
        way = f"{first['origin_country']} → {first['destination_country']}"
        told = f"{show(self.tonnes_per_year, 't/year')}, {len(self.markets):,} flows between places; the largest part, "
        told += f"{first['share']:.0%}, is {way}"
        firm, total = self.firm_tonnes_per_year, self.tonnes_per_year
        if firm is None or not total or firm >= total * (1.0 - 1e-9):
            return told
        return (
            f"{told}\n{show(firm, 't/year')} have no other way at the same cost; the rest is shared between the ways, "
            "each pair alike"
        )

    def _ways(self) -> list[str]:
        head = ["way", "Mt/yr", "load a day", "of", "unit", "h", "waits h", "others USD/unit", "slot USD/day"]
        keys = ["load", "capacity", "unit", "hours", "delay_hours", "others_usd_per_unit", "slot_usd_per_day"]
        rows = [[d["direction"], d["tonnes_per_year"] / 1e6, *[d[k] for k in keys]] for d in self.directions]
        lines = aligned(head, rows, left=(0, 4))
        by_class = [
            [d["direction"], c["class"], c["own_usd_per_tonne"], c["others_usd_per_tonne"]]
            for d in self.directions
            for c in d["by_class"]
        ]
        if by_class:
            head = ["way", "class", "its wait, USD/t", "costs the others, USD/t"]
            lines += ["", *aligned(head, by_class, left=(0, 1))]
        return lines

    def _whose(self) -> list[str]:
        by_class = ", ".join(
            f"{r['class']} {r['share']:.0%}" for r in plain(path_flows.shares(self.markets, ["class"]))
        )
        by_corridor = ", ".join(
            f"{SHORT_CORRIDORS.get(r['corridor'], r['corridor'])} {r['share']:.0%}"
            for r in plain(path_flows.shares(self.markets, ["corridor"]))
        )
        rows = [
            [
                r["origin_name"],
                r["destination_name"],
                r["class"],
                r["tonnes_per_year"] / 1e3,
                f"{r['share']:.1%}",
            ]
            for r in plain(self.markets.head(_SHOWN))
        ]
        countries = [
            [r["origin_country"], r["destination_country"], r["tonnes_per_year"] / 1e3, f"{r['share']:.1%}"]
            for r in plain(self.countries.head(_SHOWN))
        ]
        return [
            f"by class     {by_class}",
            f"by corridor  {by_corridor}",
            "",
            *aligned(["from", "to", "kt/yr", "share"], countries, left=(0, 1)),
            "",
            *aligned(["from", "to", "class", "kt/yr", "share"], rows, left=(0, 1, 2)),
        ]

    def _others(self) -> list[str]:
        rows = [
            [r["when"], r["gateway_id"], r["direction"], r["tonnes_per_year"] / 1e3, f"{r['share']:.1%}"]
            for r in plain(self.elsewhere.head(_SHOWN))
        ]
        head = ["when", "other gateway it crosses", "way", "kt/yr", "share"]
        return aligned(head, rows, left=(0, 1, 2)) if rows else ["it crosses no other gateway"]


def passing(run: Kept, facility: str, name: str, arcs: pd.DataFrame) -> Passing:
    """What passes some arcs.

    Parameters
    ----------
    facility, name
        What was asked, as id and for people.
    arcs
        arc_id, direction, facility_id: the arcs, each with the direction that it counts for and what jams there.
    """
    paths, network_arcs = run.table("flows.paths"), run.table("network.arcs")
    crossing = path_flows.crossings(network_arcs, run.table("network.gateways"))
    selected = path_flows.through(paths, arcs["arc_id"])
    firm = must_pass(
        selected, arcs["arc_id"], network_arcs, run.table("flows.arc_flows"), run.scenario.flows.gap
    )
    named, country = _named(path_flows.markets(selected), run), _country(run)
    by_country = named.assign(
        origin_country=named["origin"].map(country), destination_country=named["destination"].map(country)
    )
    ids, asked = {*arcs["facility_id"].dropna(), facility}, {*arcs["direction"], "both", None}
    values = [
        {"quantity": r["quantity_id"], **{k: r[k] for k in ("per", "value", "facility_id", "direction")}}
        for r in run.rows("flows.values")
        if r["facility_id"] in ids and r["direction"] in asked
    ]
    return Passing(
        run,
        facility,
        name,
        tuple(_directions(run, arcs, selected)),
        selected,
        named,
        path_flows.shares(by_country, ["origin_country", "destination_country"]),
        path_flows.elsewhere(selected, arcs["arc_id"], crossing),
        tuple(values),
        float(selected["tonnes_per_year"].to_numpy() @ firm),
    )


def _directions(run: Kept, arcs: pd.DataFrame, selected: pd.DataFrame) -> list[dict[str, Any]]:
    """Of each direction: load, capacity, hours, tonnes, and what one more costs; None where nothing can jam."""
    jams, arc_flows, all_arcs, costs = (
        run.table(name)
        for name in ("flows.facilities", "flows.arc_flows", "network.arcs", "network.arc_costs")
    )
    background = run.table("demand.background")
    marginal = worth.by_facility(jams, arc_flows, all_arcs, costs, background, domestic_hour_usd(run))
    rows = {r["facility_id"]: r for r in plain(marginal)}
    assumed = _assumed(run)
    returns = {c.name: float(assumed[c.comes_back]) for c in COMMODITIES}
    hours = worth.loaded_hours(all_arcs, jams)
    carried = arc_flows.groupby("arc_id")["tonnes_per_year"].sum()
    found = []
    for direction, mine in arcs.groupby("direction", sort=False):
        weight = carried.reindex(mine["arc_id"]).fillna(0.0).to_numpy()
        own = hours.reindex(mine["arc_id"]).to_numpy()
        jam = mine["facility_id"].iloc[0]
        row = rows.get(jam, {})
        found.append(
            {
                "direction": str(direction),
                "facility_id": row.get("facility_id"),
                "load": row.get("load_per_day"),
                "capacity": row.get("capacity_per_day"),
                "unit": row.get("unit"),
                "hours": float(np.average(own, weights=weight if weight.sum() > 0 else None)),
                "delay_hours": row.get("delay_hours"),
                "tonnes_per_year": float(
                    path_flows.through(selected, mine["arc_id"])["tonnes_per_year"].sum()
                ),
                "others_hours_per_unit": row.get("further_unit_hours"),
                "others_usd_per_unit": row.get("further_unit_usd"),
                "slot_usd_per_day": row.get("slot_usd"),
                "by_class": plain(
                    worth.by_class(mine["arc_id"], marginal, jams, arc_flows, all_arcs, costs, returns)
                ),
            }
        )
    return found


def _named(markets: pd.DataFrame, run: Kept) -> pd.DataFrame:
    names = place_names(run)
    return markets.assign(
        origin_name=markets["origin"].map(lambda p: names.get(p, p)),
        destination_name=markets["destination"].map(lambda p: names.get(p, p)),
    )


def place_names(run: Kept) -> dict[str, str]:
    """English names of places, and of countries that have none of their own (``country:ISO3``)."""
    places, countries = run.table("network.places"), run.table("record.countries")
    names = {p: bare(n) for p, n in zip(places["place_id"], places["name"], strict=True)}
    return names | {f"country:{c}": n for c, n in zip(countries["iso3"], countries["name"], strict=True)}


def _country(run: Kept) -> dict[str, str]:
    """Place to country: alpha-2 of a place, alpha-3 of a country that stands for itself, as network.states says."""
    states = run.table("network.states").drop_duplicates("place_id")
    return dict(zip(states["place_id"], states["country"], strict=True))


def _assumed(run: Kept) -> pd.Series:
    return run.table("record.assumptions").set_index("assumption_id")["value"]


def domestic_hour_usd(run: Kept) -> float:
    """Worth of an hour of a domestic tonne: dry bulk, whose trains the background is counted as."""
    bulk = next(c for c in COMMODITIES if c.name == "dry_bulk")
    assumed = _assumed(run)
    return float(assumed[bulk.percent_per_day] / 100.0 / 24.0 * assumed[bulk.usd_per_tonne])


def absent(run: Kept, facility: str, name: str, why: str) -> Passing:
    """The answer for what the data knows and the run's network lacks."""
    none = pd.DataFrame(
        columns=[
            "origin",
            "destination",
            "class",
            "corridor",
            "group",
            "commodity",
            "tonnes_per_year",
            "share",
        ]
    )
    return Passing(run, facility, name, (), none, none, none, none, (), closed=why)


def with_selected(arcs: pd.DataFrame, selected: pd.DataFrame) -> pd.DataFrame:
    """The loaded network with what the selected freight brings to every arc: ``selected_tonnes_per_year``."""
    brought = path_flows.on_arcs(selected).set_index("arc_id")["tonnes_per_year"]
    return arcs.assign(selected_tonnes_per_year=arcs["arc_id"].map(brought).fillna(0.0))
