"""Putting two texts together that began from one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from procure.tenders.joining import Kind, join, joined
from procure.web.redline import redline

TEXT = st.lists(st.sampled_from(("", "", "En", "To", "Tre", "- fire", "fem seks")), max_size=8).map("\n".join)
BASE = "Først.\n\nTjenesten skal virke 99,9 prosent av tiden. Resten er som før.\n\nSist: 60 minutter."


def test_changes_in_different_places_fit_together() -> None:
    mine, theirs = BASE.replace("Først", "Aller først"), BASE.replace("60", "30")
    parts = join(BASE, mine, theirs)
    assert [part.kind for part in parts] == [Kind.MINE, Kind.KEPT, Kind.THEIRS]
    assert joined(parts) == mine.replace("60", "30")
    assert (parts[2].before, parts[2].their_text, parts[2].paragraph) == (
        "Sist: 60 minutter.",
        "Sist: 30 minutter.",
        3,
    )


def test_a_clash_holds_both_and_proposes_both_changes() -> None:
    mine = BASE.replace("99,9 prosent av tiden", "99,5 prosent av tiden mellom kl. 06 og 22")
    theirs = BASE.replace("av tiden", "av tiden, målt per måned")
    [clash] = [part for part in join(BASE, mine, theirs) if part.kind is Kind.CLASH]
    assert clash.paragraph == 2
    assert clash.my_text == mine.split("\n\n")[1]
    assert clash.their_text == theirs.split("\n\n")[1]
    assert clash.proposed == (
        "Tjenesten skal virke 99,5 prosent av tiden mellom kl. 06 og 22, målt per måned. Resten er som før."
    )


def test_what_is_chosen_stands_in_the_place_of_the_clash() -> None:
    parts = join("A\n\nB\n\nC", "A\n\nB1\n\nC", "A\n\nB2\n\nC")
    place = next(place for place, part in enumerate(parts) if part.kind is Kind.CLASH)
    assert joined(parts, {place: "B3\n\nB4"}) == "A\n\nB3\n\nB4\n\nC"
    both = join("A", "A\n\nMin", "A\n\nDin")
    assert joined(both, {1: "Min\n\nDin"}) == "A\n\nMin\n\nDin"
    assert joined(both, {1: ""}).strip() == "A"


def test_a_very_long_clash_is_proposed_whole() -> None:
    mine, theirs = "min " * 5_000, "din " * 5_000
    assert joined(join("x", mine, theirs)) == f"{mine}\n\n{theirs}"


def test_texts_of_very_many_lines_are_compared_whole() -> None:
    base = "x\n" * 5_000
    [clash] = join(base, f"{base}min", f"din\n{base}")
    assert (clash.kind, clash.base) == (Kind.CLASH, tuple(base.split("\n")))
    assert joined(join(base, f"{base}min", base)) == f"{base}min"
    assert joined(join(base, base, f"din\n{base}")) == f"din\n{base}"
    assert joined(join(base, "", "")) == ""
    assert redline(base, "x") == [("rem", base), ("add", "x")]


@given(TEXT, TEXT)
def test_what_one_alone_has_written_is_never_lost(base: str, mine: str) -> None:
    assert joined(join(base, mine, base)) == mine
    assert joined(join(base, base, mine)) == mine
    assert joined(join(base, mine, mine)) == mine


@given(TEXT, TEXT, TEXT)
def test_both_texts_can_be_had_whole(base: str, mine: str, theirs: str) -> None:
    parts = join(base, mine, theirs)
    for name, whole in (("mine", mine), ("theirs", theirs), ("base", base)):
        assert "\n".join(line for part in parts for line in getattr(part, name)) == whole
    kinds = {part.kind for part in parts}
    assert kinds != {Kind.CLASH} or mine != theirs
