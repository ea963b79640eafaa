"""The five areas as pages draw them: their names, words of a period, charts, and the templates with these at hand.

Reads   screens as ``jibek systems --json`` prints them, or as a run keeps them
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

from jibek.ground.language import current, mark, tr, unfilled, unfilled_many
from jibek.ground.locale import clauses, day, detailed, month
from jibek.report.drawing.lines import trend
from jibek.report.systems.figures import figure, printed, readable
from jibek.report.systems.words import foreign, reporter, said, word

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TITLES = {
    "policy": mark("Policy coordination"),
    "facilities": mark("Facilities connectivity"),
    "trade": mark("Unimpeded trade"),
    "finance": mark("Financial integration"),
    "people": mark("People-to-people bonds"),
}

_KINDS = {
    "fact": mark("figure"),
    "result": mark("model"),
    "input": mark("event"),
    "claim": mark("text"),
    "assumption": mark("assumption"),
}

# Whose figures a reporter's are, where the record has a code.
_WHO = {"CHN": mark("China’s customs"), "KAZ": mark("Kazakhstan’s statistics")}

_ISO_MONTH, _ISO_DAY = 2, 3  # parts of a month written as 2023-11, of a day as 2023-11-10


def environment() -> Environment:
    """Templates of the pages, with the words and charts that they ask for, in the language of now.

    ``tr`` and ``trn`` are those of `jibek.ground.language`: what is put into a message is escaped, and so is
    the message.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(file),
    )
    made.filters |= {
        "figure": figure,
        "printed": printed,
        "steps": steps,
        "readable": readable,
        "reporter": reporter,
        "said": said,
        "word": word,
        "upper_first": lambda said: said[:1].upper() + said[1:],
        "spoken": spoken,
        "drawn": drawn,
        "chart": lambda series: Markup(chart(series)),
    }
    made.globals |= {
        "tr": _tr,
        "trn": _trn,
        "language": current(),
        "apart": clauses(("", "")),
        "comma": detailed(("", "")),
        # What stays in the language of its source says so, where that is not the reader's.
        "english": Markup(foreign()),
    }
    # For {% trans %}, where places are written %(name)s and a percent sign twice.
    made.install_gettext_callables(unfilled, unfilled_many, newstyle=True)  # type: ignore[attr-defined]
    return made


def _tr(message: str, **values: Any) -> Markup:
    """`tr` for a page: the message and the values are escaped, so that values may be markup."""
    from markupsafe import escape

    said = escape(unfilled(message))
    return said.format(**values) if values else said


def _trn(one: str, many: str, n: float, **values: Any) -> Markup:
    """`trn` for a page."""
    from markupsafe import escape

    return escape(unfilled_many(one, many, n)).format(**{"n": n, **values})


def file(name: str) -> str:
    """A template, style or script of the pages."""
    return (resources.files("jibek") / "report" / "page" / name).read_text(encoding="utf-8")


def spoken(period: str) -> str:
    """A period as people say it.

    >>> spoken("2013/2024-07"), spoken("2023-11-10"), spoken("../2030")
    ('2013 to Jul 2024', '10 Nov 2023', 'until 2030')
    """
    first, _, last = period.partition("/")
    if first == "..":
        return tr("until {day}", day=_day(last))
    if last == "..":
        return tr("from {day}", day=_day(first))
    return tr("{first} to {last}", first=_day(first), last=_day(last)) if last else _day(first)


def _day(written: str) -> str:
    parts = written.split("-")
    if not _ISO_MONTH <= len(parts) <= _ISO_DAY:
        return written
    try:
        of = date(*map(int, [*parts, "1"][:_ISO_DAY]))
    except ValueError:
        return written
    return day(of) if len(parts) == _ISO_DAY else month(of)


def steps(indicator: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps behind an indicator: the letter of each in the formula, its label, figure, source and reason."""
    nodes = indicator["explain"]["nodes"]
    letters = {step: letter for letter, step in indicator["terms"].items()}
    found = []
    for parent in nodes[indicator["explain"]["root"]]["parents"]:
        node = nodes[parent]
        told = "" if node["value"] is None else said(printed({"low": None, "high": None, **node}))
        found.append(
            {"letter": letters.get(parent, ""), "word": tr(_KINDS[node["kind"]]), "figure": told, **node}
        )
    return found


def drawn(series: Mapping[str, Any], of: str = "") -> Markup:
    """What a chart shows: its unit and whose figures they are.

    of
        Unit of the figure above the chart; figures in another unit are those behind it.
    """
    from markupsafe import Markup

    word = figure({"value": 2.0, "unit": series["unit"]}).unit
    if of and of != series["unit"]:
        word = tr("Figures behind it in {unit}", unit=word) if word else tr("Figures behind it")
    named = [part.strip() for p in series["points"] for part in (p["reporter"] or "").split(";")]
    who = [tr(_WHO[n]) if n in _WHO else reporter(n) for n in dict.fromkeys(named)]
    return Markup(clauses(("", ""))).join(part for part in (word, *who) if part)


def chart(series: Mapping[str, Any]) -> str:
    """The small chart of a series."""
    points = [(p["year"], p["value"]) for p in series["points"]]
    return trend(points, str(series["unit"]), tr(readable(str(series["name"]))))
