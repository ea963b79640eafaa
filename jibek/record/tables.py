"""What the record holds: facts, assumptions, targets, sources, and how trade figures close."""

from __future__ import annotations

from jibek.ground.table import Table, flag, integer, number, text
from jibek.ground.vocabulary import ENTITY_TYPES, LINK_RELATIONS, MENTION_ROLES

_AS_SAID = "the row's unit"

FACTS = Table(
    "record.facts",
    "One figure that someone published or estimated: a numeric cell of the data package.",
    key=["fact_id"],
    columns={
        "fact_id": text("TABLE:KEY:COLUMN; #2, #3 after KEY where several rows share it."),
        "table": text("Table of the data package."),
        "key": text("Values of the table's key columns, joined by |."),
        "column": text("Column of the cell."),
        "indicator": text("What is counted."),
        "area": text("Country, place, link or system it is about.", optional=True),
        "counterpart": text("The other side of a flow or crossing.", optional=True),
        "reporter": text("Whose figure it is.", optional=True),
        "period": text("Year, day or span of the figure.", optional=True),
        "unit": text("Unit of value, low and high.", optional=True),
        "value": number("The figure; blank where only a range is published.", unit=_AS_SAID, optional=True),
        "low": number("Lower end as published.", unit=_AS_SAID, optional=True),
        "high": number("Upper end as published.", unit=_AS_SAID, optional=True),
        "source": text("Document it was read from; blank on own estimates.", optional=True),
        "source_date": text("Day, month or year of that document.", optional=True),
        "url": text("Where the document stands.", optional=True),
        "basis": text("Published, or an estimate and from what.", optional=True),
        "confidence": text("How far it may be trusted.", optional=True, choices=("high", "medium", "low")),
    },
)

ASSUMPTIONS = Table(
    "record.assumptions",
    "A number that no source gives, with its range and the value used in this run.",
    key=["assumption_id"],
    columns={
        "assumption_id": text("Stable id."),
        "low": number("Lower end.", unit=_AS_SAID),
        "central": number("Value used unless the scenario says otherwise.", unit=_AS_SAID),
        "high": number("Upper end.", unit=_AS_SAID),
        "value": number("Value used in this run.", unit=_AS_SAID),
        "unit": text("Unit of the four numbers."),
        "reason": text("Why this range."),
    },
)

TARGETS = Table(
    "record.targets",
    "A stated goal beside what one reporter counted in the scenario's year.",
    key=["target_id", "reporter"],
    comes_from=["record.facts"],
    columns={
        "target_id": text("Stable id made from target, value and year."),
        "target": text("What is aimed at."),
        "target_value": number(
            "The goal; one that doubles a year is twice the reporter's own figure.", optional=True
        ),
        "unit": text("Unit of target, actual and gap."),
        "due_year": integer("Last year in which the goal is due.", unit="year", optional=True),
        "reporter": text("Whose figure the actual is.", optional=True),
        "actual_year": integer("Year of the actual.", unit="year"),
        "actual_value": number(
            "What was counted; blank where no row gives it.", optional=True, traced_to=("ids in fact_ids",)
        ),
        "gap_value": number("What is missing to the goal; negative when it is passed.", optional=True),
        "status": text("Met, not met, or a gap in the record.", choices=("met", "not met", "gap")),
        "fact_ids": text("Facts the actual rests on, joined by a semicolon and a blank.", optional=True),
        "source": text("Who reported the goal."),
        "quantity": text("What a run gives for it, by name.", optional=True),
        "less_is_better": flag("Whether the goal is an upper end."),
    },
)

SOURCES = Table(
    "record.sources",
    "A document that facts of one table rest on, with its licence.",
    key=["source_id"],
    columns={
        "source_id": text("Stable id made from table, source and url."),
        "table": text("Table of the data package."),
        "source": text("Document as the rows name it; blank for own estimates.", optional=True),
        "url": text("Where it stands.", optional=True),
        "licence": text("Licence or terms; blank for a user's own tables.", optional=True),
        "redistribute": text("Whether rows may be passed on; blank for a user's own tables.", optional=True),
        "attribution": text("How to name it.", optional=True),
        "facts": integer("Facts that rest on it.", unit="facts", at_least=1),
    },
)

