"""Words as concepts: where an article speaks of what, in any of the languages of the table of cues.

    Horgos, Khorgos, Хоргос, 霍尔果斯    ->  khorgos
    Kazakh, Kazakhstan's, Казахстана    ->  @KAZ       areas begin with @

Reads   data/checking/cues.csv: concept, class, language, words; ``*`` stands for any ending
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from jibek.sources.plain import rows

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KEY = 4  # letters by which the spellings are filed
_THEN = 1  # letters by which what follows a first word is filed
_REMEMBERED = 50_000  # words
_BETWEEN, _ON, _ENDS = (
    r"[\s\-–—]{1,3}",
    r"\w*",
    r"(?!\w)",
)  # what stands between words of a spelling, and after
_APART, _DASHES = 3, "-–—"
NOT = "-"  # before a concept: words that only look as if they named it ("makes up" is no growth)


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept at a place of the text, offsets half-open."""

    start: int
    end: int
    concept: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a concept is written: its first word, whether that may go on, what follows, and that by its first letters."""

    first: str
    open_ended: bool
    rest: str
    then: str
    concept: str


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Spellings that a word begins: those of one word, and longer ones by the first letter of what follows."""

    alone: tuple[Spelling, ...]
    longer: Mapping[str, tuple[Spelling, ...]]

    def all_longer(self) -> Iterator[Spelling]:
        for spellings in self.longer.values():
            yield from spellings


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Spellings filed by their first letters; the class of each concept that has one (area, port, plant, …)."""

    spellings: Mapping[str, tuple[Spelling, ...]]
    classes: Mapping[str, str]
    _of_word: dict[str, _Beginning] = field(default_factory=dict, repr=False, compare=False)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every concept that the text names, in its order; a word may name several."""
        lowered = text.lower()
        if len(lowered) != len(text):  # letters whose small form is longer would shift the offsets
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        found: set[Mention] = set()
        for hit in _WORD.finditer(lowered):
            word = hit[0]
            known = self._of_word.get(word)
            if known is None and not word.isascii() and _HAN.search(word):
                for at in range(hit.start(), hit.end()):
                    self._run(lowered, at, found)
                continue
            known = known or self._beginning(word)
            start, end = hit.span()
            for spelling in known.alone:
                found.add(Mention(start, end, spelling.concept))
            if known.longer:
                after = lowered[end + 1 : end + 1 + _THEN]
                for spelling in known.longer.get(after, ()) if after[:1].isalnum() else known.all_longer():
                    whole = _compiled(spelling.rest).match(lowered, end)
                    if whole is not None:
                        found.add(Mention(start, whole.end(), spelling.concept))
        for no in [m for m in found if m.concept.startswith(NOT)]:
            found -= {m for m in found if f"{NOT}{m.concept}" == no.concept and no.start <= m.start < no.end}
        return tuple(sorted(found, key=lambda m: (m.start, m.end, m.concept)))

    def of_word(self, word: str, text: str, end: int) -> list[str]:
        """Concepts that a word of a text in small letters begins, the word ending there; of alphabets alone."""
        known = self._of_word.get(word) or self._beginning(word)
        found = [s.concept for s in known.alone]
        if known.longer:
            for spelling in known.longer.get(text[end + 1 : end + 1 + _THEN], ()):
                goes_on = text.startswith(spelling.then, end + 1)  # before what follows is looked at in full
                if goes_on and _follows(spelling.rest, text, end):
                    found.append(spelling.concept)
        return found

    def goes_on(self, word: str) -> bool:
        """Whether a word in small letters begins a spelling of several."""
        return bool((self._of_word.get(word) or self._beginning(word)).longer)

    def _beginning(self, word: str) -> _Beginning:
        """Spellings whose first word this is; remembered, as texts use few words often."""
        those = [
            s
            for size in range(1, min(_KEY, len(word)) + 1)
            for s in self.spellings.get(word[:size], ())
            if word == s.first or (s.open_ended and word.startswith(s.first))
        ]
        longer: dict[str, tuple[Spelling, ...]] = {}
        for spelling in those:
            if spelling.rest:
                key = spelling.then[:_THEN]
                longer[key] = (*longer.get(key, ()), spelling)
        known = _Beginning(tuple(s for s in those if not s.rest), longer)
        if len(self._of_word) < _REMEMBERED:
            self._of_word[word] = known
        return known

    def _run(self, text: str, start: int, found: set[Mention]) -> None:
        """Chinese is written without blanks: any run of characters may be a spelling."""
        for spelling in self.spellings.get(text[start], ()):
            if text.startswith(spelling.first, start):
                found.add(Mention(start, start + len(spelling.first), spelling.concept))


def _follows(rest: str, text: str, at: int) -> bool:
    """Whether what follows a first word stands there; a pattern is compiled only for what letters do not tell."""
    words = _words_of(rest)
    if words is None:
        return _compiled(rest).match(text, at) is not None
    for word, open_ended in words:
        start = at
        while at - start < _APART and at < len(text) and (text[at].isspace() or text[at] in _DASHES):
            at += 1
        if at == start or not text.startswith(word, at):
            return False
        at += len(word)
        while open_ended and at < len(text) and (text[at].isalnum() or text[at] == "_"):
            at += 1
    return at == len(text) or not (text[at].isalnum() or text[at] == "_")


@cache
def _words_of(rest: str) -> tuple[tuple[str, bool], ...] | None:
    """The words of a pattern of `_spelling`, each with whether it may go on; None where one is more than letters."""
    first, *parts = rest.removesuffix(_ENDS).split(_BETWEEN)
    words = tuple((p.removesuffix(_ON), p.endswith(_ON)) for p in parts)
    return None if first or not all(word.isalnum() for word, _ in words) else words


@cache
def _compiled(rest: str) -> re.Pattern[str]:
    """What follows a first word; compiled when a text first has that word."""
    return re.compile(rest)


@cache
def lexicon() -> Lexicon:
    """The shipped cues."""
    return filed(rows("checking/cues"))


def filed(cues: Iterable[Mapping[str, str]]) -> Lexicon:
    """A lexicon of rows with the columns concept, class and words."""
    spellings: dict[str, list[Spelling]] = {}
    classes: dict[str, str] = {}
    for row in cues:
        if row["class"]:
            classes[row["concept"]] = row["class"]
        for words in row["words"].split(";"):
            spelling = _spelling(words.strip().lower().replace("’", "'"), row["concept"])
            size = 1 if _HAN.match(spelling.first) else _KEY
            spellings.setdefault(spelling.first[:size], []).append(spelling)
    return Lexicon({k: tuple(v) for k, v in spellings.items()}, classes)


def _spelling(written: str, concept: str) -> Spelling:
    if _HAN.match(written):
        return Spelling(written, True, "", "", concept)
    head = _WORD.search(written)
    assert head is not None, f"a cue of {concept} has no word"
    after = written[head.end() :]
    if after in ("", "*"):
        return Spelling(head.group(), after == "*", "", "", concept)
    open_ended = after.startswith("*")
    parts = [
        re.escape(part.rstrip("*")).replace("'", "['’`]") + (_ON if part.endswith("*") else "")
        for part in re.split(r"[\s\-]+", after.removeprefix("*"))
    ]
    then = (_WORD.search(after.removeprefix("*")) or head).group()
    return Spelling(head.group(), open_ended, _BETWEEN.join(parts) + _ENDS, then, concept)
