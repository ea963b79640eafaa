"""A file or a text as an `Article`: its date, then its figures with unit, period, speaker and reporter."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Day
from pathlib import Path
from typing import TypeVar

from jibek.reading import chinese, chinese_times
from jibek.reading.calendar import Mention
from jibek.reading.dating import Dated, dated
from jibek.reading.doers import asked_for, people_at
from jibek.reading.events import event_dates
from jibek.reading.files import Opened, opened
from jibek.reading.found import Figure
from jibek.reading.languages import READ, language_of
from jibek.reading.model import Article, Quantity
from jibek.reading.nouns import is_persons, noun_before
from jibek.reading.periods import assigned
from jibek.reading.refusals import refused
from jibek.reading.scanning import scan
from jibek.reading.speaking import Voices
from jibek.reading.tokens import Layout, Shadow, Tokens, layout_of, shadow_of, tokens_of

_T = TypeVar("_T", bound=Figure | Mention)
_HAN = re.compile("[\u4e00-\u9fff]")


def read_article(path_or_bytes: Path | str | bytes, *, name: str, date: str | None = None) -> Article:
    """An article and its figures; nothing is fetched and nothing in the file is executed.

    Parameters
    ----------
    path_or_bytes
        A file of text, html, pdf or docx, or its bytes.
    name
        What the article and messages about it are called.
    date
        When it was written, as ISO date, month or interval; goes before what the text says.

    Raises
    ------
    InputError
        ``reading.bad_date``, and what `jibek.reading.files.opened` raises.
    MissingExtra
        ``reading.missing_extra`` for html, pdf and docx without the extra ``articles``.

    Examples
    --------
    >>> article = read_article(b"ASTANA, 1 July 2024 -- Trade rose 18 percent last year.", name="wire.txt")
    >>> [(q.text, q.value, q.period, q.period_basis) for q in article.quantities]
    [('18 percent', 18.0, '2023', 'relative')]
    """
    told = _checked(date, name)
    return _read(opened(path_or_bytes, name), name, told)


def read_text(text: str, *, name: str = "text", date: str | None = None) -> Article:
    """An article from text at hand; as `read_article`.

    Raises
    ------
    InputError
        ``reading.bad_date``.
    """
    return _read(Opened(text, "txt"), name, _checked(date, name))


def _checked(date: str | None, name: str) -> str:
    """A day as it is; a month, a year or an interval as its first and last day."""
    if not date:
        return ""
    try:
        first, _, last = date.partition("/")
        begin, end = _days(first)[0], _days(last or first)[1]
        if end < begin:
            raise ValueError(f"{date} ends before it begins")
    except ValueError:
        fix = "Write --date 2024-07-01, 2024-07 or 2024-06-08/2024-07-01."
        raise refused(
            "reading.bad_date",
            name,
            "the date is none",
            value=date,
            expected="an ISO date, month or interval",
            fix=fix,
        ) from None
    return begin.isoformat() if begin == end else f"{begin.isoformat()}/{end.isoformat()}"


def _days(part: str) -> tuple[Day, Day]:
    """First and last day of an ISO day, month or year."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", part):
        raise ValueError(f"{part!r} is no date")
    year, month, day = (int(part[a:b] or 0) for a, b in ((0, 4), (5, 7), (8, 10)))
    if day:
        return Day(year, month, day), Day(year, month, day)
    last = month or 12
    return Day(year, month or 1, 1), Day(year, last, monthrange(year, last)[1])


def _read(source: Opened, name: str, told: str) -> Article:
    text = source.text
    shadow = shadow_of(text)
    language = language_of(text)
    stated = dated(shadow.text, told=source.date, guess=not told)
    when = replace(stated, statement_date=told, basis="option") if told else stated
    layout = layout_of(shadow.text)
    tokens = tokens_of(shadow.text)
    figures, mentions = _figures(tokens, when, language, layout)
    periods = assigned(figures, mentions, layout, shadow.text, when)
    voices = Voices(tokens, layout)
    quantities = tuple(
        _quantity(text, shadow, layout, figure, *period, *voices.of(figure.start))
        for figure, period in zip(figures, periods, strict=True)
    )
    warnings = (*source.warnings, *_warnings(when, stated, language, shadow, mentions))
    return Article(name, text, language, when.statement_date, when.basis, quantities, warnings, source.places)


