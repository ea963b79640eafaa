"""Every table declaration in one place: what a run folder may hold, found without running a stage.

registry.tables()["network.arcs"].key      -> ("arc_id",)
"""

from __future__ import annotations

import importlib
from functools import cache

from jibek.ground.table import Table

# Rooms whose ``tables`` module lists ``TABLES``; those of the answer first, then stage by stage.
ROOMS = (
    "answers",
    "runs.derivation",
    "sources",
    "record",
    "network",
    "simulation",
    "demand",
    "flows",
    "routes",
    "trade",
    "appraisal",
    "systems",
)


@cache
def tables() -> dict[str, Table]:
    """Name to declaration."""
    modules = [importlib.import_module(f"jibek.{room}.tables") for room in ROOMS]
    listed = [m.TABLES.values() if isinstance(m.TABLES, dict) else m.TABLES for m in modules]
    return {table.name: table for tables in listed for table in tables}


def stage_of(table: str) -> str:
    """The stage that writes a table: ``network`` for ``network.arcs``, blank for the run's own tables."""
    stage, dot, _ = table.partition(".")
    return stage if dot else ""
