"""What the sentences of the first screen are made from: headline numbers, published ones beside, full places, alarms.

A sentence is a text with ``{id}`` where a headline number stands: ``{kaz_chn_trade_usd|CHN}`` by one reporter,
``{khorgos_rail_hours_mean:difference}`` for its change against the base, ``{kaz_chn_rail_mt:published}`` for the
published figure of a quantity, ``:modelled`` for the modelled one beside it; ``{beside|3:published}`` names a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek.ground.language import tr
from jibek.ground.locale import clauses, detailed
from jibek.report.input import ReportInput
from jibek.report.wording.grids import plain_rows
from jibek.report.wording.names import foreign, reporter
from jibek.report.wording.numbers import known, published, ratio, show, written

if TYPE_CHECKING:
    from markupsafe import Markup

FAR = 2.0

_PLACE = re.compile(r"\{([A-Za-z0-9_]+)(?:\|([A-Za-z0-9]+))?(?::(\w+))?\}")

Row = dict[str, Any]

# What a sentence of the first screen shows, and the quantities whose misfit would make it doubtful.
_BESIDE = {
    "khorgos_rail_hours_mean": ("china_rail_out_hours", "khorgos_hours_2022"),
    "alashankou_rail_hours_mean": ("alashankou_hours_2022",),
    "khorgos_rail_trains_per_day": ("khorgos_container_trains", "both_container_trains", "khorgos_teu"),
    "alashankou_rail_trains_per_day": ("alashankou_container_trains", "alashankou_teu"),
    "caspian_tonnes": ("caspian_mt", "transcaspian_mt", "aktau_mt", "kuryk_mt", "kuryk_trucks", "aktau_teu"),
    "kaz_chn_rail_tonnes": (
        "kaz_chn_rail_mt",
        "kaz_rail_gtkm",
        "kaz_transit_rail_mt",
        "kaz_transit_china_mt",
    ),
}

# Beginnings of a basis of capacity that are figures somebody published, not a default or a rule of thumb.
_TOLD = ("published", "printed", "project")


class Headline:
    """Rows of the headline by id and reporter."""

    def __init__(self, report: ReportInput) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        for row in report.headline.to_dict("records"):
            reporter = row.get("reporter")
            self.rows[str(row["id"]), reporter if isinstance(reporter, str) else ""] = {
                str(k): v for k, v in row.items()
            }

    @property
    def measured(self) -> bool:
        """Whether changes against the base are known."""
        return any(known(row.get("difference")) for row in self.rows.values())

    def get(self, ident: str, reporter: str = "") -> Row | None:
        """The row; None where the run has no such number."""
        row = self.rows.get((ident, reporter))
        return row if row is not None and known(row.get("value")) else None

    def reason(self, ident: str, reporter: str = "") -> str:
        """Why the run has no such number; empty where it has one, or nobody knows."""
        row = self.rows.get((ident, reporter), {})
        reason = row.get("reason")
        return reason if isinstance(reason, str) and not known(row.get("value")) else ""

    def value(self, ident: str, reporter: str = "") -> float | None:
        row = self.get(ident, reporter)
        return None if row is None else float(row["value"])

    def has(self, *idents: str) -> bool:
        return all(self.get(i) for i in idents)

    def change(self, ident: str, reporter: str = "") -> float | None:
        """Difference from the base; None where there is none."""
        row = self.get(ident, reporter)
        return float(row["difference"]) if row and known(row.get("difference")) else None


def fill(sentence: str, figure: Callable[[str, str, str], Any]) -> Iterator[Any]:
    """Parts of a sentence: text, and ``figure(id, reporter, field)`` where a number stands."""
    at = 0
    for match in _PLACE.finditer(sentence):
        yield sentence[at : match.start()]
        yield figure(match[1], match[2] or "", match[3] or "value")
        at = match.end()
    yield sentence[at:]


def label(row: Row) -> str:
    """Name of a headline number, with whose count it is."""
    who = row.get("reporter") if isinstance(row.get("reporter"), str) else ""
    name = str(row["name"])
    return tr(name) if not who or "count" in name else detailed((tr(name), reporter(who)))


def facility_use(report: ReportInput) -> pd.DataFrame:
    """facility_id, load_per_day, capacity_per_day, use and what else is known, the fullest first."""
    for name in ("flows.facilities", "flows.facility_loads"):
        frame = report.table(name)
        if {"facility_id", "load_per_day"} <= set(frame.columns):
            break
    else:
        return pd.DataFrame()
    named = report.table("network.facilities")
    extra = [c for c in named.columns if c not in frame.columns]
    if extra and "facility_id" in named:
        frame = frame.merge(named[["facility_id", *extra]], on="facility_id", how="left")
    if "capacity_per_day" not in frame:
        return pd.DataFrame()
    frame = frame[frame["capacity_per_day"] > 0]
    frame = frame.assign(use=frame["load_per_day"] / frame["capacity_per_day"])
    return frame.sort_values(["use", "facility_id"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )


def far_off(report: ReportInput) -> pd.DataFrame:
    """Tests of the model against published figures that are off by more than a factor of two, the worst first."""
    frame = report.beside_published
    if frame.empty:
        return frame
    r = pd.to_numeric(frame["ratio"], errors="coerce")
    off = frame[(frame["role"] == "test") & ((r > FAR) | (r < 1 / FAR))]
    far = pd.to_numeric(off["ratio"], errors="coerce").clip(lower=1e-9)
    return off.assign(_far=far.where(far >= 1, 1 / far)).sort_values("_far", ascending=False, kind="stable")


def published_capacity(basis: object) -> bool:
    """Whether a capacity follows from a published figure.

    A printed number times an assumed factor is an assumption.

    >>> published_capacity("published: 27 Mt/yr both ways"), published_capacity("no row: default")
    (True, False)
    >>> published_capacity("printed: 12 pairs of container trains a day, times 2.6 for the trains beside them")
    False
    """
    return isinstance(basis, str) and basis.startswith(_TOLD) and ", times " not in basis


def beside_row(report: ReportInput, quantity: str) -> Row | None:
    """The published figure of a quantity in the year of the run; None where there is none."""
    frame = report.beside_published
    if frame.empty:
        return None
    mine = frame[(frame["quantity"] == quantity) & (frame["year"] == report.year)]
    return {str(k): v for k, v in mine.iloc[0].items()} if len(mine) else None


def first_words(report: ReportInput, *, plain: bool = False) -> list[str | Markup]:
    """What is said under the answer: failed checks, tests far off that the first screen rests on, other warnings.

    plain: for a terminal, where nothing is marked as said in another language.
    """
    said: list[str | Markup] = []
    for c in report.certificates:
        if not c["ok"]:
            said.append(
                tr(
                    "A check of the computation fails ({check}, {stage}): {value} where at most {most} is allowed. "
                    "What rests on it is not to be used.",
                    check=tr(str(c["name"]).replace("_", " ")),
                    stage=tr(str(c["stage"])),
                    value=written(f"{float(c['value']):.2g}") if known(c.get("value")) else tr("no value"),
                    most=written(f"{float(c['tolerance']):g}"),
                )
            )
    there = {i for i, _ in Headline(report).rows}
    rested = {q for i, quantities in _BESIDE.items() if i in there for q in quantities}
    for row in plain_rows(far_off(report)):
        if row["quantity"] in rested:
            said.append(far_words(row))
    codes = {"certificate.failed", "beside.far_off"}
    return said + [_warning_words(w, plain) for w in report.warnings if w.get("code") not in codes]


def _warning_words(warning: Mapping[str, Any], plain: bool) -> str | Markup:
    """A warning of the run: its message with its values where the run keeps them, else as it was written."""
    if warning.get("said"):
        values = dict(warning["values"])
        if warning.get("why"):
            values["why"] = clauses(
                tr("{why} ({worlds})", why=tr(why), worlds=worlds) for why, worlds in warning["why"]
            )
        return tr(str(warning["said"]), **values)
    # Runs of before name the two by their codes.
    written_so = str(warning["message"]).replace("of CN and KZ", "of China and Kazakhstan")
    return written_so if plain else foreign(written_so)


def far_words(row: Row) -> str:
    """``Freight of Kuryk, 2023: the model gives 0.9 Mt, 0.40 times the published 2.2 Mt.``"""
    unit = str(row.get("unit") or "")
    year = f", {int(row['year'])}" if known(row.get("year")) else ""
    name = tr(str(row["words"]))
    return tr(
        "{name}: the model gives {modelled}, {ratio} times the published {published}.",
        name=f"{name[:1].upper()}{name[1:]}{year}",
        modelled=show(row["modelled"], unit),
        ratio=ratio(row["ratio"]),
        published=published(row["published"], unit),
    )
