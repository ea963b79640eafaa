"""The record as a run starts from it: gathered from the tables, with every working in it looked up and worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from jibek.ground.errors import InputError, Problem, refuse
from jibek.record.arithmetic import shown
from jibek.record.facts import Facts, gather
from jibek.record.ledger.naming import problems_of as problems_of_entities
from jibek.record.targets import problems_of as problems_of_targets
from jibek.record.working import IN_TABLES, work_out
from jibek.record.working import problems_of as problems_of_names
from jibek.sources.tables import OUTSIDE_RUNS

if TYPE_CHECKING:
    from jibek.sources import Sources

# Columns whose figure may be nothing; all others are divided by, or stand under a logarithm.
_MAY_BE_NOTHING = {
    ("markets", "tonnes_working"),
    ("domestic_rail", "tonnes_working"),
    ("backtests", "working"),
    *(("services", column) for column in IN_TABLES["services"]),
}

# Tables that a run reads; who reads another one checks it there, as `routes.services` does.
_OF_RUNS = tuple(stem for stem in IN_TABLES if stem not in OUTSIDE_RUNS)

# No figure of the record, in whatever unit, comes near.
MOST = 1e15


def problems_of(facts: Facts, stems: Collection[str] = tuple(IN_TABLES)) -> list[Problem]:
    """What is wrong in the workings of figures, in the actuals of goals and in entities, by file, line and column.

    stems: the tables whose workings are looked at, all by default.
    """
    named = problems_of_names(facts, stems)
    return [
        *named,
        *_problems_of_figures(facts, stems, {(p.where, p.row, p.column) for p in named}),
        *problems_of_targets(facts.tables, facts.facts),
        *problems_of_entities(facts.tables),
    ]


def _problems_of_figures(
    facts: Facts, stems: Collection[str], broken: set[tuple[str, int | None, str | None]]
) -> Iterator[Problem]:
    """Workings whose names are known and that give no figure, or none that can be."""
    apart = replace(facts, _asked=set())  # looking is not asking
    for stem in stems:
        table = facts.table(stem)
        for column in IN_TABLES[stem]:
            least = "at least 0" if (stem, column) in _MAY_BE_NOTHING else "above 0"
            for line, told in zip(table["_row"], table[column], strict=True):
                if told is None or (f"{stem}.csv", int(line), column) in broken:
                    continue
                try:
                    worked = work_out(told, apart)
                except InputError as fault:
                    yield from (
                        replace(p, where=f"{stem}.csv", row=int(line), column=column) for p in fault.problems
                    )
                    continue
                if 0 < worked.value <= MOST or (worked.value == 0 and least == "at least 0"):
                    continue
                assumed = [i.partition(":")[2] for i in worked.parents if i.startswith("assumption:")]
                yield Problem(
                    "working.impossible_value",
                    f"{stem}.csv",
                    f"{shown(told)} gives {worked.value:g}",
                    row=int(line),
                    column=column,
                    value=worked.value,
                    expected=f"{least} and at most {MOST:g}",
                    fix=f"It rests on the assumptions {', '.join(assumed)}."
                    if assumed
                    else "Correct the working.",
                )


def establish(sources: Sources, year: int = 2023, overrides: Mapping[str, float] | None = None) -> Facts:
    """Facts, assumptions and targets of a year; the parameters are those of `facts.gather`.

    Raises
    ------
    InputError
        As `facts.gather`; ``sources.invalid`` with every working of a table that runs read that names what the data do
        not hold, or gives no figure that can be.
    """
    facts = gather(sources, year, overrides)
    broken = problems_of(facts, _OF_RUNS)
    refuse("sources.invalid", f"{len(broken)} problem(s) in workings", broken)
    return facts
