"""The loaded network of a run as a file for other programs: GeoPackage, CSV, or a GMNS folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from jibek.flows.path_flows import before
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem
from jibek.ground.vocabulary import ON_WATER
from jibek.ground.written import draft_of, publish
from jibek.report.drawing.geometry import way
from jibek.runs.kept import Kept
from jibek.sources.formats.geopackage import Layer, write_geopackage
from jibek.sources.formats.gmns_loaded import write_gmns

FORMS = ".gpkg, .csv, or a new folder for GMNS"


def bad_out(out: Path | None, *, folder: bool = True) -> list[Problem]:
    """What is wrong with where a file or folder is to be written; nothing where nothing is to be."""
    if out is None:
        return []
    expected, fix = (FORMS if folder else ".gpkg or .csv"), "Name such a file in a folder that exists."
    suffix = out.suffix.lower()
    if suffix in (".gpkg", ".csv"):
        wrong = out.is_dir() or not out.parent.is_dir()
    else:
        wrong = not folder or suffix != "" or out.is_file() or not out.parent.is_dir()
        wrong = wrong or (out.is_dir() and any(out.iterdir()))
    if not wrong:
        return []
    return [Problem("flows.bad_out", "--out", value=str(out), expected=expected, fix=fix)]


def write_network(run: Kept, arcs: pd.DataFrame, out: Path) -> None:
    """Write what `jibek.flows.carried.by_arc` gives of a run, with any further columns, by the suffix of ``out``.

    A GeoPackage has three layers: links that are moved along, each way, gateways with the load of each direction, and
    places with what starts and ends there.
    """
    if out.suffix.lower() == ".csv":
        _whole(out, lambda path: arcs.to_csv(path, index=False, lineterminator="\n"))
        return
    where = _where(run)
    shapes = _shapes(arcs, where)
    if out.suffix.lower() == ".gpkg":
        layers = [_links(arcs, shapes), _gateways(run), _places(run, where)]
        _whole(out, lambda path: write_geopackage(path, layers, _made(run)))
        return
    whole_folder(out, lambda folder: _gmns(run, arcs, shapes, where, folder))


def write_changes(runs: tuple[Kept, Kept], changes: pd.DataFrame, out: Path) -> None:
    """Write `jibek.flows.carried.differences` of two runs; a GeoPackage has the links that either has, all classes."""
    if out.suffix.lower() == ".csv":
        _whole(out, lambda path: changes.to_csv(path, index=False, lineterminator="\n"))
        return
    where = {**_where(runs[0]), **_where(runs[1])}
    arcs = pd.concat([r.table("network.arcs") for r in runs]).drop_duplicates("arc_id")
    shapes = _shapes(arcs, where)
    moved = changes[(changes["kind"] == "arc") & changes["id"].isin(list(shapes))]
    parts: list[pd.DataFrame] = []
    for what in ("first", "second", "difference"):
        by_class = moved.pivot(index="id", columns="class", values=what)
        total = by_class.sum(axis=1, min_count=1).to_frame(f"{what}_tonnes_per_year")
        by_class.columns = pd.Index([f"{name}_{what}_tonnes_per_year" for name in by_class.columns])
        parts += [total, by_class]
    wide = pd.concat(parts, axis=1)
    wide = arcs[["arc_id", "link_id", "mode"]].merge(wide, left_on="arc_id", right_index=True)
    told = f"Tonnes a year, {runs[0].name} and {runs[1].name}, and the second less the first"
    layer = Layer("differences", told, wide, [shapes[a] for a in wide["arc_id"]])
    _whole(out, lambda path: write_geopackage(path, [layer], _made(runs[1])))


def _made(run: Kept) -> str:
    """When the run was made, as a GeoPackage says it."""
    return str(run.manifest["created"])[:19] + ".000Z"


def _where(run: Kept) -> dict[str, tuple[float, float]]:
    places = run.table("network.places")
    return dict(zip(places["place_id"], zip(places["lon"], places["lat"], strict=True), strict=True))


def _shapes(arcs: pd.DataFrame, where: Mapping[str, tuple[float, float]]) -> dict[str, Array]:
    """Points of the arcs that lead from a place to another, by arc_id."""
    found = {}
    ends = zip(
        arcs["arc_id"], before(arcs["tail"], "|"), before(arcs["head"], "|"), arcs["mode"], strict=True
    )
    for arc, a, b, mode in ends:
        if a != b and a in where and b in where and mode != "none":
            found[str(arc)] = way(a, b, (where[a], where[b]), mode in ON_WATER)
    return found


def _links(arcs: pd.DataFrame, shapes: Mapping[str, Array]) -> Layer:
    rows = arcs[arcs["arc_id"].isin(list(shapes))].reset_index(drop=True)
    told = "Links that freight moves along, each way: hours under load, tonnes a year by class, load and capacity a day"
    return Layer("links", told, rows, [shapes[a] for a in rows["arc_id"]])


def _gateways(run: Kept) -> Layer:
    rows = run.table("network.gateways")[["gateway_id", "name", "mode", "unit", "lat", "lon"]]
    used = run.table("flows.facilities").set_index("facility_id")
    for way_ in ("out", "in"):
        mine = used.reindex(rows["gateway_id"] + f":{way_}").reset_index(drop=True)
        for column in ("load_per_day", "capacity_per_day", "delay_hours"):
            rows[f"{way_}_{column}"] = mine[column]
    points = [np.array([[x, y]]) for x, y in zip(rows["lon"], rows["lat"], strict=True)]
    told = "Border crossings and ports: load and capacity a day and hours of waiting, away from China and towards it"
    return Layer("gateways", told, rows.drop(columns=["lat", "lon"]), points)


def _places(run: Kept, where: Mapping[str, tuple[float, float]]) -> Layer:
    rows = run.table("network.places")[["place_id", "name", "country", "kind"]]
    demand = run.table("demand.tonnes")
    for end, column in (("origin", "starting_tonnes_per_year"), ("destination", "ending_tonnes_per_year")):
        summed = demand["tonnes_per_year"].groupby(before(demand[end], "|")).sum()
        rows[column] = rows["place_id"].map(summed).fillna(0.0)
    points = [np.array([where[p]]) for p in rows["place_id"]]
    return Layer(
        "places", "Places of the network, and the tonnes a year that start and end there", rows, points
    )


def _gmns(
    run: Kept,
    arcs: pd.DataFrame,
    shapes: Mapping[str, Array],
    where: Mapping[str, tuple[float, float]],
    folder: Path,
) -> None:
    states = run.table("network.states")
    at = {**where, **_countries(arcs, where)}
    names = run.table("network.places").set_index("place_id")["name"]
    ends = states["mode"].isin(["gate", "arrival"])
    place = states["place_id"]
    nodes = pd.DataFrame(
        {
            "node_id": states["state_id"],
            "name": place.map(names).fillna(place) + ", " + states["mode"],
            "lon": [at.get(p, (np.nan, np.nan))[0] for p in place],
            "lat": [at.get(p, (np.nan, np.nan))[1] for p in place],
            "is_end": ends,
        }
    )
    write_gmns(folder, nodes, arcs, run.table("demand.tonnes"), shapes)


def _countries(
    arcs: pd.DataFrame, where: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """A country without places of its own stands amid the places that its freight enters by."""
    joined = arcs[arcs["kind"] == "connector"]
    tail, head = before(joined["tail"], "|"), before(joined["head"], "|")
    country = tail.where(tail.str.startswith("country:"), head)
    gate = head.where(tail.str.startswith("country:"), tail)
    points = pd.DataFrame([where.get(p, (np.nan, np.nan)) for p in gate], columns=["lon", "lat"])
    middle = points.groupby(country.to_numpy()).mean()
    return {str(c): (float(row.lon), float(row.lat)) for c, row in middle.iterrows()}


def _whole(out: Path, write: Callable[[Path], object]) -> None:
    """Write a file whole or not at all: beside its place, then moved there."""
    with draft_of(out) as draft:
        write(draft)
        publish(draft, out)


def whole_folder(out: Path, write: Callable[[Path], object]) -> None:
    """Write a folder whole or not at all: beside its place, then moved there, where there is none or an empty one."""
    with draft_of(out, folder=True) as draft:
        write(draft)
        publish(draft, out)
