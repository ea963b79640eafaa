"""The record by key: what is stated and what follows from it, gathered once and asked for figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jibek.checking.closures import derived
from jibek.checking.finding import Shelf
from jibek.checking.indicators import Indicator, indicators
from jibek.checking.known import Known, Said, from_claims, grouped
from jibek.checking.package import from_package
from jibek.checking.shelf import facts as all_facts


@dataclass(frozen=True, slots=True)
class Index:
    """Figures by key: ``stated`` in claims and facts, ``follows`` from those; indicators, also by kind of figure.

    ``shelf`` holds every row of the record with its own words, for what no indicator is written for.
    """

    stated: Mapping[str, tuple[Known, ...]]
    follows: Mapping[str, tuple[Known, ...]]
    indicators: Sequence[Indicator]
    of_kind: Mapping[str, tuple[Indicator, ...]]
    shelf: Shelf


def index(said: Iterable[Said], *, facts: bool = True) -> Index:
    """The record of these claims, with the facts of the data package or without them."""
    said, rows = tuple(said), indicators()
    known = (*from_claims(said, rows), *(from_package(rows) if facts else ()))
    stated = grouped(known)
    kinds = sorted({kind for i in rows for kind in i.kinds})
    of_kind = {kind: tuple(i for i in rows if kind in i.kinds) for kind in kinds}
    return Index(
        stated, grouped(derived(stated)), rows, of_kind, Shelf(all_facts(said, tables=facts), tables=facts)
    )
