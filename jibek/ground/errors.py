"""What can go wrong, as one tree. Code and rows are for programs, wording is for people.

JibekError
├── InputError          what the user gave is wrong: exit code 2
│   └── MissingExtra    an optional part is not installed
├── CertificateError    a result was computed but fails its own check: exit code 1
├── Interrupted         stopped on request: exit code 3
└── SystemFault         disk full, file not writable: exit code 4
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import get_close_matches
from typing import Any, TypeVar

from jibek.ground.text import folded

T = TypeVar("T")
# Problems of a kind that are told one by one; further ones are counted.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where it stands, what was expected, how to mend it."""

    code: str
    where: str
    message: str = ""
    row: int | None = None
    column: str | None = None
    value: Any = None
    expected: str = ""
    fix: str = ""

    def __str__(self) -> str:
        return self.told("")

    def told(self, said: str) -> str:
        """The problem in sentences, without what ``said`` has told already; empty where that is all of it.

        >>> Problem("route.not_a_date", "--depart", value="soon", expected="an ISO day").told("")
        "--depart: 'soon' is given, expected an ISO day."
        >>> Problem("route.not_a_date", "--depart", value="soon", expected="an ISO day").told("'soon' is not a day")
        '--depart: expected an ISO day.'
        """
        place = self.where
        if self.row is not None:
            place += f" row {self.row}"
        if self.column:
            place += f" [{self.column}]"
        value = repr(self.value) if isinstance(self.value, str) else str(self.value)
        parts = [] if not self.message or self.message in said else [self.message]
        known = said + " " + self.message
        if self.value is not None and value.strip("'\"") not in known:
            parts.append(f"{value} is given")
        if self.expected and self.expected not in known:
            parts.append(f"expected {self.expected}")
        text = sentence(", ".join(parts))
        about_place = bool(text)
        if self.fix and self.fix not in known:
            text = f"{text} {sentence(self.fix)}".strip()
        needed = place and place not in said and place not in text and place != value.strip("'\"")
        if needed and (about_place or not said):
            return f"{place}: {text}".removesuffix(": ")
        return f"Expected{text[8:]}" if text.startswith("expected ") else text


def sentence(words: str) -> str:
    """The words with a full stop, unless they end with a sign of their own."""
    return words if not words or words[-1] in ".?!:…" else words + "."


@dataclass
class JibekError(Exception):
    """Base of all errors; ``code`` is stable, ``problems`` lists every fault found at once."""

    code: str
    message: str
    problems: list[Problem] = field(default_factory=list)
    exit_code = 4

    def __str__(self) -> str:
        """What is wrong in a sentence and its code, then how to mend it; nothing twice."""
        lines = [f"{sentence(self.message)} [{self.code}]"]
        shown = self.problems[:20]
        for p in shown:
            told = p.told(self.message)
            if told:
                lines.append(f"  {told}" + (f" [{p.code}]" if p.code != self.code else ""))
        lines = list(dict.fromkeys(lines))
        if len(self.problems) > len(shown):
            lines.append(f"  ... {len(self.problems) - len(shown)} more")
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """The error object of the ``--json`` contract; ``further`` counts the problems that are left out of it."""
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "problems": [asdict(p) for p in self.problems[:SHOWN]],
                "further": max(0, len(self.problems) - SHOWN),
            }
        }


class InputError(JibekError):
    """What the user gave is wrong."""

    def explained(self) -> list[Problem]:
        """The problems, each with the words of the error where it has none and these are about it."""
        return [
            p if p.message or (p.value is not None and str(p.value) not in self.message)
            else replace(p, message=self.message)
            for p in self.problems
        ]  # fmt: skip

    exit_code = 2


class MissingExtra(InputError):
    """An optional part is needed and absent; the message names the extra to install."""


class CertificateError(JibekError):
    """A result exists but does not pass the check computed beside it."""

    exit_code = 1


class Interrupted(JibekError):
    """Stopped on request; nothing half-written remains."""

    exit_code = 3


class SystemFault(JibekError):
    """The surroundings failed: disk, permissions, memory."""

    exit_code = 4


def refuse(code: str, message: str, problems: Iterable[Problem]) -> None:
    """Raise one InputError for all problems, or return when there are none."""
    found = list(problems)
    if found:
        raise InputError(code, message, found)


class Faults:
    """What is wrong with several things that are looked at one after another, told at once.

    >>> faults = Faults()
    >>> year = faults.of(lambda: int("2023"))
    >>> faults.refuse()
    """

    def __init__(self) -> None:
        self._found: list[InputError] = []

    def of(self, make: Callable[[], T]) -> T | None:
        """What ``make`` gives; None where it is refused, which is kept."""
        try:
            return make()
        except InputError as fault:
            self._found.append(fault)
            return None

    def refuse(self) -> None:
        """Raise one InputError with the problems of all that was refused, or return when nothing was."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            problems = [p for fault in self._found for p in fault.explained()]
            raise InputError(self._found[0].code, f"{len(problems)} things are wrong", problems)


def first_of(made: Sequence[Callable[[], Problem]], most: int = SHOWN) -> list[Problem]:
    """The first problems of one kind, and one that counts the rest: what is wrong a thousand times is told once."""
    found = [make() for make in made[:most]]
    if len(made) > most:
        last = found[-1]
        found.append(
            replace(last, row=None, value=None, message=f"and {len(made) - most:,} more of this kind", fix="")
        )
    return found


LONGEST_WORD = 200  # beyond it nobody meant a known name


def nearest(value: str, known: Iterable[str], count: int = 3) -> str:
    """``"Nearest known: a, b"`` or an empty string; used in the fix of a problem.

    A name that differs in case, blanks and dashes alone is the only one offered.
    """
    if len(str(value)) > LONGEST_WORD:
        return ""
    names = sorted(known)
    same = alike(str(value), names)
    if same:
        return f"Write {' or '.join(same)}: case, blanks and dashes count."
    by_fold = {name.casefold(): name for name in names}
    close = get_close_matches(str(value).casefold(), list(by_fold), n=count, cutoff=0.5)
    return "Nearest known: " + ", ".join(by_fold[c] for c in close) if close else ""


def alike(value: str, known: Iterable[str]) -> list[str]:
    """Known names that differ from the value in case, blanks and dashes alone."""
    mark = folded(value)
    return sorted(name for name in known if name != value and folded(name) == mark) if mark else []
