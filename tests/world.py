"""The demo's story with a few more people in it: rows of every kind, for the tests that visit every page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from procure import clock, db
from procure.accounts import service as accounts
from procure.accounts.models import AccessRequest, Kind, Organisation, Purpose, SignIn, User
from procure.accounts.service.links import open_link
from procure.accounts.service.organisations import create_organisation, tie_domain
from procure.accounts.sessions import open_session
from procure.demand import sheet as need_sheet
from procure.demand.models import Need
from procure.demo import cast
from procure.demo.load import tell
from procure.domain.law import law_on
from procure.domain.money import Ore
from procure.domain.policy import SYSTEM, Role
from procure.domain.value import CostKind
from procure.files import store
from procure.jobs.models import Job
from procure.library.models import Agreement
from procure.notifications.models import Mail, Notification
from procure.pools.models import Pool, PoolComment
from procure.publication.models import Notice
from procure.sheets import service as sheets
from procure.sheets.models import Upload
from procure.tenders import previews, shelved
from procure.tenders import service as tenders
from procure.tenders.files import Ready
from procure.tenders.models import OWN, ChangeKind, Driver, PriceKind, Section, Tender, VersionFile
from procure.web.uploads import Sent
from tests import banking, pooling, requiring

PASSWORD = cast.PASSWORD
LEAD, LEAD_SIGNATORY, PARTICIPANT, SIGNATORY = (
    "Marte Lillebakk",
    "Anne Grete Holt",
    "Ingrid Moseng",
    "Halvor Bakkejord",
)
ADVISER, OPERATOR = "Ole-Jakob Sandvær", "Aksel Driftmo"
OUTSIDER, SUPPLIER = "Una Utgard", "Leif Leverandør"
GUIDED = {"fit": "new", "precise": "no", "complex": "no", "failed": "no", "talk": "no", "many": "no"}
OF_A_VERSION = (
    *(f"tenders.{page}" for page in ("versions", "version", "version_file", "document", "approve")),
    *(f"publication.{page}" for page in ("show", "document", "file", "calendar", "check_prices")),
    "tenders.check_prices",
    *(f"publication.{page}" for page in ("dispatch", "notice", "doffin", "ted")),
)


@dataclass(frozen=True)
class World:
    """Who is there, and a value for every parameter that an address can have.

    values: by the parameter's name; "accounts.reset_password:token" holds for that endpoint alone.
    """

    people: Mapping[str, int]
    emails: Mapping[str, str]
    values: Mapping[str, Any]
    questions: Mapping[str, dict[str, Any]]

    def address(self, app: Flask, rule: Rule) -> str:
        """Return an address under the rule that leads to something."""
        found = {n: self.values.get(f"{rule.endpoint}:{n}", self.values.get(n)) for n in rule.arguments}
        if missing := [name for name, value in found.items() if value is None]:
            raise LookupError(f"the world has no {', '.join(missing)} for {rule.rule}")
        with app.test_request_context():
            return url_for(rule.endpoint, **found, **self.questions.get(rule.endpoint, {}))


def build(app: Flask) -> World:
    """Tell the story into the app's database."""
    with app.app_context():
        now = clock.now()
        tell(now)
        with db.kept() as session:
            _more_people(session, now)
        with db.kept() as session:
            tokens = _rights(session, now)
            _price_line(session, now)
            _lot(session, now)
            _preview(session, now)
            _terms(session, now)
            _sections(session, now)
            lead = cast.playing(session, "Tynset", Role.BUYER)
            tenders.add_usual_qualifications(session, lead, _draft(session), now=now)
            _estimate_line(session, now)
            pooling.fill(session, lead, _draft(session).pool, now)
            _list_of_needs(session, now)
            operator = session.scalars(select(User).where(User.name == OPERATOR)).one()
            banking.fill(session, operator, now)
            requiring.fill(session, lead, _draft(session), now)
        return _world(db.session(), tokens)


