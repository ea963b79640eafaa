"""Indicators: every formula can be worked, none copies a figure, units fit, and a dozen are told by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest
from dimensions import dimensions, dims_of
from made_up import kept_rows

from jibek.ground.errors import InputError
from jibek.ground.vocabulary import QUANTITIES
from jibek.record import Facts
from jibek.record.working import check, work_out
from jibek.systems import Survey, modelled, survey
from jibek.systems.methods import METHODS
from jibek.systems.model import Indicator, Modelled
from jibek.systems.working import problems_of, work

# Dimensions that are held to; of what else is counted (jobs, projects) a ratio may bear any name.
KINDS = ("mass", "money", "energy", "train", "gas", "TEU", "length")


def one(found: Survey, indicator_id: str) -> Indicator:
    return next(i for s in found.systems for i in s.indicators if i.indicator_id == indicator_id)


def all_of(found: Survey) -> list[Indicator]:
    return [i for s in found.systems for i in s.indicators]


def test_every_formula_gives_a_finite_figure_from_two_steps_or_the_model(found: Survey) -> None:
    for i in all_of(found):
        assert i.value is not None, (i.indicator_id, i.missing)
        assert math.isfinite(i.value), i.indicator_id
        from_model = any(p.startswith("result:") for p in i.parents)
        assert len(i.parents) >= 2 or from_model, i.indicator_id


def test_ends_hold_the_value_between_them(found: Survey) -> None:
    for i in all_of(found):
        assert i.low is None or i.low <= i.value + 1e-9 * abs(i.value), i.indicator_id
        assert i.high is None or i.high >= i.value - 1e-9 * abs(i.value), i.indicator_id


def copied(formula: str, value: float, facts: Facts, kept: dict[str, Modelled]) -> str | None:
    """The step whose figure a formula hands on: equal to it, and unmoved by any other step; None if there is none.

    85 finishers of 100 are 85 percent: an equal figure alone is no copy.
    """
    given = {q: m.value for q, m in kept.items() if m.value is not None}

    def at(instead: dict[str, float]) -> float:
        return work_out(formula, facts, quantities=given, methods=METHODS, instead=instead).value

    parents = work_out(formula, facts, quantities=given, methods=METHODS).parents
    figures = {p: figure_of(p, facts, kept) for p in parents}
    for step, figure in figures.items():
        if figure is not None and math.isclose(value, figure, rel_tol=1e-9):
            others = {p: v for p, v in figures.items() if p != step and v is not None}
            if all(math.isclose(at({p: v * 1.01 + 0.01}), value, rel_tol=1e-9) for p, v in others.items()):
                return step
    return None


def figure_of(step: str, facts: Facts, kept: dict[str, Modelled]) -> float | None:
    kind, _, name = step.partition(":")
    if kind == "fact":
        return facts.fact(name)
    if kind == "assumption":
        return facts.assume(name)
    if kind == "claim":
        return work_out(f'claim("{name}")', facts, methods=METHODS).value
    return kept[name.removeprefix("quantities:")].value if kind == "result" else None


def test_no_indicator_hands_on_a_figure_that_it_rests_on(
    facts: Facts, found: Survey, kept: dict[str, Modelled]
) -> None:
    for i in all_of(found):
        assert i.value is not None
        assert copied(i.formula, i.value, facts, kept) is None, i.indicator_id


def test_a_copied_constant_is_seen(facts: Facts, kept: dict[str, Modelled]) -> None:
    trains = facts.fact("volumes:V029:value")
    assert copied('volume("V029")', trains, facts, kept) == "fact:volumes:V029:value"
    assert copied('volume("V029") + 0 * volume("V024")', trains, facts, kept) == "fact:volumes:V029:value"
    assert copied('quantity("khorgos_teu")', kept["khorgos_teu"].value or 0, facts, kept) is not None


def test_units_fit(facts: Facts, found: Survey) -> None:
    units = dict(zip(facts.facts["fact_id"], facts.facts["unit"], strict=True))
    assumed = dict(zip(facts.assumptions["assumption_id"], facts.assumptions["unit"], strict=True))
    claims = facts.table("claims").set_index("claim_id")

    def unit_of(name: str, word: str) -> str | None:
        if name == "claim":
            return str(claims.at[word, "currency"] or claims.at[word, "unit"]).replace(" (standard coal)", "")
        if name == "quantity":
            return QUANTITIES[word]
        if name == "assume":
            return str(assumed[word])
        told = units[word if name == "fact" else f"volumes:{word}:value"]
        # Rates of exchange turn money of one name into another: no dimension here.
        return "1" if word.startswith("rates:") else told

    known, wrong = 0, []
    for i in all_of(found):
        got, said = dimensions(i.formula, unit_of), dims_of(i.unit)
        if got is None or said is None or not set(said) <= set(KINDS):
            continue
        known += 1
        held = {k: v for k, v in got.items() if k in KINDS}
        # Yield over irradiation: the reference of 1 kW a m2 that makes it a ratio is written nowhere.
        if held != said and i.indicator_id != "almaty_pv.performance_ratio":
            wrong.append((i.indicator_id, held, dict(said)))
    assert wrong == []
    assert known > 0.7 * len(all_of(found))


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("trade_turnover.mirror_2023", 41.0 / 31.5),
        ("trade_turnover.nowcast_2024", 100 * (17.6 * 12 / 5 / 43.82 - 1)),
        ("trade_turnover.long_growth", 100 * ((41 / 0.37) ** (1 / 31) - 1)),
        ("trade_turnover.closure_2022", 41 / 1.32),
        ("target_40bn.gap_kaz", 40 - 31.5),
        ("partner_rank.rank_2022", 2),
        ("partner_rank.rank_2023", 1),
        ("rank_central_asia.lead_2024", 43.82 / 22.71),
        ("zhanatas_wind.capacity_factor", 100 * 350e3 / 876e3),
        ("zhanatas_wind.coal_kwh", 109_500 / 350),
        ("zhanatas_wind.jobs_said", 500 / 100),
        ("pipelines.oil_use_2023", 100 * (1.209 + 9.979) / 20),
        ("fuel_assembly.reloads", 200 / 30),
        ("visa_waiver.before", 1_929_000 / 2.2918),
        ("visa_waiver.entry", 177),  # 17 May to 10 November 2023: 14 + 30 + 31 + 31 + 30 + 31 + 10
        ("visits.xi_2013", 5),
        ("visits.xi_2022", 2),
        ("sco_astana.ordinal", 24),
        ("tourism_year.target", 100 * 655 / 500),
        ("market_opening.quota_price", 1.65 / 1.01),
        ("confucius.per_institute", 3000 / 5),
    ],
)
def test_told_by_hand(found: Survey, indicator: str, value: float) -> None:
    assert one(found, indicator).value == pytest.approx(value, rel=1e-9)  # rounding


def test_the_slope_of_a_trend_by_hand(found: Survey) -> None:
    """Scores 2.69, 2.70, 2.75, 2.81, 2.70 of 2012, 2014, 2016, 2018, 2023: deviations from 2016.6 and 2.73."""
    years, scores = (2012, 2014, 2016, 2018, 2023), (2.69, 2.70, 2.75, 2.81, 2.70)
    middle = sum(years) / 5
    slope = sum((y - middle) * s for y, s in zip(years, scores, strict=True)) / sum(
        (y - middle) ** 2 for y in years
    )
    assert one(found, "land_linked.lpi_trend").value == pytest.approx(slope, rel=1e-9)


def test_ranges_come_from_ends_that_meet(found: Survey, kept: dict[str, Modelled]) -> None:
    """Boxes over a terminal of 66,500 TEU: value and ends of the run over a figure without ends."""
    use, boxes = one(found, "xian_terminal.modelled_use"), kept["xian_kaz_teu"]
    assert use.value == pytest.approx(100 * boxes.value / 66_500)
    assert (use.low, use.high) == (
        pytest.approx(100 * boxes.low / 66_500),
        pytest.approx(100 * boxes.high / 66_500),
    )
    # 276,000 t in boxes of 8.3 to 13 t: the heavier the box, the fewer of them.
    first = one(found, "xian_terminal.use")
    assert first.low == pytest.approx(100 * 276_000 / 13 / 66_500)
    assert first.high is None  # "276,000 t or more"


def test_over_three_thousand_learners_leave_the_upper_end_open(found: Survey) -> None:
    per = one(found, "confucius.per_institute")
    assert (per.value, per.low, per.high) == (600, 600, None)


def test_a_run_of_another_year_is_not_set_beside_a_figure_of_2023(facts: Facts) -> None:
    told = {i.indicator_id: i for of in work(facts, modelled(kept_rows(2030))).values() for i in of}
    missing = told["khorgos.trains_beside"]
    assert missing.value is None
    assert missing.missing == "set beside figures of 2023, while the run is of 2030"
    assert told["khorgos.teu_train"].period == "2030"


def test_without_a_run_what_asks_for_one_says_so(facts: Facts) -> None:
    bare = survey(facts, {})
    khorgos = bare.of("khorgos")
    assert any(i.missing.startswith("no run is at hand") for i in khorgos.indicators)
    assert khorgos.status == "computed"  # by what rests on facts alone


BAD = [
    ('quantity("khorgos_te")', "working.unknown_quantity", "khorgos_teu"),
    ('fact("volumes:V29:value")', "record.unknown_fact", "volumes:V029:value"),
    ('held("EV-XI-KZ-2013; EV-XI-KZ-201", "2013", "2024")', "working.unknown_name", "EV-XI-KZ-201"),
    ('days("EV-VISA-SIGN")', "working.invalid", ""),
    ('events("scoo", "summit", "2001", "2024")', "working.unknown_name", "sco"),
    ('events("sco", "summits", "2001", "2024")', "working.unknown_name", "summit"),
    ('held("EV-SCO-2024", "July", "2024")', "working.not_a_day", ""),
    ('trend("systems/people", "land_linked", "lpi", "KAZ")', "working.unknown_name", ""),
    ('claim("S4-062")', "working.unknown_name", ""),  # a position, no figure
    ("rank(1)", "working.invalid", ""),
    ('__import__("os").system("true")', "working.invalid", ""),
    ("(lambda: 1)()", "working.invalid", ""),
]


@pytest.mark.parametrize(("formula", "code", "near"), BAD)
def test_bad_formulas_are_refused_with_the_nearest_name(
    facts: Facts, formula: str, code: str, near: str
) -> None:
    problems = check(formula, facts, quantities=QUANTITIES, methods=METHODS)
    assert problems[0].code == code
    assert near in " ".join(p.fix for p in problems)


def test_every_bad_row_is_named_at_once_with_line_and_column(facts: Facts) -> None:
    table = facts.table("indicators").copy()
    table.loc[table.index[0], "formula"] = 'quantity("no_such")'
    table.loc[table.index[1], "low"] = "1 +"
    broken = replace(facts, tables={**facts.tables, "indicators": table})
    found = problems_of(broken)
    assert [(p.where, p.column, p.code) for p in found] == [
        ("indicators.csv", "formula", "working.unknown_quantity"),
        ("indicators.csv", "low", "working.invalid"),
    ]
    assert [p.row for p in found] == [int(table["_row"].iloc[0]), int(table["_row"].iloc[1])]
    with pytest.raises(InputError) as caught:
        survey(broken, {})
    assert caught.value.code == "systems.invalid"
    assert caught.value.exit_code == 2


def test_an_event_only_planned_never_counts(facts: Facts) -> None:
    worked = work_out('held("EV-SCO-2026; EV-SCO-2024", "2001", "2030")', facts, methods=METHODS)
    assert worked.value == 1
    assert worked.parents == ("input:systems/events:EV-SCO-2024",)


def test_ids_of_the_tables_are_those_of_the_package(facts: Facts) -> None:
    indicators: pd.DataFrame = facts.table("indicators")
    assert set(indicators["system_id"]) <= set(facts.table("systems")["system_id"])
    assert indicators["indicator_id"].str.startswith(tuple(facts.table("systems")["system_id"])).all()
    for row in facts.table("system_rows").to_dict("records"):
        if row["table"] == "quantities":
            assert row["word"] in QUANTITIES
        else:
            assert row["word"] in set(facts.table(row["table"])[row["column"]].astype(str)), row
