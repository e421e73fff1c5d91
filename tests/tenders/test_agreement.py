"""Another agreement for a draft: what moves, comes and goes, and that nothing typed is lost."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import db
from procure.domain.assembly import canonical
from procure.domain.errors import RuleBroken
from procure.library import load
from procure.library.models import Agreement, Annex
from procure.tenders import papers, service
from procure.tenders.models import Revision, Section, Tender
from procure.tenders.service.agreement import rearrangement
from tests.factories import NOW, sign_in
from tests.filling import sheet
from tests.tenders.making import Draft
from tests.tenders.test_overview import make_open_pool

TYPED = "Målt hver måned, av en tredjepart."


def agreement(session: Session, code: str) -> Agreement:
    return session.scalars(select(Agreement).where(Agreement.code == code)).one()


def choose(session: Session, draft: Draft, tender: Tender, code: str, companion: str | None = None) -> None:
    service.answer(
        session,
        draft.actor(),
        tender,
        version=tender.version,
        now=NOW,
        agreement_id=agreement(session, code).id,
        companion_id=agreement(session, companion).id if companion else None,
        agreement_reason="Fordi.",
    )


def write(session: Session, draft: Draft, tender: Tender, key: str, body: str = TYPED) -> None:
    section = next(each for each in tender.sections if each.key == key)
    service.save_section(
        session, draft.actor(), section, body=body, done=True, version=section.version, now=NOW
    )


def places(tender: Tender) -> dict[str, tuple[int, int | None]]:
    return {each.key: (each.contract, each.annex) for each in tender.sections}


def test_texts_follow_their_role_and_take_the_agreements_own_words(draft: Draft) -> None:
    with draft.open() as (session, tender):
        write(session, draft, tender, "a6_prices", "Alt er med i prisen.")
        choose(session, draft, tender, "SSA-T")
        where = places(tender)
        assert (where["a3_frame"], where["a3_acceptance"], where["a6_prices"]) == ((1, 4), (1, 5), (1, 7))
        assert where["platform_today"] == (1, 3)
        texts = {each.key: each.body for each in tender.sections}
        assert texts["a6_prices"] == "Alt er med i prisen."
        assert texts["a1_purpose"].startswith("Avtalen gjelder «{tittel}»: at løsningen utvikles")
        assert "a4_support" not in texts
    with draft.open() as (_session, tender):
        order = [(each.form is not None, each.annex or 0) for each in tender.sections]
        assert order == sorted(order)


def test_what_is_written_and_has_no_place_is_kept_last_among_the_requirements(draft: Draft) -> None:
    with draft.open() as (session, tender):
        write(session, draft, tender, "a4_availability")
        choose(session, draft, tender, "SSA-T")
        kept = tender.sections[-1]
        assert (kept.key, kept.annex, kept.body) == ("a4_availability", 1, TYPED)
        assert kept.title == "Oppetid og planlagt nedetid"
        choose(session, draft, tender, "SSA-L")
        assert places(tender)["a4_availability"] == (1, 4)


def test_going_back_brings_back_what_was_put_aside(draft: Draft) -> None:
    with draft.open() as (session, tender):
        before = [(each.key, each.annex, each.title, each.body) for each in tender.sections]
        choose(session, draft, tender, "SSA-B")
        assert "a4_support" not in places(tender)
        choose(session, draft, tender, "SSA-L")
        assert [(each.key, each.annex, each.title, each.body) for each in tender.sections] == before
        rows = select(func.count()).select_from(Section).where(Section.tender_id == tender.id)
        assert session.scalar(rows) == len(before) + 1  # what the assistance is, put aside


def test_a_companion_gets_annexes_of_its_own_and_takes_over_what_it_has_a_place_for(draft: Draft) -> None:
    with draft.open() as (session, tender):
        write(session, draft, tender, "a4_availability")
        choose(session, draft, tender, "SSA-T", "SSA-D")
        texts = {each.key: each for each in tender.sections}
        taken = texts["c2_a4_availability"]
        assert (taken.contract, taken.annex, taken.body) == (2, 5, TYPED)
        assert (texts["c2_a1_shared"].contract, texts["c2_operated_object"].annex) == (2, 3)
        assert "a4_availability" not in texts
        choose(session, draft, tender, "SSA-L")
        assert places(tender)["a4_availability"] == (1, 4)
        assert not any(key.startswith("c2_") for key in places(tender))


def test_the_consequence_is_told_without_changing_anything(draft: Draft) -> None:
    with draft.open() as (session, tender):
        write(session, draft, tender, "a4_availability")
        before = places(tender)
        told = rearrangement(session, tender, agreement(session, "SSA-T"), None)
        assert {row.key: text.annex for row, text in told.moved}["a3_acceptance"] == 5
        assert [text.key for text in told.new] == ["platform_today"]
        assert [row.key for row in told.kept] == ["a4_availability"]
        assert {row.key for row in told.gone} == {"a4_support", "a4_compensation"}
        assert places(tender) == before


@pytest.mark.parametrize(
    ("code", "companion", "field"),
    [
        ("SSA-L", "SSA-D", "companion_id"),
        ("SSA-T", "SSA-T", "companion_id"),
        ("SSA-store sky", None, "agreement_id"),
        ("SSA-U", None, "agreement_id"),
    ],
)
def test_only_agreements_that_can_be_used_and_go_together(
    draft: Draft, code: str, companion: str | None, field: str
) -> None:
    with draft.open() as (session, tender):
        with pytest.raises(RuleBroken) as refused:
            choose(session, draft, tender, code, companion)
        assert refused.value.field == field


def test_the_next_save_follows_on_from_the_version(draft: Draft) -> None:
    with draft.open() as (session, tender):
        choose(session, draft, tender, "SSA-K")
        write(session, draft, tender, "a1_purpose")
        section = next(each for each in tender.sections if each.key == "a1_purpose")
        numbers = session.scalars(
            select(Revision.number).where(Revision.section_id == section.id).order_by(Revision.number)
        ).all()
        assert numbers[0] == 1
        assert numbers[-1] == section.version


@pytest.mark.row("C1")
def test_a_draft_stays_on_its_edition_when_a_newer_one_is_loaded(draft: Draft) -> None:
    with draft.open() as (session, tender):
        write(session, draft, tender, "a4_availability")
        before = canonical(papers.content(session, tender, 1, NOW))
        newer = Agreement(**columns(tender.agreement) | {"edition": "2026"})
        for annex in tender.agreement.annexes:
            changed = {"title_nb": f"Ny {annex.title_nb}", "agreement_id": None}
            newer.annexes.append(Annex(**columns(annex) | changed))
        session.add(newer)
    with draft.open() as (session, tender):
        load.load(session)
        assert canonical(papers.content(session, tender, 1, NOW)) == before
        assert tender.agreement.edition == "2018"
        assert service.find_agreements(session, None, None)[0].edition == "2026"
        stands = ("agreement_id", str(tender.agreement_id))
    assert stands in sheet(draft.browser().get(draft.url("/agreement"))).fields


def columns(row: Agreement | Annex) -> dict[str, Any]:
    """Return what a row holds, but for its id."""
    return {each.key: getattr(row, each.key) for each in type(row).__table__.columns if each.key != "id"}


# --- The pages -----------------------------------------------------------------------------------

STANDARD = {
    "service": "yes",
    "adapted": "no",
    "fixed": "yes",
    "operator": "supplier",
    "call_offs": "no",
    "people": "none",
}


def ids(draft: Draft, *codes: str) -> list[str]:
    with draft.open() as (session, _tender):
        return [str(agreement(session, code).id) for code in codes]


@pytest.mark.row("C1")
def test_another_agreement_is_confirmed_after_reading_what_it_does(draft: Draft) -> None:
    with draft.open() as (session, tender):
        write(session, draft, tender, "a4_availability")
    project, operation = ids(draft, "SSA-T", "SSA-D")
    browser = draft.browser()
    form = sheet(browser.get(draft.url("/agreement"))).filled(agreement_id=project, companion_id=operation)
    asked = form.send(browser)
    assert asked.status_code == 422
    page = html.unescape(asked.text)
    assert "«Rammer for etableringen» flyttes fra bilag 3 til bilag 4." in page
    assert "«Brukerstøtte og feilretting» flyttes" in page
    assert "kryss av" in page
    with draft.open() as (_session, tender):
        assert tender.agreement.code == "SSA-L"
    assert sheet(asked).filled(confirmed="y").send(browser).status_code == 302
    with draft.open() as (_session, tender):
        assert (tender.agreement.code, tender.companion and tender.companion.code) == ("SSA-T", "SSA-D")
    page = browser.get(draft.url("/sections")).text
    assert "Kontrakt 2: Bilag 3 Beskrivelse av det som skal driftes" in page
    overview = browser.get(draft.url()).text
    assert "SSA-D, generell avtaletekst 2024" in overview


def test_the_reason_alone_needs_no_confirming(draft: Draft) -> None:
    browser = draft.browser()
    form = sheet(browser.get(draft.url("/agreement"))).filled(agreement_reason="Tjeneste, uten tilpasning.")
    assert form.send(browser).status_code == 302


def test_two_that_do_not_go_together_are_refused_on_the_page(draft: Draft) -> None:
    service_, operation = ids(draft, "SSA-L", "SSA-D")
    browser = draft.browser()
    form = sheet(browser.get(draft.url("/agreement"))).filled(agreement_id=service_, companion_id=operation)
    refused = form.send(browser)
    assert refused.status_code == 422
    assert "SSA-D kan ikke brukes sammen med avtalen dere valgte." in refused.text


@pytest.mark.row("C2")
def test_an_ongoing_service_gets_ssa_l_and_the_reason_is_kept(draft: Draft) -> None:
    browser = draft.browser()
    with draft.open() as (session, tender):
        choose(session, draft, tender, "SSA-K")
    address = draft.url("/guides/agreement")
    proposed = browser.get(f"{address}?{urlencode(STANDARD)}")
    page = html.unescape(proposed.text)
    assert "SSA-L Avtale om løpende tjenestekjøp over internett" in page
    assert "DFØs spørsmål og svar om SSA" in page
    assert "Konsulentavtalene er ikke laget for å utvikle programvare." in page
    assert "tekster kommer til." in page
    assert "som ingen har skrevet i, legges bort." in page
    assert sheet(proposed, address).send(browser).status_code == 302
    with draft.open() as (_session, tender):
        assert (tender.agreement.code, tender.companion) == ("SSA-L", None)
        assert tender.agreement_reason.startswith("Løsningen kjøpes som en standardisert tjeneste")


@pytest.mark.row("C2")
def test_much_adaptation_gets_a_project_with_operation_beside_it(draft: Draft) -> None:
    browser, address = draft.browser(), draft.url("/guides/agreement")
    proposed = browser.get(f"{address}?{urlencode(STANDARD | {'adapted': 'yes'})}")
    assert "To kontrakter: SSA-T til leveransen er godkjent, og SSA-D for tiden etterpå." in proposed.text
    assert sheet(proposed, address).send(browser).status_code == 302
    with draft.open() as (_session, tender):
        assert (tender.agreement.code, tender.companion and tender.companion.code) == ("SSA-T", "SSA-D")


@pytest.mark.row("C2")
def test_a_proposal_before_there_is_a_tender_fills_in_the_form(app: Flask) -> None:
    pool_id, lead_id, _other = make_open_pool(app)
    browser = sign_in(app, lead_id)
    questions = browser.get(f"/tenders/new/agreement?pool={pool_id}")
    assert questions.status_code == 200
    asked = urlencode(STANDARD | {"people": "hours", "pool": str(pool_id)})
    assert "SSA-B Bistandsavtalen" in browser.get(f"/tenders/new/agreement?{asked}").text
    form = sheet(browser.get(f"/tenders/new?{asked}"))
    with app.app_context():
        chosen = str(agreement(db.session(), "SSA-B").id)
        db.session().rollback()
    assert ("agreement_id", chosen) in form.fields
    assert any(
        name == "agreement_reason" and "Kommunene leder arbeidet" in text for name, text in form.fields
    )
    half = sheet(browser.get(f"/tenders/new?pool={pool_id}&service=yes"))
    assert ("agreement_id", chosen) not in half.fields
