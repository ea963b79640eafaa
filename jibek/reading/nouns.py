"""What a figure counts: the words after it up to their head, or the noun before it ("the crew numbers only 15")."""

from __future__ import annotations

import re

from jibek.reading.measures import PERSONS
from jibek.reading.numerals import STARTS as NUMBERS
from jibek.reading.people import PEOPLES
from jibek.reading.tokens import Tokens

STOP = frozenset(
    "in on at by for to from with of since until between over under through per as than that which who where when while"
    " is are was were be been being has have had will would can could may might must should do does did and or but not"
    " the a an this these those its their his her our your my it they he she we you also now already so such every each"
    " during after before against about into across along within without compared said says year-on-year more less up"
    " down out off both all any there here still just only then if because including worth"
    " в на с по к из от до для при о об и или но не за у через что как был была было были будет есть"
    " changed reached hit stood rose fell grew came went made took gave opened passed helped lifted moved"
    " crossed goes go comes come runs run takes take stays stay serves serve grows grow"
    " once when till until like near last next year years between"
    " long wide high deep ago earlier later began begins started starts due since"
    " годом ранее раньше назад".split()
)
_ENDS = STOP | NUMBERS
_IRREGULAR = frozenset(
    (
        "people children men women staff personnel aircraft equipment cattle sheep data media crew"
        " railway percent teu"
    ).split()
)
_NOT_PLURAL = frozenset(
    "this its his is was has does as us plus various previous across less always perhaps thus yes"
    " business process access"
    " progress success congress express pass cross class gas bus ss us diplomatic serious famous mass loss wireless"
    " religious various continuous joint".split()
)
_MOST = 6  # words of a noun phrase
_TAKES = re.compile(r"[а-я]+(?:ов|ев|ей|ий|ек|ок|ий|ых|их|ия|ии|ы|и|а|я|ц|н|т|к|р|з|м|л)$")

# Russian verbs that end as a noun may: в зале 7 выступили, сноска 3 поясняет.
_VERB = re.compile(r"(?:[аеиоуыюя]ли|[аяу]ет|[аяу]ют|[её]т|ал|ил|ел)$")
_LIKE_VERBS = frozenset(
    "недели цели модели мили земли доли роли петли газет ракет анкет монет планет кают минут сигарет кабинет билет"
    " автомобили мест пакет паркет бюджет счет полет отчет совет ответ лет наблюдател дел тел сел стрел капитал портал"
    " терминал канал филиал журнал материал сигнал вокзал отел тоннел артел мил крыл сил жил пил".split()
)

_PEOPLE = PERSONS | frozenset(
    "workforce population team headcount passenger tourist visitor student население штат".split()
)
_NUMBER_OF = re.compile(
    r"(?:number|count|total|fleet|amount|количество|число) (?:of )?((?:[\w'&-]+ ){0,2}?[\w'-]+)(?="
    r" (?:passing|that|which|on|in|at|of|from|to|has|have|had|is|was|were|reached|exceeded|rose|grew"
    r"|stood|surpassed|increased|fell|hit|crossing|handled|between|will|came|climbed|doubled|доставил"
    r"|составил|превысил|достиг|на|в|у|по|—|-|:))",
    re.I,
)
_ARRIVALS = re.compile(r"\b(passenger|tourist|visitor|student)s? (?:numbers|arrivals|flows?|traffic)\b", re.I)
_LABEL = re.compile(r"([^\W\d_][\w' -]{2,40}): ?$")
# Trades by their endings: analysts, engineers, politicians, докладчиков, геологов.
_TRADE = re.compile(
    r"(?:[^l]ists|ysts|eers|icians|women|[a-z]{2}men|[а-я]{3}(?:истов|иста|ологов|[^т]чиков|ьщиков|нщиков"
    r"|вщиков|тчиков"
    r"|льцев))$"
    r"(?<!датчиков)(?<!счетчиков)(?<!specimen)"
)
_HIRED = re.compile(
    r"\b(?:employ\w*|hir(?:e|es|ed|ing)|recruit\w*|train(?:s|ed|ing)?|staff\w*|team of|crew of|hotline with"
    r"|pays|payroll|laid off|dismissed)\b[^.;]{0,24}$"
)
_WHERE = re.compile(r" (?:in|at|on|from|of|for|per|via|through|by|в|на|из|с|по|через) ")
_SUBJECT = re.compile(
    r"\b([A-Za-z]+ [a-z]+s|[A-Z][a-z]+s) (?:were|numbered|totall?ed|came to|reached|stood at|are)"
    r"(?: (?:about|some|nearly|over|around))? $"
)
# What may be of any unit: a number after it takes that of the figure before. Exports were 4.6, ours came to 1.2.
_OF_ANYTHING = frozenset(
    "exports imports sales deliveries shipments purchases earnings revenues profits flows volumes loads"
    " losses costs prices"
    " fees wages salaries reserves stocks ours theirs others figures numbers totals amounts values sums"
    " yields inflows outflows receipts takings"
    " tariffs rates".split()
)
# The genitive that opens a Russian sentence is what its bare figure counts: Рабочих мест появилось более 500.
_OPENS = re.compile(
    r"(?!(?:Средн|Последн|Верхн|Нижн|Соседн|Нынешн|Прежн|Внешн|Весенн|Осенн|Летн|Зимн)ий|\w+(?:ский|ший|цкий)\b)"
    r"([А-Я][а-я]+(?:ых|их) [а-я]+|[А-Я][а-я]{2,}(?:ов|ев|ий|ей))\b[^.;:\n]{0,90}$"
)
_CREW = re.compile(
    r"\b(staff|crew|workforce|population|team|personnel|headcount|население|штат)\b[^.;,]{0,30}$", re.I
)


