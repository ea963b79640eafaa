"""Score the answers of an article check against the key of the passages.

    jibek check tests/articles/seen/* tests/articles/opened/* --json > answers.json
    python tools/score_articles.py answers.json [--misses] [--json]

Reads   tests/articles/key.csv, tests/articles/passages.csv, answers.json as `jibek check --json` writes it
Writes  standard output alone

A returned quantity and a key row that overlap are a hit; each is used once, full matches and longer overlaps first.
A hit is full when the value is within 0.5 % after conversion of units (inside the range, where the text gives one) and
the unit is the same. Shares carry 95 % Wilson intervals. Nothing here imports the package that is judged.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from math import sqrt
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent / "tests" / "articles"
PARTS = ("seen", "opened", "unseen")  # built with; scored unseen once and opened since; scored only
VERDICTS = ("agrees", "derivable", "conflicts", "stale", "new")
TOLERANCE = 0.005
SETTLED = ("stated", "relative", "carried", "since")  # the text itself says which period
Row = dict[str, str]
Answer = dict[str, Any]

# Units of one kind, as multiples of its first: what a reader may write for the same thing.
_KINDS: tuple[dict[str, float], ...] = (
    {"h": 1, "min": 1 / 60, "minutes": 1 / 60, "s": 1 / 3600, "d": 24, "weeks": 168, "wk": 168}
    | {"months": 24 * 365.25 / 12, "years": 24 * 365.25, "hours": 1, "days": 24},
    {"t": 1, "kg": 1e-3, "g": 1e-6, "kt": 1e3, "Mt": 1e6},
    {"km": 1, "m": 1e-3},
    {"m2": 1, "ha": 1e4, "km2": 1e6},
    {"m3": 1, "bcm": 1e9},
    {"MW": 1, "kW": 1e-3, "GW": 1e3},
    {"kWh": 1, "MWh": 1e3, "GWh": 1e6, "TWh": 1e9},
    {"tkm": 1, "Gtkm": 1e9},
    {"count": 1, "trains": 1, "vehicles": 1, "flights": 1, "containers": 1, "ports": 1, "projects": 1},
    {"percentage points": 1, "percentage_points": 1, "percent points": 1, "pp": 1},
)
_UNITS = {name: (i, factor) for i, kind in enumerate(_KINDS) for name, factor in kind.items()}
_PER = {"day": "d", "week": "wk", "year": "yr", "a": "yr", "annum": "yr", "month": "month", "mo": "month"}
_COUNTED = {"count", "rank", "ordinal"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One returned quantity and the key row that it overlaps; full: value and unit are right as well."""

    row: Row
    answer: Answer
    full: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """What the key and the answers hold on one passage, matched."""

    name: str
    language: str
    rows: tuple[Row, ...]
    answers: tuple[Answer, ...]
    hits: tuple[Hit, ...]
    date_right: bool


def wilson(right: int, of: int) -> tuple[float, float]:
    """95 % interval of a share; (0, 1) where nothing was counted.

    >>> [round(x, 3) for x in wilson(9, 10)]
    [0.596, 0.982]
    """
    if of == 0:
        return 0.0, 1.0
    z, share = 1.959964, right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def canonical(unit: str) -> tuple[object, float, str]:
    """Kind of a unit, its factor within the kind, and what it is counted per ("" if it is no rate).

    >>> canonical("t/yr (standard coal)") == canonical("t/year")
    True
    """
    name, _, per = unit.split("(")[0].strip().partition("/")
    if name == "g" and per == "kWh":
        return "g/kWh", 1.0, ""
    kind, factor = _UNITS.get(name, (name, 1.0))
    return kind, factor, _PER.get(per, per)


def value_right(row: Row, answer: Answer) -> bool:
    """Value within half a per cent and the unit the same, in any of the units that the key allows."""
    said = str(answer.get("currency") or answer.get("unit") or "")
    if row["unit"] == "date":
        return said == "date" and str(answer.get("value")) == row["value"]
    # Money may be told as a rate, which the currency alone does not say: CNY/month.
    both = {said, str(answer.get("unit") or said)} if answer.get("currency") else {said}
    try:
        value = float(answer["value"])
    except (KeyError, TypeError, ValueError):
        return False
    for unit, said in product(row["unit"].split(";"), sorted(both)):
        kind, factor, per = canonical(unit)
        said_kind, said_factor, said_per = canonical(said)
        numbered = unit in ("ordinal", "rank") and said in _COUNTED
        if not numbered and (kind, per) != (said_kind, said_per):
            continue
        seen, true = value * said_factor, float(row["value"]) * factor
        low, high = (float(row[c] or row["value"]) * factor for c in ("value_low", "value_high"))
        if abs(seen - true) <= TOLERANCE * abs(true) or low <= seen <= high:
            return True
    return False


