"""Finding what was written: the saves of a section, and sections that were taken out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from procure.domain.policy import Actor
from procure.tenders import queries
from procure.tenders.models import OWN, Revision, Section, Tender


def find_revision(
    session: Session, actor: Actor, tender_id: int, section_id: int, number: int
) -> Revision | None:
    """Find one save of a section in use."""
    section = queries.find_section(session, actor, tender_id, section_id)
    if section is None:
        return None
    asked = select(Revision).where(Revision.section_id == section.id, Revision.number == number)
    return session.scalar(asked.options(joinedload(Revision.section), joinedload(Revision.saved_by)))


def find_own(session: Session, actor: Actor, tender_id: int, section_id: int) -> Section | None:
    """Find one of the buyers' own sections, in use or taken out."""
    mine = Section.id == section_id, Section.tender_id == tender_id, Section.key.startswith(OWN)
    asked = select(Section).where(*mine, Section.visible_to(actor))
    return session.scalar(asked.options(joinedload(Section.tender).joinedload(Tender.pool)))


def listed(section: Section) -> Select[Revision]:
    """Choose the saves of a section, the newest first."""
    asked = select(Revision).where(Revision.section_id == section.id).options(joinedload(Revision.saved_by))
    return asked.order_by(Revision.number.desc())


def latest(session: Session, section: Section, most: int = 10) -> Sequence[Revision]:
    """List the last saves of a section, the newest first."""
    return session.scalars(listed(section).limit(most)).all()


def before(session: Session, revision: Revision) -> Revision | None:
    """Return the save before this one."""
    older = Revision.section_id == revision.section_id, Revision.number < revision.number
    return session.scalars(select(Revision).where(*older).order_by(Revision.number.desc()).limit(1)).first()


def body_at(session: Session, section: Section, number: int) -> str:
    """Return a section's text as it was at a version: its last save until then; "" before the first."""
    until = select(Revision.body).where(Revision.section_id == section.id, Revision.number <= number)
    return session.scalars(until.order_by(Revision.number.desc()).limit(1)).first() or ""


def removed_sections(session: Session, tender: Tender) -> Sequence[Section]:
    """List the buyers' own sections that were taken out, and can be brought back."""
    gone = Section.tender_id == tender.id, Section.removed_at.is_not(None), Section.key.startswith(OWN)
    return session.scalars(select(Section).where(*gone).order_by(Section.position, Section.id)).all()
