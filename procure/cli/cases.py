"""Whole cases from a terminal: check, build, import, export."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from config import Config
from procure import clock, db
from procure.cases import build as building
from procure.cases import checking, export, report, schema
from procure.cases.bodies import buyer_of
from procure.cases.faults import CaseRefused
from procure.cases.outline import Row
from procure.cases.reading import LARGEST
from procure.domain.checks import blockers
from procure.domain.errors import RuleBroken
from procure.domain.law import first_day
from procure.domain.policy import Actor, Role
from procure.jobs.progress import Progress
from procure.jobs.queue import JobFailed
from procure.library.shelf import section_texts
from procure.reference.lists import agreements
from procure.tenders.models import Tender
from procure.web.errors import explain

BLOCKED, FAULTY = 1, 2  # exit codes

case = AppGroup("case", help="Whole cases as files; see docs/case-files.md.")
file_argument = click.argument("file", type=click.Path())


@contextmanager
def workshop() -> Iterator[Session]:
    """Give a database of its own with every list loaded; it is gone afterwards."""
    from procure.app import create_app  # it puts the commands in, so it cannot be known before they are
    from procure.cli import load_lists

    with tempfile.TemporaryDirectory(prefix="procure-case-") as folder:
        settings = Config(database_url=f"sqlite:///{folder}/case.db", storage_url="memory://", demo=False)
        app = create_app(settings)
        with app.app_context():
            db.Base.metadata.create_all(db.sqla.engine)
            try:
                with db.kept() as session:
                    load_lists(session)
                yield db.session()
            finally:
                db.sqla.session.remove()
                db.sqla.engine.dispose()


@contextmanager
def told_faults(as_json: bool = False) -> Iterator[None]:
    """Say what is wrong with the file, and end with the code that tells so."""
    try:
        yield
    except CaseRefused as refused:
        told = [report.as_json(report.faults_as_data(refused))] if as_json else report.fault_lines(refused)
        say_all(told, err=not as_json)
        sys.exit(FAULTY)
    except RuleBroken as reason:
        click.echo(explain(reason), err=True)
        sys.exit(BLOCKED)
    except JobFailed as failure:
        click.echo(f"{failure.part}: {_(failure.reason)}", err=True)
        sys.exit(BLOCKED)
    except (OperationalError, ProgrammingError) as failure:
        click.echo(f"The database cannot be used: {failure.orig}", err=True)
        click.echo("Is it set up? flask --app wsgi db upgrade", err=True)
        sys.exit(BLOCKED)


def say_all(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines."""
    for line in lines:
        click.echo(line, err=err)


def brought(session: Session, found: Row, now: datetime) -> Tender:
    """Bring a case into the database of the workshop."""
    return checking.tender_of(session, checking.somebody(session, now), found, now)


@case.command("check")
@file_argument
@click.option("--json", "as_json", is_flag=True, help="Tell it as JSON.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day to judge by.")
def check_case(file: str, as_json: bool, on: datetime | None) -> None:
    """List every finding of a case, with its source. Exit code 0: no blockers; 1: blockers; 2: faults."""
    with told_faults(as_json):
        found = checking.read_case(file)
        now = clock.now()
        day = max(first_day(), on.date() if on else checking.day_of(found, now))
        with workshop(), db.kept() as session:
            tender = brought(session, found, now)
            findings = checking.findings(session, tender, day)
    if as_json:
        click.echo(report.as_json(report.findings_as_data(findings)))
    else:
        say_all(report.finding_lines(findings))
    sys.exit(BLOCKED if blockers(findings) else 0)


