"""The one door to Numba: imported only by modules that hold kernels, never by ``jibek --help``.

``kernel`` compiles with the on-disk cache where its folder can be written, and without it elsewhere
(a read-only package and no home would otherwise make the import itself fail).
Each kernel is written in the subset of Python that NumPy runs too: ``kernel(f).py_func`` is the slow reference
that the tests compare it with.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _can_cache() -> bool:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return _writable(Path(chosen))
    return _writable(Path(__file__).parent / "__pycache__") or _writable(Path.home() / ".cache" / "numba")


_CACHE = _can_cache()


def kernel(signature: Any = None, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Decorator: compile in nopython mode; ``signature`` is Numba's, given so that compile time is paid once."""
    import numba

    options.setdefault("cache", _CACHE)
    options.setdefault("nogil", True)
    options.setdefault("error_model", "numpy")

    def wrap(function: Callable[..., Any]) -> Any:
        if signature is None:
            return numba.njit(**options)(function)
        return numba.njit(signature, **options)(function)

    return wrap


def lean(signature: Any = None, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """`kernel` for what makes no array: references are not counted, which costs more than a short kernel does.

    Who calls it holds the arrays meanwhile. Numba refuses a lean kernel that does make one.
    """
    return kernel(signature, _nrt=False, **options)
