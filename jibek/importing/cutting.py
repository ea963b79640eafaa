"""Lines cut where they meet others: at a point that stands on them, and where another line ends on one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from jibek.ground.arrays import Floats
from jibek.ground.sphere import EARTH_RADIUS_KM


def on_sphere(points: Floats) -> Floats:
    """Points on the sphere in km, shape (point, 3), of longitude and latitude in degrees, shape (point, 2)."""
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    flat = np.cos(lat)
    return EARTH_RADIUS_KM * np.stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)], axis=1)


def cut(lines: Sequence[Floats], spots: Floats, within_km: float) -> list[list[Floats]]:
    """Pieces of each line, in its order; where nothing meets it, the line.

    Parameters
    ----------
    lines
        Points of each, shape (point, 2), degrees.
    spots
        Places that stand on their own, shape (place, 2); nan where one has no position.
    within_km
        How near a place, or the end of another line, must be to the inside of a line. It becomes the point there.

    Notes
    -----
    A line is cut at a point between its ends that is further than ``within_km`` from both, so no piece is shorter.
    """
    if not lines:
        return []
    ends = np.concatenate([line[[0, -1]] for line in lines])
    spots = spots[np.isfinite(spots).all(axis=1)]
    targets = np.unique(np.concatenate([spots, ends]), axis=0)
    found = _hits(lines, targets, within_km)
    return [_pieces(line, found[i], targets, within_km) for i, line in enumerate(lines)]


def _hits(lines: Sequence[Floats], targets: Floats, within: float) -> dict[int, list[tuple[int, float, int]]]:
    """(segment, share of it, target) by line, for each target that is near the inside of a segment or its start."""
    from scipy.spatial import cKDTree

    start = np.concatenate([line[:-1] for line in lines])
    stop = np.concatenate([line[1:] for line in lines])
    line_of = np.repeat(np.arange(len(lines)), [len(line) - 1 for line in lines])
    segment = np.concatenate([np.arange(len(line) - 1) for line in lines])
    a, b, t = on_sphere(start), on_sphere(stop), on_sphere(targets)
    half = np.linalg.norm(b - a, axis=1) / 2
    reach = within + half + half**2 / EARTH_RADIUS_KM  # a segment bows out of the chord
    near = cKDTree(t).query_ball_point((a + b) / 2, reach)
    found: dict[int, list[tuple[int, float, int]]] = defaultdict(list)
    s = np.repeat(np.arange(len(a)), [len(n) for n in near])
    if not len(s):
        return found
    which = np.concatenate([np.asarray(n, int) for n in near])
    along, from_a = b[s] - a[s], t[which] - a[s]
    size = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((along * from_a).sum(axis=1) / size, 0.0, 1.0)
    off = np.linalg.norm(from_a - share[:, None] * along, axis=1)
    for k in np.flatnonzero(off <= within):
        found[int(line_of[s[k]])].append((int(segment[s[k]]), float(share[k]), int(which[k])))
    return found


def _pieces(line: Floats, hits: list[tuple[int, float, int]], targets: Floats, within: float) -> list[Floats]:
    xyz = on_sphere(line)
    at = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(xyz, axis=0), axis=1))])
    best: dict[int, tuple[float, int]] = {}
    for segment, share, target in hits:
        where = at[segment] + share * (at[segment + 1] - at[segment])
        if target not in best:
            best[target] = (where, segment)
    pieces, begun, last, first = [], 0, line[0], 0.0
    for where, segment, target in sorted((w, s, t) for t, (w, s) in best.items()):
        if where - first <= within or at[-1] - where <= within:
            continue
        inside = line[begun + 1 : segment + 1]
        inside = inside[: len(inside) - (len(inside) > 0 and at[segment] >= where)]
        pieces.append(np.concatenate([[last], inside, [targets[target]]]))
        begun, last, first = segment, targets[target], where
    rest = line[begun + 1 :]
    if len(rest) > 1 and len(pieces) and at[begun + 1] <= first:
        rest = rest[1:]
    pieces.append(np.concatenate([[last], rest]))
    return pieces
