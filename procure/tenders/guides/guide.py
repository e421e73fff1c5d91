"""What a guide is: questions in plain words, a proposal with its reason, and what using it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import force_locale
from sqlalchemy.orm import Session

from procure.domain.choices import Proposal, Sentence
from procure.domain.errors import N_
from procure.domain.law import Law, Part, part_of
from procure.tenders.models import Tender
from procure.web.errors import say

Answers = Mapping[str, str]
YES_NO: Mapping[str, str] = {"yes": N_("Ja"), "no": N_("Nei")}


class Question(NamedTuple):
    """A question with its choices by value; every text is marked with `N_`."""

    name: str
    text: str
    choices: Mapping[str, str] = YES_NO
    hint: str = ""


@dataclass(frozen=True)
class Asked:
    """What a guide knows beside the answers; `part` is None until there is an estimate."""

    tender: Tender
    law: Law

    @property
    def part(self) -> Part | None:
        """The part of the regulation that the value comes under."""
        estimate = self.tender.estimate
        return None if estimate is None else part_of(estimate, self.law)


@dataclass(frozen=True, kw_only=True)
class Guide:
    """A guided choice.

    group: the page of questions where the choice stands afterwards, and can be changed.
    title, lead: marked with `N_`.
    needs_value: there is nothing to propose before the estimate is known.
    propose: from what is asked and what was answered.
    name_of: what people call the choice with a code, in the reader's language.
    kept: the answers, as columns of the tender, that using the proposal gives.
    """

    key: str
    group: str
    title: str
    lead: str
    questions: tuple[Question, ...]
    propose: Callable[[Asked, Answers], Proposal]
    name_of: Callable[[Asked, str], str]
    kept: Callable[[Session, Asked, Proposal], dict[str, Any]]
    needs_value: bool = False


def yes(answers: Answers, name: str) -> bool:
    """Answer whether a question was answered with yes."""
    return answers[name] == "yes"


def written(tender: Tender, sentence: Sentence) -> str:
    """Write a sentence in the language of the tender's documents, where it will stand."""
    with force_locale(tender.language):
        return say(sentence.words, sentence.facts)
