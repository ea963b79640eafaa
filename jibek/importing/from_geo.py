"""Shapefile and KML through GDAL, with the extra ``geo`` (pyogrio): lines are legs, points places, as in GeoJSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jibek.ground.errors import InputError, Problem
from jibek.ground.extras import needed
from jibek.importing.cells import content_of
from jibek.importing.columns import plain_text
from jibek.importing.features import Feature, add_features
from jibek.importing.from_gpkg import well_known
from jibek.importing.model import Drawn, Wishes

_DEGREES = ("EPSG:4326", "OGC:CRS84", "EPSG:4979")


def read_geo(paths: Sequence[Path], wishes: Wishes) -> Drawn:
    """Places and legs of Shapefiles and KML; files that cannot be read are problems like the rest.

    Raises
    ------
    MissingExtra
        ``import.missing_extra`` without pyogrio.
    """
    pyogrio = needed("pyogrio", "geo", "shp and kml", "import.missing_extra")
    drawn = Drawn()
    features: list[Feature] = []
    for path in paths:
        try:
            content_of(path)
            for layer, _ in pyogrio.list_layers(path):
                features += _features(pyogrio, path, str(layer), drawn)
        except InputError as fault:
            drawn.problems += fault.problems
        except (
            pyogrio.errors.DataSourceError,
            pyogrio.errors.DataLayerError,
            UnicodeError,
            ValueError,
        ) as fault:
            expected, fix = (
                "a Shapefile (.shp with .shx and .dbf) or KML",
                "Save it again, with all its parts.",
            )
            drawn.problems.append(
                Problem("import.not_geo", path.name, str(fault)[:120], expected=expected, fix=fix)
            )
    add_features(features, drawn, wishes)
    return drawn


def _features(pyogrio: Any, path: Path, layer: str, drawn: Drawn) -> Iterator[Feature]:
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, force_2d=True)
    where = path.name if layer == path.stem else f"{path.name} layer {layer}"
    if meta["crs"] is not None and meta["crs"] not in _DEGREES:
        fix = "Convert it to longitude and latitude, EPSG:4326."
        drawn.problems.append(
            Problem("import.not_degrees", where, column="crs", value=str(meta["crs"])[:80], fix=fix)
        )
        return
    names = [str(f).casefold() for f in meta["fields"]]
    for row, shape in enumerate(shapes if shapes is not None else (), start=1):
        lines = well_known(shape) if isinstance(shape, bytes) else None
        if lines is None:
            expected, fix = "a point or line of finite numbers", "Correct or delete the feature."
            drawn.problems.append(Problem("import.bad_geometry", where, row=row, expected=expected, fix=fix))
            continue
        own = {n: plain_text(_value(c[row - 1])) for n, c in zip(names, columns, strict=True)}
        yield from (Feature(line, own, where, row) for line in lines)


def _value(cell: Any) -> Any:
    return cell.item() if hasattr(cell, "item") else cell
