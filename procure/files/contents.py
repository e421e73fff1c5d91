"""What may be in a file from outside: name, first bytes and structure agree, and nothing in it acts.

`clean` gives back the bytes to keep: pictures are drawn anew, everything else is kept as it came or refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final

import pikepdf
from lxml import etree
from PIL import Image, ImageOps, UnidentifiedImageError

from procure.domain.errors import N_, RuleBroken
from procure.files import archives, office

KINDS: Final[Mapping[str, str]] = {  # what may be sent, and what it is handed out as
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
    "xml": "application/xml",
}
UNKNOWN: Final = "application/octet-stream"
EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"
MOST_PIXELS: Final = 50_000_000
OTHER: Final = N_("Innholdet er ikke det filnavnet sier (.%(kind)s). Lagre filen på nytt i riktig format.")
DRAWS: Final = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg")
BINARY: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# What a PDF can do by itself, or carry with it
ACTS: Final = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/GoToE"}
CARRIES: Final = {"/JS", "/EF", "/XFA", "/EmbeddedFiles"}


def kind_of(name: str) -> str:
    """Return the last part of a file's name: "pdf"."""
    return name.rpartition(".")[2].lower()


def media_type_of(name: str) -> str:
    """Return what a file is handed out as: bytes, for a kind that we do not know."""
    return KINDS.get(kind_of(name), UNKNOWN)


def clean(name: str, data: bytes) -> bytes:
    """Look through a file, and return the bytes to keep.

    Raises RuleBroken, about the field `file`, for what is not what its name says, or could do harm.
    """
    kind = kind_of(name)
    if kind not in READERS:
        kinds = ", ".join(KINDS)
        raise RuleBroken(N_("Filen må være en av disse: %(kinds)s."), field="file", kinds=kinds)
    refuse_virus(data)
    return READERS[kind](kind, data)


def refuse_virus(data: bytes) -> None:
    """Raise RuleBroken for the string that every virus scanner is tested with."""
    if EICAR in data:
        raise RuleBroken(N_("Filen inneholder et virus, eller teststrengen for virus."), field="file")


def _other(kind: str) -> RuleBroken:
    return RuleBroken(OTHER, field="file", kind=kind)


# --- PDF -----------------------------------------------------------------------------------------


def _pdf(kind: str, data: bytes) -> bytes:
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise _other(kind)
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise RuleBroken(N_("PDF-en er låst. Lagre den uten passord og sperrer."), field="file")
            if not len(pdf.pages):
                raise _other(kind)
            _check_still(pdf)
    except pikepdf.PasswordError as fault:
        raise RuleBroken(N_("PDF-en er låst. Lagre den uten passord og sperrer."), field="file") from fault
    except pikepdf.PdfError as fault:
        raise _other(kind) from fault
    return data


def _check_still(pdf: pikepdf.Pdf) -> None:
    """Raise RuleBroken when something in a PDF acts by itself, or another file lies in it."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array) and _acts(each, 0):
            raise RuleBroken(
                N_("PDF-en har skript, handlinger eller andre filer i seg. Skriv den ut til en ny PDF."),
                field="file",
            )


def _acts(thing: Any, depth: int) -> bool:
    """Answer whether a part of a PDF acts; what is written apart is looked at by itself."""
    if depth > 60:
        return True
    if isinstance(thing, pikepdf.Array):
        return any(_is_inside(each) and _acts(each, depth + 1) for each in thing)
    if CARRIES & set(thing.keys()) or str(thing.get("/S", "")) in ACTS:
        return True
    return any(_is_inside(each) and _acts(each, depth + 1) for _name, each in thing.items())


def _is_inside(thing: object) -> bool:
    """Answer whether a value is a part with parts of its own, written where it stands."""
    return isinstance(thing, pikepdf.Dictionary | pikepdf.Array) and not thing.is_indirect


# --- Office documents ----------------------------------------------------------------------------


def _package(kind: str, data: bytes, *, whole: bool = True) -> bytes:
    """Look through an office document; whole: it is no figure of a chart within another."""
    if not data.startswith(b"PK\x03\x04"):
        raise _other(kind)
    parts = archives.members(data)
    for part in parts.values():
        refuse_virus(part)
    if not office.is_a(kind, KINDS[kind], parts):
        raise _other(kind)
    office.check_still(parts)
    for name, part in parts.items():
        if within := office.WITHIN.search(name):
            if not whole:
                raise RuleBroken(archives.DAMAGED, field="file")
            _package(within[1].lower(), part, whole=False)
    return data


# --- Pictures ------------------------------------------------------------------------------------


def _picture(kind: str, data: bytes) -> bytes:
    """Draw a picture anew: what was hidden in it or behind it is gone, with place and camera."""
    form = {"png": "PNG", "jpg": "JPEG"}[kind]
    try:
        with Image.open(BytesIO(data), formats=[form]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                most = MOST_PIXELS // 1_000_000
                raise RuleBroken(
                    N_("Bildet er for stort. Det kan ha inntil %(most)s millioner bildepunkter."),
                    field="file",
                    most=most,
                )
            return _drawn(ImageOps.exif_transpose(picture), form)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as fault:
        raise _other(kind) from fault


def _drawn(picture: Image.Image, form: str) -> bytes:
    target = BytesIO()
    fresh = picture if picture.mode in ("1", "L", "LA", "RGB", "RGBA", "P") else picture.convert("RGB")
    fresh.info = {key: fresh.info[key] for key in ("transparency",) if key in fresh.info}
    fresh.save(target, form, **({"quality": 92} if form == "JPEG" else {}))
    return target.getvalue()


# --- Plain text ----------------------------------------------------------------------------------


def _text(kind: str, data: bytes) -> bytes:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if BINARY.search(text) or "\N{REPLACEMENT CHARACTER}" in text or data[:5] == b"%PDF-":
        raise _other(kind)
    return data


def _xml(kind: str, data: bytes) -> bytes:
    if not office.is_plain_xml(data):
        raise RuleBroken(N_("XML-filen viser til en annen fil (DTD). Ta det bort."), field="file")
    try:
        root = etree.fromstring(data, office.careful_parser())
    except etree.XMLSyntaxError as fault:
        raise _other(kind) from fault
    if any(isinstance(each.tag, str) and etree.QName(each).namespace in DRAWS for each in root.iter()):
        raise RuleBroken(
            N_("XML-filen er laget for å vises i en nettleser. Lagre den som PDF."), field="file"
        )
    return data


READERS: Final[Mapping[str, Callable[[str, bytes], bytes]]] = {
    "pdf": _pdf,
    **dict.fromkeys(("docx", "xlsx", "odt", "ods"), _package),
    **dict.fromkeys(("png", "jpg"), _picture),
    **dict.fromkeys(("txt", "csv"), _text),
    "xml": _xml,
}
