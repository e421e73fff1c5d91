"""The table of permissions in docs/permissions.md is what the door says, and what the promises say."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask

from procure.domain.policy import MATRIX, Action, Role
from procure.web.access import PUBLIC, SIGNED_IN, declared
from tests import permissions, world
from tests.permissions import ABSENT, BODIES, IN, NO, WHO, Answers

DOCUMENT = Path(__file__).parents[1] / "docs" / "permissions.md"
HEAD = "| Address | Publication | Own body | Joint body | Foreign body | Anyone |"


@pytest.fixture(scope="module")
def app(lasting_app: Flask) -> Flask:
    """The application, for the whole world."""
    return lasting_app


@pytest.fixture(scope="module")
def found(app: Flask) -> Mapping[str, Answers]:
    """What every address answered everybody."""
    return permissions.measure(app, world.build(app))


@pytest.mark.row("E3")
def test_the_table_in_the_documents_is_what_the_door_says(found):
    told = permissions.table(found)
    before, _, after = DOCUMENT.read_text().partition(f"{HEAD}\n")
    kept = after.splitlines()[1:]
    if os.environ.get("WRITE_PERMISSIONS"):
        DOCUMENT.write_text("\n".join([before + HEAD, "| --- | --- | --- | --- | --- | --- |", *told, ""]))
    assert "\n".join(difflib.unified_diff(kept, told, "docs/permissions.md", "the door", n=0)) == ""


def test_every_address_is_in_it(app, found):
    asked = {(m, rule.rule) for rule in app.url_map.iter_rules() for m in rule.methods - {"HEAD", "OPTIONS"}}
    assert all(set(answers) == asked for answers in found.values())
    assert len(found) == 2 * (len(BODIES) * len(Role) + 1)


def test_nobody_is_answered_anything_but_in_who_no_or_absent(found):
    odd = {
        (name, asked, status)
        for name, answers in found.items()
        for asked, status in answers.items()
        if status not in (IN, WHO, NO, ABSENT)
    }
    assert odd == set()


@pytest.mark.row("E3")
def test_who_is_let_in_to_act_has_the_role_that_the_policy_names(app, found):
    """The other way round than the table is made: no door opens wider than one line of the policy."""
    wanted = {
        (method, rule.rule): declared[app.view_functions[rule.endpoint]]
        for rule in app.url_map.iter_rules()
        for method in rule.methods
    }
    for name, answers in found.items():
        role = name.rpartition(" ")[2]
        for asked, status in answers.items():
            rule = wanted[asked]
            if status == IN and rule != PUBLIC:
                assert role != "anyone"
                assert rule == SIGNED_IN or Role(role) in MATRIX[Action(rule)]
