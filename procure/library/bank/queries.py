"""Reading the bank: searching it, one requirement with all its editions, and what has gone out of use."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from procure.accounts.models import User
from procure.domain.policy import Actor
from procure.library.models import BankRequirement, BankRetirement, RequirementKind
from procure.reference.models import Category

KEY = re.compile(r"[A-ZÆØÅ]{3}-[0-9]{3,4}")
SEARCHED = (
    *(BankRequirement.key, BankRequirement.text_nb, BankRequirement.text_nn),
    *(BankRequirement.reason_nb, BankRequirement.reason_nn, BankRequirement.source),
)


@dataclass(frozen=True)
class Wanted:
    """Which requirements of the bank are asked for.

    words: every one of them stands in the key, the text, the reason or the source.
    category: a kind of system; those that fit every kind are found as well.
    retired: those that have gone out of use too.
    """

    words: str = ""
    area: str = ""
    kind: RequirementKind | None = None
    category: str = ""
    retired: bool = False


def matching(wanted: Wanted, first_for: str = "") -> Select[BankRequirement]:
    """Ask for the newest edition of each requirement that is wanted, area by area.

    first_for: a kind of system; what is written for it stands above the rest.
    """
    asked = select(BankRequirement).where(_is_newest(), *_conditions(wanted))
    first = [case((_names(first_for), 0), else_=1)] if first_for else []
    return asked.order_by(*first, BankRequirement.area, BankRequirement.key)


def newest_editions(session: Session, keys: Collection[str]) -> Mapping[str, int]:
    """Return the number of the newest edition of each of these requirements, by key."""
    asked = select(BankRequirement.key, func.max(BankRequirement.edition))
    return dict(
        session.execute(asked.where(BankRequirement.key.in_(keys)).group_by(BankRequirement.key)).all()
    )


def _is_newest() -> ColumnElement[bool]:
    newer = aliased(BankRequirement)
    later = select(newer.id).where(newer.key == BankRequirement.key, newer.edition > BankRequirement.edition)
    return ~later.exists()


def _is_in_use() -> ColumnElement[bool]:
    gone = select(BankRetirement.id).where(
        BankRetirement.key == BankRequirement.key, BankRetirement.ended_at.is_(None)
    )
    return ~gone.exists()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [or_(*_saying(word)) for word in wanted.words.split()]
    if wanted.area:
        found.append(BankRequirement.area == wanted.area)
    if wanted.kind:
        found.append(BankRequirement.kind == wanted.kind)
    if wanted.category:
        for_all = cast(BankRequirement.categories, Text) == "[]"
        found.append(or_(for_all, _names(wanted.category)))
    if not wanted.retired:
        found.append(_is_in_use())
    return found


def _names(category: str) -> ColumnElement[bool]:
    """Ask for what is written for a kind of system."""
    return cast(BankRequirement.categories, Text).contains(f'"{category}"', autoescape=True)


def _saying(word: str) -> list[ColumnElement[bool]]:
    """Look for a word in any case; SQLite knows no æ from Æ, so those words are tried both ways."""
    forms = {word} if word.isascii() else {word, word.lower(), word.capitalize()}
    return [column.icontains(form, autoescape=True) for column in SEARCHED for form in forms]


def pickable(session: Session, ids: Collection[int]) -> Sequence[BankRequirement]:
    """Return those of the editions that a tender may pick: the newest of each, and still in use."""
    asked = select(BankRequirement).where(BankRequirement.id.in_(ids), _is_newest(), _is_in_use())
    return session.scalars(asked.order_by(BankRequirement.key)).all()


def find_requirement(session: Session, _actor: Actor, bank_key: str) -> BankRequirement | None:
    """Find the newest edition of a requirement; everybody who is signed in may read the whole bank."""
    if not KEY.fullmatch(bank_key):
        return None
    return session.scalar(select(BankRequirement).where(BankRequirement.key == bank_key, _is_newest()))


def editions(session: Session, key: str) -> Sequence[BankRequirement]:
    """Return every edition of a requirement, the newest first."""
    asked = select(BankRequirement).where(BankRequirement.key == key)
    return session.scalars(asked.order_by(BankRequirement.edition.desc())).all()


def retirements(session: Session, key: str) -> Sequence[BankRetirement]:
    """Return each time a requirement has gone out of use, the newest first."""
    asked = select(BankRetirement).where(BankRetirement.key == key)
    return session.scalars(asked.order_by(BankRetirement.id.desc())).all()


def retirement(session: Session, key: str) -> BankRetirement | None:
    """Return the retirement that stands; None for a requirement in use."""
    asked = select(BankRetirement).where(BankRetirement.key == key, BankRetirement.ended_at.is_(None))
    return session.scalar(asked)


def retired_keys(session: Session) -> frozenset[str]:
    """Return the keys of all that have gone out of use."""
    return frozenset(session.scalars(select(BankRetirement.key).where(BankRetirement.ended_at.is_(None))))


def areas(session: Session) -> Mapping[str, dict[str, str]]:
    """Return the names of each area by its three letters: {"SIK": {"nb": …, "nn": …}}."""
    columns = (BankRequirement.area, BankRequirement.area_name_nb, BankRequirement.area_name_nn)
    rows = session.execute(select(*columns).distinct().order_by(*columns))
    return {area: {"nb": nb, "nn": nn} for area, nb, nn in rows}


def names(session: Session, user_ids: Collection[int | None]) -> Mapping[int, str]:
    """Return the names of those who have written."""
    rows = session.execute(select(User.id, User.name).where(User.id.in_({*user_ids} - {None})))
    return dict(rows.all())


def last_number(session: Session, area: str) -> int:
    """Return the highest number that an area has ever used; 0 for a new one."""
    used = session.scalars(select(BankRequirement.key).where(BankRequirement.area == area).distinct())
    return max((int(key.partition("-")[2]) for key in used), default=0)


def made_by_form(session: Session, once: str | None) -> BankRequirement | None:
    """Return what the same form has made already."""
    if once is None:
        return None
    return session.scalar(select(BankRequirement).where(BankRequirement.once == once))


def category_names(session: Session, language: str) -> Mapping[str, str]:
    """Return the names of the kinds of system that can be bought, by their keys, in their order."""
    name = Category.name_nn if language == "nn" else Category.name_nb
    asked = select(Category.key, name).where(Category.buyable).order_by(Category.position)
    return dict(session.execute(asked).all())
