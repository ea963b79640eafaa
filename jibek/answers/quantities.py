"""Figures that a settled state answers for: tonnes, boxes and trains at the places that statistics count.

Reads   flows.arc_flows, network.arcs, demand.tonnes, demand.background, trade.flows, routes.od; the played year of 2022
Writes  quantities

Each quantity is one row of ``QUANTITIES``: its name, as in the table ``observations``; what it counts; and a rule. Most
count tonnes on arcs, over the load of a box or a train. They are worked out once a run; comparisons, targets and
indicators read the table.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from jibek.answers.counts import Counts, Measured
from jibek.answers.of_volumes import OF_VOLUMES
from jibek.answers.quantity import (
    ALASHANKOU,
    ALL,
    BILATERAL,
    BOX,
    BY_RAIL,
    EUROPE,
    KHORGOS,
    OTHER_THAN_OIL,
    OVER_KAZAKHSTAN,
    RUSSIA,
    Quantity,
)
from jibek.answers.quantity import BOX_RESTS_ON as _BOX
from jibek.answers.quantity import FLOWS as _FLOWS
from jibek.answers.quantity import TRAIN_RESTS_ON as _TRAIN
from jibek.answers.quantity import mt as _mt
from jibek.answers.quantity import on as _on
from jibek.answers.quantity import split as _split
from jibek.answers.quantity import teu as _teu
from jibek.answers.quantity import trains as _trains
from jibek.ground.arrays import Flags
from jibek.ground.language import mark
from jibek.record.groups import members

__all__ = ["ALASHANKOU", "KHORGOS", "QUANTITIES", "amounts"]


def _trade(reporter: str, words: str, what: str) -> Quantity:
    return Quantity(
        words,
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
        mark("Mean of trains outbound from China, the year 2022 played with its published trains."),
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
    return c.market((*EUROPE, *RUSSIA), BY_RAIL) / c.per_teu


def _rail_gtkm(c: Counts) -> float:
    own = c.rail_in("KZ")
    through = (c.tonnes[:, own].sum(axis=0) * c.arcs["distance_km"].to_numpy()[own]).sum()
    background = c.state.background
    return float(through + (background["tonnes_per_year"] * background["distance_km"]).sum()) / 1e9


def _china_hours(c: Counts) -> float:
    waits = c.measured.waits
    rows = waits[waits["gateway_id"].isin([KHORGOS, ALASHANKOU]) & (waits["mode"] == "rail")]
    trains = rows["trains_per_day"].to_numpy(float)
    hours = rows["hours_mean"].to_numpy(float)
    known = np.isfinite(hours) & (trains > 0)
    return float(hours[known] @ trains[known] / trains[known].sum()) if known.any() else float("nan")


def _poti_days(c: Counts) -> float:
    shown = c.measured.shown
    way = (shown["origin"] == "KZ_ALTYNKOL") & (shown["destination"] == "GEPTI")
    return float(shown.loc[way & (shown["corridor"] == "transcaspian"), "days_p50"].min())


QUANTITIES: Mapping[str, Quantity] = {
    "kaz_chn_rail_mt": _mt(
        Counts.rail_border,
        ALL,
        mark("Rail freight China–Kazakhstan"),
        mark("All tonnes over the rail crossings between the two, both directions, transit included."),
    ),
    "kaz_chn_road_mt": _split(
        mark("Road freight China–Kazakhstan"),
        "Mt/year",
        mark("Trade of the two by road; what crosses their road posts in transit is not counted."),
        lambda c: c.market(BILATERAL, ("road",)) / 1e6,
    ),
    "khorgos_rail_mt": _mt(
        lambda c: c.border(KHORGOS),
        ALL,
        mark("Rail freight at Khorgos"),
        mark("All tonnes over Khorgos-Altynkol by rail, both directions."),
    ),
    "khorgos_teu": _teu(
        lambda c: c.border(KHORGOS),
        mark("Boxes at Khorgos"),
        mark("Boxes over Khorgos-Altynkol by rail, both directions."),
    ),
    "khorgos_container_trains": _trains(
        lambda c: c.border(KHORGOS),
        mark("Container trains, Khorgos"),
        mark("Container trains over Khorgos-Altynkol, both directions, as counts hold them."),
    ),
    "khorgos_container_trains_per_day": _trains(
        lambda c: c.border(KHORGOS),
        mark("Container trains a day, Khorgos"),
        mark("Container trains a day over Khorgos-Altynkol, both directions, as counts hold them."),
        365.0,
    ),
    "alashankou_container_trains": _trains(
        lambda c: c.border(ALASHANKOU),
        mark("Container trains, Alashankou"),
        mark("Container trains over Alashankou-Dostyk, both directions, as counts hold them."),
    ),
    "both_container_trains": _trains(
        Counts.rail_border,
        mark("Trains, Khorgos and Alashankou"),
        mark(
            "Container trains over the rail crossings between China and Kazakhstan, both directions, "
            "as counts hold them."
        ),
    ),
    "manzhouli_teu": _teu(
        lambda c: c.border("CNMLX"),
        mark("Boxes at Manzhouli"),
        mark("Boxes over Manzhouli, both directions."),
    ),
    "manzhouli_trains": _trains(
        lambda c: c.border("CNMLX"),
        mark("Container trains, Manzhouli"),
        mark("Container trains over Manzhouli, both directions, as counts hold them."),
    ),
    "transsib_trains": _trains(
        lambda c: c.border("CNMLX", "CN_SUIFENHE"),
        mark("Trains, Manzhouli and Suifenhe"),
        mark("Container trains over Manzhouli and Suifenhe, both directions, as counts hold them."),
    ),
    "europe_land_teu": _split(
        mark("Boxes, China–Europe by land"),
        "TEU/year",
        mark("Boxes between China and Europe, and China and Russia, by all land corridors but the road."),
        _europe_land_teu,
        _BOX,
    ),
    "europe_land_trains": _split(
        mark("Trains, China–Europe"),
        "trains/year",
        mark("Those boxes over the boxes of a train."),
        lambda c: _europe_land_teu(c) * c.per_teu / c.per_train,
        _TRAIN,
    ),
    "transcaspian_mt": _mt(
        _trans_caspian,
        OTHER_THAN_OIL,
        mark("Freight, Trans-Caspian route"),
        mark("Tonnes without oil between Aktau or Kuryk and Alat, both ways."),
    ),
    "transcaspian_teu": _teu(
        _trans_caspian,
        mark("Boxes, Trans-Caspian route"),
        mark("Boxes between Aktau or Kuryk and Alat, both ways."),
    ),
    "caspian_mt": _mt(
        lambda c: c.at_sea("KZAAU", "KZKUR"),
        OTHER_THAN_OIL,
        mark("Freight over the Caspian"),
        mark("Tonnes without oil on voyages from and to Aktau and Kuryk."),
    ),
    "aktau_mt": _mt(
        lambda c: c.lifted("KZAAU"),
        OTHER_THAN_OIL,
        mark("Freight of Aktau"),
        mark("Tonnes without oil loaded and unloaded at Aktau."),
    ),
    "kuryk_mt": _mt(
        lambda c: c.lifted("KZKUR"),
        OTHER_THAN_OIL,
        mark("Freight of Kuryk"),
        mark("Tonnes without oil loaded and unloaded at Kuryk."),
    ),
    "kuryk_trucks": _on(
        lambda c: c.rolled("KZKUR"),
        ALL,
        mark("Trucks at Kuryk"),
        "trucks/year",
        mark("Laden trucks on and off the ferries of Kuryk."),
        lambda c: c.state.facts.assume("tonnes_per_truck"),
        ("tonnes_per_truck",),
    ),
    "alat_mt": _mt(
        lambda c: c.lifted("AZALA"),
        OTHER_THAN_OIL,
        mark("Freight of Alat"),
        mark("Tonnes without oil loaded and unloaded at Alat, the port of Baku."),
    ),
    "alat_teu": _teu(
        lambda c: c.lifted("AZALA"),
        mark("Boxes of Alat"),
        mark("Boxes loaded and unloaded at Alat, the port of Baku."),
    ),
    "poti_teu": _teu(
        lambda c: c.lifted("GEPTI"), mark("Boxes of Poti"), mark("Boxes loaded and unloaded at Poti.")
    ),
    "turkmenbashi_alat_teu": _teu(
        lambda c: c.at_sea("TMKRW") & c.touching("AZALA"),
        mark("Boxes, Turkmenbashi–Alat"),
        mark("Boxes between Turkmenbashi and Alat, both ways."),
    ),
    "kaz_rail_gtkm": Quantity(
        mark("Rail turnover of Kazakhstan"),
        "Gtkm/year",
        mark("Tonne-kilometres on the rail hauls of Kazakhstan, the assumed domestic turnover included."),
        _rail_gtkm,
        tables=(*_FLOWS, "demand.background"),
        arcs=lambda c: c.rail_in("KZ"),
        classes=ALL,
    ),
    "kaz_rail_teu": _split(
        mark("Boxes by rail in Kazakhstan"),
        "TEU/year",
        mark("Boxes of the corridors that run over Kazakhstan; domestic boxes are not modelled."),
        lambda c: c.corridors(BOX[c.state.total.pairs.commodity], OVER_KAZAKHSTAN) / c.per_teu,
        _BOX,
    ),
    "kaz_transit_rail_mt": _split(
        mark("Rail transit of Kazakhstan"),
        "Mt/year",
        mark("Tonnes of the corridors that run over Kazakhstan, neither sold nor bought there."),
        lambda c: c.corridors(~c.with_end("KAZ"), OVER_KAZAKHSTAN) / 1e6,
    ),
    "kaz_transit_china_mt": _split(
        mark("Transit of China over Kazakhstan"),
        "Mt/year",
        mark(
            "Tonnes with one end in China and none in Kazakhstan on corridors over Kazakhstan, by rail and road."
        ),
        lambda c: c.corridors(~c.with_end("KAZ") & c.with_end("CHN"), (*OVER_KAZAKHSTAN, "road")) / 1e6,
    ),
    "kaz_chn_trade_busd_CHN": _trade(
        "CHN",
        mark("Trade, China’s count"),
        mark("Goods both ways between Kazakhstan and China by China’s count."),
    ),
    "kaz_chn_trade_busd_KAZ": _trade(
        "KAZ",
        mark("Trade, Kazakhstan’s count"),
        mark("Goods both ways between Kazakhstan and China by Kazakhstan’s count."),
    ),
    "china_central_asia_trade_busd": Quantity(
        mark("Trade, China and Central Asia"),
        "bn USD/year",
        mark(
            "Goods both ways between China and the five states of Central Asia, China's figures for Kazakhstan."
        ),
        lambda c: c.trade_usd("CHN", members("CENTRAL_ASIA_FIVE", c.state.facts), "CHN") / 1e9,
        tables=("trade.flows",),
    ),
    "khorgos_hours_2022": _hours_2022(
        KHORGOS, "khorgos_acceptance_trains_per_day", mark("Mean hours at Khorgos")
    ),
    "alashankou_hours_2022": _hours_2022(
        ALASHANKOU, "dostyk_acceptance_trains_per_day", mark("Mean hours at Alashankou")
    ),
    "china_rail_out_hours": Quantity(
        mark("Hours out of China by rail"),
        "h",
        mark("Mean over trains outbound from China at Khorgos and Alashankou, the run's own year played."),
        _china_hours,
        tables=("simulation.waits",),
    ),
    "altynkol_poti_days": Quantity(
        mark("Days, Altynkol–Poti"),
        "d",
        mark("Median days from Altynkol to Poti by the Trans-Caspian corridor."),
        _poti_days,
        tables=("routes.od",),
    ),
    **OF_VOLUMES,
}


def amounts(measured: Measured, names: tuple[str, ...] = tuple(QUANTITIES)) -> dict[str, float]:
    """Value of each quantity; ``nan`` for what the state does not have."""
    counts = Counts(measured)
    return {name: QUANTITIES[name].rule(counts) for name in names}
