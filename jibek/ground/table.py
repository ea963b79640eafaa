"""Tables declared once: checks, documentation, run folders and the report read the same declaration.

    LINKS = Table(
        "network.arcs", "What can be travelled.",
        key=["arc_id"],
        arc_id=text("Stable id."),
        distance_km=number("Length of the arc.", unit="km", at_least=0),
    )
    frame = LINKS.check(frame)      # right columns, types, ranges, key unique; every problem at once

Missing is never zero: a column takes blanks only if it is declared ``optional=True``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.errors import SHOWN, InputError, Problem, first_of, nearest

Kind = Literal["text", "number", "integer", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, meaning, unit, limits, what it refers to and what a cell is made from.

    choices
        The words that a cell may hold; empty: any text. Words and ids are compared exactly as written.
    refers_to
        The name under which `Table.problems` is given the ids that a cell may hold.
    list_of
        What stands between the elements of a cell that holds several words or ids, such as ``;``. Each element is
        checked against ``choices`` or ``refers_to``; none may be empty or stand twice.
    instead
        Words that may stand in place of such a list, alone: ``all``.
    pattern, form
        A regular expression that the whole cell matches, and what it says in words.
    added
        Filled when the package is authored; a file laid over it may leave the column out, which is as good as blank.
    traced_to
        The steps behind a cell, for ``explain``: node ids in which ``{column}`` stands for the row's cell
        (``result:flows.facilities:{gateway_id}:out:load_per_day``), or ``ids in COLUMN`` for the ids that another
        cell of the row lists. A step whose cell is blank is left out. Without it nothing is recorded, and a walk ends
        in the table.
    """

    kind: Kind
    meaning: str
    unit: str = ""
    optional: bool = False
    added: bool = False
    above: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    list_of: str = ""
    instead: tuple[str, ...] = ()
    pattern: str = ""
    form: str = ""
    traced_to: tuple[str, ...] = ()

    def expected(self) -> str:
        """What a cell of this column must be, for messages."""
        parts: list[str] = []
        if self.list_of:
            alone = "".join(f"{word}, or " for word in self.instead)
            some = f"some of {_few(self.choices)}" if self.choices else "ids"
            parts.append(f"{alone}{some} joined by {self.list_of}")
        elif self.choices:
            parts.append(f"one of {_few(self.choices)}")
        elif self.form:
            parts.append(self.form)
        else:
            parts.append(
                {
                    "text": "an id" if self.refers_to else "text",
                    "number": "a number",
                    "integer": "a whole number",
                    "flag": "true or false",
                }[self.kind]
            )
        if self.above is not None:
            parts.append(f"above {self.above:g}")
        if self.at_least is not None:
            parts.append(f"at least {self.at_least:g}")
        if self.at_most is not None:
            parts.append(f"at most {self.at_most:g}")
        if self.unit:
            parts.append(f"in {self.unit}")
        return ", ".join(parts)


def _few(words: Sequence[str], most: int = 12) -> str:
    """The words, or as many as a line holds and how many there are."""
    return ", ".join(words) if len(words) <= most else f"{', '.join(words[:most])}, … ({len(words)} words)"


def text(meaning: str, **options: Any) -> Column:
    """A column of words or ids."""
    return Column("text", meaning, **options)


def number(meaning: str, **options: Any) -> Column:
    """A column of finite numbers; ``unit`` is required unless the number is a pure ratio (unit ``1``)."""
    return Column("number", meaning, **options)


def integer(meaning: str, **options: Any) -> Column:
    """A column of whole numbers."""
    return Column("integer", meaning, **options)


def flag(meaning: str, **options: Any) -> Column:
    """A column of true and false."""
    return Column("flag", meaning, **options)


