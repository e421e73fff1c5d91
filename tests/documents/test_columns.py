"""Widths of the columns in tables that were typed."""

from __future__ import annotations

import re

from procure.documents.columns import measured
from procure.documents.prose import render

LEVELS = """\
| Nivå | Betyr | Rettet |
|---|---|---|
| A | Tjenesten står, eller opplysninger er på avveie | innen 8 timer |
"""


def widths(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"width: (\d+)%", measured(render(text)))]


def test_a_letter_takes_less_room_than_a_sentence() -> None:
    level, meaning, mended = widths(LEVELS)
    assert level < mended < meaning
    assert 95 <= level + meaning + mended <= 100


def test_the_table_stays_as_it_is_but_for_its_widths() -> None:
    html = render(f"Før.\n\n{LEVELS}\nEtter.")
    assert re.sub("<colgroup>.*</colgroup>", "", measured(html)) == html


def test_columns_to_fill_in_and_those_of_long_words_are_alike() -> None:
    assert widths("| Opplysning | Svar |\n|---|---|\n| Navn | |\n| Adresse | |\n") == []
    assert widths("| Sted | Underskrift |\n|---|---|\n| | |\n") == []
    assert widths(f"| A | B |\n|---|---|\n| {'a' * 60} | {'b' * 60} |\n") == []


def test_a_head_alone_and_text_without_tables_are_left() -> None:
    assert widths("| A | B |\n|---|---|\n") == [50, 50]
    assert measured(render("Bare tekst.")) == render("Bare tekst.")
    assert widths("| A | B |\n|---|---|\n| a | b |\n") == [50, 50]
