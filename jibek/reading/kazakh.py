"""Kazakh time expressions: 2023 жылы, былтыр, биыл, қаңтар–мамырда, жыл басынан бері; units stand in `measures`."""

from __future__ import annotations

import re
from datetime import date

from jibek.reading.calendar import months
from jibek.reading.timewords import Told, Y, on, span

_MONTHS = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split()
_NAMED = "|".join(_MONTHS)
_CASES = "ы|і|да|де|нан|нен|дан|ден|ға|ге|дағы|дегі|ның|нің|дың|дің"
_WORDS = " ".join(stem + end for stem in _MONTHS for end in ("", *_CASES.split("|")))


def _year(m: re.Match[str], anchor: date | None) -> tuple[int, str] | None:
    if m["y"]:
        return int(m["y"]), "stated"
    if anchor is None:
        return None
    return anchor.year - (m["rel"] in ("былтыр", "өткен жылдың", "өткен жылғы")), "relative"


@on(
    f"# былтыр биыл өткен {_WORDS}",
    rf"(?:(?P<y>{Y}) жыл(?:ғы|дың|ы) |(?P<rel>былтыр(?:ғы)?|биыл(?:ғы)?|өткен жыл(?:дың"
    rf"|ғы)) )?(?P<m1>{_NAMED})(?:{_CASES})?"
    rf"(?: ?[-—] ?(?P<m2>{_NAMED})(?:{_CASES})?)?(?: айларында| айында| айы)?",
)
def _months_kk(m: re.Match[str], anchor: date | None) -> Told | None:
    year = _year(m, anchor)
    if year is None:
        return span("", "")
    first = _MONTHS.index(m["m1"]) + 1
    return span(months(year[0], first, _MONTHS.index(m["m2"]) + 1 if m["m2"] else first), year[1])


@on("#", rf"(?P<y>{Y}) жыл(?:ы|ғы|дың|дан|ға|дағы|ғыдан|мен)?\b")
def _year_kk(m: re.Match[str], anchor: date | None) -> Told | None:
    return span(m["y"], "stated")


@on("былтыр былтырғы биыл биылғы", r"(?i:былтыр|биыл)\w*")
def _relative_kk(m: re.Match[str], anchor: date | None) -> Told | None:
    return span("" if anchor is None else str(anchor.year - m[0].lower().startswith("былтыр")), "relative")
