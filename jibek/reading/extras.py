"""The extra ``articles``: libraries that html, pdf and docx need, loaded when one is read."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from jibek.ground.errors import MissingExtra, Problem


def needed(module: str, name: str, kind: str) -> ModuleType:
    """A module of the extra.

    Raises
    ------
    MissingExtra
        ``reading.missing_extra``, naming the extra and how to install it.
    """
    try:
        return import_module(module)
    except ImportError:
        fix = "pip install 'jibek[articles]', or save the article as text."
        package = {"docx": "python-docx"}.get(module.partition(".")[0], module.partition(".")[0])
        problem = Problem(
            "reading.missing_extra",
            name,
            f"{kind} needs {package}",
            value=kind,
            expected="the extra articles",
            fix=fix,
        )
        raise MissingExtra(
            "reading.missing_extra", f"{name}: reading {kind} needs the extra articles", [problem]
        ) from None
