"""Bytes of a file as text: UTF-8, with or without a byte-order mark; of anything else the likely encoding is named."""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from pathlib import Path

from jibek.ground.errors import InputError, Problem

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


WORD = 4  # bytes in a row; Latin alphabets hold seldom more than two letters beyond ASCII together

MOST = 0.6  # Chinese read as Cyrillic gives about as many capitals as small letters


class NotUtf8(ValueError):
    """The bytes are in another encoding; ``line`` is the first that cannot be read, counted from 1."""

    def __init__(self, encoding: str, line: int, bad: bytes) -> None:
        super().__init__(f"it seems to be {encoding}")
        self.encoding, self.line, self.bad = encoding, line, bad


def text_of(content: bytes) -> str:
    """The text; a byte-order mark is no part of it.

    Raises
    ------
    NotUtf8
        For bytes that are not UTF-8, and for the zeros between letters that UTF-16 without a mark shows.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            raise NotUtf8(name, 1, content[:8])
    at = content.find(b"\0")
    if at >= 0:
        raise NotUtf8("UTF-16 without a mark", content[:at].count(b"\n") + 1, content[at : at + 8])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        bad = content[fault.start : fault.start + 8]
        raise NotUtf8(_guess(content), content[: fault.start].count(b"\n") + 1, bad) from None


def utf8(content: bytes, where: str, code: str) -> str:
    """`text_of` a file.

    Parameters
    ----------
    where, code
        Name of the file and code of the error.

    Raises
    ------
    InputError
        ``code``, with the line of the first bytes that are not UTF-8 and what encoding they seem to be in.
    """
    try:
        return text_of(content)
    except NotUtf8 as fault:
        problem = Problem(
            code,
            where,
            f"seems to be {fault.encoding}",
            row=fault.line,
            value=repr(fault.bad),
            expected="UTF-8",
            fix="Save the file as UTF-8.",
        )
        raise InputError(code, f"{where} is not UTF-8 but seems to be {fault.encoding}", [problem]) from None


def _guess(content: bytes) -> str:
    """By script: whole words beyond ASCII are Cyrillic, mostly small letters, or Chinese; single letters are Latin."""
    longest = max(len(run) for run in re.findall(rb"[\x80-\xff]+", content))
    for codec, script, name in (
        ("windows-1251", "CYRILLIC SMALL", "windows-1251"),
        ("gb18030", "CJK", "GB 18030"),
    ):
        try:
            beyond = [c for c in content.decode(codec) if ord(c) > 127]
        except UnicodeDecodeError:
            continue
        share = sum(unicodedata.name(c, "").startswith(script) for c in beyond) / len(beyond)
        if longest >= WORD and share > MOST:
            return name
    return "a Latin encoding such as windows-1252"


def is_file(path: Path) -> bool:
    """Whether a file can be read there whole: no folder, no pipe, no name longer than a name can be."""
    return os.path.isfile(path)
