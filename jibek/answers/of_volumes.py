"""Quantities that published volumes are compared with, by the same flows: see `quantities`."""

from __future__ import annotations

from jibek.answers.quantity import (
    ALASHANKOU,
    ALL,
    BOX_RESTS_ON,
    BY_RAIL,
    CENTRAL_ASIA,
    EUROPE,
    OVER_KAZAKHSTAN,
    TRAIN_RESTS_ON,
    Quantity,
    mt,
    split,
    teu,
)
from jibek.ground.language import mark

OF_VOLUMES: dict[str, Quantity] = {
    "alashankou_rail_mt": mt(
        lambda c: c.border(ALASHANKOU),
        ALL,
        mark("Rail freight at Alashankou"),
        mark("All tonnes over Alashankou-Dostyk by rail, both directions."),
    ),
    "alashankou_teu": teu(
        lambda c: c.border(ALASHANKOU),
        mark("Boxes at Alashankou"),
        mark("Boxes over Alashankou-Dostyk by rail, both directions."),
    ),
    "kaz_transit_teu": split(
        mark("Boxes in transit of Kazakhstan"),
        "TEU/year",
        mark("Boxes of the corridors that run over Kazakhstan, neither sold nor bought there."),
        lambda c: c.corridors(c.boxed & ~c.with_end("KAZ"), OVER_KAZAKHSTAN) / c.per_teu,
        BOX_RESTS_ON,
    ),
    "kaz_transit_europe_teu": split(
        mark("Boxes, China–Europe over Kazakhstan"),
        "TEU/year",
        mark("Boxes between China and Europe by the corridors that run over Kazakhstan."),
        lambda c: c.market(EUROPE, OVER_KAZAKHSTAN) / c.per_teu,
        BOX_RESTS_ON,
    ),
    "kaz_uzb_rail_mt": mt(
        lambda c: c.rail_between("KZ", "UZ"),
        ALL,
        mark("Rail freight Kazakhstan–Uzbekistan"),
        mark("All tonnes over the rail crossings between the two, both directions, transit included."),
    ),
    "china_central_asia_trains": split(
        mark("Trains, China–Central Asia"),
        "trains/year",
        mark("Boxes between China and the five states of Central Asia by rail, over the boxes of a train."),
        lambda c: c.market(CENTRAL_ASIA, OVER_KAZAKHSTAN) / c.per_train,
        TRAIN_RESTS_ON,
    ),
    "transcaspian_china_trains": split(
        mark("Trains from China, Trans-Caspian route"),
        "trains/year",
        mark("Boxes that China sells by the Trans-Caspian corridor, over the boxes of a train."),
        lambda c: c.corridors(c.boxed & c.sold_by("CHN"), ("transcaspian",)) / c.per_train,
        TRAIN_RESTS_ON,
    ),
    "xian_trains": split(
        mark("Trains of Xi’an"),
        "trains/year",
        mark("Boxes with an end at Xi’an by the corridors on land but the road, over the boxes of a train."),
        lambda c: c.corridors(c.boxed & c.with_gate("CNCHN"), BY_RAIL) / c.per_train,
        TRAIN_RESTS_ON,
    ),
    "xian_kaz_teu": split(
        mark("Boxes, Xi’an–Kazakhstan and the Caspian"),
        "TEU/year",
        mark("Boxes between Xi’an and Kazakhstan, and those of Xi’an by the Trans-Caspian corridor."),
        lambda c: (
            (
                c.corridors(c.boxed & c.with_gate("CNCHN") & c.with_end("KAZ"), BY_RAIL)
                + c.corridors(c.boxed & c.with_gate("CNCHN") & ~c.with_end("KAZ"), ("transcaspian",))
            )
            / c.per_teu
        ),
        BOX_RESTS_ON,
    ),
    "baku_mt": mt(
        lambda c: c.at_sea("AZALA"),
        ALL,
        mark("Freight of Baku"),
        mark("All tonnes on voyages from and to Alat."),
    ),
    "baku_teu": teu(
        lambda c: c.at_sea("AZALA"), mark("Boxes of Baku"), mark("Boxes on voyages from and to Alat.")
    ),
    "aktau_teu": teu(
        lambda c: c.at_sea("KZAAU"), mark("Boxes of Aktau"), mark("Boxes on voyages from and to Aktau.")
    ),
    "turkmenbashi_alat_calls": Quantity(
        mark("Ferries, Alat–Turkmenbashi"),
        "calls/year",
        mark("Sailings of ferries that leave Alat for Turkmenbashi."),
        lambda c: c.sailings_per_year("AZALA", "TMKRW"),
        tables=("network.facilities",),
    ),
}
