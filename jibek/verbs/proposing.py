"""``jibek record propose``: figures of an article that the record does not hold, as claim rows for a person to review.

Nothing enters the record: the rows are printed or written as CSV, with blanks where only a reader can say.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jibek.checking import Checked, Verdict
from jibek.checking.indicators import by_key
from jibek.checking.model import NEW, STALE
from jibek.ground.errors import refuse
from jibek.ground.reply import Reply
from jibek.ground.written import bad_file, written
from jibek.verbs.checking import checker_of, laid, reading

BESIDE = 32  # characters before and after a passage whose hash finds it again
COLUMNS = (
    "claim_id hash_id fact_id source_id speaker subject predicate object comparator value value_low value_high unit "
    "currency period period_basis kind status rank paraphrase indicator reporter reporter_basis statement_date "
    "char_start char_end qty_start qty_end passage_hash prefix_hash suffix_hash extracted_by reviewed_by"
).split()


@dataclass(frozen=True, slots=True)
class Proposal(Reply):
    """Rows of claims, each a figure of an article that the record does not hold."""

    rows: tuple[dict[str, Any], ...]
    warnings: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What ``jibek record propose --json`` prints."""
        return {"proposed": list(self.rows), "warnings": list(self.warnings)}

    def to_text(self) -> str:
        """CSV with a header."""
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue().rstrip("\n")


def propose(
    *articles: Path | str,
    date: str | None = None,
    out: Path | str | None = None,
    data: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Proposal:
    """Claim rows of what articles say and the record does not hold; never into the record.

    Parameters
    ----------
    articles
        As of ``check``.
    date
        When they were written; in place of what they say.
    out
        A CSV file to write.
    data
        A folder of tables to lay over the shipped ones.

    Raises
    ------
    InputError
        As of ``check``; ``propose.bad_out`` before anything is read.
    """
    refuse("propose.bad_out", "a file cannot be written there", bad_file("--out", out, "propose.bad_out"))
    with laid(data):
        checker = checker_of("record")
        checked = [checker.check(a) for a in reading(articles, date=date, progress=progress)]
    rows = tuple(row for c in checked for row in proposed(c))
    found = Proposal(rows, tuple({**w} for c in checked for w in c.article.warnings))
    if out is not None:
        written(out, found.to_text() + "\n")
    return found


def proposed(checked: Checked) -> list[dict[str, Any]]:
    """Rows of an article; what agrees or follows stays out, and so do mismatches, which are no news but a question."""
    return [_row(checked, i, v) for i, v in enumerate(checked.verdicts, start=1) if v.verdict in (NEW, STALE)]


def _row(checked: Checked, number: int, verdict: Verdict) -> dict[str, Any]:
    quantity, article = verdict.quantity, checked.article
    start, end = quantity.sentence
    source = hashlib.sha256(article.text.encode()).hexdigest()[:8]
    whole = "|".join((source, str(start), str(end), quantity.noun, str(quantity.value), quantity.period))
    return {
        **dict.fromkeys(COLUMNS, ""),
        "claim_id": f"{source}-{number:03}",
        "hash_id": _hash(whole),
        "source_id": source,
        "speaker": quantity.speaker,
        "object": quantity.noun,
        "comparator": quantity.comparator,
        "value": quantity.value,
        "value_low": "" if quantity.value_low is None else quantity.value_low,
        "value_high": "" if quantity.value_high is None else quantity.value_high,
        "unit": quantity.unit,
        "currency": quantity.currency,
        "period": quantity.period,
        "period_basis": "stated" if quantity.period_basis == "stated" else "assumed",
        "rank": "normal",
        "indicator": indicator.indicator if (indicator := by_key().get(verdict.key)) else "",
        "reporter": quantity.reporter,
        "reporter_basis": "stated" if quantity.reporter else "",
        "statement_date": article.statement_date,
        "char_start": start,
        "char_end": end,
        "qty_start": quantity.char_start,
        "qty_end": quantity.char_end,
        "passage_hash": _hash(article.text[start:end]),
        "prefix_hash": _hash(article.text[max(0, start - BESIDE) : start]),
        "suffix_hash": _hash(article.text[end : end + BESIDE]),
        "extracted_by": "jibek",
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
