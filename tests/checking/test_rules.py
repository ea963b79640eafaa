"""One sentence for each rule of comparison and each way in which a figure goes wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import article

from jibek.checking import Checker, index
from jibek.checking.claims import shipped

PAIR = "Kazakhstan and China are neighbours. "
PLANT = "The Zhanatas wind farm stands in Kazakhstan. "

AGREES = [
    PAIR + "Trade between China and Kazakhstan reached [US$41bn|41e9 USD|2023] in 2023.",
    PAIR + "Bilateral trade came to [over $41 billion|>41e9 USD|2023] last year.",
    PAIR + "Turnover grew by [32 percent|32 percent|2023] in 2023.",
    PAIR + "In the first five months trade stood at [$17.6 billion|17.6e9 USD|2024-01-01/2024-05-31].",
    PAIR + "Trade so far this year is [$17.6 billion|17.6e9 USD|2024].",
    PAIR + "The two sides had set a trade target of [$40 billion|40e9 USD|2030] for 2030.",
    PAIR + "China accounts for [28.3 percent|28.3 percent|2023] of Kazakhstan's total trade.",
    PAIR + "China is now Kazakhstan's [largest|1 rank|] trading partner.",
    PAIR + "China invested [$25.3 billion|25.3e9 USD|2005/2023] in Kazakhstan between 2005 and 2023.",
    PAIR + "Trade has grown [more than 100-fold|>100 ratio|1992/2023] since 1992.",
    PAIR + "Trade is now [110 times|110 ratio|1992/2023] what it was in 1992.",
    PAIR
    + "Over [5,000|>5000 trains|2024-01-01/2024-04-30] China-Europe trains passed Khorgos and Alashankou.",
    PAIR + "Over [5,000|>5000 trains|2024-04-30] trains ran through Horgos and Alataw Pass by 30 April.",
    PAIR
    + "[Seven|7 count|] land ports are open, [five|5 count|] cross-border pipelines and [two|2 count|] railway lines.",
    PLANT + "It has a capacity of [100 MW|100 MW|] and generates [350 GWh|350e6 kWh/yr|] a year.",
    PLANT
    + "The wind farm saves [110,000 tonnes|110000 t/yr|] of coal and gave [more than 500|>500 persons|] jobs.",
    PLANT + "It was connected to the grid in [June 2021|2021-06 date|2021-06].",
    PAIR + "Diplomatic relations were established [32 years ago|32 years|].",
    PAIR + "It is the [fifth|5 ordinal|] visit of Xi Jinping to Kazakhstan.",
    "The SCO leaders hold their [24th|24 ordinal|2024-07] summit in Astana.",
    PAIR + "Relations enter a new [golden 30 years|30 years|].",
    "Kazakhstan marks [more than 30 years|>30 years|] of independence.",
    "Kazakhstan has [five|5 count|] Confucius Institutes with [3,000|3000 persons/yr|] students a year.",
]


@pytest.mark.parametrize("text", AGREES)
def test_a_restated_figure_agrees(seeds: Checker, text: str) -> None:
    found = seeds.check(article(text)).verdicts
    assert [(v.verdict, v.key != "") for v in found] == [("agrees", True)] * len(found), found
    assert all(v.claim_ids for v in found)


DERIVABLE = [
    (PAIR + "In 2021 trade was [$25.1 billion|25.1e9 USD|2021].", "trade.turnover"),
    (
        PAIR + "Trade from August to December came to [$19.1 billion|19.1e9 USD|2023-08-01/2023-12-31].",
        "trade.turnover",
    ),
    (
        PAIR + "A year before, trade in January to July was [$17.5bn|17.5e9 USD|2022-01-01/2022-07-31].",
        "trade.turnover",
    ),
    (PAIR + "Trade averaged [$3.4 billion|3.4e9 USD|2023] a month in 2023.", "trade.monthly"),
    (PLANT + "That is a capacity factor of [40 percent|40 percent|].", "zhanatas.cap_factor"),
    (
        PAIR + "Some [41|41 trains/d|2024-01-01/2024-04-30] trains a day pass Khorgos and Alashankou.",
        "rail.crex.daily",
    ),
    (
        PAIR + "Xi Jinping came back [11 years|11 years|] after the first visit to Kazakhstan.",
        "visit.xi.first",
    ),
]


@pytest.mark.parametrize(("text", "key"), DERIVABLE)
def test_what_follows_from_the_record_is_derivable(seeds: Checker, text: str, key: str) -> None:
    (found,) = seeds.check(article(text)).verdicts
    assert (found.verdict, found.key) == ("derivable", key), found
    assert found.claim_ids


CONFLICTS = [
    (PAIR + "Trade reached [$48 billion|48e9 USD|2023] in 2023.", "wrong value"),
    (PAIR + "Trade reached [$41 billion|41e9 USD|2022] in 2022.", "wrong year"),
    (PAIR + "Trade grew by [23.6 percent|23.6 percent|2023] in 2023.", "wrong year"),
    (PAIR + "Trade reached [$410 billion|410e9 USD|2023] in 2023.", "factor of ten"),
    (PAIR + "Trade reached [$41 million|41e6 USD|2023] in 2023.", "factor of thousand"),
    (PAIR + "Trade in seven months was [$29.1 billion|29.1e9 USD|2023-01-01/2023-07-31].", "digit swap"),
    (PAIR + "Trade rose by [20 percent|20 percent|2023] in 2023.", "growth inconsistent with levels"),
    (
        PAIR + "Trade rose by [32 percentage points|32 percentage_points|2023] in 2023.",
        "percent against percentage points",
    ),
    (
        PAIR + "Kazakhstan accounts for [28.3 percent|28.3 percent|2023] of China's total trade.",
        "other denominator",
    ),
    (
        PAIR + "China invests [$25.3 billion|25.3e9 USD|2023] in Kazakhstan a year.",
        "cumulative against annual",
    ),
    (
        PAIR + "China has invested [$253 billion|253e9 USD|2005/2023] in Kazakhstan since 2005.",
        "factor of ten",
    ),
    (PAIR + "The trade target for 2030 is [$400 billion|400e9 USD|2030].", "factor of ten"),
    (PAIR + "The two agreed a trade goal of [$40 billion|40e9 USD|2026] by 2026.", "wrong year"),
    (PAIR + "There are [six|6 count|] cross-border pipelines.", "wrong count"),
    (PAIR + "It is the [fourth|4 ordinal|] visit of Xi Jinping to Kazakhstan.", "wrong count"),
    (PAIR + "Diplomatic relations were established [42 years ago|42 years|].", "wrong value"),
    ("The SCO holds its [25th|25 ordinal|2024-07] summit.", "wrong count"),
    (PLANT + "It generates [350 MWh|350e3 kWh/yr|] a year.", "unit slip MWh for GWh"),
    (PLANT + "It was connected to the grid in [June 2019|2019-06 date|2019-06].", "wrong year"),
    (PLANT + "The wind farm has given [5,000|5000 persons|] jobs.", "factor of ten"),
]


@pytest.mark.parametrize(("text", "subtype"), CONFLICTS)
def test_a_slip_is_found_and_named(seeds: Checker, text: str, subtype: str) -> None:
    (found,) = seeds.check(article(text)).verdicts
    assert (found.verdict, found.subtype) == ("conflicts", subtype), found
    assert found.known
    assert "does not match" in found.explanation.lower()


NEW = [
    PAIR + "Trade between China and Uzbekistan reached [$13.7 billion|13.7e9 USD|2023].",
    PAIR + "Kazakhstan's trade with Russia rose by [12 percent|12 percent|2023].",
    PAIR + "Grain exports to China came to [$410 million|410e6 USD|2023].",
    PAIR + "Trade is expected to reach [$45 billion|45e9 USD|2024] this year.",
    PAIR + "Trade reached [$38 billion|38e9 USD|2020] in 2020.",
    PAIR + "The dry port lifted [182,000 TEU|182000 TEU|2023].",
    PAIR + "Kazakh officials hosted [16|16 count|] delegations.",
    PAIR + "A loan of [$410 million|410e6 USD|2023] was signed after trade talks.",
    PAIR + "Inflation was [9.8 percent|9.8 percent|2023] in Kazakhstan.",
    "The Shelek wind farm has a capacity of [60 MW|60 MW|].",
    "Call [5000|5000 count|] for tickets.",
    PAIR + "The gauge is [1,520 mm|1.52 m|].",
]


@pytest.mark.parametrize("text", NEW)
def test_what_the_record_does_not_hold_is_new(seeds: Checker, text: str) -> None:
    (found,) = seeds.check(article(text)).verdicts
    assert found.verdict == "new", found


def test_a_superseded_rank_is_stale_only_after_it_was_superseded(seeds: Checker) -> None:
    text = PAIR + "China remains Kazakhstan's [second largest|2 rank|] trading partner."
    now, then = (seeds.check(article(text, date=d)).verdicts[0] for d in ("2024-09-01", "2023-10-01"))
    assert (now.verdict, now.subtype) == ("stale", "superseded")
    assert "S1-031" in now.claim_ids
    assert then.verdict == "agrees"


def test_a_figure_that_was_revised_is_stale() -> None:
    """A later claim takes the place of 41 bn with 43 bn, as offices restate a year."""
    claims = shipped()
    first = next(c for c in claims if c.claim_id == "S1-032")
    again = replace(
        first,
        claim_id="X-1",
        value=43e9,
        value_low=42.5e9,
        value_high=43.5e9,
        supersedes="S1-032",
        statement_date_low="2024-09-01",
        statement_date_high="2024-09-01",
    )
    others = [c for c in claims if c.fact_id != first.fact_id]
    checker = Checker(index([*others, first, again], facts=False))
    for figure, verdict in (("41e9", "stale"), ("43e9", "agrees"), ("55e9", "conflicts")):
        (found,) = checker.check(article(PAIR + f"Trade was [so much|{figure} USD|2023] in 2023.")).verdicts
        assert found.verdict == verdict, found


def test_an_earlier_goal_is_stale(record: Checker) -> None:
    text = PAIR + "They aim at a trade target of [$35 billion|35e9 USD|2030] by 2030."
    (found,) = record.check(article(text, date="2024-07-04")).verdicts
    assert found.verdict == "stale"


def test_two_reporters_of_one_year_are_both_right(record: Checker) -> None:
    for figure in ("41e9", "31.5e9"):
        (found,) = record.check(article(PAIR + f"Trade was [so much|{figure} USD|2023] in 2023.")).verdicts
        assert found.verdict == "agrees"


def test_one_sides_figure_under_the_other_sides_name_does_not_match(record: Checker) -> None:
    text = PAIR + "By Kazakh statistics trade was [$41 billion|41e9 USD|2023|KAZ] in 2023."
    (found,) = record.check(article(text)).verdicts
    assert (found.verdict, found.subtype) == ("conflicts", "other reporter")
    assert "Chinese statistics" in found.explanation
    assert "Kazakh statistics" in found.explanation


def test_the_other_direction_is_named(record: Checker) -> None:
    text = PAIR + "Kazakhstan's exports to China were [$24.7 billion|24.7e9 USD|2023] in 2023."
    (found,) = record.check(article(text)).verdicts
    assert (found.verdict, found.subtype) == ("conflicts", "mirrored direction")
    text = PAIR + "Chinese exports to Kazakhstan were [$24.7 billion|24.7e9 USD|2023] in 2023."
    (found,) = record.check(article(text)).verdicts
    assert found.verdict == "agrees"
