"""Pools that the platform suggests: who, why, how much, and nobody given away."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from procure import db
from procure.demand.models import ContractEnd, Need, Visibility
from procure.domain.money import Ore
from procure.notifications.models import Notification
from procure.pools.models import Pool
from tests.factories import sign_in
from tests.pools.making import count, make_need, make_place, make_pool, text

NEAR = ("Os", "Alvdal", "Folldal", "Rendalen", "Tynset")


def tell(app, needs):
    """Register a need for each, and return the browsers of their buyers and the ids of the needs."""
    with app.app_context(), db.kept() as session:
        places = {name: make_place(session, name) for name in needs}
        ids = {name: make_need(session, places[name], **facts).id for name, facts in needs.items()}
        users = {name: place.buyer.user_id or 0 for name, place in places.items()}
        bodies = {name: place.organisation_id for name, place in places.items()}
    return {name: sign_in(app, user) for name, user in users.items()}, ids, bodies


def usual(**changes):
    return {"ends_on": date(2027, 12, 31), "users": 20, "yearly_cost": Ore(100_000_00)} | changes


@pytest.mark.row("A2")
def test_a_suggestion_says_who_why_and_how_much_and_makes_nothing(app):
    needs = {name: usual(inhabitants=2_000, yearly_cost=Ore(80_000_00 + 1)) for name in NEAR}
    needs["Tolga"] = usual(visibility=Visibility.LOOKING, inhabitants=1_600)
    browsers, ids, bodies = tell(app, needs)
    answer = browsers["Tolga"].get("/pools/suggestions")
    shown = text(answer)
    assert "Barnehageadministrasjon med Alvdal, Folldal, Os, Rendalen og Tynset" in shown
    assert "Passer godt Alle seks kommuner kan skifte i desember 2027" in shown
    assert "De ligger i samme fylke, Innlandet." in shown
    assert "Betaler per innbygger 40 kr i året, midterst av 5. Fra 40 kr til 40 kr. Dere: 62 kr" in shown
    assert "Verdi, om lag 2 4" in shown  # 15 082 inhabitants at 40 kroner for four years
    assert "Tolga (dere) desember 2027 passer" in shown
    assert count(app, select(func.count(Pool.id))) == count(app, select(func.count(Notification.id))) == 0
    link = f"/pools/new?need={ids['Tolga']}&amp;with={bodies['Alvdal']}"
    assert link in answer.text


def test_a_suggestion_is_drawn_and_the_drawing_is_its_owners_alone(app):
    needs = {
        "Tolga": usual(),
        "Alvdal": usual(ends_on=date(2027, 10, 31)),
        "Os": usual(category_key="skjema"),
    }
    browsers, ids, _bodies = tell(app, needs)
    address = f"/pools/suggestions/{ids['Tolga']}/windows.svg"
    shown = browsers["Tolga"].get("/pools/suggestions").text
    assert f'src="{address}"' in shown
    for narrow in ("", "?narrow=1"):
        drawn = browsers["Tolga"].get(address + narrow)
        assert drawn.status_code == 200
        assert drawn.mimetype == "image/svg+xml"
        assert all(f">{name}</text>" in drawn.text for name in ("Tolga", "Alvdal", "Felles start"))
    assert browsers["Alvdal"].get(address).status_code == 404
    assert browsers["Os"].get(f"/pools/suggestions/{ids['Os']}/windows.svg").status_code == 404


@pytest.mark.row("A9")
def test_figures_of_few_and_of_those_who_only_look_are_in_no_suggestion(app):
    needs = {name: usual(yearly_cost=Ore(123_456_00)) for name in NEAR[:4]}
    needs["Tynset"] = usual(visibility=Visibility.LOOKING, yearly_cost=Ore(123_456_00))
    needs["Tolga"] = usual()
    del needs["Rendalen"]
    browsers, _ids, _bodies = tell(app, needs)
    shown = text(browsers["Tolga"].get("/pools/suggestions"))
    assert "med Alvdal, Folldal, Os og Tynset" in shown
    assert "Verdien kan ikke anslås før fem kommuner har delt hva de betaler" in shown
    assert "123 456" not in shown
    assert "Betaler per" not in shown


def test_one_that_keeps_its_need_to_itself_is_not_suggested_and_gets_no_suggestion(app):
    browsers, _ids, _bodies = tell(app, {"Tolga": usual(), "Os": usual(visibility=Visibility.MINE)})
    assert "Ingen har meldt det samme behovet" in text(browsers["Tolga"].get("/pools/suggestions"))
    assert "Ingen behov å lage forslag av" in text(browsers["Os"].get("/pools/suggestions"))


def test_those_who_can_hardly_wait_are_suggested_with_what_it_costs_them(app):
    needs = {
        "Tolga": usual(),
        "Os": usual(),
        "Alvdal": usual(ends_on=date(2027, 9, 30)),
        "Folldal": usual(ends_on=date(2027, 3, 31)),
        "Rendalen": usual(contract_end=ContractEnd.NOT_KNOWN, ends_on=None),
    }
    browsers, _ids, _bodies = tell(app, needs)
    shown = text(browsers["Tolga"].get("/pools/suggestions"))
    assert "med Alvdal og Os" in shown
    assert "Kan passe Desember 2027 passer best for de fleste av de tre kommuner" in shown
    assert "Alvdal kan ikke vente så lenge. Avtalen må forlenges tre måneder" in shown
    assert "Én kommune til har meldt det samme, men passer dårligere i tid." in shown
    assert "Av én kommune vet vi ikke når de kan skifte." in shown


def test_a_need_without_an_end_is_asked_for_it(app):
    browsers, _ids, _bodies = tell(
        app, {"Tolga": usual(contract_end=ContractEnd.NOT_KNOWN, ends_on=None), "Os": usual()}
    )
    assert "Skriv når avtalen deres slutter" in text(browsers["Tolga"].get("/pools/suggestions"))


def test_what_is_in_a_pool_already_or_invited_to_one_is_not_suggested(app):
    with app.app_context(), db.kept() as session:
        places = {name: make_place(session, name) for name in ("Tynset", "Os", "Tolga")}
        needs = {name: make_need(session, place) for name, place in places.items()}
        make_pool(session, places["Tynset"], places["Os"], need=needs["Tynset"])
        users = {name: place.buyer.user_id or 0 for name, place in places.items()}
    for name in ("Tynset", "Os"):
        assert "Ingen behov å lage forslag av" in text(sign_in(app, users[name]).get("/pools/suggestions"))
    assert "med Os og Tynset" in text(sign_in(app, users["Tolga"]).get("/pools/suggestions"))


def test_the_form_ticks_those_who_were_suggested_and_no_other(app):
    browsers, ids, bodies = tell(app, {name: usual() for name in ("Tolga", "Os", "Alvdal", "Folldal")})
    page = browsers["Tolga"].get(f"/pools/new?need={ids['Tolga']}&with={bodies['Os']}&with=x&with=999999")
    assert f'value="{bodies["Os"]}" checked' in page.text
    assert f'value="{bodies["Alvdal"]}" checked' not in page.text


def test_the_page_of_a_need_leads_to_its_own_suggestion(app):
    browsers, ids, _bodies = tell(app, {"Tolga": usual(), "Os": usual()})
    with app.app_context(), db.kept() as session:
        other = session.get_one(Need, ids["Os"])
        session.add(copy_of(other, "kvalitet"))
    page = browsers["Tolga"].get(f"/needs/{ids['Tolga']}")
    assert f"/pools/suggestions?need={ids['Tolga']}" in page.text
    assert "Barnehageadministrasjon med Tolga" in text(browsers["Os"].get("/pools/suggestions"))
    alone = text(browsers["Os"].get(f"/pools/suggestions?need={ids['Os']}"))
    assert "Barnehageadministrasjon med Tolga" in alone
    assert "Kvalitets" not in alone
    assert "Ingen behov" in text(browsers["Os"].get(f"/pools/suggestions?need={ids['Tolga']}"))
    assert browsers["Os"].get("/pools/suggestions?need=x&page=-1").status_code == 200


def copy_of(need, category):
    facts = {column.key: getattr(need, column.key) for column in Need.__table__.columns}
    return Need(**{**facts, "id": None, "category_key": category, "once": None})


def test_one_who_may_make_no_pool_gets_no_suggestions(app, story):
    assert story.signatory("Os").get("/pools/suggestions").status_code == 403
