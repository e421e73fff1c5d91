"""Weighted and ranked criteria, price models on the page, what carries weight: through the pages."""

from __future__ import annotations

from typing import Any

import pytest

from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.domain.scoring import CriteriaMode, PriceModel, TieRule
from procure.library.models import RequirementKind
from procure.tenders import service
from procure.tenders.models import Criterion
from tests.factories import NOW
from tests.filling import sheet
from tests.tenders.making import OUTSIDER, PARTICIPANT, REQUIREMENT, Draft

THREE = (("Pris", "price"), ("Kvalitet", "quality"), ("Klima og miljø", "climate"))
PART_III, PART_II = "4 590 000", "1 450 000"


def begin(draft: Draft, *weights: str, names: tuple[tuple[str, str], ...] = THREE, value: str = "") -> None:
    """Add criteria through the form, and say what the purchase is worth."""
    browser = draft.browser()
    for (name, kind), weight in zip(names, weights, strict=True):
        form = sheet(browser.get(draft.url("/criteria/new")))
        typed = {"name": name, "kind": kind, "documentation": "Vis det.", "weight": weight}
        assert form.filled(**{n: typed[n] for n in typed if n in dict(form.fields) or n == "kind"}).send(
            browser
        ).status_code == (302)
    if value:
        with draft.open() as (session, tender):
            amount = Ore(int(value.replace(" ", "")) * 100)
            service.answer(
                session,
                draft.actor(),
                tender,
                estimate=amount,
                estimated_on=NOW.date(),
                version=tender.version,
                now=NOW,
            )


def rank(draft: Draft, reason: str = "") -> Any:
    browser = draft.browser()
    form = sheet(browser.get(draft.url("/criteria/mode")))
    return form.filled(criteria_mode="ranked", ranked_reason=reason).send(browser)


def criteria_of(draft: Draft) -> list[tuple[str, int | None]]:
    with draft.open() as (_session, tender):
        return [(each.name, each.weight) for each in tender.criteria]


def climate(draft: Draft, choice: Climate) -> None:
    with draft.open() as (session, tender):
        service.set_climate(
            session, draft.actor(), tender, climate=choice, climate_reason="", version=tender.version, now=NOW
        )


def stands(draft: Draft, sentence: str, page: str = "/criteria") -> bool:
    return sentence in draft.browser().get(draft.url(page)).text


# --- The row D4 ----------------------------------------------------------------------------------


@pytest.mark.row("D4")
def test_weights_of_50_30_10_lack_10(draft: Draft) -> None:
    begin(draft, "50", "30", "10")
    gate = draft.browser().get(draft.url()).text
    assert "Vektene blir 90. De skal bli 100." in gate
    assert "FOA § 18-1 (6)" in gate


@pytest.mark.row("D4")
def test_a_ranked_order_is_complete_and_has_no_weights(draft: Draft) -> None:
    begin(draft, "50", "30", "20")
    assert stands(draft, "Vekten på 50 prosent blir tatt bort", "/criteria/mode")
    assert rank(draft).status_code == 302
    assert criteria_of(draft) == [("Pris", None), ("Kvalitet", None), ("Klima og miljø", None)]
    page = draft.browser().get(draft.url("/criteria")).text
    assert "Rekkefølgen er ikke fullstendig" not in page
    assert 'name="weight_' not in page
    assert 'name="weight"' not in draft.browser().get(draft.url("/criteria/new")).text
    with draft.open() as (session, tender):
        tender.criteria[0].weight = 50  # as a file may have it
        session.flush()
    assert stands(draft, "Hvert kriterium skal ha sin plass og ingen vekt.")


@pytest.mark.row("D4")
def test_ranked_climate_is_among_the_first_three(draft: Draft) -> None:
    names = (*THREE[:2], ("Opplæring", "quality"), THREE[2])
    begin(draft, "40", "20", "10", "30", names=names, value=PART_II)
    rank(draft)
    climate(draft, Climate.CRITERION)
    low = "Klima og miljø skal stå som en av de 3 første"
    assert stands(draft, low)
    with draft.open() as (_session, tender):
        last = tender.criteria[3].id
    draft.browser().post(draft.url(f"/criteria/{last}/position"), data={"way": "up"})
    assert [name for name, _weight in criteria_of(draft)] == [
        "Pris",
        "Kvalitet",
        "Klima og miljø",
        "Opplæring",
    ]
    assert not stands(draft, low)


