"""What a rule of comparison finds, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

from jibek.checking.known import Known


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, its subtype, and the figures of the record that it rests on."""

    verdict: str
    subtype: str = ""
    known: tuple[Known, ...] = ()
