"""How much is traded and who gains when days and costs change.

Reads   demand.trade, generalised costs and paths of the base and the scenario, record.assumptions
Writes  trade.flows, trade.countries, trade.carriers
Method  change of delivered price -> one-sector general equilibrium in exact hat algebra, solved with BACI's, China's
        and Kazakhstan's figures in the Kazakhstan-China cells; BACI's is the base that moves demand

    delivered cost KAZ-CHN  -1 %   ->   trade KAZ-CHN  +5 % (theta 5)   welfare of Kazakhstan  +0.1 %

``solve`` takes a ratio of costs by pair; ``respond`` makes it from the freight of the chain; ``unchanged`` is the
world of a run that is its own base. Goods alone are modelled: welfare is real expenditure on goods, paid out of goods
and of what carriers keep beyond cost (`carriers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.trade.carriers import Accounts as Accounts
    from jibek.trade.carriers import Rates as Rates
    from jibek.trade.carriers import accounts as accounts
    from jibek.trade.carriers import rates_of as rates_of
    from jibek.trade.cost import change_of_cost as change_of_cost
    from jibek.trade.cost import generalised_cost as generalised_cost
    from jibek.trade.cost import mean_cost as mean_cost
    from jibek.trade.hat import HatSolution as HatSolution
    from jibek.trade.hat import solve_hat as solve_hat
    from jibek.trade.response import Matrix as Matrix
    from jibek.trade.response import delivered_over_fob as delivered_over_fob
    from jibek.trade.response import respond as respond
    from jibek.trade.response import solve as solve
    from jibek.trade.response import unchanged as unchanged
    from jibek.trade.takings import Takings as Takings
    from jibek.trade.world import World as World

__getattr__, __all__ = face(
    __name__,
    carriers=(
        "Accounts",
        "Rates",
        "accounts",
        "rates_of",
    ),
    cost=(
        "change_of_cost",
        "generalised_cost",
        "mean_cost",
    ),
    hat=(
        "HatSolution",
        "solve_hat",
    ),
    response=(
        "Matrix",
        "delivered_over_fob",
        "respond",
        "solve",
        "unchanged",
    ),
    takings=("Takings",),
    world=("World",),
)
