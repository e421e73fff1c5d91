"""What no schema can tell of a case: names that lead nowhere or stand twice, and days in impossible order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.cases.faults import Fault, Path, fault
from procure.cases.outline import Place, Row, listed, walk
from procure.cases.records import RECORDS
from procure.cases.shape import value_of
from procure.cases.shape_faults import nearest
from procure.domain.errors import N_
from procure.domain.law.table import all_clauses, all_procedures
from procure.domain.timeline import MILESTONES
from procure.library.models import Agreement
from procure.library.shelf import section_texts
from procure.reference.models import Category, Municipality

ORGANISATION = N_("Virksomheten er ikke blant dem i organisations.")
NEED = N_("Behovet er ikke blant dem i needs.")
CRITERION = N_("Kriteriet er ikke blant dem i tender.criteria.")
LOT = N_("Delkontrakten er ikke blant dem i tender.lots.")
CATEGORY = N_("Kategorien finnes ikke. Se procure/reference/categories.toml.")
PROCEDURE = N_("Prosedyren finnes ikke. Velg en av disse: %(choices)s.")
CLAUSE = N_("Vilkåret finnes ikke. Velg et av disse: %(choices)s.")
STEP = N_("Steget finnes ikke i tidsplanen, eller har et eget felt. Velg et av disse: %(choices)s.")
LISTED = {PROCEDURE, CLAUSE, STEP}  # few enough to be told one by one
MUNICIPALITY = N_("Ingen kommune har dette nummeret. Se procure/reference/municipalities.csv.")
AGREEMENT = N_("Avtalen finnes ikke. Velg en av disse: %(choices)s.")
ANNEX = N_("Avtalen har ikke dette bilaget.")
OWN_KEY = re.compile(r"own_[1-9][0-9]{0,3}")  # of a section that the buyers have added
SECTION = N_("Avtalen har ikke dette avsnittet. Se flask case sections.")
TWICE = N_("Dette står to ganger i listen. Det må være forskjellig for hver.")
NAMED = N_("En kommune får navnet sitt fra listen. Ta bort dette.")
NAMELESS = N_("Oppgi kommunenummer, eller navn og kind for en annen virksomhet.")
OTHERS_NEED = N_("Behovet gjelder en annen virksomhet.")
COMMITTED = N_("Den som har forpliktet seg, må ha committed_at og signatory_name.")
LEFT = N_("Den som har trukket seg, må ha left_at.")
LOCKED = N_("Et låst fellesskap må ha locked_at.")
SHARED = N_("Et behov som er delt, må ha category_key.")
ESTIMATED_ON = N_("Skriv estimate og estimated_on, eller la begge stå tomme.")
MET_BY = N_("Skriv met_by når met_when er by_date.")
SCORED = N_("Bare krav som gir poeng, kan ha vekt. Ta bort weight, eller velg evaluated eller both.")
ORDER = N_("%(later)s kan ikke komme før %(earlier)s.")


@dataclass(frozen=True)
class Known:
    """What the database has that a case may point to."""

    session: Session
    case: Row

    @cached_property
    def words(self) -> Mapping[str, tuple[set[Any], str]]:
        """By what is pointed to: what there is, and what to say when it is not there."""
        session, tender = self.session, self.case["tender"]
        return {
            "organisation": (_keys(listed(self.case, "organisations")), ORGANISATION),
            "need": (_keys(listed(self.case, "needs")), NEED),
            "criterion": (_keys(listed(tender, "criteria")), CRITERION),
            "lot": ({lot["number"] for lot in listed(tender, "lots")}, LOT),
            "category": (set(session.scalars(select(Category.key))), CATEGORY),
            "municipality": (set(session.scalars(select(Municipality.number))), MUNICIPALITY),
            "procedure": ({row.code for row in all_procedures()}, PROCEDURE),
            "clause": ({row.key for row in all_clauses()}, CLAUSE),
            "step": ({step.value for step in MILESTONES}, STEP),
        }

    def agreement(self, wanted: Row | None) -> Agreement | None:
        """Return the agreement of that code and edition, if there is one."""
        if not wanted:
            return None
        return self.session.scalars(
            select(Agreement).filter_by(code=wanted["code"], edition=wanted["edition"])
        ).one_or_none()


def _keys(found: list[Row]) -> set[Any]:
    return {row["key"] for row in found}


def reference_faults(session: Session, case: Row) -> list[Fault]:
    """List what leads nowhere, stands twice or cannot be true; the case has the shape of the schema."""
    known = Known(session, case)
    return [
        *_lead(known),
        *(each for place in walk(case) for each in _of_place(place, known)),
        *_twice(case),
        *_agreements(known),
    ]


def _of_place(place: Place, known: Known) -> Iterator[Fault]:
    yield from _pointers(place, known)
    yield from _sense(place, known)
    yield from _order(place)


# --- What is pointed to ----------------------------------------------------------------------------

POINTERS: Final[Mapping[str, Mapping[str, str]]] = {
    "organisation": {"municipality": "municipality"},
    "need": {"organisation": "organisation", "keeper": "organisation", "category_key": "category"},
    "pool": {"category_key": "category"},
    "participant": {"organisation": "organisation", "need": "need"},
    "option_holder": {"organisation": "organisation"},
    "tender": {"procedure": "procedure"},
    "estimate_line": {"organisation": "organisation"},
    "requirement": {"criterion": "criterion", "lot": "lot"},
    "deviation": {"organisation": "organisation"},
    "price_line": {"lot": "lot"},
    "omitted_clause": {"key": "clause"},
    "milestone": {"step": "step"},
}


def _lead(known: Known) -> Iterator[Fault]:
    yield from _points(("lead",), known.case["lead"], "organisation", known)


def _pointers(place: Place, known: Known) -> Iterator[Fault]:
    for name, what in POINTERS.get(place.kind, {}).items():
        yield from _points(place.at(name), place.row.get(name), what, known)
    for key in place.row.get("quantities") or {}:
        yield from _points((*place.at("quantities"), key), key, "organisation", known)


def _points(path: Path, value: Any, what: str, known: Known) -> Iterator[Fault]:
    there, sentence = known.words[what]
    if value is None or value in there:
        return
    choices = ", ".join(sorted(there)) if sentence in LISTED else ""
    yield fault(path, sentence, value, near=nearest(value, there), choices=choices)


def _agreements(known: Known) -> Iterator[Fault]:
    path: Path = ("tender", "agreement")
    wanted = known.case["tender"]["agreement"]
    agreement, companion = known.agreement(wanted), known.agreement(wanted.get("companion"))
    if agreement is None:
        yield _no_agreement(path, wanted, known)
    if wanted.get("companion") and companion is None:
        yield _no_agreement((*path, "companion"), wanted["companion"], known)
    if agreement is not None:
        yield from _sections(known.case["tender"], agreement, companion)
        yield from _annexes(known.case["tender"], agreement, companion)


def _no_agreement(path: Path, wanted: Row, known: Known) -> Fault:
    there = known.session.execute(
        select(Agreement.code, Agreement.edition).order_by(Agreement.code, Agreement.edition)
    )
    choices = ", ".join(f"{code} {edition}" for code, edition in there)
    return fault(path, AGREEMENT, f"{wanted['code']} {wanted['edition']}", choices=choices)


def _sections(tender: Row, agreement: Agreement, companion: Agreement | None) -> Iterator[Fault]:
    there = section_texts(agreement, companion)
    for number, row in enumerate(listed(tender, "sections")):
        if row["key"] not in there and not OWN_KEY.fullmatch(row["key"]):
            path: Path = ("tender", "sections", number, "key")
            yield fault(path, SECTION, row["key"], near=nearest(row["key"], there))


def _annexes(tender: Row, agreement: Agreement, companion: Agreement | None) -> Iterator[Fault]:
    contracts = {1: agreement, 2: companion}
    for part in ("attachments", "sections"):
        for number, row in enumerate(listed(tender, part)):
            contract = contracts[row.get("contract") or 1]
            there = {annex.number for annex in contract.annexes} if contract else set()
            if row.get("annex") is not None and row["annex"] not in there:
                yield fault(("tender", part, number, "annex"), ANNEX, row["annex"])


# --- What stands twice -----------------------------------------------------------------------------

UNIQUE: Final[Mapping[str, tuple[str, ...]]] = {
    "organisation": ("key", "municipality", "organisation_number"),
    "need": ("key",),
    "participant": ("organisation",),
    "option_holder": ("organisation",),
    "lot": ("number",),
    "milestone": ("step",),
    "criterion": ("key",),
    "requirement": ("id",),
    "deviation": ("organisation",),
    "price_line": ("number",),
    "omitted_clause": ("key",),
    "attachment": ("name",),
    "section": ("key",),
}


@dataclass
class _Seen:
    values: dict[tuple[Path, str], set[Any]] = field(default_factory=dict)

    def again(self, place: Place, name: str) -> bool:
        """Answer whether the value has stood in the same list before."""
        before = self.values.setdefault((place.path[:-1], name), set())
        value = place.row.get(name)
        value = value.casefold() if isinstance(value, str) else value
        found = value is not None and value in before
        before.add(value)
        return found


def _twice(case: Row) -> Iterator[Fault]:
    seen = _Seen()
    for place in walk(case):
        for name in UNIQUE.get(place.kind, ()):
            if seen.again(place, name):
                yield fault(place.at(name), TWICE, place.row[name])


# --- What cannot be true ---------------------------------------------------------------------------


def _sense(place: Place, known: Known) -> Iterator[Fault]:
    teller = SENSE.get(place.kind)
    if teller:
        yield from teller(place, known.case)


def _organisation(place: Place, _case: Row) -> Iterator[Fault]:
    row = place.row
    if row.get("municipality"):
        for name in ("kind", "name", "short_name", "organisation_number"):
            if row.get(name):
                yield fault(place.at(name), NAMED, row[name])
    elif not (row.get("name") and row.get("kind")):
        yield fault(place.path, NAMELESS)


def _need(place: Place, _case: Row) -> Iterator[Fault]:
    if place.row["state"] == "shared" and not place.row.get("category_key"):
        yield fault(place.at("category_key"), SHARED)


def _pool(place: Place, _case: Row) -> Iterator[Fault]:
    if place.row["state"] == "locked" and not place.row.get("locked_at"):
        yield fault(place.at("locked_at"), LOCKED)


def _participant(place: Place, case: Row) -> Iterator[Fault]:
    row, state = place.row, place.row["state"]
    if state == "committed" and not (row.get("committed_at") and row.get("signatory_name")):
        yield fault(place.path, COMMITTED)
    if state == "withdrawn" and not row.get("left_at"):
        yield fault(place.at("left_at"), LEFT)
    whose = {need["key"]: need["organisation"] for need in listed(case, "needs")}
    if row.get("need") in whose and whose[row["need"]] != row["organisation"]:
        yield fault(place.at("need"), OTHERS_NEED, row["need"])


def _tender(place: Place, _case: Row) -> Iterator[Fault]:
    row = place.row
    if (row.get("estimate") is None) != (row.get("estimated_on") is None):
        yield fault(place.at("estimated_on"), ESTIMATED_ON, row.get("estimated_on"))


def _requirement(place: Place, _case: Row) -> Iterator[Fault]:
    row = place.row
    if row["met_when"] == "by_date" and not row.get("met_by"):
        yield fault(place.at("met_by"), MET_BY)
    if row.get("weight") and row["kind"] not in ("evaluated", "both"):
        yield fault(place.at("weight"), SCORED, row["weight"])


SENSE: Final[Mapping[str, Callable[[Place, Row], Iterator[Fault]]]] = {
    "organisation": _organisation,
    "need": _need,
    "pool": _pool,
    "participant": _participant,
    "tender": _tender,
    "requirement": _requirement,
}

# What has happened, and windows: the days of a plan are for the checks, which know the paragraph.
# What is left out is passed over, and the same moment twice is no fault.
IN_ORDER: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "need": (("start_from", "start_to"),),
    "participant": (("invited_at", "opened_at"), ("invited_at", "answered_at"), ("committed_at", "left_at")),
}


def _order(place: Place) -> Iterator[Fault]:
    record, row = RECORDS[place.kind], place.row
    for earlier, later in IN_ORDER.get(place.kind, ()):
        if not (row.get(earlier) and row.get(later)):
            continue
        if value_of(record.column(later), row[later]) < value_of(record.column(earlier), row[earlier]):
            yield fault(place.at(later), ORDER, row[later], earlier=earlier, later=later)
