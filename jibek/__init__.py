"""Jibek: freight corridors between China and Kazakhstan, from cited facts to routes, days, trade and welfare.

import jibek as jb
base = jb.run("baseline")
fast = jb.run(jb.Scenario.example("baseline").with_gateway("CN_KHORGOS-KZ_ALTYNKOL", clearance_hours=6))
print(jb.compare(base, fast))
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Comparison": "jibek.verbs",
    "InputError": "jibek.ground.errors",
    "JibekError": "jibek.ground.errors",
    "Run": "jibek.verbs",
    "Scenario": "jibek.scenario.whole",
    "assign": "jibek.verbs",
    "check": "jibek.verbs",
    "compare": "jibek.verbs",
    "find": "jibek.verbs",
    "gateways": "jibek.verbs",
    "inspect": "jibek.verbs",
    "places": "jibek.verbs",
    "route": "jibek.verbs",
    "run": "jibek.verbs",
    "simulate": "jibek.verbs",
}
# Rooms that bear the name of a verb: called, they ask it.
_ASKED = {"record": "record_ask", "systems": "systems"}
__all__ = ["__version__", *_HOMES, *_ASKED]


def __getattr__(name: str) -> Any:
    """Load the public names on first use, so that ``import jibek`` and ``jibek --help`` stay light."""
    import importlib

    if name in _ASKED:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'jibek' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _Room(ModuleType):
    """A room that answers as the verb of its name: ``jb.systems("Zhanatas")`` beside ``from jibek import systems``."""

    def __call__(self, *given: Any, **options: Any) -> Any:
        from jibek import verbs

        return getattr(verbs, _ASKED[self.__name__.rpartition(".")[2]])(*given, **options)


class _Package(ModuleType):
    """The package: it makes rooms that bear the name of a verb answer, whoever imports them first."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _ASKED and type(value) is ModuleType:
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
