"""The task list as the tender's home: what is done, what waits for whom, and what each phase is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from lxml import html
from markupsafe import escape

from procure.tenders.models import SectionState
from procure.tenders.phases import PARTS, PHASES
from tests.filling import sheet
from tests.tenders.making import PARTICIPANT, Draft


def tasks(draft: Draft, place: str = "Tynset") -> dict[str, str]:
    """Return the state of each task as the page shows it, by its name."""
    page: Any = html.document_fromstring(draft.browser(place).get(draft.url()).text)
    rows = page.xpath("//section[starts-with(@aria-labelledby, 'h-group-')]//ul[@class='tasks']/li")
    return {
        " ".join(row[0].text_content().split()): row.find_class("ds-tag")[0].text_content().strip()
        for row in rows
    }


@pytest.mark.row("E1")
def test_what_nobody_has_answered_is_not_started_and_one_answer_makes_one_done(draft: Draft) -> None:
    begun = tasks(draft)
    answered = {"1.1 Deltakere og volum", "1.2 Om konkurransen", "1.4 Valg av avtale", "2.5"}
    open_ones = {name: state for name, state in begun.items() if not name.startswith(tuple(answered))}
    settled = ("Standardtekst", "Fylles av leverandøren", "Tomt til avtalen er signert", "Valgfritt")
    assert {state for state in open_ones.values() if state not in settled} == {"Ikke startet"}
    assert heading(draft, 2) == "1 av 5 ferdig"  # the forms are ready as they come
    page = draft.browser().get(draft.url("/submission"))
    told = {"channel_name": "Anbudsporten", "channel_url": "https://anbud.example"}
    assert sheet(page).filled(**told).send(draft.browser()).status_code == 302
    assert tasks(draft)["2.4 Innlevering"] == "Ferdig"
    assert heading(draft, 2) == "2 av 5 ferdig"
    changed = {name for name, state in tasks(draft).items() if state != begun[name]}
    assert changed == {"2.4 Innlevering"}


def heading(draft: Draft, number: int) -> str:
    page: Any = html.document_fromstring(draft.browser().get(draft.url()).text)
    section = page.xpath(f"//section[@aria-labelledby='h-group-{number}']")[0]
    return str(section.find_class("spread")[0].find_class("soft")[0].text_content().strip())


@pytest.mark.row("Q3")
def test_every_phase_says_what_is_decided_by_whom_what_must_exist_and_what_comes_next(draft: Draft) -> None:
    page = draft.browser(PARTICIPANT).get(draft.url("/phases")).text
    assert len(PHASES) == 10
    for phase in (*PHASES, *PARTS):
        for text in (phase.name, phase.decided, phase.who, phase.needs, phase.next):
            assert text
            assert str(escape(text)) in page
    assert page.count("Her er dere nå") == 1
    home = draft.browser().get(draft.url()).text
    for part in PARTS:
        for text in (part.decided, part.who, part.needs, part.next):
            assert str(escape(text)) in home
    assert draft.url("/phases") in home


def test_a_participant_sees_first_what_waits_for_them(draft: Draft) -> None:
    with draft.open() as (_session, tender):
        section = next(each for each in tender.sections if each.annex == 4)
        section.owner_id = draft.actor(PARTICIPANT).organisation_id
        section.due_on = date(2026, 11, 25)
        section.owner_note = "Bruk tallene deres fra i fjor."
        title = section.title
    page = draft.browser(PARTICIPANT).get(draft.url()).text
    waiting, findings = page.index("Dette venter på dere"), page.index('id="h-find"')
    assert waiting < page.index("Bruk tallene deres fra i fjor.") < findings
    lead = draft.browser().get(draft.url()).text
    assert "Dette venter på dere" not in lead
    assert "Skrives av Tolga. Frist onsdag 25. november" in lead
    assert f">{title}</span>" in lead.partition("Hvem gjør hva")[2]
    with draft.open() as (_session, tender):
        next(each for each in tender.sections if each.annex == 4).state = SectionState.DONE
    assert "Dette venter på dere" not in draft.browser(PARTICIPANT).get(draft.url()).text


def test_every_finding_has_its_source_and_leads_to_where_it_is_mended(draft: Draft) -> None:
    for place in ("Tynset", PARTICIPANT):
        browser = draft.browser(place)
        page: Any = html.document_fromstring(browser.get(draft.url()).text)
        found = page.find_class("finding")
        assert len(found) > 10
        for each in found:
            [link] = each.xpath(".//a")
            assert each.xpath(".//span[@class='soft']")[0].text_content().strip(" ·")
            address, _hash, anchor = str(link.get("href")).partition("#")
            there = browser.get(address)
            assert there.status_code == 200, address
            assert f'id="{anchor}"' in there.text or not anchor, (address, anchor)
