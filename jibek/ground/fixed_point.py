"""Search for a fixed point of a map that is costly and steep: Anderson's method with a cautious step.

x = Relaxation(start)
while not settled: x.step(map(x.value))
"""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Array


class Relaxation:
    """The current guess and what is remembered of earlier ones.

    Anderson (1965), type II, over the last few residuals; a residual that grows threefold halves the step and
    forgets the past. Values stay non-negative, as hours of delay are.
    """

    def __init__(self, start: Array, *, memory: int = 4, step: float = 0.5) -> None:
        self.value = np.asarray(start, dtype=float).copy()
        self._memory = memory
        self._step = step
        self._guesses: list[Array] = []
        self._residuals: list[Array] = []

    def step(self, mapped: Array) -> None:
        """Take the map's answer at the current guess and move to the next guess."""
        residual = np.asarray(mapped, dtype=float) - self.value
        if self._residuals and np.linalg.norm(residual) > 3.0 * np.linalg.norm(self._residuals[-1]):
            self._step = max(0.05, 0.5 * self._step)
            self._guesses.clear()
            self._residuals.clear()
        self._guesses.append(self.value.copy())
        self._residuals.append(residual)
        self._guesses = self._guesses[-self._memory - 1 :]
        self._residuals = self._residuals[-self._memory - 1 :]
        move = self._step * residual
        if len(self._residuals) > 1:
            d_guess = np.stack(
                [b - a for a, b in zip(self._guesses, self._guesses[1:], strict=False)], axis=1
            )
            d_residual = np.stack(
                [b - a for a, b in zip(self._residuals, self._residuals[1:], strict=False)], axis=1
            )
            weight = np.linalg.lstsq(d_residual, residual, rcond=1e-10)[0]
            move = move - (d_guess + self._step * d_residual) @ weight
        self.value = np.maximum(self.value + move, 0.0)
