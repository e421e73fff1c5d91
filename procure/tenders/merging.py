"""Merge fields: what may stand in braces in a tender's texts, and the value that each has just now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from procure.accounts.queries import alphabetical
from procure.domain import assembly
from procure.domain.deadlines import last_answer_day
from procure.domain.errors import N_
from procure.domain.law import Law, law_on
from procure.domain.states import counted
from procure.library.models import ASKING, Agreement, AnnexRole
from procure.library.shelf import spoken
from procure.pools.models import Participation, Pool
from procure.tenders.models import Tender
from procure.web import language

MONTHS = {"nb": ("måned", "måneder"), "nn": ("månad", "månader")}
UNTIL_ENDED = {
    "nb": ("ubestemt tid, til avtalen sies opp", "minst {months}, deretter til avtalen sies opp"),
    "nn": ("ubestemt tid, til avtalen blir sagd opp", "minst {months}, deretter til avtalen blir sagd opp"),
}
EXTENDED = {
    "nb": ", med rett til forlengelse i inntil ",
    "nn": ", med rett til forlenging i inntil ",
}


@dataclass(frozen=True)
class MergeField:
    """One field: its name, what it is, which task it is fetched from, and how its value is found.

    value: "" where it is not known yet.
    """

    name: str
    description: str
    task: str
    value: Callable[[Tender, Law], str]


def participants(tender: Tender) -> list[Participation]:
    """Return those who count as buyers now, by name."""
    return counted_in(tender.pool)


def counted_in(pool: Pool) -> list[Participation]:
    """Return those who count in a pool, by name: after lock only the committed."""
    states = counted(pool.state)
    taking_part = [each for each in pool.participations if each.state in states]
    return sorted(taking_part, key=lambda each: alphabetical(each.organisation.short_name))


def _sum(tender: Tender, name: str) -> str:
    counts = [getattr(each.figures, name) for each in participants(tender)]
    known = [count for count in counts if count is not None]
    return language.number(sum(known), tender.language) if known else ""


def _full(tender: Tender, when: date | None) -> str:
    return language.full(when, tender.language) if when else ""


def _months(tender: Tender, count: int | None) -> str:
    if not count:
        return ""
    one, more = MONTHS.get(tender.language, MONTHS["nb"])
    return f"{language.number(count)} {one if count == 1 else more}"


def _duration(tender: Tender) -> str:
    months = _months(tender, tender.duration_months)
    if tender.open_ended:
        alone, after = UNTIL_ENDED.get(tender.language, UNTIL_ENDED["nb"])
        return after.format(months=months) if months else alone
    more = _months(tender, tender.extension_months)
    return f"{months}{EXTENDED.get(tender.language, EXTENDED['nb'])}{more}" if months and more else months


def _last_answer(tender: Tender, law: Law) -> str:
    if tender.deadline is None:
        return ""
    return _full(tender, last_answer_day(tender.deadline.astimezone(language.OSLO).date(), law))


def _procedure(tender: Tender, law: Law) -> str:
    procedure = law.procedures.get(tender.procedure or "")
    return procedure.name[tender.language].lower() if procedure else ""


def _names(tender: Tender) -> str:
    names = [each.organisation.name for each in participants(tender)]
    return language.join_names(names, tender.language) if names else ""


def _titled(agreement: Agreement, tender: Tender) -> str:
    return f"{agreement.code} {spoken(agreement, 'name', tender.language)}"


def _agreements(tender: Tender) -> str:
    both = filter(None, (tender.agreement, tender.companion))
    return language.join_names([_titled(each, tender) for each in both], tender.language)


def _annex(agreement: Agreement, *roles: AnnexRole) -> str:
    number = agreement.number_of(*roles)
    return f"bilag {number}" if number else ""


# How an annex is referred to, whatever number it has in the agreement.
ANNEXES: Mapping[str, Callable[[Agreement], str]] = {
    "bilag_krav": lambda agreement: _annex(agreement, *ASKING),
    "bilag_svar": lambda agreement: _annex(agreement, AnnexRole.SOLUTION),
    "bilag_pris": lambda agreement: _annex(agreement, AnnexRole.PRICE),
    "bilag_endringer": lambda agreement: _annex(agreement, AnnexRole.CHANGES),
}


def of_companion(tender: Tender) -> dict[str, str]:
    """Return the fields that have another value in the texts of the second contract."""
    if tender.companion is None:
        return {}
    numbers = {name: number(tender.companion) for name, number in ANNEXES.items()}
    return {**numbers, "avtale": _titled(tender.companion, tender)}


FIELDS: Mapping[str, MergeField] = {
    field.name: field
    for field in (
        MergeField("tittel", N_("Tittelen på konkurransen"), "basics", lambda t, _: t.title),
        MergeField(
            "antall_kommuner",
            N_("Hvor mange som er med"),
            "participants",
            lambda t, _: (
                language.in_words(len(participants(t)), language=t.language) if participants(t) else ""
            ),
        ),
        MergeField("deltakere", N_("Navnene på dem som er med"), "participants", lambda t, _: _names(t)),
        MergeField("leder_navn", N_("Den som leder"), "participants", lambda t, _: t.pool.lead.name),
        MergeField("brukere_totalt", N_("Brukere hos alle"), "participants", lambda t, _: _sum(t, "users")),
        MergeField(
            "innbyggere_totalt",
            N_("Innbyggere hos alle"),
            "participants",
            lambda t, _: _sum(t, "inhabitants"),
        ),
        MergeField(
            "anslatt_verdi",
            N_("Anslått verdi med kroner"),
            "value",
            lambda t, _: language.kroner(t.estimate, t.language) if t.estimate is not None else "",
        ),
        MergeField("avtale", N_("Avtalen dere bruker"), "agreement", lambda t, _: _agreements(t)),
        MergeField(
            "hovedavtale",
            N_("Den første avtalen når dere bruker to"),
            "agreement",
            lambda t, _: _titled(t.agreement, t),
        ),
        MergeField(
            "bilag_krav",
            N_("Bilaget med kravene"),
            "agreement",
            lambda t, _: ANNEXES["bilag_krav"](t.agreement),
        ),
        MergeField(
            "bilag_svar",
            N_("Bilaget der leverandøren svarer"),
            "agreement",
            lambda t, _: ANNEXES["bilag_svar"](t.agreement),
        ),
        MergeField(
            "bilag_pris",
            N_("Bilaget med prisene"),
            "agreement",
            lambda t, _: ANNEXES["bilag_pris"](t.agreement),
        ),
        MergeField(
            "bilag_endringer",
            N_("Bilaget med endringer i avtaleteksten"),
            "agreement",
            lambda t, _: ANNEXES["bilag_endringer"](t.agreement),
        ),
        MergeField("prosedyre", N_("Prosedyren, med liten forbokstav"), "procedure", _procedure),
        MergeField(
            "varighet",
            N_("Hvor lenge kontrakten varer, med rett til forlengelse"),
            "terms",
            lambda t, _: _duration(t),
        ),
        MergeField(
            "forlengelse",
            N_("Hvor lenge den kan forlenges"),
            "terms",
            lambda t, _: _months(t, t.extension_months),
        ),
        MergeField(
            "vedstaelse",
            N_("Hvor lenge tilbudet binder"),
            "terms",
            lambda t, _: _months(t, t.validity_months),
        ),
        MergeField(
            "avsendelse", N_("Planlagt kunngjøring"), "timetable", lambda t, _: _full(t, t.dispatch_on)
        ),
        MergeField(
            "sporsmalsfrist",
            N_("Fristen for spørsmål"),
            "timetable",
            lambda t, _: _full(t, t.questions_until),
        ),
        MergeField(
            "deltakelsesfrist",
            N_("Fristen for å be om å delta, i to trinn"),
            "timetable",
            lambda t, _: _full(t, t.requests_until),
        ),
        MergeField("siste_svar", N_("Siste dag for svar"), "timetable", _last_answer),
        MergeField("tilbudsfrist", N_("Fristen for tilbud"), "timetable", lambda t, _: _full(t, t.deadline)),
        MergeField(
            "oppstart", N_("Når tjenesten skal være i bruk"), "timetable", lambda t, _: _full(t, t.start_on)
        ),
        MergeField(
            "innlevering_navn",
            N_("Navnet på innleveringsløsningen"),
            "submission",
            lambda t, _: t.channel_name or "",
        ),
        MergeField(
            "innlevering_adresse", N_("Adressen til den"), "submission", lambda t, _: t.channel_url or ""
        ),
    )
}


def law_of(tender: Tender, today: date) -> Law:
    """Return the law by which a tender is judged: on the day of dispatch, or today until there is one."""
    return law_on(tender.dispatch_on or today)


def values(tender: Tender, today: date, contract: int = 1) -> dict[str, str]:
    """Return the value of every merge field, in the tender's language; "" where it is not known yet.

    contract: 2 in the texts of the companion's annexes, where annexes and agreement are its own.
    """
    law = law_of(tender, today)
    known = {name: field.value(tender, law) for name, field in FIELDS.items()}
    return known | of_companion(tender) if contract == 2 else known


def gaps(text: str, known: Mapping[str, str]) -> list[str]:
    """List the merge fields of a text that have no value, or that do not exist."""
    return [name for name in assembly.merge_fields(text) if not known.get(name)]
