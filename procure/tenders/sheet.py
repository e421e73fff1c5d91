"""Requirements as rows of a spreadsheet: the columns, what may stand in them, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.domain.errors import N_, RuleBroken
from procure.library import spellings
from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.library.spellings import Meant, Spellings
from procure.sheets import plan
from procure.sheets.columns import Column, plain
from procure.sheets.plan import Plan
from procure.sheets.table import Row, Sheet
from procure.sheets.writing import Cell
from procure.tenders import words
from procure.tenders.forms.parts import LONGEST_REQUIREMENT
from procure.tenders.models import Criterion, CriterionKind, Requirement, Tender
from procure.tenders.service import SCORED
from procure.web.fields import read_day
from procure.web.forms import Form, LongTextField, Required, TextField, WholeNumberField

KIND: Final = "requirements"
COLUMNS: Final = (
    Column(
        "id",
        lazy("Id"),
        (
            "krav id",
            "kravid",
            "krav nr",
            "kravnr",
            "kravnummer",
            "nr",
            "nummer",
            "referanse",
            "ref",
            "løpenr",
        ),
        help=lazy("En id som FUN-004 beholdes når den er ledig. Andre id-er blir stående som kilde."),
    ),
    Column(
        "area",
        lazy("Gruppe"),
        ("kravgruppe", "kategori", "kravkategori", "område", "kravområde", "tema", "kapittel", "modul"),
        help=lazy("Tre bokstaver, som FUN, eller navnet på gruppen."),
    ),
    Column(
        "area_name",
        lazy("Navn på gruppen"),
        ("gruppenavn", "kategorinavn", "områdenavn"),
        help=lazy("Når gruppen står som bokstaver og er ny."),
    ),
    Column(
        "text",
        lazy("Krav"),
        ("kravtekst", "kravet", "kravbeskrivelse", "beskrivelse", "behov", "kundens behov krav", "tekst"),
        required=True,
        help=lazy("Selve kravet, én ting i hvert."),
    ),
    Column(
        "kind",
        lazy("Type"),
        (
            *("kravtype", "type krav", "prioritet", "viktighet", "a v", "o a b", "må bør", "skal bør"),
            *("absolutt evalueres", "absolutt evaluert", "kravnivå", "nivå", "kategori krav"),
        ),
        help=lazy("Absolutt, Evaluert, Absolutt og evaluert eller Informasjon. Tomt blir Evaluert."),
    ),
    Column(
        "met_when",
        lazy("Oppfylt"),
        ("oppfylles", "når", "tidspunkt", "oppfylt når", "frist", "skal være oppfylt", "leveres"),
        help=lazy("Ved tilbud, Ved levering eller en dato. Tomt blir Ved tilbud."),
    ),
    Column(
        "answer_mode",
        lazy("Svar"),
        ("svarform", "svarmåte", "besvares", "slik besvares", "svartype", "dokumentasjonsform"),
        help=lazy("Bekreft, Beskriv, Dokumenter eller Demonstrer. Tomt følger av typen."),
    ),
    Column(
        "answer",
        lazy("Hva svaret må inneholde"),
        ("dokumentasjonskrav", "dokumentasjon", "svaret skal inneholde", "krav til besvarelse", "veiledning"),
    ),
    Column(
        "criterion",
        lazy("Kriterium"),
        ("tildelingskriterium", "evalueringskriterium", "underkriterium"),
        help=lazy("Navnet på et kriterium i konkurransen. Tomt blir kvalitet når kravet gir poeng."),
    ),
    Column("weight", lazy("Vekt"), ("vekting", "poengvekt", "vekt 1 5"), help=lazy("Et tall fra 1 til 5.")),
    Column("climate", lazy("Klima og miljø"), ("miljø", "miljøkrav", "klima"), help=lazy("Ja eller tomt.")),
    Column("reason", lazy("Hvorfor"), ("begrunnelse", "grunn", "formål", "hensikt")),
    Column("source", lazy("Kilde"), ("hjemmel", "lov", "standard", "regelverk", "opphav")),
)

OWN: Final = re.compile(r"([A-ZÆØÅ]{3})-?(\d{1,4})")
LETTERS: Final = re.compile(r"[A-ZÆØÅ]{3}")
NO_AREA: Final = ("KRA", N_("Krav"))
NO_KIND: Final = N_("«%(typed)s» er ingen type vi kjenner. Skriv Absolutt, Evaluert, Begge eller Informasjon")
NO_MOMENT: Final = N_("Skriv Ved tilbud, Ved levering eller en dato, for eksempel 1.9.2027, ikke «%(typed)s»")
NO_MODE: Final = N_("«%(typed)s» er ingen svarform. Skriv Bekreft, Beskriv, Dokumenter eller Demonstrer")
NO_CRITERION: Final = N_("Konkurransen har ikke kriteriet «%(typed)s». Lag det først, eller rett navnet")
NOT_SCORED: Final = N_("Bare krav som gir poeng, har kriterium og vekt. Ta dem bort, eller endre typen")
USED: Final = N_("%(id)s er brukt i konkurransen. La id-en stå tom, så får kravet en ny, eller ta bort raden")
TWICE: Final = N_("Rad %(row)s har samme krav. Behold bare den ene")
TWICE_ID: Final = N_("Rad %(row)s har samme id. Rett den ene")
KNOWN: Final = N_("Kravet står i konkurransen fra før, som %(id)s. Ta bort raden, eller endre det kravet")


class RequirementRow(Form):
    """What may stand in one row."""

    id = TextField("", longest=40)
    area = TextField("", longest=80)
    area_name = TextField("", longest=80)
    text = LongTextField("", [Required(lazy("Skriv kravet"))], longest=LONGEST_REQUIREMENT)
    kind = TextField("", longest=80)
    met_when = TextField("", longest=80)
    answer_mode = TextField("", longest=80)
    answer = LongTextField("", longest=LONGEST_REQUIREMENT)
    criterion = TextField("", longest=200)
    weight = WholeNumberField("", what=lazy("Vekten"), least=1, most=5)
    climate = TextField("", longest=20)
    reason = LongTextField("", longest=LONGEST_REQUIREMENT)
    source = TextField("", longest=200)


# --- Reading -------------------------------------------------------------------------------------


@dataclass
class Reader:
    """What the rows are held against: the tender's criteria, areas and ids, and the rows above.

    graded: the list says O, A and B, not A and V.
    """

    criteria: Sequence[Criterion]
    areas: dict[str, str]
    ids: Mapping[tuple[str, int], str]
    texts: Mapping[str, str]
    graded: bool
    seen: dict[str, int] = field(default_factory=dict)
    taken: dict[tuple[str, int], int] = field(default_factory=dict)

    def settle(self, row: Row, answers: dict[str, Any]) -> dict[str, Any]:
        """Make a requirement of a row; raises RuleBroken at what stands in the way."""
        self._check_new(row, answers["text"])
        kind = self._kind(answers["kind"])
        met_when, met_by = _moment(answers["met_when"])
        usual = AnswerMode.DESCRIBE if kind in SCORED else AnswerMode.CONFIRM
        return {
            **self._named(row, answers),
            **{name: answers[name] or "" for name in ("text", "answer", "reason", "source")},
            "kind": kind,
            "met_when": met_when,
            "met_by": met_by,
            "answer_mode": _answer_mode(answers["answer_mode"]) or usual,
            "criterion_id": self._criterion(kind, answers),
            "weight": answers["weight"],
            "climate": plain(answers["climate"] or "") in spellings.YES,
        }

    def _kind(self, typed: str | None) -> RequirementKind:
        """Read the kind; beside O for what is obligatory, A and B are degrees of importance."""
        if self.graded and plain(typed or "") in ("a", "b"):
            return RequirementKind.EVALUATED
        found = _meant("kind", typed, spellings.KINDS, words.KINDS, NO_KIND)
        return found or RequirementKind.EVALUATED

    def _check_new(self, row: Row, text: str) -> None:
        """Refuse what stands in the tender, or above in the list."""
        same = plain(text)
        if same in self.texts:
            raise RuleBroken(KNOWN, field="text", id=self.texts[same])
        first = self.seen.setdefault(same, row.number)
        if first != row.number:
            raise RuleBroken(TWICE, field="text", row=first)

    def _criterion(self, kind: RequirementKind, answers: Mapping[str, Any]) -> int | None:
        typed = answers["criterion"] or ""
        if kind not in SCORED:
            if typed or answers["weight"] is not None:
                raise RuleBroken(NOT_SCORED, field="criterion" if typed else "weight")
            return None
        if not typed:
            return next((each.id for each in self.criteria if each.kind is CriterionKind.QUALITY), None)
        for each in self.criteria:
            if plain(each.name) == plain(typed):
                return each.id
        raise RuleBroken(NO_CRITERION, field="criterion", typed=typed)

    def _named(self, row: Row, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return its area and number: those of an id like ours, else the area and the next number."""
        typed = (answers["id"] or "").strip()
        own = OWN.fullmatch(typed.upper())
        if own is None or int(own[2]) == 0:
            area, name = self._area(answers)
            return {"area": area, "area_name": name, "number": None, "own_id": typed or None}
        key = own[1], int(own[2])
        if key in self.ids:
            raise RuleBroken(USED, field="id", id=self.ids[key])
        first = self.taken.setdefault(key, row.number)
        if first != row.number:
            raise RuleBroken(TWICE_ID, field="id", row=first)
        named = answers["area_name"] or ("" if _letters(answers["area"]) else answers["area"]) or ""
        name = self.areas.setdefault(own[1], named or own[1])
        return {"area": own[1], "area_name": name, "number": key[1], "own_id": None}

    def _area(self, answers: Mapping[str, Any]) -> tuple[str, str]:
        """Return the letters and the name of the area: as the tender has it, else as the list says."""
        typed, name = (answers["area"] or "").strip(), (answers["area_name"] or "").strip()
        letters = _letters(typed)
        if letters:
            return letters, self.areas.setdefault(letters, name or letters)
        name = name or typed or str(_(NO_AREA[1]))
        known = next((key for key, there in self.areas.items() if plain(there) == plain(name)), None)
        letters = known or next(each for each in _spellings(name) if each not in self.areas)
        return letters, self.areas.setdefault(letters, name)


