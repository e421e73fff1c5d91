"""Making a tender from a pool, and answering its questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from procure import audit
from procure.db import check_fresh
from procure.domain import law
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.domain.states import PoolState, TenderState
from procure.library.shelf import section_texts, spoken
from procure.pools.models import Pool
from procure.tenders.groups import COLUMNS, names_of
from procure.tenders.models import Revision, SectionState, Tender
from procure.tenders.service import picking, qualifications
from procure.tenders.service.agreement import find_agreements, rearrange
from procure.tenders.service.sections import begin_section
from procure.tenders.service.state import check_open, touched, write

UNKNOWN_LAW = N_("Vi kjenner ikke reglene før %(day)s. Velg en senere dag.")
NEVER_EMPTY = frozenset({"title", "description", "agreement_reason"})
BUILT_ON = frozenset({"agreement_id", "companion_id"})


def create(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    title: str,
    description: str,
    language: str,
    agreement_reason: str,
    agreement_id: int | None = None,
    companion_id: int | None = None,
    case_number: str | None = None,
    now: datetime,
) -> Tender:
    """Begin the pool's tender, with the sections that its agreement needs; every other question is open.

    agreement_id: None for the newest SSA-L.

    Raises RuleBroken when the pool is over or has a tender already, or the agreements cannot be used.
    """
    if pool.state in (PoolState.DONE, PoolState.DISSOLVED):
        raise RuleBroken(N_("Fellesskapet er avsluttet. Det kan ikke få noen ny konkurranse."))
    if session.scalar(select(Tender.id).where(Tender.pool_id == pool.id)):
        raise RuleBroken(N_("Fellesskapet har allerede en konkurranse."))
    agreement, companion = find_agreements(session, agreement_id, companion_id)
    tender = Tender(
        pool=pool,
        agreement=agreement,
        companion=companion,
        agreement_reason=agreement_reason,
        state=TenderState.DRAFT,
        language=language,
        title=title,
        description=description,
        case_number=case_number or None,
        created_at=now,
    )
    texts = section_texts(agreement, companion)
    tender.sections = [
        begin_section(text, place, language, now) for place, text in enumerate(texts.values(), start=1)
    ]
    session.add(tender)
    session.flush()
    audit.record(session, actor, "tender.created", tender=tender.id, pool=pool.id, title=title)
    return tender


def answer(
    session: Session, actor: Actor, tender: Tender, *, version: int, now: datetime, **answers: Any
) -> None:
    """Answer some of the tender's questions; they are named as its columns, and None means not answered.

    version: of the tender, as the form knew it.
    Raises RuleBroken when an answer cannot stand, or the tender has been sent.
    """
    if unknown := set(answers) - COLUMNS:
        raise ValueError(f"no question of a tender: {', '.join(sorted(unknown))}")
    check_open(tender)
    check_fresh(tender, version)
    answers = {name: _answered(name, value) for name, value in answers.items()}
    _check(answers)
    if BUILT_ON & set(answers):
        chosen = {name: answers.get(name, getattr(tender, name)) for name in BUILT_ON}
        find_agreements(session, **chosen)
    if "language" in answers and answers["language"] != tender.language:
        _speak(session, tender, answers["language"], now)
        picking.speak(session, tender, answers["language"])
        qualifications.speak(tender, answers["language"])
    if changed := write(tender, answers):
        if "estimate" in changed:
            tender.estimated_by_id = actor.user_id
        touched(session, actor, tender, now, because=", ".join(names_of(changed)))
        audit.record(session, actor, "tender.answered", tender=tender.id, **changed)
        if BUILT_ON & set(changed):
            rearrange(session, actor, tender, now)
    session.flush()


def follow_guide(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    guide: str,
    told: Mapping[str, str],
    proposed: str,
    answers: Mapping[str, Any],
    version: int,
    now: datetime,
) -> None:
    """Use what a guide proposed; what was asked and answered is kept in the trace.

    told: the answers by question; answers: what the proposal gives, as columns of the tender.
    Raises RuleBroken when the answers cannot stand, or the tender has been sent.
    """
    answer(session, actor, tender, version=version, now=now, **answers)
    audit.record(
        session, actor, "tender.guided", tender=tender.id, guide=guide, proposed=proposed, told=dict(told)
    )


def _answered(name: str, value: Any) -> Any:
    """Return None for an empty text, where a question may be left open."""
    return None if value == "" and name not in NEVER_EMPTY else value


def _check(answers: dict[str, Any]) -> None:
    """Raise RuleBroken for an answer that can never be right, whatever the rest will be."""
    if "estimate" in answers:
        _check_estimate(answers["estimate"], answers.get("estimated_on"))
        _check_maximum(answers["estimate"], answers.get("framework_maximum"))
    if answers.get("open_ended"):
        _check_no_extension(answers.get("extension_months"))
    if answers.get("procedure_ground") not in {None, *(ground.letter for ground in law.all_grounds())}:
        raise RuleBroken(N_("Velg en av bokstavene a til e i § 13-2."), field="procedure_ground")
    if url := answers.get("channel_url"):
        check_address(url)
    if day := answers.get("dispatch_on"):
        check_day(day)


def _check_estimate(estimate: int | None, estimated_on: date | None) -> None:
    if estimate is not None and estimated_on is None:
        raise RuleBroken(N_("Skriv hvilken dag verdien er anslått."), field="estimated_on")
    if estimate is None and estimated_on is not None:
        raise RuleBroken(N_("Skriv verdien også, eller la begge stå tomme."), field="estimate")


def _check_maximum(estimate: int | None, maximum: int | None) -> None:
    if estimate is not None and maximum is not None and maximum < estimate:
        raise RuleBroken(
            N_("Rammeavtalens maksimale verdi kan ikke være lavere enn anslått verdi."),
            field="framework_maximum",
        )


def _check_no_extension(months: int | None) -> None:
    if months:
        raise RuleBroken(
            N_("En kontrakt uten slutt kan ikke forlenges. Skriv 0, eller ta bort krysset."),
            field="extension_months",
        )


def check_address(url: str) -> None:
    """Raise RuleBroken unless the address is a whole one that begins with https."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme == "https" and "." in (parts.hostname or "") and parts.port != 0
    except ValueError:
        whole = False
    if not whole or any(letter.isspace() for letter in url):
        raise RuleBroken(
            N_("Skriv hele nettadressen, for eksempel https://innlevering.example.no"), field="channel_url"
        )


def check_day(day: date) -> None:
    """Raise RuleBroken for a day of dispatch whose rules are not known."""
    if day < law.first_day():
        raise RuleBroken(UNKNOWN_LAW, field="dispatch_on", day=law.first_day())


def _speak(session: Session, tender: Tender, language: str, now: datetime) -> None:
    """Give the sections that nobody has written in yet their text in the new language."""
    texts = section_texts(tender.agreement, tender.companion)
    for section in tender.sections:
        text = texts.get(section.key)
        if text is None or section.state is not SectionState.NOT_STARTED:
            continue
        section.title, section.body = spoken(text, "title", language), spoken(text, "text", language)
        section.edited_at = now
        flag_modified(section, "body")
        session.add(
            Revision(section_id=section.id, number=section.version + 1, body=section.body, saved_at=now)
        )
