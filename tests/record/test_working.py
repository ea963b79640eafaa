"""Workings in the data: arithmetic over known ids, nothing else, and every id asked for is a parent."""

import math

import pytest

from jibek import record, sources
from jibek.ground.errors import InputError
from jibek.record.groups import members
from jibek.record.working import work_out


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
