"""What a shipper asks of the way, on the network worked by hand and by the names of the record."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hand import DOSTYK, KHORGOS, HandFacts, network

from jibek import record, sources
from jibek.ground.errors import InputError
from jibek.routes import search
from jibek.routes.asked import Asked, Via, asked_of
from jibek.routes.candidates import staged

DELAY = np.array([6.0, 9.0, 0.0])


def find(destination="D", **asked):
    asked = Asked(**asked)
    return search(network(), DELAY, None, HandFacts(), "A", destination, year=2023, asked=asked).itineraries


def via(*places):
    return tuple(Via(p, places=frozenset([p])) for p in places)


def test_ways_use_the_modes_that_are_allowed_alone():
    assert {m for i in find(modes=frozenset(["rail"])) for m in i.modes} == {"rail"}
    with pytest.raises(InputError) as fault:
        find(modes=frozenset(["sea"]))
    assert fault.value.code == "routes.no_path"
    assert [p.message for p in fault.value.problems] == ["rail is not among the modes you allow"]


def test_a_country_or_gateway_is_kept_away_from():
    assert not any("RU" in i.countries for i in find(countries=frozenset(["RU"])))
    assert {i.corridor for i in find(countries=frozenset(["RU"]))} == {"transcaspian", "sea"}
    assert not any(KHORGOS in i.gateways for i in find(gateways=frozenset([KHORGOS])))


def test_the_way_over_what_is_passed_by_hand():
    """Over Khorgos to M: 12 + 60 + 12 + 6 (wait) + 5 + 35 + 60 + 12 = 202 h; 4000 USD of A-KH-KA-H-M and handling:
    100 + 1200 + 150 + 250 + 800 + 1400 + 100. Over Dostyk: 12 + 64 + 8 + 9 + 5 + 30 + 60 + 12 = 200 h."""
    (over,) = find("M", via=via("KH"))
    assert over.gateways == (KHORGOS,)
    assert (over.days_mean, over.cost_usd) == (pytest.approx(202 / 24, abs=1e-4), 4000.0)
    (other,) = find("M", via=(Via("Dostyk", gateways=frozenset([DOSTYK])), *via("H")))
    assert (other.gateways, other.days_mean) == ((DOSTYK,), pytest.approx(200 / 24, abs=1e-4))


def test_what_is_passed_is_passed_in_order():
    assert {i.gateways for i in find("M", via=via("KA", "H"))} == {(KHORGOS,)}
    with pytest.raises(InputError, match="in that order"):
        find("M", via=via("H", "KA"))


def test_a_pair_that_a_wish_cuts_is_told_which():
    with pytest.raises(InputError) as fault:
        find("M", countries=frozenset(["KZ"]))
    assert fault.value.problems[0].message == "you avoid KZ"
    with pytest.raises(InputError) as fault:
        find("M", gateways=frozenset([KHORGOS, DOSTYK]))
    assert fault.value.problems[0].message in {f"you avoid gateway {g}" for g in (KHORGOS, DOSTYK)}


def test_copies_lead_on_over_what_is_passed_alone():
    """Two arcs 0 - 1 - 2, the second to be passed: four arcs in copies, one that leads from state 1 to state 2 + 3."""
    plan = staged(np.array([0, 1]), np.array([1, 2]), 3, [np.array([1])])
    assert list(zip(plan.tail.tolist(), plan.head.tolist(), plan.arc.tolist(), strict=True)) == [
        (0, 1, 0), (1, 2, 1), (3, 4, 0), (4, 5, 1), (1, 5, 1),
    ]  # fmt: skip
    assert plan.states == 6


@pytest.fixture(scope="module")
def facts():
    return record.establish(sources.read(), 2023, {})


@pytest.mark.parametrize("name", ["RU", "RUS", "russia", "Россия", "Ресей", "俄罗斯"])
def test_a_country_is_known_by_codes_and_in_four_languages(facts, name):
    assert asked_of(facts, "CNCHN", "DEDUI", avoid=[name]).countries == {"RU"}


def test_gateways_and_seas_are_known_by_name(facts):
    asked = asked_of(facts, "CNCHN", "DEDUI", via=["里海", "Dostyk"], avoid_gateway=["Алтынколь"])
    assert asked.gateways == {"CN_KHORGOS-KZ_ALTYNKOL"}
    assert (asked.via[0].sea, asked.via[1].places) == ("caspian", {"KZ_DOSTYK"})


def test_all_that_is_wrong_is_told_at_once(facts):
    with pytest.raises(InputError) as fault:
        asked_of(
            facts,
            "CNCHN",
            "DEDUI",
            modes="rail,boat",
            via=["Moscow", "Caspian", "Nowherestan"],
            avoid=["CN", "RU", "Absurdia"],
            avoid_gateway=["Dostik-on-Sea"],
        )
    told = [(p.code, p.where) for p in fault.value.problems]
    assert told == [
        ("route.unknown_mode", "--modes"),
        ("route.unknown_via", "--via"),
        ("route.unknown_country", "--avoid"),
        ("route.unknown_gateway", "--avoid-gateway"),
        ("route.contradiction", "--avoid"),
        ("route.contradiction", "--via"),
        ("route.contradiction", "--via"),
    ]
    assert fault.value.exit_code == 2


def test_no_mode_left_is_a_contradiction(facts):
    with pytest.raises(InputError, match="no mode is left"):
        asked_of(facts, "CNCHN", "DEDUI", modes=" , ")
