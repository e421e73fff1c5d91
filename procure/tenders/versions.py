"""Versions: a tender frozen, approved, found again; `printing` makes their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from flask import current_app
from sqlalchemy import Select, String, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload, undefer

from procure import audit
from procure.accounts.service import confirm_identity
from procure.documents.printer import estimated_pages
from procure.domain import states
from procure.domain.assembly import fingerprint
from procure.domain.checks import blockers
from procure.domain.checks.documents import TROUBLES
from procure.domain.errors import N_, RuleBroken
from procure.domain.findings import Finding, Level
from procure.domain.policy import Actor
from procure.domain.states import TenderState
from procure.jobs import service as jobs
from procure.jobs.models import Job, JobState
from procure.tenders import papers, queries
from procure.tenders.models import Approval, Tender, Version, VersionFile
from procure.tenders.service import check_open
from procure.tenders.service.state import lock
from procure.tenders.shelved import MANIFEST

KIND: Final = "print_version"


# --- Finding -------------------------------------------------------------------------------------


def find_version(session: Session, actor: Actor, tender_id: int, number: int) -> Version | None:
    """Find a version with its files and approvals, for those who see the tender."""
    return session.scalar(
        select(Version)
        .where(Version.tender_id == tender_id, Version.number == number, Version.visible_to(actor))
        .options(
            undefer(Version.content),
            joinedload(Version.frozen_by),
            selectinload(Version.files),
            selectinload(Version.approvals).joinedload(Approval.user),
        )
    )


def find_file(session: Session, actor: Actor, tender_id: int, number: int, name: str) -> VersionFile | None:
    """Find one file of a version, for those who see the tender."""
    mine = Version.visible_to(actor)
    return session.scalar(
        select(VersionFile)
        .join(VersionFile.version)
        .where(Version.tender_id == tender_id, Version.number == number, VersionFile.name == name, mine)
        .options(joinedload(VersionFile.stored))
    )


def listed(session: Session, tender: Tender) -> Sequence[Version]:
    """List a tender's versions, the newest first, with their files and approvals."""
    return session.scalars(
        select(Version)
        .where(Version.tender_id == tender.id)
        .order_by(Version.number.desc())
        .options(
            defer(Version.content),
            joinedload(Version.frozen_by),
            selectinload(Version.files),
            selectinload(Version.approvals),
        )
    ).all()


def latest(session: Session, tender: Tender) -> Version | None:
    """Return the newest version."""
    newest = select(Version).where(Version.tender_id == tender.id).order_by(Version.number.desc()).limit(1)
    return session.scalar(newest)


def approved(session: Session, tender: Tender) -> Version | None:
    """Return the version that an approval stands for."""
    return session.scalar(
        select(Version)
        .join(Version.approvals)
        .where(Version.tender_id == tender.id, Approval.voided_at.is_(None))
        .order_by(Version.number.desc())
        .limit(1)
        .options(selectinload(Version.files))
    )


# --- Freezing ------------------------------------------------------------------------------------


def freeze(session: Session, actor: Actor, tender: Tender, now: datetime) -> Version:
    """Freeze the tender as it is now, and have its documents made in the background.

    When nothing has changed since the newest version, that one is returned: there is nothing to freeze.
    """
    check_open(tender)
    session.flush()
    session.expire_all()  # what is frozen is what the database holds, not what was read before the lock
    lock(session, tender)
    before = latest(session, tender)
    if before and papers.unchanged(session, tender, before.content):
        return before
    number = before.number + 1 if before else 1
    content = papers.content(session, tender, number, now, demo=current_app.config["DEMO"])
    version = Version(
        tender=tender,
        number=number,
        fingerprint=fingerprint(content),
        content=content,
        frozen_at=now,
        frozen_by_id=actor.user_id,
    )
    session.add(version)
    session.flush()
    facts = {"number": number, "fingerprint": version.fingerprint}
    audit.record(session, actor, "version.frozen", tender=tender.id, version=version.id, **facts)
    pages = estimated_pages(papers.documents(content))
    jobs.start(session, actor, KIND, about(version), total=pages, now=now)
    return version


def about(version: Version) -> str:
    """Return what the version's job is about."""
    return f"version:{version.id}"


def not_made(session: Session, tender: Tender) -> list[Finding]:
    """Tell that the newest version's documents could not be made, and where; nothing once they are."""
    found = session.execute(_newest_failed(), {"tender": tender.id}).first()
    if found is None:
        return []
    number, part, place = found
    sentence = N_("Dokumentene i versjon %(number)s ble ikke laget. Det stoppet i «%(part)s».")
    where = place or "task:rules"
    return [replace(_warning("not_made", sentence, where), facts={"number": number, "part": part or "–"})]


