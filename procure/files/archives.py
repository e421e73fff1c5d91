"""ZIP files from outside: what is in one, told without being fooled by size, number, names or nesting."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from procure.domain.errors import N_, RuleBroken

ENCRYPTED: Final = 0x1
DAMAGED: Final = N_(
    "Filen er skadet eller av en annen type enn navnet sier. Lagre den på nytt, og prøv igjen."
)


@dataclass(frozen=True)
class Bounds:
    """How much may be in an archive; the ratio counts for members above `small` bytes."""

    members: int = 5_000
    unpacked: int = 100 * 1024 * 1024
    ratio: int = 100
    small: int = 1024 * 1024


def members(data: bytes, bounds: Bounds | None = None) -> dict[str, bytes]:
    """Unpack an archive, by name, in its order; every limit is asked before anything is unpacked.

    Raises RuleBroken for what is no archive, is damaged or locked, or is larger than it has reason to be.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            listed = archive.infolist()
            check_listed(listed, bounds or Bounds())
            return dict(_unpacked(archive, listed))
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as fault:
        raise RuleBroken(DAMAGED, field="file") from fault


def check_listed(listed: list[ZipInfo], bounds: Bounds) -> None:
    """Raise RuleBroken for an archive that is too large, or has names that no program of ours would write."""
    if any(each.flag_bits & ENCRYPTED for each in listed):
        raise RuleBroken(N_("Filen er låst med passord. Lagre den uten passord."), field="file")
    whole = sum(each.file_size for each in listed)
    if len(listed) > bounds.members or whole > bounds.unpacked or any(_bursts(e, bounds) for e in listed):
        raise RuleBroken(N_("Filen blir for stor når den pakkes ut. Del den opp."), field="file")
    names = [each.filename for each in listed]
    odd = any(_is_odd(each) for each in listed) or len(set(map(str.casefold, names))) != len(names)
    if odd or any(each.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for each in listed):
        raise RuleBroken(DAMAGED, field="file")


def _bursts(member: ZipInfo, bounds: Bounds) -> bool:
    return member.file_size > bounds.small and member.file_size > bounds.ratio * max(1, member.compress_size)


def _is_odd(member: ZipInfo) -> bool:
    """Answer whether a name leads out of the archive, or hides something."""
    name = member.orig_filename
    return name.startswith("/") or ".." in name.split("/") or any(each in name for each in "\\\0:")


def _unpacked(archive: ZipFile, listed: list[ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for each in listed:
        if not each.is_dir():
            yield each.filename, archive.read(each)
