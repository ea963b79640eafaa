"""``jibek inspect``: what a dataset holds, what is wrong in it and what is weak."""

from __future__ import annotations

from jibek.dataset.inspection import Inspection, inspect

__all__ = ["Inspection", "inspect"]
