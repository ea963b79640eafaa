"""Lay a user's tables over the shipped ones.

A row of the user's file takes the place of every shipped row with its key; a new key is added at the end.
Replaced rows keep their position, so that nothing downstream depends on which file a row came from. Rows
that say the same as the shipped ones change nothing and are not reported. A file may leave out columns that were
added when the package was authored: its rows are then compared by the columns that it has.

One rule for case and blanks: blanks around a cell, and around the elements of a list, are taken off, no-break spaces
and marks of no width among them; after that ids and words count exactly as written. A word that differs from a known
one in case, blanks or dashes alone is refused with that word, in every table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd

from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.table import Table
from jibek.sources import checks
from jibek.sources.added import added_checks
from jibek.sources.bounds import bad_ids, beyond_all
from jibek.sources.files import UNREADABLE, RawFile, at_lines, parse, typed
from jibek.sources.rows import row_checks
from jibek.sources.tables import ALIASES, TABLES

TABLE_LIKE = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".parquet", ".ods"}

LARGE = 20_000  # rows; no shipped table has as many

HELPED = 20  # unknown places whose nearest names are looked for: each takes a moment

REPLACED_COLUMNS = ["table", "key", "kind", "row"]


def keys_of(table: Table, frame: pd.DataFrame) -> list[str]:
    """Key of each row: the values of the key columns joined by ``|``, blanks empty, whole numbers plain."""
    columns = [[_plain(v) for v in frame[k].tolist()] for k in table.key]
    return ["|".join(cells) for cells in zip(*columns, strict=True)] if columns else []


def _plain(value: object) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def as_text(table: Table, frame: pd.DataFrame) -> tuple[dict[str, str], ...]:
    """Rows as they would stand in a file: cells as text, blanks empty, whole numbers plain."""
    cells = {name: [_plain(v) for v in frame[name].tolist()] for name in table.columns}
    return tuple(dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True))


def load(folder: Path) -> list[RawFile]:
    """The user's files.

    Raises
    ------
    InputError
        ``sources.no_folder`` if the folder is missing or holds no table; ``sources.invalid`` for files that
        bear the name of no table of the package, all at once.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise _no_folder(folder, what, "an existing folder of .csv tables")
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        stem = path.relative_to(folder).with_suffix("").as_posix()
        stem = ALIASES.get(stem, stem)
        if path.suffix.lower() not in TABLE_LIKE or path.name.startswith("."):
            continue
        if path.suffix != ".csv" or stem not in TABLES:
            problems.append(_unknown_file(path.relative_to(folder).as_posix(), stem))
        elif stem in found:
            problems.append(
                Problem(
                    "sources.unknown_file",
                    path.name,
                    message=f"{found[stem].name} is the same table",
                    expected="each table once",
                    fix="Keep one of the two files.",
                )
            )
        else:
            found[stem] = path
    if problems:
        raise InputError("sources.invalid", f"{folder} has {len(problems)} problem(s)", problems)
    if not found:
        raise _no_folder(folder, "holds no table", "at least one .csv named as in the package")
    return [parse(s, p.relative_to(folder).as_posix(), p.read_bytes()) for s, p in found.items()]


def _no_folder(folder: Path, what: str, expected: str) -> InputError:
    fix = "Tables: " + ", ".join(f"{s}.csv" for s in TABLES) + "."
    problem = Problem("sources.no_folder", str(folder), message=what, expected=expected, fix=fix)
    return InputError("sources.no_folder", f"{folder} {what}", [problem])


def _unknown_file(name: str, stem: str) -> Problem:
    names = {f"{s}.csv" for s in TABLES}
    fix = nearest(f"{stem}.csv", names) or "Tables: " + ", ".join(sorted(names)) + "."
    return Problem("sources.unknown_file", name, value=name, expected="the name of a shipped table", fix=fix)


def lay_over(
    shipped: dict[str, pd.DataFrame], raws: list[RawFile]
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame, tuple[str, ...]]:
    """Shipped tables with the user's rows in them, the list of rows replaced or added, and added cells lost.

    A cell is lost where a shipped row held something in an added column and the row in its place is blank there:
    ``links.csv row 2, L071: earlier_pairs_per_day was 12``.

    Raises
    ------
    InputError
        ``sources.invalid``, with every problem of every file.
    """
    merged, listed, lost = dict(shipped), [], []
    for raw in raws:
        table = TABLES[raw.stem]
        if all(c in raw.frame.columns for c in table.columns) and not raw.frame.columns.duplicated().any():
            merged[raw.stem], changes, blanked = _merge(table, shipped[raw.stem], raw)
            listed += [(raw.stem, *change) for change in changes]
            lost += blanked
    problems = [p for raw in raws for p in problems_of(raw, shipped[raw.stem], merged)]
    if problems:
        files = len({p.where for p in problems})
        raise InputError("sources.invalid", f"{len(problems)} problem(s) in {files} file(s)", problems)
    return merged, pd.DataFrame(listed, columns=REPLACED_COLUMNS), tuple(lost)


