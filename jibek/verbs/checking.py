"""``jibek check``: which figures of an article agree with the record, follow, do not match, are stale or new."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jibek.checking import Checked, Checker, index
from jibek.checking.claims import shipped
from jibek.checking.origins import origins
from jibek.checking.page import page
from jibek.checking.review import as_json, claim_reviews
from jibek.checking.terminal import coloured, lines, several
from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.reply import Reply
from jibek.ground.values import dumps
from jibek.ground.written import bad_file, written
from jibek.sources.plain import laid_over, remembered

WITHIN = ("record", "seeds")
SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".docx", ".md")
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Checks(Reply):
    """Checked articles; for each the place of the first one of its origin."""

    articles: tuple[Checked, ...]
    first: tuple[int, ...]
    colour: bool = False

    def to_json(self) -> dict[str, Any]:
        """What ``jibek check --json`` prints."""
        names = [c.article.file for c in self.articles]
        return {
            "articles": [
                {**as_json(c), "origin": names[f]} for c, f in zip(self.articles, self.first, strict=True)
            ],
            "warnings": [{**w, "where": c.article.file} for c in self.articles for w in c.article.warnings],
        }

    def to_text(self) -> str:
        """Of several articles a line each first; then their figures."""
        told = several(self.articles, self.first) if len(self.articles) > 1 else []
        for checked in self.articles:
            told += lines(checked, self.colour)
        return "\n".join(told).rstrip()

    def _repr_html_(self) -> str:
        return page(self.articles, self.first)


def check(
    *articles: Path | str,
    date: str | None = None,
    within: str = "record",
    html: Path | str | None = None,
    claimreview: Path | str | None = None,
    data: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Checks:
    """Hold the figures of articles against the record.

    Parameters
    ----------
    articles
        Files, or folders of files: txt, html, pdf, docx; ``-`` is standard input.
    date
        When they were written, an ISO date, month or interval; in place of what the articles say.
    within
        ``record``: all claims and facts; ``seeds``: the claims of the five texts alone.
    html, claimreview
        Files to write: the marked articles as a page; schema.org ClaimReview as JSON-LD.
    data
        A folder of tables to lay over the shipped ones.

    Raises
    ------
    InputError
        ``sources.no_folder``, ``sources.invalid`` for ``data``;
        ``check.no_article``, ``check.unknown_within``, ``check.bad_out`` before anything is read, or every problem
        of all articles at once.
    """
    _refuse(_unknown(within) + _places(html, claimreview))
    with laid(data):
        read = reading(articles, date=date, progress=progress)
        checker = checker_of(within)
        checked = tuple(checker.check(article) for article in read)
    found = Checks(checked, origins([c.article for c in checked]), coloured())
    if html is not None:
        written(html, page(found.articles, found.first))
    if claimreview is not None:
        written(claimreview, dumps(claim_reviews(found.articles), indent=1) + "\n")
    return found


def _refuse(problems: list[Problem]) -> None:
    if problems:
        codes = {p.code for p in problems}
        raise InputError(
            codes.pop() if len(codes) == 1 else "check.bad_option", "options cannot be used", problems
        )


def _places(html: Path | str | None, claimreview: Path | str | None) -> list[Problem]:
    found = bad_file("--html", html, "check.bad_out") + bad_file(
        "--claimreview", claimreview, "check.bad_out"
    )
    if html is not None and claimreview is not None and Path(html).resolve() == Path(claimreview).resolve():
        given, fix = str(claimreview), "Name two files."
        found.append(
            Problem(
                "check.bad_out", "--claimreview", value=given, expected="another file than --html", fix=fix
            )
        )
    return found


def _unknown(within: str) -> list[Problem]:
    if within in WITHIN:
        return []
    expected = " or ".join(WITHIN)
    return [
        Problem(
            "check.unknown_within", "--within", value=within, expected=expected, fix=nearest(within, WITHIN)
        )
    ]


def laid(data: Path | str | None) -> AbstractContextManager[None]:
    """The user's tables over the shipped ones for what runs within; without a folder nothing changes.

    Raises
    ------
    InputError
        As `sources.read`.
    """
    if data is None:
        return nullcontext()
    from jibek.sources.mine import changed  # with the frames that looking them over needs

    return laid_over(changed(Path(data)))


@remembered()
def checker_of(within: str) -> Checker:
    """The record made ready, once for a process and for each folder that is laid over it."""
    return Checker(index(shipped(), facts=within == "record"))


def reading(
    articles: Sequence[Path | str],
    *,
    date: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Any]:
    """The articles read; every problem of all of them at once.

    Raises
    ------
    InputError
        ``check.no_article`` or what reading them says.
    """
    from jibek.reading import read_article

    problems: list[Problem] = []
    found = []
    for name, source in _sources(articles, problems):
        if progress is not None:
            progress(f"reading {name}")
        try:
            found.append(read_article(source, name=name, date=date))
        except InputError as fault:
            problems += fault.problems
    if problems:
        codes = {p.code for p in problems}
        code = codes.pop() if len(codes) == 1 else "check.bad_articles"
        raise InputError(code, "articles cannot be read", problems)
    return found


def _sources(articles: Sequence[Path | str], problems: list[Problem]) -> Iterator[tuple[str, Path | bytes]]:
    fix = "Give a file, a folder of files, or - for standard input."
    if not articles:
        problems.append(Problem("check.no_article", "ARTICLE", expected="at least one article", fix=fix))
    for given in articles:
        if str(given) == STDIN:
            yield "standard input", sys.stdin.buffer.read()
            continue
        path = Path(given)
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            if not inside:
                expected = f"files ending in {', '.join(SUFFIXES)}"
                problems.append(
                    Problem("check.no_article", str(given), value=str(given), expected=expected, fix=fix)
                )
            for file in inside:
                yield str(file.relative_to(path)), file
        elif path.is_file():
            yield str(path), path
        else:
            problems.append(
                Problem(
                    "check.no_article", str(given), value=str(given), expected="a file or folder", fix=fix
                )
            )
