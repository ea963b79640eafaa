"""Distinct good itineraries between two places on the loaded network.

Reads   network.arcs, mean delays of facilities on the loaded network, simulation.quantiles
Writes  routes.od; what `jibek route` prints; itineraries along the paths that freight uses
Method  candidates: candidates.py; what they miss: labels.py; days: days.py. Of the candidates stay the best by days,
        cost and CO2e, overall and of each corridor, the best over each crossing of China, and what no other dominates
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import InputError
from jibek.ground.language import phrase
from jibek.ground.vocabulary import AIR, MODE_OF_CORRIDOR
from jibek.routes import candidates
from jibek.routes.air import by_air
from jibek.routes.asked import Asked
from jibek.routes.booked import Booking, flown, made, with_legs
from jibek.routes.evaluate import Loaded
from jibek.routes.itineraries import CRITERIA, Cargo, Itinerary, flag_pareto, hardly_better
from jibek.routes.roadbed import Roadbed
from jibek.routes.telling import Routes
from jibek.routes.ways import NO_WAY, closures, every_way

if TYPE_CHECKING:
    import pandas as pd

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

WORTH = 0.1  # of the days or price that changing between truck and train has to save, else nobody tranships

MIXED = 3  # such ways that are shown at most


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
    asked: Asked | None = None,
    mixed: bool = True,
    booking: Booking | None = None,
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
    asked
        Modes, places to pass, countries and gateways to keep away from; None: nothing.
    mixed
        Also trucks from or to trains and ships (``routes.mixed``).
    booking
        Services beside the ordinary ones, and days of departure or arrival; None: neither.

    Returns
    -------
    Routes
        Sorted by ``days_p50``; USD of the network's price year.

    Raises
    ------
    InputError
        ``routes.same_place``, ``routes.no_gate`` (no freight starts or ends there), ``routes.no_path`` with
        the bans, closures and wishes that stand in the way, or the place where it breaks; ``routes.no_service``.
    """
    bed = Roadbed.of(network, delay_hours, quantiles, facts, seed, mixed=mixed)
    loaded = Loaded.on(bed, cargo or Cargo.of(facts))
    name, shut = (scenario, []) if isinstance(scenario, str) else (scenario.name, closures(scenario))
    return on(loaded, origin, destination, year=year, scenario=name, shut=shut, asked=asked, booking=booking)


def on(
    loaded: Loaded,
    origin: str,
    destination: str,
    *,
    year: int,
    scenario: str,
    shut: Sequence[str] = (),
    asked: Asked | None = None,
    booking: Booking | None = None,
) -> Routes:
    """What ``search`` finds, on a network that is loaded already; shut: what the scenario closes, in words."""
    asked, booking = asked or Asked(), booking or Booking()
    chosen = list(_on_the_network(loaded, origin, destination, shut, asked, booking))
    if AIR in asked.modes and not asked.via:
        chosen.append(flown(by_air(loaded.bed, loaded.cargo, origin, destination), booking))
    lapses = [
        {"code": "routes.bound_not_kept", "message": _missing(words), "rows": []}
        for words in dict.fromkeys(loaded.lapses)
    ]
    loaded.lapses.clear()
    found = flag_pareto(sorted(chosen, key=lambda i: i.by_days) if AIR in asked.modes else chosen)
    return Routes(origin, destination, loaded.cargo, year, scenario, found, loaded.bed.names, tuple(lapses))


def _on_the_network(
    loaded: Loaded,
    origin: str,
    destination: str,
    shut: Sequence[str],
    asked: Asked,
    booking: Booking,
) -> Iterator[Itinerary]:
    """Chosen itineraries by other modes than air."""
    if asked.modes == {AIR}:
        return
    paths = every_way(loaded, origin, destination, shut=shut, asked=asked)
    found = made(loaded, loaded.itineraries(paths), booking)
    for i in choose(loaded, [m.itinerary for m in found.values()]):
        whole = with_legs(loaded, found[i.itinerary_id], booking)
        if whole is not None:
            yield whole


def _missing(words: str) -> str:
    return phrase("efficient ways may be missing: {why}", why=words)


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
        every_way(loaded, origin, destination, corridors, shut=closures(scenario))
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
    paths = every_way(loaded, origin, destination, via=np.flatnonzero(into))
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
    import pandas as pd

    from jibek.routes.tables import OD

    loaded = Loaded.of(network, delay_hours, quantiles, facts, Cargo.of(facts), seed)
    rows = []
    for origin, destination in pairs:
        try:
            paths = every_way(loaded, origin, destination)
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

    Trucks beside trains or ships have to earn their place where the latter go all the way: see ``_worth``.
    """
    means = {MODE_OF_CORRIDOR[i.corridor] for i in found if not i.mixed}
    beside = [i.mixed and MODE_OF_CORRIDOR[i.corridor] in means for i in found]
    spare = [i for i, is_beside in zip(found, beside, strict=True) if is_beside]
    rest = (i for i, is_beside in zip(found, beside, strict=True) if not is_beside)
    ordered = sorted(rest, key=lambda i: i.by_days)
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
        if len(kept) < MOST and i.pareto and not any(hardly_better(i, k) for k in kept.values()):
            kept.setdefault(i.itinerary_id, i)
    kept.update({i.itinerary_id: i for i in _worth(loaded, spare, list(kept.values()))})
    return sorted(kept.values(), key=lambda i: i.by_days)


def _worth(loaded: Loaded, spare: Sequence[Itinerary], kept: Sequence[Itinerary]) -> list[Itinerary]:
    """Of ways by truck and train those that nothing dominates and that save a tenth of the days or of the price.

    The best by generalised cost first; each is held against those taken before it.
    """
    out: list[Itinerary] = []
    for i in sorted(spare, key=lambda i: (loaded.generalised_usd(i), *i.by_days)):
        others = [*kept, *out]
        worth = len(out) < MIXED and all(_saves(i, k) for k in others)
        if worth and flag_pareto([i, *others])[0].pareto:
            out.append(i)
    return out


def _saves(one: Itinerary, two: Itinerary) -> bool:
    """True if ``one`` takes a tenth less of the days or of the price than ``two``."""
    return any(getattr(one, c) < (1 - WORTH) * getattr(two, c) for c in ("days_p50", "cost_usd"))


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
