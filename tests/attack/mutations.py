"""Scenarios and overlays changed at random: a seed and a number give the same one on every machine.

    Mutant(seed=1, number=17).write(folder)      folder/mutant.toml, and folder/data/*.csv where tables are laid over

Some keep to what can be (another id of the data, a value at an end of its range), so that many mutants
pass the reader and meet the stages behind it; others do not.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from attack.spoiling import ODD, files, overlay, spoil_byte

from jibek.ground.vocabulary import CLASSES, SOLVERS
from jibek.scenario import Ids, shipped

FOLDERS = ("scenarios", "backtests")

ODD_VALUES: list[Any] = [
    *(0, -1, 1, 2, 10**20, -(10**20), 0.0, -0.0, 1e-320, 1e308, float("nan"), float("inf"), float("-inf")),
    *(
        True,
        False,
        "",
        "x",
        "5",
        [],
        [[]],
        [1],
        [{}],
        {},
        {"a": 1},
        {"a": {"a": {"a": []}}},
        "2023-01-01",
        "\u202e",
    ),
]
YEARS = [2000, 2010, 2015, 2018, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2030, 2035]
ENDS = [1e-300, 1e-9, 0.001, 0.01, 0.1, 0.5, 0.9, 1.0, 1.1, 2.0, 5.0, 10.0, 99.0, 100.0]


@cache
def examples() -> list[dict[str, Any]]:
    """Every shipped scenario and event, as plain values."""
    import tomllib

    return [
        tomllib.loads(found.read_text("utf-8"))
        for where in FOLDERS
        for _, found in sorted(shipped(where).items())
    ]


@cache
def ids() -> Ids:
    """What scenarios may name in the shipped data."""
    from jibek import network, record, sources

    return network.known_ids(record.establish(sources.read()))


@cache
def ranges() -> dict[str, tuple[float, float, float]]:
    """Low end, centre and high end of each shipped assumption."""
    header, rows = files()["assumptions"]
    at = [header.index(c) for c in ("assumption_id", "low", "central", "high")]
    return {r[at[0]]: (float(r[at[1]]), float(r[at[2]]), float(r[at[3]])) for r in rows}


@dataclass(frozen=True)
class Mutant:
    """One scenario, or scenario with an overlay, of a seed."""

    seed: int
    number: int

    def write(self, folder: Path) -> tuple[Path, Path | None]:
        """The scenario's file, and the folder of tables; None for seven of ten, which lay none over."""
        draw = random.Random(f"{self.seed}:{self.number}")
        path = folder / "mutant.toml"
        over = self.number % 10 in (1, 4, 7)
        if over and draw.random() < 0.7:
            path.write_text('name = "mutant"\n')
        else:
            path.write_bytes(scenario_text(draw, draw.randint(1, 5)))
        if not over:
            return path, None
        data = folder / "data"
        data.mkdir()
        for name, content in overlay(draw):
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            (data / name).write_bytes(content)
        return path, data


def scenario_text(draw: random.Random, changes: int) -> bytes:
    """A shipped scenario after so many changes, as the bytes of a file."""
    raw = json.loads(json.dumps(draw.choice(examples())))
    wild = draw.random() < 0.7
    for _ in range(changes):
        if wild and draw.random() < 0.5:
            draw.choice(SPOILING)(draw, raw)
        else:
            draw.choice(CHANGING)(draw, raw)
    content = "\n".join(toml(raw)).encode("utf-8", "surrogatepass")
    if wild and changes and draw.random() < 0.3:
        content = draw.choice(TEXTUAL)(draw, content)
    return content


def toml(values: dict[str, Any]) -> Iterator[str]:
    """Lines of TOML; a list of tables among the values of a section stands inline."""
    for key, value in values.items():
        if not (isinstance(value, dict) and value):
            yield f"{json.dumps(key)} = {inline(value)}"
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield f"[{json.dumps(key)}]"
            for inner, told in value.items():
                yield f"{json.dumps(inner)} = {inline(told)}"


