"""A run folder as it is read: manifest and tables."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.values import plain
from jibek.runs import catalogue

if TYPE_CHECKING:
    import pandas as pd

    from jibek.scenario import Scenario


class Tables(Mapping[str, "pd.DataFrame"]):
    """The tables of a run by name, each read when it is first asked for and checked against its hash."""

    def __init__(self, folder: Path, listed: Mapping[str, Mapping[str, Any]]) -> None:
        self._folder = folder
        self.listed = listed
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        from jibek.ground import tablefile

        if name not in self.listed:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = tablefile.read(self.path(name), self.listed[name].get("sha256"))
        return self._read[name]

    def path(self, name: str) -> Path:
        """The Parquet file of a table."""
        return self._folder / "tables" / f"{name}.parquet"

    def __iter__(self) -> Iterator[str]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)

    def __repr__(self) -> str:
        return "Tables(" + ", ".join(f"{n}: {self.listed[n]['rows']} rows" for n in self) + ")"


class Kept:
    """A finished run as its files say: manifest, tables, headline.

    Parameters
    ----------
    folder
        A run folder, as ``jibek run`` writes it.
    stands_for
        Where the folder will stand, while it is being written under another name.

    Raises
    ------
    InputError
        ``store.not_a_run`` when the folder holds no readable manifest.
    """

    def __init__(self, folder: str | Path, *, stands_for: Path | None = None) -> None:
        files = Path(folder).resolve()
        # While a run is being written its files stand under another name than the folder it will be.
        folder = stands_for or files
        manifest = catalogue.read_manifest(files)
        if manifest is None:
            problem = Problem(
                "store.not_a_run", str(folder), expected="a folder with manifest.json", fix="Run: jibek run"
            )
            raise InputError("store.not_a_run", f"{folder} is not a run folder", [problem])
        self.folder = folder
        self.manifest: dict[str, Any] = manifest
        self._files = files
        self.tables = Tables(files, manifest.get("tables", {}))

    @property
    def id(self) -> str:
        """The run's id; equal inputs give equal ids."""
        return str(self.manifest["run_id"])

    @cached_property
    def scenario(self) -> Scenario:
        """What the run changed."""
        from jibek.scenario import Scenario

        return Scenario.from_dict(self.manifest["scenario"])

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return str(self.manifest["scenario"]["name"])

    @property
    def converged(self) -> bool:
        """Whether every certificate is in order."""
        return bool(self.manifest.get("converged"))

    @property
    def headline(self) -> pd.DataFrame:
        """The numbers that answer the question, one a row."""
        return self.table("headline")

    def whole(self) -> bool:
        """Whether every table is there as the run wrote it, and the report."""
        wanted = {self.tables.path(name): listed.get("sha256") for name, listed in self.tables.listed.items()}
        return os.path.isfile(self._files / "report.html") and all(
            os.path.isfile(path) and hashlib.sha256(path.read_bytes()).hexdigest() == digest
            for path, digest in wanted.items()
        )

    def table(self, name: str) -> pd.DataFrame:
        """A table by its name, as a copy.

        Raises
        ------
        InputError
            ``store.unknown_table``, with the nearest names; ``store.altered`` when the file was changed.
        """
        if name not in self.tables:
            fix = nearest(name, self.tables) or "Tables: " + ", ".join(self.tables)
            problem = Problem(
                "store.unknown_table", str(self.folder), value=name, expected="a table of the run", fix=fix
            )
            raise InputError("store.unknown_table", f"the run has no table {name!r}", [problem])
        return self.tables[name].copy()

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Rows of a table as plain values; none where the run lacks the table."""
        return plain(self.tables[name]) if name in self.tables else []
