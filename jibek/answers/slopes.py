"""How observed quantities answer to each assumption alone: what tells where worlds that agree with them lie.

Reads   a settled state, the fitted observations
Writes  rows of the data table ``informed``

Each assumption is set to one standard deviation above and below its centre, on the normal score that worlds draw, and
the state is settled again: two runs for each assumption that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jibek.answers.observed import coordinate, coordinate_error
from jibek.answers.worlds import Prior
from jibek.ground.errors import CertificateError, InputError
from jibek.ground.workers import in_order
from jibek.loop import State, settle
from jibek.record.observations import Observation

# Slopes below this part of the error hardly move where a world is drawn.
LEAST = 0.01


@dataclass(frozen=True, slots=True)
class Slope:
    """Change of an observed quantity, on the scale of `coordinate`, for one standard deviation of a score, above and
    below the centre; below: None where that side gave no answer."""

    observation_id: str
    assumption_id: str
    slope: float
    below: float | None


def slopes(
    state: State,
    rows: tuple[Observation, ...],
    measure: Callable[[State], dict[str, float | None]],
    *,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Slope]:
    """Slopes at the central values; an assumption whose world above the centre gives no answer has none."""
    prior = Prior.of(state.facts)
    central = measure(state)
    asked = state.facts.asked()
    taken = dict(zip(prior.names, prior.at.tolist(), strict=True))
    varied = [n for k, n in enumerate(prior.scored) if any(taken[p] == k for p in asked & taken.keys())]

    def one(task: tuple[str, float]) -> dict[str, float | None] | None:
        name, side = task
        k = prior.scored.index(name)
        z = np.zeros(len(prior.scored))
        z[k] = side
        values = {n: v for n, v in prior.values(z).items() if taken[n] == k}
        try:
            found = settle(state.facts.assuming(values), state.scenario, None, warm=state)
            return measure(found) if found.settled else None
        except (CertificateError, InputError):
            return None

    tasks = [(name, side) for name in varied for side in (1.0, -1.0)]
    there: dict[tuple[str, float], dict[str, float | None] | None] = {}
    for number, (task, answer) in enumerate(zip(tasks, in_order(one, tasks, workers), strict=True), 1):
        progress(f"slope {number} of {len(tasks)}: {task[0]}")
        there[task] = answer
    found = []
    for name in varied:
        for o in rows:
            above = _change(o, central, there[name, 1.0])
            under = _change(o, central, there[name, -1.0])
            if above is None:
                continue
            below = None if under is None else -under
            if max(abs(above), abs(below or 0.0)) >= LEAST * coordinate_error(o):
                found.append(Slope(o.observation_id, name, above, below))
    return found


def _change(
    o: Observation, central: dict[str, float | None], there: dict[str, float | None] | None
) -> float | None:
    """Change of an observed quantity on its scale; None where either has none."""
    before = central[f"quantities:{o.quantity}"]
    after = None if there is None else there[f"quantities:{o.quantity}"]
    if not before or not after:
        return None
    return coordinate(o, after) - coordinate(o, before)
