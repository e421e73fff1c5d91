"""The lines of the price form, and how much each participant and option holder counts with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.domain.prices import Payer, PriceKind
from procure.tenders.estimating import bodies
from procure.tenders.models import Driver, PriceLine, Quantity, Tender
from procure.tenders.service.state import check_open, lock, made_before, touched, write

Amounts = Mapping[int, int | None]  # by the id of the organisation of a participant or option holder


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How a line is counted; what is left out is as it most often is.

    driver: what the quantity follows. months: of a running price, None for all that are evaluated.
    heading: the subtotal it stands in. joint_amount: how much is paid jointly, for a line that is.
    lot_id: the lot it belongs to, where there are lots.
    """

    payer: Payer = Payer.EACH
    driver: Driver | None = None
    months: int | None = None
    evaluated: bool = True
    heading: str | None = None
    joint_amount: int | None = None
    lot_id: int | None = None

    def columns(self, tender: Tender) -> dict[str, Any]:
        """Return it as columns; raise RuleBroken when it cannot be so."""
        lots = {each.id for each in tender.lots if each.removed_at is None}
        if self.lot_id is not None and self.lot_id not in lots:
            raise RuleBroken(N_("Velg en av delkontraktene i konkurransen."), field="lot_id")
        joint = self.joint_amount if self.payer is Payer.JOINT else None
        return vars(self) | {"heading": (self.heading or "").strip() or None, "joint_amount": joint}


def add_line(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    text: str,
    kind: PriceKind,
    unit: str,
    amounts: Amounts,
    counted: Counted = Counted(),
    once: str | None = None,
    now: datetime,
) -> PriceLine:
    """Add a price line with the next number; numbers are never used again. A form sent twice makes one."""
    check_open(tender)
    lock(session, tender)
    if made := made_before(session, PriceLine, tender, once):
        return made
    number, position = session.execute(
        select(func.max(PriceLine.number), func.max(PriceLine.position)).where(
            PriceLine.tender_id == tender.id
        )
    ).one()
    line = PriceLine(
        tender=tender,
        number=(number or 0) + 1,
        position=(position or 0) + 1,
        text=text,
        kind=kind,
        unit=unit,
        once=once,
        **counted.columns(tender),
    )
    session.add(line)
    session.flush()
    _set_amounts(line, amounts)
    touched(session, actor, tender, now, because=f"P{line.number}")
    audit.record(
        session,
        actor,
        "price_line.added",
        price_line=line.id,
        tender=tender.id,
        number=line.number,
        text=text,
    )
    session.flush()
    return line


def edit_line(
    session: Session,
    actor: Actor,
    line: PriceLine,
    *,
    text: str,
    kind: PriceKind,
    unit: str,
    amounts: Amounts,
    counted: Counted,
    version: int,
    now: datetime,
) -> None:
    """Change a price line and its quantities. Raises StaleDataError when somebody else saved first."""
    check_open(line.tender)
    check_fresh(line, version)
    facts = {"text": text, "kind": kind, "unit": unit, **counted.columns(line.tender)}
    changed = write(line, facts) | _set_amounts(line, amounts)
    if changed:
        flag_modified(line, "text")  # quantities are rows of their own: the line's version must still go up
        touched(session, actor, line.tender, now, because=f"P{line.number}")
        audit.record(
            session, actor, "price_line.changed", price_line=line.id, tender=line.tender_id, **changed
        )
    session.flush()


def _set_amounts(line: PriceLine, amounts: Amounts) -> dict[str, object]:
    """Write what each of them counts with; return what was changed. Nobody outside is written."""
    here = set(bodies(line.tender))
    rows = {quantity.organisation_id: quantity for quantity in line.quantities}
    changed: dict[str, object] = {}
    for organisation_id in here & set(amounts):
        row, amount = rows.get(organisation_id), amounts[organisation_id]
        before = row.amount if row else None
        if before == amount:
            continue
        changed[f"organisation_{organisation_id}"] = [before, amount]
        if amount is None and row is not None:
            line.quantities.remove(row)
        elif row is not None and amount is not None:
            row.amount = amount
        elif amount is not None:
            line.quantities.append(Quantity(organisation_id=organisation_id, amount=amount))
    return changed


def set_quantities(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    amounts: Mapping[int, Amounts],
    versions: Mapping[int, int] = MappingProxyType({}),
    now: datetime,
) -> int:
    """Write how much some bodies count with in several lines at once; return how many lines were changed.

    amounts: by the line's id, and then by body. versions: of the lines that a form was filled from.
    Raises StaleDataError when somebody else saved one of them first.
    """
    check_open(tender)
    lock(session, tender)
    lines = [line for line in tender.price_lines if line.removed_at is None and line.id in amounts]
    changed: dict[str, dict[str, object]] = {}
    for line in lines:
        check_fresh(line, versions.get(line.id))
        if written := _set_amounts(line, amounts[line.id]):
            flag_modified(line, "text")  # quantities are rows of their own: the line's version must go up
            changed[f"P{line.number}"] = written
    if changed:
        touched(session, actor, tender, now, because=", ".join(changed))
        audit.record(session, actor, "quantities.changed", tender=tender.id, lines=changed)
    session.flush()
    return len(changed)


def remove_line(session: Session, actor: Actor, line: PriceLine, *, now: datetime) -> None:
    """Take a price line out; its number stays used."""
    check_open(line.tender)
    if line.removed_at is not None:
        raise RuleBroken(N_("Prislinjen er allerede tatt ut."))
    line.removed_at = now
    touched(session, actor, line.tender, now, because=f"P{line.number}")
    audit.record(
        session, actor, "price_line.removed", price_line=line.id, tender=line.tender_id, number=line.number
    )
    session.flush()


def move_line(session: Session, actor: Actor, line: PriceLine, *, up: bool, now: datetime) -> None:
    """Change places with the line above or below; nothing happens at the end of the list."""
    check_open(line.tender)
    lines = [each for each in line.tender.price_lines if each.removed_at is None]
    place = lines.index(line) + (-1 if up else 1)
    if not 0 <= place < len(lines):
        return
    other = lines[place]
    line.position, other.position = other.position, line.position
    touched(session, actor, line.tender, now, because=f"P{line.number}")
    audit.record(session, actor, "price_line.moved", price_line=line.id, tender=line.tender_id, up=up)
    session.flush()
