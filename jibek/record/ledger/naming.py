"""Countries, persons, bodies, systems and places by their names in four languages, and which statements name them.

    entities(facts)["zhanatas_wind"]          Zhanatas wind farm, Жанатасская ветровая электростанция, ..., a system
    mentions(facts)["S4-064"]                 subject zhanatas_wind, area KAZ, speaker ZHANG_XIAO
    named(facts, "Жанатас")                   zhanatas_wind, zhanatas_town

Systems and places are those of their own tables; entities.csv adds whom no table names. A name that several entities of
one table bear is taken for none of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek.ground.errors import Problem, nearest, refuse
from jibek.record.ledger.statements import Claim, claims_of, voice
from jibek.sources.gazetteer import fold

if TYPE_CHECKING:
    from jibek.record.facts import Facts

LANGUAGES = ("ru", "kk", "zh")
# Where names are looked up, the first that knows one: what entities.csv calls Khorgos is no place of the network.
_TABLES = (("entities", "entity_id"), ("systems", "system_id"), ("nodes", "id"))


@dataclass(frozen=True, slots=True)
class Entity:
    """What statements are about or come from. names: Russian, Kazakh and Chinese, blank where none is known.

    parent is the entity that it belongs to; of a place iso_code is its country. table says where it stands.
    """

    entity_id: str
    type: str
    name: str
    names: tuple[str, str, str]
    aliases: tuple[str, ...]
    iso_code: str
    parent: str
    table: str

    @property
    def known_as(self) -> tuple[str, ...]:
        """Every name, in any language."""
        return tuple(n for n in (self.name, *self.names, *self.aliases) if n)

    def to_json(self) -> dict[str, Any]:
        """Field by field, names by language."""
        told = {name: getattr(self, name) for name in self.__slots__ if name != "names"}
        return {**told, "names": {c: n or None for c, n in zip(LANGUAGES, self.names, strict=True)}}


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity that a statement names, and its part there: subject, object, speaker, area, system."""

    claim_id: str
    role: str
    entity_id: str


def entities(facts: Facts) -> Mapping[str, Entity]:
    """Every entity by its id: those of entities.csv, then systems, then places.

    Raises
    ------
    InputError
        ``ledger.invalid`` with every problem at once: see `problems_of`.
    """
    made: Mapping[str, Entity] = facts.remembered("ledger entities", _entities)
    return made


def mentions(facts: Facts) -> Mapping[str, tuple[Mention, ...]]:
    """What each statement names, by its id; a name that nothing bears is left out."""
    made: Mapping[str, tuple[Mention, ...]] = facts.remembered("ledger mentions", _mentions)
    return made


def named(facts: Facts, words: str) -> tuple[str, ...]:
    """Entities with an id or a name that holds the words, spelt with any case, accents and hyphens."""
    wanted = fold(words)
    return tuple(
        e.entity_id
        for e in entities(facts).values()
        if words == e.entity_id or (wanted and any(wanted in fold(n) for n in e.known_as))
    )


def _entities(facts: Facts) -> dict[str, Entity]:
    found = list(problems_of(facts.tables))
    refuse("ledger.invalid", f"entities with {len(found)} problem(s)", found)
    return {e.entity_id: e for e in _rows(facts.tables)}


def _rows(tables: Mapping[str, pd.DataFrame]) -> Iterator[Entity]:
    for table, key in _TABLES:
        for row in tables[table].to_dict("records"):
            ru, kk, zh = (row[f"name_{c}"] or "" for c in LANGUAGES)
            yield Entity(
                entity_id=row[key],
                type={"systems": "system", "nodes": "place"}.get(table) or row["type"],
                name=row["name"],
                names=(ru, kk, zh),
                aliases=tuple(a.strip() for a in (row["aliases"] or "").split(";") if a.strip()),
                iso_code=row.get("iso_code") or row.get("country") or "",
                parent=row.get("parent") or "",
                table=table,
            )


def _by_name(known: Sequence[Entity]) -> dict[str, str]:
    """Entity by folded name; of two tables the first counts."""
    found: dict[str, str] = {}
    for table, _ in reversed(_TABLES):
        bearers: dict[str, set[str]] = defaultdict(set)
        for e in (e for e in known if e.table == table):
            for name in (e.entity_id, *e.known_as):
                bearers[fold(name)].add(e.entity_id)
        found |= {name: next(iter(of)) for name, of in bearers.items() if len(of) == 1}
    return found


def _mentions(facts: Facts) -> dict[str, tuple[Mention, ...]]:
    known = _by_name(tuple(entities(facts).values()))
    rows = facts.table("system_rows")
    of_fact: dict[str, list[str]] = defaultdict(list)
    for row in rows[rows["table"] == "claims"].to_dict("records"):
        of_fact[row["word"]].append(row["system_id"])
    return {c.claim_id: tuple(_named_by(c, known, of_fact[c.fact_id])) for c in claims_of(facts.tables)}


def _named_by(claim: Claim, known: Mapping[str, str], systems: Sequence[str]) -> Iterator[Mention]:
    words = (
        *(("subject", w) for w in claim.subject.split(";")),
        *(("object", w) for w in claim.object.split(";")),
        ("speaker", voice(claim)),
        ("area", claim.ref_area),
        ("area", claim.counterpart_area),
        *(("system", s) for s in systems),
    )
    found = ((role, known.get(fold(word))) for role, word in words if fold(word))
    for role, entity_id in dict.fromkeys(found):
        if entity_id is not None:
            yield Mention(claim.claim_id, role, entity_id)


def problems_of(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """What is wrong with entities beyond their single cells.

    Returns
    -------
    iterator
        Problems ``ledger.repeated_id`` (an id that a system or place has), ``ledger.unknown_entity`` (of a parent),
        ``ledger.own_parent`` and ``ledger.ambiguous_name`` (a name of two rows), with file and line.
    """
    ids = Counter(e.entity_id for e in _rows(tables))
    rows = tables["entities"].to_dict("records")
    own = [e for e in _rows(tables) if e.table == "entities"]
    bearers = Counter(name for e in own for name in {fold(n) for n in e.known_as})
    for row, entity in zip(rows, own, strict=True):
        if ids[entity.entity_id] > 1:
            fix = "Choose an id that no entity, system or place has."
            yield _problem(row, "ledger.repeated_id", "entity_id", "each id once", fix)
        if entity.parent and entity.parent not in ids:
            fix = nearest(entity.parent, ids)
            yield _problem(row, "ledger.unknown_entity", "parent", "the id of an entity", fix)
        if entity.parent == entity.entity_id:
            yield _problem(row, "ledger.own_parent", "parent", "another entity", "Leave it blank.")
        for name in (n for n in entity.known_as if bearers[fold(n)] > 1):
            fix = "Take it from all but one of them."
            yield _problem(
                row, "ledger.ambiguous_name", _column_of(row, name), "a name of one entity", fix, name
            )


def _column_of(row: Mapping[Any, Any], name: str) -> str:
    return next((c for c in ("name", *(f"name_{code}" for code in LANGUAGES)) if row[c] == name), "aliases")


def _problem(
    row: Mapping[Any, Any], code: str, column: str, expected: str, fix: str, value: str | None = None
) -> Problem:
    told = row[column] if value is None else value
    return Problem(
        code, "entities.csv", row=int(row["_row"]), column=column, value=told, expected=expected, fix=fix
    )
