"""What the model says of published volumes and transit times before they are read, and how far it lay off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.validation.backtests import Outcome as Outcome
    from jibek.validation.judging import Validated as Validated
    from jibek.validation.judging import validate as validate

__getattr__, __all__ = face(__name__, backtests=("Outcome",), judging=("Validated", "validate"))
