"""What a verb gives back can be sent to a program, read in a terminal and shown in a notebook."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "routes"))
import hand
import numpy as np

from jibek import verbs
from jibek.ground.reply import Reply
from jibek.ground.values import dumps
from jibek.routes import search


def reply(kind: str, fake: Any) -> Reply:
    if kind == "run":
        return verbs.run("baseline")
    if kind == "compare":
        return verbs.compare("baseline", "khorgos-fast-customs")
    if kind == "explain":
        return verbs.obtain("baseline").explain("headline", "caspian_tonnes|")
    if kind == "inspect":
        return verbs.inspect()
    if kind == "simulate":
        return verbs.simulate(["CN_KHORGOS-KZ_ALTYNKOL"], replications=2)
    delay = np.array([6.0, 9.0, 0.0])
    return search(hand.network(), delay, hand.quantiles(), hand.HandFacts(), "A", "D", None, year=2023)


@pytest.mark.parametrize("kind", ["run", "compare", "explain", "inspect", "simulate", "route"])
def test_for_programs_for_people_and_for_notebooks(kind: str, fake_chain: Any) -> None:
    said = reply(kind, fake_chain)
    assert isinstance(said, Reply)
    assert json.loads(dumps(said.to_json()))
    text = said.to_text()
    assert str(said) == text
    assert len(text.splitlines()) > 1
    page = said._repr_html_()
    assert page.startswith("<")
    assert "<script" not in page
    assert said.exit_code in (0, 1)


def test_runs_stand_where_they_are_asked_to(fake_chain: Any, tmp_path: Path) -> None:
    """Nothing is read from or written to the working directory when another home is named."""
    home = tmp_path / "elsewhere"
    made = verbs.run("baseline", home=home)
    assert made.folder.parent == home
    assert verbs.find("baseline") is None
    found = verbs.find("baseline", home=home)
    assert found is not None
    assert found.id == made.id
    assert verbs.compare("baseline", made, home=home).rows
    assert sorted(p.name for p in tmp_path.iterdir()) == ["elsewhere"]
