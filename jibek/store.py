"""Reads run folders, and has a scenario computed and kept in one.

run = Run("runs/baseline-1a2b3c4d")
run.headline                                               # the numbers that answer the question
run.query("SELECT class, sum(tonnes_per_year) FROM flows.arc_flows GROUP BY class")
run.explain("headline", "caspian_tonnes|", "value")        # where a number comes from
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek import catalogue
from jibek.errors import InputError, Problem, nearest
from jibek.plain import blank, plain

if TYPE_CHECKING:
    import pandas as pd

    from jibek.explanation import Explanation
    from jibek.lineage import Lineage
    from jibek.scenario import Scenario


class Tables(Mapping[str, "pd.DataFrame"]):
    """The tables of a run by name, each read when it is first asked for and checked against its hash."""

    def __init__(self, folder: Path, listed: Mapping[str, Mapping[str, Any]]) -> None:
        self._folder = folder
        self._listed = listed
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        from jibek import tablefile

        if name not in self._listed:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = tablefile.read(self.path(name), self._listed[name].get("sha256"))
        return self._read[name]

    def path(self, name: str) -> Path:
        """The Parquet file of a table."""
        return self._folder / "tables" / f"{name}.parquet"

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)

    def __repr__(self) -> str:
        return "Tables(" + ", ".join(f"{n}: {self._listed[n]['rows']} rows" for n in self) + ")"


class Run:
    """A finished run: its tables, its headline numbers, and where each number comes from.

    Parameters
    ----------
    folder
        A run folder, as ``jibek run`` writes it.

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
    def report(self) -> Path:
        """The HTML report; it opens from disk."""
        return self.folder / "report.html"

    @property
    def headline(self) -> pd.DataFrame:
        """The numbers that answer the question, one a row."""
        return self.table("headline")

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

    @cached_property
    def lineage(self) -> Lineage:
        """Finds the step behind any cell, table, fact or assumption of the run."""
        from jibek.lineage import Lineage

        return Lineage(self)

    def explain(self, table: str, key: str | Sequence[Any], column: str = "value") -> Explanation:
        """Where a cell comes from, down to facts, assumptions and inputs."""
        from jibek.explanation import explain

        return explain(self, table, key, column)

    def query(self, sql: str) -> pd.DataFrame:
        """Answer of an SQL query by DuckDB; tables bear their own names, as ``flows.arc_flows``."""
        import duckdb

        with duckdb.connect() as connection:
            for name in self.tables:
                stage, dot, _ = name.partition(".")
                if dot:
                    connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{stage}"')
                quoted = ".".join(f'"{part}"' for part in name.split(".", 1))
                path = str(self.tables.path(name)).replace("'", "''")
                connection.execute(f"CREATE VIEW {quoted} AS SELECT * FROM read_parquet('{path}')")
            try:
                return connection.execute(sql).df()
            except duckdb.Error as fault:
                fix = "Tables: " + ", ".join(self.tables)
                raise InputError(
                    "store.query", f"the query failed: {fault}", [Problem("store.query", sql, fix=fix)]
                ) from fault

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Rows of a table as plain values; none where the run lacks the table."""
        return plain(self.tables[name]) if name in self.tables else []

    def to_json(self) -> dict[str, Any]:
        """What ``jibek run --json`` prints."""
        m = self.manifest
        return {
            "run_id": self.id,
            "scenario": self.name,
            "base": m.get("base"),
            "year": m["year"],
            "folder": str(self.folder),
            "report": str(self.report) if (self._files / "report.html").exists() else None,
            "converged": self.converged,
            "certificates": m.get("certificates", []),
            "headline": [_headline_row(row) for row in self.rows("headline")],
            "rests_on": self.rows("rests_on"),
            "beside_published": self.rows("beside_published"),
            "replaced": m.get("replaced", []),
            "seconds": m.get("seconds", {}),
            "jibek": m.get("jibek"),
            "warnings": m.get("warnings", []),
        }

    def __repr__(self) -> str:
        state = "" if self.converged else ", a check failed"
        return f"Run({self.name!r}, {self.manifest['year']}, id {self.id}{state}, {str(self.folder)!r})"

    def _repr_html_(self) -> str:
        import html

        columns = [c for c in ("name", "value", "low", "high", "unit", "reporter") if c in self.headline]
        table = self.headline[columns].to_html(index=False, na_rep="", float_format="{:,.4g}".format)
        return f"<p><b>{html.escape(repr(self))}</b></p>{table}"


def _headline_row(row: dict[str, Any]) -> dict[str, Any]:
    """The contract's form of a headline row: ``explain`` is [TABLE, KEY, COLUMN]."""
    row = dict(row)
    named = [row.pop(f"explain_{part}", None) for part in ("table", "key", "column")]
    own = ["headline", f"{row['id']}|{row.get('reporter') or ''}", "value"]
    row["explain"] = own if blank(named[0]) else ["" if n is None else n for n in named]
    return row


def execute(
    scenario: Scenario | str | Path,
    *,
    compute: Callable[..., Any],
    data: Path | None = None,
    out: str | Path | None = None,
    seed: int | None = None,
    render: Callable[[Run], str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Run:
    """Compute a scenario and keep the result in a run folder.

    Parameters
    ----------
    scenario
        A scenario, a shipped name, or the path of a ``.toml``.
    compute
        The chain: ``compute(scenario, data=, base_run=, progress=)`` gives the result to keep; ``base_run`` is the
        run of the scenario's base, None where it has none yet.
    data
        Folder of tables laid over the shipped ones.
    out
        The run folder itself; refused if it exists and is not empty. None: ``runs/SCENARIO-ID``.
    seed
        Replaces the scenario's seed, and that of its base: equal draws are what make differences small.
    render, progress
        Makes the report from the run; is told what the chain is doing.

    Raises
    ------
    InputError
        For a scenario, data or folder that cannot be used, before anything is computed.
    SystemFault
        For a disk that cannot be written.
    """
    from jibek.progress import Stopwatch
    from jibek.runfolder import RunFolder
    from jibek.scenario import Scenario

    if not isinstance(scenario, Scenario):
        scenario = Scenario.load(scenario)
    if seed is not None:
        scenario = Scenario.from_dict({**scenario.to_dict(), "seed": seed})
    base = scenario.base_scenario()
    if base is not None:
        base = Scenario.from_dict({**base.to_dict(), "seed": scenario.seed})
    with RunFolder(out, scenario.name) as place:
        known = None if base is None else catalogue.run_of(base, data)
        watch = Stopwatch(progress)
        result = compute(scenario, data=data, base_run=known, progress=watch)
        return place.keep(result, scenario, base, render, watch.wall_seconds())
