"""Numbers that only tell one thing from others of its kind: turbine 17, cabin 12, box 77, в номере 808, 3-й этаж."""

from __future__ import annotations

import re

from jibek.reading.measures import PERSONS, measure_at
from jibek.reading.nouns import noun_after
from jibek.reading.numerals import SCALES
from jibek.reading.tokens import Tokens

# What is numbered.
NUMBERED = frozenset(
    "turbine cabin gate platform station berth box wagon carriage coach compartment seat bed ward hall"
    " booth stall stand"
    " desk pavilion counter window bus tram trolleybus taxi row lane exit zone tower pier dock quay"
    " warehouse shed hangar"
    " unit team squad group grade class size force note footnote house flat door entrance corridor floor room office"
    " studio lab laboratory locker shelf track siding crane pump shaft mine reactor boiler pole post"
    " sign checkpoint kiosk"
    " shop pavilion hotel school kindergarten hospital clinic district sector block line route flight"
    " train ship vessel"
    " barge ferry truck car engine locomotive number issue page chapter figure table exhibit slide step"
    " stage phase part"
    " episode season lesson level round game match lot item order case file folder permit licence license contract"
    " ticket passport certificate code postcode index channel camera terminal building apartment bureau"
    " brigade regiment"
    " article clause section paragraph annex appendix resolution pp para sec art vol fig tab nr ext extension"
    " номер номере номера версия версии кабинет кабинете кабинета зал зале зала павильон павильоне вагон вагоне вагона"
    " этаж этаже дом"
    " доме дома комната комнате стенд стенде стенда причал причале причала путь пути турбина турбине турбины маршрут"
    " маршруте автобус автобусе автобуса аудитория аудитории ворот ворота воротами пост посту касса кассе окно окне"
    " платформа платформе платформы станок каюта каюте каюты бокс цех цеха цехе корпус корпусе подъезд"
    " подъезде квартира"
    " квартире школа школе школы офис офисе страница странице страницы блок блоке склад складе ангар"
    " ангаре рейс рейсе строка строке столе место"
    " type form level windows model version"
    " brief bulletin newsletter memo briefing dispatch circular podcast column notebook"
    " выпуск выпуска бюллетень записка заметка сводка"
    " comment shuttle badge plate reply сноска сноске сноски таблица таблице таблицы индекс рисунок рисунке"
    " приложение приложении график графике глава главе раздел разделе слайд слайде полоса полосе"
    " месте договор договору приказ приказа статья статьи статье пункт пункту стр ст".split()
)
# Of these, which are verbs too, a number before a noun is an amount: they sign 30 documents, ship 40 wagons.
_VERBS = frozenset(
    "ship train order file house permit contract issue exit level match stage post sign note ferry truck"
    " box pump mine"
    " type form level model version block force seat dock crane host team group grade size row phase step"
    " index ticket car market".split()
)
# Of these, what a row of a table measures: crew size: 40.
_MEASURED = frozenset("size number level order class group grade row номер".split())
# A word after one of these that is followed by a bare number is named by it: at berth 5, to hut 9.
_LEADS = frozenset("in at on to from near into onto behind beside outside inside".split())
_HEDGING = frozenset(
    "about around only just some over under above below nearly almost least most roughly another total all turn full"
    " average sum fact current present today previous last next first second third initial original record peak its"
    " their his her our the a an this that these those what merely mere barely another every each up more less fewer"
    " between us".split()
)
_ARTICLES = frozenset("the a an our his her their its".split())
_FUNCTION = frozenset("in at on to from of by for and or the with about than as".split())
_ENDINGS = frozenset("й я е го му м ом ой ю х ый ая ое ого ому ых им".split())
_PLACES = tuple(
    "этаж класс номер вагон зал кабинет подъезд ряд платформ степен микрорайон квартал отдел корпус цех".split()
)


# A figure, a comma or semicolon, and a place: the number after it goes on with the figure.
_PARALLEL = re.compile(r"\d[^.!?\n]{2,40}[,;] (?:and |but )?(?:to|from|in|at|via) [A-Z]\w+(?: [A-Z]\w+)? $")


