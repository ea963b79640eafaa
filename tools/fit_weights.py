"""Estimate what each mark of an option weighs in the article check, from passages whose answers are known.

    python tools/fit_weights.py             prints log-likelihoods, left out and in
    python tools/fit_weights.py --write     writes jibek/data/checking/weights.csv

Reads   tests/articles: the parts that may be learnt from, with their key; tests/checking/rows_….txt, marked passages
Writes  jibek/data/checking/weights.csv: mark, weight alone, weight beside other figures

A multinomial logit over the options of each figure and none of them. Where the key names the row, that row's options
are the answer; where it names none that is an option, any option of the kind that the key tells of, or the figure is
left out. A Gaussian prior keeps weights small that few figures tell of; its width was chosen by leaving passages out.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from jibek.checking import Checker, choosing
from jibek.checking.asking import Asked, asked
from jibek.checking.choosing import Weighed, Weights, chosen, joined, likely, weighed
from jibek.checking.context import Context
from jibek.checking.fact import Fact
from jibek.checking.finding import Shelf
from jibek.checking.judging import judge
from jibek.checking.marks import Marks, kind, of_none
from jibek.checking.matching import candidates
from jibek.checking.options import SAME
from jibek.checking.surroundings import Surroundings
from jibek.checking.tracing import flow
from jibek.reading import Article, read_article
from jibek.verbs.checking import checker_of, reading

sys.path.insert(0, str(Path(__file__).parent))
from score_articles import Row, matched, read_rows

HOME = Path(__file__).resolve().parent.parent
TESTS = HOME / "tests"
ARTICLES = TESTS / "articles"
TABLE = HOME / "jibek" / "data" / "checking" / "weights.csv"
PARTS = ("seen", "opened")  # `unseen` is scored only
MARKED = ("rows_passages.txt", "rows_conflicts.txt", "rows_more.txt", "rows_rounds.txt")
VERDICTS = {
    "a": "agrees",
    "c": "conflicts",
    "s": "stale",
    "n": "new",
}  # of marks; what follows is marked "a" too
KEYED = ("subtype", "record_fact_ids", "record_claim_ids")
_MARK = re.compile(r"\{([acns]):([^}]*)\}")
PRIOR = 0.5  # inverse variance of a weight, of marks scaled to at most 1
FOLDS = 8
# What the key calls a slip, as kinds of options.
SUBTYPES = {
    "factor of ten": ("ten",),
    "factor of a hundred": ("powers",),
    "factor of a thousand": ("powers",),
    "MWh for GWh": ("powers",),
    "GW for MW": ("powers",),
    "swapped digits": ("swap", "alike"),
    "wrong year": ("year",),
    "another denominator": ("denominator", "sum"),
    "other denominator": ("denominator",),
    "unit slip": ("powers",),
    "wrong reporter": ("whose",),
    "other reporter": ("whose",),
    "wrong direction": ("mirrored", "exchanged"),
    "wrong subject": ("exchanged",),
    "part-year for whole year": ("part", "year"),
    "wrong currency": ("currency",),
    "wrong count": ("alike", "value", "teen"),
    "wrong value": ("alike", "value"),
    "mirrored direction": ("mirrored", "exchanged"),
    "cumulative for annual": ("sum",),
    "percentage points for per cent": ("points",),
    "per cent for percentage points": ("points",),
    "shares exchanged": ("exchanged",),
    "parts exchanged": ("exchanged",),
    "other crossing": ("elsewhere",),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of a passage with its row of the key and its options."""

    passage: str
    asked: Asked
    row: Row
    mates: tuple[float, ...]
    own: Weighed


@dataclass(frozen=True, slots=True)
class Case:
    """A figure's marks, none first, and which of them are the answer."""

    marks: tuple[Marks, ...]
    answer: tuple[bool, ...]


def figures(home: Path = ARTICLES, parts: Sequence[str] = PARTS) -> tuple[list[Told], Shelf]:
    """Figures of all passages whose answer is known, with the record's rows that they may be of."""
    checker = checker_of("record")
    return [*_keyed(checker, home, parts), *_marked(checker)], checker.index.shelf


