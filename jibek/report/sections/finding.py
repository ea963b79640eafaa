"""The first screen in words: one finding, then at most five sentences, all computed from the run.

A baseline's finding is by whose count the dated target of trade is met. A scenario's is the change at its own gateway
or line that stands out most from its interval; where none does, the largest of the page.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from jibek.ground.vocabulary import BASE_REPORTER
from jibek.report.input import ReportInput, cell_node
from jibek.report.sections.answer import Headline, Row, beside_row, facility_use, published_capacity
from jibek.report.wording.names import Names
from jibek.report.wording.numbers import known

MOST = 5  # sentences of a first screen

_CROSSINGS = (("khorgos", "Khorgos"), ("alashankou", "Alashankou"))

# Headline numbers of a gateway, by the beginning of their ids.
_OWN = {
    "CN_KHORGOS-KZ_ALTYNKOL": "khorgos_rail",
    "CN_ALASHANKOU-KZ_DOSTYK": "alashankou_rail",
    "KZAAU": "caspian_",
    "KZKUR": "caspian_",
}

# What moves, in words that begin a sentence.
MOVES = {
    "khorgos_rail_hours_mean": "the mean time of a train at Khorgos, outbound from China,",
    "khorgos_rail_hours_p90": "the time at Khorgos that one train in ten exceeds",
    "khorgos_rail_trains_per_day": "the number of trains at Khorgos",
    "alashankou_rail_hours_mean": "the mean time of a train at Alashankou, outbound from China,",
    "alashankou_rail_hours_p90": "the time at Alashankou that one train in ten exceeds",
    "alashankou_rail_trains_per_day": "the number of trains at Alashankou",
    "xian_duisburg_days_p50": "the time of a box by rail from Xi’an to Duisburg",
    "xian_duisburg_usd_per_feu": "the price of a box by rail from Xi’an to Duisburg",
    "xian_duisburg_co2e_kg_per_feu": "what a box by rail from Xi’an to Duisburg emits",
    "xian_almaty_days_p50": "the time of a box by rail from Xi’an to Almaty",
    "caspian_tonnes": "freight over the Caspian, oil left out,",
    "kaz_chn_rail_tonnes": "rail freight between China and Kazakhstan",
    "kaz_chn_trade_usd": "trade of the two countries",
    "kaz_welfare_percent": "real spending in Kazakhstan",
    "chn_welfare_percent": "real spending in China",
}

_WHOSE = {"CHN": ", by China’s count,", "KAZ": ", by Kazakhstan’s count,"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A gateway that a scenario opens: id, name, vehicles a day, their unit, cells, basis of capacity."""

    gateway_id: str
    name: str
    per_day: float
    unit: str
    parents: tuple[str, ...]
    basis: str


def question(report: ReportInput) -> str:
    """The question that the run was asked, or what its scenario does; blank for a baseline."""
    if report.question:
        return report.question
    if not report.base:
        return ""
    told = str(report.scenario.get("description") or f"The scenario {report.name}.").strip()
    return f"What the scenario does: {told} Everything is measured against {report.base}."


def finding(report: ReportInput) -> str:
    """The one sentence that a reader takes away."""
    head = Headline(report)
    if report.base and head.measured:
        return _scenario_finding(head, report)
    return _target_finding(head, report)


def sentences(report: ReportInput) -> list[str]:
    """At most five sentences after the finding; the run's own where it brings them."""
    if report.answer:
        return list(report.answer)
    head = Headline(report)
    said = _changes(head, report) if report.base and head.measured else _state(head, report)
    return [s for s in said if s][:MOST]


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


