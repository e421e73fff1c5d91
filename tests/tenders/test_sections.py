"""Writing texts: merge fields, revisions, and two who write at once."""

from __future__ import annotations

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from procure.tenders.models import Revision, Section, SectionState
from procure.web.redline import redline
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


def test_a_text_is_shown_as_it_will_be_without_being_saved(draft: Draft) -> None:
    section = draft.section("about")
    page = save(draft.browser(), draft, section, "### Frist\nInnen {tilbudsfrist}.", preview="1")
    assert page.status_code == 200
    assert "Dette er teksten slik du har skrevet den nå. Den er ikke lagret." in page.text
    assert "<strong>1.1 Frist</strong>" in page.text
    assert "### Frist\nInnen {tilbudsfrist}.</textarea>" in page.text
    assert draft.section("about").body == section.body


def test_it_is_told_where_a_text_comes_from_and_the_standard_comes_back(draft: Draft) -> None:
    browser, section = draft.browser(), draft.section("about")
    here = draft.url(f"/sections/{section.id}")
    assert ">Standard</span>" in browser.get(here).text
    save(browser, draft, section, "Vår egen.")
    page = browser.get(here).text
    assert "Tilpasset fra standard" in page
    assert section.body.splitlines()[0][:40] in page
    assert browser.post(f"{here}/standard").status_code == 302
    assert draft.section("about").body == section.body
    assert ">Standard</span>" in browser.get(here).text
    assert browser.post(f"{here}/standard").status_code == 302  # it stands already
    assert draft.section("about").version == section.version + 2


def test_letters_that_the_documents_cannot_print_are_told(draft: Draft) -> None:
    page = save(draft.browser(), draft, draft.section("about"), "Smil 😀", preview="1")
    assert "Tegn som ikke kan trykkes i dokumentene: 😀" in page.text
