"""A tender document as data: numbers, references, merge fields, canonical form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.documents.prose import render
from procure.domain.assembly import (
    Chapter,
    Document,
    Prose,
    anchors,
    canonical,
    dangling,
    fingerprint,
    literal,
    merge,
    outline,
)
from tests.documents import samples

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


class Colour(StrEnum):
    BLUE = "blue"


def document(*chapters: Chapter, number: str = "") -> Document:
    return Document("x", "X", "nb", chapters, number=number)


def test_chapters_are_numbered_by_their_order():
    found = outline(samples.tender_documents())
    assert [heading.text for heading in found] == [
        "1 Om anskaffelsen",
        "1.1 Oppdragsgivere og volum",
        "1.2 Hva vi vil oppnå",
        "2 Regler for konkurransen",
        "3 Tildelingskriterier",
        "4 Innlevering",
    ]
    assert found[3].clauses == ("2.1", "2.2", "2.3")


def test_an_annex_puts_its_own_number_first():
    assert [heading.number for heading in outline(samples.annex_6())] == ["6.1", "6.2", "6.3"]


def test_clauses_and_children_share_one_count():
    parent = Chapter(
        "a", "A", (Prose("x", True), Prose("y", True)), (Chapter("b", "B", (Prose("z", True),)),)
    )
    assert [(heading.number, heading.clauses) for heading in outline(document(parent))] == [
        ("1", ("1.1", "1.2")),
        ("1.3", ("1.3.1",)),
    ]


def test_an_uncounted_chapter_takes_no_number():
    chapters = (Chapter("a", "A"), Chapter("b", "B", numbered=False), Chapter("c", "C"))
    assert [heading.text for heading in outline(document(*chapters))] == ["1 A", "B", "2 C"]


def test_too_deep_or_twice_the_same_id_is_refused():
    deep = Chapter(
        "d", "D", children=(Chapter("e", "E", children=(Chapter("f", "F", children=(Chapter("g", "G"),)),)),)
    )
    with pytest.raises(ValueError, match="deeper"):
        outline(document(deep))
    with pytest.raises(ValueError, match="twice"):
        outline(document(Chapter("a", "A"), Chapter("a", "B")))


def test_what_can_be_referred_to():
    found = anchors(samples.annex_1(2))
    assert found == {
        "kap:read": "1.1",
        "kap:deviations": "1.2",
        "krav:KVA-001": "KVA-001",
        "krav:KVA-002": "KVA-002",
        "kap:security": "1.3",
        "krav:SIK-001": "SIK-001",
        "krav:SIK-002": "SIK-002",
    }


def test_references_that_lead_nowhere_are_named():
    lost = document(Chapter("a", "A", (Prose("[[krav:SIK-001]], [[krav:SIK-999]] og [[kap:b]]"),)))
    assert dangling([lost, samples.annex_1()]) == {"x": ["kap:b", "krav:SIK-999"]}
    assert dangling(samples.package().documents) == {}


def test_merge_fills_what_it_knows_and_names_the_rest():
    text = "{leder} inviterer. {frist}, {frist} og {}, { leder }."
    assert merge(text, {"leder": "Os"}) == ("Os inviterer. {frist}, {frist} og {}, { leder }.", ["frist"])
    assert merge("{a}", {"a": "  "}) == ("{a}", ["a"])
    assert merge("{a}", {"a": "{b}", "b": "c"}, markdown=False) == ("{b}", [])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip()))
def test_a_merged_value_is_text_and_never_markup(value):
    html = render("a " + literal(value) + " b")
    assert html.count("<") == html.count("<p>") + html.count("</p>") + html.count("<wbr>")


@given(plain)
def test_equal_content_has_one_canonical_form(content):
    assert canonical(content) == canonical(content)
    if isinstance(content, dict):
        assert canonical(content) == canonical(dict(reversed(content.items())))


def test_canonical_form_of_documents_dates_and_enums():
    oslo = timezone(timedelta(hours=1))
    content = {
        "d": date(2026, 12, 2),
        "m": datetime(2026, 12, 2, 8, tzinfo=oslo),
        "e": Colour.BLUE,
        "p": Prose("å"),
    }
    assert canonical(content).decode() == (
        '{"d":"2026-12-02","e":"blue","m":"2026-12-02T08:00:00+01:00",'
        '"p":{"is":"Prose","numbered":false,"text":"å"}}'
    )


@pytest.mark.parametrize("content", [{1, 2}, 1.5, {1: "a"}, datetime(2026, 12, 2), object(), b"x"])  # noqa: DTZ001
def test_what_has_no_exact_form_is_refused(content):
    with pytest.raises(TypeError):
        canonical(content)


def test_a_changed_word_changes_the_fingerprint():
    one, other = samples.annex_1(3), samples.annex_1(4)
    assert len(fingerprint(one)) == 64
    assert fingerprint(one) == fingerprint(samples.annex_1(3)) != fingerprint(other)


def test_a_moment_is_the_same_in_every_zone():
    moment = datetime(2026, 12, 2, 7, tzinfo=UTC)
    assert canonical(moment) != canonical(moment.replace(hour=8))
