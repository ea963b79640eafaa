"""Jibek: freight corridors between China and Kazakhstan, from cited facts to routes, days, trade and welfare.

import jibek as jb
base = jb.run("baseline")
fast = jb.run(jb.Scenario.example("baseline").with_gateway("CN_KHORGOS-KZ_ALTYNKOL", clearance_hours=6))
print(jb.compare(base, fast))
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Comparison": "jibek.verbs",
    "InputError": "jibek.ground.errors",
    "JibekError": "jibek.ground.errors",
    "Run": "jibek.verbs",
    "Scenario": "jibek.scenario",
    "assign": "jibek.verbs",
    "compare": "jibek.verbs",
    "find": "jibek.verbs",
    "inspect": "jibek.verbs",
    "route": "jibek.verbs",
    "run": "jibek.verbs",
    "simulate": "jibek.verbs",
}
__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    """Load the public names on first use, so that ``import jibek`` and ``jibek --help`` stay light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'jibek' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