def _letters(typed: str | None) -> str:
    """Return three letters when that is what was typed; "" otherwise."""
    upper = (typed or "").strip().upper()
    return upper if LETTERS.fullmatch(upper) else ""


def _spellings(name: str) -> Iterator[str]:
    """Yield ways of shortening a name to three letters, the most natural first.

    >>> from itertools import islice
    >>> list(islice(_spellings("Funksjonelle krav"), 3))
    ['FUN', 'FUK', 'FUS']
    """
    letters = re.sub(r"[^A-ZÆØÅ]", "", name.upper()) or NO_AREA[0]
    first = (letters + "XX")[:2]
    yield (letters + "XX")[:3]
    yield from (first + each for each in dict.fromkeys(letters[3:]))
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from (letters[0] + one + other for one in alphabet for other in alphabet)
    yield from (a + b + c for a in alphabet for b in alphabet for c in alphabet)


def _answer_mode(typed: str | None) -> AnswerMode | None:
    return _meant("answer_mode", typed, spellings.ANSWER_MODES, words.ANSWER_MODES, NO_MODE)


def _meant(
    key: str, typed: str | None, known: Spellings[Meant], ours: Mapping[Meant, Any], refusal: str
) -> Meant | None:
    """Return what a word stands for, None where nothing is written."""
    text = (typed or "").strip()
    found = spellings.meant(text, known, ours)
    if text and found is None:
        raise RuleBroken(refusal, field=key, typed=text[:40])
    return found


