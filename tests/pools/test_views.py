"""What pools show, and what can be done there, through the real door."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import delete, event, func, select

from procure import db
from procure.accounts.models import Organisation
from procure.audit.models import AuditEvent
from procure.demand.models import NeedState, Visibility
from procure.domain.money import Ore
from procure.domain.policy import Role
from procure.notifications.models import Mail, Notification
from procure.pools.models import Participation, Pool
from tests.factories import make_user, municipality, sign_in
from tests.pools.making import CLOSES, PASSWORD, make_need, make_place, tell_story, told

SECOND = timedelta(seconds=1)
FIVE = ("Tynset", "Alvdal", "Os", "Folldal", "Rendalen")
SIX = (*FIVE, "Tolga")


def text(answer) -> str:
    """Return a page as it is read: without tags, with plain spaces."""
    bare = unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).replace("\xa0", " ")
    return re.sub(r"\s+", " ", bare)


def count(app, asked) -> int:
    with app.app_context(), db.reading() as session:
        return session.scalar(asked) or 0


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


@pytest.fixture
def story(app):
    """Three committed, two interested, Tolga invited; Engerdal stands outside."""
    return tell_story(
        app,
        interested=("Folldal", "Rendalen"),
        committed=("Tynset", "Alvdal", "Os"),
        invited=("Tolga",),
        bystanders=("Engerdal",),
        needs={
            "Tynset": {"users": 100, "yearly_cost": Ore(238_000_00), "inhabitants": 5600},
            "Alvdal": {"users": 250, "yearly_cost": Ore(131_000_00), "inhabitants": 2400},
            "Os": {"users": 400, "yearly_cost": Ore(104_000_00), "inhabitants": 1900},
            "Folldal": {"users": 30, "yearly_cost": Ore(98_000_00), "visibility": Visibility.LOOKING},
            "Rendalen": {"users": 70, "yearly_cost": Ore(77_000_00), "visibility": Visibility.MINE},
        },
    )


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


# --- Answering -------------------------------------------------------------------------------------


def post_answer(story, name, state, **changes):
    data = {"state": state, "version": story.version(name)} | changes
    return story.buyer(name).post(story.url("participation"), data=data)


def test_the_answers_move_the_municipality_and_the_others_are_told(app, story):
    assert post_answer(story, "Tolga", "watching").status_code == 302
    assert story.state("Tolga") == "watching"
    assert post_answer(story, "Tolga", "declined").status_code == 302
    assert story.state("Tolga") == "declined"
    assert post_answer(story, "Tolga", "interested").status_code == 302
    assert story.state("Tolga") == "interested"
    assert told(app, story.places["Os"])[-3:] == [
        "%(who)s følger med på «%(pool)s» uten å delta.",
        "%(who)s har takket nei til «%(pool)s».",
        "%(who)s har meldt interesse for «%(pool)s».",
    ]
    assert told(app, story.places["Tolga"])[1:] == []


@pytest.mark.parametrize("state", ["committed", "withdrawn", "released", "nonsense", ""])
def test_no_other_answer_is_taken(story, state):
    assert post_answer(story, "Tolga", state).status_code == 422
    assert story.state("Tolga") == "invited"


def test_of_two_tabs_the_first_stands(story):
    old = story.version("Tolga")
    assert post_answer(story, "Tolga", "declined").status_code == 302
    answer = post_answer(story, "Tolga", "interested", version=old)
    assert answer.status_code == 409
    assert story.state("Tolga") == "declined"


def test_a_double_click_answers_once(app, story):
    old = story.version("Tolga")
    answers = [post_answer(story, "Tolga", "interested", version=old) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    once = select(func.count(AuditEvent.id)).where(
        AuditEvent.action == "participation.interested",
        AuditEvent.organisation_id == story.places["Tolga"].organisation_id,
    )
    assert count(app, once) == 1


@pytest.mark.parametrize(("late", "status"), [(-SECOND, 302), (0 * SECOND, 302), (SECOND, 409)])
def test_the_last_second_counts_and_the_next_does_not(app, story, clock, late, status):
    version = story.version("Tolga")
    clock.move_to(CLOSES - timedelta(minutes=1))
    browser = story.buyer("Tolga")
    clock.move_to(CLOSES + late)
    answer = browser.post(story.url("participation"), data={"state": "interested", "version": version})
    assert answer.status_code == status
    if late > 0 * SECOND:
        shown = text(answer)
        assert "Fristen var fredag 18. desember 2026 kl. 15.00." in shown
        assert "Svaret fra Tolga kom fredag 18. desember 2026 kl. 15.00.01" in shown
        assert count(app, select(func.count()).where(AuditEvent.action == "participation.late")) == 1


# --- Committing ------------------------------------------------------------------------------------


def test_only_the_signatory_with_the_password_commits(app, story):
    signatory = story.signatory("Folldal")
    shown = text(signatory.get(story.url("commitment")))
    for part in ("Hva det binder til", "Hva det koster", "Veien ut", "Hvem ser hva", "etter innbyggertall"):
        assert part in shown
    wrong = signatory.post(
        story.url("commitment"), data={"password": "x", "version": story.version("Folldal")}
    )
    assert wrong.status_code == 422
    assert "Passordet stemmer ikke" in text(wrong)
    assert story.state("Folldal") == "interested"
    data = {"password": PASSWORD, "version": story.version("Folldal")}
    answers = [signatory.post(story.url("commitment"), data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert story.state("Folldal") == "committed"
    assert told(app, story.places["Os"])[-1] == "%(who)s har forpliktet seg i «%(pool)s»."
    assert told(app, story.places["Folldal"])[-1] == "%(who)s har forpliktet seg i «%(pool)s»."


def test_one_who_has_not_shown_interest_cannot_commit(story):
    signatory = story.signatory("Tolga")
    assert "må melde interesse først" in text(signatory.get(story.url("commitment")))
    data = {"password": PASSWORD, "version": story.version("Tolga")}
    assert signatory.post(story.url("commitment"), data=data).status_code == 422
    assert story.state("Tolga") == "invited"


def test_the_buyer_asks_the_signatory_once_a_day(app, story, clock):
    buyer = story.buyer("Folldal")
    assert "Be Kommunedirektør i Folldal forplikte kommunen" in text(buyer.get(story.url()))
    assert buyer.post(story.url("signatures")).status_code == 302
    assert "Dere kan spørre igjen etter et døgn" in text(buyer.get(story.url()))
    assert buyer.post(story.url("signatures")).status_code == 409
    asked = select(func.count(Notification.id)).where(
        Notification.user_id == story.places["Folldal"].signatory.user_id,
        Notification.path == story.url("commitment"),
    )
    assert count(app, asked) == 1
    clock.shift(timedelta(days=1))
    assert story.buyer("Folldal").post(story.url("signatures")).status_code == 302
    assert count(app, asked) == 2


# --- Leaving ---------------------------------------------------------------------------------------


def test_withdrawal_shows_its_consequence_and_does_just_that(app, story):
    buyer = story.buyer("Os")
    shown = text(buyer.get(story.url("withdrawal")))
    assert "Kommuner 5 4 −1" in shown
    assert "Brukere 750 350 −400" in shown
    assert "Betaler i året i dag 473 000 kr 369 000 kr −104 000 kr" in shown
    assert "Andel av arbeidet per kommune, snitt 20 % 25 % +5" in shown
    assert "må selv si opp eller fornye avtalen som slutter lørdag 31. juli 2027" in shown
    before = len(told(app, story.places["Alvdal"]))
    data = {"reason": "Vi venter", "version": story.version("Os")}
    answers = [buyer.post(story.url("withdrawal"), data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert story.state("Os") == "withdrawn"
    found = story.buyer("Alvdal").get(story.url("totals.json")).get_json()
    assert found["users"]["together"] == 350
    assert len(told(app, story.places["Alvdal"])) == before + 1
    assert "Vi venter" in story.buyer("Tynset").get(story.url()).text
    assert "Vi venter" not in story.buyer("Alvdal").get(story.url()).text


def test_one_who_left_comes_back_and_must_be_committed_anew(story):
    story.signatory("Os").post(story.url("withdrawal"), data={"version": story.version("Os")})
    assert story.state("Os") == "withdrawn"
    assert post_answer(story, "Os", "interested").status_code == 302
    assert story.state("Os") == "interested"


def test_one_may_leave_at_the_closing_second_and_until_the_lock(story, clock):
    version = story.version("Rendalen")
    clock.move_to(CLOSES - timedelta(minutes=1))
    browser = story.buyer("Rendalen")
    clock.move_to(CLOSES)
    assert browser.post(story.url("withdrawal"), data={"version": version}).status_code == 302
    assert story.state("Rendalen") == "withdrawn"


def test_a_stale_withdrawal_is_refused(story):
    old = story.version("Os")
    volumes = {"users": "12", "inhabitants": "", "version": old}
    assert story.buyer("Os").post(story.url("volumes"), data=volumes).status_code == 302
    assert story.buyer("Os").post(story.url("withdrawal"), data={"version": old}).status_code == 409
    assert story.state("Os") == "committed"


# --- Volumes ---------------------------------------------------------------------------------------


def test_typed_volumes_count_and_bad_ones_are_kept(story):
    buyer = story.buyer("Folldal")
    bad = buyer.post(story.url("volumes"), data={"users": "mange", "version": story.version("Folldal")})
    assert bad.status_code == 422
    assert 'value="mange"' in bad.text
    data = {"users": "1 030", "inhabitants": "1600", "version": story.version("Folldal")}
    assert buyer.post(story.url("volumes"), data=data).status_code == 302
    assert buyer.get(story.url("totals.json")).get_json()["users"]["together"] == 1780


def test_of_two_tabs_with_volumes_the_first_stands(story):
    old = story.version("Os")
    buyer = story.buyer("Os")
    assert buyer.post(story.url("volumes"), data={"users": "1", "version": old}).status_code == 302
    assert buyer.post(story.url("volumes"), data={"users": "2", "version": old}).status_code == 409
    assert buyer.get(story.url("totals.json")).get_json()["users"]["together"] == 351


def test_one_who_is_not_in_has_no_volumes(story):
    data = {"users": "1", "version": story.version("Tolga")}
    assert story.buyer("Tolga").post(story.url("volumes"), data=data).status_code == 422


# --- The lead --------------------------------------------------------------------------------------


def test_more_are_invited_once(app, story):
    lead = story.buyer("Tynset")
    data = {"organisation_ids": [str(story.places["Engerdal"].organisation_id)], "message": ""}
    assert lead.post(story.url("invitations"), data=data).status_code == 302
    assert lead.post(story.url("invitations"), data=data).status_code == 302
    assert "Alle du valgte, er invitert fra før." in text(lead.get(story.url()))
    assert story.state("Engerdal") == "invited"
    assert len(told(app, story.places["Engerdal"])) == 1
    assert lead.post(story.url("invitations"), data={}).status_code == 422


def test_the_silent_are_reminded_once_a_week(app, story, clock):
    lead = story.buyer("Tynset")
    assert "Send påminnelse til én" in text(lead.get(story.url()))
    assert lead.post(story.url("reminders")).status_code == 302
    assert lead.post(story.url("reminders")).status_code == 409
    assert "alle har hørt fra dere siden da" in text(lead.get(story.url()))
    assert len(told(app, story.places["Tolga"])) == 2
    clock.shift(timedelta(days=7))
    assert story.buyer("Tynset").post(story.url("reminders")).status_code == 302


def test_the_lock_shows_who_stays_and_keeps_only_them(app, story):
    lead = story.buyer("Tynset")
    shown = text(lead.get(story.url("lock")))
    assert "Disse blir med videre Tynset, Alvdal og Os" in shown
    assert "Folldal (interessert)" in shown
    assert "Kommuner 5 3 −2" in shown
    data = {"version": story.pool_version()}
    answers = [lead.post(story.url("lock"), data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert "Listen er låst med tre kommuner" in text(lead.get(story.url()))
    found = lead.get(story.url("totals.json")).get_json()
    assert found["municipalities"] == {"committed": 3, "interested": 0, "together": 3}
    late = post_answer(story, "Tolga", "interested")
    assert late.status_code == 409
    assert "Listen ble låst" in text(late)
    assert (
        story.buyer("Os").post(story.url("withdrawal"), data={"version": story.version("Os")}).status_code
        == 422
    )
    assert lead.post(story.url("invitations"), data={"organisation_ids": ["1"]}).status_code == 422


def test_the_list_is_not_locked_before_the_lead_is_committed(app):
    story = tell_story(app, committed=("Os",))
    lead = story.buyer("Tynset")
    assert "Tynset må forplikte seg før listen kan låses." in text(lead.get(story.url()))
    answer = lead.post(story.url("lock"), data={"version": story.pool_version()})
    assert answer.status_code == 422


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
