"""Two figures of one sentence that changed places: Shanghai with 5 and the fund with 25 per cent, for 25 and 5.

Each agrees with a row; but the words that only the one row has stand where the other figure is told. Names stand
before their figures or after them; read either way, they must not fit as told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jibek.checking.fact import Fact
from jibek.checking.finding import Shelf
from jibek.checking.known import Known
from jibek.checking.model import AGREES, Verdict
from jibek.checking.surroundings import Surroundings

SURELY = 2.0  # times as much as for the order that is told must speak for the other
LEAST = 2.5  # what must speak for it at least: one seldom word, or two that are less so
TAIL = 60  # letters after the second figure in which its name may stand


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The verdict that does not hold, the row whose figure was given, the row that the words name."""

    verdict: Verdict
    given: Known
    meant: Known


def exchanged(verdicts: Sequence[Verdict], around: Surroundings, shelf: Shelf) -> Iterator[Exchanged]:
    """Pairs of neighbouring figures of one sentence whose rows the words name the other way round."""
    ordered = sorted(verdicts, key=lambda v: v.quantity.char_start)
    for one, other in pairwise(ordered):
        rows = _row(one, shelf), _row(other, shelf)
        if one.quantity.sentence != other.quantity.sentence or rows[0] is None or rows[1] is None:
            continue
        if _apart(rows[0], rows[1]) and _crossed(one, other, rows[0], rows[1], around, shelf):
            yield Exchanged(one, rows[0].known, rows[1].known)
            yield Exchanged(other, rows[1].known, rows[0].known)


def _row(verdict: Verdict, shelf: Shelf) -> Fact | None:
    if verdict.verdict != AGREES or not verdict.known:
        return None
    known = verdict.known[0]
    return next((f for f in shelf.series.get(shelf.series_of(known), ()) if f.known.days == known.days), None)


def _apart(one: Fact, other: Fact) -> bool:
    """Whether two rows could be taken for each other: one unit, one time, two series."""
    return (
        one.series != other.series
        and one.measure.family == other.measure.family
        and one.known.days == other.known.days
        and one.known.value != other.known.value
    )


def _crossed(
    one: Verdict, other: Verdict, first: Fact, second: Fact, around: Surroundings, shelf: Shelf
) -> bool:
    mine, its = shelf.only(first, second), shelf.only(second, first)
    end = one.quantity.sentence[1]
    both = mine | its
    before, _ = around.amid(one.quantity)
    amid = around.between(one.quantity.char_end, other.quantity.char_start, both)
    after = around.between(other.quantity.char_end, min(end, other.quantity.char_end + TAIL), both)

    crossed = False
    for at_first, at_second in ((before & both, amid), (amid, after)):
        if not at_first or not at_second:
            continue  # names do not stand this way
        as_told = shelf.tell(at_first & mine) + shelf.tell(at_second & its)
        otherwise = shelf.tell(at_first & its) + shelf.tell(at_second & mine)
        if as_told > otherwise:
            return False
        crossed = crossed or otherwise >= max(LEAST, SURELY * as_told)
    return crossed
