"""Writes docs/tables.md from declarations, docs/assumptions.md and docs/distances.md from the data, and figures of runs
into pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from jibek import sources, verbs
from jibek.answers.left_out import coverage
from jibek.ground.table import Table
from jibek.record.paths import BASE_YEAR
from jibek.runs import registry
from jibek.verbs import Run

DOCS = Path(__file__).parent.parent / "docs"
SHIPPED = DOCS.parent / "jibek" / "data" / "eurasia"

SURE = 2019  # the first year whose crossings are used as in 2023

HOW_WRONG = """# How wrong is it?

Written by `make docs`, the worst rows first. `jibek validate --volumes FILE --transit-times FILE` does the same with
rows of your own.

Each row is predicted before its value is read; notes are never read. The figure that a row asks for is left out of what
the model sees, and so is all that was worked out from it. What is left of the same count (`volumes.csv`, and figures of
other tables in `counted.csv`) gives a path through the years; where that path is less certain than half of what the
model may err, the model's own quantity of the year weighs in by its precision. *Series visible* are rows with another
figure of the same count, *never shown* those that the flows alone tell.

The errors that stand behind P10 to P90 (`volume_…` in [assumptions](assumptions.md)) were set on these same rows, each
left out in turn; nothing else was. Counts over many years are the sum of the years of the path. A service's first year
is the worst of all: no curve knows of 17 trains in 2011. The mean error rests on a few such rows, the median does not.
Null models say what anyone could without a model.

A percentage that a row prints is compared as the level that it leaves. Days of transit times are the middle of the
printed range. Of a year whose demand is not known the network is the year's and the waits are those of the baseline.

*Events of the past* (`backtests.csv`, `jibek validate --backtests`) are told to the model by what was known before
them; nothing was fitted to one. What the model is good at is the count of what stands still when a crossing shuts. What
it does not know: why a queue grows without a published reason (Dostyk in autumn 2024), shippers who leave a route for
other reasons than its price and time (Russia in 2022), wagons that are forgotten on the way (53 days by the Middle
Corridor), and firms that begin to trade because a train exists: its trade answers to days and dollars alone, and so
gives a tenth to a fifth of what the two natural experiments measured.
"""


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
        rows = ["", "| column | kind | unit | meaning |", "|---|---|---|---|"]
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


DISTANCES = """# Distances

Written by `make docs`. `jibek inspect [DIR] --distances` shows the same of any data, `--json` every link with its
error.

Lengths of links and published distances are brought together by weighted least squares (`network/reconciled.py`):
unknown are the lengths; observed are each link's own length and each row of `distances.csv` as the sum over the links
between its ends. Errors are assumptions (`distance_error_…`): of an estimate, of a figure by its confidence, and by
what it covers (`covers_kind`) where it is rounded or counted from another station. A figure of another line weighs
nothing. A normalised residual over 3 is suspect (Baarda, 1968); while this was built one was: a row that the shortest
path led over China.

**The network keeps the lengths it had**: what was calibrated rests on them. Adjusted lengths and residuals stand
beside.

`jibek route` tells `distance_low_km` and `distance_high_km` of each itinerary: 95 % around the sum of adjusted
lengths, widened to the kilometres in use where these lie outside; links that one figure covers err together.
`days_by_distance` are the days, either way, that this is worth. P10 to P90 of days is not widened by it: from Xi'an
to Duisburg it is nine (by sea) to sixteen times wider, and transit times of the record were predicted without it.
Price and CO2e keep their ranges too.

A published figure covers a link where the sum over its links is met within 2 %. Figures over long chains, such as
that of a passenger train from Moscow to Tashkent, hide errors that cancel: the share without them stands beside.

