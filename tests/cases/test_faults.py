"""Every fault has its path, what stood there and what to do; all are told at once."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from config import ROOT
from procure.cases.faults import CaseRefused
from procure.cases.reading import read
from procure.cases.references import reference_faults
from procure.cases.report import fault_lines
from procure.cases.shape_faults import shape_faults
from tests.cases.sample import Case, sample

GONE = object()


def changed(**changes: Any) -> Case:
    """Return the sample with values put at paths: `tender__requirements__0__kind=…`."""
    case = sample()
    for path, value in changes.items():
        place: Any = case
        *way, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        for part in way:
            place = place[part]
        if value is GONE:
            del place[last]
        else:
            place[last] = value
    return case


def of_shape(**changes: Any) -> dict[str, str]:
    return {one.path: _words(one) for one in shape_faults(changed(**changes))}


def _words(one: Any) -> str:
    return f"{one.value}|{one.sentence % one.facts}|{one.near}"


def test_the_sample_has_no_faults():
    assert shape_faults(sample()) == []


SHAPE: list[tuple[dict[str, Any], str, str]] = [
    ({"format": "samkjop-case/9"}, "format", "samkjop-case/1"),
    ({"lead": GONE}, "", "«lead»"),
    ({"tender__titel": "x"}, "tender.titel", "x|Feltet finnes ikke her. Ta det bort.|title"),
    ({"tender__requirements__1__weight": "3"}, "tender.requirements[1].weight", "helt tall"),
    (
        {"tender__requirements__1__weight": 9},
        "tender.requirements[1].weight",
        "9|Tallet kan ikke være over 5",
    ),
    ({"tender__requirements__1__kind": "evaluert"}, "tender.requirements[1].kind", "|evaluated"),
    ({"tender__requirements__1__kind": None}, "tender.requirements[1].kind", "fylles ut"),
    ({"tender__requirements__1__text": None}, "tender.requirements[1].text", "fylles ut"),
    ({"tender__requirements__1__text": ""}, "tender.requirements[1].text", "fylles ut"),
    ({"tender__requirements__1__id": "sik-4"}, "tender.requirements[1].id", "SIK-004"),
    ({"tender__requirements__1__id": "SIK-0004"}, "tender.requirements[1].id", "SIK-004"),
    ({"tender__requirements__1__id": "SIK-004\n"}, "tender.requirements[1].id", "SIK-004"),
    ({"lead": "tynset\n"}, "lead", "små bokstaver"),
    ({"tender__variants": "nei"}, "tender.variants", "true eller false"),
    ({"tender__criteria": "Pris"}, "tender.criteria", "bindestrek"),
    ({"tender__criteria__0": "Pris"}, "tender.criteria[0]", "navn og verdi"),
    ({"tender__estimate": 1450000}, "tender.estimate", "1450000|Skriv beløpet i kroner med punktum"),
    ({"tender__estimate": "1e30"}, "tender.estimate", "Skriv beløpet i kroner"),
    ({"tender__estimate": f"1{'0' * 30}.00"}, "tender.estimate", "Høyst 1 000 000 000"),
    ({"tender__estimate": "-5.00"}, "tender.estimate", "Skriv beløpet i kroner"),
    ({"tender__estimate": "1 450 000"}, "tender.estimate", "Skriv beløpet i kroner"),
    ({"tender__estimate": "1000000000.01"}, "tender.estimate", "over 1 000 000 000 kr"),
    ({"tender__estimated_on": "01.02.2027"}, "tender.estimated_on", "2027-01-31"),
    ({"tender__estimated_on": "2027-02-30"}, "tender.estimated_on", "kalenderen"),
    ({"tender__deadline": "2027-03-01T12:00:00"}, "tender.deadline", "avstand fra UTC"),
    ({"tender__deadline": "2027-03-01T25:00:00+01:00"}, "tender.deadline", "Tidspunktet finnes ikke"),
    ({"tender__deadline": "1900-01-01T00:00:00+14:00"}, "tender.deadline", "Tidspunktet finnes ikke"),
    ({"frozen_at": "2027-13-01T12:00:00+01:00"}, "frozen_at", "Tidspunktet finnes ikke"),
    ({"tender__case_number": "x" * 41}, "tender.case_number", "41 tegn"),
    ({"tender__duration_months": -1}, "tender.duration_months", "under 0"),
    ({"tender__duration_months": 10**9}, "tender.duration_months", "over 600"),
    ({"organisations__0__municipality": "301"}, "organisations[0].municipality", '"0301"'),
    ({"organisations__3__organisation_number": "12"}, "organisations[3].organisation_number", "ni sifre"),
    ({"organisations__3__kind": "supplier"}, "organisations[3].kind", "Velg en av disse"),
    ({"tender__price_lines__0__quantities__Os": 1}, "tender.price_lines[0].quantities", "små bokstaver"),
    ({"tender__attachments__0__name": "../x.csv"}, "tender.attachments[0].name", "uten mapper"),
    ({"tender__attachments__0__name": ".x.csv"}, "tender.attachments[0].name", "uten mapper"),
    ({"tender__attachments__0__content": "%%%"}, "tender.attachments[0].content", "base64"),
    ({"tender__attachments__0__content": ""}, "tender.attachments[0].content", "Filen er tom"),
    ({"tender__attachments__0__name": "x.exe"}, "tender.attachments[0].name", "pdf, docx"),
    ({"tender__lots": [{"number": 1, "title": "x"}] * 101}, "tender.lots", "101"),
]


@pytest.mark.parametrize(("changes", "path", "part"), SHAPE)
def test_what_does_not_follow_the_schema_is_told(changes, path, part):
    found = of_shape(**changes)
    assert path in found
    assert part in found[path]


def test_all_faults_are_told_at_once():
    found = of_shape(tender__titel="x", lead=3, pool__state="åpen", needs__0__users="12")
    assert set(found) == {"tender.titel", "lead", "pool.state", "needs[0].users"}


def test_more_faults_than_anybody_reads_are_counted():
    case = sample()
    case["tender"]["requirements"] = [{"id": "x"}] * 300
    refused = CaseRefused(shape_faults(case))
    assert len(refused.faults) == 200
    assert refused.count == 1800
    assert "1600" in list(fault_lines_without_app(refused))[-1]


def fault_lines_without_app(refused: CaseRefused):
    from flask import Flask
    from flask_babel import Babel

    app = Flask(__name__)
    Babel(app)
    with app.app_context():
        yield from list(fault_lines(refused))


REFERENCES: list[tuple[dict[str, Any], str, str]] = [
    ({"lead": "tinset"}, "lead", "|tynset"),
    ({"needs__0__organisation": "os"}, "needs[0].organisation", "organisations"),
    ({"needs__0__keeper": "os"}, "needs[0].keeper", "organisations"),
    ({"needs__0__category_key": "skjem"}, "needs[0].category_key", "|skjema"),
    ({"needs__0__category_key": None}, "needs[0].category_key", "delt"),
    ({"needs__0__start_to": "2027-01-01"}, "needs[0].start_to", "start_to kan ikke komme før start_from"),
    ({"pool__category_key": "finnes-ikke"}, "pool.category_key", "Kategorien"),
    ({"pool__locked_at": None}, "pool.locked_at", "locked_at"),
    (
        {"pool__participants__1__answered_at": "2026-01-01T12:00:00Z"},
        "pool.participants[1].answered_at",
        "invited_at",
    ),
    ({"pool__participants__1__need": "nei"}, "pool.participants[1].need", "needs"),
    ({"pool__participants__0__need": "tolga-skjema"}, "pool.participants[0].need", "annen virksomhet"),
    ({"pool__participants__0__signatory_name": None}, "pool.participants[0]", "signatory_name"),
    ({"pool__participants__2__left_at": None}, "pool.participants[2].left_at", "left_at"),
    ({"pool__participants__2__organisation": "tolga"}, "pool.participants[2].organisation", "to ganger"),
    ({"pool__option_holders__0__organisation": "x"}, "pool.option_holders[0].organisation", "organisations"),
    ({"organisations__1__municipality": "3427"}, "organisations[1].municipality", "to ganger"),
    ({"organisations__1__municipality": "9999"}, "organisations[1].municipality", "Ingen kommune"),
    ({"organisations__1__key": "tynset"}, "organisations[1].key", "to ganger"),
    ({"organisations__1__name": "Tolga"}, "organisations[1].name", "fra listen"),
    ({"organisations__3__kind": None}, "organisations[3]", "kommunenummer"),
    ({"tender__agreement__edition": "1999"}, "tender.agreement", "SSA-L 2018"),
    (
        {"tender__agreement__companion": {"code": "X", "edition": "1"}},
        "tender.agreement.companion",
        "SSA-L 2018",
    ),
    ({"tender__procedure": "opne"}, "tender.procedure", "|open"),
    ({"tender__procedure": "haggle"}, "tender.procedure", "negotiated, negotiated_without_notice, no_comp"),
    ({"tender__estimated_on": None}, "tender.estimated_on", "begge"),
    ({"tender__milestones__0__step": "approvel"}, "tender.milestones[0].step", "|approval"),
    (
        {"tender__omitted_clauses": [{"key": "x", "reason": "y"}]},
        "tender.omitted_clauses[0].key",
        "universal",
    ),
    (
        {"tender__estimate_lines__0__organisation": "x"},
        "tender.estimate_lines[0].organisation",
        "organisations",
    ),
    ({"tender__requirements__1__id": "SIK-001"}, "tender.requirements[1].id", "to ganger"),
    ({"tender__requirements__1__criterion": "kvalitett"}, "tender.requirements[1].criterion", "|kvalitet"),
    ({"tender__requirements__1__lot": 2}, "tender.requirements[1].lot", "tender.lots"),
    ({"tender__requirements__1__met_by": None}, "tender.requirements[1].met_by", "by_date"),
    ({"tender__requirements__0__weight": 3}, "tender.requirements[0].weight", "gir poeng"),
    (
        {"tender__requirements__1__deviations__0__organisation": "x"},
        "tender.requirements[1].deviations[0].organisation",
        "organisations",
    ),
    (
        {"tender__price_lines__0__quantities": {"os": 1}},
        "tender.price_lines[0].quantities.os",
        "organisations",
    ),
    ({"tender__price_lines__1__number": 1}, "tender.price_lines[1].number", "to ganger"),
    ({"tender__sections__0__key": "abaut"}, "tender.sections[0].key", "|about"),
    ({"tender__attachments__0__annex": 44}, "tender.attachments[0].annex", "bilaget"),
    ({"tender__attachments__0__contract": 2}, "tender.attachments[0].annex", "bilaget"),
]


@pytest.mark.parametrize(("changes", "path", "part"), REFERENCES)
def test_what_leads_nowhere_or_cannot_be_is_told(loaded, changes, path, part):
    case = changed(**changes)
    assert shape_faults(case) == []
    found: dict[str, str] = {}
    for one in reference_faults(loaded, case):
        found[one.path] = found.get(one.path, "") + _words(one)
    assert path in found
    assert part in found[path]


def test_the_sample_leads_nowhere_astray(loaded):
    assert reference_faults(loaded, deepcopy(sample())) == []


def test_the_example_in_docs_is_a_case(loaded):
    text = (ROOT / "docs" / "case-files.md").read_text(encoding="utf-8")
    case = read(text.partition("```yaml\n")[2].partition("```")[0].encode(), json_text=False)
    assert shape_faults(case) + reference_faults(loaded, case) == []
