"""A catalogue that wraps every message of the program in ⟦⟧: what stands outside has not been given to a translator."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Set as AbstractSet
from functools import cache
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest

from jibek.ground import language

_TOOL = Path(__file__).parents[1] / "tools" / "build_languages.py"
_EMPTY = {"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect"}
_WITHIN = {"a", "b", "button", "code", "em", "i", "small", "span", "svg"}  # parts of a sentence
_SEEN = ("title", "aria-label", "label", "placeholder", "alt")


@cache
def tool() -> ModuleType:
    """The tool that gathers messages, as a module."""
    spec = importlib.util.spec_from_file_location("build_languages", _TOOL)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@cache
def messages() -> frozenset[str]:
    """Every message that the tool gathers, each form of those that count."""
    ids = [m.id for m in tool().messages() if m.id]
    return frozenset(text for i in ids for text in (i if isinstance(i, (tuple, list)) else (i,)))


class Pseudo(NullTranslations):
    """Says each message in ⟦⟧, and what is no message as it is; own: further messages, of tables that tests make up."""

    def __init__(self, own: AbstractSet[str] = frozenset()) -> None:
        super().__init__()
        self.own = own

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if message in messages() or message in self.own else message

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


def speak(monkeypatch: pytest.MonkeyPatch, own: AbstractSet[str] = frozenset()) -> None:
    """All languages but English are said so; names, numbers and days are still their own."""
    english, said = language.catalogue("en"), Pseudo(own)
    monkeypatch.setattr(language, "catalogue", lambda of: english if of == "en" else said)


def untold(text: str) -> list[str]:
    """Runs of Latin letters outside of messages, with what stands around them."""
    return _runs(_outside(text))


def untold_page(html: str, own: str) -> list[str]:
    """The same of a page in the language ``own``: what is seen and heard, elements in other languages left out."""
    # A message that was cut short ends with its block.
    return [run for text in _read(html, own).told for run in _runs(re.sub("⟦[^⟧]*$", "", _outside(text)))]


def _outside(text: str) -> str:
    while (less := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = less
    return text


def _runs(text: str) -> list[str]:
    return [run.strip() for run in re.findall(r"[^\n]*[A-Za-z]{2}[^\n]*", text)]


def foreign(html: str, own: str) -> list[str]:
    """What a page in the language ``own`` marks as said in another, element by element."""
    return [text for text in _read(html, own).others if text]


def _read(html: str, own: str) -> _Reader:
    reader = _Reader(own)
    reader.feed(html)
    reader.close()
    reader.block()
    return reader


class _Reader(HTMLParser):
    """told: texts of blocks and of what is read out; others: of elements in other languages."""

    def __init__(self, own: str) -> None:
        super().__init__(convert_charrefs=True)
        self.own = own
        self.stack: list[tuple[str, bool]] = []
        self.told: list[str] = []
        self.others: list[str] = []
        self.said = ""

    def block(self) -> None:
        """What was said ends here."""
        self.told.append(self.said)
        self.said = ""

    def _edge(self, tag: str) -> None:
        if tag in _WITHIN:
            self.said += " "
        else:
            self.block()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._edge(tag)
        given = dict(attrs)
        other = self._apart() or given.get("lang", self.own) != self.own or tag in ("style", "script", "code")
        if not other:
            self.told += [str(given[name]) for name in _SEEN if given.get(name)]
        if tag not in _EMPTY:
            self.stack.append((tag, other))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Shapes of drawings; they say nothing."""

    def handle_endtag(self, tag: str) -> None:
        self._edge(tag)
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._apart():
            self.said += data
        elif self.stack[-1][0] not in ("style", "script"):
            self.others.append(data.strip())

    def _apart(self) -> bool:
        return bool(self.stack) and self.stack[-1][1]
