"""Organisations and the mail domains that belong to them."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.no import orgnr

from procure import audit
from procure.accounts.models import Kind, MailDomain, Organisation
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor

LONGEST_SHORT_NAME: Final = 120
DOMAIN: Final = re.compile(r"[\w-]+(\.[\w-]+)+")


def create_organisation(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    name: str,
    short_name: str,
    organisation_number: str,
    language_form: str,
    once: str | None = None,
) -> Organisation:
    """Make a body that is no municipality: those are loaded from the list.

    once: where the form says so, the same form sent twice makes one.
    Raises RuleBroken when the number is not one or is taken, or the name is too long to stand in lists.
    """
    if kind == Kind.MUNICIPALITY:
        raise RuleBroken(N_("Kommunene er lagt inn fra før"), field="kind")
    if once and (made := session.scalar(select(Organisation).where(Organisation.once == once))):
        return made
    if len(short_name or name) > LONGEST_SHORT_NAME:
        raise RuleBroken(N_("Navnet er for langt til lister. Skriv et kort navn også"), field="short_name")
    organisation = Organisation(
        once=once or None,
        kind=Kind(kind),
        name=name,
        short_name=short_name or name,
        organisation_number=_number(session, organisation_number),
        language_form=language_form,
    )
    session.add(organisation)
    session.flush()
    facts = {"kind": kind, "name": name, "number": organisation.organisation_number}
    audit.record(session, actor, "organisation.created", organisation=organisation.id, **facts)
    return organisation


def _number(session: Session, typed: str) -> str | None:
    number = orgnr.compact(typed)
    if not number:
        return None
    if not orgnr.is_valid(number):
        raise RuleBroken(
            N_("Organisasjonsnummeret «%(typed)s» finnes ikke. Det har ni sifre"),
            field="organisation_number",
            typed=typed,
        )
    if session.scalar(select(Organisation.id).where(Organisation.organisation_number == number)):
        raise RuleBroken(N_("En virksomhet har nummeret alt"), field="organisation_number")
    return number


def tie_domain(session: Session, actor: Actor, organisation: Organisation, *, domain: str) -> None:
    """Say that addresses at a mail domain belong to an organisation.

    Raises RuleBroken when the domain is tied to another, or speaks for all municipalities.
    """
    name = domain.strip().lower().removeprefix("@").strip(".")
    if name == "kommune.no" or not DOMAIN.fullmatch(name):
        raise RuleBroken(N_("Skriv domenet til virksomheten, for eksempel tolga.kommune.no"), field="domain")
    known = session.get(MailDomain, name)
    if known is not None and known.organisation_id != organisation.id:
        raise RuleBroken(N_("Domenet hører til %(name)s"), field="domain", name=known.organisation.name)
    if known is None:
        session.add(MailDomain(domain=name, organisation_id=organisation.id))
        session.flush()
        audit.record(session, actor, "domain.tied", organisation=organisation.id, domain=name)


def untie_domain(session: Session, actor: Actor, domain: MailDomain) -> None:
    """Say that addresses at a mail domain no longer belong to the organisation."""
    session.delete(domain)
    audit.record(session, actor, "domain.untied", organisation=domain.organisation_id, domain=domain.domain)
