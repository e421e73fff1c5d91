"""What an import would do: the rows that can be used, and what is wrong with the others; nothing is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from procure.domain.errors import RuleBroken
from procure.sheets.columns import Column
from procure.sheets.table import Row, Sheet
from procure.web.errors import explain
from procure.web.forms import Form

T = TypeVar("T")
Settle = Callable[[Row, dict[str, Any]], T]


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row: the column's name ("" for the whole row), what stands there, the remedy."""

    column: str
    value: str
    sentence: str


@dataclass
class Plan(Generic[T]):
    """The result of a dry run; `values` are what a feature saves."""

    good: list[tuple[Row, T]] = field(default_factory=list)
    bad: list[tuple[Row, list[Fault]]] = field(default_factory=list)

    @property
    def values(self) -> list[T]:
        """What the rows that can be used say."""
        return [value for _row, value in self.good]


def check(
    sheet: Sheet, mapping: Mapping[str, int], columns: Sequence[Column], form: type[Form], settle: Settle[T]
) -> Plan[T]:
    """Read every row through the form of one row, and settle what it says.

    form: fields named as the columns' keys. It is made without a token, as no browser sends it.
    settle: makes what is saved of the answers; raises RuleBroken, whose `field` is the key of a column.
    """
    plan: Plan[T] = Plan()
    names = {column.key: str(column.title) for column in columns}
    for row in sheet.rows:
        typed = {key: row.cells[place] for key, place in mapping.items()}
        faults = list(_unanswered(row, mapping, names))
        filled = form(formdata=MultiDict(typed), meta={"csrf": False})
        if not filled.validate():
            faults += _faults(filled, typed, names)
        if not faults:
            _settled(plan, row, filled, typed, names, settle)
        else:
            plan.bad.append((row, faults))
    return plan


def _unanswered(row: Row, mapping: Mapping[str, int], names: Mapping[str, str]) -> Iterator[Fault]:
    """Name the formulas that were saved without an answer: an empty cell would say something else."""
    for key, place in mapping.items():
        if place in row.unknown:
            sentence = _("Formelen har ikke noe svar. Åpne filen i Excel, lagre den, og last den opp på nytt")
            yield Fault(names[key], "", sentence)


def _faults(filled: Form, typed: Mapping[str, str], names: Mapping[str, str]) -> list[Fault]:
    found = [Fault("", "", str(error)) for error in filled.form_errors]
    for each in filled:
        if each.errors:
            key = each.short_name
            found.append(Fault(names.get(key, ""), typed.get(key, ""), str(each.errors[0])))
    return found


def _settled(
    plan: Plan[T],
    row: Row,
    filled: Form,
    typed: Mapping[str, str],
    names: Mapping[str, str],
    settle: Settle[T],
) -> None:
    try:
        plan.good.append((row, settle(row, filled.answers())))
    except RuleBroken as reason:
        key = reason.field or ""
        plan.bad.append((row, [Fault(names.get(key, ""), typed.get(key, ""), explain(reason))]))
