"""Which language a page speaks, and how it writes days, moments, amounts and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Flask, has_request_context, session
from flask_babel.speaklater import LazyString

from procure.domain.errors import InARow
from procure.domain.money import Ore, kroner_text
from procure.web import speech

OSLO: Final = ZoneInfo("Europe/Oslo")
DEFAULT: Final = "nb"
HARD_SPACE: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
IN_HOURS = timedelta(hours=48)  # from here on the time left is told in hours
SOON = 3  # days: from here on the time left is marked


@dataclass(frozen=True)
class Words:
    """The words of one language that dates, deadlines, amounts and counts are written with.

    a_day, a_time, an_amount: how the parts stand together, such as «{day}. {month}» and «{amount} kr».
    """

    name: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    a_day: str
    a_short_day: str
    a_time: str
    between_figures: str  # hours and minutes
    decimals: str
    an_amount: str
    and_: str
    numbers: tuple[str, ...]
    one_neuter: str
    day_left: tuple[str, str]
    hour_left: tuple[str, str]
    minute_left: tuple[str, str]
    last_day: str
    passed: str
    unanswered: str


COUNTS = ("to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")
MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
SHORT_MONTHS = ("jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des.")
NORWEGIAN: Final[Mapping[str, Any]] = {  # what bokmål and nynorsk write alike
    "months": MONTHS,
    "short_months": SHORT_MONTHS,
    "a_day": "{weekday} {day}. {month}",
    "a_short_day": f"{{day}}.{HARD_SPACE}{{month}}",
    "a_time": f"kl.{HARD_SPACE}{{time}}",
    "between_figures": ".",
    "decimals": ",",
    "an_amount": f"{{amount}}{HARD_SPACE}kr",
    "and_": "og",
}

# Written here and not taken from the CLDR: its wording changes from year to year, a deadline's must not.
WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "nb": Words(
            **NORWEGIAN,
            name="Bokmål",
            weekdays=("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
            numbers=("null", "én", *COUNTS),
            one_neuter="ett",
            day_left=("dag igjen", "dager igjen"),
            hour_left=("time igjen", "timer igjen"),
            minute_left=("minutt igjen", "minutter igjen"),
            last_day="Siste dag er i dag",
            passed="Fristen gikk ut",
            unanswered="Ikke besvart",
        ),
        "nn": Words(
            **NORWEGIAN,
            name="Nynorsk",
            weekdays=("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag"),
            numbers=("null", "éin", *COUNTS),
            one_neuter="eitt",
            day_left=("dag att", "dagar att"),
            hour_left=("time att", "timar att"),
            minute_left=("minutt att", "minutt att"),
            last_day="Siste dag er i dag",
            passed="Fristen gjekk ut",
            unanswered="Ikkje svart på",
        ),
        "en": Words(
            name="English",
            weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
            months=(
                *("January", "February", "March", "April", "May", "June"),
                *("July", "August", "September", "October", "November", "December"),
            ),
            short_months=(
                *("Jan", "Feb", "Mar", "Apr", "May", "June"),
                *("July", "Aug", "Sep", "Oct", "Nov", "Dec"),
            ),
            a_day="{weekday} {day} {month}",
            a_short_day=f"{{day}}{HARD_SPACE}{{month}}",
            a_time=f"at{HARD_SPACE}{{time}}",
            between_figures=":",
            decimals=".",
            an_amount=f"NOK{HARD_SPACE}{{amount}}",
            and_="and",
            numbers=(
                *("zero", "one", "two", "three", "four", "five", "six"),
                *("seven", "eight", "nine", "ten", "eleven", "twelve"),
            ),
            one_neuter="one",
            day_left=("day left", "days left"),
            hour_left=("hour left", "hours left"),
            minute_left=("minute left", "minutes left"),
            last_day="Today is the last day",
            passed="The deadline passed",
            unanswered="Not answered",
        ),
    }
)

babel = speech.QuickBabel()


def select_locale() -> str:
    """Return the language that the reader has chosen, else bokmål."""
    chosen = str(session.get("lang")) if has_request_context() else ""
    return chosen if chosen in WORDS else DEFAULT


def current() -> str:
    """Return the language that is spoken just now, as an HTML `lang`."""
    spoken = speech.spoken()
    return spoken if spoken in WORDS else DEFAULT


def _words(language: str | None) -> Words:
    return WORDS[language or current()]


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return moment.astimezone(OSLO)


def _day_of(when: date) -> date:
    return _local(when).date() if isinstance(when, datetime) else when


def day(when: date, language: str | None = None, *, year: bool = True) -> str:
    """Write a day in full: «torsdag 14. januar 2027»."""
    the_day, words = _day_of(when), _words(language)
    weekday, name = words.weekdays[the_day.weekday()], words.months[the_day.month - 1]
    text = words.a_day.format(weekday=weekday, day=the_day.day, month=name)
    return f"{text} {the_day.year}" if year else text


def bare_day(when: date) -> str:
    """Write a day without its weekday: «31. juli 2027»."""
    the_day, words = _day_of(when), _words(None)
    text = words.a_day.format(weekday="", day=the_day.day, month=words.months[the_day.month - 1])
    return f"{text.strip()} {the_day.year}"


def short_day(when: date, *, year: bool = False) -> str:
    """Write a day for a table: «18. nov.»."""
    the_day, words = _day_of(when), _words(None)
    text = words.a_short_day.format(day=the_day.day, month=words.short_months[the_day.month - 1])
    return f"{text}{HARD_SPACE}{the_day.year}" if year else text


def month(when: date) -> str:
    """Write a month: «juli 2027»."""
    the_day = _day_of(when)
    return f"{_words(None).months[the_day.month - 1]} {the_day.year}"


def clock_time(when: datetime, language: str | None = None, *, seconds: bool = False) -> str:
    """Write the time of day in Oslo: «kl. 12.00», or «kl. 15.00.07»."""
    words = _words(language)
    time = _local(when).strftime("%H:%M:%S" if seconds else "%H:%M")
    return words.a_time.format(time=time.replace(":", words.between_figures))


def moment(when: datetime, language: str | None = None) -> str:
    """Write a moment in full: «torsdag 14. januar 2027 kl. 12.00»."""
    return f"{day(when, language)} {clock_time(when, language)}"


def full(when: date, language: str | None = None) -> str:
    """Write a day or a moment in full, by what it is."""
    return moment(when, language) if isinstance(when, datetime) else day(when, language)


def machine(when: date) -> str:
    """Write a day or a moment for `<time datetime>`."""
    return _local(when).isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()


def days_left(deadline: date, now: datetime) -> int:
    """Count the days in Oslo's calendar from now to the deadline; negative when it lies behind."""
    return (_day_of(deadline) - _day_of(now)).days


