"""Which indicator a figure is of: cues of its sentence and of what the sentences before carry over.

    "Two-way trade reached US$41bn in 2023."        trade.turnover, sure
    "… up 18 percent to $7bn with Uzbekistan"        nothing: another country is named

A figure may fit several; `candidates` gives all, the best first. Of a candidate that is not ``sure`` the record may say
that it agrees, never that it conflicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jibek.checking.context import Context, Near
from jibek.checking.directions import direction
from jibek.checking.indicators import Indicator
from jibek.checking.lexicon import Mention
from jibek.reading import Quantity
from jibek.reading.speaking import reporter_of

NEAR = 95  # how far a cue of the clause may stand, in letters as `Context.distance` counts them
BEFORE, AFTER = 70, 15  # how near a cue must stand to bar the figure: before it, after it
FADES = 240.0  # letters over which a cue of the sentence loses its weight
LEAST = 0.25  # weight of a cue anywhere in the sentence
CARRIED = 0.15  # weight of a cue that is carried over
COUNTS = ("state", "total", "tally", "window", "rate")  # rules of counts whose noun says what they count
ALONE_STEPS = 8  # sentences back to the only plant, body or person of an article
SURE_STEPS = 1  # a topic from the sentence before is sure; from farther it is not

PAIR = frozenset({"@CHN", "@KAZ"})
AFTER_AREA = 40  # how near a country named after the figure must stand to be what it is about
AFTERWARDS = 80  # letters by which a reporter named after the figure is farther from it
REPORTERS = {"reporter_chn": "CHN", "reporter_kaz": "KAZ"}
_FLOWS = {"trade.exports.kz_cn": "KAZ->CHN", "trade.exports.cn_kz": "CHN->KAZ"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator that a figure fits, the weight of its cues, whether its topic is carried, what stands beside it.

    ``reported`` says that the figure's own sentence names the statistics.
    """

    indicator: Indicator
    score: float
    sure: bool
    carried: bool = False
    reporter: str = ""
    cues: frozenset[str] = frozenset()
    reported: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class _About:
    """Weight of what a figure is about, whether that is sure, whether its topic stands in a sentence before.

    ``implied``: the two countries are not both named.
    """

    score: float
    sure: bool
    topic_carried: bool
    implied: bool = False


def candidates(
    quantity: Quantity, context: Context, of_kind: Mapping[str, Sequence[Indicator]]
) -> tuple[Candidate, ...]:
    """Indicators that a figure can be of, the best first; none for one that the cues do not place."""
    fitting = [i for i in of_kind.get(_kind(quantity), ()) if _unit_fits(quantity, i)]
    if not fitting:
        return ()
    near = context.near(quantity)
    mentions = context.of_sentence(quantity)
    found = (_fit(indicator, quantity, context, near, mentions) for indicator in fitting)
    return tuple(sorted((c for c in found if c is not None), key=lambda c: -c.score))


def _kind(quantity: Quantity) -> str:
    """The figure's kind; "the goal of 50 billion" is money whose currency the sentence leaves out."""
    large = isinstance(quantity.value, float) and quantity.value >= 1e8
    return "money" if quantity.kind == "count" and large and not quantity.noun else quantity.kind


def _unit_fits(quantity: Quantity, indicator: Indicator) -> bool:
    if not indicator.units:
        return True
    if quantity.kind == "money":
        return (quantity.currency or quantity.unit) in indicator.units
    return quantity.unit in indicator.units or (
        quantity.unit in ("", "count") and "years" not in indicator.units
    )


