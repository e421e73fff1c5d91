"""Lots, or the reason for none: kept, put in order, taken out, and printed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from procure import db
from procure.domain.assembly import texts
from procure.tenders import notice, papers
from procure.tenders.models import Lot, PriceKind, Tender
from procure.tenders.service import add_line
from tests.factories import NOW
from tests.filling import sheet
from tests.pools.making import PASSWORD
from tests.publication.making import NATIONAL, PART_II, make_ready
from tests.tenders.making import OUTSIDER, PARTICIPANT, Draft

WHAT = "Melde avvik og følge dem opp."


def add(draft: Draft, title: str, **typed: str) -> int:
    form = sheet(draft.browser().get(draft.url("/lots/new")))
    answer = form.filled(title=title, description=WHAT, **typed).send(draft.browser())
    assert answer.status_code == 302, answer.text
    with draft.open() as (_session, tender):
        return next(each.id for each in tender.lots if each.title == title)


def listed(draft: Draft) -> list[str]:
    with draft.open() as (_session, tender):
        return [f"{each.number} {each.title}" for each in tender.lots if each.removed_at is None]


def test_lots_are_numbered_once_and_ordered(draft: Draft) -> None:
    first, second = add(draft, "Avvik", estimate="800 000"), add(draft, "Risiko")
    assert listed(draft) == ["1 Avvik", "2 Risiko"]
    draft.browser().post(draft.url(f"/lots/{second}/position"), data={"way": "up"})
    assert listed(draft) == ["2 Risiko", "1 Avvik"]
    draft.browser().post(draft.url(f"/lots/{second}/position"), data={"way": "up"})
    assert listed(draft) == ["2 Risiko", "1 Avvik"]
    asked = draft.browser().get(draft.url(f"/lots/{second}/removal"))
    assert "Ta ut delkontrakt 2?" in asked.text
    assert sheet(asked).send(draft.browser()).status_code == 302
    add(draft, "Kvalitet")
    assert listed(draft) == ["1 Avvik", "3 Kvalitet"]
    page = draft.browser().get(draft.url("/lots")).text
    assert "800" in page
    assert "Hvorfor er konkurransen ikke delt opp?" not in page
    assert draft.browser().get(draft.url(f"/lots/{first}")).status_code == 200
    assert draft.browser().get(draft.url(f"/lots/{second}")).status_code == 404


def test_a_lot_is_changed_and_what_is_missing_is_asked_for(draft: Draft) -> None:
    lot = add(draft, "Avvik")
    form = sheet(draft.browser().get(draft.url(f"/lots/{lot}")))
    refused = form.filled(title="", title_en="Deviations").send(draft.browser())
    assert refused.status_code == 422
    assert "Skriv hva delkontrakten heter" in refused.text
    assert 'value="Deviations"' in refused.text
    changed = form.filled(title="Avvik og varsling", climate="combined", climate_reason="Krav gir mer.")
    assert changed.send(draft.browser()).status_code == 302
    assert listed(draft) == ["1 Avvik og varsling"]


def test_a_lot_in_use_stays(draft: Draft) -> None:
    lot = add(draft, "Avvik")
    with draft.open() as (session, tender):
        line: dict[str, Any] = {"text": "Bruk", "kind": PriceKind.MONTHLY, "unit": "måned", "amounts": {}}
        add_line(session, draft.actor(), tender, **line, now=NOW).lot_id = lot
    refused = draft.browser().post(draft.url(f"/lots/{lot}/removal"))
    assert refused.status_code == 409
    assert "1 krav eller prislinjer hører til «Avvik». Flytt dem først." in refused.text
    assert listed(draft) == ["1 Avvik"]


def test_the_reason_for_none_is_written_on_the_same_page(draft: Draft) -> None:
    page = draft.browser().get(draft.url("/lots"))
    answer = sheet(page).filled(no_lots_reason="Ett system.").send(draft.browser())
    assert answer.status_code == 302
    with draft.open() as (_session, tender):
        assert tender.no_lots_reason == "Ett system."
    assert "Ett system." in draft.browser(PARTICIPANT).get(draft.url("/lots")).text
    assert draft.browser(OUTSIDER).get(draft.url("/lots")).status_code == 404


def test_a_participant_reads_and_the_lead_writes(draft: Draft) -> None:
    lot = add(draft, "Avvik")
    participant = draft.browser(PARTICIPANT)
    assert "Avvik" in participant.get(draft.url("/lots")).text
    assert "Ny delkontrakt" not in participant.get(draft.url("/lots")).text
    for address in ("/lots", f"/lots/{lot}", f"/lots/{lot}/removal", f"/lots/{lot}/position"):
        assert participant.post(draft.url(address)).status_code == 403


@pytest.mark.row("C7")
def test_neither_lots_nor_a_reason_stops_above_the_threshold(app: Flask) -> None:
    ready = make_ready(app, no_lots_reason="")
    page = ready.browser().get(ready.url()).text
    assert "Konkurransen er ikke delt i delkontrakter, og begrunnelsen mangler." in page
    assert "FOA § 19-4 (2)" in page
    ready.freeze()
    refused = ready.browser().post(ready.url("versions/1/approval"), data={"password": PASSWORD})
    assert refused.status_code != 302
    assert "Det er stoppere igjen på oppgavelisten." in refused.text
    for title, english in (("Avvik", "Deviations"), ("Risiko", "Risk")):
        form = sheet(ready.browser().get(ready.url("lots/new")))
        filled = form.filled(title=title, description=WHAT, title_en=english, description_en="Part of it.")
        assert filled.send(ready.browser()).status_code == 302
    page = ready.browser().get(ready.url()).text
    assert "begrunnelsen mangler" not in page


@pytest.mark.row("C7")
def test_below_the_threshold_it_is_advice(app: Flask) -> None:
    ready = make_ready(app, no_lots_reason="", estimate=NATIONAL, **PART_II)
    page = ready.browser().get(ready.url("lots")).text
    assert "Advarsel" in page
    assert "Stopper" not in page


@pytest.mark.row("C7")
def test_lots_stand_in_the_documents_and_in_the_notice(app: Flask) -> None:
    ready = make_ready(app)
    with app.app_context(), db.kept() as session:
        tender = session.get_one(Tender, ready.tender_id)
        tender.lots.append(Lot(number=1, position=1, title="Avvik", description=WHAT, estimate=1_000_000_00))
        tender.requirements[0].lot = tender.lots[0]
        session.flush()
        content = papers.content(session, tender, 1, NOW)
    printed = "\n".join(texts(tuple(papers.documents(content)))).replace("\\", "")
    assert "Delkontrakt 1" in printed
    assert f"**Avvik.** {WHAT}" in printed
    assert "**Delkontrakt 1.** " in printed
    assert "Systemet er ett produkt." not in printed  # the reason for none
    found = {field.label: field.value for field in notice.texts(content)}
    assert found["Delkontrakt 1: tittel"] == "Avvik"
    assert "Hvorfor ikke delt opp" not in found
