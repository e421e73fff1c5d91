"""The second example, a framework in nynorsk: its figures by arithmetic of the tests' own, and the rules'."""

from __future__ import annotations

import base64
import csv
import io
import re
import tomllib
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from procure.domain import deadlines, prices, value
from procure.domain.law import Climate, Law, Part, law_on
from procure.domain.scoring import CriteriaMode, climate_gaps
from tests.examples import figures, house
from tests.examples.figures import Case

FILE = "felles-okonomisystem.yaml"
MONTHS = 48
CLASSES = (2_500, 6_000)  # inhabitants where the next class begins
SAMI = ("karasjok", "kautokeino", "nesseby", "porsanger", "tana")

# Added up by hand, in kroner. Nesseby has 145 000 + 3 x 41 500 + 48 x 6 900 + 48 x 42 x 38,50
# + 20 x 1 425 + 48 x 850.
BY_HAND = {"nesseby": "747616.00", "kvinnherad": "2657100.00", "kautokeino": "1268990.00", "": "4685500.00"}
TOTAL, OPTIONS, MAXIMUM = "52528516.00", "2776500.00", "66000000.00"


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


def committed(case: Case) -> dict[str, dict[str, Any]]:
    """Return those who buy, by key."""
    rows = case["pool"]["participants"]
    return {each["organisation"]: each for each in rows if each["state"] == "committed"}


# --- Who ------------------------------------------------------------------------------------------


def test_thirty_four_of_thirty_six_remain(case: Case) -> None:
    """One left before the list was locked and one was released after it; the rest signed before."""
    pool = case["pool"]
    states = Counter(each["state"] for each in pool["participants"])
    gone = {each["state"]: each for each in pool["participants"] if "left_at" in each}
    locked = datetime.fromisoformat(pool["locked_at"])
    assert states == {"committed": 34, "withdrawn": 1, "released": 1}
    assert datetime.fromisoformat(gone["withdrawn"]["left_at"]) < locked
    assert locked < datetime.fromisoformat(gone["released"]["left_at"])
    assert all(each["left_reason"] for each in gone.values())
    assert all(each["invited_at"] < each["answered_at"] for each in pool["participants"])
    for each in committed(case).values():
        assert each["signatory_name"]
        assert each["case_number"]
        assert datetime.fromisoformat(each["committed_at"]) < locked


def test_the_estimate_was_made_after_the_last_one_left(case: Case, tender: dict[str, Any]) -> None:
    """Nobody who is out is counted, and the figures are newer than the change."""
    counted = {line.get("organisation") for line in tender["estimate_lines"]}
    left = [each for each in case["pool"]["participants"] if "left_at" in each]
    assert counted == {*committed(case), None}
    assert all(datetime.fromisoformat(each["left_at"]).date() < tender["estimated_on"] for each in left)


def test_inhabitants_are_those_of_the_list(case: Case) -> None:
    """Every figure of inhabitants is the one of the municipality's number, and the names are told apart."""
    known = figures.inhabitants()
    numbers = {each["key"]: each.get("municipality") for each in case["organisations"]}
    buyers = committed(case)
    assert all(each["inhabitants"] == known[numbers[body]] for body, each in buyers.items())
    assert sum(each["inhabitants"] for each in buyers.values()) == 155_163
    assert sum(each["users"] for each in buyers.values()) == 5_392
    assert numbers["heroy"] == "1515"  # the other one, in Nordland, is 1818
    assert numbers["sande"] == "1514"


def test_the_lead_has_a_number_that_nobody_else_can_have(case: Case) -> None:
    """The invented co-operation's number passes the check of modulus 11, and no real one begins with 1."""
    (lead,) = (each for each in case["organisations"] if each["key"] == case["lead"])
    assert lead["organisation_number"] == "121212129"
    assert figures.is_organisation_number(lead["organisation_number"])


def test_contracts_end_years_apart(case: Case) -> None:
    """They end from 2027 to 2032; some run on, one body has no system, and one does not know."""
    ends = Counter(each["contract_end"] for each in case["needs"])
    years = {each["ends_on"].year for each in case["needs"] if each["contract_end"] == "date"}
    assert ends == {"date": 30, "until_terminated": 4, "no_system": 1, "not_known": 1}
    assert years == {2027, 2028, 2029, 2030, 2031, 2032}


