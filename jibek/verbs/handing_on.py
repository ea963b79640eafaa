"""``jibek export``: places and links of a dataset as files for other programs, and back again by ``jibek import``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jibek import sources
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.reply import Reply
from jibek.ground.vocabulary import ON_WATER
from jibek.report.drawing.geometry import way
from jibek.sources.formats.network_files import WRITERS, columns_of, write_form
from jibek.verbs.exporting import whole_folder


@dataclass(frozen=True, slots=True)
class Export(Reply):
    """What was written: folder, files, how many places and links, and the terms of their rows."""

    folder: Path
    form: str
    files: tuple[str, ...]
    places: int
    links: int
    licences: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """folder, format, files, places, links, licences."""
        return {
            "folder": str(self.folder.resolve()),
            "format": self.form,
            "files": list(self.files),
            "places": self.places,
            "links": self.links,
            "licences": list(self.licences),
        }

    def to_text(self) -> str:
        """Where it stands, and what must be named when it is passed on."""
        closed = [x for x in self.licences if x["redistribute"] != "yes"]
        shared = dict.fromkeys(x["attribution"] for x in self.licences if "ODbL" in x["licence"])
        lines = [f"{self.folder}: {self.places} places, {self.links} links as {', '.join(self.files)}"]
        lines += [f"  {x['source_group']}: {x['licence']} ({x['redistribute']})" for x in closed]
        lines += [f"  to be named wherever it goes: {a}" for a in shared]
        return "\n".join([*lines, f"jibek import {self.form} {self.folder} --into DIR"])


def export_network(form: str, out: Path | str, *, data: Path | str | None = None) -> Export:
    """Write places, links and their dated attributes of the package, with a folder laid over it, into a new folder.

    Parameters
    ----------
    form
        csv, geojson, gmns or gpkg.
    data
        Folder of tables.

    Raises
    ------
    InputError
        ``export.unknown_format``, ``export.bad_folder``, both at once; what `jibek.sources.read` raises.
    """
    folder = Path(out)
    refuse("export.invalid", "the export cannot start", [*_wrong(form, folder)])
    tables = sources.read(data).tables
    nodes, links = (columns_of(stem, tables[stem]) for stem in ("nodes", "links"))
    attributes = columns_of("link_attributes", tables["link_attributes"])
    terms = tables["licences"]
    terms = columns_of(
        "licences", terms[terms["table"].isin(["nodes.csv", "links.csv", "link_attributes.csv"])]
    )
    shapes = _shapes(nodes, links)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def write(draft: Path) -> None:
        write_form(form, draft, nodes, links, attributes, shapes, now)
        terms.to_csv(draft / "licences.csv", index=False, lineterminator="\n")

    whole_folder(folder, write)
    files = tuple(sorted(p.name for p in folder.iterdir()))
    told = tuple({str(k): (None if v != v else v) for k, v in r.items()} for r in terms.to_dict("records"))
    return Export(folder, form, files, len(nodes), len(links), told)


def _wrong(form: str, folder: Path) -> list[Problem]:
    found = []
    if form not in WRITERS:
        expected, fix = f"one of {', '.join(WRITERS)}", nearest(form, WRITERS)
        found.append(Problem("export.unknown_format", "--network", value=form, expected=expected, fix=fix))
    full = folder.is_dir() and any(folder.iterdir())
    if full or (folder.exists() and not folder.is_dir()) or not folder.resolve().parent.is_dir():
        expected, fix = "a new or empty folder, in one that exists", "Name another folder."
        found.append(Problem("export.bad_folder", "DIR", value=str(folder), expected=expected, fix=fix))
    return found


def _shapes(nodes: pd.DataFrame, links: pd.DataFrame) -> list[Array]:
    """Points of each link: straight on land, along sea lanes on water."""
    where = dict(zip(nodes["id"], zip(nodes["lon"], nodes["lat"], strict=True), strict=True))
    return [
        np.asarray(way(a, b, (where[a], where[b]), mode in ON_WATER), float)
        for a, b, mode in zip(links["from"], links["to"], links["mode"], strict=True)
    ]
