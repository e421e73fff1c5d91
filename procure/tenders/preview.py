"""How a section will look in the documents, with what is fetched from the tender marked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_babel import gettext as _
from markupsafe import Markup, escape

from procure.documents import prose
from procure.domain.assembly import merge
from procure.tenders.merging import FIELDS

# Marks that nobody types: they stand around a value until the text has become safe HTML
OPEN, CLOSE = "\ue000", "\ue001"
SIGNS = {name: chr(0xE100 + place) for place, name in enumerate(FIELDS)}
NAMES = {sign: name for name, sign in SIGNS.items()}
MARKED = re.compile(f"{OPEN}([{''.join(NAMES)}])([^{OPEN}{CLOSE}]*){CLOSE}")
PRIVATE = re.compile("[\ue000-\ue1ff]")


def render(body: str, values: Mapping[str, str], tasks: Mapping[str, str]) -> Markup:
    """Return the text as safe HTML by the documents' own renderer, with values and gaps marked.

    values: of the merge fields; tasks: the name of each task, told to those who cannot see the mark.
    """
    marked = {name: f"{OPEN}{SIGNS[name]}{value}{CLOSE}" for name, value in values.items() if value}
    text, missing = merge(PRIVATE.sub("", body), marked)
    html = MARKED.sub(lambda found: _span(found, tasks), prose.render(text))
    for name in missing:
        html = html.replace(f"{{{name}}}", f"<mark>{{{escape(name)}}}</mark>")
    return Markup(PRIVATE.sub("", html))  # noqa: S704 cleaned by the renderer; only our own tags are added


def advice(text: str) -> Markup:
    """Return our own advice as HTML."""
    return Markup(prose.render(text))  # noqa: S704 cleaned by the renderer


def _span(found: re.Match[str], tasks: Mapping[str, str]) -> str:
    source = escape(_("hentet fra %(source)s", source=tasks.get(FIELDS[NAMES[found[1]]].task, "")))
    return f'<span class="merge">{found[2]}<span class="ds-sr-only"> ({source})</span></span>'
