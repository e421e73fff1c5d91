"""How a section will look in the documents, with what is fetched from the tender marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from markupsafe import Markup, escape

from procure.documents import prose
from procure.domain.assembly import merge, references
from procure.domain.clauses import Clause, split
from procure.tenders.merging import FIELDS

# Marks that nobody types: they stand around a value until the text has become safe HTML
OPEN, CLOSE = "\ue000", "\ue001"
SIGNS = {name: chr(0xE100 + place) for place, name in enumerate(FIELDS)}
NAMES = {sign: name for name, sign in SIGNS.items()}
MARKED = re.compile(f"{OPEN}([{''.join(NAMES)}])([^{OPEN}{CLOSE}]*){CLOSE}")
PRIVATE = re.compile("[\ue000-\ue1ff]")


@dataclass(frozen=True)
class Previewer:
    """Shows texts by the documents' own renderer, with values, references and gaps marked.

    values: of the merge fields; tasks: the name of each task, told to those who cannot see the mark.
    links: what each reference is written as, and where it leads. numbers: of sections and clauses.
    """

    values: Mapping[str, str]
    tasks: Mapping[str, str]
    links: Mapping[str, prose.Link] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)

    def section(self, key: str, body: str) -> Markup:
        """Return a section as safe HTML: what stands first, then each clause with number and title."""
        before, clauses = split(body)
        found = self.text(before)
        for clause in clauses:
            found += self._heading(f"{key}#{clause.label}", clause) + self.text(clause.text)
        return found

    def _heading(self, name: str, clause: Clause) -> Markup:
        title = merge(clause.title, self.values, markdown=False)[0]
        number = self.numbers.get(name, "")
        return Markup('<p id="{}"><strong>{}</strong></p>').format(clause.label, f"{number} {title}".strip())

    def text(self, body: str) -> Markup:
        """Return a text as safe HTML."""
        known = self.values.items()
        marked = {name: f"{OPEN}{SIGNS[name]}{value}{CLOSE}" for name, value in known if value}
        text, missing = merge(PRIVATE.sub("", body), marked)
        html = MARKED.sub(lambda found: _span(found, self.tasks), prose.render(text, self.links))
        lost = (f"[[{name}]]" for name in references(body) if name not in self.links)
        for gap in (*(f"{{{name}}}" for name in missing), *map(str, map(escape, lost))):
            html = html.replace(gap, f"<mark>{gap}</mark>")
        return Markup(PRIVATE.sub("", html))  # noqa: S704 cleaned by the renderer; only our own tags are added


def advice(text: str) -> Markup:
    """Return our own advice as HTML."""
    return Markup(prose.render(text))  # noqa: S704 cleaned by the renderer


def _span(found: re.Match[str], tasks: Mapping[str, str]) -> str:
    source = escape(_("hentet fra %(source)s", source=tasks.get(FIELDS[NAMES[found[1]]].task, "")))
    return f'<span class="merge">{found[2]}<span class="ds-sr-only"> ({source})</span></span>'
