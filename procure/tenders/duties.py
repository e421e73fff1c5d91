"""What waits for those who are asked to write: their texts on the start page, by the day they are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from procure.clock import OSLO
from procure.domain.policy import Actor, Role
from procure.pools.models import Pool
from procure.tenders.models import Section, SectionState, Tender
from procure.tenders.service import OPEN
from procure.web.todo import Todo


def waiting_for(session: Session, actor: Actor, now: datetime) -> list[Todo]:
    """List the texts that the actor's body is asked to write; those of one tender and day stand together."""
    if Role.BUYER not in actor.roles:
        return []
    together: dict[tuple[int, date | None], list[Section]] = {}
    for section in session.scalars(_asked(actor)):
        together.setdefault((section.tender_id, section.due_on), []).append(section)
    return [_todo(sections, actor, now.astimezone(OSLO).date()) for sections in together.values()]


@lru_cache(maxsize=256)  # made of who asks alone
def _asked(actor: Actor) -> Select[Section]:
    leads = Tender.pool.has(Pool.lead_id == actor.organisation_id)
    own = and_(Section.owner_id.is_(None), Section.writer_id == actor.user_id, leads)
    return (
        select(Section)
        .join(Section.tender)
        .where(
            or_(Section.owner_id == actor.organisation_id, own),
            Section.state != SectionState.DONE,
            Section.removed_at.is_(None),
            Section.left_out.is_(None),
            Tender.state.in_(OPEN),
            Tender.visible_to(actor),
        )
        .order_by(Section.due_on, Section.tender_id, Section.position)
        .options(joinedload(Section.tender).joinedload(Tender.pool).joinedload(Pool.lead))
        .options(joinedload(Section.writer))
    )


def _todo(sections: Sequence[Section], actor: Actor, today: date) -> Todo:
    first, tender = sections[0], sections[0].tender
    late = first.due_on is not None and first.due_on < today
    if len(sections) == 1:
        title = _("Skriv «%(title)s»", title=first.title)
        url = url_for("tenders.section", tender_id=tender.id, section_id=first.id)
    else:
        title = _("Skriv %(count)s tekster i «%(title)s»", count=len(sections), title=tender.title)
        url = url_for("tenders.sections", tender_id=tender.id)
    return Todo(
        when=first.due_on,
        title=title,
        url=url,
        text=_text(sections, actor),
        kind="blocker" if late else "waiting",
        tag=_("Over fristen") if late else _("Skal skrives"),
    )


def _text(sections: Sequence[Section], actor: Actor) -> str:
    """Say who has asked, whom, and what for."""
    tender, writer = sections[0].tender, sections[0].writer
    lead = tender.pool.lead.short_name
    if writer is not None and writer.id != actor.user_id:
        return _(
            "%(lead)s har spurt %(name)s. Det er til «%(tender)s».",
            lead=lead,
            name=writer.name,
            tender=tender.title,
        )
    return _(
        "%(lead)s har spurt dere. Konkurransen «%(tender)s» venter på det.", lead=lead, tender=tender.title
    )
