"""Files of every kind and encoding become text; what is broken, empty, spoofed or made to harm is refused by code."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from pathlib import Path

import pytest

from jibek.ground.errors import InputError, MissingExtra
from jibek.reading import read_article
from jibek.reading.decoding import decoded
from jibek.reading.refusals import MOST_BYTES

EN = (
    "ASTANA, 22 February 2024 -- Trade between the two countries reached 41 billion dollars last year, “a record” "
    "for the region – the café owners of Almaty said. Rail carried 28 million tonnes of the goods in the same year. "
)
RU = (
    "АСТАНА, 22 февраля 2024 года. Товарооборот между странами в прошлом году составил 41 млрд долларов, сообщило "
    "министерство торговли. По железной дороге перевезено 28 млн тонн грузов. Рост продолжится и в этом году. "
)
ZH = "新华社阿斯塔纳2024年2月22日电 去年双边贸易额达410亿美元，创历史新高。铁路运输货物2800万吨，两国合作不断深化。"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (EN, "utf-8"),
        (EN, "utf-8-sig"),
        (EN, "utf-16"),
        (EN, "utf-16-le"),
        (EN, "utf-16-be"),
        (EN, "cp1252"),
        (RU, "utf-8"),
        (RU, "utf-16"),
        (RU, "cp1251"),
        (RU, "koi8-r"),
        (ZH, "utf-8"),
        (ZH, "utf-16"),
        (ZH, "gb18030"),
    ],
)
def test_common_encodings_give_the_same_figures(text: str, codec: str) -> None:
    article = read_article(text.encode(codec), name="a.txt")
    assert article.text == text
    assert [q.value for q in article.quantities if q.kind in ("money", "physical")] == [41e9, 28e6]
    assert article.statement_date == "2024-02-22"


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_a_short_russian_line_is_not_taken_for_chinese(codec: str) -> None:
    assert decoded("Товарооборот вырос на треть".encode(codec), "a")[0] == "Товарооборот вырос на треть"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "reading.empty"),
        (b" \n\t ", "reading.empty"),
        ("\ufeff".encode(), "reading.empty"),
        (bytes(range(256)) * 8, "reading.not_text"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "reading.unknown_kind"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 50, "reading.unknown_kind"),
        (b"PK\x03\x04" + b"0" * 50, "reading.unknown_kind"),
        (b"x" * (MOST_BYTES + 1), "reading.too_large"),
        (b"word " * 500_000, "reading.too_long"),
        (b"\xff\xfeabc", "reading.not_text"),
    ],
)
def test_bytes_that_are_no_article_are_refused(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as fault:
        read_article(content, name="a.bin")
    assert fault.value.code == code
    (problem,) = fault.value.problems
    assert problem.code == code
    assert problem.where == "a.bin"
    assert problem.expected
    assert problem.fix


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.txt", Path("/dev/zero"), "a\0b"):
        with pytest.raises(InputError) as fault:
            read_article(path, name="a")
        assert fault.value.code == "reading.no_file"


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(EN, encoding="utf-8")
    assert read_article(tmp_path / "a.txt", name="a.txt") == read_article(EN.encode(), name="a.txt")


@pytest.mark.parametrize("date", ["yesterday", "2024-13-01", "2024-07-02/2024-07-01", "2024-7"])
def test_a_date_that_is_none_is_refused(date: str) -> None:
    with pytest.raises(InputError) as fault:
        read_article(EN.encode(), name="a.txt", date=date)
    assert fault.value.code == "reading.bad_date"


@pytest.mark.parametrize(
    ("head", "module"),
    [(b"<html><p>x</p></html>", "trafilatura"), (b"%PDF-1.4", "pypdf"), (b"PK\x03\x04word/", "docx")],
)
def test_without_the_extra_the_message_names_it(
    head: bytes, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra) as fault:
        read_article(head, name="a")
    assert fault.value.code == "reading.missing_extra"
    assert "jibek[articles]" in fault.value.problems[0].fix


def test_other_languages_are_read_with_a_warning() -> None:
    german = (
        "Der Handel zwischen den Ländern ist in dem Jahr auf 41 Prozent gestiegen und die Bahn ist nicht voll. "
        * 3
    )
    article = read_article(german.encode(), name="a.txt", date="2024-01-01")
    assert article.language == "de"
    assert "reading.language" in [w["code"] for w in article.warnings]


def test_a_figure_with_signs_of_no_width_inside_is_read_as_it_is_seen() -> None:
    text = "Trade reached 4\u200b1 billion dollars in 2023."
    article = read_article(text.encode(), name="a.txt", date="2024-01-01")
    (q,) = article.quantities
    assert (q.value, q.text, text[q.char_start : q.char_end]) == (41e9, "4\u200b1 billion dollars", q.text)
    assert [w["code"] for w in article.warnings] == ["reading.hidden_signs"]


HIDDEN = [
    '<p style="display:none">99 million tonnes</p>',
    '<p style="visibility: hidden">99 million tonnes</p>',
    '<span style="font-size:0">99 million tonnes</span>',
    '<span style="font-size: 0px; color:black">99 million tonnes</span>',
    '<span style="color:#fff">99 million tonnes</span>',
    '<span style="color: white; background: white">99 million tonnes</span>',
    '<font color="white">99 million tonnes</font>',
    '<div aria-hidden="true">99 million tonnes</div>',
    "<div hidden>99 million tonnes</div>",
    '<p class="secret">99 million tonnes</p>',
    '<p id="ghost">99 million tonnes</p>',
    '<script>document.write("99 million tonnes")</script>',
    "<style>p:after{content:'99 million tonnes'}</style>",
    "<template>99 million tonnes</template>",
    "<!-- 99 million tonnes -->",
    '<p style="position:absolute;left:-9999px">99 million tonnes</p>',
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_a_page_hides_does_not_count(hidden: str) -> None:
    pytest.importorskip("trafilatura")
    page = (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>t</title>"
        '<meta property="article:published_time" content="2024-02-22T10:00:00Z">'
        "<style>.secret, .other {display:none} #ghost {visibility:hidden}</style></head><body><nav>Home 77 items</nav>"
        "<article><h1>Trade grows</h1><p>Trade reached 41 billion dollars last year, the ministry said in Astana, and "
        f"the growth is expected to go on for long.</p>{hidden}<p>Rail carried 28 million tonnes of"
        f" the goods, it said, "
        "and the crossings were busy in all seasons of the year.</p></article></body></html>"
    )
    article = read_article(page.encode(), name="a.html")
    assert "99" not in article.text
    assert [q.value for q in article.quantities] == [41e9, 28e6]
    assert all(article.text[q.char_start : q.char_end] == q.text for q in article.quantities)
    assert (article.statement_date, article.date_basis) == ("2024-02-22", "stated")


def test_a_page_in_a_declared_encoding_is_read() -> None:
    pytest.importorskip("trafilatura")
    page = f"<html><head><meta charset=windows-1251></head><body><p>{RU}</p></body></html>"
    article = read_article(page.encode("cp1251"), name="a.html")
    assert article.quantities[0].value == 41e9


def test_a_page_nested_without_end_is_refused() -> None:
    pytest.importorskip("trafilatura")
    began = time.process_time()
    with pytest.raises(InputError) as fault:
        read_article(b"<html><body>" + b"<div>" * 100_000 + b"41 tonnes", name="a.html")
    assert fault.value.code in ("reading.bad_html", "reading.no_text")
    assert time.process_time() - began < 20  # a bound on harm, not on speed


def pdf(*pages: str, count: int | None = None) -> bytes:
    """A pdf made by hand: one line of Helvetica on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for page in pages:
        stream = f"BT /F1 12 Tf 20 700 Td ({page}) Tj ET" if page else ""
        n = len(objects) + 1
        kids.append(f"{n} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {n + 1} 0 R /Resources << /Font << /F1 "
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {count or len(pages)} >>"
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for n, told in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{n} 0 obj\n{told}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{p:010d} 00000 n \n" for p in places).encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def test_a_pdf_is_read() -> None:
    pytest.importorskip("pypdf")
    article = read_article(pdf("ASTANA, 1 July 2024 -- Trade rose 18 percent last year."), name="a.pdf")
    assert [(q.value, q.period) for q in article.quantities] == [(18, "2023")]


def test_pages_without_text_are_named() -> None:
    pytest.importorskip("pypdf")
    article = read_article(
        pdf("Trade rose by 18 percent in the year 2023.", ""), name="a.pdf", date="2024-01-01"
    )
    assert [(w["code"], w["rows"]) for w in article.warnings] == [("reading.pages_without_text", [2])]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf("", ""), "reading.no_text"),
        (b"%PDF-1.4\nnothing else", "reading.bad_pdf"),
        (pdf("x", *[""] * 320), "reading.bad_pdf"),
    ],
)
def test_scans_and_broken_or_endless_pdfs_are_refused(content: bytes, code: str) -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(InputError) as fault:
        read_article(content, name="a.pdf")
    assert fault.value.code == code


