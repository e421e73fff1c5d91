"""The words that the library's pages use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from procure.library.models import Due, FilledBy
from procure.library.standing import Stand

FILLED_BY: Mapping[FilledBy, Any] = {
    FilledBy.CUSTOMER: _("Kommunene"),
    FilledBy.SUPPLIER: _("Leverandøren"),
    FilledBy.BOTH: _("Begge"),
}
DUE: Mapping[Due, Any] = {
    Due.PUBLICATION: _("Når konkurransen kunngjøres"),
    Due.OFFER: _("Sammen med tilbudet"),
    Due.CONTRACT: _("Tomt til avtalen er signert"),
}
STANDS: Mapping[Stand, tuple[str, Any]] = {  # the kind of tag, and its words
    Stand.MATCHES: ("done", _("Som lagt inn")),
    Stand.CORRECTED: ("started", _("Rettet av rådgiver")),
    Stand.DIFFERS: ("warning", _("Ulik det vi la inn")),
}
LANGUAGES = {"nb": _("bokmål"), "nn": _("nynorsk"), "en": _("engelsk")}
