"""Another agreement for a draft: what moves, comes and goes, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.domain.errors import RuleBroken
from procure.library.models import Agreement
from procure.tenders import service
from procure.tenders.models import Revision, Section, Tender
from procure.tenders.service.agreement import rearrangement
from tests.factories import NOW
from tests.tenders.making import Draft

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
