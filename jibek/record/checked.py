"""The record as a run starts from it: gathered from the tables, with every name in a working looked up first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jibek.ground.errors import Problem, refuse
from jibek.record.facts import Facts, gather
from jibek.record.ledger.naming import problems_of as problems_of_entities
from jibek.record.targets import problems_of as problems_of_targets
from jibek.record.working import problems_of as problems_of_figures

if TYPE_CHECKING:
    from jibek.sources import Sources


def problems_of(facts: Facts) -> list[Problem]:
    """What is wrong in the workings of figures, in the actuals of goals and in entities, by file, line and column."""
    return [
        *problems_of_figures(facts),
        *problems_of_targets(facts.tables, facts.facts),
        *problems_of_entities(facts.tables),
    ]


def establish(sources: Sources, year: int = 2023, overrides: Mapping[str, float] | None = None) -> Facts:
    """Facts, assumptions and targets of a year; the parameters are those of `facts.gather`.

    Raises
    ------
    InputError
        As `facts.gather`; ``sources.invalid`` with every name in a working that the data does not hold.
    """
    facts = gather(sources, year, overrides)
    broken = problems_of(facts)
    refuse("sources.invalid", f"{len(broken)} problem(s) in workings", broken)
    return facts
