"""Working drafts: asked for, made, looked at, replaced; never a version."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

import pytest
import time_machine
from docx import Document as WordFile
from flask import Flask
from openpyxl import load_workbook
from pikepdf import Pdf
from sqlalchemy import func, select

from procure import db
from procure.documents.press import PrintFailed
from procure.files import store
from procure.jobs import service as jobs
from procure.jobs.models import Job, JobState
from procure.tenders import files, papers, previews
from procure.tenders.models import Preview, PreviewFile, Tender
from procure.tenders.preparing import Watch
from tests.factories import NOW, make_buyer, sign_in
from tests.publication.making import Ready, make_ready

MADE = [
    files.Ready("package", "Samlet konkurransegrunnlag", "samlet.pdf", "00", b"%PDF-1.7 all", 9, "nb"),
    files.Ready("tender_rules", "Konkurransegrunnlag", "regler.pdf", "01", b"%PDF-1.7 rules", 4, "nb"),
]
OPENED_BY: Mapping[str, Callable[[BytesIO], object]] = {
    "pdf": Pdf.open,
    "docx": WordFile,
    "xlsx": load_workbook,
}


@pytest.fixture(autouse=True)
def clock_stands() -> Iterator[time_machine.Traveller]:
    """Let it be a Monday morning in November."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def give_preview(ready: Ready) -> None:
    """Let the tender have a working draft that took no time to make."""
    with ready.app.app_context(), db.kept() as session:
        tender = session.get_one(Tender, ready.tender_id)
        content = previews.contents(session, tender, NOW)
        laid = [(each, store.lay(each.content, previews.folder(tender.id))) for each in MADE]
        previews.keep(session, tender.id, content, laid, ready.places["Tynset"].buyer.user_id)


@pytest.mark.row("H1")
@pytest.mark.row("H2")
def test_a_working_draft_is_made_looked_at_and_replaced(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = make_ready(app)
    lead = ready.browser()
    assert "Ingen arbeidsutkast ennå" in lead.get(ready.url("preview")).text
    answer = lead.post(ready.url("preview"))
    assert re.fullmatch(r"/jobs/\d+", answer.headers["Location"])
    assert lead.post(ready.url("preview")).headers["Location"] == answer.headers["Location"]  # a double click
    assert "Et nytt arbeidsutkast lages nå." in lead.get(ready.url("preview")).text
    with app.app_context():
        assert jobs.run_waiting() == 1
        job = db.session().scalars(select(Job)).one()
        assert {part["state"] for part in job.parts} == {"done"}
        assert not any(part["kept"] for part in job.parts)
        package = papers.package(db.session().scalars(select(Preview)).one().content)
        told = [fact.value for fact in package.cover.facts]
        assert any("Arbeidsutkast, " in str(value) for value in told)
        assert not any("frosset" in str(value) for value in told)
        assert files._lying(package) == {document.kind for document in package.documents}
        assert job.done == job.total > 5
    page = lead.get(ready.url("preview")).text
    assert ready.url("preview") in lead.get(answer.headers["Location"]).text
    assert "Arbeidsutkastet av" in lead.get("/notifications").text
    links = dict(re.findall(rf'href="({ready.url("preview")}/files/([^"]+))"', page))
    named = {name: link for link, name in links.items()}
    whole = lead.get(named["samlet-konkurransegrunnlag.pdf"]).data
    _check_pdf(whole)
    word = WordFile(BytesIO(lead.get(named["konkurransegrunnlag.docx"]).data))
    assert any("Konkurransegrunnlag" in each.text for each in word.paragraphs)
    for name, link in named.items():
        OPENED_BY[name.rpartition(".")[2]](BytesIO(lead.get(link).data))
    assert "prisskjema.xlsx" in named
    assert "alle-dokumenter.zip" not in named
    _check_the_next(app, ready, named["samlet-konkurransegrunnlag.pdf"], monkeypatch)


def _check_pdf(data: bytes) -> None:
    """It opens, every page has the mark of a draft, and no fingerprint speaks for it."""
    with Pdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) > 5
        for page in pdf.pages:
            page.contents_coalesce()
            assert b"/Watermark" in page.Contents.read_bytes()


