"""The guide to the procedure, and to the ground for negotiation."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from procure.domain.choices import Fit, ProcedureAnswers, Proposal, propose_procedure
from procure.domain.errors import N_
from procure.domain.law import Part
from procure.tenders.guides.guide import Answers, Asked, Guide, Question, written, yes
from procure.web.language import current

QUESTIONS = (
    Question(
        "fit",
        N_("Kjøpes det slik det er?"),
        {
            Fit.AS_IS: N_("Ja, vi bruker det slik leverandøren selger det"),
            Fit.ADAPTED: N_("Nei, det må tilpasses for oss"),
            Fit.NEW: N_("Nei, noe må utformes eller utvikles på nytt"),
        },
        N_("Å sette opp et ferdig system med egne valg er ikke å tilpasse det."),
    ),
    Question("precise", N_("Kan kravene skrives så presist at leverandørene kan gi tilbud på dem?")),
    Question(
        "complex",
        N_("Er kjøpet så sammensatt eller risikofylt at kontrakten ikke kan skrives ferdig på forhånd?"),
        hint=N_("For eksempel mange koblinger til systemer dere ikke rår over."),
    ),
    Question("failed", N_("Har dere nettopp hatt en konkurranse som bare ga tilbud dere ikke kunne godta?")),
    Question("talk", N_("Må dere snakke med leverandørene om tilbudene før de er endelige?")),
    Question("many", N_("Venter dere flere tilbud enn dere klarer å vurdere?")),
)


def _propose(asked: Asked, answers: Answers) -> Proposal:
    told = {name: yes(answers, name) for name in ("precise", "complex", "failed", "talk", "many")}
    read = ProcedureAnswers(fit=Fit(answers["fit"]), **told)
    return propose_procedure(read, asked.part or Part.III, asked.law)


def _name(asked: Asked, code: str) -> str:
    return asked.law.procedures[code].name[current()]


def _kept(_session: Session, asked: Asked, proposal: Proposal) -> dict[str, Any]:
    return {
        "procedure": proposal.code,
        "procedure_ground": proposal.detail or None,
        "procedure_reason": written(asked.tender, proposal.reason),
    }


GUIDE = Guide(
    key="procedure",
    group="procedure",
    title=N_("Hvilken prosedyre passer?"),
    lead=N_("Seks spørsmål. Svarene og verdien avgjør hva loven åpner for."),
    questions=QUESTIONS,
    propose=_propose,
    name_of=_name,
    kept=_kept,
    needs_value=True,
)
