"""Requirement lists: brought in from all kinds of spreadsheets, and handed out to be read again."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from procure.audit.models import AuditEvent
from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.sheets.reading import read
from procure.sheets.writing import xlsx
from procure.tenders import service, sheet
from procure.tenders.models import CriterionKind, Requirement
from tests.factories import NOW
from tests.filling import sheet as form_on
from tests.sheets.files import under_password
from tests.tenders.making import PARTICIPANT, REQUIREMENT, Draft

HEADER = ("Krav-ID", "Kategori", "Kundens behov/krav", "Kravtype", "Krav til besvarelse", "Vekt")


def book(header: Sequence[str], *rows: Sequence[Any]) -> bytes:
    return xlsx("Krav", header, rows, source="Kravliste")


def send(
    draft: Draft, data: bytes, name: str = "krav.xlsx", browser: FlaskClient | None = None
) -> TestResponse:
    fields = {"file": (BytesIO(data), name), "once": "a" * 32}
    client = browser or draft.browser()
    return client.post(draft.url("/requirements/imports"), data=fields, content_type="multipart/form-data")


def checked(draft: Draft, data: bytes, name: str = "krav.xlsx") -> tuple[FlaskClient, TestResponse]:
    """Go from the file through the columns to the page that tells what would happen."""
    browser = draft.browser()
    sent = send(draft, data, name, browser)
    assert sent.status_code == 302, sent.text
    matched = form_on(browser.get(sent.location)).send(browser)
    assert matched.status_code == 302, matched.text
    return browser, browser.get(matched.location)


def rows_of(draft: Draft) -> list[Requirement]:
    with draft.open() as (session, tender):
        found = session.scalars(
            select(Requirement).where(Requirement.tender_id == tender.id).order_by(Requirement.position)
        ).all()
        session.expunge_all()
        return list(found)


def two_hundred() -> bytes:
    """A list of 200 requirements, of which rows 12, 57 and 140 of the spreadsheet cannot be used."""
    rows: list[list[Any]] = [
        [f"K{number}", "Funksjonelle krav", f"Systemet skal ha egenskap {number}.", "A", "", None]
        for number in range(200)
    ]
    rows[12 - 4][3] = "kanskje"
    rows[57 - 4][2] = ""
    rows[140 - 4][5] = 3
    return book(HEADER, *rows)


@pytest.mark.row("D5")
def test_of_200_rows_the_3_that_are_wrong_are_told_by_number_and_197_are_saved(draft: Draft) -> None:
    browser, page = checked(draft, two_hundred())
    assert "3 rader må rettes" in page.text
    for number in (12, 57, 140):
        assert f"Rad {number}" in page.text
    assert "«kanskje» er ingen type vi kjenner." in page.text
    assert "Importer de 197 riktige radene" in page.text
    assert rows_of(draft) == []
    yes = form_on(page)
    assert yes.send(browser).status_code == 302
    assert len(rows_of(draft)) == 197
    yes.send(browser)
    assert len(rows_of(draft)) == 197
    with draft.open() as (session, _tender):
        logged = select(func.count()).where(AuditEvent.action == "requirement.imported")
        assert session.scalar(logged) == 1


def test_an_existing_list_is_read_by_its_own_headings(draft: Draft) -> None:
    with draft.open() as (session, tender):
        service.add_criterion(
            session,
            draft.actor(),
            tender,
            kind=CriterionKind.QUALITY,
            name="Kvalitet",
            weight=40,
            documentation="Svarene",
            now=NOW,
        )
    data = book(
        HEADER,
        ("1.1", "Funksjonelle krav", "Melde fra mobil.", "A", "Bekreft.", None),
        ("SIK-004", "Sikkerhet", "Logge alle innsyn.", "AV", "Beskriv loggen.", 4),
        ("1.2", "Funksjonelle krav", "Følge saken.", "V", "", None),
    )
    browser, page = checked(draft, data)
    assert form_on(page).send(browser).status_code == 302
    first, second, third = rows_of(draft)
    assert [(row.identifier, row.own_id) for row in (first, second, third)] == [
        ("FUN-001", "1.1"),
        ("SIK-004", None),
        ("FUN-002", "1.2"),
    ]
    assert [row.kind for row in (first, second, third)] == ["absolute", "both", "evaluated"]
    assert (second.weight, second.answer, second.area_name) == (4, "Beskriv loggen.", "Sikkerhet")
    assert first.answer_mode is AnswerMode.CONFIRM
    assert third.answer_mode is AnswerMode.DESCRIBE
    assert first.criterion_id is None
    assert second.criterion_id == third.criterion_id is not None
    page = browser.get(draft.url("/requirements?q=1.1"))
    assert "1.1" in page.text


KINDS = (
    ("MÅ", RequirementKind.ABSOLUTE),
    ("Bør", RequirementKind.EVALUATED),
    ("A/V", RequirementKind.BOTH),
    ("Skal-krav", RequirementKind.ABSOLUTE),
    ("Evalueres", RequirementKind.EVALUATED),
    ("Info", RequirementKind.INFORMATION),
    ("", RequirementKind.EVALUATED),
)


def read_rows(draft: Draft, header: str, *rows: str) -> Any:
    """Read a list as text, by its headings; return the dry run."""
    data = "\n".join([header, *rows]).encode()
    with draft.app.test_request_context(), draft.open() as (session, tender):
        table = read("krav.csv", data)
        found = {title: place for place, title in enumerate(table.header)}
        mapping = {key: found[key] for key in found}
        return sheet.read(session, tender, table, mapping)


@pytest.mark.parametrize(("word", "kind"), KINDS)
def test_kinds_are_known_by_many_names(draft: Draft, word: str, kind: RequirementKind) -> None:
    plan = read_rows(draft, "text;kind;area", f"Melde fra.;{word};FUN")
    assert [value["kind"] for value in plan.values] == [kind]


def test_beside_o_a_and_b_are_degrees(draft: Draft) -> None:
    plan = read_rows(draft, "text;kind", "Ett.;O", "To.;A", "Tre.;B")
    assert [value["kind"] for value in plan.values] == ["absolute", "evaluated", "evaluated"]


def test_moments_answers_and_climate_are_read(draft: Draft) -> None:
    plan = read_rows(
        draft,
        "text;met_when;answer_mode;climate",
        "Ett.;1.9.2027;Demo;ja",
        "To.;Innen 31. desember 2027;Vedlegg;",
        "Tre.;Ved oppstart;Ja/Nei;nei",
    )
    assert [(v["met_when"], v["met_by"] and v["met_by"].isoformat()) for v in plan.values] == [
        (MetWhen.BY_DATE, "2027-09-01"),
        (MetWhen.BY_DATE, "2027-12-31"),
        (MetWhen.AT_DELIVERY, None),
    ]
    assert [v["answer_mode"] for v in plan.values] == ["demonstrate", "document", "confirm"]
    assert [v["climate"] for v in plan.values] == [True, False, False]


def test_areas_get_letters_of_their_own(draft: Draft) -> None:
    plan = read_rows(
        draft,
        "text;area;area_name",
        "Ett.;Funksjoner;",
        "To.;Fundament;",
        "Tre.;;",
        "Fire.;sik;Sikkerhet",
        "Fem.;Ø;",
        "Seks.;Sikkerhet;",
    )
    assert [(v["area"], v["area_name"]) for v in plan.values] == [
        ("FUN", "Funksjoner"),
        ("FUD", "Fundament"),
        ("KRA", "Krav"),
        ("SIK", "Sikkerhet"),
        ("ØXX", "Ø"),
        ("SIK", "Sikkerhet"),
    ]


WRONG = (
    ("kind", "kanskje", "er ingen type vi kjenner"),
    ("met_when", "snart", "Skriv Ved tilbud, Ved levering eller en dato"),
    ("met_when", "31.2.2027", "Skriv Ved tilbud, Ved levering eller en dato"),
    ("answer_mode", "synge", "er ingen svarform"),
    ("criterion", "Skjønnhet", "har ikke kriteriet «Skjønnhet»"),
    ("weight", "9", "må være fra 1 til 5"),
    ("weight", "mye", "må være et helt tall"),
    ("id", "FUN-001", "er brukt i konkurransen"),
    ("text", "Ansatte skal kunne melde avvik fra mobil.", "står i konkurransen fra før, som FUN-001"),
    ("text", "", "Skriv kravet"),
)


@pytest.mark.parametrize(("column", "value", "sentence"), WRONG)
def test_what_is_wrong_is_told_at_its_column(draft: Draft, column: str, value: str, sentence: str) -> None:
    with draft.open() as (session, tender):
        service.add_requirement(
            session, draft.actor(), tender, area="FUN", area_name="Funksjoner", now=NOW, **REQUIREMENT
        )
    header, cells = (
        (f"text;{column}", f"Noe nytt.;{value}") if column != "text" else ("text;id", f"{value};9")
    )
    ((row, (fault,)),) = read_rows(draft, header, cells).bad
    assert row.number == 2
    assert sentence in fault.sentence
    assert fault.value == value


def test_what_is_not_scored_has_neither_criterion_nor_weight(draft: Draft) -> None:
    plan = read_rows(draft, "text;kind;criterion;weight", "Ett.;A;Kvalitet;", "To.;A;;3")
    assert [faults[0].column for _row, faults in plan.bad] == ["Kriterium", "Vekt"]


def test_the_same_requirement_or_id_twice_is_told(draft: Draft) -> None:
    plan = read_rows(
        draft, "text;id", "Ett krav.;FUN-001", "ett krav;FUN-002", "To krav.;FUN-1", "Tre.;FUN-000"
    )
    assert [faults[0].sentence for _row, faults in plan.bad] == [
        "Rad 2 har samme krav. Behold bare den ene",
        "Rad 2 har samme id. Rett den ene",
    ]
    assert [value["own_id"] for value in plan.values] == [None, "FUN-000"]


def test_what_is_handed_out_can_be_read_in_again(app: Any, draft: Draft) -> None:
    browser, page = checked(draft, two_hundred())
    form_on(page).send(browser)
    for kind in ("xlsx", "csv"):
        answer = browser.get(draft.url(f"/requirements/export.{kind}"))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        with draft.open() as (session, tender):
            gone = session.scalars(select(Requirement).where(Requirement.tender_id == tender.id)).all()
            for row in gone:
                session.delete(row)
        again, page = checked_as(draft, answer.data, f"krav.{kind}", kind)
        assert "Alle 197 rader kan importeres." in page.text
        form_on(page).send(again)
        rows = rows_of(draft)
        assert len(rows) == 197
        assert (rows[0].identifier, rows[0].area_name, rows[0].text) == (
            "FUN-001",
            "Funksjonelle krav",
            "Systemet skal ha egenskap 0.",
        )
    filtered = browser.get(draft.url("/requirements/export.csv?q=egenskap+42"))
    assert filtered.data.decode("utf-8-sig").count("Systemet skal ha") == 1


def checked_as(draft: Draft, data: bytes, name: str, mark: str) -> tuple[FlaskClient, TestResponse]:
    """As `checked`, with a form of its own each time."""
    browser = draft.browser()
    fields = {"file": (BytesIO(data), name), "once": mark.ljust(32, "0").replace("x", "1").replace("s", "2")}
    fields["once"] = ("c" if mark == "csv" else "d") * 32
    sent = browser.post(draft.url("/requirements/imports"), data=fields, content_type="multipart/form-data")
    matched = form_on(browser.get(sent.location)).send(browser)
    return browser, browser.get(matched.location)


def test_a_csv_of_windows_with_semicolons_is_read(draft: Draft) -> None:
    data = "Krav nr;Krav;Type\r\n1;Må støtte æøå.;Må\r\n".encode("cp1252")
    browser, page = checked(draft, data, "krav.csv")
    assert form_on(page).send(browser).status_code == 302
    assert [(row.text, row.kind) for row in rows_of(draft)] == [("Må støtte æøå.", RequirementKind.ABSOLUTE)]


def test_twenty_thousand_rows_get_a_clear_answer(draft: Draft) -> None:
    data = "\n".join(["Krav;Type", *(f"Krav {number};A" for number in range(20_000))]).encode()
    answer = send(draft, data, "krav.csv")
    assert answer.status_code == 422
    assert "5 000" in answer.text.replace("\xa0", " ")
    assert rows_of(draft) == []


def test_a_file_that_is_no_list_is_refused_and_nothing_is_kept(draft: Draft) -> None:
    for data, name in (
        (b"%PDF-1.7 x", "krav.xlsx"),
        (b"PK\x03\x04 half", "krav.xlsx"),
        (b"Krav", "krav.xlsm"),
        (under_password(), "krav.xlsx"),
    ):
        answer = send(draft, data, name)
        assert answer.status_code == 422, name
    assert rows_of(draft) == []


def test_only_the_one_who_brings_it_in_sees_a_list(draft: Draft) -> None:
    sent = send(draft, two_hundred())
    columns = sent.location
    assert draft.browser(PARTICIPANT).get(columns).status_code == 404
    assert draft.browser(PARTICIPANT).get(draft.url("/requirements/imports")).status_code == 403
    other = make_draft_url(columns)
    assert draft.browser().get(other).status_code == 404


def make_draft_url(address: str) -> str:
    """Return the address under a tender that the list is not for."""
    return address.replace("/tenders/1/", "/tenders/2/")


def test_a_list_whose_columns_are_not_known_must_be_matched_first(draft: Draft) -> None:
    browser = draft.browser()
    sent = send(draft, book(("Q", "Z"), ("Ett", "A"), ("To", "A")), browser=browser)
    page = browser.get(sent.location)
    assert form_on(page).send(browser).status_code == 422
    assert browser.get(sent.location.removesuffix("/columns")).location == sent.location
    matched = form_on(page).filled(column_text="0", column_kind="1").send(browser)
    check = browser.get(matched.location)
    assert "Alle 2 rader kan importeres." in check.text
    assert form_on(check).send(browser).status_code == 302
    assert browser.get(matched.location).status_code == 302
    assert len(rows_of(draft)) == 2


def test_the_template_is_handed_out(draft: Draft) -> None:
    answer = draft.browser().get(draft.url("/requirements/template.xlsx"))
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"
