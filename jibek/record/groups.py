"""Groups of countries by name: one table for unions, sanctions, markets and regions.

    members("EAEU", facts)                  ("RUS", "KAZ", "BLR", "ARM", "KGZ")
    members("KAZ;CAUCASUS_TURKEY", facts)   ("KAZ", "AZE", "GEO", "ARM", "TUR")
    alpha2("EAEU", facts)                   {"RU", "KZ", "BY", "AM", "KG"}, as places name their countries

Reads   country_groups
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from jibek.ground.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd


class HasTables(Protocol):
    """The record, as far as groups need it: ``Facts``."""

    def table(self, name: str) -> pd.DataFrame: ...


def members(names: str, facts: HasTables) -> tuple[str, ...]:
    """As :func:`expanded`, by the groups of the record."""
    return expanded(names, facts.table("country_groups"))


def expanded(names: str, groups: pd.DataFrame) -> tuple[str, ...]:
    """Countries, alpha-3, of groups and countries joined by semicolons, each once.

    A name that is no group is a country.

    Parameters
    ----------
    groups
        The table country_groups.

    Raises
    ------
    InputError
        ``record.group_of_itself``: groups that name each other in a circle.
    """
    listed: dict[str, list[str]] = {}
    for group, member in zip(groups["group"].tolist(), groups["member"].tolist(), strict=True):
        listed.setdefault(group, []).append(member)
    return tuple(dict.fromkeys(_expand([n.strip() for n in names.split(";")], listed, ())))


def _expand(names: list[str], listed: dict[str, list[str]], above: tuple[str, ...]) -> list[str]:
    found = []
    for name in names:
        if name in above:
            problem = Problem(
                "record.group_of_itself",
                "country_groups.csv",
                column="member",
                value=name,
                expected="a country, or a group that does not hold this one",
                fix="Delete the row.",
            )
            raise InputError("record.group_of_itself", f"the group {name} holds itself", [problem])
        found += _expand(listed[name], listed, (*above, name)) if name in listed else [name]
    return found


def alpha2(group: str, facts: HasTables) -> frozenset[str]:
    """Members by the alpha-2 codes in which places name their countries; a member without one is left out."""
    frame = facts.table("country_groups")
    codes = dict(zip(frame["member"].tolist(), frame["iso2"].tolist(), strict=True))
    return frozenset(str(codes[m]) for m in members(group, facts) if codes.get(m))
