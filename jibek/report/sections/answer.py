"""The answer in five sentences, and what must be said before it.

A sentence is a text with ``{id}`` where a headline number stands: ``{kaz_chn_trade_usd|CHN}`` by one reporter,
``{khorgos_rail_hours_mean:difference}`` for its change against the base.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from jibek.report.input import ReportInput
from jibek.report.wording.names import Names
from jibek.report.wording.numbers import known, ratio

FAR = 2.0

_PLACE = re.compile(r"\{([a-z0-9_]+)(?:\|([A-Z]{3}))?(?::(\w+))?\}")

Row = dict[str, Any]

_CROSSINGS = (("khorgos", "Khorgos"), ("alashankou", "Alashankou"))


class Headline:
    """Rows of the headline by id and reporter."""

    def __init__(self, report: ReportInput) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        for row in report.headline.to_dict("records"):
            reporter = row.get("reporter")
            self.rows[str(row["id"]), reporter if isinstance(reporter, str) else ""] = {
                str(k): v for k, v in row.items()
            }

    @property
    def measured(self) -> bool:
        """Whether changes against the base are known."""
        return any(known(row.get("difference")) for row in self.rows.values())

    def get(self, ident: str, reporter: str = "") -> Row | None:
        """The row; None where the run has no such number."""
        row = self.rows.get((ident, reporter))
        return row if row is not None and known(row.get("value")) else None

    def reason(self, ident: str, reporter: str = "") -> str:
        """Why the run has no such number; empty where it has one, or nobody knows."""
        row = self.rows.get((ident, reporter), {})
        reason = row.get("reason")
        return reason if isinstance(reason, str) and not known(row.get("value")) else ""

    def value(self, ident: str, reporter: str = "") -> float | None:
        row = self.get(ident, reporter)
        return None if row is None else float(row["value"])

    def has(self, *idents: str) -> bool:
        return all(self.get(i) for i in idents)

    def change(self, ident: str, reporter: str = "") -> float | None:
        """Difference from the base; None where there is none."""
        row = self.get(ident, reporter)
        return float(row["difference"]) if row and known(row.get("difference")) else None


def question(report: ReportInput) -> str:
    """The question that the run answers."""
    if report.question:
        return report.question
    if report.base:
        told = str(report.scenario.get("description") or f"The scenario {report.name}.").strip()
        return f"{told} What changes against {report.base}?"
    return (
        "What does the transport and trade system of China and Kazakhstan carry, how long does it take, what does it "
        "cost and emit, who gains, and which target is met by whose statistics?"
    )


def sentences(report: ReportInput) -> list[str]:
    """The five sentences; the run's own where it brings them."""
    if report.answer:
        return list(report.answer)
    head = Headline(report)
    first = _changes(head, report) if report.base and head.measured else _state(head, report)
    return [*first, _target(head)]


def fill(sentence: str, figure: Callable[[str, str, str], Any]) -> Iterator[Any]:
    """Parts of a sentence: text, and ``figure(id, reporter, field)`` where a number stands."""
    at = 0
    for match in _PLACE.finditer(sentence):
        yield sentence[at : match.start()]
        yield figure(match[1], match[2] or "", match[3] or "value")
        at = match.end()
    yield sentence[at:]


def _state(head: Headline, report: ReportInput) -> list[str]:
    by_rail = _by_rail(head)
    return [
        f"In {report.year}, {{kaz_chn_rail_tonnes}} cross the rail borders of China and Kazakhstan, transit included: "
        "{khorgos_rail_trains_per_day} at Khorgos and {alashankou_rail_trains_per_day} at Alashankou, laden and empty, "
        "both directions.",
        "Outbound from China a train needs {khorgos_rail_hours_mean} on average from arrival at Khorgos to departure "
        "beyond it, and one in ten needs more than {khorgos_rail_hours_p90}; at Alashankou it is "
        "{alashankou_rail_hours_mean} and {alashankou_rail_hours_p90}.",
        by_rail,
        _bottleneck(report),
    ]


def _by_rail(head: Headline) -> str:
    if not head.has("xian_duisburg_days_p50"):
        reason = head.reason("xian_duisburg_days_p50")
        told = f" ({reason})" if reason else ""
        almaty = "nor to Almaty"
        if head.has("xian_almaty_days_p50"):
            almaty = "to Almaty one takes {xian_almaty_days_p50}"
        return f"No box goes by rail from Xi’an to Duisburg{told}; {almaty}."
    return (
        "Over the rail paths that boxes use, one from Xi’an reaches Duisburg in {xian_duisburg_days_p50} (median) for "
        "{xian_duisburg_usd_per_feu} and {xian_duisburg_co2e_kg_per_feu}, and Almaty in {xian_almaty_days_p50}."
    )


def _bottleneck(report: ReportInput) -> str:
    caspian = "The Caspian ports of Aktau and Kuryk carry {caspian_tonnes} without oil"
    use = facility_use(report)
    if use.empty:
        return caspian + "."
    top = use.iloc[0]
    name = Names(report).facility(str(top["facility_id"]))
    return f"{caspian}; the tightest spot of the network is {name}, used at {{tightest_use}} of its capacity."


