"""The bank as a spreadsheet: the columns, the list that is written, and rows that are read in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from flask.wrappers import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from procure.library.models import AnswerMode, BankRequirement, MetWhen, RequirementKind
from procure.library.words import ANSWER_MODES, KINDS, MET_WHEN
from procure.sheets import writing
from procure.sheets.columns import Column
from procure.sheets.writing import Cell
from procure.web.language import day

KIND: Final = "bank"
COLUMNS: Final = (
    Column(
        "key",
        lazy("Id"),
        ("krav id", "krav nr", "kravnr", "nr", "kravnummer"),
        help=lazy("La stå tomt for nye krav. Med id-en til et krav i banken blir raden en ny utgave av det."),
    ),
    Column(
        "area",
        lazy("Gruppe"),
        ("gruppekode", "område", "kravgruppe", "kategori"),
        required=True,
        help=lazy("Tre bokstaver, for eksempel SIK. Kravet får neste ledige nummer i gruppen."),
    ),
    Column(
        "area_name_nb",
        lazy("Navn på gruppen på bokmål"),
        ("gruppenavn", "navn på gruppen", "områdenavn"),
        help=lazy("Bare når gruppen er ny."),
    ),
    Column(
        "area_name_nn",
        lazy("Navn på gruppen på nynorsk"),
        ("gruppenavn nynorsk", "områdenavn nynorsk"),
        help=lazy("Bare når gruppen er ny."),
    ),
    Column(
        "text_nb",
        lazy("Krav på bokmål"),
        ("krav", "kravtekst", "kravet", "krav bokmål", "kravet på bokmål", "beskrivelse", "tekst"),
        required=True,
        help=lazy("Én ting i hvert krav, slik at det kan prøves."),
    ),
    Column(
        "text_nn",
        lazy("Krav på nynorsk"),
        ("krav nynorsk", "kravtekst nynorsk", "kravet på nynorsk"),
        required=True,
        help=lazy("Det samme kravet, skrevet på nynorsk."),
    ),
    Column(
        "kind",
        lazy("Type"),
        ("kravtype", "slag"),
        required=True,
        help=lazy("Absolutt, Evaluert, Absolutt og evaluert, eller Informasjon."),
    ),
    Column(
        "met_when",
        lazy("Oppfylt"),
        ("når", "oppfylles", "oppfylt når", "tidspunkt"),
        required=True,
        help=lazy("Ved tilbud eller Ved levering."),
    ),
    Column(
        "answer_mode",
        lazy("Svar"),
        ("svarform", "besvares", "besvarelse"),
        required=True,
        help=lazy("Bekreft, Beskriv, Dokumenter eller Demonstrer."),
    ),
    Column(
        "answer_nb",
        lazy("Svaret må inneholde, på bokmål"),
        ("krav til besvarelse", "krav til svar", "svaret må inneholde", "krav til besvarelse bokmål"),
        help=lazy("Kan stå tomt når kravet bare skal bekreftes."),
    ),
    Column(
        "answer_nn",
        lazy("Svaret må inneholde, på nynorsk"),
        ("krav til besvarelse nynorsk", "krav til svar nynorsk"),
        help=lazy("Kan stå tomt når kravet bare skal bekreftes."),
    ),
    Column(
        "reason_nb",
        lazy("Hvorfor, på bokmål"),
        ("begrunnelse", "hvorfor", "begrunnelse bokmål"),
        required=True,
        help=lazy("Hva kravet hindrer eller gir."),
    ),
    Column(
        "reason_nn",
        lazy("Hvorfor, på nynorsk"),
        ("begrunnelse nynorsk", "grunngiving"),
        required=True,
        help=lazy("Det samme, skrevet på nynorsk."),
    ),
    Column(
        "source",
        lazy("Kilde på bokmål"),
        ("kilde", "referanse", "hjemmel", "kilde bokmål"),
        required=True,
        help=lazy("Lov, standard eller erfaring det bygger på."),
    ),
    Column(
        "source_nn",
        lazy("Kilde på nynorsk"),
        ("kilde nynorsk", "kjelde"),
        help=lazy("La stå tomt når den er lik på nynorsk."),
    ),
    Column(
        "categories",
        lazy("Typer system"),
        ("systemtype", "systemtyper", "type system"),
        help=lazy("Navn fra arket med lister, med komma mellom. La stå tomt når kravet passer for alle."),
    ),
    Column(
        "climate",
        lazy("Klima og miljø"),
        ("klima", "miljø", "klimakrav"),
        help=lazy("Ja eller Nei."),
    ),
    Column("weight", lazy("Foreslått vekt"), ("vekt",), help=lazy("1 til 5, bare for krav som gir poeng.")),
)


def export(
    rows: Iterable[BankRequirement], kind: str, categories: Mapping[str, str], today: date
) -> Response:
    """Hand out requirements as a list that can be filled in and brought in again."""
    headings = [*(str(column.title) for column in COLUMNS), _("Utgave")]
    written = [cells(row, categories) for row in rows]
    source = _("Kravbanken i Samkjøp, %(day)s", day=day(today))
    name = _("Kravbanken")
    file = f"{name} {today.isoformat()}"
    return writing.hand_out(name, headings, written, source=source, file=file, kind=kind)


def cells(row: BankRequirement, categories: Mapping[str, str]) -> list[Cell]:
    """Write a requirement as the cells of a row, in the words that are read in again."""
    said: dict[str, Cell] = {
        "kind": str(KINDS[row.kind]),
        "met_when": str(MET_WHEN[row.met_when]),
        "answer_mode": str(ANSWER_MODES[row.answer_mode]),
        "categories": "; ".join(categories.get(key, key) for key in row.categories),
        "climate": _("Ja") if row.climate else _("Nei"),
    }
    return [*(said.get(each.key, getattr(row, each.key)) for each in COLUMNS), row.edition]


def template(categories: Mapping[str, str]) -> Response:
    """Hand out a list to fill in, with an example and what can be chosen."""
    lists = {
        "kind": [str(word) for word in KINDS.values()],
        "met_when": [str(MET_WHEN[each]) for each in (MetWhen.AT_OFFER, MetWhen.AT_DELIVERY)],
        "answer_mode": [str(word) for word in ANSWER_MODES.values()],
        "categories": list(categories.values()),
        "climate": [_("Ja"), _("Nei")],
    }
    data = writing.template(_("Krav"), COLUMNS, [_example()], lists)
    return writing.download(data, _("Mal for krav") + ".xlsx", writing.XLSX)


def _example() -> dict[str, Cell]:
    return {
        "area": "VAR",
        "area_name_nb": "Varsling",
        "area_name_nn": "Varsling",
        "text_nb": "Innbyggere skal kunne velge om de vil varsles på SMS eller e-post.",
        "text_nn": "Innbyggjarar skal kunne velje om dei vil bli varsla på SMS eller e-post.",
        "kind": str(KINDS[RequirementKind.EVALUATED]),
        "met_when": str(MET_WHEN[MetWhen.AT_DELIVERY]),
        "answer_mode": str(ANSWER_MODES[AnswerMode.DESCRIBE]),
        "answer_nb": "Beskriv hvilke varsler det gjelder, og hva som skjer når adressen er feil.",
        "answer_nn": "Skildre kva varsel det gjeld, og kva som skjer når adressa er feil.",
        "reason_nb": "Den som får varselet slik hun vil, leser det.",
        "reason_nn": "Den som får varselet slik ho vil, les det.",
        "source": "Praksis",
        "climate": _("Nei"),
        "weight": 2,
    }
