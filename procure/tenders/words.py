"""The words that pages use for a tender's values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from procure.domain.states import TenderState
from procure.domain.value import CostKind
from procure.library.words import ANSWER_MODES as ANSWER_MODES
from procure.library.words import KINDS as KINDS
from procure.library.words import MET_WHEN as MET_WHEN
from procure.pools.worth_words import FOLLOWS as FOLLOWS
from procure.pools.worth_words import PARTS as PARTS
from procure.tenders.models import (
    ChangeKind,
    ContractModel,
    CriterionKind,
    Driver,
    Payer,
    PriceKind,
    Responsibility,
    Section,
    SectionState,
)

LANGUAGES = {"nb": _("Bokmål"), "nn": _("Nynorsk")}
CONTRACT_MODELS: Mapping[ContractModel, Any] = {
    ContractModel.PER_MUNICIPALITY: _("Hver kommune skriver under sin egen, like kontrakt"),
    ContractModel.JOINT_BODY: _("Ett felles organ skriver under én kontrakt for alle"),
    ContractModel.FRAMEWORK: _("Lederen inngår en rammeavtale, og hver kommune gjør avrop"),
}
RESPONSIBILITIES: Mapping[Responsibility, Any] = {
    Responsibility.JOINT: _("Felles: alle svarer sammen for at reglene følges"),
    Responsibility.PARTLY_JOINT: _("Delvis felles: sammen om noen deler, hver for seg om resten"),
    Responsibility.CENTRAL_BODY: _("Innkjøpssentral: en som fast kjøper inn for andre"),
}
CHANGE_KINDS: Mapping[ChangeKind, Any] = {
    ChangeKind.REPLACED: _("Byttes ut med en annen ordlyd"),
    ChangeKind.ADDED: _("Får et tillegg"),
    ChangeKind.REMOVED: _("Gjelder ikke"),
}
CRITERION_KINDS: Mapping[CriterionKind, Any] = {
    CriterionKind.PRICE: _("Pris"),
    CriterionKind.QUALITY: _("Kvalitet"),
    CriterionKind.CLIMATE: _("Klima og miljø"),
}
PRICE_KINDS: Mapping[PriceKind, Any] = {
    PriceKind.ONE_OFF: _("Engangspris"),
    PriceKind.MONTHLY: _("Per måned"),
    PriceKind.YEARLY: _("Per år"),
    PriceKind.HOURLY: _("Per time"),
    PriceKind.OPTION: _("Opsjon"),
}
PAYERS: Mapping[Payer, Any] = {
    Payer.EACH: _("Hver for seg"),
    Payer.JOINT: _("Sammen, én gang for alle"),
}
DRIVERS: Mapping[Driver, Any] = {
    Driver.FIXED: _("Fast"),
    Driver.INHABITANTS: _("Innbyggere"),
    Driver.USERS: _("Brukere"),
    Driver.PUPILS: _("Elever"),
    Driver.CHILDREN: _("Barn"),
    Driver.BEDS: _("Plasser"),
    Driver.LICENCES: _("Lisenser"),
    Driver.DATABASES: _("Databaser"),
    Driver.HOURS: _("Timer"),
}
SECTION_STATES: Mapping[SectionState, Any] = {
    SectionState.NOT_STARTED: _("Ikke startet"),
    SectionState.STARTED: _("Påbegynt"),
    SectionState.DONE: _("Ferdig"),
}
TENDER_STATES: Mapping[TenderState, tuple[str, Any]] = {  # kind of its tag, and the word
    TenderState.DRAFT: ("started", _("Utkast")),
    TenderState.APPROVED: ("done", _("Godkjent")),
    TenderState.DISPATCHED: ("waiting", _("Avsendt")),
    TenderState.PUBLISHED: ("open", _("Kunngjort")),
    TenderState.CLOSED: ("locked", _("Fristen er ute")),
    TenderState.CANCELLED: ("declined", _("Avlyst")),
}


class Progress(NamedTuple):
    """How far a tender has come: the step of the journey, where it is, what comes next."""

    step: int
    now: Any
    next: Any


PROGRESS: Mapping[TenderState, Progress] = {
    TenderState.DRAFT: Progress(4, _("Konkurransen skrives"), _("Gjøre utkastet ferdig")),
    TenderState.APPROVED: Progress(6, _("Konkurransen er godkjent"), _("Sende kunngjøringen")),
    TenderState.DISPATCHED: Progress(7, _("Kunngjøringen er sendt"), _("Vente på at siden åpner")),
    TenderState.PUBLISHED: Progress(7, _("Konkurransen er kunngjort"), _("Ta imot spørsmål til fristen")),
    TenderState.CLOSED: Progress(8, _("Tilbudsfristen er ute"), _("Åpne tilbudene")),
}
COST_KINDS: Mapping[CostKind, Any] = {
    CostKind.ONE_OFF: _("Én gang"),
    CostKind.MONTHLY: _("Per måned"),
    CostKind.YEARLY: _("Per år"),
    CostKind.HOURLY: _("Per time"),
}


def annex_name(contract: int, number: int, title: str) -> str:
    """Name an annex of the first contract or the second."""
    if contract == 1:
        return gettext("Bilag %(number)s %(title)s", number=number, title=title)
    facts = {"contract": contract, "number": number, "title": title}
    return gettext("Kontrakt %(contract)s: Bilag %(number)s %(title)s", **facts)


def home_name(section: Section) -> str:
    """Say where a text stands, in short."""
    if section.form:
        return gettext("Skjemaer")
    return (
        annex_name(section.contract, section.annex, "").strip()
        if section.annex
        else gettext("Konkurransegrunnlaget")
    )
