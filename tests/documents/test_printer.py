"""Finished files: contents, numbers, bookmarks, links, structure and stamps, read from the bytes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pikepdf import Dictionary, OutlineItem

from procure.documents.html import LEAST_LISTED, contents
from procure.documents.letters import missing_characters
from procure.documents.printer import (
    ONE_CHAPTER,
    PrintFailed,
    estimated_pages,
    print_version,
)
from procure.documents.progress import Step, StepState
from procure.documents.stamps import heading_line
from procure.documents.words import words
from procure.domain.assembly import Chapter, Column, Document, Fact, Prose, Table, outline
from tests.documents import samples, soundness
from tests.documents.printing import print_document, print_package
from tests.documents.reading import kids, links, opened, page_texts, places, structure, tops

LINE = re.compile(r"^\s*(.+?)\s+(\d+)$")


def words_of(text):
    return " ".join(text.split())


@pytest.mark.row("H6")
def test_each_contents_entry_names_the_page_where_its_heading_stands(printed, tmp_path):
    texts = page_texts(printed["package"].pdf, tmp_path, lines=True)
    lines = [LINE.match(line) for line in texts[1].splitlines()]
    entries = [(found[1], int(found[2])) for found in lines if found]
    listed = map(contents, samples.package().documents)
    expected = [entry.text for each in listed for entry in (each if len(each) > ONE_CHAPTER else each[:1])]
    entries = [(title, page) for title, page in entries if "Versjon 8" not in title and "Side" not in title]
    assert [title for title, _ in entries] == expected
    for title, page in entries:
        assert title in words_of(texts[page - 1])


@pytest.mark.row("H6")
def test_every_link_leads_somewhere_and_says_where(file):
    pdf = opened(file.pdf)
    known = places(pdf)
    for _, link in links(pdf):
        assert str(link.Contents).startswith(("Gå til ", "Åpne "))
        assert link.F == 4
        if "/Dest" in link:
            assert str(link.Dest) in known
        else:
            assert re.match(r"https?://", str(link.A.URI))


def test_a_link_in_the_contents_leads_to_the_page_it_names(printed):
    pdf = opened(printed["package"].pdf)
    known = places(pdf)
    numbered = {str(link.Contents): known[str(link.Dest)] for page, link in links(pdf) if page == 2}
    assert numbered["Gå til 1.2 Avvik, side 5"] == 5
    assert numbered["Gå til Bilag 6 Samlet pris og prisbestemmelser, side 8"] == 8


def test_references_cross_documents_in_the_package_and_are_plain_text_alone(printed, tmp_path):
    together, alone = opened(printed["package"].pdf), printed["tender-documents"].pdf
    spoken = {str(link.Contents) for _, link in links(together)}
    assert {"Gå til bilag 6 punkt 6.3, side 10", "Gå til SIK-002, side 6", "Gå til punkt 4, side 4"} <= spoken
    lonely = opened(alone)
    assert {str(link.Contents) for page, link in links(lonely) if page > 2} == {
        "Gå til punkt 4, side 4",
        "Åpne https://kommune.example/avvik",
    }
    assert "bilag 6 punkt 6.3" in words_of(page_texts(alone, tmp_path)[2])


@pytest.mark.row("H6")
def test_bookmarks_hold_documents_and_their_chapters(printed):
    with opened(printed["package"].pdf).open_outline() as found:
        documents = list(found.root)
    assert [item.title for item in documents[1:]] == [d.name for d in samples.package().documents]
    assert [item.title for item in documents[2].children] == [h.text for h in outline(samples.annex_1())]
    assert all(isinstance(item, OutlineItem) for item in documents)


@pytest.mark.row("H5")
def test_every_page_carries_version_date_and_fingerprint(file, tmp_path):
    texts = page_texts(file.pdf, tmp_path)
    digits = samples.stamp().fingerprint
    short = f"{digits[:4]} {digits[4:8]} {digits[8:12]}"
    assert all("Versjon 8 · 2. desember 2026" in words_of(text) and short in text for text in texts)
    for number, text in enumerate(texts, start=1):
        is_cover = number == 1 and file.kind != "participants"
        assert is_cover or f"Side {number} av {file.pages}" in text


def test_demo_data_is_marked_on_every_page(tmp_path):
    stamp = samples.stamp(demo=True)
    bokmal = page_texts(print_document(samples.annex_6(), stamp), tmp_path)
    assert all("Demodata – ikke en ekte konkurranse" in text for text in bokmal)
    nynorsk = page_texts(print_document(samples.participant_list(), stamp), tmp_path)
    assert all("Demodata – ikkje ein ekte konkurranse" in text for text in nynorsk)


def test_the_file_says_what_it_is(file):
    pdf = opened(file.pdf)
    language = "nn" if file.kind == "participants" else "nb"
    assert str(pdf.Root.Lang) == language
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.CreationDate) == "D:20261202070000Z"
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == str(pdf.docinfo.Title) == f"Kvalitets- og avvikssystem: {file.name}"
        assert xmp["dc:creator"] == [str(pdf.docinfo.Author)] == ["Tynset kommune"]
        assert xmp["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["xmp:CreateDate"] == "2026-12-02T07:00:00Z"


def test_a_part_in_another_language_says_so(printed):
    pdf = opened(printed["package"].pdf)
    parts = kids(next(structure(pdf)))
    assert [str(part.Lang) for part in parts if isinstance(part, Dictionary)] == [
        "nb",
        "nb",
        "nb",
        "nb",
        "nn",
    ]


@pytest.mark.row("H7")
@pytest.mark.parametrize("holds", soundness.CHECKS, ids=lambda holds: holds.__name__)
def test_the_file_is_sound_and_can_be_read_aloud(file, holds, tmp_path):
    holds(file.pdf, tmp_path)


def test_sami_letters_can_be_searched(printed, tmp_path):
    text = words_of(" ".join(page_texts(printed["annex-1"].pdf, tmp_path)))
    assert "á, č, đ, ŋ, š, ŧ og ž riktig, også i Unjárga og Kárášjohka" in text


def test_fonts_are_shared_between_the_parts(printed):
    alone = sum(len(file.pdf) for kind, file in printed.items() if kind != "package")
    assert len(printed["package"].pdf) < alone * 0.6


def test_a_package_alone_is_the_one_of_the_whole_version(printed):
    assert print_package(samples.package(), samples.stamp()) == printed["package"].pdf


def test_pages_are_told_as_they_come_and_guessed_before():
    told: list[tuple[Step, ...]] = []
    documents = samples.package().documents
    files = print_version(samples.package(), samples.stamp(), watch=told.append)
    pages = [sum(step.done for step in steps) for steps in told]
    assert pages == sorted(pages)
    assert [step.kind for step in told[0]] == [file.kind for file in files]
    assert {step.state for step in told[-1]} == {StepState.DONE}
    assert [step.done for step in told[-1][:-1]] == [file.pages for file in files[:-1]]
    assert pages[-1] / 2 <= sum(step.total for step in told[0]) <= pages[-1] * 2
    assert estimated_pages(documents) <= pages[-1]


def test_a_long_table_repeats_its_head(tmp_path):
    texts = page_texts(print_document(samples.annex_1(40), samples.stamp()), tmp_path, lines=True)
    heads = [text for text in texts if re.search(r"Krav\s+Behov\s+Type\s+Slik svarer dere", text)]
    assert len(heads) >= 6


def test_a_crowded_cover_goes_on_and_the_contents_still_tell_the_right_pages(tmp_path):
    sample = samples.tender_documents()
    facts = tuple(Fact(f"Opplysning {number}", "verdi " * 40) for number in range(20))
    crowded = replace(samples.cover("Konkurransegrunnlag"), title="Anskaffelse " * 16, facts=facts)
    texts = page_texts(print_document(replace(sample, cover=crowded), samples.stamp()), tmp_path, lines=True)
    contents_page = next(number for number, text in enumerate(texts) if "Innhold" in text)
    assert contents_page > 1
    assert "Side" not in texts[contents_page - 1]
    listed = [LINE.match(line) for line in texts[contents_page].splitlines()]
    page = next(int(found[2]) for found in listed if found and found[1] == "4 Innlevering")
    assert "4 Innlevering" in texts[page - 1]


def test_a_document_of_few_chapters_goes_from_its_cover_to_its_pages(tmp_path):
    sample = samples.annex_1()
    few = replace(sample, chapters=sample.chapters[: LEAST_LISTED - 1])
    pdf = print_document(few, samples.stamp())
    texts = page_texts(pdf, tmp_path)
    assert "Side" not in texts[0]
    assert texts[1].split("\n\n")[0].startswith("Kvalitets- og avvikssystem")
    assert few.name in words_of(texts[1])
    assert f"Side 2 av {len(texts)}" in texts[1]
    assert not any("Innhold" in text for text in texts)
    with opened(pdf).open_outline() as found:
        assert [item.title for item in found.root] == [few.name]


def test_chapters_that_begin_a_page_across_begin_as_high_up(tmp_path):
    rows = tuple((f"KVA-{number:03d}", "tekst " * 30, "") for number in range(7))
    columns = (Column("Krav", 21), Column("Hva"), Column("Svar", 120, fill=True))
    chapters = tuple(
        Chapter(f"c{number}", "Overskrift", (Table("Svar", columns, rows),), landscape=True)
        for number in range(4)
    )
    pdf = print_document(Document("answers", "Svarskjema", "nb", chapters), samples.stamp())
    later = [top for page, top in tops(pdf, tmp_path, "Overskrift") if page > 1]
    assert len(later) == 3
    assert len(set(later)) == 1


def test_a_table_with_a_sum_does_not_hold_on_to_what_follows(tmp_path):
    columns = (Column("Oppdragsgiver"), Column("Brukere", 28, numeric=True))
    rows = tuple((f"Kommune {number}", "120") for number in range(22))
    blocks = (Table("Oppdragsgivere", columns, rows, ("Samlet", "2880")), Prose("Etterpå " * 300))
    document = Document("participants", "Deltakere", "nb", (Chapter("c", "Volum", blocks),))
    pdf = print_document(document, samples.stamp())
    assert [page for page, _ in tops(pdf, tmp_path, "Samlet")] == [1]


def test_a_heading_too_long_for_the_page_is_shortened():
    line = heading_line("Et langt navn " * 20, "Bilag 1", 400)
    assert line.endswith("… · Bilag 1")
    assert heading_line("Kort", "Et langt navn " * 20, 200).endswith("…")


def test_a_language_without_printed_words_is_refused_by_name():
    with pytest.raises(PrintFailed, match="annex-9: ValueError: no printed words for language 'se'"):
        print_document(Document("annex-9", "Bilag 9", "se", ()), samples.stamp())


def test_bokmal_and_nynorsk_have_the_same_words():
    assert words("nb").keys() == words("nn").keys()


def test_marks_of_nested_lists_are_letters_the_fonts_have(tmp_path):
    prose = Prose("1. en\n   - to\n     - tre\n\n- fire\n  - fem\n    - seks")
    nested = Document("x", "Lister", "nb", (Chapter("a", "A", (prose,)),))
    text = " ".join(page_texts(print_document(nested, samples.stamp()), tmp_path))
    assert missing_characters(text.replace("\f", "")) == set()
    assert words_of(text).count("– ") == 4


def test_two_documents_of_one_kind_are_refused():
    twice = replace(samples.package(), documents=(samples.annex_1(1), samples.annex_1(2)))
    with pytest.raises(ValueError, match="share a kind"):
        print_package(twice, samples.stamp())
