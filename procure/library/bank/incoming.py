"""Requirements on their way in from a spreadsheet: what may stand in a row, and what it becomes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.domain.errors import N_, RuleBroken
from procure.library import spellings
from procure.library.bank import queries, service
from procure.library.bank.forms import LONGEST
from procure.library.bank.service import Becomes, Draft
from procure.library.bank.sheet import COLUMNS
from procure.library.models import BankRequirement
from procure.library.words import ANSWER_MODES, KINDS, MET_WHEN
from procure.reference.models import Category
from procure.sheets import plan
from procure.sheets.columns import plain
from procure.sheets.plan import Plan
from procure.sheets.table import Row, Sheet
from procure.web.fields import shown
from procure.web.forms import Form, LongTextField, Required, TextField, WholeNumberField

NOT_ONE_OF: Final = N_("Vi kjenner ikke «%(typed)s» her. Skriv ett av disse: %(words)s")
NO_SUCH_KEY: Final = N_("%(key)s finnes ikke i kravbanken. La cellen stå tom når kravet er nytt")
NO_SUCH_CATEGORY: Final = N_("Vi kjenner ingen type system som heter «%(typed)s». Velg fra listen i malen")
SAME_TEXT: Final = N_("Kravet finnes i banken fra før, som %(key)s. Skriv id-en, eller ta bort raden")
SAME_ROW: Final = N_("Det samme kravet står i rad %(row)s. Behold bare den ene")
OTHER_AREA: Final = N_("%(key)s hører til gruppen %(area)s, og et krav kan ikke flyttes")


class WordField(WholeNumberField):
    """One of a few words, in whatever way people write it; `data` is what it stands for, or None."""

    def __init__(
        self, words: Mapping[Any, Collection[str]], said: Mapping[Any, Any], missing: str, **kwargs: Any
    ) -> None:
        """said: what the word is called by us; missing: the sentence when nothing stands there."""
        super().__init__("", [Required(missing)], **kwargs)
        self.words, self.said = words, said

    def read(self, text: str) -> Any:
        found = spellings.meant(text, self.words, self.said)
        if found is not None:
            return found
        ours = ", ".join(str(self.said[each]) for each in self.words)
        raise ValueError(_(NOT_ONE_OF, typed=shown(text), words=ours))


class YesField(WholeNumberField):
    """Yes, or no; `data` is true or false."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = bool(self.data)

    def read(self, text: str) -> Any:
        if plain(text) in spellings.YES | spellings.NO:
            return plain(text) in spellings.YES
        raise ValueError(_(NOT_ONE_OF, typed=shown(text), words=_("Ja, Nei")))


class BankRow(Form):
    """What may stand in one row; the fields are named as the columns."""

    key = TextField("", longest=20)
    area = TextField("", [Required(lazy("Skriv tre bokstaver for gruppen, for eksempel SIK"))], longest=20)
    area_name_nb = TextField(lazy("Navn på gruppen på bokmål"), longest=80)
    area_name_nn = TextField(lazy("Navn på gruppen på nynorsk"), longest=80)
    text_nb = LongTextField("", [Required(lazy("Skriv kravet på bokmål"))], longest=LONGEST)
    text_nn = LongTextField("", [Required(lazy("Skriv kravet på nynorsk"))], longest=LONGEST)
    kind = WordField(spellings.KINDS, KINDS, lazy("Skriv hva slags krav det er, for eksempel Absolutt"))
    met_when = WordField(
        spellings.MET_WHEN, MET_WHEN, lazy("Skriv når det skal være oppfylt, for eksempel Ved levering")
    )
    answer_mode = WordField(
        spellings.ANSWER_MODES, ANSWER_MODES, lazy("Skriv hvordan det skal besvares, for eksempel Beskriv")
    )
    answer_nb = LongTextField(lazy("Hva svaret må inneholde, på bokmål"), longest=LONGEST)
    answer_nn = LongTextField(lazy("Hva svaret må inneholde, på nynorsk"), longest=LONGEST)
    reason_nb = LongTextField("", [Required(lazy("Skriv på bokmål hvorfor kravet trengs"))], longest=LONGEST)
    reason_nn = LongTextField("", [Required(lazy("Skriv på nynorsk hvorfor kravet trengs"))], longest=LONGEST)
    source = TextField(
        lazy("Kilde på bokmål"),
        [Required(lazy("Skriv hva kravet bygger på, for eksempel en lov, en standard eller praksis"))],
    )
    source_nn = TextField(lazy("Kilde på nynorsk"))
    categories = LongTextField(lazy("Typer system"), longest=LONGEST)
    climate = YesField("")
    weight = WholeNumberField("", what=lazy("Vekten"), least=1, most=service.HIGHEST_WEIGHT)


