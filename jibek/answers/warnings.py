"""What must be said first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.answers.beside import far_off
from jibek.ground.certificate import Certificate
from jibek.ground.language import mark
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
    message = mark("{mt:.2f} Mt a year find no open corridor and are not on the network: {markets}")
    values = {"mt": float(by_market.sum() / 1e6), "markets": ", ".join(named)}
    return [_warning("demand.cut_off", message, named, **values)]


def _warning(code: str, message: str, rows: list[str], **values: Any) -> dict[str, Any]:
    """A warning in English, with its message and values apart so that it can be said in another language."""
    return {
        "code": code,
        "message": message.format(**values),
        "rows": rows,
        "said": message,
        "values": values,
    }


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
    message = (
        mark(
            "the freight of {broken} of {all} pairs of countries is worth more than their trade: {pairs} and {more} "
            "more"
        )
        if len(rows) > 10
        else mark(
            "the freight of {broken} of {all} pairs of countries is worth more than their trade: {pairs}"
        )
    )
    values = {"broken": len(rows), "all": len(checked), "pairs": ", ".join(rows[:10]), "more": len(rows) - 10}
    return [_warning("demand.value_above_trade", message, rows, **values)]


_BEYOND_ALL = mark(
    "{mt:.1f} Mt a year go by rail over the crossings of China and Kazakhstan, more than the {printed:g} Mt printed as "
    "capacity for {year} ({source})"
)
_BEYOND_TWO = mark(
    "{mt:.1f} Mt a year go by rail over the crossings of {a} and {b}, more than the {printed:g} Mt printed as capacity "
    "for {year} ({source})"
)
_BEYOND = mark(
    "{mt:.1f} Mt a year go by rail over {a}, more than the {printed:g} Mt printed as capacity for {year} ({source})"
)


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
            both = len(lands) == 2
            message = _BEYOND_ALL if both and set(lands) == {"CN", "KZ"} else _BEYOND_TWO if both else _BEYOND
            values = {
                "mt": carried, "printed": printed, "year": int(row["year"]), "source": str(row["source"]),
                "a": lands[0] if both else str(row["node_a"]), "b": lands[1] if both else "",
            }  # fmt: skip
            said.append(_warning("flows.beyond_printed_capacity", message, [str(facts[at])], **values))
    return said


# Why a world gives no answer, in words; what else stops one is told by its code.
_WHY = {
    "trade.value_above_trade": mark("freight of two countries would be worth more than their trade"),
    "demand.bad_value": mark("a tonne of some market would be worth nothing or less"),
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
        message = mark("{none} of {all} worlds gave no answer and weigh nothing: {why}")
        values = {"none": len(named), "all": len(found.weight), "why": why}
        warning = _warning("worlds.no_answer", message, named, **values)
        warning["why"] = [[words, ", ".join(worlds)] for words, worlds in by_reason.items()]
        said.append(warning)
    if not found.told:
        widest = sorted(found.rows, key=lambda o: _misfit(found, o), reverse=True)[:2]
        names = [o.observation_id for o in widest]
        message = mark(
            "{effective:.0f} effective worlds of {all} are too few for an interval: draw more (--draws), or widen the "
            "errors of {names} or the ranges of what they rest on"
        )
        values = {"effective": found.effective, "all": len(found.weight), "names": " and ".join(names)}
        said.append(_warning("worlds.too_few", message, names, **values))
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
    message = mark(
        "{year} is a forecast: {n} series end before it and go on by the growth assumed for each, within a band that "
        "widens"
    )
    return [_warning("year.forecast", message, list(beyond), year=facts.year, n=len(beyond))]


def matrix_warnings(state: State) -> list[dict[str, Any]]:
    """What the trade matrix could not reconcile."""
    return [
        {"code": p.code, "message": p.message or str(p), "rows": [p.where]}
        for p in state.total.matrix.warnings
    ]


def of_choice(saved: pd.DataFrame) -> list[dict[str, Any]]:
    """A warning where more of what shippers gain or lose is the number of ways to choose from than it is cost."""
    usd = dict(zip(saved["part"], saved["usd_per_year"], strict=True))
    cost, choice = usd.get("cost", 0.0), usd.get("choice", 0.0)
    if abs(choice) <= max(abs(cost), 1e6):
        return []
    message = (
        mark(
            "of what shippers gain, {choice} million dollars a year are the worth of more ways to choose from and "
            "{cost} million lower cost: trade and real spending rest on that worth, an assumption that no published "
            "value supports"
        )
        if choice > 0
        else mark(
            "of what shippers lose, {choice} million dollars a year are the worth of fewer ways to choose from and "
            "{cost} million higher cost: trade and real spending rest on that worth, an assumption that no published "
            "value supports"
        )
    )
    sign = 1.0 if choice > 0 else -1.0
    values = {"choice": f"{sign * choice / 1e6:.0f}", "cost": f"{sign * cost / 1e6:.0f}"}
    return [_warning("choice.worth", message, ["door_dissimilarity"], **values)]


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
    message = mark("settings that moved nothing, as nothing in this run rests on them: {settings}")
    return [_warning("scenario.no_effect", message, idle, settings=", ".join(idle))]
