"""The estimate through its pages: lines, sum, proposal, shares and ceilings, the framework maximum."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from procure.accounts.models import Organisation
from procure.domain.money import Ore
from procure.pools import service as pools
from procure.tenders.models import EstimateLine
from tests.factories import NOW
from tests.filling import sheet
from tests.pools.making import commit, make_need, text
from tests.tenders.making import LEAD, PARTICIPANT, Draft

LINE = {
    "text": "Bruk av tjenesten",
    "kind": "monthly",
    "amount": "10 000",
    "quantity": "1",
    "source": "Dagens avtale",
}


def add(draft: Draft, body: str, **changes: Any):
    """Add a line through the page; body: a municipality's name, or "joint"."""
    client = draft.browser()
    page = client.get(draft.url("/value/lines/new"))
    answer = sheet(page).filled(**(LINE | {"body": body_of(draft, body)} | changes)).send(client)
    assert answer.status_code == 302, text(answer)
    return answer


def body_of(draft: Draft, name: str) -> str:
    if name == "joint":
        return name
    with draft.open() as (session, _tender):
        found = session.scalars(select(Organisation.id).where(Organisation.short_name == name)).one()
        return str(found)


def lines(draft: Draft) -> list[EstimateLine]:
    with draft.open() as (session, tender):
        rows = list(tender.estimate_lines)
        session.expunge_all()
        return rows


def everybody(draft: Draft) -> None:
    """48 months of 10 000 for each of three, and 300 000 jointly."""
    for name in (LEAD, "Alvdal", PARTICIPANT):
        add(draft, name)
    add(draft, "joint", text="Etablering", kind="one_off", amount="300 000")


def test_lines_are_counted_and_the_paragraph_stands_beside_them(draft):
    everybody(draft)
    add(draft, PARTICIPANT, text="App for foresatte", kind="yearly", amount="20 000", option="y")
    page = text(draft.browser().get(draft.url("/value")))
    assert "Linjene gir 1 820 000 kr" in page
    assert "Deltakerne 1 440 000 kr" in page
    assert "Felles del 300 000 kr" in page
    assert "Opsjoner 80 000 kr" in page
    assert "Dagens avtale FOA § 5-4 (12)" in page
    assert "Varigheten er ikke fastsatt, så løpende priser er regnet for 48 måneder." in page
    assert "Del II: kunngjøres i Doffin." in page
    assert "680 000 kr igjen til neste grense: EØS-terskelverdi" in page
    assert "FOA § 5-3; FOR-2026-04-21-623" in page


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (
            {"duration_months": 48, "extension_months": 24},
            "Avtalen kan vare i 72 måneder. Løpende priser regnes likevel for 48.",
        ),
        (
            {"duration_months": 24, "extension_months": 12},
            "Løpende priser er regnet for 36 måneder, med forlengelser.",
        ),
        (
            {"duration_months": 36, "open_ended": True},
            "Kontrakten løper til den sies opp, så løpende priser er regnet for 48 måneder.",
        ),
    ],
)
def test_the_term_is_told(draft, terms, told):
    add(draft, LEAD)
    with draft.open() as (_session, tender):
        for name, answer in terms.items():
            setattr(tender, name, answer)
    assert told in text(draft.browser().get(draft.url("/value")))


def test_the_sum_is_used_with_day_author_and_method(draft):
    everybody(draft)
    client = draft.browser()
    use = sheet(client.get(draft.url("/value")), draft.url("/value/sum"))
    assert use.send(client).status_code == 302
    with draft.open() as (_session, tender):
        assert tender.estimate == 1_740_000_00
        assert tender.estimated_on == NOW.date()
        assert tender.estimated_by_id == draft.actor().user_id
        assert tender.estimate_method.startswith(
            "Regnet linje for linje mandag 23. november 2026 (deltakere: 3)"
        )
    assert "Summen er brukt som anslått verdi" in text(client.get(draft.url("/value")))
    assert "Anslått av Innkjøper i Tynset." in text(client.get(draft.url("/value")))


def test_a_sum_that_is_no_longer_right_is_refused(draft):
    everybody(draft)
    client = draft.browser()
    use = sheet(client.get(draft.url("/value")), draft.url("/value/sum"))
    add(draft, LEAD, amount="1")
    answer = use.send(client)
    assert answer.status_code == 409
    assert "Linjene er endret. Summen er nå 1 740 048 kr." in text(answer)
    assert use.filled(total="mye").send(client).status_code == 422
    with draft.open() as (_session, tender):
        assert tender.estimate is None


def test_a_sum_above_what_an_amount_can_be_is_not_offered(draft):
    add(draft, LEAD, amount="1 000 000 000", quantity="2")
    page = draft.browser().get(draft.url("/value"))
    assert "Summen er over 1 000 000 000 kr." in text(page)
    assert "/value/sum" not in page.get_data(as_text=True)


def test_a_line_is_changed_and_taken_away(draft):
    add(draft, LEAD)
    (line,) = lines(draft)
    address, client = draft.url(f"/value/lines/{line.id}"), draft.browser()
    first = sheet(client.get(address))
    assert first.filled(amount="12 000", body="joint").send(client).status_code == 302
    (changed,) = lines(draft)
    assert (changed.amount, changed.organisation_id) == (12_000_00, None)
    assert first.filled(amount="9").send(client).status_code == 409  # filled from what it was before
    assert client.post(f"{address}/removal").status_code == 302
    assert lines(draft) == []


