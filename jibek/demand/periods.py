"""Tonnes of the year over its periods: what is shipped on the days of each starts in its layer of the network.

    pair            tonnes      ->  open days, 334 of 365   days without Khorgos, 31 of 365
    Xi'an - Almaty  31 000          28 367                  2 633

Rows of a period follow those of the one before, in the same order.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array

if TYPE_CHECKING:
    from jibek.demand.pairs import Pairs
    from jibek.network import Network


def over_periods(pairs: Pairs, network: Network) -> Pairs:
    """Each pair once a period, with its part of the tonnes; of a year whose days are all alike the pairs themselves."""
    layers = network.layers
    if layers is None:
        return pairs
    shares = layers.calendar.shares

    def moved(states: Array) -> Array:
        return np.concatenate([layers.state[p][states] for p in range(len(shares))]).astype(np.int32)

    ends = ("origin", "destination", "start", "end")
    same = [f.name for f in fields(pairs) if f.name not in (*ends, "tonnes")]
    return replace(
        pairs,
        tonnes=np.concatenate([pairs.tonnes * share for share in shares]),
        **{name: moved(getattr(pairs, name)) for name in ends},
        **{name: in_each(getattr(pairs, name), network) for name in same},
    )


def in_each(value: Array, network: Network) -> Array:
    """A value of each pair, repeated for each period of the network."""
    periods = 1 if network.layers is None else len(network.layers.calendar.periods)
    return np.concatenate([value] * periods)


def as_in(value: Array, network: Network, other: Network) -> Array:
    """Rows of pairs of one network, (pair, ...), as rows of the pairs of another that holds the same pairs.

    Between years of the same periods they are themselves; else each period of ``other`` has the mean over those of
    ``network``, by days.
    """
    before, after = (None if n.layers is None else n.layers.calendar for n in (network, other))
    if before == after:
        return value
    if before is not None:
        parts = zip(before.shares, np.split(value, len(before.periods)), strict=True)
        value = np.asarray(sum(share * part for share, part in parts if share > 0.0))
    return value if after is None else np.concatenate([value] * len(after.periods))
