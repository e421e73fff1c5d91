"""Who may do what: a table to read aloud, and one question to ask."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import Protocol


class Role(StrEnum):
    """What a person is, in one organisation."""

    BUYER = "buyer"
    SIGNATORY = "signatory"
    ADVISER = "adviser"
    COORDINATOR = "coordinator"
    SUPPLIER = "supplier"
    LOCAL_ADMIN = "local_admin"
    ADMIN = "admin"


class Standing(Enum):
    """How an actor stands to the thing acted on."""

    ANY = auto()  # no tie needed
    OWNER = auto()  # the thing itself is theirs: a need, a section, their own organisation
    PARTICIPANT = auto()  # their organisation takes part, or is invited to
    LEAD = auto()  # their organisation leads
    HEIR = auto()  # their organisation is asked to take over as lead
    SIGNATORY = auto()  # they sign for a participant


class Action(StrEnum):
    """Everything that changes something, named thing:verb."""

    ORGANISATION_CREATE = "organisation:create"
    ORGANISATION_ADMINISTER = "organisation:administer"
    PEOPLE_MANAGE = "people:manage"
    NEED_CREATE = "need:create"
    NEED_EDIT = "need:edit"
    POOL_CREATE = "pool:create"
    POOL_EDIT = "pool:edit"
    POOL_INVITE = "pool:invite"
    POOL_LOCK = "pool:lock"
    POOL_DISCUSS = "pool:discuss"
    COMMENT_TAKE_BACK = "comment:take_back"
    POOL_RELEASE = "pool:release"
    POOL_DISSOLVE = "pool:dissolve"
    POOL_HAND_OVER = "pool:hand_over"
    POOL_TAKE_OVER = "pool:take_over"
    PARTICIPATION_ANSWER = "participation:answer"
    PARTICIPATION_LEAVE = "participation:leave"
    PARTICIPATION_COMMIT = "participation:commit"
    TENDER_CREATE = "tender:create"
    TENDER_EDIT = "tender:edit"
    DEVIATION_WRITE = "deviation:write"
    SECTION_EDIT = "section:edit"
    VERSION_FREEZE = "version:freeze"
    VERSION_APPROVE = "version:approve"
    TENDER_DISPATCH = "tender:dispatch"
    PREVIEW_MAKE = "preview:make"
    JOB_RETRY = "job:retry"
    JOB_CANCEL = "job:cancel"
    LIBRARY_EDIT = "library:edit"
    BANK_EDIT = "bank:edit"


@dataclass(frozen=True)
class Actor:
    """A person acting for one organisation, with the roles held there."""

    user_id: int | None
    organisation_id: int | None
    roles: frozenset[Role] = field(default_factory=frozenset)


ANYONE = Actor(None, None)  # not signed in
SYSTEM = Actor(None, None)  # the platform itself: jobs and commands; holds no role either


class Subject(Protocol):
    """Anything that knows how an actor stands to it."""

    def standings(self, actor: Actor) -> Set[Standing]: ...


ANY, OWNER, LEAD, HEIR, PARTICIPANT, SIGNATORY = (
    frozenset({Standing.ANY}),
    frozenset({Standing.OWNER}),
    frozenset({Standing.LEAD}),
    frozenset({Standing.HEIR}),
    frozenset({Standing.PARTICIPANT}),
    frozenset({Standing.SIGNATORY}),
)

# What is not written here is refused. Reading is not here: see `visible_to` beside each model.
MATRIX: dict[Action, dict[Role, Set[Standing]]] = {
    Action.ORGANISATION_CREATE: {Role.ADMIN: ANY},
    Action.ORGANISATION_ADMINISTER: {Role.ADMIN: ANY},
    Action.PEOPLE_MANAGE: {Role.ADMIN: ANY, Role.LOCAL_ADMIN: OWNER},
    Action.NEED_CREATE: {Role.BUYER: ANY},
    Action.NEED_EDIT: {Role.BUYER: OWNER},
    Action.POOL_CREATE: {Role.BUYER: ANY},
    Action.POOL_EDIT: {Role.BUYER: LEAD},
    Action.POOL_INVITE: {Role.BUYER: LEAD},
    Action.POOL_LOCK: {Role.BUYER: LEAD},
    Action.POOL_DISCUSS: {Role.BUYER: LEAD | PARTICIPANT, Role.SIGNATORY: LEAD | SIGNATORY},
    Action.COMMENT_TAKE_BACK: {Role.BUYER: OWNER, Role.SIGNATORY: OWNER},
    Action.POOL_RELEASE: {Role.BUYER: LEAD},
    Action.POOL_DISSOLVE: {Role.BUYER: LEAD},
    Action.POOL_HAND_OVER: {Role.BUYER: LEAD},
    Action.POOL_TAKE_OVER: {Role.BUYER: HEIR | LEAD},  # who has said yes may say it again
    Action.PARTICIPATION_ANSWER: {Role.BUYER: PARTICIPANT},
    Action.PARTICIPATION_LEAVE: {Role.BUYER: PARTICIPANT, Role.SIGNATORY: SIGNATORY},
    Action.PARTICIPATION_COMMIT: {Role.SIGNATORY: SIGNATORY},
    Action.TENDER_CREATE: {Role.BUYER: LEAD},
    Action.TENDER_EDIT: {Role.BUYER: LEAD},
    Action.DEVIATION_WRITE: {Role.BUYER: LEAD | OWNER},
    Action.SECTION_EDIT: {Role.BUYER: LEAD | OWNER},
    Action.VERSION_FREEZE: {Role.BUYER: LEAD},
    Action.VERSION_APPROVE: {Role.BUYER: LEAD},
    Action.TENDER_DISPATCH: {Role.BUYER: LEAD},
    Action.PREVIEW_MAKE: {Role.BUYER: LEAD | PARTICIPANT},
    Action.JOB_RETRY: {Role.BUYER: OWNER},
    Action.JOB_CANCEL: {Role.BUYER: OWNER},
    Action.LIBRARY_EDIT: {Role.ADVISER: ANY, Role.ADMIN: ANY},
    Action.BANK_EDIT: {Role.ADVISER: ANY, Role.ADMIN: ANY},
}


def may(actor: Actor, action: Action, subject: Subject | None = None) -> bool:
    """Answer whether the actor may do this to the subject; unknown means no.

    >>> may(Actor(1, 1, frozenset({Role.BUYER})), Action.NEED_CREATE)
    True
    >>> may(ANYONE, Action.NEED_CREATE)
    False
    """
    standings = {Standing.ANY} | (set(subject.standings(actor)) if subject else set())
    return any(role in actor.roles and needed & standings for role, needed in MATRIX.get(action, {}).items())
