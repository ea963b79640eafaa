"""The shipped record: arithmetic and apparent conflicts of the five texts, each as it was worked out by hand before.

The figures stand in the table of a reading that was made without this code; tolerances are half a unit of its last
digit.
"""

from __future__ import annotations

import pytest

from jibek.record.ledger import audit


@pytest.fixture(scope="module")
def findings(shipped_facts):
    return audit(shipped_facts)


def of(findings, rule, inputs, period=None, **wanted):
    """Findings of a closure that rest on these claims."""
    return [
        f
        for f in findings
        if (f.closure_id or f.rule) == rule
        and set(inputs) <= {*f.inputs, *f.beside}
        and period in (None, f.period)
        and all(getattr(f, name) == value for name, value in wanted.items())
    ]


BN = 1e9
HALF_OF_SECOND = 0.005 * BN

# number, closure, claims, span, verdict, value, tolerance, what the working or the words must hold
ARITHMETIC = [
    ("1", "growth-trade", ("S1-032", "S1-033"), "2022", "closes", 31.06 * BN, HALF_OF_SECOND, "S4-021"),
    ("2", "growth-trade", ("S1-032", "S4-021"), "2023", "closes", 32.3, 0.05, "32 percent"),
    ("3", "growth-trade", ("S4-021", "S4-023"), "2021", "closes", 25.08 * BN, HALF_OF_SECOND, "25.25 bn"),
    ("4", "growth-trade", ("S4-077", "S4-078"), None, "implied", 17.55 * BN, HALF_OF_SECOND, ""),
    ("5a", "parts-trade", ("S1-032", "S4-077"), "2023-08-01/2023-12-31", "implied", 19.1 * BN, 0.05 * BN, ""),
    (
        "5b",
        "parts-trade",
        ("S4-021", "S4-077"),
        "2022-08-01/2022-12-31",
        "implied",
        13.45 * BN,
        HALF_OF_SECOND,
        "",
    ),
    (
        "5c",
        "parts-trade",
        ("S1-032", "S4-021"),
        "2023-08-01/2023-12-31",
        "implied",
        42.0,
        0.5,
        "42.0 percent",
    ),
    ("6a", "growth-trade", ("S1-034", "S1-035"), None, "implied", 14.92 * BN, HALF_OF_SECOND, ""),
    (
        "6b",
        "parts-trade",
        ("S1-034", "S4-077", "S1-032"),
        "2023",
        "closes",
        None,
        None,
        "3.492 bn USD a month",
    ),
    ("6c", "parts-trade", ("S1-034", "S4-077", "S1-032"), "2023", "closes", None, None, "3.6 bn USD a month"),
    (
        "6d",
        "parts-trade",
        ("S1-034", "S4-077", "S1-032"),
        "2023",
        "closes",
        None,
        None,
        "4.15 bn USD a month",
    ),
    ("7", "share-trade", ("S2-021",), "2023", "flag", 144.9 * BN, 0.05 * BN, "30.2 percent"),
    (
        "8",
        "factor-trade",
        ("S1-032", "S2-018"),
        None,
        "closes",
        110.8,
        0.05,
        "16.4 percent a year for 31 years",
    ),
    (
        "9",
        "target-trade",
        ("S2-023", "S1-032"),
        "2023",
        "closes",
        102.5,
        0.05,
        "3.2 percent a year to 2030, 3.7 to 2029",
    ),
    ("10", "parts-trade", ("S1-034", "S1-035"), "2024", "open", 42.2 * BN, 0.05 * BN, "36.4 percent"),
    ("11", "rate-investment", ("S2-024",), None, "implied", 1.33 * BN, HALF_OF_SECOND, "19 years"),
    ("12", "rate-trains", ("S1-036",), None, "plausible", 41.3, 0.05, "15,083 a year"),
    ("13", "capacity-factor", ("S4-064", "S4-061"), None, "plausible", 39.95, 0.005, ""),
    ("14a", "coal-per-kwh", ("S4-066", "S4-064"), None, "plausible", 314.0, 0.5, ""),
    ("14b", "coal-efficiency", ("S4-066", "S4-064"), None, "plausible", 39.1, 0.05, ""),
    ("15a", "turbines", ("S4-061",), None, "closes", 100.0, 1e-9, "40 count x 2.5 MW"),
    ("15b", "range-coal", ("S4-066",), None, "agrees", None, None, "109,500"),
    ("15c", "range-generation", ("S4-064",), None, "by_reporter", None, None, "319 m kWh"),
    ("16", "jobs-per-resident", ("S4-068", "S4-069"), None, "plausible", 2.5, 0.05, ""),
    ("17", "learners-per-institute", ("S4-132",), None, "implied", 600.0, 0.5, ""),
    ("18", "series-sco", ("S1-051", "S1-052"), None, "closes", None, None, "2024 - 2001 = 23"),
    ("19", "age-belt-and-road", ("S4-147",), None, "agrees", None, None, "2013"),
    (
        "20",
        "count-tokayev",
        ("S1-018", "S4-141"),
        "2023",
        "closes",
        None,
        None,
        "texts name 1 of them, which alone leaves it open",
    ),
    ("21", "series-central-asia", ("S4-106", "S4-115"), "2025", "closes", None, None, "2023 + 2 = 2025"),
]


