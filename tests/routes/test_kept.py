"""A roadbed that was kept answers as the one it was made from; what is damaged, or of other runs, is not used."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hand import HandFacts, network, quantiles

from jibek.ground.values import dumps
from jibek.routes import Cargo
from jibek.routes.choices import on
from jibek.routes.evaluate import Loaded
from jibek.routes.kept import packed, unpacked
from jibek.routes.roadbed import Roadbed
from jibek.runs import remembered


@pytest.fixture
def bed():
    return Roadbed.of(network(), np.array([6.0, 9.0, 0.0]), quantiles(), HandFacts(), 1, mixed=True)


def told(bed, **cargo):
    loaded = Loaded.on(bed, Cargo.of(bed, **cargo))
    return dumps(on(loaded, "A", "D", year=2023, scenario="hand").to_json())


def test_kept_and_read_again_it_answers_to_the_last_bit(bed, tmp_path):
    words, arrays = packed(bed)
    remembered.keep("one", tmp_path, words, arrays)
    again = unpacked(*remembered.recall("one", tmp_path))
    for cargo in ({}, {"teu": 3}, {"tonnes": 50.0}, {"tonnes": 900.0, "commodity": "dry_bulk"}):
        assert told(again, **cargo) == told(bed, **cargo)


@pytest.mark.parametrize("at", [0, 40, 5000, -1])
def test_a_damaged_file_is_as_none(bed, tmp_path, at):
    remembered.keep("one", tmp_path, *packed(bed))
    path = next((tmp_path / remembered.FOLDER).iterdir())
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert remembered.recall("one", tmp_path) is None
    path.write_bytes(b"short")
    assert remembered.recall("one", tmp_path) is None
    assert remembered.recall("other", tmp_path) is None


def test_a_name_changes_with_the_runs_and_the_parts(tmp_path):
    first = remembered.key("baseline", tmp_path, "data", None)
    assert first == remembered.key("baseline", tmp_path, "data", None)
    others = [
        remembered.key("baseline", tmp_path, "other", None),
        remembered.key("baseline", tmp_path, "data", "2024"),
        remembered.key("khorgos-fast-customs", tmp_path, "data", None),
    ]
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "manifest.json").write_text("{}")
    others.append(remembered.key("baseline", tmp_path, "data", None))
    (tmp_path / "run" / "manifest.json").write_text('{"run_id": 1}')
    others.append(remembered.key("baseline", tmp_path, "data", None))
    assert len({first, *others}) == 6
    assert remembered.key("own.toml", tmp_path) is None


def test_files_that_changed_are_seen(tmp_path):
    path = tmp_path / "table"
    path.write_bytes(b"1")
    known = remembered.hashes([path, tmp_path / "none"])
    assert remembered.same_bytes(known)
    path.write_bytes(b"2")
    assert not remembered.same_bytes(known)
    path.unlink()
    assert not remembered.same_bytes(known)


def test_few_are_kept(bed, tmp_path):
    for n in range(remembered.MOST + 3):
        remembered.keep(f"n{n}", tmp_path, {}, {"x": np.arange(n + 1)})
    assert len(list((tmp_path / remembered.FOLDER).iterdir())) == remembered.MOST
