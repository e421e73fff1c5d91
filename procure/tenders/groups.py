"""The groups of questions of a tender: what each is called, and which of the tender's columns it asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from procure.domain.errors import N_


class Group(NamedTuple):
    """Questions that stand on one page; the name is marked with `N_`."""

    name: str
    columns: tuple[str, ...]


GROUPS: Mapping[str, Group] = {
    "basics": Group(
        N_("Om konkurransen"),
        ("title", "description", "case_number", "language", "title_en", "description_en"),
    ),
    "value": Group(N_("Anslått verdi"), ("estimate", "estimated_on", "estimate_method", "framework_maximum")),
    "agreement": Group(N_("Valg av avtale"), ("agreement_id", "companion_id", "agreement_reason")),
    "procedure": Group(
        N_("Framgangsmåte"),
        (
            *("procedure", "procedure_ground", "procedure_reason", "dialogue"),
            *("invited_least", "invited_most", "selection", "reduction", "award_without_negotiation"),
        ),
    ),
    "contract": Group(
        N_("Kontrakt og ansvar"),
        (
            *("contract_model", "contract_reason"),
            *("responsibility", "responsibility_parts", "responsibility_reason"),
        ),
    ),
    "lots": Group(N_("Delkontrakter"), ("no_lots_reason",)),
    "terms": Group(
        N_("Varighet og tilbud"),
        (
            "duration_months",
            "extension_months",
            "open_ended",
            "duration_reason",
            "option_terms",
            "validity_months",
            "variants",
        ),
    ),
    "timetable": Group(
        N_("Tidsplan"), ("dispatch_on", "requests_until", "questions_until", "deadline", "start_on")
    ),
    "submission": Group(N_("Innlevering"), ("channel_name", "channel_url", "espd")),
}
COLUMNS = frozenset(column for group in GROUPS.values() for column in group.columns)


def names_of(columns: Collection[str]) -> list[str]:
    """Name the groups that some columns belong to, in their order."""
    return [group.name for group in GROUPS.values() if set(group.columns) & set(columns)]
