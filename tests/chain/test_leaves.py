"""Each figure that the derivation of a headline number names, moved: the number moves."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from jibek import record
from jibek.answers.headline import ITEMS
from jibek.answers.measured import measure
from jibek.ground.workers import in_order
from jibek.loop import settle
from jibek.record.cells import fact_keys
from jibek.scenario import Scenario
from jibek.sources import Sources

pytestmark = pytest.mark.slow
BASE = Scenario.example("baseline")


def leaves_of(run) -> dict[str, set[str]]:
    """Fact or assumption -> the headline numbers whose derivation ends in it."""
    found: dict[str, set[str]] = {}
    for item in ITEMS:
        for node in run.explain("headline", f"{item.id}|{item.reporter}").leaves():
            if node.kind in ("fact", "assumption"):
                found.setdefault(node.id, set()).add(item.figure)
    return found


def moved(source: Sources, leaf: str) -> record.Facts:
    """The record with one figure a fifth higher; an assumption that stands at one end goes to the other."""
    kind, _, name = leaf.partition(":")
    facts = record.establish(source, BASE.year)
    if kind == "assumption":
        row = facts.assumptions.set_index("assumption_id").loc[name]
        return facts.assuming({name: row["high"] if row["high"] != row["value"] else row["low"]})
    table, _, rest = name.partition(":")
    key, _, column = rest.rpartition(":")
    frame: pd.DataFrame = source.tables[table].copy()
    at = frame.index[fact_keys(table, frame).index(key)]
    frame.loc[at, column] = float(frame.loc[at, column]) * 1.2
    return record.establish(Sources({**source.tables, table: frame}, source.replaced, "moved"), BASE.year)


def test_every_leaf_named_for_a_headline_number_moves_it(base_run, base_state, shipped, tried):
    named = leaves_of(base_run)
    del named[
        "fact:official_targets:KAZ-CHN trade|40|2030:value"
    ]  # its value is its key: moved, it is another goal
    assert len(named) > 50
    before, leaves = measure(base_state), tried(sorted(named))

    def one(leaf: str):
        return measure(settle(moved(shipped, leaf), BASE, None, warm=base_state))

    still = []
    for leaf, after in zip(leaves, in_order(one, leaves), strict=True):
        for key in named[leaf]:
            a, b = before[key], after[key]
            assert a is not None
            if b is not None and math.isclose(a, b, rel_tol=1e-12):  # more than the rounding of another order
                still.append((leaf, key))
    assert not still
