"""What becomes of a row to validate: predicted, unroutable or out of scope, and how what was observed joins it."""

from __future__ import annotations

from typing import Any

PREDICTED, UNROUTABLE, OUT_OF_SCOPE = "predicted", "unroutable", "out_of_scope"

Row = dict[str, Any]


def join(row: Row, column: str, value: float | None, why: str) -> None:
    """Put what was observed beside what was predicted; a row without it is out of scope."""
    row[column] = value
    if value is None and row["status"] != OUT_OF_SCOPE:
        row["status"], row["reason"] = OUT_OF_SCOPE, why
