"""What a stranger does with an open page: reads it, reads its documents, takes its files and tries them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from icalendar import Calendar
from playwright.sync_api import Page, expect

from procure.documents.words import in_fours
from tests.browser import check_page
from tests.documents.reading import opened, page_texts
from tests.journeys.hands import download, follow, heading, press, sees, unfold
from tests.tenders.pricing import filled


@dataclass(frozen=True)
class Published:
    """What stands on the open page, and where it is."""

    address: str
    title: str
    places: Sequence[str]
    deadline: datetime
    words: str  # of the lead's own, in a text


@dataclass(frozen=True)
class Stranger:
    """Somebody with a browser, and a folder for what is downloaded."""

    page: Page
    script: bool
    folder: Path

    def check(self) -> None:
        """Check what holds for every page; only a browser that runs scripts can tell."""
        if self.script:
            check_page(self.page)


def read_as_a_stranger(stranger: Stranger, published: Published) -> None:
    page = stranger.page
    page.goto("/publications")
    follow(page, published.title)
    heading(page, published.title)
    assert page.url.endswith(published.address)
    sees(page, "Åpen for tilbud", "Anbudsporten", "Doffin 2026-114503")
    shown = page.locator("main time").first
    expect(shown).to_contain_text("kl. 12.00")
    assert datetime.fromisoformat(str(shown.get_attribute("datetime"))) == published.deadline
    for place in published.places:
        sees(page, f"{place} kommune")
    stranger.check()


def read_on_the_web(stranger: Stranger, published: Published) -> None:
    """A document is a page too, and every requirement in it has an address."""
    page = stranger.page
    follow(page, re.compile("^Les ?: Bilag 1"))
    expect(page.locator("#krav-OPP-001")).to_be_attached()
    stranger.check()
    address = page.url
    page.goto(f"{address}#krav-OPP-001")
    expect(page.locator("#krav-OPP-001")).to_be_in_viewport()
    sees(page, "Foresatte skal kunne søke uten e-post.")
    page.goto(published.address)


def check_the_files(stranger: Stranger, published: Published) -> Path:
    """The PDF is what the manifest says it is, and what it says it is; return where it lies."""
    page, folder = stranger.page, stranger.folder
    line = page.get_by_role("main").locator("p").filter(has_text="Alt i én fil:")
    pdf = download(page, line.get_by_role("link"), folder)
    unfold(page, "Kontroller filene (SHA-256)")
    kept = download(page, page.get_by_role("link", name="Manifest med SHA-256 for hver fil"), folder)
    manifest = json.loads(kept.read_text("utf-8"))
    listed = next(one for one in manifest["files"] if one["name"] == f"00-{pdf.name}")
    content = pdf.read_bytes()
    assert listed["sha256"] == sha256(content).hexdigest()
    assert len(opened(content).pages) == listed["pages"] > 15
    expect(line).to_contain_text(f"{listed['pages']} sider")
    text = " ".join(" ".join(page_texts(content, folder)).split())
    written = published.words.replace("**", "")
    for wanted in (
        published.title,
        "OPP-001",
        "Anbudsporten",
        written,
        in_fours(manifest["fingerprint"][:12]),
    ):
        assert wanted in text
    return pdf


def check_the_archive(stranger: Stranger) -> None:
    """All of it at once, in the order that the manifest tells, which lies last."""
    link = stranger.page.get_by_role("link", name=re.compile("^Last ned alt"))
    with ZipFile(download(stranger.page, link, stranger.folder)) as archive:
        *names, last = archive.namelist()
        listed = json.loads(archive.read(last))["files"]
        assert names == [one["name"] for one in listed]
        assert all(sha256(archive.read(one["name"])).hexdigest() == one["sha256"] for one in listed)


def check_the_calendar(stranger: Stranger, published: Published) -> None:
    link = stranger.page.get_by_role("link", name="Legg fristene i kalenderen")
    file = download(stranger.page, link, stranger.folder)
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    starts = {str(one["SUMMARY"]): one.decoded("DTSTART") for one in events}
    assert starts[f"Tilbudsfrist: {published.title}"] == published.deadline
    assert all("https://anbudsporten.example/t/18822" in str(one["DESCRIPTION"]) for one in events)


def try_the_price_form(stranger: Stranger) -> None:
    """The form as it was fetched lacks every price; filled in, it has its sum."""
    page = stranger.page
    follow(page, "Kontroller et utfylt prisskjema")
    heading(page, "Kontroller et utfylt prisskjema")
    form = download(page, page.get_by_role("link", name="Hent prisskjemaet (regneark)"), stranger.folder)
    for data, told in (
        (form.read_bytes(), re.compile("ting må rettes i skjemaet")),
        (filled(form.read_bytes()), "Alle prisene er fylt ut, og ingenting annet er endret."),
    ):
        form.write_bytes(data)
        page.locator("[name=file]").set_input_files(form)
        press(page, "Kontroller skjemaet")
        sees(page, told)
        stranger.check()


def know_it_again(stranger: Stranger, pdf: Path) -> None:
    """The page that knows files tells that the PDF is in force, and that another is not known."""
    page = stranger.page
    page.goto("/verification")
    for data, told in ((pdf.read_bytes(), "Gjelder nå"), (b"%PDF-1.7 another", "Ukjent")):
        pdf.write_bytes(data)
        page.locator("[name=file]").set_input_files(pdf)
        press(page, "Kjenn igjen")
        sees(page, told)
        stranger.check()
