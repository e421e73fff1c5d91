"""The agreement of a draft: choosing another one, told first what that does to the texts."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Action
from procure.library.shelf import spoken
from procure.pools.models import Pool
from procure.tenders import merging, queries, service, tasks, words
from procure.tenders.forms.agreement import AgreementForm
from procure.tenders.forms.guides import answers_of, guide_form
from procure.tenders.guides import agreement as guide
from procure.tenders.guides import guides_of
from procure.tenders.models import Tender
from procure.tenders.service.agreement import Rearrangement
from procure.tenders.views import bp
from procure.tenders.views.overview import asked_pool, told
from procure.web.access import current_actor, requires
from procure.web.errors import say
from procure.web.forms import render_form


@bp.app_template_global()
def drafts_by_agreement() -> Mapping[int, int]:
    """Tell the library's pages, which know nothing of tenders, how many of the reader's drafts use each."""
    return queries.drafts_by_agreement(db.session(), current_actor())


@bp.route("/<int:tender_id>/agreement", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def agreement(tender: Tender) -> ResponseReturnValue:
    form = AgreementForm(obj=tender)
    form.offer(queries.agreements(db.session()))
    change = None
    if form.accepted():
        try:
            change = _change(tender, form)
            return _save(tender, form, change)
        except RuleBroken as reason:
            form.reject(reason)
    return _page(tender, form, change)


def _change(tender: Tender, form: AgreementForm) -> Rearrangement | None:
    """Tell what becomes of the texts; None where the agreements stay as they are."""
    wanted = form.agreement_id.data, form.companion_id.data
    if wanted == (tender.agreement_id, tender.companion_id):
        return None
    session = db.session()
    return service.rearrangement(session, tender, *service.find_agreements(session, *wanted))


def _save(tender: Tender, form: AgreementForm, change: Rearrangement | None) -> ResponseReturnValue:
    answers = form.answers()
    confirmed = answers.pop("confirmed")
    if change is not None and not confirmed:
        raise RuleBroken(N_("Les hva byttet gjør med tekstene, og kryss av."), field="confirmed")
    service.answer(db.session(), current_actor(), tender, **answers, now=clock.now())
    flash(_("Svarene er lagret."))
    return redirect(url_for("tenders.show", tender_id=tender.id))


def _page(tender: Tender, form: AgreementForm, change: Rearrangement | None) -> ResponseReturnValue:
    today = clock.today()
    found = [told(each, tender) for each in queries.findings(db.session(), tender, today)]
    return render_form(
        "tenders/agreement.html",
        form,
        tender=tender,
        title=tasks.QUESTIONS["agreement"],
        number=tasks.NUMBERS["agreement"],
        found=[each for each in found if each["task"] == "agreement"],
        guides=guides_of("agreement"),
        change=change,
        home=words.home_name,
        spoken=spoken,
        law=merging.law_of(tender, today),
    )


@bp.get("/new/agreement")
@requires(Action.TENDER_CREATE, asked_pool)
def choose(pool: Pool) -> ResponseReturnValue:
    """Propose an agreement before there is a tender."""
    form = guide_form(guide.GUIDE)
    answers = answers_of(guide.GUIDE, form)
    return render_form(
        "tenders/choose.html",
        form,
        pool=pool,
        guide=guide.GUIDE,
        told=answers,
        proposal=guide.proposed(answers) if answers else None,
        name_of=guide.name_of,
        back=url_for("tenders.create", pool=pool.id),
        say=say,
    )
