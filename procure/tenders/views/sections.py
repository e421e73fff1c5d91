"""The texts of a tender: the list of them, and writing in one, also when somebody else does so too."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict

from procure import clock, db
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Action, may
from procure.domain.tender import annex_key
from procure.library.shelf import spoken
from procure.tenders import facts, hands, joining, queries, revisions, service, tasks, words
from procure.tenders.forms.sections import JoinForm, SectionForm
from procure.tenders.models import Section, SectionState, Tender
from procure.tenders.numbering import Numbering
from procure.tenders.views import bp
from procure.tenders.writing import desk_of
from procure.web.access import current_actor, requires, sees
from procure.web.forms import CSRF, render_form
from procure.web.redline import redline

INCOMPLETE = N_("Siden manglet opplysninger om hva den var fylt ut fra. Teksten din står her. Lagre på nytt.")


@bp.get("/<int:tender_id>/sections")
@sees(queries.find_tender)
def sections(tender: Tender) -> ResponseReturnValue:
    session, rows = db.session(), dict[str, list[Section]]()
    for section in tender.sections:
        rows.setdefault(tasks.text_task(section), []).append(section)
    written = [each for each in tender.sections if not each.form]  # the forms are ready as they stand
    return render_template(
        "tenders/sections.html",
        tender=tender,
        chapters=[(key, name, rows[key]) for key, name in chapters(tender).items() if key in rows],
        requirements=f"annex_{tender.agreement.requirements_annex}",
        prices=f"annex_{tender.agreement.price_annex}",
        words=words,
        numbers=Numbering(tender).numbers,
        told=hands.told,
        now=clock.now(),
        waiting=hands.waiting(tender, current_actor()),
        removed=revisions.removed_sections(session, tender),
        contracts=facts.contracts(tender),
        is_open=tender.state in service.OPEN,
        done=sum(each.state is SectionState.DONE for each in written),
        total=len(written),
    )


def chapters(tender: Tender) -> dict[str, str]:
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
    if "preview" in request.form:
        form.validate()
        return _page(section, form)
    return _written(section, form)


@bp.post("/<int:tender_id>/sections/<int:section_id>/joined")
@requires(Action.SECTION_EDIT, queries.find_section)
def join(section: Section) -> ResponseReturnValue:
    """Save the text that two have written, as the one who saved last has chosen; a third may have come."""
    typed, session = JoinForm(), db.session()
    if not typed.accepted():
        form = _filled(0, typed.mine.data or "")
        form.reject(RuleBroken(INCOMPLETE))
        return _page(section, form)
    stretches = joining.join(
        revisions.body_at(session, section, typed.base.data),
        typed.mine.data or "",
        revisions.body_at(session, section, typed.version.data),
    )
    body = joining.joined(stretches, _choices(stretches))
    return _written(section, _filled(typed.version.data, body))


def _filled(version: int, body: str) -> SectionForm:
    """Return the form as if this had been typed in it."""
    answers = {"version": str(version), "body": body, CSRF: request.form.get(CSRF, "")}
    return SectionForm(formdata=MultiDict(answers))


def _choices(stretches: list[joining.Stretch]) -> dict[int, str]:
    """Read what was chosen in each clash: mine, theirs, or a text that was written there."""
    found = {}
    for place, stretch in enumerate(stretches):
        if stretch.kind is joining.Kind.CLASH:
            texts = {"mine": stretch.my_text, "theirs": stretch.their_text}
            written = request.form.get(f"text-{place}", stretch.proposed).replace("\r\n", "\n").strip("\n")
            found[place] = texts.get(request.form.get(f"choice-{place}", ""), written)
    return found


def _written(section: Section, form: SectionForm) -> ResponseReturnValue:
    """Save what is in the form, or show why that cannot be; whatever happens, the text is given back."""
    if form.accepted():
        try:
            return _save(section, form)
        except StaleDataError:
            return _overtaken(section, form)
        except RuleBroken as reason:
            form.reject(reason)
    return _page(section, form)


def _save(section: Section, form: SectionForm) -> ResponseReturnValue:
    done = "done" in request.form
    service.save_section(db.session(), current_actor(), section, **form.answers(), done=done, now=clock.now())
    return _saved(section, done)


def _saved(section: Section, done: bool) -> ResponseReturnValue:
    flash(_("Teksten er lagret og merket som ferdig.") if done else _("Teksten er lagret."))
    return redirect(url_for("tenders.section", tender_id=section.tender_id, section_id=section.id))


def _page(section: Section, form: SectionForm | None) -> ResponseReturnValue:
    body = form.body.data if form and form.body.data is not None else section.body
    context = {
        "section": section,
        "tender": section.tender,
        "desk": desk_of(db.session(), section, body, clock.today()),
        "revisions": revisions.latest(db.session(), section),
        "siblings": [
            each for each in section.tender.sections if tasks.text_task(each) == tasks.text_task(section)
        ],
        "previewed": "preview" in request.form,
        "words": words,
        "now": clock.now(),
    }
    if form is None:
        return render_template("tenders/section.html", form=None, **context)
    return render_form("tenders/section.html", form, **context)


def _overtaken(section: Section, form: SectionForm) -> ResponseReturnValue:
    """Somebody saved first: save what is in nobody's way, else give both texts back, put together."""
    session, actor = db.session(), current_actor()
    tender_id, section_id, mine = section.tender_id, section.id, form.body.data or ""
    session.rollback()  # the race may have been lost at the flush
    section = queries.find_section(session, actor, tender_id, section_id) or section
    base = revisions.body_at(session, section, form.version.data)
    done = "done" in request.form
    if section.body == mine and (section.state is SectionState.DONE or not done):
        return _saved(section, done)  # the same, sent twice
    if section.body in (base, mine):  # the row has changed, and not the text
        form.version.data = section.version
        return _written(section, form)
    return _conflict(section, base, form.version.data, mine), 409


def _conflict(section: Section, base: str, began: int, mine: str) -> str:
    stretches = list(enumerate(joining.join(base, mine, section.body)))
    ours = (joining.Kind.MINE, joining.Kind.THEIRS, joining.Kind.BOTH)
    return render_template(
        "tenders/section_conflict.html",
        section=section,
        tender=section.tender,
        began=began,
        mine=mine,
        done="done" in request.form,
        clashes=[(place, each) for place, each in stretches if each.kind is joining.Kind.CLASH],
        joined=[each for _place, each in stretches if each.kind in ours],
        text=joining.joined(each for _place, each in stretches),
        redline=redline,
    )
