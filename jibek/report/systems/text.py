"""Systems for a terminal: a list of all, or one in full: what was said, is known, is worked out, is missing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jibek.ground.text import aligned
from jibek.report.systems.figures import figure, printed, readable

WIDTH = 100

MOST = 12  # figures of the record that one system shows; the page and --json have all

System = Mapping[str, Any]


def list_text(systems: Sequence[System]) -> str:
    """All systems, group by group, with the first figure that is worked out of each."""
    lines: list[str] = []
    for group in dict.fromkeys(s["group"] for s in systems):
        mine = [s for s in systems if s["group"] == group]
        rows = [[s["name"], s["status"], _first(s)] for s in mine]
        lines += ["", f"{group.capitalize()} ({len(mine)})", *aligned(["", "", ""], rows, left=(0, 1, 2))[1:]]
    return "\n".join([count_text(systems), *lines])


def count_text(systems: Sequence[System]) -> str:
    """How many there are of each state."""
    states = [s["status"] for s in systems]
    return f"{len(systems)} systems: " + ", ".join(
        f"{states.count(w)} {w}" for w in dict.fromkeys(sorted(states))
    )


def _first(system: System) -> str:
    worked = [i for i in system["indicators"] if i["value"] is not None]
    if not worked:
        return "" if not system["facts"] else f"{len(system['facts'])} figures of the record"
    return textwrap.shorten(
        f"{worked[0]['name']}: {figure(worked[0])}, {worked[0]['period']}", 84, placeholder=" …"
    )


def system_text(system: System) -> str:
    """One system in full."""
    names = ", ".join(n for n in system["names"].values() if n)
    head = [system["name"], names, f"{system['type']}, {system['group']}, {system['status']}"]
    parts = [line for line in head if line]
    for title, lines in (
        ("What was said", list(_said(system))),
        ("What is known now", list(_known(system))),
        ("What is worked out", list(_worked(system))),
        ("What the model gives", [f"{m['what']} {figure(m)}, {m['year']}" for m in system["modelled"]]),
        ("What is missing", list(system["gaps"])),
    ):
        if lines:
            parts += ["", title, *(_wrapped(line) for line in lines)]
    return "\n".join(parts)


def _said(system: System) -> Iterator[str]:
    yield system["said"]
    by_whom = dict.fromkeys((c["speaker"] or "a speaker not named", c["date"]) for c in system["claims"])
    for speaker, date in by_whom:
        yield f"{speaker}, {date}:"
        for claim in system["claims"]:
            if (claim["speaker"] or "a speaker not named", claim["date"]) == (speaker, date):
                yield f"  {claim['claim_id']}  {claim['text']} [{claim['status']}]"


def _known(system: System) -> Iterator[str]:
    for event in system["events"]:
        state = "" if event["status"] == "done" else f" [{event['status']}]"
        yield f"{event['first']}  {event['title']}{state}"
    facts = sorted(system["facts"], key=lambda f: f["period"][:4], reverse=True)
    for fact in facts[:MOST]:
        partner = f", {fact['partner']}" if fact["partner"] else ""
        who = fact["reporter"] or fact["source"]
        yield f"{readable(fact['indicator'])}{partner}: {printed(fact)}, {fact['period']} ({who})"
    if len(facts) > MOST:
        yield f"… {len(facts) - MOST} more figures: --json or --html FILE"
    for difference in system["differences"][:3]:
        told = "; ".join(f"{printed(f)} by {f['reporter']}" for f in difference["facts"])
        yield f"not the same: {readable(difference['name'])}, {difference['period']}: {told}"


def _worked(system: System) -> Iterator[str]:
    for one in system["indicators"]:
        if one["value"] is not None:
            reason = f". {one['reason'][0].upper()}{one['reason'][1:]}" if one["reason"] else ""
            yield f"{one['name']}: {figure(one)}, {one['period']} ({one['reporter']}){reason}"


def _wrapped(line: str) -> str:
    return textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ")
