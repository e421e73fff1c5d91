"""The requirement table: filters, one row in place, many at once, and what was taken out comes back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from procure.audit.models import AuditEvent
from procure.domain.errors import RuleBroken
from procure.library.models import AnswerMode, BankRequirement, MetWhen, RequirementKind
from procure.tenders import service
from procure.tenders.models import CriterionKind, Requirement
from tests.factories import NOW
from tests.filling import sheet
from tests.tenders.making import LEAD, PARTICIPANT, REQUIREMENT, Draft


def add(draft: Draft, *rows: dict[str, Any]) -> list[int]:
    """Add requirements by hand; return their ids."""
    with draft.open() as (session, tender):
        return [
            service.add_requirement(
                session,
                draft.actor(),
                tender,
                now=NOW,
                **(REQUIREMENT | {"area": "FUN", "area_name": "Funksjoner"} | row),
            ).id
            for row in rows
        ]


def make_criterion(draft: Draft) -> None:
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


def table(draft: Draft, query: str = "") -> str:
    return draft.browser().get(draft.url(f"/requirements{query}")).text


def shown(draft: Draft, query: str = "") -> list[str]:
    """Return the ids of the rows that are shown, in their order."""
    return [part.split('"')[0] for part in table(draft, query).split('<tr role="row" id="')[1:]]


def changes(draft: Draft, do: str, *picked: int, **more: str) -> Any:
    """Go through the page that tells the consequence, and send its form."""
    browser = draft.browser()
    page = browser.get(draft.url("/requirements/changes"), query_string={"do": do, "pick": picked})
    return sheet(page).filled(**more).send(browser)


def events(draft: Draft, action: str) -> int:
    with draft.open() as (session, _tender):
        return len(session.scalars(select(AuditEvent.id).where(AuditEvent.action == action)).all())


# --- Reading -------------------------------------------------------------------------------------


def test_each_filter_leaves_out_the_rest(draft: Draft) -> None:
    add(
        draft,
        {"text": "Melde fra mobil."},
        {"kind": RequirementKind.INFORMATION, "met_when": MetWhen.AT_DELIVERY},
        {"area": "SIK", "area_name": "Sikkerhet", "answer_mode": AnswerMode.DESCRIBE},
    )
    assert shown(draft) == ["FUN-001", "FUN-002", "SIK-001"]
    assert shown(draft, "?area=SIK") == ["SIK-001"]
    assert shown(draft, "?kind=information") == ["FUN-002"]
    assert shown(draft, "?met=at_delivery") == ["FUN-002"]
    assert shown(draft, "?answer=describe") == ["SIK-001"]
    assert shown(draft, "?q=fra+mobil") == ["FUN-001", "FUN-002", "SIK-001"]
    assert shown(draft, "?origin=own&order=id") == ["FUN-001", "FUN-002", "SIK-001"]
    assert shown(draft, "?origin=bank") == []
    assert shown(draft, "?criterion=99&lot=99") == []
    assert "Nullstill" in table(draft, "?area=SIK")
    assert "Nullstill" not in table(draft)


def test_only_rows_with_findings_or_local_deviations_are_shown_when_that_is_asked(draft: Draft) -> None:
    _plain, standard, local = add(draft, {}, {"text": "Følger ISO 27001."}, {"text": "Har register."})
    with draft.open() as (session, tender):
        row = next(each for each in tender.requirements if each.id == local)
        body = draft.places[PARTICIPANT].organisation_id
        facts: dict[str, Any] = {"applies": False, "reason": "Har ingen."}
        service.set_deviation(session, draft.actor(), row, organisation_id=body, now=NOW, **facts)
    assert shown(draft, "?noted=found") == ["FUN-002"]
    assert shown(draft, "?noted=local") == ["FUN-003"]
    assert "viser til standarden" in table(draft)
    assert "Lokale avvik: 1" in table(draft)
    assert f"/requirements/{standard}/edit" in table(draft)


def test_the_page_of_a_row_is_found(draft: Draft) -> None:
    ids = add(draft, *({"text": f"Krav {number}"} for number in range(101)))
    assert shown(draft, f"?at={ids[-1]}") == ["FUN-101"]
    assert len(shown(draft, "?at=9999999")) == 100


def test_a_row_opens_in_place_and_is_saved_as_on_its_own_page(draft: Draft) -> None:
    (number,) = add(draft, {})
    browser, htmx = draft.browser(), {"HX-Request": "true"}
    address = draft.url(f"/requirements/{number}/edit?back={draft.url('/requirements?area=FUN')}")
    opened = browser.get(address, headers=htmx)
    assert opened.text.strip().startswith('<tr role="row" class="editing"')
    saved = sheet(opened, draft.url(f"/requirements/{number}/edit")).filled(text="Ny tekst.").send(browser)
    assert saved.location == draft.url("/requirements?area=FUN#FUN-001")
    closed = browser.get(draft.url(f"/requirements/{number}"), headers=htmx)
    assert closed.text.strip().startswith('<tr role="row" id="FUN-001"')
    assert "Ny tekst." in closed.text


def test_the_way_back_leads_to_the_table_and_nowhere_else(draft: Draft) -> None:
    (number,) = add(draft, {})
    for back in ("//evil.example", "/account", draft.url("/requirements")):
        page = draft.browser().get(draft.url(f"/requirements/{number}/edit"), query_string={"back": back})
        assert f"{draft.url('/requirements')}?at={number}#FUN-001" in page.text


# --- Many at once --------------------------------------------------------------------------------


def test_the_consequence_stands_in_numbers_before_anything_is_done(draft: Draft) -> None:
    make_criterion(draft)
    first, second = add(draft, {}, {"kind": RequirementKind.INFORMATION})
    page = draft.browser().get(
        draft.url("/requirements/changes"), query_string={"do": "kind:evaluated", "pick": [first, second]}
    )
    assert "Krav som endres: 2" in page.text
    assert "FUN-001 skal vurderes, men hører ikke til noe tildelingskriterium." in page.text
    assert "+2" in page.text
    assert shown(draft, "?kind=evaluated") == []


def test_many_are_changed_in_one_act(draft: Draft) -> None:
    first, second, third = add(draft, {}, {}, {})
    assert changes(draft, "kind:both", first, second).status_code == 302
    assert shown(draft, "?kind=both") == ["FUN-001", "FUN-002"]
    assert changes(draft, "weight:4", first, second, third).status_code == 302
    assert draft.requirement("FUN-001").weight == 4
    assert draft.requirement("FUN-003").weight is None  # it is not scored
    assert changes(draft, "kind:absolute", first).status_code == 302
    assert draft.requirement("FUN-001").weight is None
    assert events(draft, "requirement.many_changed") == 3
    assert changes(draft, "kind:absolute", first).status_code == 302
    assert events(draft, "requirement.many_changed") == 3  # it was so already


def test_all_that_the_filter_shows_are_changed(draft: Draft) -> None:
    add(draft, {}, {}, {"area": "SIK", "area_name": "Sikkerhet"})
    browser = draft.browser()
    page = browser.get(
        draft.url("/requirements/changes"), query_string={"do": "remove", "all": "y", "area": "FUN"}
    )
    assert "Krav som tas ut: 2" in page.text
    assert sheet(page).send(browser).status_code == 302
    assert shown(draft) == ["SIK-001"]
    assert "Krav som er tatt ut: 2" in table(draft)
    assert events(draft, "requirement.many_removed") == 1


def test_a_date_is_asked_for_where_one_is_needed(draft: Draft) -> None:
    (number,) = add(draft, {})
    refused = changes(draft, "met_when:by_date", number)
    assert refused.status_code == 422
    assert "Skriv datoen kravene skal være oppfylt innen." in refused.text
    assert changes(draft, "met_when:by_date", number, met_by="1.9.2027").status_code == 302
    assert draft.requirement("FUN-001").met_by is not None
    assert changes(draft, "met_when:at_offer", number).status_code == 302
    assert draft.requirement("FUN-001").met_by is None


def test_they_are_placed_after_another_of_their_group(draft: Draft) -> None:
    first, second, third, other = add(draft, {}, {}, {}, {"area": "SIK", "area_name": "Sikkerhet"})
    assert changes(draft, "place", first, after="fun-3").status_code == 302
    assert shown(draft) == ["FUN-002", "FUN-003", "FUN-001", "SIK-001"]
    assert changes(draft, "place", third, first, after="").status_code == 302
    assert shown(draft)[:3] == ["FUN-003", "FUN-001", "FUN-002"]
    assert "i flere grupper" in changes(draft, "place", second, other, after="FUN-003").text
    assert "er ikke et annet krav i gruppen FUN" in changes(draft, "place", second, after="SIK-001").text
    before = events(draft, "requirement.placed")
    assert changes(draft, "place", third, after="").status_code == 302
    assert events(draft, "requirement.placed") == before  # it stood there


def test_criteria_and_lots_are_the_tenders_own(draft: Draft) -> None:
    (number,) = add(draft, {"kind": RequirementKind.EVALUATED})
    make_criterion(draft)
    with draft.open() as (session, tender):
        lot = service.add_lot(session, draft.actor(), tender, title="Avvik", description="Melde.", now=NOW).id
        own = tender.criteria[0].id
    assert changes(draft, f"criterion_id:{own}", number).status_code == 302
    assert changes(draft, f"lot_id:{lot}", number).status_code == 302
    row = draft.requirement("FUN-001")
    assert (row.criterion_id, row.lot_id) == (own, lot)
    assert changes(draft, "lot_id:", number).status_code == 302
    assert shown(draft, f"?lot={lot}") == []
    change = service.Change(column="text", value="x")
    with draft.open() as (session, tender), pytest.raises(ValueError, match="no text"):
        service.change_requirements(session, draft.actor(), tender, ids=[number], change=change, now=NOW)


@pytest.mark.parametrize(
    "asked", ["?", "?do=kind:absolute", "?do=kind:odd&pick=1&kind=absolute", "?area=SIK&pick=x"]
)
def test_nothing_chosen_leads_back_to_the_table_as_it_was(draft: Draft, asked: str) -> None:
    add(draft, {})
    browser = draft.browser()
    for answer in (
        browser.get(draft.url("/requirements/changes") + asked),
        browser.post(draft.url("/requirements/changes") + asked, data={"chosen": "x"}),
    ):
        assert answer.location.replace("%3A", ":") == (draft.url("/requirements") + asked).rstrip("?")


def test_what_was_ticked_and_filtered_stands_when_the_act_is_missing(draft: Draft) -> None:
    first, second = add(draft, {}, {})
    page = table(draft, f"?kind=absolute&pick={second}")
    assert f'value="{second}" checked' in page
    assert f'value="{first}" checked' not in page
    answer = draft.browser().post(
        draft.url(f"/requirements/changes?kind=absolute&do=kind:evaluated&pick={first}"),
        data={"do": "kind:evaluated", "chosen": str(first)},
    )
    assert answer.location == draft.url("/requirements?kind=absolute")


def test_those_that_are_gone_meanwhile_are_left_alone(draft: Draft) -> None:
    (number,) = add(draft, {})
    browser = draft.browser()
    page = browser.get(draft.url("/requirements/changes"), query_string={"do": "remove", "pick": number})
    assert sheet(page).send(browser).status_code == 302
    assert sheet(page).send(browser).status_code == 302
    assert events(draft, "requirement.many_removed") == 1
    with draft.open() as (session, tender):
        moved = service.place_requirements(session, draft.actor(), tender, ids=[number], after="", now=NOW)
        assert moved == 0


def test_what_was_taken_out_comes_back_with_its_id(draft: Draft) -> None:
    first, _second = add(draft, {}, {})
    changes(draft, "remove", first)
    browser = draft.browser()
    page = browser.get(draft.url("/requirements/removed"))
    assert "FUN-001" in page.text
    back = sheet(page, draft.url(f"/requirements/removed/{first}"))
    assert back.send(browser).status_code == 302
    assert back.send(browser).status_code == 404
    assert shown(draft) == ["FUN-001", "FUN-002"]
    assert "Ingen krav er tatt ut." in browser.get(draft.url("/requirements/removed")).text
    with draft.open() as (session, tender):
        row = next(each for each in tender.requirements if each.id == first)
        with pytest.raises(RuleBroken, match="allerede med"):
            service.restore_requirement(session, draft.actor(), row, now=NOW)


def test_a_participant_reads_and_changes_nothing(draft: Draft) -> None:
    (number,) = add(draft, {})
    browser = draft.browser(PARTICIPANT)
    assert "Kryss av" not in browser.get(draft.url("/requirements")).text
    assert browser.get(draft.url(f"/requirements/changes?do=remove&pick={number}")).status_code == 403
    assert browser.get(draft.url("/requirements/removed")).status_code == 200
    assert draft.browser(LEAD).get(draft.url(f"/requirements/{number}")).status_code == 200


def test_what_is_changed_after_picking_is_adapted(draft: Draft) -> None:
    with draft.open() as (session, tender):
        bank = session.scalars(select(BankRequirement.id).where(BankRequirement.area == "SIK").limit(2)).all()
        service.pick_requirements(session, draft.actor(), tender, bank_ids=bank, now=NOW)
        rows = session.scalars(select(Requirement).order_by(Requirement.id)).all()
        first, name, kind = rows[0].id, rows[0].identifier, rows[0].kind
    assert len(shown(draft, "?origin=bank")) == 2
    changes(draft, "kind:information" if kind != "information" else "kind:absolute", first)
    assert shown(draft, "?origin=adapted") == [name]
    assert "Tilpasset fra banken" in table(draft)
    assert "Tilpasset her" in draft.browser().get(draft.url(f"/requirements/{first}")).text
