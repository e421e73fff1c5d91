"""Letters from the outbox to a real mail server."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from procure import db
from procure.app import create_app
from procure.notifications import post, service
from procure.notifications.models import Mail, MailState
from tests.factories import NOW
from tests.mailing import free_port, mail_server


@pytest.fixture
def posting(config):
    """What a real mail server receives from an application that hands its letters to it."""
    with mail_server() as inbox:
        app = create_app(replace(config, mail_url=inbox.url))
        with app.app_context():
            yield inbox
            db.sqla.session.remove()
            db.sqla.engine.dispose()


def write(to="ingrid@tolga.kommune.no", subject="Blåbær på Ål", body="Hei\n\nČáhci 🐟\n"):
    with db.kept() as session:
        service.send(session, to, subject, body, NOW)


def mails():
    with db.reading() as session:
        return [
            (one.state, one.attempts, one.body) for one in session.scalars(select(Mail).order_by(Mail.id))
        ]


def deliver(now=NOW):
    return post.deliver_waiting(db.session(), now)


def test_a_letter_goes_once_and_its_text_is_let_go_of(posting):
    write()
    assert deliver() == 1
    assert deliver() == 0
    ((to, letter),) = posting.letters
    assert to == ["ingrid@tolga.kommune.no"]
    assert letter["subject"] == "Blåbær på Ål"
    assert letter["from"] == "Samkjøp <ikke-svar@samkjop.example>"
    assert "Čáhci 🐟" in letter.get_content()
    assert mails() == [(MailState.SENT, 1, "")]


def test_what_the_server_refuses_is_tried_later_and_holds_up_nobody(posting):
    write(to="full@tolga.kommune.no")
    write()
    assert deliver() == 1
    assert [state for state, *_ in mails()] == [MailState.WAITING, MailState.SENT]
    assert deliver(NOW + timedelta(minutes=1)) == 0
    assert mails()[0][1] == 1
    deliver(NOW + timedelta(minutes=3))
    assert mails()[0][1] == 2


def test_a_letter_is_given_up_in_the_end(posting):
    write(to="full@tolga.kommune.no")
    for attempt in range(post.MOST_ATTEMPTS + 1):
        deliver(NOW + timedelta(hours=attempt))
    assert mails() == [(MailState.FAILED, post.MOST_ATTEMPTS, "")]


def test_a_server_that_is_down_loses_nothing(config, app):
    down = create_app(replace(config, mail_url=f"smtp://127.0.0.1:{free_port()}"))
    with down.app_context():
        write()
        assert deliver() == 0
        assert [state for state, *_ in mails()] == [MailState.WAITING]
        db.sqla.session.remove()
        db.sqla.engine.dispose()


def test_a_subject_is_one_line_whatever_is_in_it(posting):
    write(subject="Hei\r\nBcc: alle@evil.example\n" + "x" * 300)
    assert deliver() == 1
    ((to, letter),) = posting.letters
    assert to == ["ingrid@tolga.kommune.no"]
    assert letter["bcc"] is None
    assert letter["subject"].startswith("Hei Bcc: alle@evil.example")


def test_development_prints_letters_in_the_terminal(config, capsys):
    app = create_app(replace(config, mail_url="console:"))
    with app.app_context():
        write()
        assert deliver() == 1
        db.sqla.session.remove()
        db.sqla.engine.dispose()
    assert "ingrid@tolga.kommune.no" in capsys.readouterr().out


def test_links_lead_to_the_configured_address(config):
    app = create_app(replace(config, public_url="https://samkjop.example/"))
    with app.app_context():
        assert post.link("/pools/3") == "https://samkjop.example/pools/3"