def noun_after(tokens: Tokens, i: int) -> tuple[str, int]:
    """Words from a token to the head noun and the token after it; ("", i) if no noun in the plural comes soon."""
    stop, j = i, i
    while j < len(tokens.words) and j - i < 2 * _MOST:
        word = tokens.words[j]
        code = j > i and word.isdecimal() and tokens.joined(j)  # N95 respirators, CT-100 scanners
        if (
            starts_line(tokens, j)
            or word in (",", "'", '"')
            or not (word[0].isalpha() or code or word in ("-", "&", "«", "»", "’"))
        ):
            break
        if not word.isascii() and _VERB.search(word) and word not in _LIKE_VERBS:
            break
        further = word == "more" and j == i and tokens.word(j + 1) != "than"
        if word in STOP and not further and not (word in ("and", "и") and j > i and _goes_on(tokens, j)):
            break
        j += 1
        if word in PEOPLES:
            stop = j  # 977 Chinese; of 45 Chinese lorries the lorries are counted
        elif _plural(word):
            stop = j
            if not _compound(tokens, j):
                break
    if stop == i:
        return "", i
    return tokens.text[tokens.starts[i] : tokens.ends[stop - 1]], stop


def noun_phrase(tokens: Tokens, i: int, most: int = 3) -> str:
    """Up to some words from a token on, before anything that ends a phrase: what an ordinal or rank is of."""
    j = i
    while (
        j < len(tokens.words)
        and j - i < most
        and tokens.words[j][0].isalpha()
        and tokens.words[j] not in _ENDS
        and not starts_line(tokens, j)
    ):
        j += 1
        if tokens.word(j) == "-" and tokens.joined(j) and tokens.joined(j + 1):
            j += 1
            most += 2
    if tokens.word(j - 1) == "-":
        j -= 1
    return tokens.text[tokens.starts[i] : tokens.ends[j - 1]] if j > i else ""


def starts_line(tokens: Tokens, j: int) -> bool:
    """Whether a line begins with a token in capitals or a sign: an item of a list, not a line that was wrapped."""
    gap = tokens.text[tokens.ends[j - 1] : tokens.starts[j]] if 0 < j < len(tokens.words) else ""
    return "\n" in gap and not tokens.text[tokens.starts[j]].islower()


def noun_before(text: str, start: int, begin: int) -> str:
    """The noun that a bare figure counts, if the words before it in the sentence name it."""
    before = text[max(begin, start - 160) : start]
    found = list(_NUMBER_OF.finditer(before))
    if found:
        return found[-1][1].strip()
    crew = _CREW.search(before) or _SUBJECT.search(before) or _ARRIVALS.search(before)
    if crew:
        return crew[1]
    label = _LABEL.search(before) or _OPENS.match(before.lstrip('-*• "«'))
    return _HERE.sub("", _WHERE.split(label[1])[0]) if label else ""


_HERE = re.compile(r" (?:здесь|там|тут|теперь|сейчас|было|стало|всего|уже|нынче|here|there|now)$")


def names_its_own(before: str, *, large: bool = False) -> bool:
    """Whether the words before a bare figure say what it counts: Предприятий было 4700; visitors were 367,000."""
    if _OPENS.match(before.rpartition(". ")[2]):
        return True
    told = None if large else _SUBJECT.search(before)
    return told is not None and told[1].split()[-1].lower() not in _OF_ANYTHING


def is_persons(noun: str) -> bool:
    """Whether the head of a noun phrase is people, jobs, students and the like."""
    words = noun.lower().split()
    return bool(words) and (
        words[-1] in _PEOPLE
        or words[-1] in PEOPLES
        or " ".join(words[-2:]) in PERSONS
        or bool(_TRADE.search(words[-1]))
    )


_THINGS = tuple(
    "containers trailers carriers computers boilers scanners tankers reactors tractors motors meters papers".split()
)


def works(text: str, start: int, noun: str) -> bool:
    """Whether what ends as a trade does is people, because it is hired or trained: employs six coders."""
    thing = noun.endswith(_THINGS)
    return (
        not thing and noun.endswith(("ers", "ors")) and bool(_HIRED.search(text, max(0, start - 50), start))
    )


def _plural(word: str) -> bool:
    if word in _IRREGULAR or word in PERSONS:
        return True
    if word.isascii():
        return (
            word.endswith("s")
            and len(word) > 3
            and word not in _NOT_PLURAL
            and not word.endswith(("ous", "'s", "ss"))
        )
    if _VERB.search(word) and word not in _LIKE_VERBS:
        return False
    return bool(_TAKES.match(word)) and not word.endswith(
        ("тся", "лись", "лся", "ого", "ных", "ких", "ные", "ый", "ая", "ое", "ой", "ых", "их", "ские", "ский")
    )


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether "and" joins adjectives of one noun: road and rail ports."""
    for k in range(at + 1, at + 5):
        word = tokens.word(k)
        if word in STOP or not word[:1].isalpha():
            return False
        if _plural(word):
            # Names of more words stand with capitals: China-Europe and Central Asia container trains.
            return k < at + 3 or tokens.text[tokens.starts[at + 1]].isupper()
    return False


def _compound(tokens: Tokens, j: int) -> bool:
    """Whether a plural only begins a longer name: goods trains, Confucius Institutes."""
    word = tokens.word(j)
    return bool(word) and word[0].isalpha() and word not in STOP and _plural(word)
