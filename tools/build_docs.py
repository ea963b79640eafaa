"""Writes docs/tables.md from the declarations of all tables, and docs/assumptions.md from the data."""

from __future__ import annotations

from pathlib import Path

from jibek import registry, sources
from jibek.tables import Table

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
            kind = spec.kind + (", may be blank" if spec.optional else "")
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


def main() -> None:
    """Write both pages."""
    (DOCS / "tables.md").write_text(table_page(registry.tables()), encoding="utf-8")
    (DOCS / "assumptions.md").write_text(assumption_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
