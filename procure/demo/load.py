"""The whole story, told once into an empty database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import db
from procure.accounts.models import User
from procure.clock import OSLO, telling
from procure.demo import cast, needs, pools, tenders
from procure.jobs.service import run_waiting
from procure.notifications.post import count_as_sent
from procure.notifications.service import count_as_read


def is_empty(session: Session) -> bool:
    """Answer whether nobody is here yet."""
    return session.scalar(select(User.id).limit(1)) is None


def tell(now: datetime) -> None:
    """Bring everybody in, and let them do what they do until one tender is out with the vendors."""
    with db.kept() as session:
        cast.bring_in(session, pools.at(now, -120))
        needs.register(session, pools.at(now, -100), now.astimezone(OSLO).date())
        locked = pools.quality(session, now)
        pools.nurseries(session, now)
        drafting = pools.forms(session, now)
        with telling(pools.at(now, -40)):
            tender_id = tenders.ready(session, locked, now).id
        with telling(pools.at(now, -18)):
            tenders.draft(session, drafting, now)
    with db.kept() as session, telling(pools.at(now, -16)):
        tenders.freeze(session, tender_id)
    run_waiting()  # prints the version
    with db.kept() as session:
        tenders.announce(session, tender_id, now)
        count_as_sent(session, now)
        count_as_read(session, before=pools.at(now, -7))
