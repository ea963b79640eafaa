"""What was published: the shipped data package, with a user's tables laid over it.

    read()                      the package ``eurasia``
    read(Path("my-data"))       the same with the rows of my-data/*.csv in place of those with the same key

Reads   jibek/data/eurasia/*.csv, DIR/*.csv
Gives   Sources: one frame per file, the rows replaced, a hash of all content
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.sources.package import Sources as Sources
    from jibek.sources.package import read as read
    from jibek.sources.package import shipped_files as shipped_files

__getattr__, __all__ = face(
    __name__,
    package=(
        "Sources",
        "read",
        "shipped_files",
    ),
)
