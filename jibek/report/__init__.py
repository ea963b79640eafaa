"""Show a run: one HTML file for people who read, aligned text for a terminal.

render(report_input, Path("report.html"))     a run's parts, written to a file
render(run)                                   a run from its folder, as text
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.report.rendering import render as render

__getattr__, __all__ = face(
    __name__,
    rendering=("render",),
)
