"""Passwords: how they are hashed, and which are too easy to guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from procure.domain.errors import N_, RuleBroken

SHORTEST: Final = 12  # characters
LONGEST: Final = 128
LEAST_LEFT: Final = 6  # letters and digits that must remain when common words are taken out
LEAST_DIFFERENT: Final = 5
YEARS = re.compile(r"(19|20)\d\d")

hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106 for machines with little memory


def hashed(password: str) -> str:
    """Return what is stored of a password: never the password itself."""
    return hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    return hashed("the password of nobody")


def matches(password: str, password_hash: str | None) -> bool:
    """Answer whether this is the password; takes the same time when there is none to compare with."""
    try:
        hasher.verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Answer whether the hash was made with weaker parameters than today's."""
    return hasher.check_needs_rehash(password_hash)


def check(password: str, about: Iterable[str], field: str = "new_password") -> None:
    """Refuse a password that is too short, too long, or easy to guess.

    about: names and addresses that the person and the workplace are known by.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        sentence = N_("Passordet må ha fra %(shortest)s til %(longest)s tegn")
        raise RuleBroken(sentence, field=field, shortest=SHORTEST, longest=LONGEST)
    if is_easy(password, about):
        sentence = N_(
            "Passordet er lett å gjette: det består mest av vanlige ord, navn eller årstall. "
            "Sett sammen tre eller fire ord som ikke hører sammen"
        )
        raise RuleBroken(sentence, field=field)


def is_easy(password: str, about: Iterable[str] = ()) -> bool:
    """Answer whether little is left when common words, names and years are taken out.

    >>> is_easy("Sommer2026!!"), is_easy("Tolga-kommune-1604", ["Tolga"]), is_easy("gul fiolin under trappa")
    (True, True, False)
    """
    rest = password.casefold()
    if len(set(rest)) < LEAST_DIFFERENT:
        return True
    for word in sorted(_common_words() | _known_by(about), key=len, reverse=True):
        rest = rest.replace(word, " ")
    rest = YEARS.sub(" ", rest)
    return sum(character.isalnum() for character in rest) < LEAST_LEFT


def _known_by(about: Iterable[str]) -> set[str]:
    parts = (part for text in about for part in re.split(r"[\W_]+", text.casefold()))
    return {part for part in parts if len(part) >= 3}


@cache
def _common_words() -> frozenset[str]:
    lines = Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
