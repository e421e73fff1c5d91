"""What happens to a list on its way in: read, its columns matched, its rows saved by a feature, forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.files.scanning import scan
from procure.jobs.queue import every
from procure.sheets import columns as matching
from procure.sheets import queries
from procure.sheets.columns import Column
from procure.sheets.models import Upload
from procure.sheets.reading import read
from procure.web.uploads import Sent

KEPT: Final = timedelta(days=7)
DONE = N_("Denne listen er importert allerede.")


def begin(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    file: Sent,
    columns: Sequence[Column],
    once: str,
    now: datetime,
    tender_id: int | None = None,
) -> Upload:
    """Read a spreadsheet, and guess which column is what; the same form sent twice brings it in once.

    Raises RuleBroken at `file` when it cannot be used, or a scanner that is set up finds a virus.
    """
    if known := queries.find_by_once(session, actor, once):
        return known
    scan(file.data)
    sheet = read(file.name, file.data)
    upload = Upload(
        kind=kind,
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        tender_id=tender_id,
        once=once,
        name="".join(filter(str.isprintable, file.name))[:200],
        content=sheet.as_data(),
        mapping=matching.guess(columns, sheet.header),
        created_at=now,
    )
    session.add(upload)
    session.flush()
    audit.record(session, actor, "upload.begun", upload=upload.id, kind=kind, rows=len(sheet.rows))
    return upload


def remap(
    session: Session,
    actor: Actor,
    upload: Upload,
    *,
    version: int,
    columns: Sequence[Column],
    mapping: Mapping[str, int | None],
) -> None:
    """Say which column is what; raises RuleBroken at the column that lacks its place."""
    check_fresh(upload, version)
    check_open(upload)
    chosen = {key: place for key, place in mapping.items() if place is not None}
    matching.check(columns, upload.sheet.header, chosen)
    upload.mapping = chosen
    session.flush()
    audit.record(session, actor, "upload.matched", upload=upload.id, mapping=chosen)


def finish(
    session: Session, actor: Actor, upload: Upload, *, version: int, count: int, now: datetime
) -> None:
    """Note, in the transaction that saves the rows, that they are saved; a second time is refused."""
    check_fresh(upload, version)
    check_open(upload)
    upload.done_at, upload.count = now, count
    session.flush()
    audit.record(session, actor, "upload.finished", upload=upload.id, kind=upload.kind, rows=count)


def check_open(upload: Upload) -> None:
    """Refuse a list whose rows are saved."""
    if upload.done_at is not None:
        raise RuleBroken(DONE)


@every(seconds=24 * 60 * 60)
def forget(session: Session, now: datetime) -> None:
    """Delete lists that were brought in more than a week ago; what was saved of them stays."""
    for upload in session.scalars(select(Upload).where(Upload.created_at < now - KEPT)):
        session.delete(upload)
