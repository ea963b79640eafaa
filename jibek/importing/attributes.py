"""What an export lays beside a network: dated attributes of links, which of them lead one way, and terms of use.

link_attributes.csv is taken from folders as it stands; a row goes with its link, which is known by its id. Of
licences.csv what the package does not say itself is kept, so that data under ODbL stay so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from jibek.ground.errors import InputError
from jibek.importing.cells import missing, sheet_of
from jibek.importing.edges import Edge
from jibek.importing.model import Drawn, Wishes
from jibek.sources.tables import TABLES

STEM = "link_attributes"
ONE_WAY = "one_way"

Rows = list[dict[str, str]]


def read_attributes(files: Sequence[Path], drawn: Drawn) -> Rows:
    """Rows of the folders among the files; links that they call one-way are made so in ``drawn``."""
    rows = _beside(files, STEM, drawn)
    one_way = {r["link_id"] for r in rows if _leads_one_way(r)}
    drawn.legs[:] = [
        replace(leg, one_way=True) if leg.cells.get("id") in one_way else leg for leg in drawn.legs
    ]
    return rows


def read_terms(files: Sequence[Path], drawn: Drawn, shipped: pd.DataFrame) -> Rows:
    """Terms of the folders among the files that the package's own table of licences does not have."""
    key = ("table", "source_group", "licence")
    known = set(zip(*(shipped[c] for c in key), strict=True))
    return [r for r in _beside(files, "licences", drawn) if tuple(r[c] for c in key) not in known]


def _beside(files: Sequence[Path], stem: str, drawn: Drawn) -> Rows:
    rows: Rows = []
    for path in (f / f"{stem}.csv" for f in files if f.is_dir()):
        if not path.is_file():
            continue
        try:
            sheet = sheet_of(path)
        except InputError as fault:
            drawn.problems += fault.problems
            continue
        at = {c: sheet.column((c,)) for c in TABLES[stem].columns}
        drawn.problems += sheet.problems + [missing(sheet, c, (c,)) for c, i in at.items() if i < 0]
        if all(i >= 0 for i in at.values()):
            rows += [{c: cells[i] for c, i in at.items()} for cells in sheet.rows]
    return rows


def attribute_rows(given: Rows, edges: Sequence[Edge], links: Rows, drawn: Drawn, wishes: Wishes) -> Rows:
    """Rows of link_attributes.csv: those given whose link is left, and one for each link that leads one way.

    Parameters
    ----------
    edges, links
        In the same order: what was imported, and its rows of links.csv.
    """
    ids = {r["id"] for r in links}
    kept = [r for r in given if r["link_id"] in ids]
    if len(kept) < len(given):
        drawn.note(
            "import.idle_attributes",
            f"{len(given) - len(kept)} rows of {STEM}.csv tell of links that are not here under their id",
        )
    told = {r["link_id"] for r in kept if _leads_one_way(r)}
    for edge, row in zip(edges, links, strict=True):
        if edge.one_way and row["id"] not in told:
            made = dict.fromkeys(TABLES[STEM].columns, "") | {"link_id": row["id"], "attribute": ONE_WAY}
            kept.append(made | {"value": "yes", "source": wishes.source, "confidence": "medium"})
    return kept


def _leads_one_way(row: dict[str, str]) -> bool:
    return row["attribute"] == ONE_WAY and row["value"] == "yes" and not row["since"]
