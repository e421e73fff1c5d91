"""The texts of the notice: every field in Doffin's order, the choices followed, and no ceiling."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from procure import db
from procure.domain.assembly import canonical, texts
from procure.domain.money import Ore
from procure.tenders import notice, papers
from procure.tenders.models import ContractModel, Responsibility, Tender
from tests.factories import NOW
from tests.publication.making import NATIONAL, PART_II, Ready, make_ready
from tests.tenders.making import make_draft

CEILING = Ore(987_654_321_00)


def content_of(app: Flask, **changes: Any) -> dict[str, Any]:
    return frozen(app, make_ready(app, **changes))


def frozen(app: Flask, ready: Ready) -> dict[str, Any]:
    """The content of a tender, with a ceiling behind every participant."""
    with app.app_context():
        with db.kept() as session:
            for one in session.get_one(Tender, ready.tender_id).pool.participations:
                one.ceiling = CEILING
        return papers.content(db.session(), db.session().get_one(Tender, ready.tender_id), 3, NOW)


def told(fields: list[notice.Field]) -> dict[str, str]:
    return {field.label: field.value.replace("\N{NO-BREAK SPACE}", " ") for field in fields}


def test_every_field_is_there_in_the_order_that_doffin_asks(app: Flask) -> None:
    content = content_of(app)
    content["qualifications"] = [
        {"kind": "technical", "text": "Erfaring fra kommuner.", "documentation": "Tre oppdrag."}
    ]
    fields = notice.texts(content)
    assert list(dict.fromkeys(field.group for field in fields)) == [
        "Anskaffelsen",
        "Prosedyre",
        "Verdi",
        "Delkontrakter",
        "Varighet",
        "Oppdragsgivere",
        "Kvalifikasjonskrav",
        "Tildelingskriterier",
        "Frister",
        "Tilbudet",
    ]
    found = told(fields)
    assert found["Tittel"] == "Kvalitetssystem for tre kommuner"
    assert found["Prosedyre"] == "Åpen anbudskonkurranse"
    assert found["Anslått verdi"] == "4 590 000 NOK uten merverdiavgift"
    assert found["Hvorfor ikke delt opp"] == "Systemet er ett produkt."
    assert found["Forlengelser"] == "inntil 24 måneder i alt"
    assert found["Oppdragsgivere"].splitlines()[0].endswith("(leder for gruppen)")
    assert found["Kriterium 3"] == "Klima og miljø, vekt 30 prosent, kode quality-nor-env-criteria"
    assert found["Tekniske og faglige kvalifikasjoner"].endswith("\nDokumentasjon: Tre oppdrag.")
    assert found["Tilbudsfrist"] == "torsdag 14. januar 2027 kl. 12.00, norsk tid"
    assert found["Alternative tilbud"] == "ikke tillatt"
    assert notice.untold(fields) == []


def test_above_the_threshold_it_stands_in_english_too(app: Flask) -> None:
    content = content_of(app)
    english = notice.english(content)
    found = told(english)
    assert found["Title"] == "Quality system for three municipalities"
    assert found["Procedure"] == "Open procedure"
    assert found["Deadline for tenders"] == "Thursday 14 January 2027 at 12:00, Norwegian time"
    assert found["Criterion 1"] == "Price, weight 40 percent, code price"
    assert {field.label for field in english if field.translate} >= {"Why not divided into lots", "Options"}
    assert notice.untold(english) == []
    content["tender"]["title_en"] = None
    assert [field.label for field in notice.untold(notice.english(content))] == ["Title"]


def test_below_the_threshold_norwegian_is_enough(app: Flask) -> None:
    """FOA § 7-7."""
    assert notice.english(content_of(app, estimate=NATIONAL, **PART_II)) == []


def test_no_ceiling_is_in_it(app: Flask) -> None:
    content = content_of(app)
    for text in (notice.as_text(content), canonical(content).decode()):
        assert "987654321" not in text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")


def test_it_can_be_written_as_one_plain_text(app: Flask) -> None:
    text = notice.as_text(content_of(app, language="nn", title_en=""))
    assert text.startswith("Tekstar til kunngjeringa i Doffin\n")
    assert "Oppdragsgivarar:\n" in text
    assert "In English" in text
    assert "Title:\n(missing)" in text
    assert "Options (to be translated):" in text


def test_a_draft_with_nothing_answered_can_be_told(app: Flask) -> None:
    draft = make_draft(app)
    with app.app_context():
        content = papers.content(db.session(), db.session().get_one(Tender, draft.tender_id), 0, NOW)
    assert {"Prosedyre", "Varighet", "Ansvar"} <= {
        field.label for field in notice.untold(notice.texts(content))
    }
    page = draft.browser().get(draft.url("/notice-texts")).text
    assert "Mangler. Svar på oppgavelisten først." in page


TWO_STAGES: dict[str, Any] = {
    "procedure": "negotiated",
    "procedure_ground": "a",
    "procedure_reason": "Koblingen til Acos må utvikles for oss.",
    "dialogue": "To runder med alle.",
    "invited_least": 3,
    "invited_most": 5,
    "selection": "De med mest erfaring fra små kommuner.",
    "reduction": True,
    "award_without_negotiation": False,
}


def test_negotiation_tells_ground_invitations_and_reservations(app: Flask) -> None:
    found = told(notice.texts(content_of(app, **TWO_STAGES)))
    assert found["Grunnlag for å forhandle"].startswith("anskaffelsesforskriften § 13-2 bokstav a: Behovet")
    assert found["Antall som inviteres"] == "minst 3 og høyst 5"
    assert found["Slik velges de ut"] == "De med mest erfaring fra små kommuner."
    assert found["Forbehold om å redusere antallet tilbud i faser"] == "ja"
    assert found["Forbehold om å tildele uten forhandling"] == "nei"
    assert "Frist for å be om å få delta" in found


def test_negotiation_without_a_ground_has_it_missing(app: Flask) -> None:
    without = {"procedure_ground": None, "procedure_reason": None}
    untold = {each.label for each in notice.untold(notice.texts(content_of(app, **(TWO_STAGES | without))))}
    assert {"Grunnlag for å forhandle", "Hvorfor det er oppfylt"} <= untold


def test_a_ground_left_from_another_procedure_is_told_nowhere(app: Flask) -> None:
    content = content_of(app, procedure_ground="a", procedure_reason="Det enkleste.", reduction=True)
    assert "Grunnlag for å forhandle" not in told(notice.texts(content))
    printed = plain("\n".join(_texts(content)))
    assert "§ 13-2 bokstav a" not in printed
    assert "redusere antallet tilbud" not in printed


def test_a_long_framework_tells_why(app: Flask) -> None:
    framework = {
        "contract_model": ContractModel.FRAMEWORK,
        "framework_maximum": Ore(6_000_000_00),
        "duration_reason": "Kommunene går over til ulik tid.",
    }
    content = content_of(app, **framework)
    assert told(notice.texts(content))["Hvorfor rammeavtalen varer så lenge"] == framework["duration_reason"]
    content["tender"]["contract_model"] = "per_municipality"
    assert "Hvorfor rammeavtalen varer så lenge" not in told(notice.texts(content))


def test_a_climate_choice_without_a_weight_has_its_code_and_reason(app: Flask) -> None:
    content = content_of(app)
    content["tender"] |= {"climate": "combined", "climate_reason": "Kravene gir mest."}
    found = told(notice.texts(content))
    assert found["Klima og miljø"].endswith("vekt 0, kode quality-nor-env-spec")
    assert found["Begrunnelse for klimavalget"] == "Kravene gir mest."


def test_ranked_criteria_have_their_place_and_no_weight(app: Flask) -> None:
    content = content_of(app)
    content["tender"]["criteria_mode"] = "ranked"
    assert (
        told(notice.texts(content))["Kriterium 2"]
        == "Kvalitet, nummer 2 i prioritert rekkefølge, kode quality"
    )


def test_a_text_that_doffin_has_no_room_for_is_pointed_out(app: Flask) -> None:
    ready = make_ready(app, description_en="x" * 2_000)
    content = frozen(app, ready)
    content["tender"]["description"] = "y" * 6_001
    assert [field.label for field in notice.texts(content) if field.is_too_long] == ["Kort beskrivelse"]


def test_option_holders_stand_with_their_highest_volumes(app: Flask) -> None:
    content = content_of(app)
    body = {"name": "Rendalen kommune", "organisation_number": "940837685"}
    content["option_holders"] = [
        {**body, "users": 120, "inhabitants": 1700, "key": "p9"},
        {**body, "users": 120, "inhabitants": None, "key": "p10"},
        {**body, "users": None, "inhabitants": None, "key": "p11"},
    ]
    holders = told(notice.texts(content))["Kan komme til senere, navngitt"].splitlines()
    assert holders == [
        "Rendalen kommune, 940 837 685: høyst 120 brukere og 1 700 innbyggere",
        "Rendalen kommune, 940 837 685: høyst 120 brukere",
        "Rendalen kommune, 940 837 685",
    ]


# --- Contract model and responsibility: three of each --------------------------------------------

MODELS: dict[str, tuple[dict[str, Any], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "A": (
        {"contract_model": ContractModel.JOINT_BODY, "responsibility": Responsibility.CENTRAL_BODY},
        (
            "én kontrakt, underskrevet av ett felles organ",
            "på vegne av oppdragsgiverne",
            "svarer for konkurransen som innkjøpssentral",
        ),
        ("(leder for gruppen, innkjøpssentral)", "Én kontrakt, underskrevet av", "som innkjøpssentral"),
        ("Hver oppdragsgiver inngår sin egen kontrakt", "Rammeavtalens maksimale verdi"),
    ),
    "B": (
        {"contract_model": ContractModel.PER_MUNICIPALITY, "responsibility": Responsibility.JOINT},
        (
            "én kontrakt for hver oppdragsgiver, med likt innhold",
            "Hver oppdragsgiver inngår sin egen kontrakt",
            "Oppdragsgiverne svarer sammen for at anskaffelsesregelverket følges.",
        ),
        ("(leder for gruppen)", "Én kontrakt for hver oppdragsgiver", "svarer sammen for at reglene følges"),
        ("innkjøpssentral", "Bare de som er navngitt, kan gjøre avrop"),
    ),
    "C": (
        {
            "contract_model": ContractModel.FRAMEWORK,
            "responsibility": Responsibility.PARTLY_JOINT,
            "framework_maximum": Ore(6_000_000_00),
            "duration_reason": "Kommunene går over til ulik tid.",
        },
        (
            "rammeavtale med avrop",
            "Bare de som er navngitt, kan gjøre avrop.",
            "For resten svarer hver av dem alene.",
            "hver for seg for egen kontrakt",
        ),
        ("6 000 000 NOK", "hver oppdragsgiver gjør avrop", "For resten svarer hver oppdragsgiver alene."),
        ("innkjøpssentral", "Hver oppdragsgiver inngår sin egen kontrakt"),
    ),
}


@pytest.mark.row("C8")
@pytest.mark.parametrize("model", MODELS)
def test_documents_and_notice_follow_contract_model_and_responsibility(app: Flask, model: str) -> None:
    """Chosen through the page, read in the documents and on the page of the notice's texts."""
    answers, printed, announced, neither = MODELS[model]
    ready = make_ready(app, **answers)
    content = frozen(app, ready)
    documents = plain("\n".join(_texts(content)))
    page = plain(ready.browser().get(ready.url("notice-texts")).text)
    assert [text for text in printed if text not in documents] == []
    assert [text for text in announced if text not in page] == []
    assert [text for text in neither if text in documents + page] == []


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\\", "")


def _texts(content: dict[str, Any]) -> list[str]:
    return list(texts(tuple(papers.documents(content))))
