"""A figure against the record: the rules of comparison, one for each kind of indicator.

Same key means same indicator, areas, reporter, period and kind of unit; what differs in any of them is not compared.
Tolerance comes from stated digits. A figure that no rule can place is new: a doubtful conflict is none.

    level, growth, share, total, average   by period           state, rate, window, rank, ordinal   as of a statement
    age, span                              as start dates       target, factor, date                 each its own
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jibek.checking import periodic, standing
from jibek.checking.figure import Figure, figure
from jibek.checking.indexing import Index
from jibek.checking.matching import Candidate
from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE, NEW, STALE, Verdict
from jibek.checking.outcome import Outcome
from jibek.checking.wording import explanation
from jibek.reading import Article, Quantity

# An indicator whose cues weigh less than this share of the best one's is not what the figure is of.
COMES_NEAR = 0.6
ORDER = (AGREES, DERIVABLE, STALE)
SLIPS = ("factor of", "digit swap", "unit slip", "percent against")

Rule = Callable[[Figure, Index], Outcome]

RULES: Mapping[str, Rule] = {
    **dict.fromkeys(("level", "tally", "growth", "share", "total", "average"), periodic.periodic),
    **dict.fromkeys(("state", "rate", "window"), standing.state),
    "rank": standing.rank,
    "ordinal": standing.ordinal,
    "age": standing.age,
    "span": standing.duration,
    "target": standing.target,
    "factor": periodic.factor,
    "date": standing.dated,
    "start": standing.dated,
}


@dataclass(frozen=True, slots=True)
class _Judged:
    candidate: Candidate
    outcome: Outcome


def judge(quantity: Quantity, fitting: Sequence[Candidate], index: Index, article: Article) -> Verdict:
    """The verdict on a figure of an article that fits these indicators, the best first."""
    said = article.statement_date
    if not fitting:
        return Verdict(
            quantity, NEW, "unrecorded indicator", "", (), explanation(quantity, said, "", NEW, None)
        )
    best = fitting[0].score
    judged = [
        _Judged(c, RULES[c.indicator.rule](figure(quantity, c, article), index))
        for c in fitting
        if c.score >= COMES_NEAR * best
    ]
    chosen = _chosen(judged)
    outcome, label = chosen.outcome, chosen.candidate.indicator.label
    return Verdict(
        quantity,
        outcome.verdict,
        outcome.subtype,
        chosen.candidate.indicator.key,
        outcome.known,
        explanation(quantity, said, label, outcome.verdict, outcome),
    )


def _chosen(judged: Sequence[_Judged]) -> _Judged:
    """What agrees before what conflicts: of two readings of a sentence, the charitable one."""
    for wanted in ORDER:
        for one in judged:
            if one.outcome.verdict == wanted:
                return one
    for one in judged:
        sure = one.candidate.sure or one.outcome.subtype.startswith(SLIPS)
        if one.outcome.verdict == CONFLICTS and sure and not one.candidate.implied:
            return one
    first = judged[0]
    if first.outcome.verdict == CONFLICTS:
        return _Judged(first.candidate, Outcome(NEW, "not surely of the indicator", first.outcome.known))
    return first
