"""The post: letters from the outbox to a mail server, or to the terminal in development."""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask, current_app
from flask_mailman import EmailMessage
from flask_mailman import Mail as Mailer
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from procure.jobs.queue import every
from procure.notifications.models import Mail, MailState

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 50
MOST_ATTEMPTS = 6
NEXT_TRY = timedelta(minutes=2)  # times the number of tries so far
TROUBLE = (OSError, smtplib.SMTPException, ValueError)
PATIENCE = 20  # seconds that the mail server may take


def link(path: str) -> str:
    """Return the full address of a page, from configuration and never from a request."""
    return f"{current_app.config['SETTINGS'].public_url.rstrip('/')}{path}"


@every(seconds=5)
def deliver_waiting(session: Session, now: datetime) -> int:
    """Send what waits in the outbox; return how many letters went.

    Commits between letters, so that no lock is held while the mail server thinks. A letter is claimed by
    moving its next try ahead: if we die on the way, it is tried again then.
    """
    due = (
        select(Mail.id)
        .where(Mail.state == MailState.WAITING, Mail.due_at <= now)
        .order_by(Mail.id)
        .limit(MOST_AT_ONCE)
    )
    waiting = session.scalars(due).all()
    session.commit()
    return sum(_deliver(session, mail_id, now) for mail_id in waiting)


def _deliver(session: Session, mail_id: int, now: datetime) -> bool:
    """Claim one letter, send it without a transaction open, and write down what became of it."""
    mail = session.get_one(Mail, mail_id)
    attempts, recipient, subject, body = mail.attempts + 1, mail.recipient, mail.subject, mail.body
    claim = (
        update(Mail)
        .where(Mail.id == mail_id, Mail.state == MailState.WAITING, Mail.attempts == attempts - 1)
        .values(attempts=attempts, due_at=now + NEXT_TRY * attempts)
        .execution_options(synchronize_session=False)
    )
    mine: int = session.execute(claim).rowcount  # type: ignore[attr-defined]
    session.commit()
    if not mine:
        return False
    gone = _hand_over(mail_id, recipient, subject, body)
    if gone or attempts >= MOST_ATTEMPTS:
        _settle(session, mail_id, now, gone=gone)
    return gone


def _hand_over(mail_id: int, recipient: str, subject: str, body: str) -> bool:
    way = current_app.extensions["mailman"].get_connection()
    try:
        way.send_messages([EmailMessage(subject, body, to=[recipient], connection=way)])
    except TROUBLE as trouble:
        logger.warning("letter %s did not go: %s", mail_id, type(trouble).__name__)
        return False
    finally:
        with suppress(*TROUBLE):
            way.close()
    return True


def _settle(session: Session, mail_id: int, now: datetime, *, gone: bool) -> None:
    mail = session.get_one(Mail, mail_id)
    mail.state = MailState.SENT if gone else MailState.FAILED
    mail.body = ""
    if gone:
        mail.sent_at = now
    session.commit()


def count_as_sent(session: Session, now: datetime) -> None:
    """Let every letter that waits count as sent: those of the demo's story went out long ago."""
    for mail in session.scalars(select(Mail).where(Mail.state == MailState.WAITING)):
        mail.state, mail.sent_at, mail.body = MailState.SENT, now, ""


def _settings(mail_url: str) -> dict[str, Any]:
    """Read `smtp://[name:password@]host:port[?tls=1]`, `smtps://…` or `console:`."""
    parts = urlsplit(mail_url)
    if parts.scheme not in ("smtp", "smtps"):
        return {"MAIL_BACKEND": "console"}
    return {
        "MAIL_BACKEND": "smtp",
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "MAIL_USERNAME": unquote(parts.username) if parts.username else None,
        "MAIL_PASSWORD": unquote(parts.password) if parts.password else None,
        "MAIL_USE_SSL": parts.scheme == "smtps",
        "MAIL_USE_TLS": parse_qs(parts.query).get("tls") == ["1"],
        "MAIL_TIMEOUT": PATIENCE,
    }


def init_app(app: Flask) -> None:
    """Tell the post where letters go."""
    config = app.config["SETTINGS"]
    app.config.update(_settings(config.mail_url), MAIL_DEFAULT_SENDER=config.mail_from)
    Mailer(app)
