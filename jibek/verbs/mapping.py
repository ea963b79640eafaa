"""``jibek route --map``: the ways drawn, as a page, as features for a GIS, or as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jibek.ground.errors import InputError, Problem
from jibek.ground.language import tr
from jibek.ground.written import bad_file, written

if TYPE_CHECKING:
    from jibek.report.drawing.routemap import Drawn, Way
    from jibek.routes.roadbed import Roadbed
    from jibek.routes.telling import Routes
    from jibek.routes.tracks import Track

KINDS = (".html", ".geojson", ".png")

CODE = "route.bad_map"


def bad_map(out: Path | str | None) -> list[Problem]:
    """What is wrong with where a map is to be written, found before anything is computed."""
    wrong = bad_file("--map", out, CODE)
    if out is None:
        return wrong
    suffix = Path(out).suffix.lower()
    if suffix not in KINDS:
        expected = "a file that ends in " + ", ".join(KINDS)
        wrong.append(
            Problem(CODE, "--map", value=str(out), expected=expected, fix="Name a .html to look at.")
        )
    elif suffix == ".png":
        from importlib.util import find_spec

        if find_spec("resvg_py") is None:
            fix = "Install jibek[png], or name a .html."
            wrong.append(
                Problem(CODE, "--map", value=str(out), expected="resvg-py, which is missing", fix=fix)
            )
    return wrong


def draw(routes: Routes, bed: Roadbed, out: Path | str) -> None:
    """Write the map; ``out`` is one that ``bad_map`` finds nothing wrong with.

    Raises
    ------
    InputError
        ``route.bad_map`` where no place of the ways has coordinates.
    """
    from jibek.ground.values import dumps
    from jibek.report.drawing import routemap

    drawn = drawn_of(routes, bed)
    if not drawn.at:
        problem = Problem(CODE, "--map", expected="places with coordinates")
        raise InputError(CODE, "no place of these ways has coordinates", [problem])
    suffix = Path(out).suffix.lower()
    if suffix == ".html":
        written(out, routemap.page(drawn))
    elif suffix == ".geojson":
        written(out, dumps(routemap.geojson(drawn), 1) + "\n")
    else:
        import resvg_py

        picture = resvg_py.svg_to_bytes(svg_string=routemap.svg(drawn, ident="map"), zoom=2)
        written(out, bytes(picture))


def drawn_of(routes: Routes, bed: Roadbed) -> Drawn:
    """What is drawn of an answer: its choices, or all ways where it shows everything."""
    from jibek.report.drawing.routemap import Drawn
    from jibek.routes.tracks import tracks

    found = tracks(routes, bed)
    ways = tuple(_way(routes, track) for track in found.tracks)
    ids = {*found.at, *(g for w in ways for g in w.gateways), routes.origin, routes.destination}
    return Drawn(
        tr(
            "{origin} to {destination}",
            origin=routes.name(routes.origin),
            destination=routes.name(routes.destination),
        ),
        f"{routes.cargo}, {routes.year}, {routes.scenario}",
        (routes.origin, routes.destination),
        ways,
        found.at,
        {x: routes.name(x) for x in ids},
    )


def _way(routes: Routes, track: Track) -> Way:
    from jibek.report.drawing.routemap import Part, Way
    from jibek.routes.telling import way
    from jibek.routes.wording import titled

    i = track.itinerary
    figures = tr(
        "{half:.1f} days ({low:.1f}–{high:.1f}) · {usd:,.0f} USD · {kg:,.0f} kg CO2e",
        half=i.days_p50,
        low=i.days_p10,
        high=i.days_p90,
        usd=i.cost_usd,
        kg=i.co2e_kg,
    )
    told = {
        "itinerary_id": i.itinerary_id,
        "choice": "; ".join(track.names) or None,
        "days_p50": i.days_p50,
        "itinerary_cost_usd": i.cost_usd,
        "itinerary_co2e_kg": i.co2e_kg,
    }
    parts = tuple(
        Part(
            s.leg.mode,
            s.places,
            {
                **{k: v for k, v in s.leg.to_json().items() if k != "arcs"},
                "from_name": routes.name(s.leg.from_),
                "to_name": routes.name(s.leg.to),
                "gateway_name": routes.name(s.leg.gateway_id) if s.leg.gateway_id else None,
            },
        )
        for s in track.stretches
    )
    title = titled(track.names) or tr("Another way")
    return Way(title, figures, way(routes, i), i.gateways, parts, told)
