"""Pieces: whole chapters, cut by what they hold; an edit changes its own piece and moves few cuts."""

from __future__ import annotations

import random
import statistics
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from procure.documents import html
from procure.documents.assets import engine_version
from procure.documents.pieces import LARGEST, SMALLEST, cut, estimated_pages, guessed, runs
from procure.domain.assembly import Chapter, Document, Prose, outline
from tests.documents import samples

WORDS = "Leverandøren skal levere tjenesten slik kommunene har beskrevet den i bilag 1. "
LENGTHS = st.lists(st.integers(0, 160), min_size=1, max_size=40)  # sentences of each chapter


def chapter(number: int, sentences: int, *, new_page: bool = False) -> Chapter:
    return Chapter(f"c{number}", f"Kapittel {number}", (Prose(WORDS * sentences),), new_page=new_page)


def document(lengths: list[int]) -> Document:
    """Make a document of chapters without numbers, so that one more moves no other."""
    chapters = (replace(chapter(number, length), numbered=False) for number, length in enumerate(lengths))
    return Document("x", "X", "nb", tuple(chapters))


def ends(one: Document) -> list[str]:
    """Return the first chapter of each run but the first."""
    return [part[0].chapter.id for part in runs(one)[1:]]


@given(LENGTHS)
def test_runs_hold_every_chapter_once_in_order_and_are_neither_small_nor_large(lengths):
    one = document(lengths)
    parts = runs(one)
    assert [heading for part in parts for heading in part] == outline(one)
    for part in parts[:-1]:
        assert sum(map(guessed, part)) >= SMALLEST
    for part in parts:
        assert sum(map(guessed, part)) <= LARGEST or sum(map(guessed, part[:-1])) < SMALLEST


@given(LENGTHS, st.data())
def test_an_edit_that_moves_no_number_changes_the_key_of_its_piece_alone(lengths, data):
    number = data.draw(st.integers(0, len(lengths) - 1))
    one = document(lengths)
    edited = list(one.chapters)
    edited[number] = replace(edited[number], title=f"Kapitler {number}"[: len(edited[number].title)])
    before, after = cut(one), cut(replace(one, chapters=tuple(edited)))
    changed = [piece for piece in after if piece.key not in {old.key for old in before}]
    assert len(before) == len(after)
    assert len(changed) <= 1
    assert all(f"c{number}" in piece.chapters for piece in changed)
    assert [piece.key for piece in cut(document(lengths))] == [piece.key for piece in before]


def test_cuts_meet_again_after_a_long_chapter_came_in_early():
    """Of a hundred documents, most have moved cuts in one or two pieces, and few in more than a third."""
    moved = []
    for seed in range(100):
        dice = random.Random(seed)
        lengths = [dice.randint(5, 60) for _ in range(120)]
        new = replace(chapter(999, dice.randint(10, 120)), numbered=False)
        one = document(lengths)
        longer = replace(one, chapters=(one.chapters[0], new, *one.chapters[1:]))
        before, after = ends(one), ends(longer)
        moved.append(len(set(after) - set(before)) / len(after))
    assert statistics.median(moved) <= 0.12
    assert sum(share > 1 / 3 for share in moved) <= 15


def test_one_more_requirement_changes_one_piece():
    def keys(count: int) -> set[str]:
        areas = tuple(
            Chapter(
                f"a{n}", f"Område {n}", (samples.requirements(f"OM{n}", f"Krav {n}", 30 + (n == 4) * count),)
            )
            for n in range(12)
        )
        return {piece.key for piece in cut(Document("annex-1", "Bilag 1", "nb", areas, number="1"))}

    assert len(keys(0)) > 2
    assert len(keys(1) - keys(0)) == 1


def test_a_new_page_is_the_best_place_to_cut():
    lengths = [80] * 10
    forms = tuple(chapter(number, length, new_page=number == 4) for number, length in enumerate(lengths))
    assert ends(Document("x", "X", "nb", forms))[0] == "c4"


def test_a_heading_is_never_cut_off_from_what_stands_right_below_it():
    below = tuple(chapter(number, 90) for number in range(10))
    above = tuple(Chapter(f"p{one.id}", f"Del {one.id}", (), (one,)) for one in below)
    for part in runs(Document("x", "X", "nb", above)):
        assert part[0].level == 1
        assert part[-1].chapter.blocks


def test_pieces_together_hold_what_the_document_holds_and_name_their_chapters():
    one = Document("annex-1", "Bilag 1", "nb", tuple(chapter(number, 60) for number in range(20)), number="1")
    pieces = cut(one)
    assert pieces[0].name == "Bilag 1: Kapittel 0"
    assert [name for piece in pieces for name in piece.chapters] == [f"c{number}" for number in range(20)]
    assert "<h1" in pieces[0].html
    assert not any("<h1" in piece.html for piece in pieces[1:])
    whole = html.body(one)
    for number in range(20):
        assert whole.count(f">1.{number + 1} Kapittel") == 1
        assert sum(piece.html.count(f">1.{number + 1} Kapittel") for piece in pieces) == 1
    assert abs(estimated_pages([one]) - sum(piece.pages for piece in pieces)) <= len(pieces)


def test_a_document_without_chapters_is_one_piece_by_its_own_name():
    (piece,) = cut(Document("x", "Vedlegg", "nb", ()))
    assert (piece.name, piece.chapters, piece.pages) == ("Vedlegg", (), 1)


def test_a_library_that_is_not_there_has_no_version():
    assert engine_version("libnowhere.so.9", "version") == ""
