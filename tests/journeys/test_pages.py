"""Every page there is, read by the first who is let in, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page
from werkzeug.routing import Rule

from procure import clock, db
from procure.demo import cast
from procure.domain.policy import Role
from procure.jobs import service as jobs
from procure.jobs.models import JobState
from procure.jobs.progress import Part, PartState, Progress
from procure.tenders import files, previews
from procure.web.access import PUBLIC, declared
from tests import browser, world
from tests.browser import DESK, PATIENCE, PHONE, PLACE, Site, Watch, faults_of
from tests.factories import sign_in
from tests.journeys.keys import walk_faults
from tests.world import PASSWORD, World

pytestmark = pytest.mark.browser

READERS = (world.LEAD, world.SIGNATORY, world.PARTICIPANT, world.LEAD_SIGNATORY, world.OPERATOR)

MOST_STOPS = 1_500  # on the way through one page

# Addresses that answer with something else than a page.
NO_PAGES = {
    "static": "files",
    "bank.export": "a list to keep",
    "bank.template": "a list to fill in",
    "demand.contracts_timeline": "a drawing on the page of contracts",
    "demand.export_needs": "a list to keep",
    "demand.export_contracts": "the same",
    "demand.import_template": "a list to fill in",
    "start.sources": "leads to the page of rules",
    "pools.totals": "JSON for other programs",
    "pools.costs": "a drawing on the pool's page",
    "pools.draw_windows": "the same",
    "pools.draw_suggestion": "a drawing on the page of suggestions",
    "tenders.value_chart": "a drawing on the page of the value",
    "tenders.draw_timeline": "a drawing on the timetable's page",
    "tenders.requirement_template": "a list to fill in",
    "tenders.export_requirements": "a list to keep",
    "tenders.export_requirements_as_csv": "the same",
    "tenders.version_file": "a document",
    "tenders.preview_file": "a document",
    "tenders.attachment_file": "a document",
    "publication.file": "a document",
    "publication.calendar": "a date for the reader's own calendar",
    "jobs.progress": "a piece of the job's page",
    "tenders.sum_weights": "a piece of the page of criteria",
    "tenders.scoring_curves": "a drawing on the page of scoring",
}


@pytest.fixture(scope="module")
def there(site: Site) -> World:
    return world.build(site.app)


@pytest.fixture(scope="module")
def readers(site: Site, there: World) -> dict[str, FlaskClient]:
    return {name: sign_in(site.app, there.people[name]) for name in READERS}


class Visit(NamedTuple):
    """One address: who reads it (None: anybody), and what it answers with instead of a page, if anything."""

    endpoint: str
    address: str
    who: str | None
    instead: str


@pytest.fixture(scope="module")
def visits(site: Site, there: World, readers: dict[str, FlaskClient]) -> list[Visit]:
    """Return every address that can be read, with the first who is let in."""
    rules = [rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [visit(site.app, rule, there.address(site.app, rule), readers) for rule in rules]


def visit(app: Flask, rule: Rule, address: str, readers: dict[str, FlaskClient]) -> Visit:
    """Try one address, as one reader after another until somebody is let in."""
    if declared[app.view_functions[rule.endpoint]] == PUBLIC:
        return Visit(rule.endpoint, address, None, told(app.test_client(), address))
    tried = ((name, told(client, address)) for name, client in readers.items())
    who, instead = next(
        (each for each in tried if not each[1].startswith("4")), (READERS[0], "refused to all")
    )
    return Visit(rule.endpoint, address, who, instead)


def told(client: FlaskClient, address: str) -> str:
    """Return what an address answers with instead of a page; "" for a page."""
    answer = client.get(address)
    body = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    answer.close()
    if answer.status_code != 200:
        return f"{answer.status_code}"
    return "" if "<html" in body else answer.mimetype or "something"


def test_every_address_answers_with_a_page_or_is_known_not_to(visits):
    other = {each.endpoint: each.instead for each in visits if each.instead}
    assert {name: instead for name, instead in other.items() if name not in NO_PAGES} == {}
    assert set(NO_PAGES) - set(other) == set()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_is_accessible_and_fits(site, there, visits, new_context, watch, viewport):
    opened: dict[str | None, Page] = {}
    faults = {}
    for each in visits:
        if each.instead:
            continue
        if each.who not in opened:
            opened[each.who] = read_as(site, there, new_context, watch, each.who, viewport)
        page = opened[each.who]
        page.goto(each.address)
        faults[f"{each.address} ({each.who})"] = [*faults_of(page), *watch.faults]
        watch.faults.clear()
    assert {where: found for where, found in faults.items() if found} == {}


@pytest.mark.slow
@pytest.mark.row("T1")
def test_everything_on_every_page_is_reached_by_keyboard(site, there, visits, new_context, watch):
    opened: dict[str | None, Page] = {}
    faults = {}
    for each in visits:
        if each.instead:
            continue
        if each.who not in opened:
            opened[each.who] = read_as(site, there, new_context, watch, each.who, DESK)
        page = opened[each.who]
        page.goto(each.address)
        faults[f"{each.address} ({each.who})"] = walk_faults(page, MOST_STOPS)
    assert {where: found for where, found in faults.items() if found} == {}


@pytest.mark.row("T1")
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("state", list(JobState))
def test_a_job_and_its_draft_are_accessible_in_every_state(site, there, new_context, watch, viewport, state):
    page = read_as(site, there, new_context, watch, world.LEAD, viewport)
    draft = there.values["tender_id"]
    for address in (f"/jobs/{make_job(site.app, there, state, draft)}", f"/tenders/{draft}/preview"):
        page.goto(address)
        assert (page.url.endswith(address), faults_of(page)) == (True, [])


def make_job(app: Flask, there: World, state: JobState, tender_id: int) -> int:
    """Let a working draft be waited for, half made, made, stuck in its second part, or stopped."""
    stuck = PartState.FAILED if state is JobState.FAILED else PartState.WORKING
    parts = [
        Part("Konkurransegrunnlag", PartState.DONE, 28, 28, kept=True),
        Part("Bilag 1 Kundens kravspesifikasjon", stuck, 9, 17),
        Part("Prisskjema"),
    ]
    now = clock.now()
    with app.app_context(), db.kept() as session:
        lead = cast.playing(session, "Tynset", Role.BUYER)
        job = jobs.start(session, lead, previews.KIND, previews.about(tender_id), total=94, now=now)
        job.state, job.owner, job.beat_at, job.started_at = state, jobs.ME, now, now - timedelta(seconds=9)
        for name, value in Progress(37, 94, parts[1].name, parts).columns().items():
            setattr(job, name, value)
        if state in jobs.OVER:
            job.finished_at, job.reason, job.place = now, files.REASONS["time"], "task:requirements"
        return job.id


def read_as(
    site: Site,
    there: World,
    new_context: Callable[..., BrowserContext],
    watch: Watch,
    who: str | None,
    viewport: dict[str, int],
) -> Page:
    """Open a browser where the person is signed in."""
    context = new_context(base_url=site.url, viewport=viewport, **PLACE)
    context.set_default_timeout(PATIENCE)
    watch.over(context)
    page = context.new_page()
    if who is not None:
        browser.sign_in(page, there.emails[who], PASSWORD)
    return page


def test_a_refusal_is_a_page_too(site, there, new_context, watch):
    stranger = read_as(site, there, new_context, watch, None, PHONE)
    signatory = read_as(site, there, new_context, watch, world.SIGNATORY, PHONE)
    for page, address, status in (
        (stranger, "/nowhere", 404),
        (stranger, "/start", 401),
        (signatory, "/needs/new", 403),
        (signatory, "/sign-out", 405),
    ):
        answer = page.goto(address)
        assert answer is not None
        assert (answer.status, faults_of(page)) == (status, [])
    stranger.goto("/sign-in")
    stranger.locator("main button[type=submit]").first.click()
    assert stranger.title().startswith("Feil: ")
    assert faults_of(stranger) == []