def _world(session: Session, tokens: dict[str, str]) -> World:
    users = session.execute(select(User.name, User.id, User.email)).all()
    values = _values(session) | tokens
    world = World(
        people={name: user_id for name, user_id, _email in users},
        emails={name: email for name, _user_id, email in users},
        values=values,
        questions={
            "tenders.guide": GUIDED,
            "tenders.create": {"pool": values["pool_id"]},
            "tenders.choose": {"pool": values["pool_id"]},
            "tenders.change_requirements": {"do": "kind:information", "all": "y"},
            "tenders.propose_dates": {"way": "forwards", "day": "11.01.2027"},
            "tenders.move_step": {"day": "18.01.2027", "follow": "y"},
            "pools.create": {"need": values["need_id"]},
        },
    )
    session.rollback()
    return world


def _more_people(session: Session, now: datetime) -> None:
    """Bring in those the story has no use for: one from outside with every role, and a vendor."""
    outside = session.scalars(select(Organisation).where(Organisation.short_name == "Røros")).one()
    every = [Role.BUYER, Role.SIGNATORY, Role.LOCAL_ADMIN]
    vendor = create_organisation(
        session,
        SYSTEM,
        kind=Kind.SUPPLIER,
        name="Fjelltind Programvare AS",
        short_name="Fjelltind",
        organisation_number="",
        language_form="nb",
    )
    for name, email, organisation, roles in (
        (OUTSIDER, "una@roros.example", outside, every),
        (SUPPLIER, "leif@fjelltind.example", vendor, [Role.SUPPLIER]),
    ):
        accounts.create_user(
            session, SYSTEM, organisation, name=name, email=email, roles=roles, password=PASSWORD, now=now
        )


def _rights(session: Session, now: datetime) -> dict[str, str]:
    """Give out a link of each kind, ask for access, and sign the lead in once more."""
    lead = session.scalars(select(User).where(User.name == LEAD)).one()
    tynset = session.scalars(select(Organisation).where(Organisation.short_name == "Tynset")).one()
    tie_domain(session, SYSTEM, tynset, domain="tynset.kommune.no")
    for name in ("Per Ventende", "Pia Ventende"):
        accounts.ask_for_access(
            session,
            name=name,
            email=f"{name.split()[0].lower()}@tynset.kommune.no",
            organisation_id=tynset.id,
            reason="Jeg er ny på innkjøp.",
            language="nb",
            now=now,
        )
    waiting = session.scalars(select(AccessRequest).where(AccessRequest.name == "Per Ventende")).one()
    accounts.confirm_address(session, waiting, now)
    open_session(session, lead, machine="Firefox på Linux", lasts=timedelta(hours=12), now=now)
    return {
        "accounts.accept_invitation:token": open_link(session, lead, Purpose.INVITATION, now),
        "accounts.reset_password:token": open_link(session, lead, Purpose.PASSWORD_RESET, now),
        "accounts.confirm_address:token": _sent_token(session, "pia@"),
    }


def _sent_token(session: Session, recipient: str) -> str:
    """Return the token in the last letter to an address."""
    letters = select(Mail.body).where(Mail.recipient.startswith(recipient)).order_by(Mail.id.desc())
    found = re.search(r"/access-requests/proofs/(\S+)", session.scalars(letters).first() or "")
    assert found is not None
    return found[1]


def _price_line(session: Session, now: datetime) -> None:
    """Price one thing in the tender that is being written; how much of it, can be told by the volumes."""
    lead, tender = cast.playing(session, "Tynset", Role.BUYER), _draft(session)
    line: dict[str, Any] = {"text": "Tjenesten", "kind": PriceKind.MONTHLY, "unit": "måned", "amounts": {}}
    counted = tenders.Counted(driver=Driver.USERS)
    tenders.add_line(session, lead, tender, **line, counted=counted, now=now)


def _estimate_line(session: Session, now: datetime) -> None:
    """Let the lines come to more than what is answered, so that their sum is there to be used."""
    tenders.add_estimate_line(
        session,
        cast.playing(session, "Tynset", Role.BUYER),
        _draft(session),
        text="Timer til rådgiver",
        kind=CostKind.HOURLY,
        organisation_id=None,
        amount=Ore(1_450_00),
        quantity=40,
        option=False,
        source="Rammeavtale for rådgivere",
        now=now,
    )


