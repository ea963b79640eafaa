"""Figures that no indicator places, traced to the rows of the record and to each other.

First to the row that a figure most probably is of, then to what follows from the article's figures that the record
holds. A conflict that an indicator saw is dropped where a row probably agrees: of several sources any may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jibek.checking.asking import Asked, asked
from jibek.checking.choosing import Choice, choose
from jibek.checking.context import Context
from jibek.checking.directions import direction
from jibek.checking.exchanged import exchanged
from jibek.checking.finding import Shelf
from jibek.checking.happened import calendar
from jibek.checking.intervals import a_year_before, meet, months, span, whole_year, within
from jibek.checking.known import Known
from jibek.checking.measures import measure
from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE, NEW, STALE, Verdict
from jibek.checking.options import SAME, Option
from jibek.checking.outcome import Outcome
from jibek.checking.phrases import says
from jibek.checking.results import Held
from jibek.checking.slips import significant
from jibek.checking.superseded import later
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
SHOWN = 4  # rows that a verdict rests on at most
MEANT = 0.6  # of the best row's probability, from which another may be meant as well
DOUBTFUL = ("growth inconsistent with levels", "wrong value")  # what an article's own figures may explain
OF_VALUE = (
    "wrong value",
    "wrong count",
    "digit swap",
    "factor of",
    "growth inconsistent",
)  # conflicts that another source may settle
NOT_COMPARED = ("rank", "h")  # what an indicator knows of ranks and ages no other source settles
HARDLY = 0.8  # probability of a row below which what follows from near figures comes first
SURELY = 0.8  # probability of a row that outweighs what an indicator found
MISSED_ALONE = 0.65  # the same where the claims alone are asked, of whose words weights were not estimated
MISSED = 0.33  # probability of rows gone wrong from which a figure conflicts


def traced(judged: Sequence[Verdict], context: Context, shelf: Shelf) -> tuple[Verdict, ...]:
    """Verdicts of the indicators with those of the rows in place of what they could not tell."""
    article = context.article
    around = Surroundings(article)
    made = [asked(v.quantity, article, around, flow(v, context)) for v in judged]
    choices = choose(made, shelf)
    told = [_year_earlier(v, article) for v in judged]
    first = [_of_rows(v, a, c, article, shelf) for v, a, c in zip(told, made, choices, strict=True)]
    first = [_of_dates(v, around, shelf, article) for v in first]
    first = _put_right(first, around, shelf, article)
    stated = [(v, a) for v, a in zip(first, made, strict=True) if v.verdict != DERIVABLE]
    held = tuple(h for v, a in stated for h in _held(v, a, shelf))
    worked = [_worked(v, a, c, held, article, shelf) for v, a, c in zip(first, made, choices, strict=True)]
    # What follows may be worked with in its turn: a sum of two figures, and the share of one in it.
    follows = [v if v.verdict == DERIVABLE else None for v in worked]
    more = tuple(h for v, a in zip(follows, made, strict=True) if v for h in _held(v, a, shelf))
    if more:
        again = zip(worked, made, choices, strict=True)
        worked = [
            _worked(v, a, c, (*held, *more), article, shelf) if v.verdict == NEW else v for v, a, c in again
        ]
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


def flow(verdict: Verdict, context: Context) -> str:
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


def _of_rows(
    verdict: Verdict, asked: Asked | None, choice: Choice, article: Article, shelf: Shelf
) -> Verdict:
    """The row that a figure agrees with, or once did, if it is more probable than any other and than none."""
    found = choice.best(agreeing=True)
    if asked is None or found is None or verdict.verdict not in (NEW, CONFLICTS, DERIVABLE):
        return verdict
    if verdict.verdict == NEW:
        probable = choice.same > max(choice.none, choice.missed)
    else:
        probable = choice.same >= SURELY and (verdict.verdict == DERIVABLE or _of_value_alone(verdict, asked))
    if not probable:
        return verdict
    best, most = found
    alike = [o.fact for o, p in choice.options if o.how == SAME and p >= MEANT * most]
    formerly = says("formerly", article.text, *verdict.quantity.sentence)
    newer = next((row for f in alike if (row := later(asked, f, shelf, formerly=formerly))), None)
    if newer is not None:
        outcome = Outcome(STALE, "superseded", (best.fact.known, newer.known))
    else:
        outcome = Outcome(AGREES, "same", tuple(f.known for f in alike[:SHOWN]))
    return _of(verdict, outcome, best.fact.series, best.fact.label, article)


def _of_value_alone(verdict: Verdict, asked: Asked) -> bool:
    """Whether a conflict may be settled by another source that has the figure."""
    return verdict.subtype.startswith(OF_VALUE) and asked.measure.family not in NOT_COMPARED


def _of_dates(verdict: Verdict, around: Surroundings, shelf: Shelf, article: Article) -> Verdict:
    """A date that no indicator places, by the events of the record."""
    if verdict.quantity.kind != "date" or verdict.verdict != NEW or not shelf.tables:
        return verdict
    found = calendar().judge(verdict.quantity, around.near(verdict.quantity))
    return verdict if found is None else _of(verdict, found[0], found[1], found[1], article)


def _worked(
    verdict: Verdict,
    asked: Asked | None,
    choice: Choice,
    held: Sequence[Held],
    article: Article,
    shelf: Shelf,
) -> Verdict:
    """What follows from near figures, before a row that agrees by few words; then how a figure misses its row."""
    if asked is None:
        return verdict
    if verdict.verdict in (NEW, DERIVABLE) and (points := points_for_percent(asked, held)) is not None:
        return _of(verdict, points, verdict.key, points.known[0].text or points.known[0].key, article)
    weak = (
        verdict.verdict == AGREES and verdict.key in shelf.series and _weak(verdict, asked, choice, article)
    )
    if verdict.verdict == NEW or _doubtful(verdict, asked) or weak:
        outcome = work_out(asked, held, shelf, article.text)
        rather = verdict.verdict == NEW or (weak and asked.digits <= 2 and asked.measure.family == "percent")
        if outcome is not None and (rather or outcome.verdict != CONFLICTS):
            label = outcome.known[-1].text or outcome.known[-1].key
            return _of(verdict, outcome, verdict.key, label, article)
    if verdict.verdict == NEW and shelf.tables and (outcome := unspoken(asked, shelf)) is not None:
        return _of(verdict, outcome, verdict.key, outcome.known[-1].text or outcome.known[-1].key, article)
    return _missed(verdict, choice, asked, article, shelf) if verdict.verdict == NEW else verdict


def _missed(verdict: Verdict, choice: Choice, asked: Asked, article: Article, shelf: Shelf) -> Verdict:
    """How a figure that is of no row as it stands misses the one that it most probably is of."""
    found = choice.best(agreeing=False)
    if found is None or choice.missed < max(MISSED if shelf.tables else MISSED_ALONE, choice.same):
        return verdict
    option, _ = found
    if option.how == "wrong year" and _was_so(option, asked):
        outcome = Outcome(STALE, "superseded", (option.fact.known, *_in_place_of(option, asked, shelf)))
        return _of(verdict, outcome, option.fact.series, option.fact.label, article)
    known = (option.fact.known, *_in_place_of(option, asked, shelf))
    return _of(verdict, Outcome(CONFLICTS, option.how, known), option.fact.series, option.fact.label, article)


def _was_so(option: Option, asked: Asked) -> bool:
    """Whether a figure that is told of the time of the article was that of a row that stood before."""
    now = asked.days is not None and asked.said is not None and asked.days[1] >= asked.said[0]
    return now and option.fact.stock and option.period == "since"


def _in_place_of(option: Option, asked: Asked, shelf: Shelf) -> Iterator[Known]:
    """Of a figure of another year, what the record has for the one that is told."""
    if option.how == "wrong year":
        series = shelf.series[option.fact.series]
        yield from [f.known for f in series if f.known.days == asked.days and asked.measure.fits(f.measure)][
            :1
        ]


def _doubtful(verdict: Verdict, asked: Asked) -> bool:
    """Whether a conflict of an indicator may be explained by the article's own figures."""
    return verdict.subtype in DOUBTFUL and asked.measure.family not in NOT_COMPARED


def _weak(verdict: Verdict, asked: Asked, choice: Choice, article: Article) -> bool:
    """Whether a figure may rather follow from others than be the row that has it."""
    return choice.same < HARDLY or _rounder(verdict, asked) or _mean(verdict, asked, article)


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


def _of(verdict: Verdict, outcome: Outcome, key: str, label: str, article: Article) -> Verdict:
    said = explanation(verdict.quantity, article.statement_date, label, outcome.verdict, outcome)
    return Verdict(verdict.quantity, outcome.verdict, outcome.subtype, key, outcome.known, said)


def _held(verdict: Verdict, asked: Asked | None, shelf: Shelf) -> Iterator[Held]:
    """A figure that the record has, ready to be worked with, once for each row that it may be."""
    if asked is None or verdict.verdict not in (AGREES, STALE, DERIVABLE):
        return
    seen = set()
    for known in verdict.known[: ROWS if verdict.verdict != DERIVABLE else 1]:
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
