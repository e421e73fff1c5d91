"""The first example: its figures by arithmetic of the tests' own, beside what the rules of the house say."""

from __future__ import annotations

import base64
import csv
import io
import tomllib
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from procure.domain import deadlines, value
from procure.domain.law import Law, Part, law_on
from tests.examples import figures, house
from tests.examples.figures import Case

FILE = "felles-skjemalosning.yaml"
MONTHS = 36 + 12
NINE = {"asnes", "grue", "hamar", "kongsvinger", "loten", "nord-odal", "sor-odal", "stange", "valer"}
HOLDERS = {"eidskog", "elverum"}

BY_BODY = {  # added up by hand, in kroner
    "asnes": "1023615.00",
    "eidskog": "968815.00",
    "elverum": "1582825.00",
    "grue": "718760.00",
    "hamar": "2173425.00",
    "kongsvinger": "1523725.00",
    "loten": "1022165.00",
    "nord-odal": "726010.00",
    "sor-odal": "1029415.00",
    "stange": "1656775.00",
    "valer": "715860.00",
    "": "2170740.00",  # the joint part
}
TOTAL, OPTIONS = "15312130.00", "872490.00"


@pytest.fixture(scope="module")
def case() -> Case:
    """The example as it stands in the file."""
    return figures.load(FILE)


@pytest.fixture(scope="module")
def tender(case: Case) -> dict[str, Any]:
    """Its tender."""
    found: dict[str, Any] = case["tender"]
    return found


@pytest.fixture(scope="module")
def law(tender: dict[str, Any]) -> Law:
    """The law on the day of dispatch."""
    return law_on(tender["dispatch_on"])


# --- Who ------------------------------------------------------------------------------------------


def test_nine_buy_two_may_join_and_one_left(case: Case) -> None:
    """Nine are committed with name, day and case number; the one that left did so before lock."""
    states = Counter(each["state"] for each in case["pool"]["participants"])
    committed = [each for each in case["pool"]["participants"] if each["state"] == "committed"]
    (gone,) = (each for each in case["pool"]["participants"] if each["state"] == "withdrawn")
    locked = datetime.fromisoformat(case["pool"]["locked_at"])
    assert states == {"committed": 9, "withdrawn": 1}
    assert {each["organisation"] for each in committed} == NINE
    assert {each["organisation"] for each in case["pool"]["option_holders"]} == HOLDERS
    assert all(each["signatory_name"] and each["case_number"] for each in committed)
    assert all(datetime.fromisoformat(each["committed_at"]) < locked for each in committed)
    assert datetime.fromisoformat(gone["left_at"]) < locked
    assert gone["left_reason"]


def test_inhabitants_are_those_of_the_list(case: Case) -> None:
    """Every figure of inhabitants is the one of the municipality's number."""
    known = figures.inhabitants()
    numbers = {each["key"]: each.get("municipality") for each in case["organisations"]}
    bodies = [
        each
        for each in (*case["pool"]["participants"], *case["pool"]["option_holders"])
        if "inhabitants" in each
    ]
    assert len(bodies) == 11
    assert all(each["inhabitants"] == known[numbers[each["organisation"]]] for each in bodies)
    assert sum(each["inhabitants"] for each in bodies if each["organisation"] in NINE) == 109_061


def test_the_lead_has_a_number_that_nobody_else_can_have(case: Case) -> None:
    """The invented company's number passes the check of modulus 11."""
    (lead,) = (each for each in case["organisations"] if each["key"] == case["lead"])
    assert lead["organisation_number"] == "123456785"
    assert figures.is_organisation_number(lead["organisation_number"])
    assert not figures.is_organisation_number("123456784")


# --- What it is worth -----------------------------------------------------------------------------


def test_estimate_by_hand(tender: dict[str, Any]) -> None:
    """Each body, the joint part, the options and the total are what they come to by hand."""
    sums = figures.by_body(tender["estimate_lines"], MONTHS)
    options = [line for line in tender["estimate_lines"] if line.get("option")]
    assert {body: figures.kroner(amount) for body, amount in sums.items()} == BY_BODY
    assert figures.kroner(sum(sums.values())) == TOTAL == tender["estimate"]
    assert figures.kroner(sum(figures.counted(line, MONTHS) for line in options)) == OPTIONS
    assert tender["duration_months"] + tender["extension_months"] == MONTHS


def test_estimate_by_the_house(tender: dict[str, Any], law: Law) -> None:
    """The rules of the house come to the same, and to the part above the EEA threshold."""
    found = house.estimated(tender, MONTHS, law)
    assert figures.kroner(found.total) == TOTAL
    assert figures.kroner(found.joint) == BY_BODY[""]
    assert figures.kroner(found.options) == OPTIONS
    assert {body: figures.kroner(amount) for body, amount in found.by_body.items()} | {
        "": BY_BODY[""]
    } == BY_BODY
    assert value.next_limit(found.total, law) is None
    assert figures.ore(TOTAL) >= 2_500_000_00
    assert law.procedures[tender["procedure"]].part is Part.III


