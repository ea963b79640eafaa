"""``jibek route``: what a shipper could choose between two places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek import record, sources
from jibek.ground.errors import Faults, InputError, Problem, refuse
from jibek.ground.language import ENGLISH, check, phrase, speaking
from jibek.ground.locale import country
from jibek.routes import Cargo
from jibek.routes.asked import asked_of
from jibek.routes.named import RUSSIA
from jibek.routes.services import services_of, wanted
from jibek.sources.gazetteer import resolve
from jibek.sources.nearby import is_position, near
from jibek.verbs.loading import Where
from jibek.verbs.mapping import bad_map, draw

if TYPE_CHECKING:
    from jibek.record import Facts
    from jibek.routes.roadbed import Roadbed
    from jibek.routes.telling import Routes
    from jibek.verbs.asking import Run
    from jibek.verbs.loading import Loading


def route(
    run: Run | str | Path,
    origin: str,
    destination: str,
    *,
    feu: float | None = None,
    teu: float | None = None,
    tonnes: float | None = None,
    commodity: str | None = None,
    date: str | None = None,
    arrive_by: str | None = None,
    service: Sequence[str] = (),
    modes: str | None = None,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    avoid_gateway: Sequence[str] = (),
    everything: bool = False,
    free_flow: bool | None = None,
    map_to: Path | str | None = None,
    lang: str = ENGLISH,
    year: int | None = None,
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Routes:
    """Distinct good itineraries between two places, with the waits that a run found, or those that need no flows.

    Parameters
    ----------
    run
        A run, or what means one; its scenario, facility delays and played waits are used.
    origin, destination
        Place ids, names in any language, or ``longitude,latitude``: the nearest place.
    feu, teu, tonnes, commodity
        The cargo, at most one amount; none: one FEU.
    date
        Day from which the cargo waits for departures, ISO; gateways that the scenario closes on it are left out.
    arrive_by
        Day by the end of which nine journeys in ten arrive, ISO: each itinerary says the last day that is early enough.
    service
        Ids or kinds of services that are to be taken; ``ordinary``: no others; none: whatever is best.
    modes
        Modes that may be used, with commas: road, rail, sea, ferry; None: all.
    via
        Places, gateways, countries or seas that are passed in this order.
    avoid, avoid_gateway
        Countries that no arc touches, and gateways that are not passed.
    everything
        Whether the text shows all itineraries, not the choices alone.
    free_flow
        Waits without congestion (`jibek.simulation.unloaded`), for which nothing is run; None: where ``data`` is an
        imported network alone that no run was made on yet.
    map_to
        A map of the ways is written there: .html, .geojson or .png.
    lang
        Language of the text and the map, of `jibek.ground.language.LANGUAGES`; programs read English.
    year
        Year in which a scenario is met; a run has its own.
    data
        The folder of tables that the run was made with.
    home
        Folder of runs; by default ``runs`` in the working directory.

    Raises
    ------
    InputError
        ``language.unknown``, ``place.unknown``, ``place.ambiguous``, ``route.other_data``,
        ``route.not_a_date``, ``route.other_year``, ``route.two_days``, ``route.unknown_service``, what
        ``jibek.sources.nearby`` and ``jibek.routes.asked`` refuse, and what ``jibek.routes`` raises.
    """
    # Places, day and cargo are looked at first: a slip of the pen must not cost a run.
    faults = Faults()
    faults.of(lambda: refuse("route.bad_map", "the map cannot be drawn there", bad_map(map_to)))
    faults.of(lambda: check(lang))
    days = faults.of(lambda: Days.of(date, arrive_by)) or Days(None, None)
    cargo = {"feu": feu, "teu": teu, "tonnes": tonnes, "commodity": commodity}
    given: dict[str, Any] = {k: v for k, v in cargo.items() if v is not None}
    wishes: dict[str, Any] = {"modes": modes, "via": via, "avoid": avoid, "avoid_gateway": avoid_gateway}
    where = Where(run, days.ready, year, data, home)
    told: list[dict[str, Any]] = []
    # Names of countries, and where positions lie, are in the record alone.
    named = via or avoid or avoid_gateway or any(is_position(x) for x in (origin, destination))
    loading = None if named or free_flow else where.recalled()
    facts: Facts | None = None
    terms: Facts | Roadbed
    if loading is None:
        source = sources.read(data)
        facts = record.establish(source)
        known, terms = services_of(facts, None), facts
        start, end = (faults.of(partial(end_of, name, terms, told)) for name in (origin, destination))
    else:
        known, terms = loading.services, loading.bed
        start, end = (
            faults.of(partial(resolve, name, loading.nodes, zones_only=True))
            for name in (origin, destination)
        )
    faults.of(lambda: wanted(known, service))
    faults.of(lambda: Cargo.of(terms, **given))
    asked = faults.of(lambda: asked_of(facts, start or "", end or "", **wishes))
    faults.refuse()
    assert start is not None
    assert end is not None
    assert asked is not None
    if loading is None:
        loading = where.meant(source, progress, facts, free_flow=free_flow)
    booking = loading.booking(days.ready, days.arrive, service)
    found = loading.routes(start, end, Cargo.of(loading.bed, **given), asked, booking)
    found = replace(found, everything=everything, warnings=(*loading.warnings, *told, *found.warnings))
    found = replace(found, lang=lang, local=local_names(lang, loading, found.names))
    if map_to is not None:
        with speaking(lang):
            draw(found, loading.bed, map_to)
    return found


def local_names(lang: str, loading: Loading, names: Mapping[str, str]) -> dict[str, str]:
    """Names of countries and places in a language, by id."""
    if lang == ENGLISH:
        return {}
    with speaking(lang):
        lands = {code: country(code, name) for code, name in names.items() if len(code) == len(RUSSIA)}
    return lands | loading.bed.names_in(lang)


def end_of(text: str, facts: Facts, told: list[dict[str, Any]]) -> str:
    """The place that a name, id or position means; how far off it is goes to the warnings ``told``.

    Raises
    ------
    InputError
        ``place.unknown``, ``place.ambiguous``, ``place.bad_position``, ``place.nothing_near``.
    """
    nodes = facts.table("nodes")
    found = near(text, nodes, facts.table("links"))
    if found is None:
        return resolve(text, nodes, zones_only=True)
    message = phrase(
        "{position} is told as the nearest place, {place}, {km:g} km away",
        position=text,
        place=found.place_id,
        km=found.km,
    )
    told.append({"code": "place.nearest", "message": message, "rows": [found.place_id]})
    return found.place_id


@dataclass(frozen=True, slots=True)
class Days:
    """The day on which the cargo is ready, or the one by which it is to arrive; neither where none is asked for."""

    ready: Day | None
    arrive: Day | None

    @classmethod
    def of(cls, date: str | None, arrive_by: str | None) -> Days:
        """The days of two ISO texts.

        Raises
        ------
        InputError
            ``route.not_a_date``, ``route.two_days``: both are asked for.
        """
        ready, arrive = (
            None if text is None else day_of(text, option)
            for text, option in ((date, "--depart"), (arrive_by, "--arrive-by"))
        )
        if ready and arrive:
            expected = "one of --depart and --arrive-by"
            problem = Problem("route.two_days", "--arrive-by", value=arrive_by, expected=expected)
            raise InputError(
                "route.two_days", "a day of departure and one of arrival are asked for", [problem]
            )
        return cls(ready, arrive)


def day_of(text: str, option: str) -> Day:
    """The day of an ISO text; ``route.not_a_date`` if it is none."""
    try:
        return Day.fromisoformat(text)
    except ValueError:
        problem = Problem("route.not_a_date", option, value=text, expected="an ISO day such as 2023-07-01")
        raise InputError("route.not_a_date", f"{text!r} is not a day", [problem]) from None