def _list_of_needs(session: Session, now: datetime) -> None:
    """Let the lead be half through bringing in a list of needs; one row of it is good."""
    rows = ("Kommune;Type system;System", "Tynset;Biblioteksystem;Bokhylla", "Tynset;Romfart;Raketten")
    sheets.begin(
        *(session, cast.playing(session, "Tynset", Role.BUYER)),
        kind=need_sheet.KIND,
        file=Sent("systemer.csv", "\r\n".join(rows).encode()),
        columns=need_sheet.COLUMNS,
        once="world-list-of-needs",
        now=now,
    )


def _lot(session: Session, now: datetime) -> None:
    """Take a part out of the tender that is being written, and let it be bid for alone."""
    lead, tender = cast.playing(session, "Tynset", Role.BUYER), _draft(session)
    tenders.add_lot(session, lead, tender, title="Skjema", description="Bare skjemaene.", now=now)
    tenders.answer(session, lead, tender, version=tender.version, now=now, no_lots_reason="Ett system.")


def _preview(session: Session, now: datetime) -> None:
    """Let the draft have a working draft, which it is changed after."""
    lead, tender = cast.playing(session, "Tynset", Role.BUYER), _draft(session)
    content = previews.contents(session, tender, now)
    file = Ready("tender_rules", "Konkurransegrunnlag", "grunnlag.pdf", "01-grunnlag.pdf", b"%PDF-1.7", 1)
    laid = [(file, store.lay(file.content, previews.folder(tender.id)))]
    previews.keep(session, tender.id, content, laid, lead.user_id)


def _terms(session: Session, now: datetime) -> None:
    """Change a clause, leave another and a form out, and lay a file by, in the draft."""
    lead, tender = cast.playing(session, "Tynset", Role.BUYER), _draft(session)
    told: dict[str, Any] = {
        "clause": "9.2.3",
        "kind": ChangeKind.REMOVED,
        "text": "",
        "reason": "Avtalt bot i bilag 4.",
    }
    tenders.add_change(session, lead, tender, **told, now=now)
    law = law_on(now.date())
    tenders.omit_clause(session, lead, tender, key="security", reason="Står i kravene.", law=law, now=now)
    form = next(each for each in tender.sections if each.form == "reference_form")
    tenders.leave_out_form(session, lead, form, reason="Ingen referanser kreves.", now=now)
    file: dict[str, Any] = {
        "title": "Dagens skjema",
        "name": "skjema.csv",
        "data": b"Skjema;Antall\nBarnehage;12\n",
    }
    tenders.add_attachment(session, lead, tender, **file, annex=1, now=now)


def _sections(session: Session, now: datetime) -> None:
    """Add two texts, let another body write one and take the other out, and adapt a standard one."""
    lead, tender = cast.playing(session, "Tynset", Role.BUYER), _draft(session)
    standard = tender.sections[1]
    body = f"{standard.body}\n\n### Vår egen regel\nSe [[kap:{standard.key}]]."
    tenders.save_section(session, lead, standard, body=body, done=False, version=standard.version, now=now)
    gone = tenders.add_section(session, lead, tender, title="Befaring", place=str(standard.id), now=now)
    tenders.remove_section(session, lead, gone, now=now)
    own = tenders.add_section(session, lead, tender, title="Opplæring", place=str(standard.id), now=now)
    tenders.save_section(session, lead, own, body="Innen en uke.", done=False, version=own.version, now=now)
    there = [one.organisation_id for one in tender.pool.participations if one.takes_part]
    other = next(each for each in there if each != tender.pool.lead_id)
    tenders.assign_sections(
        session,
        lead,
        tender,
        [own],
        organisation_id=other,
        user_id=None,
        due_on=now.date(),
        note="Spør Marte.",
        today=now.date(),
        now=now,
    )


