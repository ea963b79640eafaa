"""How long attacks go on: some seconds by default, JIBEK_ATTACKS=50 for fifty times as many examples."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

from jibek.ground.errors import InputError

TIMES = int(os.environ.get("JIBEK_ATTACKS", "1"))


def attack(examples):
    """Settings of an attack: so many examples, or a multiple of them."""
    return settings(max_examples=examples * TIMES, deadline=None, suppress_health_check=list(HealthCheck))


def answered(make: Callable[[], Any]) -> tuple[Any, InputError | None]:
    """What a call gives, or the bad input that it refuses; any other fault passes on and fails the test."""
    try:
        return make(), None
    except InputError as fault:
        return None, fault