def bounds(period: str) -> tuple[date, date] | None:
    """First and last day of an ISO day, month, year or interval; an open end is the first or last day there is.

    >>> bounds("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    try:
        first, slash, last = period.partition("/")
        start = date.min if first == ".." else _span(first)[0]
        end = date.max if last == ".." else _span(last if slash else first)[1]
    except (ValueError, IndexError):
        return None
    return start, end


def _span(text: str) -> tuple[date, date]:
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        year, month = parts
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def period_right(row: Row, period: str) -> bool:
    """The same interval. Up to "now" any day of the last year will do; a state holds when its year is touched."""
    said, true = bounds(period), bounds(row["period"])
    if said is None or true is None:
        return False
    if row["period_basis"] == "state":
        return said[0] <= true[1] and true[0] <= said[1]
    if row["period_basis"] == "since":
        first, last = (_span(part) for part in row["period"].split("/"))
        return first[0] <= said[0] <= first[1] and last[0] <= said[1] <= last[1]
    return said == true


def matched(rows: Sequence[Row], answers: Sequence[Answer]) -> tuple[Hit, ...]:
    """Pair key rows and answers whose spans overlap, each at most once."""
    pairs = []
    for i, row in enumerate(rows):
        for j, answer in enumerate(answers):
            common = min(int(row["char_end"]), int(answer["char_end"])) - max(
                int(row["char_start"]), int(answer["char_start"])
            )
            if common > 0:
                pairs.append((value_right(row, answer), common, -i, -j))
    hits, rows_used, answers_used = [], set(), set()
    for full, _, i, j in sorted(pairs, reverse=True):
        if i in rows_used or j in answers_used:
            continue
        rows_used.add(i)
        answers_used.add(j)
        hits.append(Hit(rows[-i], answers[-j], full))
    return tuple(hits)


def share(right: int, of: int) -> dict[str, float | int | None]:
    """A share with its interval; null where nothing was counted."""
    low, high = wilson(right, of)
    return {
        "right": right,
        "of": of,
        "share": round(right / of, 4) if of else None,
        "low": round(low, 4),
        "high": round(high, 4),
    }


def score(passages: Iterable[Passage]) -> dict[str, Any]:
    """All figures over some passages."""
    done = list(passages)
    rows = [r for p in done for r in p.rows]
    answers = [a for p in done for a in p.answers]
    hits = [h for p in done for h in p.hits]
    full = sum(h.full for h in hits)
    settled = [h for h in hits if h.row["period_basis"] in SETTLED]
    states = [h for h in hits if h.row["period_basis"] == "state"]
    conflicts = sum(r["label"] == "conflicts" for r in rows)
    called = sum(a.get("verdict") == "conflicts" for a in answers)
    caught = sum(h.row["label"] == h.answer.get("verdict") == "conflicts" for h in hits)

    def right(some: list[Hit]) -> int:
        return sum(period_right(h.row, str(h.answer.get("period") or "")) for h in some)

    return {
        "passages": len(done),
        "dates": share(sum(p.date_right for p in done), len(done)),
        "recall": share(len(hits), len(rows)),
        "full_recall": share(full, len(rows)),
        "precision": share(len(hits), len(answers)),
        "full_precision": share(full, len(answers)),
        "period": share(right(settled), len(settled)),
        "period_of_states": share(right(states), len(states)),
        "verdict": share(sum(h.row["label"] == h.answer.get("verdict") for h in hits), len(hits)),
        "conflict_recall": share(caught, conflicts),
        "conflict_precision": share(caught, called),
    }


def confusion(passages: Iterable[Passage]) -> dict[str, dict[str, int]]:
    """Rows by label of the key and, within, by verdict given; "missed" where no quantity was returned."""
    found: dict[str, Counter[str]] = {v: Counter() for v in VERDICTS}
    for passage in passages:
        hit = {(h.row["char_start"], h.row["char_end"]): str(h.answer.get("verdict")) for h in passage.hits}
        for row in passage.rows:
            found[row["label"]][hit.get((row["char_start"], row["char_end"]), "missed")] += 1
    return {label: dict(sorted(counts.items())) for label, counts in found.items()}


def read_rows(path: Path) -> list[Row]:
    """A CSV file as rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def passages_with(answers: dict[str, Any], home: Path = HOME) -> list[Passage]:
    """Key and answers together, for the parts that the answers touch.

    Raises
    ------
    ValueError
        An answered file has no key, or a passage of a part that is answered is missing: all are named.
    """
    told = {"/".join(Path(a["file"]).parts[-2:]): a for a in answers["articles"]}
    about = {r["passage"]: r for r in read_rows(home / "passages.csv")}
    parts = {name.split("/")[0] for name in told}
    wrong = [f"{name}: no such passage" for name in sorted(set(told) - set(about))]
    wrong += [f"{n}: not answered" for n in about if n.split("/")[0] in parts and n not in told]
    if wrong or not told:
        raise ValueError("\n".join(wrong) or "the answers name no article")
    rows: dict[str, list[Row]] = {name: [] for name in about}
    for row in read_rows(home / "key.csv"):
        rows[row["passage"]].append(row)
    return [
        Passage(
            name,
            about[name]["language"],
            tuple(rows[name]),
            tuple(said.get("quantities", ())),
            matched(rows[name], said.get("quantities", ())),
            said.get("statement_date") == about[name]["statement_date"],
        )
        for name, said in sorted(told.items())
    ]


