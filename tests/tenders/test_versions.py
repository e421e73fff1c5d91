"""Versions: frozen, printed, downloaded, approved; voided by any change."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from pikepdf import Pdf
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from procure import db
from procure.documents.printer import print_version
from procure.domain.states import TenderState
from procure.files import store
from procure.jobs import service as jobs
from procure.jobs.models import Job, JobState
from procure.tenders import files as files_of
from procure.tenders import papers
from procure.tenders.models import Approval, Version, VersionFile
from procure.tenders.papers.public import public_part
from tests.factories import NOW, make_buyer, sign_in
from tests.pools.making import PASSWORD
from tests.publication.making import Ready, give_files, make_approved, make_ready


@pytest.fixture(autouse=True)
def clock_stands() -> Iterator[time_machine.Traveller]:
    """Let it be a Monday morning in November."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def frozen(ready: Ready, number: int = 1) -> Version:
    return (
        db.session()
        .scalars(select(Version).where(Version.tender_id == ready.tender_id, Version.number == number))
        .one()
    )


@pytest.mark.row("H5")
@pytest.mark.row("H6")
def test_a_version_is_printed_and_its_files_are_what_the_manifest_says(app: Flask) -> None:
    ready = make_ready(app)
    lead = ready.browser()
    answer = lead.post(ready.url("versions"))
    assert re.fullmatch(r"/jobs/\d+", answer.headers["Location"])
    assert "Venter på tur." in lead.get(answer.headers["Location"]).text
    with app.app_context():
        assert jobs.run_waiting() == 1
        job = db.session().scalars(select(Job)).one()
        assert job.state is JobState.DONE
    assert ready.url("versions/1") in lead.get(answer.headers["Location"]).text
    assert "Dokumentene i versjon 1 av" in lead.get("/notifications").text
    page = lead.get(ready.url("versions/1")).text
    links = re.findall(rf'href="({ready.url("versions/1")}/files/([^"]+))"', page)
    files = {name: lead.get(link).data for link, name in links}
    manifest = json.loads(files["manifest.json"])
    listed = [one["name"] for one in manifest["files"]]
    assert len(files) == len(listed) + 2  # with the manifest itself, and the archive
    _check_archive(files, manifest)
    assert listed[:2] == ["00-samlet-konkurransegrunnlag.pdf", "01-konkurransegrunnlag.pdf"]
    assert {"word/01-konkurransegrunnlag.docx", "regneark/prisskjema.xlsx"} <= set(listed)
    assert [one["format"] for one in manifest["files"]] == sorted(
        (one["format"] for one in manifest["files"]), key=["pdf", "docx", "xlsx"].index
    )
    assert manifest["pieces"] == files_of.piece_keys(_content(app, ready))
    _check_package(files["samlet-konkurransegrunnlag.pdf"], manifest["fingerprint"], _content(app, ready))
    _check_same_bytes(app, ready, files)


def _content(app: Flask, ready: Ready) -> dict[str, Any]:
    with app.app_context(), db.reading():
        return frozen(ready).content