def _moment(typed: str | None) -> tuple[MetWhen, date | None]:
    """Return when it must be met, and the day where it is one."""
    text = (typed or "").strip()
    if text[:1].isdigit() or text.casefold().startswith("innen "):
        try:
            return MetWhen.BY_DATE, read_day(text.casefold().removeprefix("innen ").strip())
        except ValueError:
            raise RuleBroken(NO_MOMENT, field="met_when", typed=text[:40]) from None
    found = _meant("met_when", text, spellings.MET_WHEN, words.MET_WHEN, NO_MOMENT)
    return found or MetWhen.AT_OFFER, None


def read(session: Session, tender: Tender, sheet: Sheet, mapping: Mapping[str, int]) -> Plan[dict[str, Any]]:
    """Read a list as requirements of a tender: those that can be used, and what is wrong with the others."""
    columns = Requirement.area, Requirement.number, Requirement.area_name
    rows = session.execute(
        select(*columns, Requirement.text, Requirement.removed_at).where(Requirement.tender_id == tender.id)
    ).all()
    reader = Reader(
        criteria=tender.criteria,
        areas={row.area: row.area_name for row in rows},
        ids={(row.area, row.number): f"{row.area}-{row.number:03d}" for row in rows},
        texts={plain(row.text): f"{row.area}-{row.number:03d}" for row in rows if row.removed_at is None},
        graded="kind" in mapping and any(plain(row.cells[mapping["kind"]]) == "o" for row in sheet.rows),
    )
    return plan.check(sheet, mapping, COLUMNS, RequirementRow, reader.settle)


