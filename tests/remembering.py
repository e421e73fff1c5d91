"""What every application compiles alike is compiled once for all tests: templates, and addresses of rules.

A test makes an application of its own, and without this a quarter of its time goes into making it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


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


def begin() -> None:
    """Remember from here on, in this process."""
    Flask.jinja_options = {"bytecode_cache": Templates()}
    Rule._compile_builder = remembering(Rule._compile_builder)  # type: ignore[method-assign]
