"""Names for people: of places, gateways, facilities, corridors and quantities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek.ground.language import ENGLISH, current, mark, tr
from jibek.ground.locale import detailed
from jibek.report.input import ReportInput

if TYPE_CHECKING:
    from markupsafe import Markup

CORRIDORS = {
    "northern": mark("Northern, through Kazakhstan and Russia"),
    "transsib": mark("Trans-Siberian"),
    "transcaspian": mark("Trans-Caspian"),
    "southern": mark("Southern, through Iran"),
    "road": mark("Road"),
    "sea": mark("Sea"),
}

SHORT_CORRIDORS = {**CORRIDORS, "northern": mark("Northern"), "southern": mark("Southern")}

_WITHIN = {
    "northern": mark("northern"),
    "transsib": mark("trans-siberian"),
    "transcaspian": mark("trans-caspian"),
    "southern": mark("southern"),
    "road": mark("road"),
    "sea": mark("sea"),
    "rail": mark("rail"),
}

# Ways of going, and kinds of gateways.
MODES = {
    "rail": mark("rail"),
    "road": mark("road"),
    "sea": mark("sea"),
    "ferry": mark("ferry"),
    "port": mark("port"),
    "terminal": mark("terminal"),
    "pipeline": mark("pipeline"),
}

# Kinds of trains.
CLASSES = {
    "container": mark("container"),
    "dry_bulk": mark("dry bulk"),
    "liquid_bulk": mark("liquid bulk"),
    "general": mark("general"),
}

REPORTERS = {"CHN": mark("China’s count"), "KAZ": mark("Kazakhstan’s count")}

# Checks by what they are called in a run, its underlines blanks.
CHECKS = frozenset((
    *(mark("trade identity"), mark("curve fit played"), mark("curve fit simulated")),
    *(mark("curve fit closed form"), mark("curve fit closed form past a published time")),
    *(mark("curve fit section"), mark("curve fit sailing"), mark("curve convexity")),
    *(mark("trade totals met"), mark("trade prior kept"), mark("tonnes of markets kept")),
    *(mark("freight value within trade"), mark("pivots met"), mark("relative gap")),
    *(mark("relative gap of the worst class and group"), mark("node imbalance"), mark("arc cost error")),
    *(mark("paths add up to arcs"), mark("paths add up to demand"), mark("market clearing")),
    *(mark("balance of trade"), mark("spending"), mark("gravity"), mark("prices"), mark("walras")),
    *(mark("spending is income and deficit"), mark("carriers are paid for what passes")),
    *(mark("tonnes moved by one more round"), mark("littles law"), mark("events against recursion")),
    *(mark("curve against play"), mark("other curves against play"), mark("figures that the record lacks")),
))  # fmt: skip

_TAIL = re.compile(r"\s*(\(.*\)|/.*|;.*)$")

_KIND = re.compile(
    r"\s+(border station|station|road post|rail port|road port|junction|terminal|city|West)$", re.I
)

_FILE = re.compile(r"(?:[ ]+[^\s,;()]*(?:/|\.(?:csv|rda|dta|xlsx?|json|zip|html?)\b)[^\s,;()]*)+")

_HELD = re.compile(r"\bgithub ([\w.-]+/[\w.-]+)" + f"({_FILE.pattern})?")

_SET_APART = re.compile(
    r"\s*\((?:commit|repo) [^)]*\)|,? as held in the project \S+\.csv|(?<=cached page) \S+\.html"
)

_ASSUMED = re.compile(r"\b(assumptions?) ([a-z][a-z0-9]*(?:_[a-z0-9]+)+)")

_UPPER = {
    "chn": "China", "rus": "Russia", "uzb": "Uzbekistan", "irn": "Iran", "blr": "Belarus", "eaeu": "EAEU",
    "titr": "TITR", "kwh": "kWh", "caspian": "Caspian", "europe": "Europe", "dostyk": "Dostyk", "ca": "Central Asia",
    "asia": "Asia", "russia": "Russia", "brest": "Brest", "malaszewicze": "Małaszewicze", "turkey": "Türkiye",
    "teu": "TEU", "feu": "FEU", "mt": "Mt", "gtkm": "Gtkm", "kaz": "Kazakhstan", "usd": "USD",
    "busd": "bn USD", "gdp": "GDP", "co2e": "CO₂e",
}  # fmt: skip


def bare(name: str) -> str:
    """The name alone: ``Xi'an (International Port Station)`` is Xi'an, ``Khorgos / Horgos rail port`` Khorgos."""
    before = ""
    while before != name:
        before, name = name, _KIND.sub("", _TAIL.sub("", name)).strip()
    return name


_LOCAL = ("ru", "kk", "zh")

# Where the name of a place is looked for; who reads Kazakh reads Russian names too.
_COLUMNS = {"ru": ("name_ru",), "kk": ("name_kk", "name_ru"), "zh": ("name_zh",)}


class Names:
    """Looks names up in the tables of one run; an unknown id stands for itself."""

    def __init__(self, report: ReportInput) -> None:
        places = report.table("network.places")
        self.places: dict[str, dict[str, Any]] = (
            {str(r["place_id"]): _plain(r) for r in places.to_dict("records")} if len(places) else {}
        )
        facilities = report.table("network.facilities")
        self.facilities: Mapping[str, Any] = (
            dict(zip(facilities["facility_id"], facilities["name"], strict=True))
            if "name" in facilities
            else {}
        )
        gateways = report.table("network.gateways")
        self.gateways = (
            {str(r["gateway_id"]): r for r in gateways.to_dict("records")} if len(gateways) else {}
        )
        self.links = _links(report.table("network.arcs"))

    def place(self, place_id: str) -> str:
        """Name of a place in the reader's script, without what stands in brackets; in English where there is none."""
        found = self.places.get(place_id)
        if not found:
            return place_id
        said = (found.get(column) for column in _COLUMNS.get(current(), ()))
        return bare(str(next((n for n in said if isinstance(n, str) and n), found["name"])))

    def local(self, place_id: str) -> str:
        """Russian, Kazakh and Chinese names, joined by a dot; the reader's own is left out."""
        found = self.places.get(place_id, {})
        names = [found.get(f"name_{language}") for language in _LOCAL if language != current()]
        return " · ".join(dict.fromkeys(str(n) for n in names if isinstance(n, str) and n))

    def ends(self, gateway_id: str) -> tuple[str, str]:
        """Place ids of a gateway's two sides; a port twice."""
        row = self.gateways.get(gateway_id, {})
        if isinstance(row.get("place_a"), str) and isinstance(row.get("place_b"), str):
            return row["place_a"], row["place_b"]
        first, _, second = gateway_id.partition("-")
        return first, second or first

    def gateway(self, gateway_id: str) -> str:
        """``Khorgos – Altynkol``; a port by its own name."""
        a, b = (self.place(p) for p in self.ends(gateway_id))
        return a if a == b else f"{a} – {b}"

    def facility(self, facility_id: str) -> str:
        """``Khorgos – Altynkol, outbound``; a section or a line of ships by its two ends."""
        if "@" in facility_id and facility_id in self.facilities:
            return str(self.facilities[facility_id])
        where, colon, direction = facility_id.partition(":")
        if where in self.links:
            named = " – ".join(self.place(p) for p in self.links[where])
        elif colon:
            named = self.gateway(where)
        else:
            return str(self.facilities.get(facility_id) or facility_id)
        if direction == "out":
            return tr("{place}, outbound", place=named)
        if direction == "in":
            return tr("{place}, inbound", place=named)
        return detailed((named, direction)) if direction else named


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(k): v for k, v in row.items()}


