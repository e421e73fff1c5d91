"""The door: who is it, what may they see, may they do this; and what is kept."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Blueprint
from sqlalchemy.orm.exc import StaleDataError

from procure import audit, db
from procure.accounts.models import Organisation
from procure.audit.models import AuditEvent
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Action, Role
from procure.web.access import current_actor, declared, public, requires, sees
from tests.factories import make_organisation, make_user, municipality, sign_in


def find_own(session, actor, organisation_id):
    """The actor's own organisation; any other looks absent."""
    return session.scalar(
        sa.select(Organisation).where(
            Organisation.id == organisation_id, Organisation.id == actor.organisation_id
        )
    )


@pytest.fixture
def doors(app):
    """Pages that do what a page may do."""
    bp = Blueprint("doors", __name__, url_prefix="/doors")

    @bp.route("/open")
    @public()
    def open_to_all():
        return "open"

    @bp.route("/<int:organisation_id>")
    @sees(find_own)
    def seen(organisation):
        return organisation.name

    @bp.route("/<int:organisation_id>/people", methods=["POST"])
    @requires(Action.PEOPLE_MANAGE, find_own)
    def act(organisation):
        organisation.short_name = "changed"
        audit.record(db.session(), current_actor(), "organisation.changed", organisation=organisation.id)
        return "done"

    @bp.route("/refused", methods=["POST"])
    @sees()
    def refused():
        make_organisation(db.session(), name="Half done IKS")
        return "no", 422

    @bp.route("/broken", methods=["POST"])
    @sees()
    def broken():
        make_organisation(db.session(), name="Half done IKS")
        raise RuleBroken(N_("Nei, %(count)s er for mange."), count=4)

    @bp.route("/stale", methods=["POST"])
    @sees()
    def stale():
        raise StaleDataError

    @bp.route("/forgotten")
    def forgotten():
        return "nobody said who this is for"

    app.register_blueprint(bp)
    return app


@pytest.fixture
def person(doors):
    with doors.app_context(), db.kept() as session:
        place = municipality(session, "Tolga")
        return make_user(session, place, Role.BUYER).id, place.id


def short_name(app, organisation_id):
    with app.app_context():
        return db.session().get_one(Organisation, organisation_id).short_name


def test_a_public_page_is_open(doors, client):
    assert client.get("/doors/open").text == "open"


def test_a_stranger_is_asked_who_it_is(doors, client):
    assert client.get("/doors/1").status_code == 401
    assert client.post("/doors/1/people").status_code == 401


def test_what_one_may_not_see_looks_absent(doors, person):
    user, place = person
    browser = sign_in(doors, user)
    assert browser.get(f"/doors/{place}").text == "Tolga kommune"
    assert browser.get(f"/doors/{place + 1}").status_code == 404
    assert browser.post(f"/doors/{place + 1}/people").status_code == 404


def test_what_one_sees_but_may_not_do_is_refused_and_noted(doors, person):
    user, place = person
    refused = sign_in(doors, user).post(f"/doors/{place}/people")
    assert refused.status_code == 403
    assert (
        "Dette kan bare den som drifter Samkjøp eller administratoren i virksomheten gjøre." in refused.text
    )
    with doors.app_context():
        event = db.session().scalars(sa.select(AuditEvent).where(AuditEvent.action == "access.refused")).one()
        assert event.user_id == user
    assert short_name(doors, place) == "Tolga"


def test_what_one_may_do_is_kept(doors):
    with doors.app_context(), db.kept() as session:
        place = municipality(session, "Tolga")
        user = make_user(session, place, Role.LOCAL_ADMIN).id
        place_id = place.id
    assert sign_in(doors, user).post(f"/doors/{place_id}/people").text == "done"
    assert short_name(doors, place_id) == "changed"


@pytest.mark.parametrize(("path", "status"), [("refused", 422), ("broken", 409)])
def test_a_refusal_leaves_nothing_half_done(doors, person, path, status):
    answer = sign_in(doors, person[0]).post(f"/doors/{path}")
    assert answer.status_code == status
    with doors.app_context():
        assert not db.session().scalars(sa.select(Organisation).filter_by(name="Half done IKS")).all()


def test_a_broken_rule_is_told_in_words(doors, person):
    assert "Nei, 4 er for mange." in sign_in(doors, person[0]).post("/doors/broken").text


def test_a_lost_race_is_a_conflict_and_the_typed_text_is_given_back(doors, person):
    answer = sign_in(doors, person[0]).post("/doors/stale", data={"body": "lang <b>tekst</b>"})
    assert answer.status_code == 409
    assert "lang &lt;b&gt;tekst&lt;/b&gt;" in answer.text
    assert "Send det på nytt" not in answer.text  # as it was, it would be refused again


def test_a_page_that_has_not_said_who_it_is_for_is_never_run(doors, client):
    assert client.get("/doors/forgotten").status_code == 403


def test_a_post_without_the_form_token_is_refused(doors, person):
    user, place = person
    assert sign_in(doors, user).post(f"/doors/{place}/people", token=False).status_code == 400


def test_every_page_has_said_who_it_is_for(app):
    assert [name for name, view in app.view_functions.items() if view not in declared] == []
