"""The container of a Word file: its parts in a fixed order, the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from procure.documents.assets import content
from procure.documents.html import ENVIRONMENT
from procure.documents.stamps import Stamp
from procure.documents.word.elements import Element, writable
from procure.documents.word.ledger import FIRST_NUMBER, Ledger
from procure.domain.assembly import Document

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO"}
BAND = Path(__file__).parent / "band.png"
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP knows
TEMPLATES = {
    "[Content_Types].xml": "types.xml",
    "_rels/.rels": "package.xml",
    "docProps/core.xml": "core.xml",
    "docProps/app.xml": "app.xml",
    "word/_rels/document.xml.rels": "relations.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fonts.xml",
}


def pack(
    document: Document, stamp: Stamp, ledger: Ledger, body: Element, running: Mapping[str, Element]
) -> bytes:
    """Return the finished file; running: headers and footers by the names that sections know."""
    told = {
        "title": writable(f"{stamp.heading}: {document.name}"),
        "author": writable(stamp.author),
        "version": writable(stamp.version_label),
        "fingerprint": stamp.fingerprint,
        "moment": f"{stamp.moment:%Y-%m-%dT%H:%M:%SZ}",
        "language": LANGUAGES[document.language],
        "addresses": ledger.addresses,
        "lists": list(enumerate(ledger.starts, start=FIRST_NUMBER)),
        "running": list(running),
        "has_cover": document.cover is not None,
    }
    parts = {
        name: ENVIRONMENT.get_template(f"word/{template}").render(told).encode()
        for name, template in TEMPLATES.items()
    }
    parts["word/document.xml"] = written(body)
    parts.update({f"word/{name}.xml": written(element) for name, element in running.items()})
    if document.cover:
        parts["word/media/band.png"] = content(BAND)
    return zipped(parts)


def written(element: Element) -> bytes:
    """Return a part's XML."""
    return bytes(etree.tostring(element, encoding="UTF-8", xml_declaration=True, standalone=True))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as a ZIP without dates, in their order."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in parts.items():
            entry = ZipInfo(name, BEGINNING)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            archive.writestr(entry, data, compresslevel=6)
    return target.getvalue()
