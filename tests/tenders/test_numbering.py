"""Numbers come from order, and references lead to the right place however that changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from procure.documents.printer import print_version
from procure.documents.prose import render_cell
from procure.domain.assembly import Package, anchors, dangling
from procure.library.models import Agreement, AnnexRole
from procure.tenders import papers, service
from procure.tenders.numbering import Numbering, requirement_ids
from procure.tenders.papers.labels import Paper
from tests.documents.reading import links, opened, page_texts, places
from tests.factories import NOW
from tests.tenders.making import REQUIREMENT, Draft

PAGE = r" ?\(side \d+\)"  # stamped after what stands in the same file
CLAUSES = "Om betaling.\n\n### Frist\nTretti dager.\n\n### Faktura\nElektronisk.\n\n### Renter\nEtter loven."
REFERRING = (
    "Se [[kap:own_1#renter]], [[kap:own_1#faktura]], [[kap:award]], [[krav:SIK-001]] og [[bilag:price]]. "
    "Jf. [[bilag:requirements]]."
)


def add(browser: FlaskClient, draft: Draft, title: str, after: str, once: str) -> TestResponse:
    place = after if after.startswith("first") else str(draft.section(after).id)
    data = {"title": title, "place": place, "once": once * 32}
    return browser.post(draft.url("/sections/new"), data=data)


def save(browser: FlaskClient, draft: Draft, key: str, body: str) -> None:
    section = draft.section(key)
    data = {"version": section.version, "body": body}
    assert browser.post(draft.url(f"/sections/{section.id}"), data=data).status_code == 302


def printed(draft: Draft, folder: Path) -> tuple[str, dict[str, int], dict[str, set[tuple[str, int]]]]:
    """Print rules, contract and annexes; return the text, the places by page, and links' words and pages."""
    with draft.open() as (session, tender):
        content = papers.content(session, tender, 1, NOW)
    paper = Paper(content)
    documents = tuple(papers.documents(content)[:8])
    package = Package(paper.cover("Alt"), "nb", documents, papers.PACKAGE)
    pdf = print_version(package, papers.stamp(content))[-1].pdf
    with opened(pdf) as file:
        known = places(file)
        found: dict[str, set[tuple[str, int]]] = {}
        for _page, link in links(file):
            if "/Dest" in link:
                found.setdefault(str(link.Dest), set()).add((str(link.Contents), known[str(link.Dest)]))
    return " ".join(page_texts(pdf, folder)), known, found


@pytest.mark.row("E7")
def test_a_clause_put_in_before_the_third_moves_the_numbers_and_no_reference(
    draft: Draft, tmp_path: Path
) -> None:
    browser = draft.browser()
    assert add(browser, draft, "Betaling", "first:1:", "a").status_code == 302
    save(browser, draft, "own_1", CLAUSES)
    with draft.open() as (session, tender):
        service.add_requirement(
            session, draft.actor(), tender, area="SIK", area_name="Sikkerhet", **REQUIREMENT, now=NOW
        )
    save(browser, draft, "about", REFERRING)
    text, _known, _links = printed(draft, tmp_path)
    assert re.search(rf"Se punkt 1\.3{PAGE}, punkt 1\.2{PAGE}, ", re.sub(r"\s+", " ", text))

    body = draft.section("own_1").body
    save(
        browser,
        draft,
        "own_1",
        body.replace("### Renter", "### Purring\nEtter en uke.\n\n### Forsinkelsesrenter"),
    )
    text, known, found = printed(draft, tmp_path)
    text = re.sub(r"\s+", " ", text)
    assert "1.3 Purring" in text
    assert "1.4 Forsinkelsesrenter" in text
    own = rf"Se punkt 1\.4{PAGE}, punkt 1\.2{PAGE}, punkt \d+{PAGE}, SIK-001{PAGE} og bilag \d+"
    assert re.search(rf"{own}\. Jf\. bilag 1\.", text)
    renter, krav = known["tender_rules/kap:own_1%23renter"], known["annex_1/krav:SIK-001"]
    assert (f"Gå til punkt 1.4, side {renter}", renter) in found["tender_rules/kap:own_1%23renter"]
    spoken = {words.partition(", side ")[0] for words, _page in found["tender_rules/kap:own_1%23faktura"]}
    assert "Gå til punkt 1.2" in spoken
    assert {(f"Gå til SIK-001, side {krav}", krav)} <= found["annex_1/krav:SIK-001"]
    assert {words.partition(", side ")[0] for words, _page in found["annex_1/krav:SIK-001"]} == {
        "Gå til SIK-001"
    }
    assert "Gå til bilag 1" in {words.partition(", side ")[0] for words, _page in found["annex_1/top"]}