def test_a_pdf_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdf")
    monkeypatch.setattr("jibek.reading.paper.SECONDS", 0.01)
    with pytest.raises(InputError) as fault:
        read_article(pdf("Trade rose 18 percent."), name="a.pdf")
    assert fault.value.code == "reading.bad_pdf"
    assert "takes more than" in str(fault.value)


def test_a_docx_is_read_without_its_hidden_runs() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    paragraph = document.add_paragraph("ASTANA, 1 July 2024 -- Trade rose 18 percent last year.")
    paragraph.add_run(" It was 99 percent.").font.hidden = True
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "Rail carried 28 million tonnes."
    out = io.BytesIO()
    document.save(out)
    article = read_article(out.getvalue(), name="a.docx")
    assert [q.value for q in article.quantities] == [18, 28e6]


def test_a_zip_bomb_is_refused_unopened() -> None:
    pytest.importorskip("docx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 80_000_000)
    with pytest.raises(InputError) as fault:
        read_article(out.getvalue(), name="a.docx")
    assert fault.value.code == "reading.bad_docx"


def test_a_broken_docx_is_refused() -> None:
    pytest.importorskip("docx")
    with pytest.raises(InputError) as fault:
        read_article(b"PK\x03\x04 word/document.xml and then nothing", name="a.docx")
    assert fault.value.code == "reading.bad_docx"
