"""Invitations: prepared, sent, opened, answered; and who is reminded (B1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from procure import clock as our_clock
from procure import db
from procure.accounts.models import Membership
from procure.notifications.models import Mail, Notification
from procure.pools import reaching, service
from procure.pools.models import Pool
from tests.filling import sheet
from tests.pools.making import CLOSES, Story, post_answer, tell_story, text, told

REMINDED = "Dere har ikke svart på invitasjonen til «%(pool)s» ennå. Fristen er %(when)s."


@pytest.fixture
def story(app) -> Story:
    """Three were invited three weeks ago, and none of them has answered."""
    return tell_story(app, invited=("Os", "Tolga", "Alvdal"), bystanders=("Engerdal",))


def chore(story: Story) -> None:
    with story.app.app_context(), db.kept() as session:
        service.remind_the_silent(session, our_clock.now())


def mails(story: Story) -> list[str]:
    """The subjects of the letters that were sent, with whom to."""
    with story.app.app_context(), db.reading() as session:
        return list(session.scalars(select(Mail.recipient).where(Mail.subject.startswith("Dere har ikke"))))


def test_everybody_is_led_to_a_page_that_they_may_open(story):
    with story.app.app_context(), db.reading() as session:
        invited = Notification.organisation_id == story.places["Os"].organisation_id
        paths = {each.user_id: each.path for each in session.scalars(select(Notification).where(invited))}
    assert sorted(paths.values()) == [story.url(), story.url("participation")]
    assert story.signatory("Os").get(story.url()).status_code == 200
    assert story.buyer("Os").get(story.url("participation")).status_code == 200


def counted(story: Story) -> reaching.Answers:
    with story.app.app_context(), db.reading() as session:
        return reaching.answers(session.get_one(Pool, story.pool_id))


@pytest.mark.row("B1")
def test_of_three_one_accepts_one_declines_and_only_the_silent_is_reminded(story):
    post_answer(story, "Os", "interested")
    post_answer(story, "Tolga", "declined")
    found = counted(story)
    assert (found.yes, found.no, found.silent) == (1, 1, 1)
    assert (found.sent, found.opened, found.answered) == (3, 2, 2)
    shown = text(story.buyer("Tynset").get(story.url("reminders")))
    assert "Sendt til 3, åpnet av 2, besvart av 2. Ja: 1. Følger med: 0. Nei: 1. Ikke svart: 1." in shown
    chore(story)
    chore(story)  # once more within the week: nobody is told twice
    assert told(story.app, story.places["Alvdal"]).count(REMINDED) == 1
    assert len(mails(story)) == 2  # the buyer and the signatory of the silent one
    for name in ("Os", "Tolga", "Tynset", "Engerdal"):
        assert REMINDED not in told(story.app, story.places[name])
    assert "Alvdal fikk en påminnelse" in text(story.buyer("Os").get(story.url("history")))


@pytest.mark.row("B1")
def test_the_silent_are_told_each_week_and_when_three_days_are_left(story, clock):
    reminded = lambda: told(story.app, story.places["Alvdal"]).count(REMINDED)  # noqa: E731
    chore(story)
    assert reminded() == 1
    clock.shift(timedelta(days=7) - timedelta(seconds=1))
    chore(story)
    assert reminded() == 1
    clock.shift(timedelta(seconds=1))
    chore(story)
    assert reminded() == 2
    clock.move_to(CLOSES - timedelta(days=4))
    chore(story)
    assert reminded() == 3
    clock.move_to(CLOSES - timedelta(days=3))
    chore(story)
    chore(story)
    assert reminded() == 4
    clock.move_to(CLOSES + timedelta(seconds=1))
    chore(story)
    assert reminded() == 4


def test_one_where_nobody_can_read_it_is_named_with_what_to_do(story):
    with story.app.app_context(), db.kept() as session:
        nobody = story.places["Alvdal"].organisation_id
        session.execute(delete(Membership).where(Membership.organisation_id == nobody))
    lead = story.buyer("Tynset")
    assert "Ingen: ring kommunen, og be dem søke om tilgang" in text(lead.get(story.url("reminders")))
    chore(story)
    with story.app.app_context(), db.reading() as session:
        pool = session.get_one(Pool, story.pool_id)
        rows = {each.organisation.short_name: each.reminded_at for each in pool.participations}
    assert rows["Alvdal"] is None
    assert rows["Os"] is not None


def test_when_nobody_is_to_be_reminded_the_lead_is_told_why(story):
    lead = story.buyer("Tynset")
    assert lead.post(story.url("reminders")).status_code == 302
    late = lead.post(story.url("reminders"))
    assert late.status_code == 409
    assert "Ingen kan påminnes nå." in text(late)
    assert "har svart eller hørt fra dere den siste uken" in text(lead.get(story.url("reminders")))


# --- Prepared, and opened later ------------------------------------------------------------------


def prepare(app) -> Story:
    """A pool that Tynset prepares, with Os and Tolga on the list."""
    story = tell_story(app, bystanders=("Os", "Tolga"))
    lead = story.buyer("Tynset")
    with app.app_context(), db.reading() as session:
        need_id = session.get_one(Pool, story.pool_id).participations[0].need_id
    made = sheet(lead.get(f"/pools/new?need={need_id}"), "/pools/new").filled(
        name="Forberedt", purpose="Senere.", later="y"
    )
    answer = made.send(lead)
    assert answer.status_code == 302, text(answer)
    story.pool_id = int(answer.headers["Location"].rsplit("/", 1)[1])
    ids = [str(story.places[name].organisation_id) for name in ("Os", "Tolga")]
    listed = lead.post(story.url("invitations"), data={"organisation_ids": ids, "message": "Bli med!"})
    assert listed.status_code == 302
    return story


def test_a_prepared_pool_is_seen_by_its_lead_alone_until_it_is_opened(app):
    story = prepare(app)
    lead, os = story.buyer("Tynset"), story.buyer("Os")
    assert os.get(story.url()).status_code == 404
    assert told(app, story.places["Os"]) == []
    assert lead.post(story.url("reminders")).status_code == 409
    shown = text(lead.get(story.url()))
    for part in ("Bare dere ser fellesskapet.", "Åpne fellesskapet", "Sett flere på listen"):
        assert part in shown
    assert "På listen, ikke spurt" in shown
    assert "har ikke svart" not in shown
    assert "forplikte kommunen" not in shown
    assert lead.post(story.url("signatures")).status_code == 409
    assert "ikke åpnet ennå" in text(story.signatory("Tynset").get(story.url("commitment")))
    assert "Åpne Forberedt" in text(lead.get("/start"))
    page = lead.get(story.url("opening"))
    assert "Fristen kan siden bare flyttes til senere." in text(page)
    chosen = str(story.places["Os"].organisation_id)
    filled = sheet(page, story.url("opening")).filled(organisation_ids=[chosen])
    assert [filled.send(lead).status_code for _ in range(2)] == [302, 302]
    assert told(app, story.places["Os"]) == [
        "%(lead)s inviterer dere til innkjøpsfellesskapet «%(pool)s». Svar innen %(when)s."
    ]
    assert "Bli med!" in text(os.get(story.url("participation")))
    assert story.buyer("Tolga").get(story.url()).status_code == 404  # taken off the list
    assert told(app, story.places["Tolga"]) == []
    history = text(lead.get(story.url("history")))
    for part in ("Os og Tolga ble satt på listen", "Fellesskapet ble åpnet", "Os ble invitert"):
        assert part in history


def test_a_prepared_pool_can_be_dropped_and_nobody_hears_of_it(app):
    story = prepare(app)
    lead = story.buyer("Tynset")
    page = lead.get(story.url("dissolution"))
    assert "Ingen er invitert ennå, så ingen får beskjed." in text(page)
    assert sheet(page, story.url("dissolution")).filled(reason="Feil.").send(lead).status_code == 302
    assert told(app, story.places["Os"]) == []
    assert story.buyer("Os").get(story.url()).status_code == 404
    assert "Fellesskapet er oppløst." in text(lead.get(story.url("opening")))


def test_a_prepared_pool_may_close_sooner_and_does_not_open_too_late(app, clock):
    story = prepare(app)
    lead = story.buyer("Tynset")
    page = lead.get(story.url("description"))
    sooner = sheet(page, story.url("description")).filled(closes_at=["27.11.2026", "12.00"])
    assert sooner.send(lead).status_code == 302
    clock.shift(timedelta(days=5))
    lead = story.buyer("Tynset")
    late = sheet(lead.get(story.url("opening")), story.url("opening")).send(lead)
    assert late.status_code == 422
    assert "har vært. Velg et senere tidspunkt" in text(late)
