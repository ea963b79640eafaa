"""What the source texts claim of each system, in own words, with who says so and when."""

from __future__ import annotations

from collections import defaultdict

from jibek.record import Facts
from jibek.record.ledger import claims
from jibek.systems.model import Said

CLAIMS = "claims"  # in system_rows the table of statements, by the fact that they state


def claims_of(facts: Facts) -> dict[str, list[Said]]:
    """Claims by system id, in the order of the texts."""
    owners: dict[str, list[str]] = defaultdict(list)
    for row in facts.table("system_rows").to_dict("records"):
        if row["table"] == CLAIMS:
            owners[row["word"]].append(row["system_id"])
    found: dict[str, list[Said]] = defaultdict(list)
    for claim in claims(facts):
        low, high = claim.statement_date_low, claim.statement_date_high
        for system_id in owners.get(claim.fact_id, ()):
            found[system_id].append(
                Said(
                    claim_id=claim.claim_id,
                    text=claim.paraphrase,
                    speaker=claim.speaker,
                    date=low if low == high else f"{low}/{high}",
                    status=claim.status,
                    value=claim.value,
                    unit=claim.unit,
                )
            )
    return dict(found)
