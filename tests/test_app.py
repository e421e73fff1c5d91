"""The parts put together: what production asks for, and whom it trusts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import request

from config import Config
from procure.app import create_app

FORWARDED = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}


def made(**changes):
    return create_app(
        replace(Config(database_url="sqlite://", testing=True, storage_url="memory://"), **changes)
    )


def test_production_does_not_start_with_the_secret_of_development():
    with pytest.raises(RuntimeError, match="SECRET_KEY"):
        made(production=True)


def test_production_answers_to_its_own_name_alone():
    app = made(production=True, secret_key="a real secret", public_url="https://samkjop.example")
    browser = app.test_client()
    assert browser.get("/privacy", base_url="https://samkjop.example").status_code == 200
    assert browser.get("/privacy", base_url="https://evil.example").status_code == 400


def test_over_tls_the_cookie_is_bound_to_the_host():
    app = made(public_url="https://samkjop.example", secret_key="a real secret")
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-procure"
    assert app.config["SESSION_COOKIE_SECURE"]
    answer = app.test_client().get("/privacy", base_url="https://samkjop.example")
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_nobody_may_say_who_they_are_read_by():
    with made().test_client() as browser:
        browser.get("/privacy", headers=FORWARDED)
        assert (request.remote_addr, request.scheme) == ("127.0.0.1", "http")


def test_a_proxy_of_ours_says_who_reads():
    with made(proxies=1).test_client() as browser:
        browser.get("/privacy", headers=FORWARDED)
        assert (request.remote_addr, request.scheme) == ("203.0.113.7", "https")