def is_label(tokens: Tokens, i: int) -> bool:
    """Whether the digits at a token name one thing and count nothing."""
    word = tokens.word(i)
    if not word.isdecimal() or len(word) > 5 or _counts(tokens, i + 1):
        return False
    k = i - 1
    if (
        tokens.word(k) in ("#", "№")
        or (tokens.word(k) == "." and len(tokens.word(k - 1)) < 5)
        or (tokens.word(k) == ":" and tokens.word(k - 1) not in _MEASURED)
    ):
        k -= 1
    before = tokens.word(k)
    if _is_age(tokens, i):
        return True
    if (
        before in NUMBERED
        and (not before.isascii() or tokens.word(i - 1) == ":")
        and noun_after(tokens, i + 1)[0]
    ):
        return False  # на складе 77 коробок
    if before in NUMBERED:
        named = tokens.word(k - 1) in _ARTICLES
        if tokens.word(k - 1) in ("a", "an"):
            return False  # a lorry pays 1,150 dollars, a car 180
        return named or before not in _VERBS or not noun_after(tokens, i + 1)[0]
    written = tokens.text[tokens.starts[k] : tokens.ends[k]] if k >= 0 else ""
    if (
        written.isupper()
        and written.isalpha()
        and len(written) < 3
        and written not in ("US", "A", "C", "I", "В", "С", "И")
    ):
        return (
            tokens.word(k - 1) in NUMBERED or not noun_after(tokens, i + 1)[0]
        )  # the code of a flight or a form: CZ 6011
    if k < i - 1 or not before.isalpha() or not before.isascii() or len(before) < 3:
        return False
    if before in _HEDGING or before in _FUNCTION or before.endswith(("s", "ly", "ed", "ing")):
        return False
    if written[:1].isupper() and _PARALLEL.search(
        tokens.text, max(0, tokens.starts[i] - 70), tokens.starts[i]
    ):
        return False  # to Urumqi it costs 62 dollars, to Aktau 28
    return tokens.word(k - 1) in _LEADS and len(word) < 4 and not noun_after(tokens, i + 1)[0]


_SAYS = frozenset(
    "says said who whose told tells a an the has had remembers recalls works worked lives из who's".split()
)


def _is_age(tokens: Tokens, i: int) -> bool:
    """Whether a number between commas tells how old somebody is: says Aliya, 34, who joined the yard."""
    if (
        tokens.word(i - 1) != ","
        or tokens.word(i + 1) not in (",", ".")
        or not 10 <= int(tokens.word(i)) <= 105
    ):
        return False
    name = tokens.word(i - 2)
    named = tokens.text[tokens.starts[i - 2]].isupper() or tokens.word(i + 1) == ","
    apposed = tokens.word(i - 3) == "," and tokens.word(i + 2) in _SAYS  # one of them, Bolat, 58, says
    return name.isalpha() and named and (tokens.word(i - 3).isalpha() or apposed)


def _counts(tokens: Tokens, j: int) -> bool:
    """Whether what follows makes the number an amount: a unit, a scale, people, a per cent."""
    word = tokens.word(j)
    return (
        word in SCALES
        or word in PERSONS
        or measure_at(tokens, j + (word == "-" and tokens.joined(j))) is not None
    )


def russian_ending(tokens: Tokens, i: int) -> tuple[bool, int]:
    """Whether the digits at a token are an ordinal (24-м, 3-й), and the token after its ending; (False, i) if not.

    An ordinal of a floor, a form or the like is passed over: the token after it all is given with False.
    """
    if not (tokens.word(i + 1) == "-" and tokens.joined(i + 1) and tokens.joined(i + 2)):
        return False, i
    if tokens.word(i + 2) not in _ENDINGS or not tokens.word(i).isdecimal():
        return False, i
    if tokens.word(i + 3).startswith(_PLACES):
        return False, i + 4
    return True, i + 3
