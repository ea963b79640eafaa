"""From files to a folder of tables: read, filter, snap, bridge, contract, assign gauges, check, write.

    read_csv, …  ->  Drawn  ->  coordinates.settle  ->  places.join  ->  edges  ->  bridges  ->  contraction  ->  gauges
    ->  survey  ->  nodes.csv, links.csv, licences.csv, import_report.json

Every fault of every file is found before anything is written, and all are told at once.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.vocabulary import ALPHA2, MODES, REDISTRIBUTE
from jibek.importing import bridging, coordinates, edges, surveying, writing
from jibek.importing.attributes import attribute_rows, read_attributes, read_terms
from jibek.importing.from_csv import read_csv
from jibek.importing.from_geo import read_geo
from jibek.importing.from_geojson import read_geojson
from jibek.importing.from_gmns import read_gmns
from jibek.importing.from_gpkg import read_gpkg
from jibek.importing.from_osm import read_osm
from jibek.importing.from_sea import read_sea
from jibek.importing.from_tntp import read_tntp
from jibek.importing.known import Known
from jibek.importing.model import KM_OF_UNIT, Drawn, Wishes
from jibek.importing.places import SAME_KM, join
from jibek.sources.package import read

NEAR_KM = 10.0  # how well positions of the package are known

Reader = Callable[[Sequence[Path], Wishes], Drawn]
READERS: Mapping[str, Reader] = {
    "csv": read_csv,
    "geojson": read_geojson,
    "gmns": read_gmns,
    "gpkg": read_gpkg,
    "kml": read_geo,
    "osm": read_osm,
    "sea": read_sea,
    "shp": read_geo,
    "tntp": read_tntp,
    "xlsx": read_csv,
}

# Whose data a form always is, on what terms, and what must be named wherever it is shown.
TERMS = {
    "osm": (
        "OpenStreetMap contributors",
        "ODbL 1.0",
        "yes",
        "© OpenStreetMap contributors, ODbL 1.0 (https://www.openstreetmap.org/copyright); what is made of it "
        "keeps the licence",
    ),
    "sea": ("sea lanes of searoute", "Apache-2.0", "facts only", "searoute (Apache-2.0)"),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """folder: where the tables stand; report: what ``import_report.json`` holds."""

    folder: Path
    report: dict[str, Any]


def import_network(form: str, files: Sequence[Path], into: Path, wishes: Wishes) -> Imported:
    """Read a network and write it as tables that ``--data`` lays over the package.

    Parameters
    ----------
    form
        A key of ``READERS``.
    into
        A folder that is not there or is empty.

    Raises
    ------
    InputError
        ``import.invalid`` with every problem; ``import.refused``. Nothing is written then.
    MissingExtra
        ``import.missing_extra``: the form needs an optional part.
    """
    problems = bad_wishes(form, files, into, wishes)
    refuse("import.invalid", "the import cannot start", problems)
    whose, terms, passed_on, named = TERMS.get(form, (", ".join(f.name for f in files), "", "facts only", ""))
    wishes = replace(
        wishes,
        source=wishes.source or whose,
        licence=wishes.licence or terms,
        redistribute=wishes.redistribute or passed_on,
        attribution=named or wishes.source or whose,
    )
    drawn = READERS[form](inside(form, files), wishes)
    shipped = read().tables
    attributes, given = read_attributes(files, drawn), read_terms(files, drawn, shipped["licences"])
    known = Known.of(shipped["nodes"], shipped["links"])
    report: dict[str, Any] = {"format": form, "files": [f.name for f in files]}
    report |= {
        "source": wishes.source,
        "licence": wishes.licence or None,
        "redistribute": wishes.redistribute,
        "attribution": wishes.attribution or None,
    }
    coordinates.settle(drawn, known.positions(drawn))
    joined = join(drawn, known, wishes)
    if coordinates.perhaps_swapped(joined.points, np.array(list(known.at.values()))):
        told = "the network lies far from the package and near to it with axes swapped: look at its positions"
        drawn.note("import.perhaps_swapped", told)
    found = edges.edges_of(drawn, joined, wishes, report)
    if not found and not drawn.problems:
        drawn.problems.append(_nothing(files, drawn, wishes))
    refuse("import.invalid", f"nothing was written: {len(drawn.problems)} problem(s)", drawn.problems)
    raw = len({n for e in found for n in (e.tail, e.head)})
    gaps = bridging.bridges(found, joined, wishes)
    report |= {"bridges": bridging.told(gaps, joined, wishes.bridge), "snapped": joined.snapped}
    found = edges.contracted([*found, *(gaps if wishes.bridge else ())], joined, wishes)
    found = edges.gauged(found, joined, gauges_of_countries(shipped["nodes"]), report)
    left = {n for e in found for n in (e.tail, e.head)}
    report |= {"places_before_contraction": raw, "places": len(left), "links": len(found)}
    report["km"] = {
        m: round(math.fsum(e.km for e in found if e.mode == m), 3) for m in MODES if _has(found, m)
    }
    report |= surveying.survey(found, joined, shipped["links"])
    report["anchors"] = joined.anchors
    report["near_package"] = [
        {"place_id": joined.ids[n], "near": i, "km": km}
        for n, (i, km) in sorted(joined.guessed.items())
        if n in left and km <= NEAR_KM and joined.places[n].kept
    ]
    guessed = sorted(joined.ids[n] for n in joined.guessed if n in left)
    report["countries_guessed"] = len(guessed)
    nodes, from_nodes = writing.node_rows(found, joined, known, wishes)
    links, from_links, report["lengthened"] = writing.link_rows(
        found, joined, known, set(shipped["links"]["id"]), wishes
    )
    tables: dict[str, writing.Rows] = {"nodes": nodes, "links": links}
    tables["link_attributes"] = attribute_rows(attributes, found, links, drawn, wishes)
    _notes(drawn, report, wishes, guessed, any(r["source"] == wishes.source for r in (*nodes, *links)))
    tables |= writing.licence_rows(tables, wishes, given)
    report["warnings"] = drawn.notes
    writing.write(tables, report, into, {**from_nodes, **from_links})
    return Imported(into, report)


def inside(form: str, files: Sequence[Path]) -> list[Path]:
    """The files, those that an export writes in place of a folder."""
    names = {"csv": ("nodes.csv", "links.csv"), "geojson": ("network.geojson",), "gpkg": ("network.gpkg",)}
    return [
        f / n if f.is_dir() else f for f in files for n in (names.get(form, (".",)) if f.is_dir() else ".")
    ]


def _has(found: Sequence[edges.Edge], mode: str) -> bool:
    return any(e.mode == mode for e in found)


def bad_wishes(form: str, files: Sequence[Path], into: Path, wishes: Wishes) -> list[Problem]:
    """What is wrong with what was asked, before a file is read."""
    found = []
    if form not in READERS:
        fix = nearest(form, READERS) or "Choose one of them."
        expected = f"one of {', '.join(READERS)}"
        found.append(Problem("import.unknown_format", "FORMAT", value=form, expected=expected, fix=fix))
    if not files:
        found.append(Problem("import.no_file", "FILE", expected="at least one file", fix="Name it."))
    parent = into.resolve().parent
    full = into.is_dir() and any(into.iterdir())
    if (into.exists() and not into.is_dir()) or full or not parent.is_dir() or not os.access(parent, os.W_OK):
        expected, fix = "a new or empty folder, in one that exists", "Name another folder."
        found.append(Problem("import.bad_folder", "--into", value=str(into), expected=expected, fix=fix))
    choices = [("--modes", m, MODES) for m in wishes.modes]
    choices += [
        (o, v, k) for o, v, k in (("--mode", wishes.mode, MODES), ("--country", wishes.country, ALPHA2)) if v
    ]
    choices += [("--unit", wishes.unit, tuple(KM_OF_UNIT))] if wishes.unit else []
    choices += [("--redistribute", wishes.redistribute, REDISTRIBUTE[:2])] if wishes.redistribute else []
    for option, value, choice in choices:
        if value not in choice:
            few = ", ".join(choice[:12])
            fix = nearest(value, choice)
            found.append(Problem("import.bad_option", option, value=value, expected=f"one of {few}", fix=fix))
    for option, km, most in (
        ("--snap", wishes.snap_km, 5.0),
        ("--bridge-km", wishes.bridge_km, 2.0),
        ("--near", wishes.near_km, SAME_KM),
    ):
        if not 0 <= km <= most:
            expected = f"kilometres from 0 to {most:g}"
            found.append(Problem("import.bad_option", option, value=km, expected=expected))
    return found


def _nothing(files: Sequence[Path], drawn: Drawn, wishes: Wishes) -> Problem:
    there = Counter(leg.mode for leg in drawn.legs)
    told = "; ".join(f"{n} of mode {m or 'unknown'}" for m, n in there.most_common(5)) or "no legs at all"
    fix = "Choose other --modes." if there else "Give a file that holds legs or lines."
    where = ", ".join(f.name for f in files)
    return Problem("import.no_usable_link", where, f"it holds {told}", expected="at least one link", fix=fix)


def gauges_of_countries(nodes: pd.DataFrame) -> dict[str, str]:
    """The single gauge of most places of a country in a table of places; countries with several are left out."""
    counted: dict[str, Counter[str]] = {}
    for country, gauge in zip(nodes["country"], nodes["gauge_mm"], strict=True):
        if isinstance(gauge, str) and "/" not in gauge:
            counted.setdefault(country, Counter())[gauge] += 1
    return {country: next(iter(count)) for country, count in counted.items() if len(count) == 1}


def _notes(drawn: Drawn, report: dict[str, Any], wishes: Wishes, guessed: list[str], own: bool) -> None:
    if own and not wishes.licence:
        drawn.note(
            "import.no_licence",
            "no --licence: what this network may be used for is not known; do not pass it on",
        )
    if guessed:
        drawn.note(
            "import.country_guessed",
            f"{len(guessed)} places have the country of the nearest place of the package: give a column country or"
            f" --country where that is wrong, such as {', '.join(guessed[:3])}",
        )
    near = report["near_package"]
    if near:
        told = "; ".join(f"{n['place_id']} by {n['near']}, {n['km']:g} km" for n in near[:3])
        drawn.note(
            "import.near_package",
            f"{len(near)} places lie within {NEAR_KM:g} km of a place of the package and are not joined to it:"
            f" where it is the same, give it that id or name, or join such with --near KM: {told}",
        )
    apart = [c for c in report["components"] if not c["joined"]]
    if apart:
        drawn.note(
            "import.not_joined",
            f"{len(apart)} parts have no place of the package, freight cannot reach them: name a place in them by its"
            " id or name in the package, or join the nearest with --near KM",
        )
    gaps = [b for b in report["bridges"] if not b["built"]]
    if gaps:
        drawn.note(
            "import.bridges",
            f"{len(gaps)} gaps of at most {wishes.bridge_km:g} km are proposed, none is built",
        )
    longer = report["lengthened"]
    if longer:
        told = "; ".join(f"{x['from']} - {x['to']} {x['km']:g} km, as {x['as']:g}" for x in longer[:3])
        drawn.note(
            "import.lengthened",
            f"{len(longer)} links are as long as the great circle from where the package has a place of that name: give"
            f" the place its id to move it: {told}",
        )
    far = [a for a in report["anchors"] if not a["taken"] or (a["offset_km"] or 0) > 30]
    if far:
        told = "; ".join(f"{a['name']}, {a['offset_km']:g} km" for a in far[:3])
        drawn.note(
            "import.far_names", f"{len(far)} names of the package stand far from where it has them: {told}"
        )
    off = [
        a
        for a in report["anchor_distances"]
        if a["ratio"] and not np.log(1 / 1.2) < np.log(a["ratio"]) < np.log(1.2)
    ]
    if off:
        told = "; ".join(f"{a['id']} {a['package_km']:g} km, here {a['import_km']:g}" for a in off[:3])
        drawn.note("import.other_distances", f"{len(off)} links of the package differ by over 20 %: {told}")
