"""Load agreements and the bank into the database: new rows are put in, known ones brought up to date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.library import shelf
from procure.library.models import Agreement, Annex, BankRequirement
from procure.reference import lists
from procure.reference.lists import AgreementEntry, AnnexEntry

OWN = ("code", "edition", "name_nb", "name_nn", "source", "verified", "change_annex")
OF_ANNEX = (
    *("number", "title_nb", "title_nn", "filled_by", "presupposed", "verified"),
    *("guidance_nb", "guidance_nn"),
)


def load(session: Session) -> str:
    """Load agreements with their annexes, and requirements to pick from; say in one line what there is.

    Can be run again at any time; nothing is taken out. The caller commits.
    """
    for entry in lists.agreements():
        _put_agreement(session, entry)
    rows = list(shelf.bank())
    for row in rows:
        _put_requirement(session, row)
    session.flush()
    return f"{len(lists.agreements())} agreements, {len(rows)} requirements in the bank."


def _put_agreement(session: Session, entry: AgreementEntry) -> None:
    known = session.scalar(
        select(Agreement).where(Agreement.code == entry.code, Agreement.edition == entry.edition)
    )
    agreement = known or Agreement()
    _write(agreement, {name: getattr(entry, name) for name in OWN})
    session.add(agreement)
    annexes = {annex.number: annex for annex in agreement.annexes}
    for each in entry.annexes:
        _put_annex(agreement, annexes.get(each.number), each)


def _put_annex(agreement: Agreement, known: Annex | None, entry: AnnexEntry) -> None:
    annex = known or Annex()
    _write(annex, {name: getattr(entry, name) for name in OF_ANNEX})
    if known is None:
        agreement.annexes.append(annex)


def _put_requirement(session: Session, row: Mapping[str, Any]) -> None:
    known = session.scalar(
        select(BankRequirement).where(
            BankRequirement.key == row["key"], BankRequirement.edition == row["edition"]
        )
    )
    requirement = known or BankRequirement()
    _write(requirement, row)
    session.add(requirement)


def _write(row: object, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, name, value)  # nothing is written where nothing differs
