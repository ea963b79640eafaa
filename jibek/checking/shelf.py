"""Every figure of the record with the words of its own row, so that any of them can be found again in an article.

    people: Mutual visa exemption agreement, stay_limit_days, 2023-11-10, 30 days, "visa-free stay per entry …"
        ->  30 days; terms visa, stay, entry, system Mutual visa exemption agreement; series of its indicator

Reads   the tables of systems, volumes, series, trade by reporter, targets, ports, borders, projects; the claims
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from jibek.checking.declaring import declared
from jibek.checking.fact import INDICATOR, NAME, OTHER, Fact, of_row
from jibek.checking.intervals import LAST, extent, span
from jibek.checking.known import Known, Said, capped
from jibek.checking.measures import COUNT, measure
from jibek.checking.naming import AREAS, place
from jibek.checking.package import reporter
from jibek.checking.vocabulary import named
from jibek.sources.plain import rows

SYSTEMS = ("borders_institutions", "energy_industry", "finance_trade", "people")
STOCKS = re.compile(
    r"capacit|length|limit|price|tariff|rank|members?_|members|countries|workers|companies|enterprises|area|population|institutes|schools|lanes|tracks|rate|design|days"
    r"|berth|count|frequency|per_day|weekly|number|routes|stay|permitted|stations|distance|jobs|staff"
)
FLOWS = re.compile(
    r"trade|export|import|turnover|throughput|freight|flow|volume|sales|value|output|production|generation|cumulative"
    r"|visitors|growth|investment|revenue|deliver|trips|agreements|documents|memorand|deals|contracts"
)
A_MONTH = 31  # days
_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_MEASURED = re.compile(
    rf"(?:(?P<before>{_FIGURE}) to )?(?P<value>{_FIGURE}) (?P<unit>km/h|km|Mt/yr|TEU/yr|pairs/day|bcm/yr|MW|ha)\b"
)


def facts(said: Iterable[Said], *, tables: bool = True) -> tuple[Fact, ...]:
    """All figures of claims and, if asked for, of the tables."""
    found = list(_of_claims(said))
    if tables:
        for source in (
            _systems,
            _volumes,
            _trade,
            _series,
            _targets,
            _ports,
            _borders,
            _projects,
            _events,
            declared,
        ):
            found.extend(source())
    return tuple(found)


def _systems() -> Iterator[Fact]:
    for table in SYSTEMS:
        seen: Counter[str] = Counter()
        for row in rows(f"eurasia/systems/{table}"):
            columns = ("system", "indicator", "partner", "period", "reporter")
            key = "|".join(row[c] for c in columns if c in row)
            seen[key] += 1
            number = f"#{seen[key]}" if seen[key] > 1 else ""
            partner = row.get("partner", "")
            cells = (
                (f"{row['system']}", NAME),
                (f"{row['indicator']} {row['unit']} {AREAS.get(partner, '')}", INDICATOR),
                (row["definition"], OTHER),
            )
            yield from of_row(
                f"systems/{table}:{key}{number}:value",
                row["value"],
                row["unit"],
                row["period"],
                f"{row['system']}|{row['indicator']}|{partner}",
                cells,
                stock=_stands(row["indicator"], row["period"]),
                label=f"{row['system']}: {row['indicator'].replace('_', ' ')}"
                + (f" {partner}" if partner else ""),
                whose=reporter(row["reporter"]),
                said=row["source_date"],
            )


def _stands(indicator: str, period: str) -> bool:
    """Whether a row holds until another takes its place: what is counted on a day or in a month, but for what flows."""
    days = span(period) if period else None
    at_once = days is not None and days[1] - days[0] <= A_MONTH
    return not FLOWS.search(indicator) and bool(at_once or STOCKS.search(indicator))


def _volumes() -> Iterator[Fact]:
    for row in rows("eurasia/volumes"):
        period = f"{row['part_from']}/{row['part_to']}" if row["part_from"] else row["year"]
        cells = (
            (f"{row['measure']} {row['unit']}", INDICATOR),
            (place(row["object"]), NAME),
            (row["note"], OTHER),
        )
        yield from of_row(
            f"volumes:{row['id']}:value",
            row["value"],
            row["unit"],
            period,
            f"{row['object']}|{row['measure'].split(' Jan')[0]}",
            cells,
            label=f"{place(row['object'])}: {row['measure']}",
            said=row["source_date"],
        )


def _trade() -> Iterator[Fact]:
    words = {
        "total": "trade turnover China Kazakhstan",
        "KAZ->CHN": "export Kazakhstan to China, import of China from Kazakhstan",
        "CHN->KAZ": "import Kazakhstan from China, export of China to Kazakhstan",
    }
    for row in rows("eurasia/kaz_chn_trade_by_reporter"):
        whose = {"CHN": "Chinese side customs statistics", "KAZ": "Kazakh side national statistics"}
        flow = row["flow"]
        yield from of_row(
            f"kaz_chn_trade_by_reporter:{row['year']}|{flow}|{row['reporter']}:value_busd",
            row["value_busd"],
            "USD bn",
            row["year"],
            f"trade|{flow}|{row['reporter']}",
            ((words.get(flow, flow), INDICATOR), (whose.get(row["reporter"], ""), OTHER)),
            label=f"trade of China and Kazakhstan, {flow}",
            whose=row["reporter"],
        )


def _series() -> Iterator[Fact]:
    for row in rows("eurasia/series"):
        name = row["series_id"]
        parts = [AREAS.get(p.upper(), p) for p in name.split("_")]
        if name.startswith("trade_"):
            parts = ["export", parts[1], "import", parts[2]]
        yield from of_row(
            f"series:{name}|{row['year']}|{row['reporter']}:value",
            row["value"],
            row["unit"],
            row["year"],
            f"{name}|{row['reporter']}",
            ((" ".join(parts), INDICATOR), (row["definition"], OTHER)),
            label=" ".join(parts),
            whose=reporter(row["reporter"]),
            noted=False,  # its words are of the data set
        )


def _targets() -> Iterator[Fact]:
    names = {"KAZ": "Kazakhstan", "CHN": "China"}
    for row in rows("eurasia/official_targets"):
        if row["unit"] and not row["doubles_year"]:
            said = row["source"].split()[-1]
            yield from of_row(
                f"official_targets:{row['target']}|{row['value']}|{row['year']}:value",
                row["value"],
                row["unit"].replace("/y", "/yr") if row["unit"].endswith("/y") else row["unit"],
                row["due_year"] and f"../{row['due_year']}",
                f"target|{row['target']}",
                (
                    (f"target goal planned {row['target']}", INDICATOR),
                    (" ".join(names.get(w, "") for w in re.findall(r"\w+", row["target"])), NAME),
                ),
                stock=True,
                label=f"target: {row['target']}",
                said=said if span(said) else "",
            )


def _ports() -> Iterator[Fact]:
    for row in rows("eurasia/ports"):
        yield from of_row(
            f"ports:{row['port']}|{row['metric']}|{row['year']}:value",
            row["value"],
            row["unit"],
            row["year"],
            f"{row['port']}|{row['metric']}",
            (
                (f"{row['metric']} {row['unit']}", INDICATOR),
                (place(row["port"]), INDICATOR),
                (row["note"], OTHER),
            ),
            stock="throughput" not in row["metric"],
            label=f"{place(row['port'])}: {row['metric'].replace('_', ' ')}",
        )


def _borders() -> Iterator[Fact]:
    for row in rows("eurasia/borders"):
        yield from of_row(
            f"borders:{row['node_a']}|{row['node_b']}|{row['mode']}|{row['metric']}|{row['year']}:value",
            row["value"],
            row["unit"],
            row["year"],
            f"{row['node_a']}|{row['node_b']}|{row['mode']}|{row['metric']}",
            (
                (f"{row['metric']} {row['mode']} {row['unit']}", INDICATOR),
                (f"{place(row['node_a'])} {place(row['node_b']) if row['node_b'] else ''} border", NAME),
                (row["note"], OTHER),
            ),
            stock=True,
            label=f"{row['node_a']} {row['node_b']}: {row['metric'].replace('_', ' ')}",
        )


def _projects() -> Iterator[Fact]:
    for row in rows("eurasia/projects"):
        cells = ((row["name"], INDICATOR), (f"{row['type']} {row['effect']} {row['note']}", OTHER))
        if row["cost"]:
            scale, _, currency = row["cost_unit"].rpartition(" ")
            key = f"projects:{row['name']}:cost"
            priced = (*cells, ("cost investment worth", OTHER))
            unit = f"{currency} {scale}"
            yield from of_row(
                key, row["cost"], unit, "", key, priced, stock=True, label=f"{row['name']}: cost"
            )
        for hit in _MEASURED.finditer(row["effect"]):
            for number, when in ((hit["value"], row["open_year"]), (hit["before"], "")):
                yield from of_row(
                    f"projects:{row['name']}:effect",
                    (number or "").replace(",", ""),
                    "trains/day" if hit["unit"] == "pairs/day" else hit["unit"],
                    when and f"{when}/..",
                    f"{row['name']}|{hit['unit']}",
                    (*cells, (f"{hit['unit']} capacity length", OTHER)),
                    stock=True,
                    label=row["name"],
                )


def _events() -> Iterator[Fact]:
    """Figures in the titles of events: "Over 30 documents signed"; those of dates and names are left."""
    for row in rows("eurasia/systems/events"):
        for hit in _COUNTED.finditer(row["title"]):
            said = hit["unit"] or ""
            if _MONTH.match(said) or re.fullmatch(r"(?:19|20)\d\d", hit["value"]):
                continue
            unit = (
                "ordinal" if hit["ordinal"] else next((u for u in _SAID_UNITS if said.startswith(u)), "count")
            )
            yield from of_row(
                f"systems/events:{row['event_id']}:title",
                hit["value"].replace(",", ""),
                _SAID_UNITS.get(unit, unit),
                row["date_start"],
                f"{row['event_id']}|{unit}",
                ((row["title"], INDICATOR), (f"{row['system']} {row['kind']}", OTHER)),
                stock=True,  # what was signed or aimed at then is told of later
                label=row["title"],
                said=row["date_start"],
            )


_SAID_UNITS = {
    "bn USD": "USD bn",
    "Mt": "Mt",
    "km": "km",
    "percent": "percent",
    "days": "days",
    "TEU": "TEU",
    "MW": "MW",
}
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_COUNTED = re.compile(
    rf"(?<![\d.,-])(?P<value>{_FIGURE})(?:(?P<ordinal>st|nd|rd|th)| (?=\D))(?P<unit>bn USD|[A-Za-z]+(?: [a-z]+)?)?"
)


def _of_claims(said: Iterable[Said]) -> Iterator[Fact]:
    for claim in said:
        of = measure(claim.unit) if claim.unit else None
        if of is None or claim.value is None or not math.isfinite(claim.value):
            continue
        value = float(claim.value)
        low, high = extent(value, claim.comparator or "=", counted=of.family == COUNT and value < 1000)
        text = f"{claim.paraphrase} {claim.fact_id.replace('.', ' ')}"
        words = dict.fromkeys(named(text), INDICATOR)
        days = span(claim.period) if claim.period else None
        whose = span(claim.statement_date_high) if claim.statement_date_high else None
        factor = of.factor
        known = Known(
            key=claim.fact_id,
            value=value * factor,
            extent=tuple(x * factor for x in capped((low, high), value)),  # type: ignore[arg-type]
            unit=of.family,
            days=days,
            reporter=claim.reporter,
            speaker=claim.speaker,
            said=whose,
            fact_ids=(claim.fact_id,),
            claim_ids=(claim.claim_id,),
            origins=(claim.origin_id or claim.source_id,),
            text=claim.paraphrase,
        )
        stock = days is None or days[1] == LAST
        yield Fact(known, of, words, claim.fact_id, stock, claim.paraphrase or claim.fact_id)
