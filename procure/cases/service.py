"""Bringing a case in: every row of it, in one transaction."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import Organisation, User
from procure.cases.bodies import bodies_of
from procure.cases.models import ImportedCase
from procure.cases.outline import Row, listed, said
from procure.cases.records import RECORDS
from procure.cases.shape import read_moment, value_of
from procure.demand.models import Need, NeedState
from procure.domain.assembly import fingerprint
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor, Role
from procure.domain.states import TenderState
from procure.files import store
from procure.files.contents import media_type_of
from procure.library.models import Agreement
from procure.library.shelf import SectionText, section_texts, spoken
from procure.pools.models import OptionHolder, Participation, Pool
from procure.tenders.models import (
    Attachment,
    ContractChange,
    Criterion,
    Deviation,
    EstimateLine,
    Lot,
    Milestone,
    OmittedClause,
    PriceLine,
    Qualification,
    Quantity,
    Requirement,
    Revision,
    Section,
    SectionState,
    Tender,
)


@dataclass(frozen=True)
class Bringing:
    """What every part needs to know while a case is brought in."""

    session: Session
    user: User
    bodies: Mapping[str, Organisation]
    now: datetime

    def body(self, key: str | None) -> Organisation | None:
        """Return the body of that key; None for none."""
        return self.bodies[key] if key else None


def bring_in(session: Session, user: User, case: Row, now: datetime) -> Tender:
    """Make every row of a case that has no faults: needs, pool, and a draft of a tender.

    user: who brings it in, for the body that leads it.
    Raises RuleBroken when the same case was brought in before, or a body in it cannot buy.
    """
    sha256 = hash_of(case)
    if session.scalar(select(ImportedCase.id).where(ImportedCase.sha256 == sha256)):
        raise RuleBroken(N_("Denne saken er lest inn før."))
    work = Bringing(session, user, bodies_of(session, case), now)
    pool = _pool(work, case)
    tender = _tender(work, pool, case["tender"])
    frozen_at = read_moment(case["frozen_at"]) if case.get("frozen_at") else None
    session.add(
        ImportedCase(
            tender=tender, sha256=sha256, frozen_at=frozen_at, imported_at=now, imported_by_id=user.id
        )
    )
    session.flush()
    session.expire_all()  # what follows reads the rows in their own order
    actor = Actor(user.id, pool.lead_id, frozenset({Role.BUYER}))
    audit.record(session, actor, "case.imported", tender=tender.id, pool=pool.id, sha256=sha256)
    return tender


def hash_of(case: Row) -> str:
    """Return the SHA-256 of what a file says, however it is spelled: what is left out is as null."""
    return fingerprint(said(case))


def facts_of(kind: str, row: Row) -> dict[str, Any]:
    """Return the columns of a record as the database holds them; what is left out gets its usual value."""
    record, found = RECORDS[kind], {}
    for name in record.columns:
        column = record.column(name)
        value = value_of(column, row.get(name))
        if value is not None:
            found[name] = value
        elif not column.nullable and column.default is None:
            found[name] = _nothing(column)
    return {name: value for name, value in found.items() if value is not None}


def _nothing(column: sa.Column[Any]) -> Any:
    """Return what stands for nothing said: an empty text, or no."""
    if isinstance(column.type, sa.Boolean):
        return False
    return "" if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum) else None


# --- The pool --------------------------------------------------------------------------------------


def _pool(work: Bringing, case: Row) -> Pool:
    needs = {row["key"]: _need(work, row) for row in listed(case, "needs")}
    row = case["pool"]
    pool = Pool(
        **{"created_at": work.now, **facts_of("pool", row)},
        lead=work.bodies[case["lead"]],
        created_by_id=work.user.id,
    )
    pool.participations = [
        Participation(
            **facts_of("participant", each),
            organisation=work.bodies[each["organisation"]],
            need=needs[each["need"]] if each.get("need") else None,
        )
        for each in listed(row, "participants")
    ]
    pool.option_holders = [
        OptionHolder(
            **{"added_at": work.now, **facts_of("option_holder", each)},
            organisation=work.bodies[each["organisation"]],
        )
        for each in listed(row, "option_holders")
    ]
    _keep(work, [pool])
    return pool


def _need(work: Bringing, row: Row) -> Need:
    keeper, facts = work.body(row.get("keeper")), {"created_at": work.now, **facts_of("need", row)}
    if facts["state"] is NeedState.SHARED:
        facts.setdefault("shared_at", facts["created_at"])
    body = work.bodies[row["organisation"]]
    need = Need(
        **facts, organisation=body, keeper_id=keeper.id if keeper else None, created_by_id=work.user.id
    )
    _keep(work, [need])
    return need


def _keep(work: Bringing, rows: Iterable[Any]) -> None:
    """Put rows in, in their order."""
    for row in rows:
        work.session.add(row)
    work.session.flush()


# --- The tender ------------------------------------------------------------------------------------


def _tender(work: Bringing, pool: Pool, row: Row) -> Tender:
    agreement = row["agreement"]
    tender = Tender(
        **{"created_at": work.now, **facts_of("tender", row)},
        pool=pool,
        agreement=_agreement(work, agreement),
        agreement_reason=agreement.get("reason") or "",
        companion=_agreement(work, agreement["companion"]) if agreement.get("companion") else None,
        state=TenderState.DRAFT,
    )
    _keep(work, [tender])
    _parts(work, tender, row)
    _keep(work, _sections(work, tender, {each["key"]: each for each in listed(row, "sections")}))
    _keep(work, [_attachment(work, tender, *each) for each in _numbered(row, "attachments")])
    return tender


def _agreement(work: Bringing, row: Row) -> Agreement:
    asked = select(Agreement).where(Agreement.code == row["code"], Agreement.edition == row["edition"])
    return work.session.scalars(asked).one()


def _numbered(row: Row, name: str) -> Iterable[tuple[int, Row]]:
    return enumerate(listed(row, name), start=1)


def _parts(work: Bringing, tender: Tender, row: Row) -> None:
    """Make what the tender is made of, first what the rest points to."""
    lots = {
        each["number"]: Lot(**facts_of("lot", each), tender=tender, position=place)
        for place, each in _numbered(row, "lots")
    }
    criteria = {
        each["key"]: Criterion(**facts_of("criterion", each), tender=tender, position=place)
        for place, each in _numbered(row, "criteria")
    }
    _keep(work, [*lots.values(), *criteria.values()])
    _keep(
        work, [_requirement(work, tender, *each, criteria, lots) for each in _numbered(row, "requirements")]
    )
    _keep(work, [_price_line(work, tender, *each, lots) for each in _numbered(row, "price_lines")])
    _keep(work, [_estimate_line(work, tender, *each) for each in _numbered(row, "estimate_lines")])
    _keep(work, _simple(tender, row))


def _simple(tender: Tender, row: Row) -> Iterable[Any]:
    """Make the parts that point to nothing else."""
    for each in listed(row, "milestones"):
        yield Milestone(**facts_of("milestone", each), tender=tender)
    for each in listed(row, "omitted_clauses"):
        yield OmittedClause(**facts_of("omitted_clause", each), tender=tender)
    for place, each in _numbered(row, "qualifications"):
        yield Qualification(**facts_of("qualification", each), tender=tender, position=place)
    for place, each in _numbered(row, "contract_changes"):
        yield ContractChange(**facts_of("contract_change", each), tender=tender, position=place)


def _requirement(
    work: Bringing,
    tender: Tender,
    place: int,
    row: Row,
    criteria: Mapping[str, Criterion],
    lots: Mapping[int, Lot],
) -> Requirement:
    area, _, number = row["id"].partition("-")
    made = Requirement(
        **facts_of("requirement", row),
        tender=tender,
        area=area,
        number=int(number),
        position=place,
        criterion=criteria[row["criterion"]] if row.get("criterion") else None,
        lot=lots[row["lot"]] if row.get("lot") else None,
    )
    made.deviations = [
        Deviation(**facts_of("deviation", each), organisation=work.bodies[each["organisation"]])
        for each in listed(row, "deviations")
    ]
    return made


def _price_line(work: Bringing, tender: Tender, place: int, row: Row, lots: Mapping[int, Lot]) -> PriceLine:
    made = PriceLine(
        **facts_of("price_line", row),
        tender=tender,
        position=place,
        lot=lots[row["lot"]] if row.get("lot") else None,
    )
    amounts: Mapping[str, int | None] = row.get("quantities") or {}
    made.quantities = [
        Quantity(organisation=work.bodies[key], amount=amount)
        for key, amount in amounts.items()
        if amount is not None
    ]
    return made


def _estimate_line(work: Bringing, tender: Tender, place: int, row: Row) -> EstimateLine:
    body = work.body(row.get("organisation"))
    return EstimateLine(**facts_of("estimate_line", row), tender=tender, position=place, organisation=body)


def _attachment(work: Bringing, tender: Tender, place: int, row: Row) -> Attachment:
    data = base64.b64decode(row["content"], validate=True)
    stored = store.put(work.session, data, media_type_of(row["name"]), work.now)
    facts = facts_of("attachment", row)
    return Attachment(**facts, tender=tender, position=place, sha256=stored.sha256, added_at=work.now)


def _sections(work: Bringing, tender: Tender, written: Mapping[str, Row]) -> Iterable[Section]:
    """Make every section of the agreement, and the buyers' own after those that they follow in the file."""
    texts = section_texts(tender.agreement, tender.companion)
    keys = list(texts)
    for before, key in pairwise((None, *written)):
        if key is not None and key not in texts:
            keys.insert(keys.index(before) + 1 if before in keys else 0, key)
    for place, key in enumerate(keys, start=1):
        section = _section(work, tender, texts.get(key), written.get(key, {}), key)
        section.position = place
        yield section


def _section(work: Bringing, tender: Tender, text: SectionText | None, row: Row, key: str) -> Section:
    """Make a section with the text of the file where it has one, else the library's."""
    title, body = row.get("title"), row.get("body")
    if text:
        title = title or spoken(text, "title", tender.language)
        body = spoken(text, "text", tender.language) if body is None else body
    section = Section(
        tender=tender,
        annex=text.annex if text else row.get("annex"),
        contract=text.contract if text else row.get("contract") or 1,
        form=text.form if text else None,
        key=key,
        title=title or key,
        body=body or "",
        state=SectionState(row.get("state", SectionState.NOT_STARTED)),
        left_out=row.get("left_out"),
        edited_at=work.now,
        edited_by_id=work.user.id,
    )
    revision = Revision(number=1, body=section.body, saved_at=work.now, saved_by_id=work.user.id)
    section.revisions = [revision]
    return section
