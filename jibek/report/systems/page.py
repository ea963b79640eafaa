"""All systems on one page that opens from disk and asks for nothing: areas, cards, search, derivations.

Reads   what ``jibek systems --json`` prints
Writes  one HTML file
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from jibek.ground.vocabulary import AREAS, SYSTEM_GROUPS, TEXTS
from jibek.report.drawing.lines import trend
from jibek.report.systems.figures import figure, printed, readable

CHARTS = 4  # small charts on a card; those with most years

AREA_TITLES = {
    "policy": "Policy coordination",
    "facilities": "Facilities connectivity",
    "trade": "Unimpeded trade",
    "finance": "Financial integration",
    "people": "People-to-people bonds",
}

_KINDS = {"fact": "figure", "result": "model", "input": "event", "claim": "text", "assumption": "assumption"}


def html(content: Mapping[str, Any]) -> str:
    """The page as text; ``content`` holds systems, screens, run, version and the names of the texts."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "figure": figure,
        "printed": printed,
        "steps": steps,
        "readable": readable,
        "found_by": found_by,
        "drawn": drawn,
        "chart": lambda series: Markup(chart(series)),
    }
    systems: Sequence[Mapping[str, Any]] = content["systems"]
    return environment.from_string(_file("systems.html.j2")).render(
        **content,
        titles=AREA_TITLES,
        areas=AREAS,
        groups=[g for g in SYSTEM_GROUPS if any(s["group"] == g for s in systems)],
        states=sorted({s["status"] for s in systems}),
        texts=[t for t in TEXTS if any(t in s["texts"] for s in systems)],
        charts=CHARTS,
        style=Markup(_file("style.css") + _file("systems.css")),
        script=Markup(_file("systems.js")),
    )


def write(content: Mapping[str, Any], out: Path) -> Path:
    """Write the page; the file's path."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(html(content), encoding="utf-8", newline="\n")
    return out


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


def found_by(system: Mapping[str, Any]) -> str:
    """Everything that a search may find a system by."""
    names = [system["name"], *(n for n in system["names"].values() if n), *system["aliases"], system["said"]]
    return " ".join([*names, *(i["name"] for i in system["indicators"])]).casefold()


def drawn(series: Mapping[str, Any]) -> str:
    """What a chart shows: its unit and whose figures they are."""
    word = figure({"value": 2.0, "unit": series["unit"]}).unit
    return "; ".join(part for part in (word, *dict.fromkeys(p["reporter"] for p in series["points"])) if part)


def chart(series: Mapping[str, Any]) -> str:
    """The small chart of a series."""
    points = [(p["year"], p["value"]) for p in series["points"]]
    return trend(points, str(series["unit"]), readable(str(series["name"])))


def _file(name: str) -> str:
    return (resources.files("jibek") / "report" / "page" / name).read_text(encoding="utf-8")
