"""Award criteria with weights, the climate choice, price lines with quantities."""

from __future__ import annotations

from typing import Any

from procure.domain.law import Climate
from procure.library.models import RequirementKind
from procure.tenders import service
from procure.tenders.models import CriterionKind, Tender
from tests.factories import NOW
from tests.tenders.making import PARTICIPANT, REQUIREMENT, Draft


def add(draft: Draft, name: str, kind: str, weight: str, once: str) -> Any:
    data = {"name": name, "kind": kind, "weight": weight, "documentation": "Vis det", "once": once * 32}
    return draft.browser().post(draft.url("/criteria/new"), data=data)


def three(draft: Draft, *weights: str) -> None:
    names = (("Pris", "price"), ("Kvalitet", "quality"), ("Klima", "climate"))
    for place, ((name, kind), weight) in enumerate(zip(names, weights, strict=True)):
        add(draft, name, kind, weight, str(place))


def weigh(draft: Draft, *weights: str) -> Any:
    with draft.open() as (_session, tender):
        rows = [(each.id, each.version) for each in tender.criteria]
    data: dict[str, object] = {}
    for (row_id, version), weight in zip(rows, weights, strict=True):
        data |= {f"weight_{row_id}": weight, f"version_{row_id}": version}
    return draft.browser().post(draft.url("/criteria"), data=data)


def test_weights_that_do_not_make_100_are_kept_and_pointed_out(draft: Draft) -> None:
    three(draft, "40", "30", "20")
    page = draft.browser().get(draft.url("/criteria")).text
    assert page.count("Vektene blir 90. De skal bli 100.") == 2  # the sum, and the finding
    assert weigh(draft, "40", "30", "30").status_code == 302
    page = draft.browser().get(draft.url("/criteria")).text
    assert "Vektene blir 100." in page
    assert "De skal bli 100" not in page


def test_the_sum_follows_what_is_typed(draft: Draft) -> None:
    three(draft, "40", "30", "20")
    with draft.open() as (_session, tender):
        ids = [each.id for each in tender.criteria]
    asked = "&".join(f"weight_{one}={weight}" for one, weight in zip(ids, ("50", "x", "25"), strict=True))
    assert "Vektene blir 75." in draft.browser().get(draft.url(f"/criteria/sum?{asked}")).text


def test_a_weight_above_100_is_refused_at_its_place(draft: Draft) -> None:
    three(draft, "40", "30", "30")
    page = weigh(draft, "400", "30", "30")
    assert page.status_code == 422
    assert "«400» må være fra 0 til 100" in page.text


def test_a_weight_that_is_no_number_is_told_by_its_criterion(draft: Draft) -> None:
    three(draft, "40", "30", "30")
    page = weigh(draft, "12,5", "30", "30")
    assert page.status_code == 422
    assert "Vekt for Pris «12,5» må være et helt tall fra 0 til 100" in page.text


def test_stale_weights_are_refused(draft: Draft) -> None:
    three(draft, "40", "30", "30")
    data: dict[str, object] = {}
    with draft.open() as (_session, tender):
        for each in tender.criteria:
            data |= {f"weight_{each.id}": "33", f"version_{each.id}": each.version}
    assert draft.browser().post(draft.url("/criteria"), data=data).status_code == 302
    assert draft.browser().post(draft.url("/criteria"), data=data).status_code == 409


def test_a_criterion_sent_twice_is_one(draft: Draft) -> None:
    add(draft, "Pris", "price", "40", "c")
    add(draft, "Pris", "price", "40", "c")
    with draft.open() as (_session, tender):
        assert len(tender.criteria) == 1


def test_a_criterion_in_use_cannot_be_taken_away(draft: Draft) -> None:
    with draft.open() as (session, tender):
        row = service.add_criterion(
            session,
            draft.actor(),
            tender,
            kind=CriterionKind.QUALITY,
            name="Kvalitet",
            weight=40,
            documentation="",
            now=NOW,
        )
        scored = REQUIREMENT | {"kind": RequirementKind.EVALUATED, "criterion_id": row.id, "weight": 3}
        made = service.add_requirement(
            session, draft.actor(), tender, area="FUN", area_name="Funksjoner", now=NOW, **scored
        )
        criterion_id, requirement_id = row.id, made.id
    url = draft.url(f"/criteria/{criterion_id}/removal")
    refused = draft.browser().post(url)
    assert refused.status_code == 409
    assert "1 krav hører til «Kvalitet»" in refused.text
    draft.browser().post(draft.url(f"/requirements/{requirement_id}/removal"))
    assert draft.browser().post(url).status_code == 302
    with draft.open() as (_session, tender):
        assert tender.criteria == []


