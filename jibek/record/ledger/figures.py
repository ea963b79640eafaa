"""Keys, and the figures of texts and of statistics that stand under them.

by_key = facts_by_key(facts)
by_key["trade_turnover:KAZ:CHN"]     41 bn of a text and 31.5 bn of Kazakh statistics: one key, two reporters
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jibek.record.ledger.interval import Interval, bounded, stated
from jibek.record.ledger.period import Period
from jibek.record.ledger.statements import Claim, claims

if TYPE_CHECKING:
    from jibek.record import Facts


BN = 1e9


@dataclass(frozen=True, slots=True)
class Key:
    """What is measured: indicator, area and counterpart, base unit, and how its figures behave over time."""

    key_id: str
    indicator: str
    ref_area: str
    counterpart_area: str
    unit: str
    kind: str
    family: str
    denominator: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure under a key, in the key's base unit.

    source is a claim_id or a fact_id; origin tells apart what may support one another; derived figures follow from
    others, ``inputs``.
    """

    key_id: str
    period: Period
    reporter: str
    value: float
    interval: Interval
    comparator: str
    unit: str
    source: str
    is_claim: bool
    origin: str
    said: str
    status: str
    definition: str
    assumed_period: bool = False
    preferred: bool = False
    deprecated: bool = False
    inputs: tuple[str, ...] = ()

    @property
    def derived(self) -> bool:
        """Whether it follows from other figures."""
        return bool(self.inputs)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Claims and facts it follows from; itself if it is stated."""
        return self.inputs or (self.source,)


def keys(facts: Facts) -> Mapping[str, Key]:
    """All keys by id."""
    made: Mapping[str, Key] = facts.remembered("ledger keys", _keys)
    return made


def _keys(facts: Facts) -> dict[str, Key]:
    return {row["key_id"]: _key(row) for row in facts.table("keys").to_dict("records")}


def _key(row: Mapping[Any, Any]) -> Key:
    names = {lang: tuple((row[f"names_{lang}"] or "").split(";")) for lang in ("en", "ru", "kk", "zh")}
    words = ("key_id", "indicator", "ref_area", "counterpart_area", "unit", "kind", "family", "denominator")
    told = {c: row[c] or "" for c in words}
    return Key(**told, names={lang: tuple(n for n in said if n) for lang, said in names.items()})


def keys_named(facts: Facts, words: str) -> tuple[str, ...]:
    """Keys with a name, in any of the four languages, that holds the words; letters of any case."""
    wanted = words.casefold()
    return tuple(
        key.key_id
        for key in keys(facts).values()
        if any(wanted in name.casefold() for names in key.names.values() for name in names)
    )


def facts_by_key(facts: Facts) -> Mapping[str, tuple[Figure, ...]]:
    """Figures of claims and of the data package by key: claims first, then facts, each in the order of its table.

    Raises
    ------
    InputError
        ``ledger.invalid``, as `claims` does.
    """
    made: Mapping[str, tuple[Figure, ...]] = facts.remembered("ledger figures", _by_key)
    return made


def _by_key(facts: Facts) -> dict[str, tuple[Figure, ...]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in (*_of_claims(claims(facts)), *_of_facts(facts), *_of_reports(facts)):
        found[figure.key_id].append(figure)
    return {key: tuple(found[key]) for key in keys(facts) if key in found}


def figure_of(claim: Claim) -> Figure | None:
    """The figure of a claim; None where it has none, or no key, or no period."""
    interval = claim.interval
    if interval is None or not claim.indicator or not claim.period or claim.value is None:
        return None
    return Figure(
        key_id=claim.key_id,
        period=Period.read(claim.period),
        reporter=claim.reporter,
        value=claim.value,
        interval=interval,
        comparator=claim.comparator,
        unit=claim.unit,
        source=claim.claim_id,
        is_claim=True,
        origin=claim.origin_id,
        said=claim.statement_date_high,
        status=claim.status,
        definition=claim.definition,
        assumed_period=claim.period_basis == "assumed",
        preferred=claim.rank == "preferred",
        deprecated=claim.rank == "deprecated",
    )


def _of_claims(said: Sequence[Claim]) -> Iterable[Figure]:
    """Figures of claims; one whose place another took for the same span and reporter is no longer reckoned with."""
    slots = {c.claim_id: (c.key_id, c.period, c.reporter) for c in said}
    revised = {c.supersedes for c in said if slots.get(c.supersedes) == slots[c.claim_id]}
    figures = [figure for figure in map(figure_of, said) if figure is not None]
    return [replace(f, deprecated=True) if f.source in revised else f for f in figures]


def _of_facts(facts: Facts) -> Iterable[Figure]:
    frame = facts.facts
    whose = dict(zip(facts.table("reporters")["words"], facts.table("reporters")["reporter"], strict=True))
    wanted = facts.table("key_facts")
    rows = frame[
        frame["table"].isin(set(wanted["table"])) & frame["indicator"].isin(set(wanted["indicator"]))
    ]
    by_name: dict[tuple[str, str], list[dict[Any, Any]]] = defaultdict(list)
    for row in rows.to_dict("records"):
        by_name[row["table"], row["indicator"]].append(row)
    units = {k: key.unit for k, key in keys(facts).items()}
    for link in wanted.to_dict("records"):
        for row in by_name[link["table"], link["indicator"]]:
            asked = ((link["area"], row["area"]), (link["counterpart"], row["counterpart"]))
            if all(want in (None, has) for want, has in asked) and row["period"]:
                yield _of_fact(row, link, whose, units[link["key_id"]])


def _of_reports(facts: Facts) -> Iterable[Figure]:
    """What each side of a trade reports of a flow; one by a ratio follows from the two facts that hold both."""
    by_flow = {key.indicator: key for key in keys(facts).values()}
    for row in facts.table("mirror_reports").to_dict("records"):
        _, one, other = row["series_id"].split("_")
        key = by_flow.get(f"trade_{one}_to_{other}")
        if key is None:
            continue
        told = tuple(row["fact_ids"].split("; "))
        value = row["value"]
        ranged = row["low"] == row["low"]
        yield Figure(
            key_id=key.key_id,
            period=Period.read(str(int(row["year"]))),
            reporter=row["reporter"],
            value=float(f"{value * BN:.12g}"),
            interval=bounded(row["low"], row["high"]).scaled(BN) if ranged else stated(value, BN),
            comparator="=",
            unit=key.unit,
            source="; ".join(told),
            is_claim=False,
            origin=told[0],
            said="",
            status="done",
            definition="" if row["how"] == "reported" else row["how"],
            inputs=told if row["how"] == "by ratio" else (),
        )


def _of_fact(row: Mapping[Any, Any], link: Mapping[Any, Any], whose: Mapping[str, str], unit: str) -> Figure:
    factor, value = float(link["factor"]), row["value"]
    ranged = row["low"] == row["low"] or row["high"] == row["high"]
    interval = bounded(row["low"], row["high"]).scaled(factor) if ranged else stated(value, factor)
    if value != value:
        ends = [end for end in (row["low"], row["high"]) if end == end]
        value = sum(ends) / len(ends)
    words = row["reporter"] or ""
    return Figure(
        key_id=link["key_id"],
        period=Period.read(row["period"]),
        reporter=link["reporter"] or whose.get(words, words),
        value=float(f"{value * factor:.12g}"),  # 0.5237 bn is 523.7 m and not a hair more
        interval=interval,
        comparator=">=" if ranged and row["high"] != row["high"] else "=",
        unit=unit,
        source=row["fact_id"],
        is_claim=False,
        origin=row["source"] or row["fact_id"],
        said=row["source_date"] or "",
        status="done",
        definition=link["definition"] or "",
        preferred=row["confidence"] == "high",
        deprecated=row["confidence"] == "low",
    )
