"""What statements have to do with each other: by the claims alone, and by rules of the audit."""

from __future__ import annotations

import pytest
from ledger_cases import LEVEL, RATE, as_figures, claim, closed, rule

from jibek.ground.vocabulary import LINK_RELATIONS
from jibek.record.ledger import claims, links
from jibek.record.ledger.linking import of_claims, of_findings


def ends(found):
    return {(x.from_id, x.to_id, x.relation) for x in found}


def test_a_later_claim_repeats_its_own_origin_and_agrees_with_another():
    said = [
        claim("A-1", fact_id="f", origin_id="one", statement_date_low="2023-01-01"),
        claim("B-1", fact_id="f", origin_id="two", statement_date_low="2023-02-01"),
        claim("B-2", fact_id="f", origin_id="two", statement_date_low="2023-03-01"),
        claim("C-1", fact_id="g", origin_id="two"),
    ]
    assert ends(of_claims(said)) == {("B-1", "A-1", "agrees"), ("B-2", "B-1", "repeats")}


@pytest.mark.parametrize(
    ("period", "value", "relation", "residual"),
    [("2023", 41.2, "agrees", 0.0), ("2023", 43.0, "conflicts", 1.5), ("2022", 43.0, "agrees", 1.5)],
)
def test_figures_of_one_span_that_do_not_meet_conflict(period, value, relation, residual):
    said = [
        claim("A-1", fact_id="f", value=41.0, value_low=40.5, value_high=41.5, period="2023"),
        claim(
            "B-1", fact_id="f", value=value, period=period, origin_id="two", statement_date_low="2025-01-01"
        ),
    ]
    (found,) = of_claims(said)
    assert (found.from_id, found.to_id, found.relation) == ("B-1", "A-1", relation)
    assert found.residual == pytest.approx(residual)


def test_what_takes_the_place_of_another_does_not_agree_with_it_too():
    said = [
        claim("A-1", fact_id="f", statement_date_low="2023-01-01"),
        claim("B-1", fact_id="f", supersedes="A-1", said_to_support="A-1"),
    ]
    assert ends(of_claims(said)) == {("B-1", "A-1", "supersedes"), ("B-1", "A-1", "supports")}


@pytest.mark.parametrize(("before", "relation"), [(31.0, "derives"), (36.0, "conflicts")])
def test_what_is_stated_derives_from_what_gives_it_or_conflicts_with_it(before, relation):
    fields = {"ref_area": "KAZ", "counterpart_area": "CHN"}
    said = [
        claim("A-1", indicator="level", value=41.0, period="2023", unit="USD", **fields),
        claim("A-2", indicator="rate", value=32.0, period="2023", unit="percent", **fields),
        claim("A-3", indicator="level", value=before, value_low=before - 0.5, value_high=before + 0.5,
              period="2022", unit="USD", **fields),
    ]  # fmt: skip
    made = closed([rule("growth", LEVEL, RATE)], as_figures(said))
    found = list(of_findings(made.compared(), {"A-1", "A-2", "A-3"}))
    assert {("A-3", "A-1", relation), ("A-3", "A-2", relation)} <= ends(found)
    one = next(x for x in found if x.from_id == "A-3")
    assert one.working.startswith("41 USD / 1.32")
    assert one.tolerance == pytest.approx(0.0, abs=1e-9)
    assert (one.residual == 0.0) is (relation == "derives")


def test_what_only_facts_have_to_do_with_each_other_is_no_link(shipped_facts):
    ids = {c.claim_id for c in claims(shipped_facts)}
    found = links(shipped_facts)
    assert all(x.from_id in ids or x.to_id in ids for x in found)
    assert len(ends(found)) == len(found)
    assert {x.relation for x in found} <= set(LINK_RELATIONS)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("S1-032", "S0-001", None),
        ("S2-019", "S1-032", "agrees"),
        ("S1-031", "S4-025", "supersedes"),
        ("S1-082", "S4-127", "advances"),
        ("S4-021", "S1-032", "derives"),
        ("S4-021", "S1-033", "derives"),
        ("S2-024", "S2-025", "supports"),
        ("S2-023", "S1-032", "measures"),
        ("S1-031", "S2-025", "apart"),
        ("S4-079", "S4-025", "repeats"),
    ],
)
def test_links_of_the_texts_are_those_of_the_reading(shipped_facts, one, other, relation):
    found = {x.relation for x in links(shipped_facts) if (x.from_id, x.to_id) == (one, other)}
    assert relation in found or (relation is None and not found)


def test_the_digest_repeats_its_interview_and_the_texts_contradict_each_other_nowhere(shipped_facts):
    said = {c.claim_id: c for c in claims(shipped_facts)}
    found = links(shipped_facts)
    assert all(said[x.from_id].origin_id == said[x.to_id].origin_id for x in found if x.relation == "repeats")
    assert [x for x in found if x.relation == "conflicts" and {x.from_id, x.to_id} <= said.keys()] == []
