"""Tariffs, rates of exchange and prices, emission factors, electricity."""

from __future__ import annotations

from jibek.ground.table import integer, number, text
from jibek.ground.vocabulary import ALPHA2, EMISSION_MODES, EMISSION_SCOPES, RATE_KINDS, TARIFF_MODES
from jibek.sources.tables.columns import declare, named_in, origin

TARIFFS = declare(
    "tariffs",
    "One price, subsidy or value of time as quoted, in the currency of its year.",
    ["mode", "item", "year"],
    {
        "mode": text("Mode, terminal, border or vot (value of time).", choices=TARIFF_MODES),
        "item": text("What is priced."),
        "value": number("The price.", **named_in(), at_least=0),
        "unit": text("Currency and quantity."),
        "year": integer("Year of the price.", unit="year", at_least=1990, at_most=2060),
        "note": text("What the source adds.", optional=True),
        **origin(),
    },
)

RATES = declare(
    "rates",
    "Units of a currency per US dollar, or a price index, averaged over one year.",
    ["currency", "year", "kind"],
    {
        "currency": text(
            "ISO 4217 code; with _CPI consumer prices of the currency's country; USD_GDPDEF is a price index too.",
            pattern="[A-Z]{3}|[A-Z]{3}_CPI|USD_GDPDEF",
            form="three capital letters, alone or with _CPI, or USD_GDPDEF",
        ),
        "year": integer("Year.", unit="year", at_least=1990, at_most=2060),
        "per_usd": number("Units per USD; for an index its level.", unit="currency/USD", above=0),
        "kind": text("How the figure was averaged.", choices=RATE_KINDS),
        **origin(basis=False),
    },
)

EMISSIONS = declare(
    "emissions",
    "One quoted emission factor; single facts that the chain needs, not a factor table.",
    ["mode", "category", "unit"],
    {
        "mode": text("Mode, hub, pipeline or fuel.", choices=EMISSION_MODES),
        "category": text("Vehicle, vessel, traction or fuel."),
        "value": number("The factor.", **named_in(), at_least=0),
        "unit": text("Mass of CO2 or CO2e per transport unit or energy; MJ/kg of a heating value."),
        "scope": text(
            "WTW: from well to wheel, the sum of WTT (from well to tank) and TTW (from tank to wheel).",
            optional=True,
            choices=EMISSION_SCOPES,
        ),
        "framework": text("Framework the factor belongs to."),
        "note": text("What the source adds.", optional=True),
        **origin(source=False),
    },
)

GRID_INTENSITY = declare(
    "grid_intensity",
    "What a kilowatt-hour of a country and year emits at the power station, mining and drilling included.",
    ["country", "year"],
    {
        "country": text("ISO 3166 alpha-2, as places name their country.", choices=ALPHA2),
        "year": integer("Year of the electricity.", unit="year", at_least=1990, at_most=2060),
        "g_per_kwh": number("CO2 equivalent.", unit="g/kWh", at_least=0),
        **origin(),
    },
)
