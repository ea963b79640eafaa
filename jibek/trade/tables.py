"""What the trade stage writes."""

from __future__ import annotations

from jibek.ground.table import Table, number, text
from jibek.ground.vocabulary import CARRIERS, KNOWN

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
    delivered_usd=number(
        "What buyers pay in the scenario, freight of the network and its time included.",
        unit="USD/year",
        at_least=0,
    ),
    base_delivered_usd=number("The same in the base.", unit="USD/year", at_least=0),
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
    welfare_percent=number(
        "Change of real expenditure on goods, exact, with the income of the country's carriers.", unit="%"
    ),
    welfare_without_carriers_percent=number(
        "The same with the income of all carriers held as it was, so that freight that gets dearer is lost.",
        unit="%",
    ),
    carriers_income_usd=number(
        "What the country's carriers, ports and posts keep beyond cost, less the subsidies that it pays.",
        unit="USD/year",
    ),
    carriers_income_change_usd=number("The same less the base's.", unit="USD/year"),
    carriers_charge_usd=number(
        "What carriers of all countries keep of what buyers pay for this country's goods, subsidies taken off.",
        unit="USD/year",
    ),
    output_usd=number(
        "What buyers pay for its goods less what carriers keep: goods and what carrying them costs.",
        unit="USD/year",
        above=0,
    ),
    delivered_deficit_usd=number(
        "Purchases delivered less output and carriers' income: the part of world output that it has of others.",
        unit="USD/year",
    ),
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

CARRIERS_TABLE = Table(
    "trade.carriers",
    "What shippers pay to the carriers, ports and posts of a country, what the carriage costs, and what is income. "
    "Freight of the network alone: traffic within a country and pipelines are not in it.",
    key=["country", "mode"],
    comes_from=["flows.arc_flows", "network.arcs", "network.arc_costs", "record.assumptions"],
    country=text("Who collects, ISO 3166 alpha-3; ROW for ships of the oceans and places without a row."),
    mode=text("Whom; terminals load, unload, change gauge and tranship.", choices=CARRIERS),
    paid_usd=number("Paid by shippers, fees of posts on the way included.", unit="USD/year", at_least=0),
    subsidy_usd=number(
        "What carriers get beside the price for boxes that China subsidises.", unit="USD/year", at_least=0
    ),
    resources_usd=number("What the carriage costs.", unit="USD/year", at_least=0),
    income_usd=number("Paid and subsidy less resources.", unit="USD/year"),
    base_income_usd=number("Income in the base.", unit="USD/year"),
    transit_paid_usd=number(
        "Part of paid_usd by freight that the country neither sells nor buys.", unit="USD/year", at_least=0
    ),
    transit_income_usd=number("Part of income_usd by that freight.", unit="USD/year"),
    subsidy_borne_usd=number(
        "Subsidies that the country pays, to carriers wherever they are.", unit="USD/year", at_least=0
    ),
)

TABLES = (
    FLOWS,
    COUNTRIES,
    CARRIERS_TABLE,
)
