"""One service that can be booked, and how it differs from the ordinary one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date as Day
from typing import Any

from jibek.ground.timetables import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Service:
    """How a service differs from the ordinary one; factors of hours, waits and price are 1 where they do not.

    origins, destinations: places or countries (alpha-2), empty: anywhere. per_week: departures, 0: goes when it is
    loaded. weekdays: 0 is Monday, empty: not known. load_hours: before a departure the cargo has to be there so long;
    None: as ordinary. instead: in its months nothing else of the mode goes there.
    """

    service_id: str
    kind: str
    name: str
    mode: str
    origins: frozenset[str] = frozenset()
    destinations: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""
    months: frozenset[int] = frozenset()
    per_week: float = 0.0
    weekdays: tuple[int, ...] = ()
    haul_factor: float = 1.0
    border_factor: float = 1.0
    wait_factor: float = 1.0
    price_factor: float = 1.0
    load_hours: float | None = None
    unload_hours: float | None = None
    instead: bool = False
    source: str = ""

    def may_run_in(self, year: int) -> bool:
        """Whether it goes in some part of the year."""
        return self.since[:4] <= str(year) and (not self.until or f"{year}-01-01" < self.until)

    def runs_in(self, year: int, day: Day | None) -> bool:
        """Whether it goes on the day; without one, in any part of the year and, where it has months, not at all:
        a service of some months is offered to who says when he sends."""
        first, last = (str(day), str(day)) if day else (f"{year}-12-31", f"{year}-01-01")
        goes = self.since <= first and (not self.until or last < self.until)
        return goes and (not self.months or (day is not None and day.month in self.months))

    def to_words(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {k: sorted(v) if isinstance(v, frozenset) else v for k, v in asdict(self).items()}

    @classmethod
    def from_words(cls, words: Mapping[str, Any]) -> Service:
        """What ``to_words`` wrote."""
        sets = {k: frozenset(words[k]) for k in ("origins", "destinations", "months")}
        return cls(**{**words, **sets, "weekdays": tuple(words["weekdays"])})

    def to_json(self) -> dict[str, Any]:
        """Id, kind, name and how often it goes."""
        return {
            "service_id": self.service_id,
            "kind": self.kind,
            "name": self.name,
            "mode": self.mode,
            "departures_per_week": self.per_week or None,
            "weekdays": [WEEKDAYS[d] for d in self.weekdays] or None,
        }
