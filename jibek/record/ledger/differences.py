"""What changed between two versions of the record: a revision takes the place of a claim and leaves it standing.

for change in difference(old, new):
    print(change.kind, change.id)       added S1-032b; superseded S1-032; changed, removed
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.record.ledger.figures import facts_by_key
from jibek.record.ledger.naming import entities
from jibek.record.ledger.statements import claims

if TYPE_CHECKING:
    from jibek.record import Facts

KINDS = ("added", "superseded", "deprecated", "changed", "removed")
# Book-keeping of a claim, which is no change of what it says.
_KEPT_BY = ("first_seen", "last_seen", "extracted_by", "reviewed_by")


# By id: the key that it stands under, and what it says by field.
_Cells = Mapping[str, tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. of: claim, fact or entity; by: the claim that supersedes; fields: name to (before, after).

    overwritten: a row says something else under the id it had before, which a revision should not do.
    """

    kind: str
    of: str
    id: str
    key_id: str
    by: str
    fields: Mapping[str, tuple[Any, Any]]
    overwritten: bool

    def to_json(self) -> dict[str, Any]:
        """Field by field; pairs as before and after."""
        told = {name: getattr(self, name) for name in self.__slots__ if name != "fields"}
        return {**told, "fields": {n: {"before": a, "after": b} for n, (a, b) in self.fields.items()}}


def difference(before: Facts, after: Facts) -> tuple[Difference, ...]:
    """Changes of claims, then of facts under keys, then of entities, in the order of their tables.

    Raises
    ------
    InputError
        ``ledger.invalid``, as `claims` does, for either version.
    """
    named = ({e.entity_id: e.to_json() for e in entities(record).values()} for record in (before, after))
    facts, known = (_facts(before), _facts(after)), tuple(named)
    return (
        *_of_claims(before, after),
        *_of_cells("fact", *facts),
        *_of_cells("entity", *({i: ("", told) for i, told in of.items()} for of in known)),
    )


def _of_claims(before: Facts, after: Facts) -> Iterator[Difference]:
    old = {c.claim_id: c for c in claims(before)}
    new = {c.claim_id: c for c in claims(after)}
    newly = {
        c.supersedes: i for i, c in new.items() if c.supersedes and old.get(i, c).supersedes != c.supersedes
    }
    newly |= {c.supersedes: i for i, c in new.items() if c.supersedes and i not in old}
    for name, claim in new.items():
        if name not in old:
            yield Difference("added", "claim", name, claim.key_id, "", {}, False)
            continue
        was = old[name]
        fields = {
            f: (getattr(was, f), getattr(claim, f))
            for f in claim.__slots__
            if f not in _KEPT_BY and getattr(was, f) != getattr(claim, f)
        }
        if name in newly:
            yield Difference(
                "superseded", "claim", name, claim.key_id, newly[name], fields, "value" in fields
            )
        elif "rank" in fields and claim.rank == "deprecated":
            yield Difference("deprecated", "claim", name, claim.key_id, "", fields, "value" in fields)
        elif fields:
            said = {"value", "subject", "predicate", "period", "object"} & set(fields)
            yield Difference("changed", "claim", name, claim.key_id, "", fields, bool(said))
    for name in old.keys() - new.keys():
        yield Difference("removed", "claim", name, old[name].key_id, "", {}, True)


def _of_cells(of: str, old: _Cells, new: _Cells) -> Iterator[Difference]:
    for name, (key_id, told) in new.items():
        if name not in old:
            yield Difference("added", of, name, key_id, "", {}, False)
            continue
        fields = {f: (old[name][1][f], told[f]) for f in told if told[f] != old[name][1][f]}
        if fields:
            yield Difference("changed", of, name, key_id, "", fields, False)
    for name in sorted(old.keys() - new.keys()):
        yield Difference("removed", of, name, old[name][0], "", {}, False)


def _facts(record: Facts) -> _Cells:
    return {
        f.source: (
            f.key_id,
            {
                "value": f.value,
                "period": str(f.period),
                "reporter": f.reporter,
                "origin": f.origin,
                "said": f.said,
            },
        )
        for figures in facts_by_key(record).values()
        for f in figures
        if not f.is_claim
    }
