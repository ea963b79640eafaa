"""The numbers that answer the question, and where each comes from.

Reads   simulation.waits, flows.arc_flows, routes.od, trade.flows, trade.countries, appraisal.targets
Writes  headline
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from jibek.answers.quantities import ALASHANKOU, KHORGOS, Quantities
from jibek.demand.matrix.build import BASE_REPORTER

if TYPE_CHECKING:
    from jibek.loop import State
    from jibek.routes import Itinerary

Key = tuple[str, str]  # headline id, reporter ("" where none)


@dataclass(frozen=True, slots=True)
class Item:
    """One headline number: id, reporter, words, unit, the formula for people, and the parents of its value."""

    id: str
    reporter: str
    name: str
    unit: str
    formula: str
    parents: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.id, self.reporter

    @property
    def node(self) -> str:
        return f"result:headline:{self.id}|{self.reporter}"


TARGET_USD_BN = "official_targets:KAZ-CHN trade|40|2030:value"

_WAITS = "result:simulation.waits:{}|rail:{}"

_ON_ROUTES = ("table:network.arcs", "table:flows.facilities", "table:simulation.quantiles", "table:routes.od")

_ON_FLOWS = ("table:flows.arc_flows", "table:network.arcs")

_MEDIAN = "median of 4,000 draws of leg times and gateway waits along the quickest land itinerary"


def _crossing(name: str, gateway: str, words: str) -> tuple[Item, ...]:
    columns = (
        ("hours_mean", "hours from arrival to departure, outbound from China, mean", "h",
         "mean of the played year over replications"),
        ("hours_p90", "the same, nine trains in ten are through in", "h", "ninetieth percentile of the played year"),
        ("trains_per_day", "all trains a day, both directions", "trains/day",
         "sum over classes and directions of tonnes a year / tonnes a train / 365"),
    )  # fmt: skip
    return tuple(
        Item(f"{name}_rail_{column}", "", f"{words}: {what}", unit, how, (_WAITS.format(gateway, column),))
        for column, what, unit, how in columns
    )


def _reporter(reporter: str, words: str) -> tuple[Item, Item]:
    cells = tuple(
        f"result:trade.flows:{a}|{b}|{reporter}:value_usd" for a, b in (("KAZ", "CHN"), ("CHN", "KAZ"))
    )
    trade = Item(
        "kaz_chn_trade_usd",
        reporter,
        f"Trade of Kazakhstan and China, {words}",
        "USD/year",
        "exports + imports",
        cells,
    )
    words = f"Short of 40 billion dollars, {words}; negative when passed"
    parents = (trade.node, f"fact:{TARGET_USD_BN}")
    return trade, Item("target_40bn_gap_usd", reporter, words, "USD", "target - trade", parents)


def _welfare(country: str, words: str) -> Item:
    return Item(
        f"{country.lower()}_welfare_percent",
        "",
        f"Real spending on goods of {words} against the base",
        "%",
        "exact change of real spending on goods, general equilibrium on the base's reconciled figures (BACI)",
        (f"result:trade.countries:{country}|{BASE_REPORTER}:welfare_percent",),
    )


ITEMS: tuple[Item, ...] = (
    *_crossing("khorgos", KHORGOS, "Khorgos-Altynkol by rail"),
    *_crossing("alashankou", ALASHANKOU, "Alashankou-Dostyk by rail"),
    Item(
        "xian_duisburg_days_p50",
        "",
        "Xi'an to Duisburg by the quickest land route, median",
        "d",
        _MEDIAN,
        _ON_ROUTES,
    ),
    Item(
        "xian_duisburg_usd_per_feu",
        "",
        "Xi'an to Duisburg, the same route, price of a forty-foot box",
        "USD/FEU",
        "sum of the legs' prices",
        _ON_ROUTES,
    ),
    Item(
        "xian_duisburg_co2e_kg_per_feu",
        "",
        "Xi'an to Duisburg, the same route, emissions of the box",
        "kg CO2e/FEU",
        "sum over legs of kg per tonne times tonnes in the box",
        _ON_ROUTES,
    ),
    Item(
        "xian_almaty_days_p50",
        "",
        "Xi'an to Almaty by the quickest land route, median",
        "d",
        _MEDIAN,
        _ON_ROUTES,
    ),
    Item(
        "caspian_tonnes",
        "",
        "Over the Caspian by Aktau and Kuryk, both ways, without oil",
        "t/year",
        "sum of flows on sea and ferry arcs of the two ports, all classes but liquid bulk",
        _ON_FLOWS,
    ),
    Item(
        "kaz_chn_rail_tonnes",
        "",
        "By rail over the border of Kazakhstan and China, both ways, transit included",
        "t/year",
        "sum of flows on the rail border arcs between the two",
        _ON_FLOWS,
    ),
    *_reporter("CHN", "China's count"),
    *_reporter("KAZ", "Kazakhstan's count"),
    _welfare("KAZ", "Kazakhstan"),
    _welfare("CHN", "China"),
)


def values(
    state: State, waits: pd.DataFrame, itineraries: Mapping[str, Itinerary], target_usd: float
) -> dict[Key, float | None]:
    """Value of each headline number; None for what the scenario does not have (no land route, a closed crossing)."""
    found: dict[Key, float | None] = {}
    rail = {str(r["gateway_id"]): r for r in waits[waits["mode"] == "rail"].to_dict("records")}
    for name, gateway in (("khorgos", KHORGOS), ("alashankou", ALASHANKOU)):
        for column in ("hours_mean", "hours_p90", "trains_per_day"):
            cell = float(rail[gateway][column]) if gateway in rail else float("nan")
            found[f"{name}_rail_{column}", ""] = cell if cell == cell else None
    duisburg, almaty = itineraries.get("DEDUI"), itineraries.get("KZALA")
    found["xian_duisburg_days_p50", ""] = None if duisburg is None else duisburg.days_p50
    found["xian_duisburg_usd_per_feu", ""] = None if duisburg is None else duisburg.cost_usd
    found["xian_duisburg_co2e_kg_per_feu", ""] = None if duisburg is None else duisburg.co2e_kg
    found["xian_almaty_days_p50", ""] = None if almaty is None else almaty.days_p50
    amount = Quantities(state)
    found["caspian_tonnes", ""] = amount["caspian_mt"] * 1e6
    found["kaz_chn_rail_tonnes", ""] = amount["kaz_chn_rail_mt"] * 1e6
    for reporter in ("CHN", "KAZ"):
        trade = amount[f"kaz_chn_trade_busd_{reporter}"] * 1e9
        found["kaz_chn_trade_usd", reporter] = trade
        found["target_40bn_gap_usd", reporter] = target_usd - trade
    countries = state.world.countries
    reported = countries[countries["reporter"] == BASE_REPORTER].set_index("country")["welfare_percent"]
    for country in ("KAZ", "CHN"):
        found[f"{country.lower()}_welfare_percent", ""] = float(reported[country])
    return found
