"""A room hands names on lazily, and never lets a module stand in the place of what it gives."""

from __future__ import annotations

import pytest

from jibek.ground.faces import face


def test_a_name_is_loaded_from_its_module_when_asked_for():
    get, names = face("jibek.ground", errors=("InputError", "Problem"), values=("plain",))
    from jibek.ground.errors import InputError

    assert names == ["InputError", "Problem", "plain"]
    assert get("InputError") is InputError
    with pytest.raises(AttributeError, match="no attribute 'other'"):
        get("other")


def test_a_module_that_bears_the_name_of_what_it_gives_is_refused():
    with pytest.raises(ValueError, match="modules hide what they give: search"):
        face("jibek.routes", search=("search",))
