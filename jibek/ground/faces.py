"""The face of a room: names that it hands on, each loaded from its module when first used.

    __getattr__, __all__ = face(__name__, totals=("spread",), corridors=("pivot", "split"))

Reading a declaration in ``jibek/STAGE/tables.py`` therefore loads no kernel. A module must not bear the name of what
it hands on: once imported it would stand in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def face(room: str, /, **modules: tuple[str, ...]) -> tuple[Callable[[str], Any], list[str]]:
    """``__getattr__`` and ``__all__`` of a room.

    Parameters
    ----------
    room
        Dotted name of the package.
    modules
        Module of the package to the names that it gives; ``a__b`` stands for the module ``a.b``.

    Raises
    ------
    ValueError
        When a module bears the name of something handed on.
    """
    homes = {name: module.replace("__", ".") for module, names in modules.items() for name in names}
    hidden = set(homes) & {module.partition("__")[0] for module in modules}
    if hidden:
        raise ValueError(f"{room}: modules hide what they give: {', '.join(sorted(hidden))}")

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{room}.{homes[name]}"), name)

    return get, sorted(homes)
