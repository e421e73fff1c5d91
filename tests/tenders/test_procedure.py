"""The procedure with its ground: asked for on the page, stopped by the gate, printed in the documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from procure import db
from procure.domain.errors import RuleBroken
from procure.tenders import papers, service
from procure.tenders.models import Tender
from tests.documents.printing import print_document
from tests.documents.reading import page_texts
from tests.factories import NOW
from tests.filling import sheet
from tests.pools.making import PASSWORD
from tests.publication.making import NATIONAL, PART_II, Ready, make_ready
from tests.tenders.test_notice import frozen

WHY = "Koblingen til arkivet må utvikles for oss."
NEGOTIATED: dict[str, Any] = {
    "procedure": "negotiated",
    "dialogue": "To runder med alle som er invitert.",
    "invited_least": 3,
    "reduction": False,
    "award_without_negotiation": False,
}


def ask(ready: Ready, **typed: str) -> tuple[FlaskClient, int]:
    """Answer the page of the procedure, as the lead does."""
    browser = ready.browser()
    form = sheet(browser.get(ready.url("procedure")))
    return browser, form.filled(**typed).send(browser).status_code


@pytest.mark.row("C6")
def test_negotiation_above_the_threshold_is_stopped_until_it_has_a_ground(app: Flask) -> None:
    ready = make_ready(app, **NEGOTIATED)
    page = ready.browser().get(ready.url()).text
    assert "Forhandling krever et vilkår i § 13-2." in page
    assert "FOA §§ 13-1 (2), 25-5 (2) d" in page
    ready.freeze()
    refused = ready.browser().post(ready.url("versions/1/approval"), data={"password": PASSWORD})
    assert refused.status_code != 302
    assert "Det er stoppere igjen på oppgavelisten." in refused.text
    browser, status = ask(ready, procedure_ground="a", procedure_reason=WHY)
    assert status == 302
    assert "Forhandling krever et vilkår i § 13-2." not in browser.get(ready.url()).text
    with app.app_context():
        tender = db.session().get_one(Tender, ready.tender_id)
        assert (tender.procedure_ground, tender.procedure_reason) == ("a", WHY)


@pytest.mark.row("C6")
def test_the_ground_and_its_reason_are_printed(app: Flask, tmp_path: Path) -> None:
    ready = make_ready(app, **NEGOTIATED, procedure_ground="a", procedure_reason=WHY, no_lots_reason="")
    content = frozen(app, ready)
    rules = papers.documents(content)[0]
    pdf = print_document(rules, papers.stamp(content))
    text = " ".join(" ".join(page_texts(pdf, tmp_path)).split())
    assert "anskaffelsesforskriften § 13-2 bokstav a: behovet kan ikke dekkes uten å tilpasse" in text
    assert WHY in text
    assert "minst 3" in text
    assert "alle som er invitert, får forhandle til slutten" in text
    assert "kontrakten tildeles ikke uten at det er forhandlet" in text


def test_the_page_offers_what_the_value_opens_for_and_says_what_is_not_offered(app: Flask) -> None:
    ready = make_ready(app)
    page = ready.browser().get(ready.url("procedure")).text
    assert "Begrenset anbudskonkurranse" in page
    assert "Disse kan ikke gjennomføres her ennå: konkurransepreget dialog" in page
    assert 'value="competitive_dialogue"' not in page
    assert 'value="national_open"' not in page
    assert "a) Behovet kan ikke dekkes uten å tilpasse løsninger som finnes" in page


def test_below_the_threshold_the_procedures_are_others(app: Flask) -> None:
    ready = make_ready(app, estimate=NATIONAL, **PART_II)
    page = ready.browser().get(ready.url("procedure")).text
    assert 'value="national_restricted"' in page
    assert 'value="negotiated"' not in page


def test_in_two_stages_it_is_said_who_is_invited(app: Flask) -> None:
    ready = make_ready(app)
    browser, status = ask(ready, procedure="restricted", invited_least="4", invited_most="8")
    assert status == 302
    page = browser.get(ready.url("procedure")).text
    assert "Minst 5 skal inviteres når så mange er skikket. Her står det 4." in page
    assert "Skriv hvordan de som får gi tilbud, blir valgt ut." in page
    answers = browser.get(ready.url("answers")).text
    assert "Inviteres høyst" in answers


def test_a_letter_that_the_law_does_not_have_is_refused(app: Flask) -> None:
    ready = make_ready(app)
    assert ask(ready, procedure_ground="f")[1] == 422
    with app.app_context(), db.kept() as session:
        tender = session.get_one(Tender, ready.tender_id)
        answers: dict[str, Any] = {"version": tender.version, "procedure_ground": "f", "now": NOW}
        with pytest.raises(RuleBroken, match="bokstavene a til e"):
            service.answer(session, ready.places["Tynset"].buyer, tender, **answers)
