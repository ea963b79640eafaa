"""What is claimed, each thing once: how often it is said, by how many origins and voices, and whether they agree.

together(facts)["trade.turnover.2023"]     2 claims, 2 origins, 2 voices, agree; the best claim is S1-032
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from jibek.record.ledger.statements import STEPS, Claim, claims, voice

if TYPE_CHECKING:
    from jibek.record import Facts

RANK = ("preferred", "normal", "deprecated")


@dataclass(frozen=True, slots=True)
class Said:
    """All claims of one canonical fact.

    origins counts what may support each other: forms of one interview are one. voices are who is said to say it,
    without office. stage is the furthest that any claim gives. agreement: single, agree, advanced (the same, a step
    further), superseded (a later claim takes the place of an earlier), conflict.
    """

    fact_id: str
    key_id: str
    best_claim_id: str
    value: float | None
    value_low: float | None
    value_high: float | None
    unit: str
    claim_ids: tuple[str, ...]
    sources: tuple[str, ...]
    origins: tuple[str, ...]
    voices: tuple[str, ...]
    first_said: str
    last_said: str
    stage: str
    agreement: str

    def to_json(self) -> dict[str, Any]:
        """Field by field, with counts."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {**told, "n_claims": len(self.claim_ids), "n_origins": len(self.origins)}


def together(facts: Facts) -> Mapping[str, Said]:
    """Canonical facts by id, in the order in which they are first said.

    Raises
    ------
    InputError
        ``ledger.invalid``, as `claims` does.
    """
    by_fact: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims(facts):
        by_fact[claim.fact_id].append(claim)
    return {name: _said(name, said) for name, said in by_fact.items()}


def _said(name: str, said: Sequence[Claim]) -> Said:
    best = min(said, key=_order)
    steps = [c.stage for c in said if c.stage in STEPS]
    return Said(
        fact_id=name,
        key_id=best.key_id,
        best_claim_id=best.claim_id,
        value=best.value,
        value_low=best.value_low,
        value_high=best.value_high,
        unit=best.unit,
        claim_ids=tuple(c.claim_id for c in said),
        sources=tuple(dict.fromkeys(c.source_id for c in said)),
        origins=tuple(dict.fromkeys(c.origin_id for c in said)),
        voices=tuple(dict.fromkeys(voice(c) for c in said)),
        first_said=min(c.statement_date_low for c in said),
        last_said=max(c.statement_date_high for c in said),
        stage=max(steps, key=STEPS.index) if steps else best.stage,
        agreement=_agreement(said),
    )


def _order(claim: Claim) -> tuple[int, bool, int, float]:
    """The preferred before others, a figure before a bound, the later text before the earlier, the narrower first."""
    interval = claim.interval
    said = -int(claim.statement_date_high.replace("-", ""))
    return (
        RANK.index(claim.rank),
        claim.comparator not in ("", "="),
        said,
        0.0 if interval is None else interval.width,
    )


def _agreement(said: Sequence[Claim]) -> str:
    if len(said) == 1:
        return "single"
    ids = {c.claim_id for c in said}
    if any(c.supersedes in ids for c in said):
        return (
            "advanced"
            if len({c.value for c in said}) == 1 and len({c.stage for c in said}) > 1
            else "superseded"
        )
    figures = [(c.period, c.interval) for c in said if c.interval is not None]
    if any(p == q and not a.meets(b) for (p, a), (q, b) in combinations(figures, 2)):
        return "conflict"
    return "agree"
