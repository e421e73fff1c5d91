"""Migrations: one head, exactly the models, both ways, and the triggers stand after every step."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from config import ROOT, Config
from procure import db
from procure.app import create_app


@pytest.fixture
def empty(databases, tmp_path):
    """An application on a database without tables."""
    with databases.empty() as url:
        app = create_app(Config(database_url=url, testing=True, storage_url=f"file://{tmp_path}"))
        with app.app_context():
            yield app
            db.sqla.session.remove()
            db.sqla.engine.dispose()


def revisions():
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(settings)


def triggers():
    """Return the tables that refuse update and those that refuse delete, as the database tells."""
    lite = db.sqla.engine.dialect.name == "sqlite"
    source = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'" if lite else "SELECT tgname FROM pg_trigger"
    )
    with db.sqla.engine.connect() as connection:
        return {name for name in connection.scalars(sa.text(source)) if name.startswith("guard_")}


def wanted():
    """Return the triggers that the tables now in the database must have."""
    with db.sqla.engine.connect() as connection:
        present = sa.inspect(connection).get_table_names()
    guarded = [
        t.name for t in db.Base.metadata.sorted_tables if t.info.get("append_only") and t.name in present
    ]
    return {f"guard_{name}_{verb}" for name in guarded for verb in ("update", "delete")}


def test_there_is_one_head_and_the_names_are_numbers_in_order():
    script = revisions()
    assert len(script.get_heads()) == 1
    numbers = [revision.revision for revision in script.walk_revisions()][::-1]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_migrating_builds_exactly_the_models(empty):
    upgrade()
    with db.sqla.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        changes = compare_metadata(context, db.Base.metadata)
    assert [change for change in changes if not _same_text(change)] == []


def _same_text(change):
    """An enum kept by value is a text column."""
    return isinstance(change, list) and all(
        part[0] == "modify_type" and isinstance(part[6], sa.Enum) and part[5].length == part[6].length
        for part in change
    )


def test_every_step_can_be_undone_and_done_again_with_its_triggers(empty):
    steps = [revision.revision for revision in revisions().walk_revisions()][::-1]
    for step in steps:
        upgrade(revision=step)
        assert wanted() <= triggers()
    for _ in steps:
        downgrade(revision="-1")
        assert wanted() <= triggers()
    upgrade()
    assert wanted() <= triggers()
    assert {"guard_audit_event_update", "guard_audit_event_delete", "guard_version_update"} <= triggers()


def test_the_change_annex_of_an_agreement_lives_through_both_ways(empty):
    """Rows are there when the columns come and go: 0002 moves the number to the annex that has it."""
    upgrade(revision="0001")
    with db.sqla.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO agreement (id, code, edition, name_nb, name_nn, source, verified, change_annex)"
                " VALUES (1, 'SSA-L', '2018', 'Tjeneste', 'Teneste', 'DFØ', true, 7)"
            )
        )
        for number in (1, 7):
            connection.execute(
                sa.text(
                    "INSERT INTO annex (agreement_id, number, title_nb, title_nn, filled_by, presupposed,"
                    " verified, guidance_nb, guidance_nn)"
                    " VALUES (1, :number, 'Bilag', 'Bilag', 'customer', true, true, '', '')"
                ),
                {"number": number},
            )
    upgrade()
    with db.sqla.engine.begin() as connection:
        rows = connection.execute(sa.text("SELECT number, role FROM annex"))
        roles = {row.number: row.role for row in rows}
    assert roles == {1: "requirements", 7: "changes"}
    downgrade(revision="0001")
    with db.sqla.engine.begin() as connection:
        assert connection.scalar(sa.text("SELECT change_annex FROM agreement")) == 7


def test_the_bank_is_emptied_to_be_loaded_anew_with_what_the_new_columns_hold(empty):
    """Its rows come from files, and can never be changed: 0003 takes those out that lack the new columns."""
    texts = ("text", "answer", "reason", "area_name")
    columns = [f"{name}_{language}" for name in texts for language in ("nb", "nn")]
    facts = dict.fromkeys((*columns, "source"), "x") | {
        "key": "SIK-001",
        "edition": 1,
        "area": "SIK",
        "kind": "absolute",
        "met_when": "at_offer",
        "answer_mode": "confirm",
    }
    bank = sa.table("bank_requirement", *map(sa.column, facts))
    for _time in range(2):
        upgrade(revision="0002")
        with db.sqla.engine.begin() as connection:
            connection.execute(sa.insert(bank).values(**facts))
        upgrade()
        with db.sqla.engine.begin() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(bank)) == 0
        downgrade(revision="0002")
