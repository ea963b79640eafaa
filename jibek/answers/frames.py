"""Frames of the answer: headline, replications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from jibek.answers.headline import ITEMS, Key
from jibek.answers.intervals import METHOD, Varied
from jibek.answers.tables import HEADLINE, REPLICATIONS

if TYPE_CHECKING:
    from jibek.loop import State
    from jibek.simulation import Play


def headline_table(
    state: State,
    central: Mapping[Key, float | None],
    varied: Varied,
    noise: Mapping[Key, tuple[float, float]],
) -> pd.DataFrame:
    """headline: the values, each with the interval of what it rests on and of the simulation."""
    rows = []
    for item in ITEMS:
        value = central[item.key]
        down, up = varied.around(item.key, noise.get(item.key, (0.0, 0.0)))
        rows.append(
            {
                "id": item.id,
                "name": item.name,
                "short": item.short,
                "group": item.group,
                "value": value,
                "low": None if value is None else max(item.least, value - down),
                "high": None if value is None else value + up,
                "interval_method": METHOD,
                "unit": item.unit,
                "year": state.scenario.year,
                "reporter": item.reporter or None,
            }
        )
    changes = dict.fromkeys(("difference", "difference_low", "difference_high"))
    return HEADLINE.check(pd.DataFrame(rows).assign(**changes))


def play_noise(waits: pd.DataFrame) -> dict[Key, tuple[float, float]]:
    """Half-widths of the simulation's own interval, for the headline numbers that are mean hours of a crossing."""
    rail = waits[waits["mode"] == "rail"].set_index("gateway_id")
    ends = rail[["hours_mean", "hours_mean_low", "hours_mean_high"]].to_dict("index")
    found = {}
    for item in ITEMS:
        if item.wait is not None and item.wait[1] == "hours_mean" and item.wait[0] in ends:
            mean, low, high = (float(value) for value in ends[item.wait[0]].values())
            found[item.key] = (mean - low, high - mean)
    return found


def replications_table(played: Play) -> pd.DataFrame:
    """simulation_replications: hours at crossings by replication; equal numbers share their draws."""
    rows = [
        {"headline": item.id, "reporter": item.reporter or None, "replication": number, "value": float(value)}
        for item in ITEMS
        if item.wait is not None and item.wait[1] != "trains_per_day"
        for number, value in enumerate(played.replication_values(*item.wait))
    ]
    return REPLICATIONS.check(pd.DataFrame(rows)) if rows else REPLICATIONS.empty()
