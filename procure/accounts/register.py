"""Organisations that are here from the start: every municipality, and the operator."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Kind, Organisation
from procure.reference.models import Municipality

OPERATOR = "Samkjøp drift"


def register_municipalities(session: Session) -> int:
    """Give each municipality its organisation and the platform its operator; return how many there are.

    Can be run again: a known one is brought up to date, none is taken out.
    """
    known = {one.municipality_number: one for one in session.scalars(select(Organisation))}
    for place in session.scalars(select(Municipality).order_by(Municipality.number)):
        _bring_up_to_date(session, known.get(place.number), place)
    if not session.scalar(select(Organisation.id).where(Organisation.kind == Kind.OPERATOR)):
        operator = Organisation(kind=Kind.OPERATOR, name=OPERATOR, short_name=OPERATOR, language_form="nb")
        session.add(operator)
    session.flush()
    return len(session.scalars(select(Organisation.id)).all())


def _bring_up_to_date(session: Session, organisation: Organisation | None, place: Municipality) -> None:
    if organisation is None:
        organisation = Organisation(kind=Kind.MUNICIPALITY, municipality_number=place.number)
        session.add(organisation)
    organisation.name = f"{place.name} kommune"
    organisation.short_name = place.display_name
    organisation.organisation_number = place.organisation_number
    organisation.language_form = place.language_form
