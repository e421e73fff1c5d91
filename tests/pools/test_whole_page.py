"""A pool's page whole: what they are together, what it is worth, who can wait, how the work is shared."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procure import db
from procure.demand.models import ContractEnd, Visibility
from procure.domain.money import Ore
from procure.pools.models import CostKey, Pool
from tests.pools.making import tell_story, text, told

THREE: dict[str, dict[str, Any]] = {
    "Tynset": {"users": 100, "yearly_cost": Ore(238_000_00), "inhabitants": 5_600},
    "Alvdal": {"users": 250, "yearly_cost": Ore(131_000_00), "inhabitants": 2_400},
    "Os": {"users": 400, "yearly_cost": Ore(104_000_00), "inhabitants": 2_000},
}


def three(app):
    return tell_story(app, interested=("Alvdal", "Os"), needs=THREE)


def change(app, story, **facts):
    with app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        for name, value in facts.items():
            setattr(pool, name, value)


# --- Totals ----------------------------------------------------------------------------------------


@pytest.mark.row("A3")
def test_a_withdrawal_recalculates_page_and_json_and_tells_each_of_the_others_once(app):
    story = three(app)
    browser = story.buyer("Alvdal")
    assert "Brukere 750 0 forpliktet, 750 interessert" in text(browser.get(story.url()))
    found = browser.get(story.url("totals.json")).get_json()
    assert found["users"]["together"] == 750
    assert found["estimate_ore"]["together"] == 4 * 473_000_00
    assert found["shares_percent"] == {"Tynset": 56.0, "Alvdal": 24.0, "Os": 20.0}
    before = {name: len(told(app, place)) for name, place in story.places.items()}
    story.buyer("Os").post(story.url("withdrawal"), data={"version": story.version("Os")})
    assert "Brukere 350 0 forpliktet, 350 interessert" in text(browser.get(story.url()))
    found = browser.get(story.url("totals.json")).get_json()
    assert found["users"]["together"] == 350
    assert found["estimate_ore"]["together"] == 4 * 369_000_00
    assert found["shares_percent"] == {"Tynset": 70.0, "Alvdal": 30.0}
    news = {name: len(told(app, place)) - before[name] for name, place in story.places.items()}
    assert news == {"Tynset": 1, "Alvdal": 1, "Os": 0}


@pytest.mark.row("A3")
def test_the_worth_stands_with_its_calculation_and_the_rules_that_follow(app):
    shown = text(three(app).buyer("Os").get("/pools/1"))
    assert "Anslått verdi 1 892 000 kr 0 kr forpliktet, 1 892 000 kr interessert. Os: 416 000 kr" in shown
    assert "Summen av det 3 av 3 betaler i året i dag, regnet for 48 måneder." in shown
    assert "Del II: kunngjøres i Doffin." in shown
    assert "Det er 608 000 kr igjen til neste grense" in shown
    assert "FOA § 5-3; FOR-2026-04-21-623" in shown


def test_who_has_not_shared_the_cost_is_counted_out_of_the_worth(app):
    needs = {**THREE, "Os": {"users": 400, "visibility": Visibility.LOOKING}}
    story = tell_story(app, interested=("Alvdal", "Os"), needs=needs)
    shown = text(story.buyer("Alvdal").get(story.url()))
    assert "Anslått verdi 1 476 000 kr" in shown
    assert "Summen av det 2 av 3 betaler i året" in shown
    assert "De andre har ikke delt kostnaden, og er ikke regnet med." in shown


@pytest.mark.row("A9")
def test_one_outside_sees_neither_worth_nor_shares_of_few(story):
    browser = story.buyer("Tolga")
    shown = text(browser.get(story.url()))
    assert "Anslått verdi Skjult" in shown
    assert "neste grense" not in shown
    found = browser.get(story.url("totals.json")).get_json()
    assert found["estimate_ore"] == {"committed": None, "interested": None, "together": None}
    assert (found["part"], found["shares_percent"]) == (None, None)


@pytest.mark.row("A9")
def test_what_others_pay_is_shown_to_those_who_show_theirs(app):
    names = ("Tynset", "Alvdal", "Os", "Folldal", "Rendalen")
    needs: dict[str, dict[str, Any]] = {
        name: {"users": 100, "yearly_cost": Ore(100_000_00)} for name in names
    }
    needs["Tolga"] = {"visibility": Visibility.LOOKING}
    story = tell_story(app, interested=(*names[1:], "Tolga"), needs=needs)
    assert "Per bruker 1 000 kr" in text(story.buyer("Os").get(story.url()))
    shown = text(story.buyer("Tolga").get(story.url()))
    assert "Del kostnaden deres med fellesskapet for å se det" in shown
    assert "1 000 kr" not in shown
    assert story.buyer("Tolga").get(story.url("costs.svg")).status_code == 404


# --- Who can wait until when -----------------------------------------------------------------------


def waiting(app):
    ends: dict[str, dict[str, Any]] = {
        "Tynset": {"ends_on": date(2027, 12, 31)},
        "Alvdal": {"ends_on": date(2027, 6, 30), "visibility": Visibility.LOOKING},
        "Os": {"ends_on": date(2028, 3, 31)},
        "Folldal": {"ends_on": date(2027, 12, 31), "visibility": Visibility.MINE},
        "Rendalen": {"contract_end": ContractEnd.NOT_KNOWN, "ends_on": None},
    }
    story = tell_story(app, interested=("Alvdal", "Os", "Folldal", "Rendalen"), needs=ends)
    change(app, story, wanted_start_on=date(2028, 1, 1))
    return story


def test_those_who_cannot_wait_are_named_with_what_it_leads_to(app):
    shown = text(waiting(app).buyer("Tynset").get("/pools/1"))
    assert "Ønsket oppstart er lørdag 1. januar 2028." in shown
    assert "Alvdal kan ikke vente så lenge. Avtalen må forlenges seks måneder" in shown
    assert "Os kommer ikke ut av avtalen sin før. De betaler for to systemer i tre måneder." in shown
    rows = shown.partition("den som kan vente kortest først")[2]
    assert "Alvdal juni 2027 må forlenge seks måneder Tynset (dere) desember 2027 passer" in rows
    assert "Folldal viser ikke når vet ikke Rendalen ikke kjent ennå vet ikke" in rows


def test_the_picture_of_windows_holds_the_same_and_no_days(app):
    story = waiting(app)
    for narrow in ("", "?narrow=1"):
        answer = story.buyer("Folldal").get(f"{story.url('windows.svg')}{narrow}")
        assert answer.mimetype == "image/svg+xml"
        drawn = text(answer)
        assert "Felles start 1. jan. 2028" in drawn
        assert "Alvdal" in drawn
        assert "viser ikke når" not in drawn.partition("Folldal")[2].partition("Rendalen")[0]
    assert "Folldal viser ikke når" in text(story.buyer("Os").get(story.url("windows.svg")))
    shown = story.buyer("Os").get(story.url()).text
    assert "Alvdal kan vente kortest, til juni 2027." in shown
    assert "To må forlenge eller betale dobbelt ved start i januar 2028." in shown


def test_without_known_windows_there_is_nothing_to_draw(app):
    need = {"contract_end": ContractEnd.NOT_KNOWN, "ends_on": None}
    story = tell_story(app, needs={"Tynset": need})
    assert "kan ikke regnes ut når alle kan skifte" in text(story.buyer("Tynset").get(story.url()))
    assert story.buyer("Tynset").get(story.url("windows.svg")).status_code == 404


# --- How the work is shared ------------------------------------------------------------------------


def key_form(story, **answers):
    return {"version": story.pool_version(), "cost_key": "inhabitants"} | answers


@pytest.mark.row("B8")
def test_the_lead_shares_by_a_mix_and_the_others_are_told(app):
    story = three(app)
    lead = story.buyer("Tynset")
    page = text(lead.get(story.url("cost-key")))
    assert "Os 20 prosent 33,3 prosent 53,3 prosent mangler tall" in page
    mix = key_form(story, cost_key="mix", equal_percent="30", mixed_with="inhabitants")
    for _twice in range(2):
        assert (
            lead.post(story.url("cost-key"), data=mix | {"version": story.pool_version()}).status_code == 302
        )
    shown = text(story.buyer("Os").get(story.url()))
    assert "som deles 30 prosent likt, resten etter innbyggertall" in shown
    found = lead.get(story.url("totals.json")).get_json()
    assert found["shares_percent"] == {"Tynset": 49.2, "Alvdal": 26.8, "Os": 24.0}
    news = [sentence for sentence in told(app, story.places["Os"]) if "på en annen måte" in sentence]
    assert len(news) == 1
    assert "Kostnadene ved arbeidet deles på en annen måte enn før" in text(lead.get(story.url("history")))


@pytest.mark.row("B8")
def test_shares_by_pupils_wait_until_all_have_said_how_many(app):
    story = three(app)
    lead = story.buyer("Tynset")
    lead.post(story.url("cost-key"), data=key_form(story, cost_key="pupils"))
    assert "Andelene kan ikke regnes ut før Alvdal, Os og Tynset har oppgitt antall elever." in text(
        lead.get(story.url())
    )
    for name, pupils in (("Tynset", 700), ("Alvdal", 200), ("Os", 100)):
        form = {"version": story.version(name), "users": "", "inhabitants": "", "pupils": str(pupils)}
        assert story.buyer(name).post(story.url("volumes"), data=form).status_code == 302
    found = lead.get(story.url("totals.json")).get_json()
    assert found["shares_percent"] == {"Tynset": 70.0, "Alvdal": 20.0, "Os": 10.0}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"cost_key": "mix", "mixed_with": "users"}, "Skriv hvor mange prosent som deles likt, fra 1 til 99"),
        ({"cost_key": "mix", "equal_percent": "100", "mixed_with": "users"}, "må være fra 1 til 99"),
        ({"cost_key": "mix", "equal_percent": "30"}, "Velg hva resten deles etter"),
        ({"cost_key": "mix", "equal_percent": "30", "mixed_with": "mix"}, "Velg et av alternativene"),
        ({"cost_key": ""}, "Velg hvordan kostnadene deles"),
    ],
)
def test_a_mix_that_cannot_be_is_refused(app, answers, words):
    story = three(app)
    answer = story.buyer("Tynset").post(story.url("cost-key"), data=key_form(story, **answers))
    assert answer.status_code == 422
    assert words in text(answer)


def test_the_key_stands_when_somebody_has_committed_to_it(app, story):
    lead = story.buyer("Tynset")
    assert "har forpliktet seg til måten kostnadene deles på" in text(lead.get(story.url("cost-key")))
    answer = lead.post(story.url("cost-key"), data=key_form(story, cost_key="equal"))
    assert answer.status_code == 422
    assert "Da ligger den fast" in text(answer)
    with app.app_context(), db.reading() as session:
        assert session.get_one(Pool, story.pool_id).cost_key is CostKey.INHABITANTS
    assert story.buyer("Os").get(story.url("cost-key")).status_code == 403


# --- For the boss ----------------------------------------------------------------------------------


def test_one_sheet_says_what_who_when_and_the_way_out(story):
    shown = text(story.signatory("Os").get(story.url("summary")))
    for words in (
        "Sammendrag for den som bestemmer, mandag 23. november 2026",
        "Forpliktet Tynset, Alvdal og Os",
        "Frist for å bli med fredag 18. desember 2026 kl. 15.00",
        "Os kan skifte juli 2027 passer",
        "Andel av det felles arbeidet",
        "Del av anslått verdi 416 000 kr",
        "Til listen låses: vi trekker oss selv, uten grunn og uten kostnad.",
        "Ingen leverandør får se den.",
    ):
        assert words in shown
    assert "Det som gjelder Tolga" in text(story.buyer("Tolga").get(story.url("summary")))


def test_the_worth_stands_before_and_after_in_the_consequence_of_leaving(app):
    shown = text(three(app).buyer("Os").get("/pools/1/withdrawal"))
    assert "Anslått verdi, etter det dere betaler i dag 1 892 000 kr 1 476 000 kr −416 000 kr" in shown
