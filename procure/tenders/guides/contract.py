"""The guides to who signs with the supplier, and to who answers for the rules being followed."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from procure.domain.choices import Proposal, Sentence, propose_contract, propose_responsibility
from procure.domain.errors import N_
from procure.tenders import words
from procure.tenders.guides.guide import Answers, Asked, Guide, Question, written, yes
from procure.tenders.models import ContractModel
from procure.tenders.models import Responsibility as Answerable


def _propose_model(asked: Asked, answers: Answers) -> Proposal:
    return propose_contract(**{name: yes(answers, name) for name in answers}, law=asked.law)


def _keep_model(_session: Session, asked: Asked, proposal: Proposal) -> dict[str, Any]:
    return {
        "contract_model": ContractModel(proposal.code),
        "contract_reason": written(asked.tender, proposal.reason),
    }


MODEL = Guide(
    key="contract",
    group="contract",
    title=N_("Hvem skal skrive under?"),
    lead=N_("Tre spørsmål om hvem som er kunde, og når kommunene bestiller."),
    questions=(
        Question(
            "body",
            N_("Har kommunene et felles organ som kan være kunde for alle?"),
            hint=N_("For eksempel et interkommunalt selskap som skal drive systemet."),
        ),
        Question("call_offs", N_("Skal kommunene bestille over tid, i et omfang dere ikke kjenner ennå?")),
        Question("times", N_("Går kommunene i gang til ulik tid, etter hvert som egne avtaler går ut?")),
    ),
    propose=_propose_model,
    name_of=lambda _asked, code: str(words.CONTRACT_MODELS[ContractModel(code)]),
    kept=_keep_model,
)


def _propose_responsibility(_asked: Asked, answers: Answers) -> Proposal:
    return propose_responsibility(permanent=yes(answers, "permanent"), whole=yes(answers, "whole"))


def _keep_responsibility(_session: Session, asked: Asked, proposal: Proposal) -> dict[str, Any]:
    return {
        "responsibility": Answerable(proposal.code),
        "responsibility_reason": written(asked.tender, proposal.reason),
        "responsibility_parts": written(asked.tender, Sentence(proposal.detail)) if proposal.detail else None,
    }


RESPONSIBILITY = Guide(
    key="responsibility",
    group="contract",
    title=N_("Hvem svarer for at reglene følges?"),
    lead=N_("To spørsmål. Svaret avgjør hvem som klages inn, og hvem som betaler om noe går galt."),
    questions=(
        Question(
            "permanent",
            N_("Er lederen en som fast kjøper inn for andre?"),
            hint=N_("En innkjøpssentral gjør det som en varig oppgave, ikke for ett enkelt kjøp."),
        ),
        Question("whole", N_("Er alt felles, også kontrakten og bestillingene?")),
    ),
    propose=_propose_responsibility,
    name_of=lambda _asked, code: str(words.RESPONSIBILITIES[Answerable(code)]),
    kept=_keep_responsibility,
)
