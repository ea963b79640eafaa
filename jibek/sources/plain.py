"""Rows as text, without the frames that the chain needs: what words mean, what claims say.

    rows("checking/cues")                       ({"concept": "trade", "class": "", …}, …)
    with laid_over({"eurasia/claims": …}):      rows("eurasia/claims") are those of a user within

What is worked out of rows is remembered by `remembered`: once for the shipped ones, and once within each `laid_over`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache, wraps
from importlib import resources
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
Made = TypeVar("Made")

Rows = tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    """Tables in place of shipped ones, and what was worked out while they lay there."""

    tables: Mapping[str, Rows]
    made: dict[Hashable, Any] = field(default_factory=dict)


_laid: ContextVar[_Laid | None] = ContextVar("laid", default=None)


def rows(name: str) -> Rows:
    """Rows of ``jibek/data/NAME.csv``, or of what lies over it; cells as text, blanks as empty text.

    Raises
    ------
    FileNotFoundError
        No such file is shipped.
    """
    laid = _laid.get()
    return laid.tables[name] if laid is not None and name in laid.tables else _shipped(name)


@cache
def _shipped(name: str) -> Rows:
    file = resources.files("jibek").joinpath("data", *f"{name}.csv".split("/"))
    return tuple(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@contextmanager
def laid_over(tables: Mapping[str, Rows]) -> Iterator[None]:
    """Whole tables in place of the shipped ones, by their names, for what runs within."""
    token = _laid.set(_Laid(tables))
    try:
        yield
    finally:
        _laid.reset(token)


def remembered(maxsize: int | None = None) -> Callable[[Callable[P, Made]], Callable[P, Made]]:
    """Remember what a function of hashable arguments makes of rows; ``maxsize`` of the shipped ones."""

    def of(function: Callable[P, Made]) -> Callable[P, Made]:
        shipped = lru_cache(maxsize)(function)

        @wraps(function)
        def get(*args: P.args, **kwargs: P.kwargs) -> Made:
            laid = _laid.get()
            if laid is None:
                return shipped(*args, **kwargs)  # type: ignore[arg-type]
            key = (function, args, tuple(kwargs.items()))
            if key not in laid.made:
                laid.made[key] = function(*args, **kwargs)
            made: Made = laid.made[key]
            return made

        return get

    return of