def _links(arcs: pd.DataFrame) -> dict[str, tuple[str, str]]:
    if not {"link_id", "tail", "head"} <= set(arcs.columns):
        return {}
    known = arcs[arcs["link_id"].notna()].drop_duplicates("link_id")
    return {
        str(link): (str(tail).partition("|")[0], str(head).partition("|")[0])
        for link, tail, head in zip(known["link_id"], known["tail"], known["head"], strict=True)
    }


def words(name: str) -> str:
    """A column or quantity in words: ``kaz_chn_rail_mt`` is Kazakhstan China rail Mt.

    >>> words("khorgos_container_trains")
    'Khorgos container trains'
    """
    parts = [_UPPER.get(p.lower(), p) for p in name.split("_")]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]


def cited(source: str) -> str:
    """Who published it via whom, without files of repositories and ids.

    >>> cited("UN Comtrade exports via github ab/cd data/trade.rda (repo MIT)")
    'UN Comtrade exports via GitHub, ab/cd'
    >>> cited("UN Comtrade, TOTAL, via github ab/cd kaz.csv (commit 1078ec9); read again")
    'UN Comtrade, TOTAL, via GitHub, ab/cd; read again'
    >>> cited("assumption clearance_hours_dostyk")
    'assumption “Clearance hours Dostyk”'
    """
    said = _SET_APART.sub("", _HELD.sub(r"GitHub, \1", source))
    return _ASSUMED.sub(lambda m: f"{m[1]} “{words(m[2])}”", said)


