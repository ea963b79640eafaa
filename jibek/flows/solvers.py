"""The solvers by name, each of the form ``problem.Solver``."""

from __future__ import annotations

from collections.abc import Mapping

from jibek.flows import frank_wolfe
from jibek.flows.bushes import equilibrium as bushes
from jibek.flows.problem import Solver
from jibek.flows.projection import equilibrium

SOLVERS: Mapping[str, Solver] = {
    "projection": equilibrium.solve,
    "algorithm-b": bushes.solve,
    "frank-wolfe": frank_wolfe.solve,
    "msa": frank_wolfe.solve_msa,
}

# Those that solve the choice of corridor together with the paths.
CHOOSE = frozenset({"projection"})


def chooses(method: str) -> bool:
    """Whether a method solves the choice of corridor and door together with the paths."""
    return method in CHOOSE
