"""Optional parts that some forms need, loaded when such a file is read: ``osm`` (osmium), ``geo`` (pyogrio)."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from jibek.ground.errors import MissingExtra, Problem


def needed(module: str, extra: str, form: str) -> ModuleType:
    """A module of an extra.

    Raises
    ------
    MissingExtra
        ``import.missing_extra``, naming the extra and how to install it.
    """
    try:
        return import_module(module)
    except ImportError:
        fix = f"pip install 'jibek[{extra}]'."
        message = f"{form} needs {module.partition('.')[0]}"
        problem = Problem(
            "import.missing_extra", "FORMAT", message, value=form, expected=f"the extra {extra}", fix=fix
        )
        raise MissingExtra("import.missing_extra", f"{message}: {fix}", [problem]) from None
