"""Every year and every shipped scenario: all settle with their certificates, and signs are those of the base year."""

from __future__ import annotations

import pytest

from jibek import record
from jibek.answers.quantities import KHORGOS
from jibek.ground.vocabulary import CORRIDORS
from jibek.loop import TONNES_SETTLED, settle
from jibek.scenario import Scenario
from jibek.scenario import shipped as named

pytestmark = pytest.mark.slow
YEARS = range(2015, 2031)
CASPIAN = CORRIDORS.index("transcaspian")
SCENARIOS = sorted(set(named()) - {"baseline"})


def of_year(year, tables, base_state):
    """The baseline and the other shipped scenarios of a year, settled."""
    facts = record.establish(tables, year)
    base = settle(facts, Scenario.example("baseline").at(year), None, warm=base_state)
    return {"baseline": base} | {
        name: settle(facts, Scenario.example(name).at(year), base, warm=base) for name in SCENARIOS
    }


@pytest.mark.parametrize("year", YEARS)
def test_every_scenario_settles_in_every_year_and_its_signs_hold(year, shipped, base_state):
    """One test of both, as processes that share tests would each settle the year."""
    states = of_year(year, shipped, base_state)
    for name, state in states.items():
        assert state.settled, (year, name, [c for c in state.checks if not c.ok])
    base, fast, closed = (states[n] for n in ("baseline", "khorgos-fast-customs", "northern-route-closed"))
    out = f"{KHORGOS}:out"
    load = [s.flow.load[s.network.facility_index[out]] for s in (fast, base)]
    # quicker customs bring trains; where none passed yet none may come
    assert load[0] > load[1] or load[1] == pytest.approx(0.0, abs=1e-9)
    assert closed.need.tonnes[:, CASPIAN].sum() > base.need.tonnes[:, CASPIAN].sum()
    third = states["third-railway"]
    new = third.network.arcs["link_id"].isin(["L075", "L076"]).to_numpy()
    carried = third.flow.flow.sum(axis=(0, 1))[new].sum()
    assert carried > 0 or year < 2019  # before, the two crossings have room for all
    kaz, chn = (base.total.matrix.countries.index(c) for c in ("KAZ", "CHN"))
    # where no queue stands there is nothing to relieve, and from 2028 the line is open in the baseline too
    assert third.world.trade_ratio[kaz, chn] > 1 - TONNES_SETTLED
    assert closed.world.trade_ratio[kaz].min() < 1
    if year != base_state.facts.year:
        # its trade is its own: less before 2023, more after
        now, then = (s.total.matrix.value_usd for s in (base, base_state))
        grown = (now[kaz, chn] + now[chn, kaz]) / (then[kaz, chn] + then[chn, kaz])
        assert (grown > 1) == (year > 2023)
