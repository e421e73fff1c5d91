"""What an archive asks of a file: colours that are certain, and the files that travel in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import md5
from importlib.resources import files

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from procure.documents.metadata import pdf_date

PROFILE = "sRGB2014.icc"  # comes with WeasyPrint
COLOURS = "sRGB IEC61966-2.1"


@dataclass(frozen=True, slots=True)
class Inside:
    """A file that travels inside a PDF.

    relationship: to the document, in the words of PDF: "Source", "Data", "Alternative", "Supplement".
    """

    name: str
    media_type: str
    description: str
    relationship: str
    data: bytes


def say_colours(pdf: Pdf) -> None:
    """Say which colours the numbers in the file mean."""
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(COLOURS),
        Info=String(COLOURS),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=Stream(pdf, profile(), N=3),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


@cache
def profile() -> bytes:
    """Return the colour profile."""
    return files("weasyprint.pdf").joinpath(PROFILE).read_bytes()


def put_inside(pdf: Pdf, inside: Sequence[Inside], moment: datetime) -> None:
    """Embed files, each tied to the whole document; ValueError when two share a name."""
    if len({each.name for each in inside}) != len(inside):
        raise ValueError("two embedded files share a name")
    if not inside:
        return
    placed = sorted(inside, key=lambda each: String(each.name).__bytes__())
    specifications = {each.name: pdf.make_indirect(specification(pdf, each, moment)) for each in placed}
    names = Array()
    for name, found in specifications.items():
        names.append(String(name))
        names.append(found)
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=names))
    pdf.Root.AF = Array([specifications[each.name] for each in inside])


def specification(pdf: Pdf, inside: Inside, moment: datetime) -> Dictionary:
    """Return what the file says of one that travels in it."""
    stream: Object = pdf.make_indirect(
        Stream(
            pdf,
            inside.data,
            Type=Name.EmbeddedFile,
            Subtype=Name(f"/{inside.media_type}"),
            Params=Dictionary(
                Size=len(inside.data),
                CreationDate=String(pdf_date(moment)),
                ModDate=String(pdf_date(moment)),
                CheckSum=String(md5(inside.data, usedforsecurity=False).digest()),
            ),
        )
    )
    return Dictionary(
        Type=Name.Filespec,
        F=String(inside.name),
        UF=String(inside.name),
        Desc=String(inside.description),
        AFRelationship=Name(f"/{inside.relationship}"),
        EF=Dictionary(F=stream, UF=stream),
    )
