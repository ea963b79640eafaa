"""The baseline in other years, each once: what the model says of a year.

Where demand moves with the years, a year is settled. Where its tonnes are those of the baseline's year, nothing but
the network of it is of that year: the baseline's figures and waits stand in, and the answer says which year they are
of. So they do for a year that does not settle.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from jibek import demand, network, record
from jibek.answers.counts import Measured
from jibek.answers.measured import play_crossings
from jibek.answers.quantities import QUANTITIES, amounts
from jibek.ground.arrays import Array
from jibek.ground.errors import CertificateError, JibekError
from jibek.loop import State, accepted, settle
from jibek.scenario import Scenario
from jibek.sources import Sources
from jibek.validation.volumes import Modelled

_SAME = 1e-6  # share by which tonnes of two years differ at least, where demand moves with the years

# Quantities that a settled state answers without playing a crossing or searching routes.
_ASKED = tuple(
    n
    for n, q in QUANTITIES.items()
    if q.year is None and not {"routes.od", "simulation.waits"} & set(q.tables)
)


@dataclass(frozen=True)
class Year:
    """A year's network and record, and the state whose loads it bears: of the year itself, or the baseline's."""

    network: network.Network
    facts: record.Facts
    state: State

    @cached_property
    def delay_hours(self) -> Array:
        """Mean delay at each facility of the network, those that the state lacks without any, shape (facility,)."""
        of, delay = self.state.network.usual.facility_index, self.state.usual_delay_hours
        names = self.network.facilities["facility_id"]
        return np.array([delay[of[name]] if name in of else 0.0 for name in names])

    @cached_property
    def quantiles(self) -> pd.DataFrame:
        """``simulation.quantiles`` of the two crossings."""
        return play_crossings(self.state).quantiles


class Years:
    """Years of the baseline over some tables, kept for as long as this lives."""

    def __init__(self, source: Sources, progress: Callable[[str], None] | None = None) -> None:
        self._source = source
        self._scenario = Scenario.example("baseline")
        self.tell = progress or (lambda _: None)
        self._kept: dict[int, Year] = {}
        self._answers: dict[str, State] = {}

    @cached_property
    def base(self) -> Year:
        """The baseline in its own year.

        Raises
        ------
        CertificateError
            ``loop.not_settled``, with these tables.
        """
        scenario, facts = self._of_year(self._scenario.year)
        state = self._settle(scenario, facts, None)
        return Year(state.network.usual, facts, state)

    def of(self, year: int) -> Year:
        """A year of the baseline.

        Raises
        ------
        InputError
            ``scenario.invalid``: a scenario cannot be of that year.
        """
        if year == self._scenario.year:
            return self.base
        if year not in self._kept:
            self._kept[year] = self._made(year)
        return self._kept[year]

    def settled(self, year: int) -> State:
        """The baseline settled in a year, with the demand of that year.

        Raises
        ------
        CertificateError
            ``loop.not_settled``.
        """
        state = self.of(year).state
        if state.scenario.year != year:
            raise CertificateError("loop.not_settled", f"the baseline of {year} does not settle", [])
        return state

    def answer(self, scenario: Scenario, base: State) -> State:
        """Where a scenario settles from the baseline of its year.

        Raises
        ------
        CertificateError
            ``loop.not_settled``.
        """
        key = scenario.digest()
        if key not in self._answers:
            self.tell(f"settle {scenario.name}")
            self._answers[key] = accepted(settle(base.facts, scenario, base, warm=base))
        return self._answers[key]

    def modelled(self, year: int) -> Modelled:
        """Quantities of a year, with the year that they are of."""
        try:
            state = self.of(year).state
        except JibekError:
            state = self.base.state
        found = amounts(Measured(state, pd.DataFrame(), {}), _ASKED)
        return Modelled({n: (v, math.nan, math.nan) for n, v in found.items()}, state.scenario.year)

    def _made(self, year: int) -> Year:
        scenario, facts = self._of_year(year)
        net = network.build(facts, scenario.network)
        base = self.base
        tonnes, usual = demand.spread(facts, net).pairs.tonnes.sum(), base.state.total.pairs.tonnes.sum()
        if abs(tonnes / usual - 1.0) >= _SAME:
            try:
                state = self._settle(scenario, facts, base.state)
                return Year(state.network.usual, facts, state)
            except JibekError:
                self.tell(f"{year} does not settle")
        return Year(net.usual, facts, base.state)

    def _of_year(self, year: int) -> tuple[Scenario, record.Facts]:
        scenario = Scenario.from_dict({**self._scenario.to_dict(), "year": year})
        return scenario, record.establish(self._source, scenario.year, scenario.assumption)

    def _settle(self, scenario: Scenario, facts: record.Facts, warm: State | None) -> State:
        self.tell(f"settle {scenario.year}")
        return accepted(settle(facts, scenario, None, warm=warm))
