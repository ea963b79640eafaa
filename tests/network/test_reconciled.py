"""Lengths and published distances by least squares: closed forms, a second solver, and what the shipped tables say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibek.network.reconciled import CITED, ESTIMATED, SCALED, fit, reconciled
from jibek.record.facts import gather
from jibek.sources import read

ERRORS = {
    "distance_error_published_high": 0.005,
    "distance_error_published_medium": 0.01,
    "distance_error_published_low": 0.04,
    "distance_error_rounded": 0.02,
    "distance_error_ends_km": 10.0,
    "distance_error_estimated": 0.05,
}


class HandFacts:
    """Two tables and the errors."""

    def __init__(self, links, distances) -> None:
        head = ["id", "from", "to", "mode", "distance_km", "basis"]
        self.tables = {
            "links": pd.DataFrame(links, columns=head),
            "distances": pd.DataFrame(
                distances,
                columns=[
                    "distance_id",
                    "from_id",
                    "to_id",
                    "via_ids",
                    "mode",
                    "distance_km",
                    "confidence",
                    "covers_kind",
                ],
            ),
        }

    def table(self, name):
        return self.tables[name]

    def assume(self, name):
        return ERRORS[name]

    def remembered(self, name, make):
        return make(self)


def test_a_chain_gives_way_in_proportion_to_the_squares_of_its_errors():
    """100 and 210 km at 5 % are 5 and 10.5 km of error; 295 km at 1 % is 2.95. The gap of -15 km is shared as the
    variances 25, 110.25 and 8.7025 over their sum: 2.605, 11.488 and 0.907 km."""
    facts = HandFacts(
        [("L1", "A", "B", "rail", 100.0, "estimate: map"), ("L2", "B", "C", "rail", 210.0, "estimate: map")],
        [("D1", "A", "C", None, "rail", 295.0, "medium", None)],
    )
    found = reconciled(facts)
    total = 25 + 110.25 + 8.7025
    assert found.adjusted_km == pytest.approx([100 - 15 * 25 / total, 210 - 15 * 110.25 / total])
    row = found.published[0]
    assert row.residual_km == pytest.approx(-15 * 8.7025 / total)
    # One observation more than unknowns: all share the one contradiction, 15 km over its own standard error.
    assert row.normalised == pytest.approx(-15 / total**0.5)
    # The variance of the sum: both ways of knowing it, 135.25 and 8.7025, weigh together.
    assert found.error_of({"L1": 1, "L2": 1}) == pytest.approx((1 / (1 / 135.25 + 1 / 8.7025)) ** 0.5)
    # There and back again is the same length twice: errors add, they do not cancel.
    assert found.error_of({"L1": 2, "L2": 2}) == pytest.approx(2 * found.error_of({"L1": 1, "L2": 1}))


def test_a_link_cited_by_one_row_is_seen_once():
    """The row is the link's own observation: it neither counts twice nor can be held against itself."""
    facts = HandFacts(
        [("L1", "A", "B", "rail", 100.0, "cited distance D1 (covers: line)")],
        [("D1", "A", "B", None, "rail", 100.0, "medium", None)],
    )
    found = reconciled(facts)
    assert found.bases == (CITED,)
    assert found.error_km == pytest.approx([1.0])  # 1 % of it, not 1 / sqrt(2)
    assert found.published[0].normalised is None


def test_what_a_row_covers_widens_its_error_or_sets_it_aside():
    """At 1,000 km: 5 km by high confidence; rounded 20 km besides; other ends 10 km besides; another line nothing."""
    links = [("L1", "A", "B", "rail", 1000.0, "estimate: map")]
    rows = {
        kind: reconciled(HandFacts(links, [("D1", "A", "B", None, "rail", 1000.0, "high", kind)])).published[
            0
        ]
        for kind in (None, "section", "rounded", "other_ends", "other_line")
    }
    assert rows[None].error_km == rows["section"].error_km == pytest.approx(5.0)
    assert rows["rounded"].error_km == pytest.approx((5**2 + 20**2) ** 0.5)
    assert rows["other_ends"].error_km == pytest.approx((5**2 + 10**2) ** 0.5)
    assert rows["section"].met
    assert not rows["other_line"].met
    assert rows["other_line"].normalised is None


