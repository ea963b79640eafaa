"""What can be asked of Jibek, one module a verb; the command line, the web and studies import this room alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.verbs.assigning import assign as assign
    from jibek.verbs.batching import route_pairs as route_pairs
    from jibek.verbs.calibrating import calibrate as calibrate
    from jibek.verbs.checking import check as check
    from jibek.verbs.comparing import Comparison as Comparison
    from jibek.verbs.comparing import compare as compare
    from jibek.verbs.flowing import flows as flows
    from jibek.verbs.handing_on import Export as Export
    from jibek.verbs.handing_on import export_network as export_network
    from jibek.verbs.importing import Import as Import
    from jibek.verbs.importing import import_network as import_network
    from jibek.verbs.inspecting import Inspection as Inspection
    from jibek.verbs.inspecting import inspect as inspect
    from jibek.verbs.listing import gateways as gateways
    from jibek.verbs.listing import places as places
    from jibek.verbs.listing import services as services
    from jibek.verbs.measuring import distances as distances
    from jibek.verbs.obtaining import Progress as Progress
    from jibek.verbs.obtaining import Run as Run
    from jibek.verbs.obtaining import find as find
    from jibek.verbs.obtaining import obtain as obtain
    from jibek.verbs.proposing import propose as propose
    from jibek.verbs.recording import record_anchor as record_anchor
    from jibek.verbs.recording import record_ask as record_ask
    from jibek.verbs.recording import record_audit as record_audit
    from jibek.verbs.recording import record_diff as record_diff
    from jibek.verbs.recording import record_list as record_list
    from jibek.verbs.recording import record_mirror as record_mirror
    from jibek.verbs.recording import record_show as record_show
    from jibek.verbs.recording import record_targets as record_targets
    from jibek.verbs.reporting import Page as Page
    from jibek.verbs.reporting import report as report
    from jibek.verbs.routing import route as route
    from jibek.verbs.running import run as run
    from jibek.verbs.shaping import shaped as shaped
    from jibek.verbs.simulating import simulate as simulate
    from jibek.verbs.surveying import Surveyed as Surveyed
    from jibek.verbs.surveying import systems as systems
    from jibek.verbs.validating import Validation as Validation
    from jibek.verbs.validating import validate as validate

__getattr__, __all__ = face(
    __name__,
    assigning=("assign",),
    batching=("route_pairs",),
    calibrating=("calibrate",),
    checking=("check",),
    comparing=("Comparison", "compare"),
    flowing=("flows",),
    handing_on=("Export", "export_network"),
    importing=("Import", "import_network"),
    inspecting=("Inspection", "inspect"),
    listing=("gateways", "places", "services"),
    measuring=("distances",),
    obtaining=("Progress", "Run", "find", "obtain"),
    proposing=("propose",),
    recording=(
        "record_anchor",
        "record_ask",
        "record_audit",
        "record_diff",
        "record_list",
        "record_mirror",
        "record_show",
        "record_targets",
    ),
    reporting=("Page", "report"),
    routing=("route",),
    running=("run",),
    shaping=("shaped",),
    simulating=("simulate",),
    surveying=("Surveyed", "systems"),
    validating=("Validation", "validate"),
)
