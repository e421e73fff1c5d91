"""Tenders for tests that are written and ready: for freezing, approving, dispatching and reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import clock, db
from procure.accounts.models import User
from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.domain.policy import Actor
from procure.domain.scoring import PriceModel, TieRule
from procure.domain.states import ParticipationState, PoolState, TenderState
from procure.library.models import BankRequirement
from procure.pools.models import Pool
from procure.tenders import files, papers, printing, service, versions
from procure.tenders.models import (
    ContractModel,
    CriterionKind,
    PriceKind,
    Responsibility,
    Tender,
    Version,
)
from tests.factories import NOW, sign_in
from tests.pools.making import HASHED, PASSWORD, Place, make_place, make_pool

TODAY = date(2026, 11, 23)
DEADLINE = datetime(2027, 1, 14, 11, 0, tzinfo=UTC)  # twelve o'clock in Oslo
EEA, NATIONAL, SMALL = Ore(4_590_000_00), Ore(1_450_000_00), Ore(700_000_00)
PART_II = {"procedure": "national_open", "dialogue": "Ingen dialog er planlagt."}
CHANNEL = "https://anbudsporten.example/t/18822"
NAMES = ("Tynset", "Os", "Tolga")


def make_tender(session: Session, lead: Place, pool: Pool, **changes: Any) -> Tender:
    """Write a whole tender, so that nothing stops it."""
    tender = service.create(
        session,
        lead.buyer,
        pool,
        title=changes.pop("title", "Kvalitetssystem for tre kommuner"),
        description="Tynset, Os og Tolga kjøper ett system for kvalitet og avvik.",
        language=changes.pop("language", "nb"),
        agreement_reason="Systemet kjøpes som en løpende tjeneste.",
        now=NOW - timedelta(days=20),
    )
    answer(session, lead.buyer, tender, **(facts() | changes))
    _criteria(session, lead.buyer, tender)
    _requirements(session, lead.buyer, tender)
    amounts: Mapping[int, int | None] = {one.organisation_id: 48 for one in pool.participations}
    line: dict[str, Any] = {
        "text": "Tjenesten, alle moduler",
        "kind": PriceKind.MONTHLY,
        "unit": "måned",
        "amounts": amounts,
    }
    service.add_line(session, lead.buyer, tender, **line, now=NOW)
    for section in list(tender.sections):
        done: dict[str, Any] = {"body": section.body, "done": True, "version": section.version}
        service.save_section(session, lead.buyer, section, **done, now=NOW)
    return tender


def answer(session: Session, lead: Actor, tender: Tender, **answers: Any) -> None:
    """Answer questions about the tender."""
    service.answer(session, lead, tender, version=tender.version, now=NOW, **answers)


def facts() -> dict[str, Any]:
    """Return answers to every question, for an open procedure above the EEA threshold."""
    return {
        "estimate": EEA,
        "estimated_on": date(2026, 11, 2),
        "estimate_method": "Fire års drift for tre kommuner.",
        "procedure": "open",
        "contract_model": ContractModel.PER_MUNICIPALITY,
        "responsibility": Responsibility.PARTLY_JOINT,
        "responsibility_parts": "Felles for konkurransen, hver for seg for egen kontrakt.",
        "no_lots_reason": "Systemet er ett produkt.",
        "duration_months": 48,
        "extension_months": 24,
        "option_terms": "To ganger ett år, på samme vilkår, varslet tre måneder før.",
        "validity_months": 4,
        "variants": False,
        "dispatch_on": TODAY,
        "questions_until": datetime(2027, 1, 5, 11, 0, tzinfo=UTC),
        "deadline": DEADLINE,
        "start_on": date(2027, 6, 14),
        "channel_name": "Anbudsporten",
        "channel_url": CHANNEL,
        "espd": True,
        "title_en": "Quality system for three municipalities",
        "description_en": "Tynset, Os and Tolga are buying one system for quality and deviations.",
    }


def _criteria(session: Session, lead: Actor, tender: Tender) -> None:
    for kind, name, name_en, weight in (
        (CriterionKind.PRICE, "Pris", "Price", 40),
        (CriterionKind.QUALITY, "Kvalitet", "Quality", 30),
        (CriterionKind.CLIMATE, "Klima og miljø", "Climate and environment", 30),
    ):
        shown: dict[str, Any] = {
            "kind": kind,
            "name": name,
            "name_en": name_en,
            "weight": weight,
            "documentation": "Svarene i bilag 2.",
        }
        service.add_criterion(session, lead, tender, **shown, now=NOW)
    model: dict[str, Any] = {"price_model": PriceModel.LINEAR, "tie_rule": TieRule.BEST_QUALITY}
    service.set_scoring(
        session, lead, tender, **model, worths={}, versions={}, version=tender.version, now=NOW
    )
    service.add_usual_qualifications(session, lead, tender, now=NOW)
    choice: dict[str, Any] = {"climate": Climate.CRITERION, "climate_reason": "", "version": tender.version}
    service.set_climate(session, lead, tender, **choice, now=NOW)


def _requirements(session: Session, lead: Actor, tender: Tender) -> None:
    ids = session.scalars(select(BankRequirement.id).where(BankRequirement.area.in_(("SIK", "UNI")))).all()
    service.pick_requirements(session, lead, tender, bank_ids=ids, now=NOW)
    session.refresh(tender, ["requirements", "criteria"])
    quality = next(each for each in tender.criteria if each.kind is CriterionKind.QUALITY)
    for row in tender.requirements:
        row.criterion = quality if row.kind in ("evaluated", "both") else None


def lock_pool(pool: Pool, places: Mapping[str, Place]) -> None:
    """Let everybody be committed, and lock."""
    for one in pool.participations:
        one.users, one.inhabitants = 100 + one.organisation_id, 2000
        one.state, one.committed_at = ParticipationState.COMMITTED, NOW
        one.committed_by_id = places["Tynset"].signatory.user_id
    pool.state, pool.locked_at = PoolState.LOCKED, NOW


def give_files(session: Session, version: Version) -> None:
    """Let the version have files that took no time to make."""
    made = [
        _pdf("package", "Samlet konkurransegrunnlag", b"%PDF-1.7 package", pages=12),
        _pdf("tender_rules", "Konkurransegrunnlag", b"%PDF-1.7 rules", pages=6),
        _pdf("annex_1", "Bilag 1 Kundens kravspesifikasjon", b"%PDF-1.7 annex", pages=4),
    ]
    whole = files.bundled(version.content, papers.stamp(version.content), made, ())
    printing.keep(session, version.id, printing.lay(whole), clock.now())


def _pdf(kind: str, title: str, data: bytes, *, pages: int) -> files.Ready:
    name = papers.file_name(kind, title)
    return files.Ready(kind, title, name, name, data, pages, "nb")


@dataclass
class Ready:
    """A tender in the database, and the people around it."""

    app: Flask
    tender_id: int
    places: Mapping[str, Place]

    def browser(self, name: str = "Tynset") -> FlaskClient:
        """A browser where the buyer of a municipality is signed in."""
        return sign_in(self.app, self.places[name].buyer.user_id or 0)

    def url(self, page: str = "") -> str:
        """The address of a page of the tender."""
        return f"/tenders/{self.tender_id}/{page}".rstrip("/")

    @property
    def public(self) -> str:
        """The lasting address of the public page."""
        return f"/publications/{self.tender_id}-kvalitetssystem-for-tre-kommuner"

    def state(self) -> TenderState:
        """The state of the tender."""
        with self.app.app_context(), db.reading() as session:
            return session.get_one(Tender, self.tender_id).state

    def freeze(self, *, files: bool = True) -> None:
        """Freeze a version as the lead does, with or without files."""
        assert self.browser().post(self.url("versions")).status_code == 302
        if files:
            with self.app.app_context(), db.kept() as session:
                version = versions.latest(session, session.get_one(Tender, self.tender_id))
                assert version is not None
                give_files(session, version)

    def approve(self, number: int = 1) -> None:
        """Approve a version as the lead does."""
        form = {"password": PASSWORD}
        answer = self.browser().post(self.url(f"versions/{number}/approval"), data=form)
        assert answer.status_code == 302, answer.text

    def change(self, **answers: Any) -> None:
        """Answer questions again, as the lead."""
        with self.app.app_context(), db.kept() as session:
            tender = session.get_one(Tender, self.tender_id)
            answer(session, self.places["Tynset"].buyer, tender, **answers)


def make_ready(app: Flask, **changes: Any) -> Ready:
    """Put a tender in the database that is written and stopped by nothing."""
    with app.app_context(), db.kept() as session:
        places = {name: make_place(session, name) for name in NAMES}
        people = [place.buyer.user_id for place in places.values()]
        for user_id in people:
            _give_password(session, user_id)
        lead, *others = places.values()
        pool = make_pool(session, lead, *others)
        lock_pool(pool, places)
        session.flush()
        tender = make_tender(session, lead, pool, **changes)
        return Ready(app, tender.id, places)


def _give_password(session: Session, user_id: int | None) -> None:
    session.get_one(User, user_id).password_hash = HASHED


def make_approved(app: Flask, **changes: Any) -> Ready:
    """Put an approved tender in the database."""
    ready = make_ready(app, **changes)
    ready.freeze()
    ready.approve()
    return ready
