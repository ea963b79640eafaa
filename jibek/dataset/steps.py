"""What the first steps of a run would refuse, told by an inspection: the same code, up to where costs are computed."""

from __future__ import annotations

from jibek import record
from jibek.dataset.checks import Check
from jibek.ground.errors import InputError


def first_steps(facts: record.Facts) -> list[Check]:
    """One check of severity error: the network stands, freight is spread over it, systems and services are read."""
    from jibek import demand, network, systems
    from jibek.record.checked import problems_of
    from jibek.routes.services import services_of
    from jibek.scenario import Scenario

    if problems_of(facts):
        return []  # what cannot be worked out is told by the workings
    part = Scenario.example("baseline").network
    rows: list[str] = []
    for step in (
        lambda: demand.spread(facts, network.build(facts, part)),
        lambda: systems.work(facts, {}),
        lambda: services_of(facts, facts.year),
    ):
        try:
            step()
        except InputError as fault:
            rows += [str(p) for p in fault.problems] or [fault.message]
    good = "the network stands, freight is spread over it, systems and services can be read"
    bad = f"a run would refuse {len(rows)} rows before it computes anything"
    return [Check("run.first_steps", not rows, "error", tuple(rows), bad if rows else good)]
