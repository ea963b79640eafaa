"""``jibek route --pairs``: many pairs at once, on one loaded network.

origin,destination,boxes
Xi'an,Duisburg,2
Lianyungang,Almaty,
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek import record, sources
from jibek.ground.errors import InputError, Problem, nearest, refuse
from jibek.ground.language import ENGLISH, again, check, speaking, tr
from jibek.ground.locale import commas, wrapped
from jibek.ground.reply import Reply
from jibek.routes import Cargo, Routes
from jibek.routes.asked import Asked, asked_of
from jibek.routes.named import choices
from jibek.routes.telling import way
from jibek.routes.ways import NO_WAY
from jibek.verbs.loading import Where
from jibek.verbs.routing import Days, end_of, local_names

if TYPE_CHECKING:
    from jibek.record import Facts
    from jibek.verbs.asking import Run

COLUMNS = ("origin", "destination", "boxes")


@dataclass(frozen=True, slots=True)
class Batch(Reply):
    """Answers in the order of the file; without_way: pairs that nothing joins, with row and reason."""

    answers: tuple[Routes, ...]
    without_way: tuple[dict[str, Any], ...]
    warnings: tuple[dict[str, Any], ...] = ()
    lang: str = ENGLISH

    @property
    def exit_code(self) -> int:
        """1 where a pair has no way: the others are answered."""
        return 1 if self.without_way else 0

    def to_json(self) -> dict[str, Any]:
        """Each pair as ``jibek route --json`` prints it, and what is without a way."""
        return {
            "pairs": [r.to_json() for r in self.answers],
            "without_way": list(self.without_way),
            "warnings": list(self.warnings),
        }

    def to_text(self) -> str:
        """A line for each named choice of each pair."""
        with speaking(self.lang):
            lines: list[str] = [f"! {again(w['message'])}" for w in self.warnings]
            for routes in self.answers:
                lines += _told(routes)
            lines += [
                tr("row {row}: {what}", row=w["row"], what=again(w["message"])) for w in self.without_way
            ]
            return "\n".join(lines)


def _told(routes: Routes) -> list[str]:
    ends = tr(
        "{origin} to {destination}",
        origin=routes.name(routes.origin),
        destination=routes.name(routes.destination),
    )
    lines = [f"{ends}, {routes.cargo}"]
    for choice in choices(routes.itineraries):
        i = choice.itinerary
        figures = tr(
            "{half:>5.1f} days ({low:.1f}-{high:.1f})  {usd:>10,.0f} USD  {kg:>9,.0f} kg",
            half=i.days_p50,
            low=i.days_p10,
            high=i.days_p90,
            usd=i.cost_usd,
            kg=i.co2e_kg,
        )
        lines.append(f"  {figures}  {commas(map(tr, choice.names))}")
        lines += wrapped(way(routes, i), 94, "      ", "        ")
    return lines


@dataclass(frozen=True, slots=True)
class _Pair:
    row: int
    origin: str
    destination: str
    boxes: float | None
    asked: Asked


def route_pairs(
    run: Run | str | Path,
    pairs: Path | str,
    *,
    date: str | None = None,
    arrive_by: str | None = None,
    service: Sequence[str] = (),
    modes: str | None = None,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    avoid_gateway: Sequence[str] = (),
    free_flow: bool | None = None,
    lang: str = ENGLISH,
    year: int | None = None,
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Batch:
    """Itineraries of every pair of a file.

    Parameters
    ----------
    pairs
        A CSV with columns origin, destination and, where wanted, boxes (FEU, 1 where blank).
    progress
        Is told which pair is looked for.

    The others as in ``route``; wishes hold for all pairs.

    Raises
    ------
    InputError
        ``language.unknown``; of all rows at once: ``route.bad_pairs``, ``routes.same_place``, and what ``route``
        refuses in a pair.
    """
    check(lang)
    days = Days.of(date, arrive_by)
    source = sources.read(data)
    wishes = {"modes": modes, "via": via, "avoid": avoid, "avoid_gateway": avoid_gateway}
    pairs_asked = _read(Path(pairs), record.establish(source), wishes)
    loading = Where(run, days.ready, year, data, home).meant(source, progress, free_flow=free_flow)
    booking = loading.booking(days.ready, days.arrive, service)
    answers, without = [], []
    for n, pair in enumerate(pairs_asked, 1):
        if progress:
            progress(f"pair {n} of {len(pairs_asked)}: {pair.origin} - {pair.destination}")
        cargo = Cargo.of(loading.bed, feu=pair.boxes)
        try:
            found = loading.routes(pair.origin, pair.destination, cargo, pair.asked, booking)
            answers.append(replace(found, lang=lang, local=local_names(lang, loading, found.names)))
        except InputError as fault:
            if fault.code not in NO_WAY:
                raise
            ends = {"origin": pair.origin, "destination": pair.destination}
            without.append({"row": pair.row, **ends, "code": fault.code, "message": fault.message})
    return Batch(tuple(answers), tuple(without), (*source.warnings, *loading.warnings), lang)


def _read(path: Path, facts: Facts, wishes: dict[str, Any]) -> list[_Pair]:
    """The pairs of a file; every fault of every row at once."""
    code = "route.bad_pairs"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        problem = Problem(
            code, str(path), expected="a CSV file in UTF-8", fix="Check the name and the encoding."
        )
        raise InputError(code, f"{path} cannot be read: {fault}", [problem]) from None
    reader = csv.reader(io.StringIO(text))
    head = [c.strip().lower() for c in next(reader, [])]
    missing = [c for c in COLUMNS[:2] if c not in head]
    odd = [c for c in head if c and c not in COLUMNS]
    refuse(
        code,
        f"{path} is no table of pairs",
        [
            *(Problem(code, path.name, row=1, column=c, expected="this column") for c in missing),
            *(Problem(code, path.name, row=1, column=c, fix=nearest(c, COLUMNS) or "Drop it.") for c in odd),
        ],
    )
    wrong: list[Problem] = []
    found = [
        p
        for n, row in _rows(reader)
        if (p := _pair(n, dict(zip(head, row, strict=False)), facts, wishes, wrong))
    ]
    if not found and not wrong:
        wrong.append(Problem(code, path.name, expected="at least one pair"))
    refuse(code, f"{path}: {len({p.row for p in wrong})} rows cannot be used", wrong)
    return found


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, by their number in the file; the header is the first."""
    for n, row in enumerate(reader, 2):
        if any(cell.strip() for cell in row):
            yield n, row


