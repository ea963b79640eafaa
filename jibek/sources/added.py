"""Checks of the columns that authoring adds, where a user fills them himself: dates, and cells that need each other."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from jibek.ground.dates import first_day
from jibek.ground.errors import Problem
from jibek.sources.files import RawFile
from jibek.sources.tables import TABLES
from jibek.sources.tables.columns import DATE, DAY

# A cell of the first column says nothing without one of the second.
TOGETHER = {
    "links": (("earlier_pairs_per_day", "capacity_since"), ("earlier_mt_per_year", "capacity_since")),
    "volumes": (("part_from", "part_to"), ("part_to", "part_from")),
}


def added_checks(raw: RawFile, frame: pd.DataFrame) -> list[Problem]:
    """Cells that are no dates, and cells that stand without those they need."""
    return [*_dates(raw, frame), *_alone(raw, frame)]


def _dates(raw: RawFile, frame: pd.DataFrame) -> Iterator[Problem]:
    for column, spec in TABLES[raw.stem].columns.items():
        if spec.unit not in (DAY, DATE):
            continue
        for line, told in zip(raw.lines, frame[column], strict=True):
            try:
                if told is not None and (first_day(told).isoformat() != told and spec.unit == DATE):
                    raise ValueError(told)
            except ValueError:
                yield Problem(
                    "sources.not_a_date",
                    raw.name,
                    row=line,
                    column=column,
                    value=told,
                    expected=spec.unit,
                    fix="Write it as 2025-09-30" + (", 2025-09 or 2025." if spec.unit == DAY else "."),
                )


def _alone(raw: RawFile, frame: pd.DataFrame) -> Iterator[Problem]:
    for column, other in TOGETHER.get(raw.stem, ()):
        for line, here, there in zip(raw.lines, frame[column].notna(), frame[other].notna(), strict=True):
            if here and not there:
                yield Problem(
                    "sources.incomplete",
                    raw.name,
                    row=line,
                    column=other,
                    expected=f"a value, since {column} has one",
                    fix=f"Fill {other}, or clear {column}.",
                )