def report(passages: Sequence[Passage]) -> dict[str, Any]:
    """Scores by part, and within by language, with the confusion of verdicts."""
    found: dict[str, Any] = {}
    for part in PARTS:
        chosen = [p for p in passages if p.name.startswith(f"{part}/")]
        if chosen:
            languages = sorted({p.language for p in chosen})
            found[part] = {"all": score(chosen)}
            found[part] |= {lang: score(p for p in chosen if p.language == lang) for lang in languages}
            found[part]["confusion"] = confusion(chosen)
    return found


def misses(passages: Iterable[Passage]) -> Iterable[str]:
    """What went wrong, line by line; the unseen part left out, since nobody is to learn from it."""
    for p in passages:
        if p.name.startswith("unseen/"):
            continue
        hit = {id(h.row): h for h in p.hits}
        for row in p.rows:
            h = hit.get(id(row))
            true = f"{row['value']} {row['unit']} {row['period']} {row['label']}"
            if h is None:
                yield f"{p.name}: missed {row['quantity']!r} = {true}"
                continue
            said = " ".join(str(h.answer.get(c)) for c in ("value", "unit", "period", "verdict"))
            faults = [
                name
                for name, ok in (
                    ("value or unit", h.full),
                    (
                        "period",
                        row["period_basis"] == "unsettled" or period_right(row, str(h.answer.get("period"))),
                    ),
                    ("verdict", row["label"] == h.answer.get("verdict")),
                )
                if not ok
            ]
            if faults:
                yield f"{p.name}: {', '.join(faults)} of {row['quantity']!r}: {true}, given {said} ({row['why']})"
        used = {id(h.answer) for h in p.hits}
        for answer in p.answers:
            if id(answer) not in used:
                yield f"{p.name}: not in the key: {answer.get('text')!r}"


def table(found: dict[str, Any]) -> str:
    """The scores for people: one line a figure, one column a part and language."""
    columns = [(part, lang) for part in found for lang in found[part] if lang != "confusion"]
    lines = [f"{'':20}" + "".join(f"{part + ' ' + lang:>24}" for part, lang in columns)]
    names = [n for n in next(iter(found.values()))["all"] if n != "passages"]
    for name in names:
        cells = []
        for part, lang in columns:
            s = found[part][lang][name]
            shown = "-" if s["share"] is None else f"{s['share']:.3f} ({s['low']:.2f}-{s['high']:.2f})"
            cells.append(f"{shown:>24}")
        lines.append(f"{name:20}" + "".join(cells))
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Read answers, print scores; exit code 2 where the answers do not fit the passages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("answers", type=Path, help="what `jibek check … --json` wrote; - for standard input")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument(
        "--misses", action="store_true", help="what went wrong, row by row, but for the unseen part"
    )
    asked = parser.parse_args(words)
    text = sys.stdin.read() if str(asked.answers) == "-" else asked.answers.read_text(encoding="utf-8")
    try:
        passages = passages_with(json.loads(text))
    except (ValueError, KeyError) as error:
        print(f"these answers cannot be scored:\n{error}", file=sys.stderr)
        return 2
    found = report(passages)
    print(json.dumps(found, indent=1) if asked.json else table(found))
    if asked.misses:
        print("\n".join(misses(passages)), file=sys.stderr if asked.json else sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
