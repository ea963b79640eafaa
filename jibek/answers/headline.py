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
from jibek.ground import told
from jibek.ground.language import mark
from jibek.ground.vocabulary import BASE_REPORTER, BY_RAIL

Key = tuple[str, str]  # headline id, reporter ("" where none)
Named = tuple[str, str]  # what a number is called in a sentence, and in a table
TARGET_USD_BN = "official_targets:KAZ-CHN trade|40|2030:value"
_GROUP = mark("Trade, target, welfare")
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


def _crossing(name: str, gateway: str, hours: Named, ninetieth: Named, trains: Named) -> tuple[Item, ...]:
    columns = (
        ("hours_mean", hours, "h", mark("mean of the played year over replications")),
        ("hours_p90", ninetieth, "h", mark("ninetieth percentile of the played year")),
        ("trains_per_day", trains, "trains/day",
         mark("sum over kinds of train and directions of tonnes a year / tonnes a train / 365, or what comes back "
              "if more")),
    )  # fmt: skip
    return tuple(
        Item(
            f"{name}_rail_{column}",
            *words,
            mark("Crossings"),
            unit,
            how,
            lambda r, column=column: r.wait(gateway, column),  # type: ignore[misc]
            cells=(f"result:simulation.waits:{gateway}|rail:{column}",),
            wait=(gateway, column),
        )
        for column, words, unit, how in columns
    )


def _box(id: str, ends: Ends, name: str, short: str, unit: str, column: str) -> Item:
    words = told.MEAN.format(name=told.OF_PATH[column], corridors=", ".join(BY_RAIL))
    group = mark("A box by rail")
    return Item(id, name, short, group, unit, words, lambda r: r.boxes[ends].mean(column), box=(ends, column))


def _tonnes(id: str, quantity: str, name: str, short: str) -> Item:
    return Item(
        id,
        name,
        short,
        mark("Freight"),
        "t/year",
        mark("millions of tonnes times a million"),
        lambda r: r.amounts[quantity] * 1e6,
        cells=(f"result:quantities:{quantity}",),
    )


def _trade(reporter: str, count: str, short_of: str) -> tuple[Item, Item]:
    quantity = f"kaz_chn_trade_busd_{reporter}"
    trade = Item(
        "kaz_chn_trade_usd",
        count,
        mark("Trade of the two"),
        _GROUP,
        "USD/year",
        mark("exports + imports"),
        lambda r: r.amounts[quantity] * 1e9,
        reporter,
        cells=(f"result:quantities:{quantity}",),
    )
    gap = Item(
        "target_40bn_gap_usd",
        short_of,
        mark("Short of 40 bn USD"),
        _GROUP,
        "USD",
        mark("target - trade"),
        lambda r: r.target_usd - r.amounts[quantity] * 1e9,
        reporter,
        cells=(trade.node, f"fact:{TARGET_USD_BN}"),
        least=-math.inf,
    )
    return trade, gap


def _welfare(country: str, name: str, short: str) -> Item:
    return Item(
        f"{country.lower()}_welfare_percent",
        name,
        short,
        _GROUP,
        "%",
        mark(
            "exact change of real spending on goods, general equilibrium on the base's reconciled figures (BACI)"
        ),
        lambda r: r.welfare(country),
        cells=(f"result:trade.countries:{country}|{BASE_REPORTER}:welfare_percent",),
        least=-math.inf,
    )


_DUISBURG, _ALMATY = PAIRS
ITEMS: tuple[Item, ...] = (
    *_crossing(
        "khorgos",
        KHORGOS,
        (
            mark("Khorgos-Altynkol by rail: hours from arrival to departure, outbound from China, mean"),
            mark("Khorgos by rail, mean"),
        ),
        (
            mark("Khorgos-Altynkol by rail: the same, nine trains in ten are through in"),
            mark("Khorgos by rail, P90"),
        ),
        (
            mark("Khorgos-Altynkol by rail: all trains a day, laden and empty, both directions"),
            mark("Khorgos, trains"),
        ),
    ),
    *_crossing(
        "alashankou",
        ALASHANKOU,
        (
            mark("Alashankou-Dostyk by rail: hours from arrival to departure, outbound from China, mean"),
            mark("Alashankou by rail, mean"),
        ),
        (
            mark("Alashankou-Dostyk by rail: the same, nine trains in ten are through in"),
            mark("Alashankou by rail, P90"),
        ),
        (
            mark("Alashankou-Dostyk by rail: all trains a day, laden and empty, both directions"),
            mark("Alashankou, trains"),
        ),
    ),
    _box(
        "xian_duisburg_days_p50",
        _DUISBURG,
        mark("Xi'an to Duisburg, a box by rail: median days, mean over the paths that boxes use"),
        mark("Xi’an–Duisburg by rail, median"),
        "d",
        "days_p50",
    ),
    _box(
        "xian_duisburg_usd_per_feu",
        _DUISBURG,
        mark("Xi'an to Duisburg, a box by rail: price of a forty-foot box, mean over the same paths"),
        mark("Xi’an–Duisburg by rail, price"),
        "USD/FEU",
        "cost_usd",
    ),
    _box(
        "xian_duisburg_co2e_kg_per_feu",
        _DUISBURG,
        mark("Xi'an to Duisburg, a box by rail: emissions of the box, mean over the same paths"),
        mark("Xi’an–Duisburg by rail, emissions"),
        "kg CO2e/FEU",
        "co2e_kg",
    ),
    _box(
        "xian_almaty_days_p50",
        _ALMATY,
        mark("Xi'an to Almaty, a box by rail: median days, mean over the paths that boxes use"),
        mark("Xi’an–Almaty by rail, median"),
        "d",
        "days_p50",
    ),
    _tonnes(
        "caspian_tonnes",
        "caspian_mt",
        mark("Over the Caspian by Aktau and Kuryk, both ways, without oil"),
        mark("Caspian, without oil"),
    ),
    _tonnes(
        "kaz_chn_rail_tonnes",
        "kaz_chn_rail_mt",
        mark("By rail over the border of Kazakhstan and China, both ways, transit included"),
        mark("Rail China–Kazakhstan"),
    ),
    *_trade(
        "CHN",
        mark("Trade of Kazakhstan and China, China's count"),
        mark("Short of 40 billion dollars, China's count; negative when passed"),
    ),
    *_trade(
        "KAZ",
        mark("Trade of Kazakhstan and China, Kazakhstan's count"),
        mark("Short of 40 billion dollars, Kazakhstan's count; negative when passed"),
    ),
    _welfare(
        "KAZ", mark("Real spending on goods of Kazakhstan against the base"), mark("Welfare of Kazakhstan")
    ),
    _welfare("CHN", mark("Real spending on goods of China against the base"), mark("Welfare of China")),
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
