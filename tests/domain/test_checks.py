"""Every check: a complete tender passes, and what is taken away is found, weighed, placed and cited."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.checks import blockers, check_tender, criteria, table, timetable
from procure.domain.deadlines import Caution
from procure.domain.errors import Amount
from procure.domain.findings import Level, names_in_a_row
from procure.domain.law import Climate, law_on
from procure.domain.money import Ore
from procure.domain.scoring import ClimateGap, CriteriaMode, CriterionFacts, PriceModel, TieRule
from procure.domain.tender import (
    AnnexFacts,
    LotFacts,
    OptionHolderFacts,
    ParticipantFacts,
    PriceLineFacts,
    QualificationFacts,
    RequirementFacts,
    SectionFacts,
    TenderFacts,
    Unprintable,
)
from procure.domain.value import CostKind, EstimateLine

LAW = law_on(date(2026, 11, 30))
PART_I, PART_II, PART_III = Ore(900_000_00), Ore(1_500_000_00), Ore(4_590_000_00)

PRICE = CriterionFacts(
    key="price", name="Pris", name_en="Price", weight=40, price=True, documentation="Prisskjema"
)
QUALITY = CriterionFacts(
    key="quality", name="Kvalitet", name_en="Quality", weight=30, documentation="Svar på krav"
)
CLIMATE = CriterionFacts(
    key="climate",
    name="Klima og miljø",
    name_en="Climate and environment",
    weight=30,
    climate=True,
    documentation="Plan",
)
SAFE = RequirementFacts(
    id="SIK-001", kind="absolute", text="Data lagres i EØS.", met_when="at_offer", answer_mode="confirm"
)
GOOD = RequirementFacts(
    id="BRU-002", kind="evaluated", text="Lett å bruke.", answer_mode="describe", criterion="quality"
)
LOT = LotFacts(
    number=1,
    title="Avvik",
    estimate=Ore(1_000_000_00),
    title_en="Deviations",
    description_en="Deviations and risks.",
)
RESTRICTED = LAW.procedures["restricted"]
TWO_STAGES = {
    "procedure": RESTRICTED,
    "requests_until_on": date(2027, 1, 4),
    "deadline_on": date(2027, 2, 24),
    "questions_until_on": date(2027, 2, 12),
}
COMPLETE = TenderFacts(
    title="Felles kvalitetssystem",
    description="Kvalitets- og avvikssystem for to kommuner.",
    title_en="Quality system",
    description_en="A quality system for two municipalities.",
    cpv="48170000-0",
    dispatch_on=date(2026, 11, 30),
    estimate=PART_III,
    estimated_on=date(2026, 11, 20),
    estimate_method="Dagens pris i 48 måneder, pluss etablering.",
    procedure=LAW.procedures["open"],
    no_lots_reason="Ett system gir én pris og én opplæring.",
    contract_model="per_municipality",
    responsibility="joint",
    duration_months=36,
    extension_months=24,
    option_terms="To ganger ett år, på samme vilkår.",
    validity_months=3,
    variants=False,
    deadline_on=date(2027, 1, 14),
    questions_until_on=date(2027, 1, 4),
    channel_name="Anbudsporten",
    channel_url="https://anbud.example",
    espd=True,
    criteria=(PRICE, QUALITY, CLIMATE),
    climate=Climate.CRITERION,
    price_model=PriceModel.LINEAR,
    tie_rule=TieRule.LOWEST_PRICE,
    qualifications=(QualificationFacts(number=1, text="Lovlig etablert.", documentation="Firmaattest"),),
    sections=(SectionFacts(key="scope", title="Om anskaffelsen", filled=True),),
    requirements=(SAFE, GOOD),
    annexes=(
        AnnexFacts(number=1, title="Kundens kravspesifikasjon", presupposed=True, filled=True),
        AnnexFacts(number=8, title="Endringer etter avtaleinngåelsen", presupposed=False, filled=False),
    ),
    price_lines=(PriceLineFacts(number=1, text="Tjeneste", quantities={"Tolga": 12, "Tynset": 48}),),
    participants=(
        ParticipantFacts(name="Tolga", committed=True, organisation_number="940837685"),
        ParticipantFacts(name="Tynset", committed=True, organisation_number="940837685"),
    ),
    products=("Avvikio", "  "),
)
HOLDER = OptionHolderFacts(name="Røros", organisation_number="940837685")
LINES = (  # 60 months of them count as 48
    EstimateLine("Tjenesten", CostKind.MONTHLY, "Tolga", Ore(50_000_00)),
    EstimateLine("Tjenesten", CostKind.YEARLY, "Tynset", Ore(480_000_00)),
    EstimateLine("Forvaltning i åpningsåret", CostKind.ONE_OFF, "Tynset", Ore(0)),
    EstimateLine("Etablering", CostKind.ONE_OFF, None, Ore(270_000_00)),
)
NATIONAL = replace(
    COMPLETE,
    estimate=PART_II,
    procedure=LAW.procedures["national_open"],
    dialogue="Ingen dialog er planlagt.",
)


def found(tender):
    return {finding.code: finding for finding in check_tender(tender, LAW)}


def written(finding):
    return finding.sentence % finding.facts


def test_a_complete_tender_passes():
    assert check_tender(COMPLETE, LAW) == []
    assert check_tender(NATIONAL, LAW) == []


def test_an_empty_tender_is_told_everything_at_once():
    findings = check_tender(TenderFacts(), LAW)
    levels = [finding.level for finding in findings]
    assert levels == sorted(levels)  # blockers first
    assert {"not_described", "no_estimate", "no_submission_channel", "no_criteria"} <= set(
        found(TenderFacts())
    )


BLOCKERS: dict[str, dict[str, Any]] = {
    "not_described": {"title": " "},
    "no_cpv": {"cpv": None},
    "no_estimate": {"estimated_on": None},
    "estimate_after_dispatch": {"estimated_on": date(2026, 12, 1)},
    "estimate_leaves_out": {"option_holders": (HOLDER,)},
    "estimate_differs": {"estimate_lines": LINES, "estimate": Ore(4_590_000_01)},
    "framework_maximum": {"contract_model": "framework", "extension_months": 12},
    "ceiling_below_share": {
        "participants": (
            replace(COMPLETE.participants[0], ceiling=Ore(2_294_999_99)),
            COMPLETE.participants[1],
        )
    },
    "not_committed": {"participants": ()},
    "no_procedure": {"procedure": None},
    "procedure_of_a_laxer_part": {"procedure": LAW.procedures["national_open"], "dialogue": "Nei."},
    "no_lots_reason": {"no_lots_reason": ""},
    "few_invited": {**TWO_STAGES, "invited_least": 4},
    "selection_not_told": {**TWO_STAGES, "invited_least": 5, "invited_most": 8},
    "lots_above_estimate": {"lots": (replace(LOT, estimate=PART_III), replace(LOT, number=2))},
    "option_without_terms": {"option_terms": ""},
    "contract_not_settled": {"responsibility": "partly_joint"},
    "terms_not_settled": {"duration_months": None},
    "long_framework": {"contract_model": "framework", "framework_maximum": PART_III},
    "no_submission_channel": {"channel_url": ""},
    "dates_not_set": {"dispatch_on": None},
    "dates_in_wrong_order": {"questions_until_on": date(2027, 1, 15)},
    "deadline_too_short": {"deadline_on": date(2026, 12, 21), "questions_until_on": date(2026, 12, 10)},
    "no_criteria": {
        "criteria": (),
        "climate": Climate.EXEMPT_INSIGNIFICANT,
        "climate_reason": "Bare programvare",
    },
    "weights_not_100": {"criteria": (PRICE, QUALITY, replace(CLIMATE, weight=31))},
    "formula_incomplete": {"price_model": PriceModel.HYBRID},
    "criterion_without_documentation": {"criteria": (PRICE, QUALITY, replace(CLIMATE, documentation=""))},
    "climate_not_settled": {"climate": None},
    "no_requirements": {"requirements": ()},
    "requirement_unfinished": {"requirements": (replace(SAFE, met_when=None),)},
    "scored_without_criterion": {"requirements": (replace(GOOD, criterion="beauty"),)},
    "standard_named": {"requirements": (replace(SAFE, text="Sikret etter ISO/IEC 27001."),)},
    "weight_without_score": {"requirements": (replace(SAFE, weight=3),)},
    "lot_is_gone": {"requirements": (replace(SAFE, lot=2),)},
    "qualification_unfinished": {"qualifications": (replace(COMPLETE.qualifications[0], documentation=" "),)},
    "turnover_too_high": {
        "qualifications": (replace(COMPLETE.qualifications[0], turnover=Ore(9_180_000_01)),)
    },
    "make_named": {"requirements": (replace(SAFE, text="Kan hente data fra avvikio."),)},
    "price_form_unfinished": {"price_lines": ()},
    "annex_empty": {"annexes": (replace(COMPLETE.annexes[0], filled=False),)},
    "section_unfinished": {"sections": (replace(COMPLETE.sections[0], filled=False),)},
    "field_without_value": {"sections": (replace(COMPLETE.sections[0], gaps=("brukere_totalt",)),)},
}
WARNINGS: dict[str, dict[str, Any]] = {
    "estimate_has_others": {"estimate_lines": (*LINES, replace(LINES[2], body="Rendalen"))},
    "old_estimate": {"estimated_on": date(2025, 11, 29)},
    "no_organisation_number": {
        "participants": (replace(COMPLETE.participants[0], organisation_number=None),)
    },
    "procedure_of_a_stricter_part": {"estimate": PART_II},
    "procedure_not_carried": {"procedure": replace(LAW.procedures["open"], offered=False)},
    "single_lot": {"lots": (LOT,)},
    "long_validity": {"validity_months": 7},
    "poor_day_for_deadline": {"deadline_on": date(2027, 7, 6), "questions_until_on": date(2027, 6, 20)},
    "late_questions": {"questions_until_on": date(2027, 1, 8)},
    "scoring_not_settled": {"price_model": None, "tie_rule": TieRule.LOTS_DRAWN},
    "no_qualifications": {"qualifications": ()},
    "many_criteria": {
        "criteria": (
            *(CriterionFacts(key=k, name=k, name_en=k, weight=10, documentation="x") for k in "abcd"),
            CriterionFacts(
                key="quality", name="Kvalitet", name_en="Quality", weight=60, climate=True, documentation="x"
            ),
        )
    },
    "both_absolute_and_scored": {
        "requirements": (replace(SAFE, kind="both", criterion="quality"), replace(GOOD, kind="evaluated"))
    },
    "many_absolute": {"requirements": tuple(replace(SAFE, id=f"SIK-{n:03}") for n in range(1, 17))},
    "quantity_missing": {"price_lines": (replace(COMPLETE.price_lines[0], quantities={"Tolga": 12}),)},
    "unprintable": {
        "unprintable": (Unprintable(place="section:scope", name="Om anskaffelsen", characters="🙂"),)
    },
}
ROWS = [*BLOCKERS.values(), *WARNINGS.values()]
IN_ONE_PART = {
    "lowest_price_alone",
    "negotiation_not_told",
    "no_espd",
    "english_missing",
    "no_ground",
    "silent_on_dialogue",
    "order_incomplete",
    "ranked_without_reason",
    "few_days",
}


@pytest.mark.parametrize("code", BLOCKERS)
def test_what_the_law_asks_for_stops_and_cites_its_paragraph(code):
    findings = found(replace(COMPLETE, **BLOCKERS[code]))
    assert list(findings) == [code]
    assert findings[code].level is Level.BLOCKER
    assert "§" in findings[code].source


@pytest.mark.parametrize("code", WARNINGS)
def test_advice_never_stops(code):
    findings = check_tender(replace(COMPLETE, **WARNINGS[code]), LAW)
    assert [finding.code for finding in findings] == [code]
    assert blockers(findings) == []


def test_every_rule_has_a_test_here_and_says_what_it_is_for():
    rules = table()
    assert {rule.code for rule in rules} == set(BLOCKERS) | set(WARNINGS) | IN_ONE_PART
    assert all(rule.look.__doc__ for rule in rules)
    assert all(re.fullmatch(r"task:[a-z]+", rule.place) for rule in rules)


# --- The parts of the regulation -----------------------------------------------------------------


def test_a_deadline_of_29_days_names_the_earliest_day():
    """FOA § 20-2: 30 days from dispatch in an open procedure above the EEA threshold."""
    finding = found(replace(COMPLETE, deadline_on=date(2026, 12, 29)))["deadline_too_short"]
    assert finding.facts["earliest"] == date(2026, 12, 30)
    assert "20-2" in finding.source


def test_no_number_of_days_is_set_below_it_but_few_are_pointed_out():
    findings = found(replace(NATIONAL, deadline_on=date(2026, 12, 17), questions_until_on=date(2026, 12, 7)))
    assert list(findings) == ["few_days"]
    assert findings["few_days"].level is Level.WARNING
    assert "17 dager" in written(findings["few_days"])


def test_dialogue_is_spoken_of_in_part_two_only():
    assert found(replace(NATIONAL, dialogue=""))["silent_on_dialogue"].level is Level.BLOCKER
    assert "silent_on_dialogue" not in found(replace(COMPLETE, dialogue=""))


def test_no_lots_stop_above_the_threshold_and_advise_below():
    assert found(replace(NATIONAL, no_lots_reason=""))["no_lots_reason"].level is Level.WARNING
    assert "no_lots_reason" not in found(replace(NATIONAL, no_lots_reason="", estimate=PART_I))


def test_until_there_is_an_estimate_the_rules_of_one_part_are_quiet():
    findings = found(replace(COMPLETE, estimate=None, no_lots_reason="", climate=None))
    assert list(findings) == ["no_estimate"]


def test_negotiation_above_the_threshold_needs_letter_and_reason():
    negotiated = replace(
        COMPLETE,
        procedure=LAW.procedures["negotiated"],
        dialogue="Forhandling i to runder.",
        invited_least=3,
        reduction=False,
        award_without_negotiation=False,
        deadline_on=date(2027, 2, 10),
    )
    finding = found(replace(negotiated, procedure_ground="a"))["no_ground"]
    assert finding.level is Level.BLOCKER
    assert "§§ 13-1 (2), 25-5 (2) d" in finding.source
    assert found(replace(negotiated, procedure_ground="a", procedure_reason="Må tilpasses.")) == {}


def test_negotiation_says_what_it_reserves_and_how_it_goes_on():
    """FOA §§ 23-7, 23-11."""
    negotiated = replace(COMPLETE, procedure=LAW.procedures["negotiated"], invited_least=3)
    said = [written(each) for each in check_tender(negotiated, LAW) if each.code == "negotiation_not_told"]
    assert len(said) == 2
    phases = replace(negotiated, reduction=True, award_without_negotiation=True)
    finding = found(phases)["negotiation_not_told"]
    assert finding.level is Level.BLOCKER
    assert written(finding).endswith("Skriv hvordan forhandlingene gjennomføres.")
    assert "negotiation_not_told" not in found(replace(phases, dialogue="I to runder."))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Skriv hvor mange som minst skal inviteres til å gi tilbud."),
        ({"invited_least": 4}, "Minst 5 skal inviteres når så mange er skikket. Her står det 4."),
        (
            {"invited_least": 8, "invited_most": 6, "selection": "De med best erfaring."},
            "Det høyeste antallet som inviteres, kan ikke være lavere enn det laveste.",
        ),
    ],
)
def test_how_many_are_invited_is_said_and_is_enough(change, sentence):
    finding = found(replace(COMPLETE, procedure=RESTRICTED, **change))["few_invited"]
    assert written(finding) == sentence


def test_enough_are_invited():
    asked = replace(COMPLETE, procedure=RESTRICTED, invited_least=5, invited_most=8, selection="Erfaring.")
    assert not {"few_invited", "selection_not_told"} & set(found(asked))


@pytest.mark.row("C7")
def test_lots_stand_in_place_of_the_reason_for_none():
    two = (LOT, replace(LOT, number=2))
    assert "no_lots_reason" not in found(replace(COMPLETE, no_lots_reason="", lots=two))


def test_the_notice_above_the_threshold_stands_in_english_too():
    """FOA § 21-1 (2): and below it Norwegian is enough (FOA § 7-7)."""
    plain = replace(
        COMPLETE, title_en="", criteria=tuple(replace(each, name_en="") for each in COMPLETE.criteria)
    )
    lots = replace(plain, lots=(replace(LOT, title_en=""), replace(LOT, number=2)))
    english = [each for each in check_tender(lots, LAW) if each.code == "english_missing"]
    assert [each.place for each in english] == ["task:basics", "task:lots", "task:criteria"]
    assert written(english[1]) == "Kunngjøringen trenger engelsk tekst for «Avvik»."
    assert {each.level for each in english} == {Level.BLOCKER}
    assert "english_missing" not in found(replace(plain, estimate=PART_II))


def test_the_espd_is_asked_for_above_the_threshold_only():
    assert found(replace(COMPLETE, espd=None))["no_espd"].level is Level.BLOCKER
    assert "no_espd" not in found(replace(NATIONAL, espd=None))


def test_without_dates_nothing_is_counted():
    assert set(found(replace(COMPLETE, deadline_on=None))) == {"dates_not_set"}
    assert set(found(replace(NATIONAL, deadline_on=None))) == {"dates_not_set"}


def test_the_deadline_comes_after_dispatch():
    findings = found(replace(NATIONAL, deadline_on=date(2026, 11, 30), questions_until_on=date(2026, 11, 20)))
    assert list(findings) == ["dates_in_wrong_order"]


def test_a_missing_question_deadline_is_advice():
    assert "7. januar" not in written(found(replace(COMPLETE, questions_until_on=None))["late_questions"])
    assert found(replace(COMPLETE, questions_until_on=None))["late_questions"].facts["day"] == date(
        2027, 1, 8
    )


# --- What it is worth, and who may be bound for it ------------------------------------------------


def valued(**changes):
    return found(replace(COMPLETE, estimate_lines=LINES, **changes))


def test_an_estimate_with_everybody_in_it_passes():
    assert valued() == {}
    assert replace(COMPLETE, estimate_lines=LINES).counted(LAW).total == COMPLETE.estimate


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"option_holders": (HOLDER,)}, "Anslaget har ingen linje for Røros."),
        ({"estimate_lines": (*LINES[1:],)}, "Anslaget har ingen linje for Tolga."),
        (
            {"estimate_lines": LINES[:3]},
            "Anslaget har ingen linje for den felles delen. Kjøper dere ikke noe felles, skriv 0 kr.",
        ),
        (
            {"price_lines": (replace(COMPLETE.price_lines[0], option=True),)},
            "Prisskjemaet har opsjoner, men anslaget har ingen. De regnes med, brukt eller ikke.",
        ),
    ],
)
def test_what_the_estimate_leaves_out_is_named(change, sentence):
    assert (
        written(found(replace(COMPLETE, **({"estimate_lines": LINES} | change)))["estimate_leaves_out"])
        == sentence
    )


def test_option_holders_must_be_counted_line_by_line():
    finding = found(replace(COMPLETE, option_holders=(HOLDER,)))["estimate_leaves_out"]
    assert written(finding) == "Anslaget må vise linje for linje hva opsjonstakerne kan kjøpe: Røros."


def test_options_and_option_holders_that_are_counted_pass():
    more = EstimateLine("Tjenesten", CostKind.ONE_OFF, "Røros", Ore(10_000_00), option=True)
    changes = {
        "option_holders": (HOLDER,),
        "estimate_lines": (*LINES, more),
        "estimate": Ore(PART_III + 10_000_00),
        "price_lines": (replace(COMPLETE.price_lines[0], option=True),),
    }
    assert found(replace(COMPLETE, **changes)) == {}


def test_one_that_buys_alone_has_no_joint_part():
    assert (
        found(
            replace(
                COMPLETE,
                participants=COMPLETE.participants[:1],
                estimate_lines=LINES[:1],
                estimate=Ore(2_400_000_00),
                procedure=LAW.procedures["national_open"],
                dialogue="Nei.",
            )
        )
        == {}
    )


def test_lines_without_an_estimate_only_ask_for_it():
    assert list(valued(estimate=None)) == ["no_estimate"]


def test_the_two_amounts_that_differ_are_told():
    facts = valued(estimate=Ore(4_590_000_01))["estimate_differs"].facts
    assert (facts["estimate"], facts["total"]) == (Amount(Ore(4_590_000_01)), Amount(Ore(4_590_000_00)))


@pytest.mark.parametrize(("maximum", "stops"), [(None, True), (459_000_000 - 1, True), (459_000_000, False)])
def test_a_framework_has_a_maximum_no_lower_than_its_estimate(maximum, stops):
    framework = replace(COMPLETE, contract_model="framework", extension_months=12, framework_maximum=maximum)
    assert ("framework_maximum" in found(framework)) is stops
    assert ("framework_maximum" in found(replace(framework, estimate=None))) is (maximum is None)


def test_a_share_is_of_the_lines_and_the_joint_part():
    tender = replace(COMPLETE, estimate_lines=LINES)
    assert tender.shares(LAW) == {"Tolga": 2_535_000_00, "Tynset": 2_055_000_00}
    weighed = replace(tender, participants=tuple(replace(each, cost_key=0) for each in tender.participants))
    assert weighed.shares(LAW) == tender.shares(LAW)  # nobody's key is known: equal ones
    assert replace(tender, participants=()).shares(LAW) == {}
    assert TenderFacts().shares(LAW) == {}
    assert replace(COMPLETE, estimate=None).shares(LAW) == {"Tolga": 0, "Tynset": 0}


@pytest.mark.parametrize(("ceiling", "stops"), [(None, False), (253_499_999, True), (253_500_000, False)])
def test_a_ceiling_below_the_share_is_named_and_never_told(ceiling, stops):
    tolga, tynset = COMPLETE.participants
    findings = valued(participants=(replace(tolga, ceiling=ceiling), tynset))
    assert ("ceiling_below_share" in findings) is stops
    if stops:
        finding = findings["ceiling_below_share"]
        assert written(finding) == "Rammen til Tolga er lavere enn sin del av anslått verdi."
        assert dict(finding.facts) == {"name": "Tolga"}
        assert "§ 6-1" in finding.source


# --- What is said of single things ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"description": ""}, "Konkurransen mangler en kort beskrivelse av det som skal kjøpes."),
        ({"estimate_method": ""}, "Skriv hvordan verdien er anslått."),
        ({"criteria": (PRICE, CLIMATE)}, "Vektene blir 70. De skal bli 100."),
        (
            {"criteria": (PRICE, replace(QUALITY, weight=None), replace(CLIMATE, weight=60))},
            "«Kvalitet» mangler vekt.",
        ),
        (
            {"criteria": (PRICE, replace(QUALITY, weight=40), replace(CLIMATE, weight=20))},
            "Klima og miljø vektes 20 prosent. Det skal være minst 30, eller en annen grunn.",
        ),
        ({"contract_model": None}, "Velg hvem som skal skrive under på kontrakten med leverandøren."),
        ({"responsibility": None}, "Velg hvordan kommunene svarer for at reglene følges."),
        ({"variants": None}, "Velg om leverandørene kan gi alternative tilbud."),
        (
            {"contract_model": "framework"},
            "Rammeavtalen kan vare i 60 måneder. Over 48 måneder krever en særlig grunn.",
        ),
        (
            {"participants": (replace(COMPLETE.participants[0], committed=False),)},
            "Tolga har ikke forpliktet seg.",
        ),
        (
            {"participants": tuple(replace(body, committed=False) for body in COMPLETE.participants)},
            "Disse har ikke forpliktet seg: Tolga og Tynset.",
        ),
        ({"requirements": (replace(SAFE, text=" "),)}, "SIK-001 har ingen tekst."),
        (
            {"requirements": (replace(SAFE, answer_mode=None),)},
            "SIK-001 sier ikke hvordan det skal besvares.",
        ),
        (
            {"requirements": (replace(SAFE, met_when="by_date"),)},
            "SIK-001 skal være oppfylt innen en dato, men datoen mangler.",
        ),
        (
            {"requirements": (replace(SAFE, text="Kobles til Avvikio."),)},
            "SIK-001 nevner «Avvikio» uten «eller tilsvarende» eller en grunn.",
        ),
        (
            {"price_lines": (replace(COMPLETE.price_lines[0], quantities={"Tolga": 0}),)},
            "Prislinje P1 har ikke antall for noen deltaker.",
        ),
        (
            {"sections": (replace(COMPLETE.sections[0], gaps=("oppstart",)),)},
            "Feltet {oppstart} har ingen verdi. Det brukes i «Om anskaffelsen».",
        ),
    ],
)
def test_a_finding_says_it_in_words(change, sentence):
    assert sentence in [written(finding) for finding in check_tender(replace(COMPLETE, **change), LAW)]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Avvikio eller tilsvarende."},
        {"text": "Avvikio eller\ntilsvarande."},
        {"text": "Avvikio.", "brand_reason": "Systemet står i kommunen og skal kobles til."},
        {"text": "Avvikiosystemet er et annet ord."},
    ],
)
def test_a_make_may_be_named_the_right_way(change):
    assert found(replace(COMPLETE, requirements=(replace(SAFE, **change), GOOD))) == {}


def test_a_long_framework_may_have_a_reason():
    assert (
        found(
            replace(
                COMPLETE,
                contract_model="framework",
                framework_maximum=PART_III,
                duration_reason="Store investeringer.",
            )
        )
        == {}
    )
    framework = replace(COMPLETE, contract_model="framework", framework_maximum=PART_III)
    assert found(replace(framework, extension_months=12)) == {}


def test_a_finding_leads_to_the_thing_itself():
    change = replace(
        COMPLETE,
        requirements=(replace(SAFE, text=""),),
        annexes=(replace(COMPLETE.annexes[0], filled=False),),
    )
    places = {finding.code: finding.place for finding in check_tender(change, LAW)}
    assert places == {"requirement_unfinished": "requirement:SIK-001", "annex_empty": "annex:1"}


def test_ranked_criteria():
    ranks = tuple(replace(each, weight=None, rank=n) for n, each in enumerate(COMPLETE.criteria, start=1))
    ranked = replace(COMPLETE, mode=CriteriaMode.RANKED, criteria=ranks)
    assert found(ranked)["ranked_without_reason"].level is Level.BLOCKER
    assert found(replace(ranked, ranked_reason="Lar seg ikke vekte.")) == {}
    assert "ranked_without_reason" not in found(replace(ranked, estimate=PART_II))
    twice = replace(ranked, ranked_reason="Nei.", criteria=(ranks[0], ranks[0], ranks[2]))
    assert found(twice)["order_incomplete"].level is Level.BLOCKER


def test_climate_is_asked_for_only_where_there_is_a_duty_to_publish():
    assert "climate_not_settled" not in found(replace(NATIONAL, climate=None, estimate=PART_I))


def test_every_climate_gap_and_caution_has_words():
    assert set(criteria.CLIMATE) == set(ClimateGap)
    assert set(timetable.CAUTIONS) == set(Caution)


fields = {
    name: st.sampled_from(
        [getattr(COMPLETE, name), getattr(TenderFacts(), name), *(row[name] for row in ROWS if name in row)]
    )
    for name in TenderFacts.__dataclass_fields__
}


@given(st.fixed_dictionaries(fields), st.sampled_from([LAW, law_on(date(2024, 1, 1))]))
def test_any_tender_can_be_checked_and_every_finding_be_written(answers, law):
    for finding in check_tender(TenderFacts(**answers), law):
        assert written(finding)
        assert re.fullmatch(r"(task|section|requirement|annex):\S+", finding.place)


def test_names_stand_in_a_row():
    assert names_in_a_row(["Os"]) == "Os"
