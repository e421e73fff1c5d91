"""What has happened to a tender, in words: the entries of its log that people ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import User
from procure.audit.models import AuditEvent
from procure.tenders.groups import GROUPS
from procure.tenders.models import Tender
from procure.web.language import join_names

SENTENCES: Mapping[str, Any] = {
    "tender.created": lazy("Konkurransen ble laget fra fellesskapet"),
    "tender.guided": lazy("Et forslag fra veiledningen ble brukt"),
    "tender.rearranged": lazy("Tekstene fikk plass etter avtalen som ble valgt"),
    "tender.dated": lazy("Tidsplanen ble endret"),
    "clause.omitted": lazy("Et lovpålagt vilkår ble utelatt"),
    "clause.restored": lazy("Et lovpålagt vilkår ble tatt inn igjen"),
    "contract_change.added": lazy("En endring i avtaleteksten ble lagt til"),
    "contract_change.removed": lazy("En endring i avtaleteksten ble tatt ut"),
    "section.added": lazy("Et eget avsnitt ble lagt til: %(title)s"),
    "section.removed": lazy("Et eget avsnitt ble tatt ut: %(title)s"),
    "section.brought_back": lazy("Et eget avsnitt ble tatt inn igjen: %(title)s"),
    "attachment.added": lazy("Et vedlegg ble lagt til"),
    "attachment.removed": lazy("Et vedlegg ble tatt ut"),
    "tender.climate": lazy("Klimavalget ble endret"),
    "tender.scoring": lazy("Evalueringsmodellen ble endret"),
    "criterion.mode": lazy("Vekting eller rangering ble endret"),
    "criterion.weighed": lazy("Vektene ble endret"),
    "requirement.picked": lazy("Hentet fra kravbanken: %(names)s"),
    "requirement.imported": lazy("En kravliste ble importert: %(count)s krav"),
    "requirement.many_changed": lazy("Krav som ble endret samtidig: %(names)s"),
    "requirement.many_removed": lazy("Krav som ble tatt ut samtidig: %(names)s"),
    "version.frozen": lazy("Versjon %(number)s ble frosset"),
    "version.approved": lazy("Versjon %(number)s ble godkjent"),
    "approval.voided": lazy("Godkjenningen falt bort. Dette ble endret: %(because)s"),
    "tender.cleared": lazy("Det som gjaldt kommuner som er gått ut, ble tatt bort"),
    "tender.cancelled": lazy("Konkurransen ble avlyst"),
    "tender.dispatched": lazy("Versjon %(number)s ble sendt til kunngjøring"),
    "notice.doffin": lazy("Nummeret fra Doffin ble skrevet ned: %(after)s"),
    "notice.ted": lazy("Opplysningene fra TED ble skrevet ned"),
    "tender.published": lazy("Siden åpnet for alle"),
    "tender.closed": lazy("Tilbudsfristen gikk ut"),
}
# What an answer is about, by the column it stands in
TOPICS: Mapping[str, Any] = {
    column: lazy(group.name) for group in GROUPS.values() for column in group.columns
}
MOST = 1_000


class Happened(NamedTuple):
    """One line of the history; `who` is empty for what the platform does by itself."""

    at: datetime
    text: str
    who: str


def told(session: Session, tender: Tender) -> list[Happened]:
    """Tell the tender's history, the newest first."""
    events = audit.events_about(session, f"tender:{tender.id}", MOST)
    people = _names(session, {event.user_id for event in events if event.user_id is not None})
    return [
        Happened(event.at, text, people.get(event.user_id or 0, ""))
        for event in events
        if (text := _sentence(event))
    ]


def _names(session: Session, user_ids: Iterable[int]) -> Mapping[int, str]:
    rows = session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return dict(rows.all())


def _sentence(event: AuditEvent) -> str:
    """Say what an entry tells; "" for one that is not told here."""
    details = event.detail.details if event.detail else {}
    if event.action == "tender.answered":
        return _answered(details)
    if event.action not in SENTENCES:
        return ""
    after = details.get("after")
    facts = {
        "number": details.get("number", "–"),
        "count": details.get("count", "–"),
        "because": details.get("because", "–"),
        "title": details.get("title", "–"),
        "after": after if isinstance(after, str) else "–",
        "names": join_names(map(str, details.get("identifiers", []))) or "–",
    }
    return str(SENTENCES[event.action]) % facts


def _answered(details: Mapping[str, Any]) -> str:
    topics = dict.fromkeys(_inside(str(TOPICS[name])) for name in details if name in TOPICS)
    return _("Nye svar: %(names)s", names=join_names(topics)) if topics else _("Nye svar på oppgavelisten")


def _inside(title: str) -> str:
    """Write a title as it stands inside a sentence."""
    return title[:1].lower() + title[1:]
