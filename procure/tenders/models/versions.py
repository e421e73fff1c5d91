"""What is frozen: versions, their files and who has said yes to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Organisation, User
from procure.db import Base
from procure.files.models import StoredFile
from procure.tenders.models.tender import OfTender, Tender


class Version(OfTender, Base):
    """A frozen, numbered state of the whole tender (versjon): inserted once, never changed."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("tender_id", "number"), {"info": {"append_only": True}})

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"))
    number: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 of the canonical content
    content: Mapped[dict[str, Any]]  # everything that the documents are made from
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    tender: Mapped[Tender] = relationship(back_populates="versions")
    frozen_by: Mapped[User] = relationship()
    files: Mapped[list[VersionFile]] = relationship(back_populates="version", order_by="VersionFile.position")
    approvals: Mapped[list[Approval]] = relationship(back_populates="version")


class VersionFile(Base):
    """One file of a version (dokument), by the hash of its bytes."""

    __tablename__ = "version_file"
    __table_args__ = (UniqueConstraint("version_id", "name"), {"info": {"append_only": True}})

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(
        String(40)
    )  # tender_rules, participants, annex_1, price_form, package, zip, manifest
    title: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120))  # as downloaded
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    size: Mapped[int]
    pages: Mapped[int | None]

    version: Mapped[Version] = relationship(back_populates="files")
    stored: Mapped[StoredFile] = relationship()


class Approval(Base):
    """One body's yes to exactly one version (godkjenning), naming fingerprint and manifest."""

    __tablename__ = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    approved_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_because: Mapped[str | None] = mapped_column(String(400))

    version: Mapped[Version] = relationship(back_populates="approvals")
    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship()
