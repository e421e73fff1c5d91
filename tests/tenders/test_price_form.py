"""The price form in the documents, and its lines on the page: who pays, how long, where it is summed."""

from __future__ import annotations

from typing import Any

from flask import Flask

from procure import db
from procure.domain.assembly import Document, Prices, Table, outline, texts
from procure.domain.prices import Payer, PriceKind
from procure.pools.models import OptionHolder
from procure.tenders import papers, service
from procure.tenders.models import Driver, Tender
from tests.factories import NOW
from tests.filling import sheet
from tests.pools.making import make_place
from tests.publication.making import make_ready
from tests.tenders.making import Draft
from tests.tenders.test_criteria_and_prices import amount, line

Counted = service.Counted


def form_of(app: Flask, *lines: tuple[str, PriceKind, Counted], language: str = "nb") -> Document:
    """Return the price form of a tender with an option holder and these lines after its first."""
    ready = make_ready(app, language=language)
    with app.app_context(), db.kept() as session:
        tender = session.get_one(Tender, ready.tender_id)
        holder = make_place(session, "Rendalen").buyer.organisation_id
        tender.pool.option_holders.append(OptionHolder(organisation_id=holder, users=20, added_at=NOW))
        session.flush()
        for text, kind, counted in lines:
            facts: dict[str, Any] = {"text": text, "kind": kind, "unit": "stk", "amounts": {holder: 7}}
            service.add_line(session, ready.places["Tynset"].buyer, tender, **facts, counted=counted, now=NOW)
        session.refresh(tender, ["price_lines"])
        content = papers.content(session, tender, 1, NOW)
    return next(each for each in papers.documents(content) if each.kind == "price_form")


def tables(document: Document, chapter: str) -> list[Any]:
    found = next(each.chapter for each in outline(document) if each.chapter.title == chapter)
    return [block for block in found.blocks if isinstance(block, Prices | Table)]


SEVERAL = (
    ("Oppsett", PriceKind.ONE_OFF, Counted(heading="Etablering")),
    ("Prosjekt", PriceKind.ONE_OFF, Counted(payer=Payer.JOINT, joint_amount=1)),
    ("Lisens", PriceKind.YEARLY, Counted(heading="Drift", months=30)),
    ("Brukere", PriceKind.MONTHLY, Counted(heading="Drift")),
    ("Timer", PriceKind.HOURLY, Counted(evaluated=False)),
    ("Modul", PriceKind.OPTION, Counted(months=24)),
)


def plain(text: str) -> str:
    return text.replace("\\", "")


def test_every_line_stands_in_one_subtotal_and_each_subtotal_once_in_the_total(app: Flask) -> None:
    found = tables(form_of(app, *SEVERAL), "Prisskjema for Tynset kommune")
    assert [(plain(each.caption), plain(each.total)) for each in found] == [
        ("Priser for Tynset kommune", "Sum uten opsjoner for Tynset kommune"),
        ("Opsjoner for Tynset kommune", "Sum opsjoner for Tynset kommune"),
        ("Priser utenfor evalueringen for Tynset kommune", ""),  # nothing is added up
    ]
    groups = [(group.title, group.total) for table in found for group in table.groups]
    assert groups == [(title, f"Delsum {title}") for title in ("Øvrige priser", "Etablering", "Drift")]
    lines = [line for table in found for group in table.groups for line in group.lines]
    priced = [line.id for line in (*lines, *(line for table in found for line in table.lines))]
    assert sorted(priced) == ["P1", "P2", "P4", "P5", "P6", "P7"]


def counted(document: Document) -> dict[str, tuple[str, str]]:
    """Return unit and quantity of each line of an option holder, by its text."""
    found = tables(document, next(each.title for each in document.chapters if "opsjon" in each.title))
    lines = [
        line
        for table in found
        for line in (*table.lines, *(line for group in table.groups for line in group.lines))
    ]
    return {line.what: (line.unit, line.quantity.replace("\N{NO-BREAK SPACE}", " ")) for line in lines}


def test_running_prices_say_how_long_they_are_counted(app: Flask) -> None:
    form = form_of(app, *SEVERAL)
    told = counted(form)
    assert told["Brukere"] == ("stk per måned", "7 × 48")
    assert told["Lisens"] == ("stk per år", "7 × 30/12")
    assert told["Modul"] == ("stk", "7 × 24")
    assert told["Oppsett"] == ("stk", "7")
    assert told["Timer"] == ("stk per time", "7")
    printed = plain("\n".join(texts((form,))))
    assert "Løpende priser regnes for 48 måneder" in printed
    assert "er ikke med i noen sum" in printed


def test_option_holders_and_the_joint_part_have_their_own_sheet(app: Flask) -> None:
    form = form_of(app, *SEVERAL)
    (joint,) = tables(form, "Prisskjema for fellesdelen")
    assert [(row.id, row.quantity) for row in joint.lines] == [("P3", "1")]
    assert {quantity.split()[0] for _unit, quantity in counted(form).values()} == {"×", "7"}
    (summary,) = tables(form, "Samlet sum")
    assert [row[0].replace("\\", "") for row in summary.rows][-2:] == [
        "Rendalen kommune, opsjonstaker",
        "Fellesdelen",
    ]
    assert summary.foot[0] == "Evalueringspris"


