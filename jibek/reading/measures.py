"""Units as articles write them, in English and Russian, and what each is in base units.

A surface is a row of tokens ("metric tons", "кВт · ч"); the longest that fits is taken. Money before a figure
("US$", "¥") stands apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jibek.reading import people
from jibek.reading.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit: base unit, what one is worth in it, kind, currency of money, noun if the unit names what is counted."""

    unit: str
    factor: float
    kind: str
    currency: str = ""
    noun: str = ""


def _money(code: str, factor: float = 1.0) -> Measure:
    return Measure(code, factor, "money", code)


def _size(unit: str, factor: float = 1.0, noun: str = "") -> Measure:
    return Measure(unit, factor, "physical", "", noun)


def _time(unit: str, factor: float = 1.0) -> Measure:
    return Measure(unit, factor, "duration")


_PERCENT = Measure("percent", 1.0, "percent")
_POINTS = Measure("percentage_points", 1.0, "percent")

_SURFACES: dict[str, Measure] = {}


def _are(measure: Measure, surfaces: str) -> None:
    _SURFACES.update(dict.fromkeys(surfaces.split("|"), measure))


_are(
    _money("USD"),
    "us dollars|us dollar|u . s . dollars|u . s . dollar|american dollars|dollars|dollar|usd|us $|$"
    "|долларов сша|доллара сша|"
    "долларов|доллара|доллар|долл|долл . сша|долл сша|$ сша",
)
_are(_money("CNY"), "yuan|renminbi|rmb|cny|yuan renminbi|chinese yuan|юаней|юаня|юань|китайских юаней")
_are(_money("KZT"), "tenge|kzt|kazakh tenge|тенге|теңге|₸")
_are(_money("EUR"), "euros|euro|eur|евро|€")
_are(_money("RUB"), "roubles|rubles|rouble|ruble|rub|рублей|рубля|рубль|руб|₽")
_are(_money("GBP"), "pounds sterling|gbp|pounds")
_are(_money("JPY"), "yen|jpy|иен|иены")
_are(_money("UZS"), "soums|uzs|uzbek som|uzbek sum|uzbek soums|сумов|сума|узбекских сумов")
_are(_money("KGS"), "soms|kgs|kyrgyz som|kyrgyz soms|сомов|сома|киргизских сомов|кыргызских сомов")
_are(_money("AZN"), "azn|azerbaijani manat|azerbaijani manats|азербайджанских манатов|азербайджанских маната")
_are(_money("TMT"), "tmt|turkmen manat|turkmen manats|туркменских манатов|туркменских маната")
_are(_money("AZN"), "manat|manats|манатов|маната|манат")
_are(_money("GEL"), "lari|laris|gel|лари")
_are(_money("TRY"), "turkish lira|turkish liras|lira|liras|турецких лир|лир|лиры")
_are(_money("INR"), "rupees|indian rupees|rupee|рупий|рупии")
_are(_money("CHF"), "swiss francs|chf|швейцарских франков")
_are(_money("USD", 0.01), "us cents|cents|cent|центов|цента")
_are(_PERCENT, "%|percent|per cent|pct|процент|процента|процентов|проц|пайыз")
_are(
    _POINTS,
    "percentage points|percentage point|percent points|per cent points|% points|% point"
    "|percentage - point|pp|p . p .|"
    "процентных пункта|процентных пунктов|процентный пункт|процентного пункта|п . п .|п . п",
)
_are(Measure("percentage_points", 0.01, "percent"), "basis points|basis point|bps")

