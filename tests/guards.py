"""Rules of the house that can be read off the code: each takes a text and tells what breaks the rule."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import packages_distributions

from jinja2 import Environment, nodes

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
DOORS = {"requires", "sees", "public"}
ROUTES = {"route", "get", "post"}
MARKERS = {"_", "N_", "lazy", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext"}
SIGHT = {"visible_to", "known_to", "user_id", "organisation_id", "token_hash"}
NO_VERBS = ("check_", "own_", "find_", "may_", "is_", "tell_", "hold_")  # they ask, or tell what a verb did
NORWEGIAN = re.compile("[æøåÆØÅ]")

# --- Python --------------------------------------------------------------------------------------


def name_of(node: ast.AST) -> str:
    """Return the last name of what is called or mentioned: `route` of `bp.route("/")`."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def functions(source: str) -> Iterator[FUNCTIONS]:
    """Find every function and method."""
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, FUNCTIONS))


def calls(source: str | ast.AST) -> Iterator[ast.Call]:
    """Find every call."""
    tree = ast.parse(source) if isinstance(source, str) else source
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def views_without_door(source: str) -> list[str]:
    """A page says who it is for right under its address: what stood between would be run for anybody."""
    return [view.name for view in functions(source) if is_page(view) and outermost(view) not in DOORS]


def pages_in(source: str) -> list[str]:
    """Whatever has an address stands among views, where it is looked for by readers and by guards."""
    return [view.name for view in functions(source) if is_page(view)]


def is_page(view: FUNCTIONS) -> bool:
    """Answer whether the function has an address."""
    return any(isinstance(mark, ast.Call) and name_of(mark) in ROUTES for mark in view.decorator_list)


def outermost(view: FUNCTIONS) -> str:
    """Return the decorator right under the addresses."""
    return next((name_of(mark) for mark in view.decorator_list if name_of(mark) not in ROUTES), "")


def fetched_by_bare_id(source: str, guarded: Iterable[str]) -> list[str]:
    """What has a `visible_to` is found through it, never by `get`."""
    return [
        ast.unparse(call)
        for call in calls(source)
        if name_of(call) in ("get", "get_one", "get_or_404")
        and call.args
        and name_of(call.args[0]) in guarded
    ]


def found_unasked(source: str) -> list[str]:
    """A `find_…` asks who may see the row, itself or through what it calls; or it is found by a secret."""
    known = {f.name: f for f in functions(source)}
    finding = [f for f in known.values() if f.name.startswith("find_") and is_told_who(f)]
    return [f.name for f in finding if not asks(f, known)]


def is_told_who(function: FUNCTIONS) -> bool:
    """Answer whether it is for the door: told who asks."""
    return any(argument.arg == "actor" for argument in function.args.args)


def asks(function: FUNCTIONS, known: Mapping[str, FUNCTIONS]) -> bool:
    """Answer whether a function uses who may see, what is the actor's own, or the hash of a secret."""
    names = {name_of(node) for node in ast.walk(function)}
    called = {name_of(call) for call in calls(function)} - {function.name}
    found = any(name.startswith("find_") for name in called) or bool(names & SIGHT)
    return found or any(asks(known[name], known) for name in called if name in known)


def commits(source: str) -> list[str]:
    """Only `db.py` commits: a view or service that does has kept half of something."""
    return [ast.unparse(call) for call in calls(source) if name_of(call) == "commit" and not call.args]


def unrecorded(sources: Iterable[str]) -> list[str]:
    """Every verb of a feature writes what was done, itself or through what it calls.

    What is called must write whenever it is called: what only sometimes does, answers for itself alone.
    """
    known = {f.name: f for source in sources for f in functions(source)}
    verbs = [f for f in known.values() if is_public(f) and is_told_who(f) and not f.name.startswith(NO_VERBS)]
    return [f.name for f in verbs if not records(ast.walk(f), known, set())]


def records(nodes: Iterable[ast.AST], known: Mapping[str, FUNCTIONS], seen: set[str]) -> bool:
    """Answer whether these parts of a function write to the log, themselves or through what they name."""
    called = {name_of(node) for node in nodes} - seen
    if called & {"record", "note", "seen"}:
        return True
    return any(records(unconditional(known[name]), known, seen | called) for name in called if name in known)


def unconditional(function: FUNCTIONS) -> Iterator[ast.AST]:
    """Find the parts of a function that hang on no `if` and no loop."""
    parts: list[ast.AST] = list(function.body)
    while parts:
        part = parts.pop()
        yield part
        if not isinstance(part, ast.If | ast.IfExp | ast.For | ast.While):
            parts += ast.iter_child_nodes(part)


def changed_in_bulk(source: str, versioned: Iterable[str]) -> list[str]:
    """A row with a version is changed as a row: a bulk change passes the version by."""
    return [
        ast.unparse(call)
        for call in calls(source)
        if name_of(call) in ("update", "delete") and call.args and name_of(call.args[0]) in versioned
    ]


def imports_of(source: str) -> set[str]:
    """Return the top package of everything imported."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


OURS = {"", "config", "procure"}  # "": what stands beside the module
owners = cache(packages_distributions)  # which library each package here comes with


def locked(lock: str) -> set[str]:
    """Return the names of the libraries in a lock file."""
    return set(re.findall(r"^([a-z0-9-]+)==", lock, flags=re.MULTILINE))


def brought_by_nothing(source: str, libraries: set[str]) -> list[str]:
    """What is imported comes with Python, is ours, or comes with one of the libraries."""
    others = imports_of(source) - sys.stdlib_module_names - OURS
    return sorted(name for name in others if not libraries.intersection(map(library, owners().get(name, ()))))


def library(name: str) -> str:
    """Return the name of a library as lock files write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def roles_asked(source: str) -> list[str]:
    """Who may do what stands in the policy: a view that asks for a role has a rule of its own."""
    asked = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Compare))
    return [ast.unparse(node) for node in asked if any(name_of(part) == "roles" for part in node.comparators)]


