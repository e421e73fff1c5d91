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
from procure.domain.findings import Level, names_in_a_row
from procure.domain.law import Climate, law_on
from procure.domain.money import Ore
from procure.domain.scoring import ClimateGap, CriteriaMode, CriterionFacts, PriceModel, TieRule
from procure.domain.tender import (
    AttachmentFacts,
    ChangeFacts,
    Lost,
    OmittedFacts,
    SectionFacts,
    TenderFacts,
    Trouble,
    Troubled,
    Unprintable,
)
from tests.domain.checking import (
    CLIMATE,
    COMPLETE,
    GOOD,
    HOLDER,
    LAW,
    LINES,
    LOT,
    NATIONAL,
    PART_I,
    PART_II,
    PART_III,
    PRICE,
    QUALITY,
    SAFE,
    TWO_STAGES,
    found,
    written,
)


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
    "change_without_text": {"changes": (ChangeFacts(clause="4.5", text=" "),)},
    "clause_left_out": {
        "omitted": (*COMPLETE.omitted, OmittedFacts(name="Lønnsvilkår", omissible=False, reason="Dyrt"))
    },
    "universal_design_not_asked": {"omitted": ()},
    "price_moves_without_terms": {
        "sections": (SectionFacts(key="p", title="Pris", filled=True, prices="Prisene kan justeres."),)
    },
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
    "short_standstill": {
        "milestones": {"notification": date(2027, 2, 18), "standstill_end": date(2027, 2, 25)}
    },
    "bound_in_standstill": {"milestones": {"notification": date(2027, 2, 18), "signing": date(2027, 2, 22)}},
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
    "reference_leads_nowhere": {
        "lost": (Lost(place="section:scope", name="Om anskaffelsen", reference="kap:x"),)
    },
    "field_without_value": {"sections": (replace(COMPLETE.sections[0], gaps=("brukere_totalt",)),)},
}
WARNINGS: dict[str, dict[str, Any]] = {
    "attachment_without_annex": {"attachments": (AttachmentFacts(title="Kart", annex=9),)},
    "estimate_has_others": {"estimate_lines": (*LINES, replace(LINES[2], body="Rendalen"))},
    "old_estimate": {"estimated_on": date(2025, 11, 29)},
    "no_organisation_number": {
        "participants": (replace(COMPLETE.participants[0], organisation_number=None),)
    },
    "no_volumes": {
        "contract_model": "framework",
        "extension_months": 12,
        "framework_maximum": PART_III,
        "participants": (replace(COMPLETE.participants[0], users=None),),
    },
    "procedure_of_a_stricter_part": {"estimate": PART_II},
    "procedure_not_carried": {"procedure": replace(LAW.procedures["open"], offered=False)},
    "single_lot": {"lots": (LOT,)},
    "long_validity": {"validity_months": 7},
    "poor_day_for_deadline": {"deadline_on": date(2027, 7, 6), "questions_until_on": date(2027, 6, 21)},
    "bids_end_before_signing": {"milestones": {"signing": date(2027, 6, 1)}},
    "late_questions": {"questions_until_on": date(2027, 1, 8)},
    "scoring_not_settled": {"price_model": None, "tie_rule": TieRule.LOTS_DRAWN},
    "tie_rule_empty": {
        "tie_rule": TieRule.BEST_QUALITY,
        "criteria": (replace(PRICE, weight=70), CLIMATE),
        "requirements": (SAFE,),
    },
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
    "printed_otherwise": {
        "troubled": (
            Troubled(place="section:scope", name="Om", trouble=Trouble.IMAGE, sample="![kart](kart.png)"),
        )
    },
}
ROWS = [*BLOCKERS.values(), *WARNINGS.values()]
IN_ONE_PART = {
    "lowest_price_alone",
    "negotiation_not_told",
    "no_espd",
    "english_missing",
    "no_ground",
    "no_reason_for_no_notice",
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
            {"price_lines": (replace(COMPLETE.price_lines[0], joint=True, joint_amount=0),)},
            "Prislinje P1 har ikke antall for fellesdelen.",
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


def test_a_contract_without_an_end_needs_no_length_and_a_framework_then_needs_a_reason():
    endless = replace(COMPLETE, duration_months=None, extension_months=None, open_ended=True)
    assert endless.term is None
    assert found(endless) == {}
    framework = replace(endless, contract_model="framework", framework_maximum=PART_III)
    assert written(found(framework)["long_framework"]) == (
        "Rammeavtalen har ingen slutt. Over 48 måneder krever en særlig grunn."
    )
    assert found(replace(framework, duration_reason="Store investeringer.")) == {}


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
    assert str(names_in_a_row(["Os"])) == "Os"


def test_a_clause_taken_out_needs_no_wording_and_one_left_out_a_reason():
    removed = replace(COMPLETE, changes=(ChangeFacts(clause="4.5", text="", removes=True),))
    assert found(removed) == {}
    omitted = OmittedFacts(name="Sikkerhet", omissible=True, reason="Ikke aktuelt her")
    both = (*COMPLETE.omitted, omitted)
    assert found(replace(COMPLETE, omitted=both)) == {}
    unsaid = (*COMPLETE.omitted, replace(omitted, reason=" "))
    assert "clause_left_out" in found(replace(COMPLETE, omitted=unsaid))
