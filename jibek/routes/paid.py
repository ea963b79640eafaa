"""Price, cost and subsidy of a way apart, and the years of the rows that its price rests on.

    price = cost + margin - subsidy    what the shipper pays; what carriage takes; what carriers keep; what China adds

    a box Xi'an - Duisburg by rail    price 6,000    cost 5,525    margin 2,975    subsidy 2,500

Prices are tariffs as they are paid, so a subsidy is in them already and stands beside. Cost is a share of what
carriers get, price and subsidy, by mode (assumptions ``resource_share_...``); the margin is the rest, as
`trade.carriers` has it.
A subsidy that no row tells of is unknown, not 0: all but boxes by rail between China and Europe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.vocabulary import CLASSES, COMMODITIES, MODE_OF_CORRIDOR
from jibek.network.cost.money import PRICE_YEAR, Triple, price_year
from jibek.network.cost.subsidy import AMONG, PAYER, SUBSIDY
from jibek.network.cost.validity import span, years_of_prices
from jibek.network.inputs import Ranges
from jibek.record.groups import alpha2

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts


@dataclass(frozen=True, slots=True)
class Paid:
    """USD of ``price_year`` of the whole cargo. subsidy_usd: (low, central, high), None where no row tells of one.

    price_valid: first and last year of the rows that the price rests on.
    """

    cost_usd: float | None
    margin_usd: float | None
    subsidy_usd: Triple | None
    price_year: int | None
    price_valid: str | None

    def to_json(self) -> dict[str, Any]:
        """Flat, as columns; what is not known is null."""
        low, central, high = self.subsidy_usd or (None, None, None)
        return {
            "carrier_cost_usd": self.cost_usd,
            "margin_usd": self.margin_usd,
            "subsidy_usd": central,
            "subsidy_low_usd": low,
            "subsidy_high_usd": high,
            "price_year": self.price_year,
            "price_valid": self.price_valid,
        }


UNKNOWN = Paid(None, None, None, None, None)

# Columns of arcs that tell what the price of a class rests on, by how it is priced.
_BEHIND = {
    "box": ("box_rests_on",),
    "bulk": ("bulk_rests_on",),
    "between": ("box_rests_on", "bulk_rests_on"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What prices rest on, whatever the cargo.

    year : of the USD. subsidy_usd : of a forty-foot box, in USD of that year. kept : part of it that railways keep.
    years : of the rows behind a price, by id. payer, among : countries, alpha-2, whose boxes by rail it is paid for.
    """

    year: int
    subsidy_usd: Triple
    kept: float
    years: Mapping[str, int]
    payer: frozenset[str]
    among: frozenset[str]

    @classmethod
    def of(cls, facts: Facts) -> Terms:
        """Those of a record."""
        year = price_year(facts, facts.year)
        told, today = Ranges(facts)(SUBSIDY), facts.usd(1.0, "USD", PRICE_YEAR, year)
        return cls(
            year,
            (told.low * today, told.value * today, told.high * today),
            1.0 - facts.assume("resource_share_rail"),
            years_of_prices(facts),
            alpha2(PAYER, facts),
            alpha2(AMONG, facts),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {**asdict(self), "payer": sorted(self.payer), "among": sorted(self.among)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Terms:
        """What ``to_json`` wrote."""
        low, central, high = told["subsidy_usd"]
        sets = {n: frozenset(told[n]) for n in ("payer", "among")}
        return cls(**{**told, **sets, "subsidy_usd": (low, central, high)})


@dataclass(frozen=True, slots=True)
class Paying:
    """What one cargo pays on each arc of a network.

    usd, margin_usd : shape (arc,)
    behind : ids that the price of the cargo's class rests on, arc by arc.
    subsidy : USD of the cargo where it is paid; None: it is no cargo in boxes.
    """

    usd: Array
    margin_usd: Array
    behind: Sequence[str]
    terms: Terms
    subsidy: Triple | None
    found: dict[int, frozenset[int]] = field(default_factory=dict)  # years of arcs that were asked for

    @classmethod
    def of(cls, network: Network, terms: Terms, commodity: str, boxes: float, usd: Array) -> Paying:
        """What a cargo pays on the arcs of a network.

        Parameters
        ----------
        boxes
            Forty-foot boxes, half of one for a TEU; 0: other cargo.
        usd : shape (arc,)
            Price of the whole cargo.
        """
        k = CLASSES.index(commodity)
        tariff, income = (
            np.asarray(x, float)[k] for x in (network.usd_per_tonne, network.income_usd_per_tonne)
        )
        share = np.divide(income, tariff, out=np.zeros_like(tariff), where=tariff > 0)
        names = _BEHIND[COMMODITIES[k].price]
        columns = [network.arcs[n].to_numpy(object) for n in names]
        behind = [";".join(c for c in cells if isinstance(c, str)) for cells in zip(*columns, strict=True)]
        low, central, high = terms.subsidy_usd
        return cls(
            usd,
            usd * share,
            behind,
            terms,
            (boxes * low, boxes * central, boxes * high) if boxes else None,
        )

    def valid(self, arcs: Sequence[int]) -> str | None:
        """First and last year of the rows behind the prices of arcs; None where nothing is paid."""
        return span(year for a in arcs for year in self._years(a))

    def _years(self, arc: int) -> frozenset[int]:
        if arc not in self.found:
            ids = self.behind[arc].split(";") if self.usd[arc] > 0 else ()
            self.found[arc] = frozenset(self.terms.years[x] for x in ids if x in self.terms.years)
        return self.found[arc]

    def along(self, arcs: Sequence[int], corridor: str, modes: Sequence[str], ends: tuple[str, str]) -> Paid:
        """The price of a path apart.

        Parameters
        ----------
        ends
            Countries of origin and destination, alpha-2.
        """
        subsidy = self._subsidy(corridor, modes, ends)
        added = 0.0 if subsidy is None else subsidy[1]
        price, margin = (
            float(self.usd[arcs].sum()),
            float(self.margin_usd[arcs].sum()) + self.terms.kept * added,
        )
        return Paid(
            round(price + added - margin, 2),
            round(margin, 2),
            None if subsidy is None else (round(subsidy[0], 2), round(subsidy[1], 2), round(subsidy[2], 2)),
            self.terms.year,
            self.valid(arcs),
        )

    def _subsidy(self, corridor: str, modes: Sequence[str], ends: tuple[str, str]) -> Triple | None:
        a, b = ends
        payer, among = self.terms.payer, self.terms.among
        between = (a in payer and b in among) or (a in among and b in payer)
        by_rail = MODE_OF_CORRIDOR.get(corridor) == "rail" and "road" not in modes
        return self.subsidy if between and by_rail else None
