"""The text of a pdf, read in a process of its own with bounds on time, memory and pages: a pdf may be made to harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from jibek.ground.extras import needed
from jibek.reading.refusals import MOST_CHARACTERS, refused

MOST_PAGES = 300
SECONDS = 30
MEMORY = 1_500_000_000  # bytes
FEWEST_A_PAGE = 16  # letters; a page with fewer is likely a picture


def pdf_text(content: bytes, name: str) -> tuple[str, str, str, tuple[dict[str, object], ...]]:
    """Text, the kind, no date (a pdf's own stamp tells when it was made, not when it was said), and warnings.

    Raises
    ------
    InputError
        ``reading.bad_pdf`` (broken, locked, too many pages, too slow), ``reading.no_text`` for a scan.
    MissingExtra
        ``reading.missing_extra``.
    """
    needed("pypdf", "articles", "pdf", "reading.missing_extra", name, ", or save the article as text")
    found = _apart(content, name)
    if "problem" in found:
        raise refused(
            "reading.bad_pdf",
            name,
            str(found["problem"]),
            expected=str(found["expected"]),
            fix="Save the text of the article alone.",
        )
    pages = list(found["pages"])
    text = _joined(pages)
    blank = [n for n, page in enumerate(pages, start=1) if sum(c.isalnum() for c in page) < FEWEST_A_PAGE]
    if len(blank) == len(pages):
        fix = "Run text recognition on it, or give the text."
        raise refused(
            "reading.no_text",
            name,
            "the pdf holds no text; it seems to be scanned",
            value=len(pages),
            expected="pages with text",
            fix=fix,
        )
    warnings: tuple[dict[str, object], ...] = ()
    if blank:
        message = f"{len(blank)} of {len(pages)} pages hold no text and were not read"
        warnings = ({"code": "reading.pages_without_text", "message": message, "rows": blank},)
    return text, "pdf", "", warnings


def _apart(content: bytes, name: str) -> dict[str, list[str] | str]:
    """What the process of its own says; a problem if it does not end well."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "jibek.reading.pdfpages"],
                stdin=given,
                capture_output=True,
                timeout=SECONDS,
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {
                "problem": f"reading it takes more than {SECONDS} s",
                "expected": "a pdf that opens at once",
            }
    try:
        found: dict[str, list[str] | str] = json.loads(done.stdout)
    except ValueError:
        return {"problem": "reading it needs too much memory or fails", "expected": "a sound pdf"}
    return found


def _joined(pages: list[str]) -> str:
    """Pages as one text: words that a line's end parts are joined, lines of a paragraph stay lines."""
    text = "\n\n".join(page.strip("\n") for page in pages)
    return text[: MOST_CHARACTERS + 1]
