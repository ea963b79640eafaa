"""Turn numeric cells of the data package into facts with one key.

    volumes.csv  V029, CN_KHORGOS, Trains via Khorgos, 2023, 7762, trains
      ->  volumes:V029:value   indicator "Trains via Khorgos", area CN_KHORGOS, period 2023, 7762 trains

Each table says once which of its columns tell what is counted, where, by whom and when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from jibek.sources.overlay import keys_of
from jibek.sources.tables import TABLES


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns of a table by the part they play in a fact; ``cells`` holds the numbers."""

    cells: tuple[str, ...]
    indicator: tuple[str, ...] = ()
    area: str = ""
    counterpart: str = ""
    reporter: str = ""
    period: str = ""
    unit: str = ""


_SYSTEM = Shape(("value",), ("indicator",), "system", "", "reporter", "period", "unit")

_PARTNER = Shape(("value",), ("indicator",), "system", "partner", "reporter", "period", "unit")

_COUNTRY_CELLS = tuple(
    name
    for name, column in TABLES["country_base"].columns.items()
    if column.kind == "number" and not column.added
)

SHAPES: Mapping[str, Shape] = {
    "nodes": Shape(("lat", "lon"), area="id"),
    "links": Shape(("distance_km", "tracks", "typical_speed_kmh"), area="from", counterpart="to"),
    "link_attributes": Shape(("value",), ("attribute",), "link_id", "", "", "period", "unit"),
    "distances": Shape(("distance_km",), ("covers",), "from_id", "to_id"),
    "borders": Shape(("value",), ("mode", "metric"), "node_a", "node_b", "", "year", "unit"),
    "ports": Shape(("value",), ("metric",), "port", "", "", "year", "unit"),
    "tariffs": Shape(("value",), ("mode", "item"), "", "", "", "year", "unit"),
    "rates": Shape(("per_usd",), ("kind",), "currency", "", "", "year"),
    "emissions": Shape(("value",), ("mode", "category"), "", "", "framework", "", "unit"),
    "grid_intensity": Shape(("g_per_kwh",), (), "country", "", "", "year"),
    "projects": Shape(("open_year", "cost"), ("name",), "countries", "", "", "open_year", "cost_unit"),
    "transit_times": Shape(
        ("days_min", "days_max", "distance_km", "cost"),
        ("mode", "kind"),
        "origin",
        "destination",
        "",
        "year",
        "cost_unit",
    ),
    "volumes": Shape(("value",), ("measure",), "object", "", "", "year", "unit"),
    "demand_evidence": Shape(("value",), ("topic", "key"), "area", "counterpart", "reporter", "year", "unit"),
    "elasticities": Shape(("lowest", "highest"), ("priced", "answering"), "region", "", "", "year"),
    "marks": Shape(("value",), ("topic", "statement"), "", "", "", "target_year", "unit"),
    "capitals": Shape(("lat", "lon"), ("place",), "iso3"),
    "country_base": Shape(_COUNTRY_CELLS, area="iso3"),
    "gateways_of_countries": Shape(("pop_max",), ("role",), "iso3", "node_id"),
    "kaz_chn_trade_by_reporter": Shape(("value_busd",), ("flow",), "KAZ", "CHN", "reporter", "year"),
    "official_targets": Shape(("value",), ("target",), "", "", "", "year", "unit"),
    "series": Shape(("value",), ("series_id",), "", "", "reporter", "year", "unit"),
    "published_numbers": Shape(("value",), ("group", "quantity"), "", "", "", "", "unit"),
    "systems/borders_institutions": _PARTNER,
    "systems/finance_trade": _PARTNER,
    "systems/energy_industry": _SYSTEM,
    "systems/people": _SYSTEM,
}

# Tracks and speed of a link rest on other documents than its distance: columns of basis, source and url.
OWN_BASIS = {
    ("links", "tracks"): ("attribute_basis", "tracks_source", "tracks_url"),
    ("links", "typical_speed_kmh"): ("speed_basis", "speed_source", "speed_url"),
}

