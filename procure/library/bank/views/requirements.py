"""The requirements of the bank: found, read with their history, written, retired."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.library import words
from procure.library.bank import history, queries, service, sheet
from procure.library.bank.forms import EditForm, NewForm, RetireForm, filled
from procure.library.bank.views import bp
from procure.library.models import BankRequirement, RequirementKind
from procure.library.shelf import spoken
from procure.web.access import current_actor, requires, sees
from procure.web.addresses import one_in, words_in
from procure.web.forms import Form, render_form
from procure.web.language import current
from procure.web.paging import any_asked, paged, wanted_page


@bp.get("")
@sees()
def index() -> ResponseReturnValue:
    session, wanted = db.session(), asked()
    return render_template(
        "bank/index.html",
        page=paged(session, queries.matching(wanted), wanted_page(request.args)),
        wanted=wanted,
        narrowed=any_asked(request.args),
        asked=f"?{urlencode(list(request.args.items(multi=True)))}" if request.args else "",
        areas=queries.areas(session),
        categories=queries.category_names(session, current()),
        retired=queries.retired_keys(session),
        words=words,
        spoken=spoken,
        reader=current(),
    )


def asked() -> queries.Wanted:
    """Read what the address asks for; what cannot be read is left out."""
    found = {name: text.replace("\x00", "").strip() for name, text in request.args.items()}
    return queries.Wanted(
        words=words_in(found),
        area=found.get("area", ""),
        kind=one_in(RequirementKind, found, "kind"),
        category=words_in(found, "category"),
        retired=bool(found.get("retired")),
    )


@bp.get("/export.<any(xlsx, csv):kind>")
@sees()
def export(kind: str) -> ResponseReturnValue:
    session = db.session()
    rows = session.scalars(queries.matching(asked())).all()
    return sheet.export(rows, kind, queries.category_names(session, "nb"), clock.today())


@bp.get("/<bank_key>")
@sees(queries.find_requirement)
def show(requirement: BankRequirement) -> ResponseReturnValue:
    session, categories = db.session(), queries.category_names(db.session(), current())
    return render_template(
        "bank/show.html",
        requirement=requirement,
        retirement=queries.retirement(session, requirement.key),
        entries=history.told(session, requirement.key, categories),
        categories=categories,
        words=words,
        spoken=spoken,
        reader=current(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.BANK_EDIT)
def create() -> ResponseReturnValue:
    session, form = db.session(), NewForm()
    form.offer(queries.category_names(session, current()).items())
    if form.accepted():
        try:
            made = service.create(session, current_actor(), **form.answers(), now=clock.now())
            flash(_("%(id)s er lagt inn i kravbanken.", id=made.key))
            return redirect(url_for("bank.show", bank_key=made.key))
        except RuleBroken as reason:
            form.reject(reason)
    return _form(form, None)


@bp.route("/<bank_key>/edit", methods=["GET", "POST"])
@requires(Action.BANK_EDIT, queries.find_requirement)
def edit(requirement: BankRequirement) -> ResponseReturnValue:
    session, form = db.session(), EditForm(data=filled(requirement))
    form.offer(queries.category_names(session, current()).items())
    if form.accepted():
        try:
            made = service.edit(session, current_actor(), requirement, **form.answers(), now=clock.now())
            flash(_("Utgave %(number)s av %(id)s er lagret.", number=made.edition, id=made.key))
            return redirect(url_for("bank.show", bank_key=made.key))
        except RuleBroken as reason:
            form.reject(reason)
    return _form(form, requirement)


def _form(form: Form, requirement: BankRequirement | None) -> ResponseReturnValue:
    areas = {} if requirement else queries.areas(db.session())
    return render_form("bank/form.html", form, requirement=requirement, areas=areas, reader=current())


@bp.route("/<bank_key>/retirement", methods=["GET", "POST"])
@requires(Action.BANK_EDIT, queries.find_requirement)
def retire(requirement: BankRequirement) -> ResponseReturnValue:
    session, form = db.session(), RetireForm()
    if form.accepted():
        try:
            service.retire(session, current_actor(), requirement, **form.answers(), now=clock.now())
            flash(_("%(id)s er utgått og kan ikke hentes lenger.", id=requirement.key))
            return redirect(url_for("bank.show", bank_key=requirement.key))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("bank/retire.html", form, requirement=requirement, spoken=spoken, reader=current())


@bp.route("/<bank_key>/restoration", methods=["GET", "POST"])
@requires(Action.BANK_EDIT, queries.find_requirement)
def restore(requirement: BankRequirement) -> ResponseReturnValue:
    session, form = db.session(), Form()
    if form.accepted():
        try:
            service.restore(session, current_actor(), requirement, now=clock.now())
            flash(_("%(id)s er i bruk igjen.", id=requirement.key))
            return redirect(url_for("bank.show", bank_key=requirement.key))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("bank/restore.html", form, requirement=requirement, spoken=spoken, reader=current())
