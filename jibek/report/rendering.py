"""Show a run: one HTML file for people who read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, overload

from jibek.ground.language import ENGLISH, speaking

if TYPE_CHECKING:
    from jibek.report.input import ReportInput
    from jibek.runs.kept import Kept


@overload
def render(source: ReportInput | Kept | Path, out: None = None, *, lang: str = ...) -> str: ...


@overload
def render(source: ReportInput | Kept | Path, out: Path | str, *, lang: str = ...) -> Path: ...


def render(
    source: ReportInput | Kept | Path, out: Path | str | None = None, *, lang: str = ENGLISH
) -> Path | str:
    """The report of a run.

    Parameters
    ----------
    source
        A `ReportInput`, a `Kept`, or the path of a run folder.
    out
        The file to write; None: the page is returned as text.
    lang
        Language of the page, one of `jibek.ground.language.LANGUAGES`.

    Returns
    -------
    Path or str
        The file written, or the page.

    Raises
    ------
    InputError
        ``store.not_a_run`` for a folder that holds no run; ``language.unknown``.
    """
    from jibek.report.gather import from_run
    from jibek.report.htmlpage import html, write
    from jibek.report.input import ReportInput

    report = source if isinstance(source, ReportInput) else from_run(source)
    with speaking(lang):
        return html(report) if out is None else write(report, Path(out))
