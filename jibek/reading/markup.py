"""The article of a saved web page: what a reader would see, without menus; nothing is executed, nothing fetched.

Elements that are not seen (display:none, size zero, white on white, aria-hidden, script, style) are cut out before the
article is looked for, so that a figure hidden in them never counts.
"""

from __future__ import annotations

import re
from typing import Any

from jibek.ground.extras import needed
from jibek.reading.aligning import Places, aligned
from jibek.reading.decoding import decoded
from jibek.reading.refusals import refused

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w-]{2,20})", re.I)
_CUT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
    "head",
    "canvas",
    "select",
    "button",
    "form",
)
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0*\.?0*(?:px|pt|em|rem|%"
    r"|vw)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0*\.?0+\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}|(?:left|top|right)\s*:\s*-\d{3,}px"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[ ,]|clip-path\s*:\s*inset\(\s*(?:50|100)%|transform\s*:\s*scale\(\s*0|"
    r"(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.I,
)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)", re.I)
_GROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.I)
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"^(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?$", re.I)
_WHITE = frozenset(
    ("white", "#fff", "#ffffff", "rgb(255,255,255)", "transparent", "rgba(0,0,0,0)", "rgba(255,255,255,1)")
)
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='pubdate' or @name='publishdate' or @name='date' or @name='DC.date.issued']/@content",
    "//time[@pubdate]/@datetime",
    "//article//time/@datetime",
)
DEEPEST = 250  # levels of elements; deeper pages are made to harm


def page(content: bytes, name: str) -> tuple[str, str, Places]:
    """The text of the article, the date on which the page says it was published ("" if it does not), and the offsets
    in the decoded page of each character of the text.

    Raises
    ------
    InputError
        ``reading.bad_html`` for a page that cannot be taken apart, ``reading.no_text`` where nothing is visible.
    MissingExtra
        ``reading.missing_extra``.
    """
    html = needed(
        "lxml.html", "articles", "html", "reading.missing_extra", name, ", or save the article as text"
    )
    trafilatura = needed(
        "trafilatura", "articles", "html", "reading.missing_extra", name, ", or save the article as text"
    )
    source = _source(content, name)
    try:
        tree = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=False, no_network=True))
    except Exception:
        fix = "Save the page again, or its text alone."
        raise refused(
            "reading.bad_html", name, "the page cannot be taken apart", expected="an html page", fix=fix
        ) from None
    _not_deep(tree, name)
    told = _published(tree)
    _cut_hidden(tree)
    text = trafilatura.extract(
        tree,
        include_comments=False,
        include_tables=True,
        fast=True,
        output_format="txt",
        deduplicate=False,
    )
    text = _article(text or "", _visible(tree, besides=True)) or _visible(tree, besides=False)
    if not text.strip():
        fix = "Save the text of the article alone."
        raise refused("reading.no_text", name, "the page shows no text", expected="visible text", fix=fix)
    return text, told, aligned(text, source)


def _source(content: bytes, name: str) -> str:
    """The page as text, by the encoding it declares if that is one that reads it, else by what reads best."""
    declared = _CHARSET.search(content[:2048])
    if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        codec = declared[1].decode("ascii").lower()
        codec = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}.get(codec, codec)
        try:
            return _undeclared(content.decode(codec))
        except (LookupError, UnicodeDecodeError):
            pass
    return _undeclared(decoded(content, name)[0])


def _undeclared(source: str) -> str:
    """The XML declaration, which lxml refuses in decoded text, as blanks, so that offsets hold."""
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", lambda m: " " * len(m[0]), source)


def _not_deep(tree: Any, name: str) -> None:
    level = 0
    for event, _ in _events(tree):
        level += 1 if event == "start" else -1
        if level > DEEPEST:
            fix = "Save the text of the article alone."
            raise refused(
                "reading.bad_html",
                name,
                "its elements are nested too deep",
                value=level,
                expected=f"at most {DEEPEST} levels",
                fix=fix,
            )


def _events(tree: Any) -> Any:
    from lxml import etree

    return etree.iterwalk(tree, events=("start", "end"))


def _published(tree: Any) -> str:
    for path in _DATES:
        for told in tree.xpath(path):
            m = re.match(r"\s*((?:19|20)\d\d-\d\d-\d\d)", str(told))
            if m:
                return m[1]
    return ""


