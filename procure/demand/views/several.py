"""One kind of need for several bodies, in one table."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.demand import queries, service
from procure.demand.several import SeveralForm
from procure.demand.views import bp
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.web.access import current_actor, requires
from procure.web.forms import render_form


@bp.route("/needs/several", methods=["GET", "POST"])
@requires(Action.NEED_CREATE)
def several() -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    form = SeveralForm(session, actor)
    if queries.find_by_once(session, actor, f"{form.once.data}-0") is not None:
        return redirect(url_for("demand.needs"))  # sent twice: they are made
    if form.accepted():
        wanted = form.wanted(clock.today())
        try:
            if not form.has_errors:
                once, seen = str(form.once.data), form.visibility()
                made = service.register_several(session, actor, wanted, once=once, visibility=seen, now=now)
                flash(_("%(count)s behov er meldt.", count=len(made)))
                return redirect(url_for("demand.needs"))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("demand/several.html", form)