_are(
    _size("t"),
    "tonnes|tonne|tons|ton|metric tons|metric ton|metric tonnes|mt|тонн|тонны|тонна|тонну|т|t|freight tons|"
    "net tons|short tons",
)
_are(_size("t", 1e6), "mtpa|megatonnes|megatons|мегатонн|мегатонны")
_are(_size("t", 1e9), "gt|gigatonnes|gigatons|гигатонн")
_are(_size("t", 0.1), "centners|centner|quintals|quintal|центнеров|центнера|ц")
_are(_size("t", 1e3), "kt|kilotonnes")
_are(_size("t", 0.45359237e-3), "lb|lbs")
_are(_size("t", 1e-6), "grams|grammes|граммов|грамма|грамм")
_are(_size("t", 1e-3), "kg|kilograms|kilogrammes|kilogram|kilos|kilo|кг|килограммов|кило")
_are(_size("km"), "km|kms|kilometers|kilometres|kilometer|kilometre|км|километров|километра|километр")
_are(_size("km", 1e-3), "metres|meters|metre|meter|м|метров|метра|m")
_are(_size("km", 1.609344), "miles|mile|миль|мили|миля|милях|милями")
_are(_size("km", 1.852), "nautical miles|nautical mile|морских миль|морские мили")
_are(_size("km", 0.3048e-3), "feet|футов|фута")
_are(_size("mm"), "mm|millimetres|millimeters|millimetre|millimeter|мм|миллиметров|миллиметра|миллиметр")
_are(_size("km", 1e-5), "cm|centimetres|centimeters|см|сантиметров|сантиметра")
_are(_size("km/h"), "km / h|kph|kmh|kilometers per hour|kilometres per hour|km per hour|км / ч")
_are(_size("ha", 0.40468564), "acres|acre|акров|акра")
_are(_size("km2", 2.589988), "square miles|square mile|sq miles|sq mi|квадратных миль")
_are(_size("ha"), "hectares|hectare|ha|га|гектаров|гектара|гектар")
_are(
    _size("km2"),
    "square kilometers|square kilometres|square kilometer|sq km|sq . km|km ²|кв . км|квадратных километров",
)
_are(
    _size("m2"),
    "square meters|square metres|square meter|sq m|sq . m|m ²|кв . м|кв . метров|квадратных метров|sqm",
)
_are(
    _size("m3"),
    "cubic meters|cubic metres|cubic meter|cubic metre|cu m|m ³|cbm|куб . м|куб . метров|кубометров|"
    "кубических метров|кубометра|м ³|куб м|m 3",
)
_are(_size("m3", 1e9), "bcm")
_are(_size("m3", 1e6), "mcm")
_are(_size("bbl"), "barrels|barrel|bbl|баррелей|барреля")
_are(_size("bbl/d"), "bpd|barrels per day|barrels a day|баррелей в сутки|barrels of oil per day")
_are(_size("L"), "litres|liters|литров|литра")
_are(_size("MW"), "mw|mwp|megawatts|megawatt|мвт|мегаватт")
_are(_size("MW", 1e3), "gw|gwp|gigawatts|gigawatt|гвт|гигаватт")
_are(_size("MW", 1e-3), "kw|kilowatts|kilowatt|квт|киловатт")
_are(
    _size("kWh"),
    "kwh|kilowatt hours|kilowatt - hours|kilowatt - hour|kilowatt hour|kw h|kw - h|kw · h|квтч|квт ·"
    " ч|квт - ч|квт ч|квт * ч|"
    "киловатт - часов|киловатт часов|kwhs",
)
_are(
    _size("kWh", 1e3), "mwh|megawatt hours|megawatt - hours|мвтч|мвт · ч|мвт - ч|мвт ч|mw h|мегаватт - часов"
)
_are(_size("kWh", 1e6), "gwh|gigawatt hours|gigawatt - hours|гвтч|гвт · ч|гвт - ч|гвт ч|гигаватт - часов")
_are(_size("kWh", 1e9), "twh|terawatt hours|terawatt - hours|твтч|твт · ч")
_are(_size("kV"), "kv|kilovolts|кв|киловольт")
_are(
    _size("TEU"),
    "teu|teus|twenty - foot equivalent units|twenty - foot equivalents|20 - foot equivalent units|дфэ|"
    "twenty - foot containers|20 - foot containers|standard containers|двадцатифутовых контейнеров"
    "|twenty - foot boxes|"
    "twenty - foot units|20 - foot units|"
    "контейнеров дфэ|контейнеров в дфэ",
)
_are(
    _size("tkm"),
    "tonne - kilometres|tonne - kilometers|ton - kilometers|ton - kilometres|ткм|тонно - километров|"
    "тонно - километра|tonne kilometres|ton kilometers",
)
_are(_size("t", noun="uranium"), "tu|tonnes of uranium")
# What a cable or a mobile network carries, told as it is written.
for _names in ("k|kilo|к|кило", "m|mega|м|мега", "g|giga|г|гига", "t|tera|т|тера"):
    _spelt = []
    for _n in _names.split("|"):
        if not _n.isascii():
            _spelt += [
                _n + form for form in "бит / с|бит / сек|бит в секунду|битов в секунду|бит|бита".split("|")
            ]
        elif len(_n) == 1:
            _spelt += [_n + form for form in "bit / s|bits / s|bps|b / s|bit".split("|")]
        else:
            _spelt += [
                _n + form for form in "bits a second|bits per second|bit per second|bits|bit".split("|")
            ]
    _are(_size(f"{_names[0].replace('m', 'M').replace('g', 'G').replace('t', 'T')}bit/s"), "|".join(_spelt))
