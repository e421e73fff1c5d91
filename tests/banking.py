"""What the world has in the bank of requirements: one out of use, and one list on its way in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Kind, Organisation, User
from procure.domain.policy import Actor, Role
from procure.library.bank import queries, service
from procure.library.bank import sheet as bank_sheet
from procure.sheets import service as sheets
from procure.sheets.models import Upload
from procure.web.uploads import Sent

GONE, KEPT = "SIK-011", "SIK-001"
HEADING = "Gruppe;Krav på bokmål;Krav på nynorsk;Type;Oppfylt;Svar;Begrunnelse;Grunngiving;Kilde"
LINE = "SIK;Loggen skal vise feil.;Loggen skal vise feil.;Må;Levering;Bekreft;Sporing.;Sporing.;Praksis"


def fill(session: Session, operator: User, now: datetime) -> None:
    """Let the operator take a requirement out of use, and be half through bringing in a list."""
    body = session.scalars(select(Organisation.id).where(Organisation.kind == Kind.OPERATOR)).one()
    actor = Actor(operator.id, body, frozenset({Role.ADMIN}))
    gone = queries.find_requirement(session, actor, GONE)
    assert gone is not None
    service.retire(session, actor, gone, why="Dekkes av et annet krav.", replaced_by=KEPT, now=now)
    sheets.begin(
        session,
        actor,
        kind=bank_sheet.KIND,
        file=Sent("krav.csv", f"{HEADING}\r\n{LINE}\r\n".encode()),
        columns=bank_sheet.COLUMNS,
        once="world-list-for-the-bank",
        now=now,
    )


def values(session: Session) -> dict[str, Any]:
    """Return a value for every parameter of the bank's addresses."""
    upload = session.scalars(select(Upload.id).where(Upload.kind == bank_sheet.KIND)).one()
    steps = ("choose_columns", "check_rows")
    return {
        "bank_key": KEPT,
        "bank.restore:bank_key": GONE,
        "bank.export:kind": "xlsx",
        **{f"bank.{step}:upload_id": upload for step in steps},
    }