def _keyed(checker: Checker, home: Path, parts: Sequence[str]) -> Iterator[Told]:
    key: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(home / "key.csv"):
        key[row["passage"]].append(row)
    names = [n for n in key if n.split("/")[0] in parts]
    for name, article in zip(names, reading([str(home / n) for n in names]), strict=True):
        said = [
            {
                "char_start": q.char_start,
                "char_end": q.char_end,
                "value": q.value,
                "unit": q.unit,
                "currency": q.currency,
            }
            for q in article.quantities
        ]
        rows = {id(h.answer): h.row for h in matched(key[name], said)}
        yield from _told(checker, name, article, [rows.get(id(one)) for one in said])


def _marked(checker: Checker) -> Iterator[Told]:
    """Figures of the shorter passages, whose marks say which verdict is right and not of which row."""
    for file in MARKED:
        for number, part in enumerate(
            (TESTS / "checking" / file).read_text(encoding="utf-8").split("\n---\n")
        ):
            text, at, spans = "", 0, []
            for mark in _MARK.finditer(part):
                text += part[at : mark.start()]
                spans.append((len(text), len(text) + len(mark[2]), VERDICTS[mark[1]]))
                text, at = text + mark[2], mark.end()
            article = read_article((text + part[at:]).encode(), name=f"{file} {number}")
            rows = []
            for q in article.quantities:
                label = next(
                    (v for first, last, v in spans if q.char_start < last and first < q.char_end), ""
                )
                rows.append(dict.fromkeys(KEYED, "") | {"label": label} if label else None)
            yield from _told(checker, article.file, article, rows)


def _told(checker: Checker, name: str, article: Article, rows: Sequence[Row | None]) -> Iterator[Told]:
    context, around = Context(article, checker.lexicon), Surroundings(article)
    fitting = (candidates(q, context, checker.index.of_kind) for q in article.quantities)
    verdicts = [judge(q, f, checker.index, article) for q, f in zip(article.quantities, fitting, strict=True)]
    made = [asked(v.quantity, article, around, flow(v, context)) for v in verdicts]
    for one, row in zip(made, rows, strict=True):
        if one is not None and row is not None:
            others = tuple(choosing.mates(one, made))
            yield Told(name, one, row, others, weighed(one, checker.index.shelf, others))


def answers(told: Told, options: Weighed) -> list[bool] | None:
    """Which of none and the options are right; None where the key names a slip that is none of them."""
    label = told.row["label"]
    if label in ("new", "derivable"):
        return [True, *(False for _ in options)]
    agrees = label in ("agrees", "stale")
    alike = [(o.how == SAME) == agrees for o, _ in options]
    ids = {i for i in f"{told.row['record_fact_ids']};{told.row['record_claim_ids']}".split(";") if i}
    of_row = [a and bool(ids & names(o.fact)) for a, (o, _) in zip(alike, options, strict=True)]
    if any(of_row):
        return [False, *of_row]
    kinds = SUBTYPES.get(told.row["subtype"], ())
    marked = not told.row["subtype"]  # of a marked passage nothing but the verdict is known
    loosely = alike if agrees or marked else [kind(o.how) in kinds for o, _ in options]
    return [False, *loosely] if any(loosely) else None


def names(fact: Fact) -> set[str]:
    """The names by which the key may call a row."""
    found = {*fact.known.fact_ids, *fact.known.claim_ids}
    for name in fact.known.fact_ids:
        if hit := re.match(r"systems/(\w+):(.*?)(?:#\d+)?:", name):
            cells = hit[2].split("|")
            found |= {"|".join([hit[1], *(c for c in some if c)]) for some in (cells, cells[:-1])}
        elif hit := re.match(r"(\w+):(.*):", name):
            found |= {hit[2], f"{hit[1]}|{hit[2]}"}
    return found


def cases(told: Iterable[Told], options: Callable[[Told], Weighed]) -> list[Case]:
    """Figures as a logit takes them."""
    found = []
    for one in told:
        those = options(one)
        right = answers(one, those)
        if right is not None:
            found.append(Case((of_none(one.asked), *(m for _, m in those)), tuple(right)))
    return found


