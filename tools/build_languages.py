"""Gathers what the program says to people into catalogues, one for each language.

    .venv/bin/python tools/build_languages.py           the catalogues brought up to the code
    .venv/bin/python tools/build_languages.py --check   what is missing, unused or broken; exit code 1 if anything is

Messages are what stands in ``tr``, ``trn``, ``mark`` and, in templates, ``{% trans %}`` and ``_()``; and the cells of
shipped tables that pages show (`CELLS`), names and descriptions of shipped scenarios, names of assumptions, meanings
of the tables and columns that panels of the report show.
"""

from __future__ import annotations

import csv
import io
import re
import string
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from jibek.ground.language import ENGLISH, LANGUAGES
from jibek.report.wording.names import words
from jibek.report.wording.retold import meanings
from jibek.scenario import shipped

ROOT = Path(__file__).parents[1]
_DAY = datetime(2026, 12, 1, tzinfo=UTC)

FOLDER = ROOT / "jibek" / "data" / "languages"

_METHODS = [("**.py", "python"), ("**.j2", "jinja2")]
_KEYWORDS = {
    "tr": None,
    "trn": (1, 2),
    "mark": None,
    "phrase": None,
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
_OPTIONS = {"**.j2": {"trim_blocks": "true", "lstrip_blocks": "true"}}

# Columns of shipped tables whose cells pages show as words of the program.
CELLS: dict[str, tuple[str, ...]] = {
    "indicators": ("name",),
    "screens": ("words",),
    "services": ("name",),
}


def messages() -> Catalog:
    """All messages, in the order of files and lines."""
    found = _empty(None)
    for name, _line, text, _comments, context in extract_from_dir(
        str(ROOT / "jibek"), _METHODS, _OPTIONS, _KEYWORDS
    ):
        found.add(text, context=context, locations=[(f"jibek/{name}", 0)])
    for where, text in (*cells(), *scenarios(), *assumptions(), *meanings()):
        found.add(text, locations=[(where, 0)])
    return found


def cells() -> Iterator[tuple[str, str]]:
    """Table and text of the cells that are messages."""
    folder = resources.files("jibek").joinpath("data", "eurasia")
    for table, columns in CELLS.items():
        rows = csv.DictReader(io.StringIO(folder.joinpath(f"{table}.csv").read_text(encoding="utf-8")))
        for row in rows:
            yield from ((f"{table}.csv", row[c].strip()) for c in columns if row[c].strip())


def scenarios() -> Iterator[tuple[str, str]]:
    """File and text of what shipped scenarios are called, within a sentence and as a title, and of what they do."""
    for name, file in sorted(shipped().items()):
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        for text in (raw["name"], raw["name"].replace("-", " ").capitalize(), raw["description"]):
            yield f"{name}.toml", text


def assumptions() -> Iterator[tuple[str, str]]:
    """Table and name in words of shipped assumptions."""
    text = resources.files("jibek").joinpath("data", "eurasia", "assumptions.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        yield "assumptions.csv", words(row["assumption_id"])


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it stands; empty where there is none."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, language)


def _empty(language: str | None) -> Catalog:
    """A catalogue whose head says nothing that changes by itself: a day of the clock would be a change each time."""
    return Catalog(
        language, project="Jibek", header_comment="# Words of Jibek.", charset="utf-8", fuzzy=False,
        creation_date=_DAY, revision_date=_DAY, last_translator="Jibek", language_team="Jibek",
    )  # fmt: skip


def faults(all_messages: Catalog, language: str) -> list[str]:
    """What a catalogue lacks, holds in vain, or puts in other places than the English message does."""
    held, found = catalogue(language), []
    for message in all_messages:
        if not message.id:
            continue
        said = held.get(message.id, message.context)
        if said is None or said.fuzzy or not all(_texts(said)):
            found.append(f"{language}: not translated: {message.id!r}")
        elif not all(
            _places(text) in allowed
            for text, allowed in zip(_texts(said), _allowed(message, said), strict=True)
        ):
            found.append(f"{language}: other places than the English: {message.id!r}")
    found += [f"{language}: nowhere said: {m.id!r}" for m in held if m.id and m.id not in all_messages]
    return found


def _texts(message: Message) -> tuple[str, ...]:
    said = message.string
    return tuple(str(text or "") for text in (said if isinstance(said, (tuple, list)) else (said,)))


def _english(message: Message) -> str:
    return str(message.id[-1] if isinstance(message.id, (tuple, list)) else message.id)


def _allowed(message: Message, said: Message) -> list[list[set[str]]]:
    """Places that each form may hold: where a language has a form for one alone, that form may be without the count."""
    forms = len(_texts(said))
    many = [_places(_english(message))]
    return [
        [*many, _places(str(message.id[0]))] if forms == 2 and not form else many for form in range(forms)
    ]


def _places(text: str) -> set[str]:
    """Names in braces, or of templates' ``%(name)s``; of a text with braces of another kind, none."""
    percent = {f"%{name}" for name in re.findall(r"%\((\w+)\)s", text)}
    try:
        return percent | {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return percent


def main() -> int:
    every = messages()
    if "--check" in sys.argv:
        found = [fault for language in LANGUAGES if language != ENGLISH for fault in faults(every, language)]
        print("\n".join(found[:200]))
        return int(bool(found))
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        if language != ENGLISH:
            held = catalogue(language)
            held.update(
                every, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False
            )
            held.obsolete.clear()
            _write(FOLDER / f"{language}.po", held)
            left = sum(not all(_texts(m)) for m in held if m.id)
            print(f"{language}: {len(every)} messages, {left} not translated")
    return 0


def _write(path: Path, messages: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, messages, width=120, omit_header=False, include_lineno=False, sort_by_file=True)


if __name__ == "__main__":
    sys.exit(main())
