"""The page of notices, and the count in the header."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from procure import clock, db
from procure.domain.policy import ANYONE
from procure.notifications import queries, service
from procure.notifications.models import Notification
from procure.notifications.queries import find_notification
from procure.web.access import current_actor, sees

bp = Blueprint("notifications", __name__, url_prefix="/notifications")


@bp.get("")
@sees()
def index() -> ResponseReturnValue:
    """Show what the person has been told."""
    notices = queries.notices(db.session(), current_actor())
    return render_template("notifications/index.html", notices=notices, now=clock.now())


@bp.post("/<int:notification_id>/read")
@sees(find_notification)
def mark_read(notice: Notification) -> ResponseReturnValue:
    """Mark one as read."""
    service.mark_read(db.session(), current_actor(), notice, clock.now())
    return redirect(url_for("notifications.index"))


@bp.post("/read")
@sees()
def mark_all_read() -> ResponseReturnValue:
    """Mark all as read."""
    service.mark_all_read(db.session(), current_actor(), clock.now())
    flash(_("Alle varslene er merket som lest."))
    return redirect(url_for("notifications.index"))


@bp.app_context_processor
def unread() -> dict[str, int]:
    """Count what is unread, for the header of every page; what is about this page has now been read."""
    actor = current_actor()
    if actor is ANYONE:
        return {"unread": 0}
    path = request.path.replace("\x00", "")  # a NUL leads nowhere, and PostgreSQL cannot be asked for it
    try:
        unread, here = queries.count_unread(db.session(), actor, path)
    except OperationalError:  # the page that says so must not fail as well
        return {"unread": 0}
    if here:
        read = partial(service.mark_page_read, actor=actor, path=path, now=clock.now())
        db.alone(db.session(), read)
    return {"unread": unread}
