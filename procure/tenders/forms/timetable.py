"""What a person may type about when things happen."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from procure.domain.timeline import CHOSEN, TALKS, Course, Step
from procure.tenders.models import Tender
from procure.web.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    MomentField,
    Required,
    TickField,
    VersionField,
)

FORWARDS, BACKWARDS = "forwards", "backwards"


class TimetableForm(Form):
    """The days that suppliers read of, typed one by one."""

    version = VersionField()
    dispatch_on = DayField(
        _("Planlagt avsendelse"),
        what=_("Avsendelsen"),
        description=_("Dagen dere sender kunngjøringen til Doffin. Fristene regnes fra den."),
    )
    requests_until = MomentField(
        _("Frist for å be om å delta"),
        what=_("Fristen for å be om å delta"),
        description=_("Bare når konkurransen har to trinn. Den siste dagen leverandører kan melde seg."),
    )
    questions_until = MomentField(
        _("Frist for spørsmål"), what=_("Fristen for spørsmål"), description=_("For eksempel 4.1.2027, 12.00")
    )
    deadline = MomentField(
        _("Tilbudsfrist"),
        what=_("Tilbudsfristen"),
        description=_("Velg en virkedag midt på dagen, når leverandørene kan få hjelp."),
    )
    start_on = DayField(
        _("Tjenesten skal være i bruk"), what=_("Oppstarten"), description=_("Hos den første kommunen.")
    )

    def __init__(self, tender: Tender, *, two_stages: bool) -> None:
        """two_stages: whether suppliers first ask to take part; else nobody is asked for that day."""
        super().__init__(obj=tender)
        if not (two_stages or tender.requests_until):
            del self.requests_until


class ProposalForm(Form):
    """From which day a whole timeline is proposed, and which steps it has."""

    way = ChoiceField(
        _("Regn fra"),
        [Required(_("Velg hvilken dag vi skal regne fra"))],
        choices=[
            (FORWARDS, _("Dagen kunngjøringen sendes")),
            (BACKWARDS, _("Dagen tjenesten skal være i bruk")),
        ],
    )
    day = DayField(_("Dag"), [Required(_("Skriv dagen"))], description=_("For eksempel 11.01.2027"))
    more = ChoicesField(_("Ta også med"), coerce=Step)

    def __init__(self, course: Course, **kwargs: Any) -> None:
        """course: as it is run now; it decides which steps can be chosen."""
        had = [step for step in (*CHOSEN, *TALKS) if step in course.wanted]
        super().__init__(**{"data": {"more": had}, **kwargs})
        choices = [
            (Step.MARKET_DIALOGUE, _("Dialog med markedet")),
            (Step.DEMONSTRATIONS, _("Demonstrasjoner")),
        ]
        if course.may_talk and not course.expects_talks:
            choices.append((Step.NEGOTIATIONS, _("Forhandlinger")))
        self.more.choices = choices

    @property
    def wanted(self) -> frozenset[Step]:
        """The steps by choice; talks end with final offers."""
        chosen = frozenset(Step(each) for each in self.more.data or ())
        return chosen | TALKS if Step.NEGOTIATIONS in chosen else chosen


class StepForm(Form):
    """Another day for one step, and whether what follows moves along."""

    day = DayField(_("Ny dag"), [Required(_("Skriv dagen"))], description=_("For eksempel 11.01.2027"))
    follow = TickField(_("Flytt det som følger"))
