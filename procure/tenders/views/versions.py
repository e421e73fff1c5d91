"""Versions: the list, one of them with its files, freezing, approving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure import clock, db
from procure.documents.words import in_fours
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action, Actor
from procure.files import store
from procure.jobs.models import JobState
from procure.jobs.queries import latest_about
from procure.tenders import papers, queries, reading, versions, words
from procure.tenders import printing as printing  # so that the worker knows how
from procure.tenders.forms.versions import ApproveForm
from procure.tenders.models import Tender, Version, VersionFile
from procure.tenders.reading import Reading
from procure.tenders.service import OPEN
from procure.tenders.shelved import MANIFEST, Shelved, format_of
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form

bp.add_app_template_filter(format_of, "file_format")


def find_version(session: Session, actor: Actor, tender_id: int, number: int) -> Version | None:
    """Find a version together with its tender and those who are in it."""
    tender = queries.find_tender(session, actor, tender_id)
    version = versions.find_version(session, actor, tender_id, number)
    # Asked for while we hold the tender: the session itself lets go of what nobody holds
    return version if version is not None and version.tender is tender else None


@bp.get("/<int:tender_id>/versions", endpoint="versions")
@sees(queries.find_tender)
def list_versions(tender: Tender) -> ResponseReturnValue:
    listed = versions.listed(db.session(), tender)
    return render_template(
        "tenders/versions.html",
        tender=tender,
        versions=listed,
        standing=versions.standing,
        is_open=tender.state in OPEN,
    )


@bp.post("/<int:tender_id>/versions")
@requires(Action.VERSION_FREEZE, queries.find_tender)
def freeze(tender: Tender) -> ResponseReturnValue:
    session = db.session()
    version = versions.freeze(session, current_actor(), tender, clock.now())
    job = latest_about(session, versions.about(version))
    if job is not None and job.state is not JobState.DONE:
        return redirect(url_for("jobs.show", job_id=job.id))
    flash(_("Ingenting er endret siden versjon %(number)s. Den gjelder fortsatt.", number=version.number))
    return redirect(url_for("tenders.version", tender_id=tender.id, number=version.number))


@bp.get("/<int:tender_id>/versions/<int:number>")
@sees(find_version)
def version(version: Version) -> ResponseReturnValue:
    session, tender = db.session(), version.tender
    approval = versions.standing(version)
    stops = [] if approval else versions.hindrances(session, version, clock.today())
    return render_template(
        "tenders/version.html",
        version=version,
        tender=tender,
        approval=approval,
        stops=[_(sentence) for sentence in stops],
        job=None if version.files else latest_about(session, versions.about(version)),
        told=[told(finding, tender) for finding in versions.findings_at(session, version)],
        shelved=Shelved(version.files),
        unfiled=[] if version.files else papers.documents(version.content),
        in_fours=in_fours,
        **_ways(version),
    )


def _ways(version: Version) -> dict[str, Callable[[str], str]]:
    """Return where the version's documents are read, and where its files are fetched."""
    here: dict[str, Any] = {"tender_id": version.tender_id, "number": version.number}
    return {
        "page_of": lambda kind: url_for("tenders.document", kind=kind, **here),
        "file_of": lambda name: url_for("tenders.version_file", name=name, **here),
    }


@bp.get("/<int:tender_id>/versions/<int:number>/documents/<kind>")
@sees(reading.find_document)
def document(reading: Reading) -> ResponseReturnValue:
    version, tender_id = reading.version, reading.version.tender_id
    trail = [
        (_("Konkurranser"), url_for("tenders.index")),
        (version.content["tender"]["title"], url_for("tenders.show", tender_id=tender_id)),
        (_("Versjoner"), url_for("tenders.versions", tender_id=tender_id)),
        (
            _("Versjon %(number)s", number=version.number),
            url_for("tenders.version", tender_id=tender_id, number=version.number),
        ),
        (reading.document.name, ""),
    ]
    return render_template(
        "tenders/document.html", reading=reading, trail=trail, in_fours=in_fours, **_ways(version)
    )


@bp.get("/<int:tender_id>/versions/<int:number>/files/<name>")
@sees(versions.find_file)
def version_file(file: VersionFile) -> ResponseReturnValue:
    return store.answer(file.stored, file.name, public=False)


@bp.route("/<int:tender_id>/versions/<int:number>/approval", methods=["GET", "POST"])
@requires(Action.VERSION_APPROVE, find_version)
def approve(version: Version) -> ResponseReturnValue:
    session, form, tender = db.session(), ApproveForm(), version.tender
    shelved = Shelved(version.files)
    if form.accepted():
        try:
            versions.approve(
                session,
                current_actor(),
                version,
                **form.answers(),
                today=clock.today(),
                now=clock.now(),
            )
            flash(_("Versjon %(number)s er godkjent.", number=version.number))
            return redirect(url_for("tenders.version", tender_id=tender.id, number=version.number))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "tenders/approve.html",
        form,
        version=version,
        tender=tender,
        content=version.content,
        stops=[_(sentence) for sentence in versions.hindrances(session, version, clock.today())],
        manifest=shelved.one(MANIFEST),
        package=shelved.one(papers.PACKAGE),
        in_fours=in_fours,
        words=words,
    )
