"""How many others need the same, of many needs at once; `queries.matches` says who they are, of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, String, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from procure.demand.models import ContractEnd, Need, NeedState, Visibility, end_of
from procure.domain import pooling
from procure.domain.matching import Market, Span, span
from procure.domain.pooling import window

LIVE = (NeedState.DRAFT, NeedState.SHARED)
OF_AN_END: Final[tuple[Any, ...]] = (
    *(type_coerce(Need.contract_end, String), Need.ends_on),  # thousands are read, few are unlike
    *(Need.renewal_months, Need.notice_months, Need.extension_months),
)


def markets(session: Session, today: date, keys: Collection[str] | None = None) -> Mapping[str, Market]:
    """Gather the needs that may be mentioned to others, by category: of these, or of all."""
    asked = _shared() if keys is None else _shared_of_these()
    found: dict[str, Market] = defaultdict(Market)
    waits: dict[tuple[object, ...], Span] = {}  # many contracts end like another
    for row in session.execute(asked, {} if keys is None else {"keys": list(keys)}):
        told = row[2:]
        if told not in waits:
            waits[told] = span(window(_end(*told), today))
        found[row[0] or ""].add(row[1], waits[told])
    return found


@cache
def _shared() -> Select[*tuple[Any, ...]]:
    asked = select(Need.category_key, Need.organisation_id, *OF_AN_END)
    return asked.where(Need.state == NeedState.SHARED, Need.visibility != Visibility.MINE)


@cache
def _shared_of_these() -> Select[*tuple[Any, ...]]:
    return _shared().where(Need.category_key.in_(bindparam("keys", expanding=True)))


def _end(kind: str | None, *answers: Any) -> pooling.ContractEnd:
    return end_of(ContractEnd(kind) if kind else None, *answers)


def counts(session: Session, needs: Sequence[Need], today: date) -> dict[int, int]:
    """Count who else needs the same in a window that meets, by need; nobody for one that is kept private."""
    return {need_id: len(bodies) for need_id, bodies in fitting(session, needs, today).items()}


def fitting(session: Session, needs: Sequence[Need], today: date) -> dict[int, set[int]]:
    """Find the bodies that need the same in a window that meets, by need."""
    asking = [need for need in needs if asks(need)]
    known = markets(session, today, {need.category_key for need in asking if need.category_key})
    found: dict[int, set[int]] = {need.id: set() for need in needs}
    for need in asking:
        if (market := known.get(need.category_key or "")) is not None:
            found[need.id] = market.bodies(need.organisation_id, span(window(need.end, today)))
    return found


def asks(need: Need) -> bool:
    """Answer whether others are looked for: of a draft too, but not for what only the own body sees."""
    kept = need.visibility is Visibility.MINE and need.state is NeedState.SHARED
    return need.state in LIVE and not kept and need.category_key is not None
