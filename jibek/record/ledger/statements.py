"""Claims as objects: what a text says, with the dates and the origin of the text.

claims(facts)[0].claim_id       S0-001
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek.ground.errors import Problem, nearest, refuse
from jibek.record.ledger.interval import Interval, bounded
from jibek.record.ledger.period import Period

if TYPE_CHECKING:
    from jibek.record.facts import Facts

# From a word to a deed, as aid records tell them apart.
LADDER: Mapping[str, str] = {
    "pledged": "pledge",
    "planned": "commitment",
    "ongoing": "implementation",
    "done": "completion",
    "suspended": "suspended",
    "cancelled": "cancelled",
}
STEPS = ("pledge", "commitment", "implementation", "completion")

_NUMBERS = ("value", "value_low", "value_high")
_PLACES = ("char_start", "char_end", "qty_start", "qty_end")


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a text. Blank words are empty; a figure, end or place that is not known is None.

    value, value_low, value_high are in base units; offsets count Unicode characters of the decoded text, half-open.
    """

    claim_id: str
    hash_id: str
    fact_id: str
    subject: str
    predicate: str
    object: str
    comparator: str
    value: float | None
    value_low: float | None
    value_high: float | None
    unit: str
    currency: str
    period: str
    period_basis: str
    geography: str
    kind: str
    status: str
    rank: str
    deprecated_reason: str
    supersedes: str
    said_to_support: str
    speaker: str
    reporter: str
    reporter_basis: str
    source_id: str
    origin_id: str
    statement_date_low: str
    statement_date_high: str
    paraphrase: str
    indicator: str
    ref_area: str
    counterpart_area: str
    definition: str
    valid_from: str
    valid_to: str
    char_start: int | None
    char_end: int | None
    qty_start: int | None
    qty_end: int | None
    passage_hash: str
    prefix_hash: str
    suffix_hash: str
    extracted_by: str
    reviewed_by: str
    first_seen: str
    last_seen: str

    @property
    def key_id(self) -> str:
        """The key that it stands under; empty for a statement without one."""
        return f"{self.indicator}:{self.ref_area}:{self.counterpart_area}" if self.indicator else ""

    @property
    def interval(self) -> Interval | None:
        """What the figure may be by its digits; None without a figure."""
        return None if self.value is None else bounded(self.value_low, self.value_high)

    @property
    def stage(self) -> str:
        """How far it has come: pledge, commitment, implementation, completion; or suspended, cancelled."""
        return LADDER[self.status]

    def to_json(self) -> dict[str, Any]:
        """Field by field, with key and stage."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {**told, "key_id": self.key_id, "stage": self.stage}


def claims(facts: Facts) -> tuple[Claim, ...]:
    """Every claim of the record, in the order of the table.

    Raises
    ------
    InputError
        ``ledger.invalid`` with every problem at once: see `problems_of`.
    """
    made: tuple[Claim, ...] = facts.remembered("ledger claims", _made)
    return made


def _made(facts: Facts) -> tuple[Claim, ...]:
    found = list(problems_of(facts.tables))
    refuse("ledger.invalid", f"claims with {len(found)} problem(s)", found)
    return claims_of(facts.tables)


def claims_of(tables: Mapping[str, pd.DataFrame]) -> tuple[Claim, ...]:
    """Every claim of the tables claims and claim_sources, unchecked: what a run keeps rests on no key."""
    texts = {row["source_id"]: row for row in tables["claim_sources"].to_dict("records")}
    return tuple(_claim(row, texts[row["source_id"]]) for row in tables["claims"].to_dict("records"))


def voice(claim: Claim) -> str:
    """Who is said to say it, without office and without who passed it on."""
    return claim.speaker.partition(" (")[0].partition(",")[0].strip()


def _claim(row: Mapping[Any, Any], text: Mapping[Any, Any]) -> Claim:
    told: dict[str, Any] = {}
    for name in Claim.__slots__:
        cell = row[name] if name in row else text[name]
        if name in _NUMBERS:
            told[name] = None if cell != cell else float(cell)
        elif name in _PLACES:
            told[name] = None if cell != cell else int(cell)
        else:
            told[name] = "" if cell is None or cell != cell else str(cell)
    return Claim(**told)


def problems_of(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """What is wrong with claims beyond their single cells.

    Parameters
    ----------
    tables
        Of the package: claims, claim_sources and keys are read.

    Returns
    -------
    iterator
        Problems ``ledger.repeated_id``, ``ledger.unknown_source``, ``ledger.unknown_key``, ``ledger.unknown_claim``,
        ``ledger.beyond_text``, ``ledger.range_order``, ``ledger.no_unit``, ``ledger.bad_period``, with file and line.
    """
    frame = tables["claims"]
    lengths = dict(
        zip(tables["claim_sources"]["source_id"], tables["claim_sources"]["characters"], strict=True)
    )
    known = set(tables["keys"]["key_id"])
    ids = Counter(frame["claim_id"])
    hashes = Counter(frame["hash_id"])
    for row in frame.to_dict("records"):
        yield from _identity(row, ids, hashes)
        if row["source_id"] not in lengths:
            fix = nearest(str(row["source_id"]), map(str, lengths))
            yield _problem(row, "ledger.unknown_source", "source_id", "a text of claim_sources.csv", fix)
        else:
            yield from _places(row, int(lengths[row["source_id"]]))
        key = ":".join(row[c] or "" for c in ("indicator", "ref_area", "counterpart_area"))
        if row["indicator"] and key not in known:
            message = "indicator, ref_area and counterpart_area, joined"
            fix = nearest(key, known) or "Add the key to keys.csv."
            yield _problem(row, "ledger.unknown_key", "indicator", "a key of keys.csv", fix, key, message)
        yield from _figure(row)


def _identity(row: Mapping[Any, Any], ids: Counter[str], hashes: Counter[str]) -> Iterator[Problem]:
    for column, seen in (("claim_id", ids), ("hash_id", hashes)):
        if seen[row[column]] > 1:
            yield _problem(
                row, "ledger.repeated_id", column, "each id once", "Delete or rename one of the rows."
            )
    for column in ("supersedes", "said_to_support"):
        if row[column] and row[column] not in ids:
            fix = nearest(row[column], ids)
            yield _problem(row, "ledger.unknown_claim", column, "the id of another claim", fix)


def _places(row: Mapping[Any, Any], length: int) -> Iterator[Problem]:
    for start, end in (("char_start", "char_end"), ("qty_start", "qty_end")):
        a, b = row[start], row[end]
        if a != a and b != b:
            continue
        if not (0 <= a < b <= length):
            expected = f"{start} before {end}, within the {length} characters of the text"
            yield _problem(row, "ledger.beyond_text", end, expected, "Count again in the decoded text.")


def _figure(row: Mapping[Any, Any]) -> Iterator[Problem]:
    value, low, high = (row[c] for c in _NUMBERS)
    if value == value:
        if not row["unit"]:
            yield _problem(row, "ledger.no_unit", "unit", "the unit of the value", "Name it.")
        # A bound such as "over 500" has one end alone; what is missing compares as nothing.
        if low > value or value > high:
            yield _problem(
                row, "ledger.range_order", "value", "between value_low and value_high", "Put them in order."
            )
    for column in ("period", "valid_from", "valid_to"):
        if row[column]:
            try:
                Period.read(row[column])
            except ValueError as fault:
                fix = "Write it as 2023, 2023-05, 2023-01/2023-07 or ../2023."
                yield _problem(row, "ledger.bad_period", column, "a span of time", fix, message=str(fault))


def _problem(
    row: Mapping[Any, Any],
    code: str,
    column: str,
    expected: str,
    fix: str,
    value: Any = None,
    message: str = "",
) -> Problem:
    told = row[column] if value is None else value
    where = {"row": int(row["_row"]), "column": column}
    return Problem(code, "claims.csv", message, **where, value=told, expected=expected, fix=fix)  # type: ignore[arg-type]


def said_between(claim: Claim) -> tuple[date, date]:
    """Earliest and latest day on which it was said."""
    return date.fromisoformat(claim.statement_date_low), date.fromisoformat(claim.statement_date_high)
