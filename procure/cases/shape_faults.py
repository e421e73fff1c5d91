"""What the schema says of a case, turned into sentences for whoever wrote it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final, cast

from jsonschema import Draft202012Validator, ValidationError, validators

from procure.cases import shape
from procure.cases.faults import Fault, Path, dotted, fault, shown
from procure.cases.outline import Place, walk
from procure.cases.records import RECORDS, notes
from procure.cases.schema import schema
from procure.domain.errors import N_, RuleBroken
from procure.files.inspection import inspect
from procure.tenders.service.attachments import check_file

MOST_TOLD: Final = 2_000  # what comes after is told when these are mended

UNKNOWN_NAME = N_("Feltet finnes ikke her. Ta det bort.")
MISSING = N_("Her mangler «%(name)s».")
EMPTY = N_("Dette må fylles ut.")
NOT_A_CHOICE = N_("Velg en av disse: %(choices)s.")
TOO_LONG = N_("Teksten er på %(count)s tegn. Det er plass til %(longest)s. Kort den ned.")
TOO_MANY = N_("Det er %(count)s her, og det er plass til %(most)s.")
TOO_SMALL = N_("Tallet kan ikke være under %(least)s.")
TOO_LARGE = N_("Tallet kan ikke være over %(most)s.")
WRONG_SHAPE = N_("Verdien kan ikke stå her. Se docs/case.schema.json.")
TYPES: Final = {
    "string": N_('Skriv en tekst. Et tall settes i anførselstegn: "2018".'),
    "integer": N_("Skriv et helt tall, uten anførselstegn."),
    "boolean": N_("Skriv true eller false, uten anførselstegn."),
    "array": N_("Skriv en liste, med bindestrek foran hver del."),
    "object": N_("Skriv felt med navn og verdi."),
}
KRONER = N_('Skriv beløpet i kroner med punktum, i anførselstegn: "1234567.50". Høyst 1 000 000 000.')
PATTERNS: Final = {
    shape.KRONER: KRONER,
    shape.DAY: N_("Skriv dagen slik: 2027-01-31. Året er fra 1900 til 2199."),
    shape.MOMENT: N_('Skriv tidspunktet med avstand fra UTC: "2027-01-31T12:00:00+01:00".'),
    notes.KEY: N_("Bruk små bokstaver a–z, tall og bindestrek."),
    notes.IDENTIFIER: N_("Skriv tre store bokstaver og et nummer: SIK-004."),
    notes.MUNICIPALITY: N_('Kommunenummeret har fire sifre og står i anførselstegn: "0301".'),
    notes.NUMBER: N_('Organisasjonsnummeret har ni sifre og står i anførselstegn: "123456789".'),
}
NO_SUCH_DAY = N_("Dagen finnes ikke i kalenderen.")
NO_SUCH_MOMENT = N_("Tidspunktet finnes ikke.")
NOT_BASE64 = N_("Innholdet må være skrevet i base64.")
TOO_MUCH = N_("Et beløp kan ikke være over 1 000 000 000 kr.")


def shape_faults(case: dict[str, Any]) -> list[Fault]:
    """List what does not follow the schema; when all does, also days, moments and amounts that cannot be."""
    errors = Strict(schema()).iter_errors(case)
    found = list(islice(_once(each for error in errors for each in _told(error)), MOST_TOLD))
    return found or list(_impossible(case))


def _once(told: Iterable[Fault]) -> Iterator[Fault]:
    """Say the same once: what is missing is found again with every other thing that is."""
    seen = set()
    for each in told:
        if (what := (each.path, each.sentence, str(each.facts))) not in seen:
            seen.add(what)
            yield each


def _fits(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """Hold a text against a pattern; the library's own lets a line end follow the last letter."""
    if isinstance(value, str) and (value.endswith("\n") or not re.search(pattern, value)):
        yield ValidationError("does not fit")


Strict: Final = validators.extend(Draft202012Validator, {"pattern": _fits})  # type: ignore[no-untyped-call]


def nearest(word: object, known: Any) -> str:
    """Return the known word that is most like a word; "" when none is."""
    return next(iter(get_close_matches(shown(word), [str(each) for each in known], 1, 0.6)), "")


# --- One error of the schema -----------------------------------------------------------------------


@dataclass(frozen=True)
class Wrong:
    """An error as the validator found it: where, what stood there, what the schema wanted."""

    path: Path
    value: Any
    wanted: Any
    schema: dict[str, Any]


