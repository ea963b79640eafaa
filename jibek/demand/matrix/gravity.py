"""How near two countries are to each other in trade: the kernel of the gravity prior.

Reads   capitals (positions), published coefficients
Writes  arrays over countries, used by ``jibek.demand.matrix`` only
Method  gravity with published coefficients (Yotov, Piermartini, Monteiro and Larch 2016, AGTPA); the effect of the
        1520 mm neighbourhood is estimated from the published cells by tetrads (Head, Mayer and Ries 2010)

Who borders whom and who belongs to which union is common geographical knowledge; the tests compare the borders with
CEPII GeoDist.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jibek.ground.arrays import Array
from jibek.sources import checks

# First country, then those of its neighbours that no earlier line has named.
BORDERS = """
AFG CHN IRN PAK TJK TKM UZB
ARM AZE GEO IRN TUR
AUT CHE CZE DEU HUN ITA SVK SVN
AZE GEO IRN RUS TUR
BEL DEU FRA LUX NLD
BGR GRC ROU SRB TUR
BLR LTU LVA POL RUS UKR
CHE DEU FRA ITA
CHN IND KAZ KGZ MNG PAK RUS TJK VNM
CZE DEU POL SVK
DEU DNK FRA LUX NLD POL
ESP FRA PRT
EST LVA RUS
FIN NOR RUS SWE
FRA ITA LUX
GBR IRL
GEO RUS TUR
GRC TUR
HRV HUN SRB SVN
HUN ROU SRB SVK SVN UKR
IND PAK
IRN PAK TKM TUR
ITA SVN
KAZ KGZ RUS TKM UZB
KGZ TJK UZB
LTU LVA POL RUS
LVA RUS
MNG RUS
NOR RUS SWE
POL RUS SVK UKR
ROU SRB UKR
RUS UKR
SVK UKR
TJK UZB
TKM UZB
"""

EU = (
    *("AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "IRL"),
    *("ITA", "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE"),
)

# Successor states with a common 1520 mm network, Russian as language of trade and free trade agreements among them.
NEIGHBOURHOOD = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "TKM", "UZB")

SANCTIONED = ("RUS", "BLR")

SANCTIONING = (*EU, "GBR", "CHE", "NOR", "USA", "JPN", "KOR", "UKR")


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


def contiguous(countries: Sequence[str]) -> Array:
    """Where two countries share a land border: shape (country, country), symmetric, bool."""
    index = {country: i for i, country in enumerate(countries)}
    touch = np.zeros((len(countries), len(countries)), bool)
    for line in BORDERS.split("\n"):
        first, *others = [index.get(name, -1) for name in line.split()] or [-1]
        for other in others:
            if first >= 0 and other >= 0:
                touch[first, other] = touch[other, first] = True
    return touch


def closeness(
    countries: Sequence[str],
    distance_km: Array,
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
        Factor on pairs of ``SANCTIONED`` and ``SANCTIONING``.

    Returns
    -------
    shape (country, country)
        Positive; 1 on the diagonal, where it is not used.
    """
    km = np.where(np.isnan(distance_km), np.nanmean(distance_km), distance_km)
    np.fill_diagonal(km, 1.0)
    log = distance_elasticity * np.log(np.maximum(km, 1.0))
    log = log + border * contiguous(countries) + agreement * pairs_of(countries, EU, EU)
    return np.asarray(np.exp(log) * np.where(pairs_of(countries, SANCTIONED, SANCTIONING), sanctions, 1.0))


def neighbourhood_effect(
    countries: Sequence[str], published: Array, kernel: Array, inside: str = "KAZ", outside: str = "CHN"
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
    near = np.isin(countries, NEIGHBOURHOOD)
    effects = []
    for side in sides:
        good = np.isfinite(side)
        good[[a, b]] = False
        if (good & near).any() and (good & ~near).any():
            effects.append(side[good & near].mean() - side[good & ~near].mean())
    return float(np.mean(effects)) if effects else 0.0
