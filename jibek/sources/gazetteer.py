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
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import pandas as pd

from jibek.ground.errors import InputError, Problem

NO_FREIGHT = ("chokepoint", "pipeline node")  # kinds of places where no freight starts or ends

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """The text without case, diacritics, punctuation and blanks: ``Xi'an`` and ``XIAN`` are one."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in plain if c.isalnum())


def resolve(text: str, places: pd.DataFrame, *, zones_only: bool = False) -> str:
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
    frame = _eligible(places) if zones_only else places
    wanted = fold(text)
    for names in _tiers(frame):
        found = sorted(names.get(wanted, ())) if wanted else []
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(text, found, frame)
    raise _unknown(text, frame)


def label(place_id: str, places: pd.DataFrame) -> str:
    """The short English name of a place, without what stands in brackets; the id if it is unknown."""
    ids = places[_id_column(places)]
    hit = places.loc[ids == place_id, "name"]
    return bare(str(hit.iloc[0])) if len(hit) else place_id


def bare(name: str) -> str:
    """The name without its qualifier: ``Urumqi (international land port)`` is ``Urumqi``."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip() or name


def _id_column(places: pd.DataFrame) -> str:
    return "place_id" if "place_id" in places.columns else "id"


def _eligible(places: pd.DataFrame) -> pd.DataFrame:
    return places[~places["kind"].isin(NO_FREIGHT)] if "kind" in places.columns else places


def _tiers(places: pd.DataFrame) -> Iterator[Mapping[str, set[str]]]:
    """Id first, then names as written, then the id without its country and other names without qualifiers.

    The order lets ``Хоргос`` be the rail port although ``Хоргос (автодорожный)`` is the road port. In English
    both ends of a crossing carry the name: the bare one counts as written, and the question goes back.
    Last come the first words of a name: ``Khorgos Gateway`` of ``Khorgos Gateway dry port``.
    """
    ids: dict[str, set[str]] = defaultdict(set)
    written: dict[str, set[str]] = defaultdict(set)
    stripped: dict[str, set[str]] = defaultdict(set)
    opening: dict[str, set[str]] = defaultdict(set)
    for place, english, other in _names(places):
        ids[fold(place)].add(place)
        for name in [*english, *[bare(n) for n in english], *other]:
            written[fold(name)].add(place)
        for name in other:
            stripped[fold(bare(name))].add(place)
        stripped[fold(place.partition("_")[2])].add(place)
        for words in [name.split() for name in [*english, *other]]:
            for count in range(1, len(words)):
                opening[fold(" ".join(words[:count]))].add(place)
    yield ids
    yield written
    yield stripped
    yield opening


def _names(places: pd.DataFrame) -> Iterator[tuple[str, list[str], list[str]]]:
    """Place id, its English names (both sides of a slash are names), its other names and aliases."""
    columns = [c for c in ("name_ru", "name_kk", "name_zh", "aliases") if c in places.columns]
    ids = places[_id_column(places)].tolist()
    english = places["name"].tolist() if "name" in places.columns else [None] * len(ids)
    others = places[columns].to_numpy(dtype=object).tolist() if columns else [[]] * len(ids)
    for place, name, cells in zip(ids, english, others, strict=True):
        full = [name, *name.split(" / ")] if isinstance(name, str) else []
        more = [part for cell in cells if isinstance(cell, str) for part in cell.split(";") if part.strip()]
        yield str(place), [n for n in full if n.strip()], more


def _ambiguous(text: str, found: list[str], places: pd.DataFrame) -> InputError:
    ids = places[_id_column(places)]
    listed = [f"{place} ({places.loc[ids == place, 'name'].iloc[0]})" for place in found]
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


def _unknown(text: str, places: pd.DataFrame) -> InputError:
    by_fold: dict[str, str] = {}
    for place, english, other in _names(places):
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
