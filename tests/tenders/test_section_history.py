"""The saves of a section: listed, readable, compared, and restored as a new one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from procure.tenders.models import Revision, Section
from tests.tenders.making import OUTSIDER, PARTICIPANT, Draft

FIRST = {"title": "Opplæring", "place": "first:1:", "once": "a" * 32}


def own_section(draft: Draft, browser: FlaskClient) -> Section:
    """Add a section of the lead's own; that is its first save."""
    assert browser.post(draft.url("/sections/new"), data=FIRST).status_code == 302
    return draft.section("own_1")


def save(browser: FlaskClient, draft: Draft, body: str) -> None:
    section = draft.section("own_1")
    data = {"version": section.version, "body": body}
    assert browser.post(draft.url(f"/sections/{section.id}"), data=data).status_code == 302


def bodies(draft: Draft) -> list[str]:
    section = draft.section("own_1").id
    asked = select(Revision.body).where(Revision.section_id == section).order_by(Revision.number)
    with draft.open() as (session, _tender):
        return list(session.scalars(asked))


@pytest.mark.row("E5")
def test_save_four_times_and_restore_number_two(draft: Draft) -> None:
    browser = draft.browser()
    section = own_section(draft, browser)
    for body in ("To uker.", "Tre uker.", "Fire uker."):
        save(browser, draft, body)
    assert bodies(draft) == ["", "To uker.", "Tre uker.", "Fire uker."]
    here = draft.url(f"/sections/{section.id}/revisions")
    page = browser.get(f"{here}/2").text
    assert "To uker." in page
    assert "La denne teksten stå igjen" in page
    assert browser.post(f"{here}/2/restoration").status_code == 302
    assert draft.section("own_1").body == "To uker."
    assert bodies(draft) == ["", "To uker.", "Tre uker.", "Fire uker.", "To uker."]
    listed = browser.get(here).text
    assert listed.count("/revisions/") == 5
    assert "Lagring 5" in listed
    assert browser.post(f"{here}/2/restoration").status_code == 302  # it stands already
    assert len(bodies(draft)) == 5


def test_a_save_is_compared_with_the_one_before_and_with_now(draft: Draft) -> None:
    browser = draft.browser()
    section = own_section(draft, browser)
    for body in ("Innen to uker.", "Innen tre uker.", "Innen fire uker."):
        save(browser, draft, body)
    page = browser.get(draft.url(f"/sections/{section.id}/revisions/3")).text
    before, since = page.split("Endret siden, fram til nå")
    assert "to </del>" in before
    assert "tre </ins>" in before
    assert "tre </del>" in since
    assert "fire </ins>" in since
    assert (
        "Det er denne teksten som står nå."
        in browser.get(draft.url(f"/sections/{section.id}/revisions/4")).text
    )


def test_participants_read_the_history_and_restore_nothing(draft: Draft) -> None:
    section = own_section(draft, draft.browser())
    save(draft.browser(), draft, "Noe.")
    here = draft.url(f"/sections/{section.id}/revisions")
    reader = draft.browser(PARTICIPANT)
    assert reader.get(here).status_code == 200
    assert "La denne teksten stå igjen" not in reader.get(f"{here}/1").text
    assert reader.post(f"{here}/1/restoration").status_code == 403
    assert draft.browser(OUTSIDER).get(f"{here}/1").status_code == 404
    assert reader.get(f"{here}/99").status_code == 404


def test_a_long_history_has_pages(draft: Draft) -> None:
    section = own_section(draft, draft.browser())
    with draft.open() as (session, _tender):
        session.add_all(
            Revision(section_id=section.id, number=number, body=str(number), saved_at=section.edited_at)
            for number in range(2, 41)
        )
    here = draft.url(f"/sections/{section.id}/revisions")
    assert "Lagring 40<" in draft.browser().get(here).text
    assert "Lagring 1<" in draft.browser().get(f"{here}?page=2").text