COLUMNS = (
    "fact_id table key column indicator area counterpart reporter period unit value low high "
    "source source_date url basis confidence"
).split()


def fact_keys(stem: str, frame: pd.DataFrame) -> list[str]:
    """Key of each row; the second and further rows with a key carry ``#2``, ``#3``."""
    seen: Counter[str] = Counter()
    out = []
    for key in keys_of(TABLES[stem], frame):
        seen[key] += 1
        out.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return out


def facts_of(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """All facts, in the order of the tables, their columns and rows; columns as ``record.facts`` declares.

    A blank cell is no fact unless the row prints a range instead of a figure.
    """
    parts = [
        part
        for stem, shape in SHAPES.items()
        for cell in shape.cells
        if len(part := _cells(stem, shape, cell, tables[stem]))
    ]
    frame = pd.concat(parts, ignore_index=True)[COLUMNS]
    words = [c for c in COLUMNS if c not in ("value", "low", "high")]
    return frame.assign(**{c: frame[c].astype(object).where(frame[c].notna(), None) for c in words})


def _cells(stem: str, shape: Shape, cell: str, frame: pd.DataFrame) -> pd.DataFrame:
    value = pd.to_numeric(frame[cell], errors="coerce").astype(float)
    ranged = cell == "value" and "low" in frame.columns
    low = frame["low"] if ranged else pd.Series(float("nan"), index=frame.index)
    high = frame["high"] if ranged else pd.Series(float("nan"), index=frame.index)
    keep = value.notna() | low.notna() | high.notna()
    keys = pd.Series(fact_keys(stem, frame), index=frame.index, dtype=object)
    part = pd.DataFrame(
        {
            "fact_id": f"{stem}:" + keys + f":{cell}",
            "table": stem,
            "key": keys,
            "column": cell,
            "indicator": _indicator(stem, shape, cell, frame),
            "area": _words(frame, shape.area),
            "counterpart": _words(frame, shape.counterpart),
            "reporter": _words(frame, shape.reporter),
            "period": _words(frame, shape.period),
            "unit": _unit(stem, shape, cell, frame),
            "value": value,
            "low": low,
            "high": high,
            **_origin(stem, cell, frame),
        },
        index=frame.index,
    )
    return part[keep]


def _words(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column as text; a name that is no column stands for itself, a blank name for nothing."""
    if column not in frame.columns:
        return pd.Series(column or None, index=frame.index, dtype=object)
    cells = frame[column]
    if cells.dtype == object:
        return cells
    return pd.Series([None if v != v else f"{v:g}" for v in cells.tolist()], index=frame.index, dtype=object)


def _indicator(stem: str, shape: Shape, cell: str, frame: pd.DataFrame) -> pd.Series:
    if not shape.indicator:
        return pd.Series(cell, index=frame.index, dtype=object)
    words = frame[shape.indicator[0]].astype(object)
    for column in shape.indicator[1:]:
        words = words + ": " + frame[column]
    return words if len(shape.cells) == 1 else words + f": {cell}"


def _unit(stem: str, shape: Shape, cell: str, frame: pd.DataFrame) -> pd.Series:
    declared = TABLES[stem].columns[cell].unit
    own = not declared or declared.startswith("the row's ")
    return _words(frame, shape.unit) if own else pd.Series(declared, index=frame.index, dtype=object)


def _origin(stem: str, cell: str, frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Who says so; of tracks and speeds that are not published nobody."""
    names = ("source", "source_date", "url", "basis", "confidence")
    own = OWN_BASIS.get((stem, cell))
    if own is None:
        return {n: _words(frame, n if n in frame.columns else "") for n in names}
    basis, source, url = own
    nothing = pd.Series(None, index=frame.index, dtype=object)
    return {
        "source": frame[source],
        "source_date": nothing,
        "url": frame[url],
        "basis": frame[basis],
        "confidence": nothing,
    }
