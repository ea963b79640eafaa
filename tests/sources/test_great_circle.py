"""Great circles against geometry that shares nothing with the haversine form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibek.ground.sphere import EARTH_RADIUS_KM, great_circle_km

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)

approx = pytest.approx

# Double precision keeps some 1e-16 of the half-chord; at the antipode its square root is 1e-8 of the radius.
TOL_KM = 1e-3


def km(a, b):
    return float(great_circle_km(*(np.array([x]) for x in (*a, *b)))[0])


def by_vectors(a, b):
    """Angle between two unit vectors: atan2 of cross and dot product."""

    def unit(p):
        lat, lon = map(math.radians, p)
        return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])

    u, v = unit(a), unit(b)
    return EARTH_RADIUS_KM * math.atan2(float(np.linalg.norm(np.cross(u, v))), float(u @ v))


@given(points, points)
def test_equals_the_angle_between_vectors(a, b):
    assert km(a, b) == approx(by_vectors(a, b), abs=TOL_KM)


@given(points, points)
def test_is_symmetric_and_at_most_half_round_the_earth(a, b):
    assert km(a, b) == approx(km(b, a), abs=TOL_KM)
    assert 0 <= km(a, b) <= math.pi * EARTH_RADIUS_KM + TOL_KM


@given(points, points, points)
def test_a_detour_is_never_shorter(a, b, c):
    assert km(a, c) <= km(a, b) + km(b, c) + TOL_KM


@given(points, longitudes)
def test_turning_the_earth_changes_nothing(a, turn):
    b = (-a[0] / 2, a[1] / 3)
    assert km(a, b) == approx(km((a[0], a[1] + turn), (b[0], b[1] + turn)), abs=TOL_KM)


def test_a_quarter_and_a_known_pair():
    assert km((0, 0), (0, 90)) == approx(math.pi / 2 * EARTH_RADIUS_KM)
    # Sinnott's sphere: Nashville to Los Angeles airport is 2887.26 km with R = 6372.8 (Rosetta Code, Haversine).
    assert km((36.12, -86.67), (33.94, -118.40)) * 6372.8 / 6371.0 == approx(2887.26, abs=0.01)
