"""Goods trade between the countries of the model in 2023: what was published, and what the rest must then be.

Reads   country_base, capitals, kaz_chn_trade_by_reporter, demand_evidence, published_numbers, assumptions
Writes  demand.trade

    known       cells                                             value
    published   rows and columns of China and Kazakhstan          as published
    carried     the same in another year                          along their paths (``years``)
    estimated   all other pairs                                   gravity prior balanced to the published totals
    prior       pairs that the totals lack; artefacts; blanks     gravity prior on top of the totals
    domestic    the diagonal                                      goods output less exports

The base reporter of the two Kazakhstan-China cells is BACI: it reconciles the reports of both sides, values both
directions fob and is the source of all other cells and totals, so that they add up. ``with_reporter`` puts China's or
Kazakhstan's own figures there; Kazakhstan's imports and China's imports are then cif, as each reports them.

Method: gravity kernel (``gravity``) balanced by iterative proportional fitting (``balancing``). Pairs of economies that
did not report get the mean of two predictions: by the fitted factors, and by tetrads over China and Kazakhstan (Head,
Mayer and Ries 2010). The rest of the world holds what the others' totals lack, so it gives up as much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jibek.demand.matrix.balancing import odds_error
from jibek.demand.matrix.output import GoodsOutput, domestic_sales, goods_output
from jibek.demand.matrix.prior import central, fit, kernel_of, predict, with_tetrads
from jibek.demand.matrix.published import BUSD, CENTRE, REST, Published, Reported, read_published
from jibek.demand.tables import TRADE
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.vocabulary import BASE_REPORTER
from jibek.record import Facts


@dataclass(frozen=True)
class TradeMatrix:
    """Trade between countries with domestic sales on the diagonal.

    countries : names in the order of the arrays, the rest of the world last
    value_usd : shape (exporter, importer), USD a year
    outside_usd : shape (exporter, importer), part of the value that published totals do not hold
    growth : shape (exporter, importer), value over that of the base year
    known, fact, note : shape (exporter, importer), as in ``demand.trade``
    output : goods output by country and what its ratio rests on
    reporter : whose figures fill the Kazakhstan-China cells; reported : the cells by reporter
    neighbourhood : log points by which successor states trade more with each other than distance explains
    """

    countries: tuple[str, ...]
    value_usd: Array
    outside_usd: Array
    growth: Array
    known: Array
    fact: Array
    note: Array
    output: GoodsOutput
    reporter: str
    reported: Mapping[str, Reported]
    neighbourhood: float
    certificates: tuple[Certificate, ...]
    warnings: tuple[Problem, ...]

    def with_reporter(self, reporter: str) -> TradeMatrix:
        """The same matrix with ``reporter``'s figures from Kazakhstan to China and from China to Kazakhstan.

        Domestic sales of the two follow, since output is given; all else stays.

        Raises
        ------
        InputError
            ``demand.unknown_reporter``.
        """
        if reporter not in self.reported:
            known = "one of " + ", ".join(self.reported)
            fault = Problem(
                "demand.unknown_reporter", "reporter", value=reporter, expected=known,
                fix=nearest(reporter, self.reported),
            )  # fmt: skip
            raise InputError("demand.unknown_reporter", f"{reporter!r} reports no such trade", [fault])
        if reporter == self.reporter:
            return self
        value, outside, fact = self.value_usd.copy(), self.outside_usd.copy(), self.fact.copy()
        for pair, cell in self.reported[reporter].items():
            at = self.countries.index(pair[0]), self.countries.index(pair[1])
            value[at], fact[at] = cell.value_usd, cell.fact
            outside[at] = cell.value_usd - self.reported[BASE_REPORTER][pair].value_usd
        for k in (self.countries.index(name) for name in CENTRE):
            sales, _ = domestic_sales(self.output.output_usd, _sold_abroad(value), self.output.floor)
            value[k, k] = sales[k]
            outside[k, k] = value[k, k]
        return replace(self, value_usd=value, outside_usd=outside, fact=fact, reporter=reporter)

    def exports_usd(self) -> Array:
        """Sales to other countries of the matrix: shape (country,)."""
        return _sold_abroad(self.value_usd)

    def frame(self) -> pd.DataFrame:
        """demand.trade: every cell once, the Kazakhstan-China cells once per reporter."""
        base, n = self.with_reporter(BASE_REPORTER), len(self.countries)
        names = np.array(self.countries, object)
        cells = {
            "exporter": np.repeat(names, n),
            "importer": np.tile(names, n),
            "reporter": pd.Series(base.known.ravel())
            .map(dict.fromkeys(("published", "carried"), BASE_REPORTER))
            .to_numpy(object),
            "value_usd": base.value_usd.ravel(),
            "known": base.known.ravel(),
            "outside_total_usd": base.outside_usd.ravel(),
            "fact": base.fact.ravel(),
            "note": base.note.ravel(),
        }
        mirror = [
            (
                *pair,
                name,
                c.value_usd,
                "published",
                c.value_usd - self.reported[BASE_REPORTER][pair].value_usd,
                c.fact,
            )
            for name, pairs in self.reported.items()
            if name != BASE_REPORTER
            for pair, c in pairs.items()
        ]
        said = "the reporter's own figure; imports cif"
        extra = pd.DataFrame([(*row, said) for row in mirror], columns=list(cells))
        return TRADE.check(pd.concat([pd.DataFrame(cells), extra], ignore_index=True))


def trade_matrix(facts: Facts) -> TradeMatrix:
    """Trade of all countries of country_base.csv with one another, and their domestic sales.

    Raises
    ------
    InputError
        ``demand.no_country`` (China, Kazakhstan or the rest of the world absent; a total or position blank),
        ``demand.no_report``, ``demand.no_gdp``, ``demand.total_below_cells``, ``demand.total_unreachable``.
    """
    said = read_published(facts)
    kernel, effect = kernel_of(facts, said)
    weight = facts.assume("artefact_weight")
    doubtful = (1.0 - weight) * said.artefact_usd
    blank = np.isnan(said.cell_usd) & central(said.countries)
    lacking = blank | said.unreported
    whole = (said.artefact_usd > 0) & (said.artefact_usd >= np.nan_to_num(said.cell_usd))
    within = facts.assume("row_internal_trade_share") * said.exports_usd[-1]
    fitted = fit(said, kernel, lacking, within)
    guess = predict(said, kernel, fitted, doubtful > 0)
    prior = facts.assume("unreported_pair_factor") * with_tetrads(said, kernel, guess)

    value = np.where(np.isnan(said.cell_usd), fitted.value, said.cell_usd - doubtful)
    value = np.where(lacking, prior, np.where(whole, value + (1.0 - weight) * guess, value))
    outside = np.where(lacking, prior, np.where(doubtful > 0, value - said.cell_usd, 0.0))
    within = max(within - float(value[lacking].sum()), 0.0)
    output = goods_output(facts, said.table, REST)
    sales, floored = _domestic(value, within, output)
    np.fill_diagonal(value, sales)
    value[-1, -1] += within
    np.fill_diagonal(outside, value.diagonal() - np.append(np.zeros(len(sales) - 1), within))
    known = np.where(np.isnan(said.cell_usd), "estimated", "published").astype(object)
    known[lacking | (doubtful > 0)] = "prior"
    np.fill_diagonal(known, "domestic")
    fact = said.fact.copy()
    fact[known != "published"] = None
    return TradeMatrix(
        countries=said.countries,
        value_usd=value,
        outside_usd=outside,
        growth=np.ones_like(value),
        known=known,
        fact=fact,
        note=_notes(said, blank, whole, doubtful > 0, floored, output),
        output=output,
        reporter=BASE_REPORTER,
        reported=said.reported,
        neighbourhood=effect,
        certificates=_certificates(said, value, outside, known, kernel),
        warnings=_warnings(said),
    )


def _sold_abroad(value: Array) -> Array:
    """Row sums without the diagonal, added up in one order whatever stands on the diagonal."""
    away = value.copy()
    np.fill_diagonal(away, 0.0)
    return np.asarray(away.sum(axis=1))


def _domestic(value: Array, within: float, output: GoodsOutput) -> tuple[Array, Array]:
    """Domestic sales and where their floor binds; trade within the rest of the world counts as its exports."""
    foreign = _sold_abroad(value)
    foreign[-1] += within
    return domestic_sales(output.output_usd, foreign, output.floor)


def _notes(
    said: Published, blank: Array, whole: Array, doubtful: Array, floored: Array, output: GoodsOutput
) -> Array:
    note = np.full(blank.shape, None, object)
    note[said.unreported] = "neither side reported in HS2022: prior on top of the totals"
    note[blank] = "blank in country_base.csv: prior on top of the totals"
    note[doubtful] = "published less the artefact that its quality note names"
    note[doubtful & whole] = "its quality note calls the published figure an artefact: prior in its place"
    for i, (basis, gdp) in enumerate(zip(output.basis, output.gdp_note, strict=True)):
        parts = [f"output by {basis}", gdp, "floor min_domestic_share binds" if floored[i] else ""]
        parts += ["trade within the rest of the world included"] if i == len(note) - 1 else []
        note[i, i] = "; ".join(p for p in parts if p)
    return note


def _certificates(
    said: Published, value: Array, outside: Array, known: Array, kernel: Array
) -> tuple[Certificate, ...]:
    """Totals added up again cell by cell; estimated cells keep the cross ratios of the kernel."""
    inside = value - outside
    worst = 0.0
    for k, name in enumerate(said.countries):
        if name not in CENTRE:
            pairs = [(sum(map(float, inside[k])), said.exports_usd[k])]
            pairs += [] if name == REST else [(sum(map(float, inside[:, k])), said.imports_usd[k])]
            gave = float(value[(known == "prior") & (outside > 0)].sum()) if name == REST else 0.0
            worst = max(worst, *(abs(found + gave - total) / total for found, total in pairs))
    odds = odds_error(value, kernel, known == "estimated")
    return (
        Certificate(
            "demand", "trade_totals_met", float(worst), 1e-9, "balancing stops at 1e-13 of the mean total"
        ),
        Certificate(
            "demand", "trade_prior_kept", odds, 1e-9, "only factors of rows and columns may differ; rounding"
        ),
    )


def _warnings(said: Published) -> tuple[Problem, ...]:
    """Where all cells of a row or column are published and do not add up to its total."""
    found = []
    for name in CENTRE:
        k = said.countries.index(name)
        for side, cells, total in (
            ("exports", said.cell_usd[k], said.exports_usd[k]),
            ("imports", said.cell_usd[:, k], said.imports_usd[k]),
        ):
            gap = float(np.nansum(cells)) / total - 1.0
            if (
                abs(gap) > 1e-3
            ):  # cells are printed to four digits of a billion; their sum rounds far below this
                found.append(
                    Problem(
                        "demand.cells_miss_total", "country_base", column=f"goods_{side}_2023_busd", value=name,
                        message=f"published cells exceed the total by {100 * gap:.2f} %; the cells count",
                        expected=f"{total / BUSD:.3f} bn USD", fix="Correct the cell or the total.",
                    )
                )  # fmt: skip
    return tuple(found)
