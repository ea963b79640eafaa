"""Figures that say nothing to check: telephone numbers, gauges, times of day, scores, versions, names, list words.

Each pattern hangs on the word that it begins with, so that the one pass over the text tries few of them.
"""

from __future__ import annotations

import re

_CAP = r"[A-ZА-Я][\w'-]*"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|twelve"

_AT_WORD: dict[str, list[re.Pattern[str]]] = {}
_AT_DIGIT: list[re.Pattern[str]] = []


def _skip(triggers: str, pattern: str) -> None:
    for word in triggers.split():
        _AT_WORD.setdefault(word, []).append(re.compile(pattern))


def _skip_digits(pattern: str) -> None:
    _AT_DIGIT.append(re.compile(pattern))


_skip(
    "one",
    r"[Oo]ne(?:-China\b|[ -](?:Belt|belt)(?:,|,? and)? [Oo]ne [Rr]oad|-way|-stop|-time|-off|-sided|"
    r" of\b| another\b| by one\b| on one\b| or (?:another|the other)\b| hand\b| day\b| side\b| thing\b"
    r"| such\b| way\b| point\b| can\b| could\b| must\b| should\b| may\b| might\b| has\b| is\b| was\b|"
    r" who\b| that\b| reason\b| example\b| person\b| more\b| time\b| voice\b| analyst\b| official\b"
    r"|-third party|'s\b)",
)
_skip(
    "two",
    r"[Tt]wo(?:-way| things\b| reasons\b|-sided|-tier|-lane|-track| Sessions| sessions| sides\b|"
    r" countries\b| nations\b|"
    r" peoples?\b| presidents\b| leaders\b| heads of state\b| states\b| governments\b| parties\b|"
    r" neighbou?rs\b| capitals\b| economies\b| (?:statistical )?offices\b| foreign ministers\b|"
    r" ministers\b| (?:great |friendly |good |big |large |close |ancient |brotherly |neighbou?ring"
    r" )+(?:countries|neighbou?rs|nations|states|composers|peoples)\b|-thirds majority|-speed)",
)
_skip("three five seven ten", r"\w+[- ]year (?:[Pp]lan|[Pp]rogram)")
_skip("three", r"[Tt]hree (?:Gorges|Seas)")
_skip("both", r"[Bb]oth\b")
_skip("four", r"[Ff]our(?:-lane|-wheel)")
_skip("six", r"[Ss]ix-lane")
_skip("five", r"[Ff]ive[- ][Yy]ear [Pp]lan")
_skip(
    "second",
    r"[Ss]econd(?:ly|-hand|-tier|-rate| only to| thoughts?| World War| half| hand| home| wave| language|,|\s*:)",
)
_skip(
    "third",
    r"[Tt]hird(?: (?:part(?:y|ies)|countr(?:y|ies)|states?|world|markets?|ways?|-party)\b|-(?:party"
    r"|country)|,|ly\b)",
)
_skip(
    "first",
    r"[Ff]irst(?:ly\b|,|\s*:| of all| and foremost| (?:lady|deputy|vice|secretary|aid|class|hand"
    r"|glance|name|place|deputies|responders?|President\b|step|steps)\b|-(?:class|hand|ever|rate|time"
    r"|tier|deputy)|\s+(?:and|or) last)",
)
_skip("at", r"[Aa]t (?:first|one (?:time|point)|once)\b")
_skip(
    "fourth fifth sixth", r"(?:[Ff]ourth|[Ff]ifth|[Ss]ixth)(?:ly\b|,| column| estate| floor| [Ii]ndustrial)"
)
_skip("group", r"[Gg]roup of (?:[Ss]even|[Tt]wenty|77|20|7|[Ee]ight|8)\b")
_skip("big", r"Big (?:Four|Three|Five)\b")
_skip("c b g", r"(?:C ?\+ ?C ?5|C5\s?\+\s?1|C5|B3W|G-?(?:7|8|20|77))\b")
_skip("world", r"World War (?:I{1,3}|One|Two|1|2)\b")
_skip("euro", r"Euro[- ]?[1-6]\b")
_skip("covid", r"C[Oo][Vv][Ii][Dd]-?19")
_skip("fortune s", r"(?:Fortune (?:Global )?\d+|S&P \d+)")
_skip(
    "agenda vision strategy expo industry program programme",
    r"(?:Agenda|Vision|Strategy|EXPO|Expo|Industry|Program(?:me)?)[- ]?(?:20\d\d|4\.0)\b",
)
_skip("page", r"[Pp]age \d+ of \d+")
_skip(
    "section article chapter paragraph clause resolution figure fig table page pages annex appendix"
    " order decree law bill"
    " route highway terminal gate pier line phase platform flight train boeing airbus room floor office apartment apt"
    " building block bldg box stage block unit episode volume vol issue part point item step lot berth checkpoint unit",
    rf"(?:{_CAP}|page|pages|section|article|chapter|figure|table|paragraph|clause|resolution|annex"
    rf"|phase|stage|line|route|part|issue|item|point|office|room|floor|apartment)\.? ?(?:[Nn]o\.? ?|№ ?"
    rf"|# ?)?(?:\d[\w./-]*"
    rf"|[IVX]+\b)(?! ?(?:%|percent|per cent|billion|million|thousand|people|tonnes|tons|km|MW|kilomet"
    rf"|trains|containers))",
)
_skip("no nr №", r"(?:[Nn]o\.|Nr\.|№) ?\d[\w./-]*")
_skip("http https www", r"(?:https?://|www\.)\S+")
_skip(
    "tel fax phone telephone тел", r"(?:[Tt]el|[Ff]ax|[Pp]hone|[Tt]elephone|[Тт]ел)[.:]* ?\+?[\d() -]{5,30}"
)
_skip("+", r"\+\d[\d() -]{7,30}\d")
_skip(
    "(", r"\(\d{3}\) ?\d{3}[- ]\d{4}|\(\d{1,2}\)(?= ?[A-Za-zА-я])|\(\d{1,2}/\d{1,2}\)|\(\d{1,2} of \d{1,2}\)"
)
_skip("[", r"\[\d{1,3}\]")
# Numbers to ring or write to, directly after the word: the hotline 1406 answered; dial 12-44; на номер 1414.
_skip(
    "hotline helpline",
    r"\w+(?: 24/7)?:? ?(?:on |at |is |number |no\.? )?\d{1,5}(?:[ -]\d{1,4})*(?![\d,.]?\d)(?! (?:calls"
    r"|operators|people|lines))",
)
_skip(
    "dial call phone ring text sms reply whatsapp writing",
    r"\w+ (?:(?:us |to |on |at |number |no\.? |[A-Z]{2,6} )*)\d{2,6}(?:-\d{2,4})*(?= ?(?:[.,;)]\s"
    r"|[.,;)]?\s*\n|[.;)]?$))",
)
_skip(
    "номер горячая колл звоните звонить телефону линия короткий",
    r"(?:номер[а-я]*|[Гг]орячая линия|[Кк]олл-центр|[Зз]вон\w+|телефону|линия|короткий номер):? (?:на "
    r"|по )?(?:номер\w* |телефон\w* )?"
    r"\d{2,6}(?:-\d{2,4})*(?= ?(?:[.,;)]\s|[.,;)]?\s*\n|[.;)]?$))",
)
_skip("port", r"port \d{2,5}(?= ?[.,;)])")
_skip(
    "comments likes views shares reposts replies комментарии комментариев просмотры просмотров лайки лайков",
    r"\w+: ?\d[\d,. ]*\d|\w+: ?\d",
)
_skip(
    "hs тн вэд isic код коды chapters headings",
    r"(?:HS|ТН ВЭД|ВЭД|ISIC|[Кк]од[а-я]*|chapters|headings)(?: (?:codes?|chapters?|headings?|код[а-я]*"
    r"|групп[а-я]*|ТН|ВЭД))*"
    r" \d{2,10}(?:(?:, | and | и |, and )\d{2,10})*\b(?! ?(?:%|percent|per cent|млн|million|тыс))",
)
_skip(
    "сноска сноске сноски таблица таблице таблицы рисунок рисунке приложение приложении индекс",
    r"(?:[Сс]носк|[Тт]аблиц|[Рр]исун[о]?к|[Пп]риложени|[Ии]ндекс)\w* (?:№ ?)?\d+(?![,.]\d)(?! ?(?:%"
    r"|процент|млн|тыс))",
)
_skip("pp", r"pp\.? ?\d+(?:-\d+)?")
_skip("с стр", r"(?:с|стр|С|Стр)\. ?\d+(?:-\d+)?")
_skip("колея колеи колее колею", r"коле\w(?: шириной| в)? \d[\d ]{2,4}\d(?:/\d{4})?(?: ?мм)?")
_skip("cc", r"CC (?:BY(?:-\w+)* )?\d\.\d")
_skip(
    "badge plate form mercedes level",
    r"(?:[Bb]adge|[Pp]late|[Ff]orm|Mercedes|[Ll]evel) -?\d+(?= ?[.,;)]| of\b| and\b)",
)
_skip(
    "семь семи шесть шести восемь восьми девять девяти десять десяти пять пяти четыре четырех три трех два двух",
    r"\w+ (?:часов |часа )?(?:вечера|утра|ночи|дня(?= |\.|,)(?<!ех дня)(?<!ва дня)(?<!ри дня)(?<!ре дня))",
)
_skip("gauge", r"[Gg]auge (?:of|is|:)? ?1[ ,.]?\d{3} ?(?:mm|millimet\w+)?")
_skip("v version", r"(?:v|V|[Vv]ersion )\.? ?\d+(?:\.\d+)+")
_skip(
    "ул улица проспект пр дом каб кабинет офис ауд",
    r"(?:ул|[Уу]лица|[Пп]роспект|пр|дом|[Кк]аб\w*|офис|ауд)\.? ?[^,;\n]{0,25},? ?(?:д\. ?)?\d+",
)
_skip(
    "один одна одной одного одном",
    r"[Оо]дн\w+(?: из\b| и\b| стороны\b|ому\b)|[Оо]дин (?:из|на один|за другим)\b",
)
_skip(
    "две два двух двумя обе",
    r"(?:[Дд]ве|[Дд]ва|[Дд]вух|[Дд]вумя|[Дд]вум) (?:стран\w*|сторон\w*|государств\w*|народ\w*|лидер\w*|глав\w*)",
)
_skip(
    "первый первая первую первого первое первой",
    r"[Пп]ерв\w+ (?:заместител\w+|зам\w*|вице\w*|очеред\w+|леди|президент\w+)",
)
_skip("втором второй вторая", r"[Вв]тор\w+ (?:сторон\w+|миров\w+)")

