"""The pages of a publication: the notice for those who take part, and what is open to everybody."""

from __future__ import annotations

from flask import Blueprint

from procure.jobs.queue import every
from procure.publication import service

bp = Blueprint("publication", __name__)
every(60)(service.tick)

# Each module hangs its pages on `bp`
from procure.publication.views import notice, page, price_check, recognise  # noqa: E402, F401
