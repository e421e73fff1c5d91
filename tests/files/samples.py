"""Small files of every kind that may be sent, whole and with something wrong in them."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import xlsxwriter
from PIL import Image

EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://x/{kind}" Target="https://x.example/" TargetMode="External"/>'
    "</Relationships>"
)


def pdf(**root: Any) -> bytes:
    """A PDF of one page; what is given goes into its root."""
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(100, 100))
        for name, value in root.items():
            made.Root[f"/{name}"] = value
        target = BytesIO()
        made.save(target)
        return target.getvalue()


def locked_pdf() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(100, 100))
        target = BytesIO()
        made.save(target, encryption=pikepdf.Encryption(owner="a", user=""))
        return target.getvalue()


def archive(parts: dict[str, str | bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return target.getvalue()


def docx(**parts: str | bytes) -> bytes:
    """A Word document; more parts by name, with "__" for "/" and "_dot_" for "."."""
    more = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": BODY, **more})


def xlsx() -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet().write(0, 0, "Rom")
    return target.getvalue()


def odt(**parts: str | bytes) -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "content.xml": "<content/>", **parts})


def picture(form: str = "PNG", size: tuple[int, int] = (4, 4)) -> bytes:
    target = BytesIO()
    Image.effect_noise(size, 50).save(target, form)
    return target.getvalue()
