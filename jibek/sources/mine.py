"""A user's tables as `plain.rows` has them: for what reads rows as text, without frames where nothing is laid over."""

from __future__ import annotations

from pathlib import Path

from jibek.sources.overlay import as_text
from jibek.sources.package import read
from jibek.sources.plain import Rows
from jibek.sources.tables import TABLES


def changed(folder: Path) -> dict[str, Rows]:
    """Tables that a folder laid over the shipped ones changes, whole, by their names in `plain.rows`.

    Raises
    ------
    InputError
        As `package.read`.
    """
    source = read(folder)
    stems = dict.fromkeys(source.replaced["table"].tolist())
    return {f"eurasia/{stem}": as_text(TABLES[stem], source.tables[stem]) for stem in stems}
