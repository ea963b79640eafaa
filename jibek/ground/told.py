"""What steps of a derivation are called and how they follow: kept in English, said again to who reads another language.

BOX.format(corridor="northern", gateways="KZAAU-AZBAK")    "A box by northern over KZAAU-AZBAK", as a run keeps it
read("A box by northern over KZAAU-AZBAK", LABELS)         BOX, {"corridor": "northern", "gateways": "KZAAU-AZBAK"}
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from jibek.ground.language import mark

# Labels.
CENTRAL = mark("{name}, central")
LOW_END, HIGH_END = mark("{name}, low end"), mark("{name}, high end")
SHARE = mark("Share of the boxes by {corridor} over {gateways}")
BOX = mark("A box by {corridor} over {gateways}")
PART = mark("Part of boxes by {corridor} over {gateways}")
TRAINS = mark("Trains a day at {place}")
GOODS = mark("Goods from {exporter} to {importer} by {reporter}")
BASE = mark("{name}, base")
PUBLISHED = mark("published {quantity}")
CONSTANT = mark("constant of {pivot}")
PIVOT = mark("pivot {pivot}")
SETTING, SETTINGS = mark("Setting {key}"), mark("Setting {key}: {told}")
DATA = mark("The data of this run: {facts} facts, {assumptions} assumptions, sha256 {digest}")
TABLE, UNDECLARED, ABSENT = "{table}: {name}", mark("table of the run"), mark("{table}, not in this run")

# Formulas.
WORLDS = mark("weighted median over worlds; in each the number is worked out as at the central values")
END = mark("see interval_method")
OF_BOXES = mark("tonnes in boxes on the path / those on all rail paths of the pair")
OF_PATH = {
    "days_p50": mark("median of 4,000 draws of leg times and gateway waits along the path"),
    "cost_usd": mark("sum of the legs' prices"),
    "co2e_kg": mark("sum over legs of kg per tonne times tonnes in the box"),
}
OF_BOX = mark("share of the boxes * what one of them takes, pays or emits")
MEAN = mark(
    "sum over the rail paths that the pair's boxes use of the path's share of these boxes times the {name}; by "
    "rail: {corridors}, with the ships between two railways, without trucks and ocean ships"
)
LOAD = mark("by kind of train: tonnes / tonnes a train / {days}, or what comes back if more")
OF_YEAR = mark("sum over directions and periods of the year of trains a day times days / days of the year")
AS_PUBLISHED, OWN_BASE = mark("as published"), mark("as published: the run is its own base")
ANSWERED = mark("base times the answer of trade")
NO_CHANGE = mark("0: the run is its own base")
REAL_SPENDING = mark("exact change of real spending, all markets cleared")
PIVOTED = mark("the constant that makes the model's tonnes equal the pivot's")
LETTERS = mark("{formula}; {letters}: the first of the steps, in this order")
UNTRACED = mark("not traced by row")
NOT_TRACED = mark("{name}; not traced by row")

# Who says so.
BETWEEN = mark("assumption between {low} and {high}, central {central}")
BY_USER, BY_DATA = mark("set by the user"), mark("left as the data has it")
NOT_HELD = mark("{table} does not hold it")
SCENARIO = mark("scenario {scenario}")
ASSUMED, ASSUMED_ALL = mark("assumption “{assumption}”"), mark("assumptions “{assumption}”")

# Sentences with places by where they stand; the first that fits is meant.
LABELS = (
    *(SHARE, BOX, PART, DATA, SETTINGS, SETTING, BASE, GOODS, TRAINS, PUBLISHED, CONSTANT, PIVOT, ABSENT),
    *(CENTRAL, LOW_END, HIGH_END),
)
FORMULAS = (MEAN, LOAD, LETTERS, NOT_TRACED)
ORIGINS = (BETWEEN, NOT_HELD, SCENARIO, ASSUMED, ASSUMED_ALL)


def read(text: str, among: tuple[str, ...]) -> tuple[str, dict[str, str]] | None:
    """The sentence with places that a text was made of, and what stands in them; None where it is none of these."""
    for message in among:
        if found := _pattern(message).fullmatch(text):
            return message, found.groupdict()
    return None


@cache
def _pattern(message: str) -> re.Pattern[str]:
    parts = Formatter().parse(message)
    return re.compile("".join(re.escape(said) + (f"(?P<{of}>.+)" if of else "") for said, of, _, _ in parts))
