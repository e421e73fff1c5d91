"""The pages about the contracts: changes to the general text, lawful clauses, standard forms."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from procure import db
from procure.domain.assembly import texts
from procure.domain.money import Ore
from procure.library.models import Agreement
from procure.tenders import papers, service
from procure.tenders.models import ContractChange, Section, Tender
from tests.factories import NOW
from tests.filling import sheet
from tests.publication.making import make_ready
from tests.tenders.making import LEAD, OUTSIDER, PARTICIPANT, Draft, make_draft

CHANGE = {
    "clause": "5.1",
    "kind": "replaced",
    "text": "Avtalen varer i fire år.",
    "reason": "Slik er planen.",
}


def companion(draft: Draft) -> None:
    """Build the tender on two agreements."""
    with draft.open() as (session, tender):
        by_code = {each.code: each.id for each in session.scalars(select(Agreement))}
        service.answer(
            session,
            draft.actor(),
            tender,
            version=tender.version,
            now=NOW,
            agreement_id=by_code["SSA-T"],
            companion_id=by_code["SSA-D"],
        )


def value(draft: Draft) -> None:
    with draft.open() as (session, tender):
        facts = {"estimate": Ore(3_000_000_00), "estimated_on": NOW.date()}
        service.answer(session, draft.actor(), tender, version=tender.version, now=NOW, **facts)


def printed(draft: Draft, kind: str) -> str:
    with draft.open() as (session, tender):
        documents = papers.documents(papers.content(session, tender, 1, NOW))
        found = next(each for each in documents if each.kind == kind)
        return "\n".join(texts(found.chapters)).replace("\\", "")


# --- Changes -------------------------------------------------------------------------------------


def test_changes_are_written_moved_edited_and_taken_out_on_pages(draft: Draft) -> None:
    browser = draft.browser()
    assert "Ingen endringer" in browser.get(draft.url("/changes")).text
    for clause in ("5.1", "9.2.3"):
        form = sheet(browser.get(draft.url("/changes/new"))).filled(**CHANGE | {"clause": clause})
        assert form.send(browser).location == draft.url("/changes")
        form.send(browser)  # a double click
    page = browser.get(draft.url("/changes")).text
    assert page.index("Punkt 5.1") < page.index("Punkt 9.2.3")
    assert "Dette sier SSA-L fra før" in page
    with draft.open() as (session, _tender):
        first, second = session.scalars(select(ContractChange.id).order_by(ContractChange.position)).all()
    browser.post(draft.url(f"/changes/{second}/position"), data={"way": "up"})
    assert printed(draft, "annex_7").index("9.2.3") < printed(draft, "annex_7").index("5.1")
    edit = sheet(browser.get(draft.url(f"/changes/{first}"))).filled(text="Avtalen varer i to år.")
    assert edit.send(browser).status_code == 302
    assert edit.filled(text="Noe annet.").send(browser).status_code == 409  # somebody was first
    assert "to år" in printed(draft, "annex_7")
    browser.post(draft.url(f"/changes/{second}/removal"))
    assert "Endringen av punkt 9.2.3 er tatt bort." in browser.get(draft.url("/changes")).text
    assert "9.2.3" not in browser.get(draft.url("/changes")).text


def test_a_new_wording_is_asked_for_and_what_was_typed_stands(draft: Draft) -> None:
    browser = draft.browser()
    answer = browser.post(draft.url("/changes/new"), data={**CHANGE, "text": "", "once": "a" * 32})
    assert (answer.status_code, "Skriv den nye ordlyden." in answer.text) == (422, True)
    assert "Slik er planen." in answer.text


def test_each_of_two_contracts_has_its_changes(draft: Draft) -> None:
    companion(draft)
    browser = draft.browser()
    assert "Ny endring i SSA-D" in browser.get(draft.url("/changes")).text
    form = sheet(browser.get(draft.url("/changes/new?contract=2")))
    assert ("contract", "2") in form.fields
    form.filled(**CHANGE).send(browser)
    assert "5.1" in printed(draft, "annex_2_8")


# --- Clauses -------------------------------------------------------------------------------------


def test_a_clause_is_left_out_with_a_reason_only_where_the_law_lets_it(draft: Draft) -> None:
    browser = draft.browser()
    assert "Skriv den anslåtte verdien" in browser.get(draft.url("/clauses")).text
    value(draft)
    page = browser.get(draft.url("/clauses")).text
    assert "Påbudt: kan ikke utelates." in page
    assert draft.url("/clauses/wages/omission") not in page
    assert browser.get(draft.url("/clauses/wages/omission")).status_code == 404
    form = sheet(browser.get(draft.url("/clauses/security/omission")))
    assert form.filled(reason=" ").send(browser).status_code == 422
    assert form.filled(reason="Står i bilag 1.").send(browser).location == draft.url("/clauses")
    page = browser.get(draft.url("/clauses")).text
    assert "Grunn: Står i bilag 1." in page
    assert "beredskap" not in printed(draft, "annex_5")
    browser.post(draft.url("/clauses/security/restoration"))
    assert "beredskap" in printed(draft, "annex_5")


# --- Standard forms ------------------------------------------------------------------------------

NAMES = {
    "nb": ("Tilbudsbrev", "Forpliktelseserklæring", "Referanseskjema", "sladding", "Databehandleravtale"),
    "nn": ("Tilbodsbrev", "Forpliktingserklæring", "Referanseskjema", "sladding", "Databehandlaravtale"),
}


@pytest.mark.row("H9")
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_form_is_in_the_package_filled_with_the_facts(app: Flask, language: str) -> None:
    ready = make_ready(app, language=language)
    with app.app_context(), db.kept() as session:
        content = papers.content(session, session.get_one(Tender, ready.tender_id), 1, NOW)
    documents = {each.kind: each for each in papers.documents(content)}
    forms = {kind: each for kind, each in documents.items() if kind.startswith("form_")}
    assert len(forms) == 5
    for name, document in zip(NAMES[language], forms.values(), strict=True):
        told = "\n".join(texts(document.chapters))
        assert name in document.name
        assert content["tender"]["title"] in told.replace("\\", "")
        assert "{" not in told
        assert document.language == language
    offer = "\n".join(texts(forms["form_offer_letter"].chapters)).replace("\\", "")
    assert "SSA-L" in offer
    assert {"nb": "deltakeroversikten", "nn": "deltakaroversynet"}[
        language
    ] in offer  # who they are stands in one place, however many
    listed = "\n".join(texts(documents["participants"].chapters)).replace("\\", "")
    assert all(each["name"] in listed for each in content["participants"])


@pytest.mark.row("H9")
def test_a_form_is_left_out_with_a_reason_and_taken_in_again(draft: Draft) -> None:
    browser = draft.browser()
    page = browser.get(draft.url("/forms"))
    assert all(name in page.text for name in NAMES["nb"])
    with draft.open() as (session, _tender):
        form_id = session.scalars(select(Section.id).where(Section.form == "reference_form")).one()
    form = sheet(browser.get(draft.url(f"/forms/{form_id}/omission")))
    assert form.filled(reason="").send(browser).status_code == 422
    form.filled(reason="Vi ber ikke om referanser.").send(browser)
    form.filled(reason="Vi ber ikke om referanser.").send(browser)
    assert "Grunn: Vi ber ikke om referanser." in browser.get(draft.url("/forms")).text
    assert "Skjemaer: 4. Utelatt: 1" in browser.get(draft.url()).text
    with draft.open() as (session, tender):
        kinds = [each.kind for each in papers.documents(papers.content(session, tender, 1, NOW))]
    assert "form_reference_form" not in kinds
    for _again in range(2):
        browser.post(draft.url(f"/forms/{form_id}/restoration"))
    assert "Skjemaer: 5" in browser.get(draft.url()).text


def test_a_text_that_is_no_form_cannot_be_left_out(draft: Draft) -> None:
    section = draft.section("about")
    assert draft.browser().get(draft.url(f"/forms/{section.id}/omission")).status_code == 404


# --- Who may -------------------------------------------------------------------------------------

PAGES = ("/changes", "/clauses", "/attachments", "/forms", "/phases")
EDITS = ("/changes/new", "/clauses/security/omission", "/attachments/new")


def test_a_participant_reads_and_an_outsider_sees_nothing(app: Flask) -> None:
    draft = make_draft(app)
    value(draft)
    for page in (*PAGES, *EDITS):
        assert draft.browser(LEAD).get(draft.url(page)).status_code == 200, page
        assert draft.browser(OUTSIDER).get(draft.url(page)).status_code == 404, page
    for page in PAGES:
        read = draft.browser(PARTICIPANT).get(draft.url(page))
        assert (read.status_code, "<form" in read.text.partition("<main")[2]) == (200, False), page
    for page in EDITS:
        assert draft.browser(PARTICIPANT).get(draft.url(page)).status_code == 403, page


def test_all_of_it_stands_among_the_answers(draft: Draft) -> None:
    value(draft)
    browser = draft.browser()
    sheet(browser.get(draft.url("/changes/new"))).filled(**CHANGE).send(browser)
    sheet(browser.get(draft.url("/clauses/security/omission"))).filled(reason="I bilag 1.").send(browser)
    page = browser.get(draft.url("/answers")).text
    assert "Punkt 5.1" in page
    assert "Utelatt: Sikkerhet og beredskap" in page
    assert draft.url("/attachments") in page