def _told(error: ValidationError) -> Iterator[Fault]:
    wrong = Wrong(tuple(error.absolute_path), error.instance, error.validator_value, cast(Any, error.schema))
    teller = TELLERS.get(str(error.validator), _other)
    return teller(wrong)


def _other(wrong: Wrong) -> Iterator[Fault]:
    yield fault(wrong.path, WRONG_SHAPE, wrong.value)


def _unknown(wrong: Wrong) -> Iterator[Fault]:
    known = wrong.schema["properties"]
    for name, value in wrong.value.items():
        if name not in known:
            yield fault((*wrong.path, name), UNKNOWN_NAME, value, near=nearest(name, known))


def _missing(wrong: Wrong) -> Iterator[Fault]:
    for name in wrong.wanted:
        if name not in wrong.value:
            yield fault(wrong.path, MISSING, name=name)


def _type(wrong: Wrong) -> Iterator[Fault]:
    wanted = wrong.wanted[0] if isinstance(wrong.wanted, list) else wrong.wanted
    if wrong.value is None:
        yield fault(wrong.path, EMPTY)
    elif wrong.schema.get("pattern") == shape.KRONER:
        yield fault(wrong.path, KRONER, wrong.value)
    else:
        yield fault(wrong.path, TYPES[wanted], wrong.value)


def _choice(wrong: Wrong) -> Iterator[Fault]:
    known = wrong.wanted if isinstance(wrong.wanted, list) else [wrong.wanted]
    choices = ", ".join(str(each) for each in known if each is not None)
    if wrong.value is None:
        yield fault(wrong.path, EMPTY)
    else:
        yield fault(wrong.path, NOT_A_CHOICE, wrong.value, near=nearest(wrong.value, known), choices=choices)


def _pattern(wrong: Wrong) -> Iterator[Fault]:
    yield fault(wrong.path, PATTERNS[wrong.wanted], wrong.value)


def _short(wrong: Wrong) -> Iterator[Fault]:
    yield fault(wrong.path, EMPTY)


def _long(wrong: Wrong) -> Iterator[Fault]:
    yield fault(wrong.path, TOO_LONG, wrong.value, count=len(wrong.value), longest=wrong.wanted)


def _many(wrong: Wrong) -> Iterator[Fault]:
    yield fault(wrong.path, TOO_MANY, count=len(wrong.value), most=wrong.wanted)


def _small(wrong: Wrong) -> Iterator[Fault]:
    yield fault(wrong.path, TOO_SMALL, wrong.value, least=wrong.wanted)


def _large(wrong: Wrong) -> Iterator[Fault]:
    yield fault(wrong.path, TOO_LARGE, wrong.value, most=wrong.wanted)


TELLERS: Final[dict[str, Callable[[Wrong], Iterator[Fault]]]] = {
    "additionalProperties": _unknown,
    "required": _missing,
    "type": _type,
    "enum": _choice,
    "const": _choice,
    "pattern": _pattern,
    "minLength": _short,
    "maxLength": _long,
    "maxItems": _many,
    "maxProperties": _many,
    "minimum": _small,
    "maximum": _large,
}


# --- What no schema sees ---------------------------------------------------------------------------


def _impossible(case: dict[str, Any]) -> Iterator[Fault]:
    """Yield the days and moments that no calendar has, and the amounts above what we take."""
    if not _moment(case.get("frozen_at")):
        yield fault(("frozen_at",), NO_SUCH_MOMENT, case["frozen_at"])
    for place in walk(case):
        record = RECORDS[place.kind]
        if place.kind == "attachment":
            yield from _attachment(place)
        for name in record.columns:
            written = place.row.get(name)
            try:
                shape.value_of(record.column(name), written)
            except ValueError:
                yield fault(place.at(name), _why(str(written)), written)


def _attachment(place: Place) -> Iterator[Fault]:
    try:
        data = base64.b64decode(place.row["content"], validate=True)
        check_file(place.row["name"], data)
        inspect(place.row["name"], data)
    except ValueError:
        yield fault(place.at("content"), NOT_BASE64, place.row["content"])
    except RuleBroken as reason:
        name = "name" if reason.field == "name" else "content"
        where, value = dotted(place.at(name)), shown(place.row[name])
        yield Fault(path=where, sentence=reason.sentence, value=value, facts=reason.facts)


def _moment(written: str | None) -> bool:
    try:
        return written is None or bool(shape.read_moment(written))
    except ValueError:
        return False


def _why(written: str) -> str:
    if "T" in written:
        return NO_SUCH_MOMENT
    return NO_SUCH_DAY if "-" in written else TOO_MUCH
