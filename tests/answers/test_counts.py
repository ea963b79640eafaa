"""Lifts at a port, counted by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from jibek.answers.counts import Counts, Measured
from jibek.answers.quantities import QUANTITIES


def counts(steps):
    """Counts of a state made of its arcs alone: tail, head, kind, mode and boxes, t a year."""
    found = object.__new__(Counts)
    found.arcs = pd.DataFrame(steps, columns=["tail", "head", "kind", "mode", "tonnes"])
    found._kind, found._mode = (found.arcs[c].to_numpy() for c in ("kind", "mode"))
    found.tonnes = np.vstack([found.arcs["tonnes"].to_numpy(float), np.zeros((3, len(steps)))])
    found.per_teu = 10.0
    found.measured = Measured(None, pd.DataFrame(), {})
    return found


def test_a_port_counts_what_its_quays_lift():
    """Ship to train counts once, ship to another kind of ship twice, the town once; what stays on board, trains and
    waiting do not count, nor another port."""
    found = counts(
        [
            ("X_BOSPORUS|sea", "GEPTI|sea", "haul", "sea", 1000.0),
            ("GEPTI|sea", "GEPTI|rail-1520", "tranship", "sea", 400.0),
            ("GEPTI|sea", "GEPTI|arrival", "unload", "sea", 200.0),
            ("GEPTI|sea", "GEPTI|ferry", "ferry_wait", "ferry", 100.0),
            ("GEPTI|ferry", "UAODS|ferry", "haul", "ferry", 100.0),
            ("GEPTI|sea", "ROCND|sea", "haul", "sea", 300.0),
            ("GEPTI|gate", "GEPTI|rail-1520", "load", "rail", 70.0),
            ("GEPTI|sea@shut1", "GEPTI|sea", "held", "sea", 60.0),
            ("GEPTI|sea@shut1", "GEPTI|rail-1520@shut1", "tranship", "sea", 50.0),
            ("GEBUS|sea", "GEBUS|rail-1520", "tranship", "sea", 40.0),
        ]
    )
    lifted = 400.0 + 200.0 + 2 * 100.0 + 50.0
    assert QUANTITIES["poti_teu"].rule(found) == pytest.approx(
        lifted / 10.0, rel=1e-12
    )  # sums of whole numbers


def test_trucks_on_ferries_are_counted_where_they_roll():
    """Twenty tonnes a truck; wagons on the same ferry are none."""
    found = counts(
        [
            ("KZKUR|road", "KZKUR|ferry", "ferry_wait", "ferry", 400.0),
            ("KZKUR|ferry", "KZKUR|road", "tranship", "ferry", 200.0),
            ("KZKUR|rail-1520", "KZKUR|ferry", "ferry_wait", "ferry", 900.0),
            ("KZKUR|road", "KZKUR|rail-1520", "tranship", "rail", 50.0),
            ("AZALA|ferry", "AZALA|road", "tranship", "ferry", 400.0),
        ]
    )
    found.state = SimpleNamespace(facts=SimpleNamespace(assume={"tonnes_per_truck": 20.0}.get))
    assert QUANTITIES["kuryk_trucks"].rule(found) == pytest.approx(30.0, rel=1e-12)
