"""A contract without an end: counted for 48 months, and said so on pages, in documents and in the notice."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from procure import db
from procure.domain.assembly import texts
from procure.tenders import merging, notice, papers
from procure.tenders.models import Tender
from tests.factories import NOW
from tests.pools.making import text
from tests.publication.making import make_ready
from tests.tenders.making import Draft
from tests.tenders.test_answers import send

ENDLESS: dict[str, Any] = {"open_ended": True, "extension_months": None}


@pytest.mark.row("B6")
def test_it_is_ticked_kept_and_shown(draft: Draft) -> None:
    assert send(draft, "terms", open_ended="y").status_code == 302
    with draft.open() as (_session, tender):
        assert tender.open_ended
    assert "Til den sies opp" in text(draft.browser().get(draft.url()))
    assert send(draft, "terms").status_code == 302
    with draft.open() as (_session, tender):
        assert not tender.open_ended


@pytest.mark.parametrize(
    ("language", "months", "length"),
    [
        ("nb", 36, "minst 36 måneder, deretter til avtalen sies opp"),
        ("nb", None, "ubestemt tid, til avtalen sies opp"),
        ("nn", 36, "minst 36 månader, deretter til avtalen blir sagd opp"),
        ("nn", None, "ubestemt tid, til avtalen blir sagd opp"),
    ],
)
def test_documents_and_texts_say_how_long(app: Flask, language: str, months: int | None, length: str) -> None:
    ready = make_ready(app, language=language, duration_months=months, **ENDLESS)
    with app.app_context(), db.reading() as session:
        tender = session.get_one(Tender, ready.tender_id)
        content = papers.content(session, tender, 1, NOW)
        assert merging.values(tender, NOW.date())["varighet"].replace("\xa0", " ") == length
    printed = "\n".join(texts(tuple(papers.documents(content)))).replace("\xa0", " ")
    assert length in printed
    told = [field.value.replace("\xa0", " ") for field in notice.texts(content)]
    assert length in told or f"ubestemt tid; {length}" in told
    english = "unlimited; at least 36 months, then" if months else "unlimited,"
    assert any(field.value.startswith(english) for field in notice.english(content))
