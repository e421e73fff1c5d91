"""What lies before the one who writes a section: its text as it will be printed, and what helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from procure.documents.letters import missing_characters
from procure.domain.assembly import merge_fields, references
from procure.library.shelf import SectionText, section_texts, spoken
from procure.tenders import merging, tasks
from procure.tenders.merging import MergeField
from procure.tenders.models import Section
from procure.tenders.numbering import Numbering, Target, requirement_ids
from procure.tenders.preview import Previewer, advice
from procure.web.language import current

OF_REQUIREMENTS = ("krav:", "kap:area-")  # what must be looked up to know where a reference leads


@dataclass(frozen=True)
class Desk:
    """Everything beside the text itself.

    number: of the section; origin: «Standard», «Tilpasset» or «Eget»; standard: the library's text, if any.
    guidance: the library's advice on it; fields, values, used: the merge fields, what they are, those in it.
    targets: what it may refer to; lost: its references that lead nowhere; unprintable: letters without font.
    """

    number: str
    preview: Markup
    origin: str
    standard: str | None
    library: SectionText | None
    guidance: str
    example: str
    fields: Mapping[str, MergeField]
    values: Mapping[str, str]
    used: Sequence[str]
    names: Mapping[str, str]
    targets: Sequence[Target]
    lost: Sequence[str]
    unprintable: Sequence[str]


def desk_of(session: Session, section: Section, body: str, today: date) -> Desk:
    """Gather what belongs to a section, with its text as it is typed just now."""
    tender = section.tender
    text = section_texts(tender.agreement, tender.companion).get(section.key)
    outline = outline_for(session, section, body)
    here = outline.home(section)
    show = Previewer(
        merging.values(tender, today, section.contract), tasks.names(), outline.links(here), outline.numbers
    )
    standard = spoken(text, "text", tender.language) if text else None
    return Desk(
        number=outline.numbers.get(section.key, ""),
        preview=show.section(section.key, body),
        origin=origin(section, body, standard),
        standard=standard,
        library=text,
        guidance=advice(spoken(text, "guidance", current())) if text else "",
        example=advice(spoken(text, "example", current())) if text else "",
        fields=merging.FIELDS,
        values=show.values,
        used=merge_fields(body),
        names=show.tasks,
        targets=list(outline.targets(here)),
        lost=[name for name in references(body) if name not in show.links],
        unprintable=sorted(missing_characters(section.title + body)),
    )


def outline_for(session: Session, section: Section, body: str) -> Numbering:
    """Return the tender's numbering, with its requirements where the text refers to any."""
    asked = any(name.startswith(OF_REQUIREMENTS) for name in references(body))
    identifiers = requirement_ids(session, section.tender) if asked else []
    return Numbering(section.tender, identifiers, {section.key: body})


def origin(section: Section, body: str, standard: str | None) -> str:
    """Say where a text comes from."""
    if section.is_own:
        return _("Eget")
    return _("Standard") if body == standard else _("Tilpasset fra standard")
