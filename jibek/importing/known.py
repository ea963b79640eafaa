"""What an import knows of the package's places: where they are, what they are called, and what leads to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import pandas as pd

from jibek.importing.model import Drawn, Point
from jibek.sources.gazetteer import bare, fold


@dataclass(slots=True)
class Known:
    """Places of the package by id and by folded name."""

    frame: pd.DataFrame
    at: dict[str, Point] = field(default_factory=dict)
    country: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    modes: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, nodes: pd.DataFrame, links: pd.DataFrame) -> Known:
        """Places, with the modes of the links that lead to them."""
        known = cls(nodes)
        for end in ("from", "to"):
            for place, mode in zip(links[end], links["mode"], strict=True):
                known.modes.setdefault(place, set()).add(mode)
        names: dict[str, set[str]] = defaultdict(set)
        for row in nodes.to_dict("records"):
            known.at[row["id"]] = (float(row["lon"]), float(row["lat"]))
            known.country[row["id"]] = row["country"]
            told = [row["name"], bare(str(row["name"])), row["name_ru"], row["name_kk"], row["name_zh"]]
            told += str(row["aliases"] or "").split(";")
            for name in told:
                if isinstance(name, str) and fold(name):
                    names[fold(name)].add(row["id"])
        known.by_name = {n: sorted(ids) for n, ids in names.items()}
        return known

    def positions(self, drawn: Drawn) -> dict[str, Point]:
        """Where the package has what the files name, by their word for it; names of two places are left out."""
        found = {}
        for place in drawn.places.values():
            for word in (place.key, place.cells.get("id", ""), place.cells.get("name", "")):
                ids = [word] if word in self.at else self.by_name.get(fold(word), []) if word else []
                if len(ids) == 1:
                    found[word] = self.at[ids[0]]
        return found