def is_soon(deadline: date, now: datetime) -> bool:
    """Answer whether a deadline is so near, or so far behind, that it must be marked."""
    return days_left(deadline, now) <= SOON


def is_past(deadline: date, now: datetime) -> bool:
    """Answer whether a deadline has passed; a day lasts to its end."""
    return deadline <= now if isinstance(deadline, datetime) else days_left(deadline, now) < 0


def time_left(deadline: date, now: datetime, language: str | None = None) -> str:
    """Write how long there is left: «25 dager igjen», in hours below 48, and when it passed afterwards."""
    words = _words(language)
    if is_past(deadline, now):
        return f"{words.passed} {full(deadline, language)}"
    if isinstance(deadline, datetime) and deadline - now < IN_HOURS:
        return _hours_left(deadline - now, words)
    days = days_left(deadline, now)
    return _count(days, words.day_left) if days else words.last_day


def _hours_left(left: timedelta, words: Words) -> str:
    hours = left // timedelta(hours=1)
    if hours:
        return _count(hours, words.hour_left)
    return _count(max(1, left // timedelta(minutes=1)), words.minute_left)


def _count(count: int, forms: tuple[str, str]) -> str:
    return f"{number(count)}{HARD_SPACE}{forms[0] if count == 1 else forms[1]}"


def number(value: float | Decimal | None, language: str | None = None) -> str:
    """Write a number: «5 172», «6,6», «−74»; nothing given is «Ikke besvart»."""
    if value is None:
        return _words(language).unanswered
    text = f"{abs(value):,}".replace(",", HARD_SPACE).replace(".", _words(language).decimals)
    return f"{MINUS}{text}" if value < 0 else text


def change(value: int) -> str:
    """Write a difference with its sign: «+6 000», «−74», «0»."""
    return f"+{number(value)}" if value > 0 else number(value)


def kroner(amount: Ore | None, language: str | None = None) -> str:
    """Write an amount: «5 172 000 kr»; nothing given is «Ikke besvart»."""
    words = _words(language)
    if amount is None:
        return words.unanswered
    return words.an_amount.format(amount=kroner_text(amount).replace(",", words.decimals))


def file_size(count: int) -> str:
    """Write the size of a file: «420 kB», «1,8 MB»."""
    if count < 1_000_000:
        return f"{number(max(1, round(count / 1000)))}{HARD_SPACE}kB"
    return f"{number(round(count / 1_000_000, 1))}{HARD_SPACE}MB"


def in_words(count: int, *, neuter: bool = False, language: str | None = None) -> str:
    """Write a count up to twelve as a word, «én» or «ett» by the gender of what is counted."""
    words = _words(language)
    if count == 1 and neuter:
        return words.one_neuter
    return words.numbers[count] if 0 <= count < len(words.numbers) else number(count)


def in_language(language: str) -> dict[str, str]:
    """Return the attribute that says what language a text is in, where the page is in another."""
    return {} if language == current() else {"lang": language}


def spaced(organisation_number: str | None) -> str:
    """Write an organisation number in threes.

    >>> spaced("940837685")
    '940 837 685'
    """
    digits = organisation_number or ""
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))


