"""Which body a name in somebody's list means: by name, county, number, in any of a place's languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from procure.accounts.models import Organisation
from procure.domain.errors import N_, RuleBroken
from procure.web.language import join_names

WITH_COUNTY: Final = re.compile(r"(.+?)(?: *\((.+)\)| *, *(.+)| i (.+)| - (.+))")
PARTS: Final = re.compile(r" [–-] |/")

UNKNOWN = N_("Vi kjenner ingen kommune eller virksomhet som heter «%(typed)s». Skriv navnet eller nummeret")
NEARLY = N_("Vi kjenner ingen kommune som heter «%(typed)s». Mente du %(near)s?")
SEVERAL = N_("Det finnes flere som heter «%(typed)s»: %(names)s. Skriv fylket eller nummeret")


class Places:
    """Bodies, found by what people call them."""

    def __init__(self, bodies: Iterable[Organisation]) -> None:
        self.numbers: dict[str, Organisation] = {}
        self.names: dict[str, dict[int, Organisation]] = {}
        for body in bodies:
            self.numbers.update((number, body) for number in _numbers(body))
            for name in _names(body):
                self.names.setdefault(plain(name), {})[body.id] = body

    def find(self, typed: str) -> Organisation:
        """Return the one that is meant; raises RuleBroken when it is none, or might be several."""
        digits = typed.replace(" ", "")
        if digits.isascii() and digits.isdigit():
            found = [self.numbers[n] for n in (digits, digits.zfill(4)) if n in self.numbers][:1]
        else:
            found = self._named(typed)
        if not found:
            raise self._unknown(typed)
        if len(found) > 1:
            names = join_names(sorted(_told(body) for body in found))
            raise RuleBroken(SEVERAL, field="place", typed=typed[:60], names=names)
        return found[0]

    def _named(self, typed: str) -> list[Organisation]:
        if plain(typed) in self.names:
            return list(self.names[plain(typed)].values())
        parted = WITH_COUNTY.fullmatch(typed.strip())
        if parted is None:
            return []
        name, *counties = parted.groups()
        county = plain(next(filter(None, counties)))
        return [body for body in self.names.get(plain(name), {}).values() if county in _counties(body)]

    def _unknown(self, typed: str) -> RuleBroken:
        near = get_close_matches(plain(typed), self.names, n=1, cutoff=0.75)
        if not near:
            return RuleBroken(UNKNOWN, field="place", typed=typed[:60])
        names = join_names(sorted(body.short_name for body in self.names[near[0]].values()))
        return RuleBroken(NEARLY, field="place", typed=typed[:60], near=names)


def plain(name: str) -> str:
    """Return a name as it is compared.

    >>> plain(" Herøy  kommune"), plain("Møre og Romsdal fylke")
    ('herøy', 'møre og romsdal')
    """
    words = re.sub(r"\s+", " ", name.casefold()).strip()
    return re.sub(r"^kommunen? (?=\w)|(?<=\w) (?:kommune|suohkan|fylke)$", "", words)


def _numbers(body: Organisation) -> Iterator[str]:
    yield from filter(None, (body.municipality_number, body.organisation_number))


def _names(body: Organisation) -> Iterator[str]:
    yield from (body.name, body.short_name)
    if body.municipality is not None:
        yield from (body.municipality.name, body.municipality.official_name)
        yield from PARTS.split(body.municipality.official_name)


def _counties(body: Organisation) -> set[str]:
    """Return what the county of a municipality is called, its number among it."""
    place = body.municipality
    if place is None:
        return set()
    return {plain(place.county), place.county_number, *map(plain, PARTS.split(place.county))}


def _told(body: Organisation) -> str:
    """Write a body so that it cannot be taken for its namesake."""
    return f"{body.short_name}, {body.municipality_number}" if body.municipality_number else body.name
