"""Read what a row of volumes counts: object, words and unit to a count, and the days that it covers.

    CN_KHORGOS  "Trains via Khorgos to 13 Dec"  2021 trains   ->  khorgos_trains, 2021-01-01 to 2021-12-13
    KZAAU       "Containers Jan-Oct"            2023 TEU      ->  aktau_teu, 2023-01-01 to 2023-10-31
    CRE_total   "Cumulative trains to Nov 2025" 2025 trains   ->  china_europe_trains, since its beginning

Objects, units and words are closed lists: what is not known is a reason, never a guess. Days: see `days`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jibek.ground.dates import first_day
from jibek.ground.errors import nearest
from jibek.ground.vocabulary import VOLUME_UNITS
from jibek.validation.days import Unreadable, days_of

# Units of the same thing: which unit of the table reads them, and the working of one of theirs over one of it.
_SAME = {"containers": ("TEU", '1 / assume("teu_per_container")'), "t": ("Mt", "1e6")}

# Words that say nothing of what is counted beyond object and unit.
_PLAIN = frozenset(
    """a about all almost an and annual approximately asia at axis az azerbaijan base bcm between bilateral block bn
    border both boxes busd by ca calls cargo cargoes carried caspian ce central change china chinese cleared cn
    container containerised containerized containers corridor cr crossed crossing crossings cumulative customs data
    delivered directions dry estimate estimated eu europe expected express ferries ferry feu for forwarded freight
    from gas goods growth handled handling in international its kazakhstan kz land leg loading middle mode modes
    more moved mt nearly network number of oil on operated over own passed per pipeline pipelines port ports
    preliminary pumped rail railway reported road route run runs russia sent services ship shipments shipped ships
    since statistics sum supplied supply terminal teu teus than the through throughput to tonnage tonnes tons total
    trade train trains trans transhipment transhipped transit transported transshipment transshipped trips turnover
    two up usd uzbekistan vehicles via volume volumes was way ways were which with year""".split()
)

_PART = "part"  # stands in measures.csv for any part of a year

# Words that only some units go with.
_UNITS_IN_WORDS = {"teu": ("TEU", "containers"), "teus": ("TEU", "containers"), "vehicles": ("vehicles",)}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row counts.

    factor: working of the row's figure over the count; cumulative: over all years since the count began; change: in
    percent of the same days a year before.
    """

    count_id: str
    factor: str
    first: date
    last: date
    cumulative: bool = False
    change: bool = False


class Reader:
    """Reads rows by the tables `measures` and `counts`."""

    def __init__(
        self,
        measures: Sequence[Mapping[Any, Any]],
        counts: Sequence[Mapping[Any, Any]],
        names: Mapping[str, str],
    ) -> None:
        """Rows of the two tables; the names of places by id, whose words a measure may hold."""
        self._rows: dict[str, list[Mapping[Any, Any]]] = {}
        for row in measures:
            self._rows.setdefault(row["object"], []).append(row)
        self._since = {row["count_id"]: row["since"] for row in counts}
        self._names = frozenset(w for name in names.values() for w in _words(name))

    def read(self, object_: str, measure: str, year: Any, unit: str) -> Reading:
        """What a row counts.

        Raises
        ------
        Unreadable
            With the reason, for people.
        """
        if not object_ or object_ not in self._rows:
            near = nearest(object_, self._rows)
            raise Unreadable(f"nothing is counted at {object_!r} that series or flows tell. {near}".strip())
        if unit not in VOLUME_UNITS:
            raise Unreadable(f"unit {unit!r} is not one of {', '.join(VOLUME_UNITS)}")
        span = days_of(measure, year)
        words = _words(span.rest)
        row, factor = self._row(object_, unit, words | ({_PART} if span.is_part else set()))
        first = span.first
        if first is None:
            began = self._since[row["count_id"]]
            if not began:
                raise Unreadable("a count over all years, and when it began is not known")
            first = first_day(began)
        if span.last < first:
            raise Unreadable(f"it ends on {span.last}, before it begins on {first}")
        return Reading(row["count_id"], factor, first, span.last, span.cumulative, unit == "%")

    def _row(self, object_: str, unit: str, words: frozenset[str]) -> tuple[Mapping[Any, Any], str]:
        """The row of `measures` with most words of the measure, and the working of its figure over the count."""
        told, same = _SAME.get(unit, (unit, ""))
        rows = [r for r in self._rows[object_] if r["unit"] == told]
        if not rows:
            units = ", ".join(dict.fromkeys(str(r["unit"]) for r in self._rows[object_]))
            raise Unreadable(f"{object_} is counted in {units}, not in {unit}")
        wrong = [w for w in words if unit not in _UNITS_IN_WORDS.get(w, (unit,))]
        if wrong:
            raise Unreadable(f"the measure counts {wrong[0]}, the unit is {unit}")
        known = {w for r in self._rows[object_] for w in _asked(r)} | _PLAIN | self._names | {_PART}
        odd = sorted(w for w in words - known if not w.isdigit())
        if odd:
            raise Unreadable(
                f"the word {odd[0]!r} of the measure is not known. {nearest(odd[0], known)}".strip()
            )
        fits = [r for r in rows if _asked(r) <= words]
        if not fits:
            raise Unreadable(f"no count of {object_} in {unit} has the words of the measure")
        row = max(fits, key=lambda r: len(_asked(r)))
        return row, " * ".join(f"({w})" for w in (row["factor"], same) if w) or "1"


def _asked(row: Mapping[Any, Any]) -> frozenset[str]:
    return frozenset(str(row["words"] or "").split(";")) - {""}


def _words(text: str) -> frozenset[str]:
    """Words of a text in lower case; a hyphen joins names of two places, so it parts words."""
    return frozenset(re.findall(r"[^\W_]+", text.casefold().replace("'", "").replace("’", "")))
