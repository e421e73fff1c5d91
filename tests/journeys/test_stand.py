"""The stand itself: a page that complains, scrolls sideways or lacks a heading is caught."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import Watch, check_page, violations

pytestmark = pytest.mark.browser


def test_an_ordinary_page_passes(page: Page):
    page.goto("/nowhere")
    assert page.locator("h1").inner_text()
    check_page(page)


def test_an_ordinary_page_passes_on_a_phone(phone: Page):
    phone.goto("/nowhere")
    check_page(phone)


def test_a_page_is_read_without_script(plain: Page):
    plain.goto("/nowhere")
    assert plain.locator("h1").is_visible()


def test_what_is_inaccessible_is_found(page: Page):
    page.goto("/nowhere")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=data:,>'")
    assert any(found.startswith("image-alt") for found in violations(page))


def test_what_is_too_wide_is_found(phone: Page):
    phone.goto("/nowhere")
    phone.evaluate("document.querySelector('h1').outerHTML = '<h1><pre>' + 'x'.repeat(400) + '</pre></h1>'")
    with pytest.raises(AssertionError, match="sideways"):
        check_page(phone)


def test_script_of_a_strangers_is_refused_and_reported(page: Page, watch: Watch):
    page.goto("/nowhere")
    page.evaluate(
        "document.body.appendChild(document.createElement('script')).textContent = 'window.ran = 1'"
    )
    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in watch.faults.pop()
    assert watch.faults == []
