"""The sentences of the first screen with their numbers as buttons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from jibek.ground.language import tr
from jibek.ground.vocabulary import BASE_REPORTER
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections import finding, gains, sentences
from jibek.report.sections.answer import Headline, Row, beside_row, fill, label
from jibek.report.sections.transport import use_figure
from jibek.report.wording import numbers
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import plain_rows
from jibek.report.wording.names import Names, why_none
from jibek.report.wording.numbers import Shown, known, show


def found(report: ReportInput, figures: Figures) -> Markup:
    """The finding."""
    return _Numbers(report, figures).of(finding.finding(report))


def said(report: ReportInput, figures: Figures) -> list[Markup]:
    """At most five sentences."""
    number = _Numbers(report, figures)
    cost = "" if report.answer else gains.cost_in_words(report)
    told = [*sentences.sentences(report), *([cost] if cost else [])]
    return [number.of(s) for s in told[: sentences.MOST]]


class _Numbers:
    """Puts numbers where a sentence names them."""

    def __init__(self, report: ReportInput, figures: Figures) -> None:
        self._report, self._figures = report, figures
        self._head = Headline(report)

    def of(self, sentence: str) -> Markup:
        return _joined(fill(sentence, self._number))

    def _number(self, ident: str, who: str, column: str) -> Any:
        if ident == "tightest_use":
            return self._tightest()
        if ident == "opened":
            return self._opened()
        if ident == "spending":
            return self._spending(who)
        if column in ("modelled", "published"):
            return self._beside(ident, who, column)
        row = self._head.get(ident, who)
        if row is None:
            reason = self._head.reason(ident, who)
            return Markup('<span class="none">{}</span>').format(
                tr("no figure ({why})", why=why_none(reason)) if reason else tr("no figure")
            )
        if column == "apart":
            return self._apart(ident)
        return self._headline(row, f"{ident}|{who}", column)

    def _headline(self, row: Row, key: str, column: str) -> Any:
        unit, words = str(row["unit"]), label(row)
        value, low, high = float(row["value"]), row.get("low"), row.get("high")
        signed = unit == "%"
        if column in ("value", "spread"):
            shown = show(value, unit, low, high, signed=signed)
            cell = self._cell(value, unit, key, "value", words, shown=shown)
            if column == "value" or not shown.interval or shown.low == shown.high:
                return cell
            return cell + Markup(' <span class="iv">({})</span>').format(shown.interval)
        if column in ("difference", "between"):
            change, low, high = (row.get(c) for c in ("difference", "difference_low", "difference_high"))
            value = float(change) if known(change) else float("nan")  # type: ignore[arg-type]
            words = tr("{quantity}, change against the base", quantity=words)
        shown = show(value, unit, low, high, signed=signed and column != "difference")
        if column == "between":
            less, more = shown.low.lstrip(numbers.MINUS), shown.high.lstrip(numbers.MINUS)
            if abs(float(low)) > abs(float(high)):  # type: ignore[arg-type]
                less, more = more, less
            message = escape(tr("between {less} and {more} {unit}"))
            return message.format(less=less, more=more, unit=shown.spoken.unit)
        if column in ("difference", "excess", "size"):
            shown = Shown(shown.text.lstrip(numbers.MINUS), shown.unit, plain=shown.plain)
        return self._cell(
            value, unit, key, "difference" if column == "difference" else "value", words, shown=shown
        )

    def _cell(self, value: float, unit: str, key: str, column: str, words: str, *, shown: Shown) -> Markup:
        return self._figures.cell(
            value, unit, "headline", key, column, words, shown=shown.spoken, strong=True
        )

    def _apart(self, ident: str) -> Markup:
        """What the two counts differ by."""
        values = {who: self._head.value(ident, who) or 0.0 for who in ("CHN", "KAZ")}
        size = abs(values["CHN"] - values["KAZ"])
        parents = tuple(cell_node("headline", f"{ident}|{who}", "value") for who in values)
        return self._figures.cell(
            size, "USD", "headline", ident, "apart", tr("Trade of the two, difference of the two counts"),
            shown=show(size, "USD", digits=2).spoken, formula=tr("China’s count less Kazakhstan’s"), parents=parents,
            strong=True,
        )  # fmt: skip

    def _beside(self, quantity: str, position: str, column: str) -> Any:
        frame = self._report.beside_published
        row = (
            plain_rows(frame.loc[[int(position)]])[0]
            if quantity == "beside"
            else beside_row(self._report, quantity)
        )
        if row is None:
            return Markup('<span class="none">{}</span>').format(tr("no figure"))
        unit, year = str(row.get("unit") or ""), int(row["year"])
        key = f"{row['quantity']}|{row['volume_id'] if isinstance(row['volume_id'], str) else ''}|{year}"
        value = float(row[column])
        shown = numbers.published(value, unit) if column == "published" else show(value, unit)
        told = (
            tr("{quantity}, {year}, published")
            if column == "published"
            else tr("{quantity}, {year}, modelled")
        )
        name = told.format(quantity=tr(str(row["words"])), year=year)
        return self._figures.cell(
            value, unit, "beside_published", key, column, name, shown=shown.spoken, strong=True
        )

    def _tightest(self) -> Any:
        top = plain_rows(finding.tightest(self._report))[0]
        tables = ("flows.facilities", "flows.facility_loads")
        table = next(t for t in tables if len(self._report.table(t)))
        return use_figure(top, Names(self._report).facility(str(top["facility_id"])), table, self._figures)

    def _spending(self, country: str) -> Any:
        frame = self._report.table("trade.countries")
        of = frame[(frame["country"] == country) & (frame["reporter"] == BASE_REPORTER)]
        value = float(of["welfare_usd"].iloc[0])
        name = tr("Change of real spending, {country}", country=self._report.country(country))
        return self._figures.cell(
            value, "USD/year", "trade.countries", f"{country}|{BASE_REPORTER}", "welfare_usd", name,
            shown=show(value, "USD/year", digits=2, signed=True).spoken, strong=True,
        )  # fmt: skip

    def _opened(self) -> Any:
        new = finding.opened(self._report)
        assert new is not None  # the sentence names it only where there is one
        unit = f"{new.unit}/day"
        return self._figures.cell(
            new.per_day, unit, "flows.facilities", new.gateway_id, "load_per_day",
            tr("{place}, both directions", place=new.name), shown=show(new.per_day, unit).spoken,
            formula=tr("sum of both directions"), parents=new.parents, strong=True,
        )  # fmt: skip


def _joined(parts: Iterable[Any]) -> Markup:
    """Text and numbers as one sentence; an opening bracket stays on the line of its number."""
    out, bracket = Markup(""), False
    for part in parts:
        if isinstance(part, Markup):
            out += Markup('<span class="nw">({}</span>').format(part) if bracket else part
            bracket = False
            continue
        bracket = part.endswith("(")
        out += escape(part[:-1] if bracket else part)
    return out