# --- What it is worth -----------------------------------------------------------------------------


def test_estimate_by_hand(tender: dict[str, Any]) -> None:
    """Bodies of two sizes, the joint part, the options and the total are what they come to by hand."""
    sums = figures.by_body(tender["estimate_lines"], MONTHS)
    options = [line for line in tender["estimate_lines"] if line.get("option")]
    assert {body: figures.kroner(sums[body]) for body in BY_HAND} == BY_HAND
    assert figures.kroner(sum(sums.values())) == TOTAL == tender["estimate"]
    assert figures.kroner(sum(figures.counted(line, MONTHS) for line in options)) == OPTIONS
    assert len(sums) == 35


def test_the_framework_keeps_its_limits(tender: dict[str, Any], law: Law) -> None:
    """It lasts four years at most, and its maximum is no less than the estimate."""
    assert tender["contract_model"] == "framework"
    assert tender["duration_months"] + tender["extension_months"] == MONTHS == law.framework_months
    assert tender["framework_maximum"] == MAXIMUM
    assert figures.ore(MAXIMUM) >= figures.ore(TOTAL)
    assert tender["responsibility"] == "partly_joint"
    assert tender["responsibility_parts"]


def test_estimate_by_the_house(tender: dict[str, Any], law: Law) -> None:
    """The rules of the house come to the same, and to the part above the EEA threshold."""
    found = house.estimated(tender, MONTHS, law)
    sums = figures.by_body(tender["estimate_lines"], MONTHS)
    assert (found.total, found.joint) == (figures.ore(TOTAL), sums.pop(""))
    assert found.options == figures.ore(OPTIONS)
    assert dict(found.by_body) == sums
    assert value.next_limit(found.total, law) is None
    assert law.procedures[tender["procedure"]].part is Part.III


def test_no_ceiling_is_below_its_share(case: Case, tender: dict[str, Any]) -> None:
    """A ceiling covers a body's own lines and its part of the joint ones, by inhabitants."""
    buyers = committed(case)
    sums = figures.by_body(tender["estimate_lines"], MONTHS)
    everybody = sum(each["inhabitants"] for each in buyers.values())
    for body, each in buyers.items():
        share = sums[body] + sums[""] * each["inhabitants"] / everybody
        assert figures.ore(each["ceiling"]) > share, body


# --- How bids are judged --------------------------------------------------------------------------


def test_weights(tender: dict[str, Any]) -> None:
    """They make a hundred, and every criterion has its proof and its name in English."""
    weights = {each["key"]: each["weight"] for each in tender["criteria"]}
    assert weights == {"pris": 40, "loysing": 40, "innforing": 20}
    assert sum(weights.values()) == 100
    assert all(each["documentation"] and each["name_en"] for each in tender["criteria"])
    assert tender["price_model"] == "proportional"


def test_climate_is_taken_care_of_by_requirements(tender: dict[str, Any], law: Law) -> None:
    """Three absolute requirements stand in for the criterion, with the reason."""
    about = [row for row in tender["requirements"] if row.get("climate")]
    gaps = climate_gaps(
        [],
        CriteriaMode.WEIGHTED,
        Climate(tender["climate"]),
        reason=tender["climate_reason"],
        requirements=len(about),
        law=law,
    )
    assert Counter(row["kind"] for row in about) == {"absolute": 3, "information": 1}
    assert gaps == []


def test_requirements(tender: dict[str, Any]) -> None:
    """Sixty, numbered from one in twelve areas; what is scored has criterion and weight, and no other."""
    rows = tender["requirements"]
    areas: dict[str, list[int]] = {}
    for row in rows:
        area, _, number = row["id"].partition("-")
        areas.setdefault(area, []).append(int(number))
        scored = row["kind"] in ("evaluated", "both")
        assert ("criterion" in row) is ("weight" in row) is scored, row["id"]
        assert all(row[name] for name in ("text", "answer", "reason", "source")), row["id"]
        assert (row["met_when"] == "by_date") is ("met_by" in row), row["id"]
    kinds = Counter(row["kind"] for row in rows)
    assert kinds == {"evaluated": 43, "absolute": 13, "both": 2, "information": 2}
    assert len(areas) == len({row["area_name"] for row in rows}) == 12
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in areas.values())
    assert len(rows) == 60


