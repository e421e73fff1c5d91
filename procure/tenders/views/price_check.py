"""A filled-in price form looked through, for those who take part."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from procure.domain.policy import Actor
from procure.tenders.forms.price_check import ROOM, PriceFormCheck, handed_out, told
from procure.tenders.models import Version
from procure.tenders.views import bp
from procure.tenders.views.versions import find_version
from procure.web.access import sees
from procure.web.forms import render_form
from procure.web.limits import lookups
from procure.web.uploads import takes_files


def find_priced(session: Session, actor: Actor, tender_id: int, number: int) -> Version | None:
    """Find a version that handed out a price form to fill in."""
    version = find_version(session, actor, tender_id, number)
    return version if version is not None and handed_out(version) else None


@bp.route("/<int:tender_id>/versions/<int:number>/price-form-check", methods=["GET", "POST"])
@sees(find_priced)
@takes_files(ROOM)
@lookups
def check_prices(version: Version) -> ResponseReturnValue:
    form = PriceFormCheck()
    answers = form.look_through(version)
    facts = {"tender": version.tender, **told(version, answers)}
    return render_form("tenders/price_check.html", form, version=version, **facts)
