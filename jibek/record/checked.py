"""The record as a run starts from it: gathered from the tables, with every name in a working looked up first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jibek.ground.errors import refuse
from jibek.record.facts import Facts, gather
from jibek.record.working import problems_of

if TYPE_CHECKING:
    from jibek.sources import Sources


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
