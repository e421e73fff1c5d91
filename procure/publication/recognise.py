"""Knowing a file again: which version it is, and whether it is in force; of what the asker may see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, defer, joinedload

from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.domain.states import TenderState
from procure.publication.models import Notice
from procure.publication.queries import is_out
from procure.tenders.models import Approval, Preview, PreviewFile, Version, VersionFile
from procure.web.digests import Shown

SHORTEST, WHOLE = 12, 64  # hexadecimal digits: what stands on paper, and all of them
MOST: Final = 20  # matches to tell of: a form may lie by many versions of many tenders
BETWEEN: Final = re.compile(r"[\s:.·-]+|^.*?sha-?256\b|^.*?innh[oa]ld\b", re.IGNORECASE)
NOT_DIGITS: Final = N_("Skriv de tolv sifrene fra papiret, eller alle 64 fra manifestet: 0–9 og a–f")
NOTHING_GIVEN: Final = N_("Velg en fil, eller skriv sifrene.")


class Standing(StrEnum):
    """How a version stands among those of its tender."""

    IN_FORCE = "in_force"  # the one on the open public page
    CANCELLED = "cancelled"
    APPROVED = "approved"  # and not open yet
    NEWEST = "newest"  # not approved, and not open
    NOT_OUT = "not_out"  # made after the one in force
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Match:
    """A version that was known again, and the file of it where it was a file."""

    version: Version
    title: str  # of the tender, as it was frozen
    file: VersionFile | None
    standing: Standing
    newer: int | None  # the version that stands in its place
    slug: str | None  # of the public page, where this version stands on it
    mine: bool  # whether the one who asks sees the tender from within


@dataclass(frozen=True)
class Known:
    """What was asked about, and what is known of it."""

    sha256: str  # of the file that was shown; "" for typed digits
    name: str  # of that file
    digits: str  # as they were typed, without what stands between them
    files: Sequence[Match]
    versions: Sequence[Match]
    drafts: Sequence[PreviewFile]

    @property
    def nothing(self) -> bool:
        """Whether none of it is known to the one who asks."""
        return not (self.files or self.versions or self.drafts)


def look_up(session: Session, actor: Actor, file: Shown | None, typed: str, now: datetime) -> Known:
    """Tell what a file is, or what digits are: of a fingerprint on paper, or the SHA-256 of a file.

    Raises RuleBroken when there is neither, or the digits are none.
    """
    if file is None and not typed:
        raise RuleBroken(NOTHING_GIVEN)
    digits = "" if file else digits_of(typed)
    sha256 = file.sha256 if file else digits
    whole = len(sha256) == WHOLE
    return Known(
        sha256=file.sha256 if file else "",
        name=file.name if file else "",
        digits=digits,
        files=known_files(session, actor, sha256, now) if whole else [],
        versions=known_versions(session, actor, digits, now) if digits else [],
        drafts=known_drafts(session, actor, sha256) if whole else [],
    )


def digits_of(typed: str) -> str:
    """Return the hexadecimal digits that were typed, without what stands between them on paper.

    >>> digits_of("Samkjøp · innhold 5B20 c9e1 774a")
    '5b20c9e1774a'
    """
    found = BETWEEN.sub("", typed).lower()
    if not (SHORTEST <= len(found) <= WHOLE and set(found) <= set("0123456789abcdef")):
        raise RuleBroken(NOT_DIGITS, field="digits")
    return found


def known_files(session: Session, actor: Actor, sha256: str, now: datetime) -> list[Match]:
    """Tell which files of versions have this SHA-256, of those one may see; the newest first."""
    asked = _seen(actor, now).add_columns(VersionFile).join(VersionFile, VersionFile.version_id == Version.id)
    found = session.execute(asked.where(VersionFile.sha256 == sha256).limit(MOST)).all()
    return [_match(*row) for row in found]


def known_drafts(session: Session, actor: Actor, sha256: str) -> Sequence[PreviewFile]:
    """Tell which files of working drafts have this SHA-256, for those who see the draft."""
    asked = select(PreviewFile).join(PreviewFile.preview).where(PreviewFile.sha256 == sha256)
    whole = contains_eager(PreviewFile.preview)
    with_tender = whole.options(defer(Preview.content), joinedload(Preview.tender))
    return session.scalars(asked.where(Preview.visible_to(actor)).options(with_tender).limit(MOST)).all()


def known_versions(session: Session, actor: Actor, digits: str, now: datetime) -> list[Match]:
    """Tell which versions have a fingerprint that begins so, of those one may see; the newest first."""
    begins = (Version.fingerprint >= digits) & (Version.fingerprint < f"{digits}g")
    found = session.execute(_seen(actor, now).where(begins).limit(MOST)).all()
    return [_match(*row) for row in found]


def _seen(actor: Actor, now: datetime) -> Select[Any]:
    """Select the versions one may see: of one's own tenders, and those on an open page."""
    mine, one = Version.visible_to(actor), aliased(Version)
    open_one = aliased(Version)
    newest = select(func.max(one.number)).where(one.tender_id == Version.tender_id)
    approved = newest.where(one.approvals.any(Approval.voided_at.is_(None)))
    return (
        select(
            Version,
            Version.content["tender"]["title"].as_string(),
            case((mine, 1), else_=0),
            Notice.slug,
            open_one.number,
            approved.scalar_subquery(),
            newest.scalar_subquery(),
        )
        .select_from(Version)
        .outerjoin(Notice, (Notice.tender_id == Version.tender_id) & is_out(now))
        .outerjoin(open_one, open_one.id == Notice.version_id)
        .where(or_(mine, open_one.id == Version.id))
        .order_by(Version.frozen_at.desc(), Version.id.desc())
        .options(defer(Version.content), joinedload(Version.tender))
    )


def _match(
    version: Version,
    title: str,
    mine: int,
    slug: str | None,
    in_force: int | None,
    approved: int | None,
    newest: int,
    file: VersionFile | None = None,
) -> Match:
    standing, newer = how_it_stands(
        version.number, version.tender.state, in_force=in_force, approved=approved, newest=newest
    )
    shown = slug if in_force == version.number else None
    return Match(version, title, file, standing, newer, shown, bool(mine))


def how_it_stands(
    number: int, state: TenderState, *, in_force: int | None, approved: int | None, newest: int
) -> tuple[Standing, int | None]:
    """Tell how a version stands, and which one stands in its place if it is superseded.

    in_force: the version on the open page.  approved, newest: of the tender's versions.
    """
    if state is TenderState.CANCELLED:
        return Standing.CANCELLED, None
    if in_force is not None:
        if number == in_force:
            return Standing.IN_FORCE, None
        return (Standing.SUPERSEDED, in_force) if number < in_force else (Standing.NOT_OUT, None)
    if number == approved:
        return Standing.APPROVED, None
    if number == newest:
        return Standing.NEWEST, None
    return Standing.SUPERSEDED, approved if approved and approved > number else newest
