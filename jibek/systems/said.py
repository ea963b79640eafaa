"""What the source texts claim of each system, in own words, with who says so and when.

Reads   claims, claim_sources, system_rows; no key: what a run reads of the claims is what makes a kept one stale
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from jibek.ground.values import blank
from jibek.record import Facts
from jibek.systems.model import Said

CLAIMS = "claims"  # in system_rows the table of statements, by the fact that they state


def claims_of(facts: Facts) -> dict[str, list[Said]]:
    """Claims by system id, in the order of the texts."""
    owners: dict[str, list[str]] = defaultdict(list)
    for row in facts.table("system_rows").to_dict("records"):
        if row["table"] == CLAIMS:
            owners[row["word"]].append(row["system_id"])
    texts = {row["source_id"]: row for row in facts.table("claim_sources").to_dict("records")}
    found: dict[str, list[Said]] = defaultdict(list)
    for row in facts.table("claims").to_dict("records"):
        if row["fact_id"] not in owners:
            continue
        first, last = (texts[row["source_id"]][f"statement_date_{end}"] for end in ("low", "high"))
        said = Said(
            claim_id=row["claim_id"],
            text=row["paraphrase"],
            speaker=_word(row["speaker"]),
            date=first if first == last else f"{first}/{last}",
            status=row["status"],
            value=None if blank(row["value"]) else float(row["value"]),
            unit=_word(row["unit"]),
        )
        for system_id in owners[row["fact_id"]]:
            found[system_id].append(said)
    return dict(found)


def _word(cell: Any) -> str:
    return "" if blank(cell) else str(cell)
