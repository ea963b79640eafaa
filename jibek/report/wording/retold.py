"""Steps of a derivation in the language of the page: a run keeps them in English.

    Teller(names).say("label", "Trains a day at KZAAU")     "Поездов в сутки: Актау"
    Teller(names).say("label", "pivot P07")                 ["опора ", "P07"]

What stays in the language of its source is told apart: such a text is a list of parts, every second of them left as it
is: ids of tables, rows and facts; code of formulas; titles and notes of documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from string import Formatter
from typing import TYPE_CHECKING, Any

from jibek.ground import locale, told
from jibek.ground.language import ENGLISH, current, digits, mark, tr, unfilled
from jibek.report.wording.lands import country
from jibek.report.wording.names import Names, corridor_within
from jibek.report.wording.numbers import unit_words
from jibek.report.wording.units import OTHERS, SIZES, WORDS
from jibek.runs import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

Said = str | list[str]

_NAMED = re.compile("[A-Za-z]{2}")

# Whose figures a reporter's are.
WHO = {"CHN": mark("China’s customs"), "KAZ": mark("Kazakhstan’s statistics"), "BACI": "CEPII BACI"}

# Tables whose cells can be steps of a panel; of others it shows what they are.
CELLS = (
    *("headline", "rests_on", "beside_published", "transit_revenue", "quantities", "appraisal.targets"),
    *("demand.elasticities", "demand.tonnes", "demand.trade", "flows.arc_flows", "flows.empties"),
    *("flows.facilities", "flows.paths", "flows.values", "network.arc_costs", "network.arcs", "network.gateways"),
    *("routes.od", "routes.by_rail", "simulation.waits", "systems.indicators", "trade.carriers", "trade.countries"),
    "trade.flows",
)  # fmt: skip

# Columns that stand after a row's name; whole texts of the data that say how sure a figure is and how it was come by.
_COLUMNS = (mark("difference"),)
_BASES = (mark("published"), mark("estimate"), mark("derived"), mark("computed"), mark("no row: default"))

# Units of steps beside those of the page.
_UNITS = {
    **{f"{of}/year": f"{of}/yr" for of in ("Mt", "TEU", "Gtkm", "bn USD")},
    **dict.fromkeys(("ordinal", "rank", "ratio", "count", "year"), ""),
    "hour": "h", "pair": "pairs", "TEU per year": "TEU/yr",
    **{
        unit: unit
        for unit in (
            *(mark("trains/year"), mark("trucks/year"), mark("kg/t"), mark("percent of value"), mark("MW")),
            *(mark("flights per week"), mark("vehicles"), mark("projects"), mark("USD/truck"), mark("deals")),
            *(mark("institutes"), mark("workshops"), mark("vessels"), mark("contestants"), mark("ha")),
            *(mark("person-trips"), mark("learners per year"), mark("gCO2e/MJ"), mark("MJ/kg"), mark("t/yr")),
            *(mark("ferries"), mark("tU/yr"), mark("calls/year")),
        )
    },
}  # fmt: skip
_KNOWN = {
    *(*SIZES, *WORDS, *WORDS.values(), *OTHERS),
    *(said for sizes in SIZES.values() for _, _, said in sizes),
}


def meanings() -> Iterator[tuple[str, str]]:
    """Table and text of what panels say of tables of a run and, where they show cells, of columns of numbers."""
    for name, table in registry.tables().items():
        if registry.stage_of(name) == "sources":
            continue  # of the package, not of a run
        yield name, table.meaning
        if name in CELLS:
            yield from ((name, c.meaning) for c in table.columns.values() if c.kind in ("number", "integer"))


class Teller:
    """Says what a run keeps of a step in the language of now; in English as it is.

    Parameters
    ----------
    names
        Of the gateways and places of the run.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self.fields: dict[str, Callable[[str], Said]] = {
            "label": self.label,
            "formula": partial(self._sentence, among=told.FORMULAS),
            **dict.fromkeys(("basis", "reason", "confidence"), partial(self._sentence, among=told.ORIGINS)),
            "source": self.source,
            "unit": self.unit,
            "value": lambda text: ["", text],
        }
        self.places: dict[str, Callable[[str], Said]] = {
            **dict.fromkeys(("exporter", "importer"), country),
            **dict.fromkeys(("low", "high", "central", "days", "facts", "assumptions"), digits),
            "name": lambda text: self._sentence(text, (*told.LABELS, *told.FORMULAS)),
            "corridor": corridor_within,
            "corridors": lambda text: locale.commas(corridor_within(c) for c in text.split(", ")),
            "gateways": self._gateways,
            "place": lambda text: self.names.facility(text.replace(", ", ":")),
            "reporter": lambda text: tr(WHO.get(text, text)),
            "assumption": tr,
            "letters": lambda text: text,
            # Letters and signs say the same in all languages; names of functions are code.
            "formula": lambda text: ["", text] if _NAMED.search(text) else text,
        }

    def say(self, field: str, text: Any) -> Any:
        """A field of a step; numbers and what has no words as they are."""
        if current() == ENGLISH or field not in self.fields or not isinstance(text, str):
            return text
        return self.fields[field](text)

    def label(self, text: str) -> Said:
        """What a step is called: a sentence, a table and its meaning, or a name and what of it."""
        table, _, meaning = text.partition(": ")
        if meaning and table in registry.tables():
            return _joined(["", table], ": ", self._sentence(meaning, ()))
        said = self._sentence(text, told.LABELS)
        name, comma, rest = text.rpartition(", ")
        if isinstance(said, str) or len(said) > 2 or not comma or tr(name) == name:
            return said
        after = tr(rest) if rest in _COLUMNS else rest if rest[:1].isdigit() else ["", rest]
        return _joined(tr(name), locale.detailed(("", "")), after)

    def source(self, text: str) -> Said:
        """Who says so: what documents are called stays, that it is an assumption does not."""
        parts = [self._sentence(part, told.ORIGINS) for part in text.split("; ")]
        if all(isinstance(part, list) and not part[0] for part in parts):
            return ["", text]
        between = locale.clauses(("", ""))
        return _joined(*(p for n, part in enumerate(parts) for p in ((between, part) if n else (part,))))

    def unit(self, unit: str) -> Said:
        """A unit in words; one that the program has none for as it is."""
        if unit in _UNITS:
            return tr(_UNITS[unit])
        word = unit_words(unit)
        return word if word != unit or unit in _KNOWN else ["", unit]

    def place(self, node: str) -> Said | None:
        """A cell of a place by its name; None for one of another table."""
        kind, _, rest = node.partition(":")
        table, _, key = rest.partition(":")
        if kind != "result" or current() == ENGLISH:
            return None
        named = {"network.gateways": self.names.gateway, "flows.facilities": self.names.facility}.get(table)
        place, colon, column = key.rpartition(":")
        return _joined(named(place), locale.detailed(("", "")), ["", column]) if named and colon else None

    def _gateways(self, ids: str) -> str:
        return locale.commas(self.names.gateway(i) for i in ids.split(", "))

    def _sentence(self, text: str, among: tuple[str, ...]) -> Said:
        if (whole := tr(text)) != text:
            return whole
        if (found := told.read(text, among)) is None:
            return ["", text]
        message, values = found
        parts: list[Said] = []
        for before, place, _, _ in Formatter().parse(unfilled(message)):
            parts.append(before)
            if place:
                parts.append(self.places.get(place, lambda text: ["", text])(values[place]))
        return _joined(*parts)


def _joined(*texts: Said) -> Said:
    """Texts one after the other, parts of the same kind as one."""
    found = [""]
    for text in texts:
        for position, part in enumerate([text] if isinstance(text, str) else text):
            if not part:
                continue
            if position % 2 != (len(found) - 1) % 2:
                found.append("")
            found[-1] += part
    return found[0] if len(found) == 1 else found
