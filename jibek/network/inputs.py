"""What the network stage reads: places, links in the state of a year, assumptions with their ranges.

A link is open in the scenario's year if it operates, or its opening year has come, or the scenario opens it.
Attributes "since DATE" apply from the first full year after DATE (from the year itself if only a year is given).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from jibek.ground.errors import Problem, nearest, refuse
from jibek.record import Facts
from jibek.scenario import Scenario

EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())

EAEU = frozenset(("KZ", "RU", "BY", "KG", "AM"))

LANGUAGES = ("ru", "kk", "zh")
Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Range:
    """An assumption: value used and its low and high ends; ``rests_on`` names it."""

    low: float
    value: float
    high: float
    rests_on: str


class Ranges:
    """Assumptions by id; an override outside the stated range widens it."""

    def __init__(self, facts: Facts) -> None:
        frame = facts.assumptions
        self._rows = {
            str(i): (float(low), float(value), float(high))
            for i, low, value, high in zip(
                frame["assumption_id"], frame["low"], frame["value"], frame["high"], strict=True
            )
        }
        self._facts = facts
        self._asked: dict[str, Range] = {}

    def __call__(self, assumption_id: str) -> Range:
        """The range; ``facts.assume`` raises for an id that is missing."""
        if assumption_id not in self._asked:
            value = self._facts.assume(assumption_id)
            low, _, high = self._rows.get(assumption_id, (value, value, value))
            self._asked[assumption_id] = Range(
                min(low, value), value, max(high, value), f"assumption:{assumption_id}"
            )
        return self._asked[assumption_id]

    def ids(self) -> set[str]:
        """All ids."""
        return set(self._rows)


@dataclass(frozen=True, slots=True)
class Place:
    """``country`` is that of the ground, ``network_country`` that of the railway; gauges: own one first.

    local: names by language, blank where unknown.
    """

    place_id: str
    name: str
    country: str
    network_country: str
    kind: str
    lat: float
    lon: float
    gauges: tuple[str, ...]
    local: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the state of the scenario's year; nan: no figure."""

    link_id: str
    tail: str
    head: str
    mode: str
    distance_km: float
    gauges: tuple[str, ...]
    tracks: float
    electrified: float
    speed_kmh: float
    capacity: str
    operating: bool
    is_open: bool
    factor: float
    source: str


def cell(row: Row, column: str) -> str:
    """The cell as text; a blank is an empty text."""
    value = row.get(column)
    return "" if value is None or value != value else str(value).strip()


def figure(row: Row, column: str) -> float:
    """The cell as a number; nan if blank or not a number."""
    try:
        return float(row[column])
    except (KeyError, TypeError, ValueError):
        return float("nan")


def places_of(facts: Facts) -> dict[str, Place]:
    """All places by id. The prefix of an id names the country whose railway runs the place (Iletsk: Kazakhstan)."""
    rows = facts.table("nodes").to_dict("records")
    countries = {cell(r, "country") for r in rows}
    found = {}
    for row in rows:
        place, country = cell(row, "id"), cell(row, "country")
        runner = place[:2] if place[:2] in countries and country != "XX" else country
        gauges = tuple(re.findall(r"\d{4}", cell(row, "gauge_mm")))
        found[place] = Place(
            place,
            cell(row, "name"),
            country,
            runner,
            cell(row, "kind"),
            figure(row, "lat"),
            figure(row, "lon"),
            gauges,
            {language: cell(row, f"name_{language}") for language in LANGUAGES},
        )
    return found


def links_of(facts: Facts, scenario: Scenario, places: Mapping[str, Place]) -> list[Link]:
    """All links but pipelines, each in the state of ``scenario.year`` with the scenario's changes.

    Raises
    ------
    InputError
        ``network.bad_link``: unknown place, distance or speed not above zero, every row at once.
    """
    rows = [r for r in facts.table("links").to_dict("records") if cell(r, "mode") != "pipeline"]
    refuse("network.bad_link", "links that cannot be used", _faults(rows, places))
    later = _attributes(facts, scenario.year)
    built = _opening_years(facts)
    return [_link(r, scenario, later.get(cell(r, "id"), {}), built) for r in rows]


