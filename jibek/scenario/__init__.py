"""What may change from run to run; everything else is the data.

`sections` has what each stage may be told, with the bounds of every value; `whole` the scenario, read from a small TOML
file or made from another, and checked against the ids of the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.scenario.sections import CostChange as CostChange
    from jibek.scenario.sections import TradeSection as TradeSection
    from jibek.scenario.whole import Ids as Ids
    from jibek.scenario.whole import NetworkPart as NetworkPart
    from jibek.scenario.whole import PlayedPart as PlayedPart
    from jibek.scenario.whole import Scenario as Scenario
    from jibek.scenario.whole import kind_at as kind_at
    from jibek.scenario.whole import shipped as shipped

__getattr__, __all__ = face(
    __name__,
    sections=(
        "CostChange",
        "TradeSection",
    ),
    whole=(
        "Ids",
        "NetworkPart",
        "PlayedPart",
        "Scenario",
        "kind_at",
        "shipped",
    ),
)
