"""``jibek record``: claims and figures under one key, the audit, goals, mirrors, changes between versions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from jibek import sources
from jibek.ground.encoding import utf8
from jibek.ground.errors import InputError, Problem, nearest, refuse
from jibek.record import ledger
from jibek.record.facts import Facts, gather
from jibek.record.ledger import Claim, Figure, Finding, Period
from jibek.verbs.recorded import Around, Audited, Changed, Found, Listed, Mirrored, Shown, Targets

SHIPPED = "eurasia"
# What a reader should look at stands first.
FIRST = (
    "off",
    "flag",
    "definitions",
    "unsupported",
    "by_reporter",
    "soft",
    "superseded",
    "advanced",
    "apart",
)


def record_list(
    *,
    entity: str = "",
    period: str = "",
    reporter: str = "",
    source: str = "",
    facts: bool = False,
    data: Path | str | None = None,
) -> Listed:
    """Claims that fit every wish, and figures of statistics under keys if asked for.

    Raises
    ------
    InputError
        ``record.bad_period``, ``record.unknown_reporter`` or ``record.unknown_source`` for all wishes at once.
    """
    record = _record(data)
    _wishes(record, period, reporter, source)
    said = _found(record, entity, period, reporter, source)
    figures: tuple[Figure, ...] = ()
    if facts and not source:
        named = ledger.keys_named(record, entity) if entity else ()
        figures = tuple(f for f in _figures(record) if _fits(f, entity, period, reporter, named))
    return Listed(said, figures, _around(record, said))


def record_ask(name: str | None = None, **wishes: Any) -> Listed | Shown:
    """What the record holds under a name (``record_show``), or all claims that fit wishes (``record_list``).

    Raises
    ------
    InputError
        As these do.
    """
    return record_list(**wishes) if name is None else record_show(name, **wishes)


def record_show(name: str, *, data: Path | str | None = None) -> Shown:
    """A claim by its id or hash, a fact that claims share, a key, or an entity by its id.

    Raises
    ------
    InputError
        ``record.unknown_id`` with the nearest.
    """
    record = _record(data)
    said, known = ledger.claims(record), ledger.keys(record)
    mine = [c for c in said if name in (c.claim_id, c.hash_id)]
    entity = ledger.entities(record).get(name)
    if mine:
        claims = tuple(c for c in said if c.fact_id == mine[0].fact_id)
    elif entity is not None:
        claims = tuple(c for c in said if _names(record, c, {name}))
    else:
        claims = tuple(c for c in said if name in (c.fact_id, c.key_id, c.indicator))
    key_ids = {c.key_id for c in claims if c.key_id and entity is None} | ({name} & set(known))
    if not claims and not key_ids and entity is None:
        raise _unknown_id(record, name)
    spans = {c.period for c in mine}
    beside = (f for f in _figures(record) if f.key_id in key_ids and (not mine or _same_span(f, spans)))
    figures = tuple(sorted(beside, key=lambda f: (f.key_id, f.period, f.reporter)))
    ids_of = {c.claim_id for c in (mine or claims)} if entity is None else set()
    found = ledger.audit(record, everything=not claims)
    findings = tuple(
        f for f in found if ids_of & {*f.inputs, *f.beside} or (not claims and f.key_id in key_ids)
    )
    return Shown(name, claims, figures, _in_order(findings), _around(record, claims), entity)


def _unknown_id(record: Facts, name: str) -> InputError:
    said = ledger.claims(record)
    ids = {i for c in said for i in (c.claim_id, c.fact_id)} | set(ledger.keys(record))
    near = nearest(name, ids | set(ledger.entities(record)))
    problem = Problem(
        "record.unknown_id", "ID", value=name, expected="a claim, fact, key or entity", fix=near
    )
    return InputError("record.unknown_id", f"nothing is called {name!r}", [problem])


def record_audit(
    *,
    entity: str = "",
    period: str = "",
    reporter: str = "",
    source: str = "",
    everything: bool = False,
    data: Path | str | None = None,
) -> Audited:
    """Every closure with its working; wishes narrow it to findings that rest on claims which fit them.

    Raises
    ------
    InputError
        As `record_list`.
    """
    record = _record(data)
    _wishes(record, period, reporter, source)
    findings = ledger.audit(record, everything=everything)
    if entity or period or reporter or source:
        said = _found(record, entity, period, reporter, source)
        ids = {c.claim_id for c in said}
        findings = tuple(f for f in findings if ids & {*f.inputs, *f.beside})
    return Audited(_in_order(findings))


def record_targets(*, data: Path | str | None = None) -> Targets:
    """Goals by version and reporter."""
    return Targets(ledger.goals(_record(data)))


def record_mirror(pair: str = "KAZ-CHN", *, data: Path | str | None = None) -> Mirrored:
    """Both reporters of a pair, in either order.

    Raises
    ------
    InputError
        ``record.unknown_pair``.
    """
    record = _record(data)
    asked = ledger.pair_of(record, pair)
    return Mirrored(asked.name, asked.sides, ledger.mirror(record, pair), ledger.causes(record, pair))


def record_diff(before: str | Path, after: str | Path) -> Changed:
    """What changed from one version to the other; ``eurasia`` is the shipped one, a folder is laid over it.

    Raises
    ------
    InputError
        ``sources.no_folder`` or ``sources.invalid``, as for any folder of tables.
    """
    one, two = (_record(None if str(name) == SHIPPED else Path(name)) for name in (before, after))
    return Changed(str(before), str(after), ledger.difference(one, two))


def record_anchor(file: Path | str, *, data: Path | str | None = None) -> Found:
    """Where the passages of the record stand in a user's own copy of a text, plain and in UTF-8.

    Raises
    ------
    InputError
        ``record.no_file``, ``record.not_utf8``, ``record.unknown_text``.
    """
    path = Path(file)
    if not path.is_file():
        problem = Problem("record.no_file", str(path), expected="a text file", fix="Check the path.")
        raise InputError("record.no_file", f"{path} is no file", [problem])
    text = utf8(path.read_bytes(), str(path), "record.not_utf8")
    return Found(str(path), ledger.anchor(text, _record(data)))


def _record(data: Path | str | None) -> Facts:
    return gather(sources.read(data))


def _wishes(record: Facts, period: str, reporter: str, source: str) -> None:
    """Refuse what no claim could fit, all at once."""
    found = []
    if period:
        try:
            Period.read(period)
        except ValueError as fault:
            fix = "Write it as 2023, 2023-05 or 2022/2024."
            found.append(Problem("record.bad_period", "--period", str(fault), value=period, fix=fix))
    said = ledger.claims(record)
    for code, where, value, known in (
        ("record.unknown_reporter", "--reporter", reporter, {f.reporter for f in _figures(record)} - {""}),
        ("record.unknown_source", "--source", source, {i for c in said for i in (c.source_id, c.origin_id)}),
    ):
        if value and value not in known:
            fix = nearest(value, known) or f"Known: {', '.join(sorted(known)[:12])}."
            found.append(Problem(code, where, value=value, expected="one that the record has", fix=fix))
    refuse(found[0].code if found else "", "what was asked for is not in the record", found)


def _figures(record: Facts) -> list[Figure]:
    return [f for figures in ledger.facts_by_key(record).values() for f in figures if not f.is_claim]


def _found(record: Facts, entity: str, period: str, reporter: str, source: str) -> tuple[Claim, ...]:
    """Claims that name the thing, by the words of the text, of a key or of an entity in any language, and so on."""
    said = ledger.claims(record)
    fits = ledger.found(said, period=period, reporter=reporter, source=source)
    if not entity:
        return fits
    key_ids, wanted = ledger.keys_named(record, entity), set(ledger.named(record, entity))
    by_words = {c.claim_id for c in ledger.found(fits, entity=entity, key_ids=key_ids)}
    return tuple(c for c in fits if c.claim_id in by_words or _names(record, c, wanted))


def _names(record: Facts, claim: Claim, wanted: Collection[str]) -> bool:
    return any(m.entity_id in wanted for m in ledger.mentions(record)[claim.claim_id])


def _around(record: Facts, said: Sequence[Claim]) -> Around:
    ids = {c.claim_id for c in said}
    mentions = tuple(m for c in said for m in ledger.mentions(record)[c.claim_id])
    known = ledger.entities(record)
    named = tuple(known[i] for i in dict.fromkeys(m.entity_id for m in mentions))
    return Around(
        named, mentions, tuple(x for x in ledger.links(record) if x.from_id in ids or x.to_id in ids)
    )


def _fits(figure: Figure, entity: str, period: str, reporter: str, named: Sequence[str]) -> bool:
    told = f"{figure.key_id} {figure.source}".casefold()
    return (
        (not entity or figure.key_id in named or entity.casefold() in told)
        and (not period or figure.period.meets(Period.read(period)))
        and (not reporter or figure.reporter == reporter)
    )


def _same_span(figure: Figure, spans: Iterable[str]) -> bool:
    return any(p and figure.period.meets(Period.read(p)) for p in spans)


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    place = {verdict: n for n, verdict in enumerate(FIRST)}
    return tuple(sorted(findings, key=lambda f: place.get(f.verdict, len(FIRST))))
