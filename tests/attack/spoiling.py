"""Files of tables changed at random, to be laid over the shipped ones; and single bytes of any file."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Iterator
from functools import cache

from jibek.sources.package import shipped_files
from jibek.sources.tables import OUTSIDE_RUNS, TABLES

ODD = [
    *(
        "",
        " ",
        "|",
        "a|b",
        "a\nb",
        "a\x00b",
        "a\u2028b",
        "x" * 300,
        "é" * 150,
        "9" * 400,
        "🚂",
        "\u202e",
        "\ufeff",
    ),
    *(
        "nan",
        "inf",
        "-inf",
        "1e999",
        "1e300",
        "-1e300",
        "1e-320",
        "-1",
        "0",
        "0.0",
        "1.2.3",
        "1/0",
        "1,5",
        "0x10",
    ),
    *("1_0", "٣", "½", "true", "None", "null", "=1+1", ";", ";;", "a;;b", "all", "ZZZ", "XX", "moon", "soon"),
    *(
        "2023-13-45",
        "0000",
        "2023-02-30",
        "9999-12-31",
        "1900-01-01",
        "2023/2024",
        "yes",
        "no",
        '"',
        "'",
        ",",
        "\t",
    ),
]
WORKINGS = [
    *(
        "1e308 * 10",
        "sqrt(0 - 1)",
        "1/0",
        "9**9**9",
        "assume('nobody')",
        'assume("trade_theta") ** 99',
        "((((",
        "-5",
    ),
    *(
        'volume("V029")',
        'series("nobody")',
        'country("gdp_2023_busd", "KAZ")',
        "minimum()",
        "1e-300",
        "x",
        "0",
        "1e15",
    ),
]


@cache
def files() -> dict[str, tuple[list[str], list[list[str]]]]:
    """Header and rows of each shipped table, as text."""
    found = {}
    for stem, raw in shipped_files().items():
        columns = list(raw.frame.columns)
        found[stem] = (columns, raw.frame.to_numpy(str).tolist())
    return found


NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")


def overlay(draw: random.Random) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the files of a folder."""
    read = [stem for stem in TABLES if stem not in OUTSIDE_RUNS]
    wild = draw.random() < 0.6
    stems = draw.sample(sorted(TABLES if draw.random() < 0.3 else read), draw.choice([1, 1, 1, 2, 4]))
    for stem in stems:
        header, rows = files()[stem]
        header = list(header)
        chosen = [list(row) for row in draw.sample(rows, min(len(rows), draw.choice([1, 1, 2, 5, 40])))]
        figures = [n for n, c in enumerate(header) if TABLES[stem].columns[c].kind in ("number", "integer")]
        for row in draw.sample(chosen, min(len(chosen), draw.choice([1, 1, 2, 5]))):
            for _ in range(draw.choice([1, 1, 2, 4])):
                n = draw.choice(
                    figures if figures and not wild and draw.random() < 0.7 else range(len(header))
                )
                row[n] = (
                    spoilt(draw, stem, header[n], row, n) if wild else likely(draw, stem, header[n], row[n])
                )
        if wild and draw.random() < 0.2:
            draw.choice(SHAPING)(draw, header, chosen)
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([header, *chosen])
        content = out.getvalue().encode("utf-8", "surrogatepass")
        yield f"{stem}.csv", spoil_byte(draw, content) if wild and draw.random() < 0.05 else content
    if wild and draw.random() < 0.1:
        yield (
            draw.choice(
                ["nobody.csv", "links.tsv", "links.xlsx", "sub/links.csv", "Nodes.csv", ".hidden.csv"]
            ),
            b"a,b\n1,2\n",
        )


def likely(draw: random.Random, stem: str, column: str, cell: str) -> str:
    """A cell that another row of the column could hold: its figure moved, an id or word of another row."""
    spec, (header, rows) = TABLES[stem].columns[column], files()[stem]
    if NUMBER.fullmatch(cell) and spec.kind == "integer" and draw.random() < 0.7:
        return str(int(float(cell)) + draw.choice([-1, 0, 1, 1, 2, 10]))
    if NUMBER.fullmatch(cell) and spec.kind == "number" and draw.random() < 0.8:
        return f"{float(cell) * draw.choice([0.0, 0.01, 0.5, 0.9, 1.1, 2.0, 10.0, 100.0]):.6g}"
    if column in TABLES[stem].key and not (spec.refers_to or spec.choices):
        return f"{cell}-2" if spec.kind == "text" else cell
    if spec.optional and draw.random() < 0.2:
        return ""
    return draw.choice(rows)[header.index(column)]


def spoilt(draw: random.Random, stem: str, column: str, row: list[str], n: int) -> str:
    kind = draw.randrange(6)
    if kind == 0:
        return draw.choice(ODD)
    if kind == 1:
        return draw.choice(row)  # of another column
    if kind == 2:
        return draw.choice(WORKINGS)
    if kind == 3 and row[n]:
        at = draw.randrange(len(row[n]))
        return row[n][:at] + draw.choice(["", " ", "x", "0", "-", ".", ";", "|", "\u00a0"]) + row[n][at + 1 :]
    if kind == 4 and NUMBER.fullmatch(row[n]):
        return repr(float(row[n]) * draw.choice([-1.0, 0.0, 1e-12, 1e6, 1e12, 1e300]))
    return likely(draw, stem, column, row[n])


def without_column(draw: random.Random, header: list[str], rows: list[list[str]]) -> None:
    n = draw.randrange(len(header))
    for row in (header, *rows):
        del row[n]


def with_column(draw: random.Random, header: list[str], rows: list[list[str]]) -> None:
    header.append(draw.choice([header[0], "note", "_row", "_overlay", "", *ODD[:6]]))
    for row in rows:
        row.append("x")


def renamed(draw: random.Random, header: list[str], rows: list[list[str]]) -> None:
    n = draw.randrange(len(header))
    header[n] = draw.choice([header[n].upper(), header[n] + " ", header[n][:-1], "", draw.choice(header)])


SHAPING: list[Callable[[random.Random, list[str], list[list[str]]], None]] = [
    *(without_column, with_column, renamed),
    lambda draw, header, rows: rows.clear(),
    lambda draw, header, rows: rows.extend(rows),
    lambda draw, header, rows: draw.choice(rows or [header]).append("x"),
    lambda draw, header, rows: draw.choice(rows or [header]).pop() and None,
    lambda draw, header, rows: draw.shuffle(header),
]


def spoil_byte(draw: random.Random, content: bytes) -> bytes:
    at = draw.randrange(len(content) + 1)
    return (
        content[:at]
        + draw.choice([b"", b"\xff", b"\0", b'"', b"]", b"=", b"#", b"\r", b"\xef\xbb\xbf"])
        + content[at + 1 :]
    )