class Table:
    """A table's name, key and columns.

    Parameters
    ----------
    name
        ``stage.noun``; the file in a run folder is ``tables/stage.noun.parquet``.
    meaning
        One sentence: what a row is.
    key
        Columns that identify a row; a null in a key column is allowed where the column is optional.
    comes_from
        Tables of a run that the rows are made from; ``explain`` walks along these.
    columns
        Columns whose names Python or this signature keeps for itself: ``{"class": text(...), "key": text(...)}``.
    """

    def __init__(
        self,
        name: str,
        meaning: str,
        /,
        *,
        key: Sequence[str],
        comes_from: Sequence[str] = (),
        columns: Mapping[str, Column] | None = None,
        **named: Column,
    ) -> None:
        self.columns: Mapping[str, Column] = {**(columns or {}), **named}
        missing = [k for k in key if k not in self.columns]
        if missing:
            raise ValueError(f"{name}: key columns {missing} are not declared")
        self.name = name
        self.meaning = meaning
        self.key = tuple(key)
        self.comes_from = tuple(comes_from)

    def check(self, frame: pd.DataFrame, *, references: Mapping[str, set[str]] | None = None) -> pd.DataFrame:
        """The frame with declared columns in declared order and types, further columns after them.

        Raises
        ------
        InputError
            ``table.invalid``, listing every missing column, wrong type, value out of range, broken reference
            and repeated key.
        """
        problems = self.problems(frame, references=references)
        if problems:
            raise InputError("table.invalid", f"{self.name} has {len(problems)} problem(s)", problems)
        extra = [c for c in frame.columns if c not in self.columns]
        out = frame[[*self.columns, *extra]].reset_index(drop=True)
        return out.assign(**{c: _cast(out[c], spec) for c, spec in self.columns.items()})

    def problems(
        self, frame: pd.DataFrame, *, references: Mapping[str, set[str]] | None = None
    ) -> list[Problem]:
        """Every way in which the frame breaks the declaration; rows are numbered as in a CSV (first data row is 2)."""
        found = [
            Problem(
                "table.missing_column",
                self.name,
                column=c,
                expected=spec.expected(),
                fix=f"Add the column {c}.",
            )
            for c, spec in self.columns.items()
            if c not in frame.columns
        ]
        for name, spec in self.columns.items():
            if name in frame.columns:
                found += self._column_problems(name, spec, frame[name], references or {})
        if not found:
            doubled = frame.duplicated(list(self.key), keep="first").to_numpy()
            for i in np.flatnonzero(doubled):
                value = "|".join(str(frame[k].iloc[i]) for k in self.key)
                found.append(
                    Problem(
                        "table.repeated_key",
                        self.name,
                        row=int(i) + 2,
                        column="|".join(self.key),
                        value=value,
                        expected="each key once",
                        fix="Delete or rename one of the rows.",
                    )
                )
        return found

    def _column_problems(
        self, name: str, spec: Column, cells: pd.Series, references: Mapping[str, set[str]]
    ) -> list[Problem]:
        blank = _blank(cells)
        bad: list[tuple[Any, str, str]] = []
        if not spec.optional:
            bad += [
                (i, "table.blank", "Fill it; a missing figure belongs to an optional column.")
                for i in np.flatnonzero(blank)
            ]
        values = cells.to_numpy()
        if spec.kind in ("number", "integer"):
            numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float)
            wrong = ~blank & ~np.isfinite(numbers)
            bad += [(i, "table.not_a_number", "Write a plain number.") for i in np.flatnonzero(wrong)]
            outside = np.zeros(len(cells), bool)
            good = np.where(blank | wrong, np.nan, numbers)
            with np.errstate(invalid="ignore"):
                if spec.above is not None:
                    outside |= good <= spec.above
                if spec.at_least is not None:
                    outside |= good < spec.at_least
                if spec.at_most is not None:
                    outside |= good > spec.at_most
                if spec.kind == "integer":
                    outside |= np.isfinite(good) & (good != np.round(good))
            bad += [
                (i, "table.out_of_range", "Correct the value or its unit.") for i in np.flatnonzero(outside)
            ]
        expected = spec.expected() + (f" of {spec.refers_to}" if spec.refers_to else "")

        def cell(i: int, code: str, fix: str) -> Problem:
            return Problem(
                code,
                self.name,
                row=int(i) + 2,
                column=name,
                value=_plain(values[i]),
                expected=expected,
                fix=fix,
            )

        found = first_of([partial(cell, *b) for b in sorted(bad)])
        return found + self._word_problems(
            name, spec, values, blank, references.get(spec.refers_to), expected
        )

    def _word_problems(
        self,
        name: str,
        spec: Column,
        values: np.ndarray,
        blank: np.ndarray,
        ids: set[str] | None,
        expected: str,
    ) -> list[Problem]:
        """Words and ids that are not known; each different cell is looked at once."""
        if not (spec.choices or spec.pattern or ids is not None):
            return []
        told = np.array([str(v) for v in values], dtype=object)
        wrong: dict[str, list[tuple[str, str, str]]] = {}
        for word in pd.unique(told[~blank]):
            # Looking for near words takes time, and beyond so many different slips nobody reads on.
            if found := list(faults(spec, word, ids, near=len(wrong) < SHOWN)):
                wrong[word] = found

        def slip(i: int, code: str, word: str, fix: str) -> Problem:
            return Problem(code, self.name, row=i + 2, column=name, value=word, expected=expected, fix=fix)

        return first_of(
            [
                partial(slip, i, *fault)
                for i in (np.flatnonzero(~blank & np.isin(told, list(wrong))).tolist() if wrong else ())
                for fault in wrong[told[i]]
            ]
        )

    def empty(self) -> pd.DataFrame:
        """A frame with the declared columns and no rows."""
        return pd.DataFrame({c: _cast(pd.Series([], dtype=object), spec) for c, spec in self.columns.items()})


