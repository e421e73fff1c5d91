"""Which standard agreement suits a purchase, from six plain questions, and which go together.

The advice is that of DFØ, who keeps the agreements up. It is guidance: the buyers choose, and say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from procure.domain.choices import Alternative, Proposal, Sentence
from procure.domain.errors import N_

SERVICE, PROJECT, AGILE, LICENCES = "SSA-L", "SSA-T", "SSA-S", "SSA-K"
OPERATION, MAINTENANCE, FRAMEWORK = "SSA-D", "SSA-V", "SSA-R"
LARGE_CLOUD, SMALL_CLOUD = "SSA-store sky", "SSA-lille sky"
ASSIGNMENT, ASSISTANCE = "SSA-O", "SSA-B"

FAQ = "DFØs spørsmål og svar om SSA"
CHOOSE = "DFØ: velg riktig SSA"

# The second contract that may stand beside each: what runs after a project, or what is called off.
COMPANIONS: Mapping[str, tuple[str, ...]] = {
    PROJECT: (OPERATION, MAINTENANCE),
    LICENCES: (MAINTENANCE,),
    FRAMEWORK: (ASSISTANCE, ASSIGNMENT, PROJECT, LICENCES),
}

CALLED_OFF = N_("%(first)s sier hvordan det bestilles. Hvert avrop inngås på %(second)s.")
TWO_CONTRACTS = N_("To kontrakter: %(first)s til leveransen er godkjent, og %(second)s for tiden etterpå.")
NO_CALL_OFFS = N_("Kommunene bestiller ikke over tid.")
NOT_FOR_SERVICES = N_(
    "Avrop er laget for SSA-B, SSA-O, SSA-T og SSA-K. Én lik kontrakt per kommune gir det samme."
)
NO_CLOUD = N_("Løsningen leveres ikke som skytjeneste.")
LITTLE_TO_MAKE = N_("Det er lite å utvikle eller tilpasse.")
UNDER_FRAMEWORK = N_("Den inngås for hvert avrop, under rammeavtalen.")


class People(StrEnum):
    """Whether it is people that are bought, and who answers for what they make."""

    NONE = "none"
    RESULT = "result"  # the consultant answers for it
    HOURS = "hours"  # the buyers lead the work


class Operator(StrEnum):
    """Who runs the solution."""

    SUPPLIER = "supplier"
    OWN = "own"


@dataclass(frozen=True, kw_only=True)
class AgreementAnswers:
    """What is asked before an agreement is proposed.

    service: delivered over the internet; adapted: considerable adaptation or development, many integrations.
    fixed: the requirements can be written down now; call_offs: the buyers order over time.
    """

    service: bool
    adapted: bool
    fixed: bool
    operator: Operator
    call_offs: bool
    people: People


def companions_of(code: str) -> tuple[str, ...]:
    """Return the agreements that may stand beside one.

    >>> companions_of("SSA-K"), companions_of("SSA-L")
    (('SSA-V',), ())
    """
    return COMPANIONS.get(code, ())


def propose_agreement(answers: AgreementAnswers) -> Proposal:
    """Propose an agreement; `detail` is the code of the one to use beside it, "" for none."""
    code, detail, reason, source = _chosen(answers)
    return Proposal(
        code=code,
        detail=detail,
        reason=Sentence(reason),
        source=source,
        demands=tuple(_demands(code, detail)),
        alternatives=tuple(_others(code, answers)),
    )


Chosen = tuple[str, str, str, str]  # code, companion, reason, source


def _chosen(answers: AgreementAnswers) -> Chosen:
    if answers.people is not People.NONE:
        return _consultants(answers)
    if answers.call_offs and not answers.service:
        return _framework(answers)
    if answers.adapted:
        return _made(answers)
    if answers.service:
        reason = N_("Løsningen kjøpes som en standardisert tjeneste over internett, med lite tilpasning.")
        return SERVICE, "", reason, FAQ
    reason = N_("Det kjøpes lisenser til standardprogramvare, med lite tilpasning.")
    return LICENCES, MAINTENANCE, reason, CHOOSE


def _consultants(answers: AgreementAnswers) -> Chosen:
    result = answers.people is People.RESULT
    code = ASSIGNMENT if result else ASSISTANCE
    reason = (
        N_("Det kjøpes et oppdrag der konsulenten svarer for resultatet.")
        if result
        else N_("Det kjøpes timer. Kommunene leder arbeidet, og resultatet er ikke kjent på forhånd.")
    )
    return (FRAMEWORK, code, reason, CHOOSE) if answers.call_offs else (code, "", reason, CHOOSE)


def _framework(answers: AgreementAnswers) -> Chosen:
    reason = N_("Kommunene bestiller over tid, hver for seg, på de samme vilkårene.")
    return FRAMEWORK, PROJECT if answers.adapted else LICENCES, reason, CHOOSE


def _made(answers: AgreementAnswers) -> Chosen:
    if not answers.fixed:
        reason = N_("Mye skal utvikles, og kravene kan ikke skrives ferdig nå. Løsningen formes underveis.")
        return AGILE, "", reason, CHOOSE
    running = OPERATION if answers.service or answers.operator is Operator.SUPPLIER else MAINTENANCE
    reason = N_("Et system må utvikles, tilpasses og kobles til mye annet før det kan tas i bruk.")
    return PROJECT, running, reason, FAQ


def _demands(code: str, companion: str) -> Iterator[Sentence]:
    if companion:
        yield Sentence(
            _either(code == FRAMEWORK, CALLED_OFF, TWO_CONTRACTS), {"first": code, "second": companion}
        )
    yield from map(Sentence, _duties(code))


def _duties(code: str) -> Iterator[str]:
    if code == AGILE:
        yield N_("Kommunene må ha folk som kan bestemme underveis, hver uke. Små kommuner har sjelden det.")
        yield N_("Drift og vedlikehold må avtales for seg.")
    if code != SERVICE:
        yield N_("Titlene på bilagene er ikke kontrollert mot dagens utgave. Sammenlign dem med DFØs fil.")


# --- Why nothing else ----------------------------------------------------------------------------


def _others(code: str, answers: AgreementAnswers) -> Iterator[Alternative]:
    reasons = _why_not_people(answers) if answers.people is not People.NONE else _why_not(answers)
    for other, why in reasons.items():
        if other != code:
            yield Alternative(other, Sentence(why))


def _why_not_people(answers: AgreementAnswers) -> dict[str, str]:
    result = answers.people is People.RESULT
    return {
        ASSISTANCE: _either(
            result, N_("Konsulenten skal svare for resultatet."), N_("Timene skal bestilles over tid.")
        ),
        ASSIGNMENT: _either(
            result, N_("Oppdraget skal bestilles over tid."), N_("Resultatet er ikke kjent på forhånd.")
        ),
        FRAMEWORK: NO_CALL_OFFS,
    }


def _why_not(answers: AgreementAnswers) -> dict[str, str]:
    return {
        SERVICE: _either(
            answers.service,
            N_("Avtalen passer for standardtjenester. Her må mye tilpasses."),
            N_("Løsningen leveres ikke som en tjeneste over internett."),
        ),
        PROJECT: _why_not_project(answers),
        AGILE: _why_not_agile(answers),
        LICENCES: _why_not_licences(answers),
        FRAMEWORK: _either(answers.call_offs, NOT_FOR_SERVICES, NO_CALL_OFFS),
        LARGE_CLOUD: _either(
            answers.service,
            N_("Den er laget for store, sammensatte skytjenester, og bilagslisten er ikke kontrollert."),
            NO_CLOUD,
        ),
        SMALL_CLOUD: _either(
            answers.service,
            N_("Den tar med oppsett og innføring rundt skytjenesten, og bilagslisten er ikke kontrollert."),
            NO_CLOUD,
        ),
        ASSISTANCE: N_("Konsulentavtalene er ikke laget for å utvikle programvare."),
    }


def _why_not_project(answers: AgreementAnswers) -> str:
    if not answers.adapted:
        return LITTLE_TO_MAKE
    if not answers.fixed:
        return N_("Kravene kan ikke skrives ferdig nå, og avtalen bygger på et fast omfang.")
    return UNDER_FRAMEWORK


def _why_not_agile(answers: AgreementAnswers) -> str:
    if not answers.adapted:
        return LITTLE_TO_MAKE
    if answers.fixed:
        return N_("Kravene kan skrives ferdig nå. Et fast omfang gir kommunene mindre arbeid underveis.")
    return N_("Den er ikke laget for avrop under en rammeavtale.")


def _why_not_licences(answers: AgreementAnswers) -> str:
    if answers.service:
        return N_("Det kjøpes en tjeneste, ikke lisenser til egen drift.")
    if answers.adapted:
        return N_("Tilpasningen er for stor til å være helt beskrevet på forhånd.")
    return UNDER_FRAMEWORK


def _either(asked: bool, then: str, otherwise: str) -> str:
    return then if asked else otherwise