def test_climate_is_chosen_with_a_reason(draft: Draft) -> None:
    data = {"version": draft.version(), "climate": "exempt_insignificant", "climate_reason": "Lite avtrykk."}
    assert draft.browser().post(draft.url("/climate"), data=data).status_code == 302
    with draft.open() as (_session, tender):
        assert (tender.climate, tender.climate_reason) == (Climate.EXEMPT_INSIGNIFICANT, "Lite avtrykk.")
    assert draft.browser().post(draft.url("/climate"), data=data).status_code == 409


# --- Prices --------------------------------------------------------------------------------------


def line(draft: Draft, once: str = "d", **changes: Any) -> dict[str, Any]:
    people = {f"amount_{place.organisation_id}": "" for place in draft.places.values()}
    return {"text": "Tjenesten", "kind": "monthly", "unit": "måned", "once": once * 32} | people | changes


def amount(draft: Draft, place: str) -> str:
    return f"amount_{draft.places[place].organisation_id}"


def amounts(tender: Tender, number: int) -> dict[int, int]:
    row = next(each for each in tender.price_lines if each.number == number)
    return {each.organisation_id: each.amount for each in row.quantities}


def test_a_price_line_has_a_quantity_for_each_participant(draft: Draft) -> None:
    data = line(draft, **{amount(draft, "Tynset"): "1 200", amount(draft, "Tolga"): "0"})
    assert draft.browser().post(draft.url("/prices/new"), data=data).status_code == 302
    assert draft.browser().post(draft.url("/prices/new"), data=data).status_code == 302
    with draft.open() as (_session, tender):
        kept = {draft.places["Tynset"].organisation_id: 1200, draft.places["Tolga"].organisation_id: 0}
        assert len(tender.price_lines) == 1
        assert amounts(tender, 1) == kept
    page = draft.browser().get(draft.url("/prices")).text
    assert "1\N{NO-BREAK SPACE}200" in page
    assert "Prislinje P1 mangler antall for Alvdal kommune." in page


def test_nobody_outside_gets_a_quantity(draft: Draft) -> None:
    data = line(draft, **{amount(draft, "Røros"): "5"})
    draft.browser().post(draft.url("/prices/new"), data=data)
    with draft.open() as (_session, tender):
        assert amounts(tender, 1) == {}


def test_a_line_is_changed_and_a_stale_form_refused(draft: Draft) -> None:
    draft.browser().post(draft.url("/prices/new"), data=line(draft))
    with draft.open() as (_session, tender):
        row_id, version = tender.price_lines[0].id, tender.price_lines[0].version
    data = line(draft, version=version, **{amount(draft, "Alvdal"): "7"})
    url = draft.url(f"/prices/{row_id}")
    assert draft.browser().get(url).status_code == 200
    assert draft.browser().post(url, data=data).status_code == 302
    assert draft.browser().post(url, data=data).status_code == 409
    with draft.open() as (_session, tender):
        assert amounts(tender, 1) == {draft.places["Alvdal"].organisation_id: 7}


def test_numbers_of_lines_are_never_used_again(draft: Draft) -> None:
    browser = draft.browser()
    for once in "ab":
        browser.post(draft.url("/prices/new"), data=line(draft, once))
    with draft.open() as (_session, tender):
        first, second = (each.id for each in tender.price_lines)
    browser.post(draft.url(f"/prices/{second}/removal"))
    browser.post(draft.url("/prices/new"), data=line(draft, "c"))
    browser.post(draft.url(f"/prices/{first}/position"), data={"way": "down"})
    page = browser.get(draft.url("/prices")).text
    assert ">P2</a>" not in page
    assert page.index(">P3</a>") < page.index(">P1</a>")
    assert browser.get(draft.url(f"/prices/{second}")).status_code == 404
    assert draft.browser(PARTICIPANT).post(draft.url(f"/prices/{first}/removal")).status_code == 403