def without_docstring(source: str) -> list[str]:
    """The module, each class, and what is public in them say what they are."""
    tree = ast.parse(source)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not is_protocol(node)]
    places: list[ast.Module | ast.ClassDef] = [tree, *classes]
    told = [node for place in places for node in place.body if isinstance(node, FUNCTIONS | ast.ClassDef)]
    silent = [node.name for node in told if is_public(node) and ast.get_docstring(node) is None]
    return silent if ast.get_docstring(tree) else ["the module", *silent]


def is_protocol(node: ast.ClassDef) -> bool:
    """Answer whether a class is only the shape of others."""
    return any(name_of(base) == "Protocol" for base in node.bases)


def is_public(node: ast.ClassDef | FUNCTIONS) -> bool:
    """Answer whether others use it; `standings` keeps a promise that is told once, in the policy."""
    return not node.name.startswith("_") and node.name != "standings"


def unmarked_in_code(source: str) -> list[str]:
    """A Norwegian sentence stands in `_()` or `N_()`, so that it can be translated."""
    tree = ast.parse(source)
    marked = {id(part) for call in calls(tree) if name_of(call) in MARKERS for part in ast.walk(call)} | {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings
    texts = (
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return [str(node.value) for node in texts if id(node) not in marked and is_sentence(str(node.value))]


def is_sentence(text: str) -> bool:
    """Answer whether a text in the code is Norwegian for people: no name, letter or pattern."""
    return (
        bool(NORWEGIAN.search(text))
        and len(text) > 1
        and text not in NAMES
        and not re.search(r"[\[\\]", text)
    )


# --- Templates -----------------------------------------------------------------------------------

JINJA = Environment(extensions=["jinja2.ext.i18n"])  # it reads, and draws nothing
LANGUAGES = {"nb", "nn", "en"}
SPOKEN = ("aria-label", "aria-description", "alt", "placeholder", "title")  # attributes that people meet
NAMES = {"Samkjøp", "Samkjøp case", "Doffin", "TED", "SSA", "SHA-256", "PDF", "ZIP", "XLSX", "kr", "P"} | {
    "CSV",
    "DFØ: velg riktig SSA",  # pages that are sources go by their titles
    "DFØs spørsmål og svar om SSA",
}


class Page(HTMLParser):
    """What a template's own HTML says, without what Jinja puts in and what is said in a named language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.words: list[str] = []
        self.inside = ""
        self.foreign: list[str] = []  # the element in a language of its own, and those of its name within
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        if self.foreign[:1] == [tag] or (tag == "span" and dict(attrs).get("lang") in LANGUAGES):
            self.foreign.append(tag)
        for name, value in attrs:
            runs = name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
            if name == "style" or runs:
                self.inline.append(f'<{tag} {name}="{value or ""}">')
            if name in SPOKEN and value:
                self._say(value)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""
        if self.foreign[:1] == [tag]:
            self.foreign.pop()

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style") and data.strip():
            self.inline.append(f"<{self.inside}>{data.strip()[:40]}")
        elif self.inside not in ("script", "style"):
            self._say(data)

    def _say(self, text: str) -> None:
        words = re.findall(r"(?<![\w-])[^\W\d_][\w-]*", text)
        if any(word not in NAMES for word in words) and not self.foreign:
            self.words.append(text.strip())


def html_of(template: str) -> str:
    """Return the HTML that a template writes itself, Jinja left out."""
    return "".join(value for _line, kind, value in JINJA.lex(template) if kind == "data")


def inline_parts(template: str) -> list[str]:
    """Nothing is inline: the browser would refuse it, as `web/headers.py` tells it to."""
    return Page(html_of(template)).inline


def unmarked_in_template(template: str) -> list[str]:
    """Every word a person meets stands in `_()`: in the HTML, and in what is handed to a macro."""
    tree = JINJA.parse(template)
    marked = {
        id(part)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in MARKERS
        for part in call.find_all(nodes.Const)
    } | {id(pair.value) for table in tree.find_all(nodes.Dict) if by_language(table) for pair in table.items}
    texts = [const.value for const in tree.find_all(nodes.Const) if id(const) not in marked]
    spoken = [text for text in texts if isinstance(text, str) and is_spoken(text)]
    return Page(html_of(template)).words + spoken


def by_language(table: nodes.Dict) -> bool:
    """Answer whether a table says the same in every language of ours."""
    keys = [pair.key for pair in table.items]
    return {key.value for key in keys if isinstance(key, nodes.Const)} == LANGUAGES


def is_spoken(text: str) -> bool:
    """Answer whether a text in an expression is for people: it is Norwegian, or begins as a sentence does."""
    return text not in NAMES and bool(NORWEGIAN.search(text) or re.match(r"[A-Z][a-z]+\b[^-/=]*$", text))


def forms_without_token(template: str) -> list[str]:
    """Every form that changes something carries the token that tells it from a stranger's."""
    forms = re.findall(r"<form\b[^>]*>.*?(?:</form>|\Z)", template, flags=re.DOTALL)
    posting = [form for form in forms if re.search(r"""method=["']?post""", form, flags=re.IGNORECASE)]
    return [form[:80] for form in posting if not re.search(r"\b(hidden|csrf|csrf_token)\(", form)]


def trusted_as_html(text: str) -> list[str]:
    """What is called safe is not escaped: a short list of places may."""
    return re.findall(r"\|\s*safe\b|\bMarkup\(|autoescape false", text)
