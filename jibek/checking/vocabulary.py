"""Words as terms that facts and articles share, whatever the language.

    "Atasu-Alashankou capacity"          capacity, alashankou, node Alashankou, atasu
    «мощность … Атасу — Алашанькоу»      capacity, alashankou, node Alashankou, …

A term is a concept of the tables of words and cues, a system or a place under any of its names, or an English word
without its ending, so that what no table lists still counts in English.

Reads   data/checking/words.csv, cues.csv; data/eurasia/systems.csv, nodes.csv
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from jibek.checking.lexicon import Lexicon, Mention, filed
from jibek.sources.plain import remembered, rows

NEIGHBOURS = frozenset(
    {"russia", "uzbekistan", "kyrgyzstan", "tajikistan", "turkmenistan", "mongolia", "india"}
)
LANGUAGES = ("en", "ru", "zh", "kk")
_WORD = re.compile(r"[a-z][a-z0-9]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ENDING = re.compile(r"(?:'s|ies|es|s|ed|ing|ly|y|e)$")
_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[;；]\s*")
_STOP = frozenset(
    "the and for from with not are was were has had have that this than then its all any both one two more most over"
    " about per out who which what when where while into onto upon only also can may but his her our your their them"
    " they each other same such some been being will would could should after before under between through during of"
    " to in on at by as is it be or an no so up do did does he she we you me my us if nor yet via said says".split()
)
SHORTEST, LONGEST = 3, 7  # letters of an English stem
STEM_ENDS = 5  # letters from which a Russian or Kazakh name may lose its last one in a case


@remembered()
def vocabulary() -> Lexicon:
    """Concepts, systems and places by all their names."""
    return filed(tuple(_spelled()))


def terms(text: str) -> tuple[Mention, ...]:
    """Every term of a text with its place."""
    found = list(vocabulary().mentions(text))
    lowered = text.lower()
    if len(lowered) == len(text):
        taken = {m.start for m in found}
        for hit in _WORD.finditer(lowered):
            word = "" if hit.start() in taken else stem(hit.group())
            if word:
                found.append(Mention(hit.start(), hit.end(), word))
    return tuple(found)


@remembered(maxsize=20_000)
def named(text: str) -> frozenset[str]:
    """The terms of a cell, each once; remembered, as cells repeat."""
    if not text.isascii():
        return frozenset(m.concept for m in terms(text))
    lexicon, alone, lowered = vocabulary(), _alone(), text.lower()
    found: set[str] = set()
    for hit in _ASCII_WORD.finditer(lowered):
        word = hit.group()
        its = alone.get(word)
        if its is None:
            its = tuple(lexicon.of_word(word, lowered, hit.end())) or (stem(word),)
            if not lexicon.goes_on(word):
                alone[word] = its
        found.update(its)
    found.discard("")
    return frozenset(found)


@remembered()
def _alone() -> dict[str, tuple[str, ...]]:
    """Terms of words that begin no longer spelling, whatever follows them; filled as cells are read."""
    return {}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """An English word without its ending; empty for words that say nothing.

    >>> stem("pipelines"), stem("pipeline"), stem("the")
    ('pipelin', 'pipelin', '')
    """
    if word in _STOP or len(word) < SHORTEST or not word[0].isalpha():
        return ""
    cut = _ENDING.sub("", word) if len(word) > SHORTEST + 1 else word
    return (cut if len(cut) >= SHORTEST else word)[:LONGEST]


@cache
def ports() -> frozenset[str]:
    """Terms of crossings and ports."""
    return frozenset(f"={row['concept']}" for row in rows("checking/cues") if row["class"] == "port")


@cache
def countries() -> frozenset[str]:
    """Terms of countries other than the two."""
    areas = {row["concept"] for row in rows("checking/cues") if row["class"] == "area"} - {"@CHN", "@KAZ"}
    said = {row["concept"] for row in rows("checking/words")} & NEIGHBOURS
    return frozenset(f"={concept}" for concept in (*areas, *said))


def _spelled() -> Iterator[dict[str, str]]:
    for row in rows("checking/words"):
        for language in LANGUAGES:
            if row[language]:
                yield {"concept": f"={row['concept']}", "class": "", "words": row[language]}
    for row in rows("checking/cues"):
        if row["class"] and not row["concept"].startswith("-"):  # places, plants, bodies, persons, routes
            yield {"concept": f"={row['concept']}", "class": "", "words": row["words"]}
    for row in rows("eurasia/systems"):
        names = [row["name"], row["name_ru"], row["name_kk"], row["name_zh"], *_SPLIT.split(row["aliases"])]
        yield from _named(f"system {row['name']}", names)
    for row in rows("eurasia/nodes"):
        name = row["name"].split(" (")[0]
        names = [name, row["name_ru"], row["name_kk"], row["name_zh"], *_SPLIT.split(row["aliases"])]
        yield from _named(f"node {name.split()[0]}", names)


def _named(concept: str, names: list[str]) -> Iterator[dict[str, str]]:
    words = ";".join(dict.fromkeys(_in_cases(n.strip()) for n in names if len(n.strip()) > 1))
    if words:
        yield {"concept": concept, "class": "", "words": words}


def _in_cases(name: str) -> str:
    """A name as a cue; Russian and Kazakh names may end otherwise."""
    name = re.sub(r"[«»“”()（）;—–,:*]", " ", name)
    if not _CYRILLIC.search(name):
        return name.strip()
    return " ".join(_in_case(word) for word in name.split())


def _in_case(word: str) -> str:
    if len(word) < STEM_ENDS or not _CYRILLIC.search(word):
        return word
    return re.sub(r"[аяоеыийьөі]{1,2}$", "", word) + "*"
