"""All systems at once: rows of the record, indicators worked out of them, the state of each, and the five areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jibek.ground.values import blank
from jibek.record import Facts
from jibek.systems.model import Indicator, Modelled, Screen, Status, System
from jibek.systems.rows import differences_of, events_of, facts_of, modelled_of, series_of
from jibek.systems.said import claims_of
from jibek.systems.screens import screens
from jibek.systems.working import work


@dataclass(frozen=True, slots=True)
class Survey:
    """systems: in the order of the table; screens: the five areas."""

    systems: tuple[System, ...]
    screens: tuple[Screen, ...]

    def of(self, system_id: str) -> System:
        """The system of an id."""
        return next(s for s in self.systems if s.system_id == system_id)


def survey(
    facts: Facts, kept: Mapping[str, Modelled], worked: Mapping[str, list[Indicator]] | None = None
) -> Survey:
    """Every system with what is known of it.

    Parameters
    ----------
    facts
        The record of the year of the run.
    kept
        Quantities of that run, as `working.modelled` reads them; empty: what asks for one has no value and says so.
    worked
        Indicators by system that a run of this record has kept; None: they are worked out.

    Raises
    ------
    InputError
        ``systems.invalid`` with every formula that asks for what the data lack.
    """
    indicators, known = work(facts, kept) if worked is None else worked, facts_of(facts)
    events, given, said = events_of(facts), modelled_of(facts, kept), claims_of(facts)
    found = []
    for row in facts.table("systems").to_dict("records"):
        mine, name = row["system_id"], row["name"]
        figures = tuple(known.get(mine, ()))
        figured = tuple(indicators.get(mine, ()))
        dated, claims = tuple(events.get(name, ())), tuple(said.get(mine, ()))
        found.append(
            System(
                system_id=mine,
                name=name,
                names=tuple(row[f"name_{language}"] or "" for language in ("ru", "kk", "zh")),
                aliases=_parts(row["aliases"]),
                type=row["type"],
                group=row["group"],
                area=row["area"],
                texts=_parts(row["texts"]),
                said=row["said"],
                status=_status(figured, bool(figures or dated), _parts(row["wanted"])),
                claims=claims,
                facts=figures,
                events=dated,
                indicators=figured,
                modelled=tuple(given.get(mine, ())),
                series=series_of(figures),
                differences=differences_of(figures),
                gaps=_parts(row["wanted"]),
            )
        )
    systems = tuple(found)
    return Survey(systems, screens(facts, systems))


def _status(worked: tuple[Indicator, ...], rows: bool, wanted: tuple[str, ...]) -> Status:
    """Computed by an indicator that has a value; a gap where something could be counted and no row does so."""
    if any(i.value is not None for i in worked):
        return "computed"
    return "gap" if wanted and not rows else "recorded"


def _parts(cell: Any) -> tuple[str, ...]:
    return () if blank(cell) else tuple(part.strip() for part in str(cell).split(";"))
