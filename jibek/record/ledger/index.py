"""A record of many claims, found by key, span and reporter without looking at the others.

    index = ClaimIndex.of(claims)
    index.check(key_id, period, interval, reporter)     claims of the span, told by whether they meet the figure

Columns are arrays sorted by key and first day, so that a million claims take some 60 MB and a check a bisection.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from jibek.ground.arrays import Array
from jibek.record.ledger.interval import Interval
from jibek.record.ledger.period import Period
from jibek.record.ledger.statements import Claim


@dataclass(frozen=True, slots=True)
class Checked:
    """Positions of claims in the order given to the index: of the very span, and of others that it meets."""

    meeting: tuple[int, ...]
    missing: tuple[int, ...]
    other_spans: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClaimIndex:
    """Claims with a figure, as columns in the order of key, first day, last day.

    keys, reporters
        Number by name.
    key, first, last, reporter
        int64, int32, int32, int32, shape (claim,); days since year 1.
    low, high
        float64, shape (claim,), base units; infinite where open.
    position
        int64, shape (claim,): place of the claim among those given.
    longest
        Days of the longest span with both ends under each key, shape (key,); spans that begin earlier cannot reach.
    """

    keys: Mapping[str, int]
    reporters: Mapping[str, int]
    starts: Array
    first: Array
    last: Array
    reporter: Array
    low: Array
    high: Array
    position: Array
    longest: Array

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> ClaimIndex:
        """The index of claims; those without key, figure or span are left out."""
        rows = [
            (n, c.key_id, Period.read(c.period), c.reporter, c.interval)
            for n, c in enumerate(claims)
            if c.interval is not None and c.indicator and c.period
        ]
        return cls.of_columns(
            [r[1] for r in rows],
            np.array([r[2].first.toordinal() for r in rows], dtype=np.int32),
            np.array([r[2].last.toordinal() for r in rows], dtype=np.int32),
            [r[3] for r in rows],
            np.array([r[4].low for r in rows if r[4] is not None], dtype=np.float64),
            np.array([r[4].high for r in rows if r[4] is not None], dtype=np.float64),
            np.array([r[0] for r in rows], dtype=np.int64),
        )

    @classmethod
    def of_columns(
        cls,
        key: Sequence[str],
        first: Array,
        last: Array,
        reporter: Sequence[str],
        low: Array,
        high: Array,
        position: Array,
    ) -> ClaimIndex:
        """The index of columns, shape (claim,); days are those of ``date.toordinal``."""
        keys = {name: n for n, name in enumerate(dict.fromkeys(key))}
        reporters = {name: n for n, name in enumerate(dict.fromkeys(reporter))}
        code = np.fromiter((keys[k] for k in key), np.int64, len(key))
        by = np.fromiter((reporters[r] for r in reporter), np.int32, len(key))
        order = np.lexsort((last, first, code))
        code = code[order]
        starts = np.searchsorted(code, np.arange(len(keys) + 1))
        spans = np.where((first > 1) & (last < date.max.toordinal()), last.astype(np.int64) - first, 0)[order]
        longest = np.array(
            [spans[a:b].max() if b > a else 0 for a, b in pairwise(starts.tolist())],
            dtype=np.int64,
        )
        return cls(
            keys,
            reporters,
            starts,
            first[order],
            last[order],
            by[order],
            low[order],
            high[order],
            position[order],
            longest,
        )

    def check(self, key_id: str, period: Period, interval: Interval, reporter: str = "") -> Checked:
        """Claims of a key beside a figure; by one reporter, or by all.

        Spans with an open end are met among ``other_spans`` where they reach.
        """
        number = self.keys.get(key_id)
        if number is None:
            return Checked((), (), ())
        begin, end = int(self.starts[number]), int(self.starts[number + 1])
        day, until = period.first.toordinal(), period.last.toordinal()
        first = self.first[begin:end]
        # What has an open start stands first; what begins after the span or too long before it cannot meet it.
        opened = int(np.searchsorted(first, 1, side="right"))
        near = int(np.searchsorted(first, max(day - int(self.longest[number]), 2)))
        stop = int(np.searchsorted(first, until, side="right"))
        at = begin + np.concatenate((np.arange(opened), np.arange(max(near, opened), max(stop, opened))))
        at = at[self.last[at] >= day]
        if reporter:
            at = at[self.reporter[at] == self.reporters.get(reporter, -1)]
        same = (self.first[at] == day) & (self.last[at] == until)
        meets = (self.low[at] <= interval.high) & (interval.low <= self.high[at])
        told = [tuple(self.position[at[mask]].tolist()) for mask in (same & meets, same & ~meets, ~same)]
        return Checked(*told)


def found(
    claims: Iterable[Claim],
    *,
    entity: str = "",
    period: str = "",
    reporter: str = "",
    source: str = "",
    key_ids: Collection[str] = (),
) -> tuple[Claim, ...]:
    """Claims that name an entity, touch a span, have a reporter and come from a source; an empty wish asks nothing.

    An entity is looked for in subject, object, key and names of areas, in any case of letters; ``key_ids`` are those
    that bear it as a name, as `keys_named` finds them.
    """
    span = Period.read(period) if period else None
    wanted = entity.casefold()
    return tuple(
        c
        for c in claims
        if (
            not wanted
            or c.key_id in key_ids
            or any(wanted in w.casefold() for w in (c.subject, c.object, c.key_id, c.fact_id, c.geography))
        )
        and (span is None or (c.period and span.meets(Period.read(c.period))))
        and (not reporter or c.reporter == reporter)
        and (not source or source in (c.source_id, c.origin_id))
    )