def _check_archive(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    """The archive has what can be downloaded one by one, in the manifest's order and with its hashes."""
    with ZipFile(BytesIO(files["alle-dokumenter.zip"])) as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert list(packed) == [*(one["name"] for one in manifest["files"]), "manifest.json"]
    assert sorted(packed.values()) == sorted(files[name] for name in files if name != "alle-dokumenter.zip")
    for one in manifest["files"]:
        assert hashlib.sha256(packed[one["name"]]).hexdigest() == one["sha256"]


def _check_package(data: bytes, fingerprint: str, content: dict[str, Any]) -> None:
    """The combined file has bookmarks that lead somewhere, a language, tags, and itself as data."""
    with Pdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert "Konkurransegrunnlag" in titles
        assert any(title.startswith("Bilag 1") for title in titles)
        assert str(pdf.Root.Lang) == "nb"
        assert "/StructTreeRoot" in pdf.Root
        assert list(pdf.attachments) == ["konkurranse.json"]
        inside = pdf.attachments["konkurranse.json"].get_file().read_bytes()
        assert inside == public_part(content)
        assert json.loads(inside)["fingerprint"] == fingerprint


def _check_same_bytes(app: Flask, ready: Ready, files: dict[str, bytes]) -> None:
    """Printed again, every file is the same; `tests/documents` has it done by other processes."""
    content = _content(app, ready)
    stamp = papers.stamp(content)
    for one in print_version(papers.package(content), stamp, inside=files_of.inside(content, stamp)):
        assert one.pdf == files[papers.file_name(one.kind, one.name)], one.kind


@pytest.mark.row("H5")
def test_printing_again_changes_nothing(app: Flask) -> None:
    ready = make_ready(app)
    ready.freeze()
    with app.app_context():
        before = db.session().scalars(select(VersionFile.sha256).order_by(VersionFile.id)).all()
        db.session().rollback()
        jobs.run_waiting()  # the job that was queued finds the files there
        assert db.session().scalars(select(VersionFile.sha256).order_by(VersionFile.id)).all() == before


def test_what_has_not_changed_is_not_frozen_again(app: Flask) -> None:
    ready = make_ready(app)
    ready.freeze()
    with app.app_context():
        jobs.run_waiting()
    answer = ready.browser().post(ready.url("versions"))
    assert answer.headers["Location"] == ready.url("versions/1")
    ready.change(validity_months=3)
    ready.freeze(files=False)
    with app.app_context():
        assert [one.number for one in db.session().scalars(select(Version).order_by(Version.number))] == [
            1,
            2,
        ]


def test_a_frozen_version_can_never_be_changed(app: Flask) -> None:
    ready = make_ready(app)
    ready.freeze()
    with app.app_context(), pytest.raises((IntegrityError, OperationalError)), db.kept():
        frozen(ready).fingerprint = "0" * 64


def test_approval_names_fingerprint_and_manifest(app: Flask) -> None:
    ready = make_approved(app)
    with app.app_context():
        approval = db.session().scalars(select(Approval)).one()
        version = frozen(ready)
        manifest = next(file for file in version.files if file.kind == "manifest")
        assert approval.fingerprint == version.fingerprint == papers.stamp(version.content).fingerprint
        assert approval.manifest_sha256 == manifest.sha256
        assert hashlib.sha256(store.read(manifest.sha256)).hexdigest() == manifest.sha256
    assert ready.state() is TenderState.APPROVED
    assert "Godkjent" in ready.browser("Tolga").get(ready.url("versions/1")).text


def test_any_change_voids_the_approval(app: Flask) -> None:
    ready = make_approved(app)
    ready.change(validity_months=3)
    assert ready.state() is TenderState.DRAFT
    page = ready.browser().get(ready.url("versions/1")).text
    assert "falt bort" in page
    assert "Konkurransen er endret siden versjonen ble frosset" in page
    answer = ready.browser().post(ready.url("versions/1/approval"), data={"password": PASSWORD})
    assert answer.status_code == 422


def test_a_change_after_freezing_hinders_approval(app: Flask) -> None:
    ready = make_ready(app)
    ready.freeze()
    ready.change(validity_months=3)
    answer = ready.browser().post(ready.url("versions/1/approval"), data={"password": PASSWORD})
    assert answer.status_code == 422
    assert "endret siden versjonen ble frosset" in answer.text


def test_without_files_or_password_nothing_is_approved(app: Flask) -> None:
    ready = make_ready(app)
    ready.freeze(files=False)
    lead = ready.browser()
    unfinished = lead.post(ready.url("versions/1/approval"), data={"password": PASSWORD})
    assert (unfinished.status_code, "ikke ferdige" in unfinished.text) == (422, True)
    other = make_ready_again(ready)
    assert "hent inn svarene deres først" in other.get(ready.url("versions/1/approval")).text
    wrong = other.post(ready.url("versions/1/approval"), data={"password": "feil passord"})
    assert (wrong.status_code, "Passordet stemmer ikke" in wrong.text) == (422, True)
    assert ready.state() is TenderState.DRAFT


def make_ready_again(ready: Ready) -> FlaskClient:
    """Let the files be there, and return the lead's browser."""
    with ready.app.app_context(), db.kept() as session:
        give_files(session, frozen(ready))
    return ready.browser()


def test_a_participant_reads_and_an_outsider_sees_nothing(app: Flask) -> None:
    ready = make_ready(app)
    ready.freeze()
    tolga = ready.browser("Tolga")
    assert tolga.get(ready.url("versions")).status_code == 200
    assert tolga.get(ready.url("versions/1/files/konkurransegrunnlag.pdf")).status_code == 200
    assert tolga.post(ready.url("versions")).status_code == 403
    assert tolga.get(ready.url("versions/1/approval")).status_code == 403
    assert tolga.get(ready.url("versions/2")).status_code == 404
    with app.app_context(), db.kept() as session:
        outsider, _ = make_buyer(session, "Vik")
        outsider_id = outsider.id
    vik = sign_in(app, outsider_id)
    for page in ("versions", "versions/1", "versions/1/files/konkurransegrunnlag.pdf"):
        assert vik.get(ready.url(page)).status_code == 404
