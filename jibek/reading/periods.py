"""Which period a figure speaks of: the time expression that governs it, or one carried from before, or the dateline."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from jibek.reading.calendar import Mention, shifted, upto_then
from jibek.reading.columns import cell_times
from jibek.reading.comparing import (
    adjoins,
    against,
    back_to,
    base,
    dates_next,
    earlier,
    grown_to,
    is_base,
    of_a_base,
    than,
    year_after,
)
from jibek.reading.dating import Dated
from jibek.reading.flowing import APART, HOLDS, carries, flows, mean_of, stands_now
from jibek.reading.found import Figure
from jibek.reading.lasting import has_come, of_duration, of_now, tells_now
from jibek.reading.parallel import aside, end_of, named_alone, side_by_side, together
from jibek.reading.tables import of_rows
from jibek.reading.tokens import Layout

_NEAR = 45  # characters between a figure and a time expression after it that still belongs to it
_PART = re.compile(r"(?:[Oo]f (?:these|them|those|which)|Из них|В том числе|其中)\b")
_CHANGED = re.compile(
    r"\s*(?:more|less|fewer|higher|lower|above|below|up|down|больше|меньше|выше|ниже)\b", re.I
)
_WHEN = re.compile(r"(?:When|Once|After|As soon as|Когда|После|С открытием|С запуском)\b")
_HEAD, _HEADING = (
    400,
    60,
)  # characters from the start to a line that dates the paper; of such a line beside its date
_WORTH = re.compile(
    r"(?:\bworth|\bvalued at|\bна сумму|\bстоимостью|(?<=[а-я]) на|总额|总值|价值)[^.;\n\d]{0,22}$"
)
_BY = re.compile(
    r"(?:\b(?:[Bb]y|[Uu]ntil|[Tt]ill|[Uu]p to|[Aa]s of|[Tt]o|[Кк]|[Дд]о|[Пп]о)(?: the end of| end-| конец)?"
    r"|截至|至|到) ?$"
)
_BREAK = re.compile(
    r"[;:—]|, (?:and|but|while|whereas|with|which|up|down|compared)\b|\b(?:and|but"
    r"|while|whereas)\b|，"
    r"|；|, а\b|\bа\b|\bи\b"
)
_CLAUSE = re.compile(r"[;；，—]|, (?:and|but|while|whereas|а|но|и)\b")
_SET_AGAINST = re.compile(
    r"\b(?:from|against|versus|than|compared with|against the|from the|против|с|со|от|чем) $"
)
_TOUCHES = re.compile(r" ?[的为达:]? ?")


def assigned(
    figures: Sequence[Figure],
    mentions: Sequence[Mention],
    layout: Layout,
    text: str,
    when: Dated,
) -> list[tuple[str, str]]:
    """Period and basis of each figure, in order.

    Parameters
    ----------
    figures, mentions
        In the order of the text, with offsets in the shadow ``text``.
    when
        The day of the statement, for what is told against it and for what has no other date.
    """
    anchor = when.anchor
    # The day of the dateline is the report's, that of an event its own.
    events = {f.start for f in figures if f.kind == "date" and not _opens(layout, text, f.start)}
    mentions = [
        m
        for m in mentions
        # What lasts since an event is of the time from then on: since the waiver took effect on 10 November.
        if m.start >= when.line
        and not _of_the_paper(m, when, text)
        and (
            m.start not in events or (m.period.endswith("/..") and len(m.period) == 13) or len(m.period) == 21
        )
    ]
    out: list[tuple[str, str]] = []
    starts = [m.start for m in mentions]
    held, held_paragraph = "", -9
    told_of: list[str] = []  # the times of the sentence that told it, in order
    held_in = 0  # the sentence that told it
    main, main_of = "", -9  # the time that the paragraph was told of first
    listed: dict[int, Mention] = {}
    sums: list[str] = []
    listed_of = -1
    cells = cell_times(figures, mentions, text)
    over = of_rows(mentions, figures, layout, text, anchor)
    for n, figure in enumerate(figures):
        s = layout.number(figure.start)
        begin, end = layout.sentences[s]
        inside = mentions[bisect_left(starts, begin) : bisect_left(starts, end)]
        moved = False
        if s > held_in and len(told_of) > 1 and earlier(held, told_of[0]):
            held = told_of[0]
        if s > held_in:
            told_of = []
        if s > held_in and back_to(held, main, text[slice(*layout.sentences[held_in])]):
            held = main
        if layout.paragraphs[s] != main_of:
            if main and earlier(held, main):
                held = main  # a look back ends with its paragraph
            main, main_of = "", layout.paragraphs[s]
        near = layout.paragraphs[s] - held_paragraph <= 1
        period, basis = figure.period, "stated" if figure.period else ""
        if s != listed_of:
            here = [f for f in figures if begin <= f.start < end]
            spans = [m for m in inside if m.role == "span" and m.period]
            listed, listed_of = side_by_side(here, spans, text), s
            sums = [w for a, b in pairwise(spans) if (w := together(a, b, text))]
            if alone := named_alone(s, figures, mentions, layout):
                held, held_paragraph, near = alone, layout.paragraphs[s - 1], True
        if not period and figure.start in cells:
            period, basis = cells[figure.start], "stated"
        if not period and figure.start in listed:
            period, basis = listed[figure.start].period, listed[figure.start].basis
        if not period and sums and figure.kind != "duration":
            period, basis = sums[0], "stated"
        if not period and figure.kind == "duration":
            period, basis = of_duration(figure, inside, text, begin, anchor)
        if not period:
            same = [f for f in figures[max(0, n - 8) : n + 8] if begin <= f.start < end and f is not figure]
            period, basis = _in_sentence(figure, inside, same, text, held if near else "", anchor)
            moved = base(figure, inside, same, text) is not None
            if _is_change(figure, text) and grown_to(period, main, figure, same):
                period, basis = main, "carried"
        if (
            not period
            and figures[n - 1].end > begin
            and n
            and _WORTH.search(text, figures[n - 1].end, figure.start)
        ):
            period, basis = out[-1]
        if (
            n
            and not figure.period
            and out[-1][0]
            and basis != "stated"
            and not any(m.role == "span" and m.end <= figure.start for m in inside)
            and _PART.match(text, begin, figure.start)
        ):
            period, basis = out[-1][0], "carried"
        if (
            n
            and not figure.period
            and mean_of(figure, figures[n - 1], text)
            and figures[n - 1].start >= begin
        ):
            period, basis = out[-1]
        if not period and over[s] and figure.kind != "duration" and not _undated(inside):
            period, basis = over[s], "carried"
        apart = APART.search(text, _clause_start(text, begin, figure.start), min(end, figure.end + _NEAR))
        goes_on = carries(figure, text, begin, end, same_paragraph=layout.paragraphs[s] == held_paragraph)
        afresh = tells_now(text, begin, end) and (
            layout.paragraphs[s] != held_paragraph
            or (s > held_in and (stands_now(figure, text, begin, end) or has_come(text, begin, end)))
        )
        if not period and held and near and goes_on and not apart and not afresh and not _undated(inside):
            period, basis = held, "carried"
        elif not period and anchor is not None and not _undated(inside):
            period, basis = str(anchor.year), "dateline"
        told = basis in ("stated", "relative", "carried") and figure.kind in HOLDS
        told = told and not (anchor is not None and period[:4].isdecimal() and int(period[:4]) > anchor.year)
        told = told and not period.endswith("/..")  # what lasts since then says nothing of the next sentence
        based = any(m.period == period and against(m, text, anchor) for m in inside)
        if figure.start in cells and held[:4].isdecimal() and len(held) == len(period) and period < held:
            told, held_paragraph = False, layout.paragraphs[s]  # what follows a table is of its latest column
        if told and not is_base(text, begin, figure.start) and not moved and not based:
            held, held_paragraph, held_in = period, layout.paragraphs[s], s
            main = main or held
            told_of.append(held)
        out.append((period, basis))
    return [(_closed(period, anchor), basis) for period, basis in out]


def _of_the_paper(mention: Mention, when: Dated, text: str) -> bool:
    """Whether a day is that of the paper in a line among its first: 6 October 2025, Freight Desk."""
    if mention.period != when.statement_date or mention.start > _HEAD:
        return False
    line = text[text.rfind("\n", 0, mention.start) + 1 : (text + "\n").index("\n", mention.end)]
    return len(line) - (mention.end - mention.start) < _HEADING and line[-1:] not in (".", "!", "?", "。")


def _closed(period: str, anchor: date | None) -> str:
    """ "Since 2005" as far as the day of the statement; what begins later stays open."""
    first = period.removesuffix("/..")
    if anchor is None or first == period or first[:10] > anchor.isoformat()[: len(first)]:
        return period
    return f"{first}/{anchor.isoformat()}"


def _clause_start(text: str, begin: int, start: int) -> int:
    """Where the clause of a figure begins."""
    # A dash right before a figure parts it from its own label: Мощность порта — 7 млн тонн.
    return max((m.end() for m in _CLAUSE.finditer(text, begin, max(begin, start - 3))), default=begin)


def _opens(layout: Layout, text: str, start: int) -> bool:
    """Whether the date of an event opens a sentence that goes on from it: when it opens in 2027, capacity rises."""
    begin, _ = layout.sentences[layout.number(start)]
    return bool(_WHEN.match(text, begin))


def _undated(inside: Sequence[Mention]) -> bool:
    return any(m.role == "span" and not m.period for m in inside)


def _in_sentence(
    figure: Figure,
    inside: Sequence[Mention],
    same: Sequence[Figure],
    text: str,
    held: str,
    anchor: date | None,
) -> tuple[str, str]:
    """The expression right after a figure, else the nearest before it, else the first after it."""
    spans = [
        m for m in inside if m.role == "span" and m.period and (not than(m, text) or adjoins(m, figure, text))
    ]
    within = [m for m in spans if m.start <= figure.start and figure.end <= m.end]
    if within:
        return within[0].period, within[0].basis
    if figure.kind in ("percent", "ratio"):
        # What a change is told against is not when it happened; a multiple is of both ends.
        bases = [m for m in spans if against(m, text, anchor)]
        spans = [m for m in spans if m not in bases]
        if bases and bases[-1].end <= figure.start and figure.kind == "ratio" and len(bases[-1].period) == 4:
            ends = [m.period for m in spans if m.end <= figure.start and len(m.period) == 4]
            last = ends[-1] if ends else held
            if last[:4] > bases[-1].period:
                return f"{bases[-1].period}/{last[:4]}", bases[-1].basis
        if bases and not spans and not held and len(bases[-1].period) == 4:
            return str(int(bases[-1].period) + 1), "relative"  # growth on 2022, of which nothing else is said
    if _is_change(figure, text) and (year := year_after(figure, inside, same)):
        return year, "relative"
    if year := end_of(figure, spans, same, text):
        return year, "stated"
    spans = [m for m in spans if not aside(m, figure, text) and not of_now(m, figure, same, text)]
    before = [
        m
        for m in spans
        if m.end <= figure.start and (not of_a_base(m, same, text) or adjoins(m, figure, text))
    ]
    if _is_change(figure, text) and len(before) > 1:
        # A change is of the later of the times that it is between: 837,000 in 2024 after 445,000 in 2023, 88 % more.
        alike = [m for m in before if len(m.period) == len(before[-1].period)]
        before = [*before, max(alike, key=lambda m: m.period)]
    elif figure.kind not in ("percent", "ratio"):
        # What was only compared with dates no other figure: 比2022年增长27.4%；其中出口614亿美元.
        level = [
            m
            for m in before
            if not against(m, text, anchor) or (m is before[-1] and adjoins(m, figure, text))
        ]
        if held or level:
            before = level
    after = [m for m in spans if m.start >= figure.end]
    if figure.kind not in ("percent", "ratio"):
        # 5.1 million tonnes, 4 per cent up on 2022: the year is what the change is told against.
        after = [m for m in after if not (_changed_before(m, figure, same) and against(m, text, anchor))]
    based = base(figure, inside, same, text)
    chosen = None
    if "/" in figure.unit:
        # A rate is a property: what the next clause dates is not its own.
        after = [m for m in after if not _BREAK.search(text, figure.end, m.start)]
        before = [m for m in before if ";" not in text[m.end : figure.start]]
    if before and _TOUCHES.fullmatch(text, before[-1].end, figure.start):
        chosen = before[-1]
    elif after and _follows(figure, after[0], same, text) and not _led(figure, before, after[0], same, text):
        chosen = after[0]
    elif before:
        chosen = before[-1]
    elif not (
        after and (_owned(figure, after[0], same, text) or _after_comma(figure, after[0], same, text))
    ) and (
        (
            after
            and len(text[figure.end : after[0].start]) < 2 * _NEAR
            and not _BREAK.search(text, figure.end, after[0].start)
        )
        or (after and not held)
        or (after and not any(figure.end <= f.start < after[0].start for f in same))
    ):
        chosen = after[0]
    if based is not None:
        # A year later than what stands before, be that itself a base.
        told = [m for m in spans if m.end <= figure.start]
        period = chosen.period if chosen else told[-1].period if told else ""
        if based.end <= figure.start and (ahead := [m for m in spans if m.end <= based.start]):
            period = ahead[
                -1
            ].period  # what follows the words themselves repeats it: a year earlier, also in May
        carried = held
        period = (
            (held if based.shift == 0 and held else period) or carried or (str(anchor.year) if anchor else "")
        )
        if period.endswith("/..") and anchor is not None:
            period = (
                f"{period[:-2]}{anchor.isoformat()}"  # since January, and in the same months of last year
            )
        return (shifted(period, based.shift), "relative") if period else ("", "")
    if chosen is None:
        return "", ""
    upto = next((m for m in spans if m.upto and m.period[:4] == chosen.period), None)
    if upto is None and chosen.upto:
        upto = chosen
    if (whole := _since_until(chosen, spans, text)) and flows(figure, text):
        return whole, chosen.basis
    changed = _is_change(figure, text) and any(flows(f, text) and f.start < figure.start for f in same)
    if upto is not None and "/" not in figure.unit and (flows(figure, text) or changed):
        return upto_then(upto.period), upto.basis
    return chosen.period, chosen.basis


def _is_change(figure: Figure, text: str) -> bool:
    """Whether a figure says by how much something changed: a percentage of growth, so many more."""
    if figure.kind in ("percent", "ratio"):
        return figure.kind == "ratio" or figure.noun in ("increase", "decrease")
    return bool(_CHANGED.match(text, figure.end))


def _since_until(chosen: Mention, spans: Sequence[Mention], text: str) -> str:
    """From where a sum began to where it is told to: since December 2009 … by November 2024; "" if not both are."""
    begun = next((m for m in reversed(spans) if m.period.endswith("/..")), None)
    ends = [m for m in spans if m is not begun and _BY.search(text, max(0, m.start - 16), m.start)]
    if (
        begun is None
        or not ends
        or chosen not in (begun, *ends)
        or "/" in ends[-1].period.removeprefix("../")
    ):
        return ""
    first, last = begun.period.removesuffix("/.."), ends[-1].period.removeprefix("../")
    return f"{first}/{last}" if first < last else ""


def _follows(figure: Figure, mention: Mention, same: Sequence[Figure], text: str) -> bool:
    """Whether an expression after a figure is its own: near, no other figure between, no clause ended."""
    gap = text[figure.end : mention.start]
    if (
        (text[mention.end : mention.end + 1] == ":" and len(gap) > 6)
        or len(gap) > _NEAR
        or any(figure.end <= f.start < mention.start for f in same)
    ):
        return False
    if _after_comma(figure, mention, same, text):
        return False
    if _SET_AGAINST.search(gap) and dates_next(mention, same, text):
        return False
    return not _BREAK.search(gap)


def _changed_before(mention: Mention, figure: Figure, same: Sequence[Figure]) -> bool:
    """Whether a percentage stands between a figure and a time after it."""
    return any(f.kind in ("percent", "ratio") and figure.end <= f.start < mention.start for f in same)


def _led(
    figure: Figure, before: Sequence[Mention], after: Mention, same: Sequence[Figure], text: str
) -> bool:
    """Whether a clause opened with its time: in 2021 it poured 190, in 2022 (of the next clause) a little less."""
    if not before or not re.match(r"[^,，]{0,12}[,，]", text[figure.end : after.start]):
        return False
    gap = text[before[-1].end : figure.start]
    return not re.search("[,;，；]", gap) and not any(before[-1].end <= f.start < figure.start for f in same)


def _after_comma(figure: Figure, mention: Mention, same: Sequence[Figure], text: str) -> bool:
    """Whether a comma parts an expression from a figure before it, and another figure follows at once."""
    return bool(re.search("[,，]", text[figure.end : mention.start])) and dates_next(mention, same, text)


def _owned(figure: Figure, mention: Mention, same: Sequence[Figure], text: str) -> bool:
    """Whether an expression after a figure opens the next clause and dates a figure there: and in 2025 one more."""
    if re.search(r", [^,;.]{3,40} (?:—|-|:) ?$", text[figure.end : mention.start]):
        return True  # a label of its own: срок сдачи — декабрь 2026 года
    return bool(_CLAUSE.search(text, figure.end, mention.start)) and any(f.start >= mention.end for f in same)
