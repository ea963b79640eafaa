"""A roadbed as words and arrays, and back: all that a search reads of a network, without tables or the record."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from jibek.ground.arrays import Array, Flags, Ints
from jibek.routes.days import DRAWS, Waits, scores
from jibek.routes.flying import Flying
from jibek.routes.paid import Terms
from jibek.routes.roadbed import ASSUMED, Roadbed

if TYPE_CHECKING:
    from jibek.network import Network

_ARRAYS = (
    "tail head fixed_hours usd_per_tonne income_usd_per_tonne co2e_kg_per_tonne facility capacity_per_day "
    "class_hour_usd open"
).split()

_FRAMES = ("places", "states", "arcs", "facilities")


class Column:
    """The cells of a column."""

    def __init__(self, cells: Sequence[Any] | Array) -> None:
        self._cells = cells

    def to_numpy(self, dtype: Any = None) -> Array:
        """As an array of the type."""
        return np.asarray(self._cells, dtype)

    def tolist(self) -> list[Any]:
        """As a list of plain values."""
        return np.asarray(self._cells, object).tolist()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cells)


class Frame:
    """Columns of one length, read as those of a data frame are."""

    def __init__(self, columns: Mapping[str, Sequence[Any] | Array]) -> None:
        self._columns = columns

    @property
    def columns(self) -> list[str]:
        """Their names."""
        return list(self._columns)

    def __getitem__(self, name: str) -> Column:
        return Column(self._columns[name])

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))


@dataclass(frozen=True)
class KeptNetwork:
    """What a search reads of a ``Network``, under the same names."""

    places: Frame
    states: Frame
    arcs: Frame
    facilities: Frame
    tail: Ints
    head: Ints
    fixed_hours: Array
    usd_per_tonne: Array
    income_usd_per_tonne: Array
    co2e_kg_per_tonne: Array
    facility: Ints
    capacity_per_day: Array
    class_hour_usd: Array
    open: Flags
    groups: tuple[str, ...]
    state_index: Mapping[str, int]
    stops: tuple[Any, ...] = ()
    layout: None = None


def packed(bed: Roadbed) -> tuple[dict[str, Any], dict[str, Array]] | None:
    """Words and arrays of a roadbed; None where the network has bans of some freight, which hold rules."""
    net = bed.network
    if net.stops:
        return None
    arrays = {name: np.asarray(getattr(net, name)) for name in _ARRAYS}
    arrays |= {
        "hours": bed.hours,
        "hours_p90": bed.hours_p90,
        "wait": bed.waits.mean,
        "scores": scores(DRAWS),
    }
    if bed.beside is not None:
        arrays["beside"] = bed.beside
    for i, (q, h) in bed.waits.curves.items():
        arrays[f"curve:{i}"] = np.array([q, h])
    texts: dict[str, dict[str, list[Any]]] = {}
    for name in _FRAMES:
        frame = getattr(net, name)
        texts[name] = {}
        for column in frame.columns:
            cells = frame[column].to_numpy()
            if np.asarray(cells).dtype.kind in "biuf":
                arrays[f"{name}:{column}"] = np.asarray(cells)
            else:
                texts[name][str(column)] = [_word(c) for c in frame[column].to_numpy(object)]
    words = {
        "texts": texts,
        "groups": list(net.groups),
        "state_index": {k: int(v) for k, v in net.state_index.items()},
        "assumed": {name: bed.assume(name) for name in ASSUMED},
        "seed": bed.seed,
        "terms": bed.terms.to_json(),
        "flying": bed.flying.to_json(),
    }
    return words, arrays


def unpacked(words: Mapping[str, Any], arrays: Mapping[str, Array]) -> Roadbed:
    """The roadbed that was packed."""
    frames = {name: dict(words["texts"][name]) for name in _FRAMES}
    curves = {}
    for label, array in arrays.items():
        name, _, rest = label.partition(":")
        if name in frames and rest:
            frames[name][rest] = array
        elif name == "curve":
            curves[int(rest)] = array[0], array[1]
    parts: dict[str, Any] = {
        **{name: Frame(columns) for name, columns in frames.items()},
        **{name: arrays[name] for name in _ARRAYS},
        "groups": tuple(words["groups"]),
        "state_index": words["state_index"],
    }
    network = KeptNetwork(**parts)
    waits = Waits.kept(list(network.facilities["facility_id"]), arrays["wait"], curves)
    return Roadbed(
        cast("Network", network),  # under the same names all that a search reads
        arrays.get("beside"),
        waits,
        words["assumed"],
        words["seed"],
        arrays["hours"],
        arrays["hours_p90"],
        Terms.from_json(words["terms"]),
        arrays["scores"],
        Flying.from_json(words["flying"]),
    )


def _word(cell: Any) -> Any:
    """A cell as JSON has it: what is blank is null."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    return cell if isinstance(cell, str | bool | int | float) else str(cell)
