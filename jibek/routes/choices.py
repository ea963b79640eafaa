"""Distinct good itineraries between two places on the loaded network.

Reads   network.arcs, mean delays of facilities on the loaded network, simulation.quantiles
Writes  routes.od; what `jibek route` prints; itineraries along the paths that freight uses
Method  candidates: see candidates.py; days: see days.py; of the candidates stay the best by days, cost and
        CO2e, overall and of each corridor, the best over each crossing of China, and what no other dominates
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array, Ints
from jibek.ground.errors import InputError, Problem
from jibek.ground.vocabulary import CORRIDORS
from jibek.network.names import arrival_id, corridor_of, doors_of, spared_end, state_id, stops_of_group
from jibek.routes import candidates
from jibek.routes.evaluate import Loaded
from jibek.routes.itineraries import CRITERIA, Cargo, Itinerary, Routes, flag_pareto
from jibek.routes.tables import OD
from jibek.sources.gazetteer import bare

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts
    from jibek.scenario import Scenario

SHOWCASE = (
    ("CNCHN", "DEDUI"),
    ("CNSGH", "NLRTM"),
    ("CNCHN", "KZALA"),
    ("KZ_ALTYNKOL", "GEPTI"),
    ("CN_URUMQI", "UZTAS"),
    ("KZALA", "RUMOW"),
    ("CNCHN", "TRIST"),
    ("CNCDU", "PLLOD"),
)

MOST = 16  # itineraries shown; the best ones by a criterion are never left out for it

SILLY = 1.5  # times the days and at once times the cost of another itinerary: no choice that anybody has

CROSSINGS = 3  # of a corridor, out of (into) China

NO_WAY = ("routes.no_path", "routes.no_gate")  # errors of a pair that has no itinerary

SAME = 0.01  # a choice that gains less than 1 % in any criterion is not another one (Laumanns et al., 2002)


def search(
    network: Network,
    delay_hours: Array,
    quantiles: pd.DataFrame | None,
    facts: Facts,
    origin: str,
    destination: str,
    cargo: Cargo | None = None,
    *,
    year: int,
    scenario: Scenario | str = "baseline",
    seed: int = 1,
) -> Routes:
    """What a shipper could choose between two places.

    Parameters
    ----------
    network
        Places, arcs and which group may use which arc.
    delay_hours : shape (facility,), hours
        Mean delay at each facility on the loaded network.
    quantiles
        ``simulation.quantiles`` (gateway_id, direction, quantile, hours_open_days): waits played at gateways; None if
        nothing was played, waits are then their means.
    facts
        Assumptions ``leg_time_correlation``, ``teu_cost_share_of_feu``, ``route_tonnes_per_feu``.
    origin, destination
        Place ids (see ``sources.gazetteer``).
    cargo
        Absent: one FEU.
    scenario
        The scenario, for its name and, if there is no route, for what it closes; or its name alone.

    Returns
    -------
    Routes
        Sorted by ``days_p50``; USD of the network's price year.

    Raises
    ------
    InputError
        ``routes.same_place``, ``routes.no_gate`` (no freight starts or ends there), ``routes.no_path`` with
        the bans and closures that stand in the way.
    """
    cargo = cargo or Cargo.of(facts)
    loaded = Loaded.of(network, delay_hours, quantiles, facts, cargo, seed)
    name, shut = (scenario, []) if isinstance(scenario, str) else (scenario.name, closures(scenario))
    found = loaded.itineraries(_paths(loaded, origin, destination, shut=shut))
    chosen = [
        loaded.with_legs(*found[i.itinerary_id]) for i in choose(loaded, [i for i, _ in found.values()])
    ]
    named = zip(loaded.places.index, loaded.places["name"], strict=True)
    names = {str(i): bare(str(n)).partition(" / ")[0] for i, n in named}
    return Routes(origin, destination, cargo, year, name, flag_pareto(chosen), names)


def along(
    network: Network,
    delay_hours: Array,
    quantiles: pd.DataFrame | None,
    facts: Facts,
    paths: Mapping[candidates.Path, str],
    *,
    seed: int = 1,
) -> tuple[Itinerary, ...]:
    """Itineraries of one FEU along given paths, in their order, without legs: what ``search`` says of the same arcs.

    Parameters
    ----------
    paths
        Positions of arcs in the order of travel, each with its corridor. The others as in ``search``.
    """
    loaded = Loaded.of(network, delay_hours, quantiles, facts, Cargo.of(facts), seed)
    return tuple(itinerary for itinerary, _ in loaded.itineraries(paths).values())


def obstacles(
    network: Network,
    delay_hours: Array,
    facts: Facts,
    origin: str,
    destination: str,
    corridors: Collection[str],
    scenario: Scenario,
) -> list[str]:
    """What stands in the way of a box in these corridors, in words: the fewest bans and closures, then all that the
    scenario closes; empty where a path is open. Parameters as in ``search``."""
    loaded = Loaded.of(network, delay_hours, None, facts, Cargo.of(facts), scenario.seed)
    try:
        _paths(loaded, origin, destination, corridors, shut=closures(scenario))
    except InputError as fault:
        return list(dict.fromkeys(p.message or fault.message for p in fault.problems))
    return []


def passing(
    network: Network,
    delay_hours: Array,
    quantiles: pd.DataFrame | None,
    facts: Facts,
    origin: str,
    destination: str,
    place: str,
    *,
    seed: int = 1,
) -> list[Itinerary]:
    """Itineraries of one FEU that pass a place, the quickest first, good or not; none where no path does.

    Parameters as in ``search``; ``place`` may be a strait.

    Raises
    ------
    InputError
        As ``search``.
    """
    loaded = Loaded.of(network, delay_hours, quantiles, facts, Cargo.of(facts), seed)
    states = [i for name, i in network.state_index.items() if name.partition("|")[0] == place]
    into = np.isin(loaded.head, states)
    paths = _paths(loaded, origin, destination, via=np.flatnonzero(into))
    found = loaded.itineraries({p: c for p, c in paths.items() if into[list(p)].any()})
    return sorted((loaded.with_legs(*one) for one in found.values()), key=lambda i: i.by_days)


def od_table(
    network: Network,
    delay_hours: Array,
    quantiles: pd.DataFrame | None,
    facts: Facts,
    *,
    pairs: Sequence[tuple[str, str]] = SHOWCASE,
    seed: int = 1,
) -> pd.DataFrame:
    """``routes.od``: the itinerary of least generalised cost of each pair by corridor and crossing of China.

    Pairs without any itinerary have no row. Parameters as in ``search``.
    """
    loaded = Loaded.of(network, delay_hours, quantiles, facts, Cargo.of(facts), seed)
    rows = []
    for origin, destination in pairs:
        try:
            paths = _paths(loaded, origin, destination)
        except InputError as fault:
            if fault.code not in NO_WAY:
                raise
            continue
        found = [i for i, _ in loaded.itineraries(paths).values()]
        best = set(by_crossing(loaded, found)) & set(choose(loaded, found))
        for i in sorted(best, key=lambda i: (i.corridor, *i.by_days)):
            row = {c: getattr(i, c) for c in OD.columns if hasattr(i, c)}
            gateway = loaded.crossing(i) or next(iter(i.gateways), None)
            rows.append({**row, "origin": origin, "destination": destination, "gateway": gateway})
    return OD.check(pd.DataFrame(rows)) if rows else OD.empty()


def choose(loaded: Loaded, found: Sequence[Itinerary]) -> list[Itinerary]:
    """The distinct good ones, quickest first: see the head of this module.

    Never left out: the best by each criterion; of each corridor the best by days, cost, CO2e and generalised
    cost, unless another itinerary is half as good again in days and cost at once; over the three best crossings
    out of (into) China of each corridor the best by generalised cost.
    """
    ordered = sorted(found, key=lambda i: i.by_days)
    days, cost = np.array([[i.days_p50, i.cost_usd] for i in ordered]).T
    silly = ((days[:, None] > SILLY * days) & (cost[:, None] > SILLY * cost)).any(axis=1)
    sound = [i for i, bad in zip(ordered, silly, strict=True) if not bad]
    kept: dict[str, Itinerary] = {}

    def keep(part: Sequence[Itinerary], *criteria: str) -> None:
        for criterion in criteria:
            best = min(part, key=lambda i: (getattr(i, criterion), *i.by_days))
            kept.setdefault(best.itinerary_id, best)

    keep(ordered, *CRITERIA)
    for corridor in dict.fromkeys(i.corridor for i in sound):
        keep([i for i in sound if i.corridor == corridor], "days_p50", "cost_usd", "co2e_kg")
    kept.update({i.itinerary_id: i for i in by_crossing(loaded, sound)})
    for i in flag_pareto(sound):
        if len(kept) < MOST and i.pareto and not any(_hardly_better(i, k) for k in kept.values()):
            kept.setdefault(i.itinerary_id, i)
    return sorted(kept.values(), key=lambda i: i.by_days)


def by_crossing(loaded: Loaded, found: Sequence[Itinerary]) -> list[Itinerary]:
    """The best by generalised cost over each crossing out of (into) China, at most three of a corridor.

    Generalised cost is the price and the value of the mean hours, as the flows take it.
    """
    best: dict[str, dict[str, Itinerary]] = {}
    for i in sorted(found, key=lambda i: (loaded.generalised_usd(i), *i.by_days)):
        of_corridor = best.setdefault(i.corridor, {})
        if len(of_corridor) < CROSSINGS:
            of_corridor.setdefault(loaded.crossing(i), i)
    return [i for of_corridor in best.values() for i in of_corridor.values()]


def _hardly_better(one: Itinerary, two: Itinerary) -> bool:
    """True if ``one`` gains less than 1 % on ``two`` in any criterion."""
    return all(getattr(two, c) <= (1 + SAME) * getattr(one, c) for c in CRITERIA)


def _paths(
    loaded: Loaded,
    origin: str,
    destination: str,
    corridors: Collection[str] = CORRIDORS,
    *,
    shut: Sequence[str] = (),
    via: Ints | None = None,
) -> dict[candidates.Path, str]:
    """Every candidate between two places, with its corridor; via: arcs to look for a path through, default gateways."""
    via = loaded.gateway_arcs if via is None else via
    start, end = _ends(loaded, origin, destination)
    countries = (loaded.country(origin), loaded.country(destination))
    paths: dict[candidates.Path, None] = {}
    groups = [g for g in _groups(loaded, *countries) if corridor_of(g) in corridors]
    for group in groups:
        arcs = candidates.Arcs.of(loaded.tail, loaded.head, loaded.states, loaded.open_arcs(group))
        paths.update(dict.fromkeys(candidates.find(arcs, loaded.criteria, via, start, end)))
    if not paths:
        raise _no_path(loaded, groups, (origin, destination), start, end, shut)
    straight = [p for p in paths if not loaded.comes_back(p)] or list(paths)
    open_ = {g: loaded.open_arcs(g) for g in groups}
    return {p: corridor_of(next(g for g in groups if open_[g][list(p)].all())) for p in straight}


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
    loaded: Loaded, groups: Sequence[str], ends: tuple[str, str], start: int, end: int, shut: Sequence[str]
) -> InputError:
    """The error that names what stands in the way: the fewest bans and closures that would have to be lifted."""
    every = np.ones(len(loaded.tail), bool)
    arcs = candidates.Arcs.of(loaded.tail, loaded.head, loaded.states, every)
    banned = {x for g in loaded.network.groups if (x := spared_end(g))}
    lifted = loaded.touches(banned) | ~loaded.usable  # what a ban or a closure may have shut
    best: tuple[float, list[str]] = (np.inf, [])
    for group in groups:
        weight = np.where(loaded.open_arcs(group), 1e-6, np.where(lifted, 1.0, np.inf))
        path = arcs.tree(weight, start).path(end)
        if path is not None and weight[list(path)].sum() < best[0]:
            blocks = [loaded.block(a, banned) for a in path if weight[a] >= 1.0]
            best = float(weight[list(path)].sum()), list(dict.fromkeys(blocks))
    blocks = [*best[1], *shut] or ["no link of the year joins them"]
    where = " - ".join(ends)
    fix = "Lift it in the scenario, open a planned link, or choose another place."
    problems = [Problem("routes.no_path", where, message=b, fix=fix) for b in blocks]
    message = f"no route from {ends[0]} to {ends[1]}: " + "; ".join(blocks[:4])
    return InputError("routes.no_path", message, problems)


def closures(scenario: Scenario) -> list[str]:
    """What the scenario closes altogether, and the freight that it bans all year, in words."""
    gates = [f"gateway {g} is closed" for g, c in scenario.gateway.items() if c.capacity_factor == 0]
    gates += [
        f"gateway {g} bans some freight"
        for g, c in scenario.gateway.items()
        if any(not b.days for b in c.ban)
    ]
    return gates + [f"link {x} is closed" for x, c in scenario.link.items() if c.capacity_factor == 0]
