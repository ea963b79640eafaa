"""What two statements of one thing have to do with each other, before anyone calls it a contradiction.

second largest partner in 2023, largest in 2024     superseded: the later statement of a state holds
largest in Central Asia                             apart: another subject
to take effect; in force                            advanced: one agreement, a step further
for 2030; before 2030                               soft: differs in the date alone
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from jibek.record.ledger.book import by_origin
from jibek.record.ledger.figures import Figure, Key
from jibek.record.ledger.finding import Finding, shown
from jibek.record.ledger.interval import bounded
from jibek.record.ledger.levels import Closure
from jibek.record.ledger.period import Period
from jibek.record.ledger.statements import STEPS, Claim

LONGEST_YEAR = 366  # days


def superseded(key: Key, said: Sequence[Claim]) -> Iterator[Finding]:
    """Ranks of one key that differ: the later statement holds, the earlier ones did until then."""
    if key.kind != "rank":
        return
    by_value: dict[float, list[Claim]] = defaultdict(list)
    for claim in said:
        if claim.value is not None and claim.comparator == "=":
            by_value[claim.value].append(claim)
    for (old_value, old), (value, new) in combinations(sorted(by_value.items(), key=_last_said), 2):
        if max(c.statement_date_high for c in old) < min(c.statement_date_low for c in new):
            until, since = max(c.statement_date_high for c in old), min(c.statement_date_low for c in new)
            working = f"{old_value:g} said until {until}, {value:g} from {since}"
            text = "a state: the later statement holds, the earlier keeps its own time"
            yield _finding("state", "superseded", key.key_id, new, old, working, text)
        else:
            yield _finding(
                "state", "off", key.key_id, new, old, f"{old_value:g} and {value:g} at one time", "contradict"
            )


def _last_said(entry: tuple[float, list[Claim]]) -> str:
    return max(c.statement_date_high for c in entry[1])


def advanced(key: Key, said: Sequence[Claim]) -> Iterator[Finding]:
    """One thing a step further on the ladder from pledge to completion in a later text."""
    if key.kind != "state":
        return
    placed = [c for c in said if c.stage in STEPS]
    for first in sorted({c.origin_id for c in placed}):
        early = [c for c in placed if c.origin_id == first]
        behind = min(early, key=lambda c: STEPS.index(c.stage))
        later = [
            c
            for c in placed
            if c.origin_id != first
            and c.statement_date_low > behind.statement_date_high
            and STEPS.index(c.stage) > STEPS.index(behind.stage)
        ]
        if later:
            ahead = max(later, key=lambda c: STEPS.index(c.stage))
            then, now = (c.statement_date_high[:4] for c in (behind, ahead))
            working = f"{behind.stage} in {then}, {ahead.stage} in {now}"
            yield _finding(
                "state",
                "advanced",
                key.key_id,
                [ahead],
                [behind],
                working,
                "the same, a step further; no conflict",
            )


def apart(keys: Mapping[str, Key], by_key: Mapping[str, Sequence[Claim]]) -> Iterator[Finding]:
    """Ranks of different keys that a reader may take for each other: not compared."""
    ranked = [k for k in keys.values() if k.kind == "rank" and by_key.get(k.key_id)]
    for one, other in combinations(ranked, 2):
        if one.family == other.family:
            working = f"{one.names['en'][0]} is not {other.names['en'][0]}"
            text = "another subject: the two are not compared"
            yield _finding(
                "state", "apart", one.key_id, by_key[one.key_id], by_key[other.key_id], working, text
            )


def deadlines(key: Key, said: Sequence[Claim]) -> Iterator[Finding]:
    """One goal with different last days."""
    if key.kind != "target":
        return
    dated = [c for c in said if c.value is not None and c.valid_to]
    for one, other in combinations(dated, 2):
        first, last = sorted(Period.read(c.valid_to).last for c in (one, other))
        if first != last and one.value == other.value:
            days = (last - first).days
            working = f"{shown(one.value or 0.0, one.unit)} until {first} and until {last}, {days} days apart"
            yield _finding(
                "target", "soft", key.key_id, [one], [other], working, "one goal, two deadlines kept"
            )


def links(said: Sequence[Claim], rules: Sequence[Closure]) -> Iterator[Finding]:
    """Where a text presents one claim as following from another: whether any closure joins their keys."""
    joined = {frozenset((r.result, r.first)) for r in rules} | {
        frozenset(pair) for r in rules for other in r.others for pair in ((r.first, other), (r.result, other))
    }
    by_id = {c.claim_id: c for c in said}
    for claim in said:
        other = by_id.get(claim.said_to_support)
        if other is not None and frozenset((claim.key_id, other.key_id)) not in joined:
            working = f"{claim.key_id} and {other.key_id} are joined by no rule"
            text = "it does not follow; both claims are kept, each by itself"
            yield _finding("link", "unsupported", claim.key_id, [claim], [other], working, text)


def agreement(key: Key, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Statements of one key, span and reporter: whether they meet, and how many origins bear them."""
    if key.kind not in ("flow", "growth", "target", "share", "level", "count"):
        return
    slots: dict[tuple[str, Period], list[Figure]] = defaultdict(list)
    for figure in figures:
        if not figure.deprecated:
            slots[figure.reporter, figure.period].append(figure)
    for (reporter, period), found in slots.items():
        if len({f.source for f in found}) > 1 and any(f.is_claim for f in found):
            yield _agree(key, reporter, period, found)


