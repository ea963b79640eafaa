"""Shipped rows as text, without the frames that the chain needs: what words mean, what claims say.

rows("checking/cues")    ({"concept": "trade", "class": "", …}, …)
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of ``jibek/data/NAME.csv``, cells as text, blanks as empty text.

    Raises
    ------
    FileNotFoundError
        No such file is shipped.
    """
    file = resources.files("jibek").joinpath("data", *f"{name}.csv".split("/"))
    return tuple(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
