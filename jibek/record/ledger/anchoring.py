"""Find the passages of claims again in a reader's own copy of a text, by place and by hash.

    anchor(text, facts)      which text it is, and where each claim stands in the copy

No passage is kept: a place is tried first, then places moved by what the passage before was moved, then all of them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import InputError, Problem
from jibek.record.ledger.statements import Claim, claims

if TYPE_CHECKING:
    from jibek.record import Facts

CONTEXT = 32  # characters before and after whose hashes were kept
NEAR = 400  # how far from where it is expected a passage is looked for first
REACH = 20_000  # and then
PROBES = 5  # passages of a text that are looked for to tell which text a copy is of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands in the copy; None where its passage is not there. how: same, moved, lost."""

    claim_id: str
    how: str
    char_start: int | None
    char_end: int | None
    qty_start: int | None
    qty_end: int | None


@dataclass(frozen=True, slots=True)
class Anchored:
    """The text that a copy is of, whether it is the very text, and the place of each claim."""

    source_id: str
    identical: bool
    places: tuple[Place, ...]

    def count(self, how: str) -> int:
        """How many claims stand in the same place, have moved, or are lost."""
        return sum(p.how == how for p in self.places)

    def to_json(self) -> dict[str, Any]:
        """Counts and places."""
        told = {how: self.count(how) for how in ("same", "moved", "lost")}
        rows = [{name: getattr(p, name) for name in p.__slots__} for p in self.places]
        return {"source_id": self.source_id, "identical": self.identical, **told, "claims": rows}


def digest(text: str) -> str:
    """The hash by which a passage is found again."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def anchor(text: str, facts: Facts) -> Anchored:
    """Which text of the record a copy is of, and where its claims stand in it.

    Parameters
    ----------
    text
        The copy, decoded; offsets are counted in it.

    Raises
    ------
    InputError
        ``record.unknown_text`` where no passage of any text is in it.
    """
    whole = hashlib.sha256(text.encode()).hexdigest()
    sources = facts.table("claim_sources")
    for source_id, known in zip(sources["source_id"], sources["content_hash"], strict=True):
        if known == whole:
            return Anchored(
                source_id, True, tuple(_same(c) for c in claims(facts) if c.source_id == source_id)
            )
    said = claims(facts)
    hits = {i: _probed([c for c in said if c.source_id == i], text) for i in map(str, sources["source_id"])}
    best = max(hits, key=lambda i: hits[i])
    if not hits[best]:
        known = ", ".join(f"{i} ({t})" for i, t in zip(sources["source_id"], sources["title"], strict=True))
        problem = Problem(
            "record.unknown_text",
            "FILE",
            expected=f"a copy of one of: {known}",
            fix="Give the text as plain UTF-8.",
        )
        raise InputError("record.unknown_text", "no passage of a known text stands in it", [problem])
    return _anchored(best, text, said)


def _probed(said: Sequence[Claim], text: str) -> int:
    """How many of a few passages of a text, spread over it, stand in the copy."""
    few = said[:: max(1, len(said) // PROBES)][:PROBES]
    return sum(_place(claim, text, 0)[0].how != "lost" for claim in few)


def _same(claim: Claim) -> Place:
    return Place(claim.claim_id, "same", claim.char_start, claim.char_end, claim.qty_start, claim.qty_end)


def _anchored(source_id: str, text: str, said: Sequence[Claim]) -> Anchored:
    places, shift = [], 0
    for claim in (c for c in said if c.source_id == source_id):
        place, shift = _place(claim, text, shift)
        places.append(place)
    return Anchored(source_id, False, tuple(places))


def _place(claim: Claim, text: str, shift: int) -> tuple[Place, int]:
    """Where a claim stands, and by how much it has moved; what is lost moves nothing."""
    start, end = claim.char_start, claim.char_end
    if start is None or end is None:
        return Place(claim.claim_id, "lost", None, None, None, None), shift
    length = end - start
    hits = [at for at in dict.fromkeys((start, start + shift)) if _is(claim, text, at, length)]
    for reach in (NEAR, REACH):
        hits = hits or list(_within(claim, text, start + shift, length, reach))
    if not hits:
        return Place(claim.claim_id, "lost", None, None, None, None), shift
    at = _by_context(claim, text, hits, length)
    by = at - start
    figure = [None if q is None else q + by for q in (claim.qty_start, claim.qty_end)]
    return Place(claim.claim_id, "moved" if by else "same", at, at + length, figure[0], figure[1]), by


def _is(claim: Claim, text: str, at: int, length: int) -> bool:
    return 0 <= at <= len(text) - length and digest(text[at : at + length]) == claim.passage_hash


def _within(claim: Claim, text: str, about: int, length: int, reach: int) -> Iterator[int]:
    first, last = max(0, about - reach), min(len(text) - length, about + reach)
    yield from (at for at in range(first, last + 1) if _is(claim, text, at, length))


def _by_context(claim: Claim, text: str, hits: Sequence[int], length: int) -> int:
    """Of several places the one with the same words around it, else the first."""
    scores = Counter(
        {
            at: (digest(text[max(0, at - CONTEXT) : at]) == claim.prefix_hash)
            + (digest(text[at + length : at + length + CONTEXT]) == claim.suffix_hash)
            for at in hits
        }
    )
    return max(hits, key=lambda at: (scores[at], -at))
