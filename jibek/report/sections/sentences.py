"""The first screen in words: at most five sentences after the finding, all computed from the run.

A baseline's say what passes, how long it takes and how the model does against figures kept aside; a scenario's what
changes against its base.
"""

from __future__ import annotations

from jibek.ground.language import tr, trn
from jibek.ground.locale import clauses, detailed
from jibek.ground.vocabulary import BASE_REPORTER
from jibek.report.input import ReportInput
from jibek.report.sections.answer import Headline, beside_row, facility_use
from jibek.report.sections.finding import CROSSINGS, closed_words, crossings_open, tightest
from jibek.report.wording.names import Names, why_none, within
from jibek.report.wording.numbers import known

MOST = 5  # sentences of a first screen


def sentences(report: ReportInput) -> list[str]:
    """At most five sentences after the finding; the run's own where it brings them."""
    if report.answer:
        return list(report.answer)
    head = Headline(report)
    said = _changes(head, report) if report.base and head.measured else _state(head, report)
    return [s for s in said if s][:MOST]


def _state(head: Headline, report: ReportInput) -> list[str]:
    return [
        tr(
            "In {year}, {rail} cross the border of China and Kazakhstan by rail, transit included{beside}, in "
            "{khorgos} at Khorgos and {alashankou} at Alashankou.",
            year=report.year, rail="{kaz_chn_rail_tonnes:spread}", beside=_beside(report, "kaz_chn_rail_mt"),
            khorgos="{khorgos_rail_trains_per_day}", alashankou="{alashankou_rail_trains_per_day}",
        ),
        _hours(head, report),
        by_rail(head),
        _bottleneck(report),
        _tested(report),
    ]  # fmt: skip


def _hours(head: Headline, report: ReportInput) -> str:
    """What a train needs at the two crossings, or why there is no figure."""
    if not head.has("khorgos_rail_hours_mean", "alashankou_rail_hours_mean"):
        shut = [(name, head.reason(f"{i}_rail_hours_mean")) for i, name in CROSSINGS
                if not head.has(f"{i}_rail_hours_mean")]  # fmt: skip
        said = [
            tr("{name}: no figure ({why})", name=tr(name), why=why_none(why))
            if why
            else tr("{name}: no figure", name=tr(name))
            for name, why in shut
        ]  # fmt: skip
        return tr("{said}.", said=clauses(said))
    khorgos, alashankou = "{khorgos_rail_hours_mean:spread}", "{alashankou_rail_hours_mean:spread}"
    if beside_row(report, "china_rail_out_hours") is None:
        return tr(
            "A train out of China needs {khorgos} at Khorgos and {alashankou} at Alashankou, from arrival to departure "
            "beyond.",
            khorgos=khorgos, alashankou=alashankou,
        )  # fmt: skip
    return tr(
        "A train out of China needs {khorgos} at Khorgos and {alashankou} at Alashankou, from arrival to departure "
        "beyond; at all rail crossings out of China together it is {modelled}, published {published}.",
        khorgos=khorgos, alashankou=alashankou, modelled="{china_rail_out_hours:modelled}",
        published="{china_rail_out_hours:published}",
    )  # fmt: skip


def _beside(report: ReportInput, quantity: str) -> str:
    """The published figure of the same year and definition, in brackets; blank without one."""
    row = beside_row(report, quantity)
    if row is None:
        return ""
    published = f"{{{quantity}:published}}"
    if row["role"] == "pivot":
        return tr(" (published: {published}, to which the model is fitted)", published=published)
    return tr(" (published: {published})", published=published)


def by_rail(head: Headline) -> str:
    """A box by rail from Xi’an to Duisburg and Almaty."""
    if not head.has("xian_duisburg_days_p50"):
        reason = why_none(head.reason("xian_duisburg_days_p50"))
        why = tr(" ({why})", why=reason) if reason else ""
        if not head.has("xian_almaty_days_p50"):
            return tr("No box goes by rail from Xi’an to Duisburg{why}; nor to Almaty.", why=why)
        return tr(
            "No box goes by rail from Xi’an to Duisburg{why}; to Almaty one takes {days}.",
            why=why,
            days="{xian_almaty_days_p50}",
        )
    return tr(
        "A box from Xi’an reaches Duisburg by rail in {days} for {price}, emitting {co2e}, and Almaty in {almaty}.",
        days="{xian_duisburg_days_p50:spread}", price="{xian_duisburg_usd_per_feu}",
        co2e="{xian_duisburg_co2e_kg_per_feu}", almaty="{xian_almaty_days_p50}",
    )  # fmt: skip


