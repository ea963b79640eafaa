"""The systems of the cooperation: what is said of each, what is known, what is worked out, what is missing.

Reads   record: facts, events, assumptions, claims, the tables systems, indicators, screens; quantities of a run
Writes  systems.systems, systems.indicators, systems.screens, systems.trends

    found = survey(facts, modelled(run.rows("quantities")))
    tables_of(found)                          what a run keeps of it
    found.of("zhanatas_wind")                 status computed, six indicators, events, facts, gaps
    find(found.systems, "Жанатас")            the systems that a name means, in four languages and with a slip
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.systems.frames import kept_indicators as kept_indicators
    from jibek.systems.frames import tables_of as tables_of
    from jibek.systems.model import System as System
    from jibek.systems.names import find as find
    from jibek.systems.surveyed import Survey as Survey
    from jibek.systems.surveyed import survey as survey
    from jibek.systems.working import modelled as modelled
    from jibek.systems.working import work as work

__getattr__, __all__ = face(
    __name__,
    frames=("kept_indicators", "tables_of"),
    model=("System",),
    names=("find",),
    surveyed=("Survey", "survey"),
    working=("modelled", "work"),
)
