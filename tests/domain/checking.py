"""A tender that nothing is wrong with, and one below the EEA threshold, for the tests of the checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from procure.domain.checks import check_tender
from procure.domain.findings import Finding
from procure.domain.law import Climate, law_on
from procure.domain.money import Ore
from procure.domain.scoring import CriterionFacts, PriceModel, TieRule
from procure.domain.tender import (
    AnnexFacts,
    LotFacts,
    OmittedFacts,
    OptionHolderFacts,
    ParticipantFacts,
    PriceLineFacts,
    QualificationFacts,
    RequirementFacts,
    SectionFacts,
    TenderFacts,
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
    omitted=(
        OmittedFacts(
            key="universal_design",
            name="Universell utforming",
            omissible=True,
            reason="Står i avtaleteksten.",
        ),
    ),
    annexes=(
        AnnexFacts(number=1, title="Kundens kravspesifikasjon", presupposed=True, filled=True),
        AnnexFacts(number=8, title="Endringer etter avtaleinngåelsen", presupposed=False, filled=False),
    ),
    price_lines=(PriceLineFacts(number=1, text="Tjeneste", quantities={"Tolga": 12, "Tynset": 48}),),
    participants=(
        ParticipantFacts(name="Tolga", committed=True, organisation_number="940837685", users=40),
        ParticipantFacts(name="Tynset", committed=True, organisation_number="940837685", users=40),
    ),
    products=("Avvikio", "  "),
)
HOLDER = OptionHolderFacts(name="Røros", organisation_number="940837685", users=90)
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


def found(tender: TenderFacts) -> dict[str, Finding]:
    return {finding.code: finding for finding in check_tender(tender, LAW)}


def written(finding: Finding) -> str:
    return finding.sentence % finding.facts