def _pair(
    n: int, row: dict[str, str], facts: Facts, wishes: dict[str, Any], wrong: list[Problem]
) -> _Pair | None:
    before = len(wrong)
    start, end = (_place(n, c, row.get(c, "").strip(), facts, wrong) for c in COLUMNS[:2])
    boxes = _boxes(n, row.get("boxes", "").strip(), wrong)
    if len(wrong) > before:
        return None
    if start == end:
        wrong.append(Problem("routes.same_place", "pairs", row=n, value=start, expected="two places"))
        return None
    try:
        return _Pair(n, start, end, boxes, asked_of(facts, start, end, **wishes))
    except InputError as fault:
        wrong += [_in_row(p, n) for p in fault.problems]
        return None


def _place(n: int, column: str, text: str, facts: Facts, wrong: list[Problem]) -> str:
    try:
        return end_of(text, facts, [])
    except InputError as fault:
        wrong += [_in_row(p, n, column) for p in fault.problems]
        return ""


def _boxes(n: int, text: str, wrong: list[Problem]) -> float | None:
    if not text:
        return None
    if text.isdecimal() and int(text) > 0:
        return float(int(text))
    problem = Problem(
        "route.bad_pairs", "pairs", row=n, column="boxes", value=text, expected="whole boxes, above 0"
    )
    wrong.append(problem)
    return None


def _in_row(problem: Problem, n: int, column: str | None = None) -> Problem:
    where = "pairs" if column else problem.where
    return Problem(
        problem.code, where, problem.message, n, column, problem.value, problem.expected, problem.fix
    )
