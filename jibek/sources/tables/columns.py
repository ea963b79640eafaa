"""How a table of the data package is declared, and columns that many of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jibek.ground.table import Column, Table, text
from jibek.ground.vocabulary import CONFIDENCE

DAY = "YYYY-MM-DD, YYYY-MM or YYYY"
DATE = "YYYY-MM-DD"


def declare(stem: str, meaning: str, key: list[str], columns: Mapping[str, Column]) -> Table:
    """The declaration of a file of the data package, named after it."""
    return Table(f"sources.{stem.replace('/', '_')}", meaning, key=key, columns=columns)


def origin(*, source: bool = True, basis: bool = True) -> dict[str, Column]:
    """Who says so: the last columns of nearly every table."""
    columns: dict[str, Column] = {}
    if basis:
        columns["basis"] = text("How the figure came about: published, or an estimate and from what.")
    columns["source"] = text(
        "Document the row was read from; blank only on an own estimate.", optional=not source
    )
    columns["source_date"] = text("Day, month or year of that document.", optional=True)
    columns["url"] = text("Where the document stands; blank on own estimates.", optional=True)
    columns["confidence"] = text("How far the figure may be trusted.", choices=CONFIDENCE)
    return columns


def day(meaning: str, *, exact: bool = False, **options: Any) -> Column:
    """A column of days, or of days, months and years: 2025-09-30, 2024-05, 2006."""
    return text(meaning, unit=DATE if exact else DAY, **options)


def place(meaning: str, **options: Any) -> Column:
    return text(meaning, refers_to="sources.places", **options)


def node(meaning: str, **options: Any) -> Column:
    return text(meaning, refers_to="sources.nodes", **options)


def added(column: Column) -> Column:
    """The same column, filled when the package is authored: what the words of a row say, as a number, date or id.

    The run reads these columns and never the words. A user's file may leave them out.
    """
    return replace(column, optional=True, added=True)


def named_in(unit_column: str = "unit") -> dict[str, str]:
    return {"unit": f"the row's {unit_column}"}
