"""The numbers that answer the question, and where each is read.

Reads   quantities, simulation.waits, routes.by_rail, trade.flows, trade.countries, record.facts
Writes  headline

A number is one `Item`; to add one, add a row to ``ITEMS``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from jibek.answers.by_rail import Boxes, Ends
from jibek.answers.quantities import ALASHANKOU, KHORGOS
from jibek.ground.vocabulary import BASE_REPORTER, BY_RAIL

Key = tuple[str, str]  # headline id, reporter ("" where none)
TARGET_USD_BN = "official_targets:KAZ-CHN trade|40|2030:value"
PAIRS = (("CNCHN", "DEDUI"), ("CNCHN", "KZALA"))  # between which a box by rail is a headline


@dataclass(frozen=True, slots=True)
class Readings:
    """What headline numbers are read from.

    amounts: quantities by name; waits: simulation.waits; boxes: by rail, of each of ``PAIRS``; countries:
    trade.countries; target_usd: the turnover aimed at.
    """

    amounts: Mapping[str, float]
    waits: pd.DataFrame
    boxes: Mapping[Ends, Boxes]
    countries: pd.DataFrame
    target_usd: float

    def wait(self, gateway: str, column: str) -> float | None:
        """A cell of a rail crossing; None where it is closed or nothing passes."""
        rows = zip(*(self.waits[name] for name in ("gateway_id", "mode", column)), strict=True)
        cells = (value for name, mode, value in rows if name == gateway and mode == "rail" and value == value)
        return next((float(value) for value in cells), None)

    def welfare(self, country: str) -> float:
        """Percent, with the base reporter's figures."""
        rows = self.countries[self.countries["reporter"] == BASE_REPORTER].set_index("country")
        return float(rows["welfare_percent"].to_dict()[country])


@dataclass(frozen=True, slots=True)
class Item:
    """One headline number.

    name: in a sentence; short: in a table; group: of the report; formula: for people; read: its value.
    cells: cells that it is read from, as node ids; wait: the crossing and column of simulation.waits; box: the ends and
    column of routes.by_rail; least: no value of it lies below, nor an interval's end.
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
    box: tuple[Ends, str] | None = None
    least: float = 0.0

    @property
    def key(self) -> Key:
        return self.id, self.reporter

    @property
    def figure(self) -> str:
        """Its name among the figures of a world."""
        return f"headline:{self.id}|{self.reporter}"

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


def _box(id: str, ends: Ends, name: str, short: str, unit: str, column: str) -> Item:
    how = {
        "days_p50": "the median of 4,000 draws of leg times and gateway waits along the path",
        "cost_usd": "the sum of the legs' prices",
        "co2e_kg": "the sum over legs of kg per tonne times tonnes in the box",
    }[column]
    words = (
        "sum over the rail paths that the pair's boxes use of the path's share of these boxes times "
        f"{how}; by rail: {', '.join(BY_RAIL)}, with the ships between two railways, without trucks and ocean ships"
    )
    group = "A box by rail"
    return Item(id, name, short, group, unit, words, lambda r: r.boxes[ends].mean(column), box=(ends, column))


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


_DUISBURG, _ALMATY = PAIRS
ITEMS: tuple[Item, ...] = (
    *_crossing("khorgos", KHORGOS, "Khorgos-Altynkol by rail", "Khorgos"),
    *_crossing("alashankou", ALASHANKOU, "Alashankou-Dostyk by rail", "Alashankou"),
    _box(
        "xian_duisburg_days_p50",
        _DUISBURG,
        "Xi'an to Duisburg, a box by rail: median days, mean over the paths that boxes use",
        "Xi’an–Duisburg by rail, median",
        "d",
        "days_p50",
    ),
    _box(
        "xian_duisburg_usd_per_feu",
        _DUISBURG,
        "Xi'an to Duisburg, a box by rail: price of a forty-foot box, mean over the same paths",
        "Xi’an–Duisburg by rail, price",
        "USD/FEU",
        "cost_usd",
    ),
    _box(
        "xian_duisburg_co2e_kg_per_feu",
        _DUISBURG,
        "Xi'an to Duisburg, a box by rail: emissions of the box, mean over the same paths",
        "Xi’an–Duisburg by rail, emissions",
        "kg CO2e/FEU",
        "co2e_kg",
    ),
    _box(
        "xian_almaty_days_p50",
        _ALMATY,
        "Xi'an to Almaty, a box by rail: median days, mean over the paths that boxes use",
        "Xi’an–Almaty by rail, median",
        "d",
        "days_p50",
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


def values(readings: Readings, items: Sequence[Item] = ITEMS) -> dict[str, float | None]:
    """Each headline number by its ``figure``; None for what the scenario does not have (no box by rail, a closed
    crossing)."""
    return {item.figure: item.read(readings) for item in items}


def with_boxes(values: Mapping[str, float | None], boxes: Mapping[Ends, Boxes]) -> dict[str, float | None]:
    """Headline values with those of boxes by rail from ``boxes``.

    What stands in a run has the waits played at every gateway on the way, as `jibek route` has them. A world plays the
    two crossings of the headline alone and has mean waits elsewhere: how far it moves a median is the same to a
    hundredth of a day.
    """
    own = {item.figure: boxes[item.box[0]].mean(item.box[1]) for item in ITEMS if item.box is not None}
    return {**values, **own}
