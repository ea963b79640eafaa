"""Parts of a year by season: whole years are one, parts add up, quiet months count for less."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jibek.record.observations import observations
from jibek.record.seasons import part_of_year


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("quiet", [0.8, 0.93, 1.0])
def test_a_year_is_one_and_its_parts_add_up(year: int, quiet: float) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    assert part_of_year(first, last, quiet) == pytest.approx(1.0, rel=1e-12)
    for day in (date(year, 1, 15), date(year, 2, 28), date(year, 7, 1)):
        before, after = part_of_year(first, day, quiet), part_of_year(day + timedelta(1), last, quiet)
        assert before + after == pytest.approx(1.0, rel=1e-12)


def test_january_is_less_than_the_calendar_says() -> None:
    january = date(2023, 1, 1), date(2023, 1, 31)
    assert part_of_year(*january, 1.0) == pytest.approx(31 / 365)
    assert part_of_year(*january, 0.9) == pytest.approx(0.9 * 31 / 365)


def test_observations_of_a_part_of_a_year_have_its_part_by_season(shipped_facts) -> None:
    rows = {o.observation_id: o for o in observations(shipped_facts)}
    quiet = shipped_facts.assume("season_new_year_weight")
    assert rows["V056"].part == 1.0
    assert rows["V012"].part == pytest.approx(quiet * 31 / 365)
    # January to July 2024, of which 60 days are quiet
    assert 210 / 366 < rows["V018"].part < 213 / 366 + 0.01
    assert "assumption:season_new_year_weight" in rows["V012"].parents
