"""The five areas as pages draw them: their names, words of a period, charts, and the templates with these at hand.

Reads   screens as ``jibek systems --json`` prints them, or as a run keeps them
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

from jibek.ground.language import catalogue, current, tr
from jibek.report.drawing.lines import trend
from jibek.report.systems.figures import figure, printed, readable

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TITLES = {
    "policy": "Policy coordination",
    "facilities": "Facilities connectivity",
    "trade": "Unimpeded trade",
    "finance": "Financial integration",
    "people": "People-to-people bonds",
}

_KINDS = {"fact": "figure", "result": "model", "input": "event", "claim": "text", "assumption": "assumption"}

# Whose figures a reporter's are, where the record has a code.
_WHO = {"CHN": "China’s customs", "KAZ": "Kazakhstan’s statistics"}

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

_ISO_DAY = 3  # parts of a day written as 2023-11-10


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
        "spoken": spoken,
        "drawn": drawn,
        "chart": lambda series: Markup(chart(series)),
    }
    made.globals |= {
        "tr": _tr,
        "trn": _trn,
        "language": current(),
    }
    # For {% trans %}, where places are written %(name)s and a percent sign twice.
    made.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: catalogue(current()).gettext(message),
        lambda one, many, n: catalogue(current()).ngettext(one, many, n),
        newstyle=True,
    )
    return made


def _tr(message: str, **values: Any) -> Markup:
    """`tr` for a page: the message and the values are escaped, so that values may be markup."""
    from markupsafe import escape

    return escape(tr(message)).format(**values)


def _trn(one: str, many: str, n: float, **values: Any) -> Markup:
    """`trn` for a page."""
    from markupsafe import escape

    return escape(catalogue(current()).ngettext(one, many, int(n))).format(**{"n": n, **values})


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
        return f"until {_day(last)}"
    if last == "..":
        return f"from {_day(first)}"
    return f"{_day(first)} to {_day(last)}" if last else _day(first)


def _day(written: str) -> str:
    parts = written.split("-")
    if len(parts) == 1 or not all(p.isdigit() for p in parts) or not 1 <= int(parts[1]) <= len(_MONTHS):
        return written
    said = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{int(parts[2])} {said}" if len(parts) == _ISO_DAY else said


def steps(indicator: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps behind an indicator: the letter of each in the formula, its label, figure, source and reason."""
    nodes = indicator["explain"]["nodes"]
    letters = {step: letter for letter, step in indicator["terms"].items()}
    found = []
    for parent in nodes[indicator["explain"]["root"]]["parents"]:
        node = nodes[parent]
        told = "" if node["value"] is None else str(printed({"low": None, "high": None, **node}))
        found.append(
            {"letter": letters.get(parent, ""), "word": _KINDS[node["kind"]], "figure": told, **node}
        )
    return found


def drawn(series: Mapping[str, Any], of: str = "") -> str:
    """What a chart shows: its unit and whose figures they are.

    of
        Unit of the figure above the chart; figures in another unit are those behind it.
    """
    word = figure({"value": 2.0, "unit": series["unit"]}).unit
    if of and of != series["unit"]:
        word = f"Figures behind it in {word}" if word else "Figures behind it"
    named = [part.strip() for p in series["points"] for part in (p["reporter"] or "").split(";")]
    return "; ".join(part for part in (word, *dict.fromkeys(_WHO.get(n, n) for n in named)) if part)


def chart(series: Mapping[str, Any]) -> str:
    """The small chart of a series."""
    points = [(p["year"], p["value"]) for p in series["points"]]
    return trend(points, str(series["unit"]), readable(str(series["name"])))
