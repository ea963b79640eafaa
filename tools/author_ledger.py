"""Author the claims of the data package from a table of claims read from texts and from the texts themselves.

    python tools/author_ledger.py CLAIMS.csv TEXTS

Reads   CLAIMS.csv, one row a claim; TEXTS/*.txt, the texts that it names; tools/own/ledger/*.csv, reviewed by hand
Writes  claims.csv and claim_sources.csv of the package

The texts do not ship: of a passage its place, a hash, and hashes of what stands before and after it. The precision of a
figure is read here from the digits as written, once, so that nothing is parsed from prose when the record is used.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from pathlib import Path

from jibek.sources.tables import TABLES

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "jibek" / "data" / "eurasia"
OWN = HERE / "own" / "ledger"
Row = dict[str, str]

CONTEXT = 32  # characters before and after a passage whose hash helps to find it again
ABOUT = 0.05  # half width of "about", as a share
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
# Figures of these units are counted or named, not measured: they are exact.
EXACT = ("count", "rank", "ordinal", "years", "boolean")
UNITS = {"t/yr (standard coal)": "t/yr"}
VERSION = "2026-11"


def main(claims: Path, texts: Path, out: Path = OUT) -> None:
    """Write both tables to ``out``."""
    sources = _read(OWN / "sources.csv")
    text_of = {s["file"]: (texts / s["file"]).read_bytes().decode("utf-8") for s in sources}
    gold = _read(claims)
    source_of = {s["file"]: s for s in sources}
    facts = {r["fact_id"]: r for r in _read(OWN / "facts.csv")}
    own = {r["claim_id"]: r for r in _read(OWN / "claims.csv")}
    areas = {r["geography"]: r for r in _read(OWN / "areas.csv")}
    for name, known, used in (
        ("facts.csv", set(facts), {r["fact_id"] for r in gold}),
        ("claims.csv", set(own), {r["claim_id"] for r in gold}),
    ):
        if known - used:
            sys.exit(f"{name} names what no claim has: {', '.join(sorted(known - used))}")
    rows = [
        _claim(
            row,
            source_of[row["seed_file"]]["source_id"],
            text_of[row["seed_file"]],
            facts.get(row["fact_id"], {}),
            own.get(row["claim_id"], {}),
            areas.get(row["geography"], {}),
        )
        for row in gold
    ]
    _write(out / "claims.csv", "claims", rows)
    _write(
        out / "claim_sources.csv", "claim_sources", [_source(s, gold, text_of[s["file"]]) for s in sources]
    )


def _claim(row: Row, source_id: str, text: str, fact: Row, own: Row, area: Row) -> Row:
    start, end = int(row["char_start"]), int(row["char_end"])
    low, high = _bounds(row, text)
    identity = "|".join(
        (source_id, row["char_start"], *(row[c] for c in ("subject", "predicate", "value", "period")))
    )
    keep = (
        "claim_id fact_id speaker subject predicate object comparator value currency period geography kind status "
        "paraphrase char_start char_end qty_start qty_end"
    ).split()
    return {
        **{c: row[c] for c in keep},
        "source_id": source_id,
        "hash_id": _hash(identity),
        "value_low": low,
        "value_high": high,
        "unit": UNITS.get(row["unit"], row["unit"]),
        "period_basis": own.get("period_basis") or "stated",
        "rank": own.get("rank") or "normal",
        **{
            c: own.get(c, "")
            for c in ("deprecated_reason", "supersedes", "said_to_support", "valid_from", "valid_to")
        },
        "definition": own.get("definition") or fact.get("definition", ""),
        "indicator": fact.get("indicator", ""),
        "ref_area": fact.get("ref_area") or area.get("ref_area", ""),
        "counterpart_area": fact["counterpart_area"] if fact else area.get("counterpart_area", ""),
        "reporter": fact.get("reporter", ""),
        "reporter_basis": fact.get("reporter_basis", ""),
        "passage_hash": _hash(text[start:end]),
        "prefix_hash": _hash(text[max(0, start - CONTEXT) : start]),
        "suffix_hash": _hash(text[end : end + CONTEXT]),
        "extracted_by": "hand",
        "reviewed_by": "hand",
        "first_seen": VERSION,
        "last_seen": VERSION,
    }


def _bounds(row: Row, text: str) -> tuple[str, str]:
    """Ends of a figure by its digits as written: half a unit of the last one, 5 % about, one end of a bound."""
    if not row["value"]:
        return "", ""
    value = float(row["value"])
    if row["comparator"] in (">", ">="):
        return _plain(value), ""
    if row["comparator"] in ("<", "<="):
        return "", _plain(value)
    if row["comparator"] == "~":
        return _plain(value * (1 - ABOUT)), _plain(value * (1 + ABOUT))
    if row["unit"] in EXACT:
        return _plain(value), _plain(value)
    half = 0.5 * _last_digit(text[int(row["qty_start"]) : int(row["qty_end"])])
    return _plain(value - half), _plain(value + half)


def _last_digit(told: str) -> float:
    """What one unit of the last written digit is worth, in the unit of the figure."""
    written = re.search(r"\d[\d,]*(\.\d+)?", told)
    if written is None:
        sys.exit(f"no digits in a figure that is not counted: {told}")
    decimals = len(written.group(1) or ".") - 1
    scale = next((x for word, x in SCALES.items() if word in told), 1.0)
    return scale * 10.0**-decimals


def _source(source: Row, gold: list[Row], text: str) -> Row:
    told = {r["statement_date"] for r in gold if r["seed_file"] == source["file"]}
    (dates,) = told
    first, _, last = dates.partition("/")
    return {
        **{c: source[c] for c in source if c != "file"},
        "statement_date_low": first,
        "statement_date_high": last or first,
        "characters": str(len(text)),
        "content_hash": hashlib.sha256(text.encode()).hexdigest(),
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: float) -> str:
    return f"{value:.12g}" if value != int(value) else str(int(value))


def _read(path: Path) -> list[Row]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, stem: str, rows: list[Row]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(TABLES[stem].columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Give the table of claims and the folder of texts.")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
