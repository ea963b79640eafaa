"""Who said what, under which key it meets the facts, and whether it adds up.

Reads   claims, claim_sources, entities, keys, key_facts, key_events, reporters, closures, causes; record.facts
Method  one key for texts and statistics with the reporter in it; intervals by stated digits; closures are rows

    claims(facts)                                   every statement, as Claim
    facts_by_key(facts)["trade_turnover:KAZ:CHN"]   figures of texts and of statistics, by key
    closures(facts).derivable(key, period, interval, reporter)
    entities(facts), mentions(facts), links(facts)  whom statements name, and what they have to do with each other
    audit(facts)                                    what closes, what does not, what one rule or another settles
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.record.ledger.anchoring import Anchored as Anchored
    from jibek.record.ledger.anchoring import anchor as anchor
    from jibek.record.ledger.auditing import audit as audit
    from jibek.record.ledger.canonical import Said as Said
    from jibek.record.ledger.canonical import together as together
    from jibek.record.ledger.differences import Difference as Difference
    from jibek.record.ledger.differences import difference as difference
    from jibek.record.ledger.engine import Closures as Closures
    from jibek.record.ledger.engine import closures as closures
    from jibek.record.ledger.figures import Figure as Figure
    from jibek.record.ledger.figures import Key as Key
    from jibek.record.ledger.figures import facts_by_key as facts_by_key
    from jibek.record.ledger.figures import keys as keys
    from jibek.record.ledger.figures import keys_named as keys_named
    from jibek.record.ledger.finding import Finding as Finding
    from jibek.record.ledger.index import ClaimIndex as ClaimIndex
    from jibek.record.ledger.index import found as found
    from jibek.record.ledger.interval import Interval as Interval
    from jibek.record.ledger.linking import Link as Link
    from jibek.record.ledger.linking import links as links
    from jibek.record.ledger.mirroring import Cause as Cause
    from jibek.record.ledger.mirroring import MirrorYear as MirrorYear
    from jibek.record.ledger.mirroring import Pair as Pair
    from jibek.record.ledger.mirroring import causes as causes
    from jibek.record.ledger.mirroring import mirror as mirror
    from jibek.record.ledger.mirroring import pair_of as pair_of
    from jibek.record.ledger.mirroring import pairs as pairs
    from jibek.record.ledger.naming import Entity as Entity
    from jibek.record.ledger.naming import Mention as Mention
    from jibek.record.ledger.naming import entities as entities
    from jibek.record.ledger.naming import mentions as mentions
    from jibek.record.ledger.naming import named as named
    from jibek.record.ledger.period import Period as Period
    from jibek.record.ledger.slips import slip as slip
    from jibek.record.ledger.stated_goals import Goal as Goal
    from jibek.record.ledger.stated_goals import goals as goals
    from jibek.record.ledger.statements import Claim as Claim
    from jibek.record.ledger.statements import claims as claims

__getattr__, __all__ = face(
    __name__,
    anchoring=("Anchored", "anchor"),
    canonical=("Said", "together"),
    auditing=("audit",),
    differences=("Difference", "difference"),
    engine=("Closures", "closures"),
    naming=("Entity", "Mention", "entities", "mentions", "named"),
    figures=("Figure", "Key", "facts_by_key", "keys", "keys_named"),
    finding=("Finding",),
    stated_goals=("Goal", "goals"),
    index=("ClaimIndex", "found"),
    interval=("Interval",),
    linking=("Link", "links"),
    mirroring=("Cause", "MirrorYear", "Pair", "causes", "mirror", "pair_of", "pairs"),
    period=("Period",),
    slips=("slip",),
    statements=("Claim", "claims"),
)
