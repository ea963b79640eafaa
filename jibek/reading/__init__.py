"""Articles as files read into text with their figures: values, units, periods and who said them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.reading.articles import read_article as read_article
    from jibek.reading.articles import read_text as read_text
    from jibek.reading.model import Article as Article
    from jibek.reading.model import Quantity as Quantity

__getattr__, __all__ = face(__name__, articles=("read_article", "read_text"), model=("Article", "Quantity"))
