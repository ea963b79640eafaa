"""Every closure on figures made by hand: one case that closes and one that does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_cases import BACK, LEVEL, OUT, RATE, SHARE, WHOLE, as_figures, claim, closed, figure, rule

from jibek.record.ledger import bases, parts, states, windows
from jibek.record.ledger.figures import Key
from jibek.record.ledger.interval import Interval
from jibek.record.ledger.period import Period
from jibek.record.ledger.slips import slip

GROWTH = rule("growth", LEVEL, RATE)
PARTS = rule("parts", LEVEL, low=0.5, high=2.0)


def found(made, key_id, period):
    return [f for f in made.compared() if (f.key_id, f.period) == (key_id, period)]


@pytest.mark.parametrize(("before", "verdict"), [(31.0, "closes"), (29.0, "off")])
def test_growth_and_levels(before, verdict):
    """41 with 32 % growth gives 31.06 (30.57 to 31.56); 31 within half a unit meets it, 29 does not."""
    made = closed(
        [GROWTH],
        [
            figure(LEVEL, "2023", 41.0, 0.5),
            figure(RATE, "2023", 32.0, 0.5),
            figure(LEVEL, "2022", before, 0.5),
        ],
    )
    backwards = next(f for f in found(made, LEVEL, "2022"))
    assert backwards.verdict == verdict
    assert (backwards.value, backwards.low, backwards.high) == pytest.approx(
        (41 / 1.32, 40.5 / 1.325, 41.5 / 1.315)
    )
    assert [f.verdict for f in found(made, RATE, "2023")] == [verdict]
    assert [f.verdict for f in found(made, LEVEL, "2023")] == [verdict]


@given(st.floats(1, 1e3), st.floats(0.0, 0.2), st.floats(1, 1e3), st.floats(0.0, 0.2))
def test_growth_that_was_reckoned_from_the_levels_always_closes(then, half_then, now, half_now):
    """A law: three figures that fit exactly are never told to miss each other, however narrow they are."""
    made = closed(
        [GROWTH],
        [
            figure(LEVEL, "2022", then, half_then),
            figure(LEVEL, "2023", now, half_now),
            figure(RATE, "2023", 100 * (now / then - 1)),
        ],
    )
    assert "off" not in {f.verdict for f in made.compared()}


@pytest.mark.parametrize(("whole", "verdict"), [(41.0, "closes"), (42.0, "off")])
def test_both_directions_make_the_turnover(whole, verdict):
    made = closed(
        [rule("sum", OUT, LEVEL, (BACK,))],
        [
            figure(OUT, "2023", 24.7, 0.05),
            figure(BACK, "2023", 16.3, 0.05),
            figure(LEVEL, "2023", whole, 0.05),
        ],
    )
    (outcome,) = found(made, LEVEL, "2023")
    assert (outcome.verdict, outcome.value) == (verdict, pytest.approx(41.0))


def test_parts_of_two_reporters_are_not_added():
    made = closed(
        [rule("sum", OUT, LEVEL, (BACK,))],
        [figure(OUT, "2023", 24.7), figure(BACK, "2023", 14.7, reporter="KAZ"), figure(LEVEL, "2023", 41.0)],
    )
    assert list(made.compared()) == []


@pytest.mark.parametrize(("share", "verdict"), [(21.3, "closes"), (23.1, "off")])
def test_share_part_and_whole(share, verdict):
    made = closed(
        [rule("share", LEVEL, SHARE, (WHOLE,))],
        [
            figure(LEVEL, "2023", 21.7, 0.05),
            figure(WHOLE, "2023", 101.9, 0.05),
            figure(SHARE, "2023", share, 0.05),
        ],
    )
    assert {f.verdict for f in made.compared()} == {verdict}
    implied = next(f for f in found(made, WHOLE, "2023"))
    assert implied.value == pytest.approx(21.7 / share * 100)


@pytest.mark.parametrize(("times", "verdict"), [(100.0, "closes"), (150.0, "off")])
def test_a_multiple_over_a_span(times, verdict):
    over = figure("factor", "1992/2023", times, interval=Interval(times, float("inf")), comparator=">")
    made = closed(
        [rule("factor", LEVEL, "factor")],
        [figure(LEVEL, "1992", 0.37, 0.0185), figure(LEVEL, "2023", 41.0, 0.5), over],
    )
    (outcome,) = made.compared()
    assert (outcome.verdict, outcome.value) == (verdict, pytest.approx(110.8, abs=0.05))
    assert "16.4 percent a year for 31 years" in outcome.working


@pytest.mark.parametrize(("generation", "verdict"), [(350e6, "plausible"), (350e9, "flag")])
def test_a_capacity_factor_tells_a_unit_slip(generation, verdict):
    """100 MW make 350 GWh a year at 40 %; 350 TWh is a slip of a thousand."""
    hours = rule(
        "quotient", "made", others=("power",), factor=100 / 8.76e6, unit="percent", low=15.0, high=55.0
    )
    made = closed([hours], [figure("made", "2023", generation), figure("power", "2023", 100.0)])
    (outcome,) = made.compared()
    assert (outcome.verdict, outcome.value) == (verdict, pytest.approx(generation / 8.76e6))


@pytest.mark.parametrize(("rating", "verdict"), [(2.5, "closes"), (5.0, "off")])
def test_turbines_times_their_rating(rating, verdict):
    made = closed(
        [rule("product", "count", "power", ("rating",))],
        [
            figure("count", "2021", 40.0),
            figure("rating", "2021", rating),
            figure("power", "2020/2023", 100.0),
        ],
    )
    (outcome,) = made.compared()
    assert (outcome.verdict, outcome.value) == (verdict, 40 * rating)


@pytest.mark.parametrize(
    ("seven", "year", "verdict"), [(21.9, 41.0, "closes"), (21.9, 20.0, "off"), (5.0, 41.0, "flag")]
)
def test_months_nest_in_their_year(seven, year, verdict):
    """A remainder below nothing is off; a monthly rate ten times that of the months before is looked at."""
    made = closed([PARTS], [figure(LEVEL, "2023-01/2023-07", seven, 0.05), figure(LEVEL, "2023", year, 0.5)])
    (path,) = parts.rates(PARTS, made.book)
    assert path.verdict == verdict
    rest = made.following(LEVEL, Period.read("2023-08/2023-12"))[0].figure
    assert rest.value == pytest.approx(year - seven)


def test_growth_of_the_rest_of_a_year_and_a_nowcast():
    """19.1 over 13.45 is 42 % (41, 21.9 and 24.8 %, 31); 17.6 in five months is 42.24 at a plain pace."""
    made = closed(
        [GROWTH, PARTS],
        [
            figure(LEVEL, "2022", 31.0, 0.5),
            figure(LEVEL, "2023-01/2023-07", 21.9, 0.05),
            figure(RATE, "2023-01/2023-07", 24.8, 0.05),
            figure(LEVEL, "2023", 41.0, 0.5),
            figure(LEVEL, "2024-01/2024-05", 17.6, 0.05),
            figure(RATE, "2024-01/2024-05", 18.0, 0.5),
        ],
    )
    (rest,) = parts.later_growth(PARTS, made.book)
    assert rest.value == pytest.approx(100 * ((41 - 21.9) / (31 - 21.9 / 1.248) - 1))
    (pace,) = parts.nowcasts(PARTS, made.book)
    assert (pace.value, pace.verdict) == (pytest.approx(42.24), "implied")
    assert "by the year before 48.4" in pace.working


@pytest.mark.parametrize(("later", "verdict"), [(32.0, "agrees"), (35.0, "off")])
def test_ages_become_start_dates(later, verdict):
    """31 in autumn 2023 and 32 in summer 2024 both leave a start in 1992; 31 and 35 leave none."""
    said = [
        claim(
            "A-1", value=31.0, unit="years", statement_date_low="2023-08-08", statement_date_high="2023-11-09"
        ),
        claim("A-2", value=later, unit="years"),
    ]
    (outcome,) = windows.ages(rule("age", "age"), windows.Told({"age": said}, {}, closed([], []).book))
    assert outcome.verdict == verdict


@given(
    st.dates(date(1950, 1, 1), date(2000, 1, 1)),
    st.integers(0, 20_000),
)
def test_an_age_that_is_right_holds_its_start(start, days):
    """A law: counted in whole years on any later day, an age gives back a span that holds the true first day."""
    said = start + timedelta(days=days)
    age = said.year - start.year - ((said.month, said.day) < (start.month, start.day))
    day = said.isoformat()
    first, last = windows.start_of(
        claim(value=float(age), statement_date_low=day, statement_date_high=day, unit="years")
    )
    assert first <= start <= last or (start.month, start.day) == (2, 29)


@pytest.mark.parametrize(("number", "verdict"), [(24.0, "closes"), (23.0, "off")])
def test_a_meeting_a_year(number, verdict):
    told = {
        "meetings": [claim("A-1", value=number, period="2024-07-03/2024-07-04")],
        "age": [claim("A-2", value=23.0, period="2001/2024")],
    }
    (outcome,) = windows.series(
        rule("series", "meetings", others=("age",)), windows.Told(told, {}, closed([], []).book)
    )
    assert outcome.verdict == verdict


@pytest.mark.parametrize(("year", "verdict"), [("2025", "closes"), ("2026", "off")])
def test_the_next_meeting_is_one_interval_on(year, verdict):
    told = {
        "meetings": [claim("A-1", value=1.0, period="2023-05")],
        "gap": [claim("A-2", value=2.0)],
        "next": [claim("A-3", period=year)],
    }
    rows = rule("series", "meetings", "next", ("gap",))
    (outcome,) = windows.series(rows, windows.Told(told, {}, closed([], []).book))
    assert outcome.verdict == verdict


VISITS = [
    windows.Event(f"E-{p[:4]}", Period.read(p))
    for p in ("2013-09", "2015-05", "2017-06", "2022-09-14", "2024-07-02")
]


@pytest.mark.parametrize(
    ("count", "window", "verdict"),
    [
        (2.0, "2022-09/2024-07", "closes"),
        (5.0, "2013/2024-07", "closes"),
        (4.0, "2013/2024-07", "off"),
        (1.0, "2030", "open"),
    ],
)
def test_a_count_counts_the_events_of_its_window(count, window, verdict):
    told = windows.Told(
        {"visits": [claim(value=count, period=window)]}, {"visits": VISITS}, closed([], []).book
    )
    (outcome,) = windows.counts(rule("count", "visits"), told)
    assert outcome.verdict == verdict


def test_counts_of_different_windows_contradict_nothing_and_time_between_events_is_measured():
    said = {
        "visits": [
            claim("A-1", value=2.0, period="2022-09/2024-07"),
            claim("A-2", value=5.0, period="2013/2024-07"),
        ],
        "gap": [claim("A-3", value=2.0, comparator="<", period="2022-09/2024-07", unit="years")],
        "tight": [claim("A-4", value=1.0, comparator="<", period="2022-09/2024-07", unit="years")],
    }
    told = windows.Told(said, {"visits": VISITS}, closed([], []).book)
    verdicts = [f.verdict for f in windows.counts(rule("count", "visits", "gap"), told)]
    assert verdicts == ["closes", "closes", "apart", "agrees"]
    assert [f.verdict for f in windows.counts(rule("count", "visits", "tight"), told)][-1] == "off"


@pytest.mark.parametrize(("trains", "verdict"), [(5000.0, "plausible"), (300.0, "flag")])
def test_a_start_that_is_not_stated_is_judged_by_its_rate(trains, verdict):
    daily = rule("rate", "trains", unit="trains/day", low=0.5, high=2.0)
    said = figure("trains", "2024-01/2024-04", trains, assumed_period=True, unit="trains")
    year = figure("trains", "2023", 14_386.0, is_claim=False, unit="trains")
    told = windows.Told({}, {}, closed([], [said, year]).book)
    (outcome,) = windows.rates(daily, told)
    assert (outcome.verdict, outcome.value) == (verdict, pytest.approx(trains / 121))
    assert ("2023 alone had 14,386" in outcome.said) == (verdict == "plausible")


def key(kind, key_id="k", family="f", name="a name"):
    return Key(key_id, "k", "KAZ", "CHN", "rank", kind, family, "", {"en": (name,)})


def test_a_later_rank_takes_the_place_of_an_earlier_one_and_at_one_time_they_contradict():
    early = {"statement_date_low": "2023-08-08", "statement_date_high": "2023-11-09"}
    old, new = claim("A-1", value=2.0, **early), claim("A-2", value=1.0)
    (outcome,) = states.superseded(key("rank"), [old, new])
    assert (outcome.verdict, outcome.inputs, outcome.beside) == ("superseded", ("A-2",), ("A-1",))
    (clash,) = states.superseded(key("rank"), [claim("A-1", value=2.0), new])
    assert clash.verdict == "off"


def test_a_step_further_is_no_conflict_and_a_step_back_is_no_step():
    early = {"statement_date_low": "2023-08-08", "statement_date_high": "2023-11-09", "origin_id": "first"}
    planned, done = claim("A-1", status="planned", **early), claim("A-2", status="done")
    (outcome,) = states.advanced(key("state"), [planned, done])
    assert (outcome.verdict, outcome.working) == ("advanced", "commitment in 2023, completion in 2024")
    assert list(states.advanced(key("state"), [claim("A-1", **early), claim("A-2", status="planned")])) == []


def test_ranks_of_other_subjects_are_not_compared_and_of_other_families_not_named():
    said = {"one": [claim("A-1", value=1.0)], "two": [claim("A-2", value=2.0)]}
    keys = {"one": key("rank", "one"), "two": key("rank", "two")}
    assert [f.verdict for f in states.apart(keys, said)] == ["apart"]
    keys["two"] = key("rank", "two", family="g")
    assert list(states.apart(keys, said)) == []


def test_one_goal_with_two_last_days_is_a_soft_conflict_and_two_goals_are_none():
    said = [claim("A-1", value=40.0, valid_to="2030-12-31"), claim("A-2", value=40.0, valid_to="2030-01-01")]
    (outcome,) = states.deadlines(key("target"), said)
    assert (outcome.verdict, "364 days" in outcome.working) == ("soft", True)
    assert (
        list(states.deadlines(key("target"), [said[0], claim("A-3", value=35.0, valid_to="2030-01-01")]))
        == []
    )


def test_what_a_text_joins_must_be_joined_by_a_rule():
    said = [
        claim("A-1", indicator="level", said_to_support="A-2"),
        claim("A-2", indicator="rate"),
        claim("A-3", indicator="level", said_to_support="A-4"),
        claim("A-4", indicator="rank"),
    ]
    (outcome,) = states.links(said, [GROWTH])
    assert (outcome.verdict, outcome.inputs) == ("unsupported", ("A-3",))


@pytest.mark.parametrize(("other", "verdict"), [(41.2, "agrees"), (44.0, "off")])
def test_statements_of_one_slot_agree_by_their_digits(other, verdict):
    flow = Key("k", "k", "KAZ", "CHN", "USD", "flow", "f", "", {"en": ()})
    one = figure(LEVEL, "2023", 41.0, 0.5)
    two = figure(LEVEL, "2023", other, 0.05, origin="two", source="B-1")
    (outcome,) = states.agreement(flow, [one, two])
    assert (outcome.verdict, outcome.said.startswith("2 statements of 2 origins")) == (verdict, True)


def test_two_reporters_are_never_set_against_each_other_as_one():
    flow = Key("k", "k", "KAZ", "CHN", "USD", "flow", "f", "", {"en": ()})
    figures = [
        figure(LEVEL, "2023", 41.0, 0.5),
        figure(LEVEL, "2023", 31.5, 0.05, reporter="KAZ", source="B-1"),
    ]
    assert list(states.agreement(flow, figures)) == []


@pytest.mark.parametrize(("stated", "verdict"), [(22.5, "by_reporter"), (28.3, "flag")])
def test_a_share_without_a_reporter_is_worked_by_every_basis(stated, verdict):
    """31.5 of 140 is 22.5 % by one side's figures; 28.3 % is neither that nor 41 of 140."""
    share = rule("share", LEVEL, SHARE, (WHOLE,))
    made = closed(
        [share],
        [
            figure(SHARE, "2023", stated, 0.05, reporter=""),
            figure(LEVEL, "2023", 41.0, 0.5),
            figure(LEVEL, "2023", 31.5, 0.05, reporter="KAZ"),
            figure(WHOLE, "2023", 140.0, 0.05, reporter="KAZ"),
        ],
    )
    (outcome,) = bases.unnamed_shares(share, made.book)
    assert outcome.verdict == verdict


