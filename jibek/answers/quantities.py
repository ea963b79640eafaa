"""Figures that a settled state answers for: tonnes, boxes and trains at the places that statistics count.

Reads   flows.arc_flows, network.arcs, demand.tonnes, demand.background, trade.flows, routes.od; the played year of 2022
Writes  quantities

Each quantity is one row of ``QUANTITIES``: its name, as in the table ``beside``; what it counts; and a rule. Most count
tonnes on arcs, over the load of a box or a train. They are worked out once a run; comparisons, targets and indicators
read the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.answers.counts import Counts, Measured
from jibek.answers.tables import QUANTITIES as DECLARED
from jibek.ground.arrays import Flags
from jibek.ground.vocabulary import COMMODITIES, CORRIDORS
from jibek.record.groups import members

if TYPE_CHECKING:
    pass

KHORGOS = "CN_KHORGOS-KZ_ALTYNKOL"
ALASHANKOU = "CN_ALASHANKOU-KZ_DOSTYK"
BOX = np.array([c.boxed for c in COMMODITIES])
OTHER_THAN_OIL = np.array([not c.tanked for c in COMMODITIES])
ALL = np.ones(len(COMMODITIES), dtype=bool)
OVER_KAZAKHSTAN = ("northern", "transcaspian", "southern")
EUROPE = ("chn-europe-container", "europe-chn-container")
RUSSIA = ("chn-rus-container", "rus-chn-container")
BILATERAL = (
    "chn-kaz-container",
    "chn-kaz-general",
    "kaz-chn-container",
    "kaz-chn-general",
    "kaz-chn-dry-bulk",
)


Rule = Callable[[Counts], float]
Where = Callable[[Counts], Flags]
_FLOWS = ("flows.arc_flows", "network.arcs")
_SPLIT = ("demand.tonnes",)


@dataclass(frozen=True, slots=True)
class Quantity:
    """words: short, for tables and charts; what: what is counted; tables: what the rule reads.

    arcs, classes: where it counts tonnes on arcs; None for a quantity that does not. rests_on: assumptions that the
    rule takes. gateway, year: the crossing that is played, and the year, of a figure that is not of the run's year.
    reporter: whose figures of Kazakhstan-China trade it adds up, where that is all.
    A rule gives ``nan`` for what the state does not have.
    """

    words: str
    unit: str
    what: str
    rule: Rule
    tables: tuple[str, ...] = _FLOWS
    arcs: Where | None = None
    classes: Flags | None = None
    rests_on: tuple[str, ...] = ()
    gateway: str | None = None
    reporter: str | None = None
    year: int | None = None


_BOX, _TRAIN = ("tonnes_per_teu_rail",), ("tonnes_per_teu_rail", "teu_per_train")


def _on(
    where: Where,
    classes: Flags,
    words: str,
    unit: str,
    what: str,
    per: Rule,
    rests_on: tuple[str, ...] = (),
) -> Quantity:
    """Tonnes of the classes on the arcs, over ``per`` tonnes a unit."""

    def rule(counts: Counts) -> float:
        return float(counts.tonnes[np.ix_(classes, where(counts))].sum()) / per(counts)

    return Quantity(words, unit, what, rule, arcs=where, classes=classes, rests_on=rests_on)


def _mt(where: Where, classes: Flags, words: str, what: str) -> Quantity:
    return _on(where, classes, words, "Mt/year", what, lambda _: 1e6)


def _teu(where: Where, words: str, what: str) -> Quantity:
    return _on(where, BOX, words, "TEU/year", what, lambda c: c.per_teu, _BOX)


def _trains(where: Where, words: str, what: str) -> Quantity:
    return _on(where, BOX, words, "trains/year", what, lambda c: c.per_train, _TRAIN)


def _split(words: str, unit: str, what: str, rule: Rule, rests_on: tuple[str, ...] = ()) -> Quantity:
    return Quantity(words, unit, what, rule, tables=_SPLIT, rests_on=rests_on)


def _trade(reporter: str, whose: str) -> Quantity:
    what = f"Goods both ways between Kazakhstan and China by {whose} count."
    return Quantity(
        f"Trade, {whose} count",
        "bn USD/year",
        what,
        lambda c: c.trade_usd("CHN", ["KAZ"], reporter) / 1e9,
        tables=("trade.flows",),
        reporter=reporter,
    )


def _hours_2022(gateway: str, acceptance: str, words: str) -> Quantity:
    return Quantity(
        words,
        "h",
        "Mean of trains outbound from China, the year 2022 played with its published trains.",
        lambda c: float(c.measured.played_2022[gateway]["hours_mean"]),
        tables=("record.facts", "record.assumptions"),
        rests_on=(acceptance,),
        gateway=gateway,
        year=2022,
    )


def _trans_caspian(c: Counts) -> Flags:
    """Voyages between Aktau or Kuryk and Alat: the route as its union counts it."""
    return c.at_sea("KZAAU", "KZKUR") & c.touching("AZALA")


def _europe_land_teu(c: Counts) -> float:
    land = tuple(corridor for corridor in CORRIDORS if corridor not in ("sea", "road"))
    return c.market((*EUROPE, *RUSSIA), land) / c.per_teu


def _rail_gtkm(c: Counts) -> float:
    own = c.rail_in("KZ")
    through = (c.tonnes[:, own].sum(axis=0) * c.arcs["distance_km"].to_numpy()[own]).sum()
    background = c.state.background
    return float(through + (background["tonnes_per_year"] * background["distance_km"]).sum()) / 1e9


def _poti_days(c: Counts) -> float:
    shown = c.measured.shown
    way = (shown["origin"] == "KZ_ALTYNKOL") & (shown["destination"] == "GEPTI")
    return float(shown.loc[way & (shown["corridor"] == "transcaspian"), "days_p50"].min())


QUANTITIES: Mapping[str, Quantity] = {
    "kaz_chn_rail_mt": _mt(
        Counts.rail_border,
        ALL,
        "Rail freight China–Kazakhstan",
        "All tonnes over the rail crossings between the two, both directions, transit included.",
    ),
    "kaz_chn_road_mt": _split(
        "Road freight China–Kazakhstan",
        "Mt/year",
        "Trade of the two by road; what crosses their road posts in transit is not counted.",
        lambda c: c.market(BILATERAL, ("road",)) / 1e6,
    ),
    "khorgos_rail_mt": _mt(
        lambda c: c.border(KHORGOS),
        ALL,
        "Rail freight at Khorgos",
        "All tonnes over Khorgos-Altynkol by rail, both directions.",
    ),
    "khorgos_teu": _teu(
        lambda c: c.border(KHORGOS),
        "Boxes at Khorgos",
        "Boxes over Khorgos-Altynkol by rail, both directions.",
    ),
    "khorgos_container_trains": _trains(
        lambda c: c.border(KHORGOS),
        "Container trains, Khorgos",
        "Laden container trains over Khorgos-Altynkol, both directions.",
    ),
    "khorgos_container_trains_per_day": _on(
        lambda c: c.border(KHORGOS),
        BOX,
        "Container trains a day, Khorgos",
        "trains/day",
        "Laden container trains a day over Khorgos-Altynkol, both directions.",
        lambda c: c.per_train * 365.0,
        _TRAIN,
    ),
    "alashankou_container_trains": _trains(
        lambda c: c.border(ALASHANKOU),
        "Container trains, Alashankou",
        "Laden container trains over Alashankou-Dostyk, both directions.",
    ),
    "both_container_trains": _trains(
        Counts.rail_border,
        "Trains, Khorgos and Alashankou",
        "Laden container trains over the rail crossings between China and Kazakhstan, both directions.",
    ),
    "manzhouli_teu": _teu(
        lambda c: c.border("CNMLX"), "Boxes at Manzhouli", "Boxes over Manzhouli, both directions."
    ),
    "manzhouli_trains": _trains(
        lambda c: c.border("CNMLX"),
        "Container trains, Manzhouli",
        "Laden container trains over Manzhouli, both directions.",
    ),
    "transsib_trains": _trains(
        lambda c: c.border("CNMLX", "CN_SUIFENHE"),
        "Trains, Manzhouli and Suifenhe",
        "Laden container trains over Manzhouli and Suifenhe, both directions.",
    ),
    "europe_land_teu": _split(
        "Boxes, China–Europe by land",
        "TEU/year",
        "Boxes between China and Europe, and China and Russia, by all land corridors but the road.",
        _europe_land_teu,
        _BOX,
    ),
    "europe_land_trains": _split(
        "Trains, China–Europe",
        "trains/year",
        "Those boxes over the boxes of a train.",
        lambda c: _europe_land_teu(c) * c.per_teu / c.per_train,
        _TRAIN,
    ),
    "transcaspian_mt": _mt(
        _trans_caspian,
        OTHER_THAN_OIL,
        "Freight, Trans-Caspian route",
        "Tonnes without oil between Aktau or Kuryk and Alat, both ways.",
    ),
    "transcaspian_teu": _teu(
        _trans_caspian, "Boxes, Trans-Caspian route", "Boxes between Aktau or Kuryk and Alat, both ways."
    ),
    "caspian_mt": _mt(
        lambda c: c.at_sea("KZAAU", "KZKUR"),
        OTHER_THAN_OIL,
        "Freight over the Caspian",
        "Tonnes without oil on voyages from and to Aktau and Kuryk.",
    ),
    "aktau_mt": _mt(
        lambda c: c.at_sea("KZAAU"),
        OTHER_THAN_OIL,
        "Freight of Aktau",
        "Tonnes without oil on voyages from and to Aktau.",
    ),
    "kuryk_mt": _mt(
        lambda c: c.at_sea("KZKUR"),
        OTHER_THAN_OIL,
        "Freight of Kuryk",
        "Tonnes without oil on voyages from and to Kuryk.",
    ),
    "poti_teu": _teu(
        lambda c: c.at_sea("GEPTI"), "Boxes of Poti", "Boxes on voyages from and to Poti, both ways."
    ),
    "turkmenbashi_alat_teu": _teu(
        lambda c: c.at_sea("TMKRW") & c.touching("AZALA"),
        "Boxes, Turkmenbashi–Alat",
        "Boxes between Turkmenbashi and Alat, both ways.",
    ),
    "kaz_rail_gtkm": Quantity(
        "Rail turnover of Kazakhstan",
        "Gtkm/year",
        "Tonne-kilometres on the rail hauls of Kazakhstan, the assumed domestic turnover included.",
        _rail_gtkm,
        tables=(*_FLOWS, "demand.background"),
        arcs=lambda c: c.rail_in("KZ"),
        classes=ALL,
    ),
    "kaz_rail_teu": _split(
        "Boxes by rail in Kazakhstan",
        "TEU/year",
        "Boxes of the corridors that run over Kazakhstan; domestic boxes are not modelled.",
        lambda c: c.corridors(BOX[c.state.total.pairs.commodity], OVER_KAZAKHSTAN) / c.per_teu,
        _BOX,
    ),
    "kaz_transit_rail_mt": _split(
        "Rail transit of Kazakhstan",
        "Mt/year",
        "Tonnes of the corridors that run over Kazakhstan, neither sold nor bought there.",
        lambda c: c.corridors(~c.with_end("KAZ"), OVER_KAZAKHSTAN) / 1e6,
    ),
    "kaz_transit_china_mt": _split(
        "Transit of China over Kazakhstan",
        "Mt/year",
        "Tonnes with one end in China and none in Kazakhstan on corridors over Kazakhstan, by rail and road.",
        lambda c: c.corridors(~c.with_end("KAZ") & c.with_end("CHN"), (*OVER_KAZAKHSTAN, "road")) / 1e6,
    ),
    "kaz_chn_trade_busd_CHN": _trade("CHN", "China’s"),
    "kaz_chn_trade_busd_KAZ": _trade("KAZ", "Kazakhstan’s"),
    "china_central_asia_trade_busd": Quantity(
        "Trade, China and Central Asia",
        "bn USD/year",
        "Goods both ways between China and the five states of Central Asia, China's figures for Kazakhstan.",
        lambda c: c.trade_usd("CHN", members("CENTRAL_ASIA_FIVE", c.state.facts), "CHN") / 1e9,
        tables=("trade.flows",),
    ),
    "khorgos_hours_2022": _hours_2022(KHORGOS, "khorgos_acceptance_trains_per_day", "Mean hours at Khorgos"),
    "alashankou_hours_2022": _hours_2022(
        ALASHANKOU, "dostyk_acceptance_trains_per_day", "Mean hours at Alashankou"
    ),
    "altynkol_poti_days": Quantity(
        "Days, Altynkol–Poti",
        "d",
        "Median days from Altynkol to Poti by the Trans-Caspian corridor.",
        _poti_days,
        tables=("routes.od",),
    ),
}


def amounts(measured: Measured, names: tuple[str, ...] = tuple(QUANTITIES)) -> dict[str, float]:
    """Value of each quantity; ``nan`` for what the state does not have."""
    counts = Counts(measured)
    return {name: QUANTITIES[name].rule(counts) for name in names}


def quantities_table(found: Mapping[str, float], year: int) -> pd.DataFrame:
    """quantities: one row each, in their order."""
    rows = [
        {
            "quantity_id": name,
            "value": found[name],
            "low": None,
            "high": None,
            "unit": quantity.unit,
            "year": quantity.year or year,
            "words": quantity.words,
            "what": quantity.what,
            "tables": ";".join(quantity.tables),
        }
        for name, quantity in QUANTITIES.items()
    ]
    return DECLARED.check(pd.DataFrame(rows))
