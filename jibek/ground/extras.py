"""Optional parts of the program, loaded where they are needed: libraries that an extra installs."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from jibek.ground.errors import MissingExtra, Problem

_PACKAGES = {"docx": "python-docx"}  # where the package bears another name than its module


def needed(module: str, extra: str, kind: str, code: str, where: str = "FORMAT", fix: str = "") -> ModuleType:
    """A module of an extra.

    Parameters
    ----------
    kind
        What needs it, in words: ``osm``, ``pdf``.
    code
        Of the error: ``import.missing_extra``, ``reading.missing_extra``.
    where
        File or argument that asked for it.
    fix
        Another way out.

    Raises
    ------
    MissingExtra
        With the code, naming the extra and how to install it.
    """
    try:
        return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        told = f"{kind} needs {_PACKAGES.get(name, name)}, in the extra {extra}"
        way = f"pip install 'jibek[{extra}]'{fix}."
        problem = Problem(code, where, told, value=kind, expected=f"the extra {extra}", fix=way)
        raise MissingExtra(code, f"{told}: {way}", [problem]) from None
