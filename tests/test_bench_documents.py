"""The bench of documents prints the same tender for the same seed, and its gates see what they look for."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bench.documents import gates, report
from bench.documents.cases import COLD, FIRST, GOALS, NOTHING, Goal
from bench.documents.edits import EDITS
from bench.documents.engines import CUT, weasyprint
from bench.documents.model import SIZES, package, stamp
from bench.documents.onefile import whole
from bench.documents.ours import build
from bench.documents.result import Result
from bench.documents.run import Measured
from bench.documents.typeset import source
from bench.documents.work import DONE, READ_LIKE
from procure.documents.press import InProcess
from procure.domain.assembly import canonical, dangling
from tests.documents.printing import InMemory


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A tender of twenty pages, printed by us after an edit was taken back, and as one document."""
    made = tmp_path_factory.mktemp("bench")
    base, press, shelf = package(SIZES["S"]), InProcess(), InMemory()
    build(EDITS["one paragraph"](base), press, shelf)
    (made / DONE).write_bytes(build(base, press, shelf))
    (made / CUT).write_text(whole(base, stamp(base), pieces=True), encoding="utf-8")
    with weasyprint(made, CUT) as one_document:
        (made / READ_LIKE).write_bytes(one_document())
    return made


def test_a_seed_gives_one_tender_and_another_seed_another():
    assert canonical(package(SIZES["M"])) == canonical(package(SIZES["M"]))
    assert canonical(package(SIZES["S"], 7)) != canonical(package(SIZES["S"], 8))


@pytest.mark.parametrize("size", SIZES)
def test_every_reference_of_a_tender_leads_somewhere(size):
    assert dangling(package(SIZES[size]).documents) == {}


@pytest.mark.parametrize(("size", "name"), list(product(["XS", "S"], EDITS)))
def test_an_edit_changes_one_document(size, name):
    base = package(SIZES[size])
    edited = EDITS[name](base)
    pairs = zip(base.documents, edited.documents, strict=True)
    assert sum(before != after for before, after in pairs) == 1


def test_the_other_language_says_every_requirement():
    work = package(SIZES["S"])
    written = source(work)
    assert written.count("#metadata(none) <krav.K") == SIZES["S"].requirements


def test_the_pieces_read_like_one_document_with_its_real_pages(folder):
    ours, other = gates.read(folder / DONE), gates.read(folder / READ_LIKE)
    assert gates.same_words(ours, other).holds
    assert gates.real_pages(ours, other).holds


def test_the_gates_see_another_word_and_a_wrong_page():
    assert not gates.same_words(["en side 4 to"], ["en side 4 tre"]).holds
    assert gates.same_words(["en side 4 to"], ["en side 5 to"]).holds
    assert not gates.real_pages(["en side 4 to"], ["en side 5 to"]).holds
    assert not gates.real_pages(["ingen viser til noe"], ["ingen viser til noe"]).holds
    assert not gates.same_words(["en side"], ["en side", "og en til"]).holds


def test_the_gates_see_other_bytes():
    same = [result_of("ours", FIRST), result_of("ours", COLD), replace(result_of("Typst", FIRST), digest="t")]
    assert gates.same_bytes(same).holds
    assert not gates.same_bytes([*same, replace(result_of("ours", NOTHING), digest="b")]).holds


def test_a_report_says_which_goals_were_missed():
    rounds = ([result_of("ours", FIRST, 3.0), result_of("WeasyPrint", FIRST, 10.0)],)
    goal = Goal(FIRST, 0.25, other=("WeasyPrint", FIRST))
    assert report.goal_row(rounds, goal).endswith("| 0.25 × | 0.3 × | **missed** |")
    assert report.goal_row(rounds, replace(goal, at_most=0.4)).endswith("| 0.4 × | 0.3 × | reached |")


def test_a_report_has_a_line_for_each_case_and_goal():
    known = {("ours", goal.case) for goal in GOALS} | {goal.other for goal in GOALS if goal.other}
    rounds = (tuple(result_of(engine, case) for engine, case in sorted(known)),)
    lines = list(report.sized(Measured("L", rounds, (gates.Gate("Same bytes", True, "2 builds"),))))
    assert sum("reached" in line or "missed" in line for line in lines) == len(GOALS)
    assert lines[-1] == "- Same bytes: yes (2 builds)."


def result_of(engine: str, case: str, seconds: float = 1.0) -> Result:
    return Result(engine, case, seconds, seconds, 100.0, 20, 1000, "a")