def _bottleneck(report: ReportInput) -> str:
    caspian = tr(
        "The Caspian ports of Aktau and Kuryk carry {tonnes} without oil{beside}",
        tonnes="{caspian_tonnes:spread}",
        beside=_beside(report, "caspian_mt"),
    )
    top = tightest(report)
    if top.empty:
        return tr("{said}.", said=caspian)
    name = Names(report).facility(str(top.iloc[0]["facility_id"]))
    use = facility_use(report)
    fuller = int((use["use"] > float(top.iloc[0]["use"])).sum())
    said = {"caspian": caspian, "place": name, "use": "{tightest_use}"}
    if not fuller:
        return tr(
            "{caspian}; of places whose capacity is published the fullest is {place}, at {use} of it.", **said
        )
    return trn(
        "{caspian}; of places whose capacity is published the fullest is {place}, at {use} of it (one place looks "
        "fuller, by an assumed capacity).",
        "{caspian}; of places whose capacity is published the fullest is {place}, at {use} of it ({n} places look "
        "fuller, by an assumed capacity).",
        fuller,
        **said,
    )


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
    good, at = int((far <= 2).sum()), f"beside|{worst.name}"
    said = {
        "all": len(tests), "name": within(tr(str(worst["words"]))), "modelled": f"{{{at}:modelled}}",
        "published": f"{{{at}:published}}",
    }  # fmt: skip
    if good == len(tests):
        return tr(
            "Of {all} published figures kept aside to test the model all lie within a factor of two; furthest off is "
            "{name}, {modelled} against {published}.",
            **said,
        )
    return trn(
        "Of {all} published figures kept aside to test the model one lies within a factor of two; furthest off is "
        "{name}, {modelled} against {published}.",
        "Of {all} published figures kept aside to test the model {n} lie within a factor of two; furthest off is "
        "{name}, {modelled} against {published}.",
        good,
        **said,
    )


def _changes(head: Headline, report: ReportInput) -> list[str]:
    open_now = crossings_open(head)
    closed = [closed_words(name) for i, name in CROSSINGS if (i, name) not in open_now]
    passes = [
        tr(
            "{name} passes {trains} ({change})",
            name=tr(name),
            trains=f"{{{i}_rail_trains_per_day}}",
            change=moved(head, f"{i}_rail_trains_per_day"),
        )
        for i, name in open_now
    ]
    return [
        tr("Against {base}, {said}.", base=report.base, said=clauses([*closed, *_needs(head, open_now)])),
        tr(
            "{crossings}; {rail} cross the rail borders ({rail_change}) and {caspian} the Caspian ({caspian_change}).",
            crossings=detailed([*passes, *closed]), rail="{kaz_chn_rail_tonnes}",
            rail_change=moved(head, "kaz_chn_rail_tonnes"), caspian="{caspian_tonnes}",
            caspian_change=moved(head, "caspian_tonnes"),
        ),
        _route_change(head),
        tr(
            "The two countries trade {chn} by China’s count and {kaz} by Kazakhstan’s; real spending changes by "
            "{kaz_spending} in Kazakhstan and {chn_spending} in China.",
            chn=moved(head, "kaz_chn_trade_usd", "CHN"), kaz=moved(head, "kaz_chn_trade_usd", "KAZ"),
            kaz_spending=_spending(report, "KAZ"), chn_spending=_spending(report, "CHN"),
        ),
    ]  # fmt: skip


def _needs(head: Headline, open_now: list[tuple[str, str]]) -> list[str]:
    """What a train needs at the crossings that are open, as one part of a sentence; none where all are closed."""
    needs = {i: f"{{{i}_rail_hours_mean}}" for i, _ in open_now}
    change = {i: moved(head, f"{i}_rail_hours_mean") for i, _ in open_now}
    if len(open_now) == len(CROSSINGS):
        return [
            tr(
                "a train needs {khorgos} at Khorgos on average ({khorgos_change}) and {alashankou} at Alashankou on "
                "average ({alashankou_change}), outbound from China",
                khorgos=needs["khorgos"], khorgos_change=change["khorgos"], alashankou=needs["alashankou"],
                alashankou_change=change["alashankou"],
            )
        ]  # fmt: skip
    return [
        tr(
            "a train needs {hours} at {name} on average ({change}), outbound from China",
            hours=needs[i],
            name=tr(name),
            change=change[i],
        )
        for i, name in open_now
    ]


def _spending(report: ReportInput, country: str) -> str:
    """Dollars a year where the run has them, else percent."""
    frame = report.table("trade.countries")
    if "welfare_usd" in frame:
        of = frame[(frame["country"] == country) & (frame["reporter"] == BASE_REPORTER)]["welfare_usd"]
        if len(of) and known(of.iloc[0]):
            return tr("{dollars} a year", dollars=f"{{spending|{country}}}")
    return f"{{{country.lower()}_welfare_percent}}"


def _route_change(head: Headline) -> str:
    if not head.has("xian_duisburg_days_p50"):
        return by_rail(head)
    return tr(
        "A box from Xi’an reaches Duisburg by rail in {days} ({days_change}) for {price} ({price_change}), and Almaty "
        "in {almaty} ({almaty_change}).",
        days="{xian_duisburg_days_p50}", days_change=moved(head, "xian_duisburg_days_p50"),
        price="{xian_duisburg_usd_per_feu}", price_change=moved(head, "xian_duisburg_usd_per_feu"),
        almaty="{xian_almaty_days_p50}", almaty_change=moved(head, "xian_almaty_days_p50"),
    )  # fmt: skip


def moved(head: Headline, ident: str, reporter: str = "") -> str:
    """``{id:difference} less``, or ``unchanged``."""
    row, change = head.get(ident, reporter), head.change(ident, reporter)
    if row is None:
        return tr("no figure")
    if change is None:
        return tr("change unknown")
    size = abs(float(row["value"])) or 1.0
    if abs(change) < 5e-4 * size:
        return tr("unchanged")
    at = f"{ident}|{reporter}" if reporter else ident
    difference = f"{{{at}:difference}}"
    return (
        tr("{difference} more", difference=difference)
        if change > 0
        else tr("{difference} less", difference=difference)
    )