def fitted(some: Sequence[Case]) -> dict[str, float]:
    """Weights of largest penalised likelihood."""
    marks = sorted({m for c in some for of in c.marks for m in of})
    place = {m: i for i, m in enumerate(marks)}
    matrix = np.zeros((sum(len(c.marks) for c in some), len(marks)))
    for line, of in enumerate(m for c in some for m in c.marks):
        for mark, value in of.items():
            matrix[line, place[mark]] = value
    scale = np.maximum(np.abs(matrix).max(axis=0), 1e-9)
    matrix /= scale
    right = np.array([a for c in some for a in c.answer], dtype=float)
    sizes = [len(c.marks) for c in some]
    of_case, first = np.repeat(np.arange(len(some)), sizes), np.cumsum([0, *sizes[:-1]])

    def lost(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = matrix @ w
        odds = np.exp(score - np.maximum.reduceat(score, first)[of_case])
        total, hit = np.add.reduceat(odds, first), np.add.reduceat(odds * right, first)
        slope = matrix.T @ (odds / total[of_case] - odds * right / hit[of_case])
        return float(np.log(total / hit).sum() + 0.5 * PRIOR * (w @ w)), slope + PRIOR * w

    found = minimize(lost, np.zeros(len(marks)), jac=True, method="L-BFGS-B", options={"maxiter": 1000})
    if not found.success:
        raise RuntimeError(f"weights did not converge: {found.message}")
    return dict(zip(marks, (found.x / scale).tolist(), strict=True))


def beside(told: Sequence[Told], alone: Weights, shelf: Shelf) -> Callable[[Told], Weighed]:
    """Options with what the other figures of their passages say, these chosen by weights alone."""
    sure = defaultdict(list)
    for one in told:
        sure[one.passage] += likely(one.asked, chosen(one.asked, one.own, alone))

    def options(one: Told) -> Weighed:
        others = [b for b in sure[one.passage] if b.start != one.asked.quantity.char_start]
        return joined(one.asked, one.own, others, shelf, one.mates)

    return options


def both(told: Sequence[Told], shelf: Shelf) -> tuple[dict[str, float], dict[str, float]]:
    """Weights alone, and beside other figures."""
    alone = fitted(cases(told, lambda one: one.own))
    return alone, fitted(cases(told, beside(told, alone, shelf)))


def loss(told: Sequence[Told], weights: tuple[Weights, Weights], shelf: Shelf) -> tuple[float, int]:
    """Sum of minus the logarithm of the probability given to the right answers, and of how many figures."""
    options = beside(told, weights[0], shelf)
    total, count = 0.0, 0
    for one in told:
        those = options(one)
        right = answers(one, those)
        if right is None:
            continue
        choice = chosen(one.asked, those, weights[1])
        of = {id(o): p for o, p in choice.options}
        given = [choice.none, *(of[id(o)] for o, _ in those)]
        total -= float(np.log(max(1e-12, sum(p for p, r in zip(given, right, strict=True) if r))))
        count += 1
    return total, count


def folds(told: Sequence[Told]) -> list[set[str]]:
    """Passages in parts of like size, by a fixed order of chance."""
    passages = sorted({t.passage for t in told})
    np.random.default_rng(0).shuffle(passages)
    return [set(passages[i::FOLDS]) for i in range(FOLDS)]


def main(words: Sequence[str] | None = None) -> int:
    """Estimate, say how well, and write if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the table of weights")
    options = parser.parse_args(words)
    told, shelf = figures()
    left, count = 0.0, 0
    for out in folds(told):
        weights = both([t for t in told if t.passage not in out], shelf)
        lost, of = loss([t for t in told if t.passage in out], weights, shelf)
        left, count = left + lost, count + of
    weights = both(told, shelf)
    lost, of = loss(told, weights, shelf)
    print(
        f"{count} figures; minus log-likelihood a figure: {lost / of:.3f}, of passages left out {left / count:.3f}"
    )
    if options.write:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["mark", "alone", "beside"])
            for mark in sorted({*weights[0], *weights[1]}):
                table.writerow([mark, *(f"{w[mark]:.4f}" if mark in w else "" for w in weights)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
