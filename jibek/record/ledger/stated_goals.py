"""Goals with their versions: baseline, actual, progress and the year in which they were met, by reporter.

40 bn by 2030    CHN: 31.2 in 2022, 43.82 in 2024, 109.6 %, met in 2023      KAZ: 24.2 in 2022, 31.5 in 2023, 78.8 %
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jibek.record.ledger.book import Book
from jibek.record.ledger.engine import closures
from jibek.record.ledger.figures import Figure
from jibek.record.ledger.levels import Closure
from jibek.record.ledger.period import whole_year
from jibek.record.ledger.statements import claims

if TYPE_CHECKING:
    from jibek.record import Facts

# Goals of official_targets that are measured by figures under a key, by the quantity that the goal names.
MEASURED = {
    "kaz_chn_trade_busd": "trade_turnover:KAZ:CHN",
    "china_central_asia_trade_busd": "trade_turnover:CENTRAL_ASIA_FIVE:CHN",
}
BUSD = 1e9


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal by one reporter, in USD. version counts goals of one key in the order of their dates.

    baseline is the last whole year before the goal was set, actual the last whole year there is; progress is actual
    over target; met_on the first year at or above it. None where no figure says.
    """

    key_id: str
    version: int
    target: float
    deadline: int | None
    set_by: str
    set_on: str
    claims: tuple[str, ...]
    reporter: str
    baseline: float | None
    baseline_year: int | None
    actual: float | None
    actual_year: int | None
    progress: float | None
    progress_from_baseline: float | None
    met_on: int | None
    status: str
    sources: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Field by field."""
        return {name: getattr(self, name) for name in self.__slots__}


def goals(facts: Facts) -> tuple[Goal, ...]:
    """Every goal that figures under a key measure, by each reporter with a figure.

    Raises
    ------
    InputError
        ``ledger.invalid``, as `claims` does.
    """
    return tuple(_goals(facts))


def _goals(facts: Facts) -> Iterator[Goal]:
    book = closures(facts).book
    target_of = {r.first: r for r in closures(facts).rows if r.kind == "target"}
    rows = facts.table("official_targets").to_dict("records")
    for key_id in dict.fromkeys(MEASURED.values()):
        stated = [
            r
            for r in rows
            if MEASURED.get(r["quantity"]) == key_id
            and (_number(r) or r["doubles_year"] == r["doubles_year"])
        ]
        dated = sorted(stated, key=lambda r: _set_on(r["source"]))
        for version, row in enumerate(dated, start=1):
            for reporter in _statistical(book, key_id):
                yield _goal(facts, book, key_id, row, version, reporter, target_of.get(key_id))


def _statistical(book: Book, key_id: str) -> list[str]:
    """Reporters with more than one whole year."""
    return [
        r for r in book.reporters(key_id) if r and len([p for p in book.spans(key_id, r) if p.one_year]) > 1
    ]


def _goal(
    facts: Facts,
    book: Book,
    key_id: str,
    row: Mapping[Any, Any],
    version: int,
    reporter: str,
    rule: Closure | None,
) -> Goal:
    years = {
        p.first.year: f
        for p in book.spans(key_id, reporter)
        if p.one_year and (f := _figure(book, key_id, reporter, p.first.year)) is not None
    }
    doubled = None if row["doubles_year"] != row["doubles_year"] else int(row["doubles_year"])
    target = _number(row) * BUSD if doubled is None else 2 * years[doubled].value if doubled in years else 0.0
    set_on = _set_on(row["source"])
    before = [y for y in years if y < int(set_on[:4])] if set_on else []
    base = max(before, default=None)
    last = max(years, default=None)
    met = min(
        (y for y in years if target and years[y].interval.high >= target and years[y].value >= target),
        default=None,
    )
    actual = years[last].value if last is not None else None
    baseline = years[base].value if base is not None else None
    from_base = None
    if actual is not None and baseline is not None and target > baseline:
        from_base = (actual - baseline) / (target - baseline)
    return Goal(
        key_id=key_id,
        version=version,
        target=target,
        deadline=None if row["due_year"] != row["due_year"] else int(row["due_year"]),
        set_by=row["source"],
        set_on=set_on,
        claims=_claims_of(facts, rule, target),
        reporter=reporter,
        baseline=baseline,
        baseline_year=base,
        actual=actual,
        actual_year=last,
        progress=None if actual is None or not target else actual / target,
        progress_from_baseline=from_base,
        met_on=met,
        status="unknown" if not target or actual is None else "met" if met is not None else "not met",
        sources=tuple(i for y in (base, last) if y is not None for i in years[y].rests_on),
    )


def _figure(book: Book, key_id: str, reporter: str, year: int) -> Figure | None:
    """The figure of a year: statistics before texts, a stated one before a sum."""
    found: Sequence[Figure] = book.at(key_id, reporter, whole_year(year))
    return min(found, key=lambda f: (f.derived, f.deprecated, f.is_claim, f.interval.width), default=None)


def _claims_of(facts: Facts, rule: Closure | None, target: float) -> tuple[str, ...]:
    """Texts that name the goal."""
    if rule is None:
        return ()
    return tuple(c.claim_id for c in claims(facts) if c.key_id == rule.result and c.value == target)


def _number(row: Mapping[Any, Any]) -> float:
    """The goal as printed; 0 where it is a multiple of another year."""
    return float(row["value"]) if row["doubles_year"] != row["doubles_year"] else 0.0


def _set_on(source: str) -> str:
    """The day at the end of a source's words; empty where there is none."""
    last = source.split(" ")[-1]
    return last if len(last) == 10 and last[:4].isdigit() else ""
