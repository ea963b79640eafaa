"""A box by rail between two places: the paths that the boxes of the year use, and the share of the boxes on each.

Reads   flows.paths of a settled state, itineraries along them on the loaded network
Writes  routes.by_rail

A path is by rail if its corridor is (``vocabulary.BY_RAIL``): trains, and on the trans-Caspian and the southern way the
ships between two railways. Trucks and ocean ships are none, however cheap. A headline number is the mean of what
`jibek route` says of each path, by share of the boxes, so it moves with the boxes and never leaps from one path to
another. Ends, class and corridors of the boxes are the pair's own; freight of other places nearby does not count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from jibek import flows, routes
from jibek.ground.language import mark
from jibek.ground.vocabulary import BOXED, BY_RAIL
from jibek.routes.tables import BY_RAIL as TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jibek.loop import State
    from jibek.routes import Itinerary

Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes by rail between two places, by path, the most used first; all empty where none goes.

    itineraries: of one box; tonnes_per_year: in boxes; arcs: positions in ``network.usual``.
    """

    itineraries: tuple[Itinerary, ...]
    tonnes_per_year: tuple[float, ...]
    arcs: tuple[tuple[int, ...], ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """Share of the boxes on each path; they sum to 1."""
        total = math.fsum(self.tonnes_per_year)
        return tuple(tonnes / total for tonnes in self.tonnes_per_year)

    def mean(self, attribute: str) -> float | None:
        """Mean of an attribute of the itineraries over the boxes; None where no box goes by rail."""
        if not self.itineraries:
            return None
        return math.fsum(
            share * float(getattr(i, attribute))
            for share, i in zip(self.shares, self.itineraries, strict=True)
        )


def boxes_by_rail(state: State, quantiles: pd.DataFrame | None, pairs: Sequence[Ends]) -> dict[Ends, Boxes]:
    """The boxes of each pair of places, timed and priced as `jibek route` does it.

    Parameters
    ----------
    quantiles
        ``simulation.quantiles``: waits played at gateways.
    """
    used = {ends: flows.paths_between(state.network, state.flow, *ends, BOXED, BY_RAIL) for ends in pairs}
    paths = {path.arcs: path.corridor for found in used.values() for path in found}
    along = routes.along(
        state.network.usual,
        state.usual_delay_hours,
        quantiles,
        state.facts,
        paths,
        seed=state.scenario.seed,
    )
    made = dict(zip(paths, along, strict=True))
    return {
        ends: Boxes(
            tuple(made[path.arcs] for path in found),
            tuple(path.tonnes_per_year for path in found),
            tuple(path.arcs for path in found),
        )
        for ends, found in used.items()
    }


def why_none(state: State, ends: Ends) -> str:
    """Why no box goes by rail from one place to another."""
    found = routes.obstacles(
        state.network.usual, state.usual_delay_hours, state.facts, *ends, BY_RAIL, state.scenario
    )
    return f"rail is shut: {'; '.join(found)}" if found else mark("no box of the two places goes by rail")


def by_rail_table(state: State, boxes: Mapping[Ends, Boxes]) -> pd.DataFrame:
    """``routes.by_rail``."""
    names = state.network.usual.arcs["arc_id"].to_numpy()
    rows = [
        {
            **{c: getattr(i, c) for c in TABLE.columns if hasattr(i, c)},
            "origin": origin,
            "destination": destination,
            "gateways": ";".join(i.gateways) or None,
            "tonnes_per_year": tonnes,
            "share": share,
            "arcs": ";".join(names[list(arcs)]),
        }
        for (origin, destination), found in boxes.items()
        for i, tonnes, share, arcs in zip(
            found.itineraries, found.tonnes_per_year, found.shares, found.arcs, strict=True
        )
    ]
    return TABLE.check(pd.DataFrame(rows)) if rows else TABLE.empty()
