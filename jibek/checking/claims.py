"""Claims of the record as their table has them, joined with the texts that they stand in.

The ledger gives the same from frames; here rows are read as text, in a few milliseconds, those of a user where some lie
over the shipped ones.

Reads   data/eurasia/claims.csv, claim_sources.csv
"""

from __future__ import annotations

from dataclasses import dataclass

from jibek.sources.plain import rows


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a text; value and ends are None where it has no figure or an open end."""

    claim_id: str
    fact_id: str
    comparator: str
    value: float | None
    value_low: float | None
    value_high: float | None
    unit: str
    period: str
    speaker: str
    reporter: str
    source_id: str
    origin_id: str
    statement_date_low: str
    statement_date_high: str
    paraphrase: str
    supersedes: str


def shipped() -> tuple[Claim, ...]:
    """The claims of the package that stand, in the order of their table."""
    texts = {row["source_id"]: row for row in rows("eurasia/claim_sources")}
    return tuple(
        Claim(
            claim_id=row["claim_id"],
            fact_id=row["fact_id"],
            comparator=row["comparator"],
            value=_number(row["value"]),
            value_low=_number(row["value_low"]),
            value_high=_number(row["value_high"]),
            unit=row["unit"],
            period=row["period"],
            speaker=row["speaker"],
            reporter=row["reporter"],
            source_id=row["source_id"],
            origin_id=texts[row["source_id"]]["origin_id"],
            statement_date_low=texts[row["source_id"]]["statement_date_low"],
            statement_date_high=texts[row["source_id"]]["statement_date_high"],
            paraphrase=row["paraphrase"],
            supersedes=row["supersedes"],
        )
        for row in rows("eurasia/claims")
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
