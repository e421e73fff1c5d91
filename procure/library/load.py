"""Load agreements and the bank into the database: new rows are put in, known ones brought up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.library import shelf
from procure.library.models import Agreement, Annex, AnnexRole, BankRequirement, Due, FilledBy
from procure.reference import lists
from procure.reference.lists import AgreementEntry, AnnexEntry

OWN = tuple(each.name for each in fields(AgreementEntry) if each.name != "annexes")
OF_ANNEX = tuple(each.name for each in fields(AnnexEntry))
CORRECTED = frozenset({"title_nb", "title_nn", "verified"})  # an adviser's word stands


def load(session: Session) -> str:
    """Load agreements with their annexes, and requirements to pick from; say in one line what there is.

    Can be run again at any time; nothing is taken out. The caller commits.
    """
    for entry in lists.agreements():
        _put_agreement(session, entry)
    rows = list(shelf.bank())
    left_out = _put_requirements(session, rows)
    session.flush()
    said = (
        f"{len(lists.agreements())} agreements, {len({row['key'] for row in rows})} requirements in the bank."
    )
    return f"{said} {left_out} editions left out: advisers have written newer ones." if left_out else said


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
    """Bring an annex up to date, but for a title that an adviser has corrected."""
    annex = known or Annex()
    kept = CORRECTED if annex.corrected_at else frozenset()
    facts = {name: getattr(entry, name) for name in OF_ANNEX if name not in kept}
    _write(annex, facts | _typed(entry))
    if known is None:
        agreement.annexes.append(annex)


def _typed(entry: AnnexEntry) -> dict[str, Any]:
    """Return the words of an entry that stand for one of a set."""
    return {
        "role": AnnexRole(entry.role),
        "filled_by": FilledBy(entry.filled_by),
        "due": Due(entry.due),
    }


def _put_requirements(session: Session, rows: Sequence[Mapping[str, Any]]) -> int:
    """Put in the editions that are not there; what is loaded is never written over.

    Where an adviser has written the newest edition, their word stands. Return how many were left out for it.
    """
    loaded = session.scalars(select(BankRequirement).order_by(BankRequirement.edition)).all()
    there = {(each.key, each.shipped) for each in loaded}
    newest = {each.key: each for each in loaded}
    left_out = 0
    for row in rows:
        last = newest.get(row["key"])
        if (row["key"], row["edition"]) in there:
            continue
        if last is not None and last.shipped is None:
            left_out += 1
            continue
        session.add(made := _shipped(row, last.edition + 1 if last else 1))
        newest[made.key] = made
    return left_out


def _shipped(row: Mapping[str, Any], edition: int) -> BankRequirement:
    """Make the row of an edition in our files; it has their number unless that is taken."""
    own = {"edition": max(edition, row["edition"]), "shipped": row["edition"]}
    return BankRequirement(**{**row, **own, "categories": list(row["categories"])})


def _write(row: object, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, name, value)  # nothing is written where nothing differs
