"""What can be asked of Jibek, one module a verb; the command line, the web and studies import this room alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.verbs.assigning import assign as assign
    from jibek.verbs.comparing import Comparison as Comparison
    from jibek.verbs.comparing import compare as compare
    from jibek.verbs.flowing import flows as flows
    from jibek.verbs.inspecting import Inspection as Inspection
    from jibek.verbs.inspecting import inspect as inspect
    from jibek.verbs.obtaining import Progress as Progress
    from jibek.verbs.obtaining import Run as Run
    from jibek.verbs.obtaining import find as find
    from jibek.verbs.obtaining import obtain as obtain
    from jibek.verbs.routing import route as route
    from jibek.verbs.running import run as run
    from jibek.verbs.simulating import simulate as simulate

__getattr__, __all__ = face(
    __name__,
    assigning=("assign",),
    comparing=("Comparison", "compare"),
    flowing=("flows",),
    inspecting=("Inspection", "inspect"),
    obtaining=("Progress", "Run", "find", "obtain"),
    routing=("route",),
    running=("run",),
    simulating=("simulate",),
)
