"""The numbers that answer the question, and where each is read.

Reads   quantities, simulation.waits, itineraries on the loaded network, trade.flows, trade.countries, record.facts
Writes  headline

A number is one `Item`; to add one, add a row to ``ITEMS``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from jibek.answers.quantities import ALASHANKOU, KHORGOS
from jibek.ground.vocabulary import BASE_REPORTER
from jibek.routes import Itinerary

Key = tuple[str, str]  # headline id, reporter ("" where none)
TARGET_USD_BN = "official_targets:KAZ-CHN trade|40|2030:value"
WAYS = (("CNCHN", "DEDUI"), ("CNCHN", "KZALA"))  # whose quickest land route is a headline


@dataclass(frozen=True, slots=True)
class Readings:
    """What headline numbers are read from.

    amounts: quantities by name; waits: simulation.waits; itineraries: the quickest land route of each of ``WAYS`` that
    has one; countries: trade.countries; target_usd: the turnover aimed at.
    """

    amounts: Mapping[str, float]
    waits: pd.DataFrame
    itineraries: Mapping[tuple[str, str], Itinerary]
    countries: pd.DataFrame
    target_usd: float

    def wait(self, gateway: str, column: str) -> float | None:
        """A cell of a rail crossing; None where it is closed or nothing passes."""
        rows = zip(*(self.waits[name] for name in ("gateway_id", "mode", column)), strict=True)
        cells = (value for name, mode, value in rows if name == gateway and mode == "rail" and value == value)
        return next((float(value) for value in cells), None)

    def way(self, ends: tuple[str, str], attribute: str) -> float | None:
        """An attribute of the itinerary between two places; None without one."""
        found = self.itineraries.get(ends)
        return None if found is None else float(getattr(found, attribute))

    def welfare(self, country: str) -> float:
        """Percent, with the base reporter's figures."""
        rows = self.countries[self.countries["reporter"] == BASE_REPORTER].set_index("country")
        return float(rows["welfare_percent"].to_dict()[country])


@dataclass(frozen=True, slots=True)
class Item:
    """One headline number.

    name: in a sentence; short: in a table; group: of the report; formula: for people; read: its value.
    cells: cells that it is read from, as node ids; wait: the crossing and column of simulation.waits; way: the ends and
    the column of network.arcs that adds up along the route; least: no value of it lies below, nor an interval's end.
    """

    id: str
    name: str
    short: str
    group: str
    unit: str
    formula: str
    read: Callable[[Readings], float | None]
    reporter: str = ""
    cells: tuple[str, ...] = field(default=())
    wait: tuple[str, str] | None = None
    way: tuple[tuple[str, str], str] | None = None
    least: float = 0.0

    @property
    def key(self) -> Key:
        return self.id, self.reporter

    @property
    def node(self) -> str:
        return f"result:headline:{self.id}|{self.reporter}"


def _crossing(name: str, gateway: str, words: str, short: str) -> tuple[Item, ...]:
    columns = (
        ("hours_mean", "hours from arrival to departure, outbound from China, mean", " by rail, mean", "h",
         "mean of the played year over replications"),
        ("hours_p90", "the same, nine trains in ten are through in", " by rail, P90", "h",
         "ninetieth percentile of the played year"),
        ("trains_per_day", "all trains a day, laden and empty, both directions", ", trains", "trains/day",
         "sum over kinds of train and directions of tonnes a year / tonnes a train / 365, or what comes back if more"),
    )  # fmt: skip
    return tuple(
        Item(
            f"{name}_rail_{column}",
            f"{words}: {what}",
            short + tail,
            "Crossings",
            unit,
            how,
            lambda r, column=column: r.wait(gateway, column),  # type: ignore[misc]
            cells=(f"result:simulation.waits:{gateway}|rail:{column}",),
            wait=(gateway, column),
        )
        for column, what, tail, unit, how in columns
    )


def _way(id: str, ends: tuple[str, str], name: str, short: str, unit: str, attribute: str, adds: str) -> Item:
    how = {
        "days_p50": "median of 4,000 draws of leg times and gateway waits along the quickest land itinerary",
        "cost_usd": "sum of the legs' prices",
        "co2e_kg": "sum over legs of kg per tonne times tonnes in the box",
    }[attribute]
    group = "A container by land"
    return Item(id, name, short, group, unit, how, lambda r: r.way(ends, attribute), way=(ends, adds))


