"""Worked pages: Markdown with cells of Python, executed in order, rendered with what they print.

    # Who says 41 billion?                         # Who says 41 billion?
    China does: {{ china | .1f }} bn dollars.  ->  China does: 41.0 bn dollars.

``{{ expression | format }}`` in the words is worked out by the page's own cells, so that no figure of a run is typed.
A cell with the tag ``hide`` is executed, stands in the notebook, and is left out of the page.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jupytext
import pandas as pd
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat import NotebookNode, v4

FIGURE = re.compile(r"\{\{\s*(.+?)(?:\s*\|\s*([^|{}]+?))?\s*\}\}", flags=re.DOTALL)
UNKNOWN = "…"


class Unprinted(DisplayHook):
    """Keeps the last value of a cell and prints nothing: the page shows it."""

    def start_displayhook(self) -> None: ...

    def write_output_prompt(self) -> None: ...

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None: ...

    def finish_displayhook(self) -> None: ...


def executed(source: Path, where: Path) -> NotebookNode:
    """The notebook of a page with its outputs, and with its figures in the words.

    Parameters
    ----------
    source
        Markdown with cells of Python, in Jupytext's form.
    where
        Folder in which the cells work; runs are found in, and kept under, its ``runs``.

    Raises
    ------
    Exception
        What a cell raised, or what a figure in the words could not be worked out for.
    """
    notebook = jupytext.read(source)
    shell = InteractiveShell(
        displayhook_class=Unprinted
    )  # not the one of the process: each page begins with no names
    with contextlib.chdir(where), pd.option_context("display.float_format", human):
        for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), 1):
            cell.execution_count = number
            cell.outputs = outputs(shell, cell.source, number)
        return filled(notebook, lambda asked, form: format(eval(asked, shell.user_ns), form))


def human(value: float) -> str:
    """A number of a table with four digits that count and without an exponent: 41,000,000,000."""
    return f"{float(f'{value:.4g}'):,.15g}"


def unexecuted(source: Path) -> NotebookNode:
    """The notebook of a page whose figures are not known."""
    return filled(jupytext.read(source), lambda *_: UNKNOWN)


def outputs(shell: InteractiveShell, code: str, number: int) -> list[NotebookNode]:
    """What a cell prints, and its last value; what it says of its progress is left out.

    Raises
    ------
    Exception
        As the cell did.
    """
    with capture_output(display=False) as said:
        result = shell.run_cell(code)
    result.raise_error()
    found = [v4.new_output("stream", name="stdout", text=said.stdout)] if said.stdout else []
    if result.result is not None:
        data, _ = shell.display_formatter.format(result.result, include=["text/plain", "text/html"])
        found.append(v4.new_output("execute_result", data=data, execution_count=number))
    return found


def filled(notebook: NotebookNode, told: Callable[[str, str], str]) -> NotebookNode:
    """Figures in the place of what asks for them; ``told`` takes an expression and a format."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = FIGURE.sub(lambda m: told(" ".join(m[1].split()), m[2] or ""), cell.source)
    return notebook


def page(notebook: NotebookNode, name: str) -> str:
    """The page in Markdown, with a link to the notebook under its first paragraph."""
    parts = [part for cell in notebook.cells for part in rendered(cell)]
    title, first, rest = "\n\n".join(parts).split("\n\n", 2)
    return f"{title}\n\n{first}\n\n[Download as a notebook]({name}.ipynb){{ .download }}\n\n{rest}\n"


def rendered(cell: NotebookNode) -> list[str]:
    """A cell, and what it gave, in Markdown."""
    if cell.cell_type == "markdown":
        return [cell.source]
    if "hide" in cell.metadata.get("tags", ()):
        return []
    return [f"```python\n{cell.source}\n```", *(shown(o) for o in cell.outputs)]


def shown(output: Any) -> str:
    """An output in Markdown: HTML where there is some, else the text; a blank line would end a block of HTML."""
    data = output.get("data", {})
    if "text/html" in data:
        lines = (line for line in data["text/html"].splitlines() if line.strip())
        return '<div class="result">\n' + "\n".join(lines) + "\n</div>"
    return f"```text\n{(output.get('text') or data['text/plain']).rstrip()}\n```"
