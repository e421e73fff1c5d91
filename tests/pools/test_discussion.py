"""What those in a pool write to each other: who reads, who is told, and what is left of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from procure import db
from procure.accounts.models import Organisation
from procure.domain.policy import Role
from procure.notifications.models import Mail
from procure.pools import service
from procure.pools.models import Pool, PoolComment
from tests.factories import NOW, make_user, numbers, sign_in
from tests.pools.making import count, text, told

NEWS = "Det er skrevet noe nytt i samtalen i «%(pool)s»."
ONCE = "0123456789abcdef0123"


def write(story, name, words, once=""):
    form = {"text": words, "once": once or f"{next(numbers):020}"}
    return story.buyer(name).post(story.url("discussion"), data=form)


def read(story, name):
    return text(story.buyer(name).get(story.url("discussion")))


def news(app, story, name):
    return told(app, story.places[name]).count(NEWS)


def test_what_one_writes_all_in_the_pool_read_and_nobody_else(app, story):
    assert write(story, "Os", "Kan vi <b>dele</b> opplæringen?\n\nDet ville hjelpe oss.").status_code == 302
    for name in ("Tynset", "Alvdal", "Tolga"):  # the invited ask before they answer
        shown = read(story, name)
        assert (
            "Innkjøper i Os, Os mandag 23. november 2026 kl. 10.00 Kan vi <b>dele</b> opplæringen?" in shown
        )
    assert "<b>dele" not in story.buyer("Tynset").get(story.url("discussion")).text
    assert "Det ville hjelpe oss." in text(story.buyer("Alvdal").get(story.url()))
    assert story.buyer("Engerdal").get(story.url("discussion")).status_code == 404
    with app.app_context(), db.kept() as session:
        body = session.get_one(Organisation, story.places["Os"].organisation_id)
        adviser, supplier = (make_user(session, body, role).id for role in (Role.ADVISER, Role.SUPPLIER))
    for user in (adviser, supplier):
        assert sign_in(app, user).get(story.url("discussion")).status_code == 404


def test_each_is_told_once_until_they_have_read_and_never_by_mail(app, story):
    letters = count(app, select(func.count(Mail.id)))
    write(story, "Os", "Det første")
    write(story, "Alvdal", "Det andre")
    assert [news(app, story, name) for name in ("Os", "Alvdal", "Tynset", "Tolga")] == [1, 1, 1, 1]
    read(story, "Tynset")
    write(story, "Os", "Det tredje")
    assert [news(app, story, name) for name in ("Os", "Tynset", "Tolga")] == [1, 2, 1]
    assert count(app, select(func.count(Mail.id))) == letters


def test_the_same_form_twice_is_one_comment(app, story):
    for _twice in range(2):
        assert write(story, "Os", "Bare én gang", once=ONCE).status_code == 302
    assert count(app, select(func.count(PoolComment.id))) == 1


@pytest.mark.parametrize("words", ["", "   \n ", "x" * 4_001])
def test_nothing_and_too_much_are_refused(app, story, words):
    assert write(story, "Os", words).status_code == 422
    assert count(app, select(func.count(PoolComment.id))) == 0


def test_one_takes_back_ones_own_words_and_they_are_gone(app, story):
    write(story, "Os", "Hemmelig plan")
    with app.app_context(), db.reading() as session:
        comment = session.scalars(select(PoolComment.id)).one()
    url = story.url(f"discussion/{comment}/removal")
    assert story.buyer("Alvdal").post(url).status_code == 403
    assert story.signatory("Os").post(url).status_code == 403
    assert story.buyer("Engerdal").post(url).status_code == 404
    for _twice in range(2):
        assert story.buyer("Os").post(url).status_code == 302
    shown = read(story, "Tynset")
    assert "Trukket tilbake mandag 23. november 2026 kl. 10.00." in shown
    assert "Hemmelig plan" not in shown
    assert "Hemmelig plan" not in text(story.buyer("Tynset").get(story.url()))


def test_one_who_has_left_reads_what_was_written_before_and_no_more(app, story, clock):
    write(story, "Os", "Mens alle var med")
    clock.shift(timedelta(hours=1))
    story.buyer("Folldal").post(story.url("withdrawal"), data={"version": story.version("Folldal")})
    clock.shift(timedelta(hours=1))
    before = news(app, story, "Folldal")
    write(story, "Os", "Etter at Folldal gikk")
    shown = read(story, "Folldal")
    assert "Mens alle var med" in shown
    assert "Etter at Folldal gikk" not in shown
    assert "Etter at Folldal gikk" not in text(story.buyer("Folldal").get(story.url()))
    assert news(app, story, "Folldal") == before
    answer = write(story, "Folldal", "Et siste ord")
    assert answer.status_code == 422
    assert "kan ikke skrive i samtalen" in text(answer)


def test_after_the_lock_those_who_are_on_the_list_go_on_alone(app, story, clock):
    with app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        service.lock(session, story.places["Tynset"].buyer, pool, now=NOW)
    clock.shift(timedelta(hours=1))
    assert write(story, "Os", "Nå er det bare oss").status_code == 302
    assert "Nå er det bare oss" in read(story, "Alvdal")
    for name in ("Folldal", "Tolga"):
        assert "Nå er det bare oss" not in read(story, name)
        assert write(story, name, "Hva nå?").status_code == 422


def test_a_long_talk_comes_in_pages_the_newest_first(app, story):
    with app.app_context(), db.kept() as session:
        place = story.places["Os"]
        session.add_all(
            PoolComment(
                pool_id=story.pool_id,
                organisation_id=place.organisation_id,
                author_id=place.buyer.user_id,
                text=f"Innlegg {number}.",
                written_at=NOW + timedelta(minutes=number),
            )
            for number in range(30)
        )
    shown = read(story, "Tynset")
    assert "Innlegg 29." in shown
    assert "Innlegg 4." not in shown
    assert "Side 1 av 2" in shown
    assert "Innlegg 4." in text(story.buyer("Tynset").get(story.url("discussion?page=2")))
    assert "Les og skriv i samtalen (30 innlegg)" in text(story.buyer("Tynset").get(story.url()))
