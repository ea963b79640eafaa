"""A small table of cells that are text already: for a terminal and for a notebook, so that both show the same."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from jibek.ground.text import aligned


@dataclass(frozen=True, slots=True)
class Grid:
    """head: of the columns; rows: cells as they are read; left: columns that begin at the left, numbers end right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: frozenset[int] = frozenset({0})

    @classmethod
    def of(cls, head: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> Grid:
        """Any sequences as a table."""
        return cls(tuple(head), tuple(map(tuple, rows)), frozenset(left))

    def lines(self) -> list[str]:
        """Lines for a terminal, as wide as the cells are."""
        return aligned(self.head, self.rows, left=self.left)

    def html(self, caption: str = "", foot: Sequence[str] = ()) -> str:
        """A table for a notebook with a caption above and paragraphs below."""
        title = f"<p><b>{html.escape(caption)}</b></p>" if caption else ""
        head = "".join(self._cell("th", i, cell) for i, cell in enumerate(self.head))
        body = "".join(
            "<tr>" + "".join(self._cell("td", i, cell) for i, cell in enumerate(row)) + "</tr>"
            for row in self.rows
        )
        below = "".join(f"<p>{html.escape(words)}</p>" for words in foot if words)
        return f"{title}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"

    def _cell(self, tag: str, column: int, cell: str) -> str:
        side = "left" if column in self.left else "right"
        return f'<{tag} style="text-align:{side}">{html.escape(cell)}</{tag}>'
