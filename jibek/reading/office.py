"""The text of a docx: paragraphs and tables in the order of the document, hidden runs left out."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from jibek.ground.extras import needed
from jibek.reading.refusals import refused

MOST_UNPACKED = 60_000_000  # bytes
MOST_RATIO = 200  # unpacked to packed; text packs ten to twenty times
MOST_PARTS = 2000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_text(content: bytes, name: str) -> str:
    """Paragraphs, one a line.

    Raises
    ------
    InputError
        ``reading.bad_docx`` for a broken archive and for one that unpacks to too much.
    MissingExtra
        ``reading.missing_extra``.
    """
    docx = needed("docx", "articles", "docx", "reading.missing_extra", name, ", or save the article as text")
    _bounded(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_paragraphs(document.element.body))
    except Exception:
        raise refused(
            "reading.bad_docx",
            name,
            "it is broken",
            expected="a sound docx",
            fix="Save it again, or its text alone.",
        ) from None


def _bounded(content: bytes, name: str) -> None:
    """Refuse before unpacking what unpacks to too much by its own table, and what lies about it while unpacking."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            total = sum(p.file_size for p in parts)
            large = [
                p
                for p in parts
                if p.file_size > MOST_RATIO * max(p.compress_size, 1) and p.file_size > 1_000_000
            ]
            if len(parts) > MOST_PARTS or total > MOST_UNPACKED or large:
                fix = "Save the text of the article alone."
                raise refused(
                    "reading.bad_docx",
                    name,
                    "it unpacks to too much",
                    value=total,
                    expected=f"at most {MOST_UNPACKED:,} bytes",
                    fix=fix,
                )
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError):
        raise refused(
            "reading.bad_docx",
            name,
            "it is broken",
            expected="a sound docx",
            fix="Save it again, or its text alone.",
        ) from None


def _paragraphs(body: Any) -> list[str]:
    lines = []
    for paragraph in body.iter(f"{_W}p"):
        parts = []
        for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
            if _hidden(node.getparent()):
                continue
            parts.append(
                (node.text or "") if node.tag == f"{_W}t" else " " if node.tag == f"{_W}tab" else "\n"
            )
        lines.append("".join(parts))
    return lines


def _hidden(run: Any) -> bool:
    """Whether a run is marked vanish, or is white, or of size zero."""
    if run is None or run.tag != f"{_W}r":
        return False
    told = run.find(f"{_W}rPr")
    if told is None:
        return False
    vanish = told.find(f"{_W}vanish")
    if vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false"):
        return True
    colour, size = told.find(f"{_W}color"), told.find(f"{_W}sz")
    shaded = told.find(f"{_W}shd") is not None or told.find(f"{_W}highlight") is not None
    if colour is not None and colour.get(f"{_W}val", "").upper() == "FFFFFF" and not shaded:
        return True
    return size is not None and size.get(f"{_W}val") in ("0", "1")
