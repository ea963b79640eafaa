"""What texts say, claim by claim, and the keys under which claims and facts meet."""

from __future__ import annotations

from jibek.ground.table import Column, integer, number, text
from jibek.ground.vocabulary import (
    CLAIM_KINDS,
    CLAIM_STATUS,
    CLAIM_UNITS,
    CLOSURE_KINDS,
    COMPARATORS,
    DATE_BASES,
    ENTITY_TYPES,
    KEY_KINDS,
    RANKS,
    REPORTER_BASES,
)
from jibek.sources.tables.columns import declare

PERIOD = r"(\.\.|\d{4}(-\d\d){0,2})(/(\.\.|\d{4}(-\d\d){0,2}))?"
PERIOD_FORM = "a day, month or year, or two of them joined by /, .. for an open end"
HASH = r"[0-9a-f]{16}"


def _period(meaning: str) -> Column:
    return text(meaning, pattern=PERIOD, form=PERIOD_FORM, optional=True)


def _place(meaning: str) -> Column:
    return integer(meaning, unit="characters", at_least=0, optional=True)


def _hash(meaning: str) -> Column:
    return text(meaning, pattern=HASH, form="16 hexadecimal digits", optional=True)


CLAIMS = declare(
    "claims",
    "One statement of a text: who says what of whom, when and how sure, in own words.",
    ["claim_id"],
    {
        "claim_id": text("Readable id, e.g. S1-032."),
        "hash_id": text("Id over source, place in it, subject, predicate, value and period.", pattern=HASH),
        "fact_id": text("What is claimed; claims that say the same share it."),
        "source_id": text("Text that says so.", refers_to="sources.claim_sources"),
        "speaker": text("Who is said to say it.", optional=True),
        "subject": text("Of whom or what."),
        "predicate": text("What is said of it."),
        "object": text("The other end of the statement.", optional=True),
        "comparator": text("How value and figure stand to each other.", choices=COMPARATORS, optional=True),
        "value": number(
            "Figure in base units; blank: a statement without one.", unit="the row's unit", optional=True
        ),
        "value_low": number("Lower end by the stated digits.", unit="the row's unit", optional=True),
        "value_high": number("Upper end by the stated digits.", unit="the row's unit", optional=True),
        "unit": text("Unit of the value.", choices=CLAIM_UNITS, optional=True),
        "currency": text("ISO 4217.", optional=True, pattern=r"[A-Z]{3}", form="three capital letters"),
        "period": _period("What the statement is about: day, month, year, span."),
        "period_basis": text(
            "stated, or assumed where the text leaves an end open.", choices=("stated", "assumed")
        ),
        "geography": text("Places as the reader of the text noted them.", optional=True),
        "kind": text("What sort of statement.", choices=CLAIM_KINDS),
        "status": text("How far it has come.", choices=CLAIM_STATUS),
        "rank": text("Which of several claims to show first.", choices=RANKS),
        "deprecated_reason": text("Why it is no longer to be shown.", optional=True),
        "supersedes": text("Claim whose place it takes.", refers_to="sources.claims", optional=True),
        "said_to_support": text(
            "Claim that the text presents as following from it.", refers_to="sources.claims", optional=True
        ),
        "paraphrase": text("The statement in own words."),
        "indicator": text("What is measured, as in keys.csv.", refers_to="sources.indicators", optional=True),
        "ref_area": text("Whose figure it is about.", optional=True),
        "counterpart_area": text("The other side.", optional=True),
        "reporter": text("Whose statistics.", refers_to="sources.reporters", optional=True),
        "reporter_basis": text("How the reporter is known.", choices=REPORTER_BASES, optional=True),
        "definition": text("What the text says it counts, where that sets it apart.", optional=True),
        "valid_from": _period("A state holds from."),
        "valid_to": _period("A state holds until."),
        "char_start": _place("First character of the passage in the decoded text."),
        "char_end": _place("Character after its last."),
        "qty_start": _place("First character of the figure."),
        "qty_end": _place("Character after its last."),
        "passage_hash": _hash("Hash of the passage."),
        "prefix_hash": _hash("Hash of the 32 characters before it."),
        "suffix_hash": _hash("Hash of the 32 characters after it."),
        "extracted_by": text("Who took it from the text."),
        "reviewed_by": text("Who looked it over."),
        "first_seen": text("Version of the record that first held it."),
        "last_seen": text("Version that last changed it."),
    },
)

CLAIM_SOURCES = declare(
    "claim_sources",
    "A text that claims were taken from; the text itself is not shipped.",
    ["source_id"],
    {
        "source_id": text("Stable id, e.g. S1."),
        "title": text("What it is, in own words."),
        "publisher": text("Who published it.", optional=True),
        "url": text("Where it stands.", optional=True),
        "lang": text("Language of the text.", pattern=r"[a-z]{2}", form="two letters"),
        "statement_date_low": text("Earliest day on which it was said.", unit="YYYY-MM-DD"),
        "statement_date_high": text("Latest day.", unit="YYYY-MM-DD"),
        "date_basis": text("How the day is known.", choices=DATE_BASES),
        "date_note": text("From what.", optional=True),
        "origin_id": text("Texts of one origin share it: forms of one interview support nothing twice."),
        "source_type": text(
            "interview, article, report.", choices=("interview", "article", "report", "dataset")
        ),
        "characters": integer("Length of the decoded text.", unit="characters", at_least=1),
        "content_hash": text("SHA-256 of the decoded text in UTF-8.", pattern=r"[0-9a-f]{64}"),
    },
)

