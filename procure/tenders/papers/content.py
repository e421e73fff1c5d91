"""Everything that a tender's documents are made from, read from the rows once and kept as plain data.

The mandates' ceilings are in none of it: what is not here can be in no document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from procure.accounts.models import Organisation
from procure.domain.assembly import fingerprint, merge
from procure.domain.clauses import split
from procure.domain.law import Law, first_day, law_on, part_of
from procure.domain.timeline import Step
from procure.library.models import Agreement, Annex
from procure.library.shelf import spoken
from procure.pools.models import OptionHolder, Participation
from procure.tenders.estimating import bodies, option_holders
from procure.tenders.facts import lots
from procure.tenders.merging import participants, values
from procure.tenders.models import Criterion, Lot, PriceLine, Requirement, Section, Tender
from procure.tenders.papers import agreed, judged
from procure.tenders.planning import plan_of
from procure.web.language import OSLO

FORMAT: Final = 1
PLAIN_FACTS: Final = (
    *("title", "description", "case_number", "language", "estimate", "estimated_on", "estimate_method"),
    "framework_maximum",
    *("procedure_ground", "procedure_reason", "dialogue", "contract_model", "responsibility"),
    *("responsibility_parts", "no_lots_reason", "duration_months", "extension_months", "duration_reason"),
    "open_ended",
    *("validity_months", "variants", "dispatch_on", "questions_until", "deadline", "start_on"),
    *("requests_until", "evaluated_months"),
    *("title_en", "description_en", "invited_least", "invited_most", "selection", "reduction"),
    *("award_without_negotiation", "option_terms", "espd"),
    *("channel_name", "channel_url", "criteria_mode", "ranked_reason", "climate", "climate_reason"),
)
REQUIREMENT_FACTS: Final = (
    *(
        "area",
        "area_name",
        "text",
        "kind",
        "met_when",
        "met_by",
        "answer_mode",
        "answer",
        "weight",
        "climate",
    ),
    *("reason", "source", "brand_reason"),
)
LINE_FACTS: Final = (
    *("number", "text", "kind", "unit", "payer", "driver", "months", "evaluated", "heading", "joint_amount"),
)


def content(
    session: Session, tender: Tender, number: int, frozen_at: datetime, *, demo: bool = False
) -> dict[str, Any]:
    """Return the whole tender as it is now, as plain data that JSON can hold."""
    taking_part = participants(tender)
    return {
        "format": FORMAT,
        "number": number,
        "frozen_at": frozen_at.isoformat(),
        "demo": demo,
        "tender": {name: _plain(getattr(tender, name)) for name in PLAIN_FACTS},
        "procedure": _procedure(tender, _law(tender, frozen_at)),
        "notice": _notice(tender, _law(tender, frozen_at)),
        "lots": [_lot(each, _law(tender, frozen_at)) for each in lots(tender)],
        "cpv": tender.pool.category.main_cpv,
        "lead": _body(tender.pool.lead),
        "participants": [_participant(one, tender.pool.lead_id) for one in taking_part],
        "agreement": _agreement(session, tender.agreement, tender.language),
        "companion": _agreement(session, tender.companion, tender.language) if tender.companion else None,
        "clauses": agreed.clauses(tender, _law(tender, frozen_at)),
        "contract_changes": agreed.changes(tender),
        "attachments": agreed.attachments(tender),
        "sections": _sections(session, tender, frozen_at.astimezone(OSLO).date()),
        "scoring": judged.scoring(tender),
        "qualifications": [judged.qualification(each) for each in tender.qualifications],
        "criteria": _criteria(session, tender),
        "requirements": _requirements(session, tender),
        "price_lines": _price_lines(session, tender, set(bodies(tender))),
        "option_holders": [_option_holder(one) for one in option_holders(tender)],
        "timeline": _timeline(tender, _law(tender, frozen_at)),
    }


def unchanged(session: Session, tender: Tender, frozen: Mapping[str, Any]) -> bool:
    """Answer whether the tender still is as it was frozen."""
    moment = datetime.fromisoformat(frozen["frozen_at"])
    fresh = content(session, tender, frozen["number"], moment, demo=frozen["demo"])
    return fingerprint(fresh) == fingerprint(frozen)


def _law(tender: Tender, frozen_at: datetime) -> Law:
    return law_on(max(first_day(), tender.dispatch_on or frozen_at.astimezone(OSLO).date()))


def _procedure(tender: Tender, law: Law) -> dict[str, Any] | None:
    """Return the procedure with its name, so that a later change of the law changes no version."""
    found, ground = law.procedures.get(tender.procedure or ""), law.grounds.get(tender.procedure_ground or "")
    if found is None:
        return None
    return {
        "code": found.code,
        "part": found.part.value,
        "name": found.name.get(tender.language, found.name["nb"]),
        "name_en": found.name["en"],
        "negotiation": found.negotiation,
        "two_stages": found.two_stages,
        "ground": ground.name.get(tender.language, ground.name["nb"]) if ground else None,
        "ground_en": ground.name["en"] if ground else None,
    }


def _timeline(tender: Tender, law: Law) -> dict[str, str]:
    """Return the day of every step, those that follow from others too."""
    days = plan_of(tender, law).days
    return {step.value: days[step].isoformat() for step in Step if step in days}


def _notice(tender: Tender, law: Law) -> dict[str, Any]:
    """Return what only the notice needs: the part of the rules, more CPV codes, the climate choice."""
    part = None if tender.estimate is None else part_of(tender.estimate, law)
    climate = law.climate.get(tender.climate) if tender.climate else None
    return {
        "part": part.value if part else None,
        "more_cpv": list(tender.pool.category.more_cpv),
        "climate": climate.eforms if climate else None,
        "climate_name": climate.name.get(tender.language, climate.name["nb"]) if climate else None,
        "climate_name_en": climate.name["en"] if climate else None,
    }


def _lot(row: Lot, law: Law) -> dict[str, Any]:
    climate = law.climate.get(row.climate) if row.climate else None
    facts = _facts(row, "number", "title", "description", "title_en", "description_en")
    chosen = {
        "climate_code": climate.eforms if climate else None,
        "climate_name": climate.name.get(row.tender.language, climate.name["nb"]) if climate else None,
    }
    return {**facts, **_facts(row, "estimate", "climate", "climate_reason"), **chosen}


def _body(organisation: Organisation) -> dict[str, Any]:
    return _facts(organisation, "name", "parallel_names", "organisation_number")


def _participant(one: Participation, lead_id: int) -> dict[str, Any]:
    """Return a named buyer with the volumes that go into the tender."""
    volumes = {"inhabitants": one.figures.inhabitants, "users": one.figures.users}
    key = f"p{one.organisation_id}"
    return {**_body(one.organisation), **volumes, "key": key, "lead": one.organisation_id == lead_id}


def _option_holder(one: OptionHolder) -> dict[str, Any]:
    """Return a named body that may join later, with the most it may call off."""
    volumes = _facts(one, "inhabitants", "users")
    return {**_body(one.organisation), **volumes, "key": f"p{one.organisation_id}"}


def _agreement(session: Session, agreement: Agreement, language: str) -> dict[str, Any]:
    annexes = session.scalars(select(Annex).where(Annex.agreement_id == agreement.id).order_by(Annex.number))
    return {
        "code": agreement.code,
        "edition": agreement.edition,
        "name": spoken(agreement, "name", language),
        "annex_clause": agreement.annex_clause,
        "precedence": list(spoken(agreement, "precedence", language)),
        "annexes": [
            {
                "number": annex.number,
                "title": spoken(annex, "title", language),
                "filled_by": annex.filled_by.value,
                "role": annex.role.value,
            }
            for annex in annexes
        ],
    }


def _sections(session: Session, tender: Tender, today: date) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Section)
        .where(Section.tender_id == tender.id, Section.removed_at.is_(None), Section.left_out.is_(None))
        .order_by(Section.position, Section.id)
    )
    known = {contract: values(tender, today, contract) for contract in (1, 2)}
    return [_section(row, known[row.contract]) for row in rows]


def _section(row: Section, known: Mapping[str, str]) -> dict[str, Any]:
    """Return a text with the values of its merge fields, and with its clauses where it has any."""
    before, clauses = split(row.body)
    below = [
        {
            "label": each.label,
            "title": merge(each.title, known, markdown=False)[0],
            "text": merge(each.text, known)[0],
        }
        for each in clauses
    ]
    return {
        **_facts(row, "key", "annex", "contract", "form", "title"),
        "body": merge(before, known)[0],
        **({"clauses": below} if below else {}),
    }


def _criteria(session: Session, tender: Tender) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Criterion).where(Criterion.tender_id == tender.id).order_by(Criterion.position, Criterion.id)
    )
    return [_facts(row, "kind", "name", "name_en", "weight", "worth", "documentation") for row in rows]


def _requirements(session: Session, tender: Tender) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Requirement)
        .where(Requirement.tender_id == tender.id, Requirement.removed_at.is_(None))
        .order_by(Requirement.position, Requirement.id)
        .options(selectinload(Requirement.criterion), selectinload(Requirement.deviations))
    )
    return [
        {
            "id": row.identifier,
            **_facts(row, *REQUIREMENT_FACTS),
            "criterion": row.criterion.name if row.criterion else None,
            "lot": _lot_number(tender, row.lot_id),
            "deviations": judged.deviations(tender, row),
        }
        for row in rows
    ]


def _price_lines(session: Session, tender: Tender, taking_part: set[int]) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(PriceLine)
        .where(PriceLine.tender_id == tender.id, PriceLine.removed_at.is_(None))
        .order_by(PriceLine.position, PriceLine.id)
        .options(selectinload(PriceLine.quantities))
    )
    return [
        {
            **_facts(row, *LINE_FACTS),
            "lot": _lot_number(tender, row.lot_id),
            "quantities": {
                f"p{each.organisation_id}": each.amount
                for each in sorted(row.quantities, key=lambda each: each.organisation_id)
                if each.organisation_id in taking_part
            },
        }
        for row in rows
    ]


def _lot_number(tender: Tender, lot_id: int | None) -> int | None:
    return next((each.number for each in tender.lots if each.id == lot_id), None)


def _facts(row: object, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return value