def test_no_ceiling_is_below_its_share(case: Case) -> None:
    """A ceiling covers a body's own lines and its part of the joint ones, by inhabitants."""
    committed = {each["organisation"]: each for each in case["pool"]["participants"] if "ceiling" in each}
    everybody = sum(each["inhabitants"] for each in committed.values())
    joint = figures.ore(BY_BODY[""])
    assert set(committed) == NINE
    for body, each in committed.items():
        share = figures.ore(BY_BODY[body]) + joint * each["inhabitants"] / everybody
        assert figures.ore(each["ceiling"]) > share, body


def test_no_ceiling_is_written_where_others_read_it(case: Case) -> None:
    """No text of the tender holds a ceiling, in kroner or with thousands apart."""
    told = str(case["tender"]).replace("\u00a0", " ")
    for each in case["pool"]["participants"]:
        whole = each.get("ceiling", "").partition(".")[0]
        assert not whole or (whole not in told and f"{int(whole):,}".replace(",", " ") not in told)


# --- How bids are judged --------------------------------------------------------------------------


def test_weights(tender: dict[str, Any]) -> None:
    """They make a hundred, thirty of them for climate and environment; every criterion has its proof."""
    weights = {each["key"]: each["weight"] for each in tender["criteria"]}
    assert weights == {"pris": 30, "losning": 25, "gjennomforing": 15, "klima": 30}
    assert sum(weights.values()) == 100
    assert all(each["documentation"] and each["name_en"] for each in tender["criteria"])


def test_requirements(tender: dict[str, Any]) -> None:
    """Ninety, with one id each; what is scored has criterion and weight, and nothing else has."""
    rows = tender["requirements"]
    ids = [row["id"] for row in rows]
    kinds = Counter(row["kind"] for row in rows)
    assert len(rows) == len(set(ids)) == 90
    assert kinds == {"evaluated": 71, "absolute": 12, "information": 4, "both": 3}
    for row in rows:
        scored = row["kind"] in ("evaluated", "both")
        assert ("criterion" in row) is ("weight" in row) is scored, row["id"]
        assert all(row[name] for name in ("text", "answer", "reason", "source")), row["id"]
        assert row.get("climate", False) is (row.get("criterion") == "klima"), row["id"]
    assert sum(row.get("criterion") == "klima" for row in rows) == 6


def test_requirements_number_each_area_from_one(tender: dict[str, Any]) -> None:
    """No number is left out, and an area has one name."""
    areas: dict[str, list[int]] = {}
    for row in tender["requirements"]:
        area, _, number = row["id"].partition("-")
        areas.setdefault(area, []).append(int(number))
    assert len(areas) == 13
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in areas.values())
    assert len({row["area_name"] for row in tender["requirements"]}) == 13


def test_what_comes_from_the_bank_says_what_the_bank_says(tender: dict[str, Any]) -> None:
    """A requirement with provenance has the bank's words and kind."""
    files = (figures.ROOT / "procure" / "library" / "bank" / "areas").glob("*.toml")
    areas = [tomllib.loads(each.read_text(encoding="utf-8")) for each in files]
    bank = {(row["key"], row.get("edition", 1)): row for area in areas for row in area["requirement"]}
    picked = [row for row in tender["requirements"] if "bank_key" in row]
    assert len(picked) == 17
    for row in picked:
        source = bank[row["bank_key"], row["bank_edition"]]
        assert (row["text"], row["kind"]) == (source["text_nb"], source["kind"]), row["id"]


def test_two_municipalities_deviate(tender: dict[str, Any]) -> None:
    """Each deviation has its reason, and its words where something else applies."""
    found = [each for row in tender["requirements"] for each in row.get("deviations", [])]
    assert {each["organisation"] for each in found} == {"hamar", "nord-odal"}
    assert all(each["reason"] and bool(each["text"]) is each["applies"] for each in found)


# --- The price form -------------------------------------------------------------------------------


def test_price_form(tender: dict[str, Any]) -> None:
    """Forty-five lines; each has the quantities of all eleven, or how much is paid jointly."""
    lines = tender["price_lines"]
    kinds = Counter(line["kind"] for line in lines)
    assert [line["number"] for line in lines] == list(range(1, 46))
    assert kinds == {"one_off": 16, "monthly": 14, "option": 6, "yearly": 5, "hourly": 4}
    assert len({line["heading"] for line in lines}) == 6
    for line in lines:
        if line["payer"] == "joint":
            assert line["joint_amount"] > 0, line["number"]
            assert "quantities" not in line, line["number"]
        else:
            assert set(line["quantities"]) == NINE | HOLDERS, line["number"]


