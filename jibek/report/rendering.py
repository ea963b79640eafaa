"""Show a run: one HTML file for people who read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, overload

from jibek.ground.language import ENGLISH, speaking

if TYPE_CHECKING:
    from jibek.report.boundaries import Boundaries
    from jibek.report.input import ReportInput
    from jibek.runs.kept import Kept


@overload
def render(
    source: ReportInput | Kept | Path,
    out: None = None,
    *,
    lang: str = ...,
    boundaries: Boundaries | Path | str | None = ...,
    viewpoint: str | None = ...,
) -> str: ...


@overload
def render(
    source: ReportInput | Kept | Path,
    out: Path | str,
    *,
    lang: str = ...,
    boundaries: Boundaries | Path | str | None = ...,
    viewpoint: str | None = ...,
) -> Path: ...


def render(
    source: ReportInput | Kept | Path,
    out: Path | str | None = None,
    *,
    lang: str = ENGLISH,
    boundaries: Boundaries | Path | str | None = None,
    viewpoint: str | None = None,
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
    boundaries, viewpoint
        A file of boundaries to draw on the maps and whose they are, as of `jibek.report.boundaries.boundaries_of`.

    Returns
    -------
    Path or str
        The file written, or the page.

    Raises
    ------
    InputError
        ``store.not_a_run`` for a folder that holds no run; ``language.unknown``; what `boundaries_of` refuses.
    """
    from jibek.report.boundaries import boundaries_of
    from jibek.report.gather import from_run
    from jibek.report.htmlpage import html, write
    from jibek.report.input import ReportInput

    drawn = boundaries_of(boundaries, viewpoint)
    report = source if isinstance(source, ReportInput) else from_run(source)
    if drawn is not None:
        report = replace(report, boundaries=drawn)
    with speaking(lang):
        return html(report) if out is None else write(report, Path(out))
