"""Section on prices: by how much freight answers to one, beside published ranges."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jibek.ground.language import mark, tr
from jibek.ground.locale import detailed
from jibek.report.input import ReportInput
from jibek.report.wording.figures import Figures
from jibek.report.wording.grids import Grid, Head, Row, Section, left_out, named, plain_rows
from jibek.report.wording.names import SHORT_CORRIDORS, corridor, corridor_within, foreign
from jibek.report.wording.numbers import known, written

TABLE = "demand.elasticities"

MOST = 18

# Ends of a market, by the parts of its id.
_LANDS = {
    "chn": mark("China"), "kaz": mark("Kazakhstan"), "rus": mark("Russia"), "irn": mark("Iran"),
    "europe": mark("Europe"), "eastasia": mark("East Asia"), "ca": mark("Central Asia"),
    "ct": mark("Caucasus and Türkiye"),
}  # fmt: skip


# What is carried between them, by the rest of the id.
_GOODS = {
    "container": mark("container"),
    "general": mark("general"),
    "dry-bulk": mark("dry bulk"),
    "liquid": mark("liquid"),
    "covered": mark("covered"),
}


def own_prices(frame: pd.DataFrame) -> pd.DataFrame:
    """Own-price elasticities that studies speak of, those furthest outside their range first.

    ``outside``: how far the elasticity lies from the range, 0 within it.
    """
    if frame.empty:
        return frame.assign(outside=[])
    own = frame[(frame["priced"] == frame["answering"]) & frame["published_low"].notna()]
    under = (own["published_low"] - own["elasticity"]).clip(lower=0.0)
    over = (own["elasticity"] - own["published_high"]).clip(lower=0.0)
    own = own.assign(outside=under + over)
    return own.sort_values(["outside", "tonnes_per_year"], ascending=False, kind="stable")


def in_words(frame: pd.DataFrame) -> str:
    """How many answers to the own price lie in published ranges, and which lies furthest out; empty without any."""
    own = own_prices(frame)
    if own.empty:
        return ""
    out = own[own["outside"] > 0]
    said = {"within": len(own) - len(out), "all": len(own)}
    if out.empty:
        return tr("{within} of {all} own-price elasticities of a mode lie in the published range.", **said)
    first = plain_rows(out)[0]
    return tr(
        "{within} of {all} own-price elasticities of a mode lie in the published range; furthest out is {market} by "
        "{mode}, {elasticity} against {low} to {high}.",
        **said,
        market=market_words(first["market_id"]),
        mode=corridor_within(first["priced"]),
        elasticity=_plain(first["elasticity"], 3),
        low=_plain(first["published_low"]),
        high=_plain(first["published_high"]),
    )


def elasticities(report: ReportInput, figures: Figures) -> Section:
    """Own-price elasticity of each market and mode, the published range, and who gains most from a dearer price."""
    frame = report.table(TABLE)
    own = own_prices(frame)
    if own.empty:
        return Section("elasticities", tr("Answers to price"), missing=tr("This run holds no elasticities."))
    top = own.head(MOST)
    rows = []
    for r in plain_rows(top):
        key = f"{r['market_id']}|{r['priced']}|{r['answering']}"
        label = detailed((market_words(r["market_id"]), _option(r["priced"])))
        mark = tr("outside") if r["outside"] > 0 else tr("within")
        rows.append(
            Row(
                [
                    named(label, mark),
                    figures.cell(
                        r["tonnes_per_year"], "t/year", TABLE, key, "tonnes_per_year",
                        tr("{label}, tonnes", label=label),
                    ),
                    figures.cell(
                        r["elasticity"], "1", TABLE, key, "elasticity",
                        tr("{label}, own-price elasticity", label=label), digits=2, signed=True, strong=True,
                    ),
                    figures.cell(
                        r["published_low"], "1", TABLE, key, "published_low",
                        tr("{label}, lowest published", label=label), digits=3, signed=True,
                    ),
                    figures.cell(
                        r["published_high"], "1", TABLE, key, "published_high",
                        tr("{label}, highest published", label=label), digits=3, signed=True,
                    ),
                    *_gains(frame, r, label, figures),
                    foreign(str(r["source"])),
                ]
            )
        )  # fmt: skip
    heads = [
        Head(tr("Market and mode"), "name"), Head(tr("Carried")), Head(tr("Own price")), Head(tr("Studies from")),
        Head(tr("to")), Head(tr("Gains most"), "text"), Head(tr("Cross price")), Head(tr("Studies"), "text"),
    ]  # fmt: skip
    note = tr(
        "Percent of tonnes per percent of price, at the solution, with what paths cost held fixed; trade's own answer "
        "is apart. A market that knows one mode alone is left out; corridors that share a mode are in the CSV."
    )
    caption = tr("Answers to the own price, furthest from the published first")
    grid = Grid("elasticities", caption, heads, rows, frame,
                note=note, more=left_out(own, len(top)))  # fmt: skip
    out = int((own["outside"] > 0).sum())
    title = (
        tr(
            "Freight answers to its price as studies find in {within} of {all} markets and modes",
            within=len(own) - out,
            all=len(own),
        )
        if out
        else tr("Freight answers to its price as studies find, in every market and mode")
    )
    said = in_words(frame)
    return Section(
        "elasticities", title, said, [grid], ask=tr("Does freight answer to prices as studies find?")
    )


def market_words(market_id: object) -> str:
    """A market in words: between whom, and what.

    >>> market_words("chn-kaz-dry-bulk")
    'China–Kazakhstan, dry bulk'
    """
    first, _, rest = str(market_id).partition("-")
    second, _, what = rest.partition("-")
    if first not in _LANDS or second not in _LANDS:
        return str(market_id).replace("-", " ")
    ends = f"{tr(_LANDS[first])}–{tr(_LANDS[second])}"
    return detailed(p for p in (ends, tr(_GOODS.get(what, what.replace("-", " ")))) if p)


def _gains(frame: pd.DataFrame, r: dict[str, Any], label: str, figures: Figures) -> list[Any]:
    """Which other mode or corridor gains most when this one's price rises, and by how much."""
    others = frame[
        (frame["market_id"] == r["market_id"])
        & (frame["priced"] == r["priced"])
        & (frame["answering"] != r["priced"])
    ]
    if r["priced"] == "rail":
        others = others[~others["answering"].isin([c for c in SHORT_CORRIDORS if c not in ("sea", "road")])]
    if others.empty:
        return ["", figures.cell(None, "1", TABLE, "", "elasticity", label)]
    best = plain_rows(others.loc[[others["elasticity"].idxmax()]])[0]
    key = f"{best['market_id']}|{best['priced']}|{best['answering']}"
    told = tr("{label}, answer of {mode}", label=label, mode=_option(best["answering"]))
    cell = figures.cell(best["elasticity"], "1", TABLE, key, "elasticity", told, digits=2, signed=True)
    return [_option(best["answering"]), cell]


def _option(name: object) -> str:
    return tr("Rail") if name == "rail" else corridor(name)


def _plain(value: object, digits: int = 2) -> str:
    return written(f"{float(value):.{digits}g}") if known(value) else "–"  # type: ignore[arg-type]