def test_what_comes_from_the_bank_says_what_the_bank_says(tender: dict[str, Any]) -> None:
    """A requirement with provenance has the bank's nynorsk and kind."""
    files = (figures.ROOT / "procure" / "library" / "bank" / "areas").glob("*.toml")
    areas = [tomllib.loads(each.read_text(encoding="utf-8")) for each in files]
    bank = {(row["key"], row.get("edition", 1)): row for area in areas for row in area["requirement"]}
    picked = [row for row in tender["requirements"] if "bank_key" in row]
    assert len(picked) == 13
    for row in picked:
        source = bank[row["bank_key"], row["bank_edition"]]
        assert (row["text"], row["kind"]) == (source["text_nn"], source["kind"]), row["id"]


def test_sami_municipalities_deviate(tender: dict[str, Any]) -> None:
    """Each deviation has its reason, and its words where something else applies."""
    found = [each for row in tender["requirements"] for each in row.get("deviations", [])]
    assert Counter(each["organisation"] for each in found) == {"kautokeino": 2, "nesseby": 2, "karasjok": 1}
    assert all(each["reason"] and bool(each["text"]) is each["applies"] for each in found)
    assert {each["organisation"] for each in found} < set(SAMI)


# --- The price form -------------------------------------------------------------------------------


def test_price_form(case: Case, tender: dict[str, Any]) -> None:
    """Twenty-six lines; each has the quantities of all thirty-four, or how much is paid jointly."""
    lines = tender["price_lines"]
    kinds = Counter(line["kind"] for line in lines)
    assert [line["number"] for line in lines] == list(range(1, 27))
    assert kinds == {"one_off": 9, "monthly": 8, "hourly": 3, "yearly": 3, "option": 3}
    for line in lines:
        if line["payer"] == "joint":
            assert line["joint_amount"] > 0, line["number"]
            assert "quantities" not in line, line["number"]
        else:
            assert set(line["quantities"]) == set(committed(case)), line["number"]


def test_price_form_counts_what_there_is(case: Case, tender: dict[str, Any]) -> None:
    """Each body is in one class, its own by inhabitants; users and volumes are those told elsewhere."""
    lines = {line["number"]: line.get("quantities", {}) for line in tender["price_lines"]}
    attached = volumes(tender)
    names = {each["key"]: each.get("municipality") for each in case["organisations"]}
    for body, each in committed(case).items():
        size = sum(each["inhabitants"] >= limit for limit in CLASSES)
        for first in (2, 11):
            held = [lines[first + place][body] for place in range(3)]
            assert held == [int(place == size) for place in range(3)], body
        assert lines[14][body] + lines[15][body] == each["users"]
        assert attached[names[body]] == (lines[5][body], lines[7][body], each["users"])


