"""Rows of further tables as figures that an article may tell of, by a table that says which columns are what.

Reads   data/checking/tables.csv: table; columns of id, value, unit, periods (the first that is filled), series; columns
        or words of indicator, name and others; topics that alone are read, of a table that has them
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jibek.checking.fact import INDICATOR, NAME, OTHER, Fact, of_row
from jibek.checking.naming import AREAS, place
from jibek.checking.package import reporter
from jibek.sources.plain import rows

Row = Mapping[str, str]


def declared() -> Iterator[Fact]:
    """Figures of all declared tables."""
    for of in rows("checking/tables"):
        topics = of["topics"].split(";") if of["topics"] else None
        for row in rows(f"eurasia/{of['table']}"):
            if topics is None or row["topic"] in topics:
                yield from _figures(row, of)


def _figures(row: Row, of: Row) -> Iterator[Fact]:
    name = "|".join(row[c] for c in of["id"].split(";"))
    cells = (
        (_told(row, of["indicator"]), INDICATOR),
        (_told(row, of["name"]), NAME),
        (_told(row, of["other"]), OTHER),
    )
    yield from of_row(
        f"{of['table']}:{name}:{of['value']}",
        row[of["value"]],
        row.get(of["unit"], of["unit"]),
        next((row[c] for c in of["periods"].split(";") if row[c]), ""),
        f"{of['table']}|" + "|".join(row[c] for c in of["series"].split(";")) + f"|{of['value']}",
        cells,
        label=f"{_told(row, of['name'])}: {_told(row, of['indicator'])}",
        whose=reporter(row.get("reporter", "")),
        said=row["source_date"],
        noted=False,
    )


def _told(row: Row, columns: str) -> str:
    """Columns in words; what is no column stands for itself."""
    cells = (row.get(c, c) for c in columns.split(";"))
    return " ".join(filter(None, (AREAS.get(cell, place(cell)).replace(";", " ") for cell in cells)))
