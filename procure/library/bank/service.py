"""What advisers do to the bank: write requirements, one or a list, take them out of use and in again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from procure import audit
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.library.bank import queries
from procure.library.models import AnswerMode, BankRequirement, BankRetirement, MetWhen, RequirementKind
from procure.sheets.models import Upload
from procure.sheets.service import finish

AREA: Final = re.compile(r"[A-ZÆØÅ]{3}")
FIRST_OWN: Final = 501  # lower numbers are for those that ship with the platform
HIGHEST_WEIGHT: Final = 5
SCORED: Final = frozenset({RequirementKind.EVALUATED, RequirementKind.BOTH})
CONTENT: Final = (
    *("text_nb", "text_nn", "kind", "met_when", "answer_mode", "answer_nb", "answer_nn"),
    *("reason_nb", "reason_nn", "source", "source_nn", "categories", "climate", "weight"),
)
OF_AREA: Final = ("area", "area_name_nb", "area_name_nn")
TAKEN_INTO_USE_FIRST = N_("%(key)s er utgått. Ta kravet i bruk igjen før du endrer det.")


def create(
    session: Session,
    actor: Actor,
    *,
    area: str,
    area_name_nb: str = "",
    area_name_nn: str = "",
    once: str | None = None,
    now: datetime,
    **facts: Any,
) -> BankRequirement:
    """Put a requirement into the bank with the next number of its area; a form sent twice makes one.

    area: three letters; its names may be empty where the bank has the area already.
    facts: those of `CONTENT`.
    Raises RuleBroken when the facts do not hold together.
    """
    if made := queries.made_by_form(session, once):
        return made
    check(facts)
    named = area_of(queries.areas(session), area, area_name_nb, area_name_nn)
    made = BankRequirement(
        key=f"{named['area']}-{next_number(session, named['area']):03d}",
        edition=1,
        made_at=now,
        made_by_id=actor.user_id,
        once=once,
        **named,
        **facts,
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "bank.created", bank=made.key, edition=1)
    return made


def next_number(session: Session, area: str) -> int:
    """Return the number that the next requirement of an area gets; none is given twice."""
    return max(FIRST_OWN, queries.last_number(session, area) + 1)


def area_of(known: Mapping[str, Mapping[str, str]], area: str, name_nb: str, name_nn: str) -> dict[str, str]:
    """Return an area with its names, as the bank has them, else as typed; half of one is refused."""
    area = area.strip().upper()
    if not AREA.fullmatch(area):
        raise RuleBroken(N_("Gruppen skal være tre bokstaver, for eksempel SIK."), field="area")
    names = known.get(area, {"nb": name_nb.strip(), "nn": name_nn.strip()})
    for language, name in names.items():
        if not name:
            sentence = N_("Gruppen er ny. Skriv hva den heter på bokmål og nynorsk.")
            raise RuleBroken(sentence, field=f"area_name_{language}")
    return {"area": area, "area_name_nb": names["nb"][:80], "area_name_nn": names["nn"][:80]}


def check(facts: Mapping[str, Any]) -> None:
    """Raise RuleBroken when what a requirement says does not hold together."""
    if facts["met_when"] is MetWhen.BY_DATE:
        raise RuleBroken(
            N_("En dato hører til i konkurransen. Velg tilbud eller levering."), field="met_when"
        )
    if facts["weight"] is not None and facts["kind"] not in SCORED:
        raise RuleBroken(N_("Bare krav som gir poeng, har vekt."), field="weight")
    if facts["weight"] is not None and not 1 <= facts["weight"] <= HIGHEST_WEIGHT:
        raise RuleBroken(N_("Vekten skal være fra 1 til 5."), field="weight")
    if facts["answer_mode"] is not AnswerMode.CONFIRM:
        for name in ("answer_nb", "answer_nn"):
            if not facts[name]:
                raise RuleBroken(
                    N_("Skriv hva svaret må inneholde. Bare krav som bekreftes, kan stå uten."), field=name
                )


def edit(
    session: Session,
    actor: Actor,
    requirement: BankRequirement,
    *,
    edition: int,
    change: str,
    once: str | None = None,
    now: datetime,
    **facts: Any,
) -> BankRequirement:
    """Write the next edition of a requirement; the earlier ones stay as they are.

    edition: the one that the form was filled from. change: why, for those who read the history.
    Raises StaleDataError when a newer one has come, RuleBroken when nothing differs or it is out of use.
    """
    if made := queries.made_by_form(session, once):
        return made
    if edition != requirement.edition:
        raise StaleDataError(f"the form was filled from edition {edition}, and there is a newer one")
    if queries.retirement(session, requirement.key):
        raise RuleBroken(TAKEN_INTO_USE_FIRST, key=requirement.key)
    check(facts)
    changed = [name for name in CONTENT if getattr(requirement, name) != facts[name]]
    if not changed:
        raise RuleBroken(N_("Ingenting er endret. Endre noe i kravet, eller gå tilbake."))
    made = next_edition(requirement, facts, change=change, once=once, made_at=now, made_by_id=actor.user_id)
    session.add(made)
    session.flush()
    audit.record(session, actor, "bank.edited", bank=made.key, edition=made.edition, changed=changed)
    return made


def next_edition(requirement: BankRequirement, facts: Mapping[str, Any], **own: Any) -> BankRequirement:
    """Make the row that comes after an edition."""
    kept = {name: getattr(requirement, name) for name in ("key", *OF_AREA)}
    return BankRequirement(**kept, **facts, **own, edition=requirement.edition + 1)


def retire(
    session: Session,
    actor: Actor,
    requirement: BankRequirement,
    *,
    why: str,
    replaced_by: str = "",
    now: datetime,
) -> BankRetirement:
    """Take a requirement out of use: nobody can pick it any more, and those who have it keep it.

    replaced_by: the key of the one to use instead, if any.
    """
    if queries.retirement(session, requirement.key):
        raise RuleBroken(N_("Kravet er allerede utgått."))
    other = replaced_by.strip().upper() or None
    if other is not None:
        _check_replacement(session, actor, requirement, other)
    row = BankRetirement(
        key=requirement.key, retired_at=now, retired_by_id=actor.user_id, why=why, replaced_by=other
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "bank.retired", bank=requirement.key, why=why, replaced_by=other)
    return row


def _check_replacement(session: Session, actor: Actor, requirement: BankRequirement, other: str) -> None:
    found = queries.find_requirement(session, actor, other)
    if found is None:
        sentence = N_(
            "%(key)s finnes ikke i kravbanken. Skriv id-en slik den står der, for eksempel SIK-004."
        )
        raise RuleBroken(sentence, field="replaced_by", key=other[:20])
    if found.key == requirement.key:
        raise RuleBroken(N_("Et krav kan ikke erstatte seg selv."), field="replaced_by")
    if queries.retirement(session, found.key):
        raise RuleBroken(
            N_("%(key)s er selv utgått. Velg et krav som er i bruk."), field="replaced_by", key=found.key
        )


def restore(session: Session, actor: Actor, requirement: BankRequirement, *, now: datetime) -> None:
    """Take a requirement into use again. Raises RuleBroken when it is in use."""
    row = queries.retirement(session, requirement.key)
    if row is None:
        raise RuleBroken(N_("Kravet er i bruk."))
    row.ended_at, row.ended_by_id = now, actor.user_id
    session.flush()
    audit.record(session, actor, "bank.restored", bank=requirement.key)


# --- Lists ---------------------------------------------------------------------------------------


class Becomes(StrEnum):
    """What a row leads to."""

    NEW = "new"
    EDITION = "edition"
    SAME = "same"  # it says what the bank says


@dataclass(frozen=True)
class Draft:
    """A row that can be used; `basis` is the newest edition of the requirement it is about, if any."""

    becomes: Becomes
    area: Mapping[str, str]
    facts: Mapping[str, Any]
    basis: BankRequirement | None = None


def bring_in(
    session: Session,
    actor: Actor,
    upload: Upload,
    *,
    version: int,
    drafts: Sequence[Draft],
    change: str,
    now: datetime,
) -> Counter[Becomes]:
    """Save what the rows of a list say, all in one transaction; return how many became what.

    change: why the editions came, for those who read the history.

    Raises RuleBroken when the list is brought in already, StaleDataError when its columns were chosen anew.
    """
    made = [row for row in _rows(session, drafts, change) if row is not None]
    finish(session, actor, upload, version=version, count=len(made), now=now)
    for row in made:
        row.made_at, row.made_by_id = now, actor.user_id
    session.add_all(made)
    session.flush()
    names = [f"{row.key} {row.edition}" for row in made]
    audit.record(session, actor, "bank.imported", upload=upload.id, editions=names)
    return counted(drafts)


def counted(drafts: Sequence[Draft]) -> Counter[Becomes]:
    """Count how many rows become what."""
    return Counter(draft.becomes for draft in drafts)


def _rows(session: Session, drafts: Sequence[Draft], change: str) -> list[BankRequirement | None]:
    """Make the row of each draft, None for what is there already; new ones get the next numbers."""
    numbers: Counter[str] = Counter()
    return [_row(session, draft, numbers, change) for draft in drafts]


def _row(session: Session, draft: Draft, numbers: Counter[str], change: str) -> BankRequirement | None:
    if draft.becomes is Becomes.SAME:
        return None
    if draft.basis is not None:
        return next_edition(draft.basis, draft.facts, change=change)
    area = draft.area["area"]
    numbers[area] = numbers[area] + 1 if area in numbers else next_number(session, area)
    key = f"{area}-{numbers[area]:03d}"
    return BankRequirement(key=key, edition=1, change=change, **draft.area, **draft.facts)
