"""What the observations make of the assumptions: prior and posterior side by side.

Reads   worlds of the baseline with their weights
Writes  for each assumption and each fitted observation, what it was and what it became
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from jibek.answers import worlds
from jibek.answers.ensemble import Weighed, having
from jibek.answers.slopes import Slope
from jibek.ground.arrays import Array
from jibek.ground.uncertainty import quantile

# An assumption is informed where its score lost this part of its spread, or its mean moved by it.
INFORMED = 0.1

_ENDS = (0.05, 0.5, 0.95)


def slopes_table(found: list[Slope]) -> pd.DataFrame:
    """Rows of the data table ``informed``."""
    rows = [
        {
            "observation_id": s.observation_id,
            "assumption_id": s.assumption_id,
            "slope": float(f"{s.slope:.4g}"),
            "slope_below": None if s.below is None else float(f"{s.below:.4g}"),
        }
        for s in found
    ]
    return pd.DataFrame(rows)


def observations_table(weighed: Weighed) -> pd.DataFrame:
    """Each fitted observation, the quantity at the central values and its weighted median, in standard errors apart."""
    rows = []
    for o in weighed.rows:
        name = f"quantities:{o.quantity}"
        at, (values,) = having(name, weighed.weight, weighed.values)
        middle = quantile(values, weighed.weight[at], 0.5) * o.part
        rows.append(
            {
                "observation_id": o.observation_id,
                "quantity": o.quantity,
                "value": o.value,
                "error": o.error,
                "prior": float(weighed.central[name] or np.nan) * o.part,
                "posterior": middle,
                "misfit": o.misfit(middle / o.part),
            }
        )
    return pd.DataFrame(rows)


def assumptions_table(weighed: Weighed) -> pd.DataFrame:
    """Ends and medians before and after; moved: loss of spread of the normal score, or shift of its mean."""
    prior = weighed.prior
    even = np.linspace(-4.0, 4.0, 801)
    weight = np.exp(-0.5 * even**2)
    used = weighed.weight > 0
    rows = []
    for name, k, values in _each(prior, weighed.z[used], even):
        before = [quantile(values[1], weight, p) for p in _ENDS]
        after = [quantile(values[0], weighed.weight[used], p) for p in _ENDS]
        z, w = weighed.z[used][:, k], weighed.weight[used]
        middle = float(w @ z)
        moved = max(abs(middle), 1.0 - float(np.sqrt(w @ (z - middle) ** 2)))
        # Chance moves the mean of so many worlds by this much.
        noise = 2.0 / np.sqrt(weighed.effective)
        rows.append(
            {
                "assumption_id": name,
                **{f"prior_p{round(100 * p)}": v for p, v in zip(_ENDS, before, strict=True)},
                **{f"posterior_p{round(100 * p)}": v for p, v in zip(_ENDS, after, strict=True)},
                "moved": moved,
                "informed": moved > max(INFORMED, noise),
            }
        )
    return pd.DataFrame(rows)


def _each(prior: worlds.Prior, z: Array, even: Array) -> Iterator[tuple[str, int, tuple[Array, Array]]]:
    """Each assumption with its score and its values in worlds and along the prior."""
    score = worlds.score(z), worlds.score(even)
    for i, name in enumerate(prior.names):
        k = int(prior.at[i])
        yield name, k, (prior.value(i, score[0][:, k]), prior.value(i, score[1]))
