"""Bytes of a text in any common encoding as text: marks first, then UTF-8, then whichever script reads best.

UTF-16 shows itself by zeros or by rows of one high byte; GB 18030, windows-1251, KOI8-R and windows-1252 are told apart
by how the letters that they give follow each other.
"""

from __future__ import annotations

import codecs
import re

from jibek.ground.errors import InputError, Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 40_000  # bytes that are enough to judge by
_COMMON_ZH = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
    "哈中亿美元年贸易合作萨克斯坦增长月口岸列车班次"
)
_RU_PAIRS = frozenset(
    "ст но то на ен ов ни ра во ко ро го по ре ал ли ть пр от ос ер ор ан ол ет ны ка ом ел ти ль те"
    " ва да ес ло не ле ки та "
    "ат ла од ри де ск аз ах ве ия ие".split()
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


def decoded(content: bytes, where: str) -> tuple[str, str]:
    """The text and the name of its encoding; a byte-order mark is no part of the text.

    Raises
    ------
    InputError
        ``reading.not_text`` for bytes that no common encoding reads as text.
    """
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return _whole(content, codec, where), codec.removesuffix("-sig")
    wide = _wide(content)
    if wide:
        return _whole(content, wide, where), wide
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.start >= len(content) - 3 and len(content) > 64:
            return content[: fault.start].decode("utf-8"), "utf-8"
    else:
        return _refuse_controls(text, where), "utf-8"
    codec = _best(content[:_SAMPLE])
    return _refuse_controls(content.decode(codec, errors="replace"), where), codec


def _whole(content: bytes, codec: str, where: str) -> str:
    try:
        return _refuse_controls(content.decode(codec), where)
    except UnicodeDecodeError:
        raise _not_text(where, f"it begins as {codec} but does not go on so") from None


def _refuse_controls(text: str, where: str) -> str:
    bad = len(_CONTROLS.findall(text[:_SAMPLE]))
    if bad > 2 + len(text[:_SAMPLE]) // 500:
        raise _not_text(where, "it holds bytes that are no letters")
    return text


def _not_text(where: str, why: str) -> InputError:
    fix = "Give a text, a saved page (html), a pdf or a docx; save text as UTF-8."
    problem = Problem(
        "reading.not_text", where, why, expected="text in UTF-8 or another common encoding", fix=fix
    )
    return InputError("reading.not_text", f"{where} cannot be read as text", [problem])


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every other byte is zero in Latin text, or one of few in Cyrillic text."""
    sample = content[:2000]
    if len(sample) < 4:
        return ""
    for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        low = sample[0::2] if codec.endswith("le") else sample[1::2]
        if high.count(0) > 0.4 * len(high) and low.count(0) < 0.1 * len(low):
            return codec
    return ""


def _best(content: bytes) -> str:
    """The encoding whose letters follow each other as in one of the languages."""
    scores = {
        "gb18030": _chinese(content),
        "cp1251": _russian(content, "cp1251"),
        "koi8-r": _russian(content, "koi8-r"),
    }
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > 0.25 else "cp1252"


def _chinese(content: bytes) -> float:
    """Share of the letters beyond ASCII that are among the commonest Chinese ones; 0 if it cannot be GB 18030."""
    text = content.decode("gb18030", errors="replace")
    beyond = [c for c in text if ord(c) > 127]
    if not beyond or sum(c == "\ufffd" for c in beyond) > 2:
        return 0.0
    common = sum(c in _COMMON_ZH for c in beyond) / len(beyond)
    signs = sum(c in "，。、；：“”（）《》" for c in beyond) / len(beyond)
    unusual = sum(
        not (
            "\u4e00" <= c <= "\u9fff"
            or "\u3000" <= c <= "\u303f"
            or "\uff00" <= c <= "\uffef"
            or c in "“”‘’—…·"
        )
        for c in beyond
    )
    return 3 * common + 2 * signs - 2 * unusual / len(beyond)


def _russian(content: bytes, codec: str) -> float:
    """Share of pairs of Cyrillic letters that are common, less the capitals inside words."""
    text = content.decode(codec, errors="replace")
    words = re.findall("[а-яА-ЯёЁ]{2,}", text)
    pairs = [w[k : k + 2] for w in words for k in range(len(w) - 1)]
    if not pairs:
        return 0.0
    beyond = sum(ord(c) > 127 for c in text)
    common = sum(p in _RU_PAIRS for p in pairs) / len(pairs)
    inner = sum(p[0].islower() and p[1].isupper() for p in pairs) / len(pairs)
    return common - inner - 0.2 * (1 - sum(map(len, words)) / beyond)