@pytest.mark.row("D4")
@pytest.mark.parametrize(("value", "stops"), [(PART_III, True), (PART_II, False)])
def test_ranking_needs_a_reason_in_part_three(draft: Draft, value: str, stops: bool) -> None:
    begin(draft, "50", "20", "30", value=value)
    rank(draft)
    sentence = "Kriteriene er rangert. Skriv hvorfor det ikke er mulig å vekte dem."
    assert stands(draft, sentence) is stops
    rank(draft, "Tjenesten er så ny at vi ikke kan si hvor mye hvert kriterium bør bety.")
    assert not stands(draft, sentence)


@pytest.mark.row("D4")
@pytest.mark.parametrize(("kind", "status"), [("absolute", 422), ("information", 422), ("both", 302)])
def test_absolute_carries_no_weight_and_both_may(draft: Draft, kind: str, status: int) -> None:
    begin(draft, "50", "20", "30")
    with draft.open() as (_session, tender):
        quality = tender.criteria[1].id
    browser = draft.browser()
    form = sheet(browser.get(draft.url("/requirements/new"))).filled(
        area="FUN",
        area_name="Funksjoner",
        text="Kan meldes fra mobil.",
        kind=kind,
        met_when="at_offer",
        answer_mode="describe",
        criterion_id=str(quality),
        weight="3",
    )
    answer = form.send(browser)
    assert answer.status_code == status
    if status == 302:
        assert stands(draft, "Både absolutt og vurdert: FUN-001.", "")
    else:
        assert "Bare krav som vurderes, har kriterium og vekt." in answer.text


# --- Order and mode ------------------------------------------------------------------------------


