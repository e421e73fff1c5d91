"""A tender of this database as a case: the same rows give the same bytes, here or anywhere."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Any, TypeVar

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Organisation, User
from procure.cases.models import ImportedCase
from procure.cases.outline import Row, said
from procure.cases.reading import LIKE_A_NUMBER, WORDS
from procure.cases.records import RECORDS
from procure.cases.schema import FORMAT
from procure.cases.shape import written_of
from procure.db import Base
from procure.domain.assembly import canonical
from procure.domain.slugs import slug
from procure.domain.states import BEFORE_LOCK, PoolState
from procure.files import store
from procure.pools.models import Participation, Pool
from procure.tenders.models import Attachment, Criterion, PriceLine, Requirement, Section, Tender
from procure.tenders.versions import latest

Thing = TypeVar("Thing")
LONGEST_KEY = 50  # with room for a number after it


def case_of(session: Session, tender: Tender) -> Row:
    """Return the tender with its pool, needs and bodies as a case.

    Of needs, those that the pool is shown. Approvals, versions, the log and people's accounts are not in it.
    """
    keys = _body_keys(tender)
    needs = _need_keys(tender.pool, keys)
    parts = {
        "format": FORMAT,
        "frozen_at": _frozen_at(session, tender),
        "lead": keys[tender.pool.lead],
        "organisations": [_organisation(body, key) for body, key in keys.items()],
        "needs": [_need(session, one, key, keys) for one, key in needs.items()],
        "pool": _pool(session, tender.pool, keys, needs),
        "tender": _tender(tender, keys),
    }
    return said(parts)


def as_json(case: Row) -> bytes:
    """Write a case as canonical JSON, with a line end."""
    return canonical(case) + b"\n"


def as_yaml(case: Row) -> bytes:
    """Write a case as YAML for people; it reads back as the same case."""
    text = yaml.dump(case, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)
    return str(text).encode()


class Dumper(yaml.SafeDumper):
    """Quotes what our reader would take for something else, and sets long texts on lines of their own."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else '"' if text in WORDS or LIKE_A_NUMBER.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, _text)


def _written(kind: str, row: Base) -> Row:
    record = RECORDS[kind]
    return {name: written_of(getattr(row, name), record.column(name)) for name in record.columns}


# --- Keys ------------------------------------------------------------------------------------------


def _body_keys(tender: Tender) -> dict[Organisation, str]:
    """Give every body that the case names a key, in an order that any database has."""
    pool = tender.pool
    found = {pool.lead, *(each.organisation for each in pool.participations)}
    found |= {each.organisation for each in pool.option_holders}
    found |= {need.organisation for need in _needs(pool)}
    found |= {each.organisation for each in tender.estimate_lines if each.organisation}
    found |= {each.organisation for row in tender.requirements for each in row.deviations}
    found |= {each.organisation for line in tender.price_lines for each in line.quantities}
    ordered = sorted(
        found,
        key=lambda body: (body.municipality_number or "", body.organisation_number or "", body.name, body.id),
    )
    return _keys((body, body.short_name) for body in ordered)


def _need_keys(pool: Pool, bodies: Mapping[Organisation, str]) -> dict[Any, str]:
    return _keys((need, bodies[need.organisation]) for need in _needs(pool))


def _needs(pool: Pool) -> list[Any]:
    """Return the needs that the pool is shown, each once."""
    return list(dict.fromkeys(one.shared_need for one in pool.participations if one.shared_need))


def _keys(named: Iterable[tuple[Thing, str]]) -> dict[Thing, str]:
    """Make a key of each name; the second of a name is given a number."""
    found: dict[Thing, str] = {}
    for thing, name in named:
        key = slug(name)[:LONGEST_KEY].strip("-")
        more = (f"{key}-{number}" for number in count(2))
        found[thing] = next(each for each in chain([key], more) if each not in found.values())
    return found


# --- Who buys --------------------------------------------------------------------------------------


def _frozen_at(session: Session, tender: Tender) -> str | None:
    """Return the moment of the newest version, else the one that the case was brought in with."""
    if version := latest(session, tender):
        return version.frozen_at.isoformat()
    asked = select(ImportedCase.frozen_at).where(ImportedCase.tender_id == tender.id)
    moment = session.scalar(asked.order_by(ImportedCase.id.desc()).limit(1))
    return moment.isoformat() if moment else None


def _organisation(body: Organisation, key: str) -> Row:
    if body.municipality_number:
        return {"key": key, "municipality": body.municipality_number}
    return {"key": key, **_written("organisation", body)}


