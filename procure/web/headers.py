"""The headers of every answer: one table."""

from __future__ import annotations

from flask import Flask, current_app, request
from flask.wrappers import Response

from procure.domain.policy import ANYONE
from procure.web.access import current_actor

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OVER_TLS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
PRIVATE = {"Cache-Control": "no-store"}


def init_app(app: Flask) -> None:
    """Put the headers on every answer; what a view has set itself stands."""

    @app.after_request
    def add(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if current_app.config["SESSION_COOKIE_SECURE"]:
            answer.headers.update(OVER_TLS)
        if answer.status_code >= 500 or (request.endpoint != "static" and current_actor() is not ANYONE):
            answer.headers.update(PRIVATE)
        return answer
