"""Names for people: of places, gateways, facilities, corridors and quantities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from jibek.report.input import ReportInput

CORRIDORS = {
    "northern": "Northern, through Kazakhstan and Russia",
    "transsib": "Trans-Siberian",
    "transcaspian": "Trans-Caspian",
    "southern": "Southern, through Iran",
    "road": "Road",
    "sea": "Sea",
}

SHORT_CORRIDORS = {key: text.partition(",")[0] for key, text in CORRIDORS.items()}

REPORTERS = {"CHN": "China", "KAZ": "Kazakhstan"}

HEADLINE = {
    "khorgos_rail_hours_mean": "Khorgos by rail, mean",
    "khorgos_rail_hours_p90": "Khorgos by rail, P90",
    "khorgos_rail_trains_per_day": "Khorgos, trains",
    "alashankou_rail_hours_mean": "Alashankou by rail, mean",
    "alashankou_rail_hours_p90": "Alashankou by rail, P90",
    "alashankou_rail_trains_per_day": "Alashankou, trains",
    "xian_duisburg_days_p50": "Xi’an–Duisburg, median",
    "xian_duisburg_usd_per_feu": "Xi’an–Duisburg, price",
    "xian_duisburg_co2e_kg_per_feu": "Xi’an–Duisburg, emissions",
    "xian_almaty_days_p50": "Xi’an–Almaty, median",
    "caspian_tonnes": "Caspian, without oil",
    "kaz_chn_rail_tonnes": "Rail China–Kazakhstan",
    "kaz_chn_trade_usd": "Trade of the two",
    "kaz_welfare_percent": "Welfare of Kazakhstan",
    "chn_welfare_percent": "Welfare of China",
    "target_40bn_gap_usd": "Short of 40 bn USD",
}

QUANTITIES = {
    "aktau_mt": "Freight of Aktau",
    "alashankou_container_trains": "Container trains, Alashankou",
    "alashankou_hours_2022": "Mean hours at Alashankou",
    "both_container_trains": "Trains, Khorgos and Alashankou",
    "caspian_mt": "Freight over the Caspian",
    "europe_land_teu": "Boxes, China–Europe by land",
    "europe_land_trains": "Trains, China–Europe",
    "kaz_chn_rail_mt": "Rail freight China–Kazakhstan",
    "kaz_chn_road_mt": "Road freight China–Kazakhstan",
    "kaz_chn_trade_busd_CHN": "Trade, China’s count",
    "kaz_chn_trade_busd_KAZ": "Trade, Kazakhstan’s count",
    "kaz_rail_gtkm": "Rail turnover of Kazakhstan",
    "kaz_rail_teu": "Boxes by rail in Kazakhstan",
    "kaz_transit_rail_mt": "Rail transit of Kazakhstan",
    "kazakh_europe_trains": "China–Europe via Kazakhstan",
    "khorgos_container_trains": "Container trains, Khorgos",
    "khorgos_container_trains_per_day": "Container trains a day, Khorgos",
    "khorgos_hours_2022": "Mean hours at Khorgos",
    "khorgos_rail_mt": "Rail freight at Khorgos",
    "khorgos_teu": "Boxes at Khorgos",
    "kuryk_mt": "Freight of Kuryk",
    "manzhouli_teu": "Boxes at Manzhouli",
    "manzhouli_trains": "Container trains, Manzhouli",
    "poti_teu": "Boxes of Poti",
    "transcaspian_mt": "Freight, Trans-Caspian route",
    "transcaspian_teu": "Boxes, Trans-Caspian route",
    "transsib_trains": "Trains, Manzhouli and Suifenhe",
    "turkmenbashi_alat_teu": "Boxes, Turkmenbashi–Alat",
}

_TAIL = re.compile(r"\s*(\(.*\)|/.*|;.*)$")

_KIND = re.compile(
    r"\s+(border station|station|road post|rail port|road port|junction|terminal|city|West)$", re.I
)

_UPPER = {
    "teu": "TEU", "feu": "FEU", "mt": "Mt", "gtkm": "Gtkm", "kaz": "Kazakhstan", "chn": "China", "usd": "USD",
    "busd": "bn USD", "gdp": "GDP", "co2e": "CO₂e",
}  # fmt: skip


def bare(name: str) -> str:
    """The name alone: ``Xi'an (International Port Station)`` is Xi'an, ``Khorgos / Horgos rail port`` Khorgos."""
    before = ""
    while before != name:
        before, name = name, _KIND.sub("", _TAIL.sub("", name)).strip()
    return name


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
        """English name of a place without what stands in brackets."""
        found = self.places.get(place_id)
        return bare(str(found["name"])) if found else place_id

    def local(self, place_id: str) -> str:
        """Russian, Kazakh and Chinese names, joined by a dot."""
        found = self.places.get(place_id, {})
        names = [found.get(f"name_{language}") for language in ("ru", "kk", "zh")]
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
        """``Khorgos – Altynkol, outbound``; a section by its two ends."""
        gateway, colon, direction = facility_id.partition(":")
        if colon:
            words = {"out": "outbound", "in": "inbound"}.get(direction, direction)
            return f"{self.gateway(gateway)}, {words}"
        if facility_id in self.links:
            return " – ".join(self.place(p) for p in self.links[facility_id])
        return str(self.facilities.get(facility_id) or facility_id)


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


def reporter(code: object) -> str:
    """``China's count``, or nothing."""
    if not isinstance(code, str) or not code:
        return ""
    return f"{REPORTERS.get(code, code)}’s count" if code in REPORTERS else code
