"""What ``jibek record`` gives back: claims, findings, goals, mirrors and changes, as text and as JSON."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jibek.ground.reply import Reply
from jibek.ground.text import aligned
from jibek.record.ledger import (
    Anchored,
    Cause,
    Claim,
    Difference,
    Entity,
    Figure,
    Finding,
    Goal,
    Link,
    Mention,
    MirrorYear,
)
from jibek.record.ledger.finding import shown

WIDTH = 110  # letters of a line

# How one end of a link stands to the other, and the other to it.
STANDS = {
    "repeats": ("repeats", "repeated by"),
    "agrees": ("agrees with", "agrees with"),
    "conflicts": ("conflicts with", "conflicts with"),
    "supersedes": ("takes the place of", "superseded by"),
    "advances": ("is a step beyond", "a step behind"),
    "derives": ("follows from", "leads to"),
    "supports": ("is said to support", "is said to follow from"),
    "measures": ("is measured by", "measures"),
    "apart": ("is not to be compared with", "is not to be compared with"),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What some claims name, and their links: with each other, with other claims and with facts."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]

    def to_json(self, claims: Sequence[Claim]) -> dict[str, Any]:
        """``claims``, each with what it names by role, then ``entities`` and ``links``."""
        told = {c.claim_id: {**c.to_json(), "entities": []} for c in claims}
        for m in self.mentions:
            told[m.claim_id]["entities"].append({"role": m.role, "entity_id": m.entity_id})
        return {
            "claims": list(told.values()),
            "entities": [e.to_json() for e in self.entities],
            "links": [x.to_json() for x in self.links],
        }

    def of(self, claim: Claim) -> list[str]:
        """Lines on what a claim names besides its speaker, and how it stands to others."""
        name, mine = {e.entity_id: e.name for e in self.entities}, claim.claim_id
        roles = [m for m in self.mentions if m.claim_id == mine and m.role != "speaker"]
        named = dict.fromkeys(f"{name[m.entity_id]} [{m.entity_id}]" for m in roles)
        lines = [f"names {', '.join(named)}"] if named else []
        for relation, (to, of) in STANDS.items():
            ahead = [x.to_id for x in self.links if x.relation == relation and x.from_id == mine]
            behind = [x.from_id for x in self.links if x.relation == relation and x.to_id == mine]
            ahead, behind = (ahead + behind, []) if to == of else (ahead, behind)
            lines += [f"{words} {'; '.join(ids)}" for words, ids in ((to, ahead), (of, behind)) if ids]
        return [part for line in lines for part in _wrapped(line)]


@dataclass(frozen=True, slots=True)
class Listed(Reply):
    """Claims, and figures of statistics where they were asked for."""

    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    around: Around

    def to_json(self) -> dict[str, Any]:
        """``claims`` with ``entities`` and ``links``, ``facts`` and ``count`` of the claims."""
        return {
            "count": len(self.claims),
            **self.around.to_json(self.claims),
            "facts": [_figure(f) for f in self.figures],
        }

    def to_text(self) -> str:
        """One line a claim."""
        rows = [
            [c.claim_id, c.statement_date_high, c.status, c.period, _value(c), c.paraphrase]
            for c in self.claims
        ]
        lines = aligned(
            ["claim", "said", "status", "period", "value", "in own words"], rows, left=(0, 1, 2, 3, 5)
        )
        if self.figures:
            of = [
                [f.key_id, str(f.period), f.reporter, shown(f.value, f.unit), f.source] for f in self.figures
            ]
            lines += ["", *aligned(["key", "period", "reporter", "value", "fact"], of, left=(0, 1, 2, 4))]
        return "\n".join([*lines, "", f"{len(self.claims)} claims, {len(self.figures)} facts"])


@dataclass(frozen=True, slots=True)
class Shown(Reply):
    """All that is said of one thing, and what the audit finds of it."""

    name: str
    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    around: Around
    entity: Entity | None = None

    @property
    def origins(self) -> int:
        """Independent origins of the claims; two forms of one interview are one."""
        return len({c.origin_id for c in self.claims})

    def to_json(self) -> dict[str, Any]:
        """``id``, ``entity`` if it is one, ``n_claims``, ``n_origins``, ``claims``, ``facts``, ``findings``."""
        return {
            "id": self.name,
            "entity": None if self.entity is None else self.entity.to_json(),
            "n_claims": len(self.claims),
            "n_origins": self.origins,
            **self.around.to_json(self.claims),
            "facts": [_figure(f) for f in self.figures],
            "findings": [f.to_json() for f in self.findings],
        }

    def to_text(self) -> str:
        """Claims with speaker and date, then figures, then findings."""
        claims = f"{len(self.claims)} claims of {self.origins} origins" if self.claims else "no claim"
        lines = [f"{self.name}: {claims}", ""]
        if self.entity is not None:
            e = self.entity
            lines[1:1] = [f"    {e.type}: {'; '.join(dict.fromkeys(e.known_as))}"]
        for c in self.claims:
            lines += [
                f"{c.claim_id}  {c.paraphrase}",
                f"    {c.speaker}, {c.statement_date_high}, {c.stage}{_noted(c)}",
                *([] if self.entity else self.around.of(c)),
            ]
        if self.figures:
            of = [[str(f.period), f.reporter, shown(f.value, f.unit), f.source] for f in self.figures]
            lines += ["", *aligned(["period", "reporter", "value", "source"], of, left=(0, 1, 3))]
        return "\n".join([*lines, "", *_told(self.findings)]).rstrip()


@dataclass(frozen=True, slots=True)
class Audited(Reply):
    """Findings, those to look at first."""

    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each verdict."""
        return dict(Counter(f.verdict for f in self.findings))

    def to_json(self) -> dict[str, Any]:
        """``counts`` by verdict and ``findings``."""
        return {"counts": self.counts, "findings": [f.to_json() for f in self.findings]}

    def to_text(self) -> str:
        """Each finding in two lines."""
        counts = ", ".join(f"{n} {verdict}" for verdict, n in self.counts.items())
        return "\n".join([*_told(self.findings), "", f"{len(self.findings)} findings: {counts}"])