def _changes(head: Headline, report: ReportInput) -> list[str]:
    base = report.base
    open_now = [(i, name) for i, name in _CROSSINGS if head.has(f"{i}_rail_hours_mean")]
    closed = [f"{name} is closed" for i, name in _CROSSINGS if (i, name) not in open_now]
    needs = [
        f"{{{i}_rail_hours_mean}} at {name} on average ({_moved(head, f'{i}_rail_hours_mean')})"
        for i, name in open_now
    ]
    passes = [
        f"{name} passes {{{i}_rail_trains_per_day}} ({_moved(head, f'{i}_rail_trains_per_day')})"
        for i, name in open_now
    ]
    hours = [f"a train needs {' and '.join(needs)}, outbound from China"] if needs else []
    return [
        f"Against {base}, {'; '.join([*closed, *hours])}.",
        f"{', '.join([*passes, *closed])}; {{kaz_chn_rail_tonnes}} cross the rail borders "
        f"({_moved(head, 'kaz_chn_rail_tonnes')}) and {{caspian_tonnes}} the Caspian "
        f"({_moved(head, 'caspian_tonnes')}).",
        _route_change(head),
        f"The two countries trade {_moved(head, 'kaz_chn_trade_usd', 'CHN')} by China’s count and "
        f"{_moved(head, 'kaz_chn_trade_usd', 'KAZ')} by Kazakhstan’s; real spending changes by {{kaz_welfare_percent}} "
        "in Kazakhstan and {chn_welfare_percent} in China.",
    ]


def _route_change(head: Headline) -> str:
    if not head.has("xian_duisburg_days_p50"):
        return _by_rail(head)
    return (
        "A box from Xi’an reaches Duisburg by rail in {xian_duisburg_days_p50} over the paths that boxes use "
        f"({_moved(head, 'xian_duisburg_days_p50')}) for {{xian_duisburg_usd_per_feu}} "
        f"({_moved(head, 'xian_duisburg_usd_per_feu')}), and Almaty in {{xian_almaty_days_p50}} "
        f"({_moved(head, 'xian_almaty_days_p50')})."
    )


def _moved(head: Headline, ident: str, reporter: str = "") -> str:
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


def _target(head: Headline) -> str:
    """The 40 billion target by both reporters; a gap stays a gap."""
    parts = []
    for code, whose in (("CHN", "China’s count"), ("KAZ", "Kazakhstan’s")):
        gap = head.value("target_40bn_gap_usd", code)
        if gap is None:
            parts.append(f"open by {whose}, for want of a figure")
            continue
        trade = f"trade of {{kaz_chn_trade_usd|{code}}}"
        if gap <= 0:
            parts.append(f"passed by {whose} ({trade}, {{target_40bn_gap_usd|{code}:excess}} above)")
        else:
            parts.append(f"missed by {whose} ({trade}, {{target_40bn_gap_usd|{code}:size}} short)")
    joined = " and ".join(parts)
    return f"The target of 40 billion US dollars of trade by 2030 is {joined}."


def facility_use(report: ReportInput) -> pd.DataFrame:
    """facility_id, load_per_day, capacity_per_day, use and what else is known, the fullest first."""
    for name in ("flows.facilities", "flows.facility_loads"):
        frame = report.table(name)
        if {"facility_id", "load_per_day"} <= set(frame.columns):
            break
    else:
        return pd.DataFrame()
    named = report.table("network.facilities")
    extra = [c for c in named.columns if c not in frame.columns]
    if extra and "facility_id" in named:
        frame = frame.merge(named[["facility_id", *extra]], on="facility_id", how="left")
    if "capacity_per_day" not in frame:
        return pd.DataFrame()
    frame = frame[frame["capacity_per_day"] > 0]
    frame = frame.assign(use=frame["load_per_day"] / frame["capacity_per_day"])
    return frame.sort_values(["use", "facility_id"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )


def far_off(report: ReportInput) -> pd.DataFrame:
    """Tests of the model against published figures that are off by more than a factor of two, the worst first."""
    frame = report.beside_published
    if frame.empty:
        return frame
    r = pd.to_numeric(frame["ratio"], errors="coerce")
    off = frame[(frame["role"] == "test") & ((r > FAR) | (r < 1 / FAR))]
    far = pd.to_numeric(off["ratio"], errors="coerce").clip(lower=1e-9)
    return off.assign(_far=far.where(far >= 1, 1 / far)).sort_values("_far", ascending=False, kind="stable")


def first_words(report: ReportInput) -> list[str]:
    """What the first screen says before the answer: failed checks, tests far off, other warnings."""
    said = []
    for c in report.certificates:
        if not c["ok"]:
            value = f"{float(c['value']):.2g}" if known(c.get("value")) else "no value"
            said.append(
                f"The check “{str(c['name']).replace('_', ' ')}” of {c['stage']} fails: {value} against a tolerance of "
                f"{float(c['tolerance']):g}. What rests on it is not to be used."
            )
    for row in far_off(report).to_dict("records"):
        what = row.get("counts") if isinstance(row.get("counts"), str) else row["quantity"]
        year = f", {int(row['year'])}" if known(row.get("year")) else ""
        said.append(
            f"The model gives {ratio(row['ratio'])} times the published figure for {what}{year} ({row['volume_id']})."
        )
    codes = {"certificate.failed", "beside.far_off"}
    said += [str(w["message"]) for w in report.warnings if w.get("code") not in codes]
    return said
