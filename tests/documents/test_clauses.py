"""Numbered clauses: the number stands beside the first line of its text, wherever pages end."""

from __future__ import annotations

import pytest

from procure.domain.assembly import Chapter, Document, Prose
from tests.documents.printing import print_document
from tests.documents.reading import page_texts
from tests.documents.samples import stamp

COUNT = 60


@pytest.mark.parametrize("lines", [3, 5])
def test_a_number_never_ends_a_page_without_its_text(lines, tmp_path):
    said = (
        "Leverandøren skal levere løsningen slik den er beskrevet i avtalen og i bilagene til den. " * lines
    )
    clauses = tuple(Prose(f"Begynn{number}. {said}", numbered=True) for number in range(1, COUNT + 1))
    document = Document("terms", "Vilkår", "nb", (Chapter("all", "Alt", clauses),))
    pages = [page.split() for page in page_texts(print_document(document, stamp()), tmp_path)]
    assert len(pages) > 2
    for number in range(1, COUNT + 1):
        assert [f"1.{number}" in page for page in pages] == [f"Begynn{number}." in page for page in pages]