def test_in_nynorsk_it_is_nynorsk(app: Flask) -> None:
    printed = "\n".join(texts((form_of(app, *SEVERAL, language="nn"),))).replace("\\", "")
    assert "stk per månad" in printed
    assert "Prisar utanfor evalueringa" in printed


def test_the_lines_of_a_lot_stand_together(app: Flask) -> None:
    ready = make_ready(app)
    with app.app_context(), db.kept() as session:
        tender = session.get_one(Tender, ready.tender_id)
        lead = ready.places["Tynset"].buyer
        lots = [
            service.add_lot(session, lead, tender, title=title, description=title, now=NOW)
            for title in ("Avvik", "Risiko")
        ]
        session.refresh(tender, ["lots"])
        for lot, heading in zip(lots, (None, "Drift"), strict=True):
            facts: dict[str, Any] = {"text": "Bruk", "kind": PriceKind.YEARLY, "unit": "stk", "amounts": {}}
            counted = Counted(lot_id=lot.id, heading=heading)
            service.add_line(session, lead, tender, **facts, counted=counted, now=NOW)
        session.refresh(tender, ["price_lines"])
        content = papers.content(session, tender, 1, NOW)
    form = next(each for each in papers.documents(content) if each.kind == "price_form")
    prices, sums = tables(form, "Prisskjema for Tynset kommune")
    names = ["Delkontrakt 1: Avvik", "Delkontrakt 2: Risiko", "Utenfor delkontraktene"]
    assert [group.title for group in prices.groups] == ["Øvrige priser", names[0], f"{names[1]}, Drift"]
    assert [plain(row[0]) for row in sums.rows] == names
    assert plain(sums.foot[0]) == prices.total == "Sum for Tynset kommune"
    compared = tables(form, "Samlet sum")
    assert [table.caption for table in compared] == names
    assert [plain(table.foot[0]) for table in compared] == [
        "Evalueringspris, delkontrakt 1: Avvik",
        "Evalueringspris, delkontrakt 2: Risiko",
        "Evalueringspris, utenfor delkontraktene",
    ]


def test_whole_years_are_whole(app: Flask) -> None:
    yearly = ("Lisens", PriceKind.YEARLY, Counted())
    assert counted(form_of(app, yearly))["Lisens"] == ("stk per år", "7 × 4")


def test_a_version_from_before_lines_had_payers_prints_as_it_did(app: Flask) -> None:
    ready = make_ready(app)
    with app.app_context():
        content = papers.content(db.session(), db.session().get_one(Tender, ready.tender_id), 1, NOW)
    for row in content["price_lines"]:
        for name in ("payer", "driver", "months", "evaluated", "heading", "joint_amount", "lot"):
            row.pop(name, None)
    for name in ("option_holders", "timeline"):
        del content[name]
    for name in ("requests_until", "evaluated_months"):
        del content["tender"][name]
    documents = papers.documents(content)
    printed = "\n".join(texts(tuple(documents)))
    assert "× 48" not in printed
    assert "Alle oppdragsgivere" in printed
    assert "Tilbudsfrist" in printed


# --- On the page ---------------------------------------------------------------------------------


def test_a_line_says_how_it_is_counted(draft: Draft) -> None:
    counted = {
        "payer": "joint",
        "joint_amount": "2",
        "months": "36",
        "heading": " Drift ",
        "driver": "users",
        "outside": "y",
    }
    assert draft.browser().post(draft.url("/prices/new"), data=line(draft, **counted)).status_code == 302
    page = draft.browser().get(draft.url("/prices")).text
    assert "i 36 måneder" in page
    assert "utenfor evalueringen" in page
    with draft.open() as (_session, tender):
        (row,) = tender.price_lines
        assert (row.payer, row.joint_amount, row.months) == (Payer.JOINT, 2, 36)
        assert (row.heading, row.driver, row.evaluated) == ("Drift", Driver.USERS, False)
        url = draft.url(f"/prices/{row.id}")
    form = draft.browser().get(url).text
    assert "checked" in form.partition('name="outside"')[0][-120:]
    assert "Prislinje P1 mangler antall" not in page


def test_what_each_pays_has_no_joint_quantity(draft: Draft) -> None:
    draft.browser().post(draft.url("/prices/new"), data=line(draft, joint_amount="2"))
    with draft.open() as (_session, tender):
        assert tender.price_lines[0].joint_amount is None


def test_a_joint_line_without_a_quantity_is_pointed_out(draft: Draft) -> None:
    draft.browser().post(draft.url("/prices/new"), data=line(draft, payer="joint"))
    assert "P1 har ikke antall for fellesdelen." in draft.browser().get(draft.url("/prices")).text


