"""What a report is made from: frames and plain values, no files.

Reads   headline, beside_published, rests_on, certificates, warnings and tables of a run
Writes  nothing

A derivation is a mapping from node id to its step, as ``jibek explain`` gives it. It may be lazy: the page asks for the
steps behind the numbers that it shows, and for no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from jibek.report.boundaries import Boundaries
from jibek.report.wording.lands import country


def _empty() -> pd.DataFrame:
    return pd.DataFrame()


@dataclass(frozen=True, slots=True)
class ReportInput:
    """One run, ready to be shown.

    Attributes
    ----------
    title, question
        Heading, and the question that the run answers; a blank question is written from the scenario.
    scenario
        Plain values of the scenario (``Scenario.to_dict()``).
    base
        Name of the run that change is measured from; None when the run is its own base.
    headline
        id, name, short, group, value, low, high, interval_method, unit, year, reporter; difference, difference_low,
        difference_high where there is a base.
    beside_published
        quantity, words, role (pivot or test), volume_id, unit, year, counts, modelled, published, ratio, source; url if
        known.
    rests_on
        headline, reporter, assumption_id, first_order, first_order_error, total; label if known.
    certificates
        stage, name, value, tolerance, ok, reason.
    warnings
        code, message, rows.
    tables
        Frames by the names of the run folder; a section without its table is left out and says so.
    explain
        Node id to kind, label, value, unit, formula, parents, source, url, basis, reason, confidence.
        ``result:TABLE:KEY:COLUMN`` is a cell, ``:COLUMN`` left out for ``value``; ``table:NAME`` a table.
    answer
        Sentences with ``{id}`` or ``{id|REPORTER}`` where a headline number stands, ``{id:difference}`` for its change;
        empty: the five sentences are written from the headline.
    replaced
        Rows of the user's data that took the place of shipped ones.
    countries
        Alpha-3 code to English name; a code without a name stands for itself.
    version, seed
        Of the program and of the random draws; part of every citation.
    boundaries
        Drawn on the maps as those of whom they name; None: no boundary is drawn.
    """

    title: str
    scenario: Mapping[str, Any]
    base: str | None
    year: int
    run_id: str
    headline: pd.DataFrame
    beside_published: pd.DataFrame = field(default_factory=_empty)
    rests_on: pd.DataFrame = field(default_factory=_empty)
    certificates: Sequence[Mapping[str, Any]] = ()
    warnings: Sequence[Mapping[str, Any]] = ()
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    explain: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    question: str = ""
    answer: Sequence[str] = ()
    replaced: pd.DataFrame = field(default_factory=_empty)
    countries: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    seed: int | None = None
    boundaries: Boundaries | None = None

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return str(self.scenario.get("name", "scenario"))

    def country(self, code: str) -> str:
        """A country in the reader's language; an unknown code stands for itself."""
        return country(code, self.countries.get(code, code))

    def table(self, name: str) -> pd.DataFrame:
        """A table of the run; empty where the run lacks it."""
        return self.tables.get(name, _empty())


def cell_node(table: str, key: str, column: str) -> str:
    """Node id of a cell, as in a derivation: facts and assumptions are leaves of their own."""
    for kind in ("fact", "assumption"):
        if table == f"record.{kind}s":
            return f"{kind}:{key}"
    return f"result:{table}:{key}" + ("" if column == "value" else f":{column}")
