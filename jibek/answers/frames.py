"""Frames of the answer: headline, worlds, what the answer rests on."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek.answers.headline import ITEMS, Item
from jibek.answers.quantities import QUANTITIES
from jibek.answers.tables import ASSUMPTIONS_BY_WORLD, HEADLINE, HEADLINE_BY_WORLD, WORLDS
from jibek.answers.tables import QUANTITIES as DECLARED
from jibek.ground.arrays import Array
from jibek.ground.uncertainty import blurred, quantile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jibek.answers.ensemble import Ensemble, Values

LOW, HIGH = 0.05, 0.95

# A figure that most of the worlds do not have is not told.
_HAVE = 0.5


def headline_table(
    year: int,
    central: Values,
    base: Values | None,
    found: Ensemble | None,
    reasons: Mapping[str, str] = MappingProxyType({}),
) -> pd.DataFrame:
    """headline: medians over worlds with their intervals, and their changes against the base in the same worlds.

    Parameters
    ----------
    central, base
        Figures at the central values of assumptions, of the run and of its base; None: a run that is its own base.
    found
        Worlds; None: none were drawn, and the central figures stand without an interval.
    reasons
        Why the scenario does not have a number, by its figure.
    """
    rows = []
    for item in ITEMS:
        middle = central[item.figure]
        value, low, high = (
            ends_of(found, item.figure, item.unit) if found is not None else (middle, None, None)
        )
        difference: tuple[float | None, float | None, float | None] = (None, None, None)
        if base is not None:
            before = base[item.figure]
            if found is not None:
                difference = told(found, *found.changes(item.figure))
            elif middle is not None and before is not None:
                difference = (middle - before, None, None)
        reason = reasons.get(item.figure) if value is None else None
        rows.append({**_row(item, year, middle, (value, low, high), difference, found), "reason": reason})
    return HEADLINE.check(pd.DataFrame(rows))


def _row(
    item: Item,
    year: int,
    central: float | None,
    value: tuple[float | None, float | None, float | None],
    difference: tuple[float | None, float | None, float | None],
    found: Ensemble | None,
) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "short": item.short,
        "group": item.group,
        "value": value[0],
        "low": value[1],
        "high": value[2],
        "central": central,
        "interval_method": "no worlds were drawn: central values, no interval"
        if found is None
        else found.method,
        "unit": item.unit,
        "year": year,
        "reporter": item.reporter or None,
        "difference": difference[0],
        "difference_low": difference[1],
        "difference_high": difference[2],
    }


def told(
    found: Ensemble, values: Array, weights: Array, drift: float = 0.0
) -> tuple[float | None, float | None, float | None]:
    """Median and ends of a figure over worlds; no ends from too few, nothing where most worlds lack the figure.

    ``drift``: standard error of the log of the figure in each world.
    """
    if not len(values) or weights.sum() < _HAVE:
        return None, None, None
    middle = quantile(values, weights, 0.5)
    if not found.told:
        return middle, None, None
    wide = blurred(values, weights, drift)
    return middle, quantile(*wide, LOW), quantile(*wide, HIGH)


def ends_of(
    found: Ensemble | None, figure: str, unit: str
) -> tuple[float | None, float | None, float | None]:
    """`told` of a figure by name; nothing where no worlds were drawn."""
    return (None, None, None) if found is None else told(found, *found.column(figure), found.drift_of(unit))


def quantities_table(amount: Mapping[str, float], year: int, found: Ensemble | None) -> pd.DataFrame:
    """quantities: those of the central values, with their ends over worlds."""
    rows = []
    for name, quantity in QUANTITIES.items():
        ends = ends_of(found, f"quantities:{name}", quantity.unit)
        rows.append(
            {
                "quantity_id": name,
                "value": amount[name],
                "low": ends[1],
                "high": ends[2],
                "median": ends[0],
                "unit": quantity.unit,
                "year": quantity.year or year,
                "words": quantity.words,
                "what": quantity.what,
                "tables": ";".join(quantity.tables),
            }
        )
    return DECLARED.check(pd.DataFrame(rows))


def worlds_tables(found: Ensemble | None) -> dict[str, pd.DataFrame]:
    """worlds, headline_by_world, assumptions_by_world; empty where none were drawn."""
    if found is None:
        return {t.name: t.empty() for t in (WORLDS, HEADLINE_BY_WORLD, ASSUMPTIONS_BY_WORLD)}
    count = len(found.weight)
    worlds = pd.DataFrame(
        {"world": range(count), "weight": found.weight, "reason": [r or None for r in found.reasons]}
    )
    rows: list[dict[str, Any]] = []
    for item in ITEMS:
        for n, (value, base) in enumerate(zip(found.values, found.base, strict=True)):
            rows.append(
                {
                    "headline": item.id,
                    "reporter": item.reporter or None,
                    "world": n,
                    "value": None if value is None else value[item.figure],
                    "base_value": None if base is None else base[item.figure],
                }
            )
    drawn = [found.prior.values(z) for z in found.z]
    names = list(found.prior.names)
    assumed = pd.DataFrame(
        {
            "assumption_id": [name for name in names for _ in range(count)],
            "world": list(range(count)) * len(names),
            "value": [drawn[n][name] for name in names for n in range(count)],
        }
    )
    return {
        WORLDS.name: WORLDS.check(worlds),
        HEADLINE_BY_WORLD.name: HEADLINE_BY_WORLD.check(pd.DataFrame(rows)),
        ASSUMPTIONS_BY_WORLD.name: ASSUMPTIONS_BY_WORLD.check(assumed),
    }
