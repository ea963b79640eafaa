"""What the trade stage writes."""

from __future__ import annotations

from jibek.ground.table import Table, number, text
from jibek.ground.vocabulary import KNOWN

FLOWS = Table(
    "trade.flows",
    "Goods that one country sells to another in the scenario and in its base, by whose figures fill the two "
    "Kazakhstan-China cells; domestic sales on the diagonal.",
    key=["exporter", "importer", "reporter"],
    comes_from=["demand.trade", "network.arc_costs", "flows.facilities", "record.assumptions"],
    exporter=text("Selling country, ISO 3166 alpha-3, or ROW."),
    importer=text("Buying country."),
    reporter=text("Whose figures fill the Kazakhstan-China cells.", choices=("BACI", "CHN", "KAZ")),
    value_usd=number("Value in the scenario, world output as numeraire.", unit="USD/year", at_least=0),
    base_value_usd=number("Value in the base.", unit="USD/year", at_least=0),
    known=text("How the base value is known, as in demand.trade.", choices=KNOWN),
)

COUNTRIES = Table(
    "trade.countries",
    "What a country earns, spends and gains in the scenario against the base.",
    key=["country", "reporter"],
    comes_from=["trade.flows", "record.assumptions"],
    country=text("ISO 3166 alpha-3, or ROW."),
    reporter=text("Whose figures fill the Kazakhstan-China cells.", choices=("BACI", "CHN", "KAZ")),
    income_usd=number("Goods output at the scenario's prices.", unit="USD/year", above=0),
    deficit_usd=number("Purchases less sales of goods; negative for a surplus.", unit="USD/year"),
    welfare_percent=number("Change of real expenditure on goods, exact.", unit="%"),
    welfare_first_order_percent=number(
        "The same to first order: expenditure less the price of the old basket; shown beside, never mixed.",
        unit="%",
    ),
    welfare_usd=number("Equivalent variation: the welfare change times base expenditure.", unit="USD/year"),
    wage_change=number("New over old wage less 1, world output as numeraire.", unit="1", above=-1),
    price_change=number("New over old price index less 1.", unit="1", above=-1),
    real_output_percent=number("Change of output over the price index.", unit="%"),
    exports_percent=number(
        "Change of exports in value; blank where there were none.", unit="%", optional=True
    ),
    imports_percent=number(
        "Change of imports in value; blank where there were none.", unit="%", optional=True
    ),
)

TABLES = (
    FLOWS,
    COUNTRIES,
)
