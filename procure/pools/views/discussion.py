"""What those in a pool write to each other: the page of it, and taking back what one has written."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.pools import service, talk
from procure.pools.forms import CommentForm
from procure.pools.models import Pool, PoolComment
from procure.pools.queries import find_pool
from procure.pools.views import bp
from procure.pools.views.about import why_not
from procure.web.access import current_actor, requires
from procure.web.forms import render_form
from procure.web.paging import wanted_page


@bp.route("/<int:pool_id>/discussion", methods=["GET", "POST"])
@requires(Action.POOL_DISCUSS, find_pool)
def discussion(pool: Pool) -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    form = CommentForm()
    if form.accepted():
        try:
            service.comment(session, actor, pool, **form.answers(), now=clock.now())
            flash(_("Innlegget er sendt. De andre får beskjed om at det er skrevet noe nytt."))
            return redirect(url_for("pools.discussion", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "pools/discussion.html",
        form,
        pool=pool,
        page=talk.written(session, actor, pool, wanted_page(request.args)),
        why_not=why_not(lambda asked: service.check_may_write(asked, actor), pool),
    )


@bp.post("/<int:pool_id>/discussion/<int:comment_id>/removal")
@requires(Action.COMMENT_TAKE_BACK, talk.find_comment)
def take_back(comment: PoolComment) -> ResponseReturnValue:
    pool_id = comment.pool_id
    service.take_back(db.session(), current_actor(), comment, now=clock.now())
    flash(_("Innlegget er trukket tilbake."))
    return redirect(url_for("pools.discussion", pool_id=pool_id))
