"""Words that every room shares: commodity classes, corridors, modes, gauges, reporters."""

from __future__ import annotations

KNOWN = ("published", "estimated", "prior", "domestic")

CLASSES = ("container", "dry_bulk", "liquid_bulk", "general")

CORRIDORS = ("sea", "northern", "transsib", "transcaspian", "southern", "road")

CONFIDENCE = ("high", "medium", "low")

GAUGES = ("1435", "1520", "1668", "1435/1520", "1520/1435", "1435/1668", "1668/1435")

MODES = ("rail", "road", "sea", "ferry", "pipeline")

BASE_REPORTER = "BACI"

REPORTERS = (BASE_REPORTER, "CHN", "KAZ")

SOLVERS = ("projection", "frank-wolfe")  # of assignment, see flows/solvers.py
