"""What the world has of requirements: one out, one that deviates, a list on its way in, a newer edition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.domain.policy import SYSTEM, Actor
from procure.library.bank import queries
from procure.library.bank import service as bank
from procure.sheets import service as sheets
from procure.sheets.models import Upload
from procure.tenders import service, sheet
from procure.tenders.models import Requirement, Tender
from procure.web.uploads import Sent

ROWS = "Krav;Type\r\nHar logg.;Må\r\nHar kart.;Bør\r\n"


def fill(session: Session, lead: Actor, draft: Tender, now: datetime) -> None:
    """Do a little of everything to the requirements of the tender that is being written."""
    first, last = draft.requirements[0], draft.requirements[-1]
    service.remove_requirement(session, lead, last, now=now)
    local: dict[str, Any] = {
        "applies": False,
        "reason": "Har det fra før.",
        "organisation_id": lead.organisation_id or 0,
    }
    service.set_deviation(session, lead, first, now=now, **local)
    sheets.begin(
        session,
        lead,
        kind=sheet.KIND,
        file=Sent("krav.csv", ROWS.encode()),
        columns=sheet.COLUMNS,
        once="world-list-of-requirements",
        now=now,
        tender_id=draft.id,
    )
    _write_anew(session, _banked(draft).bank_key or "", now)


def _write_anew(session: Session, key: str, now: datetime) -> None:
    """Let the bank say another way what stands in the tender."""
    source = queries.find_requirement(session, SYSTEM, key)
    assert source is not None
    facts = {name: getattr(source, name) for name in bank.CONTENT}
    facts["text_nb"] += " Det vises i loggen."
    bank.edit(session, SYSTEM, source, edition=source.edition, change="Klarere.", now=now, **facts)


def _banked(draft: Tender) -> Requirement:
    """Return the last requirement from the bank that stands in the tender."""
    return [each for each in draft.requirements if each.bank_key and each.removed_at is None][-1]


def values(session: Session, draft: Tender) -> dict[str, Any]:
    """Return a value for every parameter of the requirements' addresses."""
    upload = session.scalars(select(Upload.id).where(Upload.kind == sheet.KIND)).one()
    steps = ("match_requirements", "check_requirements")
    removed = next(each.id for each in draft.requirements if each.removed_at)
    return {
        "tenders.take_edition:requirement_id": _banked(draft).id,
        "tenders.restore_requirement:requirement_id": removed,
        **{f"tenders.{step}:upload_id": upload for step in steps},
    }
