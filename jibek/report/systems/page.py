"""All systems on one page that opens from disk and asks for nothing: areas, cards, search, derivations.

Reads   what ``jibek systems --json`` prints
Writes  one HTML file
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jibek.ground.language import tr
from jibek.ground.text import visible
from jibek.ground.vocabulary import AREAS, SYSTEM_GROUPS, TEXTS
from jibek.report.guard import policy
from jibek.report.systems.areas import TITLES, environment, file
from jibek.report.systems.words import name_of, other_names

CHARTS = 4  # small charts on a card; those with most years


def html(content: Mapping[str, Any]) -> str:
    """The page as text; ``content`` holds systems, screens, run, version and the names of the texts."""
    from markupsafe import Markup

    templates = environment()
    templates.filters |= {"found_by": found_by, "name_of": name_of, "other_names": other_names}
    systems: Sequence[Mapping[str, Any]] = content["systems"]
    script = file("areas.js") + file("systems.js")
    page = templates.get_template("systems.html.j2").render(
        **content,
        titles=TITLES,
        areas=AREAS,
        groups=[g for g in SYSTEM_GROUPS if any(s["group"] == g for s in systems)],
        states=sorted({s["status"] for s in systems}),
        texts=[t for t in TEXTS if any(t in s["texts"] for s in systems)],
        charts=CHARTS,
        style=Markup(file("style.css") + file("areas.css") + file("systems.css")),
        script=Markup(script),
        policy=policy(script),
    )
    return visible(page)


def write(content: Mapping[str, Any], out: Path) -> Path:
    """Write the page; the file's path."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(html(content), encoding="utf-8", newline="\n")
    return out


def found_by(system: Mapping[str, Any]) -> str:
    """Everything that a search may find a system by."""
    names = [system["name"], *(n for n in system["names"].values() if n), *system["aliases"], system["said"]]
    said = (said for i in system["indicators"] for said in dict.fromkeys((i["name"], tr(i["name"]))))
    return " ".join([*names, *said]).casefold()
