"""Puts the source of the documentation site together in build/docs and has MkDocs build build/site from it.

python tools/build_site.py              with worked pages executed: runs that are not kept yet are made
python tools/build_site.py --plain      without: figures of worked pages are left out
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import gallery
import nbformat
import notebooks

import jibek

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
HOSTED = re.compile(r"\]\((?:\.\./)+(README\.md|CONTRIBUTING\.md|CHANGELOG\.md)")
MARK = re.compile(r"^<!-- /?[a-z ]+ -->\n", flags=re.MULTILINE)


def front(text: str) -> str:
    """README as a page of the site: its links lead from the folder of documents."""
    for there, here in {
        "docs/": "",
        "CHANGELOG.md": "changes.md",
        "CONTRIBUTING.md": "contributing.md",
    }.items():
        text = text.replace(f"]({there}", f"]({here}")
    return MARK.sub("", text)


def within(text: str) -> str:
    """A document as a page of the site: files of the root are pages beside it."""
    names = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changes.md"}
    return HOSTED.sub(lambda m: f"]({names[m[1]]}", text)


def assemble(into: Path, where: Path | None) -> None:
    """Write the source of the site.

    Parameters
    ----------
    into
        Folder that is made anew.
    where
        Folder in which worked pages are executed, whose ``runs`` they find; None: they are not executed.

    Raises
    ------
    Exception
        A cell of a worked page failed.
    """
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(DOCS, into)
    for file in into.glob("*.md"):
        file.write_text(within(file.read_text(encoding="utf-8")), encoding="utf-8")
    for name, page in (("README", "index"), ("CONTRIBUTING", "contributing"), ("CHANGELOG", "changes")):
        text = (ROOT / f"{name}.md").read_text(encoding="utf-8")
        (into / f"{page}.md").write_text(front(text), encoding="utf-8")
    shutil.copy(ROOT / "CITATION.cff", into)
    for source in sorted((DOCS / "worked").glob("*.md")):
        notebook = notebooks.unexecuted(source) if where is None else notebooks.executed(source, where)
        put(notebook, into / "worked" / source.name)
    (into / "api.md").write_text(reference((DOCS / "api.md").read_text(encoding="utf-8")), encoding="utf-8")
    shown = {} if where is None else drawn(into / "gallery", where)
    (into / "gallery.md").write_text(gallery.page(shown), encoding="utf-8")


def reference(text: str) -> str:
    """The page of the Python names, with those that it does not place itself at its end."""
    homes = {name: f"{home}.{name}" for name, home in jibek._HOMES.items()}
    placed = {line.removeprefix("::: ").strip() for line in text.splitlines() if line.startswith("::: ")}
    rest = [
        f"::: {home}\n    options: {{ heading_level: 3 }}\n" for home in homes.values() if home not in placed
    ]
    return "\n".join([text, *(["## More"] if rest else []), *rest])


def drawn(into: Path, where: Path) -> dict[str, list[tuple[str, str]]]:
    """Pictures of the runs that the pages ask for, by the name of the run."""
    home = where / "runs"
    base, third = (jibek.run(name, home=home) for name in ("baseline", "third-railway"))
    gallery.hero(third.report, into.parent / gallery.HERO.name)
    kept = {"A year as it was": base, "A year with a third railway": third}
    found = {title: gallery.pictures(run.report, into, run.name) for title, run in kept.items()}
    jibek.route(base, "Xi'an", "Duisburg", map_to=into / "route.png")
    return found | {"Ways of a box": [("From Xi'an to Duisburg", "route.png")]}


def put(notebook: nbformat.NotebookNode, page: Path) -> None:
    """A worked page, and its notebook beside it."""
    page.write_text(notebooks.page(notebook, page.stem), encoding="utf-8")
    nbformat.write(notebook, page.with_suffix(".ipynb"))


def build(source: Path, site: Path) -> None:
    """Build the site; a link or an anchor that leads nowhere fails.

    Raises
    ------
    subprocess.CalledProcessError
        MkDocs warned of something.
    """
    config = source.parent / "mkdocs.yml"
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config.write_text(text.replace("docs_dir: docs", f"docs_dir: {source.name}"), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--clean"]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([*command, "--config-file", config, "--site-dir", site.resolve()], check=True, env=quiet)


def main() -> None:
    """Build the site in build/site."""
    plain = "--plain" in sys.argv[1:]
    source = ROOT / "build" / "docs"
    assemble(source, None if plain else ROOT)
    build(source, ROOT / "build" / "site")
    print(ROOT / "build" / "site" / "index.html")
    print(
        f"with search: {sys.executable} -m http.server --bind 127.0.0.1 --directory {ROOT / 'build' / 'site'}"
    )


if __name__ == "__main__":
    main()
