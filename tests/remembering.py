"""What every application makes alike is made once for all tests: templates, addresses of rules, pages.

A test makes an application of its own, and without this a quarter of its time goes into making it. What a
test lays out itself (`InProcess`, `Warm`) is laid out each time: tests of bytes compare with fresh ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import CodeType
from typing import Any, ClassVar

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from procure.documents.pieces import Piece
from procure.documents.press import InProcess, OnDone, OnPage, Order
from procure.tenders import pressroom


class Templates(BytecodeCache):
    """Compiled templates, by their name and text."""

    def __init__(self) -> None:
        self.known: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key + bucket.checksum] = bucket.code


def remembering(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    """Let what builds an address be compiled once for equal rules; it reads what differs from the rule."""
    known: dict[tuple[Any, ...], Any] = {}

    def remembered(rule: Rule, append_unknown: bool = True) -> Any:
        key = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    return remembered


class Pages(InProcess):
    """Lays out each piece once for all applications of this process: the same key, the same bytes."""

    known: ClassVar[dict[str, tuple[bytes, int]]] = {}  # with how many pages were told

    def run(
        self, orders: Sequence[Order], turn: str, later: bool, on_page: OnPage, on_done: OnDone
    ) -> list[bytes]:
        return [self._one(index, order, turn, later, on_page, on_done) for index, order in enumerate(orders)]

    def _one(
        self, index: int, order: Order, turn: str, later: bool, on_page: OnPage, on_done: OnDone
    ) -> bytes:
        key, told = order.key if isinstance(order, Piece) else "", 0
        if key in self.known:
            data, pages = self.known[key]
            for page in range(pages + 1):
                on_page(index, page)
            on_done(index, data)
            return data

        def hear(_index: int, page: int) -> None:
            nonlocal told
            told = page
            on_page(index, page)

        (data,) = super().run([order], turn, later, hear, lambda _index, data: on_done(index, data))
        if key:
            self.known[key] = data, told
        return data


def begin() -> None:
    """Remember from here on, in this process."""
    Flask.jinja_options = {"bytecode_cache": Templates()}
    Rule._compile_builder = remembering(Rule._compile_builder)  # type: ignore[method-assign]
    pressroom.InProcess = Pages  # type: ignore[attr-defined]
