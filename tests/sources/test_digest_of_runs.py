"""What makes a kept run stale: every table that a run reads, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jibek import chain, sources
from jibek.scenario import Scenario
from jibek.sources import Sources
from jibek.sources.package import _digest
from jibek.sources.tables import OUTSIDE_RUNS, TABLES

# What the last stage reads beside facts.
OF_SYSTEMS = {"claims", "claim_sources", "systems", "indicators", "system_rows", "screens", "systems/events"}


class Closed(dict[str, pd.DataFrame]):
    """Tables of which some cannot be read."""

    def __getitem__(self, name: str) -> pd.DataFrame:
        assert name not in OUTSIDE_RUNS, f"a run reads {name}"
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        assert name not in OUTSIDE_RUNS, f"a run reads {name}"
        return super().get(name, default)

    def values(self) -> Iterator[pd.DataFrame]:  # type: ignore[override]
        return (self[name] for name in self)

    def items(self) -> Iterator[tuple[str, pd.DataFrame]]:  # type: ignore[override]
        return ((name, self[name]) for name in self)


@pytest.fixture(scope="module")
def shipped_tables(shipped: Sources) -> dict[str, pd.DataFrame]:
    return dict(shipped.tables)


@pytest.mark.parametrize("stem", sorted(TABLES))
def test_a_row_counts_where_a_run_reads_its_table(stem: str, shipped: Sources, shipped_tables: Any) -> None:
    fewer = {**shipped_tables, stem: shipped_tables[stem].iloc[1:]}
    assert (_digest(fewer) == shipped.digest) is (stem in OUTSIDE_RUNS)


def test_what_the_systems_read_counts() -> None:
    assert not OF_SYSTEMS & OUTSIDE_RUNS


def test_a_row_laid_over_a_table_that_no_run_reads_leaves_the_data_as_they_are(
    tmp_path: Path, shipped: Sources
) -> None:
    (tmp_path / "causes.csv").write_text(_first_row("causes", shipped), encoding="utf-8")
    mine = sources.read(tmp_path)
    assert len(mine.replaced) == 1
    assert mine.digest == shipped.digest


def _first_row(stem: str, shipped: Sources) -> str:
    """The table of one row, with other words in its last column of text."""
    row = shipped.tables[stem][list(TABLES[stem].columns)].iloc[[0]].copy()
    free = [c for c, spec in TABLES[stem].columns.items() if spec.kind == "text" and not spec.choices][-1]
    return row.assign(**{free: "other words"}).to_csv(index=False)


@pytest.mark.slow
def test_a_run_needs_none_of_the_tables_that_do_not_count(
    monkeypatch: pytest.MonkeyPatch, shipped: Sources
) -> None:
    closed = replace(shipped, tables=Closed(shipped.tables))
    monkeypatch.setattr(chain.sources, "read", lambda data=None: closed)
    answer = chain.compute(Scenario.example("khorgos-fast-customs").at(None, None, 0))
    assert len(answer.tables["systems.indicators"])
