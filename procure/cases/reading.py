"""A case file's bytes as plain data: texts, whole numbers, true and false, lists and mappings alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from json import JSONDecodeError
from pathlib import Path as FilePath
from typing import Any, Final, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from procure.cases.faults import CaseRefused, Fault, Path, dotted, fault, file_fault, shown
from procure.domain.errors import N_

LARGEST: Final = 20_000_000  # bytes
DEEPEST: Final = 32
MOST_NODES: Final = 200_000
LONGEST_NUMBER: Final = 15  # digits

WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]*)")
DIRECTIVE: Final = re.compile(r"^%", re.MULTILINE)
LIKE_A_NUMBER: Final = re.compile(
    r"[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|[-+]?\.[0-9]+|0[xob][0-9A-Fa-f]+"
)
WORDS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
BAD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

NO_FILE = N_("Filen finnes ikke. Se etter om navnet er rett skrevet.")
A_FOLDER = N_("Dette er en mappe. Oppgi filen som ligger i den.")
UNREADABLE = N_("Filen kan ikke leses. Se etter om du har rett til å lese den.")
TOO_LARGE = N_("Filen er på %(size)s byte, og en sak kan være på høyst %(most)s. Ta ut store vedlegg.")
EMPTY = N_("Filen er tom. Se docs/case-files.md for hva en sak består av.")
NOT_UTF8 = N_("Filen er ikke skrevet i UTF-8 (feil ved byte %(place)s). Lagre den på nytt som UTF-8.")
BROKEN_YAML = N_("Filen er ikke rett YAML: %(problem)s. Se etter innrykk, kolon og anførselstegn.")
BROKEN_JSON = N_("Filen er ikke rett JSON: %(problem)s. Se etter komma, klammer og anførselstegn.")
TOO_DEEP = N_("Filen har mer enn %(most)s nivåer inni hverandre. En sak har langt færre.")
TOO_MANY_NODES = N_("Filen har mer enn %(most)s verdier. En sak har langt færre.")
ALIAS = N_("Ankere og henvisninger (& og *) kan ikke brukes. Skriv verdien der den skal stå.")
TAG = N_("Merkelapper som %(tag)s kan ikke brukes. Ta den bort.")
A_DIRECTIVE = N_("En linje kan ikke begynne med %(sign)s. Ta den bort, eller rykk den inn.")
TWO_DOCUMENTS = N_("Filen har mer enn ett dokument. Ta bort linjen med ---.")
TWICE = N_("Nøkkelen «%(key)s» står to ganger. Ta bort den ene.")
NOT_A_KEY = N_("En nøkkel må være et ord. Se etter innrykk og kolon.")
QUOTE = N_('Dette kan leses som flere tall. Skriv "%(typed)s" i anførselstegn.')
LONG_NUMBER = N_("Tallet er altfor stort.")
FRACTION = N_('Tall med desimaler skrives i anførselstegn: "%(typed)s".')
UNPRINTABLE = N_("Teksten har tegn som ikke kan skrives ut. Skriv den på nytt.")
NOT_A_CASE = N_("Filen må begynne med navn og verdier, som format: samkjop-case/1.")


def read_file(name: str) -> dict[str, Any]:
    """Read a case file as plain data; its name tells whether it is JSON, else it is YAML.

    Raises CaseRefused when it cannot be read.
    """
    path = FilePath(name)
    try:
        if path.is_dir():
            raise file_fault(A_FOLDER)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
            size = len(data) if len(data) <= LARGEST else path.stat().st_size
    except FileNotFoundError as reason:
        raise file_fault(NO_FILE) from reason
    except (OSError, ValueError) as reason:
        raise file_fault(UNREADABLE) from reason
    if size > LARGEST:
        raise file_fault(TOO_LARGE, size=size, most=LARGEST)
    return read(data, json_text=path.suffix.lower() == ".json")


def read(data: bytes, *, json_text: bool) -> dict[str, Any]:
    """Read the bytes of a case as plain data; raises CaseRefused when they cannot be read."""
    if len(data) > LARGEST:
        raise file_fault(TOO_LARGE, size=len(data), most=LARGEST)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise file_fault(NOT_UTF8, place=reason.start) from reason
    if not text.strip():
        raise file_fault(EMPTY)
    found = _read_json(text) if json_text else _read_yaml(text)
    if not isinstance(found, dict):
        raise file_fault(NOT_A_CASE)
    if unfit := list(_unfit(found)):
        raise CaseRefused(unfit)
    return found


def _unfit(found: object, path: Path = ()) -> Any:
    """Yield the texts and names that hold what cannot be printed or kept."""
    if isinstance(found, str):
        if BAD.search(found):
            yield fault(path, UNPRINTABLE, found)
        return
    pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for name, value in pairs:
        if isinstance(name, str) and BAD.search(name):
            yield fault((*path, name), UNPRINTABLE)
        yield from _unfit(value, (*path, name))


# --- YAML ----------------------------------------------------------------------------------------


def _read_yaml(text: str) -> object:
    if found := DIRECTIVE.search(text):
        raise file_fault(A_DIRECTIVE, line=text.count("\n", 0, found.start()) + 1, sign="%")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return Builder().build(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as reason:
        mark = getattr(reason, "problem_mark", None)
        problem = str(getattr(reason, "problem", None) or getattr(reason, "reason", None) or "?")
        raise file_fault(BROKEN_YAML, line=mark.line + 1 if mark else 0, problem=shown(problem)) from reason


class Builder:
    """Puts the events of a YAML text together; what is not plain is refused where it stands."""

    def __init__(self) -> None:
        self.events: Any = None
        self.nodes = 0
        self.documents = 0
        self.faults: list[Fault] = []

    def build(self, events: Any) -> object:
        """Return what the text says; raises CaseRefused with everything that may not stand in it."""
        self.events = iter(events)
        found: object = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise file_fault(TWO_DOCUMENTS, line=_line(event))
                found = self._value(next(self.events), ())
        if self.faults:
            raise CaseRefused(self.faults)
        return found

    def _value(self, event: Event, path: Path) -> object:
        self._count(event, path)
        if isinstance(event, AliasEvent):
            self._refuse(event, path, ALIAS)
            return None
        self._check(event, path)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        return self._scalar(event, path) if isinstance(event, ScalarEvent) else self._list(path)

    def _check(self, event: Event, path: Path) -> None:
        """Refuse what gives a value another meaning than it shows."""
        if not isinstance(event, ScalarEvent | CollectionStartEvent):
            return
        if event.anchor is not None:
            self._refuse(event, path, ALIAS)
        if event.tag is not None:
            self._refuse(event, path, TAG, tag=shown(event.tag))

    def _count(self, event: Event, path: Path) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise file_fault(TOO_MANY_NODES, line=_line(event), most=MOST_NODES)
        if len(path) > DEEPEST:
            raise file_fault(TOO_DEEP, line=_line(event), most=DEEPEST)

    def _mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            name = self._key(event, path)
            if name in found:
                self._refuse(event, (*path, name), TWICE, key=shown(name))
            found[name] = self._value(next(self.events), (*path, name))
        return found

    def _key(self, event: Event, path: Path) -> str:
        if isinstance(event, ScalarEvent):
            self._count(event, path)
            self._check(event, path)
            return str(event.value)
        if isinstance(event, AliasEvent):
            self._refuse(event, path, ALIAS)
            return f"*{event.anchor}"
        raise file_fault(NOT_A_KEY, line=_line(event))

    def _list(self, path: Path) -> list[object]:
        found: list[object] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _scalar(self, event: ScalarEvent, path: Path) -> object:
        text = str(event.value)
        if event.style:
            return text
        if text in WORDS:
            return WORDS[text]
        if not LIKE_A_NUMBER.fullmatch(text):
            return text
        if WHOLE.fullmatch(text) and len(text) <= LONGEST_NUMBER:
            return int(text)
        if WHOLE.fullmatch(text):
            self._refuse(event, path, LONG_NUMBER, text)
        else:
            self._refuse(event, path, QUOTE, text, typed=shown(text))
        return None

    def _refuse(self, event: Event, path: Path, sentence: str, value: str = "", **facts: str) -> None:
        self.faults.append(fault(path, sentence, value, line=_line(event), **facts))


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


# --- JSON ----------------------------------------------------------------------------------------


def _read_json(text: str) -> object:
    try:
        found = json.loads(
            text,
            object_pairs_hook=_once_each,
            parse_float=_fraction,
            parse_constant=_fraction,
            parse_int=_whole,
        )
    except JSONDecodeError as reason:
        raise file_fault(BROKEN_JSON, line=reason.lineno, problem=reason.msg) from reason
    except RecursionError as reason:
        raise file_fault(TOO_DEEP, most=DEEPEST) from reason
    _measure(found)
    return found


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise file_fault(TWICE, key=shown(name))
        found[name] = value
    return found


def _fraction(typed: str) -> NoReturn:
    raise file_fault(FRACTION, typed=shown(typed))


def _whole(typed: str) -> int:
    if len(typed) > LONGEST_NUMBER:
        raise file_fault(LONG_NUMBER)
    return int(typed)


def _measure(found: object) -> None:
    """Refuse what is deeper or larger than any case, level by level."""
    level, nodes = [found], 0
    for _depth in range(DEEPEST + 2):
        nodes += len(level)
        if nodes > MOST_NODES:
            raise file_fault(TOO_MANY_NODES, most=MOST_NODES)
        level = [part for each in level for part in _parts(each)]
        if not level:
            return
    raise file_fault(TOO_DEEP, most=DEEPEST)


def _parts(found: object) -> list[object]:
    if isinstance(found, dict):
        return list(found.values())
    return found if isinstance(found, list) else []


__all__ = ["CaseRefused", "dotted", "read", "read_file"]
