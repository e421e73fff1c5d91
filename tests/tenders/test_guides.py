"""The guides: questions in plain words, a proposal that says why, and what is kept when it is used."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import select

from config import ROOT
from procure.audit.models import AuditEvent
from procure.domain.money import Ore
from procure.tenders.guides import GUIDES, Asked
from procure.tenders.merging import law_of
from procure.tenders.models import ContractModel, Responsibility
from tests.factories import NOW
from tests.tenders.making import Draft

ADAPTED = {
    "fit": "adapted",
    "precise": "yes",
    "complex": "no",
    "failed": "no",
    "talk": "yes",
    "many": "no",
}


def worth(draft: Draft, kroner: int) -> None:
    with draft.open() as (_session, tender):
        tender.estimate, tender.estimated_on = Ore(kroner * 100), NOW.date()


def use(draft: Draft, guide: str, **answers: str) -> Any:
    return draft.browser().post(draft.url(f"/guides/{guide}"), data={"version": draft.version()} | answers)


@pytest.mark.parametrize("key", GUIDES)
def test_every_guide_asks_before_it_proposes(draft: Draft, key: str) -> None:
    worth(draft, 4_000_000)
    page = draft.browser().get(draft.url(f"/guides/{key}"))
    assert page.status_code == 200
    assert "Vis forslaget" in page.text
    assert "Bruk forslaget" not in page.text


def test_a_proposal_says_why_and_why_nothing_else(draft: Draft) -> None:
    worth(draft, 4_000_000)
    page = draft.browser().get(draft.url("/guides/procedure"), query_string=ADAPTED).text
    assert "Konkurranse med forhandling etter forutgående kunngjøring" in page
    assert "Ingen ferdig løsning dekker behovet uten å bli tilpasset." in page
    assert "FOA §§ 13-1 (2), 13-2" in page
    assert "Det er ikke lov å forhandle om tilbudene." in page


def test_a_question_left_open_is_pointed_to_and_the_rest_stands(draft: Draft) -> None:
    worth(draft, 4_000_000)
    page = draft.browser().get(draft.url("/guides/procedure"), query_string={"fit": "adapted", "talk": "x"})
    assert page.status_code == 422
    assert "Velg et svar: Kan kravene skrives så presist" in page.text
    assert 'value="adapted"' in page.text
    assert "Bruk forslaget" not in page.text


def test_sending_no_answers_points_to_the_questions(draft: Draft) -> None:
    page = draft.browser().get(draft.url("/guides/lots"), query_string={"asked": "1"})
    assert page.status_code == 422
    assert "Tre svar må rettes" in page.text


def test_using_it_keeps_the_choice_the_ground_and_the_reason(draft: Draft) -> None:
    worth(draft, 4_000_000)
    answer = use(draft, "procedure", **ADAPTED)
    assert answer.headers["Location"].endswith("/procedure")
    with draft.open() as (session, tender):
        assert (tender.procedure, tender.procedure_ground) == ("negotiated", "a")
        assert tender.procedure_reason == "Ingen ferdig løsning dekker behovet uten å bli tilpasset."
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "tender.guided")).one()
        assert event.detail is not None
        assert event.detail.details["told"] == ADAPTED
    assert "Et forslag fra veiledningen ble brukt" in draft.browser().get(draft.url("/history")).text


def test_the_procedure_follows_from_the_value_so_that_comes_first(draft: Draft) -> None:
    page = draft.browser().get(draft.url("/guides/procedure"), query_string=ADAPTED).text
    assert "Skriv den anslåtte verdien først" in page
    assert "Bruk forslaget" not in page
    refused = use(draft, "procedure", **ADAPTED)
    assert refused.status_code == 422
    assert "Forslaget følger av den." in refused.text


def test_the_contract_and_who_answers_for_it(draft: Draft) -> None:
    assert use(draft, "contract", body="no", call_offs="yes", times="no").status_code == 302
    assert use(draft, "responsibility", permanent="no", whole="no").status_code == 302
    with draft.open() as (_session, tender):
        assert tender.contract_model is ContractModel.FRAMEWORK
        assert (tender.contract_reason or "").startswith("Kommunene bestiller når de er klare")
        assert tender.responsibility is Responsibility.PARTLY_JOINT
        assert (tender.responsibility_parts or "").startswith("Konkurransen fram til tildeling er felles.")


@pytest.mark.parametrize("key", sorted(set(GUIDES) - {"agreement"}))
def test_what_a_guide_writes_in_the_documents_is_there_in_nynorsk(draft: Draft, key: str) -> None:
    """The reason stands in the tender, in the language of its documents."""
    worth(draft, 4_000_000)
    guide = GUIDES[key]
    names = [question.name for question in guide.questions]
    with draft.open() as (_session, tender):
        asked = Asked(tender, law_of(tender, NOW.date()))
        ways = product(*(question.choices for question in guide.questions))
        proposals = [guide.propose(asked, dict(zip(names, way, strict=True))) for way in ways]
    details = [each.detail for each in proposals if len(each.detail) > 1]  # a letter is a letter
    with (ROOT / "procure/translations/nn/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="nn")
    written = {each.reason.words for each in proposals if each.code != "lots"} | set(details)
    assert [words for words in written if words not in catalogue or not catalogue[words].string] == []


def test_there_are_no_other_guides(draft: Draft) -> None:
    assert draft.browser().get(draft.url("/guides/made-up")).status_code == 404
