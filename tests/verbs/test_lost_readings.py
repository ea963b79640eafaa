"""A reading that the user's rows drop is said by every verb that reads his tables."""

from __future__ import annotations

import csv

from jibek import sources, verbs
from jibek.sources.tables import TABLES


def test_simulate_says_which_counts_it_goes_without(tmp_path):
    """The joint count of 2024 without its growth: Khorgos keeps its own count, and the loss is said."""
    frame = sources.read().tables["volumes"]
    row = frame[frame["id"] == "V050"].iloc[0]
    columns = [name for name, column in TABLES["volumes"].columns.items() if not column.added]
    cells = {c: "" if row[c] is None else row[c] for c in columns} | {"value": 17000, "note": "up 14 percent"}
    with open(tmp_path / "volumes.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerow(cells)
    found = verbs.simulate(["CN_KHORGOS-KZ_ALTYNKOL"], replications=2, data=tmp_path)
    (warning,) = [w for w in found.to_json()["warnings"] if w["code"] == "sources.reading_lost"]
    assert warning["rows"] == [
        "volumes.csv row 2, V050: all_trains was yes",
        "volumes.csv row 2, V050: growth_percent was 14",
    ]
    assert "growth_percent was 14" in found.to_text()
