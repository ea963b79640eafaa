"""What the record holds of an indicator: claims of the texts and facts of the data package, in one form.

    claims      S1-032, S2-019: trade of 2023, 41 bn USD and over 41 bn USD
    facts       kaz_chn_trade_by_reporter: 2023, total, KAZ, 31.5 bn USD

Both stand under one key with their reporter and period. Claims that say one thing keep their ids together. Each figure
is an interval: what its stated digits and its comparator leave open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Protocol

from jibek.checking.indicators import Indicator
from jibek.checking.intervals import Extent, Span, extent, span

# A speaker who says "over 41 bn" does not mean 60: how far above (below) a one-sided figure still agrees.
ONE_SIDED = 0.15


class Said(Protocol):
    """A claim as the ledger gives it."""

    @property
    def claim_id(self) -> str: ...
    @property
    def fact_id(self) -> str: ...
    @property
    def comparator(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def value_low(self) -> float | None: ...
    @property
    def value_high(self) -> float | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def speaker(self) -> str: ...
    @property
    def reporter(self) -> str: ...
    @property
    def source_id(self) -> str: ...
    @property
    def origin_id(self) -> str: ...
    @property
    def statement_date_low(self) -> str: ...
    @property
    def statement_date_high(self) -> str: ...
    @property
    def paraphrase(self) -> str: ...
    @property
    def supersedes(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of the record.

    value, extent
        In base units; the interval that its digits and comparator leave open. NaN for a statement without figure.
    days
        First and last day of its period; None where it has none.
    reporter
        Whose statistics: CHN, KAZ, BACI; empty where it is not known.
    said
        First and last day on which it may have been stated; None for facts without date.
    working
        How it follows from other figures; empty for what is stated itself.
    superseded
        Whether another claim has taken its place.
    """

    key: str
    value: float
    extent: Extent
    unit: str
    days: Span | None
    reporter: str
    speaker: str
    said: Span | None
    fact_ids: tuple[str, ...]
    claim_ids: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    text: str = ""
    working: str = ""
    superseded: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Its claims and facts."""
        return (*self.claim_ids, *self.fact_ids)


def from_claims(said: Iterable[Said], indicators: Sequence[Indicator]) -> tuple[Known, ...]:
    """Claims under the indicators whose ``facts`` name them; the same words of several texts are one entry."""
    said = tuple(said)
    replaced = {claim.supersedes for claim in said if claim.supersedes}
    wanted = [(i, p[len("claims:") :]) for i in indicators for p in i.facts if p.startswith("claims:")]
    found: dict[tuple[object, ...], Known] = {}
    for claim in said:
        for indicator, pattern in wanted:
            if not fnmatchcase(claim.fact_id, pattern):
                continue
            known = replace(_known(claim, indicator), superseded=claim.claim_id in replaced)
            same = (
                known.key,
                known.fact_ids,
                known.extent,
                known.days,
                known.reporter,
                known.speaker,
                known.said,
                known.superseded,
            )
            before = found.get(same)
            if before is None:
                found[same] = known
            else:
                found[same] = replace(before, claim_ids=(*before.claim_ids, *known.claim_ids))
    return tuple(found.values())


def _known(claim: Said, indicator: Indicator) -> Known:
    value = math.nan if claim.value is None else float(claim.value)
    dates = [d for d in (claim.statement_date_low, claim.statement_date_high) if d]
    said = [s for s in map(span, dates) if s is not None]
    return Known(
        key=indicator.key,
        value=value,
        extent=_extent(claim, value, indicator),
        unit=claim.unit,
        days=span(claim.period) if claim.period else None,
        reporter=claim.reporter,
        speaker=claim.speaker,
        said=(min(s[0] for s in said), max(s[1] for s in said)) if said else None,
        fact_ids=(claim.fact_id,),
        claim_ids=(claim.claim_id,),
        origins=(claim.origin_id or claim.source_id,),
        text=claim.paraphrase,
    )


COUNTED = frozenset({"state", "rank", "ordinal", "window", "age", "span"})


def _extent(claim: Said, value: float, indicator: Indicator) -> Extent:
    if math.isnan(value):
        return (math.nan, math.nan)
    worked = extent(value, claim.comparator or "=", counted=indicator.rule in COUNTED)
    low = worked[0] if claim.value_low is None else float(claim.value_low)
    high = worked[1] if claim.value_high is None else float(claim.value_high)
    return capped((min(low, worked[0]), max(high, worked[1])), value)


def capped(of: Extent, value: float) -> Extent:
    """A one-sided interval, closed where a speaker would have chosen another figure."""
    reach = ONE_SIDED * abs(value)
    low = value - reach if math.isinf(of[0]) else of[0]
    return low, (value + reach if math.isinf(of[1]) else of[1])


def grouped(known: Iterable[Known]) -> Mapping[str, tuple[Known, ...]]:
    """Figures by key."""
    found: dict[str, list[Known]] = {}
    for one in known:
        found.setdefault(one.key, []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}
