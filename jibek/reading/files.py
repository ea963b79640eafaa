"""A file as text: what kind it is by its first bytes, how large it may be, and which reader opens it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from jibek.ground.errors import InputError
from jibek.reading.aligning import Places
from jibek.reading.decoding import decoded
from jibek.reading.refusals import MOST_BYTES, MOST_CHARACTERS, refused

KINDS = ("txt", "html", "pdf", "docx")


@dataclass(frozen=True, slots=True)
class Opened:
    """text; kind of file; date that the file itself gives, "" if none; warnings as {code, message, rows}.

    places: of a page, the offsets in its decoded source of each character of the text.
    """

    text: str
    kind: str
    date: str = ""
    warnings: tuple[dict[str, object], ...] = ()
    places: Places | None = None


def opened(given: Path | str | bytes, name: str) -> Opened:
    """The text of a file or of bytes.

    Parameters
    ----------
    name
        What messages call it.

    Raises
    ------
    InputError
        ``reading.no_file``, ``reading.too_large``, ``reading.empty``, ``reading.not_text``,
        ``reading.unknown_kind``, ``reading.too_long``, and of single kinds ``reading.bad_pdf``, ``reading.no_text``,
        ``reading.bad_docx``, ``reading.bad_html``.
    MissingExtra
        ``reading.missing_extra`` for html, pdf and docx without the extra ``articles``.
    """
    content = given if isinstance(given, bytes) else _bytes(Path(given), name)
    if len(content) > MOST_BYTES:
        raise _large(name, len(content))
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        fix = "Give a file that holds an article."
        raise refused(
            "reading.empty", name, "the file is empty", value=len(content), expected="some text", fix=fix
        )
    kind = kind_of(content, name)
    if kind == "pdf":
        from jibek.reading.paper import pdf_text

        found = Opened(*pdf_text(content, name))
    elif kind == "docx":
        from jibek.reading.office import docx_text

        found = Opened(docx_text(content, name), kind)
    elif kind == "html":
        from jibek.reading.markup import page

        text, told, places = page(content, name)
        found = Opened(text, kind, told, places=places)
    else:
        found = Opened(decoded(content, name)[0], kind)
    if len(found.text) > MOST_CHARACTERS:
        raise refused(
            "reading.too_long",
            name,
            "the text is too long for an article",
            value=len(found.text),
            expected=f"at most {MOST_CHARACTERS:,} characters",
            fix="Split it into articles.",
        )
    if not found.text.strip():
        fix = "Give a file that holds an article."
        raise refused("reading.empty", name, "the file holds no visible text", expected="some text", fix=fix)
    return found


def kind_of(content: bytes, name: str) -> str:
    """txt, html, pdf or docx by the first bytes, and only then by the name.

    Raises
    ------
    InputError
        ``reading.unknown_kind`` for pictures, archives, old Word files and the like.
    """
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        if b"word/" in content:
            return "docx"
        raise _unknown(name, "a zip archive that is no docx")
    for mark, what in (
        (b"\xd0\xcf\x11\xe0", "an old Office file"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"Rar!", "a rar archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"{\\rtf", "a rich text file"),
    ):
        if head.startswith(mark):
            raise _unknown(name, what)
    plain = content[:4096].replace(b"\0", b"").lower().lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")
    if plain.startswith(
        (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<!--", b"<div", b"<p>", b"<article")
    ):
        return "html"
    if Path(name).suffix.lower() in (".html", ".htm", ".xhtml") and b"<" in content:
        return "html"
    return "txt"


def _unknown(name: str, what: str) -> InputError:
    fix = "Save the article as text, html, pdf or docx."
    return refused("reading.unknown_kind", name, f"it is {what}", expected=", ".join(KINDS), fix=fix)


def _large(name: str, size: int) -> InputError:
    return refused(
        "reading.too_large",
        name,
        "the file is too large for an article",
        value=size,
        expected=f"at most {MOST_BYTES:,} bytes",
        fix="Give the article alone, without pictures.",
    )


def _bytes(path: Path, name: str) -> bytes:
    """The content of a regular file, its size looked at first: pipes and devices might not end."""
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            what = "a folder" if stat.S_ISDIR(found.st_mode) else "no regular file"
            raise refused(
                "reading.no_file", name, f"it is {what}", expected="a file", fix="Give the path of a file."
            )
        if found.st_size > MOST_BYTES:
            raise _large(name, found.st_size)
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        fix = "Give the path of a file, or - for standard input."
        raise refused(
            "reading.no_file", name, f"cannot be opened: {why}", expected="a file", fix=fix
        ) from None