CLAIMS = Table(
    "record.claims",
    "One statement of a source text, in own words.",
    key=["claim_id"],
    claim_id=text("Stable id, e.g. S1-032."),
    label=text("The statement."),
    value=number("Its figure in base units; blank: a statement without one.", unit=_AS_SAID, optional=True),
    low=number("Lower end by the stated digits.", unit=_AS_SAID, optional=True),
    high=number("Upper end by the stated digits.", unit=_AS_SAID, optional=True),
    unit=text("Unit of value, low and high.", optional=True),
    period=text("What the statement is about: day, month, year, span.", optional=True),
    status=text("How far it has come."),
    reporter=text("Whose statistics the figure is from.", optional=True),
    source=text("Who says so; the text where it names nobody."),
    source_date=text("Day or span in which it was said."),
    basis=text("The text."),
)

ENTITIES = Table(
    "record.entities",
    "A country, person, body, system or place, by its names in four languages.",
    key=["entity_id"],
    entity_id=text("Stable id; of systems and places that of their own tables."),
    type=text("What it is.", choices=ENTITY_TYPES),
    name=text("English name."),
    name_ru=text("Russian name.", optional=True),
    name_kk=text("Kazakh name.", optional=True),
    name_zh=text("Chinese name.", optional=True),
    aliases=text("Other names, joined by a semicolon and a blank.", optional=True),
    iso_code=text("ISO 3166-1 alpha-2; of a place its country.", optional=True),
    parent=text("Entity that it belongs to.", optional=True),
    claims=integer("Statements that name it.", unit="statements", at_least=0),
)

MENTIONS = Table(
    "record.mentions",
    "An entity that a statement names.",
    key=["claim_id", "role", "entity_id"],
    comes_from=["record.claims", "record.entities"],
    claim_id=text("The statement.", refers_to="record.claims"),
    role=text("Its part in the statement.", choices=MENTION_ROLES),
    entity_id=text("The entity.", refers_to="record.entities"),
)

LINKS = Table(
    "record.links",
    "What a statement has to do with another one, as the statements alone show it.",
    key=["from_id", "to_id", "relation"],
    comes_from=["record.claims"],
    from_id=text("The later statement, or what a text joins.", refers_to="record.claims"),
    to_id=text("The earlier statement, or what it is joined to.", refers_to="record.claims"),
    relation=text("How the two stand to each other.", choices=LINK_RELATIONS),
    working=text("From what that is seen."),
)

COUNTRIES = Table(
    "record.countries",
    "A country of the model, by its name.",
    key=["iso3"],
    comes_from=["record.facts"],
    iso3=text("ISO 3166 alpha-3, or ROW."),
    name=text("English name."),
)

TRADE_IDENTITY = Table(
    "record.trade_identity",
    "Both directions of Kazakhstan-China trade against the turnover that the same reporter states.",
    key=["year", "reporter"],
    comes_from=["record.facts"],
    columns={
        "year": integer("Year.", unit="year"),
        "reporter": text("Whose figures they are."),
        "chn_to_kaz_busd": number("Goods from China to Kazakhstan.", unit="bn USD"),
        "kaz_to_chn_busd": number("Goods from Kazakhstan to China.", unit="bn USD"),
        "turnover_busd": number("Turnover as stated.", unit="bn USD"),
        "residual_busd": number("Both directions less turnover.", unit="bn USD"),
        "rounding_busd": number(
            "Half a unit of the last printed digit of the three, added up.", unit="bn USD"
        ),
        "closes": flag("Whether the residual stays within rounding; false is a conflict of the sources."),
        "fact_ids": text("The three figures, joined by a semicolon and a blank."),
    },
)

TABLES = (
    COUNTRIES,
    FACTS,
    ASSUMPTIONS,
    CLAIMS,
    ENTITIES,
    MENTIONS,
    LINKS,
    TARGETS,
    SOURCES,
    TRADE_IDENTITY,
)
