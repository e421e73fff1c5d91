"""A buyer in a small municipality registers a need, finds four who need the same, and invites them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from procure import clock, db
from procure.accounts.models import Organisation
from procure.accounts.service import create_user
from procure.domain.policy import SYSTEM, Role
from procure.domain.pooling import add_months
from procure.reference.models import Category
from tests.browser import Site, check_page, sign_in
from tests.demand.registering import make_need
from tests.journeys import keys
from tests.journeys.conftest import OpenPage
from tests.journeys.hands import choose, fill, fill_moment, follow, heading, press, sees, written

pytestmark = pytest.mark.browser

COMPANY = {"Alvdal": 8, "Folldal": 10, "Os": 12, "Rendalen": 14}  # months from now to the end of the contract
TOO_LATE = {"Engerdal": 40}
KINDS = {"with script": "barnehage", "without script": "epj_plo", "keyboard": "kvalitet"}
BUYER, INVITED, PASSWORD = "ingrid@tolga.example", "per@os.example", "Furu-over-Femunden-1814"


@dataclass(frozen=True)
class Reader:
    """A browser, and the kind of system that is looked for in it: each has one of its own."""

    page: Page
    script: bool
    kind: str
    name: str


@pytest.fixture(scope="module")
def neighbours(site: Site) -> Site:
    """Others have registered their needs, of each kind of system, and one of them too late."""
    with site.app.app_context(), db.kept() as session:
        today, now = clock.today(), clock.now()
        for place, months in (COMPANY | TOO_LATE).items():
            for kind in KINDS.values():
                make_need(session, place, kind, ends_on=add_months(today, months), created_at=now)
        for email, name, place in ((BUYER, "Ingrid Moseng", "Tolga"), (INVITED, "Per Nygjelten", "Os")):
            home = session.scalars(select(Organisation).where(Organisation.short_name == place)).one()
            roles = [Role.BUYER]
            create_user(
                session, SYSTEM, home, name=name, email=email, roles=roles, password=PASSWORD, now=now
            )
    return site


@pytest.fixture(params=["with script", "without script"])
def reader(neighbours: Site, browse: OpenPage, request: pytest.FixtureRequest) -> Reader:
    script = request.param == "with script"
    return open_reader(neighbours, browse(java_script_enabled=script), script, KINDS[request.param])


def open_reader(site: Site, page: Page, script: bool, kind: str) -> Reader:
    with site.app.app_context(), db.reading() as session:
        return Reader(page, script, kind, session.get_one(Category, kind).name_nb)


def end_of_contract() -> date:
    return add_months(clock.today(), 13)


@pytest.mark.row("A1", "A2")
def test_the_lone_buyer_finds_company_and_invites_it(reader: Reader, browse: OpenPage):
    page = reader.page
    sign_in(page, BUYER, PASSWORD)
    begin(page, reader)
    tell_of_today(page, reader)
    save_for_later_and_find_it_again(page, reader)
    answer_the_rest(page)
    check_and_share(page, reader)
    see_who_needs_the_same(page, reader)
    gather_and_invite(page, reader)
    answer_as_invited(browse(java_script_enabled=reader.script), reader)
    page.reload()
    row = page.get_by_role("row").filter(has_text="Os")
    expect(row).to_contain_text("Interessert")


def begin(page: Page, reader: Reader) -> None:
    follow(page, "Meld et behov")
    heading(page, "Hva trenger dere?")
    press(page, "Gå videre")
    sees(page, "Velg hvilken type system det gjelder")
    page.locator("[name=category_key]").select_option(label=reader.name)
    press(page, "Gå videre")
    heading(page, "Hvem gjelder behovet?")
    expect(page.get_by_label("Tolga kommune")).to_be_checked()
    press(page, "Gå videre")


def tell_of_today(page: Page, reader: Reader) -> None:
    """A day that no calendar has is told of first on the page, and nothing that was typed is lost."""
    heading(page, "Hva har dere i dag?")
    typed = {"system": "Trollmor «Ungan»", "vendor": "Fjelltind Programvare AS", "yearly_cost": "99 000"}
    fill(page, **typed, ends_on="31.02.2028", notice_months="6")
    choose(page, "Den slutter på en dato")
    press(page, "Gå videre")
    assert page.title().startswith("Feil: ")
    summary = page.locator("ds-error-summary")
    expect(summary).to_contain_text("Ett svar må rettes")
    if reader.script:
        expect(summary).to_be_focused()
    for name, text in typed.items():
        expect(page.locator(f"[name={name}]")).to_have_value(text)
    expect(page.get_by_label("Den slutter på en dato")).to_be_checked()
    summary.get_by_role("link").click()
    box = page.locator("[name=ends_on]")
    expect(box).to_be_focused()
    expect(box).to_have_value("31.02.2028")
    box.fill(written(end_of_contract()))
    press(page, "Gå videre")


def save_for_later_and_find_it_again(page: Page, reader: Reader) -> None:
    heading(page, "Hvor mange gjelder det?")
    fill(page, users="21")
    press(page, "Lagre og fortsett senere")
    sees(page, "Utkastet er lagret. Dere finner det her.")
    follow(page, f"Del behovet for {reader.name}")
    heading(page, "Se over svarene")
    sees(page, "Trollmor «Ungan»", "99 000 kr uten merverdiavgift")
    page.get_by_role("complementary").get_by_role("link", name="Omfang").click()
    expect(page.locator("[name=users]")).to_have_value("21")


def answer_the_rest(page: Page) -> None:
    press(page, "Gå videre")
    heading(page, "Når vil dere starte?")
    fill(page, start_from=written(add_months(clock.today(), 10)))
    press(page, "Gå videre")
    heading(page, "Hva må systemet snakke med?")
    fill(page, integrations="ID-porten og Folkeregisteret\nKárášjohka")
    press(page, "Gå videre")
    heading(page, "Har dere ønsker eller forbehold?")
    press(page, "Gå videre")


def check_and_share(page: Page, reader: Reader) -> None:
    heading(page, "Se over svarene")
    if reader.script:
        check_page(page)
    sees(page, "Ett svar mangler: antall saker.", "Kárášjohka")
    choose(
        page, "Med fellesskapet. De som er med i samme fellesskap, ser også tallene, kostnaden bare i summer."
    )
    press(page, "Del behovet")
    sees(page, "Behovet er delt slik dere valgte.")


def see_who_needs_the_same(page: Page, reader: Reader) -> None:
    heading(page, reader.name)
    sees(page, "Delt. Fire andre har samme behov.")
    table = page.get_by_role("table", name="Andre med samme behov")
    for place in COMPANY:
        row = table.get_by_role("row").filter(has_text=f"{place} kommune")
        expect(row).to_contain_text(re.compile("kan skifte"))
    for place in TOO_LATE:
        expect(table).not_to_contain_text(place)


def gather_and_invite(page: Page, reader: Reader) -> None:
    follow(page, "Opprett fellesskap")
    heading(page, "Opprett et fellesskap")
    for place in COMPANY:
        page.get_by_label(place, exact=True).check()
    fill(page, name=pool_name(reader), purpose="Ett system, og felles rutiner.", message="Blir dere med?")
    fill_moment(page, "closes_at", clock.now() + timedelta(days=30))
    press(page, "Opprett fellesskapet")
    sees(page, "Fellesskapet er opprettet. De du valgte, er invitert.")
    heading(page, pool_name(reader))
    for place in COMPANY:
        row = page.get_by_role("row").filter(has_text=place)
        expect(row).to_contain_text("Invitert")
        expect(row).to_contain_text("Ikke åpnet")


def answer_as_invited(page: Page, reader: Reader) -> None:
    sign_in(page, INVITED, PASSWORD)
    follow(page, f"Svar på invitasjonen til {pool_name(reader)}")
    heading(page, "Vil Os være med?")
    sees(page, "Blir dere med?", "Hilsen fra Tolga kommune")
    choose(page, "Vi er interessert, og tallene våre skal telle med")
    press(page, "Gi svaret")
    sees(page, "Os er meldt interessert. Kommunen er ikke bundet.")


def pool_name(reader: Reader) -> str:
    return f"{reader.name} for fem kommuner"


@pytest.mark.row("A1")
def test_from_sign_in_to_a_shared_need_by_keyboard_alone(neighbours: Site, page: Page):
    """Tab, Space, Enter and typing; and wherever the focus is, it can be seen."""
    reader = open_reader(neighbours, page, True, KINDS["keyboard"])
    page.goto("/sign-in")
    keys.write(page, "E-post", BUYER)
    keys.write(page, "Passord", PASSWORD)
    keys.press(page, "Logg inn")
    keys.follow(page, "Meld et behov")
    heading(page, "Hva trenger dere?")
    keys.pick(page, "Type system", reader.name)
    keys.press(page, "Gå videre")
    heading(page, "Hvem gjelder behovet?")
    keys.press(page, "Gå videre")
    heading(page, "Hva har dere i dag?")
    keys.write(page, "System", "Varde Kvalitet")
    keys.choose(page, "Den slutter på en dato")
    keys.write(page, "Datoen", written(end_of_contract()))
    for title in ("Hvor mange gjelder det?", "Når vil dere starte?", "Hva må systemet snakke med?"):
        keys.press(page, "Gå videre")
        heading(page, title)
    keys.follow(page, "Se over svarene")
    heading(page, "Se over svarene")
    keys.reach(page, page.locator("[name=visibility]:checked"))
    page.keyboard.press("ArrowDown")
    keys.press(page, "Del behovet")
    heading(page, reader.name)
    sees(page, "Delt. Fire andre har samme behov.")
