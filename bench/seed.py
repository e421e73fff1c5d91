"""A platform with so many tenders in it: seeded, invented, and the same every time for the same day.

What pages are asked about (the first need, pool, tender) is the same whatever the number; what stands
around it grows, and with it the readers' own lists.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench import tender_rows
from bench.rows import Rows, Scale, Setting, happened
from procure.accounts.models import (
    AccessRequest,
    AccessState,
    Kind,
    Link,
    MailDomain,
    Membership,
    Organisation,
    Purpose,
    User,
)
from procure.accounts.sessions import hashed
from procure.demand.models import ContractEnd, Need, NeedState, Visibility
from procure.domain.money import Ore
from procure.domain.policy import Role
from procure.domain.states import ParticipationState, PoolState
from procure.library.models import Agreement
from procure.notifications.models import Notification
from procure.pools.models import ApprovalRule, CostKey, OptionHolder, Participation, Pool, PoolComment
from procure.reference.models import Category
from procure.sheets.models import Upload

LEAD, PARTICIPANT, OPERATOR = "lead", "participant", "operator"
PLACES = {LEAD: "Tolga", PARTICIPANT: "Tynset"}
ROLES = {LEAD: (Role.BUYER, Role.LOCAL_ADMIN), PARTICIPANT: (Role.BUYER, Role.SIGNATORY)}
OWN_STATES = (NeedState.SHARED, NeedState.DRAFT, NeedState.WITHDRAWN)  # of the readers' needs, in turn
S = ParticipationState


def fill(session: Session, scale: Scale, now: datetime) -> Setting:
    """Fill a migrated, loaded database; return what pages can be asked about. The caller commits."""
    rows, setting = Rows(session), _setting(session, scale, now)
    _people(rows, setting, session)
    for number in range(scale.tenders):
        pool = _locked_pool(rows, setting, number)
        tender_rows.add_tender(rows, setting, pool, number)
    for number in range(max(1, scale.tenders // 3)):
        _open_pool(rows, setting, number)
    _lone_needs(rows, setting)
    _doorstep(rows, setting)
    _told(rows, setting, scale.tenders * 4)
    _list_of_needs(rows, setting)
    _list_for_the_bank(rows, setting)
    rows.write()
    tender_rows.add_versions(rows, setting, session)
    rows.write()
    return setting


def _setting(session: Session, scale: Scale, now: datetime) -> Setting:
    bodies = session.execute(
        select(Organisation.id, Organisation.short_name)
        .where(Organisation.kind == Kind.MUNICIPALITY)
        .order_by(Organisation.municipality_number)
    )
    names = dict(bodies.all())
    buyable = select(Category.key).where(Category.buyable).order_by(Category.position)
    setting = Setting(scale, now, list(names), names, list(session.scalars(buyable)))
    setting.known["agreement"] = session.scalars(select(Agreement.id).where(Agreement.code == "SSA-L")).one()
    return setting


# --- People --------------------------------------------------------------------------------------


def _people(rows: Rows, setting: Setting, session: Session) -> None:
    """Give every municipality a buyer; the readers have more to say at home."""
    readers = {place: reader for reader, place in PLACES.items()}
    for body, name in setting.names.items():
        reader = readers.get(name)
        roles = ROLES[reader] if reader else (Role.BUYER,)
        setting.people[body] = person = _person(rows, setting, f"Innkjøper i {name}", body, *roles)
        if reader:
            setting.readers[reader] = person
            setting.known[reader] = body
    operator = session.scalars(select(Organisation.id).where(Organisation.kind == Kind.OPERATOR)).one()
    setting.readers[OPERATOR] = _person(rows, setting, "Drifter", operator, Role.ADMIN)
    setting.known[OPERATOR] = operator


def _person(rows: Rows, setting: Setting, name: str, body: int, *roles: Role) -> int:
    long_ago = setting.now - timedelta(days=400)
    mail = f"person{body}@kommune.example"
    person = rows.add(User, name=name, email=mail, language="nb", password_hash="none", created_at=long_ago)
    for role in roles:
        rows.add(Membership, user_id=person, organisation_id=body, role=role, granted_at=long_ago)
    return person


def _doorstep(rows: Rows, setting: Setting) -> None:
    """Put somebody at each of the doors: invited, forgetful, asking to come in."""
    lead, now = setting.known[LEAD], setting.now
    person = setting.known["person"] = setting.readers[LEAD]
    for purpose in Purpose:
        rows.add(
            Link,
            token_hash=hashed(f"bench-{purpose}"),
            purpose=purpose,
            user_id=person,
            created_at=now,
            expires_at=now + timedelta(days=7),
        )
        setting.known[purpose.value] = f"bench-{purpose}"
    rows.add(MailDomain, domain="tolga.kommune.no", organisation_id=lead)
    for state in (AccessState.WAITING, AccessState.UNCONFIRMED):
        asked = rows.add(
            AccessRequest,
            organisation_id=lead,
            name="En som spør",
            email=f"{state}@tolga.kommune.no",
            domain="tolga.kommune.no",
            reason="Skal kjøpe inn.",
            language="nb",
            token_hash=hashed(f"bench-{state}"),
            state=state,
            created_at=now,
        )
        setting.known[f"{state}_request"] = asked
        setting.known[f"{state}_proof"] = f"bench-{state}"


def _told(rows: Rows, setting: Setting, count: int) -> None:
    """Tell each reader so many things; half of them are read."""
    for reader in (LEAD, PARTICIPANT):
        for number in range(count):
            rows.add(
                Notification,
                user_id=setting.readers[reader],
                organisation_id=setting.known[reader],
                sentence="%(who)s er forpliktet.",
                facts={"who": f"Kommune {number}"},
                path=f"/pools/{number + 1}",
                created_at=setting.now - timedelta(hours=number),
                read_at=setting.now if number % 2 else None,
            )


# --- Needs ---------------------------------------------------------------------------------------


def _need(rows: Rows, setting: Setting, body: int, category: str, dice: Random, **facts: Any) -> int:
    """Add a shared need whose contract ends in one of the four ways."""
    now = setting.now
    end = dice.choice(tuple(ContractEnd))
    dated = end is ContractEnd.DATE
    usual = {
        "state": NeedState.SHARED,
        "visibility": dice.choice((Visibility.LOOKING, Visibility.POOL, Visibility.POOL)),
        "system": "Dagens system",
        "vendor": "Leverandøren AS",
        "contract_end": end,
        "ends_on": (now + timedelta(days=dice.randint(60, 1200))).date() if dated else None,
        "renewal_months": 12 if dated else None,
        "notice_months": dice.choice((3, 6)),
        "yearly_cost": Ore(dice.randint(100_000, 900_000) * 100),
        "users": dice.randint(5, 400),
        "cases": dice.randint(100, 9000),
        "integrations": "Sak og arkiv, økonomisystem, Folkeregisteret.",
        "created_at": now - timedelta(days=90),
        "shared_at": now - timedelta(days=80),
    }
    need = rows.add(
        Need,
        organisation_id=body,
        created_by_id=setting.people[body],
        category_key=category,
        **(usual | facts),
    )
    setting.registered[body] += 1
    for action in ("need.created", "need.shared"):
        happened(rows, setting, action, "need", need, body)
    return need


def _lone_needs(rows: Rows, setting: Setting) -> None:
    """Let every municipality have as many needs as the scale says; those that are in no pool are added here.

    Of the readers' own, some are drafts and some withdrawn.
    """
    own, states = (setting.known[LEAD], setting.known[PARTICIPANT]), cycle(OWN_STATES)
    for body in setting.bodies:
        dice = Random(f"needs:{body}")
        for number in range(setting.registered[body], max(setting.scale.needs, setting.registered[body] + 1)):
            category = setting.categories[(number * 7 + body) % len(setting.categories)]
            if body == own[0] and "need" not in setting.known:
                category = setting.categories[-1]  # a pool can be suggested for it
            facts = {"state": next(states)} if body in own else {}
            need = _need(rows, setting, body, category, dice, **facts)
            if body == own[0]:
                setting.known.setdefault("need", need)


def _list_for_the_bank(rows: Rows, setting: Setting) -> None:
    """Let the operator be half through bringing in requirements, as many as the scale says."""
    said = ("Må", "Levering", "Bekreft", "Sporing.", "Sporing.", "Praksis")
    places = (
        "area",
        "text_nb",
        "text_nn",
        "kind",
        "met_when",
        "answer_mode",
        "reason_nb",
        "reason_nn",
        "source",
    )
    texts = [f"Loggen skal vise feil {number}." for number in range(max(setting.scale.needs, 3))]
    lines = [[place, ["SIK", text, text, *said], []] for place, text in enumerate(texts, start=2)]
    setting.known["bank_list"] = rows.add(
        Upload,
        kind="bank",
        organisation_id=setting.known[OPERATOR],
        user_id=setting.readers[OPERATOR],
        once="bench-list-for-the-bank",
        name="krav.xlsx",
        content={"name": "krav.xlsx", "header": list(places), "rows": lines},
        mapping={key: place for place, key in enumerate(places)},
        created_at=setting.now,
    )


def _list_of_needs(rows: Rows, setting: Setting) -> None:
    """Let the lead be half through bringing in a list, as long as the scale says."""
    count = max(setting.scale.needs, 3)
    lines = [[n + 2, ["Tolga", "Biblioteksystem", f"System {n}"], []] for n in range(count)]
    setting.known["needs_list"] = rows.add(
        Upload,
        kind="needs",
        organisation_id=setting.known[LEAD],
        user_id=setting.readers[LEAD],
        once="bench-list-of-needs",
        name="systemer.xlsx",
        content={"name": "systemer.xlsx", "header": ["Kommune", "Type system", "System"], "rows": lines},
        mapping={"place": 0, "category": 1, "system": 2},
        created_at=setting.now,
    )


# --- Pools ---------------------------------------------------------------------------------------


def _pool(rows: Rows, setting: Setting, name: str, lead: int, category: str, **facts: Any) -> int:
    now = setting.now
    usual = {
        "purpose": "Kommunene vil ha ett system med like vilkår.",
        "state": PoolState.OPEN,
        "closes_at": now + timedelta(days=20),
        "cost_key": CostKey.INHABITANTS,
        "approval_rule": ApprovalRule.LEAD,
        "created_at": now - timedelta(days=60),
    }
    return rows.add(
        Pool,
        name=name,
        category_key=category,
        lead_id=lead,
        created_by_id=setting.people[lead],
        **(usual | facts),
    )


def _company(setting: Setting, first: list[int], dice: Random) -> list[int]:
    """Return the bodies of a pool: those given, and others to fill it."""
    readers = (setting.known[LEAD], setting.known[PARTICIPANT])
    others = [body for body in setting.bodies if body not in readers]
    return [*first, *dice.sample(others, setting.scale.bodies - len(first))]


def _locked_pool(rows: Rows, setting: Setting, number: int) -> int:
    """Add a pool that has locked; the first reader leads every third, and the second takes part in those."""
    dice = Random(f"pool:{number}")
    lead, other = setting.known[LEAD], setting.known[PARTICIPANT]
    bodies = _company(setting, [lead, other] if number % 3 == 0 else [], dice)
    category = setting.categories[number % (len(setting.categories) - 1)]  # the last is in no pool yet
    locked = setting.now - timedelta(days=30)
    state = {"state": PoolState.LOCKED, "closes_at": locked, "locked_at": locked}
    pool = _pool(rows, setting, f"Fellesskap {number}", bodies[0], category, **state)
    for body in bodies:
        place = _place(rows, setting, pool, body, category, S.COMMITTED, dice)
        setting.known.setdefault("place", place)
    for _ in range(8):
        happened(rows, setting, "participation.committed", "pool", pool, bodies[0])
    _holders(rows, setting, pool, bodies)
    setting.known.setdefault("locked_pool", pool)
    setting.members[pool] = bodies
    return pool


def _open_pool(rows: Rows, setting: Setting, number: int) -> None:
    """Add an open pool where bodies have come to different points; the first reader leads every third."""
    dice = Random(f"open pool:{number}")
    category = setting.categories[number % (len(setting.categories) - 1)]  # the last is in no pool yet
    readers = [setting.known[LEAD], setting.known[PARTICIPANT]] if number % 3 == 0 else []
    bodies = _company(setting, readers, dice)
    pool = _pool(rows, setting, f"Åpent fellesskap {number}", bodies[0], category)
    states = cycle((S.COMMITTED, S.INTERESTED, S.COMMITTED, S.COMMITTED, S.INTERESTED, S.INVITED))
    for body, state in zip(bodies, states, strict=False):
        _place(rows, setting, pool, body, category, state, dice)
        happened(rows, setting, "participation.interested", "pool", pool, body)
        rows.add(
            PoolComment,
            pool_id=pool,
            organisation_id=body,
            author_id=setting.people[body],
            text="Vi vil gjerne se på kravene sammen.",
            written_at=setting.now - timedelta(days=1),
        )
    holder = _holders(rows, setting, pool, bodies)
    setting.known.setdefault("option_holder", holder)
    setting.known.setdefault("pool", pool)


def _holders(rows: Rows, setting: Setting, pool: int, inside: list[int]) -> int:
    """Let every third as many as take part hold an option; return the last of them."""
    others, holder = [body for body in setting.bodies if body not in inside], 0
    for body in others[: max(1, len(inside) // 3)]:
        volumes = {"users": 40, "inhabitants": 3000, "added_at": setting.now}
        holder = rows.add(OptionHolder, pool_id=pool, organisation_id=body, **volumes)
    return holder


def _place(rows: Rows, setting: Setting, pool: int, body: int, category: str, state: S, dice: Random) -> int:
    """Add a body to a pool, with its one need of that category; return its place."""
    now, committed = setting.now, state is S.COMMITTED
    if (body, category) not in setting.needs:
        need = _need(rows, setting, body, category, dice, visibility=Visibility.POOL)
        setting.needs[body, category] = need
    return rows.add(
        Participation,
        pool_id=pool,
        organisation_id=body,
        need_id=setting.needs[body, category],
        state=state,
        users=dice.randint(5, 400),
        inhabitants=dice.randint(900, 9000),
        invited_at=now - timedelta(days=50),
        opened_at=now - timedelta(days=49),
        answered_at=None if state is S.INVITED else now - timedelta(days=45),
        committed_at=now - timedelta(days=35) if committed else None,
        committed_by_id=setting.people[body] if committed else None,
    )
