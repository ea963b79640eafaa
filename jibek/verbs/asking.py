"""A run as people ask it: numbers, where they come from, answers to queries.

run = Run("runs/baseline-1a2b3c4d")
run.headline                                               # the numbers that answer the question
run.query("SELECT commodity, sum(tonnes_per_year) FROM flows.arc_flows GROUP BY commodity")
run.explain("headline", "caspian_tonnes|", "value")        # where a number comes from
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError, Problem
from jibek.ground.grid import Grid
from jibek.ground.language import ENGLISH, check, speaking
from jibek.ground.reply import Reply
from jibek.ground.written import written
from jibek.runs.kept import Kept

if TYPE_CHECKING:
    import pandas as pd

    from jibek.report.boundaries import Boundaries
    from jibek.runs.derivation.explanation import Explanation
    from jibek.runs.derivation.lineage import Lineage


class Run(Kept, Reply):
    """A finished run: its tables, its headline numbers, and where each number comes from.

    Parameters
    ----------
    folder
        Of the run.
    reused
        Whether it was asked for and found, not computed.
    lang
        Language of its text; programs read English, whatever it is.
    """

    def __init__(self, folder: str | Path, *, reused: bool = False, lang: str = ENGLISH) -> None:
        super().__init__(folder)
        self.reused, self.lang = reused, check(lang)

    @property
    def report(self) -> Path:
        """The HTML report, in the language of this run's text; it opens from disk."""
        return self.folder / _page_name(self.lang)

    def page(
        self,
        lang: str = ENGLISH,
        out: Path | str | None = None,
        *,
        boundaries: Boundaries | Path | str | None = None,
        viewpoint: str | None = None,
    ) -> Path:
        """The HTML report made anew from the run's tables, in a language.

        Parameters
        ----------
        lang
            Of `jibek.ground.language.LANGUAGES`.
        out
            The file to write; None: ``report.LANG.html`` in the run's folder, beside ``report.html``, which stays as
            the run wrote it.
        boundaries, viewpoint
            A file of boundaries to draw on the maps and whose they are, as of
            `jibek.report.boundaries.boundaries_of`.

        Returns
        -------
        Path
            The file written.

        Raises
        ------
        InputError
            ``language.unknown``; what `boundaries_of` refuses.
        SystemFault
            For a disk that cannot be written.
        """
        from jibek.report import render

        path = self.folder / f"report.{check(lang)}.html" if out is None else Path(out)
        written(path, render(self, lang=lang, boundaries=boundaries, viewpoint=viewpoint))
        return path

    @cached_property
    def lineage(self) -> Lineage:
        """Finds the step behind any cell, table, fact or assumption of the run."""
        from jibek.runs.derivation.lineage import Lineage

        return Lineage(self)

    def explain(self, table: str, key: str | Sequence[Any], column: str = "value") -> Explanation:
        """Where a cell comes from, down to facts, assumptions and inputs."""
        from jibek.runs.derivation.explanation import explain

        return explain(self.lineage, table, key, column)

    def query(self, sql: str) -> pd.DataFrame:
        """Answer of an SQL query by DuckDB; tables bear their own names, as ``flows.arc_flows``.

        One ``SELECT`` over the run's own tables: nothing is written, and no other file is read.

        Raises
        ------
        InputError
            ``store.query``, with the tables there are.
        """
        import duckdb

        with duckdb.connect() as connection:
            folder = str(self.tables.path("x").parent)
            connection.execute(f"SET allowed_directories = [{_text(folder)}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            for name in self.tables:
                stage, dot, _ = name.partition(".")
                if dot:
                    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_quoted(stage)}")
                quoted = ".".join(_quoted(part) for part in name.split(".", 1))
                path = _text(str(self.tables.path(name)))
                connection.execute(f"CREATE VIEW {quoted} AS SELECT * FROM read_parquet({path})")
            try:
                asked = connection.extract_statements(sql)
                if [s.type for s in asked] != [duckdb.StatementType.SELECT]:
                    raise self._bad_query(sql, "one SELECT is expected, which changes nothing")
                return connection.execute(sql).df()
            except duckdb.Error as fault:
                raise self._bad_query(sql, f"the query failed: {fault}") from fault

    def _bad_query(self, sql: str, message: str) -> InputError:
        fix = "Tables: " + ", ".join(self.tables)
        problem = Problem("store.query", sql, expected="one SELECT over the tables of the run", fix=fix)
        return InputError("store.query", message, [problem])

    @property
    def exit_code(self) -> int:
        """0, or 1 where a check failed."""
        return 0 if self.converged else 1

    def to_text(self) -> str:
        """The answer in a terminal's width, warnings first; the last line is where the report stands."""
        from jibek.report.gather import from_run  # a derivation alone is asked for without any report
        from jibek.report.text import run_text

        with speaking(self.lang):
            return f"{run_text(from_run(self)).rstrip()}\n\n{self._page() or self.folder}"

    def _page(self) -> str | None:
        return str(self.report) if (self._files / _page_name(self.lang)).exists() else None

    def to_json(self) -> dict[str, Any]:
        """What ``jibek run --json`` prints."""
        m = self.manifest
        return {
            "run_id": self.id,
            "scenario": self.name,
            "base": m.get("base"),
            "year": m["year"],
            "folder": str(self.folder),
            "report": self._page(),
            "converged": self.converged,
            "reused": self.reused,
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

    def grid(self) -> Grid:
        """The headline numbers as people read them: value, P5 to P95, unit, and who counts."""
        from jibek.report.wording.numbers import show

        rows = []
        for r in self.rows("headline"):
            unit = str(r.get("unit") or "")
            shown = show(r.get("value"), unit, r.get("low"), r.get("high"))
            name = str(r.get("short") or r.get("name") or r["id"])
            rows.append([name, shown.text, shown.interval, shown.unit, r.get("reporter") or ""])
        return Grid.of(["headline", "value", "P5 to P95", "unit", "counted by"], rows, left=(0, 3, 4))

    def plot(
        self,
        kind: str = "trade",
        *,
        headline: str = "khorgos_rail_hours_mean",
        mode: str = "rail",
        lang: str | None = None,
    ) -> Any:
        """A chart of the run with Matplotlib (extra ``plot``), as its axes.

        Parameters
        ----------
        kind
            ``trade`` by reporter, ``waits`` at gateways, ``tornado`` of what a headline number rests on, ``map``.
        headline
            Id of the number that the tornado is of.
        mode
            Vehicles whose waits are shown: rail, road, port, ferry.
        lang
            Language of titles, axes and names; None: that in which the run was asked for. Chinese on a computer
            without a font for it is drawn in English, with a warning.

        Raises
        ------
        InputError
            ``plot.unknown_kind``, ``plot.unknown_headline``, ``plot.nothing``, ``language.unknown``.
        MissingExtra
            ``plot.missing_extra``.
        """
        from jibek.verbs.plotting import plot

        return plot(self.tables, kind, headline, mode, self.lang if lang is None else lang)

    def _repr_html_(self) -> str:
        state = "" if self.converged else ", a check failed"
        return self.grid().html(f"{self.name}, {self.manifest['year']}, run {self.id}{state}")


def _page_name(lang: str) -> str:
    return "report.html" if lang == ENGLISH else f"report.{lang}.html"


def _quoted(name: str) -> str:
    """A name in SQL, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    """A text in SQL, whatever it holds."""
    return "'" + text.replace("'", "''") + "'"


def _headline_row(row: dict[str, Any]) -> dict[str, Any]:
    """The contract's form of a headline row: ``explain`` is [TABLE, KEY, COLUMN]."""
    return {**row, "explain": ["headline", f"{row['id']}|{row.get('reporter') or ''}", "value"]}