def _target_finding(head: Headline, report: ReportInput) -> str:
    gaps = {code: head.value("target_40bn_gap_usd", code) for code in ("CHN", "KAZ")}
    have = {code: gap for code, gap in gaps.items() if gap is not None}
    whose = {"CHN": "China’s", "KAZ": "Kazakhstan’s"}
    if not have:
        return (
            f"In {report.year} {{kaz_chn_rail_tonnes}} cross the border of China and Kazakhstan by rail; no count of "
            "trade is in the record."
        )
    trade = {code: f"{{kaz_chn_trade_usd|{code}}}" for code in have}
    goal = "40 billion dollars of trade aimed at for 2030"
    if len(have) == 1:
        ((code, gap),) = have.items()
        verb = "are passed" if gap <= 0 else "are not reached"
        return (
            f"The {goal} {verb} by {whose[code]} count ({trade[code]}); the other country’s count is missing."
        )
    apart = f"the two counts of {report.year} lie {{kaz_chn_trade_usd|CHN:apart}} apart"
    met = [code for code, gap in have.items() if gap <= 0]
    if len(met) == 1:
        (yes,), (no,) = met, [c for c in have if c not in met]
        more = abs(gaps["CHN"] - gaps["KAZ"]) > max(map(abs, have.values()))  # type: ignore[operator]
        tail = ", more than either lies from the target" if more else ""
        return (
            f"{whose[yes]} count already passes the {goal} ({trade[yes]}), {whose[no]} ({trade[no]}) is "
            f"{{target_40bn_gap_usd|{no}:size}} short: {apart}{tail}."
        )
    verb = "are passed by both counts" if met else "are missed by both counts"
    return f"The {goal} {verb}, China’s ({trade['CHN']}) and Kazakhstan’s ({trade['KAZ']}): {apart}."


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
        first = f"The new crossing {new.name} takes {{opened}}, where {report.base} has none"
        if not published_capacity(new.basis):
            first += " (its capacity is assumed)"
        return f"{first}; {told[:1].lower()}{told[1:]}" if told else f"{first}."
    shut = [name for i, name in _CROSSINGS if (i, name) not in _open(head)]
    closed = f"{' and '.join(shut)} {'is' if len(shut) == 1 else 'are'} closed" if shut else ""
    if told:
        return f"{closed}; {told[:1].lower()}{told[1:]}" if closed else told
    nothing = "nothing on this page changes by more than its uncertainty"
    return f"{closed}; {nothing}." if closed else f"N{nothing[1:]}."


def _says(head: Headline, ident: str, who: str) -> str:
    """``The mean time … falls by 5.6 h to 16.1 h; the fall is between 4.2 and 6.4 h.``"""
    row = head.rows[ident, who]
    at = f"{ident}|{who}" if who else ident
    words = MOVES[ident]
    change = float(row["difference"])
    verb, noun = ("rises", "rise") if change > 0 else ("falls", "fall")
    to = "" if ident.endswith("_percent") else f" to {{{at}}}"
    whose = _WHOSE.get(who, "")
    told = f"{words[:1].upper()}{words[1:]}{whose} {verb} by {{{at}:difference}}{to}"
    if known(row.get("difference_low")) and row["difference_low"] != row["difference_high"]:
        return f"{told}; in nine cases of ten the {noun} is {{{at}:between}}."
    return f"{told}."


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


def _state(head: Headline, report: ReportInput) -> list[str]:
    hours = ""
    if head.has("khorgos_rail_hours_mean", "alashankou_rail_hours_mean"):
        hours = (
            "A train out of China needs {khorgos_rail_hours_mean:spread} at Khorgos and "
            "{alashankou_rail_hours_mean:spread} at Alashankou, from arrival to departure beyond"
            + _beside(
                report, "china_rail_out_hours", "; at all rail crossings out of China together", full=True
            )
            + "."
        )
    elif shut := [(name, head.reason(f"{i}_rail_hours_mean")) for i, name in _CROSSINGS
                  if not head.has(f"{i}_rail_hours_mean")]:  # fmt: skip
        hours = "; ".join(f"{name}: no figure" + (f" ({why})" if why else "") for name, why in shut) + "."
    return [
        f"In {report.year}, {{kaz_chn_rail_tonnes:spread}} cross the border of China and Kazakhstan by rail, transit "
        f"included{_beside(report, 'kaz_chn_rail_mt')}, in {{khorgos_rail_trains_per_day}} at Khorgos and "
        "{alashankou_rail_trains_per_day} at Alashankou.",
        hours,
        by_rail(head),
        _bottleneck(report),
        _tested(report),
    ]


def _beside(report: ReportInput, quantity: str, words: str = "", *, full: bool = False) -> str:
    """The published figure of the same year and definition, in words; blank without one."""
    row = beside_row(report, quantity)
    if row is None:
        return ""
    fitted = ", to which the model is fitted" if row["role"] == "pivot" and not full else ""
    if full:
        return f"{words} it is {{{quantity}:modelled}}, published {{{quantity}:published}}"
    return f"{words} (published: {{{quantity}:published}}{fitted})"


def by_rail(head: Headline) -> str:
    """A box by rail from Xi’an to Duisburg and Almaty."""
    if not head.has("xian_duisburg_days_p50"):
        reason = head.reason("xian_duisburg_days_p50")
        told = f" ({reason})" if reason else ""
        almaty = "nor to Almaty"
        if head.has("xian_almaty_days_p50"):
            almaty = "to Almaty one takes {xian_almaty_days_p50}"
        return f"No box goes by rail from Xi’an to Duisburg{told}; {almaty}."
    return (
        "A box from Xi’an reaches Duisburg by rail in {xian_duisburg_days_p50:spread} for {xian_duisburg_usd_per_feu}, "
        "emitting {xian_duisburg_co2e_kg_per_feu}, and Almaty in {xian_almaty_days_p50}."
    )