def test_a_section_put_in_front_moves_the_numbers_on_pages_too(draft: Draft) -> None:
    browser = draft.browser()
    save(browser, draft, "about", "Se [[kap:award]].")
    page = browser.get(draft.url(f"/sections/{draft.section('about').id}")).text
    before = re.search(r'<a href="/tenders/\d+/sections/\d+"[^>]*>punkt (\d+)</a>', page)
    assert before
    add(browser, draft, "Befaring", "about", "b")
    page = browser.get(draft.url(f"/sections/{draft.section('about').id}")).text
    after = re.search(r'<a href="/tenders/\d+/sections/\d+"[^>]*>punkt (\d+)</a>', page)
    assert after
    assert int(after[1]) == int(before[1]) + 1
    assert f'/sections/{draft.section("award").id}"' in after[0]


def test_pages_and_papers_number_alike(draft: Draft) -> None:
    browser = draft.browser()
    add(browser, draft, "Betaling", "about", "c")
    save(browser, draft, "own_1", CLAUSES)
    with draft.open() as (session, tender):
        content = papers.content(session, tender, 1, NOW)
        outlined = Numbering(tender, requirement_ids(session, tender))
        numbers = dict(outlined.numbers)
        documents = papers.documents(content)
        known = {name for document in documents for name in anchors(document)}
        known |= {place.name for document in documents for place in document.places}
        assert {name for name in known if not name.startswith("kap:prices-")} <= outlined.known
    printed_numbers = {
        name.removeprefix("kap:"): number
        for document in documents
        for name, number in anchors(document).items()
    }
    for section in content["sections"]:
        keys = [section["key"], *(f"{section['key']}#{each['label']}" for each in section.get("clauses", []))]
        for key in keys if not section["form"] else ():
            assert printed_numbers[key] == numbers[key], key
    assert not dangling(documents)


def test_a_reference_that_leads_nowhere_is_a_finding_with_the_way_to_it(draft: Draft) -> None:
    browser = draft.browser()
    add(browser, draft, "Betaling", "about", "d")
    save(browser, draft, "own_1", CLAUSES)
    save(browser, draft, "rules", "Se [[kap:own_1#renter]] og [[krav:SIK-404]].")
    page = browser.get(draft.url()).text
    title = draft.section("rules").title
    assert f"Henvisningen [[krav:SIK-404]] i «{title}» fører ingen steder." in page
    assert "[[kap:own_1#renter]]" not in page
    own = draft.section("own_1")
    assert browser.post(draft.url(f"/sections/{own.id}/removal")).status_code == 302
    page = browser.get(draft.url()).text
    assert f"Henvisningen [[kap:own_1#renter]] i «{title}» fører ingen steder." in page
    shown = browser.get(draft.url(f"/sections/{draft.section('rules').id}")).text
    assert "<mark>[[krav:SIK-404]]</mark>" in shown
    assert "Henvisninger som ikke fører noe sted: kap:own_1#renter, krav:SIK-404" in shown
    assert browser.post(draft.url(f"/sections/{own.id}/return")).status_code == 302
    assert "[[kap:own_1#renter]]" not in browser.get(draft.url()).text


