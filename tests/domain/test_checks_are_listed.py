"""The page of the checks (docs/checks.md) tells every rule as it is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from procure.domain.checks import table
from procure.domain.findings import Stops

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
LEVELS = {
    Stops.ALWAYS: "stops",
    Stops.IN_PART_II: "stops in part II",
    Stops.IN_PART_III: "stops in part III",
    Stops.NEVER: "advises",
}


def test_every_rule_is_listed_with_what_it_asks_its_level_and_its_source():
    listed = {code: (what, level, source) for code, what, level, source in ROW.findall(PAGE.read_text())}
    told = {each.code: (each.look.__doc__, LEVELS[each.stops], each.source or "practice") for each in table()}
    assert listed == told


def test_every_rule_that_the_page_speaks_of_is_there():
    codes = {each.code for each in table()}
    rest = PAGE.read_text().partition("## What needs no rule")[2]
    assert set(re.findall(r"`(\w+)`", rest)) <= codes
