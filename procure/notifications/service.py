"""Telling people: a line on their page, a letter in the outbox, and what has been read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlalchemy.orm import Session

from procure.domain.errors import Amount, Fact, Marked
from procure.domain.policy import Actor
from procure.notifications import post
from procure.notifications.models import Mail, MailState, Notification
from procure.web.errors import say

LONGEST_SUBJECT = 150


class Person(Protocol):
    """Whoever can be told: a `User`, which lies above this package."""

    @property
    def id(self) -> Any: ...
    @property
    def email(self) -> Any: ...
    @property
    def language(self) -> Any: ...


def tell(
    session: Session,
    users: Iterable[Person],
    sentence: str,
    *,
    path: str,
    organisation_id: int | None = None,
    by_mail: bool = False,
    now: datetime,
    **facts: Fact,
) -> None:
    """Tell each of the people once, on their page and, if asked, by mail in their own language.

    sentence: marked with `N_`; facts: what goes into it, written in the reader's language by type.
    path: the page it is about, "/pools/3"; organisation_id: on whose behalf they are told.
    """
    for user in {user.id: user for user in users}.values():
        notice = Notification(
            user_id=user.id,
            organisation_id=organisation_id,
            sentence=sentence,
            facts={name: stored(fact) for name, fact in facts.items()},
            path=path,
            created_at=now,
        )
        session.add(notice)
        if by_mail:
            with force_locale(user.language):
                told = say(sentence, facts)
                send(session, user.email, told, _letter(told, path), now)
    session.flush()


def _letter(told: str, path: str) -> str:
    """Write the sentence as a letter, in the language that is spoken just now."""
    no_act = _("Lenken åpner siden. Ingenting skjer før du gjør noe der.")
    return "\n\n".join((_("Hei"), told, post.link(path), no_act, _("Hilsen Samkjøp")))


def send(session: Session, to: str, subject: str, body: str, now: datetime) -> None:
    """Put a letter in the outbox, in the same transaction as the act that causes it."""
    line = " ".join(subject.split())[:LONGEST_SUBJECT]
    session.add(
        Mail(recipient=to, subject=line, body=body, state=MailState.WAITING, created_at=now, due_at=now)
    )


def mark_read(session: Session, actor: Actor, notice: Notification, now: datetime) -> None:
    """Note that the person has read one of their own notices."""
    if notice.read_at is None:
        notice.read_at = now


def mark_all_read(session: Session, actor: Actor, now: datetime) -> None:
    """Note that the person has read all of their notices."""
    session.execute(
        update(Notification)
        .where(Notification.visible_to(actor), Notification.read_at.is_(None))
        .values(read_at=now)
    )


def count_as_read(session: Session, *, before: datetime) -> None:
    """Let everything that people were told before a moment count as read: the demo's older news."""
    old = Notification.read_at.is_(None) & (Notification.created_at < before)
    for notice in session.scalars(select(Notification).where(old)):
        notice.read_at = notice.created_at


def mark_page_read(session: Session, actor: Actor, path: str, now: datetime) -> None:
    """Note that the person has opened the page that these of their notices are about."""
    session.execute(
        update(Notification)
        .where(Notification.visible_to(actor), Notification.path == path, Notification.read_at.is_(None))
        .values(read_at=now)
    )


def hand_on(session: Session, user_id: int, organisation_id: int, heirs: Iterable[Person]) -> int:
    """Tell others what a person was told on behalf of an organisation and has not read; return how much.

    Whoever has been told the same already is not told twice.
    """
    left = session.scalars(unread_by(user_id, organisation_id)).all()
    for heir in heirs:
        told = select(Notification).where(Notification.user_id == heir.id)
        known = {_mark(one) for one in session.scalars(told.where(_concerns(organisation_id)))}
        session.add_all(_copy(one, heir.id) for one in left if _mark(one) not in known)
    return len(left)


def unread_by(user_id: int, organisation_id: int) -> Select[Notification]:
    """Choose what a person was told on behalf of an organisation and has not read."""
    return select(Notification).where(
        Notification.user_id == user_id, _concerns(organisation_id), Notification.read_at.is_(None)
    )


def _concerns(organisation_id: int) -> ColumnElement[bool]:
    return Notification.organisation_id == organisation_id


def _mark(notice: Notification) -> tuple[str, str, datetime]:
    return notice.sentence, notice.path, notice.created_at


def _copy(notice: Notification, user_id: int) -> Notification:
    return Notification(
        user_id=user_id,
        organisation_id=notice.organisation_id,
        sentence=notice.sentence,
        facts=notice.facts,
        path=notice.path,
        created_at=notice.created_at,
    )


def forget(session: Session, user_id: int, organisation_id: int) -> None:
    """Take away what a person was told on behalf of an organisation that they no longer act for."""
    session.execute(
        delete(Notification).where(
            Notification.user_id == user_id, Notification.organisation_id == organisation_id
        )
    )


# --- Facts as JSON, by type ------------------------------------------------------------------------


def stored(fact: Fact) -> Any:
    """Return a fact as it is kept in a row.

    >>> stored(date(2026, 12, 18))
    {'day': '2026-12-18'}
    """
    match fact:
        case Amount(ore):
            return {"ore": int(ore)}
        case Marked(words):
            return {"marked": words}
        case datetime():
            return {"moment": fact.isoformat()}
        case date():
            return {"day": fact.isoformat()}
        case str() | int() | None:
            return fact
        case _:
            return str(fact)  # a lazily translated word


def restored(kept: Any) -> Fact:
    """Return a fact as it was when the person was told.

    >>> restored({'day': '2026-12-18'})
    datetime.date(2026, 12, 18)
    """
    match kept:
        case {"ore": int(ore)}:
            return Amount(ore)  # type: ignore[arg-type]
        case {"marked": str(text)}:
            return Marked(text)
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case _:
            return kept  # type: ignore[no-any-return]
