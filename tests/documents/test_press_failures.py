"""What a press cannot do: the chapter is named, and what has been replaced or called off is let go of."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest

from procure.documents.isolated import ROOT, Child, Limits
from procure.documents.pieces import Piece
from procure.documents.press import Cancelled, InProcess, OnDone, OnPage, Order
from procure.documents.printer import PrintFailed, print_version
from procure.documents.queueing import Call, Job
from procure.documents.warm import Warm
from procure.domain.assembly import Chapter, Document, Prose
from tests.documents import samples
from tests.documents.test_isolated import ENDLESS, SMALL


class Choosy(InProcess):
    """Cannot lay out some words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def run(
        self, orders: Sequence[Order], turn: str, later: bool, on_page: OnPage, on_done: OnDone
    ) -> list[bytes]:
        for order in orders:
            if isinstance(order, Piece) and all(word in order.html for word in self.words):
                raise PrintFailed(order.document, "time", order.name, order.chapters)
        return super().run(orders, turn, later, on_page, on_done)


@pytest.mark.parametrize(("words", "name", "chapters"), [
    (["tung"], "Bilag 1: To", ("two",)),
    (["lett", "tung"], "Bilag 1", ("one", "two", "three")),  # each by itself can be laid out
])  # fmt: skip
def test_what_cannot_be_laid_out_is_sought_in_the_piece_chapter_by_chapter(words, name, chapters):
    texts = [("one", "En", "lett"), ("two", "To", "tung"), ("three", "Tre", "lett")]
    document = Document(
        "annex-1", "Bilag 1", "nb", tuple(Chapter(key, title, (Prose(text),)) for key, title, text in texts)
    )
    package = replace(samples.package(), documents=(document,))
    with pytest.raises(PrintFailed) as failure:
        print_version(package, samples.stamp(), Choosy(*words))
    assert (failure.value.name, failure.value.chapters) == (name, chapters)


def test_a_press_whose_code_is_replaced_tells_and_takes_nothing_more(monkeypatch, tmp_path):
    told = threading.Event()
    (tmp_path / "procure").symlink_to(ROOT / "procure")
    shutil.copytree(ROOT / "templates" / "documents", tmp_path / "templates" / "documents")
    (tmp_path / "templates" / "documents" / "dots.svg").write_text("<svg/>")
    monkeypatch.setattr("procure.documents.isolated.ROOT", tmp_path)
    press = Warm(1, on_replaced=told.set)
    for _again in range(2):
        with pytest.raises(Cancelled):
            press.lay_out([SMALL])
    assert told.is_set()
    press.close()


def test_what_is_called_off_before_it_is_begun_harms_no_process():
    warm = Warm(1)
    call = Call("job:9", later=False, over=True)
    child = Child(Limits())
    assert warm.do(Job(call, 0, ENDLESS), child) is child
    index, news = call.news.get()
    assert (index, isinstance(news, PrintFailed)) == (0, True)
    child.close()
    warm.close()