def _faults(rows: Sequence[Row], places: Mapping[str, Place]) -> Iterator[Problem]:
    for row in rows:
        link = cell(row, "id")
        for end in ("from", "to"):
            if cell(row, end) not in places:
                yield Problem(
                    "network.unknown_place",
                    f"links {link}",
                    column=end,
                    value=cell(row, end),
                    expected="an id of nodes",
                    fix=nearest(cell(row, end), places),
                )
        for column, needed in (("distance_km", True), ("typical_speed_kmh", False)):
            value = figure(row, column)
            if (needed and not isfinite(value)) or value <= 0:
                yield Problem(
                    "network.not_above_zero",
                    f"links {link}",
                    column=column,
                    value=cell(row, column) or None,
                    expected="a number above 0",
                    fix="Correct the row.",
                )


def _link(
    row: Row, scenario: Scenario, later: Mapping[str, str], built: Mapping[frozenset[str], int]
) -> Link:
    link_id, ends = cell(row, "id"), frozenset((cell(row, "from"), cell(row, "to")))
    change = scenario.link.get(link_id)
    speed = float(later["speed_kmh"]) if "speed_kmh" in later else figure(row, "typical_speed_kmh")
    if change and change.speed_kmh:
        speed = change.speed_kmh
    status = cell(row, "status")
    opened = int(later["opened"]) if "opened" in later else 0
    is_open = link_id in scenario.open.links or _is_open(status, scenario.year, built.get(ends, 0), opened)
    factor = change.capacity_factor if change else 1.0
    power = later.get("electrified", cell(row, "electrified"))
    return Link(
        link_id,
        cell(row, "from"),
        cell(row, "to"),
        cell(row, "mode"),
        figure(row, "distance_km"),
        tuple(re.findall(r"\d{4}", cell(row, "gauge_mm"))),
        float(later["tracks"]) if "tracks" in later else figure(row, "tracks"),
        {"yes": 1.0, "no": 0.0, "partly": 0.5}.get(power, float("nan")),
        speed,
        cell(row, "capacity"),
        status == "operating",
        is_open and factor > 0,
        factor,
        cell(row, "source") or cell(row, "basis"),
    )


def _is_open(status: str, year: int, built: int, opened: int) -> bool:
    """``built`` is the opening year of a project between the two ends, ``opened`` a cited opening of the line."""
    if status == "operating":
        return year >= opened
    since = re.search(r"suspended since (\d{4})", status)
    if since:
        return year < int(since[1])
    stated = _last_year(status)
    return bool(stated or built) and year >= (stated or built)


def _last_year(status: str) -> int:
    """2028 of "under construction (2027-28)": the later end, since works are seldom early."""
    match = re.search(r"(20\d\d)(?:-(\d\d))?", status)
    return 0 if not match else int(f"20{match[2]}") if match[2] else int(match[1])


def _opening_years(facts: Facts) -> dict[frozenset[str], int]:
    """Opening year of the project that names both ends of a link, the latest if there are several."""
    years: dict[frozenset[str], int] = {}
    for row in facts.table("projects").to_dict("records"):
        year, ends = figure(row, "open_year"), cell(row, "nodes").split(";")
        if year != year or cell(row, "type") != "rail":
            continue
        for i, a in enumerate(ends):
            for b in ends[i + 1 :]:
                pair = frozenset((a, b))
                years[pair] = max(years.get(pair, 0), int(year))
    return years


def _attributes(facts: Facts, year: int) -> dict[str, dict[str, str]]:
    """Attributes whose period "since …" has begun by the year, and cited opening years, by link."""
    dated: list[tuple[str, str, str, str]] = []
    for row in facts.table("link_attributes").to_dict("records"):
        name, value = cell(row, "attribute"), cell(row, "value")
        if name == "opened":
            dated.append(("", cell(row, "link_id"), name, str(int(float(value)))))
        start = re.match(r"since (\d{4})(-\d\d-\d\d)?", cell(row, "period"))
        if not start or name not in ("tracks", "electrified", "speed_kmh"):
            continue
        if first_full_year(start[1], start[2]) <= year:
            dated.append((start[0], cell(row, "link_id"), name, value))
    found: dict[str, dict[str, str]] = {}
    for _, link, name, value in sorted(dated):
        found.setdefault(link, {})[name] = value
    return found


def first_full_year(year: str, month_day: str | None) -> int:
    """The year in which a change of that date holds from the first day to the last."""
    return int(year) + (1 if month_day and month_day != "-01-01" else 0)


def without(links: list[Link], closed: set[str]) -> list[Link]:
    """The links, those named in ``closed`` shut."""
    return [replace(x, is_open=False) if x.link_id in closed else x for x in links]
