"""Forms as a page shows them, read and filled in without a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

SECRET = "csrf_token"
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Sheet:
    """A form on a page.

    fields: what a browser would send if nothing were changed, the token left out.
    kinds: by name: "text", "count" (numbers, days, moments), "password", "choice", "file" or "hidden".
    """

    page: str
    action: str
    fields: Pairs
    kinds: dict[str, str]

    def filled(self, **answers: str | Iterable[str]) -> Sheet:
        """Return the form with these answers in place of those that stood there."""
        kept = [(name, value) for name, value in self.fields if name not in answers]
        for name, answer in answers.items():
            kept += [(name, each) for each in ([answer] if isinstance(answer, str) else answer)]
        return replace(self, fields=kept)

    def of_kind(self, *kinds: str) -> list[str]:
        """Name the fields of these kinds."""
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def send(self, client: FlaskClient) -> TestResponse:
        """Send it as it is filled in."""
        return client.post(self.action, data=self.fields)


def sheets(answer: TestResponse) -> Iterator[Sheet]:
    """Yield the forms of a page that change something."""
    path = answer.request.full_path.rstrip("?")
    for form in _forms(answer.get_data(as_text=True)):
        if form.method == "POST":
            yield Sheet(path, urljoin(path, form.action or path), _sent(form), _kinds(form))


def sheet(answer: TestResponse, action: str = "") -> Sheet:
    """Return the page's form that is sent to an address; without one, to the page itself."""
    wanted = action or answer.request.path
    found = [each for each in sheets(answer) if each.action.partition("?")[0] == wanted]
    assert found, f"{answer.request.path} has no form for {wanted}"
    return found[0]


def _forms(page: str) -> list[html.FormElement]:
    found = html.document_fromstring(page).iter("form")
    return [form for form in found if isinstance(form, html.FormElement)]


def _sent(form: html.FormElement) -> Pairs:
    texts = {str(each.get("name")) for each in form.iter("textarea")}
    pairs = [
        (name, _shown(value or "", name in texts)) for name, value in form.form_values() if name != SECRET
    ]
    buttons = form.xpath(".//button[@type='submit']")
    if buttons and all(each.get("name") for each in buttons):
        pairs.append((str(buttons[0].get("name")), str(buttons[0].get("value"))))
    return pairs


def _shown(value: str, in_textarea: bool) -> str:
    """Leave out the newline that may follow the tag, as a browser does."""
    return value.removeprefix("\n") if in_textarea else value


def _kinds(form: html.FormElement) -> dict[str, str]:
    found = {}
    for each in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        found[str(each.get("name"))] = _kind(each)
    found.pop(SECRET, None)
    return found


def _kind(box: html.HtmlElement) -> str:
    if box.tag == "textarea":
        return "hidden" if "hidden" in box.attrib else "text"
    typed = str(box.get("type", ""))
    if box.tag == "select" or typed in ("radio", "checkbox"):
        return "choice"
    if typed in ("hidden", "password", "file"):
        return typed
    return "count" if box.get("inputmode") in ("numeric", "decimal") else "text"
