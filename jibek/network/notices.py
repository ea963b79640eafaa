"""What a source warns of on a way, and hours in which crossings work, as they stand in a year or on a day.

Reads   flags, openings

    F10  permit     CN-KZ  road  from 2016-10-13   a truck over the border needs a permit of the other country
    O05  0 h/day    CN_KHORGOS_ROAD-KZ_NURZHOLY    2023-09-29

Nothing here moves a figure: a run reads neither table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jibek.ground.dates import first_day, last_day
from jibek.network.inputs import cell, figure

if TYPE_CHECKING:
    from jibek.record import Facts


@dataclass(frozen=True, slots=True)
class Flag:
    """A warning; countries: one that a way touches, or two between which it crosses; modes: empty: all."""

    flag_id: str
    flag: str
    countries: tuple[str, ...]
    gateway_id: str
    place_id: str
    modes: tuple[str, ...]
    valid_from: str
    valid_until: str
    note: str
    source: str
    url: str

    @property
    def where(self) -> str:
        """What it is about: ``RU``, ``CN-KZ``, a gateway or a place."""
        return "-".join(self.countries) or self.gateway_id or self.place_id

    def touches(
        self, mode: str, lands: Collection[str], gateway: str | None = None, ends: Collection[str] = ()
    ) -> bool:
        """Whether it concerns a step by a vehicle in a country, over a border (two), at a gateway, between places."""
        if self.modes and mode.partition("-")[0] not in self.modes:
            return False
        if self.gateway_id:
            return self.gateway_id == gateway
        if self.place_id:
            return self.place_id in ends
        return set(self.countries) <= set(lands)

    def to_words(self) -> dict[str, Any]:
        """All of it as plain values."""
        return asdict(self)

    @classmethod
    def from_words(cls, words: Mapping[str, Any]) -> Flag:
        """What ``to_words`` wrote."""
        lists = {name: tuple(words[name]) for name in ("countries", "modes")}
        return cls(**{**words, **lists})

    def to_json(self) -> dict[str, Any]:
        """Plain values; blanks are null."""
        return {
            "flag_id": self.flag_id,
            "flag": self.flag,
            "where": self.where,
            "modes": list(self.modes),
            "valid_from": self.valid_from or None,
            "valid_until": self.valid_until or None,
            "note": self.note,
            "source": self.source,
            "url": self.url or None,
        }


def flags_of(facts: Facts, year: int, day: date | None = None) -> tuple[Flag, ...]:
    """Flags that stand on a day, or on some day of a year where none is given."""
    rows = facts.table("flags").to_dict("records")
    return tuple(_flag(r) for r in rows if _stands(r, year, day))


def openings_of(facts: Facts, year: int, day: date | None = None) -> dict[str, list[dict[str, Any]]]:
    """Hours of crossings on a day, or in a year, by gateway: plain rows in the order of their beginning."""
    found: dict[str, list[dict[str, Any]]] = {}
    rows = [r for r in facts.table("openings").to_dict("records") if _stands(r, year, day)]
    for row in sorted(rows, key=lambda r: cell(r, "valid_from")):
        told = {
            "hours_per_day": figure(row, "hours_per_day"),
            "valid_from": cell(row, "valid_from"),
            "valid_until": cell(row, "valid_until") or None,
            "note": cell(row, "note") or None,
            "source": cell(row, "source"),
            "url": cell(row, "url") or None,
        }
        found.setdefault(cell(row, "gateway_id"), []).append(told)
    return found


def faults(facts: Facts, gateways: Collection[str]) -> Iterator[str]:
    """Rows that name no subject or several, a gateway that is none, or a span that ends before it begins."""
    for row in facts.table("flags").to_dict("records"):
        flag = _flag(row)
        named = [bool(x) for x in (flag.countries, flag.gateway_id, flag.place_id)]
        if sum(named) != 1:
            yield f"flags {flag.flag_id}: name countries, a gateway or a place, one of them"
        if len(flag.countries) > 2:
            yield f"flags {flag.flag_id}: {flag.where} names more than two countries"
        if flag.gateway_id and flag.gateway_id not in gateways:
            yield f"flags {flag.flag_id}: there is no gateway {flag.gateway_id}"
        yield from _span(row, f"flags {flag.flag_id}")
    for row in facts.table("openings").to_dict("records"):
        gateway = cell(row, "gateway_id")
        name = f"openings {gateway} {cell(row, 'valid_from')}"
        if gateway not in gateways:
            yield f"{name}: there is no gateway {gateway}"
        yield from _span(row, name)


def _flag(row: Mapping[Any, Any]) -> Flag:
    return Flag(
        cell(row, "flag_id"),
        cell(row, "flag"),
        tuple(filter(None, cell(row, "countries").split("-"))),
        cell(row, "gateway_id"),
        cell(row, "place_id"),
        tuple(filter(None, cell(row, "modes").split(";"))),
        cell(row, "valid_from"),
        cell(row, "valid_until"),
        cell(row, "note"),
        cell(row, "source"),
        cell(row, "url"),
    )


def _stands(row: Mapping[Any, Any], year: int, day: date | None) -> bool:
    since, until = cell(row, "valid_from"), cell(row, "valid_until")
    first, last = (date(year, 1, 1), date(year, 12, 31)) if day is None else (day, day)
    return (not since or first_day(since) <= last) and (not until or last_day(until) >= first)


def _span(row: Mapping[Any, Any], name: str) -> Iterator[str]:
    try:
        since = first_day(cell(row, "valid_from")) if cell(row, "valid_from") else date.min
        until = last_day(cell(row, "valid_until")) if cell(row, "valid_until") else date.max
    except ValueError as fault:
        yield f"{name}: {fault}"
        return
    if until < since:
        yield f"{name}: ends on {until}, before it begins on {since}"