def plain(text: str) -> str:
    """Without the signs of statisticians: P90 is nine in ten, P5 to P95 the middle nine tenths.

    >>> plain("Khorgos by rail, P90"), plain("P5 to P95 of 56 worlds")
    ('Khorgos by rail, nine in ten', 'the middle nine tenths of 56 worlds')
    """
    return (
        text.replace("P5 to P95", tr("the middle nine tenths"))
        .replace("P90", tr("nine in ten"))
        .replace("Welfare of", "Real spending of")
    )


def scenario(name: str) -> str:
    """A scenario by its name; a shipped one in the reader's language."""
    return tr(name)


def check(name: object) -> str | Markup:
    """A check of a stage, in the reader's language where it is one of the program's."""
    said = str(name).replace("_", " ")
    return told(said) if said in CHECKS else foreign(said)


def assumption(ident: object, label: object = None) -> str:
    """An assumption in English, by its label, else by its id in words; `told` says it.

    >>> assumption("ferry_wait_hours"), assumption("x", "Hours at sea")
    ('Ferry wait hours', 'Hours at sea')
    """
    return label if isinstance(label, str) else words(str(ident))


def reporter(code: object) -> str:
    """``China's count``, or nothing."""
    if not isinstance(code, str) or not code:
        return ""
    return tr(REPORTERS.get(code, code))


def why_none(told: str) -> str:
    """Why a run has no number; what shuts rail is said as the run has it."""
    before, shut, what = told.partition("rail is shut: ")
    return tr("rail is shut: {what}", what=what) if shut and not before else tr(told)


def corridor(name: object) -> str:
    """A corridor, at the beginning of a line; what stands after a colon is its variant and left out."""
    return tr(SHORT_CORRIDORS.get(str(name).partition(":")[0], str(name)))


def corridor_within(name: object) -> str:
    """A corridor or mode within a sentence."""
    return tr(_WITHIN.get(str(name).partition(":")[0], str(name).lower()))


def mode(name: object) -> str:
    """A way of going."""
    return tr(MODES.get(str(name), str(name)))


def kind_of_train(name: object) -> str:
    """A class of freight as a kind of train."""
    return tr(CLASSES.get(str(name), str(name).replace("_", " ")))


def within(text: str) -> str:
    """A name within a sentence: in English its first letter is small, where it is no abbreviation.

    >>> within("Trucks at Kuryk"), within("TEU of Alat")
    ('trucks at Kuryk', 'TEU of Alat')
    """
    return text[:1].lower() + text[1:] if current() == ENGLISH and text[1:2].islower() else text


def told(text: str) -> str | Markup:
    """Words of the data in the reader's language; as they are, and marked so, where they have none there."""
    said = tr(text)
    return foreign(text) if said == text else said


def foreign(text: str) -> str | Markup:
    """Words that stay in the language of their source, marked so on a page in another language."""
    if current() == ENGLISH or not text:
        return text
    from markupsafe import Markup

    return Markup('<span lang="en">{}</span>').format(text)
