"""The house keeps its order: imports go one way, faces define nothing, declarations cost nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import jibek

ROOT = Path(jibek.__file__).parent
STAGES = "sources record network simulation demand flows routes trade appraisal systems".split()
BESIDE_THE_ROOMS = {"__init__", "__main__", "chain", "loop", "cli"}
MOST_LINES = 400

# What each room may import besides itself; a new room must say its place here.
ALLOWED: dict[str, set[str]] = {
    "ground": set(),
    "reading": {"ground"},
    "scenario": {"ground"},
    **{stage: {"ground", "scenario", *STAGES[:i]} for i, stage in enumerate(STAGES)},
    "loop": {"ground", "scenario", *STAGES},
    "answers": {"ground", "scenario", "loop", *STAGES},
    "chain": {"ground", "scenario", "loop", "answers", *STAGES},
    "runs": {"ground", "scenario", "sources", "answers"},
    "report": {"ground", "runs"},
    "dataset": {"ground", "scenario", "sources", "record", "network", "demand", "routes", "systems"},
    "validation": {"ground", "scenario", "loop", "answers", *STAGES},
    "checking": {"ground", "sources", "record", "reading"},
    "importing": {"ground", "sources"},
    "verbs": {
        *("ground", "scenario", "answers", "chain", "runs", "report", "dataset", "validation", *STAGES),
        *("reading", "checking", "importing"),
    },
    "commands": {"ground", "verbs"},
    "cli": {"ground", "verbs", "scenario", "commands"},
    **{room: {"ground", "verbs", "scenario"} for room in ("web", "studies", "validity")},
    "__main__": {"ground", "cli"},
    "__init__": {"ground", "scenario", "verbs"},
}
# Of the answers kept runs and verbs know what was given, how its tables are declared and how tables are compared, never
# the state that they were worked out from.
OF_ANSWERS = {"jibek.answers.result", "jibek.answers.tables", "jibek.answers.change"}


@cache
def modules() -> dict[str, Path]:
    """Dotted name to file; a package is its ``__init__``."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = ["jibek", *path.relative_to(ROOT).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


@cache
def imports(module: str) -> tuple[str, ...]:
    """Modules of the package that a module imports anywhere: at its head, in functions, for types."""
    found = []
    for node in ast.walk(ast.parse(modules()[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "jibek":
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.append(inner if inner in modules() else node.module)
        elif isinstance(node, ast.Import):
            found += [a.name for a in node.names if a.name.split(".")[0] == "jibek"]
    return tuple(m for m in dict.fromkeys(found) if m != module)


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_go_one_way(module: str) -> None:
    room = room_of(module)
    # The version is asked for as ``from jibek import __version__``.
    outside = {m for m in imports(module) if room_of(m) not in (room, "__init__")}
    wrong = {m for m in outside if room_of(m) not in ALLOWED[room]}
    if room in ("runs", "verbs"):
        wrong |= {m for m in outside if room_of(m) == "answers"} - OF_ANSWERS
    assert not wrong, f"{module} imports {sorted(wrong)}"


def test_a_rule_that_is_broken_is_seen() -> None:
    """The walk finds imports in functions and for types: cli's verbs stand in both."""
    assert "jibek.verbs" in imports("jibek.cli")
    assert "jibek.report.gather" in imports("jibek.verbs.asking")
    assert "jibek.answers" not in ALLOWED["ground"]


def test_no_module_is_imported_by_what_it_imports() -> None:
    """What imports nothing that is left is taken away, again and again; a circle would stay."""
    left = {m: {i for i in imports(m) if i != "jibek"} for m in modules()}
    while leaves := {m for m, wanted in left.items() if not wanted & set(left)}:
        left = {m: wanted for m, wanted in left.items() if m not in leaves}
    assert sorted(left) == []


def test_only_these_files_stand_beside_the_rooms() -> None:
    assert {p.stem for p in ROOT.glob("*.py")} == BESIDE_THE_ROOMS


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_says_what_it_is(module: str) -> None:
    said = ast.get_docstring(ast.parse(modules()[module].read_text(encoding="utf-8"))) or ""
    assert len(said.split()) >= 4, f"{module} begins without a word on what it is"


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_can_be_read_in_one_sitting(module: str) -> None:
    assert len(modules()[module].read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def faces() -> Iterator[str]:
    for module, path in modules().items():
        if path.name == "__init__.py" and module != "jibek" and module != "jibek.sources.tables":
            yield module


@pytest.mark.parametrize("module", sorted(faces()))
def test_a_face_defines_nothing_and_gives_what_it_says_to_type_checkers(module: str) -> None:
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    typed = {
        alias.name: inner.module
        for node in tree.body
        if isinstance(node, ast.If)
        for inner in node.body
        if isinstance(inner, ast.ImportFrom)
        for alias in inner.names
    }
    face = import_module(module)
    assert sorted(typed) == sorted(getattr(face, "__all__", []))
    for name, home in typed.items():
        assert home is not None
        assert getattr(face, name) is getattr(import_module(home), name)


def loaded_by(code: str) -> str:
    shown = f"import sys; {code}; print(sorted({{'numba', 'scipy', 'duckdb'}} & set(sys.modules)))"
    return subprocess.run(
        [sys.executable, "-c", shown], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        "import jibek",
        "from jibek.runs import registry; registry.tables()",
        "from jibek import cli; cli.main(['--help'])",
        "import jibek.verbs",
    ],
)
def test_asking_what_there_is_loads_no_kernel(code: str) -> None:
    assert loaded_by(code).endswith("[]")


# Rooms between the tables as read and the tables of a run: what is data there is a column, never a phrase.
RUN_TIME = (
    "record",
    "network",
    "simulation",
    "demand",
    "flows",
    "routes",
    "trade",
    "appraisal",
    "answers",
    "loop",
    "chain",
)
MAY_MATCH = {"jibek.record.targets": "makes an id out of a target's words; reads nothing from them"}


@pytest.mark.parametrize("module", sorted(m for m in modules() if room_of(m) in RUN_TIME))
def test_no_room_of_a_run_reads_words_by_pattern(module: str) -> None:
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    names = {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    matched = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("contains", "extract", "extractall", "fullmatch")
    }
    assert ("re" in names or bool(matched)) == (module in MAY_MATCH), module


def test_no_two_files_of_tests_share_a_name() -> None:
    names = [p.name for p in Path(__file__).parent.rglob("test_*.py")]
    assert sorted({n for n in names if names.count(n) > 1}) == []
