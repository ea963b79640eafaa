"""``jibek inspect --distances``: the share of published kilometres, residuals and links that would move."""

from __future__ import annotations

import pytest

from jibek import verbs


@pytest.fixture(scope="module")
def found():
    return verbs.distances()


def test_most_rail_kilometres_of_the_baseline_meet_a_published_figure(found):
    shares = found.shares
    assert shares["taken"] <= shares["short"] <= shares["either"] <= 1
    # Seven tenths of the kilometres that ways of the baseline pass; a row that is lost shows here.
    assert shares["either"] > 0.7


def test_every_link_and_row_is_told_and_blanks_are_null(found):
    told = found.to_json()
    assert {x["link_id"] for x in told["links"]} == set(found.lengths.link_ids)
    by_id = {d["distance_id"]: d for d in told["distances"]}
    assert by_id["D008"]["covers_kind"] == "other_line"
    assert by_id["D008"]["residual_km"] is None
    assert by_id["D078"]["links"] == []
    assert by_id["D078"]["used_km"] is None
    assert by_id["D095"]["links"] == ["L301"]  # not the way over China, which is shorter


def test_the_text_names_what_differs_and_the_exit_code_what_cannot_be(found):
    text = found.to_text()
    assert "D100" in text
    assert "L164" in text
    assert found.exit_code == (1 if found.suspects else 0)
