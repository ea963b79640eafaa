"""Words around a number that say how exact it is: about, nearly, more than, up to, and their Russian fellows."""

from __future__ import annotations

from dataclasses import dataclass

from jibek.reading.tokens import Tokens

ABOUT = 0.05  # half-width of "about", as a share of the value


@dataclass(frozen=True, slots=True)
class Hedge:
    """comparator, and on which sides of the value the figure may lie: "<" "just under" lies close below."""

    comparator: str
    close: bool = False


_ABOUT = Hedge("~")
_BEFORE: dict[tuple[str, ...], Hedge] = {}


def _are(hedge: Hedge, phrases: str) -> None:
    _BEFORE.update({tuple(p.split()): hedge for p in phrases.split("|")})


_are(
    _ABOUT,
    "about|around|approximately|roughly|some|nearly|almost|close to|circa|ca|approx|approx .|an estimated"
    "|estimated|"
    "nearly about|in the region of|in the order of|something like|say|virtually|practically|~|near|"
    "около|примерно|приблизительно|порядка|почти|в районе|без малого|чуть ли не",
)
_are(
    Hedge(">"),
    "more than|over|above|upwards of|upward of|in excess of|exceeding|exceeds|exceed|exceeded"
    "|surpassing|surpassed|surpasses|"
    "surpass|greater than|higher than|beyond|topped|topping|tops|>|well over|well above|larger than|longer than|"
    "свыше|более|более чем|больше|выше|превысил|превысила|превысило|превысили|превышает|превысит"
    "|больше чем|older than|passed|"
    "crossed",
)
_are(
    Hedge(">", close=True),
    "just over|slightly over|slightly more than|a little over|just above|little more than|чуть более|чуть больше",
)
_are(
    Hedge(">="),
    "at least|no less than|not less than|no fewer than|a minimum of|minimum|not fewer than|as much as"
    " at least|≥|> =|from|"
    "не менее|как минимум|по меньшей мере|не меньше",
)
_are(
    Hedge("<"),
    "less than|under|below|fewer than|short of|<|smaller than|shorter than|lower than|менее|менее чем"
    "|меньше|ниже",
)
_are(
    Hedge("<", close=True),
    "just under|slightly under|slightly less than|a little under|just below|just short of|чуть менее|чуть меньше",
)
_are(
    Hedge("<="),
    "up to|at most|no more than|not more than|a maximum of|maximum|not exceeding|as many as|as much"
    " as|as high as|≤|< =|within|"
    "до|не более|не больше|не свыше|не превышает|максимум",
)
_LONGEST = max(map(len, _BEFORE))
_LAST = frozenset(words[-1] for words in _BEFORE)
# "over" and "within" of a time span say during; "from" begins a span.
_DURING = frozenset((("over",), ("within",), ("from",), ("under",), ("до",)))
_OVER_IS_MORE = frozenset("for of just well lasting lasts lasted after spanning takes took been".split())
# After a change "over" leads to the base of comparison: an increase of 23 percent over US$31bn.
_CHANGES = frozenset(
    (
        "percent % cent pct increase rise growth gain jump advance improvement advantage lead up decrease"
        " fall win victory"
    ).split()
)


def hedge_before(tokens: Tokens, i: int, *, kind: str) -> tuple[Hedge | None, int]:
    """What a phrase right before a token says of the number there, and where the phrase begins."""
    end = i
    if tokens.word(end - 1) in ("a", "an", "the", "another") and tokens.word(end - 2) in (
        "about",
        "around",
        "nearly",
        "almost",
        "over",
    ):
        end -= 1
    if tokens.word(end - 1) not in _LAST:
        return None, i
    for n in range(min(_LONGEST, end), 0, -1):
        words = tuple(tokens.words[end - n : end])
        hedge = _BEFORE.get(words)
        if hedge is None:
            continue
        if words in _DURING and kind == "duration" and tokens.word(end - 2) not in _OVER_IS_MORE:
            return None, i
        if words in (("from",), ("within",), ("minimum",), ("maximum",)) and (
            kind != "percent" or words[0] != "within"
        ):
            return None, i
        if words == ("over",) and tokens.word(end - 2) in _CHANGES:
            return None, i
        if words == ("до",) and not _up_to(tokens, end):
            return None, i
        if (
            words in (("passed",), ("crossed",), ("say",), ("near",), ("above",))
            and kind == "count"
            and end - i == 0
            and not tokens.word(i)[:1].isdecimal()
        ):
            return None, i
        return hedge, end - n
    return None, i


def _up_to(tokens: Tokens, end: int) -> bool:
    """до after a verb of change names the level that was reached, not a bound: вырос до 41 млрд."""
    before = tokens.words[max(0, end - 9) : end - 1]
    return not any(
        w.startswith(
            (
                "вырос",
                "выраст",
                "увелич",
                "снизи",
                "сократи",
                "дове",
                "возрос",
                "упал",
                "достич",
                "подня",
                "повыс",
                "нарас",
            )
        )
        for w in before
    )


def hedge_after(tokens: Tokens, i: int) -> tuple[Hedge | None, int]:
    """What follows a figure: "or more", "-plus", "or so"; and the token after it."""
    two = (tokens.word(i), tokens.word(i + 1))
    if two == ("or", "more") or two == ("and", "more") or two == ("и", "более"):
        return Hedge(">="), i + 2
    if two == ("-", "plus") or (two[0] == "+" and tokens.joined(i)):
        return Hedge(">="), i + (2 if two[0] == "-" else 1)
    if two in (("or", "less"), ("or", "fewer")):
        return Hedge("<="), i + 2
    if two == ("or", "so") or two == ("-", "odd"):
        return _ABOUT, i + 2
    return None, i


def bounds(value: float, half: float, hedge: Hedge | None) -> tuple[float | None, float | None]:
    """Lowest and highest value that the words allow.

    Parameters
    ----------
    half
        Half of what one unit of the last stated place is worth.
    """
    if hedge is None:
        return value - half, value + half
    wide = max(abs(value) * ABOUT, half)
    if hedge.comparator == "~":
        return value - wide, value + wide
    if hedge.comparator in (">", ">="):
        return value, value + wide if hedge.close else None
    return value - wide if hedge.close else None, value
