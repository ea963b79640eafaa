"""Workings in the data: arithmetic over known ids, nothing else, and every id asked for is a parent."""

import math

import pytest
from sources.tables_on_disk import row_of, write

from jibek import record, sources
from jibek.dataset.inspection import inspect
from jibek.ground.errors import InputError
from jibek.record import targets
from jibek.record.groups import members
from jibek.record.working import IN_TABLES, check, problems_of, work_out


@pytest.fixture(scope="module")
def facts():
    return record.establish(sources.read())


def test_the_trans_caspian_boxes_of_2023_by_hand(facts):
    """33,600 TEU in 2022 and 56,500 in 2024 at even growth: the root of the product, 43,571."""
    worked = work_out('sqrt(volume("V077") * volume("V079"))', facts)
    assert worked.value == pytest.approx(math.sqrt(33_600 * 56_500), rel=1e-12)  # rounding
    assert worked.parents == ("fact:volumes:V077:value", "fact:volumes:V079:value")


def test_a_sum_over_a_group_names_every_country(facts):
    worked = work_out('country("imports_from_CHN_2023_busd", "CENTRAL_ASIA_SOUTH")', facts)
    assert worked.value == pytest.approx(
        18.1823 + 12.5718 + 3.6767 + 0.9567 + 0.9624, abs=1e-9
    )  # printed digits
    assert len(worked.parents) == 5
    assert set(members("CENTRAL_ASIA_SOUTH", facts)) == {"KGZ", "UZB", "TJK", "TKM", "AFG"}


def test_a_group_that_is_none_is_refused_and_not_zero(facts):
    with pytest.raises(InputError) as caught:
        work_out('country("imports_from_CHN_2023_busd", "CENTRAL_ASIA")', facts)
    assert caught.value.code == "working.invalid"
    assert "no country or group CENTRAL_ASIA" in caught.value.message


def test_parents_come_in_the_order_they_are_asked_for_and_once(facts):
    worked = work_out('assume("trade_theta") + volume("V056") - assume("trade_theta")', facts)
    assert worked.parents == ("assumption:trade_theta", "fact:volumes:V056:value")


@pytest.mark.parametrize(
    "expression",
    ['__import__("os")', "open('x')", "(1).real", "[1]", "1 +", 'fact(name="x")', 'sqrt("x")', "1 / 0"],
)
def test_anything_but_arithmetic_is_refused(facts, expression):
    with pytest.raises(InputError) as caught:
        work_out(expression, facts)
    assert caught.value.code == "working.invalid"


def test_an_unknown_id_is_refused_with_the_nearest(facts):
    with pytest.raises(InputError) as caught:
        work_out('volume("V0777")', facts)
    assert "V077" in caught.value.problems[0].fix


def told(expression, facts):
    return [(p.code, p.value) for p in check(expression, facts)]


def test_every_name_that_the_data_lacks_is_told_before_anything_is_computed(facts):
    expression = (
        'volume("V0777") / assume("trade_thta") + country("imports_from_CHN_2023_busd", "EU28;KAZ") '
        '+ country("imports_from_CHN_bus", "KAZ") + sqr(1) + fact("volumes:V077:note")'
    )
    before = facts.asked()
    assert told(expression, facts) == [
        ("record.unknown_fact", "volumes:V0777:value"),
        ("record.unknown_assumption", "trade_thta"),
        ("working.unknown_country", "EU28"),
        ("working.unknown_column", "imports_from_CHN_bus"),
        ("working.invalid", "sqr(1)"),
        ("record.unknown_fact", "volumes:V077:note"),
    ]
    fixes = [p.fix for p in check(expression, facts)]
    nearest = ("V077", "trade_theta", "EU27", "imports_from_CHN_2023_busd", "sqrt", "volumes:V077:value")
    assert all(near in fix for near, fix in zip(nearest, fixes, strict=True))
    assert facts.asked() == before  # looking up is not asking


@pytest.mark.parametrize(
    "expression",
    ["1 +", "[1]", '"x"', "True", "None", 'fact(name="x")', 'sqrt("x")', "fact(1)", "maximum(1)", 'sqrt(1, 2)',
     "fact()", "x", "1 if 1 else 2", "1 // 2", '__import__("os")', "(1).real", "1j"],
)  # fmt: skip
def test_what_is_no_working_is_told_without_computing_it(facts, expression):
    assert [code for code, _ in told(expression, facts)] == ["working.invalid"]


