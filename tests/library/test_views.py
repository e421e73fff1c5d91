"""The agreements as people read them, and what an adviser corrects."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import db
from procure.domain.policy import Role
from procure.library import load, service
from procure.library.models import Agreement, Annex, AnnexRole
from procure.library.standing import Stand, checksum, manifest, stand
from procure.reference import lists
from tests.factories import make_user, municipality, sign_in
from tests.filling import sheet

TITLES = {"title_nb": "Kundens beskrivelse av plattformen", "title_nn": "Kunden si skildring av plattforma"}


def agreement(session: Session, code: str) -> Agreement:
    return session.scalars(select(Agreement).where(Agreement.code == code)).one()


def ids(app: Flask, code: str, number: int = 3) -> tuple[int, int]:
    """Return the ids of an agreement and of one of its annexes; 0 where it has none."""
    with app.app_context():
        found = agreement(db.session(), code)
        annex = next((each.id for each in found.annexes if each.number == number), 0)
        db.session().rollback()
        return found.id, annex


@pytest.fixture
def buyer(app: Flask) -> int:
    return person(app, Role.BUYER)


@pytest.fixture
def adviser(app: Flask) -> int:
    return person(app, Role.ADVISER)


def person(app: Flask, role: Role) -> int:
    with app.app_context(), db.kept() as session:
        return make_user(session, municipality(session, "Tolga"), role).id


@pytest.mark.row("C1")
def test_every_agreement_is_shown_with_edition_source_and_what_is_new(app: Flask, buyer: int) -> None:
    page = sign_in(app, buyer).get("/library").text
    for entry in lists.agreements():
        assert entry.code in page
        assert entry.use_nb[:40] in page
    assert page.count("Som lagt inn</span>") == len(lists.agreements())
    found, _annex = ids(app, "SSA-T")
    page = sign_in(app, buyer).get(f"/library/{found}").text
    assert "Oppdatert i juni 2024" in page
    assert "Bilagslisten er lest i utgaven fra 2015" in page
    assert page.count("Ikke kontrollert</span>") == 10
    assert "Rett tittelen" not in page


@pytest.mark.row("C1")
def test_who_fills_in_what_and_when_and_what_goes_first(app: Flask, buyer: int) -> None:
    found, _annex = ids(app, "SSA-L")
    page = re.sub(r"\s+", " ", sign_in(app, buyer).get(f"/library/{found}").text)
    assert "2 Leverandørens beskrivelse av tjenesten" in page
    assert ">Kravene</td>" in page  # what annex 1 is for
    assert "Sammen med tilbudet" in page
    assert "Tomt til avtalen er signert" in page
    assert "Bilag 1 går foran de andre bilagene." in page
    assert "0,15 prosent" in page
    assert "bilag 7" in page
    assert "punkt 1.2" in page
    assert "Egne bilag får numre etter det siste." in page
    assert 'href="https://anskaffelser.no/' in page
    simple, _annex = ids(app, "SSA-B enkel")
    assert "Bilagstabellen" not in sign_in(app, buyer).get(f"/library/{simple}").text


@pytest.mark.row("C1")
def test_an_adviser_corrects_a_title_and_loading_again_keeps_it(app: Flask, adviser: int, buyer: int) -> None:
    found, annex = ids(app, "SSA-T")
    address = f"/library/{found}/annexes/{annex}"
    assert sign_in(app, buyer).get(address).status_code == 403
    browser = sign_in(app, adviser)
    assert sheet(browser.get(address)).filled(**TITLES).send(browser).status_code == 302
    page = browser.get(f"/library/{found}").text
    assert TITLES["title_nb"] in page
    assert page.count("Rettet av rådgiver") == 2  # the agreement, and the annex
    with app.app_context(), db.kept() as session:
        load.load(session)
        row = session.get_one(Annex, annex)
        assert (row.title_nn, row.verified, row.corrected_by_id) == (TITLES["title_nn"], True, adviser)
        assert stand(row.agreement) is Stand.CORRECTED


def test_a_title_read_in_the_agreement_itself_stands(app: Flask, adviser: int) -> None:
    found, annex = ids(app, "SSA-L")
    browser = sign_in(app, adviser)
    assert "Rett tittelen" not in browser.get(f"/library/{found}").text
    refused = sheet(browser.get(f"/library/{found}/annexes/{annex}")).filled(**TITLES).send(browser)
    assert refused.status_code == 422
    assert "lest i selve avtalen" in refused.text


def test_the_annexes_we_could_not_find_are_entered_and_then_the_agreement_can_be_used(
    app: Flask, adviser: int
) -> None:
    found, _none = ids(app, "SSA-store sky")
    browser, address = sign_in(app, adviser), f"/library/{found}/annexes"
    for number, role in ((1, AnnexRole.REQUIREMENTS), (2, AnnexRole.PRICE), (3, AnnexRole.CHANGES)):
        form = sheet(browser.get(address)).filled(number=str(number), role=role, **TITLES)
        assert form.send(browser).status_code == 302
    for number, role, reason in ((3, AnnexRole.PLAN, "Bilag 3 er lagt inn"), (4, AnnexRole.PRICE, "rollen")):
        refused = sheet(browser.get(address)).filled(number=str(number), role=role, **TITLES).send(browser)
        assert (refused.status_code, reason in refused.text) == (422, True)
    with app.app_context():
        entered = agreement(db.session(), "SSA-store sky")
        assert entered.ready
        assert entered.annexes[0].guidance_nb
        db.session().rollback()


@pytest.mark.parametrize(
    ("number", "role", "answer"),
    [
        ("10", AnnexRole.LICENCES, "302"),
        ("9", AnnexRole.LICENCES, "Bilagene til og med 9 er kjent."),
        ("10", AnnexRole.TESTING, "slike som kommunene ikke skriver i"),
        ("10", AnnexRole.THIRD_PARTY, "302"),
    ],
)
def test_an_annex_of_a_later_edition_is_entered_after_those_we_list(
    app: Flask, adviser: int, number: str, role: AnnexRole, answer: str
) -> None:
    """SSA-V has had nine annexes, and may have a tenth with the terms of third parties or licences."""
    found, _annex = ids(app, "SSA-V")
    browser, address = sign_in(app, adviser), f"/library/{found}/annexes"
    sent = sheet(browser.get(address)).filled(number=number, role=role, **TITLES).send(browser)
    assert answer in f"{sent.status_code} {sent.text}"
    page = browser.get(f"/library/{found}").text
    assert (f"10 {TITLES['title_nb']}" in page) is (answer == "302")


def test_no_annex_is_entered_where_they_are_known(app: Flask, adviser: int) -> None:
    for code in ("SSA-L", "SSA-U"):
        found, _annex = ids(app, code)
        browser = sign_in(app, adviser)
        form = sheet(browser.get(f"/library/{found}/annexes")).filled(number="20", role="plan", **TITLES)
        assert form.send(browser).status_code == 422


def test_what_is_loaded_has_the_checksums_that_are_written_down(session: Session) -> None:
    loaded = {f"{each.code} {each.edition}": checksum(each) for each in session.scalars(select(Agreement))}
    assert loaded == dict(manifest())
    assert loaded == {f"{each.code} {each.edition}": checksum(each) for each in lists.agreements()}


def test_an_agreement_that_nobody_has_corrected_and_that_is_not_as_it_was_differs(session: Session) -> None:
    found = agreement(session, "SSA-K")
    assert stand(found) is Stand.MATCHES
    found.annexes[0].title_nb = "Noe annet"
    assert stand(found) is Stand.DIFFERS
    assert service.can_correct(found.annexes[0])
    session.rollback()
