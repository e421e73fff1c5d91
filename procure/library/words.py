"""The words for what agreements and requirements are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from procure.library.models import AnswerMode, Due, FilledBy, MetWhen, RequirementKind
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
KINDS: Mapping[RequirementKind, Any] = {
    RequirementKind.ABSOLUTE: _("Absolutt"),
    RequirementKind.EVALUATED: _("Evaluert"),
    RequirementKind.BOTH: _("Absolutt og evaluert"),
    RequirementKind.INFORMATION: _("Informasjon"),
}
MET_WHEN: Mapping[MetWhen, Any] = {
    MetWhen.AT_OFFER: _("Ved tilbud"),
    MetWhen.AT_DELIVERY: _("Ved levering"),
    MetWhen.BY_DATE: _("Innen en dato"),
}
ANSWER_MODES: Mapping[AnswerMode, Any] = {
    AnswerMode.CONFIRM: _("Bekreft"),
    AnswerMode.DESCRIBE: _("Beskriv"),
    AnswerMode.DOCUMENT: _("Dokumenter"),
    AnswerMode.DEMONSTRATE: _("Demonstrer"),
}