_skip("ref reference file", r"[Rr]ef(?:erence)?\.?:? ?(?:[Nn]o\.? ?)?[A-Z]{0,4}[-/]?\d[\w./-]*")
_skip("isbn issn doi", r"(?:ISBN|ISSN|DOI|doi)[: ]*[\d][\w./-]*")
_skip("twenty forty", r"(?:[Tt]wenty|[Ff]orty)[- ]foot(?:er)?\b")
_skip(
    "price circulation тираж цена",
    r"(?:Price|Circulation|Тираж|Цена)(?: номера)?:? \d[\d ,.]*(?:tenge|тенге|yuan|экз\w*|copies)?",
)
_skip(_SMALL.replace("|", " "), rf"(?m)^(?:{_SMALL}|{_SMALL.title()}) months(?=[,:]|\s*$)")
_ASIDE = (
    r"(?:caveats|reasons|things|remarks|observations|questions|takeaways|examples|words|notes|comments)\b"
)
_skip(_SMALL.replace("|", " "), rf"(?:{_SMALL}|{_SMALL.title()}) (?:\w+ )?{_ASIDE}")
_skip(
    "две два три четыре пять",
    r"(?i:две|два|три|четыре|пять) (?:оговорк\w+|причин\w+|вещи|замечани\w+|вопрос\w+|пример\w+|слова\b)",
)

