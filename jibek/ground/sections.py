"""Sections of settings that pydantic reads: what a key is declared as, and its faults as problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from jibek.ground.errors import Problem, nearest


class Section(BaseModel):
    """Base of all sections: frozen, no unknown keys, finite numbers. Numbers are strict: true and "5" are none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


# What each kind of fault expects, in words; {} is the limit that pydantic tells with it.
_EXPECTED = {
    "greater_than": ("gt", "a number above {}"),
    "greater_than_equal": ("ge", "a number of at least {}"),
    "less_than": ("lt", "a number below {}"),
    "less_than_equal": ("le", "a number of at most {}"),
    "finite_number": ("", "a finite number"),
    "float_type": ("", "a number"),
    "int_type": ("", "a whole number"),
    "bool_type": ("", "true or false"),
    "string_type": ("", "text in quotes"),
    "string_too_short": ("min_length", "text of at least {} letter(s)"),
    "string_too_long": ("max_length", "text of at most {} letters"),
    "literal_error": ("expected", "one of {}"),
    "model_type": ("", "a section of keys and values"),
    "dict_type": ("", "a section of keys and values"),
    "mapping_type": ("", "a section of keys and values"),
    "tuple_type": ("", "a list"),
    "missing": ("", "this key, which is not optional"),
}


def _expected(error: Any) -> str:
    limit, words = _EXPECTED.get(error["type"], ("", ""))
    if not words:
        return str(error["msg"].removeprefix("Value error, "))
    return words.format(error["ctx"][limit]) if limit else words


def unread(error: Any, where: str, model: type[BaseModel]) -> Problem:
    """An error of pydantic as a problem: an unknown key with the nearest known one, or a value that cannot be."""
    path = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        known = _known_keys(model, path[:-1])
        expected, fix = "one of " + ", ".join(sorted(known)), nearest(path[-1], known)
        code, value = "scenario.unknown_key", path[-1]
    else:
        expected, fix = _expected(error), "Correct the value."
        code, value = "scenario.invalid_value", error.get("input")
    return Problem(code, where, column=".".join(path), value=value, expected=expected, fix=fix)


def _known_keys(model: type[BaseModel], path: list[str]) -> set[str]:
    """Keys that may stand at a path."""
    kind = kind_below(model, path)
    return set(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else set()


def kind_below(model: type[BaseModel], path: Sequence[str]) -> Any:
    """The declared type of a key by its path of sections, ids and places in lists; None where there is none."""
    kind: Any = model
    for part in path:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[part].annotation if part in kind.model_fields else None
        elif get_origin(kind) is Mapping:
            kind = get_args(kind)[1]
        else:
            kind = get_args(kind)[0] if get_origin(kind) is tuple else None
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
    return kind
