"""What a file can hold is what our tables hold, and the copy in `docs/` says it."""

from __future__ import annotations

from enum import StrEnum

import pytest
import sqlalchemy as sa
from jsonschema import Draft202012Validator

from config import ROOT
from procure.cases.records import RECORDS
from procure.cases.schema import schema, text
from procure.cases.shape import LONGEST_TEXT, _of_type
from procure.demand import models as demand
from procure.domain import scoring, states, value
from procure.domain.law import Climate
from procure.library import models as library
from procure.pools import models as pools
from procure.tenders import models as tenders
from procure.web import fields
from tests.cases.sample import sample

CHOICES: list[tuple[str, str, type[StrEnum]]] = [
    ("need", "state", demand.NeedState),
    ("need", "visibility", demand.Visibility),
    ("need", "contract_end", demand.ContractEnd),
    ("pool", "cost_key", pools.CostKey),
    ("pool", "approval_rule", pools.ApprovalRule),
    ("participant", "state", states.ParticipationState),
    ("tender", "contract_model", tenders.ContractModel),
    ("tender", "responsibility", tenders.Responsibility),
    ("tender", "criteria_mode", scoring.CriteriaMode),
    ("tender", "climate", Climate),
    ("tender", "price_model", scoring.PriceModel),
    ("tender", "tie_rule", scoring.TieRule),
    ("estimate_line", "kind", value.CostKind),
    ("lot", "climate", Climate),
    ("qualification", "kind", tenders.QualificationKind),
    ("criterion", "kind", tenders.CriterionKind),
    ("requirement", "kind", library.RequirementKind),
    ("requirement", "met_when", library.MetWhen),
    ("requirement", "answer_mode", library.AnswerMode),
    ("price_line", "kind", tenders.PriceKind),
    ("price_line", "payer", tenders.Payer),
    ("price_line", "driver", tenders.Driver),
    ("contract_change", "kind", tenders.ChangeKind),
    ("section", "state", tenders.SectionState),
]


def test_the_copy_in_docs_is_the_schema():
    copy = (ROOT / "docs" / "case.schema.json").read_text(encoding="utf-8")
    assert copy == text(), "run: flask --app wsgi case schema > docs/case.schema.json"


def test_it_is_a_schema_and_closed_everywhere():
    Draft202012Validator.check_schema(schema())
    assert schema()["additionalProperties"] is False
    assert all(part["additionalProperties"] is False for part in schema()["$defs"].values())


@pytest.mark.parametrize("name", RECORDS)
def test_every_column_is_held_or_left_out_on_purpose(name):
    record = RECORDS[name]
    columns = set(sa.inspect(record.model).columns.keys())
    assert columns == set(record.columns) | set(record.left_out)
    assert not set(record.columns) & set(record.left_out)
    assert set(record.needed) <= set(record.columns) | set(record.more)
    assert set(record.narrow) <= set(record.columns)


@pytest.mark.parametrize("name", RECORDS)
def test_everything_says_what_it_means(name):
    described = schema()["$defs"][name]
    assert described["description"]
    for field, found in described["properties"].items():
        assert found.get("description") or found.get("$ref"), field


@pytest.mark.parametrize("name", RECORDS)
def test_texts_are_as_long_as_their_columns(name):
    record = RECORDS[name]
    for field in record.columns:
        kind, found = record.column(field).type, schema()["$defs"][name]["properties"][field]
        if isinstance(kind, sa.String) and not isinstance(kind, sa.Enum) and "enum" not in found:
            assert found["maxLength"] <= (kind.length or LONGEST_TEXT)


@pytest.mark.parametrize(("record", "field", "choices"), CHOICES)
def test_choices_are_ours(record, field, choices):
    found = schema()["$defs"][record]["properties"][field]["enum"]
    assert [each for each in found if each is not None] == [each.value for each in choices]


def test_limits_are_those_of_our_forms():
    assert LONGEST_TEXT == fields.LONGEST_TEXT
    assert _of_type(sa.Integer())["maximum"] == fields.LARGEST_COUNT


def test_a_type_without_a_form_of_its_own_is_refused():
    with pytest.raises(TypeError):
        _of_type(sa.Float())


def test_the_sample_has_something_of_every_record():
    found = {name for name in RECORDS if _stands(sample(), name)}
    assert found >= set(RECORDS) - {"omitted_clause"}


def _stands(case, name: str) -> bool:
    from procure.cases.outline import walk

    return any(place.kind == name for place in walk(case))
