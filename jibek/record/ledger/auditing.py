"""The audit: every rule over every claim and figure, each outcome with its working.

for finding in audit(facts):
    print(finding.verdict, finding.working)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from jibek.record.ledger import bases, mirroring, parts, states, windows
from jibek.record.ledger.engine import Closures, closures
from jibek.record.ledger.figures import facts_by_key, keys
from jibek.record.ledger.finding import Finding
from jibek.record.ledger.period import Period
from jibek.record.ledger.statements import Claim, claims

if TYPE_CHECKING:
    from jibek.record import Facts


def audit(facts: Facts, *, everything: bool = False) -> tuple[Finding, ...]:
    """What closes, what does not, and what settles what only looks like a conflict.

    Parameters
    ----------
    facts
        The record.
    everything
        Also findings that touch no claim: figures of statistics among themselves. Without it reporters are set beside
        each other for the pairs of countries that claims are on.

    Raises
    ------
    InputError
        ``ledger.invalid``, as `claims` does.
    """
    said = claims(facts)
    found = tuple(_found(facts, said))
    if everything:
        return found
    ids = {c.claim_id for c in said}
    areas = {c.key_id.partition(":")[2] for c in said if c.indicator}
    return tuple(
        f
        for f in found
        if ids & {*f.inputs, *f.beside} or (f.rule == "mirror" and f.key_id.partition(":")[2] in areas)
    )


def _found(facts: Facts, said: Sequence[Claim]) -> Iterator[Finding]:
    made, known = closures(facts), keys(facts)
    by_key = _grouped(said)
    yield from made.compared()
    yield from _of_years(made)
    yield from _of_windows(facts, made, by_key)
    for rule in made.rows:
        if rule.kind == "share":
            yield from bases.unnamed_shares(rule, made.book)
        elif rule.kind == "target":
            yield from bases.targets(rule, made.book, by_key)
        elif rule.kind == "range":
            yield from states.ranges(rule, made.book.of(rule.first))
    for key in known.values():
        of_key = by_key.get(key.key_id, ())
        yield from states.superseded(key, of_key)
        yield from states.advanced(key, of_key)
        yield from states.deadlines(key, of_key)
        yield from states.agreement(key, facts_by_key(facts).get(key.key_id, ()))
    yield from states.apart(known, by_key)
    yield from states.links(said, made.rows)
    yield from mirroring.bridges(facts)


def _grouped(said: Sequence[Claim]) -> Mapping[str, Sequence[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in said:
        if claim.indicator:
            found[claim.key_id].append(claim)
    return found


def _of_years(made: Closures) -> Iterator[Finding]:
    for rule in (r for r in made.rows if r.kind == "parts"):
        yield from parts.rates(rule, made.book)
        yield from parts.later_growth(rule, made.book)
        yield from parts.nowcasts(rule, made.book)


def _of_windows(facts: Facts, made: Closures, by_key: Mapping[str, Sequence[Claim]]) -> Iterator[Finding]:
    told = windows.Told(by_key, events_of(facts), made.book)
    for rule in made.rows:
        if rule.kind in windows.RULES:
            yield from windows.RULES[rule.kind](rule, told)


def events_of(facts: Facts) -> Mapping[str, Sequence[windows.Event]]:
    """Events of the package by the key of the count that counts them."""
    rows = {r["event_id"]: r for r in facts.table("systems/events").to_dict("records")}
    found: dict[str, list[windows.Event]] = defaultdict(list)
    for link in facts.table("key_events").to_dict("records"):
        row = rows[link["event_id"]]
        last = row["date_end"] or row["date_start"]
        found[link["key_id"]].append(
            windows.Event(link["event_id"], Period.read(f"{row['date_start']}/{last}"))
        )
    return found
