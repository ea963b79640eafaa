"""What statements have to do with each other and with facts, worked out from the claims and from the audit.

    S2-019  agrees      S1-032     two origins state the turnover of 2023
    S1-031  supersedes  S4-025     the later statement of a state
    S4-021  derives     S1-032     41 bn / 1.32 meets 31 bn, within what the digits leave open
    S2-023  measures    series:…   a goal, and a figure it is measured by

No link is typed: those of `of_claims` follow from claims alone, and a run keeps them; `of_findings` asks the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.record.ledger.auditing import audit
from jibek.record.ledger.finding import Finding, span
from jibek.record.ledger.statements import Claim, claims

if TYPE_CHECKING:
    from jibek.record import Facts

# Rules that work a figure out from others, which `closes` where someone states it.
_DERIVING = ("growth", "factor", "sum", "share", "product", "parts", "series", "currency")


@dataclass(frozen=True, slots=True)
class Link:
    """One relation; ids are of claims and facts, one of the two at least of a claim.

    rule is the closure, blank where claims alone show it; residual is how far the two lie apart and tolerance half the
    width of what the digits leave open, both in the unit of the figure, None where nothing is worked out.
    """

    from_id: str
    to_id: str
    relation: str
    rule: str
    working: str
    residual: float | None = None
    tolerance: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Field by field."""
        return {name: getattr(self, name) for name in self.__slots__}


def links(facts: Facts) -> tuple[Link, ...]:
    """Every link of the record, those that claims alone show before those by rules; each pair and relation once.

    Raises
    ------
    InputError
        ``ledger.invalid``, as `claims` does.
    """
    made: tuple[Link, ...] = facts.remembered("ledger links", _made)
    return made


def _made(facts: Facts) -> tuple[Link, ...]:
    said = claims(facts)
    every = (*of_claims(said), *of_findings(audit(facts), {c.claim_id for c in said}))
    return tuple({(x.from_id, x.to_id, x.relation): x for x in reversed(every)}.values())[::-1]


def of_claims(said: Sequence[Claim]) -> Iterator[Link]:
    """Links that claims show by themselves: whose place one takes, what it is joined with, who says the same.

    A later claim of a fact is linked to the first of its own origin, which it repeats, or else to the first of all.
    """
    for claim in said:
        if claim.supersedes:
            yield Link(claim.claim_id, claim.supersedes, "supersedes", "", "takes its place")
        if claim.said_to_support:
            yield Link(claim.claim_id, claim.said_to_support, "supports", "", "joined by the text")
    by_fact: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(said, key=lambda c: (c.statement_date_low, c.statement_date_high)):
        by_fact[claim.fact_id].append(claim)
    for of_fact in by_fact.values():
        for n, claim in enumerate(of_fact[1:], start=1):
            same = next((c for c in of_fact[:n] if c.origin_id == claim.origin_id), None)
            other = same or of_fact[0]
            if claim.supersedes != other.claim_id:
                yield _alike(claim, other)


def _alike(claim: Claim, other: Claim) -> Link:
    one, two = claim.interval, other.interval
    differ = one is not None and two is not None and claim.period == other.period and not one.meets(two)
    relation = "conflicts" if differ else "repeats" if claim.origin_id == other.origin_id else "agrees"
    origins = "one origin" if claim.origin_id == other.origin_id else "two origins"
    residual = None if one is None or two is None else one.apart(two)
    told = "" if one is None or two is None else f": {span(one, claim.unit)}; {span(two, other.unit)}"
    return Link(claim.claim_id, other.claim_id, relation, "", f"{origins}{told}", residual)


def of_findings(findings: Iterable[Finding], ids: Collection[str]) -> Iterator[Link]:
    """Links that rules find between claims, or between claims and facts; ``ids`` are those of the claims."""
    for f in findings:
        for one, other, relation in _LINKING.get(f.rule, _derived)(f):
            if one != other and (one in ids or other in ids):
                yield Link(one, other, relation, f.closure_id or f.rule, f.working, f.residual, _tolerance(f))


def _tolerance(finding: Finding) -> float | None:
    low, high = finding.low, finding.high
    return None if low is None or high is None or finding.residual is None else 0.5 * (high - low)


_Ends = Iterator[tuple[str, str, str]]


def _derived(f: Finding) -> _Ends:
    """What is stated derives from what it was worked out from, or conflicts with it."""
    relation = {"closes": "derives", "off": "conflicts"}.get(f.verdict)
    if f.rule in _DERIVING and relation:
        yield from ((one, other, relation) for one in f.beside for other in f.inputs)


def _of_states(f: Finding) -> _Ends:
    relation = {"superseded": "supersedes", "advanced": "advances", "apart": "apart", "off": "conflicts"}
    if f.verdict in relation:
        yield from ((one, other, relation[f.verdict]) for one in f.inputs for other in f.beside)


def _of_targets(f: Finding) -> _Ends:
    """A goal is measured by figures: the first input is the goal."""
    if f.verdict in ("closes", "open") and f.value is not None:
        yield from ((f.inputs[0], other, "measures") for other in f.inputs[1:])


def _of_statements(f: Finding) -> _Ends:
    """Statements of one key, span and reporter that do not meet, and facts that bear a claim out."""
    relation = {"off": "conflicts", "agrees": "agrees"}.get(f.verdict)
    if relation:
        yield from ((one, other, relation) for one in f.inputs for other in f.beside)


_LINKING: Mapping[str, Callable[[Finding], _Ends]] = {
    "state": _of_states,
    "target": _of_targets,
    "agreement": _of_statements,
    "range": _of_statements,
}