_are(_size("degC"), "degrees celsius|°c|° c")

_are(_time("years"), "years|year|yrs|лет|года|год|годы")
_are(_time("years", 10.0), "decades|decade|десятилетия|десятилетий|десятилетие")
_are(_time("years", 100.0), "centuries|century|столетий|веков|века")
_are(_time("months"), "months|month|месяцев|месяца|месяц")
_are(_time("d", 7.0), "weeks|week|недель|недели|неделю")
_are(_time("d"), "days|day|дней|дня|день|суток|calendar days|working days|сутки")
_are(_time("h"), "hours|hour|hrs|h|часов|часа|час")
_are(_time("h", 1 / 60), "minutes|minute|mins|минут|минуты")
_are(_time("h", 1 / 3600), "seconds|секунд|секунды|секунда|секунду")

PERSONS = people.PERSONS

# Units decline: тонна -> тоннами, километр -> километрах.
for _stem, _like, _endings in (
    ("тонн", "тонн", "а ы у е ой ам ами ах"),
    ("килограмм", "кг", " а у ы ов ам ами ах"),
    ("километр", "км", " а у ы ов ам ами ах ом е"),
    ("метр", "м", " а у ы ов ам ами ах ом"),
    ("гектар", "га", " а у ы ов ам ами ах"),
    ("доллар", "доллар", " а у ы ов ам ами ах"),
    ("тенге", "тенге", ""),
    ("юан", "юань", "ь я ю и ей ям ями ях"),
    ("рубл", "рубль", "ь я ю и ей ям ями ях"),
    ("процент", "процент", " а у ы ов ам ами ах"),
    ("литр", "литров", " а у ы ов ам ами ах"),
    ("баррел", "баррелей", "ь я ю и ей ям ями ях"),
    ("кубометр", "кубометров", " а у ы ов ам ами ах"),
    ("киловатт", "киловатт", " а ов ам ами ах"),
    ("мегаватт", "мегаватт", " а ов ам ами ах"),
    ("гигаватт", "гигаватт", " а ов ам ами ах"),
    ("час", "час", " а у ы ов ам ами ах"),
    ("минут", "минут", " а у ы е ам ами ах"),
    ("недел", "недель", "ь я ю и е ям ями ях"),
    ("месяц", "месяц", " а у ы ев ам ами ах"),
    ("сут", "суток", "ки ок кам ками ках"),
    # Kazakh cases: долларға, пайыздан, теңгені.
    ("доллар", "доллар", "ға ды дан дың ды"),
    ("тонна", "тонн", "ға ны дан ның"),
    ("теңге", "тенге", "ге ні ден нің"),
    ("пайыз", "процент", "ға ды дан дық ын ы"),
    ("километр", "км", "ге ді ден"),
    ("юань", "юань", "ға ді ның"),
    ("шақырым", "км", " ға ды нан"),
    ("десятилети", "десятилетие", "е я ю й ям ями ях"),
):
    for _ending in _endings.split(" "):
        _SURFACES.setdefault(_stem + _ending, _SURFACES[_like])
_SURFACES.update(dict.fromkeys(("дням", "днями", "днях", "дню"), _SURFACES["дней"]))
_SURFACES.update(dict.fromkeys(("годам", "годами", "годах", "годов"), _SURFACES["лет"]))

_BY_FIRST: dict[str, list[tuple[tuple[str, ...], Measure]]] = {}
for _surface, _measure in _SURFACES.items():
    _words = tuple(_surface.split())
    _BY_FIRST.setdefault(_words[0], []).append((_words, _measure))
for _entries in _BY_FIRST.values():
    _entries.sort(key=lambda entry: -len(entry[0]))

