"""What people are told on their page."""

from datetime import UTC, date, datetime

import pytest

from procure import db
from procure.accounts.models import User
from procure.domain.errors import N_, Amount
from procure.domain.money import Ore
from procure.domain.policy import Role
from procure.notifications import service
from tests.accounts.people import letters_to, person, told
from tests.factories import NOW, sign_in


@pytest.fixture
def buyer(app):
    return person(app, "Tolga", Role.BUYER)


INVITED = N_("%(name)s inviterer dere. Svar innen %(by)s")


def tell(app, *people, sentence=INVITED, **facts):
    with app.app_context(), db.kept() as session:
        users = [session.get_one(User, one.id) for one in people]
        facts = facts or {"name": "Tynset <kommune>", "by": date(2026, 12, 18)}
        service.tell(session, users, sentence, path="/pools/3", by_mail=True, now=NOW, **facts)


def test_a_notice_is_counted_shown_and_read(app, buyer):
    tell(app, buyer)
    browser = sign_in(app, buyer.id)
    page = browser.get("/notifications").text
    assert "Tynset &lt;kommune&gt; inviterer dere. Svar innen fredag 18. desember 2026" in page
    assert 'href="/pools/3"' in page
    assert '<span class="count">1<span' in page
    assert browser.post(f"/notifications/{told(app, buyer.id)[0].id}/read").status_code == 302
    assert '<span class="count">' not in browser.get("/notifications").text


def test_all_are_read_at_once(app, buyer):
    tell(app, buyer)
    tell(app, buyer)
    browser = sign_in(app, buyer.id)
    assert browser.post("/notifications/read").status_code == 302
    assert '<span class="count">' not in browser.get("/account").text


def test_a_person_is_told_once_and_sees_only_their_own(app, buyer):
    other = person(app, "Tynset", Role.BUYER)
    tell(app, buyer, buyer)
    notice = told(app, buyer.id)
    assert len(notice) == len(letters_to(app, buyer.email)) == 1
    theirs = sign_in(app, other.id)
    assert "Svar innen" not in theirs.get("/notifications").text
    assert theirs.post(f"/notifications/{notice[0].id}/read").status_code == 404
    theirs.post("/notifications/read")
    assert told(app, buyer.id)[0].read_at is None


def test_a_stranger_is_asked_who_it_is(client):
    assert client.get("/notifications").status_code == 401
    assert client.post("/notifications/read").status_code == 401


def test_an_empty_list_explains_itself(app, buyer):
    assert "Ingen varsler" in sign_in(app, buyer.id).get("/notifications").text


def test_facts_are_kept_by_type(app, buyer):
    when = datetime(2026, 12, 18, 14, 0, tzinfo=UTC)
    sentence = N_("%(a)s, %(b)s, %(c)s, %(d)s og %(e)s")
    tell(app, buyer, sentence=sentence, a=Amount(Ore(123_400)), b=when, c=when.date(), d=1234, e=None)
    page = sign_in(app, buyer.id).get("/notifications").text.replace("\xa0", " ")
    expected = "1 234 kr, fredag 18. desember 2026 kl. 15.00, fredag 18. desember 2026, 1 234 og –"
    assert expected in page


def test_the_letter_is_in_the_language_of_the_receiver(app):
    reader = person(app, "Tolga", Role.BUYER, language="nn")
    tell(app, reader, sentence=N_("Fristen er %(when)s"), when=date(2026, 11, 28))
    assert letters_to(app, reader.email)[0].subject == "Fristen er laurdag 28. november 2026"


def test_opening_the_page_reads_what_is_about_it(app, buyer):
    tell(app, buyer)
    with app.app_context(), db.kept() as session:
        service.tell(
            session, [session.get_one(User, buyer.id)], INVITED, path="/account", now=NOW, name="Os", by=None
        )
    browser = sign_in(app, buyer.id)
    assert '<span class="count">1<span' in browser.get("/account").text
    assert '<span class="count">1<span' in browser.get("/needs").text
    assert [one.path for one in told(app, buyer.id) if one.read_at is None] == ["/pools/3"]