def _cut_hidden(tree: Any) -> None:
    """Take out what is not seen; the text after an element stays."""
    hiding = _hiding_rules(tree)
    white = _white_page(tree)
    for element in list(tree.iter()):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in ("html", "body"):
            continue
        if not tag or tag in _CUT or _is_hidden(element, tag, hiding, white):
            _drop(element)


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _is_hidden(element: Any, tag: str, hiding: frozenset[str], white: bool) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden", "").lower() == "true":
        return True
    if tag == "input" or (tag == "font" and element.get("size") == "0"):
        return True
    names = {tag, *(f".{c}" for c in element.get("class", "").split()), f"#{element.get('id', '')}"}
    names |= {f"{tag}{n}" for n in names if n[:1] in ".#"}
    if names & hiding:
        return True
    style = element.get("style", "")
    return (
        bool(_HIDES.search(style))
        or _unseen_colour(style, white)
        or (tag == "font" and white and _is_white(element.get("color", "")))
    )


def _hiding_rules(tree: Any) -> frozenset[str]:
    """Simple selectors of the page's own style sheets that hide what they name."""
    found = set()
    for sheet in tree.iter("style"):
        # Rules for printers and small screens stand in a block of their own and say nothing of the page as seen.
        css = re.sub(r"/\*.*?\*/", "", (sheet.text or "")[:200_000], flags=re.S)
        css = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
        for selectors, body in _RULE.findall(css):
            if _HIDES.search(body) or _unseen_colour(body, True):
                found |= {s.strip() for s in selectors.split(",") if _SIMPLE.match(s.strip()) and s.strip()}
    return frozenset(found - {"html", "body"})


def _unseen_colour(style: str, white: bool) -> bool:
    """White on white, or any colour on itself."""
    colour = _COLOUR.search(style)
    if not colour:
        return False
    told = _plain(colour[1])
    ground = _GROUND.search(style)
    if ground:
        return _plain(ground[1]) == told
    return told == "transparent" or (white and told in _WHITE)


def _white_page(tree: Any) -> bool:
    for element in tree.iter("body"):
        ground = _GROUND.search(element.get("style", ""))
        told = _plain(ground[1] if ground else element.get("bgcolor", "white"))
        return told in _WHITE
    return True


def _is_white(colour: str) -> bool:
    return _plain(colour) in _WHITE


def _plain(colour: str) -> str:
    return re.sub(r"\s+", "", colour).lower()


_ASIDE = frozenset(("nav", "footer", "aside", "menu"))
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|share|social|weather|cookies?|menu|nav(?:bar)?|footer|sidebar"
    r"|widget|banner|promo"
    r"|adverts?|ads|breadcrumbs?|subscribe|newsletter|copyright|tags|rates|logo)(?:$|[\s_-])",
    re.I,
)
_SHORT = 4000  # characters of a page of which all but menus is the article
_BLOCKS = frozenset(
    "p div br li h1 h2 h3 h4 h5 h6 tr article section header footer blockquote table ul ol td th".split()
)


def _article(found: str, seen: str) -> str:
    """The lines of the article: of a short page all but what stands beside it, of a long one those that were found.

    The search for the article is made for long pages; of a short one it may leave out lists, and it may join lines.
    """
    if len(seen) < _SHORT or not found:
        return seen
    bare = "".join(found.split())
    kept = [line for line in seen.split("\n") if "".join(line.split()) in bare]
    text = "\n".join(kept)
    return text if len(text) > len(found) / 2 else found


def _visible(tree: Any, *, besides: bool) -> str:
    """All text that is left, a line for each block.

    Parameters
    ----------
    besides
        Whether to leave out what stands beside an article: menus, footers, comments.
    """
    parts: list[str] = []
    within = 0
    for event, element in _events(tree):
        if besides and _stands_beside(element):
            within += 1 if event == "start" else -1
            if event == "end" and not within:
                parts += ["\n", re.sub(r"\s+", " ", element.tail or "")]
            continue
        if within:
            continue
        block = "\n" if isinstance(element.tag, str) and element.tag in _BLOCKS else ""
        if element.tag in ("td", "th", "tr"):
            block = "\v" if element.tag == "tr" else _cell(element, event)
        told = element.text if event == "start" else element.tail
        words = re.sub(r"\s+", " ", told or "")
        parts += [block, words]
    rows = re.sub(r"[ \n]*\t[ \n]*", "\t", "".join(parts))
    return re.sub(r"[ \n\t]*[\n\v][ \n\t\v]*", "\n", rows).strip()


def _cell(element: Any, event: str) -> str:
    """What parts a cell of a table from what stands beside it: a tab inside a row, so that rows stay lines."""
    beside = element.getprevious() if event == "start" else element.getnext()
    if beside is None:
        return "\n"
    return "\t" if event == "start" else ""


def _stands_beside(element: Any) -> bool:
    if element.tag in ("html", "body", "article", "main"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in _ASIDE or bool(names.strip() and _BESIDE.search(names))
