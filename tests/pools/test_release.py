"""The way out after the lock: the body asks, the lead lets it go, and everything is counted anew."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from procure import db
from procure.domain.money import Ore
from procure.domain.states import TenderState
from procure.pools.models import Participation, Pool
from procure.tenders import service as tenders
from procure.tenders.models import EstimateLine, PriceKind, Quantity, Section, Tender
from tests.factories import NOW
from tests.filling import sheet
from tests.pools.making import Story, tell_story, text, told
from tests.tenders.making import make_tender

ASKED = "%(who)s ber om å bli frigitt fra «%(pool)s»."
RELEASED = "%(who)s er frigitt fra «%(pool)s». Dere er nå %(count)s."


@pytest.fixture
def story(app) -> Story:
    needs: dict[str, dict[str, Any]] = {
        "Tynset": {"users": 100, "inhabitants": 5600, "yearly_cost": Ore(200_000_00)},
        "Alvdal": {"users": 250, "inhabitants": 2400, "yearly_cost": Ore(150_000_00)},
        "Os": {"users": 400, "inhabitants": 1900, "yearly_cost": Ore(100_000_00)},
    }
    return tell_story(
        app, committed=("Tynset", "Alvdal", "Os"), interested=("Tolga",), needs=needs, locked=True
    )


def place_of(story: Story, name: str) -> int:
    with story.app.app_context(), db.reading() as session:
        mine = Participation.organisation_id == story.places[name].organisation_id
        return session.scalars(select(Participation.id).where(mine)).one()


def page_of(story: Story, name: str = "Os") -> str:
    return story.url(f"participations/{place_of(story, name)}/release")


def ask(story: Story, name: str = "Os", **typed: str):
    browser = story.buyer(name)
    return (
        sheet(browser.get(story.url("release-request")), story.url("release-request"))
        .filled(**typed)
        .send(browser)
    )


def release(story: Story, name: str = "Os", **typed: str):
    browser = story.buyer("Tynset")
    filled = sheet(browser.get(page_of(story, name)), page_of(story, name)).filled(release_cost="Ingenting.")
    return filled.filled(**typed).send(browser)


def test_the_body_asks_and_the_lead_lets_it_go(app, story):
    assert "Be om å bli frigitt" in text(story.buyer("Os").get(story.url()))
    consequence = text(story.buyer("Os").get(story.url("release-request")))
    for part in ("Kommuner 3 2 −1", "Brukere 750 350 −400", "må la dere gå", "teller med"):
        assert part in consequence
    assert ask(story, reason="Vi slår oss sammen med Røros.").status_code == 302
    assert ask_again(story) == 302
    assert told(app, story.places["Tynset"]).count(ASKED) == 1
    assert story.state("Os") == "committed"
    lead = story.buyer("Tynset")
    assert "Os vil ut av fellesskapet" in text(lead.get(story.url()))
    assert "Frigi Os fra Barnehagesystem for Nord-Østerdalen" in text(lead.get("/start"))
    shown = text(lead.get(page_of(story)))
    for part in ("Vi slår oss sammen med Røros.", "Brukere 750 350 −400", "Alle som er igjen"):
        assert part in shown
    assert release(story, release_cost="En tredel av arbeidet til i dag.").status_code == 302
    assert story.state("Os") == "released"
    totals = lead.get(story.url("totals.json")).get_json()
    assert (totals["municipalities"]["together"], totals["users"]["together"]) == (2, 350)
    for name in ("Alvdal", "Os"):
        assert told(app, story.places[name]).count(RELEASED) == 1


def ask_again(story: Story) -> int:
    data = {"reason": "", "version": story.version("Os")}
    return story.buyer("Os").post(story.url("release-request"), data=data).status_code


def test_the_released_finds_what_it_costs_and_no_tender(story):
    with story.app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        tender_id = make_tender(session, pool, story.places["Tynset"].buyer).id
    ask(story)
    assert story.buyer("Os").get(f"/tenders/{tender_id}").status_code == 200
    release(story, release_cost="En tredel av arbeidet til i dag.")
    browser = story.buyer("Os")
    own = text(browser.get(story.url()))
    for part in ("Os er frigitt", "Frigitt fra mandag 23. november 2026", "En tredel av arbeidet til i dag."):
        assert part in own
    assert browser.get(story.url("history")).status_code == 200
    assert browser.get(f"/tenders/{tender_id}").status_code == 404
    assert "En tredel" not in text(story.buyer("Alvdal").get(story.url()))
    assert "Os er frigitt." in text(browser.get(story.url("release-request")))


def test_it_may_think_again_until_it_is_let_go(app, story):
    ask(story)
    again = story.url("release-request/withdrawal")
    assert story.buyer("Os").post(again).status_code == 302
    assert told(app, story.places["Tynset"])[-1] == "%(who)s blir likevel med i «%(pool)s»."
    assert story.buyer("Os").post(again).status_code == 409
    shown = text(story.buyer("Tynset").get(page_of(story)))
    assert "Os har ikke bedt om å bli frigitt. Bare kommunen selv kan be." in shown
    data = {"released_on": "23.11.2026", "release_cost": "0", "version": story.version("Os")}
    assert story.buyer("Tynset").post(page_of(story), data=data).status_code == 422
    assert story.state("Os") == "committed"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"released_on": "24.11.2026"}, "Velg en dag fra mandag 23. november 2026"),
        ({"released_on": "22.11.2026"}, "Velg en dag fra mandag 23. november 2026"),
        ({"released_on": ""}, "Skriv dagen kommunen er frigitt fra"),
        ({"release_cost": " "}, "Skriv hva det koster, eller at det ikke koster noe"),
    ],
)
def test_what_is_missing_or_cannot_be_is_asked_for_again(story, typed, why):
    ask(story)
    answer = release(story, **typed)
    assert answer.status_code == 422
    assert why in text(answer)
    assert story.state("Os") == "committed"


def test_the_last_one_is_not_let_go(app):
    story = tell_story(app, committed=("Tynset",), locked=True)
    ask(story, "Tynset")
    shown = text(story.buyer("Tynset").get(page_of(story, "Tynset")))
    assert "Ingen er igjen når Tynset går ut. Oppløs fellesskapet i stedet." in shown


def test_two_clicks_let_it_go_once(app, story):
    ask(story)
    data = {"released_on": "23.11.2026", "release_cost": "Ingenting", "version": story.version("Os")}
    lead, address = story.buyer("Tynset"), page_of(story)
    assert [lead.post(address, data=data).status_code for _ in range(2)] == [302, 302]
    assert told(app, story.places["Alvdal"]).count(RELEASED) == 1


def test_before_the_lock_and_outside_the_list_there_is_nothing_to_ask(app):
    story = tell_story(app, committed=("Tynset",), interested=("Os",), invited=("Tolga",))
    assert "går ut selv" in text(story.buyer("Os").get(story.url("release-request")))
    assert ask_again(story) == 422
    lead = story.buyer("Tynset")
    lead.post(story.url("lock"), data={"version": story.pool_version()})
    assert "er ikke bundet" in text(story.buyer("Os").get(story.url("release-request")))


# --- What becomes of the tender ------------------------------------------------------------------


def fill(story: Story) -> int:
    """Write a tender where Os has quantities, a line in the estimate, and a text to write."""
    os, lead = story.places["Os"].organisation_id, story.places["Tynset"].buyer
    with story.app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        tender = make_tender(session, pool, lead)
        ids = [each.organisation_id for each in story.places.values()]
        facts: dict[str, Any] = {"text": "Tjenesten", "kind": PriceKind.MONTHLY, "unit": "måned", "now": NOW}
        tenders.add_line(session, lead, tender, amounts=dict.fromkeys(ids[:3], 48), **facts)
        tenders.propose_estimate_lines(session, lead, tender, now=NOW)
        tender.sections[0].owner_id = os
        tender.duration_months = 12
        session.flush()
        total = Ore(450_000_00)
        tenders.use_estimate(
            session,
            lead,
            tender,
            total=total,
            method="Sum",
            version=tender.version,
            today=NOW.date(),
            now=NOW,
        )
        tender.state = TenderState.APPROVED
        return tender.id


def test_what_was_kept_for_it_is_taken_out_and_the_estimate_follows(story):
    tender_id, os = fill(story), story.places["Os"].organisation_id
    ask(story)
    shown = text(story.buyer("Tynset").get(page_of(story)))
    assert "Godkjenninger som er gitt, faller bort." in shown
    assert release(story).status_code == 302
    with story.app.app_context(), db.reading() as session:
        tender = session.get_one(Tender, tender_id)
        assert (tender.state, tender.estimate) == (TenderState.DRAFT, Ore(350_000_00))
        for kind in (Quantity, EstimateLine):
            assert os not in session.scalars(select(kind.organisation_id)).all()
        assert session.scalars(select(Section.owner_id).where(Section.owner_id.is_not(None))).all() == []
    happened = text(story.buyer("Tynset").get(f"/tenders/{tender_id}/history"))
    assert "Det som gjaldt kommuner som er gått ut, ble tatt bort" in happened


def test_after_dispatch_nobody_asks_or_is_let_go(story):
    tender_id = fill(story)
    ask(story)
    with story.app.app_context(), db.kept() as session:
        session.get_one(Tender, tender_id).state = TenderState.DISPATCHED
    data = {"released_on": "23.11.2026", "release_cost": "Ingenting", "version": story.version("Os")}
    answer = story.buyer("Tynset").post(page_of(story), data=data)
    assert answer.status_code == 422
    assert "Konkurransen er avsendt, og deltakerlisten er frosset." in text(answer)
    assert story.state("Os") == "committed"
    assert "ligger deltakerlisten fast" in text(story.buyer("Alvdal").get(story.url("release-request")))


# --- Before the lock -----------------------------------------------------------------------------


@pytest.mark.row("A3")
def test_one_that_withdraws_voids_what_was_approved_and_each_is_told_once(app):
    story = tell_story(app, committed=("Tynset", "Alvdal"), interested=("Os",), invited=("Tolga",))
    with app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        tender = make_tender(session, pool, story.places["Tynset"].buyer)
        tender.state = TenderState.APPROVED
        tender_id = tender.id
    assert (
        story.buyer("Os").post(story.url("withdrawal"), data={"version": story.version("Os")}).status_code
        == 302
    )
    gone = "%(who)s har trukket seg fra «%(pool)s». Dere er nå %(count)s."
    assert [told(app, story.places[name]).count(gone) for name in ("Tynset", "Alvdal", "Tolga", "Os")] == [
        1,
        1,
        0,
        0,
    ]
    assert state_of(story, tender_id) is TenderState.DRAFT
    approve(story, tender_id)
    data = {"state": "interested", "version": story.version("Os")}
    assert story.buyer("Os").post(story.url("participation"), data=data).status_code == 302
    assert state_of(story, tender_id) is TenderState.DRAFT  # one more is in it
    approve(story, tender_id)
    lead = story.buyer("Tynset")
    assert lead.post(story.url("lock"), data={"version": story.pool_version()}).status_code == 302
    assert state_of(story, tender_id) is TenderState.DRAFT  # and out of it, as it had not committed


def state_of(story: Story, tender_id: int) -> TenderState:
    with story.app.app_context(), db.reading() as session:
        return session.get_one(Tender, tender_id).state


def approve(story: Story, tender_id: int) -> None:
    with story.app.app_context(), db.kept() as session:
        session.get_one(Tender, tender_id).state = TenderState.APPROVED
