"""Requirements: ids that are given once, the bank, the table, and two who press at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from procure.library.bank.queries import Wanted, matching
from procure.tenders import service
from procure.tenders.models import CriterionKind, Requirement
from tests.factories import NOW
from tests.tenders.making import PARTICIPANT, REQUIREMENT, Draft

TYPED = {
    "text": "Ansatte skal kunne melde avvik fra mobil.",
    "area": "fun",
    "area_name": "Funksjoner",
    "kind": "absolute",
    "met_when": "at_offer",
    "answer_mode": "confirm",
}


def send(draft: Draft, **changes: Any) -> Any:
    data = TYPED | {"once": "a" * 32} | changes
    return draft.browser().post(draft.url("/requirements/new"), data=data)


def bank_ids(draft: Draft, area: str) -> list[int]:
    with draft.open() as (session, _tender):
        return [each.id for each in session.scalars(matching(Wanted(area=area)))]


def test_a_requirement_by_hand_gets_the_next_id(draft: Draft) -> None:
    assert send(draft).location.endswith("#FUN-001")
    assert send(draft, once="b" * 32, area_name="").location.endswith("#FUN-002")
    page = draft.browser().get(draft.url("/requirements")).text
    assert "FUN-002" in page
    assert "Funksjoner" in page


def test_a_form_sent_twice_makes_one(draft: Draft) -> None:
    assert send(draft).location == send(draft).location
    with draft.open() as (_session, tender):
        assert len(tender.requirements) == 1


def test_an_id_is_never_used_again(draft: Draft) -> None:
    send(draft)
    row = draft.requirement("FUN-001")
    assert draft.browser().get(draft.url(f"/requirements/{row.id}/removal")).status_code == 200
    assert draft.browser().post(draft.url(f"/requirements/{row.id}/removal")).status_code == 302
    assert send(draft, once="b" * 32).location.endswith("#FUN-002")
    assert draft.browser().get(draft.url(f"/requirements/{row.id}")).status_code == 404


REFUSED: tuple[tuple[dict[str, str], str], ...] = (
    ({"area": "FU1"}, "Gruppen skal være tre bokstaver"),
    ({"area_name": ""}, "Gruppen er ny. Skriv hva den heter."),
    ({"text": " "}, "Skriv kravet"),
    ({"kind": "made_up"}, "Velg et av alternativene"),
    ({"met_when": "by_date"}, "Skriv datoen kravet skal være oppfylt innen."),
    ({"met_by": "1.9.2027"}, "Datoen gjelder bare når"),
    ({"weight": "3"}, "Bare krav som vurderes, har kriterium og vekt."),
    ({"kind": "evaluated", "weight": "6"}, "må være fra 1 til 5"),
    ({"kind": "evaluated", "criterion_id": "9999"}, "Velg et av alternativene"),
    ({"once": "x"}, "Siden er ufullstendig"),
)


def test_what_does_not_hold_together_is_refused(draft: Draft) -> None:
    browser = draft.browser()
    for changes, said in REFUSED:
        page = browser.post(draft.url("/requirements/new"), data=TYPED | {"once": "a" * 32} | changes)
        assert page.status_code == 422, changes
        assert said in page.text, changes


def test_requirements_come_from_the_bank_once(draft: Draft) -> None:
    with draft.open() as (session, tender):
        service.add_criterion(
            session,
            draft.actor(),
            tender,
            kind=CriterionKind.QUALITY,
            name="Kvalitet",
            weight=40,
            documentation="Svarene",
            now=NOW,
        )
    browser, ids = draft.browser(), bank_ids(draft, "SIK") + bank_ids(draft, "DRI")
    for _time in range(2):
        for area in ("SIK", "DRI"):
            address = draft.url(f"/requirements/bank?area={area}")
            answer = browser.post(address, data={"bank_ids": bank_ids(draft, area)})
            assert answer.location == address
    with draft.open() as (_session, tender):
        assert len(tender.requirements) == len(ids)
        assert all(each.bank_key and each.bank_edition for each in tender.requirements)
        scored = [each for each in tender.requirements if each.kind in ("evaluated", "both")]
        assert all(each.criterion_id == tender.criteria[0].id for each in scored)
    page = browser.get(draft.url("/requirements")).text
    assert page.index("SIK-011") > page.index("SIK-001")
    assert "Er med allerede" in browser.get(draft.url("/requirements/bank")).text


def test_nothing_ticked_is_said(draft: Draft) -> None:
    page = draft.browser().post(draft.url("/requirements/bank"), data={})
    assert page.status_code == 422
    assert "Kryss av for minst ett krav" in page.text


def test_editing_keeps_the_id_and_refuses_a_stale_form(draft: Draft) -> None:
    send(draft)
    row = draft.requirement("FUN-001")
    url = draft.url(f"/requirements/{row.id}/edit")
    data = {k: v for k, v in TYPED.items() if not k.startswith("area")} | {"version": row.version}
    assert draft.browser().post(url, data=data | {"text": "Ny tekst"}).status_code == 302
    assert draft.requirement("FUN-001").text == "Ny tekst"
    late = draft.browser().post(url, data=data | {"text": "For sen tekst"})
    assert late.status_code == 409
    assert "For sen tekst" in late.text


def test_moving_changes_places_within_the_area(draft: Draft) -> None:
    for number in range(3):
        send(draft, once=str(number) * 32)
    row = draft.requirement("FUN-003")
    draft.browser().post(draft.url(f"/requirements/{row.id}/position"), data={"way": "up"})
    draft.browser().post(draft.url(f"/requirements/{row.id}/position"), data={"way": "up"})
    draft.browser().post(draft.url(f"/requirements/{row.id}/position"), data={"way": "up"})
    page = draft.browser().get(draft.url("/requirements")).text
    assert page.index("FUN-003") < page.index("FUN-001") < page.index("FUN-002")


def test_the_table_is_filtered_and_paged(draft: Draft) -> None:
    with draft.open() as (session, tender):
        for number in range(105):
            facts = REQUIREMENT | {"text": f"Krav nummer {number} av mange"}
            service.add_requirement(
                session, draft.actor(), tender, area="FUN", area_name="Funksjoner", now=NOW, **facts
            )
    browser = draft.browser()
    page = browser.get(draft.url("/requirements")).text
    assert "Side 1 av 2" in page
    assert 'id="FUN-101"' not in page
    assert 'id="FUN-101"' in browser.get(draft.url("/requirements?page=2")).text
    assert 'id="FUN-105"' in browser.get(draft.url("/requirements?page=999999999999")).text
    found = browser.get(draft.url("/requirements?q=nummer+42+")).text
    assert found.count('<tr role="row" ') == 1
    assert 'id="FUN-007"' in browser.get(draft.url("/requirements?q=fun-7")).text
    none = browser.get(draft.url("/requirements?kind=evaluated&q=%25")).text
    assert "Ingen krav passer" in none
    assert browser.get(draft.url("/requirements?kind=x&page=æ&q=%00")).status_code == 200


def test_a_named_product_stops_and_says_where(draft: Draft) -> None:
    with draft.open() as (session, tender):
        need = tender.pool.participations[0].need
        assert need is not None
        need.system = "Blåklokka"
        session.flush()
    send(draft, text="Systemet skal virke sammen med Blåklokka.")
    page = draft.browser().get(draft.url("/requirements")).text
    assert "FUN-001 nevner «Blåklokka» uten «eller tilsvarende» eller en grunn." in page


def test_a_participant_reads_the_table_without_the_tools(draft: Draft) -> None:
    send(draft)
    row = draft.requirement("FUN-001")
    browser = draft.browser(PARTICIPANT)
    page = browser.get(draft.url("/requirements")).text
    assert "FUN-001" in page
    assert "Nytt krav" not in page
    assert browser.get(draft.url(f"/requirements/{row.id}")).status_code == 200
    assert browser.post(draft.url(f"/requirements/{row.id}/position")).status_code == 403
    assert browser.get(draft.url(f"/requirements/{row.id}/edit")).status_code == 403


def test_rows_without_a_tender_of_ones_own_are_not_found(draft: Draft) -> None:
    with draft.open() as (session, _tender):
        assert session.scalars(select(Requirement)).all() == []
    assert draft.browser().get(draft.url("/requirements/1")).status_code == 404
