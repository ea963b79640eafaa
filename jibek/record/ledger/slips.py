"""Slips of a pen that explain why a figure misses a known one: powers of ten, swapped digits, a unit of energy."""

from __future__ import annotations

from itertools import pairwise

from jibek.record.ledger.interval import Interval

# Word for the factor by which a figure may be off; a thousand is also MWh for GWh, kWh for MWh.
FACTORS = ((10.0, "ten"), (100.0, "a hundred"), (1e3, "a thousand"), (1e6, "a million"))


def slip(value: float, known: Interval) -> str:
    """What slip would turn a figure into a known one; empty where it meets it or none would.

    >>> slip(410.0, Interval(40.5, 41.5)), slip(14.0, Interval(40.5, 41.5)), slip(41.2, Interval(40.5, 41.5))
    ('ten times too large', 'digits swapped', '')
    """
    if known.low <= value <= known.high or value == 0.0 or not known.closed:
        return ""
    for factor, word in FACTORS:
        if known.low <= value / factor <= known.high:
            return f"{word} times too large"
        if known.low <= value * factor <= known.high:
            return f"{word} times too small"
    return "digits swapped" if any(known.low <= v <= known.high for v in _swapped(value)) else ""


def _swapped(value: float) -> list[float]:
    """The figure with two digits that stand beside each other exchanged, each pair in turn."""
    written = f"{value:.12g}"
    at = [i for i, mark in enumerate(written) if mark.isdigit()]
    out = []
    for i, j in pairwise(at):
        marks = list(written)
        marks[i], marks[j] = marks[j], marks[i]
        out.append(float("".join(marks)))
    return out
