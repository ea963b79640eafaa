"""Countries, their capitals and the places where their freight enters the network."""

from __future__ import annotations

from jibek.ground.table import Column, number, text
from jibek.ground.vocabulary import ALPHA2, GATEWAY_ROLES, WEIGHT_BASES
from jibek.sources.tables.columns import added, declare, node, origin

CAPITALS = declare(
    "capitals",
    "A point per country for the distances of the gravity prior.",
    ["iso3"],
    {
        "iso3": text("Country, ISO 3166 alpha-3.", refers_to="sources.country_base"),
        "place": text("Name of the point."),
        "lat": number("Latitude, WGS 84.", unit="degree", at_least=-90, at_most=90),
        "lon": number("Longitude, WGS 84.", unit="degree", at_least=-180, at_most=180),
        "basis": text("Where the position comes from."),
    },
)


def _trade(flow: str) -> Column:
    return number(f"{flow}; blank is a missing report, never zero.", unit="bn USD", optional=True, above=0)


def _artefact(cell: str) -> Column:
    return added(number(f"Part of {cell} that is no trade but an artefact.", unit="bn USD", above=0))


COUNTRY_BASE = declare(
    "country_base",
    "Product, people and goods trade of an economy; the row ROW is the rest of the world.",
    ["iso3"],
    {
        "iso3": text("Economy, ISO 3166 alpha-3, or ROW.", pattern="[A-Z]{3}", form="three capital letters"),
        "name": text("English name."),
        "gdp_2019_busd": number("Gross domestic product 2019.", unit="bn USD", optional=True, above=0),
        "gdp_2023_busd": number("Gross domestic product 2023.", unit="bn USD", optional=True, above=0),
        "pop_2019_m": number("Population 2019.", unit="million", optional=True, above=0),
        "pop_2023_m": number("Population 2023.", unit="million", optional=True, above=0),
        "goods_exports_2023_busd": _trade("Goods exports 2023"),
        "goods_imports_2023_busd": _trade("Goods imports 2023"),
        "exports_to_CHN_2023_busd": _trade("Goods sold to China 2023"),
        "imports_from_CHN_2023_busd": _trade("Goods bought from China 2023"),
        "exports_to_KAZ_2023_busd": _trade("Goods sold to Kazakhstan 2023"),
        "imports_from_KAZ_2023_busd": _trade("Goods bought from Kazakhstan 2023"),
        "source": text("Where the figures come from."),
        "quality_note": text("Artefacts and gaps.", optional=True),
        "artefact_exports_to_CHN_busd": _artefact("exports_to_CHN_2023_busd"),
        "artefact_imports_from_CHN_busd": _artefact("imports_from_CHN_2023_busd"),
        "artefact_exports_to_KAZ_busd": _artefact("exports_to_KAZ_2023_busd"),
        "artefact_imports_from_KAZ_busd": _artefact("imports_from_KAZ_2023_busd"),
        "silent_partners": added(
            text(
                "Economies, joined by semicolons, with which cells and totals lack all trade.",
                refers_to="sources.country_base",
                list_of=";",
            )
        ),
    },
)

COUNTRY_GROUPS = declare(
    "country_groups",
    "A member of a group of countries that workings, markets and the network name; unions in their state of 2023.",
    ["group", "member"],
    {
        "group": text("Name of the group."),
        "member": text(
            "Country, ISO 3166 alpha-3, or the name of another group whose members belong to it.",
            refers_to="sources.countries_and_groups",
        ),
        "iso2": text(
            "The country's alpha-2 code, as in nodes; blank where member is a group.",
            optional=True,
            choices=ALPHA2,
        ),
        "reason": text("What the group is for, and why the country belongs to it."),
    },
)

COUNTRY_BORDERS = declare(
    "country_borders",
    "Two countries with a common land border.",
    ["country_a", "country_b"],
    {
        "country_a": text("One, ISO 3166 alpha-3.", refers_to="sources.country_base"),
        "country_b": text("The other.", refers_to="sources.country_base"),
    },
)

GATEWAYS_OF_COUNTRIES = declare(
    "gateways_of_countries",
    "A place through which a country's freight enters the network, with its weight.",
    ["iso3", "node_id", "role"],
    {
        "iso3": text("Country, ISO 3166 alpha-3.", refers_to="sources.country_base"),
        "node_id": node("The place."),
        "role": text("Why the place counts.", choices=GATEWAY_ROLES),
        "weight_basis": text(
            "What the split over places rests on; only rows by population have a weight.",
            choices=WEIGHT_BASES,
        ),
        "pop_max": number(
            "Population of the place, as a weight only.", unit="persons", optional=True, above=0
        ),
        **origin(source=False),
    },
)