@dataclass(frozen=True, slots=True)
class Targets(Reply):
    """Goals by reporter."""

    goals: tuple[Goal, ...]

    def to_json(self) -> dict[str, Any]:
        """``targets``."""
        return {"targets": [g.to_json() for g in self.goals]}

    def to_text(self) -> str:
        """One line a goal and reporter."""
        rows = [
            [
                g.key_id,
                g.version,
                shown(g.target, "USD"),
                _year(g.deadline),
                g.set_on,
                g.reporter,
                _dated(g.baseline, g.baseline_year),
                _dated(g.actual, g.actual_year),
                None if g.progress is None else f"{100 * g.progress:.1f} %",
                g.status if g.met_on is None else f"met {g.met_on}",
            ]
            for g in self.goals
        ]
        head = [
            "key",
            "version",
            "goal",
            "by",
            "set on",
            "reporter",
            "baseline",
            "actual",
            "progress",
            "status",
        ]
        return "\n".join(aligned(head, rows, left=(0, 4, 5, 9)))


@dataclass(frozen=True, slots=True)
class Mirrored(Reply):
    """Both reporters year by year, and what is known of the gap."""

    pair: str
    sides: tuple[str, str]
    years: tuple[MirrorYear, ...]
    causes: tuple[Cause, ...]

    def to_json(self) -> dict[str, Any]:
        """``pair``, ``reporters``, ``years`` and ``causes`` with their facts."""
        return {
            "pair": self.pair,
            "reporters": list(self.sides),
            "years": [y.to_json() for y in self.years],
            "causes": [c.to_json() for c in self.causes],
        }

    def to_text(self) -> str:
        """A table for each flow, then the causes."""
        lines: list[str] = []
        for key_id in dict.fromkeys(y.key_id for y in self.years):
            rows = [
                [
                    y.period,
                    _usd(y.first, y.first_derived),
                    _usd(y.second, y.second_derived),
                    _usd(y.gap),
                    y.ratio,
                ]
                for y in self.years
                if y.key_id == key_id
            ]
            lines += [key_id, "", *aligned(["year", *self.sides, "gap", "ratio"], rows), ""]
        if any(y.first_derived or y.second_derived for y in self.years):
            lines += [
                "+ worked out: a sum of both ways that no one states, or by the printed ratio of both sides",
                "",
            ]
        lines += [] if self.causes else ["No fact of the record says why they differ."]
        for c in self.causes:
            told = textwrap.wrap(f"{c.cause}: {c.statement}", WIDTH, subsequent_indent="  ")
            lines += [*told, *(f"    {i}" for i in c.fact_ids)]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Changed(Reply):
    """What differs between two versions of the record."""

    before: str
    after: str
    changes: tuple[Difference, ...]

    def to_json(self) -> dict[str, Any]:
        """``before``, ``after``, ``counts`` and ``changes``."""
        counts = dict(Counter(c.kind for c in self.changes))
        return {
            "before": self.before,
            "after": self.after,
            "counts": counts,
            "changes": [c.to_json() for c in self.changes],
        }

    def to_text(self) -> str:
        """One line a change, and what each field was and is."""
        lines = []
        for c in self.changes:
            by = f" by {c.by}" if c.by else ""
            mark = (
                "  OVERWRITTEN: a revision takes a new id and supersedes"
                if c.overwritten and c.kind != "removed"
                else ""
            )
            lines.append(f"{c.kind:11} {c.of:6} {c.id}{by}{mark}")
            lines += [f"    {name}: {a!r} -> {b!r}" for name, (a, b) in c.fields.items()]
        return "\n".join(lines) or f"{self.before} and {self.after} say the same"


