"""Author the data package ``jibek/data/eurasia`` from a folder of cited facts.

    python tools/author_data.py FOLDER        or        JIBEK_FACTS=FOLDER python tools/author_data.py

Reads   FOLDER/*.csv, FOLDER/systems/*.csv with FOLDER/licences.csv
Writes  the same files with the same columns and those that are added, sources.csv and datapackage.json

Four things happen on the way. Rows that licences.csv does not let pass stay behind. Cited distances and
attributes replace the estimates in links.csv that they cover exactly; the decision stands in the row's basis.
What the words of a row say is put into columns of its own (``readings``), since the run reads no words. Every row's
source gets a line with its licence in sources.csv. The tables ``BY_HAND`` are kept in the package and are never
written here.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from jibek.ground.table import Column
from jibek.sources.tables import SEVERAL, TABLES

OUT = Path(__file__).resolve().parent.parent / "jibek" / "data" / "eurasia"
Row = dict[str, str]

# What stands in licences.csv, as rules on a row's text: the first family whose pattern fits, else the rest.
ENCYCLOPAEDIA = r"wiki|encyclop|enzyklop|perceptiode|piglix|dewiki|eymaps|osmarks|academic\.com|zxc\.wiki"
NEWS = "news reports, national statistics, operator pages"
GROUPS: dict[str, list[tuple[str, str]]] = {
    "nodes": [("Natural Earth,|Natural Earth 1|Natural Earth$", "Natural Earth"), ("geonames", "GeoNames")],
    "borders": [("CPMM|CAREC", "CAREC CPMM")],
    "tariffs": [
        ("SCFI", "freight index values: SCFI"),
        ("WCI|Drewry", "freight index values: Drewry WCI"),
        ("ERAI", "freight index values: ERAI"),
        (r"\bTAC\b", "freight index values: TAC"),
        ("CPMM|CAREC", "CAREC CPMM"),
    ],
    "emissions": [("GLEC", "GLEC values")],
    "grid_intensity": [("", "Ember")],
    "transit_times": [("ERAI|Eurasian Rail Alliance", "freight index values: ERAI")],
    "country_base": [("UNCTADstat", "UNCTADstat, WTO"), ("", "World Bank WDI and CEPII BACI")],
    "kaz_chn_trade_by_reporter": [("UN Comtrade", "UN Comtrade derived"), ("BACI", "CEPII BACI")],
    "published_numbers": [("AGTPA", "AGTPA (Yotov et al. 2016)")],
    "rates": [
        ("Federal Reserve|BLS|cpi-us", "US Federal Reserve H.10/G.5A, BLS CPI"),
        ("WEO", "IMF WEO"),
        ("World Bank|PA.NUS", "World Bank WDI"),
        ("", "national statistics (Bank of Russia)"),
    ],
    "distances": [(ENCYCLOPAEDIA, "encyclopaedias and their copies")],
    "link_attributes": [(ENCYCLOPAEDIA, "encyclopaedias and their copies")],
    "series": [
        ("Comtrade|WITS|BACI", "UN Comtrade derived (WITS, Comtrade extracts)"),
        ("IMF", "IMF WEO"),
        ("World Bank|Pink Sheet", "World Bank"),
        ("WTO|UNCTAD", "UNCTADstat, WTO"),
        ("Eurostat", "Eurostat"),
    ],
    "demand_evidence": [
        ("WITS|Comtrade", "UN Comtrade derived (WITS, Comtrade extracts)"),
        (r"\bBNS\b|\bNBS\b", "national statistics (BNS Kazakhstan, NBS China)"),
        ("Eurasian Rail Alliance", "operator pages (ERAI station sheets)"),
        ("ProTEE", "CEPII ProTEE"),
        ("AGTPA|Yotov", "AGTPA data"),
        ("Statista", "Statista"),
        (ENCYCLOPAEDIA, "encyclopaedias"),
    ],
    "marks": [
        ("ERAI|Drewry|WCI", "freight index values: ERAI, Drewry WCI"),
        ("CPMM|CAREC", "CAREC CPMM"),
    ],
    "systems/borders_institutions": [
        ("WITS", "UN Comtrade derived (WITS extracts in a third-party repository)"),
        (r"\bLPI\b|Logistics Performance Index", "World Bank LPI"),
        ("unvotes|Voeten", "UN voting data (Voeten), package unvotes"),
        ("CPMM|CAREC", "CAREC CPMM"),
        (r"\bERAI\b|Eurasian Rail Alliance Index|SCFI|\bWCI\b", "freight index values"),
        (ENCYCLOPAEDIA, "encyclopaedias and their copies"),
    ],
    "systems/energy_industry": [
        (r"gem\.wiki|Global Energy Monitor", "Global Energy Monitor"),
        (ENCYCLOPAEDIA, "encyclopaedias and their copies"),
    ],
    "systems/events": [(ENCYCLOPAEDIA, "encyclopaedias and their copies")],
    "systems/finance_trade": [(ENCYCLOPAEDIA, "encyclopaedias and their copies")],
    "systems/people": [(ENCYCLOPAEDIA, "encyclopaedias and their copies")],
}
OWN = {
    "nodes": "own estimates and names",
    "links": "own estimates",
    "emissions": "own estimates",
    "gateways_of_countries": "own assumptions",
    "aggregates": "own definitions",
}
REST = {
    "links": "news reports and operator pages",
    "borders": "news reports and operator pages",
    "ports": "news reports and operator pages",
    "tariffs": "news reports and operator pages",
    "emissions": "operator pages, papers, encyclopaedia",
    "projects": "news reports and seed texts",
    "transit_times": "news reports and operator pages",
    "volumes": "news reports, operator pages, seed texts",
    "kaz_chn_trade_by_reporter": "news reports and national statistics",
    "official_targets": "news reports",
    "published_numbers": "papers, World Bank and EBRD studies, press",
    "elasticities": "papers and reviews",
    "openings": NEWS,
    "flags": NEWS,
    "series": "national statistics, news reports and operator pages",
    "gateways_of_countries": "Natural Earth",
    "capitals": "Natural Earth",
    "distances": "news reports, operator pages, papers",
    "link_attributes": "news reports, operator pages",
    "demand_evidence": "news reports, papers, CAREC CPMM",
    "marks": "studies, news reports, issue threads",
}

TEXTS = {
    "licence": "individual figures are facts; the texts are under copyright",
    "redistribute": "facts only",
}

OF_SERIES = (
    ("UN Comtrade derived (WITS, Comtrade extracts)", "UN Comtrade terms; single figures", "UN Comtrade"),
    (
        "IMF WEO",
        "IMF terms: reuse of data with attribution; check",
        "IMF World Economic Outlook, October 2025",
    ),
    ("World Bank", "CC BY 4.0, as quoted; check", "World Bank, Commodity Price Data"),
    ("UNCTADstat, WTO", "UN and WTO terms; single figures", "UNCTADstat; WTO"),
    ("Eurostat", "Eurostat: reuse with attribution", "Eurostat"),
    (
        "national statistics, news reports and operator pages",
        "individual figures are facts",
        "name the source of the row",
    ),
)

# GLEC factors are single quoted facts and no table: these, and one among the rows of our own, are what the chain needs
# or is compared with.
GLEC_QUOTED = {
    ("sea", "Asia-North Europe dry", "gCO2e/TEU-km"),
    ("sea", "General cargo 0-4,999 dwt", "gCO2e/t-km"),
    ("sea", "Oil tanker 10,000-19,999 dwt", "gCO2e/t-km"),
    ("ferry", "Ro-Pax 10,000-19,999 GT VLSFO", "gCO2e/t-km"),
    ("road", "HGV over 20 t GVW Europe starting value", "gCO2e/t-km"),
    ("rail", "Europe diesel traction average load", "gCO2e/t-km"),
    ("hub", "Transshipment hub ambient", "kgCO2e/t"),
}
BASE_YEAR = 2023

# Notes of licences.csv that name lines of the folder of facts; in the package other lines hold these rows.
NOTES = {
    (
        "emissions.csv",
        "GLEC values",
    ): "eight single quoted facts that the chain needs or is compared with; no factor table ships",
    ("emissions.csv", "operator pages, papers, encyclopaedia"): "nine rows",
    ("emissions.csv", "own estimates"): "rows with basis estimate",
    (
        "tariffs.csv",
        "freight index values: SCFI",
    ): "one quoted figure per item, nearest to 2023; never a series",
    ("tariffs.csv", "freight index values: ERAI"): "one quoted figure per item, nearest to 2023",
    ("tariffs.csv", "freight index values: Drewry WCI"): "single quoted facts: a ratio and a composite",
    ("tariffs.csv", "freight index values: TAC"): "one quoted fact",
    ("tariffs.csv", "CAREC CPMM"): "13 rows",
    (
        "demand_evidence.csv",
        "UN Comtrade derived (WITS, Comtrade extracts)",
    ): "shares and single totals; the product table of the extract does not ship",
    ("systems/borders_institutions.csv", "freight index values"): "single quoted facts",
    ("systems/borders_institutions.csv", "encyclopaedias and their copies"): "single rows",
    ("systems/borders_institutions.csv", NEWS): "all other rows",
    ("links.csv", "freight index values (ERAI)"): "speed_basis of some lines quotes the ERAI transit days",
    ("links.csv", "own estimates"): "rows without url",
    ("links.csv", "news reports and operator pages"): "rows with url",
}


# What was calibrated rests on the lengths in use: a distance found afterwards stands beside them.
LATER = "found after the network was calibrated; stands beside it"

# Cited distances that are not worked into links.csv, and why. All others replace the links that they cover.
NOT_USED = {
    "D002": "below the great circle of the rough positions; D001 covers the chain",
    "D004": "two sections out of three, not a chain",
    "D008": "the historic route by Yaroslavl, another line",
    "D009": "not comparable: the network has no Moscow-Perm link",
    "D010": "the route by Perm, another line than the link by Kazan",
    "D011": "the same section by another count; D006 is used",
    "D012": "the same section by another count; D007 is used",
    "D014": "the route by Perm, another line",
    "D015": "the route by Perm, another line",
    "D016": "contains the route by Perm",
    "D017": "contains the route by Perm, and enters Beijing by Datong",
    "D019": "the same line by a count of lower confidence; D020 is used",
    "D021": "approximate",
    "D022": "approximate",
    "D027": "the single line of 1992, older than the line in use",
    "D028": "starts at a junction west of the place",
    "D032": "the length before the revision that D049 gives",
    "D034": "ends at Hankou station, not at the terminal",
    "D035": "low confidence",
    "D037": "press figure for the same line; D036 is used",
    "D038": "the same section by a count of lower confidence; D067 is used",
    "D043": "the chain by another count than the sum of its sections",
    "D045": "reaches beyond the link to the Turkish border",
    "D059": "an older and longer line",
    "D060": "starts at the city station, not at the port",
    "D062": "starts at the city station, 30 km beyond the terminal",
    "D063": "starts at the city station, 30 km beyond the terminal",
    "D068": "low confidence",
    "D071": "distance of a passenger train; D070 counts the line",
    "D074": "route of the high-speed service",
    "D075": "route of the high-speed service",
    "D078": "the old city port, not Alat",
    "D079": "an upper bound that includes the road to the border",
    "D084": "low confidence, passenger stations",
    "D085": "route of the high-speed service",
    "D086": "low confidence, state of 1899",
    "D088": "low confidence, passenger stations",
    "D089": "leaves out the section Karamay-Baikouquan",
    "D092": "a new line under construction, shorter than the one in use",
    "D093": "a new line under construction, shorter than the one in use",
    "D095": LATER,
    "D096": LATER,
    "D097": LATER,
    "D098": LATER,
    "D099": LATER,
    "D100": LATER,
    "D101": LATER,
    "D102": LATER,
    "D104": LATER,
    "D105": LATER,
    "D106": LATER,
    "D103": "leaves out the section Urumqi-Turpan",
}
# Kept by hand in the package.
BY_HAND = (
    *("assumptions", "markets", "pivots", "observations", "informed", "backtests", "domestic_rail"),
    *("paths", "trade_paths", "series", "counts", "measures", "counted"),
    *("claims", "claim_sources", "entities", "mirror_reports"),
    *("keys", "key_facts", "key_events", "reporters", "closures", "causes"),
    *("country_groups", "country_borders", "crossings", "inland_seas", "sailings", "elasticities"),
    *("place_codes", "openings", "flags", "services", "statements", "grid_intensity"),
    *("systems", "system_rows", "indicators", "screens"),
)
# Price indices that the folder of facts lacks, kept in the package.
OWN_INDICES = ("CNY_CPI", "EUR_CPI", "KZT_CPI")
# Rows that the folder of facts lacks, and cells of its rows that are to be others: tables of the same names.
OWN_ROWS = Path(__file__).with_name("own")
ADDED = " Added when the package was authored; a file laid over it may leave the column out."
ATTRIBUTE_COLUMNS = {"tracks": "tracks", "electrified": "electrified", "gauge": "gauge_mm"}


def main(folder: Path, out: Path = OUT) -> None:
    """Write every table of the folder that may ship, the list of sources and the package description to ``out``."""
    # Both stand beside this file.
    from link_distances import apply_attributes, apply_distances, name_documents
    from readings import apply_readings, name_tracks_and_speeds

    licences = _read(folder / "licences.csv")
    tables = {stem: _read(folder / f"{stem}.csv") for stem in TABLES if (folder / f"{stem}.csv").exists()}
    tables = {stem: [r for r in rows if _may_ship(stem, r, licences)] for stem, rows in tables.items()}
    tables["tariffs"] = _one_quote_per_item(tables["tariffs"])
    for stem in BY_HAND:
        tables.pop(stem, None)
    for path in sorted(OWN_ROWS.glob("*.csv")):
        _lay_over(tables[path.stem], _read(path), TABLES[path.stem].key)
    tables["rates"] += [r for r in _read(OUT / "rates.csv") if r["currency"] in OWN_INDICES]
    tables["licences"] = _licences(licences)
    name_documents(tables["links"])
    apply_distances(tables["links"], tables["distances"], NOT_USED)
    apply_attributes(tables["links"], tables["link_attributes"], ATTRIBUTE_COLUMNS)
    apply_readings(tables)
    name_tracks_and_speeds(tables["links"])
    own = ("elasticities", "series", "openings", "flags", "services", "grid_intensity")
    quoted = {stem: _read(OUT / f"{stem}.csv") for stem in own}
    tables["sources"] = _sources({**tables, **quoted}, tables["licences"])
    for stem, rows in tables.items():
        _write(out / f"{stem}.csv", list(TABLES[stem].columns), rows)
    tables |= {stem: _read(OUT / f"{stem}.csv") for stem in BY_HAND if (OUT / f"{stem}.csv").exists()}
    text = json.dumps(describe(tables), ensure_ascii=False, indent=1) + "\n"
    (out / "datapackage.json").write_text(text, encoding="utf-8")


def _read(path: Path) -> list[Row]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _lay_over(rows: list[Row], own: list[Row], key: Sequence[str]) -> None:
    """Put rows of our own among those of a table: cells that they fill replace those of a row with the same key."""
    known = {tuple(row[k] for k in key): row for row in rows}
    for row in own:
        there = known.get(tuple(row[k] for k in key))
        if there is None:
            rows.append(dict.fromkeys(rows[0], "") | row)
        else:
            there |= {name: cell for name, cell in row.items() if cell}


def _write(path: Path, columns: list[str], rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def group_of(stem: str, row: Row) -> str:
    """The family of sources of a row, as named in licences.csv."""
    estimate = (
        not row.get("url") and (stem in OWN) and row.get("basis", "estimate").startswith(("est", "ass"))
    )
    if stem == "nodes" and row["basis"].startswith("estimate"):
        return OWN["nodes"]
    if estimate:
        return OWN[stem]
    told = " | ".join(row.get(c, "") for c in ("source", "url", "item", "framework", "currency"))
    for pattern, group in GROUPS.get(stem, []):
        if re.search(pattern, told, re.IGNORECASE if pattern == ENCYCLOPAEDIA else 0):
            return group
    return REST.get(stem, NEWS)


def _may_ship(stem: str, row: Row, licences: list[Row]) -> bool:
    group = group_of(stem, row)
    if any(
        r["redistribute"] == "no" and r["table"] == f"{stem}.csv" and r["source_group"] == group
        for r in licences
    ):
        return False
    if stem == "emissions" and group == "GLEC values":
        return (row["mode"], row["category"], row["unit"]) in GLEC_QUOTED
    if stem == "emissions" and group == OWN["emissions"]:
        return row["mode"] != "rail"  # trains are worked out from energy and the electricity of the country
    product = stem == "demand_evidence" and re.match(r"(ex|im)ports HS\d\d ", row["key"])
    return not (product and group.startswith("UN Comtrade"))


def _one_quote_per_item(tariffs: list[Row]) -> list[Row]:
    """Of an index only the quote nearest to the base year, item by item, so that no series ships."""
    best: dict[str, Row] = {}
    for row in tariffs:
        held = best.setdefault(row["item"], row)
        if abs(int(row["year"]) - BASE_YEAR) < abs(int(held["year"]) - BASE_YEAR):
            best[row["item"]] = row
    index = ("freight index values: SCFI", "freight index values: ERAI")
    return [r for r in tariffs if group_of("tariffs", r) not in index or best[r["item"]] is r]


def _licences(licences: list[Row]) -> list[Row]:
    """What covers the package: nothing that may not be passed on, notes without lines of other files."""
    rows = []
    for row in licences:
        if row["redistribute"] == "no":
            continue
        key = (row["table"], row["source_group"])
        row = {**row, "note": NOTES.get(key, row["note"])}
        if row["table"] == "assumptions_proposed.csv":
            row["table"] = "assumptions.csv"
        rows.append(row)
    own = {"licence": "CC BY 4.0", "redistribute": "yes", "attribution": "Jibek"}
    for stem, note in (
        ("sources", "the list of documents quoted"),
        ("markets", "workings on facts and assumptions"),
        ("pivots", "workings on facts and assumptions"),
        ("observations", "workings on facts and assumptions"),
        ("backtests", "workings on facts"),
        ("informed", "slopes of the model at its central values"),
        ("paths", "how series are carried through years without a figure"),
        ("trade_paths", "whose trade grows along which path"),
        ("counts", "own definitions"),
        ("measures", "own definitions"),
        ("counted", "workings on facts and assumptions"),
        ("country_groups", "own definitions; members of unions are common geographical knowledge"),
        ("country_borders", "common geographical knowledge"),
        ("crossings", "which assumptions and facts a crossing has"),
        ("inland_seas", "common geographical knowledge"),
        ("place_codes", "codes of UN/LOCODE (UNECE), names of the IANA time zone database, both free to use"),
        ("sailings", "workings on facts and assumptions"),
        ("statements", "own definitions, estimated on transit_times.csv"),
        ("services", "own descriptions of services that sources name"),
        ("domestic_rail", "workings on facts and assumptions"),
        ("systems", "names are common knowledge; what is said stands in own words"),
        ("system_rows", "own definitions"),
        ("indicators", "workings on facts, assumptions and quantities of a run"),
        ("screens", "own definitions"),
        ("entities", "names are common knowledge"),
        ("keys", "own definitions"),
        ("key_facts", "which facts stand under which key"),
        ("key_events", "which events a count counts"),
        ("mirror_reports", "figures of series.csv by who reports them"),
        ("reporters", "whose statistics the words of a source mean"),
        ("closures", "how figures must hang together, with own ranges"),
        ("causes", "in own words, on facts of the package"),
    ):
        rows.append({"table": f"{stem}.csv", "source_group": "own work", **own, "note": note})
    for group, licence, attribution in OF_SERIES:
        terms = {"licence": licence, "redistribute": "facts only", "attribution": attribution}
        rows.append(
            {
                "table": "series.csv",
                "source_group": group,
                **terms,
                "note": "single figures of countries or years",
            }
        )
    for stem, note in (
        ("claims", "paraphrases in own words, places and hashes; no passage of a text ships"),
        ("claim_sources", "descriptions in own words and hashes; no text ships"),
    ):
        told = {"source_group": "statements of texts", "attribution": "name speaker and publisher"}
        rows.append({"table": f"{stem}.csv", **TEXTS, **told, "note": note})
    quoted = {
        **TEXTS,
        "attribution": "name the authors of the row",
        "note": "ranges of price elasticities in own words",
    }
    told = {**TEXTS, "attribution": "name the source of the row", "note": "what it says in own words"}
    electricity = {
        "licence": "CC BY 4.0",
        "redistribute": "yes",
        "attribution": "Ember, Yearly Electricity Data, with processing by Our World in Data",
        "note": "countries with electric railways, 2018 on, rounded",
    }
    return [
        *rows,
        {"table": "elasticities.csv", "source_group": REST["elasticities"], **quoted},
        *(
            {"table": f"{stem}.csv", "source_group": NEWS, **told}
            for stem in ("openings", "flags", "services")
        ),
        {"table": "grid_intensity.csv", "source_group": "Ember", **electricity},
    ]


def _sources(tables: dict[str, list[Row]], licences: list[Row]) -> list[Row]:
    """One line per table and document, with the terms of its family."""
    terms = {(r["table"].removesuffix(".csv"), r["source_group"]): r for r in licences}
    found: dict[str, Row] = {}
    for stem, rows in tables.items():
        if stem in ("licences", "aggregates"):
            continue
        for row in rows:
            source, url, group = (
                row.get("source", row.get("basis", "")),
                row.get("url", ""),
                group_of(stem, row),
            )
            if group == "World Bank WDI and CEPII BACI":
                term = {
                    "licence": "CC BY 4.0; Etalab Open Licence 2.0",
                    "redistribute": "yes",
                    "attribution": "World Bank, World Development Indicators; CEPII, BACI HS22 V202501",
                }
            else:
                term = terms[stem, group]
            name = hashlib.sha256(f"{stem}|{source}|{url}|{group}".encode()).hexdigest()[:10]
            entry = found.setdefault(
                name,
                {
                    "source_id": f"S-{name}",
                    "table": f"{stem}.csv",
                    "source": source,
                    "url": url,
                    "source_group": group,
                    "licence": term["licence"],
                    "redistribute": term["redistribute"],
                    "attribution": term["attribution"],
                    "rows": "0",
                },
            )
            entry["rows"] = str(int(entry["rows"]) + 1)
    return list(found.values())


def describe(tables: dict[str, list[Row]]) -> dict[str, object]:
    """The Frictionless description: one resource per table, schema and terms from the declarations."""
    return {
        "profile": "tabular-data-package",
        "name": "jibek-eurasia",
        "title": "Freight corridors between China and Kazakhstan: cited facts",
        "description": "One fact per row with its source, date, basis and confidence. Licences stand in "
        "licences.csv by family of sources and in sources.csv by document. Tables that quote several sources "
        "on one matter have no primary key; the columns that name the matter stand in jibek:key.",
        "licenses": [{"name": "other", "title": "one licence per family of sources, see licences.csv"}],
        "resources": [_resource(stem, tables) for stem in TABLES if stem in tables],
    }


def _resource(stem: str, tables: dict[str, list[Row]]) -> dict[str, object]:
    table = TABLES[stem]
    terms = [r for r in tables["licences"] if r["table"] == f"{stem}.csv"]
    schema: dict[str, object] = {
        "fields": [_field(name, column) for name, column in table.columns.items()],
        "missingValues": [""],
    }
    if stem not in SEVERAL:
        schema["primaryKey"] = list(table.key)
    foreign = [_foreign(name, column) for name, column in table.columns.items()]
    if any(foreign):
        schema["foreignKeys"] = [key for key in foreign if key]
    return {
        "profile": "tabular-data-resource",
        "name": stem.replace("/", "-").replace("_", "-"),
        "path": f"{stem}.csv",
        "description": table.meaning,
        "encoding": "utf-8",
        "jibek:key": list(table.key),
        "schema": schema,
        "licenses": _unique({"name": "other", "title": r["licence"]} for r in terms),
        "sources": _unique({"title": r["attribution"] or r["source_group"]} for r in terms),
    }


def _unique(entries: object) -> list[dict[str, str]]:
    return [dict(pairs) for pairs in dict.fromkeys(tuple(e.items()) for e in entries)]  # type: ignore[attr-defined]


def _field(name: str, column: Column) -> dict[str, object]:
    kind = {"text": "string", "number": "number", "integer": "integer", "flag": "boolean"}[column.kind]
    limits: dict[str, object] = {} if column.optional else {"required": True}
    low = column.at_least if column.above is None else column.above
    if low is not None:
        limits["minimum"] = int(low) if kind == "integer" else low
    if column.at_most is not None:
        limits["maximum"] = int(column.at_most) if kind == "integer" else column.at_most
    if column.choices and not column.list_of:
        limits["enum"] = list(column.choices)
    if column.pattern:
        limits["pattern"] = column.pattern
    text = (
        column.meaning + (f" Unit: {column.unit}." if column.unit else "") + (ADDED if column.added else "")
    )
    field: dict[str, object] = {"name": name, "type": kind, "description": text}
    return {**field, "constraints": limits} if limits else field


def _foreign(name: str, column: Column) -> dict[str, object] | None:
    """A reference to one table; one to places (nodes or aggregates) or in a list cannot be said in this format."""
    keys: dict[str, Callable[[], str]] = {
        "sources.nodes": lambda: "id",
        "sources.links": lambda: "id",
        "sources.country_base": lambda: "iso3",
        "sources.assumptions": lambda: "assumption_id",
    }
    if column.refers_to not in keys or column.list_of:
        return None
    resource = column.refers_to.removeprefix("sources.").replace("_", "-")
    return {"fields": [name], "reference": {"resource": resource, "fields": [keys[column.refers_to]()]}}


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("JIBEK_FACTS")
    if not given:
        sys.exit("Give the folder of facts as an argument or in JIBEK_FACTS.")
    main(Path(given))
