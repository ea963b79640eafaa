"""What a figure of an article can be the figure of, one row of the table of indicators each.

Reads   data/checking/indicators.csv

    key            kinds    clause          about             not
    trade.growth   percent  growth|decline  trade @CHN @KAZ   export import …

A group such as ``growth|decline`` asks for one of its concepts: ``clause`` near the figure, ``sentence`` anywhere in
its sentence, ``about`` there or carried over from before. ``not`` may not stand near the figure, ``never`` not in its
sentence. Before a concept of ``clause``, ``!`` asks that no other figure of the kind stands nearer to it; before one of
``not``, ``~`` lets the figure agree, but never conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from jibek.sources.plain import rows

Groups = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A key of the record with the cues by which an article's figure is known to be its.

    indicator
        Its name among the keys of the record, where it has one.
    rule
        How figures are compared: level, growth, share, total, tally, average, target, factor, rank, state, rate, age,
        span, date, start, ordinal or window.
    facts
        Where the record keeps it, as ``jibek.checking.known`` reads it.
    siblings
        Keys that are mistaken for it: ``mirror:trade.exports.cn_kz``.
    areas
        The countries that it is about.
    """

    key: str
    indicator: str
    label: str
    rule: str
    kinds: frozenset[str]
    units: frozenset[str]
    clause: Groups
    owned: frozenset[str]
    sentence: Groups
    about: Groups
    barred: frozenset[str]
    doubtful: frozenset[str]
    never: frozenset[str]
    facts: tuple[str, ...]
    siblings: Mapping[str, str]
    areas: frozenset[str]


@cache
def indicators() -> tuple[Indicator, ...]:
    """The shipped indicators, in the order of their table."""
    return tuple(_read(row) for row in rows("checking/indicators"))


@cache
def by_key() -> Mapping[str, Indicator]:
    """The shipped indicators by key."""
    return {i.key: i for i in indicators()}


def _read(row: Mapping[str, str]) -> Indicator:
    clause, barred = row["clause"].split(), row["not"].split()
    sentence, about = _groups(row["sentence"].split()), _groups(row["about"].split())
    return Indicator(
        key=row["key"],
        indicator=row["indicator"],
        label=row["label"],
        rule=row["rule"],
        kinds=frozenset(row["kinds"].split("|")),
        units=frozenset(filter(None, row["units"].split("|"))),
        clause=_groups(w.replace("!", "") for w in clause),
        owned=frozenset(c[1:] for w in clause for c in w.split("|") if c.startswith("!")),
        sentence=sentence,
        about=about,
        barred=frozenset(w for w in barred if not w.startswith("~")),
        doubtful=frozenset(w[1:] for w in barred if w.startswith("~")),
        never=frozenset(row["never"].split()),
        facts=tuple(filter(None, row["facts"].split(";"))),
        siblings=dict(pair.split(":", 1) for pair in filter(None, row["siblings"].split(";"))),
        areas=frozenset(c for group in (*sentence, *about) for c in group if c.startswith("@")),
    )


def _groups(words: Iterable[str]) -> Groups:
    return tuple(frozenset(word.split("|")) for word in words)
