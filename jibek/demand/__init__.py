"""Who ships what from where to where, by which corridor.

Reads   record.facts, record.assumptions, demand.trade, network.states, skims
Writes  demand.markets, demand.values, demand.value_check, demand.tonnes, demand.pivots, demand.elasticities,
        demand.background, demand.pipelines

`spread` makes the tonnes, `pivot` finds the constants of corridors in the run that is its own base, `split` chooses
corridors, `scale` lets trade move the tonnes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.demand.corridors import LAND as LAND
    from jibek.demand.corridors import door_usd as door_usd
    from jibek.demand.corridors import pivot as pivot
    from jibek.demand.corridors import scale as scale
    from jibek.demand.corridors import split as split
    from jibek.demand.corridors import worth as worth
    from jibek.demand.elasticities import elasticities_table as elasticities_table
    from jibek.demand.fixed import background as background
    from jibek.demand.fixed import pipelines as pipelines
    from jibek.demand.frames import markets_table as markets_table
    from jibek.demand.frames import pivots_table as pivots_table
    from jibek.demand.frames import tonnes_table as tonnes_table
    from jibek.demand.frames import value_check_table as value_check_table
    from jibek.demand.frames import values_table as values_table
    from jibek.demand.model import Constants as Constants
    from jibek.demand.model import Need as Need
    from jibek.demand.model import Total as Total
    from jibek.demand.periods import as_in as as_in
    from jibek.demand.totals import spread as spread

__getattr__, __all__ = face(
    __name__,
    corridors=(
        "LAND",
        "door_usd",
        "pivot",
        "scale",
        "split",
        "worth",
    ),
    elasticities=("elasticities_table",),
    fixed=(
        "background",
        "pipelines",
    ),
    frames=(
        "markets_table",
        "pivots_table",
        "tonnes_table",
        "value_check_table",
        "values_table",
    ),
    model=(
        "Constants",
        "Need",
        "Total",
    ),
    periods=("as_in",),
    totals=("spread",),
)
