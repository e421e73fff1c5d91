"""Guided choices: the questions, the proposal with its reason, and using it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure import clock, db
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Action, Actor, Standing
from procure.tenders import merging, queries, service, tasks
from procure.tenders.forms.guides import answers_of, guide_form
from procure.tenders.guides import GUIDES, Asked, Guide
from procure.tenders.models import Tender
from procure.tenders.views import bp
from procure.web.access import current_actor, requires
from procure.web.errors import say
from procure.web.forms import Form, render_form


@dataclass(frozen=True)
class Guided:
    """A tender and the guide that is asked about it; judged as the tender is."""

    tender: Tender
    guide: Guide

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.tender.standings(actor)


def find_guided(session: Session, actor: Actor, tender_id: int, key: str) -> Guided | None:
    """Find a tender, and the guide with a key."""
    tender, guide = queries.find_tender(session, actor, tender_id), GUIDES.get(key)
    return Guided(tender, guide) if tender and guide else None


@bp.route("/<int:tender_id>/guides/<key>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, find_guided)
def guide(found: Guided) -> ResponseReturnValue:
    asked = Asked(found.tender, merging.law_of(found.tender, clock.today()))
    form = guide_form(found.guide)
    if form.accepted():
        try:
            return _use(found.guide, asked, form)
        except RuleBroken as reason:
            form.reject(reason)
    return _page(found.guide, asked, form)


def _use(guide: Guide, asked: Asked, form: Form) -> ResponseReturnValue:
    if not _ready(guide, asked):
        raise RuleBroken(N_("Skriv den anslåtte verdien først. Forslaget følger av den."))
    session, told = db.session(), answers_of(guide, form)
    proposal = guide.propose(asked, told)
    service.follow_guide(
        session,
        current_actor(),
        asked.tender,
        guide=guide.key,
        told=told,
        proposed=proposal.code,
        answers=guide.kept(session, asked, proposal),
        version=form["version"].data,
        now=clock.now(),
    )
    flash(_("Forslaget er tatt i bruk. Les over, og endre det som ikke stemmer."))
    return redirect(url_for(f"tenders.{guide.group}", tender_id=asked.tender.id))


def _ready(guide: Guide, asked: Asked) -> bool:
    return asked.part is not None or not guide.needs_value


def _page(guide: Guide, asked: Asked, form: Form) -> ResponseReturnValue:
    told, ready = answers_of(guide, form), _ready(guide, asked)
    return render_form(
        "tenders/guide.html",
        form,
        tender=asked.tender,
        guide=guide,
        asked=asked,
        ready=ready,
        told=told,
        proposal=guide.propose(asked, told) if told and ready else None,
        back=(tasks.name_of(guide.group), url_for(f"tenders.{guide.group}", tender_id=asked.tender.id)),
        say=say,
    )
