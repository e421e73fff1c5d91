"""The standard forms that suppliers fill in (skjemaer), from a version's content: a document each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from procure.domain.assembly import Chapter, Document
from procure.tenders.papers.labels import Paper, inside
from procure.tenders.papers.rules import clauses, written

LEADS: Final = {"data_processing_agreement": "agreement_lead"}  # of forms that are no part of an offer


def forms(paper: Paper) -> Iterator[Document]:
    """Make a document of each standard form that has a text."""
    for section in paper.content["sections"]:
        form, name = section.get("form"), section["title"]
        blocks, below = written(section["body"]), clauses(section)
        if form and (blocks or below):
            yield Document(
                kind=f"form_{form}",
                name=name,
                language=paper.language,
                chapters=(Chapter(section["key"], paper.word("to_fill_in"), blocks, below, numbered=False),),
                short=inside(name),
                group=paper.word("attachments_group"),
                lead=paper.word(LEADS.get(form, "form_lead")),
            )
