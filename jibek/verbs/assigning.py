"""``jibek assign``: equilibrium or optimum of trips on a road network, checked from the flows as written."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from jibek.flows.road_check import RoadCheck, road_check
from jibek.flows.road_input import Roads, checked, loaded_warnings
from jibek.flows.tntp import RoadFlows, solve_road
from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.reply import Reply
from jibek.ground.text import aligned
from jibek.ground.written import draft_of, publish
from jibek.sources.formats.link_flows import read_written, write_flows
from jibek.sources.formats.roads import read_roads
from jibek.sources.formats.tntp import TntpNet, TntpTrips

# The name of each method to its solver, and the searches for shortest paths after which it gives up.
METHODS = {
    "algorithm-b": ("algorithm-b", 500),
    "gradient-projection": ("projection", 500),
    "frank-wolfe": ("frank-wolfe", 20_000),
    "msa": ("msa", 20_000),
}

# Of all trips; flows are sums of trips of many origins, each rounded at 1e-16 of itself.
_BALANCE = 1e-9

# Costs are worked out twice from the same flows; powers of either code differ in their last digits.
_COST = 1e-9


@dataclass(frozen=True, slots=True)
class RoadAssignment(Reply):
    """Flows on a road network, and how near to equilibrium the written ones are.

    selfish: the equilibrium beside an optimum, None without ``optimum`` or where it misses the gap.
    """

    method: str
    asked: float
    roads: Roads
    found: RoadFlows
    checked: RoadCheck
    flows: str | None
    wall_s: float
    warnings: tuple[dict[str, Any], ...]
    optimum: bool = False
    selfish: RoadFlows | None = None

    @property
    def converged(self) -> bool:
        """Whether the written flows reach the gap asked for and balance at every node."""
        return _ok(self.checked, self.asked, self.demand)

    @property
    def demand(self) -> float:
        """Trips between zones that are assigned."""
        return _demand(self.roads.trips)

    @property
    def total_cost(self) -> float | None:
        """What all trips pay together; None where nothing is answered."""
        return _paid(self.found) if self.converged else None

    @property
    def price_of_anarchy(self) -> float | None:
        """Total cost of the equilibrium over that of the optimum (Koutsoupias and Papadimitriou, 1999)."""
        least = self.total_cost
        return _paid(self.selfish) / least if self.selfish is not None and least else None

    def most_changed(self, count: int = 10) -> list[dict[str, Any]]:
        """Links whose flow the optimum changes most: tail, head, flow, equilibrium_flow."""
        if self.selfish is None or not self.converged:
            return []
        names, net = self.roads.names, self.roads.net
        order = np.argsort(-np.abs(self.found.flow - self.selfish.flow), kind="stable")[:count]
        return [
            {
                "tail": str(names[net.tail[i]]),
                "head": str(names[net.head[i]]),
                "flow": float(self.found.flow[i]),
                "equilibrium_flow": float(self.selfish.flow[i]),
            }
            for i in order
        ]

    @property
    def exit_code(self) -> int:
        """0; 1 where the written flows are no equilibrium (or optimum) to the gap asked for."""
        return 0 if self.converged else 1

    def to_json(self) -> dict[str, Any]:
        """What ``jibek assign --json`` prints."""
        net = self.roads.net
        return {
            "method": self.method,
            "zones": net.zones,
            "nodes": net.nodes,
            "links": len(net.tail),
            "demand": self.demand,
            "gap": self.checked.gap,
            "balance_error": self.checked.balance_error,
            "objective": self.found.objective if self.converged else None,
            "iterations": self.found.iterations,
            "converged": self.converged,
            "cpu_s": self.found.cpu_s,
            "wall_s": self.wall_s,
            "flows": self.flows,
            "optimum": self.optimum,
            "total_cost": self.total_cost,
            "equilibrium_total_cost": None if self.selfish is None else _paid(self.selfish),
            "price_of_anarchy": self.price_of_anarchy,
            "most_changed": self.most_changed(),
            "warnings": list(self.warnings),
        }

    def to_text(self) -> str:
        """A few lines."""
        said = self.to_json()
        lines = [f"! {w['message']}" for w in self.warnings]
        size = f"{said['zones']:,} zones, {said['nodes']:,} nodes, {said['links']:,} links"
        what = ", system optimum" if self.optimum else ""
        lines.append(f"{size}, {said['demand']:,.6g} trips by {self.method}{what}")
        lines.append(
            f"relative gap {said['gap']:.3g} (asked {self.asked:g}), node balance {said['balance_error']:.3g} trips"
        )
        lines.append(f"{said['iterations']} searches for shortest paths, {said['cpu_s']:.3f} s of CPU")
        if not self.converged:
            lines.append("Not solved to the gap asked for: no flows are given.")
        else:
            lines.append(f"objective {said['objective']:.12g}")
            lines += self._beside_equilibrium()
            lines.append(f"flows: {self.flows}" if self.flows else "Flows are written with --out FLOWS.csv")
        return "\n".join(lines)

    def _beside_equilibrium(self) -> list[str]:
        """What the optimum saves, and where."""
        price = self.price_of_anarchy
        if self.selfish is None or price is None:
            return []
        words = f"all trips pay {self.total_cost:.8g}, in equilibrium {_paid(self.selfish):.8g}: {price:.5f} times"
        rows = [[r["tail"], r["head"], r["equilibrium_flow"], r["flow"]] for r in self.most_changed(5)]
        return [words, "", *aligned(["from", "to", "equilibrium", "optimum"], rows, left=(0, 1)), ""]


def assign(
    net: Path | str,
    trips: Path | str,
    gap: float = 1e-6,
    *,
    method: str = "algorithm-b",
    out: Path | str | None = None,
    toll_factor: float | None = None,
    distance_factor: float | None = None,
    drop_unreachable: bool = False,
    iterations: int | None = None,
    optimum: bool = False,
) -> RoadAssignment:
    """User equilibrium of trips on a TNTP or GMNS network, or their system optimum beside it.

    Parameters
    ----------
    net, trips
        A TNTP network or a GMNS folder; a TNTP trip table or a CSV file ``origin,destination,volume``.
    gap
        Relative gap to reach, (cost paid - cost by shortest paths) / cost paid.
    method
        One of ``METHODS``.
    out
        Where flows are written, whole or not at all; they are not where the gap is missed.
    toll_factor, distance_factor
        Cost of a unit of toll and of length; absent: the file's, else 0.
    drop_unreachable
        Leave out trips that no links join instead of refusing them.
    iterations
        Searches for shortest paths before giving up.
    optimum
        Flows of least total cost instead of equilibrium, tolls and lengths counted as the factors say. The written cost
        stays what a trip pays itself; the gap is measured at what one more trip costs all, and the equilibrium is
        solved beside it.

    Raises
    ------
    InputError
        ``assign.bad_option``; ``assign.bad_input`` with all that is wrong in the files.
    """
    began = time.perf_counter()
    target = None if out is None else Path(out).absolute()
    _check_options(gap, method, target, toll_factor, distance_factor)
    roads = checked(
        read_roads(Path(net), Path(trips)),
        toll_factor=toll_factor,
        distance_factor=distance_factor,
        drop_unreachable=drop_unreachable,
    )
    solver, most = METHODS[method]
    _compile(solver)
    solve = partial(
        solve_road,
        roads.net,
        roads.trips,
        gap,
        toll_factor=toll_factor,
        distance_factor=distance_factor,
        method=solver,
        max_iterations=iterations or most,
    )
    found = solve(optimum=optimum)
    with draft_of(target) as draft:
        write_flows(draft, roads.names, roads.net, found.flow, found.cost)
        flow, cost = read_written(draft, roads.names, roads.net)
        factors = (toll_factor, distance_factor)
        seen = road_check(roads.net, roads.trips, flow, cost, *factors, optimum=optimum)
        done = _ok(seen, gap, _demand(roads.trips))
        warnings = (*roads.warnings, *loaded_warnings(roads, flow))
        if not done:
            warnings = (*warnings, _residual(seen, gap))
        selfish = solve() if done and optimum else None
        if selfish is not None:
            beside = road_check(roads.net, roads.trips, selfish.flow, selfish.cost, *factors)
            if not _ok(beside, gap, _demand(roads.trips)):
                message = f"the equilibrium beside it has a relative gap of {beside.gap:.3g} and is left out"
                warnings = (*warnings, {"code": "assign.no_equilibrium", "message": message, "rows": []})
                selfish = None
        # Last, as a signal to stop comes too late once the file stands.
        if done and target is not None:
            publish(draft, target)
    kept = str(target) if done and target is not None else None
    wall_s = time.perf_counter() - began
    return RoadAssignment(method, gap, roads, found, seen, kept, wall_s, warnings, optimum, selfish)


def _paid(found: RoadFlows) -> float:
    return math.fsum(found.flow * found.cost)


def _ok(seen: RoadCheck, gap: float, demand: float) -> bool:
    return seen.gap <= gap and seen.balance_error <= _BALANCE * demand and seen.cost_error <= _COST


def _demand(trips: TntpTrips) -> float:
    return math.fsum(trips.trips[trips.origin != trips.destination])


def _residual(seen: RoadCheck, gap: float) -> dict[str, Any]:
    message = (
        f"not converged: relative gap {seen.gap:.3g} where {gap:g} was asked for, node balance "
        f"{seen.balance_error:.3g} trips, written costs off by {seen.cost_error:.3g}; no flows are given"
    )
    return {"code": "assign.not_converged", "message": message, "rows": []}


def _check_options(
    gap: float, method: str, out: Path | None, toll_factor: float | None, distance_factor: float | None
) -> None:
    problems = []
    if not (math.isfinite(gap) and gap > 0):
        problems.append(
            Problem("assign.bad_gap", "--gap", value=gap, expected="a number above 0, such as 1e-6")
        )
    if method not in METHODS:
        expected = "one of " + ", ".join(METHODS)
        fix = nearest(method, METHODS)
        problems.append(
            Problem("assign.unknown_method", "--method", value=method, expected=expected, fix=fix)
        )
    for option, factor in (("--toll-factor", toll_factor), ("--distance-factor", distance_factor)):
        if factor is not None and not math.isfinite(factor):
            problems.append(Problem("assign.bad_factor", option, value=factor, expected="a finite number"))
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        expected, fix = "a file in a folder that exists", "Create the folder or name a file."
        problems.append(Problem("assign.bad_out", "--out", value=str(out), expected=expected, fix=fix))
    if problems:
        raise InputError("assign.bad_option", f"{len(problems)} option(s) cannot be used", problems)


def _compile(solver: str) -> None:
    """Solve a network of one link, so that the time of the next is its own."""
    one, end = np.ones(1), np.zeros(1, np.int64)
    net = TntpNet(2, 2, 2, end, end + 1, one, one, one, one, one, one, 0.0, 0.0)
    solve_road(net, TntpTrips(2, end, end + 1, one), 1.0, method=solver, max_iterations=3)
