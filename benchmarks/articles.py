"""What the article check finds in the test passages, beside quantulum3 on the same ones.

    python -m benchmarks articles

Figures, versions and machine go to ``benchmarks/results/DAY-articles.json``. Both are scored by
``tools/score_articles.py`` on all passages. quantulum3 (0.10, without its classifier) is made for English
and knows neither periods nor a record, so it has no figures there. Its unit names are put into ours, tags of pages are
blanked for it, and what it calls dimensionless passes as a count, rank or ordinal; it does not know persons and TEU.
Whichever of the two cannot be run is left out with a word.
"""

from __future__ import annotations

import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
import warnings
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from tools.anchor_articles import decoded
from tools.score_articles import HOME, passages_with, report, table

RESULTS = Path(__file__).parent / "results"
# quantulum3's names of units, as the key writes them; money first.
UNITS = {
    "dollar": "USD",
    "united states dollar": "USD",
    "euro": "EUR",
    "renminbi yuan": "CNY",
    "chinese yuan": "CNY",
    "tenge": "KZT",
    "percentage": "percent",
    "tonne": "t",
    "kilogram": "kg",
    "gram": "g",
    "kilometre": "km",
    "metre": "m",
    "hectare": "ha",
    "square kilometre": "km2",
    "square metre": "m2",
    "cubic metre": "m3",
    "megawatt": "MW",
    "megawatt hour": "MWh",
    "gigawatt hour": "GWh",
    "kilowatt hour": "kWh",
    "hour": "h",
    "minute": "min",
    "second": "s",
    "day": "d",
    "month": "months",
    "year": "years",
    "dimensionless": "count",
}
RATES = {"tonne per year": "t/yr", "cubic metre per year": "m3/yr", "kilowatt hour per year": "kWh/yr"}


def bare(text: str) -> str:
    """A page with scripts, styles and tags blanked, so that offsets stay."""
    return re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", lambda m: " " * len(m[0]), text)


def quantulum() -> dict[str, Any]:
    """Answers of quantulum3 in the form of ``jibek check --json``, and its CPU seconds after loading."""
    warnings.filterwarnings("ignore", module="quantulum3")
    from quantulum3 import parser

    parser.parse("about 3 tonnes")
    articles = []
    began = time.process_time()
    for name, text in decoded().items():
        found = []
        for q in parser.parse(bare(text)):
            unit = q.unit.name
            found.append(
                {
                    "char_start": q.span[0],
                    "char_end": q.span[1],
                    "text": text[slice(*q.span)],
                    "value": q.value,
                    "unit": UNITS.get(unit) or RATES.get(unit) or unit,
                }
            )
        articles.append({"file": name, "quantities": found})
    return {"articles": articles, "cpu_s": time.process_time() - began}


def check() -> dict[str, Any] | str:
    """Answers of ``jibek check``, and the CPU seconds of the whole command; why not, where it does not run."""
    files = [str(HOME / name) for name in decoded()]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "jibek", "check", *files, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        return done.stderr.strip()[-500:]
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers | {"cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}


def figures_of(answers: dict[str, Any], *, quantities_alone: bool) -> dict[str, Any]:
    """Scores and seconds; where only quantities were asked for, without the figures on dates and verdicts."""
    scores = report(passages_with(answers))
    if quantities_alone:
        kept = ("passages", "recall", "full_recall", "precision", "full_precision")
        scores = {
            part: {
                lang: {n: s for n, s in found.items() if n in kept} for lang, found in here.items() if found
            }
            for part, here in scores.items()
        }
        for here in scores.values():
            here.pop("confusion")
    return {
        "cpu_s": round(answers["cpu_s"], 3),
        "articles_per_cpu_s": round(len(answers["articles"]) / answers["cpu_s"], 2),
        "scores": scores,
    }


def version(name: str) -> str | None:
    """Installed version, None if there is none."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def main() -> None:
    """Score both and write the figures."""
    figures: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        "versions": {name: version(name) for name in ("jibek", "quantulum3")},
        "load_average": os.getloadavg(),
    }
    checked = check()
    if isinstance(checked, str):
        print(f"left out: jibek check, which says {checked}", file=sys.stderr)
    else:
        figures["jibek"] = figures_of(checked, quantities_alone=False)
        print(table(figures["jibek"]["scores"]))
    if figures["versions"]["quantulum3"] is None:
        print("left out: quantulum3, which is not installed (pip install quantulum3)", file=sys.stderr)
    else:
        figures["quantulum3"] = figures_of(quantulum(), quantities_alone=True)
        print(table(figures["quantulum3"]["scores"]))
    RESULTS.mkdir(exist_ok=True)
    out = RESULTS / f"{figures['made'][:10]}-articles.json"
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(out)
