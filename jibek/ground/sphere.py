"""Distances on the sphere."""

from __future__ import annotations

import numpy as np

EARTH_RADIUS_KM = 6371.0  # mean radius of the sphere


def great_circle_km(lat_a: np.ndarray, lon_a: np.ndarray, lat_b: np.ndarray, lon_b: np.ndarray) -> np.ndarray:
    """Great-circle distance of pairs of points on a sphere of 6371 km.

    Parameters
    ----------
    lat_a, lon_a, lat_b, lon_b : shape (pair,), or shapes that broadcast
        Degrees, WGS 84.

    Returns
    -------
    shape (pair,)
        Kilometres, 0 to 20015. The haversine form keeps its digits for near points (Sinnott, 1984).

    Examples
    --------
    >>> great_circle_km(np.array([0.0]), np.array([0.0]), np.array([0.0]), np.array([180.0])).round(1)
    array([20015.1])
    """
    a, b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((b - a) / 2) ** 2
    half = half + np.cos(a) * np.cos(b) * np.sin(np.radians(np.subtract(lon_b, lon_a)) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
