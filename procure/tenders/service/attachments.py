"""Files of the buyers' own that go with the documents (vedlegg)."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.files import scanning, store
from procure.files.contents import KINDS, UNKNOWN, media_type_of
from procure.files.inspection import inspect
from procure.files.models import StoredFile
from procure.tenders.models import Attachment, Tender
from procure.tenders.service.state import check_open, lock, made_before, touched, write

LARGEST: Final = 20 * 1024 * 1024  # bytes of one file
MOST: Final = 40  # files of one tender
LONGEST_NAME: Final = 100
PLAIN_NAME: Final = re.compile(r"[^\W_][\w ()+,.-]*")
UNFIT: Final = re.compile(r"[^\w ()+,.-]+")


def add_attachment(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    title: str,
    name: str,
    data: bytes,
    annex: int | None = None,
    contract: int = 1,
    official_text: bool = False,
    once: str | None = None,
    now: datetime,
) -> Attachment:
    """Attach a file, last in the list; a form sent twice makes one.

    annex: the one it belongs to; None for the tender documents. official_text: DFØ's own file.
    Raises RuleBroken for a name, kind, size or content that cannot be, or a name that is taken.
    """
    check_open(tender)
    lock(session, tender)
    if made := made_before(session, Attachment, tender, once):
        return made
    if len(tender.attachments) >= MOST:
        raise RuleBroken(N_("En konkurranse kan ha inntil %(most)s vedlegg."), most=MOST)
    _check_home(tender, contract, annex)
    last = select(func.max(Attachment.position)).where(Attachment.tender_id == tender.id)
    attachment = Attachment(
        tender=tender,
        position=(session.scalar(last) or 0) + 1,
        added_at=now,
        once=once,
        **_about(title, annex, contract, official_text),
        **_kept(session, tender, name, data, now),
    )
    session.add(attachment)
    touched(session, actor, tender, now, because=f"«{title}»")
    session.flush()
    about = {"attachment": attachment.id, "tender": tender.id}
    audit.record(session, actor, "attachment.added", **about, name=attachment.name, sha256=attachment.sha256)
    return attachment


def edit_attachment(
    session: Session,
    actor: Actor,
    attachment: Attachment,
    *,
    title: str,
    annex: int | None,
    contract: int,
    official_text: bool,
    name: str = "",
    data: bytes = b"",
    version: int,
    now: datetime,
) -> None:
    """Call it something else, tie it to another annex, or put another file in its place.

    data: the new file; empty where the one that is there stays.
    Raises StaleDataError when somebody else saved first, and RuleBroken as `add_attachment` does.
    """
    tender = attachment.tender
    check_open(tender)
    check_fresh(attachment, version)
    _check_home(tender, contract, annex)
    facts = _about(title, annex, contract, official_text)
    if data:
        facts |= _kept(session, tender, name, data, now, besides=attachment)
    scanned = facts.pop("scanned_at", attachment.scanned_at)
    if changed := write(attachment, facts):
        attachment.scanned_at = scanned
        touched(session, actor, tender, now, because=f"«{title}»")
        about = {"attachment": attachment.id, "tender": tender.id}
        audit.record(session, actor, "attachment.changed", **about, **changed)
    session.flush()


def move_attachment(
    session: Session, actor: Actor, attachment: Attachment, *, up: bool, now: datetime
) -> None:
    """Change places with the one above or below; nothing happens at the end."""
    tender = attachment.tender
    check_open(tender)
    rows = tender.attachments
    place = rows.index(attachment) + (-1 if up else 1)
    if not 0 <= place < len(rows):
        return
    other = rows[place]
    attachment.position, other.position = other.position, attachment.position
    touched(session, actor, tender, now, because=f"«{attachment.title}»")
    session.flush()
    session.expire(tender, ["attachments"])
    audit.record(session, actor, "attachment.moved", attachment=attachment.id, tender=tender.id, up=up)


def remove_attachment(session: Session, actor: Actor, attachment: Attachment, *, now: datetime) -> None:
    """Take a file out; versions that hold it keep it."""
    tender = attachment.tender
    check_open(tender)
    touched(session, actor, tender, now, because=f"«{attachment.title}»")
    about = {"attachment": attachment.id, "tender": tender.id, "name": attachment.name}
    tender.attachments.remove(attachment)
    session.delete(attachment)
    session.flush()
    audit.record(session, actor, "attachment.removed", **about)


def _about(title: str, annex: int | None, contract: int, official_text: bool) -> dict[str, Any]:
    return {"title": title, "annex": annex, "contract": contract, "official_text": official_text}


def _check_home(tender: Tender, contract: int, annex: int | None) -> None:
    """Raise RuleBroken where the contract is not there, or has no such annex."""
    agreement = {1: tender.agreement, 2: tender.companion}.get(contract)
    if agreement is None:
        raise RuleBroken(N_("Konkurransen har ikke to kontrakter."), field="home")
    if annex is not None and annex not in {each.number for each in agreement.annexes}:
        raise RuleBroken(N_("Avtalen har ikke noe bilag %(number)s."), field="home", number=annex)


def _kept(
    session: Session, tender: Tender, name: str, data: bytes, now: datetime, besides: Attachment | None = None
) -> dict[str, Any]:
    """Look through a file and keep it; return its facts for the row."""
    name = tidy_name(name)
    check_file(name, data)
    others = [each.name.casefold() for each in tender.attachments if each is not besides]
    if name.casefold() in others:
        raise RuleBroken(N_("Et vedlegg heter allerede %(name)s."), field="file", name=name)
    scanned = scanning.scan(data)
    stored: StoredFile = store.put(session, inspect(name, data), media_type_of(name), now)
    return {"name": name, "sha256": stored.sha256, "scanned_at": now if scanned else None}


# --- Names, kinds and sizes ----------------------------------------------------------------------


def tidy_name(name: str) -> str:
    """Return a name that every system can hold, as near to the one it came with as may be.

    >>> tidy_name("§ 5 Kart & plan.JPEG")
    '5 Kart - plan.jpg'
    """
    stem, _dot, kind = unicodedata.normalize("NFC", name).rpartition(".")
    stem = re.sub(r"\.{2,}", ".", UNFIT.sub("-", stem)).lstrip(" _-.()+,")[: LONGEST_NAME - 6].rstrip(" .")
    ending = kind.lower()
    return f"{stem}.{'jpg' if ending == 'jpeg' else ending}" if stem else name


def check_file(name: str, data: bytes) -> None:
    """Raise RuleBroken for a file that cannot be attached, by its name or its size."""
    if media_type_of(name) == UNKNOWN:
        kinds = ", ".join(KINDS)
        raise RuleBroken(N_("Et vedlegg må være en av disse: %(kinds)s."), field="name", kinds=kinds)
    if len(name) > LONGEST_NAME or ".." in name or not PLAIN_NAME.fullmatch(name):
        raise RuleBroken(N_("Filnavnet må begynne med en bokstav eller et tall, uten mapper."), field="name")
    if not data:
        raise RuleBroken(N_("Filen er tom."), field="data")
    if len(data) > LARGEST:
        raise RuleBroken(
            N_("Filen er for stor. Den kan være inntil %(most)s MB."), field="data", most=LARGEST // 1024**2
        )
