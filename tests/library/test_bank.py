"""The bank of requirements through the real door: searching, editions, retirement."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from procure import db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Role
from procure.library import load, shelf
from procure.library.bank import queries, service
from procure.library.models import AnswerMode, BankRequirement, MetWhen, RequirementKind
from tests.factories import NOW, actor, make_user, municipality, sign_in
from tests.filling import sheet

NEW = {
    "area": "VAR",
    "area_name_nb": "Varsling",
    "area_name_nn": "Varsling av innbyggjarar",
    "text_nb": "Innbyggere skal kunne velge om de varsles på SMS.",
    "text_nn": "Innbyggjarar skal kunne velje om dei blir varsla på SMS.",
    "kind": "evaluated",
    "met_when": "at_delivery",
    "answer_mode": "describe",
    "answer_nb": "Beskriv hvilke varsler det gjelder.",
    "answer_nn": "Skildre kva varsel det gjeld.",
    "reason_nb": "Den som får varselet slik hun vil, leser det.",
    "reason_nn": "Den som får varselet slik ho vil, les det.",
    "source": "Praksis",
    "weight": "2",
}


def person(app: Flask, role: Role) -> int:
    with app.app_context(), db.kept() as session:
        return make_user(session, municipality(session, "Tolga"), role).id


@pytest.fixture
def adviser(app: Flask) -> FlaskClient:
    return sign_in(app, person(app, Role.ADVISER))


@pytest.fixture
def buyer(app: Flask) -> FlaskClient:
    return sign_in(app, person(app, Role.BUYER))


def make(browser: FlaskClient, **changes: str) -> str:
    """Write a requirement as an adviser does; return its key."""
    made = sheet(browser.get("/bank/new")).filled(**(NEW | changes)).send(browser)
    assert made.status_code == 302, made.text
    return made.headers["Location"].rpartition("/")[2]


def change(browser: FlaskClient, key: str, **changes: str) -> TestResponse:
    filled = sheet(browser.get(f"/bank/{key}/edit")).filled(**{"change": "Klarere ord.", **changes})
    return filled.send(browser)


def retire(browser: FlaskClient, key: str, **answers: str) -> TestResponse:
    filled = sheet(browser.get(f"/bank/{key}/retirement")).filled(**{"why": "Dobbelt opp.", **answers})
    return filled.send(browser)


def plainly(page: TestResponse) -> str:
    return re.sub(r"\s+", " ", page.text)


# --- One requirement -----------------------------------------------------------------------------


@pytest.mark.row("D1")
def test_three_editions_stay_readable_and_the_id_is_never_used_again(app: Flask, adviser, buyer) -> None:
    key = make(adviser)
    assert key == "VAR-501"
    second = "Innbyggere skal kunne velge om de varsles på SMS eller e-post."
    assert change(adviser, key, text_nb=second).status_code == 302
    assert change(adviser, key, kind="both", change="Alle har det nå.").status_code == 302
    assert retire(adviser, key).status_code == 302
    page = plainly(buyer.get(f"/bank/{key}"))
    for said in (NEW["text_nb"], second, "Utgave 1", "Utgave 2", "Utgave 3", "Klarere ord.", "Dobbelt opp."):
        assert said in page
    assert "satt inn: </span>SMS eller e-post." in page
    assert "fjernet: </span>Evaluert" in page
    assert make(adviser) == "VAR-502"
    with app.app_context():
        kept = queries.editions(db.session(), key)
        assert [(row.edition, row.text_nb) for row in kept] == [(3, second), (2, second), (1, NEW["text_nb"])]
        db.session().rollback()


@pytest.mark.row("D1")
def test_what_ships_and_what_advisers_write_have_numbers_of_their_own(adviser) -> None:
    assert make(adviser, area="sik") == "SIK-501"
    assert make(adviser, area="SIK", area_name_nb="Noe annet") == "SIK-502"
    page = adviser.get("/bank?area=SIK&q=SIK-502").text
    assert "Informasjonssikkerhet og personvern" in page
    assert "Noe annet" not in page


def test_a_form_sent_twice_makes_one_and_the_second_of_two_editors_is_told(adviser) -> None:
    filled = sheet(adviser.get("/bank/new")).filled(**NEW)
    assert [filled.send(adviser).headers["Location"] for _time in range(2)] == ["/bank/VAR-501"] * 2
    page = adviser.get("/bank/VAR-501/edit")
    one = sheet(page).filled(change="Først", reason_nb="Det ene.")
    assert one.send(adviser).status_code == 302
    assert one.send(adviser).status_code == 302
    late = sheet(page).filled(once="0123456789abcdef", change="Sist", reason_nb="Det andre.").send(adviser)
    assert late.status_code == 409
    assert "Det andre." in late.text
    assert "Utgave 3" not in adviser.get("/bank/VAR-501").text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"text_nn": ""}, "Skriv kravet på nynorsk"),
        ({"area": "VARSEL"}, "Det er plass til 3"),
        ({"area": "V1"}, "Gruppen skal være tre bokstaver"),
        ({"area_name_nn": ""}, "Gruppen er ny. Skriv hva den heter"),
        ({"answer_nn": ""}, "Skriv hva svaret må inneholde"),
        ({"kind": "absolute"}, "Bare krav som gir poeng, har vekt"),
        ({"weight": "6"}, "må være fra 1 til 5"),
        ({"met_when": "by_date"}, "Velg et av alternativene"),
        ({"source": ""}, "Skriv hva kravet bygger på"),
    ],
)
def test_what_does_not_hold_together_is_refused_with_the_reason(adviser, answers, said) -> None:
    refused = sheet(adviser.get("/bank/new")).filled(**(NEW | answers)).send(adviser)
    assert refused.status_code == 422
    assert said in refused.text
    assert NEW["text_nb"] in refused.text


def test_the_rules_say_no_where_no_form_asks(app: Flask) -> None:
    facts = {name: NEW.get(name, "") for name in service.CONTENT} | {"categories": [], "climate": False}
    facts |= {"kind": RequirementKind.BOTH, "answer_mode": AnswerMode.CONFIRM, "weight": None}
    for changes, said in (
        ({"met_when": MetWhen.BY_DATE}, "hører til i konkurransen"),
        ({"met_when": MetWhen.AT_OFFER, "weight": 9}, "fra 1 til 5"),
    ):
        with pytest.raises(RuleBroken, match=said):
            service.check(facts | changes)
    service.check(facts | {"met_when": MetWhen.AT_OFFER, "answer_nb": "", "answer_nn": ""})


def test_an_edition_without_a_change_is_refused(adviser) -> None:
    refused = change(adviser, "SIK-004")
    assert (refused.status_code, "Ingenting er endret" in refused.text) == (422, True)
    assert change(adviser, "SIK-004", change="").status_code == 422


def test_only_advisers_write(app: Flask, buyer, client) -> None:
    assert client.get("/bank").status_code == 401
    assert buyer.get("/bank").status_code == 200
    assert "/bank/new" not in buyer.get("/bank").text
    assert "Endre kravet" not in buyer.get("/bank/SIK-004").text
    for page in ("new", "SIK-004/edit", "SIK-004/retirement", "SIK-004/restoration", "imports/new"):
        assert buyer.get(f"/bank/{page}").status_code == 403
    for key in ("SIK-999", "sik-004", "..", "SIK-004%00", "SIK-00%C3%98"):
        assert buyer.get(f"/bank/{key}").status_code == 404


# --- Out of use ----------------------------------------------------------------------------------


@pytest.mark.row("D1")
def test_one_out_of_use_says_so_points_on_and_comes_back(app: Flask, adviser, buyer) -> None:
    assert retire(adviser, "DRI-009", replaced_by="dri-019").status_code == 302
    page = plainly(buyer.get("/bank/DRI-009"))
    assert "Bruk DRI-019 i stedet" in page
    assert "Konkurranser som har det, beholder det." in page
    assert "DRI-009" not in buyer.get("/bank?area=DRI").text
    assert "Utgått" in buyer.get("/bank?area=DRI&retired=y").text
    assert change(adviser, "DRI-009", reason_nb="Ny grunn.").status_code == 422
    assert retire(adviser, "DRI-009").status_code == 422
    with app.app_context():
        assert queries.retired_keys(db.session()) == {"DRI-009"}
        ids = db.session().scalars(
            select(BankRequirement.id).where(BankRequirement.key.in_(["DRI-009", "DRI-005"]))
        )
        assert [(row.key, row.edition) for row in queries.pickable(db.session(), ids.all())] == [
            ("DRI-005", 2)
        ]
        db.session().rollback()
    back = sheet(adviser.get("/bank/DRI-009/restoration"))
    assert back.send(adviser).status_code == 302
    assert back.send(adviser).status_code == 422
    page = plainly(buyer.get("/bank/DRI-009"))
    assert "Tatt i bruk igjen" in page
    assert "Dobbelt opp." in page
    assert retire(adviser, "DRI-009").status_code == 302


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("SIK-999", "SIK-999 finnes ikke i kravbanken"),
        ("DRI-009", "kan ikke erstatte seg selv"),
        ("DRI-001", "DRI-001 er selv utgått"),
    ],
)
def test_what_comes_instead_must_be_in_use(adviser, other, said) -> None:
    retire(adviser, "DRI-001")
    refused = retire(adviser, "DRI-009", replaced_by=other)
    assert (refused.status_code, said in refused.text) == (422, True)


# --- Searching -----------------------------------------------------------------------------------


@pytest.mark.row("D1")
def test_search_and_filters_narrow_and_say_so(buyer) -> None:
    page = buyer.get("/bank").text
    assert "Krav i utvalget: 81" in page
    assert "Side 1 av 4" in page
    assert "Krav i utvalget: 5" in buyer.get("/bank?area=KVA").text
    found = buyer.get("/bank?q=sikkerhetskopi+hvert").text
    assert ("DRI-005" in found, "DRI-018" in found) == (True, False)
    assert "SIK-004" in buyer.get("/bank?q=sik-004").text
    assert "ØNSKER" not in found
    assert "UNI-004" in buyer.get("/bank?q=SPRÅKLOVA").text
    assert "Ingen krav passer" in buyer.get("/bank?q=%25%25%25").text
    assert "Ingen krav passer" in buyer.get("/bank?q=finnesikke&kind=tull&page=99").text


def test_a_kind_of_system_finds_its_own_and_what_fits_all(buyer) -> None:
    found = buyer.get("/bank?category=barnevern&kind=absolute").text
    assert ("BAR-004" in found, "KVA-002" in found, "ADM" in found) == (True, False, True)
    assert "Alle systemer" in found


def test_the_reader_s_language_decides_which_words_stand_first(buyer) -> None:
    with buyer.session_transaction() as cookie:
        cookie["lang"] = "nn"
    page = buyer.get("/bank/SIK-004").text
    assert page.index("Opplysningane til éin kommune") < page.index("Én kommunes opplysninger")
    assert "Personvernforordninga art. 5" in page


# --- What is loaded ------------------------------------------------------------------------------


def test_an_edition_is_never_changed_or_deleted(session) -> None:
    for sentence in ("UPDATE bank_requirement SET text_nb = 'x'", "DELETE FROM bank_requirement"):
        with pytest.raises(DBAPIError, match="append only"):
            session.execute(text(sentence))
        session.rollback()


def test_a_new_edition_in_our_files_comes_after_and_an_adviser_s_word_stands(session, monkeypatch) -> None:
    user = make_user(session, municipality(session, "Tolga"), Role.ADVISER)
    who = actor(user, municipality(session, "Tolga"), Role.ADVISER)
    row = queries.find_requirement(session, who, "SIK-001")
    assert row is not None
    facts = {name: getattr(row, name) for name in service.CONTENT} | {"reason_nb": "En bedre grunn."}
    service.edit(session, who, row, edition=1, change="Bedre.", now=NOW, **facts)
    files = list(shelf.bank())
    later = [
        {**each, "edition": 2, "text_nb": "Nye ord."}
        for each in files
        if each["key"] in ("SIK-001", "SIK-002")
    ]
    monkeypatch.setattr(shelf, "bank", lambda: iter([*files, *later]))
    assert load.load(session).endswith("1 editions left out: advisers have written newer ones.")
    found = {key: queries.editions(session, key) for key in ("SIK-001", "SIK-002")}
    assert [each.edition for each in found["SIK-001"]] == [2, 1]
    assert found["SIK-001"][0].reason_nb == "En bedre grunn."
    assert [(each.edition, each.shipped) for each in found["SIK-002"]] == [(2, 2), (1, 1)]
    assert load.load(session).endswith("newer ones.")
    session.rollback()