def _own_section(session: Session) -> Section:
    return session.scalars(
        select(Section).where(Section.key.startswith(OWN), Section.title == "Opplæring")
    ).one()


def _draft(session: Session) -> Tender:
    return session.scalars(select(Tender).where(Tender.title.startswith("Skjema"))).one()


def _ready(session: Session) -> Tender:
    return session.scalars(select(Tender).where(Tender.title.startswith("Kvalitet"))).one()


def _values(session: Session) -> dict[str, Any]:
    """Return an id of everything, all of them the lead's."""
    first = session.scalars
    tynset = first(select(Organisation).where(Organisation.short_name == "Tynset")).one()
    lead = first(select(User).where(User.name == LEAD)).one()
    signatory = first(select(User).where(User.name == LEAD_SIGNATORY)).one()
    draft, ready = _draft(session), _ready(session)
    form = next(each for each in draft.sections if each.left_out)
    file = first(select(VersionFile).where(VersionFile.kind == shelved.MANIFEST)).one()
    project = first(select(Agreement).where(Agreement.code == "SSA-T")).one()
    open_pool = first(select(Pool).where(Pool.name.startswith("Barnehage"))).one()
    of_needs = first(select(Upload.id).where(Upload.kind == need_sheet.KIND)).one()
    need = select(Need).where(Need.organisation_id == tynset.id, Need.category_key == "barnehage")
    return {
        "organisation_id": tynset.id,
        "domain": "tynset.kommune.no",
        "user_id": signatory.id,
        "session_id": first(select(SignIn.id).where(SignIn.user_id == lead.id)).one(),
        "request_id": first(select(AccessRequest.id).where(AccessRequest.name == "Per Ventende")).one(),
        "notification_id": first(select(Notification.id).where(Notification.user_id == lead.id)).first(),
        "need_id": first(need).one().id,
        "pool_id": open_pool.id,
        "tender_id": draft.id,
        "section_id": _own_section(session).id,
        "tenders.revisions:section_id": draft.sections[1].id,
        "tenders.use_standard:section_id": draft.sections[1].id,
        "requirement_id": draft.requirements[0].id,
        **requiring.values(session, draft),
        "lot_id": draft.lots[0].id,
        "change_id": draft.contract_changes[0].id,
        "attachment_id": draft.attachments[0].id,
        "tenders.omit_clause:key": "security",
        "tenders.restore_clause:key": "security",
        **dict.fromkeys(("tenders.leave_out_form:section_id", "tenders.take_in_form:section_id"), form.id),
        "tenders.guide:key": "procedure",
        "criterion_id": draft.criteria[0].id,
        "qualification_id": draft.qualifications[0].id,
        "line_id": draft.price_lines[0].id,
        "estimate_line_id": draft.estimate_lines[0].id,
        "holder_id": open_pool.option_holders[0].id,
        "participation_id": open_pool.participations[0].id,
        **pooling.values(session, draft.pool),
        "comment_id": first(select(PoolComment.id).where(PoolComment.author_id == lead.id)).one(),
        **banking.values(session),
        "agreement_id": project.id,
        "annex_id": project.annexes[0].id,
        "library.enter:agreement_id": first(select(Agreement.id).where(~Agreement.annexes.any())).first(),
        "job_id": first(select(Job.id).where(Job.organisation_id == tynset.id)).first(),
        "filename": "app.css",
        **{f"demand.{page}:upload_id": of_needs for page in ("import_columns", "import_check")},
        **{f"demand.export_{name}:kind": "xlsx" for name in ("needs", "contracts")},
        "step": "dispatch",
        "tenders.draw_timeline:tender_id": ready.id,
        "number": 1,
        "slug": first(select(Notice.slug)).one(),
        "name": file.name,
        "tenders.preview_file:name": "grunnlag.pdf",
        **{f"{endpoint}:tender_id": ready.id for endpoint in OF_A_VERSION},
        **{f"{feature}.document:kind": "annex_1" for feature in ("tenders", "publication")},
    }
