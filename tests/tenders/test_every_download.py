"""Texts that mean harm, through the real door: saved, laid out meanwhile, frozen, fetched, opened."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from docx import Document as WordFile
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from procure import db
from procure.documents.press import InProcess
from procure.files import shelf
from procure.jobs import service as jobs
from procure.tenders import files, papers, preparing
from procure.tenders.models import Tender, Version
from tests.documents import soundness
from tests.documents.reading import opened, page_texts
from tests.documents.test_word import headings, outline_of
from tests.factories import NOW
from tests.publication.making import NAMES, Ready, make_ready

HARM = "\n\n".join([
    "![kart](http://127.0.0.1:9/kart.png) <img src='file:///etc/passwd'> {{ 7*7 }}",
    "[fil](file:///etc/passwd) <script>alert(1)</script>",
    "y" * 3_000,
    ">" * 300 + " dypt",
    "|" + "a|" * 40 + "\n|" + "-|" * 40 + "\n|" + "b|" * 40,
])  # fmt: skip
SEEN = ("viser til et bilde", "har HTML", "en lenke som ikke virker", "et ord som ingen linje har plass til",
        "for dypt i hverandre", "for stor til å lese på papir")  # fmt: skip


@pytest.fixture
def clock_stands() -> Iterator[time_machine.Traveller]:
    """Let it be a Monday morning in November."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def write(ready: Ready, body: str) -> str:
    """Save the first text as the lead does; return what stood there."""
    with ready.app.app_context(), db.reading() as session:
        section = session.get_one(Tender, ready.tender_id).sections[0]
        address, version, before = ready.url(f"sections/{section.id}"), section.version, section.body
    data = {"version": version, "body": body, "done": "y"}
    assert ready.browser().post(address, data=data).status_code == 302
    return before


def freeze(ready: Ready) -> Version:
    """Freeze as the lead does; return the newest version, with no files yet."""
    assert ready.browser().post(ready.url("versions")).status_code == 302
    with ready.app.app_context(), db.reading() as session:
        return session.scalars(select(Version).order_by(Version.number.desc()).limit(1)).one()


def fetched(ready: Ready, number: int) -> dict[str, bytes]:
    """Fetch every file of a version."""
    lead = ready.browser()
    page = lead.get(ready.url(f"versions/{number}")).text
    links = re.findall(rf'href="({ready.url(f"versions/{number}")}/files/([^"]+))"', page)
    return {name: lead.get(link).data for link, name in links}


@pytest.mark.row("H1", "H2", "H3", "H5")
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # both keep bytes alike
def test_texts_that_mean_harm_are_told_printed_and_opened(
    app: Flask, clock_stands: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ready = make_ready(app)
    clock_stands.shift(60)
    before = write(ready, HARM)
    task_list = ready.browser().get(ready.url()).text
    assert [sentence for sentence in SEEN if sentence not in task_list] == []
    clock_stands.shift(10)
    with app.app_context():
        preparing.lay_by()  # as the worker does between its jobs
    version = freeze(ready)
    laid_out = _print(app, monkeypatch)
    assert all(name == "front" for name in laid_out), laid_out  # every other page lay there already
    at_freeze = ready.browser().get(ready.url("versions/1")).text
    assert [sentence for sentence in SEEN if sentence not in at_freeze] == []
    made = fetched(ready, 1)
    _check_files(made, tmp_path)
    text = " ".join(page_texts(made["samlet-konkurransegrunnlag.pdf"], tmp_path))
    assert "{{ 7*7 }}" in text
    assert "<script>alert(1)</script>" in text
    assert "root:" not in text
    _check_edit_and_revert(ready, version, before)


def _print(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run the worker; return what was laid out, covers and contents as "front"."""
    told: list[str] = []
    lay_out = InProcess.lay_out

    def listen(press, pieces, **how):
        told.extend("front" if not piece.chapters else piece.name for piece in pieces)
        return lay_out(press, pieces, **how)

    monkeypatch.setattr(InProcess, "lay_out", listen)
    with app.app_context():
        assert jobs.run_waiting() == 1
    monkeypatch.undo()
    return told


def _check_files(made: dict[str, bytes], folder: Path) -> None:
    """Open each with another program: qpdf and poppler, python-docx, openpyxl, unzip."""
    assert len([name for name in made if name.endswith(".pdf")]) > 5
    for name, data in made.items():
        if name.endswith(".pdf"):
            soundness.other_programs_take_it(data, folder)
        if name.endswith(".docx"):
            _check_word(data, made[name.replace(".docx", ".pdf")])
    book = load_workbook(BytesIO(made["prisskjema.xlsx"]))
    assert len([sheet for sheet in book if sheet.sheet_state == "visible"]) >= len(NAMES) + 1
    path = soundness.laid(made["samlet-konkurransegrunnlag.pdf"], folder)
    listed = subprocess.run(["pdfdetach", "-list", path], capture_output=True, text=True, check=True).stdout
    assert "konkurranse.json" in listed
    (folder / "all.zip").write_bytes(made["alle-dokumenter.zip"])
    subprocess.run(["unzip", "-tqq", folder / "all.zip"], check=True)


def _check_word(data: bytes, paper: bytes) -> None:
    """Its headings are the bookmarks of the same document as PDF."""
    with opened(paper) as pdf, pdf.open_outline() as outline:
        bookmarks = list(outline_of(list(outline.root)))
    assert [each for each in headings(WordFile(BytesIO(data))) if each[0] <= 3] == bookmarks


def _check_edit_and_revert(ready: Ready, first: Version, body: str) -> None:
    """Another text, then the one before: made of the very pieces of the first version, all on the shelf."""
    write(ready, body)
    second = freeze(ready)
    write(ready, HARM)
    third = freeze(ready)
    with ready.app.app_context():
        keys = [files.piece_keys(version.content) for version in (first, second, third)]
        assert all(shelf.shelf().get(key) for key in keys[2])
        assert papers.unchanged(db.session(), db.session().get_one(Tender, ready.tender_id), third.content)
    assert keys[0] == keys[2] != keys[1]