# --- Writing -------------------------------------------------------------------------------------


def headings() -> list[str]:
    """Return what the columns of an exported list are called; they are read again as they are."""
    return [str(column.title) for column in COLUMNS]


def written(rows: Iterable[Requirement]) -> Iterator[list[Cell]]:
    """Yield the cells of each requirement."""
    for row in rows:
        yield [
            row.identifier,
            row.area,
            row.area_name,
            row.text,
            str(words.KINDS[row.kind]),
            row.met_by or str(words.MET_WHEN[row.met_when]),
            str(words.ANSWER_MODES[row.answer_mode]),
            row.answer,
            row.criterion.name if row.criterion else None,
            row.weight,
            _("Ja") if row.climate else None,
            row.reason,
            row.source,
        ]


def lists(tender: Tender) -> dict[str, list[str]]:
    """Return what can be chosen in the cells of a template, by the column's key."""
    return {
        "kind": [str(word) for word in words.KINDS.values()],
        "met_when": [str(words.MET_WHEN[each]) for each in spellings.MET_WHEN],
        "answer_mode": [str(word) for word in words.ANSWER_MODES.values()],
        **({"criterion": [each.name for each in tender.criteria]} if tender.criteria else {}),
    }


def examples() -> list[dict[str, Cell]]:
    """Return rows that show how a list is filled in."""
    return [
        {
            "area": _("Funksjoner"),
            "text": _("Ansatte skal kunne melde avvik fra mobil uten å installere en app."),
            "kind": _("Absolutt"),
            "met_when": _("Ved tilbud"),
            "answer_mode": _("Bekreft"),
            "reason": _("Mange arbeider ute uten egen datamaskin."),
        },
        {
            "area": _("Funksjoner"),
            "text": _("Den som melder, skal få beskjed når saken er lukket."),
            "kind": _("Evaluert"),
            "met_when": _("Ved levering"),
            "answer_mode": _("Beskriv"),
            "answer": _("Hvordan beskjeden kommer fram, og hva den viser."),
            "weight": 3,
        },
    ]
