"""The days of a tender's timeline: one of them, or all at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from procure import audit
from procure.clock import OSLO
from procure.db import check_fresh
from procure.domain.errors import N_
from procure.domain.policy import Actor
from procure.domain.timeline import MILESTONES, MOMENTS, Step
from procure.tenders.models import Milestone, Tender
from procure.tenders.planning import COLUMNS
from procure.tenders.service.state import check_open, touched, write
from procure.tenders.service.tender import check_day

NOON: Final = time(12, 0)  # when suppliers can get help
TIMELINE: Final = N_("Tidsplan")


def set_days(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    days: Mapping[Step, date | None],
    version: int,
    now: datetime,
) -> None:
    """Give steps of the timeline their days; None takes a day away, and a step left out stays as it is.

    A deadline keeps its time of day, and is at noon where it has none.
    version: of the tender, as the form knew it.
    Raises RuleBroken when the tender has been sent, or the rules of a day of dispatch are not known.
    """
    if unknown := set(days) - set(COLUMNS) - MILESTONES:
        raise ValueError(f"no step that is set: {', '.join(sorted(unknown))}")
    check_open(tender)
    check_fresh(tender, version)
    if sent := days.get(Step.DISPATCH):
        check_day(sent)
    own = {COLUMNS[step]: _at(tender, step, day) for step, day in days.items() if step in COLUMNS}
    changed = write(tender, own) | _set_milestones(session, tender, days)
    if changed:
        flag_modified(tender, "title")  # milestones are rows of their own: the tender's version must go up
        touched(session, actor, tender, now, because=TIMELINE)
        audit.record(session, actor, "tender.dated", tender=tender.id, **changed)
    session.flush()


def _at(tender: Tender, step: Step, day: date | None) -> date | None:
    """Return a day as the tender keeps it: a deadline has a time of day."""
    if day is None or step not in MOMENTS:
        return day
    before: datetime | None = getattr(tender, COLUMNS[step])
    clock = before.astimezone(OSLO).time() if before else NOON
    return datetime.combine(day, clock, tzinfo=OSLO)


def _set_milestones(session: Session, tender: Tender, days: Mapping[Step, date | None]) -> dict[str, Any]:
    """Write the days that stand in rows of their own; return what was changed."""
    rows = {each.step: each for each in tender.milestones}
    changed: dict[str, Any] = {}
    for step in MILESTONES & set(days):
        row, day = rows.get(step), days[step]
        before = row.on if row else None
        if before == day:
            continue
        changed[step.value] = [str(before) if before else None, str(day) if day else None]
        if row is None and day is not None:
            tender.milestones.append(Milestone(step=step, on=day))
        elif row is not None and day is not None:
            row.on = day
        elif row is not None:
            tender.milestones.remove(row)
            session.delete(row)
    return changed
