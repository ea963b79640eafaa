"""Entities, mentions and links as tables of a run, from tables of the package that runs read.

Reads   entities, systems, nodes, claims, claim_sources, system_rows
Writes  record.entities, record.mentions, record.links
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from jibek.record.ledger.linking import of_claims
from jibek.record.ledger.naming import Entity, entities, mentions
from jibek.record.ledger.statements import claims_of
from jibek.record.tables import ENTITIES, LINKS, MENTIONS

if TYPE_CHECKING:
    from jibek.record import Facts


def kept_tables(facts: Facts) -> dict[str, pd.DataFrame]:
    """The three tables by name."""
    named = [(m.claim_id, m.role, m.entity_id) for of in mentions(facts).values() for m in of]
    linked = [(x.from_id, x.to_id, x.relation, x.working) for x in of_claims(claims_of(facts.tables))]
    counted = Counter(e for _, e in {(claim, entity) for claim, _, entity in named})
    known = [(*_row(e), counted[e.entity_id]) for e in entities(facts).values()]
    rows = ((ENTITIES, known), (MENTIONS, named), (LINKS, linked))
    return {t.name: t.check(pd.DataFrame(of, columns=list(t.columns))) for t, of in rows}


def _row(e: Entity) -> tuple[str | None, ...]:
    optional = (*e.names, "; ".join(e.aliases), e.iso_code, e.parent)
    return (e.entity_id, e.type, e.name, *(words or None for words in optional))
