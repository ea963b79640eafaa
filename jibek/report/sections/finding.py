"""The first screen in words: the one finding, computed from the run.

A baseline's finding is by whose count the dated target of trade is met. A scenario's is the change at its own gateway
or line that stands out most from its interval; where none does, the largest of the page.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup, escape

from jibek.ground.language import mark, tr
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections.answer import Headline, Row, facility_use, published_capacity
from jibek.report.wording.names import Names, foreign, within
from jibek.report.wording.numbers import known

CROSSINGS = (("khorgos", mark("Khorgos")), ("alashankou", mark("Alashankou")))

# Headline numbers of a gateway, by the beginning of their ids.
_OWN = {
    "CN_KHORGOS-KZ_ALTYNKOL": "khorgos_rail",
    "CN_ALASHANKOU-KZ_DOSTYK": "alashankou_rail",
    "KZAAU": "caspian_",
    "KZKUR": "caspian_",
}

# What a change of a headline number is called; by whose count, where there are two.
#   up, down: at the beginning of a sentence; a number stands where ``{change}`` is
MOVES: dict[str, tuple[str, str]] = {
    "khorgos_rail_hours_mean": (
        mark("The mean time of a train at Khorgos, outbound from China, rises by {change}"),
        mark("The mean time of a train at Khorgos, outbound from China, falls by {change}"),
    ),
    "khorgos_rail_hours_p90": (
        mark("The time at Khorgos that one train in ten exceeds rises by {change}"),
        mark("The time at Khorgos that one train in ten exceeds falls by {change}"),
    ),
    "khorgos_rail_trains_per_day": (
        mark("The number of trains at Khorgos rises by {change}"),
        mark("The number of trains at Khorgos falls by {change}"),
    ),
    "alashankou_rail_hours_mean": (
        mark("The mean time of a train at Alashankou, outbound from China, rises by {change}"),
        mark("The mean time of a train at Alashankou, outbound from China, falls by {change}"),
    ),
    "alashankou_rail_hours_p90": (
        mark("The time at Alashankou that one train in ten exceeds rises by {change}"),
        mark("The time at Alashankou that one train in ten exceeds falls by {change}"),
    ),
    "alashankou_rail_trains_per_day": (
        mark("The number of trains at Alashankou rises by {change}"),
        mark("The number of trains at Alashankou falls by {change}"),
    ),
    "xian_duisburg_days_p50": (
        mark("The time of a box by rail from Xi’an to Duisburg rises by {change}"),
        mark("The time of a box by rail from Xi’an to Duisburg falls by {change}"),
    ),
    "xian_duisburg_usd_per_feu": (
        mark("The price of a box by rail from Xi’an to Duisburg rises by {change}"),
        mark("The price of a box by rail from Xi’an to Duisburg falls by {change}"),
    ),
    "xian_duisburg_co2e_kg_per_feu": (
        mark("What a box by rail from Xi’an to Duisburg emits rises by {change}"),
        mark("What a box by rail from Xi’an to Duisburg emits falls by {change}"),
    ),
    "xian_almaty_days_p50": (
        mark("The time of a box by rail from Xi’an to Almaty rises by {change}"),
        mark("The time of a box by rail from Xi’an to Almaty falls by {change}"),
    ),
    "caspian_tonnes": (
        mark("Freight over the Caspian, oil left out, rises by {change}"),
        mark("Freight over the Caspian, oil left out, falls by {change}"),
    ),
    "kaz_chn_rail_tonnes": (
        mark("Rail freight between China and Kazakhstan rises by {change}"),
        mark("Rail freight between China and Kazakhstan falls by {change}"),
    ),
    "kaz_chn_trade_usd|CHN": (
        mark("Trade of the two countries, by China’s count, rises by {change}"),
        mark("Trade of the two countries, by China’s count, falls by {change}"),
    ),
    "kaz_chn_trade_usd|KAZ": (
        mark("Trade of the two countries, by Kazakhstan’s count, rises by {change}"),
        mark("Trade of the two countries, by Kazakhstan’s count, falls by {change}"),
    ),
    "kaz_chn_trade_usd": (
        mark("Trade of the two countries rises by {change}"),
        mark("Trade of the two countries falls by {change}"),
    ),
    "kaz_welfare_percent": (
        mark("Real spending in Kazakhstan rises by {change}"),
        mark("Real spending in Kazakhstan falls by {change}"),
    ),
    "chn_welfare_percent": (
        mark("Real spending in China rises by {change}"),
        mark("Real spending in China falls by {change}"),
    ),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A gateway that a scenario opens: id, name, vehicles a day, their unit, cells, basis of capacity."""

    gateway_id: str
    name: str
    per_day: float
    unit: str
    parents: tuple[str, ...]
    basis: str


