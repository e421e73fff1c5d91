"""Every document read on the web: by those who take part, and by everybody once the page is open."""

from __future__ import annotations

import re

from flask import Flask

from procure import db
from procure.tenders import papers
from procure.tenders.models import Version
from tests.publication.making import make_approved, make_ready
from tests.publication.test_notice import send, tell_doffin
from tests.publication.test_page import BELOW, make_open


def kinds(app: Flask) -> list[str]:
    """Return the kinds of the documents of the only version."""
    with app.app_context(), db.reading() as session:
        return [each.kind for each in papers.documents(session.get_one(Version, 1).content)]


def test_anybody_reads_every_document_once_the_page_is_open(app: Flask) -> None:
    ready = make_approved(app, **BELOW)
    client, there = app.test_client(), kinds(app)
    assert len(there) > 5
    address = f"{ready.public}/documents"
    assert client.get(f"{address}/annex_1").status_code == 404
    send(ready)
    assert client.get(f"{address}/annex_1").status_code == 404
    tell_doffin(ready, "2026-114503")
    assert [client.get(f"{address}/{kind}").status_code for kind in there] == [200] * len(there)
    assert client.get(f"{address}/finnes-ikke").status_code == 404


def test_one_follows_the_documents_from_the_first_to_the_last(app: Flask) -> None:
    ready = make_open(app)
    client, read = app.test_client(), []
    address = f"{ready.public}/documents/{kinds(app)[0]}"
    while address:
        page = client.get(address).text
        read.append(address.rpartition("/")[2])
        onward = re.search(r'<a href="([^"]+)" rel="next"', page)
        address = onward[1] if onward else ""
    assert read == kinds(app)


def test_every_link_within_and_between_the_documents_leads_to_a_place(app: Flask) -> None:
    ready = make_open(app)
    client, ids, wanted = app.test_client(), {}, {}
    for kind in kinds(app):
        path = f"{ready.public}/documents/{kind}"
        page = client.get(path).text
        ids[path] = set(re.findall(r' id="([^"]+)"', page))
        for link in re.findall(r'href="([^"#]*#[^"]+)"', page):
            to, _hash, name = link.partition("#")
            wanted[link, path] = (to or path, name)
    lost = {link: where for link, where in wanted.items() if where[1] not in ids.get(where[0], set())}
    assert lost == {}
    assert any(to != path for (_link, path), (to, _name) in wanted.items())


def test_the_page_tells_what_it_is_and_offers_the_files(app: Flask) -> None:
    ready = make_open(app)
    page = app.test_client().get(f"{ready.public}/documents/annex_1").text
    with app.app_context(), db.reading() as session:
        version = session.get_one(Version, 1)
        digits, name = version.fingerprint[:12], version.files[-1].name
    assert "Versjon 1, frosset mandag 23. november 2026" in page
    assert f"{digits[:4]} {digits[4:8]} {digits[8:]}" in page
    assert re.search(rf'href="{ready.public}/files/[^"]+">PDF', page)
    assert 'id="krav-SIK-001"' in page
    assert 'href="#krav-SIK-001"' in page
    assert name not in page  # the ZIP and the manifest are no formats of this document


def test_a_document_speaks_its_own_language_on_any_page(app: Flask) -> None:
    ready = make_open(app, language="nn")
    page = app.test_client().get(f"{ready.public}/documents/annex_1").text
    assert '<html lang="nb"' in page
    assert re.search(r'<article class="edition" id="top"\s+lang="nn"', page)
    assert "Slik svarer de" in page


def test_the_name_in_the_address_may_be_old(app: Flask) -> None:
    ready = make_open(app)
    answer = app.test_client().get(f"/publications/{ready.tender_id}-gammelt/documents/annex_1")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{ready.public}/documents/annex_1")


def test_whoever_has_the_page_of_a_document_is_told_that_nothing_is_new(app: Flask) -> None:
    ready = make_open(app)
    address = f"{ready.public}/documents/annex_1"
    first = app.test_client().get(address)
    again = app.test_client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.headers["Cache-Control"], again.status_code) == ("public, max-age=60", 304)


def test_those_who_take_part_read_a_version_before_it_is_approved(app: Flask) -> None:
    ready = make_ready(app)
    ready.freeze()
    address = ready.url("versions/1/documents/annex_1")
    assert 'id="krav-SIK-001"' in ready.browser("Os").get(address).text
    assert app.test_client().get(address).status_code == 401
    assert ready.browser().get(ready.url("versions/1/documents/nothing")).status_code == 404
    assert ready.browser().get(ready.url("versions/2/documents/annex_1")).status_code == 404
    page = ready.browser().get(ready.url("versions/1")).text
    assert f'href="{address}"' in page


def test_each_document_stands_once_with_its_formats(app: Flask) -> None:
    ready = make_open(app)
    page = app.test_client().get(ready.public).text
    listed = page[page.index("Dokumentene</h2>") : page.index("Kontroller filene")]
    assert listed.count("Bilag 1 Kundens kravspesifikasjon</span></th>") == 1
    assert "4 sider, 1 kB" in listed.replace("\N{NO-BREAK SPACE}", " ")
    assert f'href="{ready.public}/documents/annex_1"' in listed
    assert "manifest.json" not in listed
    assert "manifest.json" in page


def test_a_version_is_read_while_its_files_are_made(app: Flask) -> None:
    ready = make_ready(app)
    ready.freeze(files=False)
    page = ready.browser().get(ready.url("versions/1")).text
    assert "Les på nett mens filene lages" in page
    for kind in kinds(app):
        assert f'href="{ready.url(f"versions/1/documents/{kind}")}"' in page
