"""The steps behind the numbers of a page, few enough to stand in it.

Reads   the derivation of a run, the declarations of its tables
Writes  node id -> step, with short field names, for the page's script
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from jibek.ground.language import ENGLISH, current, mark, tr
from jibek.ground.locale import clauses, detailed
from jibek.report.wording.figures import Cell
from jibek.report.wording.names import Names, cited, words
from jibek.report.wording.numbers import known
from jibek.report.wording.retold import WHO, Said, Teller

SHORT = {
    "kind": "k",
    "label": "l",
    "value": "v",
    "unit": "u",
    "formula": "f",
    "source": "s",
    "url": "w",
    "basis": "b",
    "reason": "r",
    "confidence": "c",
    "reporter": "o",
    "date": "d",
}

# What a step is.
KINDS = {
    "result": mark("result"), "table": mark("table"), "fact": mark("fact"), "assumption": mark("assumption"),
    "input": mark("input"), "claim": mark("claim"),
}  # fmt: skip

# Indicators of systems, by the beginning of their nodes.
WORKED = "result:systems.indicators:"

MOST_PARENTS = 14

MOST_NODES = 8000

LONGEST = 400


def graph(
    explain: Mapping[str, Mapping[str, Any]], cells: Iterable[Cell], names: Names
) -> dict[str, dict[str, Any]]:
    """Steps that can be reached from the shown cells, breadth first.

    A step keeps at most ``MOST_PARENTS`` parents and says how many more there are (``m``). A cell that the derivation
    does not hold is explained by its table; a table by what its declaration says it comes from.

    Returns
    -------
    dict
        Short field names as in ``SHORT``; ``p`` parents, ``m`` parents left out, ``g`` True where nothing is known,
        ``q`` who published a figure that is as published. Texts are of the language of now; one that is a list holds
        in every second part what stays in that of its source.
    """
    shown, teller = {cell.node: cell for cell in cells}, Teller(names)
    found: dict[str, dict[str, Any]] = {}
    queue = deque(shown)
    while queue and len(found) < MOST_NODES:
        node = queue.popleft()
        if node in found:
            continue
        step = _step(node, explain, shown.get(node), teller)
        step |= {k: _shortened(text) for k, text in step.items() if k not in ("p", "g", "m")}
        if node in shown and (said := _cited(node, explain)):
            step["q"] = said
        found[node] = step
        queue.extend(p for p in step.get("p", ()) if p not in found)
    for step in found.values():
        kept = [p for p in step.get("p", ()) if p in found]
        if len(kept) < len(step.get("p", ())):
            step["m"] = step.get("m", 0) + len(step["p"]) - len(kept)
            step["p"] = kept
    return found


def _cited(node: str, explain: Mapping[str, Mapping[str, Any]]) -> str:
    """Whose a figure is, for its citation; blank for one of the model.

    An indicator of published figures is nobody's publication: it is worked out of theirs.
    """
    said = published_by(node, explain)
    if not node.startswith(WORKED):
        return said
    if said:
        return tr("Worked out by Jibek of {documents}", documents=said)
    told = explain.get(node)
    of_run = told is None or any(str(p).startswith("result:") for p in told.get("parents") or ())
    return "" if of_run else tr("Worked out by Jibek of figures, events and statements of its record")


def published_by(node: str, explain: Mapping[str, Mapping[str, Any]]) -> str:
    """Who published a figure, via whom, when; blank for a figure that is not published facts alone.

    A sum of published figures names each document once.
    """
    seen, queue = {node}, deque([node])
    said: dict[str, None] = {}
    while queue:
        at = queue.popleft()
        told = explain.get(at)
        if told is None:
            return ""
        parents = [str(p) for p in told.get("parents") or ()]
        # The median of worlds is that of the central figure where facts alone make it: no assumption stands below.
        parents = [p for p in parents if p == f"{at}:central"] or parents
        if not parents:
            if told.get("kind") != "fact" or not told.get("source"):
                return ""
            said[_document(told)] = None
        queue.extend(p for p in parents if p not in seen)
        seen.update(parents)
    return clauses(said)


def _document(fact: Mapping[str, Any]) -> str:
    """``China’s customs: GACC via NAME, DATE <URL>``."""
    who = WHO.get(str(fact.get("reporter") or ""))
    source = cited(str(fact["source"]))
    parts = [f"{tr(who)}: {source}" if who else source]
    if fact.get("date"):
        parts.append(str(fact["date"]))
    text = detailed(parts)
    return f"{text} <{fact['url']}>" if fact.get("url") else text


def _step(
    node: str, explain: Mapping[str, Mapping[str, Any]], cell: Cell | None, teller: Teller
) -> dict[str, Any]:
    if cell is not None and cell.parents:
        return {
            "k": "result",
            "l": cell.label,
            "v": cell.value,
            "u": teller.say("unit", cell.unit),
            "f": cell.formula,
            "p": list(cell.parents),
        }
    told = explain.get(node)
    if told is None or (cell is not None and told.get("value") is None and not told.get("parents")):
        return _declared(node, explain, cell, teller)
    step: dict[str, Any] = {}
    for name, short in SHORT.items():
        value = told.get(name)
        if value is None or value == "" or (isinstance(value, float) and not known(value)):
            continue
        if name == "source":
            value = cited(str(value))
        if name == "label":
            step[short] = _label(node, told, cell, teller)
        else:
            step[short] = teller.say(name, ", ".join(map(str, value)) if isinstance(value, list) else value)
    parents = [str(p) for p in told.get("parents") or () if p != node]
    if len(parents) > MOST_PARENTS:
        step["m"] = len(parents) - MOST_PARENTS
    if parents:
        step["p"] = parents[:MOST_PARENTS]
    return step


def _shortened(text: Any) -> Any:
    """A text of at most so many letters; of one in parts, each part."""
    if isinstance(text, list):
        return [_shortened(part) for part in text]
    return text[: LONGEST - 1] + "…" if isinstance(text, str) and len(text) > LONGEST else text


def _label(node: str, told: Mapping[str, Any], cell: Cell | None, teller: Teller) -> Said:
    """What a step is called; a cell that the page shows as the page calls it, where the run has but its id."""
    label = str(told["label"])
    if told.get("kind") == "assumption" and (said := tr(words(label))) != words(label):
        return said  # other languages name it; English says its id
    if cell is not None and (current() != ENGLISH or label.startswith(f"{cell.table} ")):
        return cell.label
    return teller.place(node) or teller.say("label", label)


def _declared(
    node: str, explain: Mapping[str, Mapping[str, Any]], cell: Cell | None, teller: Teller
) -> dict[str, Any]:
    """A step made from the declarations where the derivation says nothing."""
    from jibek.runs import registry

    if cell is not None:
        table, spec = registry.tables().get(cell.table), None
        if table is not None:
            spec = table.columns.get(cell.column)
        step = {"k": "result", "l": cell.label, "v": cell.value, "u": teller.say("unit", cell.unit)}
        if spec is not None:
            step["f"] = teller.say("formula", spec.meaning)
        return {**step, "p": [f"table:{cell.table}"]}
    kind, _, rest = node.partition(":")
    if kind == "table" and (table := registry.tables().get(rest)) is not None:
        parents = [
            f"table:{t}" for t in table.comes_from if t in registry.tables() or f"table:{t}" in explain
        ]
        return {
            "k": "table",
            "l": teller.say("label", f"{rest}: {table.meaning}"),
            "p": [p for p in parents if p != node],
        }
    if kind == "result" and ":" in rest:
        return {
            "k": kind,
            "l": teller.say("label", rest.replace(":", " ")),
            "p": [f"table:{rest.partition(':')[0]}"],
        }
    return {"k": kind or "result", "l": teller.say("label", rest or node), "g": True}
