"""Export, import into an empty database, export again: the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from config import ROOT, Config
from procure import db
from procure.app import create_app
from procure.cases.checking import read_case, somebody, tender_of
from procure.cases.export import as_json, case_of
from procure.cases.outline import Row
from procure.clock import now
from procure.demo import load as demo
from procure.tenders.models import Tender
from tests.cases.sample import sample

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def through(databases, folder: Path, case: Row) -> bytes:
    """Bring a case into an empty database, and write what is there."""
    with databases.copy() as url:
        app = create_app(Config(database_url=url, testing=True, storage_url=f"file://{folder}"))
        with app.app_context():
            with db.kept() as session:
                tender = tender_of(session, somebody(session, now()), case, now())
                tender_id = tender.id
            with db.reading() as session:
                written = as_json(case_of(session, session.get_one(Tender, tender_id)))
            db.sqla.engine.dispose()
    return written


def same_again(databases, tmp_path: Path, first: bytes) -> None:
    file = tmp_path / "first.json"
    file.write_bytes(first)
    assert through(databases, tmp_path / "again", read_case(str(file))) == first


def test_the_sample_comes_back_as_it_went(databases, tmp_path):
    first = through(databases, tmp_path / "files", sample())
    same_again(databases, tmp_path, first)
    back = json.loads(first)
    for part in ("estimate_lines", "milestones", "qualifications", "contract_changes", "attachments"):
        assert _bare(back["tender"][part]) == _bare(sample()["tender"][part])
    assert len(back["tender"]["sections"]) > len(sample()["tender"]["sections"])
    assert back["frozen_at"] == "2026-11-20T08:00:00+00:00"


def test_the_buyers_own_sections_come_back_where_they_stood(databases, tmp_path):
    case = sample()
    own = {
        "key": "own_1",
        "title": "Befaring",
        "body": "### Oppmøte {#oppmote}\nVed rådhuset.",
        "state": "done",
    }
    in_annex = {**own, "key": "own_2", "title": "Opplæring", "annex": 1, "contract": 1}
    case["tender"]["sections"] += [own, in_annex]
    first = through(databases, tmp_path / "files", case)
    same_again(databases, tmp_path, first)
    sections = json.loads(first)["tender"]["sections"]
    keys = [each["key"] for each in sections]
    before = case["tender"]["sections"][-3]["key"]
    assert keys[keys.index(before) :][:3] == [before, "own_1", "own_2"]
    assert next(each for each in sections if each["key"] == "own_2")["annex"] == 1


def _bare(rows: list[Row]) -> list[Row]:
    """Leave out what is as usual, and keys, which are made anew."""
    usual = (None, "", False, 1)
    return [{name: value for name, value in row.items() if value not in usual} for row in rows]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_examples_come_back_as_they_went(databases, tmp_path, file):
    same_again(databases, tmp_path, through(databases, tmp_path / "files", read_case(str(file))))


def test_the_demo_comes_back_as_it_went(app, databases, tmp_path):
    with app.app_context():
        demo.tell(now())
        with db.reading() as session:
            ids = list(session.scalars(select(Tender.id).order_by(Tender.id)))
        for tender_id in ids:
            with db.reading() as session:
                first = as_json(case_of(session, session.get_one(Tender, tender_id)))
            assert b"@" not in first
            (tmp_path / str(tender_id)).mkdir()
            same_again(databases, tmp_path / str(tender_id), first)
    assert len(ids) == 2
