"""Kazakhstan-China goods trade as each side counts it, and whether a side's own figures close.

2023, CHN   24.7 + 16.3 = 41.0 bn USD      closes
2021, CHN   14.0 + 10.2 = 24.2, stated 25.2   a conflict of two sources, kept as such
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from dataclasses import dataclass

import pandas as pd

from jibek.ground.certificate import Certificate
from jibek.ground.errors import InputError, Problem
from jibek.ground.vocabulary import FLOWS
from jibek.record.tables import TRADE_IDENTITY

REPORTERS = ("CHN", "KAZ", "BACI")

BUSD = 1e9  # USD in a billion


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in bn USD and in USD as printed, half a unit of its last digit, the facts it rests on."""

    value_busd: float
    value_usd: float
    rounding_busd: float
    fact_ids: tuple[str, ...]


class Trade:
    """Figures by (flow, reporter, year): the table of mirror figures first, then the customs totals.

    The customs totals over all goods stand in ``demand_evidence`` (exports of a reporter go out, imports come
    in); they fill what the mirror table leaves blank.
    """

    def __init__(self, facts: pd.DataFrame) -> None:
        self._cells: dict[tuple[str, str, int], Cell] = {}
        for cell in (*_customs(facts), *_mirror(facts)):
            self._cells[cell[0]] = cell[1]

    def stated(self, flow: str, reporter: str, year: int) -> Cell | None:
        """The figure as printed; None where no row gives it."""
        return self._cells.get((flow, reporter, year))

    def cell(self, flow: str, reporter: str, year: int) -> Cell | None:
        """The figure as printed; a turnover that is not printed is the sum of both directions."""
        found = self.stated(flow, reporter, year)
        if found is not None or flow != "total":
            return found
        parts = [self.stated(f, reporter, year) for f in FLOWS[:2]]
        if any(p is None for p in parts):
            return None
        present = [p for p in parts if p is not None]
        return Cell(
            math.fsum(p.value_busd for p in present),
            math.fsum(p.value_usd for p in present),
            math.fsum(p.rounding_busd for p in present),
            tuple(i for p in present for i in p.fact_ids),
        )

    def usd(self, flow: str, reporter: str, year: int) -> tuple[float, tuple[str, ...]]:
        """The figure in USD and its facts.

        Raises
        ------
        InputError
            ``record.no_trade_figure``, with the years that are there.
        """
        found = self.cell(flow, reporter, year)
        if found is not None:
            return found.value_usd, found.fact_ids
        years = sorted({y for f, r, y in self._cells if (f, r) == (flow, reporter)})
        known = f"flow of {', '.join(FLOWS)} and reporter of {', '.join(REPORTERS)}"
        raise InputError(
            "record.no_trade_figure",
            f"no row gives {flow} of {year} by {reporter}",
            [
                Problem(
                    "record.no_trade_figure",
                    "kaz_chn_trade_by_reporter.csv",
                    column="value_busd",
                    value=f"{year}|{flow}|{reporter}",
                    expected=f"a year among {', '.join(map(str, years))}" if years else known,
                    fix="Add the row, for example with --data.",
                )
            ],
        )

    def identity(self) -> pd.DataFrame:
        """Every year and reporter with both directions and a stated turnover; columns of its declaration."""
        rows = []
        for flow, reporter, year in sorted(self._cells, key=lambda k: (k[2], REPORTERS.index(k[1]))):
            parts = [self.stated(f, reporter, year) for f in FLOWS]
            if flow != "total" or any(p is None for p in parts):
                continue
            out, back, total = (p for p in parts if p is not None)
            residual = out.value_busd + back.value_busd - total.value_busd
            rounding = out.rounding_busd + back.rounding_busd + total.rounding_busd
            rows.append(
                {
                    "year": year,
                    "reporter": reporter,
                    "chn_to_kaz_busd": out.value_busd,
                    "kaz_to_chn_busd": back.value_busd,
                    "turnover_busd": total.value_busd,
                    "residual_busd": residual,
                    "rounding_busd": rounding,
                    # A thousandth of the rounding covers binary fractions of decimal figures.
                    "closes": abs(residual) <= rounding * 1.001,
                    "fact_ids": "; ".join(i for p in (out, back, total) for i in p.fact_ids),
                }
            )
        return TRADE_IDENTITY.check(pd.DataFrame(rows, columns=list(TRADE_IDENTITY.columns)))


def _mirror(facts: pd.DataFrame) -> Iterator[tuple[tuple[str, str, int], Cell]]:
    rows = facts[facts["table"] == "kaz_chn_trade_by_reporter"]
    for flow, reporter, year, value, fact_id in _values(rows, "indicator", "reporter"):
        yield (flow, reporter, int(year)), Cell(value, value * BUSD, _half_digit(value), (fact_id,))


def _customs(facts: pd.DataFrame) -> Iterator[tuple[tuple[str, str, int], Cell]]:
    rows = facts[(facts["table"] == "demand_evidence") & (facts["unit"] == "USD")]
    for indicator, reporter, year, value, fact_id in _values(rows, "indicator", "area"):
        partner = {"CHN": "KAZ", "KAZ": "CHN"}.get(reporter)
        side = indicator.removeprefix("trade_value: ").removesuffix(" HSTOTAL all commodities")
        if partner is None or side not in ("exports", "imports") or not str(year).isdigit():
            continue
        if f"|{reporter}|{partner}|{reporter}:" not in fact_id:
            continue
        ends = (reporter, partner) if side == "exports" else (partner, reporter)
        yield (
            ("->".join(ends), reporter, int(year)),
            Cell(value / BUSD, value, _half_digit(value) / BUSD, (fact_id,)),
        )


def _values(rows: pd.DataFrame, *names: str) -> Iterator[tuple[str, str, str, float, str]]:
    return zip(*(rows[c].tolist() for c in (*names, "period", "value", "fact_id")), strict=True)  # type: ignore[return-value]


def _half_digit(value: float) -> float:
    """Half a unit of the last digit as printed: 24.7 -> 0.05, 14758685492 -> 0.5, 41.0 -> 0.05."""
    digits = repr(value).partition(".")[2] if abs(value) < 1e6 else ""
    return 0.5 * 10.0 ** -len(digits)


def told_by_series(series: pd.DataFrame, year: int) -> set[str]:
    """Reporters whose own figures of both directions in a year stand in ``series``, which then carry the year."""
    rows = series[series["year"] == year]
    of = [
        set(rows.loc[rows["series_id"] == f"trade_{a}_{b}", "reporter"])
        for a, b in (("chn", "kaz"), ("kaz", "chn"))
    ]
    return of[0] & of[1]


def certificate(identity: pd.DataFrame, year: int, elsewhere: Container[str] = ()) -> Certificate | None:
    """Largest residual of the year over its rounding; None where no reporter states all three figures.

    ``elsewhere``: reporters whose trade the run takes from figures outside this table: sources that contradict each
    other here are told (`jibek inspect`) and no result rests on them.
    """
    rows = identity[(identity["year"] == year) & ~identity["reporter"].map(lambda r: r in elsewhere)]
    if rows.empty:
        return None
    worst = float((rows["residual_busd"].abs() / rows["rounding_busd"]).max())
    return Certificate(
        "record",
        "trade_identity",
        worst,
        1.001,
        "exports and imports of a reporter add up to its turnover within the rounding of the three figures; "
        "a thousandth covers binary fractions",
    )
