"""Constants of doors and corridors found together: slopes by differences, targets by a plain nested logit."""

from __future__ import annotations

import numpy as np
import pytest

from jibek.demand.choice import fit_constants
from jibek.demand.doors import Doors
from jibek.demand.kernels import count_tonnes

LAND, INNER, OUTER, CONSTANTS = np.array([False, True, True]), 0.6, 0.25, 3


class Case:
    """Forty shippers with two doors in each of three corridors. Constant 0 is of a corridor, 1 and 2 are of doors; 1 is
    carried by all shippers, and half of them count for it."""

    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        self.utility = rng.normal(0, 0.5, (40, 3, 2))
        self.tonnes = rng.uniform(1, 50, 40)
        self.carries, self.door_carries = np.full((40, 3), -1), np.full((40, 3, 2), -1)
        self.carries[:, 1] = 0
        self.door_carries[:, 1, 0], self.door_carries[20:, 2, 1] = 1, 2
        self.counts, self.door_counts = self.carries.copy(), self.door_carries.copy()
        self.door_counts[20:, 1, 0] = -1
        mass = np.exp(self.utility / OUTER)
        self.systematic = OUTER * np.log(mass.sum(axis=2))
        pair, corridor = np.repeat(np.arange(40), 6), np.tile([0, 0, 1, 1, 2, 2], 40)
        self.share = (mass / mass.sum(axis=2, keepdims=True)).ravel()
        flat = self.door_carries.ravel(), self.door_counts.ravel()
        self.doors = Doors.of(*flat, pair, corridor, (CONSTANTS, 3), OUTER).having(self.share)

    def counted(self, value):
        """Tonnes of each target by a nested logit of three levels, written out."""
        having = np.append(value, 0.0)
        way = self.utility + having[self.door_carries]
        corridor = OUTER * np.log(np.exp(way / OUTER).sum(axis=2)) + having[self.carries]
        nest = np.where(LAND, np.exp(corridor / INNER), 0.0)
        top = np.where(LAND, 0.0, np.exp(corridor)).sum(axis=1) + nest.sum(axis=1) ** INNER
        by_land = (nest / nest.sum(axis=1, keepdims=True)) * (nest.sum(axis=1) ** INNER / top)[:, None]
        share = np.where(LAND, by_land, np.exp(corridor) / top[:, None])
        within = np.exp(way / OUTER) / np.exp(way / OUTER).sum(axis=2, keepdims=True)
        tonnes = self.tonnes[:, None] * share
        ways = tonnes[:, :, None] * within
        return np.array(
            [tonnes[self.counts == i].sum() + ways[self.door_counts == i].sum() for i in range(3)]
        )

    def compiled(self, value):
        """The same by the kernels, and how constants move them."""
        having = np.append(value, 0.0)
        carried, counted = (np.where(of < 0, CONSTANTS, of) for of in (self.carries, self.counts))
        share, model, moves = np.empty((40, 3)), np.empty(CONSTANTS + 1), np.empty((CONSTANTS + 1,) * 2)
        count_tonnes(
            self.doors.raised(self.systematic, having), having, self.tonnes, LAND, INNER, carried, counted,
            np.empty(3), share, model, moves,
        )  # fmt: skip
        self.doors.count(having, self.tonnes, LAND, INNER, share, carried, counted, model, moves)
        return model[:CONSTANTS], moves[:CONSTANTS, :CONSTANTS]


@pytest.mark.parametrize("seed", range(4))
def test_tonnes_are_the_nested_logits_and_move_as_differences_say(seed):
    case = Case(seed)
    value = np.random.default_rng(seed + 10).normal(0, 0.4, CONSTANTS)
    model, moves = case.compiled(value)
    assert model == pytest.approx(case.counted(value), rel=1e-12)  # the same sums in another order
    step = 1e-5 * np.eye(CONSTANTS)
    slope = [(case.counted(value + h) - case.counted(value - h)) / 2e-5 for h in step]
    # central differences over 1e-5: rounding is 1e-9 of some hundred tonnes, curvature less
    np.testing.assert_allclose(moves, np.transpose(slope), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_all_targets_are_met_at_once(seed):
    case = Case(seed)
    true = np.array([-0.8, 0.6, -0.5])
    fit = fit_constants(
        case.systematic, case.tonnes, LAND, INNER, case.carries, case.counts, case.counted(true),
        doors=case.doors,
    )  # fmt: skip
    # the fit stops at 1e-10 in logs, whose slopes are about 1
    assert fit.constants == pytest.approx(true, abs=1e-8)
    share = case.share.copy()
    case.doors.lift(share, np.append(true, 0.0))
    way = case.utility + np.append(true, 0.0)[case.door_carries]
    expected = np.exp(way / OUTER) / np.exp(way / OUTER).sum(axis=2, keepdims=True)
    assert share == pytest.approx(expected.ravel(), rel=1e-12)
