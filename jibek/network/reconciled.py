"""Lengths of links and published distances brought together by weighted least squares.

    links       A -100- B -210- C  (own estimates, 5 % each)         adjusted   A -97.4- B -198.5- C
    published   A ------ 295 ------ C  (1 %)                         residual   -0.9 km

Unknown are the lengths of the links. Observed are each link's own length and each published distance, as the sum over
the links between its ends. A link whose length is a published row's has no observation of its own: the row is it.
Errors are assumptions: of an estimate, of a published figure by its confidence, and by what it covers where it is
rounded or counted from another station. A figure of another line is shown beside the network and weighs nothing.

The network keeps the lengths it has: what was calibrated rests on them. Adjusted lengths and errors stand beside.

Reads   links, distances
Method  Gauss-Markov model (Gauss, 1823, Theoria combinationis); normalised residuals and their limit of 3 after Baarda
        (1968, A testing procedure for use in geodetic networks)
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.ground.arrays import Array, Flags
from jibek.ground.vocabulary import COVERS, ON_WATER, ROUTED

if TYPE_CHECKING:
    from jibek.record import Facts

SUSPECT = 3.0  # standard errors; one sound residual in 370 is larger

CLOSE = 0.02  # of a published figure: kilometre posts of one line, counted twice, differ by as much

SHORT = 3  # links of a published way that is as good as a section

WIDE = 1.96  # standard errors on either side that hold 95 %

SECTION, OTHER_ENDS, ROUNDED, OTHER_LINE = COVERS

ESTIMATED, SCALED, CITED = BASES = ("estimated", "scaled", "cited")

_BY_CONFIDENCE = {
    "high": "distance_error_published_high",
    "medium": "distance_error_published_medium",
    "low": "distance_error_published_low",
}

_SCALED = "shared in proportion"  # in the basis of a link whose part of a published length is an estimate


@dataclass(frozen=True, slots=True)
class Fit:
    """length : shape (unknown,); covariance : (unknown, unknown); residual, normalised : (observation,), observed less
    adjusted, and that in its standard errors: not a number where nothing else tells of what was observed."""

    length: Array
    covariance: Array
    residual: Array
    normalised: Array


def fit(design: Array, km: Array, error_km: Array) -> Fit:
    """The lengths that lie nearest to all observations, in their errors.

    Parameters
    ----------
    design : shape (observation, unknown)
        How often each observation passes each link; every link is seen alone by one of them.
    km, error_km : shape (observation,)
        Observed, and its standard error, above 0.

    Examples
    --------
    A link of 100 km (error 2) and a published 104 km (error 1): four fifths of the way to what is better known.

    >>> np.round(fit(np.array([[1.0], [1.0]]), np.array([100.0, 104.0]), np.array([2.0, 1.0])).length, 3)
    array([103.2])
    """
    weighted = design / error_km[:, None]
    root = np.linalg.inv(np.linalg.cholesky(weighted.T @ weighted))
    covariance = root.T @ root
    length = covariance @ (weighted.T @ (km / error_km))
    residual = km - design @ length
    explained = np.einsum("ou,uv,ov->o", design, covariance, design)
    left = 1.0 - explained / error_km**2  # the part of an observation that others check (redundancy)
    normalised = np.full(len(km), np.nan)
    np.divide(residual, error_km * np.sqrt(np.maximum(left, 0.0)), out=normalised, where=left > 1e-9)
    return Fit(length, covariance, residual, normalised)


@dataclass(frozen=True, slots=True)
class Published:
    """A row of distances beside the network; ``links`` by position, empty where no links join its places.

    used_km, adjusted_km: of its links; residual_km: published less adjusted; normalised: in its standard errors; both
    None where it was not compared, the latter also where nothing else tells of those links.
    """

    distance_id: str
    ends: tuple[str, str]
    mode: str
    km: float
    covers: str
    confidence: str
    links: tuple[int, ...]
    error_km: float
    used_km: float | None = None
    adjusted_km: float | None = None
    residual_km: float | None = None
    normalised: float | None = None

    @property
    def compared(self) -> bool:
        """Whether it is about the very line of the network."""
        return bool(self.links) and self.covers != OTHER_LINE

    @property
    def suspect(self) -> bool:
        """Whether it lies further from all that else is known than chance explains."""
        return self.normalised is not None and abs(self.normalised) > SUSPECT

    @property
    def met(self) -> bool:
        """Whether the lengths that the network uses give the figure."""
        return self.compared and self.used_km is not None and abs(self.used_km - self.km) <= CLOSE * self.km


@dataclass(frozen=True)
class Reconciled:
    """Links by position: ids, ends, modes, what their length rests on; km used and adjusted, shape (link,).

    covariance : shape (link, link), km squared, of the adjusted lengths.
    """

    link_ids: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]
    modes: tuple[str, ...]
    bases: tuple[str, ...]
    used_km: Array
    adjusted_km: Array
    covariance: Array
    published: tuple[Published, ...]

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Position of each link."""
        return {link: i for i, link in enumerate(self.link_ids)}

    @cached_property
    def error_km(self) -> Array:
        """Standard error of each adjusted length."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @cached_property
    def supported(self) -> Flags:
        """Links with a published length: part of a figure that the lengths in use meet within 2 %."""
        return self.met_over(len(self.link_ids))

    def met_over(self, most: int) -> Flags:
        """The same by figures over at most so many links, where errors of single ones can hardly cancel."""
        out = np.zeros(len(self.link_ids), bool)
        for row in self.published:
            if row.met and len(row.links) <= most:
                out[list(row.links)] = True
        return out

    @cached_property
    def moved(self) -> Flags:
        """Links whose adjusted length lies outside the band of 95 % that holds it from the length in use."""
        return np.asarray(np.abs(self.adjusted_km - self.used_km) > WIDE * self.error_km)

    @cached_property
    def taken(self) -> Flags:
        """Links whose length is a published one, or a part of one."""
        return np.array([b != ESTIMATED for b in self.bases], bool)

    def share(self, kilometres: Mapping[str, float], which: Flags) -> float | None:
        """The part of kilometres, by link, that lies on some links; None where there are no kilometres."""
        total = sum(kilometres.values())
        hits = sum(km for link, km in kilometres.items() if link in self.at and which[self.at[link]])
        return hits / total if total else None

    def error_of(self, weight: Mapping[str, float]) -> float:
        """Standard error of a weighted sum of lengths; links that are not here count nothing."""
        row = self._row(weight)
        return float(np.sqrt(row @ self.covariance @ row))

    def sums(self, weight: Mapping[str, float]) -> tuple[float, float]:
        """A weighted sum of lengths in use, and of adjusted ones."""
        row = self._row(weight)
        return float(row @ self.used_km), float(row @ self.adjusted_km)

    def _row(self, weight: Mapping[str, float]) -> Array:
        row = np.zeros(len(self.link_ids))
        for link, count in weight.items():
            if link in self.at:
                row[self.at[link]] = count
        return row


def reconciled(facts: Facts) -> Reconciled:
    """Links and published distances of a record, brought together; the same object while its assumptions stand.

    Parameters
    ----------
    facts
        Tables links and distances; assumptions ``distance_error_…``.
    """
    return facts.remembered("lengths reconciled", _reconciled)


def _reconciled(facts: Facts) -> Reconciled:
    links = [r for r in facts.table("links").to_dict("records") if r["mode"] in ROUTED]
    known = [r for r in facts.table("distances").to_dict("records") if r["mode"] in ROUTED]
    published = [_published(row, links, facts) for row in known]
    used = np.array([float(r["distance_km"]) for r in links])
    alone = {p.distance_id: p.links[0] for p in published if len(p.links) == 1 and p.compared}
    bases = tuple(_basis(row, i, alone) for i, row in enumerate(links))
    rows = [p for p in published if p.compared]
    own = np.flatnonzero(np.array([b != CITED for b in bases], bool))
    design = np.zeros((len(own) + len(rows), len(links)))
    design[np.arange(len(own)), own] = 1.0
    for i, row in enumerate(rows, start=len(own)):
        np.add.at(design[i], list(row.links), 1.0)
    km = np.concatenate([used[own], [p.km for p in rows]])
    share = facts.assume("distance_error_estimated")
    error = np.concatenate([share * used[own], [p.error_km for p in rows]])
    found = fit(design, km, error)
    left = dict(zip((p.distance_id for p in rows), range(len(own), len(km)), strict=True))
    return Reconciled(
        tuple(str(r["id"]) for r in links),
        tuple((str(r["from"]), str(r["to"])) for r in links),
        tuple(str(r["mode"]) for r in links),
        bases,
        used,
        found.length,
        found.covariance,
        tuple(_beside(p, used, found, left.get(p.distance_id)) for p in published),
    )


def _basis(row: Mapping[Any, Any], position: int, alone: Mapping[str, int]) -> str:
    """What the length of a link rests on; it is ``cited`` where a row of distances is about this very link."""
    told = str(row["basis"])
    named = told.removeprefix("cited distance ").partition(" ")[0]
    if told.startswith("cited") and alone.get(named) == position:
        return CITED
    return SCALED if _SCALED in told or told.startswith(("cited", "published")) else ESTIMATED


def _published(row: Mapping[Any, Any], links: Sequence[Mapping[Any, Any]], facts: Facts) -> Published:
    told = row.get("covers_kind")
    covers = told if isinstance(told, str) and told else SECTION
    km, confidence = float(row["distance_km"]), str(row["confidence"])
    parts = [facts.assume(_BY_CONFIDENCE[confidence]) * km]
    if covers == ROUNDED:
        parts.append(facts.assume("distance_error_rounded") * km)
    if covers == OTHER_ENDS:
        parts.append(facts.assume("distance_error_ends_km"))
    via = row["via_ids"] if isinstance(row["via_ids"], str) else ""
    points = [str(row["from_id"]), *filter(None, via.split(";")), str(row["to_id"])]
    modes = set(ON_WATER) if row["mode"] in ON_WATER else {row["mode"]}
    path = _chain(points, [(i, x) for i, x in enumerate(links) if x["mode"] in modes])
    ends = (points[0], points[-1])
    error = float(np.hypot.reduce(parts))
    return Published(str(row["distance_id"]), ends, str(row["mode"]), km, covers, confidence, path, error)


def _beside(row: Published, used: Array, found: Fit, at: int | None) -> Published:
    if not row.links:
        return row
    links = list(row.links)
    told = float(used[links].sum()), float(found.length[links].sum())
    spread = None if at is None or np.isnan(found.normalised[at]) else float(found.normalised[at])
    gap = None if at is None else float(found.residual[at])
    head = (row.distance_id, row.ends, row.mode, row.km, row.covers, row.confidence, row.links, row.error_km)
    return Published(*head, *told, gap, spread)


def _chain(points: Sequence[str], links: Iterable[tuple[int, Mapping[Any, Any]]]) -> tuple[int, ...]:
    """Links from the first point to the last over those between; empty if there are none.

    A link between two points is the way between them, else it is the shortest: Irkutsk - Vladivostok does not run over
    China because that is shorter.
    """
    near: dict[str, list[tuple[str, float, int]]] = {}
    for i, row in links:
        for a, b in ((row["from"], row["to"]), (row["to"], row["from"])):
            near.setdefault(a, []).append((b, float(row["distance_km"]), i))
    found: list[int] = []
    for start, end in pairwise(points):
        path = _shortest(start, end, near)
        if path is None:
            return ()
        found += path
    return tuple(found)


def _shortest(start: str, end: str, near: Mapping[str, list[tuple[str, float, int]]]) -> list[int] | None:
    direct = [(km, i) for other, km, i in near.get(start, ()) if other == end]
    if direct:
        return [min(direct)[1]]
    done: set[str] = set()
    heap: list[tuple[float, str, list[int]]] = [(0.0, start, [])]
    while heap:
        length, place, path = heapq.heappop(heap)
        if place == end:
            return path
        if place in done:
            continue
        done.add(place)
        for other, km, i in near.get(place, ()):
            if other not in done:
                heapq.heappush(heap, (length + km, other, [*path, i]))
    return None
