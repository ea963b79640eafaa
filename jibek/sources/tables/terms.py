"""Documents and the terms on which they may be passed on."""

from __future__ import annotations

from jibek.ground.table import integer, text
from jibek.ground.vocabulary import REDISTRIBUTE
from jibek.sources.tables.columns import declare

LICENCES = declare(
    "licences",
    "Terms under which the rows of one table that come from one family of sources are shipped.",
    ["table", "source_group"],
    {
        "table": text("File of the package.", refers_to="sources.files"),
        "source_group": text("Family of sources."),
        "licence": text("Licence or terms, as far as they were read."),
        "redistribute": text("Whether rows may be passed on.", choices=REDISTRIBUTE),
        "attribution": text("How to name the source.", optional=True),
        "note": text("Which rows, and what to observe.", optional=True),
    },
)

SOURCES = declare(
    "sources",
    "A document behind rows of one table, with its licence.",
    ["source_id"],
    {
        "source_id": text("Stable id made from table, source and url."),
        "table": text("File of the package.", refers_to="sources.files"),
        "source": text("Document as the rows name it; blank for own estimates.", optional=True),
        "url": text("Where it stands.", optional=True),
        "source_group": text("Family of sources, as in licences.csv."),
        "licence": text("Licence or terms."),
        "redistribute": text("Whether rows may be passed on.", choices=REDISTRIBUTE[:2]),
        "attribution": text("How to name it.", optional=True),
        "rows": integer("Rows of the table that rest on it.", unit="rows", at_least=1),
    },
)