def test_a_gross_error_is_seen_and_named():
    """Two rows of 1 % agree on 200 km, a third says 300: its normalised residual is far beyond 3."""
    facts = HandFacts(
        [("L1", "A", "B", "rail", 200.0, "estimate: map")],
        [
            ("D1", "A", "B", None, "rail", 200.0, "medium", None),
            ("D2", "A", "B", None, "rail", 201.0, "medium", None),
            ("D3", "A", "B", None, "rail", 300.0, "medium", None),
        ],
    )
    assert [p.suspect for p in reconciled(facts).published][2]


def test_a_row_follows_the_link_between_its_ends_even_where_another_way_is_shorter():
    facts = HandFacts(
        [
            ("L1", "A", "B", "rail", 400.0, "estimate: map"),
            ("L2", "A", "C", "rail", 100.0, "estimate: map"),
            ("L3", "C", "B", "rail", 100.0, "estimate: map"),
        ],
        [
            ("D1", "A", "B", None, "rail", 400.0, "high", None),
            ("D2", "A", "B", "C", "rail", 200.0, "high", None),
            ("D3", "A", "Z", None, "rail", 10.0, "high", None),
        ],
    )
    assert [p.links for p in reconciled(facts).published] == [(0,), (1, 2), ()]


def test_a_share_counts_kilometres_not_links():
    """A link of 300 km met, one of 100 km not; a way passes the latter twice: 300 of 500 km."""
    facts = HandFacts(
        [("L1", "A", "B", "rail", 300.0, "estimate: map"), ("L2", "B", "C", "rail", 100.0, "estimate: map")],
        [
            ("D1", "A", "B", None, "rail", 303.0, "high", None),
            ("D2", "B", "C", None, "rail", 110.0, "high", None),
        ],
    )
    found = reconciled(facts)
    assert found.supported.tolist() == [True, False]
    assert found.share({"L1": 300.0, "L2": 200.0}, found.supported) == pytest.approx(0.6)
    assert found.share({}, found.supported) is None


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 8),
    st.integers(0, 8),
)
def test_normal_equations_agree_with_a_solver_that_never_forms_them(seed, unknown, more):
    rng = np.random.default_rng(seed)
    design = np.vstack([np.eye(unknown), rng.integers(0, 2, (more, unknown))]).astype(float)
    km = design @ rng.uniform(10, 2000, unknown) * rng.uniform(0.9, 1.1, len(design)) + 1.0
    error = rng.uniform(0.5, 50, len(design))
    found = fit(design, km, error)
    other, *_ = np.linalg.lstsq(design / error[:, None], km / error, rcond=None)
    # Squared condition: errors of 0.5 to 50 km span 1e4, times 1e-16 and a few digits.
    assert found.length == pytest.approx(other, rel=1e-9, abs=1e-6)
    # What is left stands at right angles to everything that could be changed.
    assert design.T @ (found.residual / error**2) == pytest.approx(np.zeros(unknown), abs=1e-6)
    # More is known with every observation: no link errs more than its own observation does.
    assert (np.sqrt(np.diag(found.covariance)) <= error[:unknown] * (1 + 1e-9)).all()


@pytest.fixture(scope="module")
def shipped():
    return reconciled(gather(read()))


def test_the_shipped_lengths_stand_and_no_published_figure_is_beyond_chance(shipped):
    assert [p.distance_id for p in shipped.published if p.suspect] == []
    assert {CITED, SCALED, ESTIMATED} == set(shipped.bases)
    # The lengths of the calibrated network, to the metre: 38 links have one row of their own and lie on it.
    own = [i for i, b in enumerate(shipped.bases) if b == CITED]
    rows = {p.links[0]: p for p in shipped.published if len(p.links) == 1 and p.km == p.used_km}
    assert all(rows[i].km == shipped.used_km[i] for i in own)


def test_the_shipped_system_agrees_with_a_solver_that_never_forms_it(shipped):
    """The whole system written again from what the object tells, and solved by orthogonal steps."""
    own = [i for i, b in enumerate(shipped.bases) if b != CITED]
    rows = [p for p in shipped.published if p.compared]
    design = np.zeros((len(own) + len(rows), len(shipped.link_ids)))
    for n, i in enumerate(own):
        design[n, i] = 1.0
    for n, p in enumerate(rows):
        for i in p.links:
            design[len(own) + n, i] += 1.0
    error = np.array([0.05 * shipped.used_km[i] for i in own] + [p.error_km for p in rows])
    km = np.array([shipped.used_km[i] for i in own] + [p.km for p in rows])
    other, *_ = np.linalg.lstsq(design / error[:, None], km / error, rcond=None)
    assert shipped.adjusted_km == pytest.approx(other, rel=1e-9)
