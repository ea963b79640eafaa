"""How observations judge worlds: coordinates of figures and back."""

from __future__ import annotations

import numpy as np
import pytest

from jibek.answers.observed import coordinate, coordinate_error, figure, misfits
from jibek.record.observations import Observation


def observation(quantity, value, part=1.0):
    return Observation("X", quantity, 2022, value, 0.2, "", "fitted", part, "", "", ())


@pytest.mark.parametrize(
    ("o", "modelled"),
    [
        (observation("khorgos_hours_2022", 30.0), 45.0),
        (observation("europe_land_teu", 120.0, 1 / 12), 1500.0),
    ],
)
def test_a_coordinate_leads_back_to_its_figure(o, modelled):
    at = coordinate(o, modelled)
    assert figure(o, np.array([at])) == pytest.approx([modelled], rel=1e-12)
    # no change of the coordinate leaves the gap there is
    assert misfits((o,), {o.quantity: modelled}, np.zeros((1, 1)))[0, 0] == pytest.approx(o.misfit(modelled))


def test_hours_near_the_observed_have_the_same_error_on_both_scales():
    """One relative step h / 30 around 30 h: d(-1 / (h - 15)) = dh / 15^2 = 30 e / 225."""
    o = observation("khorgos_hours_2022", 30.0)
    assert coordinate_error(o) == pytest.approx(0.2 * 30.0 / 225.0)
    step = 1e-6
    found = (coordinate(o, 30.0 * (1 + step)) - coordinate(o, 30.0)) / coordinate_error(o)
    assert found == pytest.approx(step / 0.2, rel=1e-4)


def test_a_queue_that_never_ends_is_a_far_misfit_and_no_more():
    o = observation("khorgos_hours_2022", 30.0)
    found = misfits((o,), {o.quantity: 40.0}, np.array([[0.0], [1.0]]))[:, 0]
    assert found[1] == pytest.approx(np.log(1 / 20.5) / 0.2)
    assert found[1] < found[0] < 0.0