def test_own_sections_stand_where_they_are_put_and_keep_their_key(draft: Draft) -> None:
    browser = draft.browser()
    assert add(browser, draft, "En", "about", "e").status_code == 302
    assert add(browser, draft, "En", "about", "e").status_code == 302  # sent twice
    assert add(browser, draft, "To", "about", "f").status_code == 302
    with draft.open() as (_session, tender):
        keys = [each.key for each in tender.sections]
        annex = next(each for each in tender.sections if each.annex == 1)
        first = f"first:1:{annex.annex}"
    at = keys.index("about")
    assert keys[at : at + 3] == ["about", "own_2", "own_1"]
    assert [key for key in keys if key.startswith("own_")] == ["own_2", "own_1"]
    section = draft.section("own_1")
    data = {"version": section.version, "title": "Først i bilaget", "place": first}
    assert browser.post(draft.url(f"/sections/{section.id}/place"), data=data).status_code == 302
    with draft.open() as (_session, tender):
        there = [each for each in tender.sections if each.annex == 1]
        assert (there[0].key, there[0].title) == ("own_1", "Først i bilaget")
    assert browser.post(draft.url(f"/sections/{section.id}/place"), data=data).status_code == 409
    section = draft.section("own_2")
    assert browser.post(draft.url(f"/sections/{section.id}/removal")).status_code == 302
    add(browser, draft, "Tre", "about", "g")
    assert draft.section("own_3").title == "Tre"


def test_a_place_that_is_not_there_and_a_standard_section_are_refused(draft: Draft) -> None:
    browser, section = draft.browser(), draft.section("about")
    data = {"title": "X", "place": "999999", "once": "h" * 32}
    assert browser.post(draft.url("/sections/new"), data=data).status_code == 422
    assert browser.post(draft.url(f"/sections/{section.id}/removal")).status_code == 404
    assert browser.get(draft.url(f"/sections/{section.id}/place")).status_code == 404


def test_own_sections_go_with_the_annex_they_stand_in(draft: Draft) -> None:
    browser = draft.browser()
    with draft.open() as (_session, tender):
        level = next(each for each in tender.agreement.annexes if each.role is AnnexRole.SERVICE_LEVEL)
        key = next(each.key for each in tender.sections if each.annex == level.number)
    assert add(browser, draft, "Vår egen", key, "i").status_code == 302
    with draft.open() as (session, tender):
        other = session.scalars(select(Agreement).where(Agreement.code == "SSA-D")).first()
        assert other is not None
        answers = {"agreement_id": other.id, "companion_id": None}
        service.answer(session, draft.actor(), tender, version=tender.version, now=NOW, **answers)
    with draft.open() as (_session, tender):
        own = next(each for each in tender.sections if each.key == "own_1")
        home = next(each for each in tender.sections if each.key == key)
        assert (own.contract, own.annex) == (home.contract, home.annex)
        keys = [each.key for each in tender.sections]
        assert keys.index("own_1") == keys.index(key) + 1


def test_references_are_words_where_documents_are_only_told_of(draft: Draft) -> None:
    save(draft.browser(), draft, "about", "### Omfang\nAlt.")
    with draft.open() as (session, tender):
        content = papers.content(session, tender, 1, NOW)
    links = papers.references(content)
    assert links["kap:about#omfang"].label == "konkurransegrunnlag punkt 1.1"
    assert links["bilag:price"].label.startswith("bilag ")
    assert render_cell("Se [[kap:about#omfang]].", links) == "Se konkurransegrunnlag punkt 1.1."


def test_a_form_has_no_number_and_is_called_by_its_name(draft: Draft) -> None:
    browser = draft.browser()
    save(browser, draft, "about", "Fyll ut [[kap:form_offer_letter]].")
    page = browser.get(draft.url(f"/sections/{draft.section('about').id}")).text
    assert re.search(r'Fyll ut <a href="[^"]*"[^>]*>tilbudsbrev</a>', page)
    with draft.open() as (session, tender):
        content = papers.content(session, tender, 1, NOW)
    assert papers.references(content)["kap:form_offer_letter"].label == "tilbudsbrev"