def _bottleneck(report: ReportInput) -> str:
    caspian = (
        f"The Caspian ports of Aktau and Kuryk carry {{caspian_tonnes:spread}} without oil"
        f"{_beside(report, 'caspian_mt')}"
    )
    top = tightest(report)
    if top.empty:
        return caspian + "."
    name = Names(report).facility(str(top.iloc[0]["facility_id"]))
    said = (
        f"{caspian}; of places whose capacity is published the fullest is {name}, at {{tightest_use}} of it"
    )
    fuller = facility_use(report)
    fuller = fuller[fuller["use"] > float(top.iloc[0]["use"])]
    if len(fuller):
        few = "one place looks" if len(fuller) == 1 else f"{len(fuller)} places look"
        said += f" ({few} fuller, by an assumed capacity)"
    return said + "."


def _tested(report: ReportInput) -> str:
    """How the model does against figures that it was not fitted to."""
    frame = report.beside_published
    if frame.empty:
        return ""
    tests = frame[(frame["role"] == "test") & frame["ratio"].notna()]
    if tests.empty:
        return ""
    far = tests["ratio"].astype(float).clip(lower=1e-9)
    far = far.where(far >= 1, 1 / far)
    worst = tests.iloc[int(far.to_numpy().argmax())]
    good = int((far <= 2).sum())
    which = "all lie" if good == len(tests) else f"{good} lie" if good != 1 else "one lies"
    at = f"beside|{worst.name}"
    return (
        f"Of {len(tests)} published figures kept aside to test the model {which} within a factor of two; furthest off "
        f"is {_lower(str(worst['words']))}, {{{at}:modelled}} against {{{at}:published}}."
    )


def _lower(text: str) -> str:
    """A name within a sentence: ``Trucks at Kuryk`` is trucks at Kuryk; TEU stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _open(head: Headline) -> list[tuple[str, str]]:
    return [(i, name) for i, name in _CROSSINGS if head.has(f"{i}_rail_hours_mean")]


def _changes(head: Headline, report: ReportInput) -> list[str]:
    base = report.base
    open_now = _open(head)
    closed = [f"{name} is closed" for i, name in _CROSSINGS if (i, name) not in open_now]
    needs = [
        f"{{{i}_rail_hours_mean}} at {name} on average ({moved(head, f'{i}_rail_hours_mean')})"
        for i, name in open_now
    ]
    passes = [
        f"{name} passes {{{i}_rail_trains_per_day}} ({moved(head, f'{i}_rail_trains_per_day')})"
        for i, name in open_now
    ]
    hours = [f"a train needs {' and '.join(needs)}, outbound from China"] if needs else []
    return [
        f"Against {base}, {'; '.join([*closed, *hours])}.",
        f"{', '.join([*passes, *closed])}; {{kaz_chn_rail_tonnes}} cross the rail borders "
        f"({moved(head, 'kaz_chn_rail_tonnes')}) and {{caspian_tonnes}} the Caspian "
        f"({moved(head, 'caspian_tonnes')}).",
        _route_change(head),
        f"The two countries trade {moved(head, 'kaz_chn_trade_usd', 'CHN')} by China’s count and "
        f"{moved(head, 'kaz_chn_trade_usd', 'KAZ')} by Kazakhstan’s; real spending changes by "
        f"{_spending(report, 'KAZ')} in Kazakhstan and {_spending(report, 'CHN')} in China.",
    ]


def _spending(report: ReportInput, country: str) -> str:
    """Dollars a year where the run has them, else percent."""
    frame = report.table("trade.countries")
    if "welfare_usd" in frame:
        of = frame[(frame["country"] == country) & (frame["reporter"] == BASE_REPORTER)]["welfare_usd"]
        if len(of) and known(of.iloc[0]):
            return f"{{spending|{country}}} a year"
    return f"{{{country.lower()}_welfare_percent}}"


def _route_change(head: Headline) -> str:
    if not head.has("xian_duisburg_days_p50"):
        return by_rail(head)
    return (
        "A box from Xi’an reaches Duisburg by rail in {xian_duisburg_days_p50} "
        f"({moved(head, 'xian_duisburg_days_p50')}) for {{xian_duisburg_usd_per_feu}} "
        f"({moved(head, 'xian_duisburg_usd_per_feu')}), and Almaty in {{xian_almaty_days_p50}} "
        f"({moved(head, 'xian_almaty_days_p50')})."
    )


def moved(head: Headline, ident: str, reporter: str = "") -> str:
    """``{id:difference} less``, or ``unchanged``."""
    row, change = head.get(ident, reporter), head.change(ident, reporter)
    if row is None:
        return "no figure"
    if change is None:
        return "change unknown"
    size = abs(float(row["value"])) or 1.0
    if abs(change) < 5e-4 * size:
        return "unchanged"
    at = f"{ident}|{reporter}" if reporter else ident
    return f"{{{at}:difference}} {'more' if change > 0 else 'less'}"
