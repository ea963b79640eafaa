"""What the chain gives for a scenario: tables by name, how they were checked, what must be said first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from jibek.ground.certificate import Certificate


@dataclass(frozen=True, slots=True)
class Result:
    """tables: of the stages, of the answer and of its derivation, by the names of the run folder.

    rounds: searches for paths until queues, choice of corridor and trade stood; seconds: CPU by part; digest: of the
    data; replaced: the user's rows.
    """

    tables: dict[str, pd.DataFrame]
    certificates: list[Certificate]
    replaced: pd.DataFrame
    warnings: list[dict[str, Any]]
    seconds: dict[str, float]
    digest: str
    rounds: int

    @property
    def headline(self) -> pd.DataFrame:
        """The numbers that answer the question, one a row."""
        return self.tables["headline"]