def inline(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)


def day(draw: random.Random) -> str:
    return (
        f"{draw.choice([1999, 2015, 2020, 2021, 2022, 2023, 2023, 2023, 2023, 2024, 2025, 2026, 2035])}-"
        + (
            f"{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
            if draw.random() < 0.9
            else draw.choice(["12-31", "02-29", "01-01"])
        )
    )


def interval(draw: random.Random) -> str:
    one, other = sorted((day(draw), day(draw)))
    return draw.choice(
        [f"{one}/{other}"] * 6 + [f"{one}/{one}", "2023-01-01/2023-12-31", f"{other}/{one}", one]
    )


def some(draw: random.Random, names: Any, most: int = 3) -> list[str]:
    known = sorted(names)
    return draw.sample(known, min(len(known), draw.randint(1, most)))


def ban(draw: random.Random) -> dict[str, Any]:
    whole: dict[str, Callable[[], Any]] = {
        "direction": lambda: draw.choice(["out", "in"]),
        "classes": lambda: some(draw, CLASSES, 8),
        "origins": lambda: some(draw, ids().traders, 30),
        "destinations": lambda: some(draw, ids().traders, 30),
        "days": lambda: [interval(draw) for _ in range(draw.randint(1, 3))],
    }
    return {key: make() for key, make in whole.items() if draw.random() < 0.5}


def section(raw: dict[str, Any], *path: str) -> dict[str, Any]:
    """The section at a path, made where there is none; a value in its place is thrown away."""
    at = raw
    for name in path:
        if not isinstance(at.get(name), dict):
            at[name] = {}
        at = at[name]
    return at


def change_gateway(draw: random.Random, raw: dict[str, Any]) -> None:
    for name in some(draw, ids().gateways, draw.choice([1, 1, 3, 40])):
        at = section(raw, "gateway", name)
        kind = draw.randrange(4)
        if kind == 0:
            at["clearance_hours"] = draw.choice([0.0, 2000.0, 24.0, *ENDS])
        elif kind == 1:
            at["capacity_factor"] = draw.choice([0.0, 0.0, *ENDS])
        elif kind == 2:
            at["closed"] = [interval(draw) for _ in range(draw.choice([1, 1, 2, 5]))]
        else:
            at["ban"] = [ban(draw) for _ in range(draw.choice([1, 1, 2]))]


def change_link(draw: random.Random, raw: dict[str, Any]) -> None:
    for name in some(draw, ids().links, draw.choice([1, 5, 60])):
        at = section(raw, "link", name)
        if draw.random() < 0.5:
            at["capacity_factor"] = draw.choice([0.0, 0.0, *ENDS])
        else:
            at["speed_kmh"] = draw.choice([400.0, *ENDS])


def change_countries(draw: random.Random, raw: dict[str, Any]) -> None:
    for name in some(draw, ids().countries, draw.choice([1, 3, 30])):
        if draw.random() < 0.5:
            section(raw, "transit", name)["allowed"] = draw.random() < 0.2
        else:
            section(raw, "cost", "rail_factor_in")[name] = draw.choice(ENDS)


def change_assumptions(draw: random.Random, raw: dict[str, Any]) -> None:
    for name in some(draw, ranges(), draw.choice([1, 2, 8, 100])):
        low, central, high = ranges()[name]
        section(raw, "assumption")[name] = draw.choice(
            [low, high, central, draw.uniform(low, high), low / 2, high * 2, low / 50, high * 9]
        )


