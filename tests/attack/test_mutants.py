"""Some mutants of scenarios and overlays, up to where a run begins to compute; `mutants` takes thousands by hand.

JIBEK_ATTACKS=50 tries fifty times as many.
"""

from __future__ import annotations

import pytest
from attack.attacking import TIMES
from attack.mutants import GOOD, ends, tally, whole
from attack.mutations import Mutant

from jibek import network, record, sources
from jibek.scenario import Scenario
from jibek.simulation.lines import TRAINS_PER_DAY, directions

KHORGOS = "CN_KHORGOS-KZ_ALTYNKOL"


def test_a_mutant_is_taken_or_refused_in_its_minute_and_gigabyte():
    found = list(ends(3, range(24 * TIMES)))
    assert len(found) == 24 * TIMES
    assert all(end.kind in GOOD for end in found), tally(found)
    assert {end.kind for end in found} >= {"ok", "refused"}


def test_a_fault_a_hang_and_memory_are_told_apart():
    """What the harness is for: a call that fails, one that never says anything, one that eats memory, one that dies."""
    import os
    import time

    def failing(*_, **__):
        raise ZeroDivisionError("by nothing")

    def hanging(*_, **__):
        time.sleep(600)

    def eating(*_, **__):
        held = [bytearray(2**24) for _ in range(100)]
        assert held

    def dying(*_, **__):
        os._exit(9)

    taken = taken_scenarios(2)
    for execute, kind in ((failing, "fault"), (hanging, "hang"), (eating, "memory"), (dying, "killed")):
        patience = 3.0 if execute is hanging else 60.0
        found = list(ends(3, taken, execute, patience_s=patience))
        assert [(end.number, end.kind) for end in found] == [(number, kind) for number in taken]


def test_a_mutant_as_a_command_of_its_own_ends_as_within_the_process():
    first = next(end for end in ends(3, range(40)) if end.kind == "refused")
    (found,) = whole(3, [first.number])
    assert (found.number, found.kind, found.code) == (first.number, "refused", first.code)
    held = bytearray(2**30)  # whoever starts it may be large
    held[:: 2**12] = b"x" * len(held[:: 2**12])
    (again,) = whole(3, [first.number])
    assert 50 < found.peak_mb < 600
    assert 50 < again.peak_mb < 600


def taken_scenarios(count):
    """Numbers of mutants without tables that are read."""
    plain = [n for n in range(100) if n % 10 not in (1, 4, 7)]
    return [end.number for end in ends(3, plain[:12]) if end.kind == "ok"][:count]


def test_the_same_seed_and_number_give_the_same_mutant(tmp_path):
    for name in ("one", "other"):
        for number in range(20):
            folder = tmp_path / name / str(number)
            folder.mkdir(parents=True)
            Mutant(1, number).write(folder)
    first, second = (
        {
            p.relative_to(tmp_path / name): p.read_bytes()
            for p in (tmp_path / name).rglob("*.*")
            if p.is_file()
        }
        for name in ("one", "other")
    )
    assert first == second
    assert len(set(first.values())) > 20


@pytest.mark.parametrize("factor", [1.0, 100.0])
def test_a_crossing_of_any_capacity_is_played_in_bounded_memory(factor):
    """At ninety-nine times its capacity one took 1.4 GB: twenty years of thousands of trains a day."""
    facts = record.establish(sources.read())
    scenario = Scenario.example("baseline").with_gateway(KHORGOS, capacity_factor=factor)
    (out, _) = directions(network.build(facts, scenario.network), facts, 2023, [KHORGOS])
    most = 2.0 * out.line.capacity_per_day
    line = out.grouped(most)
    assert most / line.group <= TRAINS_PER_DAY
    assert line.group == max(1.0, most / TRAINS_PER_DAY)
    assert line.capacity_per_day * line.group == pytest.approx(out.line.capacity_per_day)