def join_names(names: Iterable[str], language: str | None = None) -> str:
    """Write names in a row: «Os, Tolga og Tynset»."""
    return InARow(names).joined(_words(language).and_)


def spoken(thing: object, name: str, language: str | None = None) -> str:
    """Return a text that a thing has by language, such as `name_nn`; bokmål where there is no other."""
    said: str = getattr(thing, f"{name}_{language or current()}", "") or getattr(thing, f"{name}_{DEFAULT}")
    return said


def starting(text: str) -> str:
    """Give a sentence its capital letter and leave the rest alone."""
    return text[:1].upper() + text[1:]


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "kroner": kroner,
        "number": number,
        "change": change,
        "day": day,
        "bare_day": bare_day,
        "short_day": short_day,
        "month": month,
        "moment": moment,
        "full": full,
        "machine": machine,
        "clock_time": clock_time,
        "time_left": time_left,
        "is_soon": is_soon,
        "is_past": is_past,
        "file_size": file_size,
        "in_words": in_words,
        "join_names": join_names,
        "spaced": spaced,
        "spoken": spoken,
        "starting": starting,
    }
)


def _unlazy(value: object) -> object:
    """Return a lazy sentence as a plain one: by itself it passes for HTML, whoever wrote a part of it."""
    return str(value) if isinstance(value, LazyString) else value


def init_app(app: Flask) -> None:
    """Let the pages speak the reader's language, in Oslo's time."""
    babel.init_app(app, default_locale=DEFAULT, default_timezone=OSLO.key, locale_selector=select_locale)
    speech.init_app(app, babel)
    app.jinja_env.finalize = _unlazy
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["page_language"] = current
    app.jinja_env.globals["in_language"] = in_language
    app.jinja_env.globals["page_languages"] = {code: words.name for code, words in WORDS.items()}
