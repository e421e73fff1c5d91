"""Files and digits known again, for everybody: of what each may see."""

from __future__ import annotations

from typing import Final

from flask.typing import ResponseReturnValue

from procure import clock, db
from procure.documents.words import in_fours
from procure.domain.errors import RuleBroken
from procure.publication.forms import LARGEST_SHOWN, RecogniseForm
from procure.publication.recognise import Known, look_up
from procure.publication.views import bp
from procure.web.access import current_actor, public
from procure.web.digests import Passing
from procure.web.forms import render_form
from procure.web.limits import lookups
from procure.web.uploads import MEGABYTE, takes_files

MOST_SHOWN: Final = LARGEST_SHOWN + 10 * MEGABYTE  # what is a little too large is refused beside its field


@bp.route("/verification", methods=["GET", "POST"])
@public()
@takes_files(MOST_SHOWN, into=Passing)
@lookups
def recognise() -> ResponseReturnValue:
    form = RecogniseForm()
    known = _known(form) if form.accepted() else None
    return render_form("publication/recognise.html", form, known=known, in_fours=in_fours)


def _known(form: RecogniseForm) -> Known | None:
    """Look up what was shown or typed; None when it cannot be read."""
    try:
        return look_up(db.session(), current_actor(), form.file.data, form.digits.data or "", clock.now())
    except RuleBroken as reason:
        form.reject(reason)
        return None
