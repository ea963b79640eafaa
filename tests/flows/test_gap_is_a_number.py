"""A gap is a number or the result is not converged: pairs without trips or paths, costs that are none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from test_tntp import BRAESS, SIX, by_hand

from jibek.flows.road_check import relative_gap, road_check
from jibek.flows.solvers import SOLVERS
from jibek.flows.tntp import assign_tntp
from jibek.ground.errors import InputError
from jibek.sources.formats.tntp import TntpTrips

# Zone 2 can be reached and not left.
ONE_WAY = BRAESS.format(links=4, middle="")


@pytest.mark.parametrize("method", sorted(SOLVERS))
def test_a_pair_without_trips_needs_no_path(tmp_path, method):
    net, _ = by_hand(tmp_path, ONE_WAY, SIX)
    trips = TntpTrips(2, np.array([0, 1]), np.array([1, 0]), np.array([6.0, 0.0]))
    found = assign_tntp(net, trips, 1e-3, method=method, max_iterations=5000)
    assert found.converged
    assert -1e-15 <= found.gap <= 1e-3 + 1e-12  # both ways cost the same: sums round
    # Six trips over two like ways cost 83 each; a gap of 1e-3 leaves the mean within a thousandth.
    assert found.flow @ found.cost / 6.0 == pytest.approx(83.0, rel=2e-3)


@pytest.mark.parametrize("method", sorted(SOLVERS))
def test_trips_without_a_path_are_refused_and_not_counted_as_found(tmp_path, method):
    net, _ = by_hand(tmp_path, ONE_WAY, SIX)
    trips = TntpTrips(2, np.array([0, 1]), np.array([1, 0]), np.array([6.0, 1e-9]))
    with pytest.raises(InputError, match="not joined"):
        assign_tntp(net, trips, 1e-3, method=method)
    flow = np.full(4, 3.0)
    assert road_check(net, trips, flow, np.ones(4)).gap == math.inf


@pytest.mark.parametrize("method", sorted(SOLVERS))
def test_no_trips_at_all(tmp_path, method):
    net, _ = by_hand(tmp_path, ONE_WAY, SIX)
    trips = TntpTrips(2, np.array([0]), np.array([1]), np.array([0.0]))
    found = assign_tntp(net, trips, 1e-6, method=method)
    assert (found.converged, found.gap, found.flow.sum()) == (True, 0.0, 0.0)


def test_a_solver_that_says_it_converged_is_held_against_the_check(tmp_path, monkeypatch):
    net, trips = by_hand(tmp_path, ONE_WAY, SIX)
    from jibek.flows import tntp

    real = tntp.solve_road

    def boasts(*given, **options):
        found = real(*given, **options)
        flow = np.array([6.0, 0.0, 6.0, 0.0])  # all go one way
        return tntp.RoadFlows(flow, found.cost, 0.0, found.objective, 1, True, 0.0)

    monkeypatch.setattr(tntp, "solve_road", boasts)
    found = tntp.assign_tntp(net, trips, 1e-6)
    assert found.gap > 0.1
    assert not found.converged


@pytest.mark.parametrize(
    ("paid", "least", "gap"),
    [
        (2.0, 1.0, 0.5),
        (0.0, 0.0, 0.0),
        (0.0, 1.0, math.inf),  # nobody moves though somebody should
        (1.0, math.inf, math.inf),  # a path that is not there is no saving
        (math.nan, 1.0, math.inf),
        (1.0, math.nan, math.inf),
    ],
)
def test_a_gap_of_what_is_no_number_is_never_small(paid, least, gap):
    assert relative_gap(paid, least) == gap
