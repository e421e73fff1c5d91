"""Choices that a few plain questions settle: the procedure, lots, the contract, who answers for the rules.

Each function takes answers and gives a `Proposal`: what, why, by which paragraph, and why nothing else.
Nothing is decided here: people do that, and may choose another way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from procure.domain.errors import N_, Fact
from procure.domain.law import Law, Part

LOTS = "FOA § 19-4 (2)"


@dataclass(frozen=True)
class Sentence:
    """A sentence marked with `N_`, and the facts that go in where it says `%(name)s`."""

    words: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Alternative:
    """Another choice there was, and why it is not the one proposed."""

    code: str
    why_not: Sentence


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is proposed, and why.

    code: of the choice; detail: what goes with it, such as the letter of § 13-2.
    reason: one that can stand in the documents; source: the paragraph, "" where there is none.
    demands: what the choice asks for next.
    """

    code: str
    reason: Sentence
    source: str = ""
    detail: str = ""
    demands: tuple[Sentence, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


# --- Procedure -----------------------------------------------------------------------------------


class Fit(StrEnum):
    """How much must be made for the buyers."""

    AS_IS = "as_is"
    ADAPTED = "adapted"
    NEW = "new"


@dataclass(frozen=True, kw_only=True)
class ProcedureAnswers:
    """What is asked before a procedure is proposed.

    talk: they must talk with the vendors before offers are final; many: more vendors than they can assess.
    complex: nature, complexity, set-up or risk calls for negotiation; precise: requirements can be made so.
    failed: an earlier competition gave only offers that could not be accepted.
    """

    fit: Fit
    talk: bool
    many: bool
    complex: bool
    precise: bool
    failed: bool


GROUNDS: Mapping[str, str] = {
    "a": N_("Ingen ferdig løsning dekker behovet uten å bli tilpasset."),
    "b": N_("Anskaffelsen har med noe som må utformes eller utvikles på nytt."),
    "c": N_("Anskaffelsens art, kompleksitet eller risiko gjør det nødvendig å forhandle."),
    "d": N_("Behovet kan ikke beskrives presist nok ved å vise til standarder."),
    "e": N_("En tidligere konkurranse ga bare tilbud som ikke kunne antas."),
}
CLEAR = N_("Kravene kan beskrives slik at alle kan gi tilbud på dem uten forhandlinger.")
NO_TALK = N_("Alle som vil, kan gi tilbud, og det er ikke nødvendig å forhandle om dem.")
NEGOTIATION = "FOA §§ 13-1 (2), 13-2"
BELOW_THE_DUTY: Mapping[Part, str] = {Part.OUTSIDE: "", Part.I: "LOA § 4; FOA § 7-1 (3)"}


def ground_of(answers: ProcedureAnswers) -> str:
    """Find the letter of FOA § 13-2 that the answers meet, "" for none.

    That people want to negotiate is no ground (FOA § 13-2).
    """
    met = {
        "a": answers.fit is Fit.ADAPTED,
        "b": answers.fit is Fit.NEW,
        "c": answers.complex,
        "d": not answers.precise,
        "e": answers.failed,
    }
    return next((letter for letter, is_met in met.items() if is_met), "")


def propose_procedure(answers: ProcedureAnswers, part: Part, law: Law) -> Proposal:
    """Propose a procedure among those of the part; where no notice is due, among those of part II.

    part: that the value comes under; law: on the day of dispatch.
    """
    proposal = _above(answers, law) if part is Part.III else _below(answers, part)
    others = [each.code for each in law.all_procedures_for(part) if each.code != proposal.code]
    reasons = (Alternative(code, _why_not(code, proposal.code, answers)) for code in others)
    return replace(proposal, alternatives=tuple(reasons))


def _below(answers: ProcedureAnswers, part: Part) -> Proposal:
    dialogue = Sentence(N_("Skriv i dokumentene om dere planlegger dialog, om hva og hvordan."))
    if answers.many:
        reason = N_("Mange leverandører kan levere. De som er best skikket, inviteres til å gi tilbud.")
        invite = Sentence(N_("Skriv hvor mange som inviteres, og hvordan de velges ut."))
        source = BELOW_THE_DUTY.get(part, "FOA §§ 8-3, 8-9, 9-2, 9-3")
        return Proposal(
            code="national_restricted", reason=Sentence(reason), source=source, demands=(invite, dialogue)
        )
    reason = (
        N_("Alle som vil, kan gi tilbud, og det er lov å ha dialog om alt i tilbudene.")
        if part is Part.II
        else N_(
            "Verdien er under kunngjøringsplikten. En åpen konkurranse er likevel det enkleste å etterprøve."
        )
    )
    source = BELOW_THE_DUTY.get(part, "FOA §§ 8-3, 9-2, 9-3")
    return Proposal(code="national_open", reason=Sentence(reason), source=source, demands=(dialogue,))


def _above(answers: ProcedureAnswers, law: Law) -> Proposal:
    letter = ground_of(answers)
    if answers.talk and letter:
        demands = (
            Sentence(N_("Skriv med deres egne ord hvorfor vilkåret er oppfylt. Det skal stå i protokollen.")),
            Sentence(N_("Minstekrav og tildelingskriterier kan ikke endres i forhandlingene.")),
            Sentence(
                N_("Leverandørene ber om å få delta først. Minst %(count)s inviteres."),
                {"count": law.procedures["negotiated"].min_invited},
            ),
        )
        return Proposal(
            code="negotiated",
            reason=Sentence(GROUNDS[letter]),
            source=NEGOTIATION,
            detail=letter,
            demands=demands,
        )
    if answers.many:
        reason = N_("Mange leverandører kan levere. De som er best skikket, inviteres til å gi tilbud.")
        demand = Sentence(
            N_("Skriv hvor mange som inviteres, minst %(count)s, og hvordan de velges ut."),
            {"count": law.procedures["restricted"].min_invited},
        )
        return Proposal(
            code="restricted", reason=Sentence(reason), source="FOA §§ 13-1, 20-3", demands=(demand,)
        )
    reason = CLEAR if answers.precise else NO_TALK
    demand = Sentence(N_("Det er ikke lov å forhandle. Alt som betyr noe, må stå i dokumentene."))
    return Proposal(code="open", reason=Sentence(reason), source="FOA §§ 13-1, 20-2", demands=(demand,))


NO_GROUND = N_(
    "Ingen av vilkårene i § 13-2 er oppfylt. At dere ønsker å forhandle sammen, er ikke et vilkår."
)
TOO_MANY = N_("Da må dere vurdere tilbud fra alle som leverer.")
TOO_SLOW = N_("To trinn tar lengre tid, og dere venter ikke så mange tilbud.")
WHY_NOT: Mapping[str, str] = {
    "national_open": TOO_MANY,
    "national_restricted": TOO_SLOW,
    "open": TOO_MANY,
    "restricted": TOO_SLOW,
    "negotiated": N_("Dere trenger ikke å snakke med leverandørene før tilbudene er endelige."),
    "competitive_dialogue": N_("Den passer når løsningen må finnes i samtaler. Den støttes ikke her ennå."),
    "innovation_partnership": N_("Den er til for å utvikle noe nytt. Den støttes ikke her ennå."),
}
NO_NEGOTIATION = N_("Det er ikke lov å forhandle om tilbudene.")
NARROW = N_("Den er bare lov i noen få, særlige tilfeller, og støttes ikke her.")


def _why_not(code: str, proposed: str, answers: ProcedureAnswers) -> Sentence:
    if code == "negotiated" and not ground_of(answers):
        return Sentence(NO_GROUND)
    if proposed == "negotiated" and code in ("open", "restricted"):
        return Sentence(NO_NEGOTIATION)
    return Sentence(WHY_NOT.get(code, NARROW))


# --- Lots ----------------------------------------------------------------------------------------


class Division(StrEnum):
    """Whether a competition is divided."""

    LOTS = "lots"
    WHOLE = "whole"


DIVIDED = N_("Kjøpet har deler som kan brukes hver for seg, og ulike leverandører kan levere dem.")
INTEGRATED = N_(
    "Delene skal virke sammen som ett system. Delt mellom flere leverandører måtte kommunene betale for å "
    "knytte dem sammen, og ingen ville svare for helheten."
)
NO_PARTS = N_("Det som kjøpes, er ett produkt. Det har ingen deler som kan brukes hver for seg.")
NO_SUPPLIERS = N_("Leverandørene i markedet leverer helheten. En oppdeling ville ikke gitt flere tilbud.")


def propose_lots(*, parts: bool, suppliers: bool, integrated: bool) -> Proposal:
    """Propose lots, or the reason for none.

    parts: it has natural parts; suppliers: some could deliver one part alone; integrated: they work as one.
    Source: FOA § 19-4 (2); the reason is short, and stands in the documents or the record.
    """
    if parts and suppliers and not integrated:
        demand = Sentence(N_("Skriv hver delkontrakt med tittel, beskrivelse og anslått verdi."))
        whole = Alternative(Division.WHOLE, Sentence(N_("Da kan færre leverandører gi tilbud.")))
        return Proposal(
            code=Division.LOTS,
            reason=Sentence(DIVIDED),
            source=LOTS,
            demands=(demand,),
            alternatives=(whole,),
        )
    reason = Sentence(INTEGRATED if integrated else NO_SUPPLIERS if parts else NO_PARTS)
    return Proposal(
        code=Division.WHOLE,
        reason=reason,
        source=LOTS,
        demands=(Sentence(N_("Les grunnen og tilpass den til kjøpet. Over EØS-terskelen må den stå.")),),
        alternatives=(Alternative(Division.LOTS, reason),),
    )


# --- Contract ------------------------------------------------------------------------------------

ONE_CONTRACT = N_("Ett felles organ er kunde og skriver under. Kommunene bruker avtalen.")
CALL_OFFS = N_("Kommunene bestiller når de er klare, og omfanget for hver av dem er ikke kjent ennå.")
OWN_TIME = N_("Kommunene går i gang til ulik tid, etter hvert som avtalene de har i dag, går ut.")
OWN_CONTRACTS = N_("Hver kommune vet hva den skal ha, og svarer selv for sin kontrakt.")
MODEL_WHY_NOT: Mapping[str, str] = {
    "joint_body": N_("Kommunene har ikke et felles organ som kan være kunde for alle."),
    "per_municipality": N_("Hver kommune måtte da vite omfang og oppstart når kontrakten inngås."),
    "framework": N_("En rammeavtale er bundet til en lengste tid og en høyeste verdi. Det trengs ikke her."),
}
OWN_CONTRACT_WITH_BODY = N_(
    "Da får hver kommune en kontrakt å følge opp, selv om det felles organet kan gjøre det."
)


def propose_contract(*, body: bool, call_offs: bool, times: bool, law: Law) -> Proposal:
    """Propose who signs with the supplier.

    body: a joint body can be the customer of all; call_offs: they order over time, in amounts not known yet;
    times: they begin at different times.
    """
    codes = ("per_municipality", "joint_body", "framework")
    if body:
        code, reason, source, demands = "joint_body", ONE_CONTRACT, "FOA § 29-1", _one_contract()
    elif call_offs or times:
        reason = CALL_OFFS if call_offs else OWN_TIME
        code, source, demands = "framework", "FOA §§ 11-1, 26-1", _call_offs(law)
    else:
        code, reason, source, demands = "per_municipality", OWN_CONTRACTS, "FOA § 29-1", _own_contracts()
    why_not = dict(MODEL_WHY_NOT) | ({"per_municipality": OWN_CONTRACT_WITH_BODY} if body else {})
    others = tuple(Alternative(each, Sentence(why_not[each])) for each in codes if each != code)
    return Proposal(code=code, reason=Sentence(reason), source=source, demands=demands, alternatives=others)


def _one_contract() -> tuple[Sentence, ...]:
    return (Sentence(N_("Kommunene som bruker avtalen, navngis i dokumentene og kunngjøringen.")),)


def _own_contracts() -> tuple[Sentence, ...]:
    return (
        Sentence(N_("Kontraktene er like. Hver kommune skriver under sin egen, og betaler for sin del.")),
    )


def _call_offs(law: Law) -> tuple[Sentence, ...]:
    limit = N_("Avtalen kan vare i høyst %(months)s måneder uten en særlig grunn.")
    return (
        Sentence(limit, {"months": law.framework_months}),
        Sentence(N_("Skriv den høyeste verdien det kan bestilles for. Er den brukt opp, er det slutt.")),
        Sentence(N_("Bare de som er navngitt i kunngjøringen, kan bestille.")),
    )


# --- Responsibility ------------------------------------------------------------------------------

RESPONSIBILITY: Mapping[str, tuple[str, str]] = {
    "joint": (N_("Hele anskaffelsen gjøres i alles navn, også kontrakten."), "FOA § 29-1 (2)"),
    "partly_joint": (
        N_("Konkurransen er felles. Hver kommune svarer selv for sin kontrakt og sine bestillinger."),
        "FOA § 29-1 (3)",
    ),
    "central_body": (
        N_("Lederen kjøper fast inn for andre, og gjør det også her."),
        "FOA §§ 4-3, 7-8",
    ),
}
RESPONSIBILITY_WHY_NOT: Mapping[str, str] = {
    "joint": N_("Da svarer hver kommune også for det de andre gjør med sine kontrakter."),
    "partly_joint": N_("Da må det skrives hva som er felles, og her er det ingenting som ikke er det."),
    "central_body": N_("Den er til for en som fast kjøper inn for andre, ikke for ett enkelt fellesskap."),
}
CENTRAL_WHY_NOT: Mapping[str, str] = {
    "joint": N_("Innkjøpssentralen svarer for konkurransen. Kommunene svarer bare for det de gjør selv."),
    "partly_joint": N_("Innkjøpssentralen svarer for hele konkurransen alene."),
}
RESPONSIBILITY_DEMANDS: Mapping[str, str] = {
    "joint": N_("Alle svarer sammen for at reglene følges, også når lederen gjør arbeidet for dem."),
    "partly_joint": N_("Skriv hvilke deler som er felles. Resten svarer hver kommune for alene."),
    "central_body": N_("De som kjøper gjennom innkjøpssentralen, navngis i kunngjøringen."),
}
JOINT_PARTS = N_("Konkurransen fram til tildeling er felles. Kontrakten og bestillingene svarer hver for.")


def propose_responsibility(*, permanent: bool, whole: bool) -> Proposal:
    """Propose who answers for the rules being followed.

    permanent: the lead buys for others as its lasting work; whole: contract and orders are joint too.
    The detail of a partly joint one is a text about what is joint.
    """
    code = "central_body" if permanent else "joint" if whole else "partly_joint"
    reason, source = RESPONSIBILITY[code]
    why_not = CENTRAL_WHY_NOT if permanent else RESPONSIBILITY_WHY_NOT
    return Proposal(
        code=code,
        reason=Sentence(reason),
        source=source,
        detail=JOINT_PARTS if code == "partly_joint" else "",
        demands=(Sentence(RESPONSIBILITY_DEMANDS[code]),),
        alternatives=tuple(Alternative(each, Sentence(why_not[each])) for each in why_not if each != code),
    )
