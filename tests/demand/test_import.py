"""Needs from a spreadsheet: read, matched, looked over, and saved once; through the real door."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import db
from procure.accounts.models import Kind, Membership, Organisation
from procure.audit.models import AuditEvent
from procure.demand.models import ContractEnd, Need, NeedState, Visibility
from procure.domain.policy import Role
from procure.notifications.models import Notification
from procure.sheets.models import Upload
from procure.sheets.service import forget
from tests.demand.registering import Person, make_need, somebody, text
from tests.factories import NOW, make_organisation, make_user, municipality, sign_in
from tests.sheets import files

HEADER = ["Kommune", "Type system", "System", "Avtalen slutter", "Sluttdato", "Kostnad i året", "Brukere"]
CATEGORIES = ("Barnehageadministrasjon", "Biblioteksystem", "Sosialsystem", "PPT-system", "Læringsplattform")
ONCE = "0123456789abcdef0123456789abcdef"


def uploads(
    person: Person, data: bytes, name: str = "liste.xlsx", status: int = 302, once: str = ONCE
) -> str:
    """Send a file; return the address of the list, or what the page says."""
    answer = files.sent(person.browser, "/needs/import", data, name, once=once)
    assert answer.status_code == status, text(answer)[:500]
    return answer.location.removesuffix("/columns") if status == 302 else text(answer)


def number_of(address: str) -> int:
    return int(re.findall(r"\d+", address)[0])


def upload(app: Flask, address: str) -> Upload:
    with app.app_context(), db.reading() as session:
        found = session.get_one(Upload, number_of(address))
        assert found.sheet.rows
        session.expunge(found)
        return found


def confirms(app: Flask, person: Person, address: str, status: int = 302, **fields: Any) -> str:
    version = fields.pop("version", upload(app, address).version)
    return text(person.sends(address, status, version=version, fate=fields.pop("fate", "draft"), **fields))


def saved(app: Flask) -> list[Need]:
    with app.app_context(), db.reading() as session:
        found = list(session.scalars(select(Need).order_by(Need.id)))
        session.expunge_all()
        return found


def cooperation(app: Flask, *places: str) -> Person:
    """Sign in somebody who buys for a co-operation, and for these municipalities."""
    with app.app_context(), db.kept() as session:
        body = make_organisation(session, Kind.COOPERATION, name="Regionrådet", short_name="Regionrådet")
        user = make_user(session, body, Role.BUYER)
        for place in places:
            make_member(session, user.id, municipality(session, place))
        ids = (user.id, body.id)
    return Person(app, sign_in(app, *ids))


def make_member(session: Session, user_id: int, body: Organisation) -> None:
    session.add(Membership(user_id=user_id, organisation_id=body.id, role=Role.BUYER, granted_at=NOW))


def rows(count: int, places: list[str]) -> list[list[Any]]:
    """Make rows that differ, for these municipalities; more than there are kinds of system."""
    kinds = CATEGORIES * 100
    whom = [(places[n % len(places)], kinds[n // len(places)], f"S{n}", n) for n in range(count)]
    return [[place, kind, system, "løpende", "", 99_000, users] for place, kind, system, users in whom]


@pytest.mark.row("D5")
def test_of_two_hundred_rows_three_are_told_and_the_others_saved_once(app):
    with app.app_context():
        session = db.session()
        named = select(Organisation).where(Organisation.kind == Kind.MUNICIPALITY).order_by(Organisation.id)
        places = [each.short_name for each in session.scalars(named.limit(50))]
        session.rollback()
    person, lines = cooperation(app, *places), rows(200, places)
    lines[6][5], lines[70][4], lines[150][1] = "mye", "31.02.2027", "Romfart"
    address = uploads(person, files.xlsx([HEADER, *lines]))
    page = person.reads(address)
    assert "3 rader må rettes" in page
    assert "197 rader er riktige" in page
    for told in ("Rad 8", "Kostnad i året mye", "Rad 72", "finnes ikke", "Rad 152", "heter «Romfart»"):
        assert told in page
    assert saved(app) == []
    version = upload(app, address).version
    confirms(app, person, address, version=version)
    assert "197 behov er importert" in person.reads("/needs")
    assert len(saved(app)) == 197
    assert "Ingenting blir importert to ganger" in confirms(app, person, address, 200, version=version)
    assert len(saved(app)) == 197


@pytest.mark.row("A1")
def test_a_list_with_headings_of_its_own_is_understood_and_can_be_matched_anew(app):
    person = somebody(app)
    lines = [
        ["Fagsystemer i kommunen"],
        [
            *("Fagområde", "Applikasjon", "Leverandør", "Avtale utløper", "Oppsigelsestid (mnd)"),
            *("Årskostnad", "Merknad"),
        ],
        ["barnehageadministrasjon", "Trollmor", "Fjelltind", "31.07.2027", "6 mnd", "99 000,-", "SFO"],
        ["PPT-system", "Varde", "", "løper til oppsagt, 3 mnd", "", "kr 12.000,50", ""],
        ["Biblotek", "", "", "", "", "", ""],
    ]
    data = files.csv([["", *line] for line in lines], encoding="cp1252")
    address = uploads(person, data, "systemer.csv")
    page = person.reads(f"{address}/columns")
    assert "Vi leste 3 rader" in page
    assert "Applikasjon" in page
    page = person.reads(address)
    assert "Mente du «Biblioteksystem»?" in page
    confirms(app, person, address, fate="pool")
    one, other = saved(app)
    assert (one.system, one.vendor, one.notice_months, one.wishes) == ("Trollmor", "Fjelltind", 6, "SFO")
    assert (one.state, one.visibility, one.keeper_id) == (NeedState.SHARED, Visibility.POOL, None)
    assert (one.yearly_cost, other.yearly_cost) == (9_900_000, 1_200_050)
    assert (other.contract_end, other.notice_months) == (ContractEnd.UNTIL_TERMINATED, 3)
    assert "hentet behovet fra et regneark" in person.reads(f"/needs/{one.id}")


def test_the_columns_are_chosen_by_hand_and_what_must_be_there_is_asked_for(app):
    person = somebody(app)
    address = uploads(person, files.csv([["Hva", "Program"], ["PPT-system", "Varde"]]), "a.csv")
    columns = f"{address}/columns"
    assert person.browser.get(address).location == columns
    version = upload(app, address).version
    page = text(person.sends(columns, 422, version=version, column_system="1"))
    assert "Velg hvilken kolonne som er «Type system»" in page
    page = text(person.sends(columns, 422, version=version, column_category="0", column_system="0"))
    assert "er valgt to ganger" in page
    assert person.sends(columns, version=version, column_category="0", column_system="1").location == address
    person.sends(columns, 409, version=version, column_category="0")
    assert "Raden kan importeres" in person.reads(address)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Herøy (Nordland)", "1818"),
        ("Herøy i Møre og Romsdal", "1515"),
        ("1515", "1515"),
        ("Herøy kommune, Nordland", "1818"),
        ("våler (østfold)", "3114"),
        ("Våler i Innlandet", "3419"),
        ("301", "0301"),
        ("Guovdageaidnu", "5612"),
        ("964978840", "1515"),
        ("Tolga", "3426"),
    ],
)
def test_a_place_is_found_by_name_county_or_number(app, typed, found):
    person = cooperation(app, *(["Oslo", "Tolga", "Kautokeino", *NAMESAKES]))
    address = uploads(person, files.xlsx([["Kommune", "Type system"], [typed, "Biblioteksystem"]]))
    confirms(app, person, address)
    with app.app_context():
        need = db.session().scalars(select(Need)).one()
        assert need.organisation.municipality_number == found
        assert need.keeper_id != need.organisation_id


NAMESAKES = ["Herøy (Nordland)", "Herøy (Møre og Romsdal)", "Våler (Østfold)", "Våler (Innlandet)"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["Herøy", "Biblioteksystem"], "Herøy (Møre og Romsdal), 1515 og Herøy (Nordland), 1818"),
        (["Våler", "Biblioteksystem"], "Skriv fylket eller nummeret"),
        (["Tollga", "Biblioteksystem"], "Mente du Tolga?"),
        (["Atlantis", "Biblioteksystem"], "Vi kjenner ingen kommune eller virksomhet"),
        (["9999", "Biblioteksystem"], "Vi kjenner ingen kommune eller virksomhet"),
        (["Røros", "Biblioteksystem"], "Du er ikke innkjøper for Røros kommune"),
        (["Os", "Biblioteksystem"], "har meldt behov for Biblioteksystem fra før"),
        (["Tolga", ""], "Skriv hvilken type system det gjelder"),
        (["Tolga", "Valgsystem"], "Vi kjenner ingen type system"),
        (["Tolga", "Biblioteksystem", "", "", "01.01.2020"], "har vært"),
        (["Tolga", "Biblioteksystem", "", "", "snart"], "må skrives slik"),
        (["Tolga", "Biblioteksystem", "", "dato"], "Skriv når avtalen slutter"),
        (["Tolga", "Biblioteksystem", "", "løpende", "31.12.2028"], "og noe annet i tillegg"),
        (["Tolga", "Biblioteksystem", "", "31.12.2027", "31.12.2028"], "to forskjellige sluttdatoer"),
        (["Tolga", "Biblioteksystem", "", "", "", "-5"], "kan ikke være under 0"),
        (["Tolga", "Biblioteksystem", "", "", "", "", "mange"], "må være et helt tall"),
        (["Tolga", "Biblioteksystem", "x" * 300], "Kort den ned"),
        (["Tolga", "Biblioteksystem", "", "", "", "=1+1"], "Formelen har ikke noe svar"),
    ],
)
def test_a_row_that_cannot_be_says_what_is_wrong_and_how_to_mend_it(app, cells, told):
    person = cooperation(app, "Tolga", "Os", *NAMESAKES)
    with app.app_context(), db.kept() as session:
        make_need(session, "Os", "bibliotek")
    address = uploads(person, files.xlsx([HEADER, cells]))
    assert told in person.reads(address)
    assert len(saved(app)) == 1
    assert "Ingen av radene kan importeres" in confirms(app, person, address, 422)


def test_the_same_municipality_twice_is_told_and_counted_once(app):
    person = somebody(app)
    lines = [["Kommune", "Type system"], ["Tolga", "Biblioteksystem"], ["3426", "biblioteksystem"]]
    address = uploads(person, files.xlsx(lines))
    assert "Rad 2 gjelder også Tolga kommune og Biblioteksystem" in person.reads(address)
    confirms(app, person, address)
    assert len(saved(app)) == 1
    again = uploads(person, files.xlsx(lines), once=ONCE[::-1])
    assert "Ingen av radene kan importeres" in person.reads(again)


def test_a_file_sent_twice_is_one_list_and_belongs_to_the_one_who_sent_it(app):
    person = somebody(app)
    data = files.xlsx([["Kommune", "Type system"], ["Tolga", "Biblioteksystem"]])
    address = uploads(person, data)
    assert uploads(person, data) == address
    colleague = somebody(app)
    assert colleague.browser.get(address).status_code == 404
    assert colleague.browser.post(address, data={"version": 1}).status_code == 404


@pytest.mark.row("U4")
@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xlsm", files.macro_book([HEADER]), "inneholder makroer"),
        ("a.xlsx", files.under_password(), "beskyttet med passord"),
        ("a.pdf", b"%PDF-1.7", "ikke et regneark"),
        ("a.csv", b"", "er tom"),
        ("a.csv", b"x" * (5 * 1024 * 1024 + 9), "for stor"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_beside_its_box(app, name, data, told):
    page = uploads(somebody(app), data, name, 422)
    assert told in page
    assert "må rettes" in page


def test_without_a_file_one_is_asked_for(app):
    person = somebody(app)
    answer = person.browser.post("/needs/import", data={"once": ONCE}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Velg filen med listen din" in text(answer)


def test_the_template_can_be_filled_in_and_its_examples_are_understood(app):
    person = cooperation(app, "Tolga", *NAMESAKES)
    answer = person.browser.get("/needs/import/template.xlsx")
    assert "Mal for behov.xlsx" in answer.headers["Content-Disposition"]
    blank, guide, shown, lists = (files.grid(answer.data, n) for n in range(4))
    assert len(blank) == 1
    assert guide[2][:2] == ("Type system", "Ja")
    assert "Barnehageadministrasjon" in [row[1] for row in lists]
    assert "ingen rader" in uploads(person, answer.data, status=422)
    address = uploads(person, files.xlsx(shown))
    assert "Alle 4 rader kan importeres" in person.reads(address)


def test_those_who_need_the_same_are_told_once_for_all_that_come(app):
    with app.app_context(), db.kept() as session:
        theirs = make_need(session, "Røros", "bibliotek", contract_end=ContractEnd.NO_SYSTEM, ends_on=None).id
    person = cooperation(app, "Tolga", "Os")
    lines = [["Kommune", "Type system", "Avtalen slutter"]]
    lines += [[place, "Biblioteksystem", "ikke noe system"] for place in ("Tolga", "Os")]
    address = uploads(person, files.xlsx(lines))
    confirms(app, person, address, fate="looking")
    with app.app_context():
        told = db.session().scalars(select(Notification)).all()
        assert [(one.path, one.facts["count"]) for one in told] == [(f"/needs/{theirs}", 2)]


def test_the_name_of_a_file_is_shown_as_text_whatever_it_is(app):
    person = somebody(app)
    address = uploads(person, LIST, "<b>å\x07\u202e.xlsx")
    assert upload(app, address).name == "<b>å.xlsx"
    assert "«&lt;b&gt;å.xlsx»" in person.browser.get(f"{address}/columns").get_data(as_text=True)


def test_a_double_click_saves_the_rows_once(app):
    person = somebody(app)
    address = uploads(person, LIST)
    fields = {"version": upload(app, address).version, "fate": "draft"}
    tabs = [Person(app, sign_in(app, buyer_of(app, address))) for _tab in range(2)]
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(lambda tab: tab.browser.post(address, data=fields).status_code, tabs))
    assert set(answers) <= {302, 200, 409}
    assert len(saved(app)) == 1


def buyer_of(app: Flask, address: str) -> int:
    return upload(app, address).user_id


def test_lists_are_forgotten_after_a_week_and_what_was_saved_stays(app):
    person = somebody(app)
    address = uploads(person, LIST)
    confirms(app, person, address)
    with app.app_context(), db.kept() as session:
        forget(session, NOW.replace(day=30))
        assert session.scalar(select(func.count()).select_from(Upload)) == 1
        forget(session, NOW.replace(month=12, day=1))
        assert session.scalar(select(func.count()).select_from(Upload)) == 0
    assert len(saved(app)) == 1
    with app.app_context():
        acts = db.session().scalars(select(AuditEvent.action)).all()
        assert {"upload.begun", "upload.finished", "need.imported"} <= set(acts)


LIST = files.xlsx([["Type system", "System"], ["Biblioteksystem", "Bokhylla"]])


def test_a_signatory_brings_nothing_in(app):
    assert somebody(app, "Tolga", Role.SIGNATORY).browser.get("/needs/import").status_code == 403


def test_hostile_text_is_shown_as_it_stands(app):
    person = somebody(app)
    hostile = "<script>alert(1)</script>{{7*7777}}"
    lines = [["Type system", hostile], ["Biblioteksystem", hostile], ["x", hostile]]
    address = uploads(person, files.xlsx(lines))
    for path in (f"{address}/columns", address):
        page = person.browser.get(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "54439" not in page
