"""Verdicts as objects for programs: the JSON of the command, and ClaimReview of schema.org, one for each judged figure.

A review rates on five steps, 5 agrees, 4 derivable, 3 new, 2 stale, 1 conflicts; figures that the record does not hold
are not reviewed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from jibek.checking.model import AGREES, CONFLICTS, DERIVABLE, NEW, STALE, VERDICTS, Checked, Verdict
from jibek.checking.terminal import WORDS
from jibek.reading.model import Article

RATINGS = {AGREES: 5, DERIVABLE: 4, NEW: 3, STALE: 2, CONFLICTS: 1}


def as_json(checked: Checked) -> dict[str, Any]:
    """An article as ``jibek check --json`` prints it."""
    return {
        "file": checked.article.file,
        "language": checked.article.language,
        "statement_date": checked.article.statement_date,
        "date_basis": checked.article.date_basis,
        "summary": {v: checked.count(v) for v in VERDICTS},
        "quantities": [_quantity(v, checked.article) for v in checked.verdicts],
    }


def _quantity(verdict: Verdict, article: Article) -> dict[str, Any]:
    quantity = verdict.quantity
    start, end = article.in_file(quantity.char_start, quantity.char_end)
    return {
        "char_start": start,
        "char_end": end,
        "text": quantity.text,
        "value": quantity.value,
        "value_low": _finite(quantity.value_low),
        "value_high": _finite(quantity.value_high),
        "comparator": quantity.comparator,
        "unit": quantity.unit,
        "currency": quantity.currency,
        "period": quantity.period,
        "speaker": quantity.speaker,
        "reporter": quantity.reporter,
        "key": verdict.key,
        "verdict": verdict.verdict,
        "subtype": verdict.subtype,
        "fact_ids": list(verdict.fact_ids),
        "claim_ids": list(verdict.claim_ids),
        "explanation": verdict.explanation,
    }


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value


def claim_reviews(articles: Sequence[Checked]) -> dict[str, Any]:
    """JSON-LD with a ClaimReview for each figure that the record can be held against."""
    return {
        "@context": "https://schema.org",
        "@graph": [_review(c, v) for c in articles for v in c.verdicts if v.verdict != NEW],
    }


def _review(checked: Checked, verdict: Verdict) -> dict[str, Any]:
    quantity, article = verdict.quantity, checked.article
    first, last = quantity.sentence
    claim: dict[str, Any] = {
        "@type": "Claim",
        "appearance": {"@type": "CreativeWork", "name": article.file, "inLanguage": article.language},
        "text": " ".join(article.text[first:last].split()),
    }
    if quantity.speaker:
        claim["author"] = {"@type": "Person", "name": quantity.speaker}
    if article.statement_date and "/" not in article.statement_date:
        claim["datePublished"] = article.statement_date
    return {
        "@type": "ClaimReview",
        "claimReviewed": quantity.text if not verdict.key else f"{quantity.text} ({verdict.key})",
        "itemReviewed": claim,
        "author": {"@type": "Organization", "name": "Jibek"},
        "reviewBody": verdict.explanation,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[verdict.verdict],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": WORDS[verdict.verdict],
        },
    }
