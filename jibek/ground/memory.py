"""Memory that a stage is done with goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """Have the C library return pages that nothing lies in any more.

    glibc keeps what is freed between two things that stay, some 200 MB after a scenario and its base have settled.
    Elsewhere nothing is done.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
