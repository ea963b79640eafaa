"""Words of services that can be booked and of published transit times."""

from __future__ import annotations

# What can be booked; a service without a row is the ordinary one.
SERVICE_KINDS = ("express", "block", "liner", "feeder", "ferry", "truck_single", "truck_team", "tir")

ORDINARY = "ordinary"

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

TRANSIT_MODES = ("rail", "road", "sea", "river", "ferry", "air")

TRANSIT_KINDS = tuple(
    "actual typical average standard scheduled claimed official planned best record quoted index calculated "
    "door-to-door cost".split()
)

# What a published transit time covers, and by which services it is read.
TIMED = ("gate", "line", "door", "sailing")

STATED_SERVICES = ("ordinary", "quickest")
