"""The award chapter as it is printed: weights or order, model with formula and example, equals, climate."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from procure import db
from procure.domain.assembly import Document, Facts, Table, outline, texts
from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.domain.scoring import CriteriaMode, PriceModel, TieRule
from procure.tenders import papers
from procure.tenders.models import CriterionKind, Lot, Tender
from tests.factories import NOW
from tests.publication.making import make_ready


def content_of(app: Flask, *, language: str = "nb", ranked: str = "", **facts: Any) -> dict[str, Any]:
    """Return the content of a whole tender, judged as told."""
    ready = make_ready(app, language=language)
    with app.app_context(), db.kept() as session:
        tender = session.get_one(Tender, ready.tender_id)
        for name, value in facts.items():
            setattr(tender, name, value)
        for criterion in tender.criteria:
            criterion.worth = None if criterion.kind is CriterionKind.PRICE else Ore(500_000_00)
            criterion.weight = None if ranked else criterion.weight
        if ranked:
            tender.criteria_mode, tender.ranked_reason = CriteriaMode.RANKED, ranked
        session.flush()
        return papers.content(session, tender, 3, NOW)


def blocks(content: dict[str, Any], kind: type[Any], key: str = "award") -> list[Any]:
    rules: Document = papers.documents(content)[0]
    chapter = next(each.chapter for each in outline(rules) if each.chapter.id == key)
    return [block for block in chapter.blocks if isinstance(block, kind)]


def table(content: dict[str, Any], caption: str, key: str = "award") -> Table:
    found: Table = next(each for each in blocks(content, Table, key) if each.caption == caption)
    return found


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def said(content: dict[str, Any]) -> dict[str, str]:
    """Return the facts of the chapter, by label."""
    return {row.label: plain(row.value) for each in blocks(content, Facts) for row in each.rows}


@pytest.mark.parametrize(
    ("model", "formula", "shown"),
    [
        (PriceModel.LINEAR, "10 − 10 × (P − L) / L", ["10,00", "8,00", "−5,00"]),
        (PriceModel.LINEAR_WITH_FLOOR, "max(0, 10 − 10 × (P − L) / L)", ["10,00", "8,00", "0,00"]),
        (PriceModel.PROPORTIONAL, "10 × L / P", ["10,00", "8,33", "4,00"]),
        (PriceModel.HYBRID, "10 × (2 − k) × k × L / P", ["10,00", "8,00", "3,00"]),
    ],
)
def test_the_model_stands_with_formula_and_example(app: Flask, model, formula, shown) -> None:
    content = content_of(app, price_model=model, price_break=150, tie_rule=TieRule.LOTS_DRAWN)
    facts = said(content)
    assert formula in facts["Formel"]
    assert ("k er 1,5." in facts["Tegn i formelen"]) is (model is PriceModel.HYBRID)
    rows = table(content, "Eksempel med oppdiktede priser").rows
    assert [plain(row[1]) for row in rows] == ["4 000 000 kr", "4 800 000 kr", "10 000 000 kr"]
    assert [row[2] for row in rows] == shown
    assert facts["Ved likt resultat"] == "Det trekkes lodd."


def test_weights_stand_with_their_sum(app: Flask) -> None:
    found = table(content_of(app), "Tildelingskriterier")
    assert [row[2] for row in found.rows] == ["40", "30", "30"]
    assert found.foot == ("Samlet", "", "100")


def test_priced_quality_prints_what_each_is_worth(app: Flask) -> None:
    content = content_of(app, price_model=PriceModel.PRICED_QUALITY)
    found = table(content, "Tildelingskriterier")
    assert [plain(row[3]) for row in found.rows] == ["–", "500 000 kr", "500 000 kr"]
    assert plain(found.foot[3]) == "1 000 000 kr"
    rows = table(content, "Eksempel med oppdiktede priser").rows
    assert [plain(row[3]) for row in rows] == ["3 500 000 kr", "4 000 000 kr", "9 000 000 kr"]
    assert [row[2] for row in rows] == ["5,00", "8,00", "10,00"]
    assert "i kontrakten står prisen som ble tilbudt" in "\n".join(texts(tuple(papers.documents(content))))


def test_ranked_criteria_have_places_and_a_reason_and_no_formula(app: Flask) -> None:
    content = content_of(app, ranked="Behovene er for ulike.", price_model=PriceModel.LINEAR)
    found = table(content, "Tildelingskriterier")
    assert [row[2] for row in found.rows] == ["1", "2", "3"]
    assert found.foot == ()
    facts = said(content)
    assert facts["Hvorfor kriteriene ikke er vektet"] == "Behovene er for ulike."
    assert "Formel" not in facts


def test_the_climate_choice_stands_with_its_name_and_reason_and_that_of_a_lot(app: Flask) -> None:
    facts: dict[str, Any] = {"climate": Climate.EXEMPT_INSIGNIFICANT, "climate_reason": "Bare programvare."}
    lot = Lot(
        number=2,
        position=1,
        title="Utstyr",
        description="Skjermer.",
        climate=Climate.COMBINED,
        climate_reason="Utstyret kan brukes om igjen.",
    )
    printed = said(content_of(app, **facts, lots=[lot]))
    assert "anskaffelsesloven §§ 5b og 5c" in printed["Klima og miljø"]
    assert printed["Begrunnelse for klimavalget"] == "Bare programvare."
    assert printed["Klima og miljø, delkontrakt 2"].endswith("Utstyret kan brukes om igjen.")


def test_nynorsk_has_its_own_words(app: Flask) -> None:
    content = content_of(
        app, language="nn", price_model=PriceModel.HYBRID, price_break=None, tie_rule=TieRule.BEST_CLIMATE
    )
    facts = said(content)
    assert facts["Ved likt resultat"] == "Tilbodet med best poeng for klima og miljø går føre."
    assert "k er ikkje fastsett." in facts["Teikn i formelen"]
    assert table(content, "Døme med oppdikta prisar").rows
    assert "Leverandøren skal vere eit lovleg etablert føretak." in [
        row[0] for row in table(content, "Krav til leverandøren", "qualification").rows
    ]


def test_qualification_stands_with_documentation_and_turnover(app: Flask) -> None:
    content = content_of(app)
    content["qualifications"][1] |= {"turnover": 2_000_000_00, "turnover_reason": "Lang levering."}
    rows = table(content, "Krav til leverandøren", "qualification").rows
    assert rows[0][1:] == ("Firmaattest, eller tilsvarende fra eget land.", "Registrering")
    assert plain(rows[1][0]).endswith("minst 2 000 000 kr i året. Begrunnelse: Lang levering.")


def test_a_version_from_before_there_were_models_still_prints(app: Flask) -> None:
    old = content_of(app)
    for key in ("scoring", "qualifications", "lots", "notice"):
        old.pop(key, None)
    for row in old["criteria"]:
        row.pop("worth")
    for row in old["requirements"]:
        row.pop("deviations")
        row.pop("lot")
    assert [row[2] for row in table(old, "Tildelingskriterier").rows] == ["40", "30", "30"]
    assert not blocks(old, Table, "qualification")
    assert "Formel" not in said(old)


def test_where_the_section_is_gone_qualification_gets_a_chapter_only_when_there_is_some(app: Flask) -> None:
    content = content_of(app)
    content["sections"] = [each for each in content["sections"] if each["key"] != "qualification"]
    assert table(content, "Krav til leverandøren", "qualification").rows
    content["qualifications"] = []
    rules = papers.documents(content)[0]
    assert "qualification" not in [each.chapter.id for each in outline(rules)]
