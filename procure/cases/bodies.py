"""The bodies of a case: those that are here, those to be made, and who may bring a case in."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import BUYING, Kind, Membership, Organisation, User
from procure.cases.outline import Row, listed
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import SYSTEM, Role


def bodies_of(session: Session, case: Row) -> Mapping[str, Organisation]:
    """Return the case's bodies by key; those that are not here are made.

    Raises RuleBroken when two of them are one, or when one is somebody who cannot buy.
    """
    found = {
        row["key"]: find_body(session, row) or _make(session, row) for row in listed(case, "organisations")
    }
    if len({body.id for body in found.values()}) < len(found):
        raise RuleBroken(N_("To av virksomhetene i filen er den samme. Bruk den ene nøkkelen."))
    for body in found.values():
        if body.kind not in BUYING:
            raise RuleBroken(
                N_("Organisasjonsnummeret %(number)s hører til %(name)s, som ikke kan kjøpe inn."),
                number=body.organisation_number,
                name=body.name,
            )
    return found


def find_body(session: Session, row: Row) -> Organisation | None:
    """Return the body that a row of the file means, if it is here: by its number, else by kind and name."""
    if row.get("municipality"):
        asked = [Organisation.municipality_number == row["municipality"]]
    elif row.get("organisation_number"):
        asked = [Organisation.organisation_number == row["organisation_number"]]
    else:
        asked = [Organisation.kind == Kind(row["kind"]), Organisation.name == row["name"]]
    return session.scalars(select(Organisation).where(*asked).order_by(Organisation.id)).first()


def _make(session: Session, row: Row) -> Organisation:
    body = Organisation(
        kind=Kind(row["kind"]),
        name=row["name"],
        short_name=row.get("short_name") or row["name"][:120],
        organisation_number=row.get("organisation_number"),
        language_form=row.get("language_form") or "nb",
    )
    session.add(body)
    session.flush()
    facts = {"kind": body.kind, "name": body.name, "number": body.organisation_number}
    audit.record(session, SYSTEM, "organisation.created", organisation=body.id, **facts)
    return body


def buyer_of(session: Session, case: Row, email: str) -> User:
    """Return the person of that address, who must be a buyer of the body that leads the case.

    Raises RuleBroken when there is no such person.
    """
    row = next(each for each in listed(case, "organisations") if each["key"] == case["lead"])
    lead = find_body(session, row)
    user = session.scalars(
        select(User)
        .join(User.memberships)
        .where(
            User.email == email.strip().lower(),
            User.deactivated_at.is_(None),
            Membership.organisation_id == (lead.id if lead else None),
            Membership.role == Role.BUYER,
        )
    ).one_or_none()
    if user is None:
        raise RuleBroken(
            N_("%(email)s er ikke innkjøper hos %(lead)s. Oppgi en som er det."),
            email=email,
            lead=lead.name if lead else row.get("name") or case["lead"],
        )
    return user
