"""Anybody shows a file, or types digits, and is told which version it is; never more than they may see."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.states import TenderState
from procure.publication.forms import RecogniseForm
from procure.publication.recognise import Standing, digits_of, how_it_stands
from procure.tenders.models import Preview, PreviewFile, Tender, Version, VersionFile
from procure.web.digests import Passing
from procure.web.limits import limiter
from procure.web.uploads import MEGABYTE
from tests.factories import sign_in
from tests.pools.making import make_place
from tests.publication.making import make_approved, make_ready
from tests.publication.test_notice import send, tell_doffin
from tests.publication.test_page import BELOW, make_open

RULES = b"%PDF-1.7 rules"  # what stands in for the tender rules: see `give_files`


def show(client: FlaskClient, data: bytes, name: str = "et eller annet.pdf") -> TestResponse:
    return client.post("/verification", data={"file": (BytesIO(data), name), "digits": ""})


def type_in(client: FlaskClient, digits: str) -> TestResponse:
    return client.post("/verification", data={"digits": digits})


def fingerprint(app: Flask, number: int = 1) -> str:
    with app.app_context(), db.reading() as session:
        return session.scalars(select(Version.fingerprint).where(Version.number == number)).one()


def sum_of(app: Flask, kind: str) -> str:
    with app.app_context(), db.reading() as session:
        return session.scalars(select(VersionFile.sha256).where(VersionFile.kind == kind)).one()


# --- A file --------------------------------------------------------------------------------------


def test_a_stranger_learns_that_a_file_is_in_force(app: Flask) -> None:
    ready = make_open(app)
    page = show(app.test_client(), RULES).text
    for told in (
        "Filen er kjent igjen",
        "Kvalitetssystem for tre kommuner",
        "Konkurransegrunnlag",
        "PDF",
        "mandag 23. november 2026",
        "Gjelder nå",
        f'href="{ready.public}"',
        hashlib.sha256(RULES).hexdigest(),
        "«et eller annet.pdf» er lik filen",
    ):
        assert told in page
    assert "/tenders/" not in page


@pytest.mark.parametrize("kind", ["manifest", "zip", "package", "annex_1"])
def test_every_file_of_a_version_is_known(app: Flask, kind: str) -> None:
    ready = make_open(app)
    with app.app_context(), db.reading() as session:
        name = session.scalars(select(VersionFile.name).where(VersionFile.kind == kind)).first()
    data = app.test_client().get(f"{ready.public}/files/{name}").data
    assert "Gjelder nå" in show(app.test_client(), data).text


def test_one_changed_byte_makes_it_unknown(app: Flask) -> None:
    make_open(app)
    page = show(app.test_client(), RULES + b" ").text
    assert "Ukjent</h2>" in page.replace("\n", "")
    assert "Kvalitetssystem" not in page


@pytest.mark.row("U3")
def test_a_version_that_is_not_out_is_known_to_those_who_take_part_alone(app: Flask) -> None:
    ready = make_approved(app, **BELOW)
    whole = fingerprint(app)
    for client in (app.test_client(), _outsider(app)):
        for page in (show(client, RULES).text, type_in(client, whole[:12]).text, type_in(client, whole).text):
            assert "Ukjent" in page
            assert "Kvalitetssystem" not in page
    page = show(ready.browser("Os"), RULES).text
    assert "Godkjent" in page
    assert f'href="{ready.url("versions/1")}"' in page
    send(ready)
    assert "Ukjent" in show(app.test_client(), RULES).text
    tell_doffin(ready, "2026-114503")
    assert "Gjelder nå" in show(app.test_client(), RULES).text


def _outsider(app: Flask) -> FlaskClient:
    """Return the browser of a buyer in a municipality that has no part in it."""
    with app.app_context(), db.kept() as session:
        buyer = make_place(session, "Røros").buyer
    return sign_in(app, buyer.user_id or 0)


def test_an_older_version_is_told_to_be_superseded(app: Flask) -> None:
    ready = make_ready(app)
    ready.freeze(files=True)
    old = sum_of(app, "manifest")
    ready.change(title="Avvikssystem for tre kommuner")
    ready.freeze()
    page = type_in(ready.browser(), old).text
    assert "Erstattet" in page
    assert "Versjon 2 har tatt plassen dens." in page
    assert "Kvalitetssystem for tre kommuner" in page  # as it was called then
    assert "Ikke kunngjort" in type_in(ready.browser(), fingerprint(app, 2)).text


def test_a_working_draft_is_told_to_be_one_and_to_nobody_else(app: Flask) -> None:
    ready = make_ready(app)
    data = b"%PDF-1.7 working draft"
    with app.app_context(), db.kept() as session:
        tender = session.get_one(Tender, ready.tender_id)
        preview = Preview(tender_id=tender.id, content={}, made_at=clock.now())
        facts = {"kind": "annex_1", "title": "Bilag 1", "name": "utkast.pdf", "media_type": "application/pdf"}
        sha256 = hashlib.sha256(data).hexdigest()
        preview.files.append(PreviewFile(position=0, sha256=sha256, size=len(data), pages=1, **facts))
        session.add(preview)
    page = show(ready.browser("Tolga"), data).text
    assert "Dette er et arbeidsutkast" in page
    assert "Kvalitetssystem for tre kommuner" in page
    assert "Ukjent" in show(app.test_client(), data).text


# --- Digits --------------------------------------------------------------------------------------


def test_twelve_digits_from_paper_tell_the_version(app: Flask) -> None:
    ready = make_open(app)
    digits = fingerprint(app)[:12]
    page = type_in(app.test_client(), f"Samkjøp · innhold {digits[:4]} {digits[4:8]} {digits[8:]}").text
    assert "Sifrene er kjent igjen" in page
    assert "Versjon 1" in page
    assert f'href="{ready.public}"' in page


def test_a_sum_from_the_manifest_tells_the_file(app: Flask) -> None:
    make_open(app)
    page = type_in(app.test_client(), f"SHA-256: {hashlib.sha256(RULES).hexdigest().upper()}").text
    assert "Konkurransegrunnlag" in page
    assert "Gjelder nå" in page


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("5b20c9e1774a", "5b20c9e1774a"),
        ("5B20 C9E1\N{NO-BREAK SPACE}774A", "5b20c9e1774a"),
        ("Samkjøp · innhald 5b20 c9e1 774a", "5b20c9e1774a"),
        ("sha256:" + "ab" * 32, "ab" * 32),
        ("SHA-256 " + "ab" * 32, "ab" * 32),
    ],
)
def test_digits_are_read_as_they_stand_on_paper(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


@pytest.mark.parametrize(
    "typed", ["5b20 c9e1", "", "ab" * 33, "5b20c9e1774g", "'; drop table --", "%", "_" * 12]
)
def test_what_is_no_digits_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="tolv"):
        digits_of(typed)


# --- The page ------------------------------------------------------------------------------------


def test_nothing_given_is_asked_for_again(app: Flask) -> None:
    answer = app.test_client().post("/verification", data={"digits": ""})
    assert answer.status_code == 422
    assert "Velg en fil, eller skriv sifrene." in answer.text
    wrong = type_in(app.test_client(), "abc <b>")
    assert wrong.status_code == 422
    assert "Skriv de tolv sifrene" in wrong.text
    assert 'value="abc &lt;b&gt;"' in wrong.text


def test_a_file_that_is_too_large_or_empty_is_refused_beside_its_field(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert RecogniseForm.file.kwargs["most"] == 50 * MEGABYTE
    monkeypatch.setitem(RecogniseForm.file.kwargs, "most", 3)
    large = show(app.test_client(), b"fire")
    assert large.status_code == 422
    assert "er for stor. Den kan være inntil" in large.text
    empty = show(app.test_client(), b"")
    assert empty.status_code == 422
    assert "er tom" in empty.text


def test_what_is_shown_is_kept_nowhere(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even while it comes: there is no temporary file, and the memory of a piece is let go."""
    monkeypatch.setattr("werkzeug.formparser.default_stream_factory", None)
    ready = make_open(app)
    before = sorted(path for path in tmp_path.rglob("*"))
    assert "Ukjent" in show(ready.browser(), b"secret" * 20_000).text
    assert sorted(path for path in tmp_path.rglob("*") if "wal" not in path.name) == [
        path for path in before if "wal" not in path.name
    ]


