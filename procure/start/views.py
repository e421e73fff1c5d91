"""The front page, what waits for a person, and the pages that are the same for everybody."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from procure import clock, db
from procure.accounts.models import User
from procure.accounts.service.identity import edit_account
from procure.domain.policy import ANYONE
from procure.start import desk, glossary, rules
from procure.web import language, shell
from procure.web.access import current_actor, public, sees
from procure.web.addresses import local_path
from procure.web.forms import render_form

bp = Blueprint("start", __name__)

TITLES = {
    "accessibility": {
        "nb": "Tilgjengelighetserklæring",
        "nn": "Tilgjengeerklæring",
        "en": "Accessibility statement",
    },
    "privacy": {"nb": "Personvern", "nn": "Personvern", "en": "Privacy"},
    "rules": {"nb": "Regler og kilder", "nn": "Reglar og kjelder", "en": "Rules and sources"},
    "glossary": {"nb": "Ordliste", "nn": "Ordliste", "en": "Glossary"},
}


@bp.route("/")
@public()
def front() -> ResponseReturnValue:
    if current_actor() is not ANYONE:
        return redirect(url_for("start.show"))
    return render_template("start/front.html")


@bp.route("/start")
@sees()
def show() -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    on_desk = desk.desk(session, actor, now)
    ways = [item for item in shell.menu() if item["url"] != url_for("start.show")]
    return render_template(
        "start/show.html",
        desk=on_desk,
        unseen=on_desk.unseen,
        everything="all" in request.args,
        ways=ways,
        holds=actor.roles,
        now=now,
    )


@bp.route("/language", methods=["GET", "POST"])
@public()
def choose_language() -> ResponseReturnValue:
    """Show the languages; remember which one the reader wants, and lead back to the page."""
    if request.method == "GET":
        return render_template("start/language.html", back=local_path(request.args.get("next"), "/"))
    chosen = request.form.get("language", "")
    if chosen not in language.WORDS:
        abort(400)
    cookie["lang"] = chosen
    if (actor := current_actor()) is not ANYONE:
        user = db.session().get_one(User, actor.user_id)
        edit_account(db.session(), actor, user, name=user.name, language=chosen, version=user.version)
    return redirect(local_path(request.form.get("next"), "/"))


# --- The same in every language ------------------------------------------------------------------------


@bp.route("/accessibility")
@public()
def accessibility() -> ResponseReturnValue:
    return _text("accessibility")


@bp.route("/privacy")
@public()
def privacy() -> ResponseReturnValue:
    return _text("privacy")


@bp.route("/rules")
@public()
def read_rules() -> ResponseReturnValue:
    """Show the rules of today, or of the day asked for."""
    form, read_in = rules.day_form(), _read_in()
    told = rules.gathered(rules.day_of(form))
    title, asked = TITLES["rules"][read_in], request.args.get("on")
    return render_form("start/rules.html", form, title=title, read_in=read_in, asked=asked, **told)


@bp.route("/sources")
@public()
def sources() -> ResponseReturnValue:
    """Lead an old address to the page that took its place."""
    return redirect(url_for("start.read_rules", lang=request.args.get("lang"), _anchor="data"), 301)


@bp.route("/glossary")
@public()
def read_glossary() -> ResponseReturnValue:
    return _text("glossary", terms=glossary.listed(_read_in()))


def _read_in() -> str:
    """Return the language that the text is asked for in, else the page's own."""
    asked = request.args.get("lang", "")
    return asked if asked in language.WORDS else language.current()


def _text(name: str, **context: object) -> ResponseReturnValue:
    read_in = _read_in()
    title = TITLES[name][read_in]
    return render_template("start/text.html", name=name, title=title, read_in=read_in, **context)
