"""From a file to a tender that can be checked: read, looked through, brought in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from procure.accounts.models import User
from procure.cases.faults import CaseRefused, fault
from procure.cases.outline import Row
from procure.cases.reading import read_file
from procure.cases.references import reference_faults
from procure.cases.service import bring_in
from procure.cases.shape import read_moment
from procure.cases.shape_faults import shape_faults
from procure.clock import OSLO
from procure.domain.errors import N_
from procure.domain.findings import Finding
from procure.domain.law import first_day
from procure.tenders import queries
from procure.tenders.models import Tender

NO_MOMENT = N_('Dokumentene fryses på et tidspunkt. Skriv det slik: "2027-01-31T12:00:00+01:00".')


def read_case(name: str) -> Row:
    """Read a file as a case that follows the schema; raises CaseRefused with everything that is wrong."""
    case = read_file(name)
    if found := shape_faults(case):
        raise CaseRefused(found)
    return case


def moment_to_freeze(case: Row) -> datetime:
    """Return the moment that the case is frozen at; raises CaseRefused when the file does not say."""
    if not case.get("frozen_at"):
        raise CaseRefused([fault(("frozen_at",), NO_MOMENT)])
    return read_moment(case["frozen_at"])


def day_of(case: Row, now: datetime) -> date:
    """Return the day in Oslo that the case is frozen on; today where the file does not say."""
    frozen_at = read_moment(case["frozen_at"]) if case.get("frozen_at") else now
    return max(first_day(), frozen_at.astimezone(OSLO).date())


def tender_of(session: Session, user: User, case: Row, now: datetime) -> Tender:
    """Bring a case in; raises CaseRefused with every name that leads nowhere."""
    if found := reference_faults(session, case):
        raise CaseRefused(found)
    return bring_in(session, user, case, now)


def somebody(session: Session, now: datetime) -> User:
    """Make the person that a database of its own needs: cases name no accounts."""
    user = User(name="Samkjøp", email="saksfil@samkjop.example", language="nb", created_at=now)
    session.add(user)
    session.flush()
    return user


def findings(session: Session, tender: Tender, day: date) -> list[Finding]:
    """Check the tender as its task list does, blockers first."""
    found = queries.findings(session, tender, day)
    return sorted(found, key=lambda each: each.level)