Known and left: no line joins Hamburg and Duisburg, which are some 387 km apart by rail (355.3 km of it Wanne-Eickel -
Hamburg). With the link, boxes for Duisburg turn to Kaliningrad and Braniewo, and the median from Xi'an falls by 8 %
(17.7 to 16.3 days): those crossings have no capacity of their own in the data. The link waits for that and for a new
calibration.
"""


def distance_page() -> str:
    """What published distances say of the network: shares, figures that differ, links that would move."""
    return f"{DISTANCES}\n```\n{verbs.distances()}\n```\n"


def beside_rows(runs: list[Run], few: bool) -> str:
    """Modelled beside published, each row in the run of its year: all rows, or the tests of the last run alone."""
    frame = pd.concat([run.table("beside_published") for run in (runs[-1:] if few else runs)])
    frame = frame.drop_duplicates("volume_id")
    if few:
        frame = frame[frame["role"] == "test"]
    frame = frame.sort_values(["role", "quantity", "year"], ascending=[False, True, True])
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
    """Every certificate of the run with its tolerance and the reason for it; what rounding alone leaves, a thousandth
    of the tolerance or less, differs between processors and is not spelt out."""
    rows = ["| stage | check | value | tolerance | reason |", "|---|---|---|---|---|"]
    for c in run.manifest["certificates"]:
        value, tolerance = c["value"], c["tolerance"]
        told = f"< {tolerance / 1000:.2g}" if value < tolerance / 1000 else f"{value:.2g}"
        rows.append(f"| {c['stage']} | {c['name']} | {told} | {tolerance:.2g} | {c['reason']} |")
    return "\n".join(rows)


def rests_rows(run: Run) -> str:
    """The part of the variance of the two crossings and the rail tonnes that each assumption brings."""
    shown = {"khorgos_rail_hours_mean": "Khorgos, hours", "alashankou_rail_hours_mean": "Alashankou, hours"}
    shown |= {"kaz_chn_rail_tonnes": "rail, tonnes", "xian_duisburg_usd_per_feu": "Xi'an-Duisburg, price"}
    frame = run.table("rests_on")
    rows = ["| number | assumption | part of the variance | standard error |", "|---|---|---|---|"]
    for headline, words in shown.items():
        mine = frame[(frame["headline"] == headline) & (frame["first_order"] > frame["first_order_error"])]
        for row in mine.sort_values("first_order", ascending=False).to_dict("records"):
            told = f"{row['first_order']:.2f} | {row['first_order_error']:.2f}"
            rows.append(f"| {words} | `{row['assumption_id']}` | {told} |")
    return "\n".join(rows)


def years_of(data: dict[str, pd.DataFrame]) -> list[int]:
    """Years of which something was observed, that of the baseline last."""
    years = sorted(set(data["observations"]["year"].astype(int)) - {BASE_YEAR})
    return [*years, BASE_YEAR]


def shown_of(base: Run) -> list[tuple[str, str, str]]:
    """Page, block and content of every figure of the baseline that the documents show."""
    return [
        ("README.md", "beside", beside_rows([base], few=True)),
        ("docs/validation.md", "certificates", certificate_rows(base)),
        ("docs/validation.md", "rests", rests_rows(base)),
    ]


def how_wrong_page() -> str:
    """Every shipped row of volumes, transit times and events beside its prediction, worst first, and scores."""
    found = verbs.validate(
        transit_times=SHIPPED / "transit_times.csv", volumes=SHIPPED / "volumes.csv", backtests=True
    )
    return HOW_WRONG + "\n```\n" + str(found) + "\n```\n"


def left_out_rows(judged: pd.DataFrame) -> str:
    """Rows judged by worlds that were not told them, and how many lie within P5 to P95."""
    rows = [
        "| row | quantity | year | label | observed | P5 | P50 | P95 | within |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for r in judged.to_dict("records"):
        ends = " | ".join("–" if pd.isna(r[c]) else f"{r[c]:,.4g}" for c in ("p5", "p50", "p95"))
        within = "too few worlds" if r["within"] is None else "yes" if r["within"] else "no"
        named = " | ".join(str(r[c]) for c in ("observation_id", "quantity", "year", "label"))
        rows.append(f"| {named} | {r['observed']:,.4g} | {ends} | {within} |")
    since = judged[judged["year"] >= SURE]
    told = [f"{100 * coverage(f):.0f} % of {int(f['within'].notna().sum())} rows" for f in (judged, since)]
    return f"Within P5 to P95: {told[0]}, of {SURE} and later {told[1]}.\n\n" + "\n".join(rows)


def put(page: Path, block: str, content: str) -> None:
    """Replace what stands between ``<!-- block -->`` and ``<!-- /block -->``."""
    text = page.read_text(encoding="utf-8")
    start, end = f"<!-- {block} -->", f"<!-- /{block} -->"
    head, _, rest = text.partition(start)
    _, _, tail = rest.partition(end)
    page.write_text(f"{head}{start}\n{content}\n{end}{tail}", encoding="utf-8")


def figures() -> None:
    """Put the figures of runs into their pages: the two of the first screen, and the baseline of every year of which
    something was observed; write docs/how-wrong.md."""
    import jibek

    base = jibek.run("baseline")
    compared = str(jibek.compare(base, jibek.run("khorgos-fast-customs")))
    put(DOCS.parent / "README.md", "compare", f"```\n{compared}\n```")
    for page, block, content in shown_of(base):
        put(DOCS.parent / page, block, content)
    years = years_of(sources.read().tables)[:-1]
    runs = [jibek.run("baseline", year=year, draws=0) for year in years]
    put(DOCS / "validation.md", "beside", beside_rows([*runs, base], few=False))
    judged = verbs.calibrate(years=years).judged
    put(DOCS / "evidence.md", "left out", left_out_rows(judged))
    (DOCS / "how-wrong.md").write_text(how_wrong_page(), encoding="utf-8")


def main() -> None:
    """Write the pages; ``--figures`` also runs the two scenarios of the first screen and puts their figures in."""
    (DOCS / "tables.md").write_text(table_page(registry.tables()), encoding="utf-8")
    (DOCS / "assumptions.md").write_text(assumption_page(), encoding="utf-8")
    (DOCS / "distances.md").write_text(distance_page(), encoding="utf-8")
    if "--figures" in sys.argv[1:]:
        figures()


if __name__ == "__main__":
    main()
