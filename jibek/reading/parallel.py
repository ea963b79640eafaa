"""Figures and years told side by side: 31.2 and 41 billion in 2022 and 2023; and a time named without a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jibek.reading.calendar import Mention
from jibek.reading.found import Figure
from jibek.reading.tokens import Layout

_JOINS = re.compile(
    r"[^\w]{0,3}(?:\$|US\$|млрд|млн|billion|million|亿|万)?(?:,|、|，| and| и|和|, and)"
    r"(?: then| in| в| about| some| nearly)?[^\w]{0,3}(?:US)?\$?|, respectively,? "
)
_BETWEEN = 60  # characters between the list of figures and that of years
_TOGETHER = re.compile(r",? (?:together|combined|taken together|вместе|в сумме)\b|(?:两年)?(?:合计|共)")


def side_by_side(figures: Sequence[Figure], spans: Sequence[Mention], text: str) -> dict[int, Mention]:
    """For starts of figures of one sentence the time that is theirs in a list as long as their own."""
    times = [run for run in _runs([(m.start, m.end) for m in spans], text) if len(run) > 1]
    if not times:
        return _of_one(figures, spans, text) if len(spans) == 1 and len(figures) > 2 else {}
    figures = [f for f in figures if f.kind != "date" and not any(m.start <= f.start < m.end for m in spans)]
    lists = [run for run in _runs([(f.start, f.end) for f in figures], text) if len(run) > 1]
    out: dict[int, Mention] = {}
    for run in times:
        for told in lists:
            dates, counts = (
                (spans[run[0]].start, spans[run[-1]].end),
                (figures[told[0]].start, figures[told[-1]].end),
            )
            gap = counts[0] - dates[1] if dates[0] < counts[0] else dates[0] - counts[1]
            if len(run) == len(told) and 0 <= gap <= _BETWEEN and _one_kind(figures, told):
                out |= {figures[f].start: spans[m] for f, m in zip(told, run, strict=True)}
    return out


def _of_one(figures: Sequence[Figure], spans: Sequence[Mention], text: str) -> dict[int, Mention]:
    """A list of three or more with one time after its last: 28,400, 21,300 and 15,900 units in 2024."""
    for run in _runs([(f.start, f.end) for f in figures], text):
        last = figures[run[-1]].end
        if len(run) > 2 and _one_kind(figures, run) and re.fullmatch(_TIMED, text[last : spans[0].start]):
            return {figures[k].start: spans[0] for k in run}
    return {}


_TIMED = r"[^.;:()，。；\n\d]{0,24}(?: in| в| за|,)? ?(?:the |respectively )?"


def together(first: Mention, second: Mention, text: str) -> str:
    """The years of a sum over both: in 2022 and 2023 together; "" if they are not told as one."""
    joined = re.fullmatch(r" and | и |和|、", text[first.end : second.start])
    if not joined or not _TOGETHER.match(text, second.end) or len(first.period) != len(second.period):
        return ""
    return f"{first.period}/{second.period}" if first.period < second.period else ""


def named_alone(s: int, figures: Sequence[Figure], mentions: Sequence[Mention], layout: Layout) -> str:
    """The one time that the sentence before sentence ``s`` names, where it has no figure; "" else."""
    k = s - 1
    # An answer may begin with a word or two: Was last year a good one? You can say that. 655,000 came.
    while k > 0 and s - k < 3 and _says_nothing(layout.sentences[k], figures, mentions):
        k -= 1
    if k < 0 or layout.paragraphs[s] - layout.paragraphs[k] > 1:
        return ""
    begin, end = layout.sentences[k]
    spans = [m for m in mentions if begin <= m.start < end and m.role == "span"]
    if len(spans) != 1 or any(begin <= f.start < end for f in figures):
        return ""
    told = spans[0].period
    return told if told[:4].isdecimal() and not told.endswith("/..") else ""


_FEW = 40  # letters of a sentence that only leads on


def _says_nothing(sentence: tuple[int, int], figures: Sequence[Figure], mentions: Sequence[Mention]) -> bool:
    """Whether a short sentence has neither figure nor time."""
    begin, end = sentence
    starts = [*(f.start for f in figures), *(m.start for m in mentions)]
    return end - begin < _FEW and not any(begin <= start < end for start in starts)


def _one_kind(figures: Sequence[Figure], run: Sequence[int]) -> bool:
    return len({(figures[k].kind, figures[k].unit) for k in run}) == 1


def _runs(stretches: Sequence[tuple[int, int]], text: str) -> list[list[int]]:
    """Numbers of stretches that follow each other in a list."""
    runs: list[list[int]] = []
    for k, (start, _) in enumerate(stretches):
        if runs and _JOINS.fullmatch(text, stretches[runs[-1][-1]][1], start):
            runs[-1].append(k)
        else:
            runs.append([k])
    return runs


def aside(mention: Mention, figure: Figure, text: str) -> bool:
    """Whether a time stands in brackets that close before a figure: $15 bn in 2024 ($14 bn in 2023), now $15.1 bn."""
    if mention.end <= figure.start:
        gap = text[mention.end : figure.start]
        closed = re.match(r"[^()（）\n]{0,20}[)）]", gap)
        opened = text.rfind("(", max(0, mention.start - 60), mention.start)
        opened = max(opened, text.rfind("（", max(0, mention.start - 60), mention.start))
        inside = bool(re.search(r"[(（][^)）]*$", gap))
        # A figure in brackets is of the time of the brackets before it.
        return bool(closed and opened >= 0 and re.search(r"\d", text[opened : mention.start])) and not inside
    return False


def end_of(figure: Figure, spans: Sequence[Mention], same: Sequence[Figure], text: str) -> str:
    """The first or last year of a change between years: between 2018 and 2023 the share went from 2 to 37 per cent."""
    whole = [m for m in spans if re.fullmatch(r"(?:19|20)\d\d/(?:19|20)\d\d", m.period)]
    if len(whole) != 1 or len(spans) != 1:
        return ""
    first, last = whole[0].period.split("/")
    from_ = re.compile(r"\b(?:from|с|со|от) (?:about |some |around |только |около )?(?:US)?[$€¥]?$|[从由]$")
    to = re.compile(
        r"(?:\b(?:to|до)|[至到]) ?(?:about |some |over |nearly |around |около |почти )?(?:US)?[$€¥]?$"
    )
    ordered = sorted([*same, figure], key=lambda f: f.start)
    k = ordered.index(figure)
    if from_.search(text, max(0, figure.start - 24), figure.start):
        follows = ordered[k + 1] if k + 1 < len(ordered) else None
        return first if follows and to.search(text[figure.end : follows.start]) else ""
    if k and to.search(text, max(0, figure.start - 24), figure.start):
        origin = ordered[k - 1]
        begun = from_.search(text, max(0, origin.start - 24), origin.start)
        return last if begun and figure.start - origin.end < 40 else ""
    return ""
