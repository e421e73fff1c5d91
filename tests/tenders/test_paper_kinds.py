"""Every kind of document, for every agreement of the library and in both languages: plain data alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from procure.domain.agreements import companions_of
from procure.domain.assembly import Document, Requirements, Table, dangling, literal, outline, texts
from procure.reference.lists import AgreementEntry
from procure.tenders import papers
from procure.tenders.papers.answers import BRIEF, in_brief
from tests.tenders.paper_samples import READY, content_for

LANGUAGES = ("nb", "nn")
SHA256 = "0123456789abcdef" * 4
BY_CODE = {each.code: each for each in READY}


def pairs() -> Iterator[Any]:
    """Yield every agreement alone, and with each that may stand beside it, in both languages."""
    for agreement in READY:
        beside = [None, *(BY_CODE[code] for code in companions_of(agreement.code) if code in BY_CODE)]
        for companion in beside:
            for language in LANGUAGES:
                codes = [agreement.code, *([companion.code] if companion else []), language]
                yield pytest.param(agreement, companion, language, id=" ".join(codes))


def named(content: dict[str, Any], kind: str) -> Document:
    return next(each for each in papers.documents(content) if each.kind == kind)


def tables(document: Document) -> list[Table]:
    return [
        block for heading in outline(document) for block in heading.chapter.blocks if isinstance(block, Table)
    ]


def printed(document: Document) -> str:
    return "\n".join(texts((document,))).replace("\\", "")


def plain(text: str) -> str:
    return text.replace("\\", "")


@pytest.mark.row("H1")
@pytest.mark.parametrize(("agreement", "companion", "language"), list(pairs()))
def test_documents_are_whole_for_every_agreement(
    agreement: AgreementEntry, companion: AgreementEntry | None, language: str
) -> None:
    content = content_for(agreement, language, companion)
    made = papers.documents(content)
    assert not dangling(made)
    assert {each.language for each in made} == {language}
    kinds = [each.kind for each in made]
    assert len(set(kinds)) == len(kinds)
    assert kinds[:2] == ["tender_rules", "contract"]
    assert kinds.count("contract_2") == (companion is not None)
    assert all(each.cover for each in made if not each.kind.startswith("form_"))
    files = [papers.file_name(each.kind, each.name, language) for each in made]
    assert len(set(files)) == len(files)
    rows = [
        row.id
        for each in made
        for heading in outline(each)
        for block in heading.chapter.blocks
        if isinstance(block, Requirements)
        for row in block.rows
    ]
    assert rows == [row["id"] for row in content["requirements"]]
    for kind, entry in (("contract", agreement), ("contract_2", companion)):
        if entry is not None:
            table = tables(named(content, kind))[1]
            titles = [plain(row[0]) for row in table.rows]
            assert titles == [
                f"Bilag {each.number} {getattr(each, f'title_{language}')}" for each in entry.annexes
            ]


# --- The contract ---------------------------------------------------------------------------------

SSA_L = BY_CODE["SSA-L"]


def annex_rows(content: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {plain(row[0])[:7]: row[1:] for row in tables(named(content, "contract"))[1].rows}


def test_the_table_of_annexes_says_who_fills_in_and_where_it_stands() -> None:
    rows = annex_rows(content_for(SSA_L))
    assert rows["Bilag 1"] == ("oppdragsgiveren", "Ja", "[[bilag:requirements]]")
    assert rows["Bilag 2"][1:] == ("Ja", "[[bilag:answers]]")
    assert rows["Bilag 6"][1:] == ("Ja", "[[bilag:price]] og [[bilag:price_form]]")
    assert rows["Bilag 8"] == ("ingen før avtalen er signert", "Ja", "tomt til avtalen er signert")
    assert rows["Bilag 9"] == ("leverandøren, i tilbudet", "Ja", "kommer med tilbudet")


def test_an_annex_that_nobody_writes_in_is_not_used() -> None:
    content = content_for(SSA_L)
    content["sections"] = [each for each in content["sections"] if each["annex"] != 7]
    assert annex_rows(content)["Bilag 7"] == ("oppdragsgiveren", "Nei", "brukes ikke")
    assert "Det er ikke gjort endringer" in printed(named(content, "contract"))
    changes = {"contract": 1, "clause": "4.5", "kind": "added", "text": "Nytt.", "reason": "Ny lov."}
    changed = {**content, "contract_changes": [changes]}
    assert annex_rows(changed)["Bilag 7"][1:] == ("Ja", "[[bilag:changes]]")
    assert "står i [[bilag:changes]], punkt for punkt" in printed(named(changed, "contract"))


@pytest.mark.parametrize(
    ("model", "said", "customer"),
    [
        ("per_municipality", "inngår sin egen avtale", ""),
        ("joint_body", "Os kommune er Kunde og inngår avtalen på vegne av", "Os kommune"),
        ("framework", "Os kommune er Kunde og inngår rammeavtalen", "Os kommune"),
        (None, "Hvem som er Kunde, er ikke fastsatt", ""),
    ],
)
def test_who_the_customer_is_follows_the_contract_model(model: str | None, said: str, customer: str) -> None:
    content = content_for(SSA_L)
    content["tender"].update(contract_model=model, case_number="26/1184")
    document = named(content, "contract")
    assert said in printed(document)
    parties = {row[0]: plain(row[1]) for row in tables(document)[0].rows}
    assert parties["Navn"] == customer
    assert parties["Saksnummer"] == ("26/1184" if customer else "")


def test_the_official_text_is_said_to_be_there_or_missing() -> None:
    missing = content_for(SSA_L)
    document = named(missing, "contract")
    assert "Avtaleteksten er ikke vedlagt" in printed(document)
    assert "attachments" not in [each.kind for each in papers.documents(missing)]
    there = content_for(SSA_L, attachments=[attachment(official_text=True)])
    document = named(there, "contract")
    assert "vedlagt som «SSA-L 2018», filen ssa-l.docx" in printed(document)
    assert document.cover
    told = {fact.label: fact.value for fact in document.cover.facts}
    assert told["Avtaletekst"] == "Den generelle teksten til SSA-L 2018 er vedlagt."


def test_precedence_is_told_where_the_text_was_read() -> None:
    content = content_for(SSA_L)
    assert "Bilag 1 går foran de andre bilagene" in printed(named(content, "contract"))
    del content["agreement"]["precedence"], content["agreement"]["annex_clause"]  # an older version
    assert "følger av den generelle avtaleteksten" in printed(named(content, "contract"))


def test_lots_may_go_to_different_suppliers() -> None:
    lot = {"number": 1, "title": "Avvik", "description": "", "estimate": None}
    content = content_for(SSA_L, lots=[lot])
    assert "de delkontraktene leverandøren får" in printed(named(content, "contract"))


# --- The answer form ------------------------------------------------------------------------------


def test_each_requirement_has_one_row_to_answer_in() -> None:
    content = content_for(SSA_L)
    content["requirements"][2].update(lot=2, deviations=[{"body": "Os", "applies": True, "text": "Nei"}])
    form = named(content, "answer_form")
    _who, *asked = tables(form)
    assert [plain(row[0]) for table in asked for row in table.rows] == ["SIK-001", "SIK-002", "UNI-001"]
    assert [chapter.landscape for chapter in form.chapters] == [False, True, True]
    assert [column.fill for column in asked[0].columns] == [False] * 3 + [True] * 4
    first, second = asked[0].rows
    assert plain(first[1]) == "Alle skal logge inn."
    assert plain(second[1]).endswith(" …")
    assert plain(asked[1].rows[0][1]) == (
        "**Delkontrakt 2.** Skjermbildene følger WCAG. Noen oppdragsgivere har et annet krav."
    )


def test_without_requirements_there_is_nothing_to_answer() -> None:
    kinds = [each.kind for each in papers.documents(content_for(SSA_L, requirements=[]))]
    assert "answer_form" not in kinds


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("Kort.", "Kort."),
        ("Se kap. 3 i avtalen. Mer.", "Se kap. 3 i avtalen."),
        ("Løsningen:\n\n- én\n- to", "Løsningen: én to"),
        ("Les [her](https://example.org) og `kode`.\nMer", "Les her og kode."),
        ("Krav [[krav:SIK-001]] og [[bilag:price]].", "Krav SIK-001 og price."),
        ("a" * 200, "a" * BRIEF + " …"),
    ],
)
def test_a_text_in_brief_is_its_first_sentence(text: str, brief: str) -> None:
    assert in_brief(text) == brief


# --- The list of attachments ----------------------------------------------------------------------


def attachment(**more: Any) -> dict[str, Any]:
    own = {"title": "SSA-L 2018", "name": "ssa-l.docx", "annex": None, "contract": 1, "sha256": SHA256}
    return {**own, "official_text": False, **more}


def test_attachments_are_listed_with_their_hash_and_what_they_belong_to() -> None:
    rows = [attachment(official_text=True), attachment(annex=3), attachment()]
    content = content_for(SSA_L, attachments=rows)
    (table,) = tables(named(content, "attachments"))
    assert [row[0] for row in table.rows] == ["1", "2", "3"]
    assert [plain(row[3]) for row in table.rows] == [
        "SSA-L 2018, offisiell avtaletekst",
        "Bilag 3",
        "Konkurransegrunnlag",
    ]
    assert {row[4].replace(" ", "") for row in table.rows} == {SHA256}
    rules = named(content, "tender_rules")
    (named_there,) = (each for each in tables(rules) if each.caption == "Vedlegg")
    assert [row[1] for row in named_there.rows] == [literal("SSA-L 2018")] * 3
