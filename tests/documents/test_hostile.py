"""What people write cannot reach out, run, or keep the printer for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Pdf

from procure.documents import pdf as engine
from procure.documents.isolated import Limits
from procure.documents.paper import OwnAssetsOnly
from procure.documents.pieces import cut
from procure.documents.press import PrintFailed
from procure.documents.warm import Warm
from procure.domain.assembly import (
    Chapter,
    Column,
    Cover,
    Document,
    Fact,
    Facts,
    Note,
    Prose,
    Requirement,
    Requirements,
    Table,
)
from tests.documents import samples, soundness
from tests.documents.printing import print_document
from tests.documents.reading import links, page_texts

Hits = list[str]


@pytest.fixture
def trap() -> Iterator[tuple[str, Hits]]:
    """A web server on the loopback address that notes every visit."""
    hits: Hits = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", hits
        server.shutdown()
        thread.join()


def document(*blocks: object, name: str = "Prøve") -> Document:
    return Document("x", name, "nb", (Chapter("a", "Kapittel", tuple(blocks)),))  # type: ignore[arg-type]


def evil_texts(address: str) -> list[str]:
    return [
        f'<img src="{address}/img.png">',
        f"![bilde]({address}/markdown.png)",
        f'<link rel="stylesheet" href="{address}/a.css">',
        f'<link rel="attachment" href="{address}/attached">',
        f"<style>@import url({address}/b.css); body {{ background: url({address}/c.png) }}</style>",
        f'<svg><image href="{address}/d.png"/></svg>',
        f'<iframe src="{address}/e"></iframe><object data="{address}/f"></object><embed src="{address}/g">',
        f'<base href="{address}/"><meta http-equiv="refresh" content="0;url={address}/h">',
        '<img src="file:///etc/passwd"><a rel="attachment" href="file:///etc/passwd">x</a>',
        "[fil](file:///etc/passwd) [data](data:text/html,<script>alert(1)</script>)",
        "<script>document.write(1)</script> {{ 7*7 }} {% raw %} ${jndi:ldap://x}",
    ]


def test_nothing_is_fetched_and_everything_is_shown_as_typed(trap, tmp_path):
    address, hits = trap
    texts = evil_texts(address)
    everywhere = " ".join(texts)
    page = document(
        *(Prose(text) for text in texts),
        Note(everywhere),
        Facts((Fact(everywhere, everywhere),), everywhere),
        Table(everywhere, (Column(everywhere),), ((everywhere,),)),
        Requirements(everywhere, (Requirement("A-001", *(everywhere,) * 5),)),
        name=everywhere,
    )  # fmt: skip
    cover = Cover(everywhere, everywhere, (everywhere,), (Fact(everywhere, everywhere),))
    printed = print_document(page, samples.stamp()) + b""
    with_cover = print_document(
        Document(page.kind, page.name, "nb", page.chapters, cover, lead=everywhere), samples.stamp()
    )
    assert hits == []
    text = " ".join(page_texts(printed, tmp_path))
    assert "<script>document.write(1)</script>" in text
    assert "{{ 7*7 }}" in text
    for content in (printed, with_cover):
        with Pdf.open(BytesIO(content)) as pdf:
            assert "/EmbeddedFiles" not in pdf.Root.Names
            addresses = {str(link.A.URI) for _, link in links(pdf) if "/A" in link}
            assert all(found.startswith(("http://", "https://", "mailto:")) for found in addresses)
        assert b"root:" not in content


@pytest.mark.parametrize("template", [
    '<img src="{address}/a.png" alt="x">',
    '<link rel="stylesheet" href="{address}/a.css">',
    "<style>@import url({address}/b.css); @font-face {{ font-family: x; src: url({address}/c.ttf) }}"
    "p {{ font: 9pt x }}</style><p>x</p>",
    '<p style="background: url({address}/d.png)">x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/e.png"/>'
    '<use href="{address}/f.svg#a"/></svg>',
    '<a rel="attachment" href="{address}/g">x</a>',
    '<img src="asset:../../config.py" alt="x"><img src="file:///etc/passwd" alt="x">',
])  # fmt: skip
def test_even_html_that_got_past_the_cleaner_fetches_nothing(trap, template):
    address, hits = trap
    html = f'<html lang="nb"><title>x</title>{template.format(address=address)}</html>'
    assert engine.lay_out(html).startswith(b"%PDF")
    assert hits == []


def test_the_fetcher_knows_only_our_own_assets():
    fetcher = OwnAssetsOnly()
    assert fetcher.fetch("asset:cover.svg").read().startswith(b"<svg")
    for url in ("asset:../pdf.py", "http://x.example/", "file:///etc/passwd", "data:text/plain,x", ""):
        with pytest.raises(ValueError, match="only our own"):
            fetcher.fetch(url)


@pytest.mark.parametrize("text", [
    "y" * 100_000,
    ">" * 5000 + " dypt",
    "\n".join("  " * level + "- punkt" for level in range(200)),
    "*a _b " * 3000 + "_ *" * 3000,
    "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n|" + "b|" * 500,
    "&#0; &#xFFFF; \x01\x02\x00 \u202e 😀 ﷽",
])  # fmt: skip
def test_absurd_text_is_printed(text):
    printed = print_document(document(Prose(text), Note("etter")), samples.stamp())
    assert printed.startswith(b"%PDF")


LONG = f"https://kommune.example/{'a' * 120}"


def test_a_link_whose_words_no_line_can_hold_is_a_link_still(tmp_path: Path):
    shown = (f"<{LONG}>", f"[{LONG}](https://b.example/)", f"[**{'y' * 200}** og `{'z' * 200}`](https://c.example/)",
             f"[e{chr(0x301) * 199}](https://d.example/)", f"[a{chr(0xAD) * 199}](https://e.example/)",
             "[](https://f.example/) [*kort*](https://g.example/)")  # fmt: skip
    cells = Table("Lenker", (Column("Her"),), tuple((text,) for text in shown))
    printed = print_document(document(*map(Prose, shown), cells), samples.stamp())
    for check in soundness.CHECKS:
        check(printed, tmp_path)
    with Pdf.open(BytesIO(printed)) as pdf:
        found = {str(link.A.URI) for _, link in links(pdf) if "/A" in link}
    assert found >= {LONG, *(f"https://{letter}.example/" for letter in "bcdeg")}


def test_a_requirement_longer_than_a_page_is_printed_whole(tmp_path: Path):
    long = "Dette er et veldig langt krav. " * 400 + "Og her slutter det."
    rows = (
        Requirement("A-001", long, "Absolutt", "ved tilbud", "Bekreft."),
        Requirement("A-002", "y" * 20_000, "Absolutt", "ved tilbud", "Bekreft."),
    )
    texts = page_texts(print_document(document(Requirements("Krav", rows)), samples.stamp()), tmp_path)
    assert len(texts) > 5
    together = " ".join(" ".join(texts).split())
    assert "slutter" in together
    assert together.count("y") >= 20_000


HUGE = {
    "ten thousand rows": "|a|b|\n|-|-|\n"
    + "".join(f"|rad {row}|tekst om rad {row}|\n" for row in range(10_000)),
    "a word of three hundred thousand letters": "y" * 300_000,
    "eight thousand paragraphs": "\n\n".join(f"Avsnitt {number}." for number in range(8_000)),
    "ten thousand links": "[a](https://a.example/) " * 10_000,
    "a hundred thousand marks": "*a _b " * 15_000 + "[" * 10_000 + "`" * 10_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_huge_text_is_printed_within_the_limits(text):
    (piece,) = cut(document(Prose(text)))
    with closing(Warm(1)) as press:
        assert press.lay_out([piece])[0].startswith(b"%PDF")


def test_a_table_too_long_for_its_time_is_named_and_the_press_goes_on():
    (piece,) = cut(document(Prose(HUGE["ten thousand rows"])))
    (short,) = cut(document(Prose("Kort tekst.")))
    with closing(Warm(1, Limits(seconds=2))) as press:
        with pytest.raises(PrintFailed) as failure:
            press.lay_out([piece])
        assert (failure.value.reason, failure.value.chapters) == ("time", ("a",))
        assert press.lay_out([short])[0].startswith(b"%PDF")
