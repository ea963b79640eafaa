"""Small networks and curves for the tests of flows and skims: built by hand, not from the data package."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
import pandas as pd

from jibek.flows import FlowDemand


@dataclass(frozen=True)
class Knots:
    """Convex curves of hours against the ratio of load to capacity: straight pieces' slopes joined by parabolas.

    ``load`` (facility, knot); between knots the slope is linear, beyond the last it is constant, so the curve is
    once continuously differentiable and exactly a cubic (in fact a parabola) between knots.
    """

    load: np.ndarray
    slope: np.ndarray
    start: np.ndarray

    def evaluate(self, load):
        hours, slope = np.empty(len(load)), np.empty(len(load))
        for f, x in enumerate(load):
            at, s = self.load[f], self.slope[f]
            hours[f] = self.start[f]
            for i in range(len(at) - 1):
                step = min(max(x - at[i], 0.0), at[i + 1] - at[i])
                bend = (s[i + 1] - s[i]) / (at[i + 1] - at[i])
                hours[f] += s[i] * step + 0.5 * bend * step * step
            hours[f] += s[-1] * max(x - at[-1], 0.0)
            slope[f] = np.interp(x, at, s)
        return hours, slope


def area(curves, load):
    """Integral of each curve from 0 to its load, shape (facility,): Simpson's rule is exact piece by piece."""
    total = np.zeros(len(load))
    edges = np.concatenate([curves.load, np.full((len(load), 1), np.inf)], axis=1)
    for i in range(edges.shape[1] - 1):
        low = np.minimum(edges[:, i], load)
        high = np.minimum(edges[:, i + 1], load)
        ends = [curves.evaluate(x)[0] for x in (low, 0.5 * (low + high), high)]
        total += (high - low) / 6.0 * (ends[0] + 4.0 * ends[1] + ends[2])
    return total


def queue_curves(facilities, *, base=0.0, steep=400.0):
    """Like a queue at a crossing: flat, a knee near 0.8, then ``steep`` hours per capacity."""
    at = np.array([0.0, 0.5, 0.8, 0.95, 1.2])
    slope = np.array([0.5, 3.0, 20.0, 150.0, steep])
    return Knots(np.tile(at, (facilities, 1)), np.tile(slope, (facilities, 1)), np.full(facilities, base))


def linear_curves(slopes):
    """Hours = slope * load / capacity."""
    slopes = np.asarray(slopes, float)
    return Knots(np.tile([0.0, 1.0], (len(slopes), 1)), np.stack([slopes, slopes], 1), np.zeros(len(slopes)))


def network(
    tail,
    head,
    *,
    hours,
    usd,
    facility=None,
    capacity=(),
    units=1.0,
    value=(1.0,),
    open_arcs=None,
    groups=None,
):
    """A network from arrays; ``usd`` (arc,) or (class, arc); ``units`` scalar, (class,) or (class, arc)."""
    tail, head = np.asarray(tail, np.int32), np.asarray(head, np.int32)
    arcs, classes = len(tail), len(value)
    states = [f"S{i:03d}" for i in range(int(max(tail.max(), head.max())) + 1)]
    facility = np.full(arcs, -1) if facility is None else np.asarray(facility)
    units = np.asarray(units, float)
    units = np.broadcast_to(units[:, None] if units.ndim == 1 else units, (classes, arcs)).copy()
    capacity = np.asarray(capacity, float)
    groups = ("only",) if groups is None else tuple(groups)
    names = [f"F{f}" for f in range(len(capacity))]
    return SimpleNamespace(
        arcs=pd.DataFrame(
            {
                "arc_id": [f"A{a:04d}" for a in range(arcs)],
                "tail": [states[s] for s in tail],
                "head": [states[s] for s in head],
                "distance_km": np.arange(arcs, dtype=float) + 1.0,
            }
        ),
        facilities=pd.DataFrame(
            {"facility_id": names, "kind": "gateway", "unit": "trains", "capacity_per_day": capacity}
        ),
        tail=tail,
        head=head,
        fixed_hours=np.broadcast_to(np.asarray(hours, float), (arcs,)).copy(),
        usd_per_tonne=np.broadcast_to(np.asarray(usd, float), (classes, arcs)).copy(),
        co2e_kg_per_tonne=np.ones((classes, arcs)),
        units_per_tonne=units,
        facility=facility.astype(np.int32),
        side=np.zeros(arcs, np.int8),
        kind=np.arange(classes),
        reverse=np.full(2 * len(capacity), -1, np.int32),
        returns=np.ones(classes),
        capacity_per_day=capacity,
        class_hour_usd=np.asarray(value, float),
        open=np.ones((len(groups), arcs), bool) if open_arcs is None else np.asarray(open_arcs, bool),
        groups=groups,
        state_index={s: i for i, s in enumerate(states)},
    )


def changed(net, **changes):
    """A copy of a network in which some arrays differ."""
    return SimpleNamespace(**{**vars(net), **changes})


def demand(rows):
    """From rows (origin, destination, class, group, tonnes)."""
    o, d, k, g, t = (np.array(c) for c in zip(*rows, strict=True))
    return FlowDemand(o, d, k, g, t.astype(float))


def scaled(wanted, factor):
    """Demand with all tonnes multiplied."""
    return replace(wanted, tonnes=wanted.tonnes * factor)


def corridor_grid(seed, *, columns=30, rows=8, facilities=40, pairs=300, classes=4, groups=2, total=3e7):
    """A grid from west to east with long links, some of them through jammed crossings that all must pass.

    Every fifth column is a border: its links east and west pass one of a few facilities.
    """
    rng = np.random.default_rng(seed)
    node = lambda r, c: r * columns + c  # noqa: E731
    tail, head, facility = [], [], []
    for r in range(rows):
        for c in range(columns):
            for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                if 0 <= r + dr < rows and 0 <= c + dc < columns:
                    tail.append(node(r, c))
                    head.append(node(r + dr, c + dc))
                    border = dr == 0 and min(c, c + dc) % 5 == 2
                    number = (min(c, c + dc) // 5 * rows + r) * 2 + (dc < 0)
                    facility.append(number % facilities if border else -1)
    arcs = len(tail)
    usd = rng.uniform(2, 20, arcs)[None, :] * rng.uniform(0.8, 1.2, (classes, arcs))
    open_arcs = rng.random((groups, arcs)) > 0.05
    open_arcs[0] = True
    units = np.array([1 / 900.0, 1 / 2500.0, 1 / 2200.0, 1 / 1100.0])[:classes]
    net = network(
        tail,
        head,
        hours=rng.uniform(4, 30, arcs),
        usd=usd,
        facility=facility,
        capacity=rng.uniform(8, 16, facilities),
        units=units,
        value=np.array([0.25, 0.03, 0.04, 0.1])[:classes],
        open_arcs=open_arcs,
        groups=[f"g{i}" for i in range(groups)],
    )
    ends = rng.integers(0, rows * columns, (pairs * 3, 2))
    ends = ends[ends[:, 0] != ends[:, 1]][:pairs]
    tonnes = rng.lognormal(0, 1.5, len(ends))
    wanted = FlowDemand(
        ends[:, 0],
        ends[:, 1],
        rng.integers(0, classes, len(ends)),
        rng.integers(0, groups, len(ends)),
        tonnes / tonnes.sum() * total,
    )
    return net, queue_curves(facilities), wanted
