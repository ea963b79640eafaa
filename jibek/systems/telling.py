"""A system as plain values, for programs and pages: what ``jibek systems --json`` prints of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jibek.systems.derivation import Steps, spelled
from jibek.systems.model import Indicator, Screen, Series, Shown, System


def told(system: System, steps: Steps) -> dict[str, Any]:
    """One entry of the list; ``gaps`` are series that no row holds and values that this run cannot give."""
    ru, kk, zh = system.names
    missing = [f"{i.name}: {i.missing}" for i in system.indicators if i.missing]
    return {
        "system_id": system.system_id,
        "name": system.name,
        "names": {"ru": ru or None, "kk": kk or None, "zh": zh or None},
        "aliases": list(system.aliases),
        "type": system.type,
        "group": system.group,
        "area": system.area,
        "texts": list(system.texts),
        "said": system.said,
        "status": system.status,
        "claims": [asdict(c) for c in system.claims],
        "facts": [asdict(f) for f in system.facts],
        "events": [asdict(e) for e in system.events],
        "indicators": [indicator(i, steps) for i in system.indicators],
        "modelled": [asdict(m) for m in system.modelled],
        "series": [asdict(s) for s in system.series],
        "differences": [asdict(d) for d in system.differences],
        "gaps": [*system.gaps, *missing],
    }


def indicator(of: Indicator, steps: Steps) -> dict[str, Any]:
    """One indicator with its derivation; ``terms`` says which step each letter of ``spelled`` is."""
    text, terms = spelled(of.formula)
    given = {k: v for k, v in asdict(of).items() if k not in ("parents", "missing")}
    return {**given, "missing": of.missing or None, "spelled": text, "terms": terms, "explain": steps.of(of)}


def screen(of: Screen, steps: Steps) -> dict[str, Any]:
    """One area at a glance."""
    return {
        "area": of.area,
        "numbers": [_shown(s, steps) for s in of.numbers],
        "pairs": [{"promise": _shown(p, steps), "deed": _shown(d, steps)} for p, d in of.pairs],
    }


def _shown(of: Shown, steps: Steps) -> dict[str, Any]:
    trend: Series | None = of.series
    return {
        "words": of.words,
        "system_id": of.system_id or None,
        "indicator": None if of.indicator is None else indicator(of.indicator, steps),
        "series": None if trend is None else asdict(trend),
        "others": [indicator(i, steps) for i in of.others],
    }
