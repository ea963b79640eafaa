"""Systems for a terminal: a list of all, or one in full: what was said, is known, is worked out, is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jibek.ground.language import tr, trn
from jibek.ground.locale import clauses, commas, shortened, wrapped
from jibek.ground.text import aligned
from jibek.report.systems.figures import figure, printed, readable
from jibek.report.systems.words import COUNTED, name_of, other_names, reporter_text, word

WIDTH = 100

MOST = 12  # figures of the record that one system shows; the page and --json have all

System = Mapping[str, Any]


def list_text(systems: Sequence[System]) -> str:
    """All systems, group by group, with the first figure that is worked out of each."""
    lines: list[str] = []
    for group in dict.fromkeys(s["group"] for s in systems):
        mine = [s for s in systems if s["group"] == group]
        rows = [[name_of(s), word(s["status"]), _first(s)] for s in mine]
        title = word(group)
        lines += [
            "",
            f"{title[:1].upper()}{title[1:]} ({len(mine)})",
            *aligned(["", "", ""], rows, left=(0, 1, 2))[1:],
        ]
    return "\n".join([count_text(systems), *lines])


def count_text(systems: Sequence[System]) -> str:
    """How many there are of each state."""
    states = [s["status"] for s in systems]
    told = commas(tr(COUNTED[w], n=states.count(w)) for w in dict.fromkeys(sorted(states)))
    return trn("{n} system: {states}", "{n} systems: {states}", len(systems), states=told)


def _first(system: System) -> str:
    worked = [i for i in system["indicators"] if i["value"] is not None]
    if not worked:
        many = len(system["facts"])
        return "" if not many else trn("{n} figure of the record", "{n} figures of the record", many)
    return shortened(f"{tr(worked[0]['name'])}: {figure(worked[0])}, {worked[0]['period']}", 84, " …")


def system_text(system: System) -> str:
    """One system in full."""
    names = ", ".join(other_names(system).values())
    kind = commas(map(word, (system["type"], system["group"], system["status"])))
    head = [name_of(system), names, kind]
    parts = [line for line in head if line]
    for title, lines in (
        (tr("What was said"), list(_said(system))),
        (tr("What is known now"), list(_known(system))),
        (tr("What is worked out"), list(_worked(system))),
        (
            tr("What the model gives"),
            [f"{tr(m['what'])} {figure(m)}, {m['year']}" for m in system["modelled"]],
        ),
        (tr("What is missing"), list(system["gaps"])),
    ):
        if lines:
            parts += ["", title, *(_wrapped(line) for line in lines)]
    return "\n".join(parts)


def _said(system: System) -> Iterator[str]:
    yield system["said"]
    by_whom = dict.fromkeys((_speaker(c), c["date"]) for c in system["claims"])
    for speaker, date in by_whom:
        yield f"{speaker}, {date}:"
        for claim in system["claims"]:
            if (_speaker(claim), claim["date"]) == (speaker, date):
                yield f"  {claim['claim_id']}  {claim['text']} [{word(claim['status'])}]"


def _known(system: System) -> Iterator[str]:
    for event in system["events"]:
        state = "" if event["status"] == "done" else f" [{word(event['status'])}]"
        yield f"{event['first']}  {event['title']}{state}"
    facts = sorted(system["facts"], key=lambda f: f["period"][:4], reverse=True)
    for fact in facts[:MOST]:
        partner = f", {fact['partner']}" if fact["partner"] else ""
        who = fact["reporter"] or fact["source"]
        yield f"{readable(fact['indicator'])}{partner}: {printed(fact)}, {fact['period']} ({who})"
    if len(facts) > MOST:
        yield trn(
            "… {n} more figure: --json or --html FILE",
            "… {n} more figures: --json or --html FILE",
            len(facts) - MOST,
        )
    for difference in system["differences"][:3]:
        told = clauses(
            tr("{figure} by {reporter}", figure=printed(f), reporter=f["reporter"])
            for f in difference["facts"]
        )
        yield tr(
            "not the same: {what}, {period}: {figures}",
            what=readable(difference["name"]),
            period=difference["period"],
            figures=told,
        )


def _worked(system: System) -> Iterator[str]:
    for one in system["indicators"]:
        if one["value"] is not None:
            reason = f". {one['reason'][0].upper()}{one['reason'][1:]}" if one["reason"] else ""
            who = reporter_text(one["reporter"])
            yield f"{tr(one['name'])}: {figure(one)}, {one['period']} ({who}){reason}"


def _wrapped(line: str) -> str:
    return "\n".join(wrapped(line, WIDTH, "  ", "    "))


def _speaker(claim: Mapping[str, Any]) -> str:
    return claim["speaker"] or tr("a speaker not named")
