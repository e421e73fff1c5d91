"""Clauses inside a section: divided by headings, with labels that stay."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from procure.domain.clauses import Clause, labelled, split

LINES = st.sampled_from(
    ("", "### Betaling", "### Betaling {#pris}", "### ", "## Annet", "```", "~~~~", "Tekst", "  ### Inn ###")
)


def test_a_text_without_headings_has_no_clauses() -> None:
    assert split("Ett avsnitt.\n\n## Stor\n#### Liten\n") == ("Ett avsnitt.\n\n## Stor\n#### Liten\n", ())


def test_clauses_have_title_label_and_text() -> None:
    before, clauses = split("Først.\n\n### Pris og betaling {#pris}\n\nTo ord.\n\n### Varsel ###\nTre ord.\n")
    assert before == "Først."
    assert clauses == (
        Clause("pris", "Pris og betaling", "To ord."),
        Clause("varsel", "Varsel", "Tre ord."),
    )


def test_a_heading_in_code_is_text() -> None:
    body = "```\n### Ikke et punkt\n```\n### Et punkt\n~~~~\n### Kode\n~~~\n### Kode ennå\n~~~~"
    assert [clause.title for clause in split(body)[1]] == ["Et punkt"]
    assert labelled(body).count("{#") == 1


def test_a_renamed_clause_keeps_its_label() -> None:
    saved = labelled("### Betaling\nInnen 30 dager.")
    renamed = saved.replace("### Betaling", "### Pris og betaling")
    assert split(renamed)[1][0].label == "betaling"
    assert labelled(renamed) == renamed


def test_a_new_clause_never_takes_the_label_of_an_old_one() -> None:
    body = "### Betaling\nNy.\n\n### Betaling {#betaling}\nGammel."
    assert [(each.label, each.text) for each in split(body)[1]] == [
        ("betaling-2", "Ny."),
        ("betaling", "Gammel."),
    ]


def test_labels_are_plain_and_never_stand_twice() -> None:
    labels = [clause.label for clause in split("### Á {#}\n### Øl {#Øl og vann}\n### øl-og-vann\n###  \n")[1]]
    assert labels == ["a", "ol-og-vann", "ol-og-vann-2", "punkt"]
    assert labelled(f"### {'x' * 60}").endswith(f"{{#{'x' * 40}}}")


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_labels_stay_when_a_text_is_saved_again(body: str) -> None:
    once = labelled(body)
    assert labelled(once) == once
    assert split(once) == split(body) or not split(body)[1]
    labels = [clause.label for clause in split(body)[1]]
    assert len(set(labels)) == len(labels)
