"""The agreements a draft is built on: which may be chosen, and what becomes of the texts when they change.

A text follows the role of its annex to whatever number that has, and one that the buyers have added goes with
those it stands among. What somebody has written and no annex has a place for, is kept at the end of the annex
with the requirements. What nobody has written in, is put aside, and comes back with the agreement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import audit
from procure.domain.agreements import companions_of
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.library.models import Agreement
from procure.library.shelf import SECOND, SectionText, section_texts, spoken
from procure.tenders.models import Revision, Section, SectionState, Tender
from procure.tenders.service.sections import begin_section


@dataclass(frozen=True)
class Rearrangement:
    """What becomes of a draft's texts under other agreements, each in the order they are read.

    moved: gets another annex; back: was put aside, and is in use again; new: begins.
    kept: written in, and has no place of its own; gone: nobody has written in it.
    """

    moved: Sequence[tuple[Section, SectionText]]
    back: Sequence[tuple[Section, SectionText]]
    new: Sequence[SectionText]
    kept: Sequence[Section]
    gone: Sequence[Section]


def find_agreements(
    session: Session, agreement_id: int | None, companion_id: int | None
) -> tuple[Agreement, Agreement | None]:
    """Return an agreement and its companion.

    agreement_id: None for the newest SSA-L.
    Raises RuleBroken when one cannot be used, or the two do not go together.
    """
    known = select(Agreement).where(Agreement.code == "SSA-L").order_by(Agreement.edition.desc())
    if agreement_id is not None:
        known = select(Agreement).where(Agreement.id == agreement_id)
    agreement = session.scalars(known).first()
    if agreement is None or not agreement.ready:
        raise RuleBroken(N_("Velg hvilken avtale konkurransen bygger på."), field="agreement_id")
    companion = session.get(Agreement, companion_id) if companion_id is not None else None
    if companion_id is not None and not _go_together(agreement, companion):
        raise RuleBroken(
            N_("%(code)s kan ikke brukes sammen med avtalen dere valgte."),
            field="companion_id",
            code=companion.code if companion else "–",
        )
    return agreement, companion


def _go_together(agreement: Agreement, companion: Agreement | None) -> bool:
    return companion is not None and companion.ready and companion.code in companions_of(agreement.code)


def rearrangement(
    session: Session, tender: Tender, agreement: Agreement, companion: Agreement | None
) -> Rearrangement:
    """Tell what becomes of the texts if the draft were built on these; nothing is changed."""
    texts = section_texts(agreement, companion)
    rows = {row.key: row for row in session.scalars(select(Section).where(Section.tender_id == tender.id))}
    homes = _homes(texts, rows)
    along = _along(tender, texts, homes)
    used = [row for row in tender.sections if row.key not in {*homes, *along} and row.annex is not None]
    found = [(row, texts[homes[key]]) for key, row in rows.items() if key in homes]
    found += [(row, along[row.key]) for row in tender.sections if row.key in along]
    return Rearrangement(
        moved=[(row, text) for row, text in found if row.removed_at is None and not _stands(row, text)],
        back=[(row, text) for row, text in found if row.removed_at is not None],
        new=[text for key, text in texts.items() if key not in homes.values()],
        kept=[row for row in used if row.state is not SectionState.NOT_STARTED],
        gone=[row for row in used if row.state is SectionState.NOT_STARTED],
    )


def _homes(texts: Mapping[str, SectionText], rows: Mapping[str, Section]) -> dict[str, str]:
    """Pair rows with the texts they have a place as: their own, else the same in the other contract."""
    homes = {key: key for key in rows if key in texts}
    for key, row in rows.items():
        twin = key.removeprefix(SECOND) if key.startswith(SECOND) else f"{SECOND}{key}"
        if key not in homes and row.removed_at is None and twin in texts and twin not in rows:
            homes[key] = twin
    return homes


def _along(
    tender: Tender, texts: Mapping[str, SectionText], homes: Mapping[str, str]
) -> dict[str, SectionText]:
    """Pair the buyers' own sections of annexes with a text of the library that stands in the same one."""
    there: dict[tuple[int, int | None], SectionText] = {}
    for row in tender.sections:
        if row.key in homes:
            there.setdefault((row.contract, row.annex), texts[homes[row.key]])
    own = [row for row in tender.sections if row.is_own and row.annex is not None]
    return {row.key: there[row.contract, row.annex] for row in own if (row.contract, row.annex) in there}


def _stands(row: Section, text: SectionText) -> bool:
    return (row.contract, row.annex) == (text.contract, text.annex)


def rearrange(session: Session, actor: Actor, tender: Tender, now: datetime) -> None:
    """Give the texts their places under the agreements that the draft has now."""
    session.flush()
    session.expire(tender, ["agreement", "companion", "sections"])
    agreement, companion = tender.agreement, tender.companion
    plan = rearrangement(session, tender, agreement, companion)
    texts = section_texts(agreement, companion)
    for row, text in (*plan.moved, *plan.back):
        row.contract, row.annex, row.removed_at = text.contract, text.annex, None
        row.key = row.key if row.is_own else text.key
    for row in plan.kept:
        row.contract, row.annex = 1, agreement.requirements_annex
    for row in plan.gone:
        row.removed_at = now
    begun = [begin_section(text, 0, tender.language, now) for text in plan.new]
    used = [row for row in tender.sections if row.removed_at is None] + [row for row, _text in plan.back]
    for row in begun:
        row.tender_id = tender.id
    _settle(session, [*used, *begun], texts, tender.language, now)
    session.expire(tender, ["sections"])
    names = {name: len(getattr(plan, name)) for name in ("moved", "back", "new", "kept", "gone")}
    audit.record(session, actor, "tender.rearranged", tender=tender.id, agreement=agreement.code, **names)


def _settle(
    session: Session, rows: Sequence[Section], texts: Mapping[str, SectionText], language: str, now: datetime
) -> None:
    """Put the texts in order, and renew those nobody has written in; what was renewed gets its revision."""
    rows = _in_order(rows, texts)
    renewed = []
    for place, row in enumerate(rows, start=1):
        row.position = place
        text = texts.get(row.key)
        if text and row.state is SectionState.NOT_STARTED and row.body != spoken(text, "text", language):
            row.title, row.body = spoken(text, "title", language), spoken(text, "text", language)
            row.edited_at = now
            renewed.append(row)
    session.add_all(rows)
    session.flush()
    session.add_all(
        Revision(section_id=row.id, number=row.version, body=row.body, saved_at=now) for row in renewed
    )


def _in_order(rows: Sequence[Section], texts: Mapping[str, SectionText]) -> list[Section]:
    """Sort the sections as the library does, each of the buyers' own after the one that it stood after."""
    order = {key: place for place, key in enumerate(texts)}
    places: dict[str, int] = {}
    above: dict[tuple[int, int | None], int] = {}  # the place of the last one read in each part
    for row in sorted(rows, key=lambda row: (row.contract, row.annex or 0, -order.get(row.key, -1))):
        if row.key in order:
            above[row.contract, row.annex] = order[row.key] - 1  # ends as the place before the part
    for row in sorted(rows, key=lambda row: row.position):
        part = row.contract, row.annex
        after = above.get(part, len(order)) if row.is_own else len(order)
        places[row.key] = above[part] = order.get(row.key, after)
    return sorted(rows, key=lambda row: (places[row.key], row.is_own, row.position))