def _need(session: Session, need: Any, key: str, keys: Mapping[Organisation, str]) -> Row:
    keeper = session.get(Organisation, need.keeper_id) if need.keeper_id else None
    return {
        "key": key,
        "organisation": keys[need.organisation],
        "keeper": keys.get(keeper) if keeper else None,
        **_written("need", need),
    }


def _pool(session: Session, pool: Pool, keys: Mapping[Organisation, str], needs: Mapping[Any, str]) -> Row:
    state = pool.state if pool.state in BEFORE_LOCK else PoolState.LOCKED
    return {
        **_written("pool", pool),
        "state": state.value if pool.locked_at or state is not PoolState.LOCKED else PoolState.OPEN.value,
        "participants": [_participant(session, one, keys, needs) for one in pool.participations],
        "option_holders": [
            {"organisation": keys[one.organisation], **_written("option_holder", one)}
            for one in pool.option_holders
        ],
    }


def _participant(
    session: Session, one: Participation, keys: Mapping[Organisation, str], needs: Mapping[Any, str]
) -> Row:
    """Write who committed it by name: there is no account where the case goes."""
    user = session.get(User, one.committed_by_id) if one.committed_by_id else None
    return {
        "organisation": keys[one.organisation],
        "need": needs[one.shared_need] if one.shared_need else None,
        **_written("participant", one),
        "signatory_name": one.signatory_name or (user.name if user else None),
    }


# --- What is bought --------------------------------------------------------------------------------


def _tender(tender: Tender, keys: Mapping[Organisation, str]) -> Row:
    criteria = _keys((each, each.name) for each in _ordered(tender.criteria))
    return {
        **_written("tender", tender),
        "agreement": _agreement(tender),
        "estimate_lines": [
            {
                "organisation": keys[each.organisation] if each.organisation else None,
                **_written("estimate_line", each),
            }
            for each in _ordered(tender.estimate_lines)
        ],
        "criteria": [{"key": key, **_written("criterion", each)} for each, key in criteria.items()],
        "requirements": [_requirement(each, keys, criteria) for each in _ordered(tender.requirements)],
        "price_lines": [_price_line(each, keys) for each in _ordered(tender.price_lines)],
        "attachments": [_attachment(each) for each in _ordered(tender.attachments)],
        **_simple(tender),
    }


def _simple(tender: Tender) -> Row:
    """Write the parts that point to nothing else."""
    return {
        "lots": [_written("lot", each) for each in _ordered(tender.lots)],
        "milestones": [
            _written("milestone", each)
            for each in sorted(tender.milestones, key=lambda each: (each.on, each.step))
        ],
        "omitted_clauses": [
            _written("omitted_clause", each)
            for each in sorted(tender.omitted_clauses, key=lambda each: each.key)
        ],
        "qualifications": [_written("qualification", each) for each in _ordered(tender.qualifications)],
        "contract_changes": [_written("contract_change", each) for each in _ordered(tender.contract_changes)],
        "sections": [_section(each) for each in _ordered(tender.sections)],
    }


def _section(row: Section) -> Row:
    """Write a text; those of the library know themselves where they stand."""
    place = {} if row.is_own else {"annex": None, "contract": None}
    return {**_written("section", row), **place}


def _ordered(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.position, row.id))


def _agreement(tender: Tender) -> Row:
    companion = tender.companion
    return {
        "code": tender.agreement.code,
        "edition": tender.agreement.edition,
        "reason": tender.agreement_reason,
        "companion": {"code": companion.code, "edition": companion.edition} if companion else None,
    }


def _requirement(
    row: Requirement, keys: Mapping[Organisation, str], criteria: Mapping[Criterion, str]
) -> Row:
    deviations = [
        {"organisation": keys[each.organisation], **_written("deviation", each)} for each in row.deviations
    ]
    return {
        "id": row.identifier,
        **_written("requirement", row),
        "criterion": criteria[row.criterion] if row.criterion else None,
        "lot": row.lot.number if row.lot else None,
        "deviations": sorted(deviations, key=lambda each: str(each["organisation"])),
    }


def _price_line(row: PriceLine, keys: Mapping[Organisation, str]) -> Row:
    return {
        **_written("price_line", row),
        "lot": row.lot.number if row.lot else None,
        "quantities": {keys[each.organisation]: each.amount for each in row.quantities},
    }


def _attachment(row: Attachment) -> Row:
    return {
        **_written("attachment", row),
        "content": base64.b64encode(store.read(row.sha256)).decode(),
    }
