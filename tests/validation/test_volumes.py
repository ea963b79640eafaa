"""Volumes are predicted from what is left of the series and from the model, and the figure asked for is not in it."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from jibek import record
from jibek.validation import nulls
from jibek.validation.days import Unreadable
from jibek.validation.volumes import Modelled, Volumes


def modelled(year: int) -> Modelled:
    """A model that knows two quantities, of the year asked for."""
    nan = math.nan
    return Modelled(
        {"china_central_asia_trains": (4000.0, nan, nan), "kaz_chn_rail_mt": (30.0, nan, nan)}, year
    )


@pytest.fixture(scope="module")
def volumes(shipped_facts) -> Volumes:
    return Volumes(shipped_facts, modelled)


def with_volumes(shipped, change) -> Volumes:
    """The same over a package whose volumes are changed."""
    table = change(shipped.tables["volumes"].copy())
    source = type(shipped)({**shipped.tables, "volumes": table}, shipped.replaced, "changed")
    return Volumes(record.establish(source), modelled)


def test_a_count_never_shown_is_the_quantity_of_its_year(volumes: Volumes) -> None:
    said = volumes.predict("CN_CA_trains", "China-Central Asia trains", 2025, "trains")
    assert said.seen == 0
    # Counts of the same kind pull a little, as the model may err: within a tenth of its error.
    assert said.value == pytest.approx(4000.0, rel=0.07)
    assert said.read_from == "quantities.value china_central_asia_trains"
    spread = math.log(said.high / said.low) / (2 * 1.2816)
    assert spread == pytest.approx(volumes.errors.model, rel=0.1)


def test_a_quarter_is_a_part_of_its_year(volumes: Volumes) -> None:
    year = volumes.predict("CN_CA_trains", "Trains", 2025, "trains").value
    quarters = [volumes.predict("CN_CA_trains", f"Trains Q{q}", 2025, "trains").value for q in (1, 2, 3, 4)]
    assert sum(quarters) == pytest.approx(year, rel=0.01)  # the path bends within the year
    assert min(quarters) == quarters[0]  # the Chinese New Year lies in it


def test_without_series_and_flow_there_is_a_reason(volumes: Volumes) -> None:
    with pytest.raises(Unreadable, match="no flow tells"):
        volumes.predict("CNLYG", "Central Asia trains cumulative since 1992", 2023, "trains")


def test_a_count_over_all_years_stands_on_the_nearest_such_figure(volumes: Volumes) -> None:
    """90,000 trains to 25 May 2024 (V021) and a year and a half at more than 40 a day."""
    said = volumes.predict("CRE_total", "Cumulative trains to Nov 2025", 2025, "trains")
    assert 90_000 + 550 * 40 < said.value < 90_000 + 550 * 80


def test_what_a_row_says_is_not_in_its_prediction(shipped, volumes: Volumes) -> None:
    """Each visible value in turn may be a thousand times as large, and its own prediction stays as it is."""
    rows = shipped.tables["volumes"]
    for n in range(0, len(rows), 6):
        row = rows.iloc[n]

        def larger(table: pd.DataFrame, n: int = n) -> pd.DataFrame:
            table.loc[table.index[n], "value"] *= 1000.0
            return table

        asked = (row["object"], row["measure"], row["year"], row["unit"])
        try:
            before = volumes.predict(*asked)
        except Unreadable:
            continue
        assert with_volumes(shipped, larger).predict(*asked) == before, row["id"]


def test_other_values_are_in_it(shipped, volumes: Volumes) -> None:
    """Blindness that came from reading nothing would pass the test above."""

    def larger(table: pd.DataFrame) -> pd.DataFrame:
        table["value"] *= 1.5
        return table

    asked = ("TITR", "Containers", 2023, "TEU")
    assert with_volumes(shipped, larger).predict(*asked).value > 1.3 * volumes.predict(*asked).value


def test_null_models_read_the_series_alone(volumes: Volumes) -> None:
    reading = volumes.series.reader.read("TITR", "Containers", 2023, "TEU")
    said = nulls.predict(volumes.series, reading)
    assert said["last_value"] == pytest.approx(33_600, rel=1e-6)  # V077, the year before
    assert 33_600 < said["interpolation"] < 56_500  # and V079, the year after
    unseen = volumes.series.reader.read("CN_CA_trains", "Trains", 2023, "trains")
    assert set(nulls.predict(volumes.series, unseen).values()) == {None}


def test_each_visible_row_left_out_is_covered_as_often_as_said(volumes: Volumes) -> None:
    """P10 to P90 should hold eight in ten; of some 70 rows seven in ten to nine in ten is two standard errors.

    The errors were set on these very rows, so this shows that they fit, not that they foresee.
    """
    inside, errors = [], []
    for row in volumes.series.facts.table("volumes").to_dict("records"):
        try:
            said = volumes.predict(row["object"], row["measure"], row["year"], row["unit"])
        except Unreadable:
            continue
        if said.seen and row["unit"] != "%":
            inside.append(said.low <= row["value"] <= said.high)
            errors.append(abs(said.value / row["value"] - 1.0))
    assert all(math.isfinite(e) for e in errors)
    assert len(errors) > 55
    assert 0.7 <= sum(inside) / len(inside) <= 0.9
