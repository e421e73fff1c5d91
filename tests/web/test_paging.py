"""Long lists come in pages, and keep their search from page to page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from procure.accounts.models import Organisation
from procure.tenders.models import Tender
from procure.web import language
from procure.web.paging import FURTHEST, Page, any_asked, counted, cut, paged, wanted_page

DRAWN = '{% from "ui/tables.html" import pager %}{{ pager(page) }}'


@pytest.fixture(scope="module")
def frame() -> Flask:
    """An application with the templates, and without a database."""
    app = Flask("procure", template_folder=str(Path(__file__).parents[2] / "templates"))
    language.init_app(app)
    return app


def drawn(frame: Flask, page: Page[int], path: str = "/needs") -> str:
    with frame.test_request_context(path):
        return re.sub(r"\s+", " ", render_template_string(DRAWN, page=page))


@pytest.mark.parametrize(
    ("typed", "read"), [("", 1), ("3", 3), ("0", 1), ("-4", 1), ("x", 1), ("9" * 40, FURTHEST)]
)
def test_the_page_that_is_asked_for_is_one_that_can_be_looked_up(typed, read):
    assert wanted_page(MultiDict({"page": typed})) == read


def test_a_list_in_memory_is_cut_into_pages_and_past_the_end_is_the_last():
    assert cut(range(60), 1).rows == range(25)
    assert cut(range(60), 9) == Page(range(50, 60), 60, 3)
    assert cut((), 5) == Page((), 0, 1)
    assert (cut((), 1).first, cut((), 1).last, cut((), 1).count) == (0, 0, 1)


def test_a_page_is_fetched_alone_and_counted_with_all(session):
    every = select(Organisation).order_by(Organisation.id)
    total = counted(session, every)
    last = paged(session, every, FURTHEST, size=10)
    assert last.number == last.count == -(-total // 10)
    assert [each.id for each in last.rows] == [each.id for each in session.scalars(every)][-len(last.rows) :]
    assert (last.first, last.last) == ((last.count - 1) * 10 + 1, total)


def test_what_is_fetched_along_with_the_rows_does_not_disturb_the_count(session):
    asked = select(Tender).options(joinedload(Tender.pool)).order_by(Tender.id)
    assert paged(session, asked, 1) == Page([], 0, 1)


def test_one_page_has_no_pager(frame):
    assert drawn(frame, cut(range(25), 1)).strip() == ""


def test_a_page_in_the_middle_leads_everywhere_and_keeps_the_search(frame):
    text = drawn(frame, cut(range(200), 4), "/needs?q=barn%26vern&kind=a&kind=b&page=4")
    kept = "/needs?q=barn%26vern&amp;kind=a&amp;kind=b"
    addresses = re.findall(r'href="([^"]+)"', text)
    assert addresses == [kept, f"{kept}&amp;page=3", f"{kept}&amp;page=5", f"{kept}&amp;page=8"]
    assert "Side 4 av 8" in text
    assert "Viser 76–100 av 200" in text


def test_the_ends_offer_only_ways_that_lead_somewhere(frame):
    assert re.findall(r">(\w+ side)<", drawn(frame, cut(range(60), 1))) == ["Neste side", "Siste side"]
    assert re.findall(r">(\w+ side)<", drawn(frame, cut(range(60), 3))) == ["Første side", "Forrige side"]


def test_names_in_the_address_cannot_steer_where_the_pager_leads(frame):
    text = drawn(frame, cut(range(60), 1), "/needs?_external=1&endpoint=x&_scheme=ftp")
    assert 'href="/needs?_external=1&amp;endpoint=x&amp;_scheme=ftp&amp;page=2"' in text


@pytest.mark.parametrize(("path", "asked"), [("/?page=2", False), ("/?q=+&page=1", False), ("/?q=x", True)])
def test_a_search_is_told_from_turning_the_page(frame, path, asked):
    with frame.test_request_context(path):
        assert any_asked(request.args) is asked
