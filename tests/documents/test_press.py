"""The press: the same bytes everywhere, fair, hard to stop, and it says what could not be made."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pytest

from procure.documents.archive import Inside
from procure.documents.isolated import ROOT, Limits
from procure.documents.pieces import Piece, cut
from procure.documents.press import Cancelled, InProcess, OnDone, OnPage, Order, Press, Task
from procure.documents.printer import Printed, PrintFailed, prepare, print_version
from procure.documents.progress import Step, StepState
from procure.documents.warm import Warm
from procure.domain.assembly import Chapter, Document, Package, Prose
from tests.documents import samples
from tests.documents.printing import InMemory
from tests.documents.reading import opened
from tests.documents.test_isolated import ENDLESS, SMALL

DIGESTS = """
import hashlib, sys
from procure.documents.printer import print_version
from tests.documents import samples
print([hashlib.sha256(file.pdf).hexdigest() for file in print_version(samples.package(), samples.stamp())])
"""


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    """Two processes for all tests that leave them in peace."""
    press = Warm(2, Limits(seconds=60))
    yield press
    press.close()


class Shuffled(InProcess):
    """Lays out in another order."""

    def run(
        self, orders: Sequence[Order], turn: str, later: bool, on_page: OnPage, on_done: OnDone
    ) -> list[bytes]:
        mixed = list(range(len(orders)))
        random.Random(7).shuffle(mixed)
        made = super().run(
            [orders[index] for index in mixed], turn, later,
            lambda index, page: on_page(mixed[index], page),
            lambda index, data: on_done(mixed[index], data),
        )  # fmt: skip
        return [made[mixed.index(index)] for index in range(len(orders))]


def digests(files: list[Printed]) -> list[str]:
    return [hashlib.sha256(file.pdf).hexdigest() for file in files]


def numbered(number: int, pages: int = 1) -> Piece:
    """Make a small piece that no other test has."""
    piece = cut(replace(samples.participant_list(), name=f"Liste {number}"))[0]
    return replace(piece, pages=pages, name=f"Liste {number}")


def edited(package: Package) -> Package:
    """Change one word of the first document."""
    first = replace(package.documents[0], lead="Seks kommuner kjøper ett nytt system.")
    return replace(package, documents=(first, *package.documents[1:]))


@pytest.mark.row("H5")
def test_other_processes_and_hash_seeds_give_the_same_bytes(printed):
    done = subprocess.run(
        [sys.executable, "-c", DIGESTS], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == str(digests(list(printed.values())))


@pytest.mark.row("H5")
def test_warm_processes_and_another_order_of_laying_out_give_the_same_bytes(printed, warm):
    expected = digests(list(printed.values()))
    one = Warm(1)
    for press in (warm, one, Shuffled()):
        assert digests(print_version(samples.package(), samples.stamp(), press)) == expected
    one.close()


@pytest.mark.row("H5")
def test_an_edit_that_is_undone_gives_the_same_bytes_from_a_warm_shelf(printed, warm):
    shelf = InMemory()
    print_version(edited(samples.package()), samples.stamp(), warm, shelf)
    reverted = print_version(samples.package(), samples.stamp(), warm, shelf)
    assert digests(reverted) == digests(list(printed.values()))


def test_what_travels_inside_is_in_the_package_and_part_of_its_key():
    shelf, stamp = InMemory(), samples.stamp()
    package = replace(samples.package(), documents=(samples.participant_list(),))
    plain = print_version(package, stamp, shelf=shelf)
    data = Inside("tender.json", "application/json", "Konkurransen som data", "Source", b"{}")
    holding = print_version(package, stamp, shelf=shelf, inside=[data])
    assert holding[0] == plain[0]
    assert list(opened(holding[1].pdf).attachments) == ["tender.json"]
    assert not list(opened(plain[1].pdf).attachments)
    other = print_version(package, stamp, shelf=shelf, inside=[replace(data, data=b"[]")])
    assert other[1].pdf != holding[1].pdf


class Refusing(Press):
    """Does nothing: all should be there."""

    def run(
        self, orders: Sequence[Order], turn: str, later: bool, on_page: OnPage, on_done: OnDone
    ) -> list[bytes]:
        if orders:
            raise AssertionError(f"{len(orders)} orders")
        return []

    def cancel(self, turn: str) -> None:
        return


def test_what_has_not_changed_is_not_made_again(printed):
    shelf = InMemory()
    first = print_version(samples.package(), samples.stamp(), shelf=shelf)
    again = print_version(samples.package(), samples.stamp(), Refusing(), shelf)
    assert again == first
    assert digests(first) == digests(list(printed.values()))


def test_an_edit_lays_out_its_piece_alone():
    told: list[str] = []

    class Listening(InProcess):
        def run(
            self, orders: Sequence[Order], turn: str, later: bool, on_page: OnPage, on_done: OnDone
        ) -> list[bytes]:
            told.extend(order.name for order in orders if isinstance(order, Piece))
            return super().run(orders, turn, later, on_page, on_done)

    shelf, package, stamp = InMemory(), samples.package(), samples.stamp()
    prepare(package, Listening(), shelf, turn="draft")
    assert told == [document.name for document in package.documents]
    told.clear()
    print_version(package, stamp, Listening(), shelf)
    covers = [document.name for document in package.documents if document.cover] + [package.cover.kind]
    assert told == covers
    told.clear()
    print_version(edited(package), stamp, Listening(), shelf)
    assert told == ["Konkurransegrunnlag"]


def test_a_document_that_cannot_be_printed_names_itself(warm):
    broken = Document("annex-9", "Bilag 9", "se", (Chapter("a", "A"),))
    package = replace(samples.package(), documents=(samples.participant_list(), broken))
    with pytest.raises(PrintFailed) as failure:
        print_version(package, samples.stamp(), warm)
    assert (failure.value.kind, failure.value.name) == ("annex-9", "Bilag 9")
    assert "se" in failure.value.reason


def test_a_piece_that_takes_too_long_is_named_with_its_chapters():
    press = Warm(1, Limits(seconds=4))
    endless = replace(ENDLESS, name="Bilag 1: Uten ende", chapters=("a", "b"))
    with pytest.raises(PrintFailed) as failure:
        press.lay_out([SMALL, endless])
    found = failure.value
    assert (found.reason, found.name, found.chapters) == ("time", "Bilag 1: Uten ende", ("a", "b"))
    assert press.lay_out([SMALL])  # and the press goes on
    press.close()


def test_a_process_that_is_ended_from_outside_costs_one_more_trial(warm):
    killed: list[int] = []

    def kill(_index: int, _page: int) -> None:
        at_work = list(warm.busy.values())
        if at_work and not killed:
            killed.append(at_work[0].process.pid)
            os.kill(killed[0], signal.SIGKILL)

    pieces = [replace(cut(samples.annex_1(60))[0]), numbered(1), numbered(2)]
    made = warm.lay_out(pieces, on_page=kill)
    assert killed
    assert made == InProcess().lay_out(pieces)


def test_an_order_whose_process_ends_each_time_is_given_up():
    press = Warm(1)

    def kill(_index: int, _page: int) -> None:
        for child in list(press.busy.values()):
            os.kill(child.process.pid, signal.SIGKILL)

    with pytest.raises(PrintFailed, match="stopped"):
        press.lay_out(cut(samples.annex_1(60))[:1], on_page=kill)
    press.close()


def test_a_worn_process_is_replaced():
    press = Warm(1, Limits(pages=1))
    assert len(press.lay_out([numbered(1), numbered(2)])) == 2
    press.close()


def test_whoever_listens_may_stop_it(warm):
    def stop(_index: int, _page: int) -> None:
        raise Cancelled

    for press in (warm, InProcess()):
        with pytest.raises(Cancelled):
            press.lay_out([ENDLESS, SMALL], on_page=stop)
    assert warm.lay_out([SMALL])


def test_a_turn_can_be_called_off_by_somebody_else(warm):
    begun = threading.Event()
    ends: list[BaseException] = []

    def wait() -> None:
        try:
            warm.lay_out([ENDLESS, ENDLESS, ENDLESS], turn="job:1", on_page=lambda *_: begun.set())
        except Cancelled as end:
            ends.append(end)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert begun.wait(60)
    warm.cancel("job:2")
    assert waiting.is_alive()
    warm.cancel("job:1")
    waiting.join(60)
    assert len(ends) == 1
    assert warm.lay_out([SMALL])


def test_turns_get_on_side_by_side_the_largest_first_and_the_later_last():
    """A large tender that came first does not keep a small one waiting."""
    press = Warm(1)
    done: list[str] = []

    def ask(turn: str, count: int, *, later: bool = False) -> threading.Thread:
        pieces = [numbered(index, pages=index) for index in range(1, count + 1)]
        hear = partial(note, turn)
        asking = threading.Thread(
            target=press.lay_out, args=(pieces,), kwargs={"turn": turn, "later": later, "on_done": hear}
        )
        before = len(press.line.calls)
        asking.start()
        while len(press.line.calls) == before:
            time.sleep(0.01)
        return asking

    def note(turn: str, index: int, _pages: bytes) -> None:
        done.append(f"{turn}{index + 1}")

    def hold() -> None:
        with suppress(Cancelled):
            press.lay_out([ENDLESS], turn="hold", on_page=lambda *_: begun.set())

    begun, holding = threading.Event(), threading.Thread(target=hold)
    holding.start()
    assert begun.wait(60)
    calls = [holding, ask("large", 8), ask("later", 2, later=True), ask("small", 2)]
    press.cancel("hold")  # now that all of them stand in line
    for call in calls:
        call.join(60)
    press.close()
    assert done[0] == "large8"
    assert done.index("small1") <= 6
    assert [name for name in done if name.startswith("small")] == ["small2", "small1"]
    assert done[-2:] == ["later2", "later1"]


def test_a_closed_press_takes_nothing_and_lets_nobody_wait():
    press = Warm(1)
    ends: list[type[BaseException]] = []
    begun = threading.Event()

    def wait() -> None:
        try:
            press.lay_out([ENDLESS], on_page=lambda *_: begun.set())
        except Cancelled as end:
            ends.append(type(end))

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert begun.wait(60)
    press.close()
    waiting.join(60)
    assert ends == [Cancelled]
    with pytest.raises(Cancelled):
        press.lay_out([SMALL])


def test_a_process_that_cannot_be_started_is_told_as_a_failure(monkeypatch):
    monkeypatch.setattr("procure.documents.isolated.sys.executable", "/nowhere/python")
    press = Warm(1)
    with pytest.raises(PrintFailed, match="FileNotFoundError"):
        press.lay_out([SMALL])
    press.close()


def test_an_order_that_cannot_be_handed_over_lets_nobody_wait(warm):
    for _again in range(3):  # more than there are processes
        with pytest.raises(PrintFailed, match="pickle"):
            warm.make([Task("assemble", {"parts": lambda: None}, "package")])
    assert warm.lay_out([numbered(96)])[0].startswith(b"%PDF")


def test_four_callers_share_one_press_and_get_their_own(warm):
    found: dict[int, list[bytes]] = {}

    def ask(number: int) -> None:
        found[number] = warm.lay_out([numbered(number), numbered(number + 10)], turn=f"job:{number}")

    asking = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(60)
    for number, made in found.items():
        assert made == InProcess().lay_out([numbered(number), numbered(number + 10)])


def test_a_print_that_was_cut_short_goes_on_where_it_was():
    shelf, package = InMemory(), samples.package()

    def stop(steps: object) -> None:
        if len(shelf.kept) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_version(package, samples.stamp(), shelf=shelf, watch=stop)
    before = dict(shelf.kept)
    told: list[tuple[Step, ...]] = []
    print_version(package, samples.stamp(), shelf=shelf, watch=told.append)
    assert {key: shelf.kept[key] for key in before} == before
    assert told[-1][0].state == StepState.DONE
    assert 0 < sum(step.found for step in told[-1]) < sum(step.done for step in told[-1])
    print_version(package, samples.stamp(), shelf=shelf, watch=told.append)
    assert all(step.found == step.done > 0 for step in told[-1])  # whole files lay there


def test_work_that_is_not_on_the_list_is_refused():
    with pytest.raises(PrintFailed, match="x: KeyError"):
        InProcess().make([Task("os:system", {}, "x")])


def test_prose_of_many_chapters_is_one_document_whose_pieces_begin_on_new_pages():
    chapters = tuple(
        Chapter(f"c{number}", f"Kapittel {number}", (Prose("Tekst om noe. " * 400),)) for number in range(16)
    )
    assert len(cut(Document("x", "X", "nb", chapters))) > 1
