"""What a check gives: a verdict for each figure of an article, with what it rests on and why.

agrees      the record says the same               derivable   it follows from the record
conflicts   it does not match: subtype says how    stale       a later statement replaced it
new         the record does not hold it
"""

from __future__ import annotations

from dataclasses import dataclass

from jibek.checking.known import Known
from jibek.reading import Article, Quantity

AGREES, DERIVABLE, CONFLICTS, STALE, NEW = VERDICTS = ("agrees", "derivable", "conflicts", "stale", "new")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure against the record.

    key
        The indicator that it was taken for; empty where it was taken for none.
    known
        Figures of the record that the verdict rests on, the nearest first.
    explanation
        In a sentence or two, for people.
    """

    quantity: Quantity
    verdict: str
    subtype: str
    key: str
    known: tuple[Known, ...]
    explanation: str

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """Facts behind the verdict, each once."""
        return tuple(dict.fromkeys(f for k in self.known for f in k.fact_ids))

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """Claims behind the verdict, each once."""
        return tuple(dict.fromkeys(c for k in self.known for c in k.claim_ids))


@dataclass(frozen=True, slots=True)
class Checked:
    """An article with a verdict for each of its figures, in their order."""

    article: Article
    verdicts: tuple[Verdict, ...]

    def count(self, verdict: str) -> int:
        """How many figures have that verdict."""
        return sum(1 for v in self.verdicts if v.verdict == verdict)