def test_a_line_is_for_somebody_who_is_there(draft):
    client = draft.browser()
    page = sheet(client.get(draft.url("/value/lines/new")))
    answer = page.filled(**LINE, body=body_of(draft, "Røros")).send(client)
    assert answer.status_code == 422
    assert lines(draft) == []


def test_a_line_for_one_who_has_left_can_still_be_mended(draft):
    add(draft, PARTICIPANT)
    with draft.open() as (session, tender):
        pools.withdraw(session, draft.actor(PARTICIPANT), tender.pool, now=NOW)
    (line,) = lines(draft)
    client = draft.browser()
    page = client.get(draft.url("/value"))
    assert "Ikke med lenger" in text(page)
    assert "Anslaget har linjer for noen som ikke er med: Tolga kommune." in text(page)
    address = draft.url(f"/value/lines/{line.id}")
    assert sheet(client.get(address)).filled(amount="1").send(client).status_code == 302


def test_lines_are_proposed_from_what_is_paid_today_and_nothing_is_overwritten(draft):
    with draft.open() as (session, tender):
        make_need(session, draft.places[PARTICIPANT], yearly_cost=Ore(90_000_00))
        place = tender.pool.participation_of(draft.places[PARTICIPANT].organisation_id)
        pools.set_volumes(session, draft.actor(PARTICIPANT), tender.pool, users=1, inhabitants=1, now=NOW)
        assert place.figures.yearly_cost == 90_000_00
    add(draft, LEAD)
    client = draft.browser()
    offered = sheet(client.get(draft.url("/value")), draft.url("/value/proposal"))
    assert offered.send(client).status_code == 302
    own, proposed = lines(draft)
    assert own.amount == 10_000_00
    assert (proposed.amount, proposed.kind, proposed.text) == (90_000_00, "yearly", "Årskostnad i dag")
    assert proposed.source == "Behovet som er delt med fellesskapet"
    assert offered.send(client).status_code == 302
    assert len(lines(draft)) == 2


def test_the_same_form_sent_twice_makes_one_line(draft):
    client = draft.browser()
    form = sheet(client.get(draft.url("/value/lines/new"))).filled(**LINE, body="joint")
    assert [form.send(client).status_code for _time in range(2)] == [302, 302]
    assert len(lines(draft)) == 1


def test_the_bars_are_drawn_for_desk_and_phone(draft):
    client = draft.browser()
    assert client.get(draft.url("/value/chart.svg")).status_code == 404
    everybody(draft)
    for address in ("/value/chart.svg", "/value/chart.svg?narrow=1"):
        answer = client.get(draft.url(address))
        assert answer.mimetype == "image/svg+xml"
        assert answer.get_data(as_text=True).count("<rect") == 4
    assert "Mest: Alvdal kommune, 480 000 kr." in client.get(draft.url("/value")).get_data(
        as_text=True
    ).replace("\xa0", " ")


def test_only_the_lead_reads_the_lines(draft):
    assert draft.browser(PARTICIPANT).get(draft.url("/value")).status_code == 403
    assert draft.browser("Røros").get(draft.url("/value")).status_code == 404


def test_a_maximum_is_asked_for_in_a_framework_alone(draft):
    client = draft.browser()
    assert "maksimale verdi" not in text(client.get(draft.url("/value")))
    with draft.open() as (_session, tender):
        tender.contract_model = "framework"
    form = sheet(client.get(draft.url("/value")))
    facts = {"estimate": "2 000 000", "estimated_on": "20.11.2026", "estimate_method": "Erfaring."}
    low = form.filled(**facts, framework_maximum="1 999 999,99").send(client)
    assert low.status_code == 422
    assert "kan ikke være lavere enn anslått verdi" in text(low)
    assert form.filled(**facts, framework_maximum="2 000 000").send(client).status_code == 302
    with draft.open() as (_session, tender):
        assert tender.framework_maximum == 2_000_000_00


def test_shares_and_ceilings_stand_side_by_side_and_the_lock_page_warns(draft):
    everybody(draft)
    with draft.open() as (session, tender):
        commit(session, tender.pool, [draft.places[LEAD]])
        pools.commit(
            session,
            draft.places[PARTICIPANT].signatory,
            tender.pool,
            password="Furu-over-Femunden-1814",
            ceiling=Ore(390_000_00),
            case_number="26/77",
            now=NOW,
        )
    client = draft.browser()
    page = text(client.get(draft.url("/value")))
    assert "Tolga kommune" in page
    assert "390 000 kr For lav" in page
    lock = text(client.get(f"/pools/{draft.pool_id}/lock"))
    assert "Rammen er lavere enn sin del av anslått verdi hos Tolga kommune." in lock
    assert "390 000" not in lock


def test_what_is_sent_stands(draft):
    everybody(draft)
    line = lines(draft)[0]
    with draft.open() as (_session, tender):
        tender.state = "dispatched"
    client = draft.browser()
    assert "Ny linje" not in text(client.get(draft.url("/value")))
    assert client.post(draft.url(f"/value/lines/{line.id}/removal")).status_code == 409
    assert client.post(draft.url("/value/proposal")).status_code == 409
    assert len(lines(draft)) == 4