# What stands before a figure. The longest first; a currency sign after "US" or a country's letter is that country's.
BEFORE: dict[tuple[str, ...], str] = {
    ("u", ".", "s", ".", "$"): "USD",
    ("us", "$"): "USD",
    ("$",): "USD",
    ("usd",): "USD",
    ("us", "dollars"): "USD",
    ("€",): "EUR",
    ("eur",): "EUR",
    ("£",): "GBP",
    ("rmb", "¥"): "CNY",
    ("cn", "¥"): "CNY",
    ("¥",): "CNY",
    ("rmb",): "CNY",
    ("cny",): "CNY",
    ("₸",): "KZT",
    ("kzt",): "KZT",
    ("₽",): "RUB",
    ("rub",): "RUB",
    ("a", "$"): "AUD",
    ("c", "$"): "CAD",
    ("hk", "$"): "HKD",
    ("s", "$"): "SGD",
}

# A word between a number and its unit that leaves the measure as it is: three golden decades.
BETWEEN = frozenset(
    "golden full consecutive whole long working calendar straight more vibrant additional further successive "
    "extra new another solid полных календарных рабочих".split()
)
_GLUED = frozenset(
    ("decades", "years", "tonnes", "tons", "kilometers", "kilometres", "months", "dollars", "percent")
)


def measure_at(tokens: Tokens, i: int) -> tuple[Measure, int, int] | None:
    """The unit that starts at a token, the token after it, and how many letters of its last token belong to it.

    A word glued to "of" ("decadesof") counts as the unit alone; 0 letters stand for the whole token.
    """
    word = tokens.word(i)
    for words, measure in _BY_FIRST.get(word, ()):
        if len(words) == 1 or tuple(tokens.words[i : i + len(words)]) == words:
            if len(words) == 1 and word in _TIGHT and not _unit_like(tokens, i):
                return None
            return _as_written(tokens, i, measure), i + len(words), 0
    if word.endswith("of") and word[:-2] in _GLUED:
        return _SURFACES[word[:-2]], i + 1, len(word) - 2
    return None


def _as_written(tokens: Tokens, i: int, measure: Measure) -> Measure:
    """15 Mt is 15 million tonnes, 15 million mt are metric tonnes; a manat is of the country that the text is about."""
    if measure.currency == "AZN" and tokens.word(i).startswith(("manat", "манат")):
        return _SURFACES["tmt"] if _TURKMEN.search(tokens.text) else measure
    if tokens.word(i) not in ("mt", "gt") or tokens.word(i - 1) in _SCALED:
        return measure
    return _CASED.get(tokens.text[tokens.starts[i] : tokens.ends[i]], measure)


_SCALED = frozenset("thousand million billion mln bn m".split())


# Units of one or two letters that are words or initials elsewhere.
_TIGHT = frozenset("m h t т м mt ha pp кв tu kv day pounds mm ц gt".split())
# As units are written: a capital changes what they are.
_CASED = {"Mt": _size("t", 1e6), "Gt": _size("t", 1e9)}
_TURKMEN = re.compile("[Tt]urkmen|Ashgabat|[Тт]уркмен|Ашхабад")


def _unit_like(tokens: Tokens, i: int) -> bool:
    """Whether a short unit is one: joined to the figure, or written as units are (small or all capitals for kV)."""
    written = tokens.text[tokens.starts[i] : tokens.ends[i]]
    if written in ("T", "M", "H"):
        return False
    if written not in ("m", "h", "t") or tokens.word(i + 1) != "." or not tokens.word(i + 2).isalpha():
        return True
    # An initial is joined to the next one; a unit that ends its sentence is not: 41,700 t. Buyers took half.
    return not tokens.joined(i + 2) and tokens.word(i - 1)[:1].isdecimal()


def currency_before(tokens: Tokens, i: int) -> tuple[str, int]:
    """Currency that stands right before a token and the token where its sign begins; ("", i) if none."""
    if tokens.word(i - 1) not in _LAST_BEFORE:
        return "", i
    for words, code in BEFORE.items():
        n = len(words)
        if i >= n and tuple(tokens.words[i - n : i]) == words:
            return code, i - n
    return "", i


_LAST_BEFORE = frozenset(words[-1] for words in BEFORE)