def question(report: ReportInput) -> str | Markup:
    """The question that the run was asked, or what its scenario does; blank for a baseline."""
    if report.question:
        return report.question
    if not report.base:
        return ""
    told = str(report.scenario.get("description") or "").strip()
    said = foreign(told) if told else tr("The scenario {name}.", name=report.name)
    message = escape(tr("What the scenario does: {told} Everything is measured against {base}."))
    return message.format(told=said, base=report.base)


def finding(report: ReportInput) -> str:
    """The one sentence that a reader takes away."""
    head = Headline(report)
    if report.base and head.measured:
        return _scenario_finding(head, report)
    return _target_finding(head, report)


def standing(row: Row | None) -> float:
    """How far a change stands out from its interval: its size over the half-width; 0 where its sign is open."""
    if row is None or not known(row.get("difference")):
        return 0.0
    d, low, high = (float(row[c]) if known(row.get(c)) else float(row["difference"])
                    for c in ("difference", "difference_low", "difference_high"))  # fmt: skip
    if d == 0 or low * high <= 0:
        return 0.0
    return min(abs(d) / max((high - low) / 2, 1e-12 * abs(d)), 1e6)


def _first(row: Row) -> tuple[float, float]:
    """By what changes are put in order: how far they stand out; then, as without intervals all do, by what part."""
    if not standing(row):
        return 0.0, 0.0
    was = abs(float(row["value"]) - float(row["difference"]))
    return standing(row), abs(float(row["difference"])) / was if was > 0 else 0.0


_MET_BY_ONE = {
    "CHN": mark("The 40 billion dollars of trade aimed at for 2030 are passed by China’s count ({trade}); the other "
                "country’s count is missing."),
    "KAZ": mark("The 40 billion dollars of trade aimed at for 2030 are passed by Kazakhstan’s count ({trade}); the "
                "other country’s count is missing."),
}  # fmt: skip
_MISSED_BY_ONE = {
    "CHN": mark("The 40 billion dollars of trade aimed at for 2030 are not reached by China’s count ({trade}); the "
                "other country’s count is missing."),
    "KAZ": mark("The 40 billion dollars of trade aimed at for 2030 are not reached by Kazakhstan’s count ({trade}); "
                "the other country’s count is missing."),
}  # fmt: skip
# By who passes the target, the other misses it; whether the counts lie further apart than either from the target.
_SPLIT = {
    ("CHN", False): mark("China’s count already passes the 40 billion dollars of trade aimed at for 2030 ({passed}), "
                         "Kazakhstan’s ({missed}) is {short} short: the two counts of {year} lie {apart} apart."),
    ("KAZ", False): mark("Kazakhstan’s count already passes the 40 billion dollars of trade aimed at for 2030 "
                         "({passed}), China’s ({missed}) is {short} short: the two counts of {year} lie {apart} "
                         "apart."),
    ("CHN", True): mark("China’s count already passes the 40 billion dollars of trade aimed at for 2030 ({passed}), "
                        "Kazakhstan’s ({missed}) is {short} short: the two counts of {year} lie {apart} apart, more "
                        "than either lies from the target."),
    ("KAZ", True): mark("Kazakhstan’s count already passes the 40 billion dollars of trade aimed at for 2030 "
                        "({passed}), China’s ({missed}) is {short} short: the two counts of {year} lie {apart} apart, "
                        "more than either lies from the target."),
}  # fmt: skip


def _target_finding(head: Headline, report: ReportInput) -> str:
    gaps = {code: head.value("target_40bn_gap_usd", code) for code in ("CHN", "KAZ")}
    have = {code: gap for code, gap in gaps.items() if gap is not None}
    if not have:
        return tr(
            "In {year} {rail} cross the border of China and Kazakhstan by rail; no count of trade is in the record.",
            year=report.year,
            rail="{kaz_chn_rail_tonnes}",
        )
    trade = {code: f"{{kaz_chn_trade_usd|{code}}}" for code in have}
    if len(have) == 1:
        ((code, gap),) = have.items()
        return tr((_MET_BY_ONE if gap <= 0 else _MISSED_BY_ONE)[code], trade=trade[code])
    apart, year = "{kaz_chn_trade_usd|CHN:apart}", report.year
    met = [code for code, gap in have.items() if gap <= 0]
    if len(met) == 1:
        (yes,), (no,) = met, [c for c in have if c not in met]
        more = abs(gaps["CHN"] - gaps["KAZ"]) > max(map(abs, have.values()))  # type: ignore[operator]
        return tr(
            _SPLIT[yes, more], passed=trade[yes], missed=trade[no], short=f"{{target_40bn_gap_usd|{no}:size}}",
            year=year, apart=apart,
        )  # fmt: skip
    both = (
        mark("The 40 billion dollars of trade aimed at for 2030 are passed by both counts, China’s ({chn}) and "
             "Kazakhstan’s ({kaz}): the two counts of {year} lie {apart} apart.")
        if met
        else mark("The 40 billion dollars of trade aimed at for 2030 are missed by both counts, China’s ({chn}) and "
                  "Kazakhstan’s ({kaz}): the two counts of {year} lie {apart} apart.")
    )  # fmt: skip
    return tr(both, chn=trade["CHN"], kaz=trade["KAZ"], year=year, apart=apart)


