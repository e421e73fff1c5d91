"""The texts of a tender: the list of them, and writing in one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from procure import clock, db
from procure.domain.assembly import merge_fields
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action, may
from procure.domain.tender import annex_key
from procure.library.shelf import section_texts, spoken
from procure.tenders import facts, merging, queries, service, tasks, words
from procure.tenders.compare import redline
from procure.tenders.forms.parts import SectionForm
from procure.tenders.models import Section, SectionState, Tender
from procure.tenders.preview import advice, render
from procure.tenders.views import bp
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form
from procure.web.language import current


@bp.get("/<int:tender_id>/sections")
@sees(queries.find_tender)
def sections(tender: Tender) -> ResponseReturnValue:
    rows: dict[str, list[Section]] = {}
    for section in tender.sections:
        rows.setdefault(tasks.text_task(section), []).append(section)
    return render_template(
        "tenders/sections.html",
        tender=tender,
        chapters=[(key, name, rows[key]) for key, name in _chapters(tender).items() if key in rows],
        requirements=f"annex_{tender.agreement.requirements_annex}",
        prices=f"annex_{tender.agreement.price_annex}",
        words=words,
        done=sum(each.state is SectionState.DONE for each in tender.sections),
    )


def _chapters(tender: Tender) -> dict[str, str]:
    """Name the parts that texts stand in, by the key of their task, in the order they are read."""
    annexes = {
        f"annex_{annex_key(contract, each.number)}": words.annex_name(
            contract, each.number, spoken(each, "title", tender.language)
        )
        for contract, agreement in facts.contracts(tender)
        for each in agreement.annexes
    }
    return {"rules": _("Konkurransegrunnlaget"), **annexes, "forms": _("Skjemaer leverandøren fyller ut")}


@bp.get("/<int:tender_id>/sections/<int:section_id>")
@sees(queries.find_section)
def section(section: Section) -> ResponseReturnValue:
    """Read a section; those who may write in it are shown where."""
    writes = may(current_actor(), Action.SECTION_EDIT, section) and section.tender.state in service.OPEN
    return _page(section, SectionForm(obj=section) if writes else None)


@bp.post("/<int:tender_id>/sections/<int:section_id>")
@requires(Action.SECTION_EDIT, queries.find_section)
def write(section: Section) -> ResponseReturnValue:
    form = SectionForm()
    if form.accepted():
        try:
            return _save(section, form)
        except StaleDataError:
            return _conflict(section, form)
        except RuleBroken as reason:
            form.reject(reason)
    return _page(section, form)


def _save(section: Section, form: SectionForm) -> ResponseReturnValue:
    done = "done" in request.form
    service.save_section(db.session(), current_actor(), section, **form.answers(), done=done, now=clock.now())
    flash(_("Teksten er lagret og merket som ferdig.") if done else _("Teksten er lagret."))
    return redirect(url_for("tenders.section", tender_id=section.tender_id, section_id=section.id))


def _page(section: Section, form: SectionForm | None) -> ResponseReturnValue:
    session, tender = db.session(), section.tender
    values = merging.values(tender, clock.today(), section.contract)
    body = form.body.data if form and form.body.data is not None else section.body
    context = {
        "section": section,
        "tender": tender,
        "guidance": section_texts(tender.agreement, tender.companion).get(section.key),
        "spoken": spoken,
        "reader": current(),
        "render": advice,
        "preview": render(body, values, tasks.names()),
        "fields": merging.FIELDS,
        "values": values,
        "used": merge_fields(body),
        "names": tasks.names(),
        "revisions": queries.revisions(session, section),
        "siblings": [each for each in tender.sections if tasks.text_task(each) == tasks.text_task(section)],
        "words": words,
    }
    if form is None:
        return render_template("tenders/section.html", form=None, **context)
    return render_form("tenders/section.html", form, **context)


def _conflict(section: Section, form: SectionForm) -> ResponseReturnValue:
    """Give both texts back, each against the one that both began from; nothing is saved or lost."""
    session, actor = db.session(), current_actor()
    tender_id, section_id = section.tender_id, section.id
    session.rollback()  # the race may have been lost at the flush
    section = queries.find_section(session, actor, tender_id, section_id) or section
    base = queries.revision(session, section, form.version.data)
    begun = base.body if base else ""
    mine: str = form.body.data or ""
    page = render_template(
        "tenders/section_conflict.html",
        section=section,
        tender=section.tender,
        mine=mine,
        my_changes=redline(begun, mine),
        their_changes=redline(begun, section.body),
    )
    return page, 409
