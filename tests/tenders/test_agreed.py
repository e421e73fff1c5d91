"""What is settled about the contracts: lawful clauses, changes to the general text, attachments."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import db
from procure.domain.agreements import companions_of
from procure.domain.assembly import dangling, merge_fields, texts
from procure.domain.errors import RuleBroken
from procure.domain.law import law_on
from procure.domain.law.table import all_clauses
from procure.domain.money import Ore
from procure.files import store
from procure.library import shelf
from procure.library.models import Agreement
from procure.reference import lists
from procure.tenders import files, papers, printing, service
from procure.tenders.clauses import clauses_in
from procure.tenders.models import ChangeKind, Tender, Version, VersionFile
from tests.factories import NOW
from tests.files import samples
from tests.pools.making import make_place, make_pool
from tests.tenders.making import Draft, make_tender

LAW = law_on(NOW.date())
DEAR = Ore(3_000_000_00)
PDF = samples.pdf()


def price(session: Session, draft: Draft, tender: Tender, estimate: Ore = DEAR) -> None:
    service.answer(
        session,
        draft.actor(),
        tender,
        version=tender.version,
        now=NOW,
        estimate=estimate,
        estimated_on=NOW.date(),
    )


def printed(session: Session, tender: Tender, kind: str) -> str:
    content = papers.content(session, tender, 1, NOW)
    document = next(each for each in papers.documents(content) if each.kind == kind)
    return "\n".join(texts(document.chapters))


def change(session: Session, draft: Draft, tender: Tender, **facts: Any) -> Any:
    told = {"clause": "5.1", "kind": ChangeKind.REPLACED, "text": "Fire år.", "reason": "Plan."}
    return service.add_change(session, draft.actor(), tender, **(told | facts), now=NOW)


# --- Clauses -------------------------------------------------------------------------------------


def test_every_clause_of_the_law_has_a_wording_in_both_languages() -> None:
    assert {clause.key for clause in all_clauses()} == set(shelf.clause_texts())
    for row in shelf.clause_texts().values():
        assert row["text_nb"]
        assert row["text_nn"] != row["text_nb"] or row["key"] == "e_invoice"


def test_the_lawful_clauses_stand_in_the_administrative_annex_with_their_paragraphs(draft: Draft) -> None:
    with draft.open() as (session, tender):
        price(session, draft, tender)
        annex = printed(session, tender, "annex_5")
        assert "Lovpålagte vilkår" in annex
        assert "**Lønns\\- og arbeidsvilkår.**" in annex
        assert "LOA\u00a0§\u00a05p" in annex
        assert "fagbrev" not in annex


def test_which_clauses_apply_follows_the_value(draft: Draft) -> None:
    with draft.open() as (session, tender):
        assert clauses_in(tender, LAW) == []
        price(session, draft, tender, Ore(1_299_999_99))
        assert "wages" not in {each.key for each in clauses_in(tender, LAW)}
        price(session, draft, tender, Ore(1_300_000_00))
        assert {"wages", "sanctions"} <= {each.key for each in clauses_in(tender, LAW)}


def test_a_clause_is_left_out_with_a_reason_and_taken_in_again(draft: Draft) -> None:
    with draft.open() as (session, tender):
        price(session, draft, tender)
        about: dict[str, Any] = {"law": LAW, "now": NOW}
        for key, reason, field in (("wages", "Dyrt", "key"), ("security", " ", "reason"), ("no", "x", "key")):
            with pytest.raises(RuleBroken) as refused:
                service.omit_clause(session, draft.actor(), tender, key=key, reason=reason, **about)
            assert refused.value.field == field
        for reason in ("Ikke aktuelt", "Ikke aktuelt", "Vurdert"):
            service.omit_clause(session, draft.actor(), tender, key="security", reason=reason, **about)
        assert [(each.key, each.reason) for each in tender.omitted_clauses] == [("security", "Vurdert")]
        assert "beredskap" not in printed(session, tender, "annex_5")
        for _again in range(2):
            service.restore_clause(session, draft.actor(), tender, key="security", now=NOW)
        assert "beredskap" in printed(session, tender, "annex_5")


# --- Changes to the general text -----------------------------------------------------------------


def test_changes_are_printed_clause_by_clause_in_their_order(draft: Draft) -> None:
    with draft.open() as (session, tender):
        first = change(session, draft, tender)
        second = change(session, draft, tender, clause="9.2.3", kind=ChangeKind.REMOVED, text="")
        service.move_change(session, draft.actor(), second, up=True, now=NOW)
        service.move_change(session, draft.actor(), second, up=True, now=NOW)
        rows = papers.content(session, tender, 1, NOW)["contract_changes"]
        assert [row["clause"] for row in rows] == ["9.2.3", "5.1"]
        assert "gjelder ikke" in printed(session, tender, "annex_7")
        edited: dict[str, Any] = {
            "clause": "5.1",
            "kind": ChangeKind.ADDED,
            "text": "Og ett år til.",
            "reason": "",
        }
        for _again in range(2):
            service.edit_change(session, draft.actor(), first, **edited, version=first.version, now=NOW)
        service.remove_change(session, draft.actor(), second, now=NOW)
        assert [row["text"] for row in papers.content(session, tender, 1, NOW)["contract_changes"]] == [
            "Og ett år til."
        ]


def test_a_form_sent_twice_makes_one_change(draft: Draft) -> None:
    with draft.open() as (session, tender):
        assert change(session, draft, tender, once="a").id == change(session, draft, tender, once="a").id


@pytest.mark.parametrize(("facts", "field"), [({"text": " "}, "text"), ({"contract": 2}, "contract")])
def test_a_change_that_cannot_be(draft: Draft, facts: dict[str, Any], field: str) -> None:
    with draft.open() as (session, tender):
        with pytest.raises(RuleBroken) as refused:
            change(session, draft, tender, **facts)
        assert refused.value.field == field


def test_the_second_contract_has_its_own_annexes_changes_and_clauses(draft: Draft) -> None:
    with draft.open() as (session, tender):
        price(session, draft, tender)
        by_code = {each.code: each.id for each in session.scalars(select(Agreement))}
        service.answer(
            session,
            draft.actor(),
            tender,
            version=tender.version,
            now=NOW,
            agreement_id=by_code["SSA-T"],
            companion_id=by_code["SSA-D"],
        )
        change(session, draft, tender, contract=2, clause="4.1")
        content = papers.content(session, tender, 1, NOW)
        documents = {each.kind: each for each in papers.documents(content)}
        assert documents["annex_2_3"].name == "Kontrakt 2 bilag 3 Beskrivelse av det som skal driftes"
        assert documents["annex_2_3"].short == "kontrakt 2 bilag 3"
        assert "4\\.1" in printed(session, tender, "annex_2_8")
        assert "4\\.1" not in printed(session, tender, "annex_8")
        assert "LOA\u00a0§\u00a05e" in printed(session, tender, "annex_2_6")
        assert "SSA\\-T Utviklings\\- og tilpasningsavtalen" in printed(session, tender, "annex_2_1")
        assert "SSA-T 2024 og SSA-D 2024" in documents["tender_rules"].cover.subtitle[1]  # type: ignore[union-attr]


# --- Attachments ---------------------------------------------------------------------------------


def attach(session: Session, draft: Draft, tender: Tender, **facts: Any) -> Any:
    told: dict[str, Any] = {"title": "Kart over kommunene", "name": "kart.pdf", "data": PDF}
    return service.add_attachment(session, draft.actor(), tender, **(told | facts), now=NOW)


def test_an_attachment_is_listed_and_lies_in_the_package(app: Flask, draft: Draft) -> None:
    with draft.open() as (session, tender):
        attach(session, draft, tender)
        official = {"title": "SSA-L", "name": "ssa-l.docx", "data": samples.docx(), "official_text": True}
        attach(session, draft, tender, **official, annex=7)
        content = papers.content(session, tender, 1, NOW)
        rules = printed(session, tender, "tender_rules")
        assert "Kart over kommunene" in rules
        assert "Bilag 7" in rules
        named = kept(session, draft, tender, content)
        assert named["vedlegg-kart.pdf"].kind == "attachment"
        with ZipFile(BytesIO(store.read(named["alle-dokumenter.zip"].sha256))) as archive:
            assert archive.read("vedlegg/kart.pdf") == PDF
            assert b'"vedlegg/kart.pdf"' in archive.read("manifest.json")


def kept(session: Session, draft: Draft, tender: Tender, content: dict[str, Any]) -> dict[str, VersionFile]:
    user_id = draft.actor().user_id or 0
    version = Version(
        tender_id=tender.id, number=1, fingerprint="x", content=content, frozen_at=NOW, frozen_by_id=user_id
    )
    session.add(version)
    session.flush()
    made = files.bundled(content, papers.stamp(content), [], ())
    printing.keep(session, version.id, printing.lay(made), NOW)
    session.flush()
    session.expire(version)
    return {file.name: file for file in version.files}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "program.exe"}, "name"),
        ({"name": "kart.docx"}, "file"),
        ({"annex": 99}, "home"),
        ({"contract": 2}, "home"),
        ({"name": ".pdf"}, "name"),
        ({"data": b""}, "data"),
        ({"data": b"x" * (20 * 1024 * 1024 + 1)}, "data"),
    ],
)
def test_a_file_that_cannot_be_attached(draft: Draft, facts: dict[str, Any], field: str) -> None:
    with draft.open() as (session, tender):
        with pytest.raises(RuleBroken) as refused:
            attach(session, draft, tender, **facts)
        assert refused.value.field == field


def test_names_are_taken_once_and_what_is_taken_out_is_gone(draft: Draft) -> None:
    with draft.open() as (session, tender):
        first = attach(session, draft, tender)
        with pytest.raises(RuleBroken, match="heter allerede"):
            attach(session, draft, tender, name="KART.pdf")
        service.remove_attachment(session, draft.actor(), first, now=NOW)
        assert papers.content(session, tender, 1, NOW)["attachments"] == []
    with draft.app.app_context():
        assert db.session().get_one(Tender, draft.tender_id).attachments == []
        db.session().rollback()


def test_there_is_an_end_to_attachments(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procure.tenders.service.attachments.MOST", 1)
    with draft.open() as (session, tender):
        attach(session, draft, tender)
        with pytest.raises(RuleBroken, match="inntil 1 vedlegg"):
            attach(session, draft, tender, name="to.pdf")


# --- Every agreement, alone and with each that may stand beside it --------------------------------

PAIRS = [
    (each.code, beside)
    for each in lists.agreements()
    if each.offered and each.annexes
    for beside in (None, *companions_of(each.code))
]


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize(("code", "beside"), PAIRS)
def test_the_documents_of_every_agreement_hang_together(
    app: Flask, code: str, beside: str | None, language: str
) -> None:
    with app.app_context(), db.kept() as session:
        place = make_place(session, "Tynset")
        by_code = {each.code: each.id for each in session.scalars(select(Agreement))}
        tender = make_tender(
            session,
            make_pool(session, place),
            place.buyer,
            language=language,
            agreement_id=by_code[code],
            companion_id=by_code[beside] if beside else None,
        )
        content = papers.content(session, tender, 1, NOW)
        documents = papers.documents(content)
        names = [papers.file_name(each.kind, each.name) for each in documents]
        assert len(set(names)) == len(names)
        assert dangling(documents) == {}
        annexes = {each["number"] for each in content["agreement"]["annexes"]}
        printed_annexes = {each.kind for each in documents if each.kind.startswith("annex_")}
        assert printed_annexes >= {f"annex_{tender.agreement.requirements_annex}"}
        assert len(annexes) >= len([kind for kind in printed_annexes if kind.count("_") == 1])
        if beside:
            assert any(kind.startswith("annex_2_") for kind in printed_annexes)
        told = "\n".join(texts(tuple(documents)))
        assert set(merge_fields(told)) <= OPEN_FIELDS


OPEN_FIELDS = {  # what a tender where nothing is answered has no value for
    *("anslatt_verdi", "avsendelse", "brukere_totalt", "forlengelse", "innbyggere_totalt"),
    *("innlevering_adresse", "innlevering_navn", "oppstart", "prosedyre", "siste_svar", "sporsmalsfrist"),
    *("tilbudsfrist", "varighet", "vedstaelse"),
}
