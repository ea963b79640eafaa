"""Worth of an hour by market in a kept run: read back from its tables, with no word of the code that wrote them."""

from __future__ import annotations

import numpy as np
import pytest

from jibek.answers.counts import Counts, Measured
from jibek.ground.vocabulary import CLASSES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tables(base_run):
    named = ("flows.arc_flows", "demand.tonnes", "demand.values", "network.arc_costs", "demand.value_check")
    return {name: base_run.table(name) for name in named}


def test_every_class_and_group_with_freight_has_its_arcs_and_one_cost_on_each(tables):
    flows, needed = tables["flows.arc_flows"], tables["demand.tonnes"]
    keys = ["class", "group"]
    assert set(map(tuple, needed[keys].to_numpy())) == set(map(tuple, flows[keys].to_numpy()))
    assert not flows.duplicated(["arc_id", *keys]).any()
    assert set(needed["class"]) <= set(tables["demand.values"]["class"])
    # a class has one commodity, in both tables
    for frame in (flows, needed):
        assert (frame.groupby("class")["commodity"].nunique() == 1).all()
        assert set(frame["commodity"]) <= set(CLASSES)


def test_what_classes_of_a_commodity_pay_differs_by_hours_alone(tables):
    """Cost is price plus worth of an hour times hours: every class of an arc gives the same hours."""
    worth = tables["demand.values"].drop_duplicates("class").set_index("class")["usd_per_tonne_hour"]
    price = tables["network.arc_costs"].set_index(["arc_id", "class"])["usd_per_tonne"]
    flows = tables["flows.arc_flows"].drop_duplicates(["arc_id", "class"])
    paid = flows["generalised_cost_usd"].to_numpy()
    at = list(zip(flows["arc_id"], flows["commodity"], strict=True))
    over = paid - price.loc[at].to_numpy()
    hours = over / worth.loc[flows["class"]].to_numpy()
    spread = flows.assign(hours=hours).groupby("arc_id")["hours"].agg(["min", "max"])
    # costs are some hundred USD; an hour of ore is worth 0.007, so that rounding at 1e-13 is 1e-9 of an hour
    assert np.allclose(spread["min"], spread["max"], rtol=1e-8, atol=1e-7)
    assert (spread["max"] > 1).sum() > 100


def test_freight_stays_within_trade(tables):
    assert len(tables["demand.value_check"]) == 350
    assert (tables["demand.value_check"]["ratio"] <= 1 + 1e-9).all()


def test_counts_are_of_commodities(base_state):
    """Boxes are the boxes of every class, added up here class by class."""
    tonnes = Counts(Measured(base_state, base_state.background, {})).tonnes
    expected = np.zeros_like(tonnes)
    for k, c in enumerate(base_state.total.classes):
        for g in range(base_state.flow.flow.shape[1]):
            expected[c.commodity] += base_state.flow.flow[k, g]
    assert tonnes == pytest.approx(expected, rel=1e-12)
    boxes = [c.commodity == CLASSES.index("container") for c in base_state.total.classes]
    assert sum(boxes) > 1
    assert all(base_state.flow.flow[k].any() for k, of in enumerate(boxes) if of)
