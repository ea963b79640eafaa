"""Events of the past, told to the model by what was known before them, beside what happened.

Reads   backtests, the scenarios of jibek/data/backtests

    Poland shuts its border with Belarus for 13 days     trains that wait     predicted 130     published 130 to 300

Nothing of the model is fitted to these rows. A scenario acts on the baseline of its year; where a row says up to which
year it may know, figures of later years are taken out of all series before the year is forecast.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from jibek.ground.errors import Problem, nearest, refuse
from jibek.loop import State
from jibek.record.working import work_out
from jibek.scenario import Scenario, shipped
from jibek.sources import Sources
from jibek.validation.readings import READINGS
from jibek.validation.states import Years
from jibek.validation.transit import Transit

_JOURNEY = re.compile(r"(\w+)>(\w+) by ([\w+]+) over ([\w;]+)")
_KIND = "actual"  # of the times of transit_times: neither promised nor door to door


@dataclass(frozen=True, slots=True)
class Backtest:
    """A row of the table ``backtests``: published figure and its other end, None where there is none."""

    backtest_id: str
    event: str
    scenario: str
    year: int
    known_to: int | None
    reading: str
    of: str
    published: float | None
    reaches: float | None
    unit: str
    counts: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """predicted: what the model says of the event, in the unit of the row."""

    backtest: Backtest
    predicted: float

    @property
    def ratio(self) -> float | None:
        """Predicted over published: 1 within a published range, else over its nearer end."""
        row = self.backtest
        if row.published is None:
            return None
        low, high = sorted((row.published, row.published if row.reaches is None else row.reaches))
        return self.predicted / min(max(self.predicted, low), high)

    def to_json(self) -> dict[str, Any]:
        """A row of ``backtests`` in ``jibek validate --json``."""
        row = self.backtest
        return {
            "id": row.backtest_id,
            "event": row.event,
            "year": row.year,
            "reading": row.reading,
            "of": row.of,
            "unit": row.unit,
            "predicted": self.predicted,
            "observed": row.published,
            "observed_reaches": row.reaches,
            "ratio": self.ratio,
            "counts": row.counts,
        }


def backtests(source: Sources, years: Years) -> tuple[Outcome, ...]:
    """Every row with its prediction, in the order of the table.

    Parameters
    ----------
    years
        The baseline in its years, over the same tables.

    Raises
    ------
    InputError
        ``validate.bad_backtest``, with every row that names what is not there.
    CertificateError
        A year or an event does not settle.
    """
    rows = _rows(source, years)
    refuse(
        "validate.bad_backtest", "events that cannot be told to the model", _faults(rows, years.base.state)
    )
    return tuple(Outcome(row, _predict(row, source, years)) for row in rows)


def _rows(source: Sources, years: Years) -> list[Backtest]:
    facts = years.base.facts
    found = []
    for row in source.tables["backtests"].to_dict("records"):
        name = str(row["backtest_id"])
        working = row["working"]
        known_to, reaches = (None if pd.isna(row[c]) else row[c] for c in ("known_to", "reaches"))
        published = (
            work_out(str(working), facts, f"backtests.csv {name}").value if isinstance(working, str) else None
        )
        found.append(
            Backtest(
                name,
                str(row["event"]),
                str(row["scenario"] or ""),
                int(row["year"]),
                None if known_to is None else int(known_to),
                str(row["reading"]),
                str(row["of"]),
                published,
                None if reaches is None else float(reaches),
                str(row["unit"]),
                str(row["counts"]),
            )
        )
    return found


def _faults(rows: Sequence[Backtest], state: State) -> Iterator[Problem]:
    """Scenarios and things to read that are not there, or not of the scenario."""
    events = shipped("backtests")
    for row in rows:
        if row.scenario and row.scenario not in events:
            yield _fault(row, "scenario", row.scenario, events)
        elif row.reading.startswith("held"):
            changed = Scenario.example(row.scenario, folder="backtests").gateway if row.scenario else {}
            gateway = row.of.partition(":")[0]
            if gateway not in changed:
                yield _fault(row, "scenario", row.scenario, [f"an event that shuts {gateway}"])
        if row.reading == "days":
            if _JOURNEY.fullmatch(row.of) is None:
                yield _fault(row, "of", row.of, ["A>B by MODE over X;Y"])
            continue
        reading = READINGS[row.reading]
        known = reading.known(state)
        yield from (_fault(row, "of", name, known) for name in reading.names(row.of) if name not in known)


def _fault(row: Backtest, column: str, value: str, known: Collection[str]) -> Problem:
    expected = ", ".join(sorted(known)) if len(known) < 10 else "an id of the data"
    fix = nearest(value, known)
    return Problem(
        "validate.bad_backtest",
        f"backtests.csv {row.backtest_id}",
        column=column,
        value=value,
        expected=expected,
        fix=fix,
    )


def _predict(row: Backtest, source: Sources, years: Years) -> float:
    if row.known_to is not None:
        years = Years(known_by(source, row.known_to), years.tell)
    if row.reading == "days":
        return _days(row.of, row.year, years)
    usual = years.settled(row.year)
    if not row.scenario:
        return READINGS[row.reading].read(row.of, usual, usual)
    event = Scenario.example(row.scenario, folder="backtests")
    return READINGS[row.reading].read(row.of, usual, years.answer(event, usual))


def known_by(source: Sources, year: int) -> Sources:
    """The tables without figures of series after a year, and without what rests on them.

    A series that begins later keeps its first figure, for its level.
    """
    series = source.tables["series"]
    first = series.groupby(["series_id", "reporter"])["year"].transform("min")
    known = series[(series["year"] <= year) | (series["year"] == first)]
    observed = source.tables["observations"]
    return replace(
        source,
        tables={
            **source.tables,
            "series": known,
            "observations": observed[observed["year"] <= year],
            "backtests": source.tables["backtests"].iloc[:0],
        },
    )


def _days(of: str, year: int, years: Years) -> float:
    """P50 of ``A>B by MODE over X;Y``."""
    found = _JOURNEY.fullmatch(of)
    assert found is not None
    origin, destination, mode, via = found.groups()
    said = Transit(years.base.facts, years.of).predict(origin, destination, mode, via, year, _KIND)
    return said.days[1]
