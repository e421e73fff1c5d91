"""What becomes of needs when the one who registered them leaves."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from procure import db
from procure.demand.models import Need, NeedState
from procure.domain.policy import Role
from procure.notifications.models import Notification
from tests.accounts.people import PASSWORD, person
from tests.demand.registering import make_need
from tests.factories import sign_in


def lets_go(app, admin, leaver):
    path = f"/organisations/{leaver.organisation_id}/people/{leaver.id}/departure"
    answer = sign_in(app, admin.id).post(path, data={"password": PASSWORD})
    assert answer.status_code == 302


def held(app, leaver_id, **changes):
    with app.app_context(), db.kept() as session:
        need = make_need(session, "Tolga", **changes)
        need.created_by_id = leaver_id
        return need.id


@pytest.mark.row("S1")
def test_a_leavers_drafts_go_to_a_colleague_who_is_told(app):
    admin, leaver = person(app, "Tolga", Role.LOCAL_ADMIN), person(app, "Tolga", Role.BUYER, name="Ingrid")
    heir = person(app, "Tolga", Role.BUYER)
    draft = held(app, leaver.id, state=NeedState.DRAFT, shared_at=None)
    theirs = sign_in(app, leaver.id)
    lets_go(app, admin, leaver)
    assert theirs.get("/start").status_code == 401
    page = sign_in(app, heir.id).get("/notifications").text
    assert "Ingrid har sluttet. Utkastet til behovet for" in page
    assert sign_in(app, heir.id).get(f"/needs/{draft}/check").status_code == 200
    with app.app_context():
        session = db.session()
        assert session.get_one(Need, draft).created_by_id != leaver.id
        told = session.scalars(select(Notification).where(Notification.user_id == heir.id)).all()
        assert f"/needs/{draft}" in [one.path for one in told]


def test_without_a_colleague_the_needs_stay_with_the_organisation(app):
    admin, leaver = person(app, "Tolga", Role.LOCAL_ADMIN), person(app, "Tolga", Role.BUYER)
    need = held(app, leaver.id)
    lets_go(app, admin, leaver)
    later = person(app, "Tolga", Role.BUYER)
    assert sign_in(app, later.id).get(f"/needs/{need}").status_code == 200
