"""What a person may type in one place: text, amounts, counts, days, moments, choices; with our own words."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, Final

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import PasswordField as SecretField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, EmailInput, TextArea, TextInput

from procure.domain.errors import N_
from procure.domain.money import Ore, kroner_text, parse_kroner
from procure.web.language import MONTHS, OSLO, number

LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 200_000
LONGEST_PASSWORD: Final = 1_000  # what is received at all; how long one may be is a rule of accounts
LARGEST_COUNT: Final = 10_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2200

ONCE = re.compile(r"[0-9A-Za-z-]{16,32}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
WHOLE_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}([ .]\d{3})+)")
NORWEGIAN_DAY = re.compile(r"(\d{1,2})[./ -]+(\d{1,2}|[a-z]+)[./ -]+(\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
CLOCK = re.compile(r"(?:kl\.? ?)?(\d{1,2})(?:[.:](\d{2}))?")
DAY_THEN_CLOCK = re.compile(r"(.+?)(?:[ T]+kl\.?)?[ T]+(\d{1,2}[.:]\d{2})")

Validators = list[Any] | None
Pairs = Iterable[tuple[Any, Any]]  # what is sent, what is read

NOT_KRONER = N_("%(what)s «%(typed)s» må være et beløp i kroner, for eksempel 99 000 eller 99 000,50")
REFUSALS = {
    "too_much": N_("%(what)s «%(typed)s» kan ikke være over 1 000 000 000 kr"),
    "negative": N_("%(what)s «%(typed)s» kan ikke være under 0"),
    "too_precise": N_("%(what)s «%(typed)s» kan ha to siffer etter komma, for eksempel 99 000,50"),
}
EXAMPLE: Final = 120  # a whole number to show, where it can be the answer
NOT_WHOLE = N_("%(what)s «%(typed)s» må være et helt tall fra %(least)s til %(most)s")
NOT_WITHIN = N_("%(what)s «%(typed)s» må være fra %(least)s til %(most)s")
INCOMPLETE = N_("Siden er ufullstendig. Last den på nytt")
A_DAY: Final = lazy("Datoen")
NOT_A_DAY = N_("%(what)s «%(typed)s» må skrives slik: 31.07.2027")
NO_SUCH_DAY = N_("%(what)s «%(typed)s» finnes ikke. Skriv den slik: 31.07.2027")
NO_SUCH_YEAR = N_("%(what)s «%(typed)s» har et årstall vi ikke kan bruke. Skriv den slik: 31.07.2027")
NOT_A_CLOCK = N_("Klokkeslettet «%(typed)s» må skrives slik: 12.00. Døgnet slutter 23.59")
SKIPPED_HOUR = N_("Klokken stilles fram den natten, så tidspunktet finnes ikke. Velg et annet")
UNPRINTABLE = N_("Teksten i «%(label)s» har tegn som ikke kan skrives ut. Skriv den på nytt")
TOO_LONG = N_("Teksten i «%(label)s» er på %(count)s tegn. Det er plass til %(longest)s. Kort den ned")
NOT_AN_ADDRESS = N_("«%(typed)s» er ikke en e-postadresse. Skriv den slik: navn@kommune.no")


class Required:
    """Something must be typed or chosen; the message says what, as «Skriv navnet på systemet»."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: object, field: Field) -> None:
        if not any(str(raw).strip() for raw in field.raw_data or ()):
            field.errors = []
            raise StopValidation(str(self.message))


def shown(typed: str) -> str:
    """Repeat what was typed in a message, cut short when it is long."""
    line = CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(typed.split()))
    return line if len(line) <= 40 else f"{line[:40]}…"


class _Typed(StringField):
    """A text that means something; when it cannot be read, the message is one and the text stays."""

    data: Any
    size = 12
    inputmode = "numeric"

    def __init__(
        self, label: str, validators: Validators = None, *, what: str = "", unit: str = "", **kwargs: Any
    ) -> None:
        """what: the thing's name in a sentence, «Kostnaden»; unit: what stands after the box, «kr i året»."""
        box = {"size": self.size, "inputmode": self.inputmode, **kwargs.pop("render_kw", {})}
        super().__init__(label, validators, render_kw=box, **kwargs)
        self.what, self.unit = what, unit

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = " ".join(valuelist[0].split()) if valuelist else ""
        if text:
            self.data = self.read(text)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation

    def read(self, text: str) -> Any:
        """Return what the text means; raise ValueError with a sentence for the person."""
        raise NotImplementedError

    def written(self) -> str:
        """Write the present value as a person would type it."""
        return str(self.data)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written()


