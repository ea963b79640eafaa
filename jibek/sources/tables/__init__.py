"""The tables of the data package, declared once for reading, packaging and documentation.

    links.csv, borders.csv, …  ->  TABLES["links"], TABLES["borders"], …

A key names what a row is about. In tables that quote several sources on the same thing (``SEVERAL``) shipped
rows may share a key; everywhere else a key stands once. A row of ``--data`` takes the place of all rows with
its key.
"""

from __future__ import annotations

from jibek.ground.table import Table
from jibek.sources.tables.counted import COUNTED, COUNTS, MEASURES
from jibek.sources.tables.countries import (
    CAPITALS,
    COUNTRY_BASE,
    COUNTRY_BORDERS,
    COUNTRY_GROUPS,
    GATEWAYS_OF_COUNTRIES,
)
from jibek.sources.tables.evidence import (
    DEMAND_EVIDENCE,
    ELASTICITIES,
    KAZ_CHN_TRADE,
    MARKS,
    OFFICIAL_TARGETS,
    PUBLISHED_NUMBERS,
    STATEMENTS,
    TRANSIT_TIMES,
    VOLUMES,
)
from jibek.sources.tables.ledger import (
    CAUSES,
    CLAIM_SOURCES,
    CLAIMS,
    CLOSURES,
    ENTITIES,
    KEY_EVENTS,
    KEY_FACTS,
    KEYS,
    MIRROR_REPORTS,
    REPORTERS,
)
from jibek.sources.tables.model import (
    ASSUMPTIONS,
    BACKTESTS,
    DOMESTIC_RAIL,
    INFORMED,
    MARKETS,
    OBSERVATIONS,
    PIVOTS,
)
from jibek.sources.tables.network import (
    AGGREGATES,
    BORDERS,
    CROSSINGS,
    DISTANCES,
    INLAND_SEAS,
    LINK_ATTRIBUTES,
    LINKS,
    NODES,
    PORTS,
    PROJECTS,
    SAILINGS,
    SERVICES,
)
from jibek.sources.tables.notices import FLAGS_TABLE, OPENINGS, PLACE_CODES
from jibek.sources.tables.prices import EMISSIONS, GRID_INTENSITY, RATES, TARIFFS
from jibek.sources.tables.systems import (
    BORDERS_INSTITUTIONS,
    ENERGY_INDUSTRY,
    EVENTS,
    FINANCE_TRADE,
    INDICATORS,
    PEOPLE,
    SCREENS,
    SYSTEM_ROWS,
    SYSTEMS,
)
from jibek.sources.tables.terms import LICENCES, SOURCES
from jibek.sources.tables.years import PATHS, SERIES, TRADE_PATHS

SEVERAL = frozenset(
    {"borders", "ports", "tariffs", "demand_evidence", "link_attributes", "published_numbers"}
    | {f"systems/{part}" for part in ("borders_institutions", "energy_industry", "finance_trade", "people")}
)

# Tables that no run reads: what `record`, `check` and `inspect` alone ask for. They stay out of the digest, so that a
# new key or closure leaves kept runs as they are. A test runs the chain without them.
OUTSIDE_RUNS = frozenset(
    {"keys", "key_facts", "key_events", "reporters", "closures", "causes", "mirror_reports"}
    | {"licences", "aggregates", "flags", "openings", "services", "statements"}
)

# Other names under which a user may give a table.
ALIASES = {"assumptions_proposed": "assumptions"}

TABLES: dict[str, Table] = {
    "nodes": NODES,
    "place_codes": PLACE_CODES,
    "aggregates": AGGREGATES,
    "links": LINKS,
    "link_attributes": LINK_ATTRIBUTES,
    "distances": DISTANCES,
    "borders": BORDERS,
    "crossings": CROSSINGS,
    "openings": OPENINGS,
    "flags": FLAGS_TABLE,
    "ports": PORTS,
    "inland_seas": INLAND_SEAS,
    "sailings": SAILINGS,
    "services": SERVICES,
    "tariffs": TARIFFS,
    "rates": RATES,
    "emissions": EMISSIONS,
    "grid_intensity": GRID_INTENSITY,
    "projects": PROJECTS,
    "transit_times": TRANSIT_TIMES,
    "statements": STATEMENTS,
    "volumes": VOLUMES,
    "demand_evidence": DEMAND_EVIDENCE,
    "elasticities": ELASTICITIES,
    "marks": MARKS,
    "capitals": CAPITALS,
    "country_base": COUNTRY_BASE,
    "country_groups": COUNTRY_GROUPS,
    "country_borders": COUNTRY_BORDERS,
    "gateways_of_countries": GATEWAYS_OF_COUNTRIES,
    "kaz_chn_trade_by_reporter": KAZ_CHN_TRADE,
    "official_targets": OFFICIAL_TARGETS,
    "published_numbers": PUBLISHED_NUMBERS,
    "series": SERIES,
    "paths": PATHS,
    "trade_paths": TRADE_PATHS,
    "assumptions": ASSUMPTIONS,
    "markets": MARKETS,
    "pivots": PIVOTS,
    "observations": OBSERVATIONS,
    "informed": INFORMED,
    "backtests": BACKTESTS,
    "counts": COUNTS,
    "measures": MEASURES,
    "counted": COUNTED,
    "domestic_rail": DOMESTIC_RAIL,
    "claims": CLAIMS,
    "claim_sources": CLAIM_SOURCES,
    "entities": ENTITIES,
    "keys": KEYS,
    "key_facts": KEY_FACTS,
    "key_events": KEY_EVENTS,
    "mirror_reports": MIRROR_REPORTS,
    "reporters": REPORTERS,
    "closures": CLOSURES,
    "causes": CAUSES,
    "licences": LICENCES,
    "sources": SOURCES,
    "systems/borders_institutions": BORDERS_INSTITUTIONS,
    "systems/energy_industry": ENERGY_INDUSTRY,
    "systems/finance_trade": FINANCE_TRADE,
    "systems/people": PEOPLE,
    "systems/events": EVENTS,
    "systems": SYSTEMS,
    "system_rows": SYSTEM_ROWS,
    "indicators": INDICATORS,
    "screens": SCREENS,
}
