"""The joint tenders: one that is out with vendors, one that is being written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import clock
from procure.clock import OSLO, telling
from procure.demo.cast import PASSWORD, playing
from procure.demo.costs import FORMS, QUALITY, Cost
from procure.demo.pools import LEAD, at
from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.domain.policy import Actor, Role
from procure.domain.scoring import PriceModel, TieRule
from procure.domain.timeline import Step, usual
from procure.library.models import AnswerMode, BankRequirement, MetWhen, RequirementKind
from procure.pools.models import Pool
from procure.publication import service as publication
from procure.tenders import service, versions
from procure.tenders.merging import law_of
from procure.tenders.models import ContractModel, CriterionKind, PriceKind, Responsibility, Tender
from procure.tenders.planning import plan_of

NOON = time(12, 0)
DOFFIN_ID = "2026-000000"

OWN = (  # requirements written by hand: id area, text, kind, when, answer mode, answer
    (
        "Ansatte skal kunne melde avvik fra mobil uten å installere en app.",
        RequirementKind.ABSOLUTE,
        MetWhen.AT_OFFER,
        AnswerMode.CONFIRM,
        "Bekreft med ja eller nei.",
    ),
    (
        "Den som melder et avvik, skal kunne følge saken og få beskjed når den er lukket.",
        RequirementKind.BOTH,
        MetWhen.AT_OFFER,
        AnswerMode.DESCRIBE,
        "Beskriv hvordan beskjeden gis. Høyst en halv side.",
    ),
    (
        "Avvik skal kunne meldes anonymt.",
        RequirementKind.EVALUATED,
        MetWhen.AT_DELIVERY,
        AnswerMode.DESCRIBE,
        "Beskriv hvordan melderen er skjult for leder, systemeier og leverandør.",
    ),
    (
        "Systemet skal vise åpne avvik per enhet, med antall dager siden de ble meldt, og kunne sorteres.",
        RequirementKind.EVALUATED,
        MetWhen.AT_OFFER,
        AnswerMode.DEMONSTRATE,
        "Vis i demonstrasjonen, oppgave 2.",
    ),
    (
        "Leder skal få varsel når et avvik ikke er åpnet innen fristen kommunen har satt.",
        RequirementKind.ABSOLUTE,
        MetWhen.AT_DELIVERY,
        AnswerMode.CONFIRM,
        "Bekreft med ja eller nei.",
    ),
)

FACTS = (  # of a requirement
    *("text", "kind", "met_when", "met_by", "answer_mode", "answer", "criterion_id", "weight", "climate"),
    *("reason", "source", "brand_reason"),
)

LINES = (  # what is priced, how it is counted, how much of it each municipality counts with, and its subtotal
    ("Tjenesten med alle moduler i bilag 1", PriceKind.MONTHLY, "kommune", 1, "Drift"),
    ("Støtte på hverdager kl. 08–16", PriceKind.MONTHLY, "kommune", 1, "Drift"),
    ("Etablering: oppsett og test", PriceKind.ONE_OFF, "kommune", 1, "Etablering"),
    ("Flytting av data fra dagens system", PriceKind.ONE_OFF, "kommune", 1, "Etablering"),
    ("Opplæring av superbrukere", PriceKind.ONE_OFF, "dag", 2, "Etablering"),
    ("Rådgiver etter medgått tid", PriceKind.HOURLY, "time", 40, "Timer"),
    ("Forlengelse, ett år om gangen", PriceKind.OPTION, "år", 2, None),
)


def draft(session: Session, pool: Pool, now: datetime) -> Tender:
    """Begin the tender of the form solution, and leave the hard questions open."""
    lead = _lead(session)
    tender = service.create(
        session,
        lead,
        pool,
        title="Skjemaløsning for tre kommuner",
        description="Tynset, Folldal og Tolga kjøper én løsning for digitale skjema.",
        language="nb",
        agreement_reason="Løsningen kjøpes som en løpende tjeneste over internett, med lite tilpasning.",
        now=at(now, -18),
    )
    _estimate(session, lead, tender, FORMS, at(now, -18))
    _answer(session, lead, tender, now, estimate=Ore(1_450_000_00), estimated_on=at(now, -18).date())
    _criteria(session, lead, tender, now, price=40, quality=30, climate=20)
    _pick(session, lead, tender, now, "DRI")
    return tender


def ready(session: Session, pool: Pool, now: datetime) -> Tender:
    """Write the whole tender of the quality system, with a deadline six weeks after its dispatch."""
    lead = _lead(session)
    tender = service.create(
        session,
        lead,
        pool,
        title="Kvalitets- og avvikssystem for seks kommuner i Nord-Østerdalen",
        description="Seks kommuner kjøper ett system for kvalitet, avvik og risiko. "
        "De kjøper sammen for å få bedre vilkår og like rutiner. Hver kommune får sin egen kontrakt. "
        "Engerdal kan bli med senere på samme vilkår.",
        language="nb",
        agreement_reason="Systemet kjøpes som en løpende tjeneste over internett, med lite tilpasning.",
        case_number="26/1184",
        now=at(now, -43),
    )
    service.propose_estimate_lines(session, lead, tender, now=at(now, -42))
    _estimate(session, lead, tender, QUALITY, at(now, -42))
    _answer(session, lead, tender, now, **_facts(now))
    _criteria(session, lead, tender, now, price=40, quality=30, climate=30)
    service.set_climate(
        session,
        lead,
        tender,
        climate=Climate.CRITERION,
        climate_reason="",
        version=tender.version,
        now=at(now, -40),
    )
    _judging(session, lead, tender, now)
    _pick(session, lead, tender, now, "SIK")
    _pick(session, lead, tender, now, "DRI")
    _own(session, lead, tender, now)
    _prices(session, lead, tender, now)
    _plan(session, lead, tender, now)
    _finish_texts(session, lead, tender, now)
    return tender


def _facts(now: datetime) -> dict[str, Any]:
    return {
        "estimate": Ore(4_590_000_00),
        "estimated_on": at(now, -22).date(),
        "estimate_method": "Fire års drift etter det hver kommune betaler i dag, etablering i hver kommune, "
        "felles arbeid, en opsjon, og det Engerdal kan kjøpe. Linje for linje.",
        "procedure": "open",
        "contract_model": ContractModel.PER_MUNICIPALITY,
        "responsibility": Responsibility.PARTLY_JOINT,
        "responsibility_parts": "Felles for konkurransen, hver for seg for egen kontrakt.",
        "no_lots_reason": "Systemet er ett produkt. Delt mellom flere leverandører ville "
        "kommunene måtte betale for å knytte delene sammen.",
        "duration_months": 48,
        "extension_months": 24,
        "option_terms": "Kunden kan forlenge to ganger, ett år om gangen, på samme vilkår og pris. "
        "Leverandøren får beskjed senest tre måneder før avtalen ellers går ut.",
        "validity_months": 4,
        "variants": False,
        "dispatch_on": at(now, -12).date(),
        "questions_until": at(now, 42, NOON),
        "deadline": at(now, 51, NOON),
        "start_on": at(now, 200).date(),
        "channel_name": "Anbudsporten",
        "channel_url": "https://anbudsporten.example/t/18822",
        "espd": True,
        "title_en": "Quality and deviation system for six municipalities in Nord-Østerdalen",
        "description_en": "Six municipalities are buying one system for quality, deviations and risk. "
        "They buy together for better terms and common routines. Each has a contract of its own. "
        "Engerdal may join later on the same terms.",
    }


def _answer(session: Session, lead: Actor, tender: Tender, now: datetime, **answers: Any) -> None:
    service.answer(session, lead, tender, version=tender.version, now=at(now, -41), **answers)


def _estimate(session: Session, lead: Actor, tender: Tender, costs: Iterable[Cost], now: datetime) -> None:
    """Reckon what the tender is worth, line by line; it comes to what is answered."""
    pool = tender.pool
    bodies = {each.organisation.short_name: each.organisation_id for each in pool.participations}
    bodies |= {each.organisation.short_name: each.organisation_id for each in pool.option_holders}
    for cost in costs:
        service.add_estimate_line(
            session,
            lead,
            tender,
            text=cost.text,
            kind=cost.kind,
            organisation_id=bodies[cost.place] if cost.place else None,
            amount=Ore(cost.kroner * 100),
            quantity=cost.quantity,
            option=cost.option,
            source=cost.source,
            now=now,
        )


def _criteria(
    session: Session, lead: Actor, tender: Tender, now: datetime, *, price: int, quality: int, climate: int
) -> None:
    for kind, name, name_en, weight, shown in (
        (CriterionKind.PRICE, "Pris", "Price", price, "Prisskjemaet i bilag 6, ferdig utfylt."),
        (
            CriterionKind.QUALITY,
            "Kvalitet",
            "Quality",
            quality,
            "Svarene på kravene i bilag 1 som gir poeng.",
        ),
        (
            CriterionKind.CLIMATE,
            "Klima og miljø",
            "Climate and environment",
            climate,
            "Dokumentert energibruk i drift for det siste året, og plan for å få den ned.",
        ),
    ):
        service.add_criterion(
            session,
            lead,
            tender,
            kind=kind,
            name=name,
            name_en=name_en,
            weight=weight,
            documentation=shown,
            now=at(now, -40),
        )


def _judging(session: Session, lead: Actor, tender: Tender, now: datetime) -> None:
    """Settle how bids are judged, and who may bid."""
    service.set_scoring(
        session,
        lead,
        tender,
        price_model=PriceModel.LINEAR_WITH_FLOOR,
        tie_rule=TieRule.BEST_QUALITY,
        worths={},
        versions={},
        version=tender.version,
        now=at(now, -40),
    )
    service.add_usual_qualifications(session, lead, tender, now=at(now, -40))


def _pick(session: Session, lead: Actor, tender: Tender, now: datetime, area: str) -> None:
    ids = session.scalars(select(BankRequirement.id).where(BankRequirement.area == area)).all()
    service.pick_requirements(session, lead, tender, bank_ids=ids, now=at(now, -39))
    _score(session, lead, tender, now)


def _score(session: Session, lead: Actor, tender: Tender, now: datetime) -> None:
    """Let what gives points count under the criterion of quality."""
    criterion = next(each for each in tender.criteria if each.kind is CriterionKind.QUALITY)
    session.refresh(tender, ["requirements"])
    for row in tender.requirements:
        if row.kind in (RequirementKind.EVALUATED, RequirementKind.BOTH) and row.criterion_id is None:
            facts = {name: getattr(row, name) for name in FACTS} | {"criterion_id": criterion.id}
            service.edit_requirement(session, lead, row, version=row.version, now=at(now, -39), **facts)


def _own(session: Session, lead: Actor, tender: Tender, now: datetime) -> None:
    criterion = next(each for each in tender.criteria if each.kind is CriterionKind.QUALITY)
    for text, kind, when, mode, answer in OWN:
        scored = kind in (RequirementKind.EVALUATED, RequirementKind.BOTH)
        service.add_requirement(
            session,
            lead,
            tender,
            area="AVV",
            area_name="Avvik",
            text=text,
            kind=kind,
            met_when=when,
            met_by=None,
            answer_mode=mode,
            answer=answer,
            criterion_id=criterion.id if scored else None,
            weight=3 if scored else None,
            climate=False,
            reason="Ansatte i alle kommunene har bedt om det.",
            source="Kommunenes egen kartlegging",
            brand_reason=None,
            now=at(now, -38),
        )


def _prices(session: Session, lead: Actor, tender: Tender, now: datetime) -> None:
    pool = tender.pool
    places = [each.organisation_id for each in pool.participations]
    places += [each.organisation_id for each in pool.option_holders]
    for text, kind, unit, amount, heading in LINES:
        service.add_line(
            session,
            lead,
            tender,
            text=text,
            kind=kind,
            unit=unit,
            amounts=dict.fromkeys(places, amount),
            counted=service.Counted(heading=heading),
            now=at(now, -37),
        )


def _plan(session: Session, lead: Actor, tender: Tender, now: datetime) -> None:
    """Give the approval its day, and every step after the offer deadline the one it usually has."""
    plan = plan_of(tender, law_of(tender, now.date()))
    days = {Step.APPROVAL: at(now, -14).date(), **plan.days}
    for step in plan.course.chain:
        if day := usual(plan.course, days, step):
            days.setdefault(step, day)
    new = {step: day for step, day in days.items() if step not in plan.days}
    service.set_days(session, lead, tender, days=new, version=tender.version, now=at(now, -37))


def _finish_texts(session: Session, lead: Actor, tender: Tender, now: datetime) -> None:
    for section in list(tender.sections):
        service.save_section(
            session,
            lead,
            section,
            body=section.body,
            done=True,
            version=section.version,
            now=at(now, -30).astimezone(OSLO),
        )


def freeze(session: Session, tender_id: int) -> None:
    """Freeze the tender; the worker prints it."""
    versions.freeze(session, _lead(session), session.get_one(Tender, tender_id), clock.now())


def announce(session: Session, tender_id: int, now: datetime) -> None:
    """Approve the version, send the notice, and write down what Doffin and TED answered."""
    lead, tender = _lead(session), session.get_one(Tender, tender_id)
    version = versions.latest(session, tender)
    if version is None:
        raise LookupError("the demo's tender has no version")
    with telling(at(now, -14)):
        day = clock.today()
        versions.approve(session, lead, version, password=PASSWORD, today=day, now=clock.now())
    sent = at(now, -12)
    with telling(sent):
        notice = publication.dispatch(
            session, lead, tender, already_sent=False, dispatched_at=None, password=PASSWORD, now=sent
        )
    with telling(at(now, -11)):
        publication.record_doffin(session, lead, notice, doffin_id=DOFFIN_ID, now=clock.now())
    with telling(at(now, -10)):
        publication.record_ted(
            session, lead, notice, confirmed_at=at(now, -11), published_at=at(now, -10), now=clock.now()
        )


def _lead(session: Session) -> Actor:
    return playing(session, LEAD, Role.BUYER)
