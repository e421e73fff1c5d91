"""How pages write days, moments, amounts, counts and the time that is left."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask, session
from flask_babel import force_locale, lazy_gettext

from procure.domain.money import Ore
from procure.web import language
from procure.web.language import HARD_SPACE

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, 10.30 in Oslo
DEADLINE = datetime(2027, 1, 14, 11, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace(HARD_SPACE, " ")


@pytest.fixture
def app() -> Flask:
    """An application that speaks, and does nothing else."""
    app = Flask("procure")
    app.secret_key = "a secret for tests"
    language.init_app(app)
    return app


def test_a_deadline_is_written_in_full_in_both_forms_of_norwegian():
    assert plain(language.moment(DEADLINE, "nb")) == "torsdag 14. januar 2027 kl. 12.00"
    assert plain(language.moment(DEADLINE, "nn")) == "torsdag 14. januar 2027 kl. 12.00"


@pytest.mark.parametrize(
    ("offset", "bokmål", "nynorsk"),
    [
        (0, "mandag", "måndag"),
        (1, "tirsdag", "tysdag"),
        (2, "onsdag", "onsdag"),
        (5, "lørdag", "laurdag"),
        (6, "søndag", "sundag"),
    ],
)
def test_weekdays_have_their_own_names_in_nynorsk(offset, bokmål, nynorsk):
    day = date(2026, 11, 23) + timedelta(days=offset)
    assert language.day(day, "nb").startswith(f"{bokmål} {day.day}. november 2026")
    assert language.day(day, "nn").startswith(nynorsk)


def test_a_day_follows_the_calendar_in_oslo():
    assert language.day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == "tirsdag 24. november 2026"
    assert language.day(date(2026, 11, 23), year=False) == "mandag 23. november"


def test_tables_have_short_days():
    assert plain(language.short_day(date(2026, 11, 18))) == "18. nov."
    assert plain(language.short_day(date(2026, 5, 18), year=True)) == "18. mai 2026"
    assert language.month(date(2027, 7, 31)) == "juli 2027"


def test_seconds_are_written_when_they_decide():
    received = datetime(2026, 12, 18, 14, 0, 7, tzinfo=UTC)
    assert plain(language.clock_time(received, seconds=True)) == "kl. 15.00.07"


def test_the_machine_reads_the_time_in_oslo():
    assert language.machine(DEADLINE) == "2027-01-14T12:00:00+01:00"
    assert language.machine(date(2027, 1, 14)) == "2027-01-14"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        language.moment(datetime(2027, 1, 14, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("deadline", "text"),
    [
        (datetime(2026, 12, 18, 14, tzinfo=UTC), "25 dager igjen"),
        (NOW + timedelta(hours=48), "2 dager igjen"),
        (NOW + timedelta(hours=47, minutes=59), "47 timer igjen"),
        (NOW + timedelta(hours=1), "1 time igjen"),
        (NOW + timedelta(minutes=59), "59 minutter igjen"),
        (NOW + timedelta(seconds=1), "1 minutt igjen"),
        (NOW, "Fristen gikk ut mandag 23. november 2026 kl. 10.30"),
        (datetime(2026, 10, 30, 14, tzinfo=UTC), "Fristen gikk ut fredag 30. oktober 2026 kl. 15.00"),
        (date(2027, 1, 31), "69 dager igjen"),
        (date(2026, 11, 24), "1 dag igjen"),
        (date(2026, 11, 23), "Siste dag er i dag"),
        (date(2026, 11, 22), "Fristen gikk ut søndag 22. november 2026"),
    ],
)
def test_the_time_left_is_told_in_the_unit_that_matters(deadline, text):
    assert plain(language.time_left(deadline, NOW)) == text


def test_the_time_left_in_nynorsk():
    assert plain(language.time_left(datetime(2026, 12, 18, 14, tzinfo=UTC), NOW, "nn")) == "25 dagar att"
    assert plain(language.time_left(NOW + timedelta(hours=5), NOW, "nn")) == "5 timar att"
    assert language.time_left(date(2026, 11, 20), NOW, "nn").startswith("Fristen gjekk ut")


def test_a_deadline_is_marked_from_three_days():
    assert language.is_soon(date(2026, 11, 26), NOW)
    assert not language.is_soon(date(2026, 11, 27), NOW)
    assert language.is_past(NOW, NOW)
    assert not language.is_past(date(2026, 11, 23), NOW)


def test_figures_have_space_in_thousands_comma_and_a_true_minus():
    assert plain(language.kroner(Ore(5_172_000_00))) == "5 172 000 kr"
    assert plain(language.kroner(Ore(99_000_50))) == "99 000,50 kr"
    assert plain(language.number(1_604)) == "1 604"
    assert plain(language.number(-674_000)) == "−674 000"
    assert language.number(6.6) == "6,6"
    assert plain(language.number(Decimal("1234.5"))) == "1 234,5"
    assert plain(language.change(6_000)) == "+6 000"
    assert language.change(-74) == "−74"
    assert language.change(0) == "0"


def test_what_is_missing_is_never_nought():
    assert language.kroner(None) == "Ikke besvart"
    assert language.number(None) == "Ikke besvart"
    assert language.number(None, "nn") == "Ikkje svart på"


def test_sizes_of_files():
    assert [plain(language.file_size(n)) for n in (10, 420_000, 1_800_000)] == ["1 kB", "420 kB", "1,8 MB"]


def test_counts_up_to_twelve_are_words_by_gender():
    assert language.in_words(1) == "én"
    assert language.in_words(1, neuter=True) == "ett"
    assert language.in_words(1, language="nn") == "éin"
    assert language.in_words(1, neuter=True, language="nn") == "eitt"
    assert language.in_words(12) == "tolv"
    assert language.in_words(13) == "13"
    assert plain(language.in_words(1_300)) == "1 300"


def test_names_are_joined_as_in_speech():
    assert language.join_names([]) == ""
    assert language.join_names(["Os"]) == "Os"
    assert language.join_names(n for n in ("Os", "Tolga", "Tynset")) == "Os, Tolga og Tynset"


def test_a_sentence_gets_its_capital_and_keeps_the_rest():
    assert language.starting("om Os og SSA-L") == "Om Os og SSA-L"
    assert language.starting("") == ""


@pytest.mark.parametrize(("chosen", "spoken"), [("nn", "nn"), ("nb", "nb"), ("xx", "nb"), (None, "nb")])
def test_the_reader_chooses_the_language(app, chosen, spoken):
    with app.test_request_context():
        session["lang"] = chosen
        assert language.current() == spoken
        assert language.day(date(2026, 11, 28)).startswith("laurdag" if spoken == "nn" else "lørdag")


def test_a_document_may_speak_another_language_than_the_page(app):
    with app.test_request_context(), force_locale("nn"):
        assert language.current() == "nn"


def test_what_somebody_typed_into_a_lazy_sentence_is_escaped(app):
    with app.test_request_context():
        said = lazy_gettext("Vekt for %(name)s", name="<b>Pris</b>")
        assert app.jinja_env.from_string("{{ said }}").render(said=said) == "Vekt for &lt;b&gt;Pris&lt;/b&gt;"


def test_templates_have_the_filters(app):
    with app.test_request_context():
        page = app.jinja_env.from_string("{{ page_language() }} {{ when|full }} {{ when|day(year=false) }}")
        assert plain(page.render(when=DEADLINE)) == "nb torsdag 14. januar 2027 kl. 12.00 torsdag 14. januar"


def test_english_writes_days_times_amounts_and_counts_its_own_way():
    assert plain(language.moment(DEADLINE, "en")) == "Thursday 14 January 2027 at 12:00"
    assert plain(language.kroner(Ore(5_172_000_50), "en")) == "NOK 5 172 000.50"
    assert language.number(Decimal("6.6"), "en") == "6.6"
    assert language.in_words(3, language="en") == "three"
    assert plain(language.time_left(DEADLINE, NOW, "en")) == "52 days left"
    assert language.join_names(["Os", "Tolga", "Tynset"], "en") == "Os, Tolga and Tynset"


@pytest.mark.parametrize(
    ("spoken", "said"), [("nb", "31. juli 2027"), ("nn", "31. juli 2027"), ("en", "31 July 2027")]
)
def test_a_day_can_go_without_its_weekday(app, spoken, said):
    with app.test_request_context():
        session["lang"] = spoken
        assert language.bare_day(date(2027, 7, 31)) == said


class Kind:
    """A thing with texts by language."""

    name_nb, name_nn, name_en = "Skjema", "Skjema på nynorsk", ""


def test_what_is_not_said_in_a_language_is_said_in_bokmal():
    assert [language.spoken(Kind(), "name", each) for each in ("nb", "nn", "en")] == [
        "Skjema",
        "Skjema på nynorsk",
        "Skjema",
    ]
