"""The systems of the cooperation: what is said of each, what is known, what is worked out, what is missing.

Reads   record: facts, events, assumptions, the tables systems, indicators, screens; quantities of a kept run
Writes  nothing to a run: a survey is made of a run that is kept

    found = survey(facts, modelled(run.rows("quantities")))
    found.of("zhanatas_wind")                 status computed, six indicators, events, facts, gaps
    find(found.systems, "Жанатас")            the systems that a name means, in four languages and with a slip
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.systems.model import System as System
    from jibek.systems.names import find as find
    from jibek.systems.surveyed import Survey as Survey
    from jibek.systems.surveyed import survey as survey
    from jibek.systems.working import modelled as modelled

__getattr__, __all__ = face(
    __name__,
    model=("System",),
    names=("find",),
    surveyed=("Survey", "survey"),
    working=("modelled",),
)
