"""What is done in a pool, through the real door: answers, commitments, withdrawals, volumes, the lead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from procure.audit.models import AuditEvent
from procure.notifications.models import Notification
from tests.pools.making import (
    CLOSES,
    PASSWORD,
    count,
    post_answer,
    tell_story,
    text,
    told,
)

SECOND = timedelta(seconds=1)

# --- Answering -------------------------------------------------------------------------------------


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
    assert "Lederen henter dem inn utenom" in shown  # nobody is promised a question that is not asked yet
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


def describe(story, **changes):
    data = {
        "version": story.pool_version(),
        "name": "Nytt navn",
        "purpose": "Nytt formål",
        "closes_at": ["15.01.2027", "15.00"],
        "wanted_start_on": "",
    }
    return story.buyer("Tynset").post(story.url("description"), data=data | changes)


def test_the_lead_moves_the_deadline_later_and_all_are_told(app, story):
    assert "Fristen kan flyttes til senere" in text(story.buyer("Tynset").get(story.url("description")))
    assert describe(story).status_code == 302
    shown = text(story.buyer("Tolga").get(story.url()))
    assert "Fellesskapet lukkes fredag 15. januar 2027 kl. 15.00" in shown
    assert (
        told(app, story.places["Tolga"])[-1] == "Fristen for å bli med i «%(pool)s» er flyttet til %(when)s."
    )
    sooner = describe(story, closes_at=["17.12.2026", "15.00"])
    assert sooner.status_code == 422
    assert "ikke tidligere" in text(sooner)


def test_of_two_tabs_with_a_description_the_first_stands(story):
    old = story.pool_version()
    assert describe(story, version=old).status_code == 302
    assert describe(story, version=old, name="Noe annet").status_code == 409
    assert story.buyer("Os").get(story.url("description")).status_code == 403