def _tonnes(id: str, quantity: str, name: str, short: str) -> Item:
    return Item(
        id,
        name,
        short,
        "Freight",
        "t/year",
        "millions of tonnes times a million",
        lambda r: r.amounts[quantity] * 1e6,
        cells=(f"result:quantities:{quantity}",),
    )


def _trade(reporter: str, whose: str) -> tuple[Item, Item]:
    quantity = f"kaz_chn_trade_busd_{reporter}"
    trade = Item(
        "kaz_chn_trade_usd",
        f"Trade of Kazakhstan and China, {whose} count",
        "Trade of the two",
        "Trade, target, welfare",
        "USD/year",
        "exports + imports",
        lambda r: r.amounts[quantity] * 1e9,
        reporter,
        cells=(f"result:quantities:{quantity}",),
    )
    gap = Item(
        "target_40bn_gap_usd",
        f"Short of 40 billion dollars, {whose} count; negative when passed",
        "Short of 40 bn USD",
        "Trade, target, welfare",
        "USD",
        "target - trade",
        lambda r: r.target_usd - r.amounts[quantity] * 1e9,
        reporter,
        cells=(trade.node, f"fact:{TARGET_USD_BN}"),
        least=-math.inf,
    )
    return trade, gap


def _welfare(country: str, words: str) -> Item:
    return Item(
        f"{country.lower()}_welfare_percent",
        f"Real spending on goods of {words} against the base",
        f"Welfare of {words}",
        "Trade, target, welfare",
        "%",
        "exact change of real spending on goods, general equilibrium on the base's reconciled figures (BACI)",
        lambda r: r.welfare(country),
        cells=(f"result:trade.countries:{country}|{BASE_REPORTER}:welfare_percent",),
        least=-math.inf,
    )


_DUISBURG, _ALMATY = WAYS
ITEMS: tuple[Item, ...] = (
    *_crossing("khorgos", KHORGOS, "Khorgos-Altynkol by rail", "Khorgos"),
    *_crossing("alashankou", ALASHANKOU, "Alashankou-Dostyk by rail", "Alashankou"),
    _way(
        "xian_duisburg_days_p50",
        _DUISBURG,
        "Xi'an to Duisburg by the quickest land route, median",
        "Xi’an–Duisburg, median",
        "d",
        "days_p50",
        "hours_mean",
    ),
    _way(
        "xian_duisburg_usd_per_feu",
        _DUISBURG,
        "Xi'an to Duisburg, the same route, price of a forty-foot box",
        "Xi’an–Duisburg, price",
        "USD/FEU",
        "cost_usd",
        "usd_per_feu",
    ),
    _way(
        "xian_duisburg_co2e_kg_per_feu",
        _DUISBURG,
        "Xi'an to Duisburg, the same route, emissions of the box",
        "Xi’an–Duisburg, emissions",
        "kg CO2e/FEU",
        "co2e_kg",
        "co2e_kg_per_tonne_container",
    ),
    _way(
        "xian_almaty_days_p50",
        _ALMATY,
        "Xi'an to Almaty by the quickest land route, median",
        "Xi’an–Almaty, median",
        "d",
        "days_p50",
        "hours_mean",
    ),
    _tonnes(
        "caspian_tonnes",
        "caspian_mt",
        "Over the Caspian by Aktau and Kuryk, both ways, without oil",
        "Caspian, without oil",
    ),
    _tonnes(
        "kaz_chn_rail_tonnes",
        "kaz_chn_rail_mt",
        "By rail over the border of Kazakhstan and China, both ways, transit included",
        "Rail China–Kazakhstan",
    ),
    *_trade("CHN", "China's"),
    *_trade("KAZ", "Kazakhstan's"),
    _welfare("KAZ", "Kazakhstan"),
    _welfare("CHN", "China"),
)
# Quantities that headline numbers are read from: all that a variant of a run has to work out.
READ = ("caspian_mt", "kaz_chn_rail_mt", "kaz_chn_trade_busd_CHN", "kaz_chn_trade_busd_KAZ")


def values(readings: Readings, items: Sequence[Item] = ITEMS) -> dict[Key, float | None]:
    """Value of each headline number; None for what the scenario does not have (no land route, a closed crossing)."""
    return {item.key: item.read(readings) for item in items}