class KronerField(_Typed):
    """An amount in kroner, with up to two decimals; `data` is øre or None."""

    size = 14
    inputmode = "decimal"

    def __init__(self, label: str, validators: Validators = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **{"what": lazy("Beløpet"), "unit": "kr", **kwargs})

    def read(self, text: str) -> Ore:
        try:
            return parse_kroner(text)
        except ValueError as reason:
            refusal = REFUSALS.get(str(reason), NOT_KRONER)
            raise ValueError(_(refusal, what=self.what, typed=shown(text))) from reason

    def written(self) -> str:
        return kroner_text(Ore(self.data))


class WholeNumberField(_Typed):
    """A count; `data` is int or None."""

    size = 8

    def __init__(
        self,
        label: str,
        validators: Validators = None,
        *,
        least: int = 0,
        most: int = LARGEST_COUNT,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **{"what": lazy("Tallet"), **kwargs})
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        facts = {"what": self.what, "typed": shown(text)}
        limits = {"least": number(self.least), "most": number(self.most)}
        if not WHOLE_NUMBER.fullmatch(text) or len(text) > LONGEST_NAME:
            if not self.least <= EXAMPLE <= self.most:
                raise ValueError(_(NOT_WHOLE, **facts, **limits))
            raise ValueError(_("%(what)s «%(typed)s» må være et helt tall, for eksempel 120", **facts))
        count = int(re.sub(r"[ .]", "", text))
        if not self.least <= count <= self.most:
            raise ValueError(_(NOT_WITHIN, **facts, **limits))
        return count

    def written(self) -> str:
        return number(self.data)


def read_day(text: str, what: str = A_DAY) -> date:
    """Read a day as people write it: 31.07.2027, 31.7.2027, 31. juli 2027 or 2027-07-31."""
    facts = {"what": what, "typed": shown(text)}
    if iso := ISO_DAY.fullmatch(text):
        year, month, day = map(int, iso.groups())
    elif norwegian := NORWEGIAN_DAY.fullmatch(text.lower()):
        day, month, year = int(norwegian[1]), _month(norwegian[2]), int(norwegian[3])
    else:
        raise ValueError(_(NOT_A_DAY, **facts))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_(NO_SUCH_YEAR, **facts))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_(NO_SUCH_DAY, **facts)) from None


def _month(text: str) -> int:
    """Return the month's number; 0, which no calendar has, when there is none."""
    if text.isdecimal():
        return int(text)
    return next((n for n, name in enumerate(MONTHS, 1) if len(text) >= 3 and name.startswith(text)), 0)


def read_clock(text: str) -> time:
    """Read a time of day as people write it: 12.00, 12:00, 12 or kl. 12.00."""
    match = CLOCK.fullmatch(text.lower())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise ValueError(_(NOT_A_CLOCK, typed=shown(text)))
    return time(hour, minute)


class DayField(_Typed):
    """A day; `data` is date or None."""

    def read(self, text: str) -> date:
        return read_day(text, self.what or A_DAY)

    def written(self) -> str:
        return f"{self.data:%d.%m.%Y}"


