"""Which place a person means: an id, a name in Latin, Russian, Kazakh or Chinese, or another spelling.

    resolve("Xi'an", places)      -> "CNCHN"
    resolve("АЛМАТЫ", places)     -> "KZALA"
    resolve("Torugart", places)   -> InputError place.ambiguous: CN_TORUGART or KG_TORUGART

Spelling is folded: case, diacritics, apostrophes, hyphens and blanks do not count. Nothing is guessed: a name
of two places is asked back, an unknown one is answered with the nearest names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Protocol

from jibek.ground.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

NO_FREIGHT = ("chokepoint", "pipeline node")  # kinds of places where no freight starts or ends

LANGUAGES = ("name_ru", "name_kk", "name_zh", "aliases")

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """The text without case, diacritics, punctuation and blanks: ``Xi'an`` and ``XIAN`` are one."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in plain if c.isalnum())


class Columns(Protocol):
    """A table of places: a data frame, or columns that are read as its own."""

    @property
    def columns(self) -> Any: ...

    def __getitem__(self, name: str) -> Any: ...


def resolve(text: str, places: Columns, *, zones_only: bool = False) -> str:
    """The id of the place that ``text`` names.

    Parameters
    ----------
    text
        An id, a name in any of the languages of the table, or an alias.
    places
        The table of places: ``place_id`` (or ``id``), ``name`` and, where known, ``name_ru``, ``name_kk``,
        ``name_zh``, ``aliases`` (semicolons), ``kind``.
    zones_only
        Leave out straits and pipeline nodes, where no freight starts or ends.

    Raises
    ------
    InputError
        ``place.unknown`` with the nearest names, ``place.ambiguous`` with the candidates.
    """
    rows = [row for row in _rows(places) if not (zones_only and row.kind in NO_FREIGHT)]
    wanted = fold(text)
    for names in _tiers(rows):
        found = sorted(names.get(wanted, ())) if wanted else []
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(text, found, rows)
    raise _unknown(text, rows)


def label(place_id: str, places: pd.DataFrame) -> str:
    """The short English name of a place, without what stands in brackets; the id if it is unknown."""
    ids = places[_id_column(places)]
    hit = places.loc[ids == place_id, "name"]
    return bare(str(hit.iloc[0])) if len(hit) else place_id


def bare(name: str) -> str:
    """The name without its qualifier: ``Urumqi (international land port)`` is ``Urumqi``."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip() or name


def _id_column(places: Columns) -> str:
    return "place_id" if "place_id" in places.columns else "id"


@dataclass(frozen=True, slots=True)
class _Row:
    """A place: its names in English (both sides of a slash are names), its other names and aliases."""

    place: str
    name: Any
    kind: Any
    english: list[str]
    other: list[str]


def _rows(places: Columns) -> Iterator[_Row]:
    columns = [c for c in LANGUAGES if c in places.columns]
    ids = places[_id_column(places)].tolist()
    blank = [None] * len(ids)
    english, kinds = (places[c].tolist() if c in places.columns else blank for c in ("name", "kind"))
    others = zip(*(places[c].tolist() for c in columns), strict=True) if columns else [()] * len(ids)
    for place, name, kind, cells in zip(ids, english, kinds, others, strict=True):
        full = [name, *name.split(" / ")] if isinstance(name, str) else []
        more = [part for cell in cells if isinstance(cell, str) for part in cell.split(";") if part.strip()]
        yield _Row(str(place), name, kind, [n for n in full if n.strip()], more)


def _tiers(rows: Sequence[_Row]) -> Iterator[Mapping[str, set[str]]]:
    """Id first, then names as written, then the id without its country and other names without qualifiers.

    The order lets ``Хоргос`` be the rail port although ``Хоргос (автодорожный)`` is the road port. In English
    both ends of a crossing carry the name: the bare one counts as written, and the question goes back.
    Last come the first words of a name: ``Khorgos Gateway`` of ``Khorgos Gateway dry port``.
    """
    ids: dict[str, set[str]] = defaultdict(set)
    written: dict[str, set[str]] = defaultdict(set)
    stripped: dict[str, set[str]] = defaultdict(set)
    opening: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        ids[fold(row.place)].add(row.place)
    yield ids
    for row in rows:
        place, english, other = row.place, row.english, row.other
        for name in [*english, *[bare(n) for n in english], *other]:
            written[fold(name)].add(place)
        for name in other:
            stripped[fold(bare(name))].add(place)
        stripped[fold(place.partition("_")[2])].add(place)
        for words in [name.split() for name in [*english, *other]]:
            for count in range(1, len(words)):
                opening[fold(" ".join(words[:count]))].add(place)
    yield written
    yield stripped
    yield opening


def _ambiguous(text: str, found: list[str], rows: Sequence[_Row]) -> InputError:
    names = {row.place: row.name for row in reversed(rows)}
    listed = [f"{place} ({names[place]})" for place in found]
    return InputError(
        "place.ambiguous",
        f"{text!r} names {len(found)} places: " + ", ".join(listed),
        [
            Problem(
                "place.ambiguous",
                "place",
                value=text,
                expected="one of " + ", ".join(found),
                fix="Give the id of the place that is meant.",
            )
        ],
    )


def _unknown(text: str, rows: Sequence[_Row]) -> InputError:
    by_fold: dict[str, str] = {}
    for row in rows:
        place, english, other = row.place, row.english, row.other
        known_id = [place] if text.isupper() else []
        for name in [*known_id, *english, *[bare(n) for n in english], *other]:
            by_fold.setdefault(fold(name), f"{name} ({place})" if name != place else place)
    close: list[str] = []
    for hit in get_close_matches(fold(text), list(by_fold), n=8, cutoff=0.6):
        place = by_fold[hit].rpartition("(")[2].rstrip(")")
        if not any(place in known for known in close):
            close.append(by_fold[hit])
    near = "Nearest known: " + ", ".join(close[:3]) if close else "Give the name of a larger place nearby."
    return InputError(
        "place.unknown",
        f"no place is called {text!r}",
        [Problem("place.unknown", "place", value=text, expected="a place id, name or alias", fix=near)],
    )
