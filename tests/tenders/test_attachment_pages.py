"""Files of the buyers' own, as they are sent, looked through, read and taken into versions."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from procure.domain.assembly import texts
from procure.files import store
from procure.tenders import papers
from tests.factories import NOW
from tests.files import samples
from tests.tenders.making import OUTSIDER, PARTICIPANT, Draft
from tests.tenders.test_agreed import kept

TEXT = "Arealplan for Tynset"


def send(browser: FlaskClient, address: str, name: str, data: bytes, **facts: Any) -> TestResponse:
    told = {"title": TEXT, "home": "1:", "once": sha256(name.encode()).hexdigest()[:32], **facts}
    answer = browser.post(address, data={**told, "file": (BytesIO(data), name)})
    answer.request.environ["wsgi.input"].close()  # a large form lies in a file of the test client's own
    return answer


def attach(draft: Draft, name: str, data: bytes, **facts: Any) -> TestResponse:
    return send(draft.browser(), draft.url("/attachments/new"), name, data, **facts)


@pytest.mark.row("H8")
def test_files_are_tied_to_annexes_ordered_and_lie_in_the_version_with_their_hash(draft: Draft) -> None:
    browser = draft.browser()
    files = {"kart.pdf": samples.pdf(), "mønster.docx": samples.docx(), "rom.xlsx": samples.xlsx()}
    for place, (name, data) in enumerate(files.items()):
        assert attach(draft, name, data, title=f"Fil {place}", home=f"1:{place + 1}").status_code == 302
    page = browser.get(draft.url("/attachments")).text
    assert page.index("kart.pdf") < page.index("mønster.docx") < page.index("rom.xlsx")
    assert "Bilag 3" in page
    assert "Ikke virusskannet" in page
    with draft.open() as (_session, tender):
        last = tender.attachments[-1].id
    browser.post(draft.url(f"/attachments/{last}/position"), data={"way": "up"})
    with draft.open() as (session, tender):
        content = papers.content(session, tender, 1, NOW)
        assert [each["name"] for each in content["attachments"]] == ["kart.pdf", "rom.xlsx", "mønster.docx"]
        attached = next(each for each in papers.documents(content) if each.kind == "attachments")
        listed = "\n".join(texts(attached.chapters)).replace("\\", "")
        for each in content["attachments"]:
            assert each["sha256"] in listed.replace(" ", "")
            assert each["name"] in listed
        made = kept(session, draft, tender, content)
        with ZipFile(BytesIO(store.read(made["alle-dokumenter.zip"].sha256))) as archive:
            for name, data in files.items():
                assert archive.read(f"vedlegg/{name}") == data
            told = archive.read("manifest.json").decode()
            assert all(each["sha256"] in told for each in content["attachments"])


@pytest.mark.row("H8")
def test_the_cover_says_when_the_general_text_is_not_attached(draft: Draft) -> None:
    assert "ikke vedlagt" in cover(draft)
    assert "Den generelle avtaleteksten til SSA-L er ikke lagt ved." in page_of(draft)
    assert "Ikke lagt ved: leverandøren henter den hos DFØ." in draft.browser().get(draft.url()).text
    attach(draft, "ssa-l.docx", samples.docx(), title="SSA-L", official_text="y")
    assert "ikke vedlagt" not in cover(draft)
    assert "er ikke lagt ved" not in page_of(draft)


def page_of(draft: Draft) -> str:
    return draft.browser().get(draft.url("/attachments")).text


def cover(draft: Draft) -> str:
    with draft.open() as (session, tender):
        content = papers.content(session, tender, 1, NOW)
    found = papers.package(content).cover
    return " ".join(fact.value for fact in found.facts)


def test_a_file_is_read_by_those_in_it_as_a_download_and_by_nobody_else(draft: Draft) -> None:
    attach(draft, "les.txt", b"<script>alert(1)</script>")
    with draft.open() as (_session, tender):
        address = draft.url(f"/attachments/{tender.attachments[0].id}/file")
    answer = draft.browser(PARTICIPANT).get(address)
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert draft.browser(OUTSIDER).get(address).status_code == 404
    assert draft.app.test_client().get(address).status_code == 401


@pytest.mark.row("U4")
@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("side.html", b"<p>Hei</p>", "må være en av disse"),
        ("virus.txt", samples.EICAR.encode(), "inneholder et virus"),
        ("virus.docx", samples.docx(word__a_dot_txt=samples.EICAR), "inneholder et virus"),
        ("kart.pdf", b"<p>Hei</p>", "ikke det filnavnet sier (.pdf)"),
        ("makro.docx", samples.docx(word__vbaProject_dot_bin=b"x"), "makroer"),
        ("bombe.xlsx", samples.archive({"xl/a.xml": b"0" * 30_000_000}), "for stor når den pakkes ut"),
        ("tom.pdf", b"", "er tom"),
        ("stor.pdf", b"%PDF-" + b"x" * (20 * 1024 * 1024), "inntil 20 MB"),
    ],
)
def test_what_cannot_be_attached_is_told_beside_the_field_and_the_rest_is_kept(
    draft: Draft, name: str, data: bytes, sentence: str
) -> None:
    answer = attach(draft, name, data)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert 'id="file-error"' in answer.text
    assert TEXT in answer.text
    assert "Ingen vedlegg ennå" in page_of(draft)


@pytest.mark.row("U4")
def test_what_is_far_too_large_has_its_own_page_and_other_pages_take_no_files(draft: Draft) -> None:
    huge = b"x" * (41 * 1024 * 1024)
    assert attach(draft, "stor.pdf", huge).status_code == 413
    answer = send(draft.browser(), draft.url("/basics"), "a.pdf", b"x" * (3 * 1024 * 1024))
    assert answer.status_code == 413


def test_a_file_must_be_chosen_and_a_double_click_attaches_one(draft: Draft) -> None:
    browser = draft.browser()
    told = {"title": TEXT, "home": "1:", "once": "b" * 32}
    answer = browser.post(draft.url("/attachments/new"), data=told)
    assert (answer.status_code, "Velg en fil" in answer.text) == (422, True)
    for _hand in range(2):
        assert attach(draft, "kart.pdf", samples.pdf()).status_code == 302
    assert page_of(draft).count("kart.pdf") == 1


def test_a_file_is_replaced_renamed_and_taken_out_while_versions_keep_theirs(draft: Draft) -> None:
    first = samples.pdf()
    attach(draft, "§ 5 Kart & plan.PDF", first)
    browser = draft.browser()
    with draft.open() as (session, tender):
        row = tender.attachments[0]
        row_id, version, before = row.id, row.version, row.sha256
        assert row.name == "5 Kart - plan.pdf"
        kept(session, draft, tender, papers.content(session, tender, 1, NOW))
    address = draft.url(f"/attachments/{row_id}")
    facts: dict[str, Any] = {"title": "Nytt kart", "home": "1:6", "version": str(version)}
    assert browser.post(address, data=facts).status_code == 302
    assert browser.post(address, data=facts).status_code == 409  # filled in from what is no longer there
    facts["version"] = str(version + 1)
    answer = send(browser, address, "kart.pdf", b"nei", **facts)
    assert (answer.status_code, "Nytt kart" in answer.text) == (422, True)
    assert send(browser, address, "kart-2.pdf", samples.pdf(Title="2"), **facts).status_code == 302
    with draft.open() as (_session, tender):
        row = tender.attachments[0]
        assert (row.name, row.annex) == ("kart-2.pdf", 6)
        assert row.sha256 != before
    assert "Versjoner som er frosset, har filen fortsatt." in browser.get(f"{address}/removal").text
    assert browser.post(f"{address}/removal").status_code == 302
    assert "Ingen vedlegg ennå" in page_of(draft)
    with draft.app.app_context():
        assert store.read(before) == first


def test_a_file_that_moves_nowhere_stays(draft: Draft) -> None:
    attach(draft, "kart.pdf", samples.pdf())
    with draft.open() as (_session, tender):
        address = draft.url(f"/attachments/{tender.attachments[0].id}/position")
    assert draft.browser().post(address, data={"way": "down"}).status_code == 302
