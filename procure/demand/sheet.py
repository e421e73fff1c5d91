"""Needs as rows of a spreadsheet: the columns, what may stand in them, and the list they are written to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import BUYING, Organisation
from procure.demand import queries
from procure.demand.forms import LONGEST_ANSWER
from procure.demand.models import ContractEnd, Need, NeedState
from procure.demand.places import Places
from procure.demand.rows import EndingField, MonthsField, RoundedKronerField
from procure.demand.service import Wanted, settled_row
from procure.domain.errors import N_, Amount, RuleBroken
from procure.domain.policy import Actor
from procure.domain.pooling import LONGEST_MONTHS
from procure.reference.models import Category
from procure.sheets import plan
from procure.sheets.columns import Column, plain
from procure.sheets.plan import Plan
from procure.sheets.table import Row, Sheet
from procure.sheets.writing import Cell
from procure.web.forms import DayField, Form, LongTextField, Required, TextField, WholeNumberField

KIND: Final = "needs"
COLUMNS: Final = (
    Column(
        "place",
        lazy("Kommune"),
        ("kommunenavn", "kommunenummer", "kommunenr", "virksomhet", "organisasjon", "enhet", "kunde"),
        help=lazy(
            "Navnet, kommunenummeret eller organisasjonsnummeret. Der to kommuner har samme navn, skriver du "
            "fylket også: «Herøy (Nordland)». Uten kolonnen gjelder alle radene virksomheten du handler for."
        ),
    ),
    Column(
        "category",
        lazy("Type system"),
        ("kategori", "systemtype", "fagområde", "område", "type", "slag", "fagsystem type", "tjenesteområde"),
        required=True,
        help=lazy("En av typene på arket med lister, for eksempel Barnehageadministrasjon."),
    ),
    Column(
        "system",
        lazy("System"),
        (
            "systemnavn",
            "navn på system",
            "fagsystem",
            "fagprogram",
            "program",
            "applikasjon",
            "løsning",
            "navn",
        ),
        help=lazy("Navnet på systemet dere har i dag."),
    ),
    Column("vendor", lazy("Leverandør"), ("leverandørnavn", "avtalepart", "firma", "selger", "leverandor")),
    Column(
        "contract_end",
        lazy("Avtalen slutter"),
        ("avtaletype", "varighet", "avtaleform", "slutt", "opphør", "løpende", "avtalestatus"),
        help=lazy("«dato», «løpende», «ikke noe system» eller «vet ikke». Datoen kan også stå her."),
    ),
    Column(
        "ends_on",
        lazy("Sluttdato"),
        (
            "utløpsdato",
            "utløper",
            "utløp",
            "avtale utløper",
            "slutter",
            "til dato",
            "avtaleslutt",
        ),
        help=lazy("På formen 31.07.2027."),
    ),
    Column(
        "renewal_months",
        lazy("Fornyes av seg selv"),
        ("fornyelse", "fornyes", "automatisk fornyelse", "automatisk forlengelse"),
        help=lazy("Antall måneder om gangen. La stå tomt når avtalen ikke fornyes av seg selv."),
    ),
    Column(
        "notice_months",
        lazy("Oppsigelsestid"),
        ("oppsigelse", "oppsigelsesfrist", "oppsigelsestid mnd", "oppsigingstid", "varsel"),
        help=lazy("Antall måneder, for eksempel 6."),
    ),
    Column(
        "extension_months",
        lazy("Kan forlenges"),
        ("opsjon", "opsjoner", "forlengelse", "opsjon på forlengelse", "ubrukte opsjoner"),
        help=lazy("Måneder med opsjoner som ikke er brukt."),
    ),
    Column(
        "yearly_cost",
        lazy("Kostnad i året"),
        ("årskostnad", "kostnad", "kostnad pr år", "årlig kostnad", "årspris", "pris", "beløp", "kroner"),
        help=lazy("Kroner uten merverdiavgift, for eksempel 99 000."),
    ),
    Column(
        "users",
        lazy("Brukere"),
        (
            "antall brukere",
            "ansatte",
            "ansatte som bruker systemet",
            "lisenser",
            "brukarar",
        ),
        help=lazy("Ansatte som trenger pålogging."),
    ),
    Column(
        "inhabitants",
        lazy("Innbyggere"),
        ("antall innbyggere", "folketall", "innbyggjarar"),
        help=lazy("La stå tomt når det gjelder hele kommunen."),
    ),
    Column(
        "cases",
        lazy("Saker i året"),
        ("antall saker", "saker", "volum", "antall barn", "antall elever"),
        help=lazy("Det systemet teller: saker, barn, elever eller eiendommer."),
    ),
    Column("start_from", lazy("Tidligst start"), ("ønsket start", "oppstart", "start", "fra dato")),
    Column("start_to", lazy("Senest start"), ("seneste start", "senest oppstart", "start senest")),
    Column(
        "integrations",
        lazy("Må snakke med"),
        ("integrasjoner", "integrasjon", "koblinger", "integrasjonar"),
    ),
    Column("data_formats", lazy("Dataformater"), ("formater", "format", "dataformat")),
    Column("wishes", lazy("Ønsker og forbehold"), ("ønsker", "merknad", "merknader", "kommentar", "notat")),
)
NO_BUYER: Final = N_("Du er ikke innkjøper for %(name)s. De må melde behovet selv")
NO_CATEGORY: Final = N_("Vi kjenner ingen type system som heter «%(typed)s». Velg en fra listen i malen")
NEAR_CATEGORY: Final = N_("Vi kjenner ingen type system som heter «%(typed)s». Mente du «%(near)s»?")
TWICE: Final = N_("Rad %(row)s gjelder også %(name)s og %(system)s. Behold bare den ene")
KNOWN: Final = N_("%(name)s har meldt behov for %(system)s fra før. Endre det behovet, eller ta bort raden")
BOTH: Final = N_("Raden sier at avtalen slutter %(day)s, og noe annet i tillegg. La bare det ene stå")
TWO_DAYS: Final = N_("Det står to forskjellige sluttdatoer på raden: %(one)s og %(other)s")


class NeedRow(Form):
    """What may stand in one row."""

    place = TextField("")
    category = TextField("", [Required(lazy("Skriv hvilken type system det gjelder"))])
    system = TextField(lazy("System"))
    vendor = TextField(lazy("Leverandør"))
    contract_end = EndingField("")
    ends_on = EndingField("")
    renewal_months = MonthsField("", most=LONGEST_MONTHS, what=lazy("Fornyelsen"))
    notice_months = MonthsField("", most=LONGEST_MONTHS, what=lazy("Oppsigelsestiden"))
    extension_months = MonthsField("", most=LONGEST_MONTHS, what=lazy("Forlengelsen"))
    yearly_cost = RoundedKronerField("", what=lazy("Kostnaden"))
    users = WholeNumberField("", what=lazy("Antallet ansatte"))
    inhabitants = WholeNumberField("", what=lazy("Antallet innbyggere"))
    cases = WholeNumberField("", what=lazy("Antallet saker"))
    start_from = DayField("")
    start_to = DayField("")
    integrations = LongTextField(lazy("Må snakke med"), longest=LONGEST_ANSWER)
    data_formats = LongTextField(lazy("Dataformater"), longest=LONGEST_ANSWER)
    wishes = LongTextField(lazy("Ønsker og forbehold"), longest=LONGEST_ANSWER)


# --- Reading -------------------------------------------------------------------------------------


@dataclass
class Reader:
    """What the rows are held against: places, kinds of system, what is known, and the rows above."""

    own: Organisation | None
    allowed: Mapping[int, Organisation]
    places: Places
    categories: Mapping[str, Category]
    known: frozenset[tuple[int, str | None]]
    today: date
    seen: dict[tuple[int, str], int] = field(default_factory=dict)

    def settle(self, row: Row, answers: dict[str, Any]) -> Wanted:
        """Make a need of a row; raises RuleBroken at what stands in the way."""
        body = self._body(answers.pop("place"))
        category = self._category(answers.pop("category"))
        kept = settled_row(_with_ending(answers), self.today)
        facts = {"name": body.name, "system": category.name_nb}
        if (body.id, category.key) in self.known:
            raise RuleBroken(KNOWN, **facts)
        first = self.seen.setdefault((body.id, category.key), row.number)
        if first != row.number:
            raise RuleBroken(TWICE, row=first, **facts)
        return Wanted(body, category.key, kept)

    def _body(self, typed: str) -> Organisation:
        found = self.places.find(typed) if typed else self.own
        if found is None or found.id not in self.allowed:
            raise RuleBroken(NO_BUYER, field="place", name=found.name if found else "–")
        return found

    def _category(self, typed: str) -> Category:
        if found := self.categories.get(plain(typed)):
            return found
        near = get_close_matches(plain(typed), self.categories, n=1, cutoff=0.6)
        if near:
            facts = {"typed": typed[:60], "near": self.categories[near[0]].name_nb}
            raise RuleBroken(NEAR_CATEGORY, field="category", **facts)
        raise RuleBroken(NO_CATEGORY, field="category", typed=typed[:60])


def check(
    session: Session, actor: Actor, sheet: Sheet, mapping: Mapping[str, int], today: date
) -> Plan[Wanted]:
    """Say what the rows would make, without making anything."""
    return plan.check(sheet, mapping, COLUMNS, NeedRow, _reader(session, actor, today).settle)


def _reader(session: Session, actor: Actor, today: date) -> Reader:
    allowed = {each.id: each for each in queries.concerned(session, actor)}
    bodies = session.scalars(select(Organisation).where(Organisation.kind.in_(BUYING))).all()
    categories: dict[str, Category] = {}
    for each in queries.categories(session):
        categories |= dict.fromkeys(map(plain, (each.key, each.name_en, each.name_nn, each.name_nb)), each)
    going = select(Need.organisation_id, Need.category_key).where(
        Need.organisation_id.in_(allowed), Need.state != NeedState.WITHDRAWN
    )
    return Reader(
        own=allowed.get(actor.organisation_id or 0),
        allowed=allowed,
        places=Places(bodies),
        categories=categories,
        known=frozenset((body, key) for body, key in session.execute(going)),
        today=today,
    )


def _with_ending(answers: dict[str, Any]) -> dict[str, Any]:
    """Bring the two columns about the end together, and take the notice from words where no column has it."""
    how, when = answers["contract_end"], answers["ends_on"]
    if how.day and when.day and how.day != when.day:
        raise RuleBroken(TWO_DAYS, field="ends_on", one=how.day, other=when.day)
    day = how.day or when.day
    if day and any(each.kind not in (None, ContractEnd.DATE) for each in (how, when)):
        raise RuleBroken(BOTH, field="contract_end", day=day)
    ending = how.joined(when)
    told = answers["notice_months"]
    notice = ending.notice_months if told is None else told
    return answers | {"contract_end": ending.kind, "ends_on": ending.day, "notice_months": notice}


# --- Writing -------------------------------------------------------------------------------------

ENDS: Final = {
    ContractEnd.DATE: lazy("dato"),
    ContractEnd.UNTIL_TERMINATED: lazy("løpende"),
    ContractEnd.NO_SYSTEM: lazy("ikke noe system"),
    ContractEnd.NOT_KNOWN: lazy("vet ikke"),
}
PLAIN: Final = (
    *("system", "vendor", "ends_on", "renewal_months", "notice_months", "extension_months"),
    *("users", "inhabitants", "cases", "start_from", "start_to", "integrations", "data_formats", "wishes"),
)


def cells(need: Need) -> dict[str, Cell]:
    """Return what a need says, by column: what is written out can be read in again."""
    return {
        "place": need.organisation.short_name,
        "category": need.category.name_nb if need.category else None,
        "contract_end": str(ENDS[need.contract_end]) if need.contract_end else None,
        "yearly_cost": None if need.yearly_cost is None else Amount(need.yearly_cost),
        **{name: getattr(need, name) for name in PLAIN},
    }


def examples(today: date, categories: Sequence[Category]) -> list[dict[str, Cell]]:
    """Return rows that show how one writes, one for each way that a contract can end."""
    names = [each.name_nb for each in categories[:4]]
    shared: dict[str, Cell] = {"place": "Tolga", "notice_months": 6, "users": 12}
    dated: dict[str, Cell] = {
        "contract_end": _("dato"),
        "ends_on": date(today.year + 1, 12, 31),
        "renewal_months": 12,
    }
    rows: list[dict[str, Cell]] = [
        {**shared, **dated, "system": "Trollmor", "vendor": "Fjelltind AS", "yearly_cost": 99_000},
        {**shared, "contract_end": _("løpende"), "system": "Myra", "vendor": "Myrull Data AS"},
        {"place": "Herøy (Nordland)", "contract_end": _("ikke noe system")},
        {"place": "3426", "contract_end": _("vet ikke"), "system": "Varde", "cases": 74},
    ]
    return [{"category": name, **row} for name, row in zip(names, rows, strict=False)]
