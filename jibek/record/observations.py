"""What was observed of the quantities that the model counts too.

Reads   data table observations
Gives   observations worked out

Rows labelled ``fitted`` may inform the model, ``seen`` and ``unseen`` ones judge it. An error is the standard error of
the log of a figure: rounding of the source, and how far what it counts may lie from what the model counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jibek.record.seasons import part_of_year
from jibek.record.working import work_out

if TYPE_CHECKING:
    from jibek.record import Facts


_QUIET = "season_new_year_weight"


@dataclass(frozen=True, slots=True)
class Observation:
    """A published figure of a quantity in a year.

    value: of the part of the year that it covers; error: standard error of its log; part: how much of the year that is,
    by season; parents: node ids behind it.
    """

    observation_id: str
    quantity: str
    year: int
    value: float
    error: float
    unit: str
    label: str
    part: float
    counts: str
    working: str
    parents: tuple[str, ...]

    def gap(self, modelled: float) -> float:
        """Log of the observed figure over the modelled one of a whole year; infinite where the model has none."""
        if not modelled > 0:
            return math.inf
        return math.log(self.value / (modelled * self.part))

    def misfit(self, modelled: float) -> float:
        """The gap in standard errors."""
        return self.gap(modelled) / self.error


def observations(facts: Facts) -> tuple[Observation, ...]:
    """All rows, worked out."""
    return facts.remembered("observations", _observations)


def _observations(facts: Facts) -> tuple[Observation, ...]:
    found = []
    for row in facts.table("observations").to_dict("records"):
        name = str(row["observation_id"])
        worked = work_out(str(row["working"]), facts, f"observations.csv {name}")
        year, days = int(row["year"]), str(row["year_part"]).partition("/")[0]
        part, parents = 1.0, worked.parents
        if days != str(row["year_part"]):
            first = date(year, 1, 1)
            part = part_of_year(first, first + timedelta(int(days) - 1), facts.assume(_QUIET))
            parents = (*parents, f"assumption:{_QUIET}")
        found.append(
            Observation(
                name, str(row["quantity"]), year, worked.value, float(row["error_percent"]) / 100.0, str(row["unit"]),
                str(row["label"]), part, str(row["counts"]), str(row["working"]), parents,
            )
        )  # fmt: skip
    return tuple(found)
