"""The joint draft, as rows: a fact is written once and flows into every document."""

from __future__ import annotations

from procure.domain.prices import Payer, PriceKind
from procure.tenders.models.criteria import Criterion, CriterionKind, Qualification, QualificationKind
from procure.tenders.models.previews import Preview, PreviewFile
from procure.tenders.models.prices import Driver, EstimateLine, PriceLine, Quantity
from procure.tenders.models.requirements import Deviation, Requirement
from procure.tenders.models.tender import ContractModel, Responsibility, Tender
from procure.tenders.models.terms import Attachment, ChangeKind, ContractChange, Lot, Milestone, OmittedClause
from procure.tenders.models.texts import OWN, Revision, Section, SectionState
from procure.tenders.models.versions import Approval, Version, VersionFile

__all__ = [
    "OWN",
    "Approval",
    "Attachment",
    "ChangeKind",
    "ContractChange",
    "ContractModel",
    "Criterion",
    "CriterionKind",
    "Deviation",
    "Driver",
    "EstimateLine",
    "Lot",
    "Milestone",
    "OmittedClause",
    "Payer",
    "Preview",
    "PreviewFile",
    "PriceKind",
    "PriceLine",
    "Qualification",
    "QualificationKind",
    "Quantity",
    "Requirement",
    "Responsibility",
    "Revision",
    "Section",
    "SectionState",
    "Tender",
    "Version",
    "VersionFile",
]