KEYS = declare(
    "keys",
    "What claims and facts measure: one key for all who report it.",
    ["key_id"],
    {
        "key_id": text("Stable id."),
        "indicator": text("Name under which claims point to it; each once."),
        "ref_area": text("Whose figure it is."),
        "counterpart_area": text("The other side.", optional=True),
        "unit": text("Base unit.", choices=CLAIM_UNITS),
        "kind": text("How its figures behave over time.", choices=KEY_KINDS),
        "family": text("Keys that a reader may take for each other share it."),
        "denominator": text("Of what a share is taken.", optional=True),
        "names_en": text("Names, joined by semicolons.", optional=True),
        "names_ru": text("The same in Russian.", optional=True),
        "names_kk": text("The same in Kazakh.", optional=True),
        "names_zh": text("The same in Chinese.", optional=True),
    },
)

KEY_FACTS = declare(
    "key_facts",
    "Facts of the package that stand under a key; period and reporter are the fact's own.",
    ["key_id", "table", "indicator", "area", "counterpart"],
    {
        "key_id": text("The key.", refers_to="sources.keys"),
        "table": text("Table of the package."),
        "indicator": text("Indicator as in record.facts."),
        "area": text("Area as in record.facts; blank: any.", optional=True),
        "counterpart": text("Counterpart as in record.facts; blank: any.", optional=True),
        "factor": number("Turns the fact's unit into the key's.", unit="1", above=0),
        "unit": text("Unit of the fact."),
        "reporter": text("Reporter, where the fact names none or words of its own.", optional=True),
        "definition": text("What sets these figures apart from others of the key.", optional=True),
    },
)

MIRROR_REPORTS = declare(
    "mirror_reports",
    "What one side of a trade reports of a flow in a year, as series.csv or the words of its rows have it.",
    ["series_id", "year", "reporter", "value"],
    {
        "series_id": text("Flow: trade_chn_uzb is from China to Uzbekistan."),
        "year": integer("Year.", unit="year", at_least=1990, at_most=2060),
        "reporter": text("Whose figure it is, by its three letters."),
        "value": number("The figure.", unit="USD bn", at_least=0),
        "low": number("Lower end, where it is not that of its digits.", unit="USD bn", optional=True),
        "high": number("Upper end.", unit="USD bn", optional=True),
        "unit": text("Unit of the three.", choices=("USD bn",)),
        "how": text(
            "reported; worked from what the side reports, such as a sum in its own money; or by ratio, from the other "
            "side's figure and the printed ratio of both.",
            choices=("reported", "worked", "by ratio"),
        ),
        "fact_ids": text("Facts that hold it, in figures or words, joined by a semicolon and a blank."),
    },
)

KEY_EVENTS = declare(
    "key_events",
    "Events that a count counts.",
    ["key_id", "event_id"],
    {
        "key_id": text("The key.", refers_to="sources.keys"),
        "event_id": text("The event.", refers_to="sources.events"),
    },
)

ENTITIES = declare(
    "entities",
    "A country, person or body that statements name, in four languages; systems and places stand in their own tables.",
    ["entity_id"],
    {
        "entity_id": text("Stable id; of a country its three letters."),
        "type": text("What it is.", choices=ENTITY_TYPES),
        "name": text("English name."),
        "name_ru": text("Russian name.", optional=True),
        "name_kk": text("Kazakh name.", optional=True),
        "name_zh": text("Chinese name.", optional=True),
        "aliases": text("Other names, as statements have them; joined by semicolons.", optional=True),
        "iso_code": text(
            "ISO 3166-1 alpha-2.", pattern=r"[A-Z]{2}", form="two capital letters", optional=True
        ),
        "parent": text("Entity that it belongs to.", optional=True),
    },
)

REPORTERS = declare(
    "reporters",
    "Whose statistics the words of a source mean.",
    ["words"],
    {
        "words": text("As sources write it."),
        "reporter": text("Code: a country by its three letters, or the body itself."),
        "name": text("Who that is."),
    },
)

CLOSURES = declare(
    "closures",
    "How figures of keys must hang together: what the audit works through.",
    ["closure_id"],
    {
        "closure_id": text("Stable id."),
        "kind": text("The rule.", choices=CLOSURE_KINDS),
        "result": text("Key that follows.", refers_to="sources.keys", optional=True),
        "first": text("Key it follows from.", refers_to="sources.keys"),
        "others": text(
            "Further keys, joined by semicolons.", list_of=";", refers_to="sources.keys", optional=True
        ),
        "factor": number("Multiplies the quotient or product.", unit="unit over units", optional=True),
        "unit": text("Unit of the outcome.", optional=True),
        "low": number("Lowest plausible outcome.", unit="the row's unit", optional=True),
        "high": number("Highest plausible outcome.", unit="the row's unit", optional=True),
        "reason": text("Why that range, and what it rests on."),
        "fact_ids": text("Facts that the range rests on, joined by semicolons and a blank.", optional=True),
    },
)

CAUSES = declare(
    "causes",
    "What is known of why two reporters of one key differ.",
    ["cause_id"],
    {
        "cause_id": text("Stable id."),
        "key_id": text("The key.", refers_to="sources.keys"),
        "cause": text("Sort of cause."),
        "direction": text("Whose figure it raises.", optional=True),
        "statement": text("What is known, in own words."),
        "fact_ids": text("Facts that show it, joined by semicolons and a blank."),
    },
)
