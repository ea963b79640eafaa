"""The arithmetic of greenhouse gases from well to wheel, as ISO 14083 has it.

    activity x distance adjustment x factor    t-km or TEU-km x g        a haul
                                               t x kg                    a handling
                                               kWh or MJ x g             the energy of a train or truck
    kg / activity                              g a tonne-kilometre       the intensity of what hauls

A factor holds what is emitted on the way (tank to wheel) and where fuel or electricity comes from (well to tank). An
intensity covers the whole round of a vehicle, its empty way included.

Reference: ISO 14083 (2023); CLECAT and ifeu (2024), Guide to ISO 14083, whose worked examples are tests.
"""

from __future__ import annotations

G_PER_KG = 1000.0


def emitted_kg(activity: float, g_per_unit: float, *, adjustment: float = 1.0) -> float:
    """Kilograms of CO2e of an activity.

    Parameters
    ----------
    activity
        Tonne- or TEU-kilometres of the shortest feasible way, tonnes handled, or energy.
    g_per_unit
        Grams a unit of it, well to wheel.
    adjustment
        Kilometres travelled over those of the activity, where the factor counts the former.

    >>> emitted_kg(500.0, 143.0, adjustment=1.05)
    75.075
    """
    return activity * adjustment * g_per_unit / G_PER_KG


def intensity_g(kg: float, activity: float) -> float:
    """Grams a unit of an activity from the kilograms of all of it; the activity is above 0.

    >>> intensity_g(318.3, 6500.0)
    48.96923076923077
    """
    return G_PER_KG * kg / activity


def fuel_g_per_kg(mj_per_kg: float, operation_g_per_mj: float, provision_g_per_mj: float) -> float:
    """Grams that a kilogram of fuel emits, burnt and provided.

    >>> round(fuel_g_per_kg(42.8, 75.26, 22.56))
    4187
    """
    return mj_per_kg * (operation_g_per_mj + provision_g_per_mj)


def at_the_wire(g_per_kwh: float, loss_share: float) -> float:
    """Grams a kilowatt-hour that arrives, of which ``loss_share`` (below 1) of what was generated is lost."""
    return g_per_kwh / (1.0 - loss_share)


def with_empty_way(laden: float, empty_share: float, empty_over_laden: float) -> float:
    """What a laden kilometre takes with the empty way that belongs to it.

    Parameters
    ----------
    laden
        What it takes by itself.
    empty_share
        Part of all kilometres that are driven empty, below 1.
    empty_over_laden
        What an empty kilometre takes over what a laden one does.

    >>> with_empty_way(8.0, 0.2, 0.5)
    9.0
    """
    return laden * (1.0 + empty_share / (1.0 - empty_share) * empty_over_laden)
