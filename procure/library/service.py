"""What advisers do to the library: correct the titles of annexes, and enter the ones we could not find."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.library.models import Agreement, Annex, AnnexRole, Due, FilledBy
from procure.reference import lists

TITLES = ("title_nb", "title_nn")


def can_correct(annex: Annex) -> bool:
    """Answer whether a title may be corrected: not one that was read in the agreement itself."""
    return not annex.verified or annex.corrected_at is not None


def correct_annex(
    session: Session, actor: Actor, annex: Annex, *, title_nb: str, title_nn: str, version: int, now: datetime
) -> None:
    """Write an annex's titles as they stand in the official text, which makes them checked.

    Raises RuleBroken for a title that was read in the agreement itself.
    """
    check_fresh(annex, version)
    if not can_correct(annex):
        raise RuleBroken(N_("Tittelen er lest i selve avtalen og kan ikke rettes her."))
    before = {name: getattr(annex, name) for name in TITLES}
    annex.title_nb, annex.title_nn = title_nb, title_nn
    _checked(annex, actor, now)
    session.flush()
    after = {name: getattr(annex, name) for name in TITLES}
    audit.record(session, actor, "annex.corrected", annex=annex.id, before=before, after=after)


def can_enter(agreement: Agreement) -> bool:
    """Answer whether annexes may be entered: where we found no list of them, and it is in use."""
    entry = next((each for each in lists.agreements() if each.code == agreement.code), None)
    return agreement.offered and not (entry and entry.annexes)


def enter_annex(
    session: Session,
    actor: Actor,
    agreement: Agreement,
    *,
    number: int,
    role: AnnexRole,
    title_nb: str,
    title_nn: str,
    now: datetime,
) -> Annex:
    """Enter an annex as it stands in the official text; who fills it in, and when, follows from its role.

    Raises RuleBroken where the annexes are known, or this number or role is taken.
    """
    if not can_enter(agreement):
        raise RuleBroken(N_("Bilagene i denne avtalen er kjent."))
    if any(each.number == number for each in agreement.annexes):
        raise RuleBroken(N_("Bilag %(number)s er lagt inn."), field="number", number=number)
    if any(each.role is role for each in agreement.annexes):
        raise RuleBroken(N_("Et annet bilag har denne rollen."), field="role")
    annex = Annex(agreement=agreement, number=number, role=role, title_nb=title_nb, title_nn=title_nn)
    _follow_role(annex)
    _checked(annex, actor, now)
    session.add(annex)
    session.flush()
    audit.record(session, actor, "annex.entered", annex=annex.id, agreement=agreement.id, number=number)
    return annex


def _follow_role(annex: Annex) -> None:
    role: dict[str, Any] = dict(lists.roles()[annex.role])
    annex.filled_by, annex.due = FilledBy(role["filled_by"]), Due(role["due"])
    annex.presupposed = role["presupposed"]
    annex.guidance_nb, annex.guidance_nn = role["guidance_nb"], role["guidance_nn"]


def _checked(annex: Annex, actor: Actor, now: datetime) -> None:
    annex.verified, annex.corrected_at, annex.corrected_by_id = True, now, actor.user_id
