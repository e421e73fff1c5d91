"""Files of the buyers' own that go with the documents."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.files import store
from procure.library.shelf import spoken
from procure.tenders import facts, queries, service, words
from procure.tenders.forms.terms import AttachmentForm, EditAttachmentForm, NewAttachmentForm
from procure.tenders.models import Attachment, Tender
from procure.tenders.service.attachments import LARGEST
from procure.tenders.views import bp
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form
from procure.web.uploads import takes_files

MOST_SENT = 2 * LARGEST  # a file that is a little too large is refused with the form kept


@bp.get("/<int:tender_id>/attachments")
@sees(queries.find_tender)
def attachments(tender: Tender) -> ResponseReturnValue:
    queries.load_attachments(db.session(), tender)
    return render_template(
        "tenders/attachments.html", tender=tender, homes=_homes(tender), missing=facts.missing_texts(tender)
    )


def _homes(tender: Tender) -> dict[int, str]:
    """Say of each file what it belongs to."""
    titles = {
        (contract, each.number): words.annex_name(
            contract, each.number, spoken(each, "title", tender.language)
        )
        for contract, agreement in facts.contracts(tender)
        for each in agreement.annexes
    }
    return {
        each.id: titles.get((each.contract, each.annex or 0), _("Konkurransegrunnlaget"))
        for each in tender.attachments
    }


def _list(tender_id: int, moved: int | None = None) -> ResponseReturnValue:
    anchor = f"move-{moved}" if moved else None
    return redirect(url_for("tenders.attachments", tender_id=tender_id, _anchor=anchor))


@bp.route("/<int:tender_id>/attachments/new", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
@takes_files(MOST_SENT)
def add_attachment(tender: Tender) -> ResponseReturnValue:
    form = NewAttachmentForm()
    form.offer(tender)
    if form.accepted():
        try:
            made = service.add_attachment(
                db.session(), current_actor(), tender, **form.answers(), now=clock.now()
            )
            flash(_("«%(title)s» er lagt ved.", title=made.title))
            return _list(tender.id)
        except RuleBroken as reason:
            form.reject(reason)
    return _form_page(tender, form)


@bp.route("/<int:tender_id>/attachments/<int:attachment_id>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_attachment)
@takes_files(MOST_SENT)
def edit_attachment(attachment: Attachment) -> ResponseReturnValue:
    form = EditAttachmentForm(data=EditAttachmentForm.begun(attachment))
    form.offer(attachment.tender)
    if form.accepted():
        try:
            service.edit_attachment(
                db.session(), current_actor(), attachment, **form.answers(), now=clock.now()
            )
            flash(_("«%(title)s» er lagret.", title=attachment.title))
            return _list(attachment.tender_id)
        except RuleBroken as reason:
            form.reject(reason)
    return _form_page(attachment.tender, form, attachment)


def _form_page(
    tender: Tender, form: AttachmentForm, attachment: Attachment | None = None
) -> ResponseReturnValue:
    return render_form("tenders/attachment.html", form, tender=tender, attachment=attachment)


@bp.get("/<int:tender_id>/attachments/<int:attachment_id>/file")
@sees(queries.find_attachment)
def attachment_file(attachment: Attachment) -> ResponseReturnValue:
    return store.answer(attachment.stored, attachment.name, public=False)


@bp.route("/<int:tender_id>/attachments/<int:attachment_id>/removal", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_attachment)
def remove_attachment(attachment: Attachment) -> ResponseReturnValue:
    """Show what it means to take a file out, and do it."""
    tender_id, title = attachment.tender_id, attachment.title
    if request.method == "POST":
        service.remove_attachment(db.session(), current_actor(), attachment, now=clock.now())
        flash(_("«%(title)s» er tatt ut. Frosne versjoner har filen fortsatt.", title=title))
        return _list(tender_id)
    return render_template("tenders/attachment_removal.html", attachment=attachment, tender=attachment.tender)


@bp.post("/<int:tender_id>/attachments/<int:attachment_id>/position")
@requires(Action.TENDER_EDIT, queries.find_attachment)
def move_attachment(attachment: Attachment) -> ResponseReturnValue:
    up = request.form.get("way") == "up"
    service.move_attachment(db.session(), current_actor(), attachment, up=up, now=clock.now())
    return _list(attachment.tender_id, moved=attachment.id)