def change_run(draw: random.Random, raw: dict[str, Any]) -> None:
    """Year, base, links that open, cost factors, and how the run is computed."""
    kind = draw.randrange(8)
    if kind <= 1:
        raw["year"] = draw.choice(YEARS)
    elif kind == 2:
        raw["base"] = draw.choice([*sorted(shipped()), raw.get("name"), "nobody", "mutant.toml"])
    elif kind == 3:
        section(raw, "open")["links"] = some(draw, ids().links, draw.choice([2, 60]))
    elif kind == 4:
        section(raw, "cost")[f"{draw.choice(['rail', 'road', 'sea', 'ferry'])}_factor"] = draw.choice(ENDS)
    elif kind == 5:
        section(raw, "trade")["theta"] = draw.choice([50.0, 1.01, 4.0, *ENDS[:-2]])
    elif kind == 6:
        section(raw, "flows").update(method=draw.choice(sorted(SOLVERS)), gap=draw.choice([1e-6, 1e-4, 0.1]))
    else:
        section(raw, "simulation")["replications"] = draw.choice([2, 3, 20, 10_000])
    if draw.random() < 0.1:
        raw["seed"] = draw.choice([0, 7, 2**31 - 1])


CHANGING = [
    change_gateway,
    change_gateway,
    change_link,
    change_countries,
    change_assumptions,
    change_run,
    change_run,
]


def places(raw: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Every container within the values, with each of its keys."""
    found, level = [], [raw]
    while level:
        at = level.pop()
        for key in list(at) if isinstance(at, dict) else range(len(at)):
            found.append((at, key))
            if isinstance(at[key], (dict, list)):
                level.append(at[key])
    return found


def retype(draw: random.Random, raw: dict[str, Any]) -> None:
    at, key = draw.choice(places(raw))
    value = at[key]
    at[key] = draw.choice(
        [
            *(lambda: draw.choice(ODD_VALUES), lambda: draw.choice(ODD), lambda: str(value), lambda: [value]),
            *(
                lambda: {"x": value},
                lambda: {key: value} if isinstance(key, str) else [value, value],
                lambda: bool(value),
            ),
        ]
    )()


def drop(draw: random.Random, raw: dict[str, Any]) -> None:
    at, key = draw.choice(places(raw))
    del at[key]
    raw.setdefault("name", "x") if draw.random() < 0.8 else None


def rename(draw: random.Random, raw: dict[str, Any]) -> None:
    named = [(at, key) for at, key in places(raw) if isinstance(at, dict)]
    if named:
        at, key = draw.choice(named)
        new = draw.choice(
            [key.upper(), key[:-1], key + " ", key.replace("_", "-"), key * 2, draw.choice(ODD), "name"]
        )
        at[new] = at.pop(key)


def swap(draw: random.Random, raw: dict[str, Any]) -> None:
    (one, a), (other, b) = draw.choice(places(raw)), draw.choice(places(raw))
    held = json.dumps([one[a], other[b]])  # what stands in itself would have no end
    one[a], other[b] = reversed(json.loads(held))


def add(draw: random.Random, raw: dict[str, Any]) -> None:
    words = [
        "gateway",
        "link",
        "closed",
        "ban",
        "links",
        "days",
        "year",
        "allowed",
        "draws",
        "gap",
        "x",
        *ODD[:12],
    ]
    at = draw.choice([raw, *(a[k] for a, k in places(raw) if isinstance(a[k], dict))])
    value: Any = draw.choice(ODD_VALUES)
    for _ in range(draw.choice([0, 0, 1, 3, 40])):
        value = {draw.choice(words): value} if draw.random() < 0.5 else [value]
    at[draw.choice(words)] = value


SPOILING = [retype, retype, drop, rename, swap, add]


def lines_of(change: Callable[[random.Random, list[bytes]], None]) -> Callable[[random.Random, bytes], bytes]:
    def changed(draw: random.Random, content: bytes) -> bytes:
        lines = content.split(b"\n")
        change(draw, lines)
        return b"\n".join(lines)

    return changed


TEXTUAL: list[Callable[[random.Random, bytes], bytes]] = [
    lines_of(lambda draw, lines: lines.insert(draw.randrange(len(lines)), draw.choice(lines))),
    lines_of(lambda draw, lines: lines.pop(draw.randrange(len(lines))) and None),
    lines_of(lambda draw, lines: draw.shuffle(lines)),
    lambda draw, content: content[: draw.randrange(len(content) + 1)],
    lambda draw, content: content * 2,
    spoil_byte,
]
