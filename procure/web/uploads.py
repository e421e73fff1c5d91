"""Files that people send: which pages take them and how large, and the field they are chosen in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import RawIOBase
from typing import Any, Final

from flask import Flask, current_app, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from procure.domain.errors import N_
from procure.web.fields import shown

MEGABYTE: Final = 1024 * 1024
TOO_LARGE: Final = N_("Filen «%(name)s» er for stor. Den kan være inntil %(most)s MB")
EMPTY: Final = N_("Filen «%(name)s» er tom. Velg en annen")
View = Callable[..., Any]


@dataclass(frozen=True)
class Sent:
    """A file as it came: its name without folders, and its bytes."""

    name: str
    data: bytes


def takes_files(most: int, into: Callable[[], RawIOBase] | None = None) -> Callable[[View], View]:
    """Let a page be sent forms of so many bytes, files and all; write it right under the door.

    Make it some times what one file may be: what is a little too large is then refused beside its field, with
    the rest of the form kept, and only what is far too large gets the page that says so.
    into: what takes the bytes of a file as they come; else they wait in memory, or on the disk.
    """

    def mark(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]  # the door hands it on, as it does the name
        view.into = into  # type: ignore[attr-defined]
        return view

    return mark


def _make_room() -> None:
    """Allow what the page has said, before anybody reads the form."""
    view = current_app.view_functions.get(request.endpoint or "")
    if most := getattr(view, "most_bytes", None):
        request.max_content_length = most
    if into := getattr(view, "into", None):
        request._get_file_stream = lambda **_known: into()  # type: ignore[method-assign]


class FileField(Field):
    """A file to choose; `data` is `Sent`, or None when none was chosen."""

    widget = FileInput()
    data: Any

    def __init__(
        self, label: str, *, most: int, missing: str = "", kinds: Iterable[str] = (), **kwargs: Any
    ) -> None:
        """most: bytes; missing: the sentence when none is chosen, "" where that is fine; kinds: "pdf" …"""
        accept = {"accept": ",".join(f".{kind}" for kind in kinds)} if kinds else {}
        super().__init__(label, render_kw=accept, **kwargs)
        self.most, self.missing = most, missing

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        chosen = [each for each in valuelist if isinstance(each, FileStorage) and each.filename]
        if chosen:
            self.data = self._read(chosen[0])

    def _read(self, chosen: FileStorage) -> Sent:
        name = plain_name(chosen.filename or "")
        with chosen.stream:
            data = chosen.stream.read(self.most + 1)
        if len(data) > self.most:
            raise ValueError(_(TOO_LARGE, name=shown(name), most=self.most // MEGABYTE))
        if not data:
            raise ValueError(_(EMPTY, name=shown(name)))
        return Sent(name, data)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation
        if self.missing and self.data is None:
            raise StopValidation(str(self.missing))


def plain_name(name: str) -> str:
    r"""Return a file's name without the folders that some browsers send, in composed letters.

    >>> plain_name("C:\\Saker\\Kart over bygget.pdf")
    'Kart over bygget.pdf'
    """
    return unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2]).strip()


def init_app(app: Flask) -> None:
    """Make room before the token is looked for in the form; so this comes before CSRFProtect."""
    app.before_request(_make_room)
