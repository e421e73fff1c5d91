"""Needs and contracts as files: a spreadsheet with typed cells, or text; each says from where and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask.wrappers import Response
from flask_babel import gettext as _

from procure.accounts.models import Organisation
from procure.demand import sheet, words
from procure.demand.queries import Contract
from procure.domain.errors import Amount
from procure.sheets import writing
from procure.sheets.writing import Cell


def needs(found: Sequence[Contract], own: Organisation | None, today: date, kind: str) -> Response:
    """Hand out needs with the columns that they can be read in by, their state, and who sees them."""
    headings = [str(column.title) for column in sheet.COLUMNS]
    headings += [_("Tilstand"), _("Synlig"), _("Tidligst ut")]
    rows = []
    for told in found:
        cells = sheet.cells(told.need)
        state, seen = words.STATES[told.need.state][1], words.seen_by(told.need)
        rows.append([*(cells.get(c.key) for c in sheet.COLUMNS), str(state), str(seen), told.window.earliest])
    return _file(_("Behov"), headings, rows, own, today, kind)


def contracts(found: Sequence[Contract], own: Organisation | None, today: date, kind: str) -> Response:
    """Hand out contracts, with the days that are reckoned out."""
    headings = [
        *(_("Virksomhet"), _("Type system"), _("System"), _("Leverandør"), _("Avtalen slutter")),
        *(_("Siste dag for å si opp"), _("Tidligst ut"), _("Kan vente til"), _("Kostnad i året")),
    ]
    return _file(_("Avtaler"), headings, [_contract(told) for told in found], own, today, kind)


def _contract(told: Contract) -> list[Cell]:
    need = told.need
    cost = None if need.yearly_cost is None else Amount(need.yearly_cost)
    facts = (need.organisation.name, words.name(need), need.system, need.vendor, words.end(need))
    return [*facts, told.notice_on, told.window.earliest, told.window.latest, cost]


def _file(
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    own: Organisation | None,
    today: date,
    kind: str,
) -> Response:
    body = own.name if own else ""
    facts = {"name": name, "body": body, "day": f"{today:%d.%m.%Y}"}
    source = _("%(name)s: %(body)s. Hentet fra Samkjøp %(day)s. Beløp er uten merverdiavgift.", **facts)
    file = f"{name} {body} {today:%Y-%m-%d}"
    return writing.hand_out(name, headings, rows, source=source, file=file, kind=kind)
