"""The shape that routes are given in: a table to read, CSV, JSON, a workbook; printed, or written to a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.reply import Reply
from jibek.ground.text import unworked
from jibek.ground.values import dumps
from jibek.ground.written import bad_file, written
from jibek.verbs.batching import Batch

if TYPE_CHECKING:
    from jibek.routes import Routes

FORMATS = ("table", "csv", "json", "xlsx")


@dataclass(frozen=True, slots=True)
class Shaped(Reply):
    """An answer whose text has another shape, or stands in a file; as an object it is what it was."""

    answer: Reply
    text: str
    out: Path | None = None

    def to_json(self) -> dict[str, Any]:
        """The answer; ``out``: the file that was written besides."""
        told = self.answer.to_json()
        return told if self.out is None else {**told, "out": str(self.out.resolve())}

    def to_text(self) -> str:
        """What was asked for, or where it was written."""
        return self.text

    @property
    def exit_code(self) -> int:
        """As the answer's."""
        return self.answer.exit_code


def bad_shape(form: str | None, out: Path | str | None) -> list[Problem]:
    """What is wrong with a format and a file, found before anything is computed."""
    wrong = bad_file("--out", out, "route.bad_out")
    expected = "one of " + ", ".join(FORMATS)
    if form is not None and form not in FORMATS:
        fix = nearest(form, FORMATS)
        wrong.append(Problem("route.bad_format", "--format", value=form, expected=expected, fix=fix))
    elif form is None and out is not None and Path(out).suffix[1:].lower() not in (*FORMATS[1:], "txt"):
        fix = "Name a .csv, .json, .xlsx or .txt, or give --format."
        wrong.append(Problem("route.bad_format", "--out", value=str(out), expected=expected, fix=fix))
    elif form == "xlsx" and out is None:
        wrong.append(
            Problem(
                "route.bad_format", "--format", value=form, expected="a file", fix="Give --out FILE.xlsx."
            )
        )
    return wrong


def shaped(
    ask: Callable[[], Routes | Batch], form: str | None = None, out: Path | str | None = None
) -> Reply:
    """What a question about routes gives, in a shape; without one as it is.

    Parameters
    ----------
    ask
        Asked once nothing is wrong with shape and file.
    form
        Of ``FORMATS``; None: by the suffix of ``out``.
    out
        Where it is written; None: it is printed.

    Raises
    ------
    InputError
        ``route.bad_format``, ``route.bad_out``, and what ``ask`` raises.
    """
    wrong = bad_shape(form, out)
    refuse(wrong[0].code if wrong else "", "routes cannot be given like this", wrong)
    answer = ask()
    if form is None and out is None:
        return answer
    routes = answer.answers if isinstance(answer, Batch) else (answer,)
    suffix = "" if out is None else Path(out).suffix[1:].lower()
    form = form or (suffix if suffix in FORMATS else "table")
    content = _content(answer, routes, form)
    if out is None:
        assert isinstance(content, str)
        return Shaped(answer, content.rstrip("\n"))
    written(out, content)
    return Shaped(answer, str(out), Path(out))


def _content(answer: Reply, routes: Sequence[Routes], form: str) -> str | bytes:
    from jibek.routes.sheets import itinerary_rows, leg_rows

    if form == "xlsx":
        from jibek.sources.formats.xlsx import workbook

        return workbook({"itineraries": itinerary_rows(routes), "legs": leg_rows(routes)})
    if form == "csv":
        file = io.StringIO()
        csv.writer(file, lineterminator="\n").writerows(
            [unworked(cell) for cell in row] for row in itinerary_rows(routes)
        )
        return file.getvalue()
    return (dumps(answer.to_json(), 2) if form == "json" else answer.to_text()) + "\n"
