"""Whether an agreement stands as it was checked in: its checksum against the one we have written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from procure.domain.assembly import fingerprint
from procure.library.models import Agreement
from procure.reference import lists

OF_ANNEX = ("number", "role", "title_nb", "title_nn", "filled_by", "due", "presupposed")


class Stand(StrEnum):
    """How an agreement's annexes are, against what we checked in."""

    MATCHES = "matches"
    CORRECTED = "corrected"  # an adviser has corrected a title, or entered the annexes
    DIFFERS = "differs"


def checksum(agreement: Agreement | lists.AgreementEntry) -> str:
    """Return the SHA-256 of the agreement's code, edition, names and annexes, in one canonical form."""
    return fingerprint(
        {
            **{name: getattr(agreement, name) for name in ("code", "edition", "name_nb", "name_nn")},
            "annexes": [{name: getattr(annex, name) for name in OF_ANNEX} for annex in agreement.annexes],
        }
    )


@cache
def manifest() -> Mapping[str, str]:
    """Return the checksums that are written down, by code and edition: "SSA-L 2018"."""
    return MappingProxyType(lists.checksums())


def stand(agreement: Agreement) -> Stand:
    """Answer whether the agreement is as it was checked in."""
    if checksum(agreement) == manifest().get(f"{agreement.code} {agreement.edition}"):
        return Stand.MATCHES
    corrected = any(annex.corrected_at for annex in agreement.annexes)
    return Stand.CORRECTED if corrected else Stand.DIFFERS


def stands(agreements: Iterable[Agreement]) -> dict[int, Stand]:
    """Answer it for each, by id."""
    return {each.id: stand(each) for each in agreements}