def problems_of(raw: RawFile, shipped: pd.DataFrame, merged: dict[str, pd.DataFrame]) -> list[Problem]:
    """Every way in which a file breaks its declaration or contradicts the other tables.

    Parameters
    ----------
    raw
        The file.
    shipped
        The table that it is laid over: whose units and repeated keys it may share.
    merged
        All tables with the file in place: whose ids it may refer to.
    """
    table, found = TABLES[raw.stem], list(raw.problems)
    if any(p.code in UNREADABLE for p in raw.problems):
        return found
    found += bad_ids(raw)
    ids = checks.references(merged)
    formal = [p for p in table.problems(raw.frame, references=ids) if p.code != "table.repeated_key"]
    found += at_lines(formal, raw)
    # What a large file says against others is looked at when its own cells are in order.
    if any(c not in raw.frame.columns for c in table.columns) or (found and len(raw.lines) > LARGE):
        return _with_place_help(found, table, merged)
    frame = typed(table, raw.frame)
    found += row_checks(raw, frame)
    found += added_checks(raw, frame)
    found += checks.units(raw, frame, shipped)
    told = {(p.row, p.column) for p in found}
    far = [*beyond_all(raw, frame), *checks.far_from_range(raw, frame, shipped)]
    found += [p for p in far if (p.row, p.column) not in told]
    told = {(p.row, p.column) for p in found}
    found += [p for p in checks.near_words(raw, frame, shipped) if (p.row, p.column) not in told]
    found += checks.repeated_keys(raw, frame, Counter(keys_of(table, shipped)), keys_of(table, frame))
    if raw.stem == "links":
        found += checks.below_great_circle(raw, frame, merged["nodes"], raw.lines)
    if raw.stem == "nodes":
        found += _moved_places(raw, merged)
    return _with_place_help(found, table, merged)


def _moved_places(raw: RawFile, merged: dict[str, pd.DataFrame]) -> list[Problem]:
    """Shipped links that a moved place makes shorter than their great circle."""
    links = merged["links"]
    moved = set(raw.frame["id"])
    touched = links[(links["from"].isin(moved) | links["to"].isin(moved)) & ~links["_overlay"]]
    line = dict(zip(raw.frame["id"], raw.lines, strict=True))
    lines = [line[a] if a in line else line[b] for a, b in zip(touched["from"], touched["to"], strict=True)]
    return checks.below_great_circle(raw, touched.reset_index(drop=True), merged["nodes"], lines)


def _with_place_help(found: list[Problem], table: Table, merged: dict[str, pd.DataFrame]) -> list[Problem]:
    places = {n for n, c in table.columns.items() if c.refers_to in ("sources.nodes", "sources.places")}
    asked = [p for p in found if p.code == "table.unknown_reference" and p.column in places]
    named = merged["nodes"].dropna(subset="id")
    helped = {id(p): checks.place_help(p, named) for p in asked[:HELPED]}
    return [helped.get(id(p), p) for p in found]


def _merge(
    table: Table, shipped: pd.DataFrame, raw: RawFile
) -> tuple[pd.DataFrame, list[tuple[str, str, int]], list[str]]:
    """The table with the user's rows in place, (key, kind, line) of each row that changes it, and cells lost."""
    mine = typed(table, raw.frame).assign(_row=raw.lines, _overlay=True)
    held = defaultdict(list)
    for i, key in enumerate(keys_of(table, shipped)):
        held[key].append(i)
    told = [c for c in table.columns if c not in raw.left_out]
    same = _same_cells(told, shipped), _same_cells(told, mine)
    slots: dict[int, int] = {}
    gone: set[int] = set()
    added: list[int] = []
    changes: list[tuple[str, str, int]] = []
    lost: list[str] = []
    groups = defaultdict(list)
    for j, key in enumerate(keys_of(table, mine)):
        groups[key].append(j)
    for key, rows in groups.items():
        old = held.get(key, [])
        if [same[0][i] for i in old] == [same[1][j] for j in rows]:
            continue
        gone |= set(old[len(rows) :])
        if old:
            where = f"{raw.name} row {raw.lines[rows[0]]}"
            lost += _lost(table, key, shipped.iloc[old], mine.iloc[rows], where)
        for n, j in enumerate(rows):
            if n < len(old):
                slots[old[n]] = j
            else:
                added.append(j)
            if n >= len(old) or same[0][old[n]] != same[1][j]:
                changes.append((key, "replaced" if old else "added", raw.lines[j]))
    both = pd.concat([shipped, mine], ignore_index=True)
    order = [slots[i] + len(shipped) if i in slots else i for i in range(len(shipped)) if i not in gone]
    out = both.iloc[order + [j + len(shipped) for j in sorted(added)]].reset_index(drop=True)
    return out, sorted(changes, key=lambda change: change[2]), lost


def _lost(table: Table, key: str, old: pd.DataFrame, new: pd.DataFrame, where: str) -> list[str]:
    """Added cells that the shipped rows of a key hold and the user's rows do not."""
    return [
        f"{where}, {key}: {column} was {_plain(old[column].dropna().iloc[0])}"
        for column, spec in table.columns.items()
        if spec.added and old[column].notna().any() and not new[column].notna().any()
    ]


def _same_cells(columns: list[str], frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return list(zip(*([_plain(v) for v in frame[c].tolist()] for c in columns), strict=True))
