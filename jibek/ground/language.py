"""In which language words are said: English is the source, other languages come from catalogues of messages.

    tr("Where is it full?")                                     in the reader's language
    tr("{count} of {all} are full", count=3, all=9)             values are put in after the translation
    trn("{n} train", "{n} trains", 3)                           by the plural rules of the language
    KINDS = {"port": mark("seaport")}                           gathered here, said where tr(KINDS[x]) stands

    with speaking("kk"): ...                                    everything said inside

A message is the whole sentence in English, with names for what is put in, so that another language may order it as it
needs; never a sum of parts. ``tools/build_languages.py`` gathers messages and brings the catalogues in
``jibek/data/languages`` up to them. What a catalogue does not hold is said in English.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from string import Formatter
from typing import Any

from jibek.ground.errors import InputError, Problem, nearest

ENGLISH = "en"

# Each by its own name.
LANGUAGES = {ENGLISH: "English", "ru": "Русский", "kk": "Қазақша", "zh": "中文"}

# What Python and English write, as Russian and Kazakh write it: a comma before decimals, thousands a thin blank apart.
_COMMA = str.maketrans({",": "\u202f", ".": ","})

_WITH_COMMA = ("ru", "kk")

_said: ContextVar[str] = ContextVar("language", default=ENGLISH)


def current() -> str:
    """The language in which words are said now."""
    return _said.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Words inside are said in a language of `LANGUAGES`.

    Raises
    ------
    InputError
        ``language.unknown``.
    """
    before = _said.set(check(language))
    try:
        yield
    finally:
        _said.reset(before)


def check(language: str) -> str:
    """The language, if it is one of `LANGUAGES`.

    Raises
    ------
    InputError
        ``language.unknown``.
    """
    if language in LANGUAGES:
        return language
    problem = Problem(
        "language.unknown",
        "--lang",
        value=language,
        expected=", ".join(LANGUAGES),
        fix=nearest(language, LANGUAGES),
    )
    raise InputError("language.unknown", f"there are no words in the language {language!r}", [problem])


def tr(message: str, /, **values: Any) -> str:
    """A message in the language of now, with values in the places that bear their names."""
    said = unfilled(message)
    return _WRITTEN.vformat(said, (), values) if values else said


def trn(one: str, many: str, n: float, /, **values: Any) -> str:
    """A message that counts, by the plural rules of the language; ``{n}`` is the count unless ``values`` say it."""
    said = unfilled_many(one, many, n)
    return _WRITTEN.vformat(said, (), {"n": n, **values})


def unfilled(message: str, /) -> str:
    """A message in the language of now, its places as they are written."""
    return catalogue(current()).gettext(message) if message else message


def unfilled_many(one: str, many: str, n: float, /) -> str:
    """A message that counts in the language of now, its places as they are written."""
    return catalogue(current()).ngettext(one, many, int(n))


def digits(number: str) -> str:
    """A number that Python wrote with commas and a point, as the language of now writes it.

    >>> with speaking("ru"):
    ...     digits("1,234.5")
    '1\u202f234,5'
    """
    return number.translate(_COMMA) if current() in _WITH_COMMA else number


class _Written(Formatter):
    """Puts values into messages; a number with a form, ``{km:,.0f}``, is written as the language writes it."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        said = super().format_field(value, format_spec)
        return digits(said) if format_spec and isinstance(value, (int, float)) else said


_WRITTEN = _Written()


class Sentence(str):
    """What was said in English when it was found, and can be said again in the language of who reads it.

    why = phrase("{tonnes:,.0f} t go into {boxes} boxes", tonnes=3000.0, boxes=150)
    again(why)
    """

    message: str
    values: dict[str, Any]


def phrase(message: str, /, **values: Any) -> Sentence:
    """A message as it is said in English; programs read it so whatever the language of people is."""
    made = Sentence(message.format(**values) if values else message)
    made.message, made.values = message, values
    return made


def again(said: str, /) -> str:
    """A sentence in the language of now, and so the sentences in it; other text as it is."""
    if not isinstance(said, Sentence):
        return said
    return tr(said.message, **{k: again(v) if isinstance(v, str) else v for k, v in said.values.items()})


def mark(message: str, /) -> str:
    """The message itself: says that it is one, where it is said later."""
    return message


@lru_cache(len(LANGUAGES))
def catalogue(language: str) -> NullTranslations:
    """The messages of a language; of English there is none, for it is the source."""
    if language == ENGLISH:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    text = resources.files("jibek").joinpath("data", "languages", f"{language}.po")
    with text.open("rb") as file:
        messages = read_po(file, language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)
