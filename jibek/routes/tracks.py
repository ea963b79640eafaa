"""Where itineraries go: each leg as the places that it passes, with their coordinates, for a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jibek.routes.named import choices

if TYPE_CHECKING:
    from jibek.routes.itineraries import Itinerary, Leg
    from jibek.routes.roadbed import Roadbed
    from jibek.routes.telling import Routes


@dataclass(frozen=True, slots=True)
class Stretch:
    """A leg; places: ids in the order of travel, each once where the leg stays in one."""

    leg: Leg
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """An itinerary with its legs; names: of the choice, none of a way that is no choice."""

    names: tuple[str, ...]
    itinerary: Itinerary
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Tracks:
    """What a map shows; at: longitude and latitude of each place, by id."""

    tracks: tuple[Track, ...]
    at: dict[str, tuple[float, float]]


def tracks(routes: Routes, bed: Roadbed) -> Tracks:
    """The choices, or all ways where the answer shows everything; places without coordinates are left out."""
    frame = bed.network.places
    key = "place_id" if "place_id" in frame.columns else "id"
    columns = (frame[c].to_numpy(object).tolist() for c in (key, "lon", "lat"))
    at = {
        str(p): (float(x), float(y))
        for p, x, y in zip(*columns, strict=True)
        if x is not None and y is not None
    }
    at = {p: xy for p, xy in at.items() if np.isfinite(xy).all()}
    number = {a: i for i, a in enumerate(bed.column["arc_id"])}
    named = {c.itinerary.itinerary_id: c.names for c in choices(routes.itineraries)}
    shown = [i for i in routes.itineraries if routes.everything or i.itinerary_id in named]
    shown.sort(key=lambda i: list(named).index(i.itinerary_id) if i.itinerary_id in named else len(named))
    made = tuple(
        Track(
            named.get(i.itinerary_id, ()),
            i,
            tuple(Stretch(leg, _places(leg.arcs, bed, number, at)) for leg in i.legs),
        )
        for i in shown
    )
    used = {p for t in made for s in t.stretches for p in s.places}
    return Tracks(made, {p: at[p] for p in sorted(used)})


def _places(
    arcs: Sequence[str], bed: Roadbed, number: dict[str, int], at: dict[str, tuple[float, float]]
) -> tuple[str, ...]:
    states = [s for a in arcs for s in (bed.tail[number[a]], bed.head[number[a]])]
    places = [bed.state_ids[s].partition("|")[0] for s in states]
    known = [p for p in places if p in at]
    return tuple(p for i, p in enumerate(known) if i == 0 or known[i - 1] != p)