def _agree(key: Key, reporter: str, period: Period, found: Sequence[Figure]) -> Finding:
    apart = [(a, b) for a, b in combinations(found, 2) if not a.interval.meets(b.interval)]
    origins = len(by_origin(found))
    values = "; ".join(dict.fromkeys(_told(f) for f in found))
    verdict = "off" if apart else "agrees"
    said = f"{len(found)} statements of {origins} origin{'' if origins == 1 else 's'}"
    if apart:
        a, b = max(apart, key=lambda pair: pair[0].interval.apart(pair[1].interval))
        said += f"; {_told(a)} ({a.source}) and {_told(b)} ({b.source}) do not meet"
    return Finding(
        rule="agreement",
        verdict=verdict,
        key_id=key.key_id,
        period=str(period),
        reporter=reporter,
        value=None,
        low=None,
        high=None,
        unit=key.unit,
        inputs=tuple(f.source for f in found if f.is_claim),
        beside=tuple(f.source for f in found if not f.is_claim),
        residual=max((a.interval.apart(b.interval) for a, b in apart), default=0.0),
        working=values,
        said=said,
    )


def _told(figure: Figure) -> str:
    sign = "" if figure.comparator == "=" else f"{figure.comparator} "
    return f"{sign}{shown(figure.value, figure.unit)}"


def ranges(rule: Closure, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Figures of one key that texts and facts state: whether they meet, and whether they count the same thing.

    A fact of a span of years is set beside a claim of the very span alone.
    """
    said = [f for f in figures if f.is_claim]
    for claim in {f.value: f for f in reversed(said)}.values():
        others = [
            f
            for f in figures
            if not f.is_claim and (f.period == claim.period or f.period.days <= LONGEST_YEAR)
        ]
        missed = [f for f in others if not f.interval.meets(claim.interval)]
        met = [f for f in others if f not in missed]
        if others:
            yield _set_beside(rule, claim, met, missed)


def _set_beside(rule: Closure, claim: Figure, met: Sequence[Figure], missed: Sequence[Figure]) -> Finding:
    working = f"{_told(claim)} of the text; facts: " + "; ".join(
        dict.fromkeys(f"{shown(f.value, f.unit)} ({f.period})" for f in (*met, *missed))
    )
    differing = [f for f in missed if f.definition != claim.definition]
    range_ = bounded(rule.low, rule.high)
    far = [f for f in missed if not range_.low <= claim.value / f.value <= range_.high]
    if not missed:
        verdict, said = "agrees", f"{len(met)} facts of {len(by_origin(met))} origins meet it"
    elif differing and far:
        verdict = "definitions"
        said = f"what is counted: the text, {claim.definition or 'not stated'}; the fact, {differing[0].definition}"
    else:
        verdict = "by_reporter" if met else "off"
        origins = "; ".join(by_origin(missed))
        said = f"facts that meet it: {len(met)}; that do not: {len(missed)}, of {origins}"
    return Finding(
        rule="range",
        verdict=verdict,
        key_id=rule.first,
        period=str(claim.period),
        reporter=claim.reporter,
        value=claim.value,
        low=None,
        high=None,
        unit=claim.unit,
        inputs=(claim.source,),
        beside=tuple(f.source for f in (*met, *missed)),
        residual=max((f.interval.apart(claim.interval) for f in missed), default=0.0),
        working=working,
        said=said,
        closure_id=rule.closure_id,
    )


def _finding(
    rule: str,
    verdict: str,
    key_id: str,
    inputs: Sequence[Claim],
    beside: Sequence[Claim],
    working: str,
    said: str,
) -> Finding:
    return Finding(
        rule=rule,
        verdict=verdict,
        key_id=key_id,
        period="",
        reporter="",
        value=None,
        low=None,
        high=None,
        unit="",
        inputs=tuple(c.claim_id for c in inputs),
        beside=tuple(c.claim_id for c in beside),
        residual=None,
        working=working,
        said=said,
    )