def _check_the_next(app: Flask, ready: Ready, fetched: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing new is refused in words; something new takes the place of the old, whose bytes are gone."""
    lead = ready.browser()
    again = lead.post(ready.url("preview"), follow_redirects=True).text
    assert "Ingenting er endret siden dette arbeidsutkastet ble laget." in again
    ready.change(validity_months=3)
    assert "Endret siden utkastet ble laget" in lead.get(ready.url("preview")).text
    with app.app_context():
        before = db.session().scalars(select(PreviewFile.sha256)).all()
    lead.post(ready.url("preview"))
    monkeypatch.setattr(files, "made", lambda *_: MADE)
    with app.app_context():
        assert jobs.run_waiting() == 1
        session = db.session()
        assert session.scalar(select(func.count(Preview.id))) == 1
        assert len(before) > len(MADE) == len(session.scalars(select(PreviewFile.sha256)).all())
        for sha256 in before:
            with pytest.raises(FileNotFoundError):
                store.read(sha256, previews.folder(ready.tender_id))
    assert lead.get(fetched).status_code == 404
    assert lead.get(ready.url("preview/files/regler.pdf")).data == b"%PDF-1.7 rules"


def test_who_makes_one_and_who_looks(app: Flask) -> None:
    ready = make_ready(app)
    give_preview(ready)
    tolga = ready.browser("Tolga")
    assert tolga.get(ready.url("preview")).status_code == 200
    assert tolga.get(ready.url("preview/files/regler.pdf")).data == b"%PDF-1.7 rules"
    assert tolga.get(ready.url("preview/files/annet.pdf")).status_code == 404
    ready.change(validity_months=3)
    assert re.fullmatch(r"/jobs/\d+", tolga.post(ready.url("preview")).headers["Location"])
    lead = ready.browser()
    assert lead.post(ready.url("preview")).headers["Location"] == ready.url("preview")  # another's job
    assert "En av de andre deltakerne har bedt om det." in lead.get(ready.url("preview")).text
    with app.app_context(), db.kept() as session:
        outsider, _ = make_buyer(session, "Vik")
        outsider_id = outsider.id
    vik = sign_in(app, outsider_id)
    for page in ("preview", "preview/files/regler.pdf"):
        assert vik.get(ready.url(page)).status_code == 404
    assert vik.post(ready.url("preview")).status_code == 404


def test_what_stops_it_is_told_with_its_place(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = make_ready(app)
    with app.app_context():
        section = db.session().get_one(Tender, ready.tender_id).sections[0]
        key, title, section_id = section.key, section.title, section.id
    ready.browser().post(ready.url("preview"))
    failure = PrintFailed("tender_rules", "memory", f"Konkurransegrunnlag: {title}", [f"{key}#1", "other"])

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(files, "print_version", fail)
    with app.app_context():
        assert jobs.run_waiting() == 1
        job = db.session().scalars(select(Job)).one()
        assert (job.state, job.attempts, job.place) == (JobState.FAILED, 1, f"section:{key}")
        job_id = job.id
    page = ready.browser().get(f"/jobs/{job_id}").text
    assert f"/tenders/{ready.tender_id}/sections/{section_id}" in page
    assert "Del opp den lengste teksten" in page
    assert "Arbeidsutkastet ble ikke laget." in ready.browser().get(ready.url("preview")).text


def test_a_version_that_could_not_be_made_is_a_finding_until_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = make_ready(app)
    with app.app_context():
        key = db.session().get_one(Tender, ready.tender_id).sections[0].key
    ready.freeze(files=False)

    def fail(*_: object, **__: object) -> None:
        raise PrintFailed("tender_rules", "time", "Konkurransegrunnlag: Omfang", [key])

    monkeypatch.setattr(files, "print_version", fail)
    with app.app_context():
        assert jobs.run_waiting() == 1
    lead = ready.browser()
    sentence = "Dokumentene i versjon 1 ble ikke laget. Det stoppet i «Konkurransegrunnlag: Omfang»."
    for page in ("", "versions/1"):
        assert sentence in lead.get(ready.url(page)).text
    assert "Dokumentene lot seg ikke lage." in lead.get(ready.url("versions/1")).text
    ready.change(validity_months=3)
    ready.freeze()
    assert sentence not in lead.get(ready.url()).text


def test_what_has_changed_is_named_by_its_place() -> None:
    def content(**changes: object) -> dict[str, object]:
        tender = {"title": "Kart", "deadline": "2027-01-14", "validity_months": 4}
        rows = [{"key": "scope", "body": "a"}, {"key": "form", "body": "b"}]
        return {"sections": rows, "tender": tender, "lots": [], "requirements": []} | changes

    assert previews.changed(content(), content()) == []
    texts = content(sections=[{"key": "scope", "body": "c"}, {"key": "new", "body": ""}], lots=[1])
    assert previews.changed(content(), texts) == [
        *("section:scope", "section:form", "section:new"),
        "task:lots",
    ]
    assert previews.changed(content(), content(tender={"title": "Kart 2"}))[0] == "task:basics"


def test_a_draft_is_laid_out_when_it_has_been_left_in_peace(
    app: Flask, clock_stands: time_machine.Traveller
) -> None:
    ready, watch = make_ready(app), Watch()
    clock_stands.shift(60)
    ready.change(validity_months=3)
    with app.app_context(), db.reading() as session:
        now = NOW.__class__.now(NOW.tzinfo)
        watch.look(session, now)
        assert watch.ripe(now) is None
        clock_stands.shift(6)
        assert watch.ripe(NOW.__class__.now(NOW.tzinfo)) == ready.tender_id
        del watch.changed[ready.tender_id]
        watch.look(session, now)
        assert watch.changed == {}
