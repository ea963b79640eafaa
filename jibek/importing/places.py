"""Places of an import joined with each other and with the package: by id, by name, by where lines end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from jibek.ground.arrays import Floats, Ints
from jibek.ground.errors import Problem, nearest
from jibek.ground.sphere import great_circle_km
from jibek.ground.vocabulary import ALPHA2
from jibek.importing.cells import MOST_NEAREST
from jibek.importing.cutting import on_sphere
from jibek.importing.known import Known
from jibek.importing.model import Drawn, Place, Point, Wishes
from jibek.importing.near_joins import near_joins
from jibek.sources.gazetteer import fold

SAME_KM = 30.0  # positions of the package are good to some 10 km; a name further off is another place

_BAD_ID = re.compile(r"[|;:,\"\n]|^\s|\s$")


@dataclass(slots=True)
class Joined:
    """Places after joining.

    ids, places, points, country: of each, shape (place,); known: id of the package or empty; of: index by the key that
    legs use. guessed: those whose country is that of the nearest place of the package. snapped: keys that became part
    of another place. anchors: places that a name or id ties to the package, and how far off they lie.
    """

    ids: list[str]
    places: list[Place]
    points: Floats
    country: list[str]
    known: list[str]
    of: dict[str, int]
    guessed: dict[int, tuple[str, float]]
    snapped: int
    anchors: list[dict[str, Any]]


def join(drawn: Drawn, known: Known, wishes: Wishes) -> Joined:
    """Join; what cannot be told apart or has no position goes to ``drawn.problems``."""
    keys = list(dict.fromkeys(k for leg in drawn.legs for k in (leg.tail, leg.head)))
    keys = [k for k in keys if k in drawn.places]
    needed = set(keys)
    keys += [
        k for k, p in drawn.places.items() if k not in needed and not p.drawn and p.point[0] == p.point[0]
    ]
    anchors: list[dict[str, Any]] = []
    taken = {k: _known(drawn.places[k], known, drawn, anchors) for k in keys}
    for k in keys:
        if not taken[k] and drawn.places[k].point[0] != drawn.places[k].point[0]:
            _nowhere(drawn.places[k], known, drawn)
    group, snapped = _snapped([drawn.places[k] for k in keys], [taken[k] for k in keys], wishes.snap_km)
    near, found = near_joins(
        dict(zip(keys, group.tolist(), strict=True)), taken, drawn, known, wishes.near_km
    )
    taken |= near
    anchors += found
    first: dict[int, int] = {}
    # A place that somebody named stands for the ends that were snapped to it.
    for i in sorted(range(len(keys)), key=lambda i: (not taken[keys[i]], drawn.places[keys[i]].drawn, i)):
        first.setdefault(int(group[i]), i)
    kept = sorted(first.values())
    index = {int(group[i]): n for n, i in enumerate(kept)}
    of = {k: index[int(group[i])] for i, k in enumerate(keys)}
    places, mine = [drawn.places[keys[i]] for i in kept], [taken[keys[i]] for i in kept]
    points = np.array(
        [
            known.at[m] if m and p.point[0] != p.point[0] else p.point
            for p, m in zip(places, mine, strict=True)
        ]
    )
    points = points.reshape(-1, 2)
    country, guessed = _countries(places, mine, points, known, drawn, wishes)
    ids = _ids(places, mine, country, known, drawn)
    return Joined(ids, places, points, country, mine, of, guessed, snapped, anchors)


def _known(place: Place, known: Known, drawn: Drawn, anchors: list[dict[str, Any]]) -> str:
    """The place of the package that this one is, or an empty text."""
    own, name = place.cells.get("id", ""), place.cells.get("name", "")
    by_id = next((i for i in (own, name) if i in known.at), "")
    if by_id:
        off = _off(place.point, known.at[by_id])
        anchors.append(
            {"place_id": by_id, "name": name or by_id, "by": "id", "offset_km": off, "taken": True}
        )
        return by_id
    ids = known.by_name.get(fold(name), []) if name else []
    if not ids:
        return ""
    if place.point[0] == place.point[0]:
        off, nearest_id = min((_off(place.point, known.at[i]) or 0.0, i) for i in ids)
        fits = off <= SAME_KM
        anchors.append({"place_id": nearest_id, "name": name, "by": "name", "offset_km": off, "taken": fits})
        return nearest_id if fits else ""
    if len(ids) > 1:
        drawn.problems.append(
            Problem(
                "import.ambiguous_place",
                place.where,
                row=place.row,
                value=name,
                expected="one place",
                fix=f"Write the id: {' or '.join(ids)}.",
            )
        )
    anchors.append({"place_id": ids[0], "name": name, "by": "name", "offset_km": None, "taken": True})
    return ids[0]


def _off(a: Point, b: Point) -> float | None:
    if a[0] != a[0]:
        return None
    return round(float(great_circle_km(*(np.array([v]) for v in (a[1], a[0], b[1], b[0])))[0]), 1)


def _nowhere(place: Place, known: Known, drawn: Drawn) -> None:
    name = place.cells.get("name") or place.key
    names = {*known.at, *(str(n) for n in known.frame["name"])}
    fix = nearest(name, names) if len(drawn.problems) < MOST_NEAREST else ""
    fix = f"{fix} Else give its longitude and latitude.".strip()
    expected = "a position, or the id or name of a place of the package"
    drawn.problems.append(
        Problem("import.no_position", place.where, row=place.row, value=name, expected=expected, fix=fix)
    )


def _snapped(places: list[Place], taken: list[str], within: float) -> tuple[Ints, int]:
    """Group of each place: ends of lines within the distance of each other, or of a named place, are one.

    Two places that somebody named are never one, unless both are the same place of the package.
    """
    from scipy.spatial import cKDTree

    count = len(places)
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    same: dict[str, int] = {}
    for i, mine in enumerate(taken):
        if mine and not places[i].drawn:
            parent[root(i)] = root(same.setdefault(mine, i))
    at = np.array([p.point for p in places], float).reshape(-1, 2)
    good = np.flatnonzero(np.isfinite(at).all(axis=1) & (np.abs(at) <= 1000).all(axis=1))
    if len(good) and within > 0:
        xyz = on_sphere(at[good])
        pairs = good[cKDTree(xyz).query_pairs(within, output_type="ndarray")]
        far = np.linalg.norm(on_sphere(at[pairs[:, 0]]) - on_sphere(at[pairs[:, 1]]), axis=1)
        named = [not p.drawn for p in places]
        holds = {root(i): i for i in range(count) if named[i]}
        for a, b in pairs[np.argsort(far, kind="stable")].tolist():
            ra, rb = root(a), root(b)
            if ra == rb or (ra in holds and rb in holds):
                continue
            keep, drop = (ra, rb) if ra in holds else (rb, ra)
            parent[drop] = keep
    group = np.array([root(i) for i in range(count)], np.int64)
    return group, count - len(set(group.tolist()))


def _countries(
    places: list[Place], mine: list[str], points: Floats, known: Known, drawn: Drawn, wishes: Wishes
) -> tuple[list[str], dict[int, tuple[str, float]]]:
    """Country of each place: of its row, of the package, of the user, of the nearest place of the package."""
    from scipy.spatial import cKDTree

    found = [
        p.cells.get("country", "") or known.country.get(m, "") for p, m in zip(places, mine, strict=True)
    ]
    found = [c or wishes.country for c in found]
    bare_ = [
        i
        for i, c in enumerate(found)
        if not c and np.isfinite(points[i]).all() and (abs(points[i]) <= 360).all()
    ]
    guessed: dict[int, tuple[str, float]] = {}
    on_land = [i for i, c in known.country.items() if c in ALPHA2]
    if bare_:
        tree = cKDTree(on_sphere(np.array([known.at[i] for i in on_land])))
        far, which = tree.query(on_sphere(points[bare_]))
        for i, km, n in zip(bare_, far, which, strict=True):
            found[i] = known.country[on_land[n]]
            guessed[i] = (on_land[n], round(float(km), 1))
    for i, (place, code) in enumerate(zip(places, found, strict=True)):
        if place.cells.get("country") and code not in ALPHA2 and code != "XX":
            expected = "a code of two letters that the package knows, such as KZ"
            drawn.problems.append(
                Problem(
                    "import.unknown_country",
                    place.where,
                    row=place.row,
                    column="country",
                    value=code[:80],
                    expected=expected,
                    fix=nearest(code, ALPHA2) or "Correct the cell.",
                )
            )
            found[i] = "XX"
    return found, guessed


def _ids(places: list[Place], mine: list[str], country: list[str], known: Known, drawn: Drawn) -> list[str]:
    """Id of each place: the package's, the file's own, or COUNTRY_NAME."""
    used = {*known.at, *(p.cells["id"] for p in places if p.cells.get("id"))}
    counted: Counter[str] = Counter()
    ids = []
    for place, same, code in zip(places, mine, country, strict=True):
        own = place.cells.get("id", "")
        if own and _BAD_ID.search(own):
            fix = "Use letters, digits, _ and -."
            expected = "an id without | ; : , quotes or line breaks"
            drawn.problems.append(
                Problem(
                    "import.bad_id", place.where, row=place.row, value=own[:80], expected=expected, fix=fix
                )
            )
        if same or own:
            ids.append(same or own)
            continue
        name = re.sub(r"[^A-Z0-9]+", "_", fold_latin(place.cells.get("name", ""))).strip("_")[:40] or "N"
        made = f"{code}_{name}"
        while made in used or name == "N":
            counted[made] += 1
            tried = f"{code}_{name}{counted[made]}"
            if tried not in used:
                made = tried
                break
        used.add(made)
        ids.append(made)
    return ids


def fold_latin(name: str) -> str:
    """Capitals without marks, blanks kept: what an id may hold."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.upper().replace("'", "")