def _figures(
    tokens: Tokens, when: Dated, language: str, layout: Layout
) -> tuple[list[Figure], list[Mention]]:
    """Figures and time expressions of all scripts in the text, in order."""
    text = tokens.text
    found = scan(tokens, when.anchor, comma_is_decimal=language in ("ru", "kk"))
    figures, mentions = list(found.figures), list(found.mentions)
    if _HAN.search(text):
        mentions = _apart(chinese_times.times(text, when.anchor), mentions)
        figures = [
            f for f in figures if f.kind != "count" or f.noun or not chinese.beside(text, f.start, f.end)
        ]
        figures = _apart(chinese.figures(text, mentions), figures)
        figures = [f for f in figures if not any(m.start <= f.start < m.end and not m.keep for m in mentions)]
    figures = [_named(figure, text, layout) for figure in figures]
    figures += event_dates(text, mentions, figures, layout, when)
    return sorted(figures, key=_start), mentions


def _apart(first: Sequence[_T], second: Sequence[_T]) -> list[_T]:
    """Both in order; of the second only what the first leaves free."""
    taken = {k for f in first for k in range(f.start, f.end)}
    free: list[_T] = [s for s in second if taken.isdisjoint(range(s.start, s.end))]
    both: list[_T] = [*first, *free]
    return sorted(both, key=_start)


def _start(found: Figure | Mention) -> int:
    return found.start


def _named(figure: Figure, text: str, layout: Layout) -> Figure:
    """A bare count with the noun that stands before it."""
    if figure.kind != "count" or figure.noun:
        return figure
    noun = noun_before(text, figure.start, layout.sentences[layout.number(figure.start)][0])
    noun = noun or asked_for(text, figure.start)
    people = "" if noun else people_at(text, figure.start, figure.end, layout)
    noun = noun or people
    unit = figure.unit.replace("count", "persons") if people or is_persons(noun) else figure.unit
    return Figure(
        figure.start,
        figure.end,
        figure.value,
        figure.low,
        figure.high,
        figure.comparator,
        unit,
        "",
        "count",
        noun,
    )


def _quantity(
    text: str,
    shadow: Shadow,
    layout: Layout,
    figure: Figure,
    period: str,
    basis: str,
    speaker: str,
    reporter: str,
) -> Quantity:
    start, end = shadow.at(figure.start, figure.end)
    return Quantity(
        start,
        end,
        text[start:end],
        figure.value,
        figure.low,
        figure.high,
        figure.comparator,
        figure.unit,
        figure.currency,
        figure.kind,
        figure.noun,
        period,
        basis,
        shadow.at(*layout.sentences[layout.number(figure.start)]),
        speaker,
        reporter,
    )


def _warnings(
    when: Dated, stated: Dated, language: str, shadow: Shadow, mentions: Sequence[Mention]
) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []

    def warn(code: str, message: str, *rows: object) -> None:
        found.append({"code": code, "message": message, "rows": list(rows)})

    if language and language not in READ:
        told = {"kk": "Kazakh", "other": "another language"}.get(language, language)
        message = f"the article seems to be in {told}: figures are read in English, Russian and Chinese alone"
        warn("reading.language", f"{message}, so that some may be missed")
    if not when.statement_date:
        relative = sum(m.basis == "relative" or (m.role == "span" and not m.period) for m in mentions)
        line = f" (its dateline says {when.day_only}, without a year)" if when.day_only else ""
        message = f"the article does not say when it was written{line}"
        warn("reading.no_date", f"{message}: {relative} relative periods stay open; give --date")
    inside = stated.statement_date if stated.basis in ("dateline", "stated") else ""
    dates = list(dict.fromkeys(d for d in (when.statement_date, inside, *when.others) if d))
    if len(dates) > 1:
        warn("reading.dates_differ", f"more than one date of writing: {dates[0]} is taken", *dates)
    if shadow.origin is not None:
        warn("reading.hidden_signs", "the text holds signs of no width; figures are read as they are seen")
    return found