def test_bytes_that_pass_leave_their_sum_alone() -> None:
    passing = Passing()
    for piece in (b"en ", b"fil"):
        assert passing.write(piece) == len(piece)
    assert (passing.size, passing.sha256) == (6, hashlib.sha256(b"en fil").hexdigest())
    assert passing.writable()
    assert passing.seek(0) == 0


def test_one_who_asks_too_often_is_slowed_down(app: Flask) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    limiter.enabled = True
    limiter.reset()
    try:
        statuses = {type_in(app.test_client(), "5b20c9e1774a").status_code for _time in range(31)}
    finally:
        limiter.enabled = False
    assert statuses == {200, 429}


# --- How a version stands ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "in_force", "approved", "newest", "told"),
    [
        (2, 2, 2, 2, (Standing.IN_FORCE, None)),
        (1, 2, 2, 3, (Standing.SUPERSEDED, 2)),
        (3, 2, 2, 3, (Standing.NOT_OUT, None)),
        (2, None, 2, 2, (Standing.APPROVED, None)),
        (1, None, 2, 2, (Standing.SUPERSEDED, 2)),
        (2, None, None, 2, (Standing.NEWEST, None)),
        (1, None, None, 2, (Standing.SUPERSEDED, 2)),
        (2, None, 1, 3, (Standing.SUPERSEDED, 3)),
    ],
)
def test_how_a_version_stands(
    number: int,
    in_force: int | None,
    approved: int | None,
    newest: int,
    told: tuple[Standing, int | None],
) -> None:
    stands = how_it_stands(number, TenderState.DRAFT, in_force=in_force, approved=approved, newest=newest)
    assert stands == told
    cancelled = how_it_stands(
        number, TenderState.CANCELLED, in_force=in_force, approved=approved, newest=newest
    )
    assert cancelled == (Standing.CANCELLED, None)
