"""What a supplier must be to take part: written, fetched, ordered, stopped, and said in either language."""

from __future__ import annotations

from typing import Any

from procure.domain.money import Ore
from procure.tenders import service
from tests.factories import NOW
from tests.filling import sheet
from tests.tenders.making import OUTSIDER, PARTICIPANT, Draft

WRITTEN = {"kind": "technical", "text": "Har levert til tre kommuner.", "documentation": "Tre referanser."}


def add(draft: Draft, **typed: str) -> Any:
    browser = draft.browser()
    form = sheet(browser.get(draft.url("/qualifications/new")))
    return form.filled(**(WRITTEN | typed)).send(browser)


def fetch(draft: Draft) -> Any:
    return draft.browser().post(draft.url("/qualifications/usual"))


def listed(draft: Draft) -> list[tuple[int, str]]:
    with draft.open() as (_session, tender):
        return [(each.id, each.text) for each in tender.qualifications]


def page(draft: Draft) -> str:
    return draft.browser().get(draft.url("/qualifications")).text


def worth(draft: Draft, kroner: int) -> None:
    with draft.open() as (session, tender):
        amount = {"estimate": Ore(kroner * 100), "estimated_on": NOW.date()}
        service.answer(session, draft.actor(), tender, **amount, version=tender.version, now=NOW)


def test_a_tender_without_any_is_advised(draft: Draft) -> None:
    assert "Konkurransen har ingen kvalifikasjonskrav." in page(draft)
    assert fetch(draft).status_code == 302
    assert len(listed(draft)) == 3
    assert "Konkurransen har ingen kvalifikasjonskrav." not in page(draft)
    fetch(draft)
    assert len(listed(draft)) == 3


def test_one_is_added_once_changed_and_taken_away(draft: Draft) -> None:
    browser = draft.browser()
    form = sheet(browser.get(draft.url("/qualifications/new"))).filled(**WRITTEN)
    assert [form.send(browser).status_code for _ in range(2)] == [302, 302]
    ((row_id, _text),) = listed(draft)
    url = draft.url(f"/qualifications/{row_id}")
    change = sheet(browser.get(url)).filled(text="Har levert til fem kommuner.")
    assert change.send(browser).status_code == 302
    assert change.filled(text="Til ti.").send(browser).status_code == 409
    assert listed(draft) == [(row_id, "Har levert til fem kommuner.")]
    assert browser.post(f"{url}/removal").status_code == 302
    assert listed(draft) == []
    assert browser.get(url).status_code == 404


def test_what_cannot_be_read_is_refused(draft: Draft) -> None:
    for typed in ({"text": " "}, {"kind": "beauty"}, {"turnover": "mye"}, {"turnover": "-1"}):
        assert add(draft, **typed).status_code == 422, typed
    assert listed(draft) == []


def test_they_are_put_in_order(draft: Draft) -> None:
    fetch(draft)
    (first, _), (second, _), (third, _) = listed(draft)
    browser = draft.browser()
    browser.post(draft.url(f"/qualifications/{third}/position"), data={"way": "up"})
    browser.post(draft.url(f"/qualifications/{first}/position"), data={"way": "up"})  # there already
    assert [row_id for row_id, _text in listed(draft)] == [first, third, second]


def test_one_without_documentation_stops(draft: Draft) -> None:
    """FOA §§ 8-7 (3), 16-1 (3)."""
    add(draft, documentation="")
    assert "Kvalifikasjonskrav 1 sier ikke hvordan det skal dokumenteres." in page(draft)
    assert "FOA §§ 8-7 (3), 16-1 (3)" in page(draft)


def test_a_turnover_above_twice_the_value_needs_a_reason_in_part_three(draft: Draft) -> None:
    """FOA § 16-3 (1) a."""
    worth(draft, 4_590_000)
    add(draft, turnover="9 180 000")
    assert "krever en begrunnelse" not in page(draft)
    add(draft, turnover="9 180 001")
    found = page(draft).replace("\N{NO-BREAK SPACE}", " ")
    assert "Kvalifikasjonskrav 2 ber om en omsetning på 9 180 001 kr i året." in found
    assert "Over 9 180 000 kr, 2 ganger verdien, krever en begrunnelse." in found
    row_id, _text = listed(draft)[1]
    browser = draft.browser()
    form = sheet(browser.get(draft.url(f"/qualifications/{row_id}")))
    form.filled(turnover_reason="Leveransen binder mye kapital.").send(browser)
    assert "krever en begrunnelse" not in page(draft)


def test_what_nobody_has_rewritten_follows_the_language(draft: Draft) -> None:
    fetch(draft)
    row_id, _text = listed(draft)[0]
    browser = draft.browser()
    sheet(browser.get(draft.url(f"/qualifications/{row_id}"))).filled(text="Vårt eget.").send(browser)
    with draft.open() as (session, tender):
        service.answer(session, draft.actor(), tender, language="nn", version=tender.version, now=NOW)
    texts = [text for _id, text in listed(draft)]
    assert texts[0] == "Vårt eget."
    assert texts[1] == "Leverandøren skal ha økonomi til å levere i heile avtaletida."


def test_others_read_them_and_nobody_outside(draft: Draft) -> None:
    fetch(draft)
    row_id, text = listed(draft)[0]
    reader = draft.browser(PARTICIPANT)
    assert text in reader.get(draft.url("/qualifications")).text
    assert reader.get(draft.url(f"/qualifications/{row_id}")).status_code == 403
    assert reader.post(draft.url("/qualifications/usual")).status_code == 403
    assert draft.browser(OUTSIDER).get(draft.url("/qualifications")).status_code == 404


def test_the_task_list_has_them(draft: Draft) -> None:
    fetch(draft)
    tasks = draft.browser().get(draft.url()).text
    assert "2.2 Kvalifikasjonskrav" in tasks
    assert "3 krav" in tasks
