"""How near two countries are to each other in trade: the kernel of the gravity prior.

Reads   capitals (positions), country_borders, country_groups, published coefficients
Writes  arrays over countries, used by ``jibek.demand.matrix`` only
Method  gravity with published coefficients (Yotov, Piermartini, Monteiro and Larch 2016, AGTPA); the effect of the
        1520 mm neighbourhood is estimated from the published cells by tetrads (Head, Mayer and Ries 2010)

Who borders whom and who belongs to which union is common geographical knowledge; the tests compare the borders with
CEPII GeoDist.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array
from jibek.record import Facts
from jibek.record.groups import members
from jibek.sources import checks


def great_circle_km(lat: Array, lon: Array) -> Array:
    """Distances between all points on a sphere (haversine).

    Parameters
    ----------
    lat, lon : shape (country,)
        Degrees; NaN where a country has no point.

    Returns
    -------
    shape (country, country)
        Kilometres, 0 on the diagonal, NaN where a point is missing.
    """
    return checks.great_circle_km(lat[:, None], lon[:, None], lat[None], lon[None])


def pairs_of(countries: Sequence[str], first: Sequence[str], second: Sequence[str]) -> Array:
    """Where one country is of ``first`` and the other of ``second``: shape (country, country), symmetric, bool."""
    a, b = np.isin(countries, first), np.isin(countries, second)
    both = (a[:, None] & b) | (b[:, None] & a)
    np.fill_diagonal(both, False)
    return np.asarray(both)


@dataclass(frozen=True, slots=True)
class Geography:
    """Who borders whom, in both orders, and who belongs to which group; alpha-3 codes.

    ``neighbours`` share the 1520 mm network; trade between ``sanctioned`` and ``sanctioning`` is cut.
    """

    borders: frozenset[tuple[str, str]]
    one_market: tuple[str, ...]
    neighbours: tuple[str, ...]
    sanctioned: tuple[str, ...]
    sanctioning: tuple[str, ...]

    @classmethod
    def of(cls, facts: Facts) -> Geography:
        frame = facts.table("country_borders")
        pairs = set(zip(frame["country_a"].tolist(), frame["country_b"].tolist(), strict=True))
        groups = ("EU27", "NEIGHBOURS_1520", "SANCTIONED", "SANCTIONING")
        return cls(frozenset(pairs | {(b, a) for a, b in pairs}), *(members(g, facts) for g in groups))


def contiguous(countries: Sequence[str], borders: Collection[tuple[str, str]]) -> Array:
    """Where two countries share a land border: shape (country, country), symmetric, bool."""
    return np.array([[(a, b) in borders for b in countries] for a in countries], bool)


def closeness(
    countries: Sequence[str],
    distance_km: Array,
    geography: Geography,
    *,
    distance_elasticity: float,
    border: float,
    agreement: float,
    sanctions: float,
) -> Array:
    """Kernel of the prior without the neighbourhood: distance, common border, one market, sanctions.

    Parameters
    ----------
    distance_km : shape (country, country)
        NaN (the rest of the world has no centre) takes the mean distance. Only ratios within the rest of the world's
        row and column could feel it, and there all distances are the same, so its value has no effect.
    distance_elasticity, border, agreement
        Coefficients of log distance, of a common border and of a trade agreement, as published.
    sanctions
        Factor on pairs of a sanctioned and a sanctioning country.

    Returns
    -------
    shape (country, country)
        Positive; 1 on the diagonal, where it is not used.
    """
    km = np.where(np.isnan(distance_km), np.nanmean(distance_km), distance_km)
    np.fill_diagonal(km, 1.0)
    log = distance_elasticity * np.log(np.maximum(km, 1.0))
    market = geography.one_market
    log = (
        log
        + border * contiguous(countries, geography.borders)
        + agreement * pairs_of(countries, market, market)
    )
    apart = pairs_of(countries, geography.sanctioned, geography.sanctioning)
    return np.asarray(np.exp(log) * np.where(apart, sanctions, 1.0))


def neighbourhood_effect(
    countries: Sequence[str],
    published: Array,
    kernel: Array,
    neighbours: Sequence[str],
    inside: str = "KAZ",
    outside: str = "CHN",
) -> float:
    """How many log points more the neighbours trade with one of them than distance and size explain.

    A country's trade with ``inside``, over its trade with ``outside``, over the same ratio of kernels: its mean over
    the neighbours less its mean over all others, averaged over both directions. Size and openness of a country cancel
    in its ratio, those of the two references in the difference.

    Parameters
    ----------
    published, kernel : shape (country, country)
        ``published`` is NaN where no figure may be used.

    Returns
    -------
    float
        Log points; 0 where either group has no usable cell.
    """
    index = {country: i for i, country in enumerate(countries)}
    a, b = index[inside], index[outside]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log(published / kernel)
    sides = (ratio[:, a] - ratio[:, b], ratio[a, :] - ratio[b, :])
    near = np.isin(countries, neighbours)
    effects = []
    for side in sides:
        good = np.isfinite(side)
        good[[a, b]] = False
        if (good & near).any() and (good & ~near).any():
            effects.append(side[good & near].mean() - side[good & ~near].mean())
    return float(np.mean(effects)) if effects else 0.0
