"""The groups of questions: what is kept, what is refused, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from procure.audit.models import AuditEvent
from procure.domain.errors import RuleBroken
from procure.domain.policy import Role
from procure.domain.states import TenderState
from procure.library.models import BankRequirement
from procure.notifications.models import Notification
from procure.tenders import service
from procure.tenders.models import Approval, ContractModel, Version
from tests.factories import NOW, make_user, sign_in
from tests.tenders.making import Draft

TIMES = {
    "dispatch_on": "30.11.2026",
    "questions_until": ["4.1.2027", "12.00"],
    "deadline": ["14.1.2027", "12.00"],
    "start_on": "",
}


def send(draft: Draft, group: str, **typed: Any) -> Any:
    data = {"version": draft.version()} | typed
    return draft.browser().post(draft.url(f"/{group}"), data=data)


def test_a_value_is_kept_and_says_which_rules_apply(draft: Draft) -> None:
    answer = send(
        draft, "value", estimate="4 590 000", estimated_on="2.11.2026", estimate_method="Dagens avtaler"
    )
    assert answer.status_code == 302
    with draft.open() as (_session, tender):
        assert (tender.estimate, tender.estimated_on) == (4_590_000_00, date(2026, 11, 2))
    assert "Del III: kunngjøres i Doffin og TED" in draft.browser().get(draft.url()).text


REFUSED: tuple[tuple[str, dict[str, str], str], ...] = (
    ("value", {"estimate": "mye"}, "«mye» må være et beløp"),
    ("value", {"estimate": "100"}, "Skriv hvilken dag verdien er anslått."),
    ("value", {"estimated_on": "1.11.2026"}, "Skriv verdien også"),
    ("timetable", {"dispatch_on": "1.1.1900"}, "Vi kjenner ikke reglene før"),
    ("timetable", {"dispatch_on": "31.2.2027"}, "finnes ikke"),
    ("terms", {"duration_months": "48000"}, "må være fra 0 til 600"),
    ("terms", {"open_ended": "y", "extension_months": "12"}, "En kontrakt uten slutt kan ikke forlenges."),
    ("submission", {"channel_name": "X", "channel_url": "http://x.no"}, "Skriv hele nettadressen"),
    ("submission", {"channel_name": "X", "channel_url": "https://[x"}, "Skriv hele nettadressen"),
    (
        "submission",
        {"channel_name": "X", "channel_url": "javascript:alert(1)"},
        "Skriv hele nettadressen",
    ),
    ("procedure", {"procedure": "made_up"}, "Velg et av alternativene"),
    ("basics", {"title": "", "description": "", "language": "nb"}, "Skriv hva konkurransen skal hete"),
)


def test_what_cannot_stand_is_refused_and_given_back(draft: Draft) -> None:
    version, browser = draft.version(), draft.browser()
    for group, typed, said in REFUSED:
        page = browser.post(draft.url(f"/{group}"), data={"version": version} | typed)
        assert page.status_code == 422, typed
        assert said in page.text, typed
        assert all(value in page.text for name, value in typed.items() if name != "procedure"), typed


@pytest.mark.row("I9")
def test_a_submission_channel_is_asked_for_until_it_is_there(draft: Draft) -> None:
    missing = "Skriv navn og nettadresse til løsningen der tilbudene leveres."
    assert missing in draft.browser().get(draft.url("/submission")).text
    send(draft, "submission", channel_name="Anbudsporten", channel_url="https://anbudsporten.example/t/1")
    assert missing not in draft.browser().get(draft.url("/submission")).text
    section = draft.section("submission")
    page = draft.browser().get(draft.url(f"/sections/{section.id}")).text
    assert "https://anbudsporten.example/t/1" in page


def test_the_earliest_deadline_is_told_with_its_source(draft: Draft) -> None:
    send(draft, "value", estimate="4590000", estimated_on="2.11.2026", estimate_method="Slik")
    send(draft, "procedure", procedure="open")
    send(draft, "timetable", **TIMES)
    page = draft.browser().get(draft.url("/timetable")).text
    assert "onsdag 30. desember 2026" in page
    assert "FOA §§ 13-1, 20-2" in page
    send(draft, "timetable", **TIMES | {"deadline": ["21.12.2026", "12.00"], "questions_until": ["", ""]})
    page = draft.browser().get(draft.url("/timetable")).text
    assert "Tilbudsfristen er for kort" in page


def test_a_stale_form_is_refused_with_what_was_typed(draft: Draft) -> None:
    before = draft.version()
    send(draft, "contract", contract_model="per_municipality")
    page = draft.browser().post(
        draft.url("/contract"),
        data={"version": before, "contract_model": "framework", "no_lots_reason": "Henger sammen"},
    )
    assert page.status_code == 409
    assert "Henger sammen" in page.text
    with draft.open() as (_session, tender):
        assert tender.contract_model is ContractModel.PER_MUNICIPALITY


@pytest.mark.parametrize("page", ["contract", "agreement", "climate", "timetable"])
def test_the_questions_of_a_sent_tender_are_locked_and_say_so(draft: Draft, page: str) -> None:
    with draft.open() as (_session, tender):
        tender.state = TenderState.DISPATCHED
    there = draft.browser().get(draft.url(f"/{page}")).text
    assert "Konkurransen er sendt til kunngjøring, så svarene ligger fast." in there
    assert draft.url("/answers") in there
    assert ">Lagre" not in there
    assert "Vis forslaget" not in there


def test_what_was_typed_in_a_tender_that_was_sent_meanwhile_is_not_lost(draft: Draft) -> None:
    with draft.open() as (_session, tender):
        tender.state = TenderState.DISPATCHED
    page = send(draft, "contract", contract_reason="Hver følger opp sin egen")
    assert page.status_code == 422
    assert "Hver følger opp sin egen" in page.text


def test_yes_no_and_not_answered_are_three_things(draft: Draft) -> None:
    for typed, kept in (("False", False), ("True", True), ("", None)):
        send(draft, "terms", variants=typed)
        with draft.open() as (_session, tender):
            assert tender.variants is kept


def test_every_change_has_its_entry(draft: Draft) -> None:
    send(draft, "submission", channel_name="Anbudsporten", channel_url="https://anbudsporten.example/t/1")
    with draft.open() as (session, tender):
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "tender.answered")).one()
        assert event.about == f"tender:{tender.id}"
        assert event.detail is not None
        assert event.detail.details["channel_name"] == [None, "Anbudsporten"]


def test_language_changes_only_what_nobody_has_written(draft: Draft) -> None:
    written = draft.section("about")
    draft.browser().post(
        draft.url(f"/sections/{written.id}"), data={"version": written.version, "body": "Vår egen tekst"}
    )
    send(draft, "basics", title="Barnehagesystem", description="Kort", language="nn")
    assert draft.section("about").body == "Vår egen tekst"
    assert "Oppdragsgivarar" in draft.section("buyers").body


def test_language_changes_what_stands_as_the_bank_has_it(draft: Draft) -> None:
    with draft.open() as (session, tender):
        chosen = BankRequirement.key.in_(("DRI-001", "DRI-002"))
        ids = session.scalars(select(BankRequirement.id).where(chosen)).all()
        service.pick_requirements(session, draft.actor(), tender, bank_ids=ids, now=NOW)
        session.refresh(tender, ["requirements"])
        tender.requirements[1].text = "Vårt eget krav"
    send(draft, "basics", title="Barnehagesystem", description="Kort", language="nn")
    with draft.open() as (_session, tender):
        first, second = tender.requirements
        assert first.text.startswith("Tenesta skal vere tilgjengeleg")
        assert first.answer.startswith("Skildre")
        assert second.text == "Vårt eget krav"


def approve(draft: Draft) -> int:
    with draft.open() as (session, tender):
        user_id = draft.actor().user_id
        version = Version(
            tender_id=tender.id,
            number=1,
            fingerprint="f" * 64,
            content={},
            frozen_at=NOW,
            frozen_by_id=user_id,
        )
        session.add(version)
        session.flush()
        approval = Approval(
            version_id=version.id,
            organisation_id=draft.actor().organisation_id,
            user_id=user_id,
            fingerprint="f" * 64,
            manifest_sha256="m" * 64,
            approved_at=NOW,
        )
        session.add(approval)
        tender.state = TenderState.APPROVED
        session.flush()
        return approval.id


def test_a_change_voids_approvals_and_makes_it_a_draft_again(draft: Draft) -> None:
    approval_id = approve(draft)
    send(draft, "terms", duration_months="48")
    with draft.open() as (session, tender):
        approval = session.get_one(Approval, approval_id)
        assert tender.state is TenderState.DRAFT
        assert approval.voided_because == "Varighet og tilbud"


def test_those_who_lead_are_told_why_an_approval_fell(draft: Draft) -> None:
    approve(draft)
    with draft.open() as (session, tender):
        colleague = make_user(session, tender.pool.lead, Role.BUYER).id
    send(draft, "terms", duration_months="48")
    with draft.open() as (session, tender):
        path = f"/tenders/{tender.id}/versions/1"
        told = session.scalars(select(Notification.user_id).where(Notification.path == path)).all()
        assert colleague in told
        assert draft.actor().user_id not in told  # who made the change
    page = sign_in(draft.app, colleague).get("/notifications").text
    assert "Godkjenningen av versjon 1 av «" in page
    assert "falt bort. Dette ble endret: Varighet og tilbud." in page


def test_saving_the_same_again_voids_nothing(draft: Draft) -> None:
    send(draft, "terms", duration_months="48")
    approve(draft)
    send(draft, "terms", duration_months="48")
    with draft.open() as (_session, tender):
        assert tender.state is TenderState.APPROVED


def test_nothing_changes_after_dispatch(draft: Draft) -> None:
    with draft.open() as (_session, tender):
        tender.state = TenderState.DISPATCHED
    page = send(draft, "terms", duration_months="48")
    assert page.status_code == 422
    assert "Konkurransen er avsendt" in page.text
    section = draft.section("about")
    assert "<textarea" not in draft.browser().get(draft.url(f"/sections/{section.id}")).text
    assert draft.url("/answers#terms") in draft.browser().get(draft.url()).text
    with draft.open() as (session, tender), pytest.raises(RuleBroken, match="avsendt"):
        service.save_section(
            session, draft.actor(), tender.sections[0], body="x", done=False, version=1, now=NOW
        )


def test_no_other_column_can_be_answered(draft: Draft) -> None:
    with draft.open() as (session, tender), pytest.raises(ValueError, match="state"):
        service.answer(session, draft.actor(), tender, version=tender.version, now=NOW, state="published")
