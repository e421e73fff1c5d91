"""Watches the forms that tests send: what is kept of one must stand in the log too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import has_request_context, request
from sqlalchemy import UpdateBase, event
from sqlalchemy.orm import ORMExecuteState, Session, object_mapper

# Forms that change nothing anybody would ask the log about.
SILENT = {
    "start.choose_language": "which language the reader sees",
    "notifications.mark_read": "what the reader has read",
    "notifications.mark_all_read": "what the reader has read",
    "accounts.ask_for_reset": "answers the same for those who are unknown",
}
LOG = ("audit_event", "audit_detail")
SESSIONS = "sign_in"  # when somebody was last seen is no act
NEWS = ("notification", "mail")  # nor is being told, or reading the page that one was told of
WRITTEN = "tables written in this transaction"


@contextmanager
def every_act_logged() -> Iterator[None]:
    """Fail at the end when rows were kept for a form, and no entry in the same transaction."""
    unlogged: list[str] = []

    def committed(session: Session) -> None:
        if session.in_nested_transaction():
            return  # the act goes on
        written: set[str] = session.info.pop(WRITTEN, set())
        acts = has_request_context() and request.method == "POST" and request.endpoint not in SILENT
        if acts and written - {*LOG, SESSIONS, *NEWS} and not written.intersection(LOG):
            unlogged.append(f"{request.endpoint} wrote {sorted(written)}")

    listeners: dict[str, Callable[..., None]] = {
        "after_flush": _flushed,
        "do_orm_execute": _executed,
        "after_rollback": _forgotten,
        "after_commit": committed,
    }
    for name, listener in listeners.items():
        event.listen(Session, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners.items():
            event.remove(Session, name, listener)
    assert not unlogged, "; ".join(unlogged)


def _flushed(session: Session, _context: object) -> None:
    dirty = [row for row in session.dirty if session.is_modified(row)]
    for row in (*session.new, *session.deleted, *dirty):
        _remember(session, str(object_mapper(row).local_table))


def _executed(state: ORMExecuteState) -> None:
    if isinstance(state.statement, UpdateBase):
        _remember(state.session, str(state.statement.table))


def _remember(session: Session, table: str) -> None:
    session.info.setdefault(WRITTEN, set()).add(table)


def _forgotten(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(WRITTEN, None)
