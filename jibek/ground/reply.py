"""What a verb gives back: an object for programs, a text for people, HTML for a notebook, an exit code."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from typing import Any


class Reply(ABC):
    """Base of what verbs return; the command line prints it, a web page sends it."""

    __slots__ = ()

    colour = False  # whether the text holds colours of its own, and has seen to what else it holds

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """The object of the ``--json`` contract."""

    @abstractmethod
    def to_text(self) -> str:
        """For a terminal, about a hundred columns wide."""

    @property
    def exit_code(self) -> int:
        """0; 1 where a check failed."""
        return 0

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.to_text())}</pre>"
