"""The guide to lots, or the reason for none."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure.domain.choices import Division, Proposal, propose_lots
from procure.domain.errors import N_
from procure.tenders.guides.guide import Answers, Asked, Guide, Question, written, yes

QUESTIONS = (
    Question("parts", N_("Har kjøpet deler som kan brukes hver for seg?")),
    Question("suppliers", N_("Finnes det leverandører som kan levere én del, men ikke alt?")),
    Question("integrated", N_("Må delene virke sammen som ett system fra én leverandør?")),
)


def _propose(_asked: Asked, answers: Answers) -> Proposal:
    return propose_lots(**{question.name: yes(answers, question.name) for question in QUESTIONS})


def _name(_asked: Asked, code: str) -> str:
    return {Division.LOTS: _("Del opp i delkontrakter"), Division.WHOLE: _("Ikke del opp")}[Division(code)]


def _kept(_session: Session, asked: Asked, proposal: Proposal) -> dict[str, Any]:
    whole = proposal.code == Division.WHOLE
    return {"no_lots_reason": written(asked.tender, proposal.reason) if whole else None}


GUIDE = Guide(
    key="lots",
    group="lots",
    title=N_("Skal konkurransen deles opp?"),
    lead=N_("Tre spørsmål. Mindre deler kan gi flere leverandører, men noen ganger hører alt sammen."),
    questions=QUESTIONS,
    propose=_propose,
    name_of=_name,
    kept=_kept,
)
