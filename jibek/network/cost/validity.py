"""Of which years the rows behind a price are.

tariffs:sea|SCFI Shanghai-Europe|2023:value      2023, as quoted
borders:CN_KHORGOS|...|2022:value                2022
assumption:rail_usd_per_feu_km_1520              2023, the year of the USD that assumptions are in
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from jibek.network.cost.money import PRICE_YEAR, tariff_fact
from jibek.network.dated import border_fact
from jibek.network.inputs import figure

if TYPE_CHECKING:
    from jibek.record import Facts


def years_of_prices(facts: Facts) -> Mapping[str, int]:
    """Year by id of whatever a price can rest on; what has no year of prices is left out."""
    return facts.remembered("years of prices", _years)


def span(years: Iterable[int]) -> str | None:
    """``2020-2023``, ``2023``; nothing of no years."""
    known = sorted(set(years))
    if not known:
        return None
    return str(known[0]) if len(known) == 1 else f"{known[0]}-{known[-1]}"


def _years(facts: Facts) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, fact in (("tariffs", tariff_fact), ("borders", border_fact)):
        for row in facts.table(name).to_dict("records"):
            year = figure(row, "year")
            if year == year:
                found[fact(row)] = int(year)
    frame = facts.assumptions
    for name, unit in zip(frame["assumption_id"].tolist(), frame["unit"].tolist(), strict=True):
        if str(unit).startswith("USD/"):
            found[f"assumption:{name}"] = PRICE_YEAR
    return found
