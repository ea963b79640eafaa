"""Prices of arcs as arrays and words, kind of step by kind, so that each kind can be priced and kept by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array
from jibek.network.cost.steps import Price, RestsOn
from jibek.network.cost.tonnes import price_rests_on


@dataclass(frozen=True, slots=True)
class Priced:
    """What arcs take and cost, shape (arc, ...): hours as (P10, mean, P90), USD per FEU as (low, central, high), bulk
    in USD/t; co2e: (arc, class, 3), kg per t as (low, central, high); co2e_per_teu: kg or nan; income: of both prices
    what is more than the step costs; words: source and what the parts of `RestsOn` rest on, in the order of its fields;
    by_class: what the price of a tonne rests on, (arc, class)."""

    hours: Array
    usd_per_feu: Array
    bulk_usd_per_t: Array
    co2e: Array
    co2e_per_teu: Array
    income: Array
    words: Array
    by_class: Array


def as_arrays(prices: Sequence[Price]) -> Priced:
    """The prices of arcs, in their order; at least one."""
    known: dict[int, tuple[list[str | None], list[str | None]]] = {}
    for p in prices:
        if id(p) not in known:  # many arcs are alike
            rests = [_ids(getattr(p.rests_on, part)) for part in RestsOn._fields]
            known[id(p)] = [p.source, *rests], [_ids(behind) for behind in price_rests_on(p)]
    return Priced(
        np.array([p.hours for p in prices]),
        np.array([p.usd_per_feu for p in prices]),
        np.array([p.bulk_usd_per_t for p in prices]),
        np.array([p.co2e.by_class for p in prices]),
        np.array([p.co2e.per_teu for p in prices]),
        np.array([p.income for p in prices]),
        np.array([known[id(p)][0] for p in prices], dtype=object),
        np.array([known[id(p)][1] for p in prices], dtype=object),
    )


def joined(parts: Sequence[Priced], at: Sequence[Array]) -> Priced:
    """The prices of all arcs from those of some: ``at`` gives their positions, each once."""
    order = np.argsort(np.concatenate(at))
    return Priced(*(np.concatenate([getattr(p, f) for p in parts])[order] for f in Priced.__slots__))


def _ids(rests_on: Iterable[str]) -> str | None:
    return ";".join(dict.fromkeys(rests_on)) or None
