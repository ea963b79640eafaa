"""Who is said to say a sentence, and whose statistics a figure is taken from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from jibek.reading.tokens import Layout, Tokens

_VERBS = (
    "said says told noted added stated announced reported reports stressed emphasized emphasised explained wrote writes"
    " argued claimed recalled asserted estimated estimates confirmed predicted forecast forecasts disclosed"
).split()
_SAY = rf"(?:{'|'.join(_VERBS)}|pointed out)"
_W = r"[\w'.&-]+"
_NOT_NAME = "on|in|at|that|when|as|during|after|last|this|earlier"
# "...", said Zhang Xiao, ambassador
_AFTER = re.compile(rf"[,\"\u201d\u00bb'] ?{_SAY} (?P<who>{_W}(?: (?!(?:{_NOT_NAME})\b){_W}){{0,7}})")
# the foreign ministry said
_BEFORE = re.compile(rf"(?P<who>(?:{_W} ){{0,7}}?{_W}) (?:(?:also|has|have|had|then|later) )?$")
# Of verbs that may have an object, only those that lead to what is said.
_VERB = re.compile(
    rf"\b{_SAY}\b(?<!announced)(?<!reported)(?<!wrote)(?<!claimed)(?<!confirmed)(?<!estimated)(?<!disclosed)"
    r"|\b(?:announced|reported|wrote|claimed|confirmed|estimated|disclosed)\b(?= that\b| on\b| in\b|[,.]|$)"
)
_ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?!(?:its|their|his|her|our|national|local conditions|this|these"
    rf"|plan)\b)(?P<who>(?:{_W} ?){{1,9}}?)"
    r"(?=[,.;]|$| (?:and|which|that|show|said|on|released|published|for)\b)"
)
_SHOW = re.compile(
    rf"(?P<who>(?:{_W} ){{0,5}}(?:data|figures|statistics|tallies|records|estimates))"
    r"(?: from (?P<of>(?:the )?[\w'.& -]{3,60}?))?"
    r" (?:show|shows|showed|indicate|indicated|put|puts|suggest)\b"
)
_LABELLED = re.compile(r"(?P<who>[A-Z][\w'.-]+(?: [A-Z][\w'.-]+){0,3}):(?= )")
# One word or all capitals before a colon is a heading unless it comes again.
_HEADING = re.compile(r"\S+$|[^a-z]+$")
_RU_VERBS = "сообщил заявил отметил сказал рассказал подчеркнул уточнил".split()
_RU = re.compile(
    r"(?:[Пп]о (?:данным|словам|информации|сведениям|оценке) (?P<who>[^,.;]{3,70}?)(?=,|\.|;| за | в "
    r"| объем| товаро|$)"
    r"|(?:(?:сообщил|заявил|отметил|сказал|рассказал|подчеркнул|уточнил)[аио]?|сообщает) (?P<who2>(?:в"
    r" )?[А-Яа-я][\w -]{2,60}?)(?=[,.;«]|$))"
)
_ZH = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,16}?)(?:表示|称|说|指出|介绍|透露|公布|发布)|据(?P<who2>[\u4e00-\u9fff]{2,20}?)(?:统计|数据"
    r"|报道|介绍|消息)"
)
_ZH_WORDS = re.compile(
    "表示|称|说|指出|介绍|透露|公布|发布|统计|数据|报道|消息|海关|商务部|银行|基金|口径|中方|哈方"
)
_SPOKEN = frozenset(
    {
        *_VERBS,
        *"pointed according data figures statistics tallies records estimates по".split(),
        *(f"{verb}{end}" for verb in _RU_VERBS for end in ("", "а", "и", "о")),
        "сообщает",
    }
)
_COUNTED = frozenset(
    (
        "customs statistics statistical data figures gacc mofcom qaztrade kazstat revenue ministry"
        " commission bank банк банка"
        " books ledger ledgers count counts tally statisticians bookkeeping numbers bureau's данным данных данные"
        " fund imf comtrade unctad rosstat мвф бнс"
    ).split()
)
_STEMS = (
    "нацстат",
    "учет",
    "китайск",
    "казахстанск",
    "таможен",
    "таможн",
    "статистик",
    "нацбанк",
    "комитет",
    "росстат",
    "комисси",
)
_CLAUSE = re.compile(r"[;；]|,? (?:while|whereas)\b|, (?:but|and|а)\b|, and\b|，而")
_PRONOUN = frozenset("he she they it i we you who which that this these there and but as also what".split())
_LEADS = re.compile(r"^(?:(?:and|but|as|while|which|that|so|because|when|where|if|on|in|at|of|for) )+", re.I)

_REPORTERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern, re.I))
    for code, pattern in (
        (
            "CHN",
            r"(?:chinese|china's|beijing's) (?:\w+ )?(?:customs|statistic\w*|official (?:data|figures"
            r"|statistics)|data|figures|trade data|commerce ministry"
            r"|(?:own )?(?:books|ledgers?|bookkeeping|counts?|tally|statisticians|numbers))|(?:"
            r"(?:chinese|china's) ministry of commerce)|general administration of customs|\bgacc?\b"
            r"|customs of china"
            r"|ministry of commerce of china|"
            r"national bureau of statistics of china|mofcom|таможн\w+ (?:кнр|китая)|таможенн\w+ (?:\w+"
            r" ){0,3}(?:кнр|китая)|китайск\w+ (?:таможн\w+|статистик\w+)|"
            r"(?:中国)?海关(?:总署|统计)|(?<!坦)国家统计局|中方(?:统计|口径|数据|为)|商务部"
            r"|данн\w+ (?:кнр|китая|пекина)"
            r"|китайск\w+ (?:данн\w+|уч[её]т\w*|сторон\w+ насчит\w+)",
        ),
        (
            "KAZ",
            r"(?:kazakh|kazakhstan's|kazakhstani|astana's) (?:\w+ )?(?:customs|statistic\w*|official"
            r" (?:data|figures|statistics)|data|figures|trade data|"
            r"national statistics|revenue committee|(?:own )?(?:books|ledgers?|bookkeeping|counts?|tally"
            r"|statisticians"
            r"|numbers))|statistics bureau's|(?<!china's )(?<!chinese )bureau of national statistics"
            r"|state revenue"
            r" committee|statistics committee|national bank of kazakhstan|qaztrade|"
            r"customs of kazakhstan|kazstat|stat\.gov\.kz|бюро национальной статистики|бнс\b"
            r"|комитет\w* государственных доходов|нацбанк\w* (?:рк|казахстана)|"
            r"казахстанск\w+ статистик\w+|статистик\w+ казахстана|哈(?:萨克斯坦|国)?(?:方)?(?:国家)?统计"
            r"|哈方(?:口径|数据|为)|данн\w+ (?:рк|казахстана|астаны)"
            r"|казахстанск\w+ (?:данн\w+|уч[её]т\w*)|нацстат\w*",
        ),
        ("WLD", r"\bworld bank\b|всемирн\w+ банк\w*|世界银行"),
        ("IMF", r"\binternational monetary fund\b|\bimf\b|\bмвф\b|国际货币基金"),
        ("RUS", r"rosstat|russian (?:customs|statistic\w*)|росстат\w*"),
        ("EAEU", r"eurasian economic commission|евразийск\w+ экономическ\w+ комисси\w+"),
        ("UN", r"un comtrade|comtrade|unctad"),
    )
)


def reporter_of(sentence: str) -> str:
    """Whose statistics a sentence says it tells, "" if it does not say.

    >>> reporter_of("According to Chinese customs, trade reached $41 billion.")
    'CHN'
    """
    found = {code: m.start() for code, pattern in _REPORTERS if (m := pattern.search(sentence))}
    return min(found, key=lambda code: found[code]) if found else ""


class Voices:
    """Speaker and reporter clause by clause, held on where the text goes on with "he said" or an open quotation."""

    def __init__(self, tokens: Tokens, layout: Layout) -> None:
        self._text = tokens.text
        self._layout = layout
        # The patterns are tried on sentences that hold one of their words.
        spoken: set[int] = set()
        counted: set[int] = set()
        for word, start in zip(tokens.words, tokens.starts, strict=True):
            if word in _SPOKEN:
                spoken.add(layout.number(start))
            if word in _COUNTED or (word[0] > "\u0400" and word.startswith(_STEMS)):
                counted.add(layout.number(start))
        chinese = {layout.number(m.start()) for m in _ZH_WORDS.finditer(tokens.text)}
        self._clauses: dict[int, list[tuple[int, str]]] = {}
        self._told = list(self._each(spoken | chinese, counted | chinese))

    def of(self, offset: int) -> tuple[str, str]:
        """Speaker and reporter at an offset of the shadow; each clause of a sentence may have its own."""
        n = self._layout.number(offset)
        speaker, reporter = self._told[n]
        if not reporter:
            return speaker, ""
        if n not in self._clauses:
            self._clauses[n] = self._reporters(n)
        clauses = self._clauses[n]
        k = bisect_right(clauses, (offset, "\uffff")) - 1
        return speaker, clauses[max(k, 0)][1] or reporter

    def _reporters(self, n: int) -> list[tuple[int, str]]:
        """Where the clauses of a sentence begin, each with its reporter."""
        begin, end = self._layout.sentences[n]
        cuts = [begin, *(m.start() for m in _CLAUSE.finditer(self._text, begin, end)), end]
        return [(a, reporter_of(self._text[a:b])) for a, b in pairwise(cuts)]

    def _each(self, spoken: set[int], counted: set[int]) -> Iterator[tuple[str, str]]:
        paragraph, reporter = -1, ""
        last, labelled = "", ""
        quoted = False
        starts = [_LABELLED.match(self._text, begin, end) for begin, end in self._layout.sentences]
        counts = Counter(m["who"] for m in starts if m)
        names = {who for who, count in counts.items() if count > 1}
        for n, (begin, end) in enumerate(self._layout.sentences):
            if self._layout.paragraphs[n] != paragraph:
                paragraph, reporter = self._layout.paragraphs[n], ""
                label = _LABELLED.match(self._text, begin, end)
                if label and (label["who"] in names or not _HEADING.match(label["who"])):
                    labelled = label["who"]
            speaker = speaker_of(self._text[begin:end], last) if n in spoken else ""
            if not speaker and (quoted or labelled):
                speaker = labelled or last
            # An answer holds until the next label; a quotation until it is closed.
            opened = max(self._text.rfind(sign, begin, end) for sign in "\u201c\u00ab")
            closed = max(self._text.rfind(sign, begin, end) for sign in "\u201d\u00bb")
            quoted = opened > closed or (quoted and closed < 0)
            last = speaker or last
            reporter = (reporter_of(self._text[begin:end]) if n in counted else "") or reporter
            yield speaker, reporter


def speaker_of(sentence: str, last: str = "") -> str:
    """Who is said to say a sentence, "" if nobody is named.

    Parameters
    ----------
    last
        The speaker before, for "he said".

    Examples
    --------
    >>> speaker_of("Rail freight made up 28 million tonnes, the foreign ministry said.")
    'the foreign ministry'
    """
    for pattern in (_ACCORDING, _AFTER, None, _SHOW, _RU, _ZH):
        m = _subject(sentence) if pattern is None else pattern.search(sentence)
        if m is None:
            continue
        groups = m.groupdict()
        told = groups.get("of") or groups.get("who") or groups.get("who2") or ""
        words = _LEADS.sub("", told.strip(' ,."\u201c\u201d\u00ab\u00bb')).split()
        if words:
            return last if words[-1].lower() in _PRONOUN else " ".join(words)
    return ""


def _subject(sentence: str) -> re.Match[str] | None:
    """What stands before the verb, back to the start of its clause."""
    verb = _VERB.search(sentence)
    if verb is None:
        return None
    begin = max(sentence.rfind(sign, 0, verb.start()) for sign in ',;:"\u201d\u201c\u00ab\u00bb(') + 1
    while sentence[begin : begin + 1] == " ":
        begin += 1
    return _BEFORE.match(sentence, begin, verb.start())