def test_a_goal_is_met_by_one_reporter_and_not_by_another():
    goals = rule("target", LEVEL, "goal", ("met",))
    made = closed([], [figure(LEVEL, "2023", 41.0, 0.5), figure(LEVEL, "2023", 31.5, 0.05, reporter="KAZ")])
    said = {"goal": [claim("A-1", value=40.0, period="2030", unit="USD")], "met": [claim("A-2", value=1.0)]}
    china, kazakhstan, both = bases.targets(goals, made.book, said)
    assert (china.verdict, china.value) == ("closes", pytest.approx(102.5))
    assert (kazakhstan.verdict, kazakhstan.value) == ("open", pytest.approx(78.75))
    assert (both.verdict, both.said) == ("by_reporter", "holds by CHN, not by KAZ")


def test_a_rank_is_the_order_of_shares():
    shares = [figure("china", "2023-01/2023-09", 21.3), figure("russia", "2023-01/2023-09", 18.6)]
    said = {"rank": [claim("A-1", value=2.0)]}
    order = rule("order", "china", "rank", ("russia",))
    (outcome,) = windows.orders(order, windows.Told(said, {}, closed([], shares).book))
    assert "place 1 among those known" in outcome.working
    swapped = rule("order", "russia", "rank", ("china",))
    (other,) = windows.orders(swapped, windows.Told(said, {}, closed([], shares).book))
    assert "place 2 among those known" in other.working


