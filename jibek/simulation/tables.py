"""What the simulation stage writes."""

from __future__ import annotations

from typing import Any

from jibek.ground.table import Table, integer, number, text
from jibek.ground.vocabulary import AT_GATEWAYS, GATEWAY_UNITS

_HOURS = "from arrival at the gateway to departure beyond it; at a port the wait for a berth"

CURVES = Table(
    "simulation.curves",
    "Mean hours of waiting, beyond clearance and reloading, against load over capacity; between the knots the slope "
    "is a straight line, beyond the last one the hours are.",
    key=["facility_id", "load"],
    comes_from=["network.facilities", "network.gateways", "record.assumptions"],
    facility_id=text("What jams.", refers_to="network.facilities"),
    load=number("Load over capacity.", unit="1", at_least=0),
    hours=number("Mean wait over the year.", unit="h", at_least=0),
    slope=number("Rise of the hours per unit of load over capacity.", unit="h", at_least=0),
    method=text(
        "How the curve was found.", choices=("simulated", "closed form", "section", "sailing", "held")
    ),
)

_BEHIND = (
    "result:flows.facilities:{gateway_id}:out:load_per_day",
    "result:network.gateways:{gateway_id}:capacity_per_day",
    "result:network.gateways:{gateway_id}:clearance_hours",
    "ids in rests_on",
)

_SPREAD: dict[str, Any] = {
    "hours_mean": number(f"Mean hours {_HOURS}.", unit="h", at_least=0, traced_to=_BEHIND),
    "hours_mean_low": number("Low end of the 95 % t interval over replications.", unit="h"),
    "hours_mean_high": number("High end.", unit="h"),
    "hours_p50": number("Half of the year's vehicles take less.", unit="h", at_least=0, traced_to=_BEHIND),
    "hours_p90": number("Nine tenths take less.", unit="h", at_least=0, traced_to=_BEHIND),
    "hours_p99": number("Ninety-nine of a hundred take less.", unit="h", at_least=0, traced_to=_BEHIND),
}

_ENDS: dict[str, Any] = {
    f"hours_{what}_{end}": number("End of the 95 % t interval over replications.", unit="h")
    for what in ("p50", "p90", "p99")
    for end in ("low", "high")
}

_REST: dict[str, Any] = {
    "wait_hours_mean": number("Of the mean, the wait beyond clearance and reloading.", unit="h"),
    "queue_mean": number(
        "Vehicles (ports: tonnes) that wait, mean over the year.", unit="column unit", at_least=0
    ),
    "utilisation": number("Share of the year's capacity that was used.", unit="1", at_least=0, optional=True),
    "arrivals": number("Vehicles (ports: tonnes) that arrived in the year.", unit="column unit", at_least=0),
    "bottleneck": text(
        "Where the larger part of the time goes.",
        choices=("inspection", "acceptance", "gauge change", "none"),
    ),
    "unit": text("What is counted.", choices=GATEWAY_UNITS),
    "rests_on": text(
        "Assumptions and facts of the played line, joined by ; (capacity, clearance and load aside).",
        optional=True,
    ),
    "method": text("event kernel, or no traffic.", choices=("played", "no traffic")),
}

_PARENTS = ["flows.facilities", "network.gateways", "network.facilities", "record.assumptions"]

WAITS = Table(
    "simulation.waits",
    "Hours at a gateway in the played year, away from China.",
    key=["gateway_id", "mode"],
    comes_from=_PARENTS,
    gateway_id=text("The gateway.", refers_to="network.gateways"),
    mode=text("What passes.", choices=tuple(AT_GATEWAYS)),
    **_SPREAD,
    trains_per_day=number(
        "Vehicles (ports: tonnes) a day, both directions.",
        unit="column unit, a day",
        at_least=0,
        traced_to=tuple(
            f"result:flows.facilities:{{gateway_id}}:{way}:load_per_day" for way in ("out", "in")
        ),
    ),
    **_REST,
)

WAITS_BY_DIRECTION = Table(
    "simulation.waits_by_direction",
    "Hours at a gateway in the played year, each direction by itself.",
    key=["gateway_id", "mode", "direction"],
    comes_from=_PARENTS,
    gateway_id=text("The gateway.", refers_to="network.gateways"),
    mode=text("What passes.", choices=tuple(AT_GATEWAYS)),
    direction=text("out: away from China; in: towards it.", choices=("out", "in")),
    **_SPREAD,
    **_ENDS,
    per_day=number(
        "Vehicles (ports: tonnes) a day in this direction.", unit="column unit, a day", at_least=0
    ),
    inspection_hours=number("Mean hours at the receiving tracks, clearance included.", unit="h", at_least=0),
    acceptance_hours=number("Mean wait for acceptance.", unit="h", at_least=0),
    gauge_change_hours=number(
        "Mean hours at the reloading fronts, reloading included.", unit="h", at_least=0
    ),
    replications=integer("Years played.", at_least=0),
    **_REST,
)

QUANTILES = Table(
    "simulation.quantiles",
    "Distribution of the wait at a gateway in the played year.",
    key=["gateway_id", "direction", "quantile"],
    comes_from=_PARENTS,
    gateway_id=text("The gateway.", refers_to="network.gateways"),
    direction=text("out: away from China; in: towards it.", choices=("out", "in")),
    quantile=number("Share of the year's vehicles that take at most this.", unit="1", at_least=0, at_most=1),
    hours=number("Wait beyond clearance and reloading.", unit="h", at_least=0),
    crossing_hours=number(f"The whole time {_HOURS}.", unit="h", at_least=0),
    hours_open_days=number(
        "Wait of the vehicles that come on days on which nothing is shut anywhere; where there are none, of all.",
        unit="h",
        at_least=0,
    ),
)

TABLES = (CURVES, WAITS, WAITS_BY_DIRECTION, QUANTILES)
