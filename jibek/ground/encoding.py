"""Text files as UTF-8, with or without a byte-order mark; any other encoding is named and refused."""

from __future__ import annotations

import codecs

from jibek.ground.errors import InputError, Problem

# Longer marks first: that of UTF-32 begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def utf8(content: bytes, where: str, code: str) -> str:
    """The text of a file.

    Parameters
    ----------
    where, code
        Name of the file and code of the error.

    Raises
    ------
    InputError
        ``code``, naming the encoding where its mark tells it, else the first byte that is not UTF-8.
    """
    named = next((name for mark, name in MARKS if content.startswith(mark)), "")
    if not named:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            named = f"another encoding (byte 0x{content[fault.start]:02x} at position {fault.start})"
    problem = Problem(code, where, value=named, expected="UTF-8", fix="Save the file as UTF-8.")
    raise InputError(code, f"{where} is not UTF-8 but {named}", [problem])