@dataclass(frozen=True, slots=True)
class Found(Reply):
    """Where the passages of the record stand in a copy of a text."""

    file: str
    anchored: Anchored

    def to_json(self) -> dict[str, Any]:
        """``file``, ``source_id``, whether it is the very text, counts and ``claims`` with their places."""
        return {"file": self.file, **self.anchored.to_json()}

    def to_text(self) -> str:
        """Counts, then the claims that are lost."""
        a = self.anchored
        kind = "the very text" if a.identical else "a copy"
        counts = ", ".join(f"{a.count(how)} {how}" for how in ("same", "moved", "lost"))
        lost = [f"    {p.claim_id} stands nowhere in it" for p in a.places if p.how == "lost"]
        return "\n".join([f"{self.file}: {kind} of {a.source_id}; {counts}", *lost])


def _told(findings: Iterable[Finding]) -> list[str]:
    lines = []
    for f in findings:
        # Claims and events by their short ids; facts stand in the JSON.
        ids = dict.fromkeys(i for i in (*f.inputs, *f.beside) if ":" not in i)
        rule = f.closure_id or f"{f.rule} {f.key_id}"
        parts = (f"{f.verdict:12} {rule}", f.period, f.reporter, ", ".join(ids))
        lines += ["  ".join(p for p in parts if p), *_wrapped(f.working), *_wrapped(f.said)]
    return lines


def _wrapped(text: str) -> list[str]:
    indent = "    "
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=2 * indent, break_long_words=False
    )


def _figure(figure: Figure) -> dict[str, Any]:
    low, high = figure.interval.ends()
    told = {
        n: getattr(figure, n)
        for n in ("key_id", "reporter", "value", "unit", "comparator", "source", "origin", "said")
    }
    return {
        **told,
        "period": str(figure.period),
        "value_low": low,
        "value_high": high,
        "definition": figure.definition,
    }


def _value(claim: Claim) -> str:
    if claim.value is None:
        return ""
    sign = "" if claim.comparator in ("", "=") else f"{claim.comparator} "
    return f"{sign}{shown(claim.value, claim.unit)}"


def _noted(claim: Claim) -> str:
    parts = [claim.rank] if claim.rank != "normal" else []
    parts += [claim.deprecated_reason] if claim.deprecated_reason else []
    parts += [f"supersedes {claim.supersedes}"] if claim.supersedes else []
    return f"; {', '.join(parts)}" if parts else ""


def _usd(value: float | None, derived: bool = False) -> str | None:
    return None if value is None else f"{shown(value, 'USD')}{' +' if derived else ''}"


def _dated(value: float | None, year: int | None) -> str | None:
    return None if value is None else f"{shown(value, 'USD')} {year}"


def _year(year: int | None) -> str:
    return "" if year is None else str(year)
