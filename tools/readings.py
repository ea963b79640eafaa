"""What the words of a row say, as numbers, dates and ids: the columns that authoring adds to the facts.

The run never reads a row's words. Here each reading of them stands in ``readings.csv``, one a line, reviewed by people:

    table,key,column,value,told_in,told
    ports,KZAAU|capacity|2023,oil_mt,7.5,note,of which 7.5 Mt oil

in words: the row of ports with that key gets 7.5 as oil_mt, because its note says so. Authoring stops where no row or
more than one has the key and the words, so a change of the facts asks for a new look.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from jibek.sources.tables import TABLES

READINGS = Path(__file__).with_suffix(".csv")
Row = dict[str, str]


def readings() -> list[Row]:
    """The lines of readings.csv."""
    with open(READINGS, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def apply_readings(tables: dict[str, list[Row]]) -> None:
    """Fill the added columns of the rows, in place.

    Raises
    ------
    ValueError
        Readings that fit no row or several, all at once.
    """
    for stem, table in TABLES.items():
        blank = {name: "" for name, column in table.columns.items() if column.added}
        for row in tables.get(stem, ()):
            row |= blank
    wrong = []
    for reading in readings():
        stem = reading["table"]
        rows = [
            row
            for row in tables[stem]
            if "|".join(row[k] for k in TABLES[stem].key) == reading["key"]
            and reading["told"] in row[reading["told_in"]]
        ]
        if len(rows) != 1:
            wrong.append(
                f"{stem} {reading['key']}, {reading['column']}: {len(rows)} rows say {reading['told']!r}"
            )
        for row in rows:
            row[reading["column"]] = reading["value"]
    if wrong:
        raise ValueError("readings.csv does not fit the facts:\n" + "\n".join(wrong))


def name_tracks_and_speeds(links: list[Row]) -> None:
    """Documents of tracks and speeds, out of the bases that authoring itself has put together, in place."""
    for row in links:
        for basis, what in (("attribute_basis", "tracks"), ("speed_basis", "speed")):
            row[f"{what}_source"], row[f"{what}_url"] = _document(row[basis], what)


def _document(told: str, what: str) -> tuple[str, str]:
    """Source and url of ``published: tracks 2 [Railway Gazette, http…]`` or ``published: 941 km/day (http…)``."""
    for part in re.split(r"; (?=published: |estimate)", told):
        found = re.fullmatch(
            r"published: (?P<what>.*) (?:\[(?P<source>.*), (?P<url>\S+)\]|\((?P<link>http\S+)\))", part
        )
        if found and (what != "tracks" or "track" in found["what"]):
            return found["source"] or found["what"], found["url"] or found["link"]
    return "", ""
