"""Writing texts: merge fields, revisions, and two who write at once."""

from __future__ import annotations

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from procure.tenders.compare import redline
from procure.tenders.models import Revision, Section, SectionState
from tests.tenders.making import PARTICIPANT, Draft


def save(browser: FlaskClient, draft: Draft, section: Section, body: str, **more: object) -> TestResponse:
    data = {"version": section.version, "body": body} | more
    return browser.post(draft.url(f"/sections/{section.id}"), data=data)


def test_every_save_is_a_revision(draft: Draft) -> None:
    browser = draft.browser()
    for body in ("Første", "Andre", "Andre"):
        assert save(browser, draft, draft.section("about"), body).status_code == 302
    section = draft.section("about")
    with draft.open() as (session, _tender):
        rows = session.scalars(
            select(Revision).where(Revision.section_id == section.id).order_by(Revision.number)
        ).all()
        assert [row.number for row in rows] == [1, 2, 3, 4]
        assert section.version == 4
        assert section.state is SectionState.STARTED


def test_a_text_is_done_when_somebody_says_so(draft: Draft) -> None:
    save(draft.browser(), draft, draft.section("about"), "Hei {deltakere}", done="1")
    assert draft.section("about").state is SectionState.DONE
    page = save(draft.browser(), draft, draft.section("rules"), "  ", done="1")
    assert page.status_code == 422
    assert "Skriv teksten før du merker den som ferdig." in page.text


def test_the_preview_shows_values_and_gaps(draft: Draft) -> None:
    section = draft.section("about")
    save(
        draft.browser(),
        draft,
        section,
        "Leder er {leder_navn}. Frist {tilbudsfrist}. Ukjent {tull}.",
        done="1",
    )
    page = draft.browser().get(draft.url(f"/sections/{section.id}")).text
    assert '<span class="merge">Tynset kommune<span class="ds-sr-only"> (hentet fra 1.1' in page
    assert "<mark>{tilbudsfrist}</mark>" in page
    assert "<mark>{tull}</mark>" in page
    tasks = draft.browser().get(draft.url()).text
    assert "Tilbudsfristen mangler." in tasks
    assert "Feltet {tilbudsfrist} har ingen verdi." not in tasks  # said already, as its own question
    assert "Feltet {tull} har ingen verdi. Det brukes i «Om anskaffelsen»." in tasks


HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "[x](javascript:alert(1))",
    "Sámi 👩‍🌾 \ue000\ue001",
)


def test_hostile_text_is_stored_and_shown_literally(draft: Draft) -> None:
    browser = draft.browser()
    for body in HOSTILE:
        section = draft.section("about")
        assert save(browser, draft, section, body).status_code == 302, body
        assert draft.section("about").body == body
        page = browser.get(draft.url(f"/sections/{section.id}"))
        assert page.status_code == 200, body
        assert "<script>alert" not in page.text
        assert 'href="javascript' not in page.text


def test_two_who_write_at_once_get_both_texts_back(draft: Draft) -> None:
    section = draft.section("about")
    first, second = draft.browser(), draft.browser()
    save(first, draft, section, "Vi kjøper ett system for alle.")
    page = save(second, draft, section, "Vi kjøper to system for alle. <b>")
    assert page.status_code == 409
    text = page.text
    assert "Du lagret i et annet vindu mens du skrev her" in text
    assert "Vi kjøper to system for alle. &lt;b&gt;</textarea>" in text
    assert "ett" in text
    assert draft.section("about").body == "Vi kjøper ett system for alle."
    assert f'name="version" value="{draft.section("about").version}"' in text
    save(second, draft, draft.section("about"), "Vi kjøper to system for alle. <b>")
    assert draft.section("about").body == "Vi kjøper to system for alle. <b>"


def test_a_participant_reads_but_does_not_write(draft: Draft) -> None:
    section = draft.section("about")
    browser = draft.browser(PARTICIPANT)
    assert browser.get(draft.url(f"/sections/{section.id}")).status_code == 200
    assert save(browser, draft, section, "x").status_code == 403


def test_a_section_of_another_tender_is_not_there(draft: Draft) -> None:
    assert draft.browser().get(draft.url("/sections/99999")).status_code == 404
    section = draft.section("about")
    assert draft.browser().get(f"/tenders/99999/sections/{section.id}").status_code == 404


def test_a_very_long_text_is_refused_and_kept(draft: Draft) -> None:
    section = draft.section("about")
    page = save(draft.browser(), draft, section, "å" * 200_001)
    assert page.status_code == 422
    with draft.open() as (session, _tender):
        assert session.scalar(select(func.count()).where(Revision.section_id == section.id)) == 1


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_redline_holds_both_texts_whole(before: str, after: str) -> None:
    pieces = redline(before, after)
    assert "".join(words for kind, words in pieces if kind != "add") == before
    assert "".join(words for kind, words in pieces if kind != "rem") == after
