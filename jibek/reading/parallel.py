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
        return {}
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


def together(first: Mention, second: Mention, text: str) -> str:
    """The years of a sum over both: in 2022 and 2023 together; "" if they are not told as one."""
    joined = re.fullmatch(r" and | и |和|、", text[first.end : second.start])
    if not joined or not _TOGETHER.match(text, second.end) or len(first.period) != len(second.period):
        return ""
    return f"{first.period}/{second.period}" if first.period < second.period else ""


def named_alone(s: int, figures: Sequence[Figure], mentions: Sequence[Mention], layout: Layout) -> str:
    """The one time that the sentence before sentence ``s`` names, where it has no figure; "" else."""
    if not s or layout.paragraphs[s] - layout.paragraphs[s - 1] > 1:
        return ""
    begin, end = layout.sentences[s - 1]
    spans = [m for m in mentions if begin <= m.start < end and m.role == "span"]
    if len(spans) != 1 or any(begin <= f.start < end for f in figures):
        return ""
    told = spans[0].period
    return told if told[:4].isdigit() and not told.endswith("/..") else ""


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