@cache
def _newest_failed() -> Select[*tuple[Any, ...]]:
    """Select where the making of the newest version's documents stopped, if they are not made since."""
    key = literal("version:").concat(cast(Version.id, String))
    newest = select(func.max(Version.id)).where(Version.tender_id == bindparam("tender")).scalar_subquery()
    asked = select(Version.number, Job.part, Job.place).join(Job, Job.about == key)
    failed = asked.where(Version.id == newest, Job.state == JobState.FAILED, ~Version.files.any())
    return failed.order_by(Job.id.desc()).limit(1)


def findings_at(session: Session, version: Version) -> list[Finding]:
    """Tell what is to be known of a version: what hinders its documents, and what was seen at the freeze."""
    hindered = [] if version.files else not_made(session, version.tender)
    return [*hindered, *findings_at_freeze(version)]


def findings_at_freeze(version: Version) -> list[Finding]:
    """Tell what is to be known of a version before anybody approves it; from its content alone."""
    unprintable = [
        _warning(
            "unprintable",
            N_("«%(name)s» har tegn som ikke kan trykkes: %(characters)s"),
            one.place,
            name=one.name,
            characters=one.characters,
        )
        for one in papers.unprintable(version.content)
    ]
    unnumbered = [
        _warning(
            "no_organisation_number",
            N_("%(name)s mangler organisasjonsnummer."),
            "task:participants",
            name=one["name"],
        )
        for one in version.content["participants"]
        if not one["organisation_number"]
    ]
    troubled = [
        _warning("printed_otherwise", TROUBLES[one.trouble], one.place, name=one.name, sample=one.sample)
        for one in papers.troubled(version.content)
    ]
    return unprintable + troubled + unnumbered


def _warning(code: str, sentence: str, place: str, **facts: str) -> Finding:
    return Finding(level=Level.WARNING, code=code, sentence=sentence, place=place, facts=facts)


# --- Approving -----------------------------------------------------------------------------------


def hindrances(session: Session, version: Version, today: date) -> list[str]:
    """List why a version cannot be approved now, as sentences marked with `N_`; empty when it can."""
    tender = version.tender
    if tender.state is TenderState.APPROVED and standing(version):
        return [N_("Versjonen er allerede godkjent.")]
    if tender.state not in (TenderState.DRAFT, TenderState.APPROVED):
        return [N_("Konkurransen er avsendt. Innholdet kan ikke endres lenger.")]
    found = []
    if not version.files:
        found.append(N_("Dokumentene er ikke ferdige ennå."))
    newest = latest(session, tender)
    if newest is not None and newest.id != version.id:
        found.append(N_("Det finnes en nyere versjon. Bare den nyeste kan godkjennes."))
    if not papers.unchanged(session, tender, version.content):
        found.append(N_("Konkurransen er endret siden versjonen ble frosset. Frys en ny versjon."))
    if blockers(queries.findings(session, tender, today)):
        found.append(N_("Det er stoppere igjen på oppgavelisten."))
    return found


def approve(
    session: Session, actor: Actor, version: Version, *, password: str, today: date, now: datetime
) -> Approval:
    """Say yes to exactly this version, on behalf of the lead; the tender is approved by it.

    Raises RuleBroken when it cannot be approved, or the password is wrong.
    """
    tender = version.tender
    lock(session, tender)
    for sentence in hindrances(session, version, today):
        raise RuleBroken(sentence)
    confirm_identity(session, actor, password, now)
    states.check_tender(tender.state, TenderState.APPROVED)
    tender.state = TenderState.APPROVED
    approval = Approval(
        version=version,
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        fingerprint=version.fingerprint,
        manifest_sha256=file_of(version, MANIFEST).sha256,
        approved_at=now,
    )
    session.add(approval)
    session.flush()
    names = {"fingerprint": approval.fingerprint, "manifest": approval.manifest_sha256}
    audit.record(session, actor, "version.approved", tender=tender.id, number=version.number, **names)
    return approval


def standing(version: Version) -> Approval | None:
    """Return the approval that stands for the version."""
    return next((each for each in version.approvals if each.voided_at is None), None)


def file_of(version: Version, kind: str) -> VersionFile:
    """Return the version's one file of a kind."""
    return next(file for file in version.files if file.kind == kind)
