"""``jibek systems``: every system that the texts name, with what is said, known, worked out and missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from jibek import record, sources
from jibek.ground.errors import Faults, Problem, nearest, refuse
from jibek.ground.language import ENGLISH, check, speaking
from jibek.ground.reply import Reply
from jibek.ground.vocabulary import SYSTEM_GROUPS
from jibek.runs.catalogue import code_digest
from jibek.systems import find, kept_indicators, modelled, survey
from jibek.systems.derivation import steps
from jibek.systems.model import Indicator
from jibek.systems.tables import INDICATORS, STATES
from jibek.systems.telling import screen, told
from jibek.verbs.obtaining import Run, obtain


@dataclass(frozen=True, slots=True)
class Surveyed(Reply):
    """Systems and the five areas as plain values; in full where a name was asked for.

    page
        The HTML file that was written, None without one.
    """

    systems: tuple[dict[str, Any], ...]
    screens: tuple[dict[str, Any], ...]
    run: dict[str, Any]
    named: bool
    page: Path | None = None
    lang: str = ENGLISH

    def to_json(self) -> dict[str, Any]:
        """What ``jibek systems --json`` prints."""
        page = None if self.page is None else str(self.page.resolve())
        return {"run": self.run, "page": page, "systems": list(self.systems), "areas": list(self.screens)}

    def to_text(self) -> str:
        """A list of all, or the systems that were named in full."""
        from jibek.report.systems.text import count_text, list_text, system_text

        with speaking(self.lang):
            if self.page is not None:
                return f"{count_text(self.systems)}\n{self.page}"
            if self.named:
                return "\n\n".join(system_text(s) for s in self.systems)
            return list_text(self.systems)


def systems(
    name: str | None = None,
    *,
    group: str | None = None,
    status: str | None = None,
    html: Path | str | None = None,
    lang: str = ENGLISH,
    run: Run | str | Path = "baseline",
    data: Path | str | None = None,
    home: Path | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Surveyed:
    """What is said, known, worked out and missing of the systems of the cooperation.

    Parameters
    ----------
    name
        A system by its name in English, Russian, Kazakh or Chinese, by a part of it, with a slip; None: all.
    group, status
        Of these alone.
    html
        Where the page is written; it opens from disk.
    lang
        Language of the text and the page, of `jibek.ground.language.LANGUAGES`; programs read English.
    run
        The run whose quantities are read, computed if there is none yet.
    data
        A folder of tables to lay over the shipped ones.

    Raises
    ------
    InputError
        ``language.unknown``, ``systems.unknown_group``, ``systems.unknown_status``, ``systems.unknown_system``
        with the nearest names; ``systems.invalid`` with every formula of the data that cannot be worked out.
    """
    _check(group, status, lang)
    kept = obtain(run, data=data, home=home, progress=progress)
    year = int(kept.manifest["year"])
    source = sources.read(data)
    facts = record.establish(source, year, kept.scenario.assumption)
    quantities = modelled(kept.rows("quantities"))
    found = survey(facts, quantities, _kept_of(kept, source.digest))
    chosen = list(found.systems) if name is None else find(found.systems, name)
    chosen = [s for s in chosen if group in (None, s.group) and status in (None, s.status)]
    desk = steps(facts, quantities, cache(lambda q: kept.explain("quantities", q).to_json()["nodes"]))
    answer = Surveyed(
        tuple(told(s, desk) for s in chosen),
        tuple(screen(s, desk) for s in found.screens),
        {"run_id": kept.id, "scenario": kept.name, "year": year, "folder": str(kept.folder)},
        name is not None,
        lang=lang,
    )
    if html is None:
        return answer
    texts = facts.table("claim_sources")
    documents = dict(zip(texts["source_id"], texts["title"], strict=True))
    return replace(answer, page=_written(answer, documents, Path(html)))


def _kept_of(run: Run, digest: str) -> dict[str, list[Indicator]] | None:
    """The indicators that a run keeps, where it is of these data and this program; None: they are worked out."""
    same = run.manifest.get("data_digest") == digest and run.manifest.get("code") == code_digest()
    rows = run.rows(INDICATORS.name) if same else []
    return kept_indicators(rows) if rows else None


def _written(answer: Surveyed, documents: dict[str, str], out: Path) -> Path:
    from jibek import __version__
    from jibek.report.systems.page import write

    content = {
        "systems": answer.systems,
        "screens": answer.screens,
        "run": answer.run,
        "version": __version__,
        "documents": documents,
    }
    with speaking(answer.lang):
        return write(content, out)


def _check(group: str | None, status: str | None, lang: str) -> None:
    problems = [
        Problem(code, option, value=word, expected=f"one of {', '.join(known)}", fix=nearest(word, known))
        for code, option, word, known in (
            ("systems.unknown_group", "--group", group, SYSTEM_GROUPS),
            ("systems.unknown_status", "--status", status, STATES),
        )
        if word is not None and word not in known
    ]
    faults = Faults()
    faults.of(lambda: check(lang))
    faults.of(lambda: refuse(problems[0].code if problems else "", "no systems of this kind", problems))
    faults.refuse()
