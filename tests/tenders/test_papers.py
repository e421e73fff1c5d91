"""A tender's content as documents: everything in, nothing that must not be, in the tender's language."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from procure import db
from procure.domain.assembly import (
    Document,
    Requirements,
    Table,
    canonical,
    dangling,
    fingerprint,
    literal,
    outline,
    texts,
)
from procure.domain.money import Ore
from procure.library.shelf import form_texts
from procure.tenders import papers
from procure.tenders.models import Tender
from procure.tenders.papers import contract_words, judging_words, price_words, terms_words, words
from tests.factories import NOW
from tests.publication.making import CHANNEL, make_ready


@pytest.fixture
def content(app: Flask) -> dict[str, Any]:
    """The content of a whole tender, with a ceiling behind it."""
    return content_of(app)


def content_of(app: Flask, **changes: Any) -> dict[str, Any]:
    ready = make_ready(app, **changes)
    with app.app_context():
        with db.kept() as session:
            for one in session.get_one(Tender, ready.tender_id).pool.participations:
                one.ceiling = Ore(987_654_321_00)
        return papers.content(db.session(), db.session().get_one(Tender, ready.tender_id), 3, NOW)


def test_the_documents_are_the_ones_a_bidder_needs(content: dict[str, Any]) -> None:
    kinds = [document.kind for document in papers.documents(content)]
    assert kinds == [
        "tender_rules",
        "contract",
        *(f"annex_{number}" for number in (1, 3, 4, 5, 6, 7)),
        "answer_form",
        "price_form",
        "participants",
        *(f"form_{text.form}" for text in form_texts()),
    ]


def test_every_fact_is_printed_and_no_ceiling(content: dict[str, Any]) -> None:
    printed = "\n".join(texts(tuple(papers.documents(content))))
    for expected in (
        "torsdag 14. januar 2027",
        "Åpen anbudskonkurranse",
        "940 192 404",
        "Klima og miljø",
        "SIK-001",
    ):
        assert expected in printed, expected
    assert CHANNEL in printed.replace("\\", "")
    for kept_back in ("987654321", "987 654 321", "987\N{NO-BREAK SPACE}654\N{NO-BREAK SPACE}321"):
        assert kept_back not in printed
        assert kept_back not in canonical(content).decode()
    assert "{" not in printed.replace("{{", "")


def blocks(document: Document, kind: type[Any]) -> list[Any]:
    return [
        block for heading in outline(document) for block in heading.chapter.blocks if isinstance(block, kind)
    ]


def test_every_annex_is_listed_with_who_fills_it_in(content: dict[str, Any]) -> None:
    rules, *_rest = papers.documents(content)
    listed = next(table for table in blocks(rules, Table) if table.caption == "Bilag til SSA-L 2018")
    told = dict(listed.rows)
    assert len(told) == 9
    assert told["Bilag 1 Kundens kravspesifikasjon"] == "oppdragsgiveren"
    assert told["Bilag 2 Leverandørens beskrivelse av tjenesten"] == "leverandøren, i tilbudet"
    assert told["Bilag 3 Plan for etableringsfasen"] == "oppdragsgiveren og leverandøren"
    assert told["Bilag 7 Endringer i den generelle avtaleteksten"] == "oppdragsgiveren"
    assert told["Bilag 8 Endringer av avtalen etter avtaleinngåelsen"] == "ingen før avtalen er signert"


def test_each_of_two_contracts_has_its_own_list_of_annexes(content: dict[str, Any]) -> None:
    rules, *_rest = papers.documents({**content, "companion": content["agreement"]})
    captions = [table.caption for table in blocks(rules, Table)]
    assert {"Bilag til kontrakt 1, SSA-L 2018", "Bilag til kontrakt 2, SSA-L 2018"} <= set(captions)


def test_requirements_stand_by_area_and_buyers_by_name(content: dict[str, Any]) -> None:
    rules, _contract, annex_1, *_rest = papers.documents(content)
    tables = blocks(annex_1, Requirements)
    assert [row.id for table in tables for row in table.rows] == [
        row["id"] for row in content["requirements"]
    ]
    buyers = next(
        block
        for heading in outline(rules)
        for block in heading.chapter.blocks
        if isinstance(block, Table) and block.caption == "Oppdragsgivere"
    )
    assert [row[0].replace("\\", "") for row in buyers.rows] == [
        "Os kommune",
        "Tolga kommune",
        "Tynset kommune, leder",
    ]
    assert not dangling(papers.documents(content))


def test_a_municipality_with_several_names_is_listed_by_all_of_them(content: dict[str, Any]) -> None:
    os_, *others = content["participants"]
    assert {one["parallel_names"] for one in content["participants"]} == {None}
    named = {**os_, "name": "Kautokeino kommune", "parallel_names": "Guovdageaidnu – Kautokeino"}
    printed = "\n".join(texts(tuple(papers.documents({**content, "participants": [named, *others]}))))
    assert "Kautokeino kommune (Guovdageaidnu – Kautokeino)" in printed.replace("\\", "")


def test_municipalities_share_the_word_on_the_cover_and_others_keep_their_names(
    content: dict[str, Any],
) -> None:
    def buyers(*names: str) -> str:
        people = [{**content["participants"][0], "name": name} for name in names]
        cover = papers.package({**content, "participants": people}).cover
        return next(fact.value for fact in cover.facts if fact.label == "Oppdragsgivere")

    assert buyers("Os kommune", "Tolga kommune", "Sør-Odal kommune") == "kommunene Os, Tolga og Sør-Odal"
    assert buyers("Os kommune", "Tolga IKS") == "Os kommune og Tolga IKS"
    assert buyers("Os kommune") == "Os kommune"


def test_the_days_of_the_timeline_stand_as_they_come(content: dict[str, Any]) -> None:
    plain = {**content["tender"], **dict.fromkeys(("dispatch_on", "questions_until", "start_on"))}
    days = {"deadline": "2027-03-16", "signing": "2027-06-10", "validity_end": "2027-07-16"}

    def steps(**timeline: str) -> list[str]:
        rules, *_rest = papers.documents({**content, "tender": plain, "timeline": timeline})
        table = next(each for each in blocks(rules, Table) if each.caption == "Tidsplan")
        return [row[0] for row in table.rows]

    begun, handed_in, signed, bound = (
        "Oppstart",
        "Tilbudsfrist",
        "Kontraktene signeres",
        "Tilbudene binder til",
    )
    assert steps(**days, start="2028-01-03")[2:] == [handed_in, signed, bound, begun]
    assert steps(**days)[2:] == [handed_in, signed, begun, bound]
    assert steps() == ["Kunngjøringen sendes", "Spørsmål innen", handed_in, begun]


def test_option_holders_stand_under_their_own_word(content: dict[str, Any]) -> None:
    holder = {**content["participants"][0], "name": "Engerdal kommune"}
    made = papers.documents({**content, "option_holders": [holder]})
    listed = next(each for each in made if each.kind == "participants")
    assert [table.columns[0].title for table in blocks(listed, Table)] == ["Oppdragsgiver", "Opsjonstaker"]


def test_a_draft_without_a_procedure_goes_by_the_part_of_its_estimate(content: dict[str, Any]) -> None:
    draft = {**content, "procedure": None}
    one = "forskriften del I\n"
    for part, said in (("II", "del I og del II"), ("I", one), (None, one)):
        printed = "\n".join(texts(tuple(papers.documents({**draft, "notice": {"part": part}}))))
        assert said in printed + "\n"


def test_an_area_that_is_named_by_letters_alone_keeps_them(content: dict[str, Any]) -> None:
    row = {**content["requirements"][0], "area": "FUN", "area_name": "FUN"}
    printed = "\n".join(texts(tuple(papers.documents({**content, "requirements": [row]}))))
    assert "Krav til FUN" in printed


def test_the_same_content_has_the_same_fingerprint_and_another_has_not(content: dict[str, Any]) -> None:
    assert fingerprint(content) == fingerprint(dict(reversed(list(content.items()))))
    changed = {**content, "tender": {**content["tender"], "title": "Noe annet"}}
    assert fingerprint(changed) != fingerprint(content)


def test_nynorsk_papers_have_nynorsk_words(app: Flask) -> None:
    documents = papers.documents(content_of(app, language="nn"))
    assert {document.language for document in documents} == {"nn"}
    printed = "\n".join(texts(tuple(documents)))
    assert "torsdag 14. januar 2027" in printed
    assert "Tilbodsfrist" in printed
    assert "Innbyggjarar" in printed
    assert "Open anbodskonkurranse" in printed


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_fixed_word_hides_another(language: str) -> None:
    others = (contract_words, judging_words, price_words, terms_words)
    lists = (words.GENERAL, *(each.WORDS for each in others))
    assert sum(len(each[language]) for each in lists) == len(words.WORDS[language])


def test_what_an_offer_is_judged_by_is_printed(app: Flask) -> None:
    shared = {"responsibility": "partly_joint", "responsibility_parts": "Felles for konkurransen."}
    content = content_of(app, case_number="26/1184", **shared)
    documents = papers.documents(content)
    printed = "\n".join(texts(tuple(documents))).replace("\\", "")
    assert "felles for deler av anskaffelsen. Felles for konkurransen." in printed
    assert {"26/1184", content["cpv"]} <= set(printed.splitlines())
    rows = [row for table in blocks(documents[2], Requirements) for row in table.rows]
    assert [row.scored for row in rows] == [
        ""
        if row["criterion"] is None
        else row["criterion"] + (f", vekt\u00a0{row['weight']}" if row["weight"] else "")
        for row in content["requirements"]
    ]
    form = next(document for document in documents if document.kind == "price_form")
    summary = blocks(form, Table)[-1]
    assert [len(row) for row in summary.rows] == [len(summary.columns)] * len(content["participants"])
    assert all(column.fill for column in summary.columns[1:])


def test_a_figure_keeps_its_hard_spaces() -> None:
    assert literal("4\N{NO-BREAK SPACE}590\N{NO-BREAK SPACE}000 \n kr") == (
        "4\N{NO-BREAK SPACE}590\N{NO-BREAK SPACE}000 kr"
    )


def test_characters_that_cannot_be_printed_are_named_with_their_place(app: Flask) -> None:
    content = content_of(app, title="Kvalitet 🦌 for alle")
    found = papers.unprintable(content)
    assert ("task:basics", "🦌") in [(one.place, one.characters) for one in found]


def test_they_are_found_in_lists_too_and_older_versions_lack_some(app: Flask) -> None:
    content = content_of(app)
    content["requirements"][0]["deviations"] = [{"body": "Tolga", "text": "Med 🦌", "reason": ""}]
    content["contract_changes"] = [{"clause": "4.5", "text": "Uten 🐟"}]
    content["attachments"] = [{"title": "Kart 🐟"}]
    del content["lots"], content["qualifications"], content["option_holders"]
    found = {one.place.partition(":")[0]: one.characters for one in papers.unprintable(content)}
    assert found == {"requirement": "🦌", "task": "🐟"}
    assert "task:attachments" in [one.place for one in papers.unprintable(content)]


def test_a_file_name_is_plain_and_in_the_language_of_the_tender() -> None:
    assert papers.file_name(papers.PACKAGE, "Kvalitet", "nn") == "samla-konkurransegrunnlag.pdf"
    assert papers.archive_name("nb") == "alle-dokumenter.zip"
    assert papers.folders("nn").sheets == "rekneark"
    assert papers.file_name("annex_9", "Bilag 9: Vilkår / «særlige»") == "bilag-9-vilkar-saerlige.pdf"
