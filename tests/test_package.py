"""What ``import jibek`` offers, and that it costs nothing until it is used."""

from __future__ import annotations

import importlib
import subprocess
import sys
from importlib import metadata

import pytest

import jibek

PUBLIC = [
    *("Comparison", "InputError", "JibekError", "Run", "Scenario", "__version__"),
    *("assign", "check", "compare", "find", "gateways", "inspect", "places"),
    *("record", "route", "run", "simulate", "systems"),
]


def test_the_public_names_are_these_and_no_others() -> None:
    assert sorted(jibek.__all__) == PUBLIC
    assert dir(jibek) == PUBLIC


@pytest.mark.parametrize("name", sorted(jibek._HOMES))
def test_every_public_name_stands_where_it_is_said_to(name: str) -> None:
    home = jibek._HOMES[name]
    assert getattr(jibek, name) is getattr(importlib.import_module(home), name)
    assert getattr(jibek, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'solve'"):
        _ = jibek.solve


def test_the_version_is_that_of_the_package() -> None:
    assert jibek.__version__ == metadata.version("jibek")


def test_importing_costs_nothing() -> None:
    code = "import sys, jibek; print(sorted({'numpy', 'pandas', 'numba', 'click'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_errors_carry_their_exit_codes() -> None:
    from jibek.ground import errors

    codes = {e.__name__: e.exit_code for e in (errors.InputError, errors.MissingExtra, errors.CertificateError,
                                               errors.Interrupted, errors.SystemFault)}  # fmt: skip
    assert codes == {
        "InputError": 2,
        "MissingExtra": 2,
        "CertificateError": 1,
        "Interrupted": 3,
        "SystemFault": 4,
    }
