"""What the trade model cannot start from: every fault of flows, costs and settings at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import InputError, Problem

if TYPE_CHECKING:
    from jibek.trade.takings import Takings


def refuse_world(
    flows: Array,
    tau_hat: Array,
    theta: float,
    deficits: str,
    rules: Sequence[str],
    names: Sequence[str] | None,
) -> None:
    """Raise one error for everything that is wrong with the input."""
    problems: list[Problem] = []
    if deficits not in rules:
        problems.append(
            Problem(
                "trade.unknown_deficits", "deficits", value=deficits, expected="one of " + ", ".join(rules)
            )
        )
    if not (np.isfinite(theta) and theta > 0):
        problems.append(Problem("trade.bad_theta", "theta", value=float(theta), expected="a number above 0"))
    if flows.ndim != 2 or flows.shape[0] != flows.shape[1] or flows.shape != tau_hat.shape or not flows.size:
        expected = "two square arrays of the same size"
        problems.append(
            Problem(
                "trade.not_square",
                "flows, tau_hat",
                value=f"{flows.shape}, {tau_hat.shape}",
                expected=expected,
            )
        )
    else:
        problems += _number_problems(flows, tau_hat, names)
        if not problems:
            problems += _market_problems(flows, names)
    if problems:
        raise InputError(problems[0].code, f"the trade model cannot start: {problems[0].code}", problems)


def refuse_takings(flows: Array, takings: Takings, deficits: str, names: Sequence[str] | None) -> None:
    """Raise one error for everything that is wrong with what carriers keep."""
    code, problems = "trade.bad_takings", []
    if deficits != "world":
        problems.append(
            Problem(code, "deficits", value=deficits, expected="world, where carriers keep anything")
        )
    for when, charged, collected in (
        ("the base", takings.charged_base, takings.collected_base),
        ("now", takings.charged, takings.collected),
    ):
        size = float(np.abs(flows).sum())
        if not abs(float(charged.sum() - collected.sum())) <= 1e-9 * size:
            told = f"charged {charged.sum():.6g}, collected {collected.sum():.6g}"
            problems.append(Problem(code, f"takings of {when}", value=told, expected="the same sum"))
    sold = flows.sum(axis=1)
    problems += [
        Problem(
            code, name_of(names, int(i)), value=float(takings.charged_base[i]),
            expected=f"less than the {sold[i]:.6g} that buyers pay for its goods",
        )
        for i in np.flatnonzero(~(takings.charged_base < sold))
    ]  # fmt: skip
    if problems:
        raise InputError(code, f"the trade model cannot start: {code}", problems)


def name_of(names: Sequence[str] | None, i: int) -> str:
    return str(names[i]) if names is not None else str(i)


def _number_problems(flows: Array, tau_hat: Array, names: Sequence[str] | None) -> list[Problem]:
    bad = [
        ("flows", "a finite number of at least 0", flows, ~(np.isfinite(flows) & (flows >= 0))),
        ("tau_hat", "a finite number above 0", tau_hat, ~(np.isfinite(tau_hat) & (tau_hat > 0))),
    ]
    return [
        Problem(
            "trade.bad_number", f"{where} {name_of(names, i)}->{name_of(names, j)}", value=float(array[i, j]),
            expected=expected,
        )
        for where, expected, array, wrong in bad
        for i, j in np.argwhere(wrong)
    ]  # fmt: skip


def _market_problems(flows: Array, names: Sequence[str] | None) -> list[Problem]:
    problems = [
        Problem(code, name_of(names, int(i)), value=0.0, expected=f"{what} above 0")
        for code, what, sums in (
            ("trade.no_output", "sales", flows.sum(axis=1)),
            ("trade.no_spending", "purchases", flows.sum(axis=0)),
        )
        for i in np.flatnonzero(sums <= 0)
    ]
    if not problems and len(flows) > 1 and not flows.diagonal().any():
        expected = (
            "what each country sells at home on the diagonal: without it gains are overstated many times"
        )
        problems = [Problem("trade.no_domestic_sales", "flows", value=0.0, expected=expected)]
    if not problems:
        reached = np.zeros(len(flows), bool)
        reached[0] = True
        linked = (flows > 0) | (flows.T > 0)
        for _ in range(len(flows)):
            reached |= linked[reached].any(axis=0)
        problems = [
            Problem(
                "trade.disconnected",
                name_of(names, int(i)),
                expected="some trade with the first country's partners",
            )
            for i in np.flatnonzero(~reached)
        ]
    return problems
