"""What unpublished cells of the trade matrix must be, by gravity.

Reads   capitals, country_borders, country_groups, published_numbers, assumptions, the published part of the matrix
Writes  arrays over (exporter, importer), used by ``jibek.demand.matrix``

    kernel_of      distance, borders, unions, neighbourhood, sanctions
    fit            cells balanced to what published cells leave of the totals
    predict        the same factors where no total binds
    with_tetrads   predictions for economies whose own totals are too low to trust their factors
"""

from __future__ import annotations

import numpy as np

from jibek.demand.matrix.balancing import Balanced, balance
from jibek.demand.matrix.gravity import (
    Geography,
    closeness,
    great_circle_km,
    neighbourhood_effect,
    pairs_of,
)
from jibek.demand.matrix.published import CENTRE, REST, Published
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse
from jibek.record import Facts

PPML = "published_numbers:AGTPA T1 PPML FE (N=28,152)"

AGREEMENT = "published_numbers:AGTPA T3 (RTA)|pair FE RTA (endogeneity):value"


def central(countries: tuple[str, ...]) -> Array:
    """Cells in the rows and columns of China and Kazakhstan: shape (country, country), bool, diagonal False."""
    return pairs_of(countries, CENTRE, countries)


def kernel_of(facts: Facts, said: Published) -> tuple[Array, float]:
    places = facts.table("capitals").set_index("iso3").reindex(list(said.countries))
    lat, lon = places["lat"].to_numpy(float), places["lon"].to_numpy(float)
    refuse(
        "demand.no_country",
        "a country without a position cannot enter the gravity prior",
        [
            Problem("demand.no_country", "capitals", value=name, expected="a row with lat and lon")
            for name, x in zip(said.countries, lat + lon, strict=True)
            if np.isnan(x) and name != REST
        ],
    )
    geography = Geography.of(facts)
    kernel = closeness(
        said.countries,
        great_circle_km(lat, lon),
        geography,
        distance_elasticity=facts.fact(f"{PPML}|log_dist:value"),
        border=facts.fact(f"{PPML}|contiguity:value"),
        agreement=facts.fact(AGREEMENT),
        sanctions=facts.assume("sanctioned_pair_factor"),
    )
    clean = np.where(said.artefact_usd > 0, np.nan, said.cell_usd)
    neighbours = geography.neighbours
    effect = neighbourhood_effect(said.countries, clean, kernel, neighbours)
    near = pairs_of(said.countries, neighbours, neighbours)
    return np.where(near, kernel * np.exp(effect), kernel), effect


def fit(said: Published, kernel: Array, lacking: Array, within: float) -> Balanced:
    """Balance the cells between all but China and Kazakhstan to what published cells leave of the totals."""
    live = ~np.isin(said.countries, CENTRE)
    free = live[:, None] & live & ~lacking & ~np.eye(len(live), dtype=bool)
    held = np.where(central(said.countries), np.nan_to_num(said.cell_usd), 0.0)
    held[-1, -1] = within
    rows = np.where(live, said.exports_usd - held.sum(axis=1), 0.0)
    columns = np.where(live, said.imports_usd - held.sum(axis=0), 0.0)
    columns[-1] += rows.sum() - columns.sum()  # the rest of the world is a residual: it takes the rounding
    return balance(np.where(free, kernel, 0.0), rows, columns, names=said.countries)


def predict(said: Published, kernel: Array, fitted: Balanced, doubtful: Array) -> Array:
    """Row factor x kernel x column factor everywhere; China's and Kazakhstan's factors from their published cells."""
    row, column = fitted.row.copy(), fitted.column.copy()
    good = np.isfinite(said.cell_usd) & ~doubtful
    live = ~np.isin(said.countries, CENTRE)
    for name in CENTRE:
        k = said.countries.index(name)
        out, back = good[k] & live, good[:, k] & live
        row[k] = said.cell_usd[k, out].sum() / (kernel[k] * fitted.column)[out].sum()
        column[k] = said.cell_usd[back, k].sum() / (kernel[:, k] * fitted.row)[back].sum()
    return row[:, None] * kernel * column


def with_tetrads(said: Published, kernel: Array, guess: Array) -> Array:
    """Mean of the prediction and of x(i,K) x(C,j) / x(C,K), corrected by the kernel, K and C in both roles.

    Withheld blocks of the published matrix are met best by this mean; the prediction alone is far too low where most
    of an economy's trade is with others that did not report.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log(said.cell_usd / kernel)
    c, k = (said.countries.index(name) for name in CENTRE)
    pair = np.stack([log[:, [b]] + log[[a], :] - log[a, b] for a, b in ((c, k), (k, c))])
    there = np.isfinite(pair)
    number = there.sum(axis=0)
    mean = np.where(there, pair, 0.0).sum(axis=0) / np.maximum(number, 1)
    return np.where(number > 0, (guess + np.exp(mean) * kernel) / 2.0, guess)
