"""Every step of the ladder, from every state of body and pool, by everybody who might try it (A6)."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from procure import db
from procure.domain.errors import RuleBroken
from procure.domain.states import ParticipationState as P
from procure.domain.states import PoolState as Q
from procure.domain.states import check_participation
from procure.pools.models import Participation, Pool
from tests.factories import NOW
from tests.pools.making import PASSWORD, Story, tell_story, text

WANTED = (P.WATCHING, P.INTERESTED, P.DECLINED, P.COMMITTED, P.WITHDRAWN, P.RELEASED)
REFUSED = {403, 404, 409, 422}


@pytest.fixture
def story(app) -> Story:
    return tell_story(app, committed=("Tynset", "Alvdal"), interested=("Os",), bystanders=("Engerdal",))


def put(story: Story, state: P, pool: Q) -> int:
    """Let Os stand where it is wanted, in a pool of that state; return its place."""
    os = story.places["Os"]
    with story.app.app_context(), db.kept() as session:
        facts = {"locked_at": NOW, "dissolved_at": NOW if pool is Q.DISSOLVED else None}
        session.execute(update(Pool).values(state=pool, **facts if pool not in (Q.FORMING, Q.OPEN) else {}))
        mine = Participation.organisation_id == os.organisation_id
        committed = {"committed_at": NOW, "committed_by_id": os.signatory.user_id, "release_asked_at": NOW}
        session.execute(update(Participation).where(mine).values(state=state, **committed))
        return session.query(Participation.id).where(mine).scalar() or 0


def step(story: Story, browser: FlaskClient, wanted: P, place: int) -> TestResponse:
    """Try to take the step, through the page for it."""
    data = {"version": story.version("Os")}
    if wanted is P.COMMITTED:
        return browser.post(story.url("commitment"), data=data | {"password": PASSWORD})
    if wanted is P.WITHDRAWN:
        return browser.post(story.url("withdrawal"), data=data)
    if wanted is P.RELEASED:
        release = {"released_on": "23.11.2026", "release_cost": "Ingenting."}
        return browser.post(story.url(f"participations/{place}/release"), data=data | release)
    return browser.post(story.url("participation"), data=data | {"state": wanted.value})


def by_right(story: Story, wanted: P):
    """A browser of the one whose step it is."""
    if wanted is P.COMMITTED:
        return story.signatory("Os")
    return story.buyer("Tynset" if wanted is P.RELEASED else "Os")


def reason(now: P, wanted: P, pool: Q) -> str | None:
    """Say why the rules refuse a step; None when they let it be."""
    try:
        check_participation(now, wanted, pool)
    except RuleBroken as broken:
        return str(broken)
    return None


@pytest.mark.row("A6")
@pytest.mark.parametrize("pool", Q)
def test_each_step_is_taken_or_refused_with_the_reason(story, pool):
    browsers = {wanted: by_right(story, wanted) for wanted in WANTED}
    wrong = []
    for now, wanted in product(P, WANTED):
        place = put(story, now, pool)
        answer = step(story, browsers[wanted], wanted, place)
        if not as_the_rules_say(story, answer, now, wanted, pool):
            wrong.append((now.value, wanted.value, answer.status_code, story.state("Os"), text(answer)[:300]))
    assert wrong == []


def as_the_rules_say(story: Story, answer: TestResponse, now: P, wanted: P, pool: Q) -> bool:
    if pool is Q.FORMING and wanted is not P.RELEASED:
        return answer.status_code == 404 and story.state("Os") == now  # nobody has been asked
    if now is wanted:
        return (
            answer.status_code == 302 and story.state("Os") == now
        )  # taken already: said twice, it counts once
    why = reason(now, wanted, pool)
    if why is None:
        return answer.status_code == 302 and story.state("Os") == wanted
    too_late = "Listen ble låst" in text(answer) or "Fellesskapet ble oppløst" in text(answer)
    told = why in text(answer) or (answer.status_code == 409 and (too_late or pool is Q.DONE))
    return answer.status_code in REFUSED and told and story.state("Os") == now


OTHERS = [
    (P.INTERESTED, "buyer", "Alvdal"),  # answers for itself, not for Os
    (P.INTERESTED, "signatory", "Os"),
    (P.INTERESTED, "buyer", "Engerdal"),
    (P.COMMITTED, "buyer", "Os"),
    (P.COMMITTED, "buyer", "Tynset"),
    (P.COMMITTED, "signatory", "Tynset"),
    (P.COMMITTED, "signatory", "Engerdal"),
    (P.WITHDRAWN, "buyer", "Engerdal"),
    (P.RELEASED, "buyer", "Os"),
    (P.RELEASED, "signatory", "Os"),
    (P.RELEASED, "signatory", "Tynset"),
    (P.RELEASED, "buyer", "Engerdal"),
]


@pytest.mark.row("A6")
def test_nobody_else_takes_a_step_for_it(story):
    wrong = []
    for (wanted, role, name), pool in product(OTHERS, Q):
        place = put(story, P.COMMITTED if wanted is P.RELEASED else P.WATCHING, pool)
        before = story.state("Os")
        browser = story.buyer(name) if role == "buyer" else story.signatory(name)
        step(story, browser, wanted, place)
        if story.state("Os") != before:
            wrong.append((wanted.value, role, name, pool.value))
    assert wrong == []


@pytest.mark.row("A6")
def test_history_shows_each_step_with_who_and_when(story, clock):
    for days, state in ((0, "watching"), (1, "declined"), (1, "interested")):
        clock.shift(timedelta(days=days))
        data = {"state": state, "version": story.version("Os")}
        assert story.buyer("Os").post(story.url("participation"), data=data).status_code == 302
    commitment = {"password": PASSWORD, "version": story.version("Os")}
    assert story.signatory("Os").post(story.url("commitment"), data=commitment).status_code == 302
    assert (
        story.buyer("Tynset").post(story.url("lock"), data={"version": story.pool_version()}).status_code
        == 302
    )
    clock.shift(timedelta(days=1))
    asked = story.buyer("Os").post(
        story.url("release-request"), data={"version": story.version("Os"), "reason": "Vi slår oss sammen."}
    )
    assert asked.status_code == 302
    with story.app.app_context(), db.reading() as session:
        mine = Participation.organisation_id == story.places["Os"].organisation_id
        place = session.query(Participation.id).where(mine).scalar() or 0
    data = {
        "released_on": "26.11.2026",
        "release_cost": "En femdel av arbeidet.",
        "version": story.version("Os"),
    }
    assert (
        story.buyer("Tynset").post(story.url(f"participations/{place}/release"), data=data).status_code == 302
    )
    shown = text(story.buyer("Alvdal").get(story.url("history")))
    told = [
        "torsdag 26. november 2026 kl. 10.00 Os ble frigitt Innkjøper i Tynset",
        "torsdag 26. november 2026 kl. 10.00 Os ba om å bli frigitt Innkjøper i Os",
        "onsdag 25. november 2026 kl. 10.00 Listen ble låst. Deltakere: Tynset",
        "onsdag 25. november 2026 kl. 10.00 Os forpliktet seg Kommunedirektør i Os",
        "onsdag 25. november 2026 kl. 10.00 Os meldte interesse Innkjøper i Os",
        "tirsdag 24. november 2026 kl. 10.00 Os takket nei Innkjøper i Os",
        "mandag 23. november 2026 kl. 10.00 Os følger med uten å delta Innkjøper i Os",
    ]
    assert [line for line in told if line not in shown] == []
    assert "Vi slår oss sammen" not in shown


def test_the_page_of_the_answer_says_what_was_answered_before(app):
    story = tell_story(app, interested=("Alvdal",), invited=("Os",))
    assert "Her kan dere" not in text(story.buyer("Os").get(story.url("participation")))
    for state, said in (
        ("watching", "at dere følger med uten å delta"),
        ("declined", "Dere takket nei"),
        ("interested", "Dere meldte interesse"),
    ):
        data = {"state": state, "version": story.version("Os")}
        assert story.buyer("Os").post(story.url("participation"), data=data).status_code == 302
        assert said in text(story.buyer("Os").get(story.url("participation")))
    version = story.version("Os")
    assert story.buyer("Os").post(story.url("withdrawal"), data={"version": version}).status_code == 302
    assert "Dere trakk dere" in text(story.buyer("Os").get(story.url("participation")))


@pytest.mark.row("A6")
def test_the_consequence_stands_in_numbers_before_each_step(app):
    story = tell_story(
        app,
        committed=("Tynset",),
        interested=("Alvdal",),
        invited=("Os",),
        needs={
            "Tynset": {"users": 100, "inhabitants": 5600},
            "Alvdal": {"users": 250, "inhabitants": 2400},
            "Os": {"users": 400, "inhabitants": 1900},
        },
    )
    asked = text(story.buyer("Os").get(story.url("participation")))
    assert "Kommuner 2 3 +1" in asked
    commits = text(story.signatory("Alvdal").get(story.url("commitment")))
    assert "Kommuner 1 2 +1" in commits
    assert "Brukere 100 350 +250" in commits
    assert "Lederen må la dere gå, og skriver hva det koster etter fullmakten." in commits
    assert "De ser ikke hva dere betaler i dag." in commits