@pytest.mark.parametrize(
    ("closure", "claims", "span", "verdict", "value", "tolerance", "words"),
    [row[1:] for row in ARITHMETIC],
    ids=[row[0] for row in ARITHMETIC],
)
def test_arithmetic_of_the_texts(findings, closure, claims, span, verdict, value, tolerance, words):
    met = [
        f for f in of(findings, closure, claims, span, verdict=verdict) if words in f"{f.working} {f.said}"
    ]
    if value is not None:
        met = [f for f in met if f.value == pytest.approx(value, abs=tolerance)]
    assert met, [(f.verdict, f.value, f.working, f.said) for f in of(findings, closure, claims, span)]
    assert all(f.working for f in met)


def test_the_year_after_came_in_between_both_ways_to_reckon_it(findings):
    """10: plain pace 42.2, by the season 48.4; the year was 43.82, so that its rest grew by half a percent."""
    (pace,) = of(findings, "parts-trade", ("S1-034", "S1-035"), "2024", verdict="open")
    assert "48.38 bn USD" in pace.working
    assert "43.82 bn USD, +6.9 percent; the rest of it +0.5 percent" in pace.said


# number, rule, claims, verdict, words
CONFLICTS = [
    ("1", "state", ("S1-031", "S4-025", "S4-079"), "superseded", "the later statement holds"),
    ("1 outside", "order-partners", ("S1-031", "S4-025"), "implied", "21.3 percent against 18.6 percent"),
    ("2", "state", ("S1-031", "S2-025"), "apart", "another subject"),
    ("3", "count-xi", ("S1-004", "S1-020", "S2-011"), "apart", "none contradicts another"),
    ("3 events", "count-xi", ("S2-011",), "closes", "as many events"),
    ("4", "count-xi", ("S1-005",), "agrees", "22 months"),
    ("5", "age-relations", ("S4-119", "S0-019", "S1-015"), "agrees", "1992"),
    ("6", "age-independence", ("S4-111", "S2-013"), "agrees", "over 30 years in 2024, 31 years in 2023"),
    ("7", "state", ("S4-127", "S1-082"), "advanced", "commitment in 2023, completion in 2024"),
    ("8", "state", ("S4-046", "S1-083"), "advanced", "commitment in 2023, implementation in 2024"),
    ("9", "target", ("S2-023", "S4-087"), "soft", "two deadlines"),
    ("10", "target-trade", ("S2-022",), "by_reporter", "holds by CHN, not by KAZ"),
    ("11", "agreement", ("S1-032", "S2-019"), "agrees", "> 41 bn USD"),
    ("12", "share-trade", ("S2-021",), "flag", "basis not stated"),
    ("13", "factor-trade", ("S2-020", "S1-032"), "closes", "an increase of 109.8 times"),
    ("14", "link", ("S2-024", "S2-025"), "unsupported", "each by itself"),
    ("15", "range-jobs", ("S4-068",), "definitions", "staff who operate it"),
    ("16", "coal-same-capacity", ("S4-066", "S4-061"), "flag", "same capacity"),
    ("17", "rate-trains", ("S1-036",), "plausible", "as a total since the opening it is absurd"),
    ("18", "state", ("S1-090", "S4-134"), "advanced", "completion in 2024"),
]


@pytest.mark.parametrize(
    ("rule", "claims", "verdict", "words"), [row[1:] for row in CONFLICTS], ids=[row[0] for row in CONFLICTS]
)
def test_what_looks_like_a_conflict_is_settled_by_a_rule(findings, rule, claims, verdict, words):
    met = [f for f in of(findings, rule, claims, verdict=verdict) if words in f"{f.working} {f.said}"]
    assert met, [(f.verdict, f.working, f.said) for f in of(findings, rule, claims[:1])]


def test_the_texts_contradict_neither_each_other_nor_their_own_arithmetic(findings, shipped_facts):
    """What is off rests on statistics of different releases, never on two claims alone."""
    from jibek.record.ledger import claims

    ids = {c.claim_id for c in claims(shipped_facts)}
    assert [f for f in findings if f.verdict == "off" and {*f.inputs, *f.beside} <= ids] == []


def test_two_reporters_meet_under_one_key(shipped_facts):
    """41 bn of a text and 31.5 bn of Kazakh statistics are figures of one indicator, told apart by their reporter."""
    from jibek.record.ledger import Period, facts_by_key

    year = Period.read("2023")
    slot = {
        (f.reporter, f.value)
        for f in facts_by_key(shipped_facts)["trade_turnover:KAZ:CHN"]
        if f.period == year
    }
    assert {("CHN", 41e9), ("KAZ", 31.5e9)} <= slot


def test_support_is_counted_by_origin(shipped_facts):
    """Two forms of one interview are one origin, and no other two texts share one."""
    from jibek.record.ledger import claims

    origins: dict[str, set[str]] = {}
    for claim in claims(shipped_facts):
        origins.setdefault(claim.origin_id, set()).add(claim.source_id)
    assert sorted(map(sorted, origins.values())) == [["S0", "S1"], ["S2"], ["S3"], ["S4"]]
