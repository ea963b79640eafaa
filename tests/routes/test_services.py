"""Services on a network worked by hand: rides, factors, departures on their day, missed connections, the last day."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from hand import KHORGOS, ROWS, HandFacts, network, quantiles

from jibek import record, sources
from jibek.ground.errors import InputError
from jibek.routes import Cargo, search
from jibek.routes.booked import Booking
from jibek.routes.days import DRAWS
from jibek.routes.departures import SURE, leave_by, legs, played
from jibek.routes.evaluate import Loaded
from jibek.routes.service import Service
from jibek.routes.services import offers_of, rides_of, services_of, wanted

FACTS = HandFacts()
CERTAIN = tuple((*r[:7], r[6], *r[8:]) for r in ROWS)  # P90 at the mean: no spread
NORTH = "load.A A-KH KH-KA gauge.KA KA-H H-M M-D gauge.D unload.D".split()
CASPIAN = "load.A A-KH KH-KA gauge.KA KA-H H-C wait.C C-B tranship.B B-D unload.D".split()
EXPRESS = Service(
    "X", "express", "Express", "rail", frozenset("A"), frozenset("D"), haul_factor=0.5, border_factor=0.5,
    wait_factor=0.0, price_factor=1.2, load_hours=4.0, unload_hours=4.0,
)  # fmt: skip
WEEKLY = Service("F", "ferry", "Ferry on Friday", "sea", weekdays=(4,), per_week=1.0)
MONDAY = date(2023, 3, 6)


def loaded(*, rows=CERTAIN, delay=6.0, played_waits=None, seed=1):
    net = network(rows=rows)
    return Loaded.of(net, np.array([delay, 9.0, 0.0]), played_waits, FACTS, Cargo.of(FACTS), seed)


def path_of(net, names):
    ids = net.column["arc_id"]
    return tuple(ids.index(n) for n in names)


def total(net, names, offer, ready=None):
    path = path_of(net, names)
    return played(net, path, rides_of(net, path), offer, ready)


def test_a_path_is_cut_where_the_cargo_changes_vehicle():
    net = loaded()
    path = path_of(net, CASPIAN)
    rides = rides_of(net, path)
    assert [(r.mode, r.origin, r.destination) for r in rides] == [
        ("rail", "A", "C"), ("sea", "C", "B"), ("rail", "B", "D"),
    ]  # fmt: skip
    arcs = [[CASPIAN[n] for n in range(r.first, r.last)] for r in rides]
    assert arcs == [["A-KH", "KH-KA", "gauge.KA", "KA-H", "H-C"], ["C-B"], ["B-D"]]
    ends = [(CASPIAN[r.load], CASPIAN[r.unload]) for r in rides]
    assert ends == [("load.A", "wait.C"), ("wait.C", "tranship.B"), ("tranship.B", "unload.D")]
    (whole,) = rides_of(net, path_of(net, NORTH))  # a change of gauge is no change of train for a shipper
    assert (whole.origin, whole.destination) == ("A", "D")


def test_factors_by_hand():
    """Ordinary: 12 + 60 + (12 + 6) + 5 + 35 + 60 + 70 + 6 + 12 = 278 h.

    Express: 4 + 30 + (6 + 0) + 5 + 17.5 + 30 + 35 + 6 + 4 = 137.5 h;
    USD 100 + 1.2 * (1200 + 150 + 250 + 800 + 1400 + 1500 + 250) + 100 = 6860.
    """
    net = loaded()
    # sums of nine halves and wholes, and of draws whose mean is brought to the stated one
    assert total(net, NORTH, (None,)).total == pytest.approx(np.full(DRAWS, 278.0), rel=1e-12)
    assert total(net, NORTH, (EXPRESS,)).total == pytest.approx(np.full(DRAWS, 137.5), rel=1e-12)
    found = search(
        network(rows=CERTAIN), np.array([6.0, 9.0, 0.0]), None, FACTS, "A", "D", year=2023,
        booking=Booking((EXPRESS,), frozenset("X")),
    )  # fmt: skip
    by_it = [i for i in found.itineraries if i.services and i.gateways[0] == KHORGOS]
    assert [(i.days_p50, i.cost_usd) for i in by_it] == [(round(137.5 / 24, 4), 6860.0)]
    (one,) = by_it
    assert sum(leg.cost_usd for leg in one.legs) == pytest.approx(6860.0, abs=0.01)  # rounded to cents
    assert sum(leg.hours_mean for leg in one.legs) == pytest.approx(137.5, abs=1e-9)
    assert one.to_json()["services"][0]["service_id"] == "X"
    assert all(i.services for i in found.itineraries)
    usual = search(network(rows=CERTAIN), np.array([6.0, 9.0, 0.0]), None, FACTS, "A", "D", year=2023)
    ordinary = next(i for i in usual.itineraries if i.gateways[0] == KHORGOS)
    assert ordinary.itinerary_id != one.itinerary_id
    assert (ordinary.days_p50, ordinary.cost_usd) == (round(278 / 24, 4), 5750.0)


@pytest.mark.parametrize(
    ("ready", "wait"),
    [
        (MONDAY, 32.0),  # loaded at Mon 04:00, leaves on Tue at noon
        (MONDAY + timedelta(1), 8.0),  # Tue 04:00 to noon
        (MONDAY + timedelta(2), 152.0),  # Wed 04:00 to the next Tue at noon
    ],
)
def test_a_departure_on_its_day(ready, wait):
    net = loaded()
    tuesday = replace(EXPRESS, weekdays=(1,), per_week=1.0)
    play = total(net, NORTH, (tuesday,), ready)
    assert play.waits[0] == pytest.approx(np.full(DRAWS, wait))
    assert play.total == pytest.approx(np.full(DRAWS, 137.5 + wait))
    # Without a day its hours count from the departure.
    assert total(net, NORTH, (tuesday,)).total == pytest.approx(np.full(DRAWS, 137.5))


def test_an_hour_too_late_costs_a_week():
    """Ready on Monday; at the ship after 12 + 60 + (12 + 6) + 5 + 35 + 70 + 48 = 248 h, on Thursday of the week after
    at 8:00: 28 h before it sails. 29 h more at Khorgos, and it sails a week later."""
    offer = (None, WEEKLY, None)
    usual, late = (total(loaded(delay=d), CASPIAN, offer, MONDAY) for d in (6.0, 35.0))
    assert usual.waits[1] == pytest.approx(np.full(DRAWS, 28.0))
    assert late.waits[1] == pytest.approx(np.full(DRAWS, 167.0))
    assert late.total - usual.total == pytest.approx(np.full(DRAWS, 168.0))


def test_the_tail_is_longer_than_a_sum_of_means():
    """Against a loop over journeys with the calendar of Python, in which no arithmetic of weeks is shared."""
    net = loaded(rows=ROWS, played_waits=quantiles())
    path = path_of(net, CASPIAN)
    rides = rides_of(net, path)
    play = played(net, path, rides, (None, WEEKLY, None), MONDAY)
    own, wait = net.draws_of(path)
    slow, later = [], 0
    ship = CASPIAN.index("C-B")
    sailings = []
    for draw in range(DRAWS):
        clock = datetime(2023, 3, 6)
        for n in range(len(path)):
            if n == ship:
                while not (clock.weekday() == 4 and clock.hour == 12 and clock.minute == 0):
                    up = clock.replace(hour=12, minute=0, second=0, microsecond=0)
                    clock = up if up > clock else up + timedelta(days=1)
                sailings.append(clock)
            clock += timedelta(hours=float(own[n, draw] + wait[n, draw]))
        slow.append((clock - datetime(2023, 3, 6)) / timedelta(hours=1))
    planned = sorted(sailings)[(DRAWS - 1) // 2]
    later = sum(s > planned for s in sailings)
    assert play.total == pytest.approx(np.array(slow), abs=1e-5)  # datetimes are whole microseconds
    assert play.missed[1] == pytest.approx(later / DRAWS)
    assert 0.02 < play.missed[1] < 0.6
    spread = play.total.std()
    assert spread > np.sqrt(play.draws.sum(axis=0).var())  # waiting for the next adds to what came before


@given(often=st.floats(0.2, 60.0), seed=st.integers(0, 50))
@settings(max_examples=20, deadline=None)
def test_a_service_of_unknown_days_waits_half_its_interval(often, seed):
    """Phases are midpoints of equal parts: the mean of a certain clock is exact but for a part at the seam."""
    net = loaded(seed=seed)
    play = total(net, NORTH, (replace(EXPRESS, per_week=often),), MONDAY)
    step = 168.0 / often
    assert play.waits[0].mean() == pytest.approx(step / 2, abs=step / DRAWS)
    assert play.waits[0].min() >= 0
    assert play.waits[0].max() < step
    assert play.missed == {}


def test_without_a_day_a_connection_waits_half_a_week():
    play = total(loaded(), CASPIAN, (None, WEEKLY, None))
    assert play.waits[1].mean() == pytest.approx(84.0, abs=0.1)  # 4000 equal parts of a week, 0.04 h each


@given(days=st.integers(0, 40), delay=st.floats(0, 100))
@settings(max_examples=15, deadline=None)
def test_the_last_day_is_early_enough_and_the_next_is_not(days, delay):
    net = loaded(rows=ROWS, delay=delay)
    path = path_of(net, CASPIAN)
    rides, arrive = rides_of(net, path), MONDAY + timedelta(days)
    for offer in ((None, WEEKLY, None), (None, None, None)):
        last = leave_by(net, path, rides, offer, arrive)
        assert last is not None

        def in_time(ready, offer=offer):
            hours = 24.0 * ((arrive - ready).days + 1)
            return float((played(net, path, rides, offer, ready).total <= hours).mean())

        assert in_time(last) >= SURE
        assert all(in_time(last + timedelta(n)) < SURE for n in range(1, 8))


def test_arrive_by_shows_the_day_and_depart_the_arrival():
    net = network(rows=CERTAIN)
    arrive = date(2023, 5, 1)
    found = search(
        net, np.array([6.0, 9.0, 0.0]), None, FACTS, "A", "D", year=2023,
        booking=Booking((replace(EXPRESS, weekdays=(1,), per_week=1.0),), arrive=arrive),
    )  # fmt: skip
    for i in found.itineraries:
        assert i.dates is not None
        assert i.dates.p90 <= arrive < i.dates.p90 + timedelta(8)
    express = next(i for i in found.itineraries if i.services)
    # Over Dostyk 135 h, four of them before Tuesday 25 April at noon: there on Monday 1 May at 23:00 to 23:30.
    assert express.dates.ready == date(2023, 4, 25)
    plain = next(i for i in found.itineraries if not i.services and i.gateways[0] == KHORGOS)
    assert plain.dates.ready == arrive - timedelta(
        11
    )  # 278 h are 11.6 days, the last of which ends the day of arrival


def test_legs_hold_the_wait_for_a_departure():
    net = loaded()
    path = path_of(net, NORTH)
    rides = rides_of(net, path)
    plain = net.with_legs(net.itineraries({path: "northern"}).popitem()[1][0], path)
    got = legs(net, path, rides, (replace(EXPRESS, weekdays=(1,), per_week=1.0),), MONDAY, plain.legs)
    assert [leg.what for leg in got][:3] == ["load", "departure_wait", "haul"]
    assert (got[1].from_, got[1].hours_mean, got[1].missed) == ("A", 32.0, 0.0)
    assert all("services: X" in leg.sources[-1] for leg in got[1:-1])


def test_what_may_carry_a_ride():
    net = loaded()
    path = path_of(net, CASPIAN)
    other = replace(WEEKLY, service_id="G", origins=frozenset({"KZ"}), destinations=frozenset({"AZ"}))
    away = replace(WEEKLY, service_id="H", origins=frozenset({"AZ"}))
    assert offers_of(net, path, (EXPRESS, away)) == [(None, None, None)]
    assert offers_of(net, path, (other,)) == [(None, None, None), (None, other, None)]
    assert offers_of(net, path, (replace(other, instead=True),)) == [
        (None, replace(other, instead=True), None)
    ]
    assert offers_of(net, path, (other,), frozenset({"ordinary"})) == [(None, None, None)]
    assert offers_of(net, path, (other, WEEKLY), frozenset({"F"})) == [(None, WEEKLY, None)]
    assert offers_of(net, path, (other,), frozenset({"X"})) == []
    assert len(offers_of(net, path, (other,), frozenset({"G", "ordinary"}))) == 2


def test_a_service_that_nothing_takes_is_refused_with_those_that_go():
    with pytest.raises(InputError) as caught:
        search(
            network(), np.zeros(3), None, FACTS, "A", "D", year=2023,
            booking=Booking((EXPRESS, WEEKLY), frozenset({"Q"})),
        )  # fmt: skip
    assert caught.value.code == "routes.no_service"
    assert caught.value.problems[0].expected == "one of ordinary, F, X"


def test_offers_that_are_alike_are_shown_once():
    same = replace(EXPRESS, haul_factor=1.0, border_factor=1.0, wait_factor=1.0, price_factor=1.0)
    same = replace(same, load_hours=None, unload_hours=None)
    found = search(
        network(rows=CERTAIN), np.zeros(3), None, FACTS, "A", "D", year=2023, booking=Booking((same,))
    )
    over = [i for i in found.itineraries if i.gateways[:1] == (KHORGOS,) and i.corridor == "northern"]
    assert [bool(i.services) for i in over] == [True]  # of two alike the one that says what it is


def test_ordinary_services_change_nothing():
    usual = search(network(), np.zeros(3), quantiles(), FACTS, "A", "D", year=2023)
    again = search(
        network(),
        np.zeros(3),
        quantiles(),
        FACTS,
        "A",
        "D",
        year=2023,
        booking=Booking((replace(EXPRESS, mode="road"),)),
    )
    assert usual.to_json() == again.to_json()


def test_the_shipped_table_and_its_years(shipped_facts):
    by_id = {s.service_id: s for s in services_of(shipped_facts, None)}
    assert {s.kind for s in by_id.values()} >= {
        "express",
        "block",
        "liner",
        "ferry",
        "truck_single",
        "truck_team",
        "tir",
    }
    # a train comes or goes every 100 minutes: 7 * 24 * 60 / 100 / 2 of them leave in a week
    assert by_id["XIAN-BLOCK"].per_week == pytest.approx(50.4)
    in_2019 = {s.service_id for s in services_of(shipped_facts, 2019)}
    assert "XIAN-HAMBURG" in in_2019
    assert "XIAN-DUISBURG" not in in_2019
    day = {
        d: {s.service_id for s in services_of(shipped_facts, 2023, d)}
        for d in (date(2023, 6, 1), date(2023, 12, 1))
    }
    assert "XIAN-DUISBURG" in day[date(2023, 6, 1)]
    assert "XIAN-DUISBURG-2" not in day[date(2023, 6, 1)]
    assert "XIAN-DUISBURG-2" in day[date(2023, 12, 1)]
    assert "XIAN-DUISBURG" not in day[date(2023, 12, 1)]
    assert "FERRY-WINTER" in day[date(2023, 12, 1)]
    assert "FERRY-WINTER" not in day[date(2023, 6, 1)] | in_2019


def test_bad_rows_are_all_told_at_once(tmp_path):
    rows = (
        "service_id,kind,name,mode,from,to,since,until,months,departures_per_week,weekdays,haul_factor,"
        "border_factor,wait_factor,price_factor,load_hours,unload_hours,instead,reason,basis,source,source_date,url,"
        "confidence\n"
        "MINE,express,Mine,rail,CNCHM,,,,13,3,Tue;Fri,,,,,,,,own,own,,,,low\n"
        "YOURS,block,Yours,rail,,,,,,-2,,0 - 1,,,,,,,own,own,,,,low\n"
        "OURS,liner,Ours,sea,,,,,,,Tuesday,,,,,,,,own,own,,,,low\n"
    )
    (tmp_path / "services.csv").write_text(rows, encoding="utf-8")
    facts = record.establish(sources.read(tmp_path), 2023)
    with pytest.raises(InputError) as caught:
        services_of(facts, 2023)
    told = {(p.where, p.column) for p in caught.value.problems}
    assert told == {
        ("services MINE", "from"), ("services MINE", "months"), ("services MINE", "departures_per_week"),
        ("services YOURS", "departures_per_week"), ("services YOURS", "haul_factor"), ("services OURS", "weekdays"),
    }  # fmt: skip
    assert any("CNCHN" in p.fix for p in caught.value.problems)


def test_services_asked_for_by_id_or_kind(shipped_facts):
    known = services_of(shipped_facts, None)
    assert wanted(known, ["tir"]) == {"TIR-FROM-CHINA", "TIR-TO-CHINA"}
    assert wanted(known, ["ordinary", "XIAN-BLOCK"]) == {"ordinary", "XIAN-BLOCK"}
    with pytest.raises(InputError) as caught:
        wanted(known, ["expres", "moon"])
    assert [p.value for p in caught.value.problems] == ["expres", "moon"]
    assert "express" in caught.value.problems[0].fix


def test_the_table_is_as_declared(shipped):
    frame = shipped.tables["services"]
    assert isinstance(frame, pd.DataFrame)
    assert frame["service_id"].is_unique
