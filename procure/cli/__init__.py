"""Commands for a person at a terminal: `flask --app wsgi <command>`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import clock, db
from procure.accounts.models import Kind, Organisation
from procure.accounts.register import register_municipalities
from procure.accounts.service import create_user
from procure.cli.cases import case
from procure.demo import cast
from procure.demo import load as story
from procure.domain.errors import RuleBroken
from procure.domain.policy import SYSTEM, Role
from procure.jobs.worker import work
from procure.library import load as library
from procure.reference import load as lists
from procure.web.access import declared

reference = AppGroup("reference", help="Lists that people pick from.")
demo = AppGroup("demo", help="A story to look around in.")


@reference.command("load")
def load_reference() -> None:
    """Load municipalities, categories and agreements; can be run again."""
    with db.kept() as session:
        for line in load_lists(session):
            click.echo(line)


def load_lists(session: Session) -> list[str]:
    """Load every list; return a line about each."""
    counts = lists.load(session)
    return [
        f"{counts}",
        f"{register_municipalities(session)} organisations.",
        f"{library.load(session)}",
    ]


@demo.command("load")
def load_demo() -> None:
    """Tell the demo's story into an empty database."""
    with db.reading() as session:
        empty = story.is_empty(session)
    if not empty:
        click.echo("Somebody is here already: the demo is left as it is.")
        return
    story.tell(clock.now())
    click.echo("The demo is told.")


@demo.command("logins")
def print_logins() -> None:
    """Print whom one can be in the demo."""
    for line in cast.logins():
        click.echo(line)


@click.command("operator")
@click.argument("name")
@click.argument("email")
@click.password_option(help="12 to 128 characters; asked for when not given.")
@with_appcontext
def make_operator(name: str, email: str, password: str) -> None:
    """Make the first operator, who lets everybody else in."""
    with db.kept() as session:
        organisation = session.scalars(select(Organisation).where(Organisation.kind == Kind.OPERATOR)).first()
        if organisation is None:
            raise click.ClickException("Load the lists first: flask --app wsgi reference load")
        facts = {"name": name, "email": email, "password": password}
        try:
            create_user(session, SYSTEM, organisation, **facts, roles=[Role.ADMIN], now=clock.now())
        except RuleBroken as reason:
            raise click.ClickException(str(reason)) from reason
    click.echo(f"{name} can sign in as operator.")


@click.command("access")
@with_appcontext
def print_access() -> None:
    """Print every page, and who may reach it."""
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{methods:9} {rule.rule:70} {declared[current_app.view_functions[rule.endpoint]]}")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(reference)
    app.cli.add_command(demo)
    app.cli.add_command(make_operator)
    app.cli.add_command(work)
    app.cli.add_command(print_access)
    app.cli.add_command(case)
