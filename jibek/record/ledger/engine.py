"""All closures over all figures: what follows is found once, then compared with what is stated, or with a new figure.

made = closures(facts)
made.derivable("trade_turnover:KAZ:CHN", Period.read("2022-01/2022-07"), Interval(17.5e9, 17.6e9), "CHN")
    follows from 21.9 bn USD / 1.248: closes
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jibek.record.ledger.book import Book
from jibek.record.ledger.exchange import currency
from jibek.record.ledger.figures import Figure, facts_by_key
from jibek.record.ledger.finding import Finding, ends, shown, span
from jibek.record.ledger.interval import Interval, bounded
from jibek.record.ledger.levels import RULES, Closure, Derived
from jibek.record.ledger.parts import remainders
from jibek.record.ledger.period import Period
from jibek.record.ledger.slips import slip

if TYPE_CHECKING:
    from jibek.record import Facts

_RULES = {**RULES, "currency": currency}
KEYLESS = ("quotient",)  # rules whose figures stand under no key


class Closures:
    """Figures of the record, and all that follows from them by the rows of closures.csv."""

    def __init__(self, rows: tuple[Closure, ...], by_key: Mapping[str, tuple[Figure, ...]]) -> None:
        self.rows = rows
        self.book = Book(f for figures in by_key.values() for f in figures)
        self.derived: list[Derived] = []
        self._at: dict[tuple[str, Period], list[Derived]] = defaultdict(list)
        # Remainders of years rest on levels that follow from growth, so those come first.
        for kind in ("sum", "currency", "growth", "share", "factor", "product", "quotient"):
            for rule in (r for r in rows if r.kind == kind):
                self._take(list(_RULES[kind](rule, self.book)))
        for rule in (r for r in rows if r.kind == "parts"):
            self._take(list(remainders(rule, self.book)))

    def _take(self, found: list[Derived]) -> None:
        for made in found:
            self.derived.append(made)
            if made.figure.key_id:
                self._at[made.figure.key_id, made.figure.period].append(made)
                self.book.add(made.figure)

    def following(self, key_id: str, period: Period, reporter: str = "") -> tuple[Derived, ...]:
        """What follows for a key and span; by one reporter, or by all of them."""
        found = self._at.get((key_id, period), ())
        return tuple(d for d in found if reporter in ("", d.figure.reporter))

    def derivable(
        self, key_id: str, period: Period, interval: Interval, reporter: str = ""
    ) -> Finding | None:
        """Whether a new figure follows from figures of the record that state it nowhere.

        Parameters
        ----------
        key_id, period
            What and when.
        interval
            What the figure may be by its digits, in the key's base unit.
        reporter
            Whose statistics; empty: unknown, so that any will do.

        Returns
        -------
        Finding or None
            ``closes`` with the narrowest working that meets it; ``off`` with the nearest that does not; None where
            nothing follows.
        """
        found = self.following(key_id, period, reporter)
        if not found:
            return None
        meets = [d for d in found if d.figure.interval.meets(interval)]
        if meets:
            best = min(meets, key=lambda d: d.figure.interval.width)
            return told(best, "closes", (), 0.0, "follows from figures of the record")
        best = min(found, key=lambda d: d.figure.interval.apart(interval))
        middle = 0.5 * (interval.low + interval.high) if interval.closed else best.figure.value
        why = slip(middle, best.figure.interval)
        said = "does not follow from figures of the record" + (f": {why}" if why else "")
        return told(best, "off", (), best.figure.interval.apart(interval), said)

    def compared(self) -> Iterator[Finding]:
        """Every derived figure beside what its own reporter states of the same key and span."""
        for made in self.derived:
            if made.closure.kind in KEYLESS:
                yield _ranged(made)
                continue
            yield from _beside(made, self._stated_of(made))

    def _stated_of(self, made: Derived) -> list[Figure]:
        """What is stated of the key that a figure follows for; of a thing that lasts, by anyone while it lasts."""
        figure = made.figure
        if made.closure.kind == "product":
            found = [f for f in self.book.of(figure.key_id) if f.period.meets(figure.period)]
        else:
            found = list(self.book.stated(figure.key_id, figure.reporter, figure.period))
        return [f for f in found if f.source not in figure.inputs]


def _beside(made: Derived, stated: list[Figure]) -> Iterator[Finding]:
    """One finding for what meets the figure, one for what misses it."""
    if not stated:
        yield told(made, "implied", (), None, "nothing is stated to compare it with")
    met = [f for f in stated if f.interval.meets(made.figure.interval)]
    apart = [f for f in stated if f not in met]
    if met:
        names = ", ".join(f"{shown(f.value, f.unit)} ({f.source})" for f in met[:3])
        yield told(made, "closes", tuple(f.source for f in met), 0.0, f"meets {names}")
    if apart:
        worst = max(apart, key=lambda f: f.interval.apart(made.figure.interval))
        residual = worst.interval.apart(made.figure.interval)
        said = f"misses {shown(worst.value, worst.unit)} ({worst.source}) by {shown(residual, worst.unit)}"
        why = slip(worst.value, made.figure.interval)
        yield told(
            made,
            "off",
            tuple(f.source for f in apart),
            residual,
            f"{said}: the figure is {why}" if why else said,
        )


def _ranged(made: Derived) -> Finding:
    rule = made.closure
    if rule.low is None and rule.high is None:
        return told(made, "implied", (), None, rule.reason)
    range_ = bounded(rule.low, rule.high)
    if made.figure.interval.meets(range_):
        return told(made, "plausible", rule.fact_ids, 0.0, f"within {span(range_, rule.unit)}: {rule.reason}")
    residual = made.figure.interval.apart(range_)
    return told(made, "flag", rule.fact_ids, residual, f"beyond {span(range_, rule.unit)}: {rule.reason}")


def told(made: Derived, verdict: str, beside: tuple[str, ...], residual: float | None, said: str) -> Finding:
    """The finding on one derived figure."""
    figure = made.figure
    low, high = ends(figure.interval)
    result = f"{made.working} = {shown(figure.value, figure.unit)} ({span(figure.interval, figure.unit)})"
    return Finding(
        rule=made.closure.kind,
        verdict=verdict,
        key_id=figure.key_id or made.closure.first,
        period=str(figure.period),
        reporter=figure.reporter,
        value=figure.value,
        low=low,
        high=high,
        unit=figure.unit,
        inputs=figure.rests_on,
        beside=beside,
        residual=residual,
        working=result,
        said=said,
        closure_id=made.closure.closure_id,
    )


def closures(facts: Facts) -> Closures:
    """The closures of a record; made once for it.

    Raises
    ------
    InputError
        ``ledger.invalid``, as `claims` does.
    """
    made: Closures = facts.remembered("ledger closures", _made)
    return made


def _made(facts: Facts) -> Closures:
    return Closures(
        tuple(_closure(r) for r in facts.table("closures").to_dict("records")), facts_by_key(facts)
    )


def _closure(row: Mapping[Any, Any]) -> Closure:
    return Closure(
        closure_id=row["closure_id"],
        kind=row["kind"],
        result=row["result"] or "",
        first=row["first"],
        others=tuple((row["others"] or "").split(";")) if row["others"] else (),
        factor=1.0 if row["factor"] != row["factor"] else float(row["factor"]),
        unit=row["unit"] or "",
        low=None if row["low"] != row["low"] else float(row["low"]),
        high=None if row["high"] != row["high"] else float(row["high"]),
        reason=row["reason"],
        fact_ids=tuple(row["fact_ids"].split("; ")) if row["fact_ids"] else (),
    )
