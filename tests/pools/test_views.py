"""What pools show, and what can be done there, through the real door."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, event, func, select

from procure import db
from procure.accounts.models import Organisation
from procure.audit.models import AuditEvent
from procure.demand.models import NeedState, Visibility
from procure.domain.money import Ore
from procure.domain.policy import Role
from procure.notifications.models import Mail
from procure.pools.models import Participation, Pool
from tests.factories import make_user, municipality, sign_in
from tests.pools.making import (
    CLOSES,
    count,
    make_need,
    make_place,
    tell_story,
    text,
    told,
)

SECOND = timedelta(seconds=1)
FIVE = ("Tynset", "Alvdal", "Os", "Folldal", "Rendalen")
SIX = (*FIVE, "Tolga")


@pytest.fixture
def lone(app):
    """Tolga with a shared need, two others with the same, and one with another."""
    with app.app_context(), db.kept() as session:
        places = {name: make_place(session, name) for name in ("Tolga", "Os", "Alvdal", "Folldal")}
        need = make_need(session, places["Tolga"])
        make_need(session, places["Os"], visibility=Visibility.LOOKING)
        make_need(session, places["Alvdal"])
        make_need(session, places["Folldal"], visibility=Visibility.MINE)
        return places, need.id


def typed(places, **changes):
    facts = {
        "once": "0123456789abcdef0123",
        "name": "Barnehagesystem for oss",
        "purpose": "Ett system <b>for alle</b> {{ 7 * 7 }}",
        "closes_at": ["18.12.2026", "15.00"],
        "wanted_start_on": "01.08.2027",
        "cost_key": "inhabitants",
        "approval_rule": "all",
        "organisation_ids": [str(places[name].organisation_id) for name in ("Os", "Alvdal")],
        "message": "Bli med da vel",
    }
    return facts | changes


# --- Making one ------------------------------------------------------------------------------------


def test_a_pool_is_made_from_the_need_and_the_matches_are_invited(app, lone):
    places, need_id = lone
    browser = sign_in(app, places["Tolga"].buyer.user_id)
    page = browser.get(f"/pools/new?need={need_id}")
    assert page.status_code == 200
    assert re.findall(r'value="(\d+)" checked aria', page.text) == [
        str(places[name].organisation_id) for name in ("Alvdal", "Os")
    ]
    assert 'value="21.12.2026"' in page.text
    answer = browser.post(f"/pools/new?need={need_id}", data=typed(places))
    assert answer.status_code == 302
    shown = text(browser.get(answer.location))
    assert "Én kommune er interessert, ingen er forpliktet" in shown
    assert "Fellesskapet lukkes fredag 18. desember 2026 kl. 15.00" in shown
    assert "Ett system <b>for alle</b> {{ 7 * 7 }}" in shown
    assert "Alvdal Invitert" in shown
    assert told(app, places["Os"]) == [
        "%(lead)s inviterer dere til innkjøpsfellesskapet «%(pool)s». Svar innen %(when)s."
    ]
    assert count(app, select(func.count(Mail.id))) == 4


def test_a_need_kept_to_oneself_is_offered_to_nobody_as_a_match(app, lone):
    places, need_id = lone
    page = sign_in(app, places["Tolga"].buyer.user_id).get(f"/pools/new?need={need_id}").text
    folldal = places["Folldal"].organisation_id
    assert re.search(rf'value="{folldal}">', page)  # in the list of the county, without a tick or a reason


def test_the_same_form_twice_makes_one_pool(app, lone):
    places, need_id = lone
    browser = sign_in(app, places["Tolga"].buyer.user_id)
    first, second = (browser.post(f"/pools/new?need={need_id}", data=typed(places)) for _ in range(2))
    assert first.location == second.location
    assert count(app, select(func.count(Pool.id))) == 1
    assert count(app, select(func.count(Participation.id))) == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Skriv hva fellesskapet skal hete"),
        ({"name": "x" * 201}, "Kort den ned"),
        ({"purpose": "x" * 1_000_000}, "Kort den ned"),
        ({"closes_at": ["22.11.2026", "15.00"]}, "har vært. Velg et senere tidspunkt"),
        ({"closes_at": ["01.01.2100", "15.00"]}, "mer enn tre år fram"),
        ({"closes_at": ["31.11.2026", "15.00"]}, "finnes ikke"),
        ({"cost_key": "dice"}, "Velg et av alternativene"),
        ({"organisation_ids": ["999999"]}, "Velg et av alternativene"),
        ({"organisation_ids": ["x"]}, "Velg et av alternativene"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(app, lone, changes, words):
    places, need_id = lone
    browser = sign_in(app, places["Tolga"].buyer.user_id)
    answer = browser.post(f"/pools/new?need={need_id}", data=typed(places, **changes))
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Bli med da vel" in answer.text
    assert count(app, select(func.count(Pool.id))) == 0


def test_a_pool_is_not_made_of_anothers_need_or_of_a_draft(app, lone):
    places, need_id = lone
    assert sign_in(app, places["Os"].buyer.user_id).get(f"/pools/new?need={need_id}").status_code == 404
    with app.app_context(), db.kept() as session:
        draft = make_need(session, places["Tolga"], state=NeedState.DRAFT, shared_at=None).id
    browser = sign_in(app, places["Tolga"].buyer.user_id)
    answer = browser.post(f"/pools/new?need={draft}", data=typed(places))
    assert answer.status_code == 422
    assert "Behovet må være delt" in text(answer)


def test_without_a_need_one_is_asked_for(app, lone):
    places, need_id = lone
    browser = sign_in(app, places["Tolga"].buyer.user_id)
    assert f'href="/pools/new?need={need_id}"' in browser.get("/pools/new").text


# --- The page of a pool ----------------------------------------------------------------------------


@pytest.mark.row("A9")
def test_totals_hold_only_what_is_shared_with_the_pool_side_by_side(story):
    browser = story.buyer("Alvdal")
    shown = text(browser.get(story.url()))
    assert "Tre kommuner er forpliktet, to er interessert" in shown
    assert "Brukere 750 750 forpliktet, 0 interessert. Alvdal: 250" in shown
    assert "Betaler i året i dag 473 000 kr" in shown
    assert "tre av fem har delt antall brukere, tre har delt kostnaden" in shown
    found = browser.get(story.url("totals.json")).get_json()
    assert found["users"] == {"committed": 750, "interested": None, "together": 750}
    assert found["municipalities"] == {"committed": 3, "interested": 2, "together": 5}
    assert found["yearly_cost_ore"]["together"] == 473_000_00
    assert found["known"]["users"] == 3


@pytest.mark.row("A9")
def test_costs_are_compared_from_five_on_and_not_before(app, story):
    shown = text(story.buyer("Alvdal").get(story.url()))
    assert "sammenlignes først når fem kommuner har delt dem" in shown
    assert "Nå har tre delt" in shown
    assert "2 380 kr" not in shown
    assert story.buyer("Alvdal").get(story.url("costs.svg")).status_code == 404
    costs = (238_000_00, 131_000_00, 104_000_00, 98_000_00, 112_000_00)
    needs = {n: {"users": 100, "yearly_cost": Ore(cost)} for n, cost in zip(FIVE, costs, strict=True)}
    with app.app_context(), db.kept() as session:
        session.execute(delete(Participation))
        session.execute(delete(Pool))
    other = tell_story(app, interested=FIVE[1:], needs=needs)
    shown = text(other.buyer("Os").get(other.url()))
    assert "Per bruker 980 kr 1 120 kr 2 380 kr 1 040 kr fem kommuner" in shown
    drawn = other.buyer("Os").get(other.url("costs.svg"))
    assert drawn.mimetype == "image/svg+xml"
    assert "Per bruker Lavest 980 kr Midterst 1 120 kr Høyest 2 380 kr Dere 1 040 kr" in text(drawn)


@pytest.mark.row("A9")
def test_one_outside_sees_no_sum_of_few(story):
    browser = story.buyer("Tolga")
    shown = text(browser.get(story.url()))
    assert "Brukere Skjult" in shown
    assert "750" not in shown
    found = browser.get(story.url("totals.json")).get_json()
    assert found["users"] == {"committed": None, "interested": None, "together": None}


def test_who_is_not_reached_is_said_in_a_sentence(app, story):
    assert "Tolga har ikke åpnet invitasjonen." in text(story.buyer("Os").get(story.url()))
    story.buyer("Tolga").get(story.url("participation"))
    shown = text(story.buyer("Os").get(story.url()))
    assert "Tolga har åpnet, men ikke svart." in shown
    assert "Tolga åpnet invitasjonen" in shown


def test_opening_is_noted_once_and_does_not_make_the_form_stale(app, story):
    browser = story.buyer("Tolga")
    page = browser.get(story.url("participation"))
    (version,) = re.findall(r'name="version" value="(\d+)"', page.text)
    browser.get(story.url("participation"))
    opened = select(func.count(AuditEvent.id)).where(AuditEvent.action == "participation.opened")
    assert count(app, opened) == 1
    answer = browser.post(story.url("participation"), data={"state": "interested", "version": version})
    assert answer.status_code == 302


def test_a_body_without_people_is_said_to_have_none(app):
    story = tell_story(app, invited=("Tolga",))
    with app.app_context(), db.kept() as session:
        haram = municipality(session, "Engerdal").id
        session.add(
            Participation(pool_id=story.pool_id, organisation_id=haram, state="invited", invited_at=CLOSES)
        )
    assert "Engerdal har ingen brukere her ennå" in text(story.buyer("Tynset").get(story.url()))


def test_the_history_tells_who_did_what(story):
    shown = text(story.buyer("Tolga").get(story.url("history")))
    assert "Os forpliktet seg Kommunedirektør i Os" in shown
    assert "Fellesskapet ble opprettet Innkjøper i Tynset" in shown


def test_the_list_shows_state_place_and_deadline_and_explains_itself_when_empty(story):
    shown = text(story.buyer("Os").get("/pools"))
    assert "Barnehagesystem for Nord-Østerdalen" in shown
    assert "Åpent Forpliktet" in shown
    assert "25 dager igjen" in shown
    empty = text(story.buyer("Engerdal").get("/pools"))
    assert "Dere er ikke med i noe fellesskap ennå" in empty


# --- Who may ---------------------------------------------------------------------------------------

PAGES = (
    "",
    "totals.json",
    "costs.svg",
    "history",
    "invitations",
    "lock",
    "participation",
    "commitment",
    "volumes",
    "withdrawal",
)
POSTS = (
    "invitations",
    "reminders",
    "lock",
    "participation",
    "commitment",
    "signatures",
    "volumes",
    "withdrawal",
)


def test_an_outsider_finds_nothing(story):
    for browser in (story.buyer("Engerdal"), story.signatory("Engerdal")):
        assert {browser.get(story.url(page)).status_code for page in PAGES} == {404}
        assert {browser.post(story.url(page)).status_code for page in POSTS} == {404}


def test_the_wrong_role_is_refused(story):
    member, signatory = story.buyer("Os"), story.signatory("Os")
    assert {member.get(story.url(page)).status_code for page in ("invitations", "lock", "commitment")} == {
        403
    }
    assert {member.post(story.url(page)).status_code for page in ("reminders", "lock", "commitment")} == {403}
    assert {
        signatory.get(story.url(page)).status_code for page in ("invitations", "participation", "volumes")
    } == {403}
    assert signatory.post(story.url("signatures")).status_code == 403


def test_nobody_but_buyers_and_signatories_sees_a_pool(app, story):
    with app.app_context(), db.kept() as session:
        os_ = session.get_one(Organisation, story.places["Os"].organisation_id)
        ids = [
            make_user(session, os_, role).id for role in (Role.LOCAL_ADMIN, Role.ADVISER, Role.COORDINATOR)
        ]
    for user_id in ids:
        browser = sign_in(app, user_id)
        assert browser.get(story.url()).status_code == 404
        assert "Barnehagesystem" not in browser.get("/pools").text


# --- What it costs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "participation", "withdrawal", "totals.json", "invitations", "lock"])
def test_the_number_of_queries_does_not_grow_with_the_pool(app, part):
    def queries(story) -> int:
        browser = story.buyer(next(iter(story.places)))
        browser.get(story.url(part))
        asked = []
        with app.app_context():
            engine = db.sqla.engine
            event.listen(engine, "before_cursor_execute", listener := lambda *_: asked.append(1))
            assert browser.get(story.url(part)).status_code == 200
            event.remove(engine, "before_cursor_execute", listener)
        return len(asked)

    small = queries(tell_story(app, interested=("Os",), invited=("Tolga",)))
    with app.app_context(), db.kept() as session:
        names = ["Asker", "Bærum", "Lier", "Moss", "Halden", "Ås", "Nesodden", "Frogn"]
        places = [make_place(session, name) for name in names]
        ids = [place.organisation_id for place in places]
    large_story = tell_story(
        app, "Lillehammer", interested=("Gausdal", "Øyer", "Ringebu"), invited=("Gjøvik",)
    )
    with app.app_context(), db.kept() as session:
        session.add_all(
            Participation(
                pool_id=large_story.pool_id, organisation_id=each, state="interested", invited_at=CLOSES
            )
            for each in ids
        )
    assert queries(large_story) == small
