"""What must be said first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.answers.beside import far_off
from jibek.ground.certificate import Certificate
from jibek.network.periods import in_year

if TYPE_CHECKING:
    from jibek.answers.ensemble import Ensemble
    from jibek.loop import State
    from jibek.record import Facts
    from jibek.record.observations import Observation


def cut_off(state: State) -> list[dict[str, Any]]:
    """A warning that names the markets whose freight no open corridor takes."""
    lost = state.total.pairs.tonnes - state.need.tonnes.sum(axis=1)
    by_market = np.bincount(state.total.pairs.market, weights=lost, minlength=len(state.total.markets))
    named = [m.market_id for m, t in zip(state.total.markets, by_market, strict=True) if t > 1.0]
    if not named:
        return []
    message = f"{by_market.sum() / 1e6:.2f} Mt a year find no open corridor and are not on the network"
    return [{"code": "demand.cut_off", "message": message + ": " + ", ".join(named), "rows": named}]


def warnings(beside: pd.DataFrame, checks: Iterable[Certificate]) -> list[dict[str, Any]]:
    """What must be said first: a failed check, a test off by more than a factor of two."""
    failed = [c for c in checks if not c.ok]
    said: list[dict[str, Any]] = []
    if failed:
        said.append(
            {
                "code": "certificate.failed",
                "message": "check failed: " + ", ".join(f"{c.stage} {c.name} {c.value:.3g}" for c in failed),
                "rows": [],
            }
        )
    off = far_off(beside)
    for row in off.to_dict("records"):
        said.append(
            {
                "code": "beside.far_off",
                "message": (
                    f"modelled {row['quantity']} is {row['ratio']:.2f} times the published figure of {row['year']} "
                    f"({row['volume_id']}: {row['counts']})"
                ),
                "rows": [row["volume_id"]],
            }
        )
    return said


def above_trade(state: State) -> list[dict[str, Any]]:
    """A warning that names the pairs of countries whose freight is worth more than what they trade, the worst first."""
    checked = state.total.value_check
    broken = checked[~checked["ok"]]
    if not len(broken):
        return []
    told = zip(broken["exporter"], broken["importer"], broken["ratio"], strict=True)
    rows = [f"{a}-{b}: {ratio:.3g} times" for a, b, ratio in told]
    more = f" and {len(rows) - 10} more" if len(rows) > 10 else ""
    message = (
        f"the freight of {len(rows)} of {len(checked)} pairs of countries is worth more than their trade: "
    )
    return [
        {"code": "demand.value_above_trade", "message": message + ", ".join(rows[:10]) + more, "rows": rows}
    ]


def beyond_printed(state: State) -> list[dict[str, Any]]:
    """A warning for each printed capacity of rail crossings, in Mt a year, that modelled freight exceeds.

    Rows of borders for the ends of a crossing, and those that count the crossings of two countries together.
    """
    frame = state.facts.table("borders")
    rows = frame[(frame["mode"] == "rail") & (frame["metric"] == "capacity") & (frame["unit"] == "Mt/yr")]
    rows = rows[rows["value"].notna() & (rows["year"] <= state.scenario.year)]
    rows = rows.sort_values("year").drop_duplicates(["node_a", "node_b"], keep="last")
    net, said = state.network, []
    rail = net.arcs[(net.arcs["kind"] == "border") & (net.arcs["mode"] == "rail")]
    mt = pd.Series(state.flow.flow.sum(axis=(0, 1))[rail.index] / 1e6, index=rail.index)
    facts = pd.Series(state.facts.fact_ids("borders", "value"), index=frame.index)
    for at, row in zip(rows.index, rows.to_dict("records"), strict=True):
        lands = row["between"].split(";") if isinstance(row["between"], str) else []
        if len(lands) == 2:
            over = rail["country"].isin(["-".join(lands), "-".join(reversed(lands))])
        else:
            over = rail["gateway_id"].isin(
                [f"{row['node_a']}-{row['node_b']}", f"{row['node_b']}-{row['node_a']}"]
            )
        carried, printed = float(mt[over].sum()), float(row["value"])
        if carried > printed:
            where = f"the crossings of {' and '.join(lands)}" if len(lands) == 2 else str(row["node_a"])
            message = (
                f"{carried:.1f} Mt a year go by rail over {where}, more than the {printed:g} Mt printed as capacity "
                f"for {row['year']:.0f} ({row['source']})"
            )
            said.append({"code": "flows.beyond_printed_capacity", "message": message, "rows": [facts[at]]})
    return said


# Why a world gives no answer, in words; what else stops one is told by its code.
_WHY = {
    "trade.value_above_trade": "freight of two countries would be worth more than their trade",
    "demand.bad_value": "a tonne of some market would be worth nothing or less",
}


def of_worlds(found: Ensemble | None) -> list[dict[str, Any]]:
    """Warnings on the worlds: those that gave no answer, and too few effective ones for an interval."""
    if found is None:
        return []
    said = []
    named = [f"world {n}: {reason}" for n, reason in enumerate(found.reasons) if reason]
    if named:
        by_reason: dict[str, list[str]] = {}
        for n, reason in enumerate(found.reasons):
            if reason:
                by_reason.setdefault(_WHY.get(reason, reason), []).append(str(n))
        why = "; ".join(f"{words} ({', '.join(worlds)})" for words, worlds in by_reason.items())
        message = f"{len(named)} of {len(found.weight)} worlds gave no answer and weigh nothing: {why}"
        said.append({"code": "worlds.no_answer", "message": message, "rows": named})
    if not found.told:
        widest = sorted(found.rows, key=lambda o: _misfit(found, o), reverse=True)[:2]
        names = [o.observation_id for o in widest]
        message = (
            f"{found.effective:.0f} effective worlds of {len(found.weight)} are too few for an interval: draw more "
            f"(--draws), or widen the errors of {' and '.join(names)} or the ranges of what they rest on"
        )
        said.append({"code": "worlds.too_few", "message": message, "rows": names})
    return said


def _misfit(found: Ensemble, o: Observation) -> float:
    """How far worlds lie from an observation, in standard errors: the mean square over all that gave an answer."""
    known = [v.get(f"quantities:{o.quantity}") for v in found.values if v is not None]
    squares = [o.misfit(float(k)) ** 2 for k in known if k is not None and k > 0]
    return sum(squares) / len(squares) if squares else 0.0


def forecast(facts: Facts) -> list[dict[str, Any]]:
    """A warning that names the series that the year goes beyond."""
    beyond = facts.forecast()
    if not beyond:
        return []
    message = (
        f"{facts.year} is a forecast: {len(beyond)} series end before it and go on by the growth assumed for each, "
        "within a band that widens"
    )
    return [{"code": "year.forecast", "message": message, "rows": list(beyond)}]


def matrix_warnings(state: State) -> list[dict[str, Any]]:
    """What the trade matrix could not reconcile."""
    return [
        {"code": p.code, "message": p.message or str(p), "rows": [p.where]}
        for p in state.total.matrix.warnings
    ]


def unread_settings(state: State) -> list[dict[str, Any]]:
    """A warning that names what was set and cannot have moved anything, since no part of the run asked for it.

    Assumptions that the scenario or the user's tables set and nothing read, and closures and bans of other years alone.
    """
    asked, scenario = state.facts.asked(), state.scenario
    idle = [f"assumption.{i}" for i in scenario.assumption if i not in asked]
    idle += [
        f"gateway.{i}.{what}"
        for i, change in scenario.gateway.items()
        for what, days in (("closed", change.closed), *(("ban", ban.days) for ban in change.ban))
        if days and not in_year(days, scenario.year)
    ]
    rows = state.facts.table("assumptions")
    own = rows[rows["_overlay"].astype(bool) & ~rows["assumption_id"].isin(asked)]
    idle += [f"assumptions.csv row {n}: {i}" for n, i in zip(own["_row"], own["assumption_id"], strict=True)]
    if not idle:
        return []
    message = "settings that moved nothing, as nothing in this run rests on them: " + ", ".join(idle)
    return [{"code": "scenario.no_effect", "message": message, "rows": idle}]
