"""What is known, who says so, and where they disagree.

Reads   sources: every table of the data package, a user's rows among them
Writes  record.facts, record.assumptions, record.targets, record.sources, record.trade_identity
Method  one key for all figures, the reporter in it; the identity of trade as certificate

    facts = establish(sources.read(), year=2023)
    facts.fact("volumes:V029:value")                 7762.0
    facts.assume("trade_theta")                      the scenario's value, else the central one
    facts.trade_cell("CHN->KAZ", "KAZ", 2023)        (16772250496.0, ("demand_evidence:…",))
    facts.usd(100.0, "EUR", 2018, 2023)              in USD of 2023
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.record.apart import resting_on as resting_on
    from jibek.record.apart import set_apart as set_apart
    from jibek.record.checked import establish as establish
    from jibek.record.facts import Facts as Facts

__getattr__, __all__ = face(
    __name__,
    apart=("resting_on", "set_apart"),
    checked=("establish",),
    facts=("Facts",),
)