# --- Reading -------------------------------------------------------------------------------------


@dataclass
class Reader:
    """What the rows are held against: the bank, the kinds of system, and the rows above."""

    newest: Mapping[str, BankRequirement]
    retired: frozenset[str]
    areas: dict[str, Mapping[str, str]]
    categories: Mapping[str, str]
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = {plain(each.text_nb): each.key for each in self.newest.values()}

    def settle(self, row: Row, answers: dict[str, Any]) -> Draft:
        """Make a draft of a row; raises RuleBroken at what stands in the way."""
        key = answers.pop("key").upper()
        area = service.area_of(self.areas, *(answers.pop(name) for name in service.OF_AREA))
        facts = {**answers, "categories": self._categories(answers["categories"])}
        service.check(facts)
        first = self.seen.setdefault(key or plain(facts["text_nb"]), row.number)
        if first != row.number:
            raise RuleBroken(SAME_ROW, row=first)
        if key:
            return self._edition(key, area, facts)
        if known := self.texts.get(plain(facts["text_nb"])):
            raise RuleBroken(SAME_TEXT, field="text_nb", key=known)
        self.areas[area["area"]] = {"nb": area["area_name_nb"], "nn": area["area_name_nn"]}
        return Draft(Becomes.NEW, area, facts)

    def _edition(self, key: str, area: Mapping[str, str], facts: Mapping[str, Any]) -> Draft:
        basis = self.newest.get(key)
        if basis is None:
            raise RuleBroken(NO_SUCH_KEY, field="key", key=key)
        if basis.area != area["area"]:
            raise RuleBroken(OTHER_AREA, field="area", key=key, area=basis.area)
        same = all(getattr(basis, name) == facts[name] for name in service.CONTENT)
        if key in self.retired and not same:
            raise RuleBroken(service.TAKEN_INTO_USE_FIRST, field="key", key=key)
        return Draft(Becomes.SAME if same else Becomes.EDITION, area, facts, basis)

    def _categories(self, typed: str) -> list[str]:
        found = []
        for name in typed.replace(";", ",").split(","):
            if plain(name) and plain(name) not in self.categories:
                raise RuleBroken(NO_SUCH_CATEGORY, field="categories", typed=name.strip()[:60])
            found += [self.categories[plain(name)]] if plain(name) else []
        return list(dict.fromkeys(found))


def check(session: Session, sheet: Sheet, mapping: Mapping[str, int]) -> Plan[Draft]:
    """Say what the rows would make, without making anything."""
    return plan.check(sheet, mapping, COLUMNS, BankRow, _reader(session).settle)


def _reader(session: Session) -> Reader:
    rows = session.scalars(queries.matching(queries.Wanted(retired=True)))
    categories: dict[str, str] = {}
    for each in session.scalars(select(Category).where(Category.buyable)):
        categories |= dict.fromkeys(map(plain, (each.key, each.name_nb, each.name_nn)), each.key)
    return Reader(
        newest={each.key: each for each in rows},
        retired=queries.retired_keys(session),
        areas=dict(queries.areas(session)),
        categories=categories,
    )
