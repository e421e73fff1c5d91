"""A browser for tests: it carries the token that every form of ours has."""

from __future__ import annotations

import secrets
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse


class Browser(FlaskClient):
    """Posts as a form does; `token=False` leaves the token out."""

    def post(self, *args: Any, token: bool = True, **fields: Any) -> TestResponse:
        if token and "json" not in fields:
            data = fields.get("data") or {}
            pairs = list(data.items()) if isinstance(data, dict) else data
            fields["data"] = {**_many(pairs), "csrf_token": self._token()}
        return super().post(*args, **fields)

    def _token(self) -> str:
        with self.session_transaction() as cookie:
            known = cookie.setdefault("csrf_token", secrets.token_hex(20))
        secret = self.application.config["SECRET_KEY"]
        return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(known))


def _many(pairs: Any) -> dict[str, Any]:
    """Keep a name that is typed several times as a list."""
    gathered: dict[str, Any] = {}
    for name, value in pairs:
        if name in gathered:
            before = gathered[name]
            gathered[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            gathered[name] = value
    return gathered
