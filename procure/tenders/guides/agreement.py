"""The guide to the standard agreement, and to the one that may stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from procure.domain.agreements import AgreementAnswers, Operator, People, propose_agreement
from procure.domain.choices import Proposal, Sentence
from procure.domain.errors import N_
from procure.library.models import Agreement
from procure.library.shelf import spoken
from procure.reference import lists
from procure.tenders.guides.guide import Answers, Asked, Guide, Question, written, yes
from procure.tenders.service.agreement import find_agreements, rearrangement
from procure.web.errors import say
from procure.web.language import current

QUESTIONS = (
    Question(
        "service",
        N_("Leveres løsningen som en tjeneste over internett?"),
        hint=N_("Leverandøren kjører den, og dere betaler så lenge dere bruker den."),
    ),
    Question(
        "adapted",
        N_("Må mye utvikles, tilpasses eller kobles til andre systemer?"),
        hint=N_("Å sette opp et ferdig system med egne valg er ikke å tilpasse det."),
    ),
    Question("fixed", N_("Kan kravene skrives ferdig nå?")),
    Question(
        "operator",
        N_("Hvem skal drifte løsningen?"),
        {Operator.SUPPLIER: N_("Leverandøren"), Operator.OWN: N_("Kommunene eller driftssamarbeidet deres")},
    ),
    Question("call_offs", N_("Skal kommunene bestille over tid, hver for seg?")),
    Question(
        "people",
        N_("Kjøper dere bare folk eller timer?"),
        {
            People.NONE: N_("Nei, en løsning"),
            People.RESULT: N_("Ja, og konsulenten skal svare for resultatet"),
            People.HOURS: N_("Ja, timer som vi leder selv"),
        },
    ),
)


def proposed(answers: Answers) -> Proposal:
    """Propose from the answers alone."""
    told = {name: yes(answers, name) for name in ("service", "adapted", "fixed", "call_offs")}
    return propose_agreement(
        AgreementAnswers(**told, operator=Operator(answers["operator"]), people=People(answers["people"]))
    )


def name_of(code: str) -> str:
    """Name an agreement in the reader's language."""
    return next(
        f"{each.code} {spoken(each, 'name', current())}" for each in lists.agreements() if each.code == code
    )


def chosen(session: Session, proposal: Proposal) -> dict[str, int | None]:
    """Return the newest editions of what is proposed, as columns of a tender."""
    return {
        "agreement_id": _newest(session, proposal.code),
        "companion_id": _newest(session, proposal.detail) if proposal.detail else None,
    }


def begun(session: Session, asked: Answers) -> dict[str, Any]:
    """Return what a new tender begins with: the proposal, where all the questions are answered."""
    told = {each.name: asked[each.name] for each in QUESTIONS if asked.get(each.name) in each.choices}
    if len(told) < len(QUESTIONS):
        return {}
    proposal = proposed(told)
    return {
        **chosen(session, proposal),
        "agreement_reason": say(proposal.reason.words, proposal.reason.facts),
    }


def _newest(session: Session, code: str) -> int | None:
    known = select(Agreement.id).where(Agreement.code == code).order_by(Agreement.edition.desc())
    return session.scalars(known).first()


def _propose(asked: Asked, answers: Answers) -> Proposal:
    proposal = proposed(answers)
    return replace(proposal, demands=(*proposal.demands, *_consequences(asked, proposal)))


def _consequences(asked: Asked, proposal: Proposal) -> Iterator[Sentence]:
    """Tell what becomes of the texts, before anything is changed."""
    session = object_session(asked.tender)
    if session is None:
        return
    found = rearrangement(session, asked.tender, *find_agreements(session, **chosen(session, proposal)))
    for rows, sentence in (
        (found.moved, N_("%(count)s tekster flyttes til bilaget som har samme rolle.")),
        ((*found.new, *found.back), N_("%(count)s tekster kommer til.")),
        (found.gone, N_("%(count)s tekster som ingen har skrevet i, legges bort.")),
        (found.kept, N_("%(count)s tekster dere har skrevet i, får plass sist i bilaget med kravene.")),
    ):
        if rows:
            yield Sentence(sentence, {"count": len(rows)})


def _kept(session: Session, asked: Asked, proposal: Proposal) -> dict[str, Any]:
    return {**chosen(session, proposal), "agreement_reason": written(asked.tender, proposal.reason)}


GUIDE = Guide(
    key="agreement",
    group="agreement",
    title=N_("Hvilken avtale passer?"),
    lead=N_("Seks spørsmål, etter rådene fra DFØ, som forvalter statens standardavtaler."),
    questions=QUESTIONS,
    propose=_propose,
    name_of=lambda _asked, code: name_of(code),
    kept=_kept,
)