def test_a_division_by_nothing_is_no_matter_of_names(facts):
    assert check("1 / 0", facts) == []


def test_a_country_without_a_figure_is_not_summed_as_nothing(facts):
    """GEO's trade with China is blank in the package: the group has no sum."""
    expression = 'country("imports_from_CHN_2023_busd", "CAUCASUS_TURKEY")'
    assert told(expression, facts) == [("record.unknown_fact", "country_base:GEO:imports_from_CHN_2023_busd")]
    with pytest.raises(InputError):
        work_out(expression, facts)


def test_what_check_lets_pass_can_be_worked_out(facts):
    """Every working of the package, by the function that computes it."""
    assert problems_of(facts) == []
    for stem, columns in IN_TABLES.items():
        for column in columns:
            for expression in facts.table(stem)[column].dropna():
                assert math.isfinite(work_out(expression, facts).value)


def test_bad_workings_of_a_folder_are_told_all_at_once_and_before_the_run(tmp_path):
    shipped = sources.read()
    pivot = row_of(shipped, "pivots", pivot_id="sea-iran") | {"working": 'assume("sea_share_irn")'}
    other = row_of(shipped, "observations", observation_id="V056") | {
        "working": 'volume("V56") + volume("V5")'
    }
    write(tmp_path, "pivots", pivot)
    write(tmp_path, "observations", other)
    with pytest.raises(InputError) as caught:
        record.establish(sources.read(tmp_path))
    assert (caught.value.code, caught.value.exit_code) == ("sources.invalid", 2)
    assert [(p.where, p.row, p.column, p.value) for p in caught.value.problems] == [
        ("pivots.csv", 2, "working", "sea_share_irn"),
        ("observations.csv", 2, "working", "volumes:V56:value"),
        ("observations.csv", 2, "working", "volumes:V5:value"),
    ]
    wrong = [c for c in inspect(tmp_path).checks if c.severity == "error" and not c.ok]
    assert [(c.code, len(c.rows)) for c in wrong] == [("references.workings", 3)]


def test_slips_in_the_actual_of_a_goal_are_no_gaps(tmp_path):
    """A name that no row bears is told with the nearest; a year without a figure stays a gap."""
    shipped = sources.read()
    goal = row_of(shipped, "official_targets", target="Middle Corridor time")
    write(
        tmp_path,
        "official_targets",
        goal | {"actual_working": 'during("systems/finance_trad", "x") + sqr(1)'},
    )
    with pytest.raises(InputError) as caught:
        record.establish(sources.read(tmp_path))
    assert (caught.value.code, caught.value.exit_code) == ("sources.invalid", 2)
    assert {(p.code, p.where, p.column) for p in caught.value.problems} == {
        ("working.invalid", "official_targets.csv", "actual_working"),
        ("working.unknown_name", "official_targets.csv", "actual_working"),
    }
    assert any("systems/finance_trade" in p.fix for p in caught.value.problems)
    assert len(record.establish(shipped, year=2018).targets) > 0
    wrong = [c for c in inspect(tmp_path).checks if c.severity == "error" and not c.ok]
    assert [(c.code, len(c.rows)) for c in wrong] == [("references.workings", len(caught.value.problems))]


@pytest.mark.parametrize(
    ("working", "code"),
    [
        ('CHN = trade("CHM")', "working.unknown_name"),
        ('counted("volumes", "Fright", "TITR", "Mt")', "working.unknown_name"),
        ('counted("volumes", "Freight", "TITS", "Mt")', "working.unknown_name"),
        ('counted("volumes", "Freight", "TITR", "Mtt")', "working.unknown_name"),
        ('country("exports_to_CH", "CENTRAL_ASIA_FIVE")', "working.unknown_column"),
        ('country("exports_to_CHN", "CENTRAL_ASIA_SIX")', "working.unknown_country"),
        ("CHN == 2", "working.invalid"),
    ],
)
def test_every_name_of_an_actual_is_looked_up(facts, working, code):
    tables = dict(facts.tables)
    tables["official_targets"] = tables["official_targets"].head(1).assign(actual_working=working)
    assert [p.code for p in targets.problems_of(tables, facts.facts)] == [code]
