"""Organisations, for the operator."""

import pytest
from sqlalchemy import select

from procure import db
from procure.accounts.models import Kind, MailDomain, Organisation
from procure.accounts.queries import buying_organisations
from procure.domain.policy import Role
from tests.accounts.people import actions, operator, person, place_id
from tests.factories import sign_in


@pytest.fixture
def desk(app):
    return sign_in(app, operator(app).id)


def create(desk, **changes):
    form = {
        "kind": "inter_municipal_company",
        "name": "Abakus <IKS>",
        "short_name": "",
        "organisation_number": "",
        "language_form": "nb",
    }
    return desk.post("/organisations/new", data={**form, **changes})


def test_a_name_too_long_for_lists_needs_a_short_one(desk):
    long = "Innlandet " * 15
    refused = create(desk, name=long)
    assert refused.status_code == 422
    assert "Skriv et kort navn også" in refused.text
    assert create(desk, name=long, short_name="Innlandet").status_code == 302


def test_the_list_is_searched_and_paged(desk):
    page = desk.get("/organisations").text
    assert "358 virksomheter" in page
    assert "Side 1 av 8" in page
    assert "Tynset kommune" in desk.get("/organisations?q=TYNSET").text
    assert "Én virksomhet" in desk.get("/organisations?q=ørland").text
    assert "Samkjøp drift" in desk.get("/organisations?kind=operator").text
    assert "Ingen virksomhet passer" in desk.get("/organisations?q=<b>%25_'").text
    assert desk.get("/organisations?page=99999&kind=x").status_code == 200
    assert desk.get("/organisations?page=-1").status_code == 200


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.MUNICIPALITY])
def test_every_kind_but_municipalities_is_created(app, desk, kind):
    answer = create(desk, kind=kind.value, organisation_number="974 760 673")
    assert answer.status_code == 302
    page = desk.get(answer.location).text
    assert "Abakus &lt;IKS&gt;" in page
    assert "974 760 673" in page
    assert "organisation.created" in actions(app)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "municipality"}, "alternativene"),
        ({"kind": ""}, "hva slags virksomhet"),
        ({"name": ""}, "Skriv navnet"),
        ({"organisation_number": "123456789"}, "finnes ikke"),
        ({"organisation_number": "ni sifre"}, "finnes ikke"),
        ({"language_form": "xx"}, "alternativene"),
    ],
)
def test_what_will_not_do_is_refused(desk, changes, says):
    answer = create(desk, **changes)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_number_belongs_to_one(app, desk):
    with app.app_context():
        taken = db.session().scalar(
            select(Organisation.organisation_number).where(Organisation.short_name == "Tolga")
        )
    assert "har nummeret alt" in create(desk, organisation_number=taken).text


def test_a_mail_domain_is_tied_to_one_and_untied(app, desk):
    tolga, tynset = place_id(app, "Tolga"), place_id(app, "Tynset")
    path = f"/organisations/{tolga}"
    assert desk.post(path, data={"domain": " @Tolga.kommune.no"}).status_code == 302
    assert desk.post(path, data={"domain": "tolga.kommune.no"}).status_code == 302  # twice is once
    assert "tolga.kommune.no" in desk.get(path).text
    taken = desk.post(f"/organisations/{tynset}", data={"domain": "tolga.kommune.no"})
    assert "hører til Tolga kommune" in taken.text
    for wrong in ("kommune.no", "tolga", ""):
        assert desk.post(path, data={"domain": wrong}).status_code == 422
    removal = f"{path}/domains/tolga.kommune.no/removal"
    assert desk.post(f"/organisations/{tynset}/domains/tolga.kommune.no/removal").status_code == 404
    assert desk.post(removal).status_code == 302
    with app.app_context():
        assert db.session().get(MailDomain, "tolga.kommune.no") is None
    assert "domain.untied" in actions(app)


def test_only_the_operator_comes_here(app, client):
    colleague = person(app, "Tolga", Role.BUYER, Role.SIGNATORY, Role.LOCAL_ADMIN)
    own = f"/organisations/{colleague.organisation_id}"
    desk = sign_in(app, colleague.id)
    for path in ("/organisations", "/organisations/new", own):
        assert client.get(path).status_code == 401
        assert desk.get(path).status_code == 403
    assert desk.get(f"/organisations/{place_id(app, 'Tynset')}").status_code == 404
    assert desk.post(own, data={"domain": "x.kommune.no"}).status_code == 403
    assert desk.post("/organisations/new").status_code == 403


def test_those_that_buy_are_picked_from_in_alphabetical_order(session):
    names = [name for _id, name in buying_organisations(session)]
    assert len(names) == 357
    assert names.index("Ørsta") < names.index("Ås")
    assert names.index("Zulu" if "Zulu" in names else "Voss") < names.index("Ørsta")