def test_figures_that_count_another_thing_are_told_from_figures_that_differ():
    jobs = rule("range", "jobs", low=0.5, high=2.0)
    over = figure("jobs", "2023", 500.0, interval=Interval(500.0, float("inf")), comparator=">")
    staff = figure("jobs", "2020", 15.0, is_claim=False, definition="staff", source="B-1")
    assert [f.verdict for f in states.ranges(jobs, [over, staff])] == ["definitions"]
    more = figure("jobs", "2020", 520.0, is_claim=False, definition="staff", source="B-1")
    assert [f.verdict for f in states.ranges(jobs, [over, more])] == ["agrees"]
    near = figure("jobs", "2020", 400.0, is_claim=False, source="B-1")
    assert [f.verdict for f in states.ranges(jobs, [over, near])] == ["off"]
    assert [f.verdict for f in states.ranges(jobs, [over, near, more])] == ["by_reporter"]


def test_derivable_tells_what_follows_what_does_not_and_what_nobody_can_say():
    made = closed([GROWTH], [figure(LEVEL, "2023", 41.0, 0.5), figure(RATE, "2023", 32.0, 0.5)])
    year = Period.read("2022")
    follows = made.derivable(LEVEL, year, Interval(30.9, 31.1), "CHN")
    assert follows is not None
    assert (follows.verdict, set(follows.inputs)) == ("closes", {f"{LEVEL} 2023 41", f"{RATE} 2023 32"})
    slipped = made.derivable(LEVEL, year, Interval(310.0, 312.0), "CHN")
    assert slipped is not None
    assert (slipped.verdict, "ten times too large" in slipped.said) == ("off", True)
    assert made.derivable(LEVEL, Period.read("2019"), Interval(30.0, 31.0), "CHN") is None
    assert made.derivable(LEVEL, year, Interval(30.0, 31.0), "KAZ") is None


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (41.2, ""),
        (410.0, "ten times too large"),
        (0.041, "a thousand times too small"),
        (14.0, "digits swapped"),
        (55.0, ""),
    ],
)
def test_slips(value, why):
    assert slip(value, Interval(40.5, 41.5)) == why


def test_a_claim_is_reckoned_with_before_a_fact_and_a_figure_before_a_bound():
    figures = [
        figure(LEVEL, "2023", 41.0, 0.05, is_claim=False, source="F"),
        figure(LEVEL, "2023", 41.0, interval=Interval(41.0, float("inf")), comparator=">", source="bound"),
        figure(LEVEL, "2023", 41.0, 0.5, source="figure"),
    ]
    best = closed([], figures).book.best(LEVEL, "CHN", Period.read("2023"))
    assert best is not None
    assert best.source == "figure"


def test_a_claim_without_key_figure_or_span_is_no_figure():
    said = [
        claim("A-1", value=1.0, indicator="level", period="2023", unit="USD"),
        claim("A-2", value=1.0, period="2023"),
        claim("A-3", indicator="level", period="2023"),
        claim("A-4", value=1.0, indicator="level"),
    ]
    assert [f.source for f in as_figures(said)] == ["A-1"]
