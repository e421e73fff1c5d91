"""Files of the buyers' own that go with the documents (vedlegg)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.files import store
from procure.tenders.models import Attachment, Tender
from procure.tenders.service.state import check_open, lock, touched

LARGEST: Final = 20 * 1024 * 1024  # bytes of one file
MOST: Final = 40  # files of one tender
LONGEST_NAME: Final = 100
KINDS: Final = {  # what may be attached, and what it is handed out as
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
    "xml": "application/xml",
}
UNKNOWN: Final = "application/octet-stream"
PLAIN_NAME: Final = re.compile(r"[^\W_][\w ()+,.-]*")


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
    now: datetime,
) -> Attachment:
    """Attach a file, last in the list.

    annex: the one it belongs to; None for the tender documents. official_text: DFØ's own file.
    Raises RuleBroken for a name, kind or size that cannot be, or a name that is taken.
    """
    check_open(tender)
    lock(session, tender)
    check_file(name, data)
    if len(tender.attachments) >= MOST:
        raise RuleBroken(N_("En konkurranse kan ha inntil %(most)s vedlegg."), most=MOST)
    if any(each.name.casefold() == name.casefold() for each in tender.attachments):
        raise RuleBroken(N_("Et vedlegg heter allerede %(name)s."), field="name", name=name)
    stored = store.put(session, data, media_type_of(name), now)
    last = select(func.max(Attachment.position)).where(Attachment.tender_id == tender.id)
    attachment = Attachment(
        tender=tender,
        position=(session.scalar(last) or 0) + 1,
        title=title,
        annex=annex,
        contract=contract,
        official_text=official_text,
        name=name,
        sha256=stored.sha256,
        added_at=now,
    )
    session.add(attachment)
    touched(session, actor, tender, now, because=f"«{title}»")
    session.flush()
    facts = {"name": name, "sha256": stored.sha256, "size": stored.size}
    audit.record(session, actor, "attachment.added", attachment=attachment.id, tender=tender.id, **facts)
    return attachment


def media_type_of(name: str) -> str:
    """Return what a file is handed out as: bytes, for a kind that we do not know."""
    return KINDS.get(name.rpartition(".")[2].lower(), UNKNOWN)


def check_file(name: str, data: bytes) -> None:
    """Raise RuleBroken for a file that cannot be attached."""
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
