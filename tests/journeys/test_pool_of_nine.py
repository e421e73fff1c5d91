"""Nine municipalities in a pool: one withdraws, one is released, and the lead changes hands."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

import pytest
from playwright.sync_api import Page, expect

from procure import db
from procure.accounts.models import User
from procure.domain.money import Ore
from tests.browser import DESK, PHONE, Site, check_page, sign_in
from tests.journeys import hands, keys
from tests.journeys.conftest import OpenPage
from tests.journeys.hands import heading, sees
from tests.pools.making import HASHED, PASSWORD, Story, tell_story

pytestmark = pytest.mark.browser

LEAD, HEIR, LEAVES, RELEASED = "Tynset", "Alvdal", "Trysil", "Røros"
NINE = (LEAD, HEIR, "Os", "Tolga", "Folldal", "Rendalen", "Engerdal", RELEASED, LEAVES)
USERS = {name: 10 * number for number, name in enumerate(NINE, start=1)}  # 450 together


@dataclass
class Nine:
    """The pool, and a browser for each who acts in it."""

    story: Story
    pages: dict[str, Page]
    script: bool
    by: ModuleType  # how things are done: with the mouse, or with the keyboard alone

    def at(self, name: str, page: str = "") -> Page:
        """Return the browser of a municipality, on a page of the pool."""
        self.pages[name].goto(self.story.url(page))
        return self.pages[name]

    def check(self, page: Page) -> None:
        """Check what holds for every page; only a browser that runs scripts can tell."""
        if self.script:
            check_page(page)


@pytest.fixture(params=["with script", "without script", pytest.param("keyboard", marks=pytest.mark.slow)])
def nine(site: Site, browse: OpenPage, request: pytest.FixtureRequest) -> Nine:
    script, by = request.param != "without script", keys if request.param == "keyboard" else hands
    needs = {name: {"users": USERS[name], "yearly_cost": Ore(USERS[name] * 1000_00)} for name in NINE}
    story = tell_story(site.app, LEAD, committed=NINE, needs=needs)
    pages = {}
    for name in (LEAD, HEIR, LEAVES, RELEASED):
        email = f"kjop{story.pool_id}@{name.lower()}.example".replace("ø", "o")
        with site.app.app_context(), db.kept() as session:
            buyer = session.get_one(User, story.places[name].buyer.user_id)
            buyer.email, buyer.password_hash = email, HASHED
        pages[name] = browse(viewport=PHONE if name == RELEASED else DESK, java_script_enabled=script)
        sign_in(pages[name], email, PASSWORD)
    return Nine(story, pages, script, by)


@pytest.mark.row("A3", "A6", "B7")
def test_a_pool_of_nine_with_one_withdrawal_and_one_release(nine: Nine):
    together(nine, 9, 450)
    withdraw(nine)
    together(nine, 8, 450 - USERS[LEAVES])
    lock(nine)
    ask_to_be_released(nine)
    release(nine)
    together(nine, 7, 450 - USERS[LEAVES] - USERS[RELEASED])
    hand_over(nine)


def together(nine: Nine, count: int, users: int) -> None:
    """The page and the figures for other programs say the same."""
    page = nine.at(HEIR)
    expect(page.get_by_role("main")).to_contain_text(str(users))
    found = page.request.get(nine.story.url("totals.json")).json()
    assert (found["municipalities"]["together"], found["users"]["together"]) == (count, users)
    assert found["yearly_cost_ore"]["together"] == users * 1000_00


def change(page: Page, what: str, before: str, after: str, difference: str) -> None:
    """The table of consequences says what a figure is now, what it becomes, and the difference."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=what, exact=True))
    expect(row.get_by_role("cell")).to_have_text([before, after, difference])


def withdraw(nine: Nine) -> None:
    page = nine.at(LEAVES)
    nine.by.follow(page, f"Trekk {LEAVES} fra fellesskapet")
    change(page, "Kommuner", "9", "8", "−1")
    change(page, "Brukere", "450", "360", "−90")
    nine.check(page)
    nine.by.press(page, f"Trekk {LEAVES} fra fellesskapet")
    sees(page, f"{LEAVES} har trukket seg. De andre har fått beskjed.")


def lock(nine: Nine) -> None:
    page = nine.at(LEAD)
    nine.by.follow(page, "Lås listen …")
    nine.by.press(page, "Lås listen for godt")
    sees(page, "Listen er låst. Nå kan dere lage konkurransen.")


def ask_to_be_released(nine: Nine) -> None:
    page = nine.at(RELEASED)
    nine.by.follow(page, "Be om å bli frigitt")
    heading(page, "Be om å bli frigitt?")
    change(page, "Brukere", "360", "280", "−80")
    nine.check(page)
    nine.by.fill(page, reason="Vi slår oss sammen med naboen.")
    nine.by.press(page, "Be om å bli frigitt")
    sees(page, f"{LEAD} er bedt om å frigi dere.")


def release(nine: Nine) -> None:
    page = nine.at(LEAD)
    sees(page, f"{RELEASED} vil ut av fellesskapet, og dere må la kommunen gå.")
    nine.by.follow(page, f"Frigi {RELEASED}")
    sees(page, "Vi slår oss sammen med naboen.")
    change(page, "Kommuner", "8", "7", "−1")
    change(page, "Brukere", "360", "280", "−80")
    nine.by.press(page, f"Frigi {RELEASED}")
    assert page.title().startswith("Feil: ")
    nine.by.fill(page, release_cost="Det koster ingenting før konkurransen er begynt.")
    nine.check(page)
    nine.by.press(page, f"Frigi {RELEASED}")
    sees(page, f"{RELEASED} er frigitt. Tallene er regnet ut på nytt.")
    out = nine.at(RELEASED)
    sees(out, f"{RELEASED} er frigitt", "Det koster ingenting før konkurransen er begynt.")
    nine.check(out)


def hand_over(nine: Nine) -> None:
    page = nine.at(LEAD)
    nine.by.follow(page, "Gi ledelsen videre")
    nine.by.pick(page, "Hvem skal dere spørre?", f"{HEIR} kommune")
    nine.by.press(page, "Spør om de vil lede")
    sees(page, f"{HEIR} kommune er spurt om å ta over. Dere leder til de har svart ja.")
    nine.check(page)
    heir = nine.at(HEIR)
    sees(heir, f"{LEAD} kommune spør om dere vil ta over som leder.")
    nine.by.follow(heir, "Svar")
    heading(heir, "Vil dere lede fellesskapet?")
    nine.check(heir)
    nine.by.choose(heir, "Ja, vi tar over som leder nå")
    nine.by.press(heir, "Gi svaret")
    sees(heir, "Dere leder fellesskapet nå.")
    refused = page.request.get(nine.story.url("dissolution"))
    assert refused.status == 403
    sees(
        nine.at(LEAD, "history"),
        f"{HEIR} tok over som leder",
        f"{RELEASED} ble frigitt",
        f"{LEAVES} trakk seg",
    )
