"""Two who write in the same text: what fits together is joined, the rest is chosen, and nothing is lost."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from procure.tenders.models import Section, SectionState
from tests.factories import actor, make_user, municipality, sign_in
from tests.filling import sheets
from tests.tenders.making import LEAD, Draft

BEGUN = "Først.\n\nTjenesten skal virke 99,9 prosent av tiden.\n\nSist: 60 minutter."
MINE = BEGUN.replace("99,9 prosent av tiden", "99,5 prosent av tiden mellom kl. 06 og 22")
THEIRS = BEGUN.replace("av tiden", "av tiden, målt per måned").replace("60", "30")


def save(browser: FlaskClient, draft: Draft, section: Section, body: str, **more: object) -> TestResponse:
    data = {"version": section.version, "body": body} | more
    return browser.post(draft.url(f"/sections/{section.id}"), data=data)


def begun(draft: Draft) -> Section:
    """Let both begin from the same text."""
    save(draft.browser(), draft, draft.section("about"), BEGUN)
    return draft.section("about")


def joining(page: TestResponse):
    """Return the form that joins the texts."""
    return next(each for each in sheets(page) if each.action.endswith("/joined"))


@pytest.mark.row("E4")
def test_two_sessions_save_the_same_section_and_nothing_is_lost(draft: Draft) -> None:
    section = begun(draft)
    first, second = draft.browser(), draft.browser()
    assert save(first, draft, section, THEIRS).status_code == 302
    page = save(second, draft, section, MINE)
    assert page.status_code == 409
    assert "Du lagret i et annet vindu mens du skrev her" in page.text
    assert "Ingenting er mistet." in page.text
    assert "Ett sted er endret av dere begge." in page.text
    assert "Avsnitt 2: dere skrev hvert deres" in page.text
    assert f"{MINE}</textarea>" in page.text
    assert "målt per måned" in page.text.partition("Hva skal stå i avsnitt 2?")[0]
    assert "Satt sammen uten spørsmål: 1" in page.text
    assert draft.section("about").body == THEIRS
    assert joining(page).send(second).status_code == 302
    assert draft.section("about").body == (
        "Først.\n\nTjenesten skal virke 99,5 prosent av tiden mellom kl. 06 og 22, målt per måned.\n\n"
        "Sist: 30 minutter."
    )


@pytest.mark.parametrize(
    ("choice", "middle"),
    [("mine", MINE.split("\n\n")[1]), ("theirs", THEIRS.split("\n\n")[1]), ("written", "Noe helt annet.")],
)
def test_a_clash_is_settled_as_one_chooses(draft: Draft, choice: str, middle: str) -> None:
    section = begun(draft)
    browser = draft.browser()
    save(browser, draft, section, THEIRS)
    form = joining(save(browser, draft, section, MINE, done="1"))
    [name] = [each for each in dict(form.fields) if each.startswith("choice-")]
    texts = {name.replace("choice", "text"): "Noe helt annet."}
    assert form.filled(**{name: choice}, **texts).send(browser).status_code == 302
    saved = draft.section("about")
    assert saved.body == f"Først.\n\n{middle}\n\nSist: 30 minutter."
    assert saved.state is SectionState.DONE


def test_changes_in_different_places_are_shown_joined_and_saved_with_one_click(draft: Draft) -> None:
    section = begun(draft)
    browser = draft.browser()
    save(browser, draft, section, BEGUN.replace("60", "30"))
    page = save(browser, draft, section, BEGUN.replace("Først", "Aller først"))
    assert page.status_code == 409
    assert "Dere har skrevet på forskjellige steder" in page.text
    assert "Avsnitt 1, endret av deg:" in page.text
    assert joining(page).send(browser).status_code == 302
    assert draft.section("about").body == BEGUN.replace("60", "30").replace("Først", "Aller først")


def test_a_third_save_in_between_gives_everything_back_again(draft: Draft) -> None:
    section = begun(draft)
    browser = draft.browser()
    save(browser, draft, section, THEIRS)
    form = joining(save(browser, draft, section, MINE))
    save(browser, draft, draft.section("about"), f"{THEIRS}\n\nEn tredje.")
    page = form.send(browser)
    assert page.status_code == 409
    assert "mellom kl. 06 og 22, målt per måned" in page.text
    assert joining(page).send(browser).status_code == 302
    body = draft.section("about").body
    assert "mellom kl. 06 og 22, målt per måned" in body
    assert body.endswith("En tredje.")


def test_the_other_is_named(app: Flask, draft: Draft) -> None:
    section = begun(draft)
    with draft.open() as (session, _tender):
        body = municipality(session, LEAD)
        user = make_user(session, body, *draft.actor().roles, name="Marte Lillebakk")
        session.flush()
        other = actor(user, body, *draft.actor().roles).user_id
    save(sign_in(app, other or 0), draft, section, THEIRS)
    page = save(draft.browser(), draft, section, MINE)
    assert "Marte Lillebakk lagret mens du skrev" in page.text
    assert "Teksten til Marte Lillebakk" in page.text


def test_the_same_text_sent_twice_is_saved_once(draft: Draft) -> None:
    section = begun(draft)
    browser = draft.browser()
    assert save(browser, draft, section, MINE).status_code == 302
    assert save(browser, draft, section, MINE).status_code == 302
    assert draft.section("about").version == section.version + 1


def test_a_text_that_only_got_another_place_is_saved_without_a_question(draft: Draft) -> None:
    section = begun(draft)
    with draft.open() as (_session, tender):
        next(each for each in tender.sections if each.key == "about").title = "Om kjøpet"
    assert draft.section("about").version == section.version + 1
    assert save(draft.browser(), draft, section, MINE).status_code == 302
    assert draft.section("about").body == MINE


def test_a_joined_text_that_is_too_long_is_refused_and_kept(draft: Draft) -> None:
    section = begun(draft)
    browser = draft.browser()
    save(browser, draft, section, f"{BEGUN}\n\n{'b' * 150_000}")
    page = save(browser, draft, section, f"{'a' * 150_000}\n\n{BEGUN}")
    answer = joining(page).send(browser)
    assert answer.status_code == 422
    assert "a" * 1000 in answer.text
    assert "b" * 1000 in answer.text


def test_nonsense_about_what_one_began_from_loses_nothing(draft: Draft) -> None:
    section = begun(draft)
    data = {"base": "999999", "version": "999999", "mine": "Min tekst"}
    here = draft.url(f"/sections/{section.id}/joined")
    assert draft.browser().post(here, data={**data, "base": "x"}).status_code == 422
    assert draft.browser().post(here, data=data).status_code in (302, 409)
