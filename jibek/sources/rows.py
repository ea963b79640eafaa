"""What must hold between the cells of one row, beyond a column's own type, range and words.

Each rule takes a typed frame and gives (code, position of the row, column, what is expected, how to mend it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from jibek.ground.errors import Problem
from jibek.ground.units import UNITS
from jibek.ground.vocabulary import BY_POPULATION, QUANTITIES
from jibek.sources.files import RawFile

Found = Iterator[tuple[str, int, str, str, str]]


def _at(mask: Any) -> list[int]:
    """Positions of the rows that a mask marks."""
    found: list[int] = np.flatnonzero(np.asarray(mask)).tolist()
    return found


def row_checks(raw: RawFile, frame: pd.DataFrame) -> list[Problem]:
    """Problems of every row of a file, with the line it stands on."""
    rule = RULES.get(raw.stem)
    return [
        Problem(
            code,
            raw.name,
            row=raw.lines[i],
            column=column,
            value=_show(frame[column].iloc[i]),
            expected=expected,
            fix=fix,
        )
        for code, i, column, expected, fix in (rule(frame) if rule else ())
    ]


def _transit_times(frame: pd.DataFrame) -> Found:
    for i in _at(frame["days_min"] > frame["days_max"]):
        yield "sources.range_order", i, "days_max", "at least days_min", "Swap the two."


def _assumptions(frame: pd.DataFrame) -> Found:
    low, mid, high = (frame[c].to_numpy(dtype=float) for c in ("low", "central", "high"))
    for i in _at((low > mid) | (mid > high)):
        yield (
            "sources.range_order",
            i,
            "central",
            "between low and high",
            "Put low, central and high in order.",
        )
    for column in ("low", "central", "high"):
        for i, (unit, value) in enumerate(zip(frame["unit"], frame[column], strict=True)):
            if unit in UNITS and value == value and not UNITS[unit].allows(value):
                yield "table.out_of_range", i, column, f"{UNITS[unit]}, in {unit}", "Correct the value."


def _volumes(frame: pd.DataFrame) -> Found:
    for i in _at((frame["value"] < 0) & (frame["unit"] != "%")):
        yield "table.out_of_range", i, "value", "at least 0", "Correct the value."


def _links(frame: pd.DataFrame) -> Found:
    for i, capacity in enumerate(frame["capacity"]):
        if isinstance(capacity, str) and capacity.startswith("-"):
            yield "table.out_of_range", i, "capacity", "a capacity of at least 0", "Correct the value."
    for i in _at(frame["from"] == frame["to"]):
        yield "sources.loop", i, "to", "another place than from", "Name the other end."


def _link_attributes(frame: pd.DataFrame) -> Found:
    """The attributes that change a link from a day on are one value, not a range or words."""
    forms = {
        "tracks": (r"\d+", "a whole number"),
        "speed_kmh": (r"\d+(\.\d+)?", "a number"),
        "electrified": ("yes|no|partly", "yes, no or partly"),
    }
    always = {"opened": (r"[12]\d{3}", "a year"), "one_way": ("yes|no", "yes or no")}
    for i, row in enumerate(frame.to_dict("records")):
        dated = row.get("since") or str(row["period"]).startswith("since ")
        form = always.get(row["attribute"]) or (forms.get(row["attribute"]) if dated else None)
        if form and not re.fullmatch(form[0], str(row["value"])):
            yield "table.unknown_form", i, "value", form[1], "Write the one value that holds."


def _gateways_of_countries(frame: pd.DataFrame) -> Found:
    bare = (frame["weight_basis"] == BY_POPULATION) & frame["pop_max"].isna()
    for i in _at(bare):
        yield "sources.incomplete", i, "pop_max", "the population that weighs the place", "Fill it."


def _markets(frame: pd.DataFrame) -> Found:
    """Tonnes come from a working of their own or from a share of the value of trade: one of the two."""
    own = frame["tonnes_working"].notna().to_numpy()
    for i in _at(~own & frame["value_share"].isna()):
        expected = "an assumption, as there is no tonnes_working"
        yield "sources.incomplete", i, "value_share", expected, "Fill it, or give tonnes_working."
    for column in ("value_share", "factor"):
        for i in _at(own & frame[column].notna()):
            yield "sources.idle", i, column, "a blank, as tonnes_working decides", "Delete one of the two."


def _sailings(frame: pd.DataFrame) -> Found:
    """Ships and the hours of a round trip, or how often they sail: one of the two, whole."""
    ships, often = frame["vessels"].notna().to_numpy(), frame["sailings_per_month"].notna().to_numpy()
    for i in _at(~ships & ~often):
        yield "sources.incomplete", i, "vessels", "vessels, or sailings_per_month", "Fill one of the two."
    for i in _at(ships & often):
        yield "sources.idle", i, "sailings_per_month", "a blank, as vessels decide", "Delete one of the two."
    for i in _at(ships & frame["port_hours"].isna()):
        yield "sources.incomplete", i, "port_hours", "an assumption, as a round trip takes time", "Fill it."
    for i in _at(~ships & frame["port_hours"].notna()):
        yield "sources.idle", i, "port_hours", "a blank, as no round trip is worked out", "Delete it."


def _observations(frame: pd.DataFrame) -> Found:
    for i, row in enumerate(frame.to_dict("records")):
        unit = QUANTITIES.get(row["quantity"])
        if unit and row["unit"] and row["unit"] != unit:
            expected = f"{unit}, as {row['quantity']} is in"
            yield "sources.wrong_unit", i, "unit", expected, "Convert the published figure."
        days, _, of = str(row["year_part"]).partition("/")
        if days.isdigit() and of.isdigit() and int(days) > int(of):
            yield "table.out_of_range", i, "year_part", "at most 1", "Correct the fraction."


RULES: Mapping[str, Callable[[pd.DataFrame], Found]] = {
    "transit_times": _transit_times,
    "assumptions": _assumptions,
    "volumes": _volumes,
    "links": _links,
    "link_attributes": _link_attributes,
    "gateways_of_countries": _gateways_of_countries,
    "markets": _markets,
    "observations": _observations,
    "sailings": _sailings,
}


def _show(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