class MomentField(_Typed):
    """A day and a time of day in Oslo, in two boxes of one name; `data` is a moment in UTC or None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        day, clock, *_rest = [" ".join(text.split()) for text in (*valuelist, "", "")]
        if both := DAY_THEN_CLOCK.fullmatch(day) if not clock and len(day) <= LONGEST_NAME else None:
            day, clock = both.groups()
        if day or clock:
            self.data = self._in_oslo(*self._both(day, clock))

    def _both(self, day: str, clock: str) -> tuple[date, time]:
        if not day:
            raise ValueError(_("Skriv dagen også, for eksempel 31.07.2027"))
        the_day = read_day(day, self.what or A_DAY)
        if not clock:
            raise ValueError(_("Skriv klokkeslettet også, for eksempel 12.00"))
        return the_day, read_clock(clock)

    def _in_oslo(self, day: date, clock: time) -> datetime:
        moment = datetime.combine(day, clock, tzinfo=OSLO).astimezone(UTC)
        if moment.astimezone(OSLO).time() != clock:  # the hour that summer time takes
            raise ValueError(_(SKIPPED_HOUR))
        return moment

    @property
    def boxes(self) -> tuple[str, str]:
        """Return what stands in the two boxes."""
        if self.raw_data:
            return str(self.raw_data[0]), str(self.raw_data[1]) if len(self.raw_data) > 1 else ""
        local = self.data.astimezone(OSLO) if self.data else None
        return (f"{local:%d.%m.%Y}", f"{local:%H.%M}") if local else ("", "")


class TextField(StringField):
    """One line of text, without space at the ends; once sent, `data` is never None."""

    widget: Any = TextInput()
    longest = LONGEST_NAME

    def __init__(self, label: str, validators: Validators = None, *, longest: int = 0, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.longest = longest or self.longest

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = self.tidy(valuelist[0]) if valuelist else ""

    def tidy(self, text: str) -> str:
        """Return the text as it is kept."""
        return " ".join(text.splitlines()).strip()

    def pre_validate(self, form: Any) -> None:
        text = self.data or ""
        if len(text) > self.longest:
            counts = {"count": number(len(text)), "longest": number(self.longest)}
            raise StopValidation(_(TOO_LONG, label=self.label.text, **counts))
        if CONTROL.search(text):
            raise StopValidation(_(UNPRINTABLE, label=self.label.text))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else (self.data or "")


class LongTextField(TextField):
    """Text in paragraphs; line endings are kept as one kind."""

    widget = TextArea()
    longest = LONGEST_TEXT

    def tidy(self, text: str) -> str:
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class EmailField(TextField):
    """An e-mail address, written the one way that addresses are compared."""

    widget = EmailInput()

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data:
            try:
                self.data = validate_email(self.data, check_deliverability=False).normalized.lower()
            except EmailNotValidError:
                raise StopValidation(_(NOT_AN_ADDRESS, typed=shown(self.data))) from None


class PasswordField(SecretField):
    """A password: never trimmed, never given back."""

    def pre_validate(self, form: Any) -> None:
        if len(self.data or "") > LONGEST_PASSWORD or "\x00" in (self.data or ""):
            raise StopValidation(_("Passordet er for langt, eller har tegn som ikke kan brukes"))


def _or_none(coerce: Callable[[Any], Any], raw: Any) -> Any:
    return None if raw is None or raw == "" else coerce(raw)


class _Choosing(SelectField):
    """One of some values. Choices are pairs of value and text, or a function that returns them."""

    def __init__(
        self,
        label: str,
        validators: Validators = None,
        *,
        choices: Pairs | Callable[[], Pairs] = (),
        coerce: Callable[[Any], Any] = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, coerce=partial(_or_none, coerce), **kwargs)
        self.choices = list(choices() if callable(choices) else choices)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0]:
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation
        if self.data is not None:
            super().pre_validate(form)


class PickField(_Choosing):
    """One of many, from a list that folds out; begin it with ("", _("Velg …")), whose `data` is None."""


class ChoiceField(_Choosing, RadioField):
    """One of a few, all in view, none of them ""; `data` is None when none is chosen."""


class ChoicesField(SelectMultipleField):
    """Any of some, all in view; `data` is a list."""

    option_widget = CheckboxInput()

    def __init__(
        self,
        label: str,
        validators: Validators = None,
        *,
        choices: Pairs | Callable[[], Pairs] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.choices = list(choices() if callable(choices) else choices)


class TickField(BooleanField):
    """Yes or no: a box to tick."""


class VersionField(HiddenField):
    """The version of the row that the form was filled from; `data` is int."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = valuelist[0] if valuelist else ""
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(_("Siden mangler opplysning om hva den er fylt ut fra. Last den på nytt"))
        self.data = int(text)


class OnceField(HiddenField):
    """A number that is used once: the form sent twice makes one row."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, default=lambda: secrets.token_hex(16), **kwargs)

    def pre_validate(self, form: Any) -> None:
        if not ONCE.fullmatch(self.data or ""):
            raise StopValidation(_(INCOMPLETE))
