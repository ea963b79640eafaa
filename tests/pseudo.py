"""A catalogue that wraps every message of the program in ⟦⟧: what stands outside has not been given to a translator."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest

from jibek.ground import language

_TOOL = Path(__file__).parents[1] / "tools" / "build_languages.py"

_VOID = {"meta", "link", "input", "br", "img", "hr"}

_SEEN = ("title", "aria-label", "placeholder", "alt")


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
    """Says each message in ⟦⟧, and what is no message as it is."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if message in messages() else message

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """All languages but English are said so; names, numbers and days are still their own."""
    english = language.catalogue("en")
    monkeypatch.setattr(language, "catalogue", lambda of: english if of == "en" else Pseudo())


def untold(text: str) -> list[str]:
    """Runs of Latin letters outside of messages, with what stands around them."""
    outside = text
    while (less := re.sub(r"⟦[^⟦⟧]*⟧", " ", outside)) != outside:
        outside = less
    return [run.strip() for run in re.findall(r"[^\n]*[A-Za-z]{2}[^\n]*", outside)]


def untold_page(html: str, own: str) -> list[str]:
    """The same of a page in the language ``own``: what is seen and heard, elements in other languages left out."""
    reader = _Reader(own)
    reader.feed(html)
    return [run for text in ("\n".join(reader.said), *reader.attributes) for run in untold(text)]


class _Reader(HTMLParser):
    def __init__(self, own: str) -> None:
        super().__init__(convert_charrefs=True)
        self.own = own
        self.stack: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        other = given.get("lang", self.own) != self.own or tag in ("style", "script", "code")
        if tag not in _VOID:
            self.stack.append((tag, other))
        if not other and not self._apart():
            self.attributes += [str(given[name]) for name in _SEEN if given.get(name)]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Shapes of drawings; they say nothing."""

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._apart():
            self.said.append(data)

    def _apart(self) -> bool:
        return any(other for _, other in self.stack)
