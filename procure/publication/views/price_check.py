"""A filled-in price form looked through, for everybody who can see the public page."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from procure import clock
from procure.domain.policy import Actor
from procure.publication import queries
from procure.publication.models import Notice
from procure.publication.views import bp
from procure.publication.views.page import PAGE
from procure.tenders.forms.price_check import ROOM, PriceFormCheck, handed_out, told
from procure.web.access import public
from procure.web.forms import render_form
from procure.web.limits import lookups
from procure.web.uploads import takes_files


def find_priced(session: Session, actor: Actor, tender_id: int, slug: str) -> Notice | None:
    """Find a public page that is open, of a tender with a price form to fill in."""
    notice = queries.find_page(session, tender_id, clock.now())
    return notice if notice is not None and handed_out(notice.version) else None


@bp.route(f"{PAGE}/price-form-check", methods=["GET", "POST"])
@public(find_priced)
@takes_files(ROOM)
@lookups
def check_prices(notice: Notice) -> ResponseReturnValue:
    if request.method == "GET" and request.view_args and request.view_args["slug"] != notice.slug:
        address = url_for("publication.check_prices", tender_id=notice.tender_id, slug=notice.slug)
        return redirect(address, 301)
    form = PriceFormCheck()
    answers = form.look_through(notice.version)
    return render_form("publication/price_check.html", form, notice=notice, **told(notice.version, answers))
