"""What the network stage reads: places, links in the state of a year, assumptions with their ranges.

A link is open in the scenario's year if it operates, or its opening year has come, or the scenario opens it.
Attributes with a date apply from the first full year after it (from the year itself if only a year is given).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any

from jibek.ground.dates import first_day, first_full_year
from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.vocabulary import ROUTED

if TYPE_CHECKING:
    from jibek.record import Facts
    from jibek.scenario import NetworkPart

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
        self._ends = facts.remembered("ends of assumptions", _ends)
        self._facts = facts
        self._asked: dict[str, Range] = {}

    def __call__(self, assumption_id: str) -> Range:
        """The range; ``facts.assume`` raises for an id that is missing."""
        if assumption_id not in self._asked:
            value = self._facts.assume(assumption_id)
            low, high = self._ends.get(assumption_id, (value, value))
            self._asked[assumption_id] = Range(
                min(low, value), value, max(high, value), f"assumption:{assumption_id}"
            )
        return self._asked[assumption_id]

    def ids(self) -> set[str]:
        """All ids."""
        return set(self._ends)


def _ends(facts: Facts) -> dict[str, tuple[float, float]]:
    """Low and high end of each assumption by id."""
    frame = facts.assumptions
    ids, low, high = (frame[column].tolist() for column in ("assumption_id", "low", "high"))
    return {str(i): (float(a), float(b)) for i, a, b in zip(ids, low, high, strict=True)}


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
    """A link in the state of the scenario's year; nan: no figure.

    one_way: nothing goes from ``head`` to ``tail``. ``pairs_per_day`` of container trains and ``mt_per_year`` both ways
    are what the line is printed to pass that year.
    """

    link_id: str
    tail: str
    head: str
    mode: str
    distance_km: float
    gauges: tuple[str, ...]
    tracks: float
    electrified: float
    speed_kmh: float
    pairs_per_day: float
    mt_per_year: float
    operating: bool
    is_open: bool
    factor: float
    source: str
    one_way: bool = False


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
        gauges = gauges_of(row)
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


def links_of(facts: Facts, scenario: NetworkPart, places: Mapping[str, Place]) -> list[Link]:
    """All links but pipelines, each in the state of ``scenario.year`` with the scenario's changes.

    Raises
    ------
    InputError
        ``network.bad_link``: unknown place, distance or speed not above zero, every row at once.
    """
    rows = [r for r in facts.table("links").to_dict("records") if cell(r, "mode") in ROUTED]
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
    row: Row, scenario: NetworkPart, later: Mapping[str, str], built: Mapping[frozenset[str], int]
) -> Link:
    link_id, ends = cell(row, "id"), frozenset((cell(row, "from"), cell(row, "to")))
    change = scenario.link.get(link_id)
    speed = float(later["speed_kmh"]) if "speed_kmh" in later else figure(row, "typical_speed_kmh")
    if change and change.speed_kmh:
        speed = change.speed_kmh
    opened = int(later["opened"]) if "opened" in later else 0
    is_open = link_id in scenario.open.links or _is_open(row, scenario.year, built.get(ends, 0), opened)
    factor = change.capacity_factor if change else 1.0
    power = later.get("electrified", cell(row, "electrified"))
    return Link(
        link_id,
        cell(row, "from"),
        cell(row, "to"),
        cell(row, "mode"),
        figure(row, "distance_km"),
        gauges_of(row),
        float(later["tracks"]) if "tracks" in later else figure(row, "tracks"),
        {"yes": 1.0, "no": 0.0, "partly": 0.5}.get(power, float("nan")),
        speed,
        _in_force(row, "pairs_per_day", scenario.year),
        _in_force(row, "mt_per_year", scenario.year),
        cell(row, "status") == "operating",
        is_open and factor > 0,
        factor,
        cell(row, "source") or cell(row, "basis"),
        later.get("one_way") == "yes",
    )


def _is_open(row: Row, year: int, built: int, opened: int) -> bool:
    """``built`` is the opening year of a project between the two ends, ``opened`` a cited opening of the line."""
    if cell(row, "status") == "operating":
        return year >= opened
    since, until = figure(row, "open_from"), figure(row, "open_until")
    if until == until:
        return year < until or since <= year
    stated = since if since == since else built
    return bool(stated) and year >= stated


def _in_force(row: Row, column: str, year: int) -> float:
    """The capacity of a year: the one before ``capacity_since`` counts until a full year has the new one."""
    since, before = cell(row, "capacity_since"), figure(row, f"earlier_{column}")
    earlier = bool(since) and before == before and year < first_full_year(since)
    return before if earlier else figure(row, column)


def gauges_of(row: Row) -> tuple[str, ...]:
    """1435/1520 as two words."""
    return tuple(cell(row, "gauge_mm").split("/")) if cell(row, "gauge_mm") else ()


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
    """Attributes whose date has come by the year, cited opening years and one-way links, by link."""
    dated: list[tuple[date, str, str, str]] = []
    for row in facts.table("link_attributes").to_dict("records"):
        name, value, since = cell(row, "attribute"), cell(row, "value"), cell(row, "since")
        if name == "opened":
            dated.append((date.min, cell(row, "link_id"), name, str(int(float(value)))))
        if name == "one_way" and not since:
            dated.append((date.min, cell(row, "link_id"), name, value))
        if (
            since
            and name in ("tracks", "electrified", "speed_kmh", "one_way")
            and first_full_year(since) <= year
        ):
            dated.append((first_day(since), cell(row, "link_id"), name, value))
    found: dict[str, dict[str, str]] = {}
    for _, link, name, value in sorted(dated):
        found.setdefault(link, {})[name] = value
    return found


def without(links: list[Link], closed: set[str]) -> list[Link]:
    """The links, those named in ``closed`` shut."""
    return [replace(x, is_open=False) if x.link_id in closed else x for x in links]
