"""Groups of countries by name."""

from __future__ import annotations

EU27 = (
    "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE"
).split()

GROUPS: dict[str, tuple[str, ...]] = {
    "EU27": tuple(EU27),
    # Greece, Cyprus and Malta enter by ports that the network does not hold, Finland's line is suspended since 2022.
    "EUROPE": (
        *(c for c in EU27 if c not in ("GRC", "CYP", "MLT", "FIN")),
        "GBR",
        "CHE",
        "NOR",
        "SRB",
        "UKR",
    ),
    "CENTRAL_ASIA": ("KGZ", "UZB", "TJK", "TKM", "AFG"),
    "CAUCASUS_TURKEY": ("AZE", "GEO", "ARM", "TUR"),
    "EAST_ASIA": ("KOR", "JPN", "VNM"),
}


def members(names: str) -> tuple[str, ...]:
    """Countries of ``"EUROPE"`` or of ``"KAZ;UZB"``."""
    return tuple(iso3 for name in names.split(";") for iso3 in GROUPS.get(name.strip(), (name.strip(),)))
