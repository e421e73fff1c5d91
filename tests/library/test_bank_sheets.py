"""Requirements that come into the bank from a spreadsheet, and the list that goes out and comes back."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from procure import db
from procure.audit.models import AuditEvent
from procure.domain.policy import Role
from procure.library.bank import queries
from procure.library.models import BankRequirement
from procure.sheets.models import Upload
from tests.factories import sign_in
from tests.filling import sheet
from tests.library.test_bank import person, plainly

HEADINGS = (
    *(
        "Gruppe",
        "Gruppenavn",
        "Gruppenavn nynorsk",
        "Krav",
        "Krav nynorsk",
        "Kravtype",
        "Oppfylles",
        "Besvares",
    ),
    *("Krav til besvarelse", "Krav til besvarelse nynorsk", "Begrunnelse", "Grunngiving", "Kilde", "Vekt"),
    *("Systemtype", "Klima"),
)


@pytest.fixture
def adviser(app: Flask) -> FlaskClient:
    return sign_in(app, person(app, Role.ADVISER))


def line(number: int, **changes: str) -> list[str]:
    """Return one row, as somebody else's list has it."""
    facts = {
        "Gruppe": "VAR",
        "Gruppenavn": "Varsling",
        "Gruppenavn nynorsk": "Varsling",
        "Krav": f"Tjenesten skal varsle hendelse {number}.",
        "Krav nynorsk": f"Tenesta skal varsle hending {number}.",
        "Kravtype": ("Må", "Bør", "AV")[number % 3],
        "Oppfylles": "Levering",
        "Besvares": "Beskrives",
        "Krav til besvarelse": "Beskriv hvem som får varsel.",
        "Krav til besvarelse nynorsk": "Skildre kven som får varsel.",
        "Begrunnelse": "Ingen skal måtte følge med.",
        "Grunngiving": "Ingen skal måtte følgje med.",
        "Kilde": "Praksis",
        "Vekt": "",
        "Systemtype": "Skjemaløsning, Barnevernssystem" if number == 1 else "",
        "Klima": "nei",
    }
    return [(facts | changes)[name] for name in HEADINGS]


def written(rows: list[list[str]]) -> bytes:
    return "\r\n".join(";".join(row) for row in [list(HEADINGS), *rows]).encode("latin-1")


def upload(browser: FlaskClient, data: bytes, name: str = "krav.csv") -> TestResponse:
    page = browser.get("/bank/imports/new")
    fields = dict(sheet(page).fields) | {"file": (BytesIO(data), name)}
    return browser.post("/bank/imports/new", data=fields, content_type="multipart/form-data")


def looked_at(browser: FlaskClient, data: bytes, name: str = "krav.csv") -> TestResponse:
    """Bring a list in as far as the dry run, with the columns as they were guessed."""
    begun = upload(browser, data, name)
    assert begun.status_code == 302, begun.text
    matched = sheet(browser.get(begun.headers["Location"])).send(browser)
    assert matched.status_code == 302, matched.text
    return browser.get(matched.headers["Location"])


def counted(app: Flask) -> int:
    with app.app_context():
        count = db.session().scalar(select(func.count()).select_from(BankRequirement)) or 0
        db.session().rollback()
        return count