_skip_digits(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?(?: (?:GMT|UTC))?")
_skip_digits(r"\d{1,2} ?(?:a\.m\.|p\.m\.|am\b|pm\b|o'clock)")
_skip_digits(r"\d{2,4}[- ]\d{2,4}[- ]\d{2,4}(?:[- ]\d{2,4}){1,4}")
_skip_digits(r"8[ -]?\(?\d{3}\)?[ -]\d{3}[ -]\d{2}[ -]\d{2}")
_AMOUNT = (
    r"(?! ?(?:тыс|млн|млрд|трлн|thousand|million|billion|%|per|tonn|tons|т\b|тонн|км|km|MW|МВт|people"
    r"|человек|дней|days"
    r"|тенге|tenge|dollars|yuan|юан|долл|[kMG]?t\b|TEU|ДФЭ|[kMG]Wh?\b|[кМГ]Вт|bcm|m\b|м\b|ha\b|га\b|mm\b|мм\b"
    r"|hours|h\b|час|euro|евро|cars|trucks|trains|wagons|boxes|containers|vehicles|вагон|поезд|машин|контейнер))"
)
_skip_digits(rf"\d{{3}}-\d{{3,4}}-?\d{{0,4}}(?![\d%]){_AMOUNT}(?= ?[\s.,;)])")
_skip_digits(r"\d+\.\d+\.\d+(?:\.\d+)*")
_skip_digits(r"1[ ,.]?(?:520|435|524|067|000|668) ?-?(?:mm|millimet(?:re|er)s?|мм|миллиметр\w*)")
_skip_digits(r"\d[\d,. ]{0,8}-?(?:mm|millimet(?:re|er)s?)[- ](?:\w+[- ]){0,2}gauge")
_skip_digits(
    r"1[ ,.]?(?:520|435)(?=(?: or| and|[- ]) ?(?:1[ ,.]?(?:520|435)|(?:broad |standard |wide )?gauge))"
)
_skip_digits(
    r"24/7|24[- ]hours?(?: a day)?(?= (?:service|operation|work|basis|regime|mode|access|a day|news"
    r"|clock))|24[- ]hour\b|365 days|7 days a week"
)
_skip_digits(r"\d+(?:[.,]\d+)? ?(?:px|dpi|GB|TB|[kMG]Hz|[кМГ]Гц|ГБ|ТБ)\b")
_skip_digits(r"\d+(?:st|nd|rd|th) (?:century|centuries|[Ff]loor|Street|Avenue|[Ff]ive-[Yy]ear)")
_skip_digits(
    rf"\d{{1,5}}[A-Za-z]?,? (?:{_CAP} ){{1,3}}(?:Street|St\.|Avenue|Ave\.?|Boulevard|Lane|Square|Prospect)"
)
_skip_digits(r"(?:20|40|45)[- ]?(?:foot(?:er)?|ft|feet)(?:[- ](?:boxes|containers|equivalents?|units?))?\b")
_skip_digits(r"\+?\d{1,3} ?\(\d{2,5}\) ?\d[\d -]{3,14}\d")
_skip_digits(r"\d{1,4}[-/]\d{1,4}[-/]\d[\w/-]*|\d{1,3}/(?:19|20)\d\d\b")
_CLOCK = r"\d{1,2}\.[0-5]\d"
_skip_digits(
    rf"{_CLOCK} ?(?:to|-|until|till|and|до) ?{_CLOCK}(?=[.,;:)]?(?:\s*\n|\s*$|[.,;)]| on\b| daily| each| every))"
)
_skip_digits(
    rf"{_CLOCK} ?(?:a\.?m\b|p\.?m\b|in the (?:morning|afternoon|evening)|at night|o'clock|утра\b|вечера\b"
    rf"|дня\b|sharp\b|hrs?\b|h\b)"
)
_skip_digits(
    rf"(?:(?<=\b[вВсСкК] )|(?<=\b[aA]t )){_CLOCK}(?= ?[,.;)]|\s*\n|\s*$| (?:from|every|daily|sharp)\b)"
)
_skip_digits(
    r"(?:(?<=open )|(?<=opens )|(?<=hours )|(?<=hours: )|(?<=lunch )|(?<=break ))\d{1,2} ?(?:to|-) ?\d{1,2}\b"
)
_skip_digits(r"\d{1,2}:\d{1,2}\b(?! ?(?:%|млн|млрд|billion|million))")
_skip_digits(r"\d{1,2}[A-F](?=[.,;:)]|$|\s*\n)(?<!\$\dB)(?<!\$\d\dB)")
_skip_digits(r"(?:19|20)\d\d (?:FIFA|Olympic|World Cup)")
_skip_digits(r"\d+[A-Z]{1,2}\d*\b(?<![KMBTWV])(?<!GW)(?<!KM)(?<!HA)")
_skip_digits(
    r"\d{1,2}[- ](?:to|:)[- ]\d{1,2}(?= (?:win|victory|defeat|loss|draw|lead))|\d{1,2}-\d{1,2}(?="
    r" (?:win|victory|defeat|loss|draw|lead|against|at home))"
)
_skip_digits(r"\d+x\d+")
_skip_digits(r"1520/1435|1435/1520|\d{1,2}/10\b(?! of)")
_skip_digits(r"(?m:^\d{1,2}/\d{1,2}(?= [A-ZА-Я]))")
_skip_digits(r"\d{1,3} of \d{1,3}(?=\))")
_skip_digits(r"\d{2}'(?=[,.;) ]|$|\n)")
_skip_digits(r"\d{2}[- ]foot(?:er)?s?\b")
_skip_digits(
    r"\d[.,]\d[- ](?:lit(?:re|er)s?|л(?:итр\w*)?\.?)[- ](?:\w+ )?(?:engine|turbo|petrol|diesel|motor|двигател\w+"
    r"|мотор\w*)"
)

_skip_digits(r"\d(?:\.\d)?[- ](?:door|engine|cylinder|speed|seater|star)s?\b")
_skip("half", r"[Hh]alf-(?:year(?:ly)?|hour(?:ly)?|term|finished|way)\b")
_skip("class model type series", r"\w+ \d{1,3}[-/]\d{1,4}\b")
_skip("radio fm frequency", r"\w+ (?:on |at )?\d{2,3}\.\d\b")
_skip_digits(r"0\d{3,}")
_skip_digits(r"\d{1,2}[- ]year (?:plan|programme|program)")
_skip_digits(r"(?:50-50|51-49|49-51|60-40|70-30|75-25|80-20|90-10)(?!%| ?per)")

# A sport score stands after one of these; a code, a name or a decimal mark right before digits makes them part of it.
_SCORE = re.compile(
    r"(?:won|ended|final|match|quiz|score|game|beat|beats|defeat(?:ed)?|victory|lost|drew|draw|score[d]?"
    r"|finished|обыграл\w*|победил\w*)\b[^.!?\n]{0,60}$"
)
# Tashkent 3, Minsk 1; the code of a document: COM(2025) 118.
_SIDE = re.compile(r"(?:^|[:.;(\n] ?)[A-ZА-Я][\w'-]+ $")
_SCOREBOARD = re.compile(r"\d{1,3}(?:, | - | — )[A-ZА-Я][\w'-]+ \d{1,3}(?=[.;)]|\s*\n|$)")
_OF_CODE = re.compile(r"[A-Z]{2,6} ?\((?:19|20)\d\d\) ?$")
_NUMBERED = re.compile(r"\d{1,2}(?:[.)/]| [/|]|:)(?= +[A-ZА-Я\u4e00-\u9fff])")
_SCORED = re.compile(r"\d{1,2}[-:]\d{1,2}\b")
_ATTACHED = re.compile(r"(?:[A-Za-zА-я]-?|[A-Za-z]/|\d[.,:/]|#|№ ?|§ ?)\Z")
_ARTICLED = re.compile(r"(?:US|HK|RMB|CNY|USD|EUR|KZT|RUB|Rs)\Z")


def skipped_to(text: str, word: str, start: int) -> int:
    """The end of what is to be left alone from an offset on; the offset itself if there is nothing.

    Parameters
    ----------
    word
        The token there in small letters.
    """
    for pattern in _AT_WORD.get(word, ()):
        if m := pattern.match(text, start):
            return m.end()
    if word[0].isdecimal():
        return _digits_to(text, start)
    return _name_to(text, start)


# A name that begins with a number, in quotes: газета «Семь рек», the "Five Wells" inn.
_QUOTED = re.compile(
    r"[А-Я][а-я]+(?: [А-Яа-я][а-я-]+){1,2}(?=[»”\"])|[A-Z][a-z]+(?: [A-Z][a-z]+){1,3}(?=[”\"])"
)


def _name_to(text: str, start: int) -> int:
    """The end of a name in quotes that opens right before an offset; the offset itself if none does."""
    if start and text[start - 1] in '«“"„' and (m := _QUOTED.match(text, start)):
        return m.end()
    return start


def _digits_to(text: str, start: int) -> int:
    for pattern in _AT_DIGIT:
        if m := pattern.match(text, start):
            return m.end()
    before = text[max(0, start - 5) : start]
    if (start == 0 or text[start - 1] == "\n") and (m := _NUMBERED.match(text, start)):
        return m.end()
    if (m := _SCOREBOARD.match(text, start)) and _SIDE.search(text, max(0, start - 30), start):
        return m.end()
    if _OF_CODE.search(text, max(0, start - 16), start):
        return start + len(text[start:].split(None, 1)[0].rstrip(".,;)"))
    if _ATTACHED.search(before) and not _ARTICLED.search(before) and not _after_year_or_range(text, start):
        end = start
        while end < len(text) and (
            text[end].isalnum() or (text[end] in ".-" and text[end + 1 : end + 2].isalnum())
        ):
            end += 1
        return end
    score = _SCORED.match(text, start)
    if score and _SCORE.search(text, max(0, start - 80), start):
        return score.end()
    return start


def _after_year_or_range(text: str, start: int) -> bool:
    """Whether a hyphen before digits comes after a word that may precede a figure: top-10, mid-2024, pre-2019."""
    return bool(
        re.search(
            r"(?:top|mid|pre|post|sub|over|to|of)-$|(?:[а-я]{3,}|[a-z]{3,})\.?$",
            text[max(0, start - 6) : start],
        )
    ) and not re.search(r"[A-Z]\w*$", text[max(0, start - 12) : start])


TRIGGERS = frozenset(_AT_WORD)
