"""A checked article for a terminal: the summary, then each figure with its verdict and why, in colour where it shows.

E03.txt, 2023-08-17: 6 agree, 1 does not match, 2 are new

does not match   six cross-border pipelines     wrong count   S4-032
                 Taken for pipelines across the Chinese-Kazakh border. The article has …
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Sequence

from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE, NEW, STALE, VERDICTS, Checked, Verdict
from jibek.checking.wording import in_words

WORDS = {
    AGREES: "agrees",
    DERIVABLE: "follows",
    CONFLICTS: "does not match",
    STALE: "stale",
    NEW: "new",
}
_COLOURS = {AGREES: "32", DERIVABLE: "36", CONFLICTS: "31;1", STALE: "33", NEW: "90"}
_COUNTED = {
    AGREES: ("agrees", "agree"),
    DERIVABLE: ("follows from the record", "follow from the record"),
    CONFLICTS: ("does not match", "do not match"),
    STALE: ("is stale", "are stale"),
    NEW: ("is new", "are new"),
}
WIDTH, INDENT = 100, 17


def coloured() -> bool:
    """Whether standard output is a terminal whose user has not asked for no colour (NO_COLOR)."""
    return not os.environ.get("NO_COLOR") and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def summary(checked: Checked) -> str:
    """One line: the file, its date, how many figures have which verdict."""
    counts = [(checked.count(v), v) for v in VERDICTS]
    told = ", ".join(f"{n} {_COUNTED[v][n != 1]}" for n, v in counts if n) or "no figures"
    date = checked.article.statement_date or "date unknown"
    return f"{printable(checked.article.file)}, {date}: {told}"


def lines(checked: Checked, colour: bool = False, every: bool = True) -> list[str]:
    """The summary and the figures in the order of the text; without ``every``, none that are new to the record."""
    out = [summary(checked), ""]
    for warning in checked.article.warnings:
        out += [f"! {printable(str(warning['message']))}", ""]
    for verdict in checked.verdicts:
        if every or verdict.verdict != NEW or verdict.key:
            out += _one(verdict, colour)
    return out


def _one(verdict: Verdict, colour: bool) -> list[str]:
    word = WORDS[verdict.verdict].ljust(INDENT - 2)
    shown = f"\x1b[{_COLOURS[verdict.verdict]}m{word}\x1b[0m" if colour else word
    ids = ", ".join((*verdict.claim_ids, *verdict.fact_ids)[:3]) if verdict.known else ""
    how = in_words(verdict.subtype) if verdict.verdict == CONFLICTS else ""
    head = f"{shown}  {printable(verdict.quantity.text)}"
    rest = "  ".join(filter(None, (how, f"[{ids}]" if ids else "")))
    out = [f"{head}  {rest}".rstrip()]
    if verdict.key:
        pad = " " * INDENT
        out += textwrap.wrap(printable(verdict.explanation), WIDTH, initial_indent=pad, subsequent_indent=pad)
    return [*out, ""]


def several(articles: Sequence[Checked], first: Sequence[int]) -> list[str]:
    """Of several articles: a line each, and which are forms of one statement and count once."""
    out = [summary(c) for c in articles]
    groups = {f: [i for i, g in enumerate(first) if g == f] for f in dict.fromkeys(first)}
    for members in groups.values():
        if len(members) > 1:
            names = ", ".join(printable(articles[i].article.file) for i in members)
            out.append(f"one origin, counted once: {names}")
    return [*out, ""]


def printable(text: str) -> str:
    """Text of an article as a terminal may be given it: no control characters, on one line."""
    return "".join(c if c.isprintable() else " " for c in text)