def test_a_line_is_of_a_lot_in_the_tender(draft: Draft) -> None:
    with draft.open() as (session, tender):
        lot = service.add_lot(session, draft.actor(), tender, title="Avvik", description="Avvik.", now=NOW)
        lot_id = lot.id
    url = draft.url("/prices/new")
    assert draft.browser().post(url, data=line(draft, "e", lot_id="999")).status_code == 422
    assert draft.browser().post(url, data=line(draft, "f", lot_id=str(lot_id))).status_code == 302
    with draft.open() as (_session, tender):
        assert tender.price_lines[0].lot_id == lot_id


def test_an_option_holder_has_a_quantity(draft: Draft) -> None:
    with draft.open() as (session, tender):
        holder = OptionHolder(organisation_id=draft.places["Røros"].organisation_id, users=3, added_at=NOW)
        tender.pool.option_holders.append(holder)
        session.flush()
    draft.browser().post(draft.url("/prices/new"), data=line(draft, **{amount(draft, "Røros"): "5"}))
    with draft.open() as (_session, tender):
        (quantity,) = tender.price_lines[0].quantities
        assert quantity.amount == 5


# --- How much each counts with --------------------------------------------------------------------


def lines_of(draft: Draft, *drivers: str | None) -> list[int]:
    """Add a line for each driver; return their ids."""
    for place, driver in enumerate(drivers):
        more = {"driver": driver} if driver else {}
        data = line(draft, chr(ord("a") + place), text=f"Linje {place}", **more)
        assert draft.browser().post(draft.url("/prices/new"), data=data).status_code == 302
    with draft.open() as (_session, tender):
        return [each.id for each in tender.price_lines]


def quantities_of(draft: Draft) -> dict[tuple[int, str], int]:
    with draft.open() as (_session, tender):
        return {
            (row.number, each.organisation.short_name): each.amount
            for row in tender.price_lines
            for each in row.quantities
        }


def test_one_body_counts_with_all_lines_on_one_page(draft: Draft) -> None:
    lines_of(draft, None, None)
    address, browser = draft.url(f"/prices/bodies/{draft.places['Tolga'].organisation_id}"), draft.browser()
    page = browser.get(address)
    form = sheet(page)
    first, second = form.of_kind("count")
    assert form.filled(**{first: "12", second: ""}).send(browser).status_code == 302
    assert quantities_of(draft)[1, "Tolga"] == 12
    assert (2, "Tolga") not in quantities_of(draft)
    late = form.filled(**{first: "13"}).send(browser)
    assert late.status_code == 409
    assert "13" in late.text
    refused = sheet(browser.get(address)).filled(**{first: "mange"}).send(browser)
    assert refused.status_code == 422
    assert browser.get(draft.url("/prices/bodies/999999")).status_code == 404
    assert draft.browser("Tolga").get(address).status_code == 403


def test_what_is_missing_is_named_and_filled_in_from_the_volumes(draft: Draft) -> None:
    with draft.open() as (session, tender):
        for place in tender.pool.participations:
            place.users, place.inhabitants = 10 + place.organisation_id % 5, 1_000
        holder = OptionHolder(organisation_id=draft.places["Røros"].organisation_id, users=3, added_at=NOW)
        tender.pool.option_holders.append(holder)
        session.flush()
    lines_of(draft, "users", "inhabitants", "fixed", "beds", None)
    browser = draft.browser()
    before, page = quantities_of(draft), browser.get(draft.url("/prices"))
    assert "Antall som mangler" in page.text
    assert "Røros kommune" in page.text
    fill = sheet(page, draft.url("/prices/quantities"))
    assert fill.send(browser).status_code == 302
    found = quantities_of(draft)
    assert found[3, "Alvdal"] == 1
    assert found[1, "Røros"] == 3
    assert (2, "Røros") not in found  # nobody has said
    assert not {key for key in found if key[0] in (4, 5)} - set(before)
    assert {key: value for key, value in found.items() if key in before} == before
    assert browser.post(draft.url("/prices/quantities")).status_code == 302
    assert quantities_of(draft) == found


def test_the_form_is_shown_as_the_supplier_gets_it(draft: Draft) -> None:
    lines_of(draft, None)
    page = draft.browser("Tolga").get(draft.url("/prices/preview"))
    assert page.status_code == 200
    assert "Prisskjema for Tolga kommune" in page.text
    assert "Linje 0" in page.text


def test_lines_stand_under_their_headings(draft: Draft) -> None:
    for once, heading in (("a", "Drift"), ("b", "Etablering"), ("c", "Drift")):
        draft.browser().post(draft.url("/prices/new"), data=line(draft, once, heading=heading))
    page = draft.browser().get(draft.url("/prices")).text
    assert page.count('scope="rowgroup"') == 2
    assert page.rindex("Flytt P3 opp") < page.rindex("Flytt P2 opp")


def test_a_line_of_only_those_who_pay_together_leaves_nothing_to_type(draft: Draft) -> None:
    draft.browser().post(draft.url("/prices/new"), data=line(draft, payer="joint", joint_amount="1"))
    own = draft.url(f"/prices/bodies/{draft.places['Tolga'].organisation_id}")
    assert "ingen linjer der hver betaler for seg" in draft.browser().get(own).text
