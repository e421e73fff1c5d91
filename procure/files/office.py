"""Office documents as packages of parts: is it the kind it says, and does nothing in it act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from procure.domain.errors import N_, RuleBroken

TYPES: Final = "[Content_Types].xml"
MAIN: Final = {  # the part that makes a package what it is, and its type
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
}
# Parts that carry programs, or whole files of other programs
LIVING: Final = re.compile(
    r"vbaproject|vbadata|macrosheets/|dialogsheets/|activex|oleobject|customui/"
    r"|embeddings/[^/]*\.(?!xlsx$|docx$)|^basic/|^scripts/|^object [^/]*$"
    r"|\.(exe|dll|js|vbs|bat|cmd|ps1|scr|jar|html?)$",
    re.IGNORECASE,
)
WITHIN: Final = re.compile(r"(?:^|/)embeddings/[^/]*\.(xlsx|docx)$", re.IGNORECASE)  # the figures of a chart
FETCHED: Final = re.compile(
    rb"<w:instrText[^>]*>\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE
)
DECLARED: Final = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)


def is_a(kind: str, media_type: str, parts: Mapping[str, bytes]) -> bool:
    """Answer whether a package is of the kind that its name says."""
    if kind in ("odt", "ods"):
        said = parts.get("mimetype", b"").strip()
        return next(iter(parts), "") == "mimetype" and said == media_type.encode() and "content.xml" in parts
    part, said_as = MAIN[kind]
    return part in parts and said_as.encode() in parts.get(TYPES, b"")


def check_still(parts: Mapping[str, bytes]) -> None:
    """Raise RuleBroken for macros, files within the file, what is fetched from elsewhere, declarations."""
    if any(LIVING.search(name) for name in parts) or b"macroEnabled" in parts.get(TYPES, b""):
        raise RuleBroken(
            N_("Filen har makroer eller andre filer i seg. Lagre den uten, for eksempel som PDF."),
            field="file",
        )
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and not is_plain_xml(part):
            raise RuleBroken(N_("Filen er bygd opp på en uvanlig måte. Lagre den på nytt."), field="file")
        if FETCHED.search(part) or (name.endswith(".rels") and _reaches_out(part)):
            raise RuleBroken(
                N_("Filen henter mal eller innhold fra et annet sted. Ta bort koblingen, eller lag en PDF."),
                field="file",
            )


def is_plain_xml(data: bytes) -> bool:
    """Answer whether XML declares nothing of its own: no DTD, no entity."""
    return not any(word in data for word in DECLARED)


def careful_parser() -> etree.XMLParser:
    """Return a parser that resolves and fetches nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _reaches_out(part: bytes) -> bool:
    """Answer whether a list of relations leads out of the package; a link to click does no harm."""
    try:
        relations = etree.fromstring(part, careful_parser())
    except etree.XMLSyntaxError:
        return True
    return any(
        each.get("TargetMode") == "External" and not str(each.get("Type", "")).endswith("/hyperlink")
        for each in relations.iter("{*}Relationship")
    )
