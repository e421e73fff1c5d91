"""The texts of the notice, to copy into Doffin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from procure import clock, db
from procure.tenders import notice, papers, queries, service, versions
from procure.tenders.models import Tender
from procure.tenders.notice import Field
from procure.tenders.views import bp
from procure.web.access import sees

Groups = list[tuple[str, list[Field]]]


@bp.get("/<int:tender_id>/notice-texts")
@sees(queries.find_tender)
def notice_texts(tender: Tender) -> ResponseReturnValue:
    """Show the texts of the draft as it is now, or of the version that was sent."""
    session = db.session()
    version = None if tender.state in service.OPEN else versions.approved(session, tender)
    demo = current_app.config["DEMO"]
    content = version.content if version else papers.content(session, tender, 0, clock.now(), demo=demo)
    own, english = notice.texts(content), notice.english(content)
    return render_template(
        "tenders/notice_texts.html",
        tender=tender,
        version=version,
        sets=[each for each in ((tender.language, _grouped(own)), ("en", _grouped(english))) if each[1]],
        untold=notice.untold([*own, *english]),
    )


def _grouped(fields: Sequence[Field]) -> Groups:
    return [(group, list(rows)) for group, rows in groupby(fields, key=lambda field: field.group)]
