"""The rules of the house hold everywhere; and each guard is seen to bark at a line that breaks its rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from config import ROOT
from procure import app as _everything  # noqa: F401  every model is known
from procure import db
from procure.documents import assets, manifest
from procure.domain.policy import MATRIX, Action
from tests import guards

CODE, TEMPLATES, TESTS = ROOT / "procure", ROOT / "templates", ROOT / "tests"
LONGEST = 400
Rule = Callable[[str], list[str]]

# Places where a rule gives way, each with its reason.
MAY_COMMIT = {
    "procure/db.py": "the one place",
    "procure/notifications/post.py": "each letter is settled by itself: one that fails undoes no other",
}
MAY_TRUST = {
    "procure/documents/html.py": "what nh3 has cleaned",
    "procure/documents/edition.py": "the same, in a template that escapes the rest",
    "procure/tenders/preview.py": "the same, with marks of our own",
    "procure/publication/views/page.py": "what nh3 has cleaned",
    "procure/web/speech.py": "sentences of ours, as Jinja's own does; facts are escaped as they are put in",
}
MAY_SPEAK = {
    "procure/tenders/sheet.py": "what others call the columns of their lists, and what they write there",
    "procure/library/spellings.py": "the same",
    "procure/library/bank/sheet.py": "the same, with examples in both forms",
    "procure/documents/words.py": "the words that documents print, in both forms side by side",
    "procure/documents/workbook_words.py": "the same",
    "procure/tenders/papers/words.py": "the same",
    "procure/tenders/papers/price_words.py": "the same",
    "procure/tenders/papers/judging_words.py": "the same",
    "procure/tenders/papers/terms_words.py": "the same",
    "procure/tenders/papers/contract_words.py": "the same",
    "procure/tenders/notice/words.py": "the words of a notice, in both forms and in English side by side",
    "procure/tenders/merging.py": "the same",
    "procure/web/language.py": "reads what people type, in both forms",
    "procure/demand/endings.py": "the same",
    "procure/demand/sheet.py": "the same: what people call their columns",
    "procure/accounts/register.py": "the name of an organisation",
    "procure/publication/calendar.py": "the name of this program, as calendar files write it",
    "procure/cases/records": "English, with the word that people use in brackets",
    "procure/demo": "invented people write in their own words",
    "procure/start/views.py": "whole texts, written in both forms side by side",
    "templates/start/text.html": "the same",
    "templates/start/rules.html": "the same",
    "templates/start/texts": "the same",
}
MAY_FETCH = {
    "procure/jobs/service.py": "the worker acts for nobody, and has the id from the queue",
    "procure/demand/service/one.py": "the id is taken from the bodies that the actor may choose among",
    "procure/pools/service/members.py": "the id is that of a row just found through the door",
}
MAY_BE_SILENT = {
    **dict.fromkeys(
        ("mark_read", "mark_page_read", "mark_all_read"), "what one has read of one's own notices"
    ),
    "note_opened": "what it leaves for after the request is recorded there",
    **dict.fromkeys(
        ("volumes_changed", "members_changed", "lead_changed"),
        "the pool has recorded it; here approvals fall, where there are any",
    ),
    "changed": "hands on what the verb that calls it records",
    "bring_in": "the list is recorded where it is finished, and each of its needs in a loop",
}


def files(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.rglob(pattern) if "vendor" not in path.parts)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""


def python(*names: str) -> list[Path]:
    """Every module of the application; with names, the files and packages so called."""
    found = files(CODE, "*.py")
    return [p for p in found if not names or p.stem in names or p.parent.name in names]


def broken(paths: Iterable[Path], rule: Rule, allowed: Iterable[str] = ()) -> list[str]:
    """Return every break of a rule, with its place; a folder that is allowed holds for all that is in it."""
    asked = [path for path in paths if not {place(path), *map(place, path.parents)} & set(allowed)]
    return [f"{place(path)}: {fault}" for path in asked for fault in rule(path.read_text())]


def models(attribute: str) -> set[str]:
    """Return the names of the models that have it."""
    return {m.class_.__name__ for m in db.Base.registry.mappers if hasattr(m.class_, attribute)}


def versioned() -> set[str]:
    return {m.class_.__name__ for m in db.Base.registry.mappers if m.version_id_col is not None}


# --- Access --------------------------------------------------------------------------------------


def test_every_page_stands_behind_the_door():
    assert broken(python("views"), guards.views_without_door) == []


def test_pages_stand_where_the_guards_look_for_them():
    elsewhere = set(python()) - set(python("views"))
    assert broken(elsewhere, guards.pages_in) == []


def test_every_action_has_its_line_in_the_table_and_someone_who_may():
    assert set(MATRIX) == set(Action)
    assert [action for action, who in MATRIX.items() if not who or not all(who.values())] == []


def test_every_action_is_asked_for_by_a_page():
    asked = "".join(path.read_text() for path in python("views"))
    assert [action.name for action in Action if f"Action.{action.name}" not in asked] == []


def test_what_not_all_may_see_is_never_fetched_by_bare_id():
    guarded = models("visible_to")
    assert {"Need", "Pool", "Tender", "Participation"} <= guarded
    rule = lambda text: guards.fetched_by_bare_id(text, guarded)  # noqa: E731
    assert broken(python("views", "queries", "service", "versions"), rule, MAY_FETCH) == []


def test_what_the_door_finds_is_found_through_who_may_see_it():
    assert broken(python("queries", "versions"), guards.found_unasked) == []


def test_no_page_asks_for_a_role():
    assert broken(python("views"), guards.roles_asked) == []


# --- Writing -------------------------------------------------------------------------------------


def test_only_one_place_commits():
    assert broken(python(), guards.commits, MAY_COMMIT) == []


@pytest.mark.row("R1")
def test_every_verb_is_recorded():
    features = {p.parent if p.stem == "service" else p.parent.parent for p in python("service")}
    for feature in features:
        own = [path.read_text() for path in python("service") if feature in path.parents]
        assert set(guards.unrecorded(own)) - set(MAY_BE_SILENT) == set(), feature.name


PASSING_BY = {  # no text is changed, and whoever writes one shall not be stopped
    "procure/tenders/service/own_sections.py": "the order of the sections",
    "procure/tenders/service/owners.py": "who is asked to write a section",
}


def test_rows_with_a_version_are_never_changed_in_bulk():
    assert {"Need", "Pool", "Section", "Requirement"} <= versioned()
    found = broken(python(), lambda text: guards.changed_in_bulk(text, versioned()))
    assert [each for each in found if each.partition(":")[0] not in PASSING_BY] == []


def test_what_happens_knows_no_web():
    paths = python("models", "service")
    assert [
        place(p) for p in paths if guards.imports_of(p.read_text()) & {"flask", "flask_login", "wtforms"}
    ] == []


# --- Pages ---------------------------------------------------------------------------------------


def test_nothing_is_inline():
    assert broken(files(TEMPLATES, "*.html"), guards.inline_parts, _paper()) == []


def test_every_form_that_changes_something_carries_its_token():
    assert broken(files(TEMPLATES, "*.html"), guards.forms_without_token) == []


def test_every_word_on_a_page_can_be_translated():
    assert broken(files(TEMPLATES, "*.html"), guards.unmarked_in_template, {*MAY_SPEAK, *_paper()}) == []
    assert broken(python(), guards.unmarked_in_code, MAY_SPEAK) == []


def test_text_is_escaped_but_for_a_few_named_places():
    paths = [*python(), *files(TEMPLATES, "*.html")]
    assert broken(paths, guards.trusted_as_html, {*MAY_TRUST, *_paper()}) == []


def _paper() -> list[str]:
    """Paper is drawn from a document in its own language, with its styles beside it; no browser reads it."""
    return [place(path) for path in files(TEMPLATES / "documents", "*.html")]


# --- The plan of the house -----------------------------------------------------------------------


def test_everything_public_says_what_it_is():
    every = [p for p in python() if p.name != "__init__.py"]
    rules = [p for p in every if "domain" in p.parts or "service" in (p.stem, p.parent.name)]
    assert broken(rules, guards.without_docstring) == []
    heads = [place(p) for p in every if "the module" in guards.without_docstring(p.read_text())]
    assert heads == []


def test_a_feature_has_one_name_in_code_templates_and_tests():
    features = [p.parent.name for p in CODE.glob("*/views.py")] + [
        p.parent.name for p in CODE.glob("*/views")
    ]
    assert [name for name in features if not (TEMPLATES / name).is_dir()] == []
    assert [name for name in features if not (TESTS / name).is_dir()] == []


def test_no_file_is_too_long_to_read_in_one_sitting():
    paths = [*python(), *files(TEMPLATES, "*.html"), *files(TESTS, "*.py")]
    long = {place(path) for path in paths if len(path.read_text().splitlines()) > LONGEST}
    assert long == set()


def test_every_library_that_we_use_comes_with_a_clean_install():
    there = guards.locked((ROOT / "requirements.txt").read_text())
    paths = [*python(), *files(ROOT / "migrations", "*.py"), ROOT / "config.py", ROOT / "wsgi.py"]
    assert broken(paths, lambda text: guards.brought_by_nothing(text, there)) == []
    named = {*manifest.LIBRARIES, *assets.LAYOUT_LIBRARIES, *assets.FILE_LIBRARIES}
    assert set(map(guards.library, named)) <= there


def test_why_each_library_is_here_is_written_down():
    told = (ROOT / "docs" / "dependencies.md").read_text().lower()
    asked = guards.locked((ROOT / "requirements.in").read_text().lower())
    assert {name for name in asked if name not in told} == set()


def test_every_exception_is_still_needed():
    for named in (MAY_COMMIT, MAY_TRUST, MAY_SPEAK, MAY_FETCH):
        assert [path for path in named if not (ROOT / path).exists()] == []


# --- The guards bark -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (guards.pages_in, '@bp.get("/x")\n@public()\ndef show(): ...', "@every(60)\ndef tick(): ..."),
        (
            guards.views_without_door,
            '@bp.route("/x")\ndef show(): ...',
            '@bp.route("/x")\n@public()\ndef show(): ...',
        ),
        (
            guards.views_without_door,
            '@bp.route("/x")\n@cached\n@public()\ndef show(): ...',
            '@bp.route("/x")\n@bp.route("/y")\n@sees(find_x)\n@limiter.limit("5/minute")\ndef show(x): ...',
        ),
        (
            lambda text: guards.fetched_by_bare_id(text, {"Pool"}),
            "session.get(Pool, pool_id)",
            "session.get(Mail, mail_id)",
        ),
        (
            lambda text: guards.fetched_by_bare_id(text, {"Pool"}),
            "db.session().get_one(models.Pool, 3)",
            "cache.get(name)",
        ),
        (
            guards.found_unasked,
            "def find_pool(session, actor, id): return session.scalar(select(Pool).filter_by(id=id))",
            "def find_pool(session, actor): return session.scalar(_all(actor))\n"
            "def _all(actor): return select(Pool).where(Pool.visible_to(actor))",
        ),
        (
            lambda text: guards.unrecorded([text]),
            "def join(session, actor, pool): pool.joined = True",
            "def join(session, actor, pool): _write(actor)\ndef _write(actor): audit.record(actor)",
        ),
        (
            lambda text: guards.unrecorded([text]),
            "def join(session, actor, pool): _void(actor)\n"
            "def _void(actor):\n    if actor.voided: audit.record(actor)",
            "def join(session, actor, pool):\n    if pool.changed: audit.record(actor)",
        ),
        (guards.commits, "db.session().commit()", "session.flush()"),
        (
            lambda text: guards.changed_in_bulk(text, {"Pool"}),
            "session.execute(update(Pool).values(name=''))",
            "session.execute(delete(SignIn))",
        ),
        (
            lambda text: sorted(guards.imports_of(text) & {"flask"}),
            "from flask.globals import request",
            "from procure import db",
        ),
        (
            guards.roles_asked,
            "if Role.BUYER in actor.roles: ...",
            "if may(actor, Action.POOL_EDIT, pool): ...",
        ),
        (
            guards.without_docstring,
            '"""Here."""\nclass Pool:\n    """One."""\n    def join(self): ...',
            '"""Here."""\nclass Pool:\n    """One."""\n    def _join(self): ...',
        ),
        (
            guards.unmarked_in_code,
            'flash("Behovet er lagret på siden")',
            'flash(_("Behovet er lagret på siden"))',
        ),
        (
            lambda text: guards.brought_by_nothing(text, {"flask", "pyyaml"}),
            "import docx",
            "import os\nimport yaml\nfrom flask.globals import request\nfrom procure import db",
        ),
        (guards.inline_parts, '<p style="color: red">', '<p class="red">{{ style }}</p>'),
        (guards.inline_parts, "<script>alert(1)</script>", '<script src="/static/x.js"></script>'),
        (guards.inline_parts, '<a href="javascript:go()">', '<a href="{{ url }}">'),
        (guards.inline_parts, '<button onclick="go()">', "<button></button>"),
        (guards.unmarked_in_template, "<h1>Behov</h1>", '<h1>{{ _("Behov") }}</h1>'),
        (guards.unmarked_in_template, '<nav aria-label="Meny">', '<nav aria-label="{{ _("Meny") }}">'),
        (
            guards.unmarked_in_template,
            '{{ button("Lagre svaret") }}',
            '{{ button(_("Lagre svaret"), "secondary") }}',
        ),
        (
            guards.unmarked_in_template,
            '<span lang="en"><span>Language</span></span> Behov',
            '{{ _("Språk") }}<span lang="en"> / <span>Language</span></span>',
        ),
        (
            guards.unmarked_in_template,
            '{% for said in {"nb": "Les på bokmål", "en": "English"} %}{% endfor %}',
            '{% for said in {"nb": "Les på bokmål", "nn": "Les på nynorsk", "en": "English"} %}{% endfor %}',
        ),
        (
            guards.forms_without_token,
            '<form method="post"></form>',
            '<form method="post">{{ csrf() }}</form>',
        ),
        (guards.trusted_as_html, "{{ body|safe }}", "{{ body|kroner }}"),
        (guards.trusted_as_html, "Markup(text)", "escape(text)"),
    ],
)
def test_each_guard_barks_at_what_breaks_its_rule_and_at_nothing_else(rule, bad, good):
    assert rule(bad) != []
    assert rule(good) == []
