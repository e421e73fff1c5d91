"""Picking from the bank: what is offered and what is in, what is out of use, and newer editions."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from procure.domain.errors import RuleBroken
from procure.domain.policy import SYSTEM
from procure.library.bank import queries as library
from procure.library.bank import service as bank
from procure.library.models import BankRequirement
from procure.tenders import service
from procure.tenders.models import Requirement
from tests.factories import NOW
from tests.filling import sheet
from tests.tenders.making import Draft


def newest(draft: Draft, area: str = "SIK", number: int = 0) -> BankRequirement:
    with draft.open() as (session, _tender):
        row = session.scalars(library.matching(library.Wanted(area=area))).all()[number]
        session.expunge(row)
        return row


def pick(draft: Draft, *ids: int) -> None:
    with draft.open() as (session, tender):
        service.pick_requirements(session, draft.actor(), tender, bank_ids=ids, now=NOW)


def renew(draft: Draft, key: str, **changes: Any) -> None:
    """Write the next edition of a requirement, as an adviser does."""
    with draft.open() as (session, _tender):
        row = library.find_requirement(session, SYSTEM, key)
        assert row is not None
        facts = {column: getattr(row, column) for column in COPIED} | changes
        made = BankRequirement(**facts, edition=row.edition + 1, change="Klarere.", made_at=NOW)
        session.add(made)
        session.flush()


COPIED = (
    *("key", "area", "area_name_nb", "area_name_nn", "text_nb", "text_nn", "kind", "met_when", "answer_mode"),
    *("answer_nb", "answer_nn", "reason_nb", "reason_nn", "source", "source_nn", "categories", "climate"),
)


def row_of(draft: Draft, key: str) -> Requirement:
    with draft.open() as (session, _tender):
        row = session.scalars(select(Requirement).where(Requirement.bank_key == key)).one()
        session.expunge(row)
        return row


def test_the_bank_is_searched_and_paged(draft: Draft) -> None:
    browser, first = draft.browser(), newest(draft)
    page = browser.get(draft.url("/requirements/bank"))
    assert "Side 1 av" in page.text
    found = browser.get(draft.url(f"/requirements/bank?q={first.key}&fits=all"))
    assert found.text.count('name="bank_ids"') == 1
    assert first.text_nb in found.text
    assert "Nullstill" in found.text
    none = browser.get(draft.url("/requirements/bank?q=finnes-ikke"))
    assert "Ingen krav i banken passer" in none.text
    assert browser.get(draft.url("/requirements/bank?area=1&kind=x&page=æ")).status_code == 200


@pytest.mark.row("D1")
def test_what_has_gone_out_of_use_cannot_be_picked_and_old_drafts_still_show_it(draft: Draft) -> None:
    kept, other = newest(draft), newest(draft, number=1)
    pick(draft, kept.id)
    with draft.open() as (session, _tender):
        for row in (kept, other):
            there = library.find_requirement(session, SYSTEM, row.key)
            assert there is not None
            bank.retire(session, draft.actor(), there, why="Erstattet.", now=NOW)
    pick(draft, other.id)
    browser = draft.browser()
    with draft.open() as (_session, tender):
        assert [each.bank_key for each in tender.requirements] == [kept.key]
    assert other.text_nb not in browser.get(draft.url(f"/requirements/bank?q={other.key}")).text
    assert kept.text_nb in browser.get(draft.url("/requirements")).text
    refused = browser.post(draft.url("/requirements/bank?area=SIK"), data={"bank_ids": other.id})
    assert refused.status_code == 422


def test_a_newer_edition_is_shown_as_it_differs_and_taken(draft: Draft) -> None:
    row = newest(draft)
    pick(draft, row.id)
    browser, mine = draft.browser(), row_of(draft, row.key)
    address = draft.url(f"/requirements/{mine.id}/edition")
    assert browser.get(address).location.endswith(f"#{mine.identifier}")
    renew(draft, row.key, text_nb=f"{row.text_nb} Nytt ledd.")
    assert f"{mine.identifier}: se hva som er nytt" in browser.get(draft.url("/requirements/bank")).text
    assert "nyere utgave" in browser.get(draft.url(f"/requirements/{mine.id}")).text
    page = browser.get(address)
    assert "Klarere." in page.text
    assert "<ins>" in page.text
    yes = sheet(page)
    assert yes.send(browser).status_code == 302
    then = row_of(draft, row.key)
    assert (then.identifier, then.bank_edition, then.adapted) == (mine.identifier, row.edition + 1, False)
    assert then.text.endswith("Nytt ledd.")
    assert yes.send(browser).location.endswith(f"#{mine.identifier}")  # there is none that is newer now


def test_of_two_who_change_it_the_second_is_told(draft: Draft) -> None:
    row = newest(draft)
    pick(draft, row.id)
    mine = row_of(draft, row.key)
    renew(draft, row.key)
    with draft.open() as (session, tender):
        here = next(each for each in tender.requirements if each.id == mine.id)
        service.remove_requirement(session, draft.actor(), here, now=NOW)
        service.restore_requirement(session, draft.actor(), here, now=NOW)
    late = draft.browser().post(draft.url(f"/requirements/{mine.id}/edition"), data={"version": mine.version})
    assert late.status_code == 409


def test_what_is_written_by_hand_has_no_edition(draft: Draft) -> None:
    row = newest(draft)
    pick(draft, row.id)
    with draft.open() as (session, tender), pytest.raises(RuleBroken, match="ingen nyere utgave"):
        service.take_edition(session, draft.actor(), tender.requirements[0], version=1, now=NOW)
