"""Where a requirement is another for one participant, or for one lot alone: kept, refused, and printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from procure.domain.assembly import Requirements, outline
from procure.domain.errors import RuleBroken
from procure.domain.states import ParticipationState
from procure.pools.models import Participation
from procure.tenders import papers, service
from procure.tenders.models import Requirement
from tests.factories import NOW
from tests.tenders.making import OUTSIDER, PARTICIPANT, REQUIREMENT, Draft


@pytest.fixture
def requirement(draft: Draft) -> Iterator[tuple[Session, Requirement]]:
    with draft.open() as (session, tender):
        row = service.add_requirement(
            session, draft.actor(), tender, area="FUN", area_name="Funksjoner", now=NOW, **REQUIREMENT
        )
        yield session, row


def deviate(draft: Draft, found: tuple[Session, Requirement], place: str, **changes: Any) -> None:
    session, row = found
    facts: dict[str, Any] = {
        "applies": True,
        "text": "Fra nettleser.",
        "reason": "Har ikke mobiler.",
    } | changes
    body = draft.places[place].organisation_id
    service.set_deviation(session, draft.actor(), row, organisation_id=body, now=NOW, **facts)


def test_a_participant_may_have_another_requirement_and_then_another_again(draft, requirement) -> None:
    deviate(draft, requirement, PARTICIPANT)
    deviate(draft, requirement, PARTICIPANT, applies=False, text="")
    (row,) = requirement[1].deviations
    assert (row.applies, row.text, row.reason) == (False, "", "Har ikke mobiler.")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "Skriv hvorfor"),
        ({"text": " "}, "Skriv hva som gjelder i stedet"),
        ({"applies": False}, "La teksten stå tom"),
    ],
)
def test_what_does_not_hold_together_is_refused(draft, requirement, changes, sentence) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        deviate(draft, requirement, PARTICIPANT, **changes)


def test_only_those_who_take_part_have_deviations(draft, requirement) -> None:
    with pytest.raises(RuleBroken, match="Velg en av deltakerne"):
        deviate(draft, requirement, OUTSIDER)


def test_a_deviation_is_taken_away(draft, requirement) -> None:
    session, row = requirement
    deviate(draft, requirement, PARTICIPANT)
    body = draft.places[PARTICIPANT].organisation_id
    service.remove_deviation(session, draft.actor(), row, organisation_id=body, now=NOW)
    assert row.deviations == []
    with pytest.raises(RuleBroken, match="ikke noe avvik"):
        service.remove_deviation(session, draft.actor(), row, organisation_id=body, now=NOW)


def test_it_is_printed_for_those_who_are_buyers_now(app: Flask, draft, requirement) -> None:
    session, row = requirement
    deviate(draft, requirement, PARTICIPANT)
    deviate(draft, requirement, "Alvdal", applies=False, text="")
    lot = service.add_lot(session, draft.actor(), row.tender, title="Avvik", description="Melde.", now=NOW)
    row.lot_id = lot.id
    session.flush()
    assert note(session, row) == (
        "Gjelder bare delkontrakt 1. Gjelder ikke Alvdal kommune. "
        "For Tolga kommune gjelder i stedet: Fra nettleser."
    )
    alvdal = session.query(Participation).filter_by(organisation_id=draft.places["Alvdal"].organisation_id)
    alvdal.one().state = ParticipationState.WITHDRAWN
    session.flush()
    assert "Alvdal" not in note(session, row)
    row.tender.language = "nn"
    assert note(session, row).startswith("Gjeld berre delkontrakt 1. For Tolga kommune gjeld i staden:")


def note(session: Session, row: Requirement) -> str:
    """Return what is printed below a requirement."""
    documents = papers.documents(papers.content(session, row.tender, 1, NOW))
    annex = next(document for document in documents if document.kind == "annex_1")
    tables = (block for each in outline(annex) for block in each.chapter.blocks)
    return next(r.local_note for t in tables if isinstance(t, Requirements) for r in t.rows)


def test_a_requirement_is_of_a_lot_of_its_own_tender(app: Flask, draft, requirement) -> None:
    session, row = requirement
    lot = service.add_lot(session, draft.actor(), row.tender, title="Avvik", description="Melde.", now=NOW)
    facts = {name: getattr(row, name) for name in REQUIREMENT}
    service.edit_requirement(
        session, draft.actor(), row, lot_id=lot.id, version=row.version, now=NOW, **facts
    )
    assert row.lot_id == lot.id
    with pytest.raises(RuleBroken, match="delkontraktene"):
        service.edit_requirement(
            session, draft.actor(), row, lot_id=lot.id + 1, version=row.version, now=NOW, **facts
        )


# --- On the pages --------------------------------------------------------------------------------


def written(draft: Draft) -> int:
    """Write a requirement; return its id."""
    with draft.open() as (session, tender):
        return service.add_requirement(
            session, draft.actor(), tender, area="FUN", area_name="Funksjoner", now=NOW, **REQUIREMENT
        ).id


TYPED = {"version": "0", "applies": "another", "text": "Fra nettleser.", "reason": "Har ikke mobiler."}


@pytest.mark.row("A8")
def test_a_participant_writes_its_own_deviation_and_no_others(draft: Draft) -> None:
    number = written(draft)
    page, browser = draft.url(f"/requirements/{number}/deviations"), draft.browser(PARTICIPANT)
    own, other = (f"{page}/{draft.places[name].organisation_id}" for name in (PARTICIPANT, "Alvdal"))
    assert browser.get(other).status_code == 403
    assert browser.post(other, data=TYPED).status_code == 403
    assert browser.post(own, data=TYPED).location == page
    assert "Fra nettleser." in browser.get(page).text
    assert browser.get(page).text.count("Skriv et avvik") == 0
    matrix = browser.get(draft.url("/requirements/deviations")).text
    assert '<th scope="col">Tolga</th>' in matrix
    assert '<th scope="col">Alvdal</th>' not in matrix
    assert "0 prosent" in matrix
    assert browser.post(f"{own}/removal").location == page
    assert "Alle kravene gjelder likt for alle" in browser.get(draft.url("/requirements/deviations")).text


def test_the_lead_writes_for_anybody_who_takes_part(draft: Draft) -> None:
    number = written(draft)
    page, browser = draft.url(f"/requirements/{number}/deviations"), draft.browser()
    for name, status in (("Alvdal", 302), (PARTICIPANT, 302), (OUTSIDER, 404)):
        answer = browser.post(f"{page}/{draft.places[name].organisation_id}", data=TYPED)
        assert answer.status_code == status, name
    refused = browser.post(f"{page}/{draft.places['Tynset'].organisation_id}", data=TYPED | {"reason": " "})
    assert refused.status_code == 422
    assert "Fra nettleser." in refused.text
    assert browser.get(draft.url("/requirements/9999/deviations/1")).status_code == 404
    one = draft.browser("Alvdal").get(draft.url(f"/requirements/{number}")).text
    assert "Lokale avvik: 2" in one


def test_of_two_who_write_at_once_the_second_is_told(draft: Draft) -> None:
    number = written(draft)
    own = draft.url(f"/requirements/{number}/deviations/{draft.places[PARTICIPANT].organisation_id}")
    assert draft.browser().post(own, data=TYPED).status_code == 302
    late = draft.browser(PARTICIPANT).post(own, data=TYPED | {"text": "For sen tekst"})
    assert late.status_code == 409
    assert "For sen tekst" in late.text
    again = draft.browser(PARTICIPANT).get(own).text
    assert 'name="version" value="1"' in again
