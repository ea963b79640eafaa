"""What the rate of a currency in a year may have been, from yearly averages alone.

    open_rate({2023: (7.08,), 2024: (7.20, 7.21), 2025: (7.16,)}, 2024)      [7.14, 7.21]

From half way to the average of the year before to half way to that of the year after, over all sources, times a margin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jibek.record.ledger.interval import Interval

Averages = Mapping[int, Sequence[float]]


def open_rate(
    averages: Averages, year: int, margin: tuple[float | None, float | None] = (None, None)
) -> Interval | None:
    """Units per US dollar; None where the year has no average.

    Parameters
    ----------
    averages
        By year, of each source; the first of a year is the one to reckon with.
    margin
        Lowest and highest multiple, such as 0.985 and 1.015; None: 1.
    """
    if not averages.get(year):
        return None
    middle = averages[year][0]
    halves = [0.5 * (middle + averages[y][0]) for y in (year - 1, year + 1) if averages.get(y)]
    low, high = min(*halves, *averages[year], middle), max(*halves, *averages[year], middle)
    return Interval(low * (margin[0] or 1.0), high * (margin[1] or 1.0))