def test_back_to_weights_keeps_the_reason_for_another_time(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    rank(draft, "Ikke mulig.")
    browser = draft.browser()
    sheet(browser.get(draft.url("/criteria/mode"))).filled(criteria_mode="weighted").send(browser)
    with draft.open() as (_session, tender):
        assert (tender.criteria_mode, tender.ranked_reason) == (CriteriaMode.WEIGHTED, "Ikke mulig.")
    assert stands(draft, "«Kvalitet» mangler vekt.")
    assert stands(draft, "Vektet eller rangert")


def test_an_order_stays_complete_when_one_is_taken_away(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    rank(draft)
    with draft.open() as (_session, tender):
        middle = tender.criteria[1].id
    draft.browser().post(draft.url(f"/criteria/{middle}/removal"))
    assert not stands(draft, "Rekkefølgen er ikke fullstendig")


def test_the_first_cannot_move_up(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    with draft.open() as (_session, tender):
        first = tender.criteria[0].id
    browser = draft.browser()
    assert browser.post(draft.url(f"/criteria/{first}/position"), data={"way": "up"}).status_code == 302
    assert criteria_of(draft)[0] == ("Pris", 50)


def test_a_weight_typed_where_criteria_are_ranked_is_refused(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    with draft.open() as (_session, tender):
        data: dict[str, object] = {}
        for each in tender.criteria:
            data |= {f"weight_{each.id}": "33", f"version_{each.id}": each.version}
    rank(draft)
    answer = draft.browser().post(draft.url("/criteria"), data=data)
    assert answer.status_code in (409, 422)
    assert {weight for _name, weight in criteria_of(draft)} == {None}


def test_a_stale_choice_of_mode_is_refused(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    browser = draft.browser()
    form = sheet(browser.get(draft.url("/criteria/mode"))).filled(criteria_mode="ranked")
    assert form.send(browser).status_code == 302
    assert form.filled(criteria_mode="weighted").send(browser).status_code == 409


# --- How bids are judged -------------------------------------------------------------------------


def judge(draft: Draft, **typed: str) -> Any:
    browser = draft.browser()
    return sheet(browser.get(draft.url("/scoring"))).filled(**typed).send(browser)


def ids(draft: Draft) -> list[int]:
    with draft.open() as (_session, tender):
        return [each.id for each in tender.criteria]


def test_a_model_is_chosen_with_formula_and_example(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    assert stands(draft, "Velg hvordan pris blir til poeng.", "/scoring")
    answer = judge(draft, price_model="hybrid", price_break="150", tie_rule="best_quality")
    assert answer.status_code == 302
    with draft.open() as (_session, tender):
        assert (tender.price_model, tender.price_break) == (PriceModel.HYBRID, 150)
        assert (tender.tie_rule, tender.evaluated_months) == (TieRule.BEST_QUALITY, None)
    page = draft.browser().get(draft.url("/scoring")).text
    for formula in ("10 − 10 × (P − L) / L", "10 × L / P", "max(0, 10 − 10 × (P − L) / L)"):
        assert formula in page
    for points in ("8,33", "−5,00", "3,00"):  # the last is the bent curve at 2.5 times the lowest
        assert f">{points}</td>" in page, points
    assert "150 prosent av laveste pris" in page
    assert "Velg hvordan pris blir til poeng." not in page
    assert stands(draft, "Beste poeng for kvalitet går foran")


def test_a_hybrid_without_its_bend_is_told_and_a_bend_out_of_reach_refused(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    assert judge(draft, price_model="hybrid").status_code == 302
    assert stands(draft, "Skriv hvor den delte modellen bøyer av, fra 101 til 199 prosent.", "/scoring")
    refused = judge(draft, price_model="hybrid", price_break="200")
    assert refused.status_code == 422
    assert "«200» må være fra 101 til 199" in refused.text


def test_a_bend_is_kept_for_the_model_that_bends_alone(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    judge(draft, price_model="hybrid", price_break="150")
    judge(draft, price_model="proportional")
    with draft.open() as (_session, tender):
        assert (tender.price_model, tender.price_break) == (PriceModel.PROPORTIONAL, None)


def test_quality_is_priced_criterion_by_criterion(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    price, quality, green = ids(draft)
    judge(draft, price_model="priced_quality", **{f"worth_{quality}": "800 000"})
    assert stands(draft, "«Klima og miljø» mangler hva full skår er verdt i kroner.")
    judge(draft, **{f"worth_{green}": "200 000"})
    page = draft.browser().get(draft.url("/scoring")).text
    assert "1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr til sammen" in page
    assert "mangler hva full skår" not in page
    with draft.open() as (_session, tender):
        assert [each.worth for each in tender.criteria] == [None, 800_000_00, 200_000_00]
    assert f'name="worth_{price}"' not in page


def test_a_stale_model_is_refused_also_when_only_a_worth_has_changed(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    quality = ids(draft)[1]
    browser = draft.browser()
    form = sheet(browser.get(draft.url("/scoring")))
    assert form.filled(**{f"worth_{quality}": "100"}).send(browser).status_code == 302
    assert form.filled(**{f"worth_{quality}": "200"}).send(browser).status_code == 409


def test_months_and_worths_that_cannot_be_are_refused(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    quality = ids(draft)[1]
    for typed in ({"evaluated_months": "0"}, {"evaluated_months": "mange"}, {f"worth_{quality}": "-1"}):
        assert judge(draft, **typed).status_code == 422


def test_others_read_the_model_and_cannot_choose_it(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    judge(draft, price_model="linear_with_floor")
    reader = draft.browser(PARTICIPANT)
    page = reader.get(draft.url("/scoring"))
    assert page.status_code == 200
    assert "Lineær med bunn på 0" in page.text
    assert "<button" not in page.text.partition("<main")[2].partition("</main")[0]
    assert reader.post(draft.url("/scoring"), data={}).status_code == 403
    assert draft.browser(OUTSIDER).get(draft.url("/scoring")).status_code == 404
    assert draft.browser(OUTSIDER).get(draft.url("/scoring.svg")).status_code == 404


def test_the_curves_are_a_picture_with_the_chosen_one_marked(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    judge(draft, price_model="proportional")
    wide, narrow = (draft.browser().get(draft.url(f"/scoring.svg{size}")) for size in ("", "?narrow=1"))
    assert wide.mimetype == narrow.mimetype == "image/svg+xml"
    assert 'width="720"' in wide.text
    assert 'width="340"' in narrow.text
    assert wide.text.count("<polyline") == 4
    assert wide.text.count('font-weight="700"') == 1
    assert 'font-weight="700">Forholdsmessig</text>' in wide.text


def test_the_page_is_told_what_ranking_means_for_the_model(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    rank(draft)
    assert stands(draft, "Da gis det ingen poeng etter formel", "/scoring")
    assert "Pris til poeng" not in draft.browser().get(draft.url("/criteria")).text


# --- Where a requirement is another --------------------------------------------------------------


def test_a_model_that_bends_out_of_reach_is_refused_by_the_service(draft: Draft) -> None:
    from procure.domain.errors import RuleBroken

    with draft.open() as (session, tender), pytest.raises(RuleBroken, match="bøye av"):
        service.set_scoring(
            session,
            draft.actor(),
            tender,
            price_model=PriceModel.HYBRID,
            price_break=250,
            worths={},
            versions={},
            version=tender.version,
            now=NOW,
        )


def test_a_requirement_is_scored_under_a_criterion_of_its_own_tender(draft: Draft) -> None:
    begin(draft, "50", "20", "30")
    with draft.open() as (session, tender):
        quality: Criterion = tender.criteria[1]
        scored = REQUIREMENT | {"kind": RequirementKind.EVALUATED, "criterion_id": quality.id, "weight": 5}
        row = service.add_requirement(
            session, draft.actor(), tender, area="FUN", area_name="Funksjoner", now=NOW, **scored
        )
        assert (row.criterion_id, row.weight) == (quality.id, 5)