def _fit(
    indicator: Indicator,
    quantity: Quantity,
    context: Context,
    near: Mapping[str, Near],
    mentions: tuple[Mention, ...],
) -> Candidate | None:
    if indicator.never & near.keys() or any(_beside(near, c) for c in indicator.barred):
        return None
    if _another_area(indicator, near, context):
        return None
    wanted = _FLOWS.get(indicator.key)
    if wanted is not None and direction(quantity, mentions, context) != wanted:
        return None
    if indicator.rule == "age" and quantity.kind == "ordinal" and "anniversary" not in near:
        return None
    named = quantity.noun not in ("", "times") and quantity.unit in ("", "count") and indicator.rule in COUNTS
    named = named and quantity.kind == "count"
    if named and not _counts(indicator, quantity, context):
        return None
    score, sure = 0.0, not any(_beside(near, c) for c in indicator.doubtful)
    for group in indicator.clause:
        best = min((near[c].distance for c in group if c in near and _may(c, near, indicator)), default=None)
        if best is None or best > NEAR:
            return None
        score += 1.5 * _weight(best)
    for group in indicator.sentence:
        best = min((near[c].distance for c in group if c in near), default=None)
        if best is None:
            return None
        score += _weight(best)
    about = _about(indicator, quantity, context, near)
    if about is None:
        return None
    cues = frozenset(c for c, n in near.items() if n.distance <= NEAR and not _contradicted(c, near))
    return Candidate(
        indicator,
        score + about.score,
        sure and about.sure,
        about.topic_carried,
        _reporter(quantity, near),
        cues,
        bool(REPORTERS.keys() & near.keys())
        or bool(reporter_of(context.article.text[slice(*quantity.sentence)])),
        about.implied,
    )


def _reporter(quantity: Quantity, near: Mapping[str, Near]) -> str:
    """Whose statistics: of two that a sentence names, the nearer."""
    named = sorted(
        (near[c].distance + AFTERWARDS * near[c].after, code) for c, code in REPORTERS.items() if c in near
    )
    return named[0][1] if named else quantity.reporter


def _counts(indicator: Indicator, quantity: Quantity, context: Context) -> bool:
    """Whether what is counted is what the indicator counts: five thousand trains are no ports."""
    counted = context.counted(quantity)
    return any(group & counted for group in indicator.clause or indicator.sentence[:1])


def _may(concept: str, near: Mapping[str, Near], indicator: Indicator) -> bool:
    return concept not in indicator.owned or near[concept].owned


def _beside(near: Mapping[str, Near], concept: str) -> bool:
    if concept not in near or not near[concept].owned:
        return False
    return near[concept].distance <= (AFTER if near[concept].after else BEFORE)


def _contradicted(concept: str, near: Mapping[str, Near]) -> bool:
    """Of rise and fall in one sentence the figure's is the nearer."""
    other = {"growth": "decline", "decline": "growth"}.get(concept)
    return other is not None and other in near and near[other].distance < near[concept].distance


def _weight(distance: int) -> float:
    return max(LEAST, 1.0 - distance / FADES)


def _another_area(indicator: Indicator, near: Mapping[str, Near], context: Context) -> bool:
    """Whether the figure's part of the sentence is about a country that the indicator is not about."""
    if not indicator.areas:
        return False
    others = {c for c in near if c.startswith("@")} - indicator.areas - PAIR
    if "@C5" in others and (indicator.areas <= near.keys() or not _beside(near, "@C5")):
        others.discard("@C5")
    return any(near[c].owned and near[c].distance <= (AFTER_AREA if near[c].after else NEAR) for c in others)


def _about(
    indicator: Indicator, quantity: Quantity, context: Context, near: Mapping[str, Near]
) -> _About | None:
    score, sure, topic_carried = 0.0, True, False
    missing: set[str] = set()
    for group in indicator.about:
        best = min((near[c].distance for c in group if c in near), default=None)
        if best is not None:
            score += _weight(best)
            continue
        if any(c.startswith("@") for c in group):
            missing |= group
            continue
        steps = {c: s for c in group if (s := context.carried(c, quantity)) is not None}
        if not steps:
            return None
        score, topic_carried = score + CARRIED, True
        alone = any(context.alone(c) and s <= ALONE_STEPS for c, s in steps.items())
        sure = sure and (min(steps.values()) <= SURE_STEPS or alone)
    if missing:
        # An article that is about these countries alone may say "the two countries" before it names them.
        alone = indicator.areas <= context.areas <= PAIR or indicator.areas <= context.title
        if not alone and context.carried_areas(indicator.areas, quantity) is None:
            # Of an article that names no other country either may be meant; it may agree, not conflict.
            if not (context.areas <= PAIR and indicator.areas <= PAIR):
                return None
            return _About(score + CARRIED * len(missing), False, topic_carried, implied=True)
        score += CARRIED * len(missing)
    return _About(score, sure, topic_carried)
