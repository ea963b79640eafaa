"""An article checked: each of its figures matched to an indicator and judged against the record.

checker = Checker(index(claims))
checker.check(read_article(path, name="a.txt"))     Checked: a verdict for each figure
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jibek.checking.context import Context
from jibek.checking.indexing import Index
from jibek.checking.judging import judge
from jibek.checking.lexicon import Lexicon, lexicon
from jibek.checking.matching import candidates
from jibek.checking.model import Checked
from jibek.checking.tracing import traced
from jibek.reading import Article


@dataclass(frozen=True, slots=True)
class Checker:
    """The record made ready to be asked; checking one article does not change it."""

    index: Index
    lexicon: Lexicon = field(default_factory=lexicon)

    def check(self, article: Article) -> Checked:
        """A verdict for each figure of an article, in their order."""
        context = Context(article, self.lexicon)
        judged = [
            judge(q, candidates(q, context, self.index.of_kind), self.index, article)
            for q in article.quantities
        ]
        return Checked(article, traced(judged, context, self.index.shelf))
