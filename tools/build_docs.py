"""Writes docs/tables.md from declarations, docs/assumptions.md from the data, and figures of runs into pages."""

from __future__ import annotations

import sys
from pathlib import Path

from jibek import sources
from jibek.ground.table import Table
from jibek.runs import registry
from jibek.verbs import Run

DOCS = Path(__file__).parent.parent / "docs"


def table_page(declared: dict[str, Table]) -> str:
    """All tables, in the order of the chain: what a row is, the key, what it comes from, every column."""
    parts = [
        "# Tables\n",
        "Written by `make docs` from the declarations that the code checks. Missing is never zero.\n",
    ]
    for name, table in declared.items():
        parts.append(f"## {name}\n\n{table.meaning}\n\nKey: {', '.join(f'`{k}`' for k in table.key)}.")
        if table.comes_from:
            parts[-1] += f" Comes from: {', '.join(table.comes_from)}."
        rows = ["| column | kind | unit | meaning |", "|---|---|---|---|"]
        for column, spec in table.columns.items():
            blank = ", may be left out" if spec.added else ", may be blank" if spec.optional else ""
            kind = spec.kind + blank
            unit = spec.unit.replace("|", "\\|")
            meaning = spec.meaning.replace("|", "\\|")
            rows.append(f"| `{column}` | {kind} | {unit} | {meaning} |")
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def assumption_page() -> str:
    """Every assumption with its range and reason."""
    rows = ["| id | low | central | high | unit | reason |", "|---|---|---|---|---|---|"]
    for row in sources.read().tables["assumptions"].to_dict("records"):
        numbers = " | ".join(f"{row[c]:g}" for c in ("low", "central", "high"))
        rows.append(
            f"| `{row['assumption_id']}` | {numbers} | {row['unit']} | {row['reason']} |".replace("\n", " ")
        )
    head = "# Assumptions\n\nNumbers that no source gives. Each may be set in a scenario under `[assumption]`.\n\n"
    return head + "\n".join(rows) + "\n"


def beside_rows(run: Run, few: bool) -> str:
    """Modelled beside published as a table: all rows, or one test for each quantity, the year nearest."""
    frame = run.table("beside_published")
    frame = frame.assign(distance=(frame["year"] - int(run.manifest["year"])).abs())
    frame = frame.sort_values(["role", "quantity", "distance"], ascending=[False, True, True])
    if few:
        frame = frame[frame["role"] == "test"].drop_duplicates("quantity")
    rows = [
        "| modelled quantity | year | modelled | published | ratio | role | counts |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in frame.to_dict("records"):
        figures = " | ".join(f"{row[c]:,.4g}" for c in ("modelled", "published"))
        cells = f"{row['quantity']} | {row['year']} | {figures} | {row['ratio']:.2f} | {row['role']} | {row['counts']}"
        rows.append(f"| {cells} |")
    return "\n".join(rows)


def certificate_rows(run: Run) -> str:
    """Every certificate of the run with its tolerance and the reason for it."""
    rows = ["| stage | check | value | tolerance | reason |", "|---|---|---|---|---|"]
    for c in run.manifest["certificates"]:
        rows.append(
            f"| {c['stage']} | {c['name']} | {c['value']:.2g} | {c['tolerance']:.2g} | {c['reason']} |"
        )
    return "\n".join(rows)


def rests_rows(run: Run) -> str:
    """How far each of the varied assumptions moves the two crossings and the rail tonnes."""
    shown = {"khorgos_rail_hours_mean": "h", "alashankou_rail_hours_mean": "h", "kaz_chn_rail_tonnes": "Mt"}
    frame = run.table("rests_on")
    wide = frame[frame["headline"].isin(shown)].pivot(index="assumption_id", columns="headline")
    rows = ["| assumption | Khorgos, h | Alashankou, h | rail, Mt |", "|---|---|---|---|"]
    for name, row in wide.iterrows():
        cells = []
        for headline, unit in shown.items():
            scale = 1e6 if unit == "Mt" else 1.0
            cells.append(f"{row['at_low', headline] / scale:.1f} to {row['at_high', headline] / scale:.1f}")
        rows.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def shown_of(base: Run) -> list[tuple[str, str, str]]:
    """Page, block and content of every figure of the baseline that the documents show."""
    return [
        ("README.md", "beside", beside_rows(base, few=True)),
        ("docs/validation.md", "beside", beside_rows(base, few=False)),
        ("docs/validation.md", "certificates", certificate_rows(base)),
        ("docs/validation.md", "rests", rests_rows(base)),
    ]


def put(page: Path, block: str, content: str) -> None:
    """Replace what stands between ``<!-- block -->`` and ``<!-- /block -->``."""
    text = page.read_text(encoding="utf-8")
    start, end = f"<!-- {block} -->", f"<!-- /{block} -->"
    head, _, rest = text.partition(start)
    _, _, tail = rest.partition(end)
    page.write_text(f"{head}{start}\n{content}\n{end}{tail}", encoding="utf-8")


def figures() -> None:
    """Put the figures of the two runs of the first screen into README and docs/validation.md."""
    import jibek

    base = jibek.run("baseline")
    compared = str(jibek.compare(base, jibek.run("khorgos-fast-customs")))
    put(DOCS.parent / "README.md", "compare", f"```\n{compared}\n```")
    for page, block, content in shown_of(base):
        put(DOCS.parent / page, block, content)


def main() -> None:
    """Write the pages; ``--figures`` also runs the two scenarios of the first screen and puts their figures in."""
    (DOCS / "tables.md").write_text(table_page(registry.tables()), encoding="utf-8")
    (DOCS / "assumptions.md").write_text(assumption_page(), encoding="utf-8")
    if "--figures" in sys.argv[1:]:
        figures()


if __name__ == "__main__":
    main()
