"""Figures that no indicator places, traced to the rows of the record and to each other.

First to a row with the same value and words, then to what follows from the article's figures that the record holds. A
conflict that an indicator saw is dropped where a row surely agrees: of several sources any may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jibek.checking.asking import NEEDED, Asked, asked, needed
from jibek.checking.context import Context
from jibek.checking.continued import continued
from jibek.checking.directions import direction
from jibek.checking.exchanged import exchanged
from jibek.checking.finding import Found, Shelf, agreeing
from jibek.checking.happened import calendar
from jibek.checking.intervals import a_year_before, meet, months, span, whole_year, within
from jibek.checking.known import Known
from jibek.checking.measures import measure
from jibek.checking.mismatching import another_year, missing, slip
from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE, NEW, STALE, Verdict
from jibek.checking.outcome import Outcome
from jibek.checking.phrases import says
from jibek.checking.replaced import replaced
from jibek.checking.results import Held
from jibek.checking.slips import significant
from jibek.checking.surroundings import Surroundings
from jibek.checking.wording import explanation
from jibek.checking.working import points_for_percent, unspoken, work_out
from jibek.reading import Article

CLOSE = 60  # letters before a figure in which words for the year before are its own
_EARLIER = re.compile(
    r"(?:year|twelve months) (?:earlier|before)|previous year|год(?:ом)? (?:ранее|раньше|назад)|上年|前一年",
    re.IGNORECASE,
)
REPEATED = 3  # digits that say by themselves that a figure is one told before
LEAST_MONTHS = 1.5  # of a year that an article tells in place of all of it
MEAN_BESIDE = 14  # letters from a figure within which words of a mean are of it
ROWS = 3  # rows that a figure may be of, for what follows from it
DOUBTFUL = ("growth inconsistent with levels", "wrong value")  # what an article's own figures may explain
OF_VALUE = (
    "wrong value",
    "wrong count",
    "digit swap",
    "factor of",
    "growth inconsistent",
)  # conflicts that another source may settle
HARDLY = 1.35  # times the evidence that is needed, below which what follows from near figures comes first
SURELY = 2.0  # times the evidence that is needed, for a row to outweigh a conflict


def traced(judged: Sequence[Verdict], context: Context, shelf: Shelf) -> tuple[Verdict, ...]:
    """Verdicts of the indicators with those of the rows in place of what they could not tell."""
    article = context.article
    around = Surroundings(article)
    made = [asked(v.quantity, article, around, _flow(v, context)) for v in judged]
    told = [_year_earlier(v, article) for v in judged]
    first = [_of_rows(v, a, article, shelf) for v, a in zip(told, made, strict=True)]
    first = [_of_dates(v, around, shelf, article) for v in first]
    first = _put_right(first, around, shelf, article)
    held = tuple(h for v, a in zip(first, made, strict=True) for h in _held(v, a, shelf))
    worked = [_worked(v, a, held, article, shelf) for v, a in zip(first, made, strict=True)]
    return tuple(_repeated(v, worked, article) for v in worked)


def _repeated(verdict: Verdict, told: Sequence[Verdict], article: Article) -> Verdict:
    """A figure that the article gives twice is the same figure: "from $43.82 billion we would need …"."""
    q = verdict.quantity
    if verdict.verdict != NEW or not isinstance(q.value, float) or significant(q.value) < REPEATED:
        return verdict
    for other in told:
        same = (other.quantity.value, other.quantity.unit) == (q.value, q.unit)
        if same and other.verdict == AGREES:
            return _of(verdict, Outcome(AGREES, "same", other.known), other.key, other.key, article)
    return verdict


def _put_right(
    told: Sequence[Verdict], around: Surroundings, shelf: Shelf, article: Article
) -> list[Verdict]:
    """Figures that changed places conflict, each with the row that its words name."""
    if not shelf.tables:
        return list(told)
    crossed = {id(x.verdict): x for x in exchanged(told, around, shelf)}
    found = []
    for verdict in told:
        x = crossed.get(id(verdict))
        outcome = x and Outcome(CONFLICTS, "exchanged figures", (x.meant, x.given))
        label = x.meant.text or x.meant.key if x else ""
        found.append(_of(verdict, outcome, verdict.key, label, article) if outcome else verdict)
    return found


def _flow(verdict: Verdict, context: Context) -> str:
    """Which way the goods go that a sum of money is told of."""
    if verdict.quantity.kind not in ("money", "count"):
        return ""
    return direction(verdict.quantity, context.of_sentence(verdict.quantity), context)


def _year_earlier(verdict: Verdict, article: Article) -> Verdict:
    """A figure of another year agrees where the words before it say so: "a year earlier it had been 31.2 bn"."""
    start = verdict.quantity.char_start
    if verdict.subtype != "wrong year" or not _EARLIER.search(article.text[max(0, start - CLOSE) : start]):
        return verdict
    days = span(verdict.quantity.period) if verdict.quantity.period else None
    earlier = tuple(k for k in verdict.known if days and k.days == a_year_before(days))
    if not earlier:
        return verdict
    outcome = Outcome(AGREES, "same", earlier)
    return _of(verdict, outcome, verdict.key, earlier[0].text or verdict.key, article)


def _of_rows(verdict: Verdict, asked: Asked | None, article: Article, shelf: Shelf) -> Verdict:
    if asked is None or verdict.verdict not in (NEW, CONFLICTS, DERIVABLE):
        return verdict
    found = agreeing(asked, shelf)
    if verdict.verdict == DERIVABLE:  # a row that says it goes before what follows from others
        stated = (
            found is not None and found[0].verdict == AGREES and found[1].evidence >= HARDLY * needed(asked)
        )
        return _verdict(verdict, *found, article) if stated and found is not None else verdict
    if found is not None and verdict.verdict == NEW and not _of_our_time(found[1], asked):
        # Where the words name the row of that very time, which has another value, a row of other days is not meant.
        year = another_year(asked, shelf)
        if year is not None and year[1].evidence > found[1].evidence:
            return _verdict(verdict, *year, article)
    if found is not None and verdict.verdict == NEW and asked.digits <= 2:
        # Thirty is met often: where the words name another row more surely, of which it is a slip, it is that.
        slipped = slip(asked, shelf)
        if slipped is not None and slipped[1].fact.series != found[1].fact.series:
            return _verdict(verdict, *slipped, article)
    if verdict.verdict == CONFLICTS and (
        found is None
        or not _outweighs(asked, verdict.subtype, *found)
        or (asked.digits <= 2 and slip(asked, shelf) is not None)
    ):
        return verdict
    if found is not None and found[0].verdict == AGREES and verdict.verdict == NEW:
        found = replaced(asked, found[1], shelf) or found
    return verdict if found is None else _verdict(verdict, *found, article)


def _of_our_time(row: Found, asked: Asked) -> bool:
    its = row.fact.known.days
    return its is None or asked.days is None or meet(its, asked.days)


def _of_dates(verdict: Verdict, around: Surroundings, shelf: Shelf, article: Article) -> Verdict:
    """A date that no indicator places, by the events of the record."""
    if verdict.quantity.kind != "date" or verdict.verdict != NEW or not shelf.tables:
        return verdict
    found = calendar().judge(verdict.quantity, around.near(verdict.quantity))
    return verdict if found is None else _of(verdict, found[0], found[1], found[1], article)


def _outweighs(asked: Asked, subtype: str, outcome: Outcome, row: Found) -> bool:
    if outcome.verdict != AGREES or not subtype.startswith(OF_VALUE) or asked.measure.family == "rank":
        return False
    return row.evidence >= SURELY * NEEDED[asked.digits]


def _worked(
    verdict: Verdict, asked: Asked | None, held: Sequence[Held], article: Article, shelf: Shelf
) -> Verdict:
    """What follows from near figures, before a row that agrees by few words; then how a figure misses its row."""
    if asked is None:
        return verdict
    if verdict.verdict == NEW and shelf.tables and (goes_on := continued(asked, held, shelf)) is not None:
        return _of(verdict, goes_on[0], goes_on[1].series, goes_on[1].label, article)
    if verdict.verdict in (NEW, DERIVABLE) and (points := points_for_percent(asked, held)) is not None:
        return _of(verdict, points, verdict.key, points.known[0].text or points.known[0].key, article)
    agrees = verdict.verdict == AGREES and verdict.key in shelf.series
    weak = agrees and (
        _weak(verdict, asked, shelf) or _rounder(verdict, asked) or _mean(verdict, asked, article)
    )
    if verdict.verdict == NEW or verdict.subtype in DOUBTFUL or weak:
        outcome = work_out(asked, held, shelf, article.text)
        rather = verdict.verdict == NEW or (weak and asked.digits <= 2 and asked.measure.family == "percent")
        if outcome is not None and (rather or outcome.verdict != CONFLICTS):
            label = outcome.known[-1].text or outcome.known[-1].key
            return _of(verdict, outcome, verdict.key, label, article)
    if verdict.verdict == NEW and shelf.tables and (outcome := unspoken(asked, shelf)) is not None:
        return _of(verdict, outcome, verdict.key, outcome.known[-1].text or outcome.known[-1].key, article)
    missed = missing(asked, shelf) if verdict.verdict == NEW else None
    return verdict if missed is None else _verdict(verdict, *missed, article)


def _weak(verdict: Verdict, asked: Asked, shelf: Shelf) -> bool:
    """Whether a share, a ratio or a mean agrees with a row by hardly more words than it must."""
    if asked.measure.family not in ("percent", "ratio") and not asked.measure.per:
        return False
    found = agreeing(asked, shelf)
    return found is not None and found[1].evidence < HARDLY * needed(asked)


def _mean(verdict: Verdict, asked: Asked, article: Article) -> bool:
    """Whether words of a mean stand right beside a figure: it may be one that follows, whatever row has it."""
    start, end = verdict.quantity.char_start, verdict.quantity.char_end
    return not asked.measure.per and says(
        "each", article.text, max(0, start - MEAN_BESIDE), min(len(article.text), end + MEAN_BESIDE)
    )


def _rounder(verdict: Verdict, asked: Asked) -> bool:
    """Whether a figure has more digits than the rows that it agrees with: 16.8 per cent for 17."""
    rows = [k for k in verdict.known if k.value == k.value]
    return asked.digits >= REPEATED and not any(meet(asked.extent, (k.value, k.value)) for k in rows)


def _verdict(verdict: Verdict, outcome: Outcome, row: Found, article: Article) -> Verdict:
    return _of(verdict, outcome, row.fact.series, row.fact.label, article)


def _of(verdict: Verdict, outcome: Outcome, key: str, label: str, article: Article) -> Verdict:
    said = explanation(verdict.quantity, article.statement_date, label, outcome.verdict, outcome)
    return Verdict(verdict.quantity, outcome.verdict, outcome.subtype, key, outcome.known, said)


def _held(verdict: Verdict, asked: Asked | None, shelf: Shelf) -> Iterator[Held]:
    """A figure that the record has, ready to be worked with, once for each row that it may be."""
    if asked is None or verdict.verdict not in (AGREES, STALE):
        return
    seen = set()
    for known in verdict.known[:ROWS]:
        of = measure(known.unit) if known.value == known.value else None
        known = _dated(known, asked)
        if of is not None and (known.key, known.days) not in seen:
            seen.add((known.key, known.days))
            start, end = verdict.quantity.char_start, verdict.quantity.char_end
            series = shelf.series_of(known)
            stock = any(f.stock for f in shelf.series.get(series, ())[:1])
            per = of.per or asked.measure.per
            yield Held(start, end, known, of.family, series, per, asked.value, stock)


def _dated(known: Known, asked: Asked) -> Known:
    """A row of a year with the days that the article tells for it: from 1 January to 28 July."""
    ours, its = asked.days, known.days
    told = asked.quantity.period_basis in ("stated", "relative")
    if not told or ours is None or its is None or not within(ours, its) or whole_year(its) is None:
        return known
    return known if months(ours) < LEAST_MONTHS else replace(known, days=ours)
