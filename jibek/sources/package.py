"""The tables as read, with what a user laid over them and the hash that tells them apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek.sources.tables import OUTSIDE_RUNS, TABLES

if TYPE_CHECKING:
    from jibek.sources.files import RawFile


SHOWN = 3  # cells that a warning's message names; its rows name all


@dataclass(frozen=True, slots=True)
class Sources:
    """The tables as published.

    tables
        By file stem: ``nodes``, ``links``, ``systems/people``, …; numbers are float, blanks NaN or None.
        ``_row`` is the line in its file, ``_overlay`` whether the row is the user's.
    replaced
        ``table``, ``key``, ``kind`` (replaced or added) and ``row`` of each user's row that changes a table.
    warnings
        ``code``, ``message`` and ``rows``: what a user should know before the numbers, in the form of a run's warnings.
    digest
        sha256 over the content of the tables that runs read; a kept run is of these data while it is the same.
    """

    tables: Mapping[str, pd.DataFrame]
    replaced: pd.DataFrame
    digest: str
    warnings: tuple[dict[str, Any], ...] = ()


def read(data: Path | str | None = None) -> Sources:
    """The shipped tables, with those of the folder ``data`` over them.

    Raises
    ------
    InputError
        ``sources.no_folder`` if ``data`` is no folder of tables; ``sources.invalid`` with every problem of
        its files at once: unknown files and columns, cells of the wrong type or out of range, unknown places
        with the nearest names, repeated keys, wrong units, distances below the great circle.
    """
    from jibek.sources.overlay import REPLACED_COLUMNS, lay_over, load

    raws = load(Path(data)) if data is not None else []
    tables = _shipped()
    replaced = pd.DataFrame(columns=REPLACED_COLUMNS)
    lost: tuple[str, ...] = ()
    if raws:
        tables, replaced, lost = lay_over(tables, raws)
    return Sources(tables, replaced, _digest(tables), _reading_lost(lost))


def _reading_lost(cells: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    if not cells:
        return ()
    shown = "; ".join(cells[:SHOWN]) + (f"; and {len(cells) - SHOWN} more" if len(cells) > SHOWN else "")
    message = (
        "rows of --data leave blank what the shipped rows that they replace hold in columns added to the facts; "
        f"words of a row are never read, so the run goes without: {shown}"
    )
    return ({"code": "sources.reading_lost", "message": message, "rows": list(cells)},)


def shipped_files() -> dict[str, RawFile]:
    """The files of the package, cells as text."""
    from jibek.sources.files import parse

    folder = resources.files("jibek") / "data" / "eurasia"
    return {stem: parse(stem, f"{stem}.csv", (folder / f"{stem}.csv").read_bytes()) for stem in TABLES}


def _shipped() -> dict[str, pd.DataFrame]:
    """The package as it is on disk; its content is validated when it is authored and by ``jibek inspect``."""
    from jibek.sources.files import typed

    return {
        stem: typed(TABLES[stem], raw.frame).assign(_row=raw.lines, _overlay=False)
        for stem, raw in shipped_files().items()
    }


def _digest(tables: Mapping[str, pd.DataFrame]) -> str:
    """Hash of the cells that runs read, and of them alone: the same content from one file or two hashes the same."""
    total = hashlib.sha256()
    for stem, table in TABLES.items():
        if stem in OUTSIDE_RUNS:
            continue
        total.update(stem.encode())
        for column in table.columns:
            total.update(repr(tables[stem][column].tolist()).encode())
    return total.hexdigest()
