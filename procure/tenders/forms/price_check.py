"""Which filled-in price form to look through."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as lazy

from procure.domain.errors import RuleBroken
from procure.files import store
from procure.sheets.cells import LARGEST
from procure.tenders import price_answers
from procure.tenders.models import Version
from procure.tenders.price_answers import Answers, Fault
from procure.tenders.shelved import Filed, Shelved
from procure.web.errors import say
from procure.web.forms import Form
from procure.web.uploads import FileField

ROOM = 4 * LARGEST  # of a whole form: what is a little too large is told so beside its box
MOST_TOLD = 100  # faults on one page


class PriceFormCheck(Form):
    """The workbook."""

    file = FileField(
        lazy("Prisskjemaet dere har fylt ut"),
        most=LARGEST,
        missing=lazy("Velg prisskjemaet"),
        kinds=("xlsx",),
        description=lazy("Regneark (.xlsx), inntil 3 MB. Verken filen eller prisene blir lagret."),
    )

    def look_through(self, version: Version) -> Answers | None:
        """Read the workbook that was sent, if any; None when it is no price form of the version."""
        blank = handed_out(version)
        if blank is None or not self.accepted():
            return None
        sent = self.file.data
        try:
            return price_answers.read(sent.name, sent.data, version.content, store.read(blank.sha256))
        except RuleBroken as reason:
            self.reject(reason)
            return None


def handed_out(version: Version) -> Filed | None:
    """Return the workbook that suppliers fill in; None for a version without one, or without prices."""
    return Shelved(version.files).price_form if version.content["price_lines"] else None


def told(version: Version, answers: Answers | None) -> dict[str, Any]:
    """Return what a page says: the form to fill in, and what was found in a filled one."""
    page = {"blank": handed_out(version), "answers": answers}
    if answers is None:
        return page
    return {
        **page,
        "faults": by_sheet(answers.faults[:MOST_TOLD]),
        "shown": min(len(answers.faults), MOST_TOLD),
        "told": by_sheet(answers.told[:MOST_TOLD]),
    }


def by_sheet(faults: Sequence[Fault]) -> list[tuple[str, list[str]]]:
    """Return the faults as sentences under the sheets they are in, in the order they were found."""
    found = groupby(faults, key=lambda each: str(each.facts["sheet"]))
    return [(sheet, [say(each.sentence, each.facts) for each in own]) for sheet, own in found]
