"""Words of the data that pages on systems show: kinds, groups, states; who reports; what stays in its own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jibek.ground.language import ENGLISH, current, mark, tr
from jibek.ground.locale import clauses

if TYPE_CHECKING:
    from markupsafe import Markup

    from jibek.report.systems.figures import Told

# Groups and kinds of systems; states of systems, events and statements; how sure a figure is.
WORDS = {
    word: word
    for word in (
        *(mark("trade"), mark("corridors"), mark("borders"), mark("energy"), mark("industry")),
        *(mark("agriculture"), mark("digital"), mark("finance"), mark("education"), mark("people")),
        *(mark("institutions"), mark("policy"), mark("facilities")),
        *(mark("agreement"), mark("border asset"), mark("border asset set"), mark("concept")),
        *(mark("corridor"), mark("cultural work"), mark("education asset"), mark("energy asset")),
        *(mark("energy infrastructure"), mark("event"), mark("event series"), mark("financial flow")),
        *(mark("flow system"), mark("industrial asset"), mark("infrastructure"), mark("logistics asset")),
        *(mark("market"), mark("mechanism"), mark("organisation"), mark("place"), mark("platform")),
        *(mark("position"), mark("principle set"), mark("programme"), mark("project"), mark("ranking")),
        *(mark("special zone"), mark("target"), mark("transport link")),
        *(mark("computed"), mark("recorded"), mark("gap")),
        *(mark("done"), mark("planned"), mark("superseded"), mark("contradicted")),
        *(mark("pledged"), mark("ongoing"), mark("suspended"), mark("cancelled")),
        *(mark("high"), mark("medium"), mark("low")),
    )
}

# How many systems are in a state.
COUNTED = {
    "computed": mark("{n} computed"),
    "recorded": mark("{n} recorded"),
    "gap": mark("{n} gap"),
}

# Who reports, where it is a word or a body that people know; others by the name that the source bears.
_REPORTERS = {
    said.casefold(): said
    for said in (
        *(mark("events"), mark("the model"), mark("the texts"), mark("press"), mark("governments")),
        *(mark("operator"), mark("operators"), mark("refinery"), mark("China Customs"), mark("Kazakhstan")),
        *(mark("Government of Kazakhstan"), mark("National Bank of Kazakhstan"), mark("World Bank")),
        *(mark("President of Kazakhstan"), mark("President of China"), mark("China Customs, as quoted")),
        *(mark("Bureau of National Statistics of Kazakhstan"), mark("Eurasian Development Bank")),
        *(mark("China Customs over Kazakhstan"), mark("roll calls of the General Assembly")),
    )
}


def word(of: str) -> str:
    """A word of ``WORDS`` in the language of now; another as it is."""
    return tr(WORDS[of]) if of in WORDS else of


def name_of(system: Mapping[str, Any]) -> str:
    """A system in the reader's language; in English where its name has none."""
    return str(system["names"].get(current()) or system["name"])


def other_names(system: Mapping[str, Any]) -> dict[str, str]:
    """Its names in the other languages, by language."""
    names = {ENGLISH: system["name"], **system["names"]}
    return {language: name for language, name in names.items() if name and language != current()}


def reporter(named: str) -> str | Markup:
    """Who reports, each of several apart: in the reader's language, or marked as said by the source."""
    if current() == ENGLISH or not named:
        return named.replace("_", " ")
    from markupsafe import Markup

    said = [part.strip() for part in named.replace("_", " ").split(";")]
    return Markup(clauses(("", ""))).join(
        tr(_REPORTERS[p.casefold()])
        if p.casefold() in _REPORTERS
        else Markup("<span{}>{}</span>").format(Markup(foreign()), p)
        for p in said
    )


def reporter_text(named: str) -> str:
    """Who reports, for a terminal."""
    if current() == ENGLISH:
        return named
    parts = [part.strip() for part in named.split(";")]
    return clauses(tr(_REPORTERS[p.casefold()]) if p.casefold() in _REPORTERS else p for p in parts)


def said(figure: Told) -> str | Markup:
    """A figure of the record; marked as English where its unit has no word in the reader's language."""
    if not figure.untold:
        return str(figure)
    from markupsafe import Markup

    return Markup("<span{}>{}</span>").format(Markup(foreign()), str(figure))


def foreign() -> str:
    """The attribute of elements whose words stay in English, where the reader's language is another."""
    return "" if current() == ENGLISH else ' lang="en"'
