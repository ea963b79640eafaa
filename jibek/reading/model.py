"""What reading gives: an article and its figures, frozen. Offsets count characters of the text of an article;
`Article.in_file` leads to the file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of an article.

    char_start, char_end: half-open; text: exactly ``article.text[char_start:char_end]``.
    value: in base units (USD, percent, t, km, d, MW, kWh), of kind "date" an ISO date or month.
    value_low, value_high: from the digits stated (half a unit in the last place), 5 % around "about"; the open side
    of "more than" is None, and so are both of a date.
    comparator: = > >= < <= ~
    unit: USD, percent, percentage_points, t, km, d, h, MW, kWh, m3, ha, TEU, persons, count, rank, ordinal, years,
    months, ratio, date; ``/yr``, ``/month``, ``/d`` or ``/h`` follows where a rate is stated.
    currency: ISO 4217 of money, else "".
    kind: money percent physical count rank ordinal duration ratio date
    noun: what is counted or measured; of a percentage "increase", "decrease" or what it is a share of; "" if unsaid.
    period: ISO date, month, year or interval, "since" to the day of the statement, ``..`` for an open end; "" if none.
    period_basis: stated, relative (this year), carried (from the sentence or paragraph before), dateline, "".
    sentence: offsets of its sentence.
    speaker: who is said to say it; reporter: whose statistics (CHN, KAZ, ...); "" where the text is silent.
    """

    char_start: int
    char_end: int
    text: str
    value: float | str
    value_low: float | None
    value_high: float | None
    comparator: str
    unit: str
    currency: str
    kind: str
    noun: str
    period: str
    period_basis: str
    sentence: tuple[int, int]
    speaker: str
    reporter: str


@dataclass(frozen=True, slots=True)
class Article:
    """A file as read.

    language: en, ru, zh, kk or another code, "" if there is too little text to say.
    statement_date: ISO date or interval, "" if unknown; date_basis: stated, dateline, option, content, "".
    warnings: each with code, message and rows.
    places: of a page, where in its decoded source each character of ``text`` stands; None where the text is the file.
    """

    file: str
    text: str
    language: str
    statement_date: str
    date_basis: str
    quantities: tuple[Quantity, ...]
    warnings: tuple[dict[str, object], ...]
    places: tuple[tuple[int, int], ...] | None = None

    def in_file(self, start: int, end: int) -> tuple[int, int]:
        """Half-open offsets in the decoded file of a stretch of the text: tags and entities of a page counted.

        Of pdf and docx, which have no source to count in, the offsets stay those of the text.
        """
        if self.places is None or not 0 <= start < end <= len(self.places):
            return start, end
        return self.places[start][0], self.places[end - 1][1]
