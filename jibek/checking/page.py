"""Checked articles as one HTML page: the text with its figures marked, each verdict explained with its claims.

The page opens offline, runs no script and loads nothing; every word of an article is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from jibek.checking.model import CONFLICTS, Checked, Verdict
from jibek.checking.terminal import WORDS, several, summary
from jibek.checking.wording import in_words

_STYLE = """
:root{color-scheme:light dark;--bg:#fff;--ink:#111;--soft:#5c5c5c}
@media (prefers-color-scheme:dark){:root{--bg:#14171a;--ink:#e6e6e6;--soft:#a8a8a8}}
body{background:var(--bg);color:var(--ink);font:16px/1.6 system-ui,sans-serif;max-width:60rem;
 margin:2rem auto;padding:0 1rem}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
mark{border-radius:.2em;padding:0 .15em;color:#111;text-decoration:none}
mark a{color:inherit;text-underline-offset:.15em}
.derivable a{text-decoration-style:double}.conflicts a{text-decoration-style:wavy}
.stale a{text-decoration-style:dotted}.new a{text-decoration-style:dashed}
.agrees{background:#bfe8c4}.derivable{background:#bfe3ea}.conflicts{background:#f6b9b3}
.stale{background:#f6dfa8}.new{background:#e2e2e2}
table{border-collapse:collapse;width:100%;margin-top:1.2rem}
td,th{border-top:1px solid #8886;padding:.4em .5em;text-align:left;vertical-align:top}
dl{margin:.5em 0 0}dt{font:.8em/1.4 ui-monospace,monospace;color:var(--soft);overflow-wrap:anywhere}dd{margin:0 0 .4em}
small{color:var(--soft)}
h1{font-size:1.5rem;line-height:1.3;overflow-wrap:anywhere}h2{font-size:1.15rem}
"""
_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title}</title><style>{style}</style></head><body><main>"
)


def page(articles: Sequence[Checked], first: Sequence[int]) -> str:
    """One page of the articles; ``first`` names for each the first of its origin."""
    title = articles[0].article.file if len(articles) == 1 else f"{len(articles)} articles"
    parts = [_HEAD.format(title=escape(f"{title}: against the record"), style=_STYLE)]
    level = 1
    if len(articles) > 1:
        told = "".join(f"<li>{escape(line)}</li>" for line in several(articles, first) if line)
        parts.append(f"<h1>{escape(title)}</h1><ul>{told}</ul>")
        level = 2
    parts += [_legend(), *(_article(i, checked, level) for i, checked in enumerate(articles))]
    return "".join([*parts, "</main></body></html>\n"])


def _legend() -> str:
    marks = " ".join(f'<mark class="{v}">{w}</mark>' for v, w in WORDS.items())
    return f"<p>{marks}<br><small>A mismatch says that two figures differ, never whose is right.</small></p>"


def _article(number: int, checked: Checked, level: int) -> str:
    warnings = "".join(f"<p>! {escape(str(w['message']))}</p>" for w in checked.article.warnings)
    rows = "".join(_row(number, i, v) for i, v in enumerate(checked.verdicts))
    head = "<tr><th>figure</th><th>verdict</th><th>why</th></tr>"
    return (
        f"<article><h{level}>{escape(summary(checked))}</h{level}>{warnings}"
        f'<div class="text">{_marked(number, checked)}</div><table>{head}{rows}</table></article>'
    )


def _marked(number: int, checked: Checked) -> str:
    """The text with marks; of figures that overlap, the one that begins first is marked."""
    text, at, out = checked.article.text, 0, []
    for i, verdict in enumerate(checked.verdicts):
        start, end = verdict.quantity.char_start, verdict.quantity.char_end
        if start < at:
            continue
        title = escape(verdict.explanation, quote=True)
        out.append(escape(text[at:start]))
        out.append(
            f'<mark class="{verdict.verdict}" title="{title}"><a href="#v{number}-{i}">'
            f"{escape(text[start:end])}</a></mark>"
        )
        at = end
    return "".join([*out, escape(text[at:])])


def _row(number: int, i: int, verdict: Verdict) -> str:
    claims = "".join(
        f"<dt>{escape(', '.join(k.ids))}</dt><dd>{escape(k.text or k.working)}</dd>"
        for k in verdict.known[:6]
    )
    how = f"<br><small>{escape(in_words(verdict.subtype))}</small>" if verdict.verdict == CONFLICTS else ""
    return (
        f'<tr id="v{number}-{i}"><td>{escape(verdict.quantity.text)}</td>'
        f'<td><mark class="{verdict.verdict}">{WORDS[verdict.verdict]}</mark>{how}</td>'
        f"<td>{escape(verdict.explanation)}{f'<dl>{claims}</dl>' if claims else ''}</td></tr>"
    )
