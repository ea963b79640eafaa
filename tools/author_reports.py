"""Author mirror_reports.csv: what each side of a trade reports of a flow, from the rows of series.csv.

    python tools/author_reports.py

Reads   series.csv of the package: its reporters, and what the definition of a row says of another reporter
Writes  mirror_reports.csv of the package

A series of one flow was made whole with figures of the other side, brought to the level of the first. Its row then says
"UZB reports 2.2581; brought to the level of CHN by the ratio of 2016, 0.890". Here the printed figure stands under its
own reporter, the one that was brought to a level stands nowhere, and the ratio gives the other figure of its year.
"As CHN reports" is a report of CHN, whatever the series is called. Nothing is parsed when the record is used.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from jibek.sources.tables import TABLES

OUT = Path(__file__).resolve().parent.parent / "jibek" / "data" / "eurasia"
STEM = "mirror_reports"
FLOW = re.compile(r"trade_([a-z]{3})_([a-z]{3})")
BROUGHT = re.compile(
    r"(?P<reporter>[A-Z]{3})(?:_COMTRADE)? reports (?P<value>[\d.]+); "
    r"brought to the level of (?P<level>[A-Z]{3}) by the ratio of (?P<year>\d{4}), (?P<ratio>[\d.]+)"
)
AS = re.compile(r"as ([A-Z]{3}) reports")
HALF = 0.0005  # of a ratio printed to three digits
Row = dict[str, str]


def main(out: Path = OUT) -> None:
    """Write the table."""
    with open(OUT / "series.csv", encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if _wanted(r["series_id"])]
    # Several rows print one ratio: the first is named.
    found = {(r["series_id"], r["year"], r["reporter"], r["value"]): r for r in reversed([*_reports(rows)])}
    with open(out / f"{STEM}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(TABLES[STEM].columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(found.values(), key=lambda r: (r["series_id"], r["year"], r["reporter"])))


def _wanted(series_id: str) -> bool:
    """Flows between two countries; those of Kazakhstan and China are told by both in rows of their own."""
    flow = FLOW.fullmatch(series_id)
    return flow is not None and {*flow.groups()} != {"kaz", "chn"}


def _reports(rows: list[Row]) -> Iterator[Row]:
    level = {
        (r["series_id"], r["year"], r["reporter"]): r for r in rows if not BROUGHT.match(r["definition"])
    }
    for row in rows:
        told = BROUGHT.match(row["definition"])
        if told is None:
            whose = AS.search(row["definition"])
            how = "reported" if row["basis"] == "published" else "worked"
            yield _report(row, whose[1] if whose else row["reporter"], row["value"], how)
            continue
        yield _report(row, told["reporter"], told["value"], "reported")
        base = level.get((row["series_id"], told["year"], told["level"]))
        if base is not None:
            yield _by_ratio(row, base, told["reporter"], float(told["ratio"]))


def _by_ratio(row: Row, base: Row, reporter: str, ratio: float) -> Row:
    value = float(base["value"])
    ends = {"low": f"{value / (ratio + HALF):.6g}", "high": f"{value / (ratio - HALF):.6g}"}
    made = _report(base, reporter, f"{value / ratio:.6g}", "by ratio")
    return {**made, **ends, "fact_ids": f"{made['fact_ids']}; {_fact(row)}"}


def _report(row: Row, reporter: str, value: str, how: str) -> Row:
    told = {c: row[c] for c in ("series_id", "year", "low", "high")}
    if how != "worked" and reporter != row["reporter"]:
        told |= {"low": "", "high": ""}
    return {
        **told,
        "reporter": reporter,
        "value": value,
        "unit": "USD bn",
        "how": how,
        "fact_ids": _fact(row),
    }


def _fact(row: Row) -> str:
    return f"series:{row['series_id']}|{row['year']}|{row['reporter']}:value"


if __name__ == "__main__":
    main()