def faults(
    spec: Column, told: str, ids: set[str] | None, *, near: bool = True
) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the words of a cell: code, the bad element, how to mend it with a ``near`` word."""
    if spec.pattern and not re.fullmatch(spec.pattern, told):
        yield "table.unknown_form", told, "Write it in that form."
    if spec.list_of and told in spec.instead:
        return
    words = told.split(spec.list_of) if spec.list_of else [told]
    for n, word in enumerate(words):
        if not word:
            yield "table.empty_element", told, f"Delete the {spec.list_of} that nothing stands beside."
        elif spec.list_of and word in words[:n]:
            yield "table.repeated_element", word, "Name it once."
        elif spec.choices and word not in spec.choices:
            yield "table.unknown_choice", word, nearest(word, {*spec.choices, *spec.instead}) if near else ""
        elif ids is not None and word not in ids:
            yield "table.unknown_reference", word, nearest(word, ids | set(spec.instead)) if near else ""


def _blank(cells: pd.Series) -> Array:
    """Where nothing stands, or nothing but blanks; cell by cell, as a column of paths is large."""
    missing = cells.isna().to_numpy()
    if pd.api.types.is_numeric_dtype(cells):
        return missing
    return missing | np.fromiter((not str(c).strip() for c in cells), bool, len(cells))


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and np.isnan(value) else value


def _cast(cells: pd.Series, spec: Column) -> pd.Series:
    if spec.kind == "number":
        return pd.to_numeric(cells, errors="coerce").astype("float64")
    if spec.kind == "integer":
        numbers = pd.to_numeric(cells, errors="coerce")
        return numbers.astype("Int64") if spec.optional else numbers.astype("int64")
    if spec.kind == "flag":
        return cells.astype(bool)
    given = cells.astype(object).where(cells.notna(), None)
    known: dict[str, str] = {}  # each word once in memory: most columns of large tables repeat few
    words = [known.setdefault(c, c) if type(c) is str else c for c in given]
    return pd.Series(words, index=cells.index, dtype=object)
