"""Numbers that no noun follows: what they count by what stands around them, or that they count nothing.

two of my tyres, 61,000 of its clients; thirteen more; eighty this spring; 23 forwarders; nine hedge their risk
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jibek.reading.found import Figure
from jibek.reading.nouns import noun_after, starts_line
from jibek.reading.numerals import COLLECTIVE, TENS
from jibek.reading.tokens import Tokens

_GOES_ON = frozenset(
    "in of on at for from to that who which were are was is had have and or but so by with".split()
)
_WHOSE = frozenset("my our your his her its their the these those whose".split())
_WHEN = frozenset("this last now today at then already so".split())
# What a number in words may stand after: the team numbered ten, our staff is twelve.
_NUMBERS = re.compile(
    r"\b(?:numbered|numbers|totall?ed|total|(?:staff|team|crew|tally|count|membership|number|fleet"
    r"|score) (?:is|was|of|reached))"
    r"(?: (?:only|just|now|about|some|nearly|over))? $"
)
_STARTS = re.compile(r"(?:^|[.!?:\n]\"?) ?$")
_NEAR = 60  # characters between a count and the number in words that goes on with it


def of_whose(tokens: Tokens, after: int) -> str:
    """The noun of a number of whose things: two of my tyres, 61,000 of its clients; "" of any other number."""
    if tokens.word(after) != "of" or tokens.word(after + 1) not in _WHOSE:
        return ""
    return noun_after(tokens, after + 2)[0]


def alone(tokens: Tokens, begin: int, after: int, before: Sequence[Figure]) -> bool:
    """Whether a number in words counts what was spoken of: eighty this spring; numbered ten; nine hedge their risk."""
    start, text = tokens.starts[begin], tokens.text
    head = text[max(0, start - 40) : start]
    if _NUMBERS.search(head):
        return True
    if _holds(tokens, begin, after):
        return True
    if _STARTS.search(head) and (_REMAIN.match(text, tokens.ends[after - 1]) or _many(tokens, begin, after)):
        return True
    if _STARTS.search(head) and tokens.word(after) in _WHEN and tokens.word(after) != "at":
        return True
    return of_last(tokens, begin, after, before)


# What has, takes or consists of so many, and what may stand between it and the number.
_HOLDS = re.compile(
    r"\b(?:consist(?:s|ed|ing)? of|compris(?:es|ed|ing)|made up of|number(?:s|ed|ing)|count(?:s|ed|ing)|has"
    r"|have|had|having"
    r"|takes?|took|carries|carried|seats?|holds?|held|hosts?|hosted|houses|reached|becomes?|became|began with"
    r"|begins with|started with|starts with|grew to|fell to|rose to|shrank to|down to|up to|left with|employs?|employed"
    r"|hires?|hired|train(?:s|ed)|teaches|taught|serves?|served|runs?|ran|operates?|operated|sent|sold|bought|built|lost|won"
    r"|made|opened|closed|passed|failed|came|left|there (?:is|are|was|were)|(?:takes?|took|taking) (?:in"
    r"|on)|drew|draws|attract(?:s|ed)|receive[sd]?|welcome[sd]?|got|gets"
    r"|работа[ею]т|служит|служат|трудится|трудятся|учится|учатся|живет|живут|дежурят|instead of|rather than|out of"
    r"|насчитыва\w+|состо\w+ из|име[ею]т|было|стало|осталось|приехало|прибыло|набрал\w*|держит|держат|вместо|хватает)"
    r"(?: (?:only|just|about|some|nearly|over|exactly|barely|around|almost|all|already|now|merely|fully"
    r"|no more than|at least"
    r"|лишь|только|около|всего|почти|уже|ровно))? $",
    re.I,
)
_STANDS_AT = re.compile(
    r"\b(?:stands?|stood|remains?|remained|peaked|holds|held|is put|was put) at (?:about |some |nearly |over )?$"
)
_OPEN = frozenset("on in at for when as where from since until by while because on".split())
_AGED = frozenset("at aged age turned turning past pushing nearly".split())
_CLOSES = frozenset((".", ",", ";", ":", ")", "!", "?", "—", "", "\n"))
# Russian counts stand after what they count: весовых шесть, вагонов было двадцать.
_INVERTED = re.compile(
    r"[а-я]{3,}(?:ов|ев|ей|ых|их|ек|ок)(?: (?:было|стало|осталось|там|здесь|тут|теперь|сейчас|уже|всего"
    r"|у нас))? (?:— )?$"
)
_IN_WORDS = frozenset((*TENS, "dozen", "hundred", "сто", "двести"))


_REMAIN = re.compile(
    r" (?:(?:are|were|have been) (?:left|gone|closed|open|idle|empty|missing|new|ours|theirs)|remain(?:ed)?)\b"
)


def _many(tokens: Tokens, begin: int, after: int) -> bool:
    """Whether a number of tens in words is followed by what its things did: ninety went there."""
    large = any(tokens.word(k) in _IN_WORDS for k in range(begin, after))
    return large and bool(_DID.match(tokens.text, tokens.ends[after - 1]))


_DID = re.compile(
    r" (?:went|came|left|stayed|signed|passed|failed|died|took|sat|are|were|have|had|did|live|work|said|say"
    r"|of (?:them|these)"
    r"|[a-z]{3,}ed|уехал\w*|приехал\w*|осталось|ушл\w+)\b"
)


def _holds(tokens: Tokens, begin: int, after: int) -> bool:
    """Whether a number in words ends the phrase of what has so many: consisted of eight; eighty-six on its books."""
    follows = tokens.word(after)
    closes = follows in _CLOSES or starts_line(tokens, after)
    if not (closes or follows in _OPEN or follows in _AFTERWARDS):
        return False
    head = tokens.text[max(0, tokens.starts[begin] - 60) : tokens.starts[begin]]
    if (closes and _INVERTED.search(head)) or tokens.word(begin) in COLLECTIVE:
        return True
    if closes and _STANDS_AT.search(head):
        return True
    large = any(tokens.word(k) in _IN_WORDS for k in range(begin, after))
    if tokens.word(begin - 1) == "-":
        return False  # fifty-fifty
    if large:
        aged = tokens.word(begin - 1) in _AGED or _AGE_OF.search(head)
        return not aged and (closes or bool(_HOLDS.search(head)))
    return tokens.word(begin) not in ("one", "один", "одна", "одно", "a") and bool(_HOLDS.search(head))


_AFTERWARDS = frozenset("before earlier then now today last this each again ago apiece altogether".split())
_AGE_OF = re.compile(
    r"\b(?:man|woman|boy|girl|lady|child|age|fellow) of $|\b(?:[Ее]му|[Ее]й|[Мм]не|[Ии]м|[Нн]ам"
    r"|[Вв]ам)(?: (?:было|уже|всего|исполн\w+|под))* $"
    r"|\b(?:is|was|am|are|he|she|in (?:his|her|my)|over|under) $"
)


_WHOLE = re.compile(r"(?:^|[.!?\n] ?)(?:Of|Из)(?: (?:the|its|our|all|these|этих|всех|наших))? $")


def of_last(tokens: Tokens, begin: int, after: int, before: Sequence[Figure]) -> bool:
    """Whether a number in words goes on with what was counted before it: 23 forwarders; nine hedge their risk."""
    last = before[-1] if before else None
    if last is None or last.kind != "count" or tokens.word(begin) == "one":
        return False
    large = any(tokens.word(k) in _IN_WORDS for k in range(begin, after))
    if not last.noun and not large:
        return False
    gap = tokens.text[last.end : tokens.starts[begin]]
    if _WHOLE.search(tokens.text, max(0, last.start - 24), last.start) and re.fullmatch(r",? ", gap):
        return True  # of the 58 lanes eleven are closed
    closes = tokens.word(after) in _CLOSES
    if (
        closes
        and re.search(
            r"^,? ?(?:[^.;!?\n]*[;,] )?(?:and |but |а |и )?(?:the |its )?[\w'-]+(?: [\w'-]+)? $", gap
        )
        and "," in gap
    ):
        return len(gap) < _NEAR and "\n" not in gap  # employs 310, the canteen nine
    goes_on = re.search(r"(?:[;,] (?:and |but |only )?|\band )$", gap) and not re.search(r"[.!?\n]", gap)
    following = tokens.word(after)
    if goes_on and len(gap) < _NEAR and large:
        return following.isalpha()  # ninety went there, thirty to Russia
    return bool(goes_on and len(gap) < _NEAR and following.isalpha() and following not in _GOES_ON)


def of_them(tokens: Tokens, after: int) -> bool:
    """Whether a number in words counts what was counted before: thirteen more, four of them."""
    two = (tokens.word(after), tokens.word(after + 1))
    more = two[0] in ("more", "fewer") and (two[1] in (".", ",", ";", "than", "in", ""))
    return more or (two[0] == "of" and two[1] in ("them", "these", "those", "whom", "which"))


def a_name(tokens: Tokens, begin: int) -> bool:
    """Whether a bare number ends a name: Windows 11; a capital right before it, not at the start of a sentence."""
    if begin < 2 or not tokens.text[tokens.starts[begin - 1]].isupper() or len(tokens.words[begin - 1]) < 3:
        return False
    return tokens.word(begin - 2) not in (".", "!", "?", ":", "-", "—", "\u201c", '"')


def counts_nothing(tokens: Tokens, begin: int, after: int) -> bool:
    """Whether a number without unit counts nothing: part of a name or an address, or a line of its own."""
    start, end = tokens.starts[begin], tokens.ends[after - 1]
    left = tokens.text[max(0, start - 3) : start].rpartition("\n")[2]
    right = tokens.text[end : end + 3].partition("\n")[0]
    the = tokens.word(begin - 1) in ("the", "this", "a", "called", "named") and (
        tokens.word(after)[:1].isalpha() or tokens.word(begin - 1) in ("called", "named")
    )
    if the and tokens.word(after) not in _GOES_ON:
        return True  # the 1067 pipe: more than one would be pipes
    cell = left.rstrip().endswith("|") or not (left.strip() or right.strip())
    return cell or a_name(tokens, begin) or _an_address(tokens, after)


def _an_address(tokens: Tokens, after: int) -> bool:
    """Whether a name follows a bare number: 11 Mangilik El."""
    return (
        after < len(tokens.words)
        and tokens.text[tokens.starts[after]].isupper()
        and "\n" not in tokens.text[tokens.ends[after - 1] : tokens.starts[after]]
    )


_ONLY = frozenset("only just exactly still лишь только ровно всего".split())
_HAS = frozenset("has have had имеет есть".split())


def one_of_few(tokens: Tokens, begin: int, after: int) -> bool:
    """Whether "one" is told as a count: has still one Luban Workshop; exactly one."""
    if (
        tokens.word(begin) not in ("one", "один", "одна", "одно")
        or tokens.word(begin - 1) not in _ONLY | _HAS
    ):
        return False
    named = after < len(tokens.words) and tokens.text[tokens.starts[after]].isupper()
    has = any(w in _HAS for w in tokens.words[max(0, begin - 3) : begin])
    exactly = tokens.word(begin - 1) in ("exactly", "ровно") and tokens.word(after) in _CLOSES
    return exactly or (has and (named or tokens.word(after) in _CLOSES))


def beside(tokens: Tokens, begin: int, before: Sequence[Figure]) -> bool:
    """Whether another count stands just before in the same enumeration: seven ports and one ferry."""
    if not before or before[-1].kind not in ("count", "physical"):
        return False
    gap = tokens.text[before[-1].end : tokens.starts[begin]]
    return len(gap) < 40 and not any(c in gap for c in ".;:!?\n") and gap.rstrip().endswith((",", "and", "и"))
