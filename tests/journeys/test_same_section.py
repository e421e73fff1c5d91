"""Two people write the same section, one of the lead and one who was asked: nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from procure import clock, db
from procure.domain.policy import Role
from procure.tenders import service
from procure.tenders.models import Section
from tests.browser import Site, check_page
from tests.browser import sign_in as enter
from tests.factories import actor, make_user, municipality
from tests.journeys import keys
from tests.journeys.conftest import OpenPage
from tests.journeys.hands import choose, follow, heading, press, sees
from tests.pools.making import HASHED, PASSWORD, interest, make_place, make_pool
from tests.tenders.making import make_tender

pytestmark = pytest.mark.browser

BEGUN = (
    "Tjenesten brukes av alle.\n\n"
    "Tjenesten skal virke 99,9 prosent av tiden.\n\n"
    "Feil varsles innen 60 minutter."
)
MINE = BEGUN.replace("99,9 prosent av tiden", "99,5 prosent av tiden mellom kl. 06 og 22")
THEIRS = BEGUN.replace("av tiden", "av tiden, målt per måned").replace("60", "30")
COUNT = count(1)  # of people: the site is one for all stories here
JOINED = (
    "Tjenesten brukes av alle.\n\n"
    "Tjenesten skal virke 99,5 prosent av tiden mellom kl. 06 og 22, målt per måned.\n\n"
    "Feil varsles innen 30 minutter."
)


@dataclass(frozen=True)
class Two:
    """Marte of the lead and Per of a participant, each at a browser, and the text that both write."""

    marte: Page
    per: Page
    path: str
    site: Site
    section_id: int
    script: bool

    def body(self) -> str:
        with self.site.app.app_context(), db.reading() as session:
            return session.get_one(Section, self.section_id).body


@pytest.fixture(params=["with script", "without script"])
def two(site: Site, browse: OpenPage, request: pytest.FixtureRequest) -> Two:
    """Let the lead ask a participant to write a text that has begun."""
    script = request.param == "with script"
    names = ("Tynset", "Alvdal") if script else ("Tolga", "Os")
    with site.app.app_context(), db.kept() as session:
        now = clock.now()
        lead, other = (make_place(session, name) for name in names)
        pool = make_pool(session, lead, other)
        interest(session, pool, [other])
        people = {}
        for name, who in zip(names, ("Marte Lillebakk", "Per Nygjelten"), strict=True):
            body = municipality(session, name)
            email = f"person{next(COUNT)}@{name.lower()}.example"
            user = make_user(session, body, Role.BUYER, name=who, email=email, password_hash=HASHED)
            people[name] = (email, actor(user, body, Role.BUYER))
        tender = make_tender(session, pool, lead.buyer)
        section = next(each for each in tender.sections if each.key == "about")
        marte = people[names[0]][1]
        service.save_section(
            session, marte, section, body=BEGUN, done=False, version=section.version, now=now
        )
        service.assign_sections(
            session,
            marte,
            tender,
            [section],
            organisation_id=other.organisation_id,
            user_id=None,
            due_on=None,
            note="",
            today=clock.today(),
            now=now,
        )
        path, section_id = f"/tenders/{tender.id}/sections/{section.id}", section.id
    pages = []
    for name in names:
        page = browse(java_script_enabled=script)
        enter(page, people[name][0], PASSWORD)
        pages.append(page)
    return Two(pages[0], pages[1], path, site, section_id, script)


def write(page: Page, text: str) -> None:
    """Write in the editor, and save."""
    page.locator("main textarea[name=body]").first.fill(text)
    page.wait_for_load_state("networkidle")
    press(page, "Lagre teksten")


def test_both_write_one_chooses_and_the_history_has_everything(two: Two) -> None:
    per, marte = two.per, two.marte
    per.goto("/start")
    sees(per, "Skriv «Om anskaffelsen»")
    follow(per, "Skriv «Om anskaffelsen»")
    heading(per, "Om anskaffelsen")
    marte.goto(two.path)
    write(marte, THEIRS)
    sees(marte, "Teksten er lagret.")
    write(per, MINE)
    heading(per, "Marte Lillebakk lagret mens du skrev")
    sees(per, "Ingenting er mistet.", "Avsnitt 2: dere skrev hvert deres")
    if two.script:
        check_page(per)
        per.set_viewport_size({"width": 320, "height": 640})
        check_page(per)
    expect(per.get_by_label("Slik skal avsnitt 2 stå")).to_have_value(JOINED.split("\n\n")[1])
    assert two.body() == THEIRS
    press(per, "Lagre den sammensatte teksten")
    sees(per, "Teksten er lagret.")
    assert two.body() == JOINED
    per.wait_for_load_state("networkidle")
    per.goto(f"{two.path}/revisions")
    heading(per, "Lagringer")
    expect(per.get_by_role("main").get_by_role("row")).to_have_count(5)
    follow(per, "Lagring 3")
    press(per, "La denne teksten stå igjen")
    assert two.body() == THEIRS


def test_a_third_save_while_one_chooses_is_told_again(two: Two) -> None:
    per, marte = two.per, two.marte
    per.goto(two.path)
    marte.goto(two.path)
    write(marte, THEIRS)
    write(per, MINE)
    heading(per, "Marte Lillebakk lagret mens du skrev")
    choose(per, "Min tekst")
    write(marte, f"{THEIRS}\n\nMarte kom på noe mer.")
    press(per, "Lagre den sammensatte teksten")
    heading(per, "Marte Lillebakk lagret mens du skrev")
    sees(per, "Dere har skrevet på forskjellige steder, og vi har satt tekstene sammen.")
    press(per, "Lagre den sammensatte teksten")
    sees(per, "Teksten er lagret.")
    assert two.body() == f"{MINE.replace('60', '30')}\n\nMarte kom på noe mer."


@pytest.mark.row("T1")
def test_two_texts_are_joined_by_keyboard_alone(two: Two) -> None:
    """From the section to the page where one chooses and writes, and back; the focus is seen all the way."""
    per, marte = two.per, two.marte
    per.goto(two.path)
    marte.goto(two.path)
    write(marte, THEIRS)
    keys.write(per, per.locator("main textarea[name=body]").first, MINE)
    keys.press(per, "Lagre teksten")
    heading(per, "Marte Lillebakk lagret mens du skrev")
    keys.write(per, "Slik skal avsnitt 2 stå", f"{JOINED.split(chr(10) * 2)[1]} Det måles av oss.")
    keys.press(per, "Lagre den sammensatte teksten")
    sees(per, "Teksten er lagret.")
    assert two.body() == JOINED.replace("per måned.", "per måned. Det måles av oss.")
    keys.follow(per, "Sammenlign og gjenopprett")
    heading(per, "Lagringer")
