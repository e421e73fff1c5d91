"""How far each task of a tender has come: whether it is begun, and what to say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from procure.domain.law import Law, part_of
from procure.domain.scoring import CriteriaMode
from procure.tenders import facts, words
from procure.tenders.clauses import clauses_of
from procure.tenders.merging import participants
from procure.tenders.models import Criterion, Tender
from procure.web import language


def _participants(tender: Tender, _law: Law) -> tuple[bool, str]:
    people = participants(tender)
    users = sum(each.figures.users or 0 for each in people)
    text = _(
        "%(count)s deltakere, %(users)s brukere",
        count=language.number(len(people)),
        users=language.number(users),
    )
    return bool(people), text if people else ""


def _value(tender: Tender, law: Law) -> tuple[bool, str]:
    if tender.estimate is None:
        return False, ""
    return True, f"{language.kroner(tender.estimate)}. {words.PARTS[part_of(tender.estimate, law)]}"


def _procedure(tender: Tender, law: Law) -> tuple[bool, str]:
    procedure = law.procedures.get(tender.procedure or "")
    return procedure is not None, procedure.name[language.current()] if procedure else ""


def _contract(tender: Tender, _law: Law) -> tuple[bool, str]:
    model = str(words.CONTRACT_MODELS[tender.contract_model]) if tender.contract_model else ""
    return bool(model or tender.responsibility), model


def _lots(tender: Tender, _law: Law) -> tuple[bool, str]:
    if listed := facts.lots(tender):
        return True, _("Delkontrakter: %(count)s", count=language.number(len(listed)))
    return bool(tender.no_lots_reason), _("Ikke delt opp") if tender.no_lots_reason else ""


def _terms(tender: Tender, _law: Law) -> tuple[bool, str]:
    months = tender.duration_months
    note = _("%(months)s måneder", months=months) if months is not None else ""
    if tender.open_ended:
        note = _("Til den sies opp")
    return bool(note) or tender.variants is not None, note


def _timetable(tender: Tender, _law: Law) -> tuple[bool, str]:
    begun = bool(tender.deadline or tender.dispatch_on)
    return begun, _("Tilbudsfrist %(when)s", when=language.moment(tender.deadline)) if tender.deadline else ""


def _qualifications(tender: Tender, _law: Law) -> tuple[bool, str]:
    count = len(tender.qualifications)
    return bool(count), _("%(count)s krav", count=language.number(count)) if count else ""


def _criteria(tender: Tender, _law: Law) -> tuple[bool, str]:
    ranked = tender.criteria_mode is CriteriaMode.RANKED
    told = [_criterion(each, place, ranked=ranked) for place, each in enumerate(tender.criteria, start=1)]
    return bool(told or tender.climate), language.starting(", ".join(told))


def _criterion(criterion: Criterion, place: int, *, ranked: bool) -> str:
    if ranked:
        return f"{place}. {criterion.name}"
    return f"{criterion.name} {criterion.weight if criterion.weight is not None else '–'}"


def _requirements(tender: Tender, _law: Law) -> tuple[bool, str]:
    count = len(facts.in_force(tender))
    return bool(count), _("%(count)s krav", count=language.number(count)) if count else ""


def _prices(tender: Tender, _law: Law) -> tuple[bool, str]:
    count = len(facts.price_lines(tender))
    return bool(count), _("Prislinjer: %(count)s", count=language.number(count)) if count else ""


def _changes(tender: Tender, _law: Law) -> tuple[bool, str]:
    count = len(tender.contract_changes)
    return bool(count), _("Endringer: %(count)s", count=language.number(count)) if count else ""


def _clauses(tender: Tender, law: Law) -> tuple[bool, str]:
    clauses = clauses_of(tender, law)
    out = sum(each.left_out is not None for each in clauses)
    note = _("%(count)s vilkår. Utelatt: %(out)s", count=len(clauses), out=out) if clauses else ""
    return bool(clauses), note


def _attachments(tender: Tender, _law: Law) -> tuple[bool, str]:
    count = len(tender.attachments)
    return bool(count), _("Filer: %(count)s", count=language.number(count)) if count else ""


FACTS: Mapping[str, Callable[[Tender, Law], tuple[bool, str]]] = {
    "participants": _participants,
    "basics": lambda tender, _law: (bool(tender.description.strip()), ""),
    "value": _value,
    "agreement": lambda tender, _law: (True, tender.agreement.code),
    "procedure": _procedure,
    "contract": _contract,
    "lots": _lots,
    "terms": _terms,
    "timetable": _timetable,
    "submission": lambda tender, _law: (bool(tender.channel_name), tender.channel_name or ""),
    "qualifications": _qualifications,
    "criteria": _criteria,
    "requirements": _requirements,
    "prices": _prices,
    "changes": _changes,
    "clauses": _clauses,
    "attachments": _attachments,
}
