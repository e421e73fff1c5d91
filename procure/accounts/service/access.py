"""Asking to come in: the address proved, then an answer by the one who knows the people there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from procure import audit
from procure.accounts import letters, queries
from procure.accounts.models import BUYING, AccessRequest, AccessState, Organisation, User
from procure.accounts.service.identity import confirm_identity
from procure.accounts.service.links import PROOF_LASTS, new_token
from procure.accounts.service.organisations import tie_domain
from procure.accounts.service.people import bring_in
from procure.accounts.sessions import hashed
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import ANYONE, Actor, Role
from procure.notifications.service import send, tell

MUNICIPAL = "kommune.no"


def ask_for_access(
    session: Session,
    *,
    name: str,
    email: str,
    organisation_id: int | None,
    reason: str,
    language: str,
    now: datetime,
) -> None:
    """Take a request, and send the link that proves the address; whoever asks is told the same in any case.

    organisation_id: what was picked; counts only where the mail domain does not tell.
    Raises RuleBroken when the address is no municipal one, or does not tell which municipality.
    """
    domain, organisation = _asked_for(session, email, organisation_id)
    with force_locale(language):
        if queries.find_user_by_email(session, email) is not None and _is_in(session, email, organisation):
            send(session, email, *letters.known_already(), now)
            return
        request = _open_request(session, email)
        if request is not None and request.state == AccessState.WAITING:
            return
        token = new_token()
        send(session, email, *letters.proof(token, organisation.name), now)
    request = request or AccessRequest(email=email, state=AccessState.UNCONFIRMED)
    request.organisation_id, request.domain = organisation.id, domain
    request.name, request.reason, request.language = name, reason, language
    request.token_hash, request.created_at = hashed(token), now
    session.add(request)
    session.flush()
    audit.record(session, ANYONE, "access.asked", access_request=request.id, organisation=organisation.id)


def _asked_for(session: Session, email: str, picked: int | None) -> tuple[str, Organisation]:
    """Return the domain and the organisation: told by the domain, else the one that was picked."""
    domain, organisation = queries.organisation_of(session, email.rpartition("@")[2])
    if organisation is not None:
        return domain, organisation
    if not domain.endswith(f".{MUNICIPAL}"):
        raise RuleBroken(
            N_(
                "Adressen må høre til en kommune, og slutte på kommune.no. "
                "Andre blir invitert av sin egen virksomhet"
            ),
            field="email",
        )
    organisation = session.scalar(select(Organisation).where(Organisation.id == picked)) if picked else None
    if organisation is None or organisation.kind not in BUYING:
        raise RuleBroken(
            N_("Vi kjenner ikke %(domain)s ennå. Velg kommunen du arbeider i"),
            field="organisation_id",
            domain=domain,
        )
    return domain, organisation


def _is_in(session: Session, email: str, organisation: Organisation) -> bool:
    return any(user.email == email for user in queries.find_members(session, organisation.id))


def _open_request(session: Session, email: str) -> AccessRequest | None:
    return session.scalar(
        select(AccessRequest).where(AccessRequest.email == email, AccessRequest.decided_at.is_(None))
    )


def is_good(request: AccessRequest, now: datetime) -> bool:
    """Answer whether the link that proves the address still works."""
    return request.state == AccessState.UNCONFIRMED and now < request.created_at + PROOF_LASTS


def confirm_address(session: Session, request: AccessRequest, now: datetime) -> None:
    """Note that the address is the asker's, and tell the one who decides."""
    if not is_good(request, now):
        raise RuleBroken(N_("Lenken er brukt eller for gammel. Be om tilgang på nytt"))
    request.state = AccessState.WAITING
    audit.record(session, ANYONE, "access.confirmed", access_request=request.id)
    tell(
        session,
        deciders(session, request),
        N_("%(name)s ber om tilgang for %(organisation)s"),
        path=f"/access-requests/{request.id}",
        by_mail=True,
        now=now,
        name=request.name,
        organisation=request.organisation.name,
    )


def deciders(session: Session, request: AccessRequest) -> list[User]:
    """Return who answers: the organisation's administrators once its domain is known, else the operators."""
    _domain, tied = queries.organisation_of(session, request.domain)
    own = queries.find_members(session, request.organisation_id, Role.LOCAL_ADMIN)
    return own if tied is not None and own else queries.operators(session)


def grant(
    session: Session,
    actor: Actor,
    request: AccessRequest,
    *,
    roles: Iterable[str],
    tie: bool,
    password: str,
    now: datetime,
) -> User:
    """Let the asker in with these roles; the operator may tie the mail domain to the organisation as well.

    password: the actor's own, asked for again since roles are given.
    Raises RuleBroken when somebody has answered already, or a role is not for such an organisation.
    """
    confirm_identity(session, actor, password, now)
    _decide(session, actor, request, AccessState.GRANTED, now)
    if tie and Role.ADMIN in actor.roles:
        tie_domain(session, actor, request.organisation, domain=request.domain)
    held = {Role(role) for role in roles}
    audit.record(session, actor, "access.granted", access_request=request.id, roles=sorted(held))
    return bring_in(
        session, actor, request.organisation, name=request.name, email=request.email, roles=held, now=now
    )


def refuse(session: Session, actor: Actor, request: AccessRequest, *, reason: str, now: datetime) -> None:
    """Say no, with a reason that is sent to the asker."""
    _decide(session, actor, request, AccessState.REFUSED, now)
    request.answer = reason
    with force_locale(request.language):
        send(session, request.email, *letters.refusal(request.organisation.name, reason), now)
    audit.record(session, actor, "access.refused_to", access_request=request.id, reason=reason)


def _decide(
    session: Session, actor: Actor, request: AccessRequest, state: AccessState, now: datetime
) -> None:
    """Settle the request; of two answers at once only the first counts."""
    settled = session.execute(
        update(AccessRequest)
        .where(AccessRequest.id == request.id, AccessRequest.state == AccessState.WAITING)
        .values(state=state, decided_at=now, decided_by_id=actor.user_id)
    )
    if settled.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleBroken(N_("Forespørselen er besvart alt"))
