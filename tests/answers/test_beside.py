"""Figures beside the published ones, read from the quantities alone; a year without any is no fault."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from jibek.answers.beside import beside_published, far_off
from jibek.answers.frames import quantities_table
from jibek.answers.quantities import QUANTITIES
from jibek.answers.tables import BESIDE_PUBLISHED
from jibek.ground.vocabulary import QUANTITIES as NAMES


@pytest.fixture(scope="module")
def amount() -> dict[str, float]:
    """Every quantity has another value."""
    return {name: 100.0 + i for i, name in enumerate(QUANTITIES)}


def test_a_year_without_a_published_figure_gives_a_table_without_rows(shipped_facts, amount):
    frame, parents = beside_published(shipped_facts, 2030, amount, None)
    assert set(frame["year"]) == {2022}  # the crossings are played in a year of their own, whatever the run's
    frame = frame[frame["year"] == 2030]
    assert set(parents) == {"B-CPMM-KH", "B-CPMM-AL"}
    assert list(BESIDE_PUBLISHED.check(frame).columns)[: len(BESIDE_PUBLISHED.columns)] == list(
        BESIDE_PUBLISHED.columns
    )
    assert len(far_off(frame)) == 0


def test_a_part_of_a_year_is_compared_with_that_part_and_hours_are_not(shipped_facts, amount):
    frame, parents = beside_published(shipped_facts, 2023, amount, None)
    by_row = frame.set_index("volume_id")
    assert set(frame["year"]) == {2022, 2023}
    # 31 days of January, each less than a mean day; hours of the played year are no sum over days.
    part = shipped_facts.assume("season_new_year_weight") * 31 / 365
    assert by_row.loc["V012", "modelled"] == pytest.approx(amount["europe_land_teu"] * part)
    assert by_row.loc["B-CPMM-KH", "modelled"] == amount["khorgos_hours_2022"]
    assert by_row.loc["V029", "published"] == shipped_facts.fact("volumes:V029:value")
    assert parents["V029"] == ("fact:volumes:V029:value",)
    assert (frame["ratio"] - frame["modelled"] / frame["published"]).abs().max() < 1e-12  # one division
    assert by_row["words"].to_dict()["V029"] == QUANTITIES["khorgos_container_trains"].words


def test_what_the_scenario_does_not_have_is_blank_and_not_zero(amount):
    frame = quantities_table({**amount, "altynkol_poti_days": math.nan}, 2023, None).set_index("quantity_id")
    assert pd.isna(frame.loc["altynkol_poti_days", "value"])
    assert frame.loc["caspian_mt", "value"] == amount["caspian_mt"]
    assert frame["year"].to_dict()["khorgos_hours_2022"] == 2022
    assert set(frame.index) == set(NAMES)
    assert frame["what"].str.endswith(".").all()