def _scenario_finding(head: Headline, report: ReportInput) -> str:
    rows = {key: row for key, row in head.rows.items() if key[0] in MOVES and known(row.get("value"))}
    touched = tuple(_OWN[g] for g in _touched(report) if g in _OWN)
    own = {k: r for k, r in rows.items() if touched and k[0].startswith(touched)}
    best = max(own, key=lambda k: _first(own[k]), default=None)
    if best is not None and standing(own[best]) > 0:
        return _says(head, *best)
    rest = max(rows, key=lambda k: _first(rows[k]), default=None)
    told = _says(head, *rest) if rest is not None and standing(rows[rest]) > 0 else ""
    new = opened(report)
    if new is not None:
        first = (
            mark("The new crossing {name} takes {trains}, where {base} has none")
            if published_capacity(new.basis)
            else mark(
                "The new crossing {name} takes {trains}, where {base} has none (its capacity is assumed)"
            )
        )
        said = tr(first, name=new.name, trains="{opened}", base=report.base)
        return (
            tr("{finding}; {second}", finding=said, second=within(told)) if told else tr("{said}.", said=said)
        )
    shut = [name for i, name in CROSSINGS if (i, name) not in crossings_open(head)]
    closed = tr("Khorgos and Alashankou are closed") if len(shut) > 1 else "".join(map(closed_words, shut))
    if told:
        return tr("{finding}; {second}", finding=closed, second=within(told)) if closed else told
    if closed:
        return tr("{closed}; nothing on this page changes by more than its uncertainty.", closed=closed)
    return tr("Nothing on this page changes by more than its uncertainty.")


def _says(head: Headline, ident: str, who: str) -> str:
    """``The mean time … falls by 5.6 h to 16.1 h; the fall is between 4.2 and 6.4 h.``"""
    row = head.rows[ident, who]
    at = f"{ident}|{who}" if who else ident
    up, down = MOVES.get(at) or MOVES[ident]
    rises = float(row["difference"]) > 0
    told = tr(up if rises else down, change=f"{{{at}:difference}}")
    if not ident.endswith("_percent"):
        told = tr("{change} to {level}", change=told, level=f"{{{at}}}")
    if not known(row.get("difference_low")) or row["difference_low"] == row["difference_high"]:
        return tr("{said}.", said=told)
    spread = (
        mark("{change}; in nine cases of ten the rise is {between}.")
        if rises
        else mark("{change}; in nine cases of ten the fall is {between}.")
    )
    return tr(spread, change=told, between=f"{{{at}:between}}")


def _touched(report: ReportInput) -> list[str]:
    """Gateways that the scenario names."""
    gateway = report.scenario.get("gateway")
    return [str(g) for g in gateway] if isinstance(gateway, dict) else []


def opened(report: ReportInput) -> Opened | None:
    """The busiest gateway on a line that the scenario opens; None where it opens none."""
    told = report.scenario.get("open")
    links = [str(x) for x in told.get("links", ())] if isinstance(told, dict) else []
    use = facility_use(report)
    if not links or not {"link_id", "kind", "gateway_id"} <= set(use.columns):
        return None
    mine = use[use["link_id"].isin(links) & (use["kind"] == "gateway")]
    if mine.empty:
        return None
    busiest = mine.groupby("gateway_id")["load_per_day"].sum().sort_values(ascending=False, kind="stable")
    gateway = str(busiest.index[0])
    of = mine[mine["gateway_id"] == gateway]
    return Opened(
        gateway, Names(report).gateway(gateway), float(busiest.iloc[0]), str(of["unit"].iloc[0]),
        tuple(cell_node("flows.facilities", str(f), "load_per_day") for f in of["facility_id"]),
        str(of["basis"].iloc[0]) if "basis" in of else "",
    )  # fmt: skip


def tightest(report: ReportInput) -> pd.DataFrame:
    """The fullest place whose capacity somebody published, as one row; empty without one."""
    use = facility_use(report)
    if use.empty or "basis" not in use:
        return use.head(0)
    return use[use["basis"].map(published_capacity).astype(bool)].head(1)


def crossings_open(head: Headline) -> list[tuple[str, str]]:
    """Of ``CROSSINGS`` those that trains pass."""
    return [(i, name) for i, name in CROSSINGS if head.has(f"{i}_rail_hours_mean")]


def closed_words(crossing: str) -> str:
    """That a crossing is closed, by its name in English."""
    return tr("Khorgos is closed") if crossing == "Khorgos" else tr("Alashankou is closed")
