"""What advisers do to the library: correct the titles of annexes, and enter those we have not found."""

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
    """Answer whether annexes may be entered: where we have not read the list of them, and it is in use."""
    return agreement.offered and not agreement.verified


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
    _check_follows(agreement, number, role)
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


def _check_follows(agreement: Agreement, number: int, role: AnnexRole) -> None:
    """Raise RuleBroken unless an annex comes after those we list, and asks no text of drafts that stand."""
    last = max((each.number for each in _listed(agreement)), default=0)
    if not last:
        return
    if number <= last:
        raise RuleBroken(N_("Bilagene til og med %(last)s er kjent."), field="number", last=last)
    if lists.roles()[role]["due"] == Due.PUBLICATION:
        sentence = N_("Etter de kjente bilagene kan dere bare legge inn slike som kommunene ikke skriver i.")
        raise RuleBroken(sentence, field="role")


def _listed(agreement: Agreement) -> tuple[lists.AnnexEntry, ...]:
    """Return the annexes of this edition as they stand in our files."""
    edition = (agreement.code, agreement.edition)
    return next((each.annexes for each in lists.agreements() if (each.code, each.edition) == edition), ())


def _follow_role(annex: Annex) -> None:
    role: dict[str, Any] = dict(lists.roles()[annex.role])
    annex.filled_by, annex.due = FilledBy(role["filled_by"]), Due(role["due"])
    annex.presupposed = role["presupposed"]
    annex.guidance_nb, annex.guidance_nn = role["guidance_nb"], role["guidance_nn"]


def _checked(annex: Annex, actor: Actor, now: datetime) -> None:
    annex.verified, annex.corrected_at, annex.corrected_by_id = True, now, actor.user_id
