"""The joining window closes by itself, to the second, also when the clock is put forward or back (A7)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from procure import db
from procure.audit.models import AuditEvent
from procure.pools.models import Pool
from tests.pools.making import CLOSES, PASSWORD, Story, count, tell_story, text, told

SECOND = timedelta(seconds=1)
# The night with an hour twice and the one that lacks an hour: the closing second in UTC, and as it is told.
NIGHTS = [
    (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        "søndag 25. oktober 2026 kl. 02.30",
    ),  # the first half past two
    (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "søndag 25. oktober 2026 kl. 02.30"),  # the second
    (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "søndag 25. oktober 2026 kl. 02.00"),
    (datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC), "søndag 28. mars 2027 kl. 01.59"),
    (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "søndag 28. mars 2027 kl. 03.00"),
]


@pytest.fixture
def story(app) -> Story:
    return tell_story(app, committed=("Tynset", "Alvdal"), interested=("Os",), invited=("Tolga",))


def close_at(story: Story, moment: datetime) -> None:
    with story.app.app_context(), db.kept() as session:
        session.get_one(Pool, story.pool_id).closes_at = moment


@pytest.mark.row("A7")
def test_one_second_past_closing_nobody_joins_and_what_was_typed_is_kept(app, story, clock):
    clock.move_to(CLOSES - timedelta(minutes=5))
    tolga, os, lead = story.buyer("Tolga"), story.signatory("Os"), story.buyer("Tynset")
    versions = story.version("Tolga"), story.version("Os")
    clock.move_to(CLOSES + SECOND)
    refused = tolga.post(story.url("participation"), data={"state": "interested", "version": versions[0]})
    assert refused.status_code == 409
    for part in (
        "Fristen var fredag 18. desember 2026 kl. 15.00.",
        "kom fredag 18. desember 2026 kl. 15.00.01",
        "Vi er interessert, og tallene våre skal telle med",
        "kan lederen flytte fristen til senere",
    ):
        assert part in text(refused)
    data = {"password": PASSWORD, "ceiling": "900 000", "case_number": "26/118", "version": versions[1]}
    refused = os.post(story.url("commitment"), data=data)
    assert refused.status_code == 409
    for part in ("900 000", "26/118"):
        assert part in text(refused)
    assert PASSWORD not in text(refused)
    typed = {"organisation_ids": ["1"], "message": "Rekker dere det?"}
    refused = lead.post(story.url("invitations"), data=typed)
    assert refused.status_code == 422
    assert "Rekker dere det?" in text(refused)
    assert (story.state("Tolga"), story.state("Os")) == ("invited", "interested")
    for name in ("Tolga", "Tynset"):
        assert "fredag 18. desember 2026 kl. 15.00" in text(story.buyer(name).get(story.url()))
    assert "Fristen gikk ut fredag 18. desember 2026 kl. 15.00" in text(story.buyer("Os").get(story.url()))


@pytest.mark.row("A7")
def test_the_lead_moves_the_closed_window_and_they_come_in(story, clock):
    clock.move_to(CLOSES + timedelta(days=1))
    lead = story.buyer("Tynset")
    data = {
        "version": story.pool_version(),
        "name": "Barnehagesystem",
        "purpose": "Ett system",
        "closes_at": ["15.01.2027", "15.00"],
    }
    assert lead.post(story.url("description"), data=data).status_code == 302
    answer = {"state": "interested", "version": story.version("Tolga")}
    assert story.buyer("Tolga").post(story.url("participation"), data=answer).status_code == 302


@pytest.mark.row("A7")
@pytest.mark.parametrize(("closes", "told_as"), NIGHTS)
def test_the_closing_second_counts_whatever_the_clock_does(app, clock, closes, told_as):
    clock.move_to(closes - timedelta(days=10))
    story = tell_story(app, committed=("Tynset", "Os"), invited=("Tolga", "Rendalen"))
    close_at(story, closes)
    clock.move_to(closes - timedelta(minutes=5))
    browsers = {name: story.buyer(name) for name in ("Os", "Tolga", "Rendalen")}
    versions = {name: story.version(name) for name in browsers}

    def say(name: str, state: str) -> int:
        data = {"state": state, "version": versions[name]}
        return browsers[name].post(story.url("participation"), data=data).status_code

    clock.move_to(closes)
    assert say("Tolga", "interested") == 302
    leave = {"version": versions["Os"]}
    with ThreadPoolExecutor(2) as hands:  # two clicks at once, on the second that it closes
        clicks = list(
            hands.map(
                lambda browser: browser.post(story.url("withdrawal"), data=leave).status_code,
                [browsers["Os"], story.buyer("Os")],
            )
        )
    assert set(clicks) <= {302, 409}
    assert 302 in clicks
    assert story.state("Os") == "withdrawn"
    left = select(func.count()).where(AuditEvent.action == "participation.withdrawn")
    assert count(app, left) == 1
    gone = "%(who)s har trukket seg fra «%(pool)s». Dere er nå %(count)s."
    assert told(app, story.places["Tynset"]).count(gone) == 1
    clock.move_to(closes + SECOND)
    assert say("Rendalen", "interested") == 409
    assert story.state("Rendalen") == "invited"
    assert told_as in text(browsers["Rendalen"].get(story.url()))
