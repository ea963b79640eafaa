"""Articles against the record: which figures agree, follow, do not match, are stale or new, and why.

Reads   reading: an article's figures; record: claims; sources: facts of the data package, tables of cues
Gives   Checked: a verdict for each figure with the claims and facts that it rests on
Method  match to one indicator by cues, compare by period, reporter and unit with interval arithmetic
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.checking.checker import Checker as Checker
    from jibek.checking.indexing import index as index
    from jibek.checking.model import Checked as Checked
    from jibek.checking.model import Verdict as Verdict

__getattr__, __all__ = face(
    __name__,
    checker=("Checker",),
    indexing=("index",),
    model=("Checked", "Verdict"),
)
