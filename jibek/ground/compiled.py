"""The one door to Numba: imported only by modules that hold kernels, never by ``jibek --help``.

``kernel`` compiles with the on-disk cache where its folder can be written, and without it elsewhere
(a read-only package and no home would otherwise make the import itself fail). A cache that is full, or holds what is no
cache, is passed by.
Each kernel is written in the subset of Python that NumPy runs too: ``kernel(f).py_func`` is the slow reference
that the tests compare it with.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
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
    if _writable(Path(__file__).parent / "__pycache__"):
        return True
    try:
        return _writable(Path.home() / ".cache" / "numba")
    except RuntimeError:  # a user without a home
        return False


_CACHE = _can_cache()


@cache
def _forgiving() -> type:
    """Numba's cache of one function, as a help and never a need: what it cannot read is compiled again."""
    from numba.core.caching import FunctionCache

    class Forgiving(FunctionCache):  # type: ignore[misc]
        def load_overload(self, *asked: Any) -> Any:
            try:
                return super().load_overload(*asked)
            except Exception:  # garbage in a file may raise anything when it is read
                with contextlib.suppress(Exception):
                    self.flush()  # an index that cannot be read would never be written over
                return None

        def save_overload(self, *given: Any) -> None:
            with contextlib.suppress(Exception):  # a full disk, a folder taken away
                super().save_overload(*given)

    return Forgiving


def kernel(signature: Any = None, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Decorator: compile in nopython mode; ``signature`` is Numba's, given so that compile time is paid once."""
    import numba
    from numba.core.typeinfer import register_dispatcher

    options.setdefault("nogil", True)
    options.setdefault("error_model", "numpy")

    def wrap(function: Callable[..., Any]) -> Any:
        compiled = numba.njit(**options)(function)
        if _CACHE:
            with contextlib.suppress(RuntimeError):  # no place for a function that stands in no file
                compiled._cache = _forgiving()(function)
        if signature is not None:
            # As `numba.njit(signature)` does, but with the cache above.
            with register_dispatcher(compiled):
                compiled.compile(signature)
            compiled.disable_compile()
        return compiled

    return wrap


def lean(signature: Any = None, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """`kernel` for what makes no array: references are not counted, which costs more than a short kernel does.

    Who calls it holds the arrays meanwhile. Numba refuses a lean kernel that does make one.
    """
    return kernel(signature, _nrt=False, **options)
