"""Fill the free cells of a table so that its rows and columns reach their totals.

    free cells    1 1 | 4        1.2 2.8
                  1 1 | 6   ->   1.8 4.2     = row factor x kernel x column factor
                  3 7

Method  iterative proportional fitting (Deming and Stephan 1940); the result is the table nearest to the kernel in
        relative entropy (Csiszar 1975)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import InputError, Problem


@dataclass(frozen=True, slots=True)
class Balanced:
    """value: shape (row, column), 0 outside the free cells; row, column: factors; error: of the totals, relative."""

    value: Array
    row: Array
    column: Array
    error: float
    iterations: int


def balance(
    kernel: Array,
    rows: Array,
    columns: Array,
    *,
    names: tuple[str, ...],
    tolerance: float = 1e-13,
    most: int = 10_000,
) -> Balanced:
    """Row and column factors that bring the kernel to its totals.

    Parameters
    ----------
    kernel : shape (row, column)
        At least 0; 0 closes a cell.
    rows, columns : shape (row,), (column,)
        Totals of the free cells, at least 0, equal sums.
    names
        Of the rows (and columns), for messages.
    tolerance
        Largest error of a row total over the mean total.
    most
        Iterations after which the totals count as out of reach.

    Raises
    ------
    InputError
        ``demand.total_below_cells`` (a total is negative: published cells exceed it), ``demand.unequal_totals`` (rows
        and columns do not have the same sum) and ``demand.total_unreachable`` (no free cells can carry it), listing
        each.
    """
    _refuse_negative(rows, columns, names)
    _refuse_unequal(rows, columns)
    scale = rows.mean() if rows.size and rows.mean() > 0 else 1.0
    column = np.ones(len(columns))
    row = np.ones(len(rows))
    error, step, now = np.inf, 0, np.zeros(len(rows))
    while error > tolerance and step < most:
        with np.errstate(over="ignore", invalid="ignore"):  # factors run away where totals are out of reach
            row = _factor(rows, kernel @ column)
            column = _factor(columns, kernel.T @ row)
            now = row * (kernel @ column)
        if not np.isfinite(now).all():
            break
        error = float(np.abs(now - rows).max(initial=0.0) / scale)
        step += 1
    if not error <= 1e-9:  # far above rounding, far below the four digits of published cells
        miss = np.nan_to_num(np.abs(now - rows) / scale, nan=np.inf)
        raise InputError(
            "demand.total_unreachable",
            "the cells that are left to estimate cannot carry the published totals",
            [
                Problem(
                    "demand.total_unreachable",
                    "country_base",
                    value=names[i],
                    expected="a total that the country's cells can add up to",
                    fix="Correct the total or the published cells of this country.",
                )
                for i in np.argsort(-miss)[:5]
                if miss[i] > 1e-9
            ],
        )
    return Balanced(row[:, None] * kernel * column, row, column, error, step)


def _factor(total: Array, now: Array) -> Array:
    return np.divide(total, now, out=np.zeros_like(total), where=now > 0)


def _refuse_negative(rows: Array, columns: Array, names: tuple[str, ...]) -> None:
    problems = [
        Problem(
            "demand.total_below_cells",
            "country_base",
            column=column,
            value=names[i],
            message=f"its published cells exceed its total by {-left[i] / 1e9:.3f} bn USD",
            expected="a total of at least the cells beside it",
            fix="Correct the total or the cells.",
        )
        for column, left in (("goods_exports_2023_busd", rows), ("goods_imports_2023_busd", columns))
        for i in np.flatnonzero(left < 0)
    ]
    if problems:
        raise InputError("demand.total_below_cells", "published cells exceed their total", problems)


def _refuse_unequal(rows: Array, columns: Array) -> None:
    """Totals of two sums can never be met, whatever the cells: no row or column is to blame."""
    out, in_ = float(rows.sum()), float(columns.sum())
    if not abs(out - in_) <= 1e-9 * max(out, in_):
        message = f"rows sum to {out:.10g}, columns to {in_:.10g}"
        fix = "Correct the totals of one side."
        problem = Problem("demand.unequal_totals", "country_base", message, expected="equal sums", fix=fix)
        raise InputError("demand.unequal_totals", message, [problem])


def odds_error(value: Array, kernel: Array, free: Array) -> float:
    """How far free cells are from row factor x kernel x column factor: the check of ``balance`` by another way.

    Cross ratios of value over kernel are 1 in a balanced table whatever the factors. Each free cell is compared over
    the fullest row and column.

    Parameters
    ----------
    value, kernel, free : shape (row, column)

    Returns
    -------
    float
        Largest absolute log of a cross ratio; 0 where none can be formed.
    """
    use = free & (value > 0) & (kernel > 0)
    log = np.full(value.shape, np.nan)
    log[use] = np.log(value[use]) - np.log(kernel[use])
    i = int(use.sum(axis=1).argmax())
    j = int((use & use[i]).sum(axis=0).argmax())
    cross = log - log[[i], :] - log[:, [j]] + log[i, j]
    return float(np.nanmax(np.abs(cross), initial=0.0))
