"""``jibek route``: what a shipper could choose between two places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek import record, sources
from jibek.ground.errors import InputError, Problem, refuse
from jibek.routes import Cargo
from jibek.routes.asked import asked_of
from jibek.sources.gazetteer import resolve
from jibek.verbs.loading import Where
from jibek.verbs.mapping import bad_map, draw

if TYPE_CHECKING:
    from jibek.routes.telling import Routes
    from jibek.verbs.asking import Run


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
    modes: str | None = None,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    avoid_gateway: Sequence[str] = (),
    everything: bool = False,
    map_to: Path | str | None = None,
    year: int | None = None,
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Routes:
    """Distinct good itineraries between two places, with the waits that a run found.

    Parameters
    ----------
    run
        A run, or what means one; its scenario, facility delays and played waits are used.
    origin, destination
        Place ids, or names in any language.
    feu, teu, tonnes, commodity
        The cargo, at most one amount; none: one FEU.
    date
        Day of departure, ISO; gateways that the scenario closes on it are left out.
    modes
        Modes that may be used, with commas: road, rail, sea, ferry; None: all.
    via
        Places, gateways, countries or seas that are passed in this order.
    avoid, avoid_gateway
        Countries that no arc touches, and gateways that are not passed.
    everything
        Whether the text shows all itineraries, not the choices alone.
    map_to
        A map of the ways is written there: .html, .geojson or .png.
    year
        Year in which a scenario is met; a run has its own.
    data
        The folder of tables that the run was made with.
    home
        Folder of runs; by default ``runs`` in the working directory.

    Raises
    ------
    InputError
        ``place.unknown``, ``place.ambiguous``, ``route.other_data``, ``route.not_a_date``, ``route.other_year``,
        what ``jibek.routes.asked`` refuses, all at once, and what ``jibek.routes`` raises.
    """
    # Places, day and cargo are looked at first: a slip of the pen must not cost a run.
    wrong = bad_map(map_to)
    refuse(wrong[0].code if wrong else "", "the map cannot be drawn there", wrong)
    day = None if date is None else day_of(date)
    cargo = {"feu": feu, "teu": teu, "tonnes": tonnes, "commodity": commodity}
    given: dict[str, Any] = {k: v for k, v in cargo.items() if v is not None}
    wishes: dict[str, Any] = {"modes": modes, "via": via, "avoid": avoid, "avoid_gateway": avoid_gateway}
    where = Where(run, day, year, data, home)
    loading = (
        None if via or avoid or avoid_gateway else where.recalled()
    )  # names of countries are in the record alone
    if loading is None:
        source = sources.read(data)
        facts = record.establish(source)
        start, end = (resolve(name, facts.table("nodes"), zones_only=True) for name in (origin, destination))
        Cargo.of(facts, **given)
        asked = asked_of(facts, start, end, **wishes)
        loading = where.loaded(source, progress)
    else:
        start, end = (resolve(name, loading.nodes, zones_only=True) for name in (origin, destination))
        asked = asked_of(None, start, end, **wishes)
    found = loading.routes(start, end, Cargo.of(loading.bed, **given), asked)
    found = replace(found, everything=everything, warnings=(*loading.warnings, *found.warnings))
    if map_to is not None:
        draw(found, loading.bed, map_to)
    return found


def day_of(text: str) -> Day:
    """The day of an ISO text; ``route.not_a_date`` if it is none."""
    try:
        return Day.fromisoformat(text)
    except ValueError:
        problem = Problem("route.not_a_date", "--date", value=text, expected="an ISO day such as 2023-07-01")
        raise InputError("route.not_a_date", f"{text!r} is not a day", [problem]) from None
