"""The headers of every answer."""

from __future__ import annotations

import pytest

from procure import db
from procure.domain.policy import Role
from procure.web.headers import HEADERS
from tests.factories import make_user, municipality, sign_in


@pytest.mark.parametrize("path", ["/", "/nothing-here", "/static/app.css", "/start"])
def test_every_answer_has_every_header(client, path):
    with client.get(path) as answer:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_nothing_inline_is_allowed(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_pages_behind_sign_in_are_not_stored_and_styles_are(app):
    with app.app_context(), db.kept() as session:
        user = make_user(session, municipality(session, "Tolga"), Role.BUYER).id
    browser = sign_in(app, user)
    assert browser.get("/start").headers["Cache-Control"] == "no-store"
    with browser.get("/static/app.css") as styles:
        assert styles.headers["Cache-Control"] != "no-store"


def test_the_cookie_is_out_of_reach_of_scripts(client):
    answer = client.get("/sign-in")
    cookie = answer.headers.get("Set-Cookie", "")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