@case.command("build")
@file_argument
@click.option("--out", required=True, type=click.Path(), help="The folder that the files are laid in.")
@click.option("--force", is_flag=True, help="Also into a folder that has something in it.")
@click.option("--draft", is_flag=True, help="Exit code 0 also where there are blockers.")
def build_case(file: str, out: str, force: bool, draft: bool) -> None:
    """Make every document of a case, frozen at the moment in the file."""
    began = clock.now()
    with told_faults():
        found = checking.read_case(file)
        frozen_at = checking.moment_to_freeze(found)
        with building.target(out, force=force) as folder, workshop() as session:
            with db.kept():
                user = checking.somebody(session, frozen_at)
                tender = checking.tender_of(session, user, found, frozen_at)
                findings = checking.findings(session, tender, checking.day_of(found, frozen_at))
                buyer = Actor(user.id, tender.pool.lead_id, frozenset({Role.BUYER}))
                tender_id = tender.id
            say_all(report.finding_lines(findings))
            files = building.build(tender_id, buyer, frozen_at, Teller())
            building.lay(files, folder)
    say_all(report.built_lines(files, clock.now() - began))
    sys.exit(BLOCKED if blockers(findings) and not draft else 0)


class Teller:
    """Tells on the error stream which document's turn it is, each once."""

    def __init__(self) -> None:
        self.part = ""

    def __call__(self, progress: Progress) -> None:
        """Tell how far the printing has come."""
        if progress.now and progress.now != self.part:
            self.part = progress.now
            click.echo(f"{progress.done:4}/{progress.total}  {self.part}", err=True)

    def when_stopped(self, act: Callable[[], object]) -> None:
        """Keep nothing: who stops the command, ends it."""

    def hold(self, session: Session) -> None:
        """Ask nobody: the command has no job that could be stopped."""


@case.command("import")
@file_argument
@click.option("--save", is_flag=True, help="Bring it in; without it, only tell what would be.")
@click.option("--by", "email", help="E-mail of a buyer of the body that leads.")
def import_case(file: str, save: bool, email: str | None) -> None:
    """Bring a case into this database, as a pool and a draft."""
    if save and not email:
        raise click.UsageError("--save needs --by EMAIL")
    with told_faults():
        found, now = checking.read_case(file), clock.now()
        say_all(report.content_lines(found))
        with workshop(), db.kept() as session:
            findings = checking.findings(session, brought(session, found, now), checking.day_of(found, now))
        say_all(list(report.finding_lines(findings))[-1:])
        if not save:
            click.echo("Nothing is saved. Say --save --by EMAIL to bring it in.")
            return
        with db.kept() as session:
            tender = checking.tender_of(session, buyer_of(session, found, email or ""), found, now)
            click.echo(f"Brought in as tender {tender.id}.")


@case.command("export")
@click.argument("tender_id", type=int)
@click.option("--format", "form", type=click.Choice(["json", "yaml"]), default="json", show_default=True)
def export_case(tender_id: int, form: str) -> None:
    """Write a tender of this database as a case file. It holds ceilings: keep it inside."""
    with told_faults(), db.reading() as session:
        tender = session.get(Tender, tender_id)
        if tender is None:
            raise click.ClickException(f"There is no tender {tender_id}.")
        found = export.case_of(session, tender)
        written = export.as_json(found) if form == "json" else export.as_yaml(found)
    click.echo(written, nl=False)
    if len(written) > LARGEST:
        click.echo(
            f"This is {len(written)} bytes, and import takes {LARGEST}: it has large attachments.", err=True
        )


@case.command("sections")
@click.argument("code")
@click.argument("edition")
@click.option("--companion", nargs=2, metavar="CODE EDITION", help="A second agreement beside it.")
def print_sections(code: str, edition: str, companion: tuple[str, str] | None) -> None:
    """List the sections of an agreement, by the keys that a case file uses: SSA-L 2018."""
    known = {(entry.code, entry.edition): entry for entry in agreements()}
    wanted = [(code, edition), *([companion] if companion else [])]
    if lost := [pair for pair in wanted if pair not in known]:
        choices = ", ".join(" ".join(pair) for pair in known)
        raise click.ClickException(f"There is no {' '.join(lost[0])}. There are: {choices}.")
    for key, text in section_texts(*(known[pair] for pair in wanted)).items():
        click.echo(f"{key:36}{text.title_nb}")


@case.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of case files."""
    click.echo(schema.text(), nl=False)
