"""Facts of the data package under the keys of the indicators.

    trade:total                                        kaz_chn_trade_by_reporter
    volumes:CN_KHORGOS:Trains via Khorgos              rows of an object with that measure
    systems/finance_trade:SYSTEM:INDICATOR:PARTNER     rows of an indicator; no partner: any
    official_targets:KAZ-CHN trade                     goals, each version

Reads   the shipped tables of these names, data/eurasia/reporters.csv
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from jibek.checking.indicators import Indicator
from jibek.checking.intervals import extent, span
from jibek.checking.known import COUNTED, Known
from jibek.sources.plain import remembered, rows

_UNITS = {"USD bn": ("USD", 1e9), "Mt": ("t", 1e6), "GWh/yr": ("kWh/yr", 1e6), "GWh": ("kWh", 1e6)}


def from_package(indicators: Sequence[Indicator]) -> tuple[Known, ...]:
    """Every fact that an indicator's ``facts`` name."""
    return tuple(
        known
        for indicator in indicators
        for selector in indicator.facts
        if not selector.startswith("claims:")
        for known in _selected(indicator, selector)
    )


def _selected(indicator: Indicator, selector: str) -> Iterator[Known]:
    table, *rest = selector.split(":")
    if table == "trade":
        yield from _trade(indicator, rest[0])
    elif table == "volumes":
        yield from _volumes(indicator, *rest)
    elif table == "official_targets":
        yield from _targets(indicator, rest[0])
    elif table.startswith("systems/"):
        yield from _systems(indicator, table, *rest)


def _trade(indicator: Indicator, flow: str) -> Iterator[Known]:
    for row in rows("eurasia/kaz_chn_trade_by_reporter"):
        if row["flow"] == flow:
            key = f"kaz_chn_trade_by_reporter:{row['year']}|{flow}|{row['reporter']}:value_busd"
            yield _known(indicator, row["value_busd"], "USD bn", row["year"], row["reporter"], row, key)


def _volumes(indicator: Indicator, subject: str, measure: str) -> Iterator[Known]:
    for row in rows("eurasia/volumes"):
        if row["object"] == subject and row["measure"] == measure and row["value"]:
            period = f"{row['part_from']}/{row['part_to']}" if row["part_from"] else row["year"]
            yield _known(indicator, row["value"], row["unit"], period, "", row, f"volumes:{row['id']}:value")


def _targets(indicator: Indicator, target: str) -> Iterator[Known]:
    for row in rows("eurasia/official_targets"):
        if row["target"] == target and row["value"] and not row["doubles_year"] and row["unit"]:
            said = row["source"].split()[-1]
            key = f"official_targets:{row['target']}|{row['value']}|{row['year']}:value"
            yield _known(
                indicator, row["value"], row["unit"], row["due_year"], "", {**row, "source_date": said}, key
            )


def _systems(
    indicator: Indicator, table: str, system: str, measure: str, partner: str = ""
) -> Iterator[Known]:
    for fact_id, row in _by_indicator(table).get((system, measure), ()):
        if row["value"] and (not partner or row.get("partner") == partner):
            reported = reporter(row["reporter"])
            yield _known(indicator, row["value"], row["unit"], row["period"], reported, row, fact_id)


@remembered()
def _by_indicator(table: str) -> Mapping[tuple[str, str], Sequence[tuple[str, Mapping[str, str]]]]:
    """Rows of a table of systems with the ids of their values, as ``record.facts`` has them."""
    seen: Counter[str] = Counter()
    found: dict[tuple[str, str], list[tuple[str, Mapping[str, str]]]] = {}
    for row in rows(f"eurasia/{table}"):
        columns = ("system", "indicator", "partner", "period", "reporter")
        key = "|".join(row[c] for c in columns if c in row)
        seen[key] += 1
        number = f"#{seen[key]}" if seen[key] > 1 else ""
        found.setdefault((row["system"], row["indicator"]), []).append((f"{table}:{key}{number}:value", row))
    return found


def _known(
    indicator: Indicator,
    value: str,
    unit: str,
    period: str,
    reported: str,
    row: Mapping[str, str],
    fact_id: str,
) -> Known:
    base, factor = _UNITS.get(unit, (unit, 1.0))
    figure = float(value) * factor
    return Known(
        key=indicator.key,
        value=figure,
        extent=extent(figure, counted=indicator.rule in COUNTED),
        unit=base,
        days=span(period) if period else None,
        reporter=reported,
        speaker="",
        said=span(row.get("source_date", "")) if row.get("source_date") else None,
        fact_ids=(fact_id,),
        origins=(row.get("source", ""),),
        text=row.get("definition") or row.get("measure") or row.get("source", ""),
    )


@remembered()
def reporter(named: str) -> str:
    """The statistics behind a reporter's name: CHN, KAZ, BACI; empty where the table does not know it."""
    return next((row["reporter"] for row in rows("eurasia/reporters") if row["words"] == named), "")
