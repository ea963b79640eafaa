"""Every candidate path between two places of the loaded network, and what stands in the way where there is none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array, Flags, Ints
from jibek.ground.errors import InputError, Problem
from jibek.ground.vocabulary import CORRIDORS
from jibek.network.names import arrival_id, corridor_of, doors_of, spared_end, state_id, stops_of_group
from jibek.routes import candidates, labels
from jibek.routes.asked import Asked
from jibek.routes.evaluate import Loaded
from jibek.routes.totals import laid, path_sums

if TYPE_CHECKING:
    from jibek.scenario import Scenario

WEIGHED = 3  # criteria in which the choice is complete within the bound of ``labels``: hours, price and CO2e

NO_WAY = ("routes.no_path", "routes.no_gate")  # errors of a pair that has no itinerary


def every_way(
    loaded: Loaded,
    origin: str,
    destination: str,
    corridors: Collection[str] = CORRIDORS,
    *,
    shut: Sequence[str] = (),
    via: Ints | None = None,
    asked: Asked | None = None,
) -> dict[candidates.Path, str]:
    """Every candidate between two places, with its corridor; via: arcs to look for a path through, default gateways.

    Places to be passed in order make a copy of the network for each (``candidates.staged``).

    Raises
    ------
    InputError
        As ``search``.
    """
    via = loaded.gateway_arcs if via is None else via
    asked = asked or Asked()
    start, end = _ends(loaded, origin, destination)
    countries = (loaded.country(origin), loaded.country(destination))
    groups = [g for g in _groups(loaded, *countries) if corridor_of(g) in corridors]
    masks = _masks(loaded, groups)
    flat, ends = _found(loaded, masks, (start, end), via, asked)
    if not len(ends) - 1:
        raise _no_path(loaded, groups, (origin, destination), (start, end), shut, asked)
    paths = _Paths.of(flat, ends)
    paths = paths.without(idle_trucks(loaded, flat, ends))
    if asked.via:
        paths = paths.without(np.array([not _turns_nowhere(loaded, p) for p in paths.arcs], bool))
    paths = paths.without(loaded.come_back(flat, ends)[paths.at])
    free = [np.logical_and.reduceat(mask[flat], ends[:-1]) for _, mask in masks]
    first = np.argmax(free, axis=0)
    return {p: corridor_of(masks[first[i]][0]) for p, i in zip(paths.arcs, paths.at, strict=True)}


@dataclass(frozen=True, slots=True)
class _Paths:
    """arcs: of each path that is left; at: which of all paths it is."""

    arcs: list[candidates.Path]
    at: list[int]

    @classmethod
    def of(cls, flat: Ints, ends: Ints) -> _Paths:
        arcs = flat.tolist()
        return cls([tuple(arcs[a:b]) for a, b in pairwise(ends.tolist())], list(range(len(ends) - 1)))

    def without(self, bad: Flags) -> _Paths:
        """Those that are not bad; all where every one is. bad: shape (path that is left,)."""
        if bad.all() or not bad.any():
            return self
        kept = np.flatnonzero(~bad).tolist()
        return _Paths([self.arcs[i] for i in kept], [self.at[i] for i in kept])


def _found(
    loaded: Loaded,
    masks: Sequence[tuple[str, Flags]],
    gates: tuple[int, int],
    via: Ints,
    asked: Asked,
) -> tuple[Ints, Ints]:
    """Arcs of the candidates of all groups one after another, each path once, and where each begins."""
    left_out = asked.shut(loaded)
    stages = candidates.staged(loaded.tail, loaded.head, loaded.states, [v.arcs(loaded) for v in asked.via])
    real, last = stages.arc, stages.states - loaded.states
    criteria, through = loaded.criteria[:, real], np.flatnonzero(np.isin(real, via))
    known: dict[bytes, Ints] = {}
    seen: set[bytes] = set()
    for _, mask in masks:
        open_ = mask & ~left_out
        if open_.tobytes() in seen:
            continue  # another corridor with the same arcs has the same paths
        seen.add(open_.tobytes())
        if asked.via:
            arcs = candidates.Arcs.of(stages.tail, stages.head, stages.states, open_[real])
        else:
            arcs = loaded.bed.graph(open_)
        flat, ends = candidates.found(arcs, criteria, through, gates[0], gates[1] + last)
        paths = [real[flat[a:b]] for a, b in pairwise(ends.tolist())]
        paths += [
            real[list(path)] for path in _further(loaded, arcs, criteria, paths, (gates[0], gates[1] + last))
        ]
        known.update((path.tobytes(), path) for path in paths)
    parts = list(known.values())
    ends = np.cumsum([0, *map(len, parts)])
    return (np.concatenate(parts) if parts else np.zeros(0, np.int64)), ends


def _further(
    loaded: Loaded, arcs: candidates.Arcs, criteria: Array, paths: Sequence[Ints], gates: tuple[int, int]
) -> list[candidates.Path]:
    """Ways that the paths do not stand for within the stated bound, by mean hours, price and CO2e.

    Paths that are left out afterwards, since no railway sells them, stand for none.
    """
    if not paths:
        return []
    flat, ends = laid(paths)
    sold = ~(idle_trucks(loaded, flat, ends) | loaded.come_back(flat, ends))
    taken = path_sums(loaded.criteria[:WEIGHED], flat, ends)[sold]
    found, complete = labels.further(arcs.forward, arcs.backward, criteria[:WEIGHED], taken, *gates)
    if not complete:
        loaded.lapses.append(f"a search needed more than {labels.MOST:,} labels")
    return found


def _masks(loaded: Loaded, groups: Sequence[str]) -> list[tuple[str, Flags]]:
    """Arcs open to each group; then, where asked for, with roads beside rails, trucks alone first."""
    plain = [(g, loaded.open_arcs(g)) for g in groups]
    if loaded.beside is None:
        return plain
    trucks_first = sorted(groups, key=lambda g: corridor_of(g) != "road")
    return plain + [(g, loaded.open_arcs(g, mixed=True)) for g in trucks_first]


def idle_trucks(loaded: Loaded, flat: Ints, ends: Ints) -> Flags:
    """Paths on which a truck takes over and goes nowhere: it is loaded, or takes a box over, and hands it on at once.

    Parameters
    ----------
    flat, ends
        Arcs of the paths one after another, and where each begins and the last ends.
    """
    still, takes = loaded.bed.still, loaded.bed.takes_over
    first, second = flat[:-1], flat[1:]
    idle = still[first] & still[second] & (takes[first] | takes[second])
    idle[ends[1:-1] - 1] = False  # the last arc of a path and the first of the next
    out: Flags = np.logical_or.reduceat(np.append(idle, False), ends[:-1])
    return out


def _turns_nowhere(loaded: Loaded, path: candidates.Path) -> bool:
    """True if no state is entered twice: what is to be passed lies on the way, and is no trip there and back."""
    heads = loaded.head[list(path)]
    return len(np.unique(heads)) == len(heads)


def _groups(loaded: Loaded, origin: str, destination: str) -> list[str]:
    """Groups that the cargo may use between these countries; the sea last.

    An itinerary bears the first corridor that is open to all of it: rail between two inland places is open to the
    corridor ``sea`` too, but takes no ship.
    """
    commodity = loaded.cargo.commodity
    under = {s.number for s in loaded.network.stops if s.holds_for(commodity, origin, destination)}
    spared = ("", origin, destination)
    named = [g for g in loaded.network.groups if stops_of_group(g) == under and not doors_of(g)]
    usable = [g for g in named if spared_end(g) in spared]
    return sorted(usable, key=lambda g: (corridor_of(g) == "sea", CORRIDORS.index(corridor_of(g)), g))


def _ends(loaded: Loaded, origin: str, destination: str) -> tuple[int, int]:
    """The two gates; all that is wrong with them at once."""
    if origin == destination:
        problem = Problem("routes.same_place", "destination", value=destination, expected="another place")
        raise InputError("routes.same_place", f"{origin} is both origin and destination", [problem])
    index = loaded.network.state_index
    gates = {origin: state_id(origin, "gate"), destination: arrival_id(state_id(destination, "gate"))}
    problems = [
        Problem(
            "routes.no_gate",
            p,
            value=p,
            expected="a place where freight starts or ends",
            fix="Take a city, port or terminal nearby.",
        )
        for p, gate in gates.items()
        if gate not in index
    ]
    if problems:
        raise InputError("routes.no_gate", "no freight starts or ends there", problems)
    return index[gates[origin]], index[gates[destination]]


def _no_path(
    loaded: Loaded,
    groups: Sequence[str],
    ends: tuple[str, str],
    gates: tuple[int, int],
    shut: Sequence[str],
    asked: Asked,
) -> InputError:
    """The error that names what stands in the way: the fewest bans, closures and wishes that would have to be lifted.

    Where lifting all of them makes no path, it says where the links or corridors break.
    """
    banned = {x for g in loaded.network.groups if (x := spared_end(g))}
    left_out = asked.shut(loaded)
    lifted = loaded.touches(banned) | ~loaded.usable  # what a ban or a closure may have shut
    stages = candidates.staged(loaded.tail, loaded.head, loaded.states, [v.arcs(loaded) for v in asked.via])
    real, end = stages.arc, gates[1] + stages.states - loaded.states
    arcs = candidates.Arcs.of(stages.tail, stages.head, stages.states, np.ones(len(real), bool))
    best: tuple[float, list[str]] = (np.inf, [])
    for group in groups:
        open_ = loaded.open_arcs(group, mixed=True)
        weight = np.where(open_ & ~left_out, 1e-6, np.where(lifted | open_, 1.0, np.inf))
        path = arcs.tree(weight[real], gates[0]).path(end)
        if path is None:
            continue
        at = real[list(path)]
        if weight[at].sum() < best[0]:
            blocks = [asked.why(loaded, a) or loaded.block(a, banned) for a in at if weight[a] >= 1.0]
            best = float(weight[at].sum()), list(dict.fromkeys(blocks))
    blocks = [*best[1], *shut] or [_how_far(loaded, groups, gates, asked)]
    where = " - ".join(ends)
    fix = "Lift it in the scenario, open a planned link, or choose another place."
    if any(b.startswith("you avoid") or b.endswith("you allow") for b in blocks):
        fix = "Ask for less, or choose another place."
    problems = [Problem("routes.no_path", where, message=b, fix=fix) for b in blocks]
    message = f"no route from {ends[0]} to {ends[1]}: " + "; ".join(blocks[:4])
    return InputError("routes.no_path", message, problems)


def _how_far(loaded: Loaded, groups: Sequence[str], gates: tuple[int, int], asked: Asked) -> str:
    """Where the shortest way over all links leaves the corridor that lacks least of it, in words."""
    stuck = [v.name for v in asked.via if not len(v.arcs(loaded))]
    if stuck:
        return f"no link of the year passes {', '.join(stuck)}"
    every = candidates.Arcs.of(loaded.tail, loaded.head, loaded.states, loaded.usable & ~asked.shut(loaded))
    path = every.tree(loaded.distance_km, gates[0]).path(gates[1])
    if path is None or not groups:
        return "no link of the year joins them"
    breaks = {g: [a for a in path if not loaded.open_arcs(g, mixed=True)[a]] for g in groups}
    least = min(groups, key=lambda g: len(breaks[g]))
    if not breaks[least]:
        return "no way passes what you ask for in that order"
    first, c = breaks[least][0], loaded.column
    place = loaded.state_ids[loaded.tail[first]].partition("|")[0]
    what = f"{c['mode'][first]} {c['kind'][first].replace('_', ' ')}"
    return f"links join them but no corridor does: {corridor_of(least)} breaks at {place} ({what})"


def closures(scenario: Scenario) -> list[str]:
    """What the scenario closes altogether, and the freight that it bans all year, in words."""
    gates = [f"gateway {g} is closed" for g, c in scenario.gateway.items() if c.capacity_factor == 0]
    gates += [
        f"gateway {g} bans some freight"
        for g, c in scenario.gateway.items()
        if any(not b.days for b in c.ban)
    ]
    return gates + [f"link {x} is closed" for x, c in scenario.link.items() if c.capacity_factor == 0]
