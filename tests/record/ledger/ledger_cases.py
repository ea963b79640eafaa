"""Claims and figures made by hand, for rules to be tried on."""

from __future__ import annotations

from jibek.record.ledger.engine import Closures
from jibek.record.ledger.figures import Figure, figure_of
from jibek.record.ledger.interval import Interval
from jibek.record.ledger.levels import Closure
from jibek.record.ledger.period import Period
from jibek.record.ledger.statements import Claim

LEVEL, RATE, SHARE, WHOLE, OUT, BACK = (
    "level:KAZ:CHN",
    "rate:KAZ:CHN",
    "share:KAZ:CHN",
    "level:KAZ:WLD",
    "out:KAZ:CHN",
    "back:KAZ:CHN",
)


def claim(claim_id: str = "A-1", **told: object) -> Claim:
    """A claim with the given fields; others are blank."""
    blank: dict[str, object] = {
        name: None
        if name in ("value", "value_low", "value_high") or name.startswith(("char_", "qty_"))
        else ""
        for name in Claim.__slots__
    }
    usual = {
        "claim_id": claim_id,
        "hash_id": claim_id,
        "fact_id": claim_id,
        "status": "done",
        "kind": "indicator",
        "rank": "normal",
        "comparator": "=",
        "period_basis": "stated",
        "origin_id": "one",
        "statement_date_low": "2024-07-01",
        "statement_date_high": "2024-07-01",
        "ref_area": "KAZ",
        "counterpart_area": "CHN",
    }
    made = {**blank, **usual, **told}
    if made["value"] is not None and made["value_low"] is None and made["value_high"] is None:
        ends = {">": ("value_low",), "<": ("value_high",)}.get(
            str(made["comparator"]), ("value_low", "value_high")
        )
        made |= dict.fromkeys(ends, made["value"])
    return Claim(**made)  # type: ignore[arg-type]


def figure(key_id: str, period: str, value: float, half: float = 0.0, **told: object) -> Figure:
    """A figure with a half width; a claim of reporter CHN unless told otherwise."""
    usual: dict[str, object] = {
        "key_id": key_id,
        "period": Period.read(period),
        "reporter": "CHN",
        "value": value,
        "interval": Interval(value - half, value + half),
        "comparator": "=",
        "unit": "USD",
        "source": f"{key_id} {period} {value:g}",
        "is_claim": True,
        "origin": "one",
        "said": "2024-07-01",
        "status": "done",
        "definition": "",
    }
    return Figure(**{**usual, **told})  # type: ignore[arg-type]


def rule(kind: str, first: str, result: str = "", others: tuple[str, ...] = (), **told: object) -> Closure:
    """A row of closures."""
    usual: dict[str, object] = {
        "closure_id": kind,
        "kind": kind,
        "result": result,
        "first": first,
        "others": others,
        "factor": 1.0,
        "unit": "",
        "low": None,
        "high": None,
        "reason": "",
        "fact_ids": (),
    }
    return Closure(**{**usual, **told})  # type: ignore[arg-type]


def closed(rules: list[Closure], figures: list[Figure]) -> Closures:
    """Closures over these figures alone."""
    by_key: dict[str, tuple[Figure, ...]] = {}
    for one in figures:
        by_key[one.key_id] = (*by_key.get(one.key_id, ()), one)
    return Closures(tuple(rules), by_key)


def as_figures(said: list[Claim]) -> list[Figure]:
    """Figures of claims."""
    return [f for f in map(figure_of, said) if f is not None]
