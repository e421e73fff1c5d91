"""The page that looks through a filled-in price form: for members, and for all while it is open."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from procure import db
from procure.documents import workbook
from procure.files import store
from procure.sheets.writing import XLSX
from procure.tenders import papers, versions
from procure.tenders.models import Tender, Version, VersionFile
from procure.tenders.papers.price_book import price_book
from tests.factories import NOW
from tests.publication.making import Ready, make_approved
from tests.publication.test_page import make_open
from tests.sheets.files import sent
from tests.tenders.pricing import earlier, filled

HARD = "\N{NO-BREAK SPACE}"
RIGHT = f"86{HARD}400{HARD}kr"  # 48 units in 48 months for each of three, at 12,50


def form_of(ready: Ready, release: Callable[[bytes], bytes] = bytes) -> bytes:
    """Lay the price form by the version's files; return it filled in with 12,50 everywhere.

    release: makes it what another release handed out.
    """
    with ready.app.app_context(), db.kept() as session:
        version = versions.latest(session, session.get_one(Tender, ready.tender_id))
        assert version is not None
        held: dict[str, Any] = version.content
        data = release(workbook.price_form(price_book(held), papers.stamp(held)))
        _lay_by(version, store.put(session, data, XLSX, NOW).sha256, len(data))
        return filled(data)


def _lay_by(version: Version, sha256: str, size: int) -> None:
    named = {"kind": "price_form", "title": "Prisskjema", "name": "skjema-for-priser.xlsx"}
    version.files.append(VersionFile(position=99, sha256=sha256, size=size, pages=None, **named))


def changed(data: bytes, cell: str, value: object) -> bytes:
    """Write something else in a cell of Tolga's sheet."""
    book: Any = load_workbook(BytesIO(data))
    book["Tolga"][cell] = value
    memory = BytesIO()
    book.save(memory)
    return memory.getvalue()


@pytest.mark.row("H3")
def test_members_see_every_sum_and_what_is_wrong(app: Flask) -> None:
    ready = make_approved(app)
    data, address, browser = form_of(ready), ready.url("versions/1/price-form-check"), ready.browser("Os")
    assert address in browser.get(ready.url("versions/1")).text
    page = browser.get(address).text
    assert "Verken filen eller prisene blir lagret" in page
    assert "files/skjema-for-priser.xlsx" in page
    right = sent(browser, address, data, "pris.xlsx")
    assert right.status_code == 200
    assert "Alle prisene er fylt ut, og ingenting annet er endret." in right.text
    assert "Skjemaet fra Fjelltind AS" in right.text
    assert RIGHT in right.text
    wrong = sent(browser, address, changed(data, "G8", "på <b>forespørsel</b>"), "pris.xlsx")
    assert "1 ting må rettes i skjemaet." in wrong.text
    assert "P1 i arket «Tolga», celle G8, er «på &lt;b&gt;forespørsel&lt;/b&gt;»." in wrong.text
    assert "Kan ikke regnes ut" in wrong.text
    assert "<h3>Arket «" in wrong.text
    for refused, words in (
        (b"", "Filen «pris.xlsx» er tom"),
        (b"Linje;Pris", "er ikke et regneark i formatet .xlsx"),
        (bytes(4 * 1024 * 1024), "er for stor. Den kan være inntil 3 MB"),
    ):
        answer = sent(browser, address, refused, "pris.xlsx")
        assert answer.status_code == 422
        assert words in answer.text
    assert browser.post(address, data={}).status_code == 422


@pytest.mark.row("H3")
def test_nobody_else_finds_it_before_the_page_is_open(app: Flask) -> None:
    closed = make_approved(app)
    stranger, address = app.test_client(), f"{closed.public}/price-form-check"
    assert stranger.get(address).status_code == 404
    assert sent(stranger, address, b"PK", "pris.xlsx").status_code == 404
    assert stranger.get(closed.url("versions/1/price-form-check")).status_code == 401


@pytest.mark.row("H3")
def test_on_the_open_page_anybody_may(app: Flask) -> None:
    ready = make_open(app)
    data, stranger, address = form_of(ready, earlier), app.test_client(), f"{ready.public}/price-form-check"
    assert address in stranger.get(ready.public).text
    assert "files/skjema-for-priser.xlsx" in stranger.get(address).text
    right = sent(stranger, address, data, "pris.xlsx").text
    assert "Alle prisene er fylt ut, og ingenting annet er endret." in right
    assert RIGHT in right
    elsewhere = f"/publications/{ready.tender_id}-et-gammelt-navn/price-form-check"
    assert stranger.get(elsewhere).location == address


@pytest.mark.row("H3")
def test_a_version_that_handed_out_no_workbook_has_nothing_to_check(app: Flask) -> None:
    ready = make_open(app)
    for browser, page, address in (
        (ready.browser(), ready.url("versions/1"), ready.url("versions/1/price-form-check")),
        (app.test_client(), ready.public, f"{ready.public}/price-form-check"),
    ):
        assert address not in browser.get(page).text
        assert browser.get(address).status_code == 404
        assert sent(browser, address, b"PK", "pris.xlsx").status_code == 404


def test_a_version_without_prices_has_nothing_to_check(app: Flask) -> None:
    ready = make_approved(app)
    with app.app_context(), db.kept() as session:
        version = versions.latest(session, session.get_one(Tender, ready.tender_id))
        assert version is not None
        number, held = version.number, {**version.content, "price_lines": []}
        session.add(
            Version(
                tender_id=ready.tender_id,
                number=number + 1,
                fingerprint="0" * 64,
                content=held,
                frozen_at=NOW,
                frozen_by_id=version.frozen_by_id,
            )
        )
    assert ready.browser().get(ready.url(f"versions/{number + 1}/price-form-check")).status_code == 404
