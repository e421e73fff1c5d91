"""What a person does at a browser, by the words on the page."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from procure.clock import OSLO


def follow(page: Page, link: str | re.Pattern[str]) -> None:
    """Follow the first link in the page's content with these words."""
    _main(page).get_by_role("link", name=link, exact=True).first.click()


def press(page: Page, button: str) -> None:
    """Press the button with these words."""
    _main(page).get_by_role("button", name=button, exact=True).click()


def fill(page: Page, **answers: str) -> None:
    """Write in boxes, by the name of each; the words of the label are checked by the accessibility tests."""
    for name, text in answers.items():
        _main(page).locator(f"[name={name}]").first.fill(text)


def fill_moment(page: Page, name: str, when: datetime) -> None:
    """Write a day and a time of day in the two boxes of a moment."""
    day, clock = every(_main(page).locator(f"[name={name}]"))
    local = when.astimezone(OSLO)
    day.fill(written(local.date()))
    clock.fill(local.strftime("%H.%M"))


def choose(page: Page, *labels: str) -> None:
    """Choose or tick what has these words beside it."""
    for label in labels:
        _main(page).get_by_label(label, exact=True).check()


def unfold(page: Page, summary: str) -> None:
    """Open what folds out."""
    page.locator("details:not([open]) > summary").filter(has_text=summary).click()


def pick(page: Page, box: str, choice: str) -> None:
    """Choose from a list, by the words of its label."""
    _main(page).get_by_label(box, exact=True).select_option(label=choice)


def written(day: date) -> str:
    """Write a day as people type it."""
    return day.strftime("%d.%m.%Y")


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    """Check which page this is."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def sees(page: Page, *texts: str | re.Pattern[str]) -> None:
    """Check that the page says this."""
    for text in texts:
        expect(_main(page).get_by_text(text).filter(visible=True).first).to_be_visible()


def every(wanted: Locator) -> list[Locator]:
    """Return each thing of a kind, of which the page has one at least, once the whole page has come."""
    expect(wanted.first).to_be_attached()
    wanted.page.wait_for_load_state("load")
    return wanted.all()


def download(page: Page, link: Locator, folder: Path) -> Path:
    """Download what a link leads to, and return where it lies."""
    with page.expect_download() as waiting:
        link.click()
    kept = folder / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    return kept


def _main(page: Page) -> Locator:
    return page.get_by_role("main")