def test_price_form_counts_what_there_is(case: Case, tender: dict[str, Any]) -> None:
    """The classes hold each body once, users are those of the list, and forms those of the attachment."""
    lines = {line["number"]: line.get("quantities", {}) for line in tender["price_lines"]}
    users = {
        each["organisation"]: each["users"]
        for each in (*case["pool"]["participants"], *case["pool"]["option_holders"])
        if "users" in each
    }
    forms = attached(tender)
    for body in NINE | HOLDERS:
        assert lines[1][body] + lines[2][body] + lines[3][body] == 1
        assert lines[4][body] + lines[5][body] == users[body]
        if body in NINE:
            assert lines[17][body] + lines[18][body] + lines[19][body] == forms[body]
    assert sum(forms.values()) == 512


def attached(tender: dict[str, Any]) -> dict[str, int]:
    """Count the forms of each municipality in the attachment; rows and columns tie."""
    text = base64.b64decode(tender["attachments"][0]["content"]).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    themes, totals = rows[:-1], [int(cell) for cell in rows[-1][1:]]
    columns = list(zip(*([int(cell) for cell in row[1:]] for row in themes), strict=True))
    assert [sum(column) for column in columns] == totals
    assert all(sum(map(int, row[1:-1])) == int(row[-1]) for row in rows)
    ascii_names = {name: name.lower().translate(str.maketrans("åø", "ao")) for name in head[1:-1]}
    return {ascii_names[name]: total for name, total in zip(head[1:-1], totals, strict=False)}


def test_evaluated_price_when_everything_costs_one_krone(case: Case, tender: dict[str, Any]) -> None:
    """By hand and by the house; Våler's sheet was counted on paper."""
    by_hand = figures.price_of_one_krone(case)
    found = house.evaluated_at_one_krone(tender, NINE | HOLDERS)
    assert by_hand["valer"] == 2_937
    assert sum(by_hand.values()) == 83_522
    assert {sheet: amount / 100 for sheet, amount in found.sheets.items()} == by_hand
    assert found.total == 83_522_00


# --- When -----------------------------------------------------------------------------------------


def test_timeline_keeps_every_limit(tender: dict[str, Any], law: Law) -> None:
    """The least days were counted on a calendar of 2027; the rules of the house find the same."""
    procedure = law.procedures["negotiated"]
    days = {each["step"]: each["on"] for each in tender["milestones"]}
    requests = date(2027, 2, 10)  # 30 days after Monday 11 January: a Wednesday
    offers = date(2027, 3, 30)  # 25 days after 1 March is Good Friday; Tuesday after Easter
    standstill = date(2027, 6, 28)  # 10 days after Friday 18 June: a Monday
    answers = date(2027, 4, 3)  # 6 days before, not moved for the Saturday
    deadline = datetime.fromisoformat(tender["deadline"]).date()
    assert tender["dispatch_on"] == date(2027, 1, 11)
    assert (procedure.request_days, procedure.offer_days, law.standstill_days) == (30, 25, 10)
    assert deadlines.period_end(tender["dispatch_on"], 30) == requests
    assert deadlines.period_end(days["invitation"], 25) == offers
    assert deadlines.period_end(days["notification"], 10) == standstill
    assert deadlines.last_answer_day(deadline, law) == answers
    assert datetime.fromisoformat(tender["requests_until"]).date() >= requests
    assert deadline >= offers
    assert days["standstill_end"] >= standstill
    assert datetime.fromisoformat(tender["questions_until"]).date() < answers


def test_timeline_is_in_order(tender: dict[str, Any]) -> None:
    """Every step comes after the one before it, on a day when people are at work."""
    days = {each["step"]: each["on"] for each in tender["milestones"]}
    names = ("requests_until", "questions_until", "deadline")
    moments = {name: datetime.fromisoformat(tender[name]) for name in names}
    order = [
        *(days["market_dialogue"], days["approval"], tender["dispatch_on"]),
        *(moments["requests_until"].date(), days["invitation"], moments["questions_until"].date()),
        *(moments["deadline"].date(), days["negotiations"], days["final_offers"], days["demonstrations"]),
        *(days["notification"], days["standstill_end"], days["signing"], tender["start_on"]),
    ]
    assert order == sorted(set(order))
    assert all(deadlines.is_working_day(day) for day in order)
    assert days["opening"] == moments["deadline"].date()
    assert [moments[name].utcoffset().total_seconds() / 3600 for name in moments] == [1, 1, 2]  # type: ignore[union-attr]


# --- Contract -------------------------------------------------------------------------------------


def test_contract(tender: dict[str, Any]) -> None:
    """What the contract changes, leaves out and has as options is said with its reason."""
    assert len(tender["contract_changes"]) == 4
    assert all(each["text"] and each["reason"] for each in tender["contract_changes"])
    assert [each["key"] for each in tender["omitted_clauses"]] == ["apprentices"]
    assert "Eidskog og Elverum" in tender["option_terms"]
    assert tender["title_en"]
    assert tender["description_en"]
