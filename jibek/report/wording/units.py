"""How units are said: sizes of handy units, units in words, units in sentences.

"t/year" of 28 345 678   ->   28.3 Mt/yr, in a sentence 28.3 million tonnes
"""

from __future__ import annotations

from jibek.ground.language import mark

# (from this size on, divide by, say), …; the first that fits is taken, the last one always fits
Sizes = tuple[tuple[float, float, str], ...]

_TONNES: Sizes = ((1e6, 1e6, mark("Mt/yr")), (1e3, 1e3, mark("kt/yr")), (0.0, 1.0, mark("t/yr")))

_DOLLARS: Sizes = (
    (1e12, 1e12, mark("tn USD")),
    (1e9, 1e9, mark("bn USD")),
    (1e6, 1e6, mark("mn USD")),
    (0.0, 1.0, mark("USD")),
)

_DOLLARS_A_YEAR: Sizes = (
    (1e12, 1e12, mark("tn USD/yr")),
    (1e9, 1e9, mark("bn USD/yr")),
    (1e6, 1e6, mark("mn USD/yr")),
    (0.0, 1.0, mark("USD/yr")),
)

SIZES: dict[str, Sizes] = {
    "t/year": _TONNES,
    "t/yr": _TONNES,
    "t": ((1e6, 1e6, mark("Mt")), (1e3, 1e3, mark("kt")), (0.0, 1.0, mark("t"))),
    "USD": _DOLLARS,
    "USD/year": _DOLLARS_A_YEAR,
    "USD/yr": _DOLLARS_A_YEAR,
    "train-km/yr": ((1e6, 1e6, mark("mn train-km/yr")), (0.0, 1.0, mark("train-km/yr"))),
}

MYRIAD = 1e4

# By ten thousands, as Chinese counts.
BY_MYRIADS: dict[str, Sizes] = {
    "t/year": ((1e8, 1e8, mark("100 Mt/yr")), (MYRIAD, MYRIAD, mark("10 kt/yr")), (0.0, 1.0, "t/yr")),
    "t": ((1e8, 1e8, mark("100 Mt")), (MYRIAD, MYRIAD, mark("10 kt")), (0.0, 1.0, "t")),
    "USD": (
        (1e12, 1e12, "tn USD"), (1e8, 1e8, mark("100 mn USD")), (MYRIAD, MYRIAD, mark("10 k USD")), (0.0, 1.0, "USD"),
    ),
    "USD/year": (
        (1e12, 1e12, "tn USD/yr"), (1e8, 1e8, mark("100 mn USD/yr")), (MYRIAD, MYRIAD, mark("10 k USD/yr")),
        (0.0, 1.0, "USD/yr"),
    ),
}  # fmt: skip
BY_MYRIADS |= {"t/yr": BY_MYRIADS["t/year"], "USD/yr": BY_MYRIADS["USD/year"]}

# Units whose size does not change, as they are said.
WORDS = {
    "d": mark("days"),
    "day": "days",
    "1": "",
    "0-1": "",
    "share": "",
    "share below 1": "",
    "USD bn": "bn USD",
    "Mt/y": "Mt/yr",
    "kg CO2e/FEU": mark("kg CO₂e/FEU"),
    "kg CO2e": mark("kg CO₂e"),
    "percent": "%",
}


SPOKEN = {
    "Mt/yr": mark("million tonnes"), "kt/yr": mark("thousand tonnes"), "t/yr": mark("tonnes"), "h": mark("hours"),
    "trains/day": mark("trains a day"), "trucks/day": mark("trucks a day"), "bn USD/yr": mark("billion dollars"),
    "mn USD/yr": mark("million dollars"), "Mt": "million tonnes", "bn USD": "billion dollars",
    "mn USD": "million dollars", "USD/yr": mark("dollars"), "tn USD/yr": mark("trillion dollars"),
    "USD/FEU": mark("dollars a box"), "kg CO₂e/FEU": mark("kg of CO₂e a box"), "USD": "dollars",
    "tn USD": "trillion dollars", "100 Mt/yr": mark("hundred million tonnes"), "100 Mt": "hundred million tonnes",
    "10 kt/yr": mark("ten thousand tonnes"), "10 kt": "ten thousand tonnes",
    "100 mn USD": mark("hundred million dollars"), "100 mn USD/yr": "hundred million dollars",
    "10 k USD": mark("ten thousand dollars"), "10 k USD/yr": "ten thousand dollars",
}  # fmt: skip

# What else tables of a run and of the data count in, said as it is written there.
OTHERS = (
    mark("GWh/yr"), mark("MW/(tU/yr)"), mark("TEU/train"), mark("TWh/yr"), mark("USD/(t/yr)"),
    mark("USD/(vehicle/yr)"), mark("USD/1000 m3"), mark("USD/TEU"), mark("USD/company"),
    mark("USD/container"), mark("USD/job"), mark("USD/kW"), mark("USD/kg"), mark("USD/km"),
    mark("USD/parcel"), mark("USD/project"), mark("USD/t"), mark("USD/t/1000 km"), mark("USD/vehicle"),
    mark("USD/visit"), mark("bn m3/yr"), mark("companies"), mark("crossings"), mark("documents/country"),
    mark("doses"), mark("doses/100 people"), mark("g/kWh"), mark("jobs"), mark("jobs/MW"),
    mark("jobs/company"), mark("jobs/project"), mark("kWh/household"), mark("kg"), mark("km"),
    mark("learners/institute"), mark("meetings"), mark("meetings/year"), mark("mn EUR/day"),
    mark("mn USD/km"), mark("months"), mark("occasions"), mark("pairs"), mark("pairs/year"),
    mark("percent of trade"), mark("persons"), mark("persons/company"), mark("persons/project"),
    mark("places"), mark("points"), mark("points/year"), mark("projects/year"), mark("reloads/year"),
    mark("score/year"), mark("signings"), mark("stations/city"), mark("students"), mark("students/teacher"),
    mark("t/1000 m3"), mark("t/TEU"), mark("t/ha"), mark("t/permit"), mark("t/t"), mark("t/vehicle"),
    mark("tU"), mark("terms"), mark("trains"), mark("vehicles/job"), mark("visits"), mark("visits/year"),
    mark("wagons/year"), mark("years"), mark("times"), mark("h"), mark("trains/day"), mark("trucks/day"),
    mark("tonnes/day"), mark("vehicles/day"), mark("TEU"), mark("TEU/yr"), mark("Gtkm"), mark("Gtkm/yr"),
    mark("trucks"), mark("USD/FEU"), mark("% of value/day"), mark("1/100 km"), mark("Mt/yr both ways"),
    mark("TEU/ship"), mark("USD/FEU-day"), mark("USD/FEU-km"), mark("USD/t-km"), mark("fronts"),
    mark("g/t-km"), mark("h/day"), mark("h/train"), mark("kWh/t-km"), mark("kg/km"), mark("km/h"),
    mark("score"), mark("ships"), mark("t/FEU"), mark("t/call"), mark("t/ship"), mark("t/train"),
    mark("t/truck"), mark("t/wagon"), mark("tracks"), mark("trains/day both ways"),
    mark("trains/day/direction"), mark("trucks/day/direction"), mark("wagons/ship"),
)  # fmt: skip
