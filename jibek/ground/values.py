"""Values as JSON knows them: what does not exist is null, never 0 and never NaN."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any


def plain(value: Any) -> Any:
    """The value built from dict, list, str, int, float, bool and None alone.

    NaN, infinities and the nulls of NumPy and pandas become None; frames become lists of rows.
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    if isinstance(value, (Path, date)):
        return str(value)
    if hasattr(value, "to_json") and not hasattr(value, "to_dict"):
        return plain(value.to_json())
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return [plain(row) for row in value.to_dict("records")]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    return str(value)


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON text; numbers with all digits, so that equal values are equal texts."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=indent)


def blank(value: Any) -> bool:
    """Whether a cell holds nothing: None, NaN, NA or an empty text."""
    return value is None or value == "" or plain(value) is None