def volumes(tender: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return years, integrations and users by municipality number, from the attachment; its columns tie."""
    text = base64.b64decode(tender["attachments"][0]["content"]).decode("utf-8-sig")
    _, *rows, totals = csv.reader(io.StringIO(text), delimiter=";")
    columns = list(zip(*([int(cell) for cell in row[1:]] for row in rows), strict=True))
    assert [sum(column) for column in columns] == [int(cell) for cell in totals[1:]]
    numbers = {name: number for number, name in official_names().items()}
    return {numbers[row[0]]: tuple(int(cell) for cell in row[1:4]) for row in rows}


def official_names() -> dict[str, str]:
    """Return the names in all languages, as the list has them, by number."""
    text = (figures.ROOT / "procure" / "reference" / "municipalities.csv").read_text(encoding="utf-8")
    rows = (line.split(";") for line in text.splitlines() if line.startswith(("15", "46", "55", "56")))
    return {row[0]: row[2] for row in rows}


def test_evaluated_price_when_everything_costs_one_krone(case: Case, tender: dict[str, Any]) -> None:
    """By hand and by the house; Nesseby's sheet and the joint one were counted on paper."""
    by_hand = figures.price_of_one_krone(case)
    found = house.evaluated_at_one_krone(tender, committed(case))
    assert by_hand["nesseby"] == 2_338
    assert by_hand[prices.JOINT] == 1_397
    assert {sheet: amount / 100 for sheet, amount in found.sheets.items()} == by_hand
    assert found.total == sum(by_hand.values()) * 100 == 273_753_00


# --- When -----------------------------------------------------------------------------------------


def test_timeline_keeps_every_limit(tender: dict[str, Any], law: Law) -> None:
    """The least days were counted on a calendar of 2027; the rules of the house find the same."""
    days = {each["step"]: each["on"] for each in tender["milestones"]}
    offers = date(2027, 3, 3)  # 30 days after Monday 1 February: a Wednesday
    standstill = date(2027, 5, 31)  # 10 days after Thursday 20 May is a Sunday
    answers = date(2027, 3, 10)  # 6 days before Tuesday 16 March
    deadline = datetime.fromisoformat(tender["deadline"]).date()
    assert (law.procedures["open"].offer_days, law.standstill_days) == (30, 10)
    assert tender["dispatch_on"] == date(2027, 2, 1)
    assert deadlines.period_end(tender["dispatch_on"], 30) == offers <= deadline
    assert deadlines.period_end(days["notification"], 10) == standstill == days["standstill_end"]
    assert deadlines.last_answer_day(deadline, law) == answers
    assert datetime.fromisoformat(tender["questions_until"]).date() < answers


def test_timeline_is_in_order(tender: dict[str, Any]) -> None:
    """Every step comes after the one before it, on a day when people are at work."""
    days = {each["step"]: each["on"] for each in tender["milestones"]}
    moments = [datetime.fromisoformat(tender[name]).date() for name in ("questions_until", "deadline")]
    order = [
        *(days["market_dialogue"], tender["estimated_on"], days["approval"], tender["dispatch_on"], *moments),
        *(days["demonstrations"], days["notification"], days["standstill_end"], days["signing"]),
        tender["start_on"],
    ]
    assert order == sorted(set(order))
    assert all(deadlines.is_working_day(day) for day in order)
    assert days["opening"] == moments[1]


# --- Language and contract ------------------------------------------------------------------------

BOKMAL = re.compile(  # words that are others in nynorsk
    r"\b(ikke|bare|fra|hvem|hva|hvor|hvordan|hver|leder\w*|tilbud\w*|konkurranser|være|flere|noen|noe|selv"
    r"|virksomhet\w*|tjeneste\w*|løsning\w*|kommuner|kommunene|kravene|begrunnelse\w*|sikkerhet\w*|ansatt\w*"
    r"|måned\w*|uke\w*|marked\w*|innbygger\w*|brukere\w*|regnskap\w*|lønn\w*|opplæringen|jeg|dere|deres|kun)\b",
    re.IGNORECASE,
)
FETCHED = re.compile(r"\{[a-z_]+\}|'source': '[^']*'|'content': '[^']*'|_en': '[^']*'")


def test_every_text_is_in_nynorsk(case: Case) -> None:
    """No word of bokmål has come along, but in names of fields and of sources."""
    assert BOKMAL.findall(FETCHED.sub("", str(case))) == []


def test_sami_letters_are_in_the_file(tender: dict[str, Any]) -> None:
    """The letters that fonts lack most often are there to be printed."""
    (row,) = (row for row in tender["requirements"] if row["id"] == "SPR-001")
    assert all(letter in row["text"] for letter in "áčđŋšŧžï")


def test_contract(tender: dict[str, Any]) -> None:
    """Both agreements are changed in few places, each with its reason."""
    changes = Counter(each["contract"] for each in tender["contract_changes"])
    assert (tender["agreement"]["code"], tender["agreement"]["companion"]["code"]) == ("SSA-T", "SSA-D")
    assert changes == {1: 2, 2: 3}
    assert all(each["text"] and each["reason"] for each in tender["contract_changes"])
    assert [each["key"] for each in tender["omitted_clauses"]] == ["apprentices"]
    assert tender["title_en"]
    assert tender["description_en"]
