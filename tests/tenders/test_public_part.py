"""What goes inside a version's PDF as data: all that is public, and nothing that is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from procure import db
from procure.demand.models import Need
from procure.domain.money import Ore
from procure.tenders import papers
from procure.tenders.models import Tender
from procure.tenders.papers.public import FORMAT, public_part
from tests.factories import NOW
from tests.publication.making import make_ready

SCHEMA = Path(__file__).parents[2] / "docs" / "case.schema.json"
INTERNAL = "Dette er bare for oss"
OTHERWISE = {
    "quantities",
    "deviations",
    "contract_changes",
    "clauses",
    "criterion",
}  # told by name, not by key


@pytest.fixture
def content(app: Flask) -> dict[str, Any]:
    """A version of a tender whose internal texts and figures can be known again."""
    ready = make_ready(app)
    with app.app_context():
        with db.kept() as session:
            tender = session.get_one(Tender, ready.tender_id)
            tender.estimate_method = tender.agreement_reason = INTERNAL
            for requirement in tender.requirements:
                requirement.reason = requirement.source = INTERNAL
            for one in tender.pool.participations:
                one.ceiling, one.message = Ore(987_654_321_00), INTERNAL
            for need in session.query(Need):
                need.system, need.yearly_cost = INTERNAL, Ore(123_123_00)
        return papers.content(db.session(), db.session().get_one(Tender, ready.tender_id), 3, NOW)


def test_nothing_internal_is_let_through(content: dict[str, Any]) -> None:
    written = public_part(content).decode()
    assert INTERNAL in json.dumps(content)  # the content of the version knows some of it
    for secret in (INTERNAL, "987654321", "123123"):
        assert secret not in written


def test_it_tells_what_the_documents_tell(content: dict[str, Any]) -> None:
    part = json.loads(public_part(content))
    assert part["format"] == FORMAT
    assert part["fingerprint"] == papers.stamp(content).fingerprint
    assert [one["name"] for one in part["participants"]] == [one["name"] for one in content["participants"]]
    tender = part["tender"]
    assert tender["title"] == content["tender"]["title"]
    assert [row["id"] for row in tender["requirements"]] == [row["id"] for row in content["requirements"]]
    assert [row["text"] for row in tender["price_lines"]] == [row["text"] for row in content["price_lines"]]
    assert sum(row["weight"] for row in tender["criteria"]) == 100
    assert tender["estimate"].endswith(".00")


def test_its_words_are_those_of_a_case_file(content: dict[str, Any]) -> None:
    known = json.loads(SCHEMA.read_text())["$defs"]
    tender = json.loads(public_part(content))["tender"]
    of_parts = {"requirements": "requirement", "criteria": "criterion", "price_lines": "price_line"}
    for name, record in of_parts.items():
        for row in tender[name]:
            assert set(row) - OTHERWISE <= set(known[record]["properties"])


def test_the_same_version_gives_the_same_bytes(content: dict[str, Any]) -> None:
    turned = json.loads(json.dumps(content, sort_keys=True))
    assert public_part(turned) == public_part(content)
