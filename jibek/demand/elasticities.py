"""By how many percent the tonnes of a corridor change when a corridor's price rises by one percent.

Method  the nested logit's own derivative (Train, 2009, ch. 4) at the solution, with what the paths cost held fixed:

            d ln P(d) / d ln p(c) = -s p(c) [1(c = d) / L + (1 - 1 / L) P(c | nest) - P(c)]     both in the nest

        without the terms in L across nests. Market and mode are tonnes-weighted means over pairs; the price of a mode
        is that of all its corridors together. Queues that ease or grow would make the answers smaller.

Published ranges are of modes: they stand beside a corridor only where it is all that a market has of its mode, and
only where the market has another mode to turn to. Trade, which answers to prices too, is left out here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.demand import tables
from jibek.demand.choice import log_share_slopes
from jibek.demand.corridors import LAND
from jibek.ground.arrays import Array
from jibek.ground.vocabulary import CORRIDORS, MODE_OF_CORRIDOR

if TYPE_CHECKING:
    from jibek.demand.model import Need, Total
    from jibek.record import Facts


_NONE = (float("nan"), float("nan"), None, None)


def price_elasticities(share: Array, price: Array, per_usd: Array, land: Array, scale: float) -> Array:
    """Elasticities of shares, shape (pair, priced, answering).

    Parameters
    ----------
    share, price : shape (pair, corridor)
        Shares of the nested logit; USD per tonne, of any value where the share is 0.
    per_usd : shape (pair,)
        Utility of one USD per tonne.
    land, scale
        As in `choice.nested_shares`.
    """
    paid = np.where(share > 0, price, 0.0)
    by_priced = np.swapaxes(log_share_slopes(share, land, scale), 1, 2)
    return np.asarray(-(per_usd[:, None] * paid)[:, :, None] * by_priced)


def elasticities_table(total: Total, need: Need, price: Array, facts: Facts) -> pd.DataFrame:
    """demand.elasticities: each market's own- and cross-price elasticities beside the published ranges.

    Parameters
    ----------
    price
        shape (pair, corridor): USD per tonne along the paths of least cost on the loaded network, a mean over doors,
        the way to the road apart.
    """
    tonnes = need.tonnes
    whole = tonnes.sum(axis=1, keepdims=True)
    share = np.divide(tonnes, whole, out=np.zeros_like(tonnes), where=whole > 0)
    paid = np.where(np.isfinite(price), price, 0.0) + total.pairs.access_usd
    each = price_elasticities(share, paid, total.per_usd, LAND, total.dissimilarity)
    studies = facts.table("elasticities")
    rows = []
    for number, market in enumerate(total.markets):
        here = total.pairs.market == number
        carried = tonnes[here].sum(axis=0)
        moved = (each[here] * tonnes[here][:, None, :]).sum(axis=0)
        options = _options(carried)
        for priced, of in options.items():
            for answering, by in options.items():
                value = moved[np.ix_(of, by)].sum() / carried[by].sum()
                published = _published(studies, options, priced, answering, market.commodity_class)
                rows.append((market.market_id, priced, answering, carried[by].sum(), value, *published))
    names = list(tables.ELASTICITIES.columns)
    return tables.ELASTICITIES.check(pd.DataFrame(rows, columns=names))


def _options(carried: Array) -> dict[str, list[int]]:
    """What can be priced: corridors with freight, and rail where it has several of them."""
    used = [i for i, t in enumerate(carried) if t > 0]
    found = {CORRIDORS[i]: [i] for i in used}
    rail = [i for i in used if MODE_OF_CORRIDOR[CORRIDORS[i]] == "rail"]
    return {**found, "rail": rail} if len(rail) > 1 else found


def _published(
    studies: pd.DataFrame, options: dict[str, list[int]], priced: str, answering: str, commodity: str
) -> tuple[float, float, str | None, str | None]:
    """Lowest and highest figure of the studies of a mode and class, who they are by, and their facts."""
    of = {name: MODE_OF_CORRIDOR.get(name, name) for name in options}
    modes = [of[name] for name in (priced, answering)]
    one_of_several = any(of[name] == "rail" != name and "rail" in options for name in (priced, answering))
    if one_of_several or len(set(of.values())) == 1:
        return _NONE
    kept = (studies["priced"] == modes[0]) & (studies["answering"] == modes[1])
    kept &= studies["classes"].map(lambda c: c == "all" or commodity in c.split(";"))
    if not kept.any():
        return _NONE
    found = studies[kept]
    who = dict.fromkeys(
        f"{a} ({y})" for a, y in zip(found["authors"], found["year"].astype(int), strict=True)
    )
    rests = [f"elasticities:{i}:{end}" for i in found["study_id"] for end in ("lowest", "highest")]
    return float(found["lowest"].min()), float(found["highest"].max()), "; ".join(who), ";".join(rests)
