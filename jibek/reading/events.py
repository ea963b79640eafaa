"""Dates that are facts themselves: the plant joined the grid in June 2021."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jibek.reading.calendar import Mention
from jibek.reading.dating import Dated
from jibek.reading.found import Figure
from jibek.reading.tokens import Layout

_EVENT = re.compile(
    r"\b(?:joined the|(?:was|were|been|being) (?:\w+ly )?(?:opened|commissioned|launched|established"
    r"|founded|signed|completed|inaugurated|connected"
    r"|built|put into|introduced|created|ratified|adopted|unveiled|finished|started|brought|handed"
    r" over|first \w+ed|abolished|lifted|closed|reopened)"
    r"|opened|commissioned|launched|founded|signed|inaugurated|began|started|entered into force|came"
    r" into force|took effect|takes? effect|went online|came online"
    r"|went live|entered service|opens|connected to the|came into (?:full )?operation|began operat\w+"
    r"|broke ground|completed|dates? (?:back )?(?:to|from)"
    r"|established|gained independence|was born|took office|reopened|switched on"
    r"|(?:blades|towers|turbines|panels|masts|walls|pylons) went up|went into (?:service|operation)"
    r"|came on stream"
    r"|in (?:force|effect|operation|service)|operational|действу\w+"
    r"|set up|first (?:train|ship|flight|lorry|truck) (?:ran|left|arrived|passed|set off)|first ran|will open"
    r"|is due to (?:open|start)|прошел первый|отправился первый|прибыл первый|запустят|откроют\w*|введут"
    r"|открыт\w*|запущен\w*|введен\w*|подписан\w*|построен\w*|открыл\w*|запустил\w*|вступил\w* в силу"
    r"|(?:is|are|was|were) to (?:open|start|begin|run)|opening|full operation|commissioning|completion"
    r"|ввод|открытие"
    r"|ha(?:s|ve|d) (?:been )?(?:run|running|worked|operated|served|flown|produced|existed|stood open)"
    r"|first (?:trains?|oil|gas|power|cargo|ships?|flights?|freight|output|deliver\w+|tonnes?|boxes|passengers)"
    r"|start-up|inauguration|handover|запуск|пуск|сдача|завершение"
    r"|(?:сдать|открыть|запустить|ввести|построить|завершить|достроить|закончить|начать|пустить)"
    r"|работа\w*|закончен\w*|окончен\w*|operat\w+|has worked|works"
    r"|прош[её]л|прошла|прошло|состоял\w*|стартовал\w*|подключ\w*|сдан[аоы]?"
    r"|дал[аи]? (?:первый )?ток|заверш\w*|trial operation|came into being"
    r"|создан[аоы]?|основан[аоы]?|заработал\w*|начал\w*)\b",
    re.I,
)
_EVENT_ZH = re.compile(
    r"封关|投入使用|投入运行|投入生产|建立|组建|问世|完工|交付使用|启动|上线|揭幕|开园|启运|通航|通气|开了|开航|复航|首航|动工|奠基|落成|揭牌|挂牌|设立|正式运行|试运行|开通|投产|启用|成立|签署|建成|生效|开工|投入运营|竣工|开业|并网"
    r"|首发|首趟|首列|通车|投运"
)
_AT_ONCE_ZH = re.compile(rf"[^，。；、0-9]{{0,6}}(?:{_EVENT_ZH.pattern})")
_IN = re.compile(
    r"(?:\b(?:in|on|since|from|by|opening|operation|commissioning|founded|est\.?|established|opened|built|launched"
    r"|основана?|основано|построена?|открыта?|открыто|в|с|к|до)|^|[,，:] ?) ?(?:early |late |the end of "
    r"|end-|конце |концу |начале "
    r"|середине |mid-?)?(?:the )?$",
    re.I,
)
# A verb of beginning right before the date leaves the figures around to other dates.
_STRONG = re.compile(
    r"\b(?:commissioned|inaugurated|opened|established|founded|built|completed|launched|(?:put|came"
    r"|brought) into (?:\w+ )?operation"
    r"|joined the (?:grid|network)|connected to the (?:\w+ )?grid|введ[ео]н\w* в (?:эксплуатацию"
    r"|строй)|запущен\w*|открыт\w*|построен\w*)"
    r" (?:in|on|back in|в) (?:early |late )?$|\b(?:opening|to open) (?:in )?$",
    re.I,
)
# The verb stands close before the date, whose clause ends with it: when it opens in 2027, capacity rises.
_JUST = re.compile(
    r"\b(?:opens?|starts?|begins?|launch(?:es)?|goes live|takes effect|joins|opened|started|began|launched"
    r"|откроется"
    r"|открылась|заработает|запустят|начнется)"
    r"(?: \w+){0,2} (?:in|on|в) (?:early |late |mid-)?$",
    re.I,
)
# What happened on that day follows: since 10 November 2024, when the agreement came into force.
_WHEN = re.compile(rf",? (?:when|the day(?: that)?|когда) [^.;,\d]{{0,60}}?(?:{_EVENT.pattern})", re.I)
# A clause of time that leads to a figure: when it was signed in 1999 there were 15; since opening in 2014 …
_LEADS = re.compile(
    r"(?:.*[;,] )?(?:\W|Q: |A: )*(?:When|when|Once|After|By the time|Когда|После того)\b(?!.*\b(?:opens"
    r"|starts|begins|comes"
    r"|goes|takes|откроется|заработает)\b)|.*\b[Ss]ince (?:its )?\w+ing (?:in|on) $",
    re.S,
)
_THERE = re.compile(
    r"[^.;\d]{0,12}?(?:, | )(?:there|it|they|he|she|we|and|up)\b[^.;]{0,40}$|, [^.;,]{0,40}$"
    r"|[^.;,]{0,6}(?:их|было)[^.;,]{0,16}$"
)
_WITH = re.compile(r",? (?:with|having|offering|employing|с|имея|in the presence of) $")
_HEAD = 400  # characters within which the day of the statement is the paper's
_COUNTS = 30  # characters after a verb within which a figure is what it tells of
_FAR = 70  # characters between an event and its date


def event_dates(
    text: str, mentions: Sequence[Mention], figures: Sequence[Figure], layout: Layout, paper: Dated
) -> list[Figure]:
    """Stated days, months and years that stand with a verb of beginning and date no other figure of their clause.

    The day of the paper, in its dateline or among its first words, is none.
    """
    found = []
    own = paper.statement_date.partition("/")[0]
    for m in mentions:
        if begun := _BEGUN_ZH.match(text, m.start, m.end):
            first = m.period.partition("/")[0]
            found.append(
                Figure(m.start, begun.end("day"), first, None, None, "=", "date", "", "date", "", first)
            )
        if (
            m.role != "span"
            or not (m.basis == "stated" or len(m.period) == 10)
            or not re.fullmatch(r"\d{4}(-\d\d){0,2}(/\.\.)?", m.period)
            or m.keep
            or m.end <= paper.line
            or (m.period == own and m.start < _HEAD)
        ):
            continue
        begin, end = layout.sentences[layout.number(m.start)]
        before, after = text[begin : m.start], text[m.end : end]
        if _dates_another(before, after, [f for f in figures if begin <= f.start < end], m):
            continue
        clause_at = begin + max(before.rfind(";"), before.rfind(":")) + 1
        if _UNTIL.search(before) and any(clause_at <= f.start < end and f.kind != "date" for f in figures):
            continue  # by March 2019 so many had signed
        strong = (
            _STRONG.search(before)
            or _AT_ONCE_ZH.match(after)
            or (_JUST.search(before) and after[:1] in (",", ".", ";", ")", ""))
        )
        if not strong and any(
            abs(f.start - m.end) < 40
            and not re.search("[:;)]", text[min(f.start, m.end) : max(f.start, m.end)])
            and f.kind in ("money", "percent", "physical")
            and begin <= f.start < end
            for f in figures
        ):
            continue
        clause = re.split(r"[;:—]", before.rstrip(": "))[-1][-_FAR:]
        clause = clause[max((o.end - m.start for o in mentions if o.end <= m.start), default=-_FAR) :]
        # The last verb before the date, with no other date between.
        # A day needs no preposition: открылась 30 сентября, opened 30 September.
        leads = bool(_IN.search(before)) or (len(m.period) == 10 and before[-1:] == " ")
        when = _WHEN.match(after)
        near = list(_EVENT.finditer(clause)) if leads else []
        ahead = _EVENT.search(after[:_FAR].split(";")[0]) if len(before) < 25 and _IN.search(before) else None
        if after.startswith(("成立之初", "建立之初", "之初")) or "之初" in after[:6]:
            continue  # what stood in the year when it began
        by = before.endswith(("截至", "截止"))
        chinese = not by and (
            _EVENT_ZH.search(after[:14]) or (_EVENT_ZH.search(before[-8:]) if before else None)
        )
        counted = [f for f in figures if f.kind == "count" and begin <= f.start < end]
        if ahead and any(0 <= f.start - m.end - ahead.end() < _COUNTS for f in counted):
            ahead = None  # построено 14 школ: the year is of the schools
        if near and any(m.start - len(clause) + near[-1].end() <= f.start < m.start for f in counted):
            near = []
        if near or ahead or chinese or when:
            told = m.period.partition("/")[0]
            if _MIDDLE.match(text, m.start):
                told = told[:4]  # in mid-2013: the year is sure
            found.append(
                Figure(
                    m.start,
                    m.end,
                    told,
                    None,
                    None,
                    "=",
                    "date",
                    "",
                    "date",
                    _what(near, clause, ahead),
                    told,
                )
            )
    return found


# A stretch that an event began: 2023年11月10日生效至今年11月9日 tells the day of the event too.
_BEGUN_ZH = re.compile(
    r"(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)(?:生效|实施|开通|启用|投运|成立|运营)(?=[至到—-])"
)
_UNTIL = re.compile(r"\b(?:by|к|до)(?: the)?(?: end of| end-| early| late| концу| началу)? ?$", re.I)
_MIDDLE = re.compile(r"[Mm]id|[Сс]еред")


def _dates_another(before: str, after: str, same: Sequence[Figure], m: Mention) -> bool:
    """Whether a date is that of a count beside it: opened in 2023 with eight students; when signed there were 15."""
    following = [f for f in same if f.start >= m.end and f.kind in ("count", "physical", "money", "percent")]
    if not following:
        return False
    gap = after[: following[0].start - m.end]
    return bool(_WITH.match(gap) and len(gap) < 14) or bool(_LEADS.match(before) and _THERE.match(gap))


def _what(near: Sequence[re.Match[str]], clause: str, ahead: re.Match[str] | None) -> str:
    """The verb that names the event."""
    return near[-1][0] if near else ahead[0] if ahead else ""
