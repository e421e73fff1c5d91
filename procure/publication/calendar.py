"""The deadlines of an open tender as a calendar file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from icalendar import Calendar, Event

from procure.publication.models import Notice


def calendar_of(notice: Notice, address: str) -> bytes:
    """Return the deadlines for requests, questions and offers, with where they are handed in.

    address: the full address of the public page.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Samkjøp//NO")
    calendar.add("version", "2.0")
    tender: Mapping[str, Any] = notice.version.content["tender"]
    told = _("Lever i %(name)s: %(url)s", name=tender["channel_name"], url=tender["channel_url"])
    if notice.requests_until:
        title = _("Frist for å be om å delta: %(title)s", title=tender["title"])
        calendar.add_component(_event(notice, "requests", title, notice.requests_until, told, address))
    if tender["questions_until"]:
        until = datetime.fromisoformat(tender["questions_until"])
        title = _("Siste frist for spørsmål: %(title)s", title=tender["title"])
        asked = _(
            "Still spørsmål i %(name)s: %(url)s", name=tender["channel_name"], url=tender["channel_url"]
        )
        calendar.add_component(_event(notice, "questions", title, until, asked, address))
    title = _("Tilbudsfrist: %(title)s", title=tender["title"])
    calendar.add_component(_event(notice, "deadline", title, notice.deadline, told, address))
    return bytes(calendar.to_ical())


def _event(notice: Notice, key: str, title: str, when: datetime, told: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"tender-{notice.tender_id}-{key}@samkjop")
    event.add("dtstamp", notice.opens_at)
    event.add("sequence", notice.version.number)
    event.add("summary", title)
    event.add("dtstart", when)
    event.add("location", str(notice.version.content["tender"]["channel_url"]))
    event.add("description", f"{told}\n{address}")
    event.add("url", address)
    return event
