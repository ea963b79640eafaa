"""Checks that keep a test a test: labels of observations are frozen, and nothing is fitted to what judges the model.

Reads   observations, observations.sha256, workings and reasons in the data

An observation labelled ``seen`` or ``unseen`` judges the model. No assumption's reason may name its row, and no working
of a market, a constant or a line of ships may take its figure, nor may a series that a path carries hold it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from importlib import resources

import pandas as pd

from jibek import record
from jibek.dataset.checks import Check
from jibek.record.checked import problems_of
from jibek.record.observations import observations
from jibek.record.working import IN_TABLES, work_out

FROZEN = "observations.sha256"

# Tables whose workings inform the model; figures of counts predict other figures of theirs and no flow.
INFORMING = ("markets", "pivots", "sailings", "domestic_rail")

# Ids of rows of volumes as people write them.
_ROW = re.compile(r"\bV\d{3}\b")


def tests(facts: record.Facts) -> list[Check]:
    """Labels of observations are frozen, and what judges the model informs nothing."""
    frozen_labels, used = tuple(moved(facts)), tuple(informed_by_tests(facts))
    told = "labels of observations have moved" if frozen_labels else "labels of observations are those frozen"
    good = "no assumption, working or series takes a figure that judges the model"
    bad = f"{len(used)} figures judge the model and inform it"
    return [
        Check("observations.frozen", not frozen_labels, "error", frozen_labels, told),
        Check("observations.informing", not used, "error", used, bad if used else good),
    ]


def digest(frame: pd.DataFrame) -> str:
    """Hash of which observation bears which label."""
    told = sorted(f"{i}|{label}" for i, label in zip(frame["observation_id"], frame["label"], strict=True))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def frozen() -> str:
    """The hash that the package froze."""
    return (resources.files("jibek") / "data" / "eurasia" / FROZEN).read_text(encoding="utf-8").strip()


def moved(facts: record.Facts) -> list[str]:
    """Shipped labels that are not those frozen; where a user laid rows over them, the labels are the user's."""
    frame = facts.table("observations")
    if frame["_overlay"].astype(bool).any() or digest(frame) == frozen():
        return []
    return [f"labels of {len(frame)} observations hash to {digest(frame)[:12]}, frozen are {frozen()[:12]}"]


def informed_by_tests(facts: record.Facts) -> list[str]:
    """Assumptions, workings and series that take a figure which judges the model."""
    if problems_of(facts):
        return []  # what cannot be worked out is told by the workings
    judging = {o.observation_id: o for o in observations(facts) if o.label != "fitted"}
    figures = {p: i for i, o in judging.items() for p in o.parents if p.startswith("fact:")}
    return [*_reasons(facts, judging.keys()), *_workings(facts, figures), *_series(facts, figures)]


def _reasons(facts: record.Facts, judging: Collection[str]) -> Iterator[str]:
    frame = facts.table("assumptions")
    for name, reason in zip(frame["assumption_id"], frame["reason"], strict=True):
        for row in sorted(set(_ROW.findall(reason)) & set(judging)):
            yield f"assumption {name} names {row}, which judges the model"


def _workings(facts: record.Facts, figures: Mapping[str, str]) -> Iterator[str]:
    for stem, column in ((s, c) for s, columns in IN_TABLES.items() if s in INFORMING for c in columns):
        frame = facts.table(stem)
        for line, told in zip(frame["_row"], frame[column], strict=True):
            parents = () if told is None else work_out(told, facts).parents
            for figure in sorted(set(parents) & figures.keys()):
                yield f"{stem}.csv row {line} takes {figures[figure]}, which judges the model"


def _series(facts: record.Facts, figures: Mapping[str, str]) -> Iterator[str]:
    carried = set(facts.table("paths")["series_id"])
    for figure, name in figures.items():
        series = figure.removeprefix("fact:series:").partition("|")[0]
        if figure.startswith("fact:series:") and series in carried:
            yield f"the series {series}, which a path takes, holds {name}, which judges the model"
