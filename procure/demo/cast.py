"""Who plays: people with roles in real municipalities, all invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Kind, Organisation, User
from procure.accounts.service.organisations import create_organisation
from procure.accounts.service.people import bring_in as add_person
from procure.accounts.service.people import create_user
from procure.domain.policy import SYSTEM, Actor, Role

PASSWORD = "sammen-er-vi-en-kunde"  # noqa: S105  shown to everybody who starts the demo


class Person(NamedTuple):
    """One of the cast: a name, where they work, what they are."""

    name: str
    place: str
    roles: tuple[Role, ...]
    also: tuple[str, ...] = ()  # other places where they have the same roles

    @property
    def email(self) -> str:
        """An address that no letter can reach."""
        return f"{_plain(self.name)}@{_plain(self.place.split(' ')[0])}.example"


B, S, L = Role.BUYER, Role.SIGNATORY, Role.LOCAL_ADMIN

CAST = (
    Person("Ingrid Moseng", "Tolga", (B,)),
    Person("Halvor Bakkejord", "Tolga", (S,)),
    Person("Marte Lillebakk", "Tynset", (B, L)),
    Person("Anne Grete Holt", "Tynset", (S,)),
    Person("Siv Kvernbekk", "Alvdal", (B,)),
    Person("Trond Aukrustmo", "Alvdal", (S,)),
    Person("Jon Krokhaugen", "Folldal", (B,)),
    Person("Eli Grimsbuen", "Folldal", (S,)),
    Person("Per Arne Nygjelten", "Os", (B,)),
    Person("Randi Tufsingmo", "Os", (S,)),
    Person("Kari Unsetlien", "Rendalen", (B,)),
    Person("Magne Hanestadmo", "Rendalen", (S,)),
    Person("Berit Sømåbakken", "Engerdal", (B,)),
    Person("Nils Atnemoen", "Stor-Elvdal", (B,)),
    Person("Ole-Jakob Sandvær", "DFØ", (Role.ADVISER,)),
    Person("Vigdis Kolbotnlien", "KS", (Role.COORDINATOR,)),
    Person("Aksel Driftmo", "Samkjøp drift", (Role.ADMIN,)),
    Person(
        "Gunhild Varalden",
        "Indigo IKT IKS",
        (B,),
        also=("Grue", "Kongsvinger", "Nord-Odal", "Sør-Odal", "Våler (Innlandet)", "Åsnes"),
    ),
)

# Whom the start of the demo offers to be, and what each is good for.
LOGINS = (
    (CAST[0], "innkjøper i Tolga: behov, fellesskap og det som venter"),
    (CAST[1], "underskriver i Tolga: forplikter kommunen"),
    (CAST[2], "leder i Tynset: skriver og kunngjør konkurransen"),
    (CAST[17], "innkjøper i Indigo IKT IKS og i seks kommuner: melder behov for flere på en gang"),
    (CAST[16], "drifter: virksomheter og brukere"),
)


def _plain(name: str) -> str:
    return name.lower().replace(" ", ".").translate(str.maketrans("æøå", "eoa"))


def bring_in(session: Session, now: datetime) -> None:
    """Make the bodies that are no municipality, and everybody with their roles."""
    for kind, name, short in (
        (Kind.ADVISERS, "Direktoratet for forvaltning og økonomistyring", "DFØ"),
        (Kind.COORDINATORS, "KS", "KS"),
        (Kind.COMPANY, "Indigo IKT IKS", "Indigo IKT IKS"),
    ):
        create_organisation(
            session,
            SYSTEM,
            kind=kind,
            name=name,
            short_name=short,
            organisation_number="",
            language_form="nb",
        )
    places = {one.short_name: one for one in session.scalars(select(Organisation))}
    for person in CAST:
        known: dict[str, Any] = {"name": person.name, "email": person.email, "roles": person.roles}
        create_user(session, SYSTEM, places[person.place], password=PASSWORD, now=now, **known)
        for place in person.also:
            add_person(session, SYSTEM, places[place], now=now, **known)


def playing(session: Session, place: str, role: Role) -> Actor:
    """Return the one in that place with that role, acting for it."""
    person = next(one for one in CAST if one.place == place and role in one.roles)
    organisation = session.scalars(select(Organisation.id).where(Organisation.short_name == place)).one()
    user = session.scalars(select(User.id).where(User.email == person.email)).one()
    return Actor(user, organisation, frozenset(person.roles))


def logins() -> Iterator[str]:
    """Yield a line about each person whom the demo offers to be."""
    for person, about in LOGINS:
        yield f"{person.email:32} {PASSWORD}   {person.name}, {about}"
