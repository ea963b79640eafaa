"""Groups of countries have one truth; crossings name assumptions and facts that exist."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from jibek import record, sources
from jibek.ground.errors import InputError
from jibek.record.crossings import crossings
from jibek.record.groups import alpha2, members


@pytest.fixture(scope="module")
def facts():
    return record.establish(sources.read())


def with_rows(facts, *rows):
    frame = pd.concat([facts.table("country_groups"), pd.DataFrame(rows)], ignore_index=True)
    return replace(facts, tables={**facts.tables, "country_groups": frame})


def test_unions_as_their_treaties_have_them(facts):
    """27 members of the European Union since 2020; five of the Eurasian Economic Union since 2015."""
    union = members("EU27", facts)
    assert len(union) == len(set(union)) == 27
    assert {"GBR", "CHE", "NOR", "SRB"}.isdisjoint(union)
    assert set(members("EAEU", facts)) == {"RUS", "KAZ", "BLR", "ARM", "KGZ"}
    assert alpha2("EAEU", facts) == {"RU", "KZ", "BY", "AM", "KG"}
    assert len(alpha2("EU27", facts)) == 27


def test_the_two_central_asias_differ_by_name(facts):
    """With Kazakhstan: the five states that China counts. Without it and with Afghanistan: the markets beyond it."""
    five, south = set(members("CENTRAL_ASIA_FIVE", facts)), set(members("CENTRAL_ASIA_SOUTH", facts))
    assert five - south == {"KAZ"}
    assert south - five == {"AFG"}
    assert members("CENTRAL_ASIA", facts) == ("CENTRAL_ASIA",)  # no group: it would have two meanings


def test_a_group_may_hold_a_group(facts):
    sanctioning = members("SANCTIONING", facts)
    assert set(members("EU27", facts)) < set(sanctioning)
    assert len(sanctioning) == 27 + 7
    assert "EU27" not in sanctioning
    wider = with_rows(facts, {"group": "EU27", "member": "SRB", "iso2": "RS"})
    assert set(members("SANCTIONING", wider)) - set(sanctioning) == {"SRB"}
    assert "RS" in alpha2("EU27", wider)


def test_groups_and_countries_joined_come_once_each(facts):
    assert members("KAZ; CAUCASUS_TURKEY;TUR", facts) == ("KAZ", "AZE", "GEO", "ARM", "TUR")


def test_a_group_of_itself_is_refused(facts):
    circle = with_rows(
        facts, {"group": "A", "member": "B", "iso2": None}, {"group": "B", "member": "A", "iso2": None}
    )
    with pytest.raises(InputError) as caught:
        members("A", circle)
    assert caught.value.code == "record.group_of_itself"


def test_a_country_has_one_alpha2_code_and_every_member_is_known(facts):
    groups = facts.table("country_groups")
    countries = groups[groups["iso2"].notna()]
    assert (countries.groupby("member")["iso2"].nunique() == 1).all()
    known = set(facts.table("country_base")["iso3"]) | set(groups["group"])
    assert set(groups["member"]) <= known
    # Places of the network name the same codes: what has a place in the union is one of its members.
    lands = set(facts.table("nodes")["country"])
    assert {"DE", "PL", "RO", "FI"} <= lands & alpha2("EU27", facts)


def test_borders_name_each_pair_once_and_no_country_twice(facts):
    frame = facts.table("country_borders")
    pairs = [frozenset(p) for p in zip(frame["country_a"], frame["country_b"], strict=True)]
    assert len(set(pairs)) == len(pairs)
    assert all(len(p) == 2 for p in pairs)


def test_crossings_name_what_the_record_holds(facts):
    for crossing in crossings(facts).values():
        for name in (
            crossing.acceptance,
            crossing.clearance,
            crossing.other_trains_out,
            crossing.other_trains_in,
            crossing.total_hours,
        ):
            assert not name or facts.assume(name) > 0
        assert not crossing.windy_days or facts.fact(crossing.windy_days) > 0
