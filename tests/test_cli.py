"""The commands, as a person at a terminal meets them."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from procure import db
from procure.accounts.models import Organisation, User
from procure.audit.models import AuditEvent
from procure.notifications.models import Mail, MailState
from procure.publication.models import Notice


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def count(app, model):
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(model))


def test_lists_can_be_loaded_again(app):
    before = count(app, Organisation)
    answer = run(app, "reference", "load")
    assert answer.exit_code == 0
    assert "357 municipalities, 36 categories" in answer.output
    assert count(app, Organisation) == before


def test_access_tells_who_may_reach_each_page(app):
    lines = run(app, "access").output.splitlines()
    assert any("/needs" in line and "signed in" in line for line in lines)
    assert any("/pools/<int:pool_id>/lock" in line and "pool:lock" in line for line in lines)


def test_the_first_operator_can_sign_in(app, client):
    answer = run(
        app, "operator", "Aksel Driftmo", "aksel@drift.example", "--password", "en lang og god setning"
    )
    assert answer.output == "Aksel Driftmo can sign in as operator.\n"
    entered = client.post(
        "/sign-in", data={"email": "aksel@drift.example", "password": "en lang og god setning"}
    )
    assert entered.status_code == 302
    assert client.get("/organisations").status_code == 200


def test_an_operator_with_an_easy_password_is_refused_in_words(app):
    answer = run(app, "operator", "Aksel Driftmo", "aksel@drift.example", "--password", "kort")
    assert answer.exit_code == 1
    assert "12" in answer.output
    assert count(app, User) == 0


@pytest.mark.row("S2")
def test_the_demo_is_told_once_and_its_documents_can_be_downloaded(app, client):
    app.config["DEMO"] = True
    assert run(app, "demo", "load").output == "The demo is told.\n"
    people, events = count(app, User), count(app, AuditEvent)
    assert run(app, "demo", "load").output == "Somebody is here already: the demo is left as it is.\n"
    assert (count(app, User), count(app, AuditEvent)) == (people, events)
    with app.app_context():
        assert db.session().scalars(select(Mail).where(Mail.state == MailState.WAITING)).all() == []
        notice = db.session().scalars(select(Notice)).one()
        page = f"/publications/{notice.tender_id}-{notice.slug}"
    assert "Demodata" in client.get(page).text
    download = client.get(f"{page}/files/samlet-konkurransegrunnlag.pdf")
    assert download.status_code == 200
    assert download.data.startswith(b"%PDF")
    assert "sammen-er-vi-en-kunde" in run(app, "demo", "logins").output
