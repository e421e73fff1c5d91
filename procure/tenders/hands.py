"""Who writes what in a tender: the texts each body has been asked to write, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from procure.domain.policy import Actor
from procure.tenders.models import Section, SectionState, Tender
from procure.web import language


class Hand(NamedTuple):
    """A body and the texts that it has been asked to write."""

    name: str
    sections: Sequence[Section]


def hands(tender: Tender) -> list[Hand]:
    """List the bodies that have been asked to write something, with their texts in order."""
    names = _names(tender)
    asked: dict[int, list[Section]] = {}
    for section in tender.sections:
        if section.owner_id is not None:
            asked.setdefault(section.owner_id, []).append(section)
    return [Hand(names.get(owner, ""), rows) for owner, rows in asked.items()]


def waiting(tender: Tender, actor: Actor) -> list[Section]:
    """List the texts that wait for the actor's own body, the nearest day first."""
    mine = [
        each
        for each in tender.sections
        if each.owner_id is not None
        and each.owner_id == actor.organisation_id
        and each.state is not SectionState.DONE
    ]
    return sorted(mine, key=lambda each: (each.due_on or date.max, each.position))


def told(tender: Tender, sections: Sequence[Section]) -> list[str]:
    """Say who has been asked to write some texts, and the first day that one of them is due."""
    asked = [each.owner_id for each in sections if each.owner_id is not None]
    names = _names(tender) if asked else {}
    owners = dict.fromkeys(names[each] for each in asked if each in names)
    days = [each.due_on for each in sections if each.due_on and each.state is not SectionState.DONE]
    found = [_("Skrives av %(names)s", names=language.join_names(list(owners)))] if owners else []
    return [*found, _("Frist %(day)s", day=language.day(min(days)))] if days else found


def _names(tender: Tender) -> dict[int, str]:
    known = {each.organisation_id: each.organisation.short_name for each in tender.pool.participations}
    return {**known, tender.pool.lead_id: tender.pool.lead.short_name}
