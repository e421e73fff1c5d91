"""The saves of a section: the list, one of them with what it changed, and letting one stand again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action, may
from procure.library.shelf import SectionText, section_texts, spoken
from procure.tenders import queries, revisions, service
from procure.tenders.models import Revision, Section
from procure.tenders.views import bp
from procure.tenders.writing import desk_of
from procure.web.access import current_actor, requires, sees
from procure.web.paging import paged, wanted_page
from procure.web.redline import redline


@bp.get("/<int:tender_id>/sections/<int:section_id>/revisions", endpoint="revisions")
@sees(queries.find_section)
def list_revisions(section: Section) -> ResponseReturnValue:
    standard = _standard(section)
    return render_template(
        "tenders/revisions.html",
        section=section,
        tender=section.tender,
        page=paged(db.session(), revisions.listed(section), wanted_page(request.args)),
        adapted=standard is not None and spoken(standard, "text", section.tender.language) != section.body,
        writes=_writes(section),
    )


def _standard(section: Section) -> SectionText | None:
    return section_texts(section.tender.agreement, section.tender.companion).get(section.key)


def _writes(section: Section) -> bool:
    return may(current_actor(), Action.SECTION_EDIT, section) and section.tender.state in service.OPEN


@bp.get("/<int:tender_id>/sections/<int:section_id>/revisions/<int:number>")
@sees(revisions.find_revision)
def revision(revision: Revision) -> ResponseReturnValue:
    session, section = db.session(), revision.section
    before = revisions.before(session, revision)
    return render_template(
        "tenders/revision.html",
        revision=revision,
        section=section,
        tender=section.tender,
        before=before,
        changes=redline(before.body, revision.body) if before else [],
        since=redline(revision.body, section.body) if revision.body != section.body else [],
        preview=desk_of(session, section, revision.body, clock.today()).preview,
        writes=_writes(section),
    )


@bp.post("/<int:tender_id>/sections/<int:section_id>/revisions/<int:number>/restoration")
@requires(Action.SECTION_EDIT, revisions.find_revision)
def restore_section(revision: Revision) -> ResponseReturnValue:
    session, section = db.session(), revision.section
    service.restore_section(session, current_actor(), section, revision, now=clock.now())
    flash(_("Teksten står igjen slik den var. Det som sto her, ligger i listen over lagringer."))
    return redirect(url_for("tenders.section", tender_id=section.tender_id, section_id=section.id))


@bp.post("/<int:tender_id>/sections/<int:section_id>/standard")
@requires(Action.SECTION_EDIT, queries.find_section)
def use_standard(section: Section) -> ResponseReturnValue:
    text = _standard(section)
    if text is None:
        raise RuleBroken(service.NO_STANDARD)
    service.use_standard(db.session(), current_actor(), section, text, now=clock.now())
    flash(_("Standardteksten står igjen. Det som sto her, ligger i listen over lagringer."))
    return redirect(url_for("tenders.section", tender_id=section.tender_id, section_id=section.id))