@pytest.mark.row("D1")
def test_two_hundred_rows_with_three_bad_ones_are_looked_at_and_then_197_are_saved(
    app: Flask, adviser
) -> None:
    rows = [line(number) for number in range(1, 201)]
    rows[9] = line(10, Kravtype="Kanskje")
    rows[49] = line(50, **{"Krav nynorsk": ""})
    rows[149] = line(150, Vekt="7")
    before = counted(app)
    page = looked_at(adviser, written(rows))
    said = plainly(page)
    assert [f"Rad {n}" in said for n in (11, 51, 151)] == [True] * 3
    assert "Vi kjenner ikke «Kanskje» her." in said
    assert "Skriv kravet på nynorsk" in said
    assert "Vekten «7» må være fra 1 til 5" in said
    assert "Importer de 197 riktige radene" in said
    assert counted(app) == before
    form = sheet(page)
    assert form.send(adviser).status_code == 302
    assert "Nye krav: 197. Nye utgaver: 0. Uendret: 0." in adviser.get("/bank").text
    assert form.send(adviser).status_code == 302
    assert "Denne listen er importert allerede." in adviser.get("/bank").text
    assert counted(app) == before + 197
    with app.app_context():
        keys = sorted(
            db.session().scalars(select(BankRequirement.key).where(BankRequirement.area == "VAR")).all()
        )
        assert (keys[0], keys[-1], len(set(keys))) == ("VAR-501", "VAR-697", 197)
        first = queries.editions(db.session(), "VAR-501")[0]
        assert first.categories == ["skjema", "barnevern"]
        events = select(func.count()).where(AuditEvent.action == "bank.imported")
        assert db.session().scalar(events) == 1
        db.session().rollback()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (line(1, Gruppe="SI"), "Gruppen skal være tre bokstaver"),
        (line(1, Gruppenavn=""), "Gruppen er ny. Skriv hva den heter"),
        (line(1, Systemtype="Romskip"), "Vi kjenner ingen type system som heter «Romskip»"),
        (line(1, Klima="litt"), "Vi kjenner ikke «litt» her. Skriv ett av disse: Ja, Nei"),
        (line(0, Vekt="2"), "Bare krav som gir poeng, har vekt"),
        (
            line(
                1, Krav="Pålogging skal kreve minst to faktorer når brukeren ikke er på kommunens eget nett."
            ),
            "SIK-002",
        ),
        (line(2, Krav="Tjenesten skal varsle hendelse 1."), "Det samme kravet står i rad 2"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_remedy(adviser, row, said) -> None:
    others = [line(1)] if "hendelse 1" in row[3] and row != line(1) and said.startswith("Det samme") else []
    page = plainly(looked_at(adviser, written([*others, row])))
    assert said in page


@pytest.mark.row("D1")
def test_the_list_that_goes_out_comes_back_and_only_what_is_changed_becomes_editions(
    app: Flask, adviser
) -> None:
    answer = adviser.get("/bank/export.xlsx?area=SIK")
    assert "Kravbanken" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(answer.data))
    table = book.active
    assert table is not None
    heading = next(row for row in table.iter_rows() if row[0].value == "Id")
    places = {str(cell.value): place for place, cell in enumerate(heading, start=1)}
    start = int(heading[0].row or 0)
    table.cell(start + 1, places["Hvorfor, på bokmål"], "En grunn til.")
    table.cell(start + 2, 1, "SIK-999")
    table.cell(start + 3, places["Gruppe"], "DRI")
    changed = BytesIO()
    book.save(changed)
    page = looked_at(adviser, changed.getvalue(), "krav.xlsx")
    said = plainly(page)
    assert "SIK-999 finnes ikke i kravbanken" in said
    assert "SIK-003 hører til gruppen SIK" in said
    assert "Utgave 2 av SIK-001" in said
    assert said.count("Likt som i banken") == 15
    sheet(page).send(adviser)
    assert "Nye krav: 0. Nye utgaver: 1. Uendret: 15." in adviser.get("/bank").text
    assert "Importert fra «krav.xlsx»" in adviser.get("/bank/SIK-001").text


def test_one_out_of_use_gets_no_edition_from_a_list(app: Flask, adviser) -> None:
    sheet(adviser.get("/bank/SIK-001/retirement")).filled(why="Dobbelt.").send(adviser)
    text = adviser.get("/bank/export.csv?q=SIK-001&retired=y").data.decode("utf-8-sig")
    same = plainly(looked_at(adviser, text.encode()))
    assert "Likt som i banken" in same
    changed = plainly(looked_at(adviser, text.replace("blir glemt", "glemmes").encode()))
    assert "SIK-001 er utgått" in changed


def test_the_template_is_filled_in_and_comes_in(adviser) -> None:
    book = load_workbook(BytesIO(adviser.get("/bank/imports/template").data))
    blank, examples = book.worksheets[0], book["Eksempler"]
    for place in range(1, examples.max_column + 1):
        blank.cell(2, place, examples.cell(2, place).value)
    filled = BytesIO()
    book.save(filled)
    page = plainly(looked_at(adviser, filled.getvalue(), "mal.xlsx"))
    assert "Nytt krav i VAR" in page


def test_what_is_no_list_is_refused_beside_its_box(adviser) -> None:
    refused = upload(adviser, b"ikke et regneark", "krav.docx")
    assert refused.status_code == 422
    assert upload(adviser, b"", "krav.csv").status_code == 422


def test_columns_are_chosen_anew_and_a_missing_one_is_named(app: Flask, adviser) -> None:
    begun = upload(adviser, written([line(1)]))
    form = sheet(adviser.get(begun.headers["Location"]))
    refused = form.filled(column_text_nb="").send(adviser)
    assert (refused.status_code, "Velg hvilken kolonne som er" in refused.text) == (422, True)
    other = form.filled(column_weight="")
    assert other.send(adviser).status_code == 302
    assert form.send(adviser).status_code == 409
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(Upload)) == 1
        db.session().rollback()
