"""The pages of tenders."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("tenders", __name__, url_prefix="/tenders")

# Each module hangs its pages on `bp`; `pooled` answers for the tender on the page of its pool
from procure.tenders import banked, pooled  # noqa: E402, F401
from procure.tenders.views import (  # noqa: E402
    agreement,  # noqa: F401
    answers,  # noqa: F401
    assignments,  # noqa: F401
    attachments,  # noqa: F401
    bank,  # noqa: F401
    bulk,  # noqa: F401
    changes,  # noqa: F401
    clauses,  # noqa: F401
    criteria,  # noqa: F401
    deviations,  # noqa: F401
    exchange,  # noqa: F401
    guides,  # noqa: F401
    lots,  # noqa: F401
    notice,  # noqa: F401
    overview,  # noqa: F401
    own_sections,  # noqa: F401
    previews,  # noqa: F401
    price_check,  # noqa: F401
    prices,  # noqa: F401
    qualifications,  # noqa: F401
    requirements,  # noqa: F401
    revisions,  # noqa: F401
    scoring,  # noqa: F401
    sections,  # noqa: F401
    standard_forms,  # noqa: F401
    timetable,  # noqa: F401
    value,  # noqa: F401
    versions,  # noqa: F401
)
