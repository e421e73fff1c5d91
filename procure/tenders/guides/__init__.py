"""Guided choices: questions in plain words, and a proposal that people may use or leave."""

from __future__ import annotations

from collections.abc import Mapping

from procure.tenders.guides import agreement, contract, lots, procedure
from procure.tenders.guides.guide import Answers, Asked, Guide, Question, written, yes

ALL = (agreement.GUIDE, procedure.GUIDE, lots.GUIDE, contract.MODEL, contract.RESPONSIBILITY)
GUIDES: Mapping[str, Guide] = {guide.key: guide for guide in ALL}

__all__ = ["GUIDES", "Answers", "Asked", "Guide", "Question", "written", "yes"]


def guides_of(group: str) -> list[Guide]:
    """List the guides that help with a group of questions."""
    return [guide for guide in GUIDES.values() if guide.group == group]
