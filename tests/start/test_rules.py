"""The page of rules: every figure with its source and mark, on any day, and what changed when."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from procure.domain.law import all_figures, history, law_on
from procure.domain.money import Ore
from procure.web.language import kroner
from tests.demand.registering import text

TODAY = law_on(date(2026, 11, 23))
ROW = re.compile(r'<tr role="row"\s+id="([^"]+)">(.*?)</tr>', re.DOTALL)


def rows_of(client, address="/rules"):
    """Return the text of each row that has an id."""
    page = client.get(address).get_data(as_text=True)
    return {key: " ".join(re.sub(r"<[^>]+>", " ", unescape(body)).split()) for key, body in ROW.findall(page)}


@pytest.mark.row("T3")
def test_todays_figures_stand_with_paragraph_and_mark(client):
    page = text(client.get("/rules"))
    assert "Reglene mandag 23. november 2026." in page
    assert "500 000 kr" in page
    assert "LOA § 2; FOA § 1-1" in page
    assert "Ikke kontrollert" in page


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("nb", ("Lest i lovteksten", "Ikke kontrollert", "Praksis, ikke lov")),
        ("nn", ("Lesen i lovteksten", "Ikkje kontrollert", "Praksis, ikkje lov")),
    ],
)
def test_everything_in_force_has_source_and_mark_and_something_to_link_to(client, language, marks):
    rows = rows_of(client, f"/rules?lang={language}")
    linked = {
        **TODAY.figures,
        **{f"procedure-{key}": each for key, each in TODAY.procedures.items()},
        **{f"ground-{key}": each for key, each in TODAY.grounds.items()},
        **{f"climate-{key}": each for key, each in TODAY.climate.items()},
        **{f"clause-{key}": each for key, each in TODAY.clauses.items()},
    }
    read, unread, practice = marks
    for key, rule in linked.items():
        assert rule.source in rows[key]
        assert rule.name[language] in rows[key]
        assert (read if rule.verified else unread) in rows[key] or practice in rows[key]
    assert all(practice in rows[each.id] for each in TODAY.figures.values() if each.group == "practice")


def test_what_is_not_checked_says_so_and_why(client):
    rows = rows_of(client, "/rules?on=20.04.2026")
    assert "2 300 000 kr" in rows["eea_threshold"]
    assert "Ikke kontrollert" in rows["eea_threshold"]
    assert "annenhåndskilde" in rows["eea_threshold"]


@pytest.mark.parametrize(
    ("on", "figures"),
    [
        ("2026-06-30", {"lower_limit": "100 000 kr", "eea_threshold": "2 500 000 kr"}),
        ("01.07.2026", {"lower_limit": "500 000 kr", "eea_threshold": "2 500 000 kr"}),
        ("20. april 2026", {"eea_threshold": "2 300 000 kr", "eea_threshold_state": "1 490 000 kr"}),
        ("2026-04-21", {"small_lot_limit": "932 000 kr", "small_lot_percent": "20 prosent"}),
        ("2018-04-06", {"eea_threshold": "2 000 000 kr"}),
    ],
)
def test_another_day_has_its_own_figures(client, on, figures):
    rows = rows_of(client, f"/rules?on={on}")
    assert {key: value for key, value in figures.items() if value not in rows[key]} == {}


def test_before_the_rule_on_climate_there_is_none(client):
    page = text(client.get("/rules?on=2023-12-31"))
    assert "Regelen om vekt for klima og miljø kom 1. januar 2024." in page
    assert "quality-nor-env" not in page


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2018-04-05", "Reglene her begynner fredag 6. april 2018. Velg den dagen eller en senere."),
        ("i går", "i går"),
        ("2026-02-30", "2026-02-30"),
        ("%00", "må skrives slik"),
        ("9" * 5000, "må skrives slik"),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_and_today_is_shown(client, on, sentence):
    answer = client.get(f"/rules?on={on}")
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Reglene mandag 23. november 2026." in text(answer)


def test_an_empty_day_is_today(client):
    assert client.get("/rules?on=+").status_code == 200


def test_every_change_of_a_figure_is_told_from_what_to_what(client):
    page = text(client.get("/rules"))
    assert "100 000 kr → ble 500 000 kr" in page
    assert "2 300 000 kr → ble 2 500 000 kr" in page
    assert "30 prosent som før, i en annen paragraf: LOA § 5b" in page
    for day in history():
        for change in day.changes:
            if change.after.unit == "kroner":
                assert kroner(Ore(change.before.value)).replace("\xa0", " ") in page.replace("\xa0", " ")
    assert len({figure.id for figure in all_figures()}) == len(TODAY.figures)


def test_the_holidays_of_this_year_and_the_next_are_listed(client):
    page = text(client.get("/rules"))
    assert "Søndag 5. april" in page.replace("søndag 5. april", "Søndag 5. april")
    assert "torsdag 25. mars 2027" in page
    assert "lørdag 26. desember 2026 (i helgen)" in page


@pytest.mark.parametrize(
    ("language", "sentence", "mark"),
    [
        ("nb", "En frist på to dager eller mer har minst to virkedager", "Ikke kontrollert"),
        ("nn", "Ein frist på to dagar eller meir har minst to verkedagar", "Ikkje kontrollert"),
    ],
)
def test_counting_and_holidays_have_their_source_and_mark(client, language, sentence, mark):
    answer = client.get(f"/rules?lang={language}")
    assert f"{sentence} (FOA § 7-6; FOR-1992-12-04-910 artikkel 3)." in text(answer)
    holidays = answer.text.split('id="holidays"')[1].split('id="history"')[0]
    assert "FOA § 7-6; FOR-1992-12-04-910 artikkel 3" in holidays
    assert mark in holidays


def test_the_other_language_keeps_the_day(client):
    page = client.get("/rules?on=2026-06-30").get_data(as_text=True)
    assert 'href="/rules?lang=nn&amp;on=2026-06-30"' in page
    page = client.get("/rules?on=2026-06-30&lang=nn").get_data(as_text=True)
    assert "Reglane tysdag 30. juni 2026." in page
    assert '<input type="hidden" name="lang" value="nn">' in page


@pytest.mark.row("T3")
@pytest.mark.parametrize(("language", "word"), [("nb", "Opplysningene"), ("nn", "Opplysningane")])
def test_the_old_address_of_the_sources_leads_there(client, language, word):
    answer = client.get(f"/sources?lang={language}")
    assert answer.status_code == 301
    assert answer.location == f"/rules?lang={language}#data"
    assert word in text(client.get(answer.location))
