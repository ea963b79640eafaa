"""Names in words for the codes of the tables: countries, nodes, objects that are counted."""

from __future__ import annotations

from collections.abc import Mapping

from jibek.sources.plain import remembered, rows

AREAS = {
    "CHN": "China",
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "UZB": "Uzbekistan",
    "TJK": "Tajikistan",
    "TKM": "Turkmenistan",
    "RUS": "Russia",
    "WLD": "total",
    "C5": "Central Asia",
    "USA": "United States",
    "ITA": "Italy",
    "DEU": "Germany",
    "TUR": "Türkiye",
    "GEO": "Georgian",
    "AZE": "Azerbaijan",
    "MNG": "Mongolia",
    "IRN": "Iran",
    "BLR": "Belarus",
    "POL": "Poland",
    "JPN": "Japan",
    "KOR": "South Korea",
    "GBR": "Britain",
    "EU": "European Union",
    "EU27": "European Union",
}
OBJECTS = {
    "CRE_total": "China-Europe trains freight",
    "CN_KZ_both": "Khorgos and Alashankou China-Europe trains",
    "KZ_CN_rail": "rail freight Kazakhstan China",
    "KZ_transit": "transit through Kazakhstan",
    "KTZ": "Kazakhstan railway state railway network freight",
    "TITR": "Trans-Caspian route Middle Corridor",
    "UTLC_ERA": "UTLC ERA China-Europe transit container",
    "EAEU": "China-Europe transit container",
    "gas_CA_CN": "Central Asia-China gas pipeline flow",
    "oil_KZ_CN": "oil transit Kazakhstan China",
    "KZ_CN_road": "road border vehicle crossing Kazakhstan China",
    "KZ_CN_trade": "trade turnover Kazakhstan China",
}


def place(node: str) -> str:
    """The name of a node, or of an object of the table of volumes; what is neither stays."""
    return OBJECTS.get(node) or _places().get(node, node)


@remembered()
def _places() -> Mapping[str, str]:
    return {row["id"]: row["name"] for row in rows("eurasia/nodes")}
