"""The law on a day, and the part of the regulation that a value comes under."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from procure.domain.law import (
    Climate,
    Group,
    Names,
    Part,
    Rule,
    Scope,
    all_figures,
    all_record_fields,
    all_rejection_grounds,
    events,
    history,
    holidays_known,
    law_on,
    part_of,
    references,
)
from procure.domain.law.table import all_clauses, all_climate, all_grounds, all_procedures
from procure.domain.money import Ore

NOW = law_on(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("ore", "part"),
    [
        (0, Part.OUTSIDE),
        (499_999_00, Part.OUTSIDE),
        (500_000_00, Part.I),
        (1_299_999_99, Part.I),
        (1_300_000_00, Part.II),
        (2_499_999_99, Part.II),
        (2_500_000_00, Part.III),
    ],
)
def test_a_value_equal_to_a_limit_comes_under_the_stricter_part(ore, part):
    """FOA § 5-1 (3): «lik eller overstiger»."""
    assert part_of(Ore(ore), NOW) is part


@pytest.mark.parametrize(
    ("day", "figure", "value"),
    [
        (date(2026, 4, 20), "eea_threshold", 2_300_000_00),
        (date(2026, 4, 21), "eea_threshold", 2_500_000_00),
        (date(2026, 6, 30), "lower_limit", 100_000_00),
        (date(2026, 7, 1), "lower_limit", 500_000_00),
    ],
)
def test_each_day_has_its_own_figures(day, figure, value):
    law = law_on(day)
    assert getattr(law, figure) == law.figures[figure].value == value


def test_a_day_before_the_oldest_figure_is_a_mistake():
    with pytest.raises(ValueError, match="no figure known on 2018-04-05: eea_threshold"):
        law_on(date(2018, 4, 5))


def test_only_competitions_that_must_be_announced_need_a_notice():
    assert [part for part in Part if part.needs_notice] == [Part.II, Part.III]


def test_rows_of_a_figure_follow_each_other_without_gap_or_overlap():
    rows: dict[str, list[Rule]] = {}
    for figure in all_figures():
        rows.setdefault(figure.id, []).append(figure)
    for one in rows.values():
        for earlier, later in pairwise(one):
            assert earlier.valid_to is not None
            assert later.valid_from == earlier.valid_to + timedelta(days=1)
        assert one[-1].valid_to is None


def every_rule() -> list[Rule]:
    """Return every row of every day that has names, days and a source."""
    return [
        *all_figures(),
        *all_procedures(),
        *all_grounds(),
        *all_climate(),
        *all_clauses(),
        *all_record_fields(),
        *all_rejection_grounds(),
    ]


def test_every_row_can_be_shown_with_its_source_in_three_languages():
    for row in every_rule():
        assert row.source
        assert set(row.name) == {"nb", "nn", "en"}
        assert set(row.note) in (set(), {"nb", "nn"})
    assert all(set(holiday.name) == {"nb", "nn", "en"} for holiday in holidays_known().values())


def test_a_row_without_words_in_a_language_speaks_bokmal():
    names = Names({"nb": "Terskel", "nn": "Terskel for kunngjering"})
    assert (names["nn"], names["en"]) == ("Terskel for kunngjering", "Terskel")


def test_a_row_that_was_not_read_says_what_is_not_checked():
    assert [row.name["nb"] for row in every_rule() if not row.verified and not row.note] == []


def test_no_row_ends_before_it_begins():
    assert all(row.valid_from <= (row.valid_to or date.max) for row in every_rule())


def test_practice_is_never_told_as_law():
    assert not any(figure.verified for figure in all_figures() if figure.group is Group.PRACTICE)


def test_the_climate_choices_changed_in_the_middle_of_2026():
    assert set(NOW.climate) == set(Climate)
    assert len(law_on(date(2026, 6, 30)).climate) == 3
    assert NOW.climate[Climate.COMBINED].source == "LOA § 5b (2)"


@pytest.mark.parametrize(
    ("code", "part", "stages", "requests", "offers", "invited", "negotiation"),
    [
        ("national_open", Part.II, False, None, None, None, True),
        ("national_restricted", Part.II, True, None, None, 3, True),
        ("open", Part.III, False, None, 30, None, False),
        ("restricted", Part.III, True, 30, 25, 5, False),
        ("negotiated", Part.III, True, 30, 25, 3, True),
        ("competitive_dialogue", Part.III, True, 30, None, 3, True),
        ("innovation_partnership", Part.III, True, 30, None, 3, True),
        ("negotiated_without_notice", Part.III, False, None, None, None, True),
        ("no_competition", Part.III, False, None, None, None, True),
    ],
)
def test_the_procedures_are_as_the_regulation_has_them(
    code, part, stages, requests, offers, invited, negotiation
):
    found = NOW.procedures[code]
    assert (found.part, found.two_stages, found.negotiation) == (part, stages, negotiation)
    assert (found.request_days, found.offer_days, found.min_invited) == (requests, offers, invited)


def test_a_part_has_procedures_and_offers_those_we_can_carry_through():
    for part in (Part.OUTSIDE, Part.I, Part.II):
        assert [each.code for each in NOW.all_procedures_for(part)] == [
            "national_open",
            "national_restricted",
        ]
        assert NOW.procedures["national_open"] in NOW.procedures_for(part)
    assert len(NOW.all_procedures_for(Part.III)) == len(NOW.procedures) - 2 == 7
    assert all(each.offered and each.part is Part.III for each in NOW.procedures_for(Part.III))


def test_negotiation_above_the_threshold_needs_one_of_five_grounds():
    assert list(NOW.grounds) == ["a", "b", "c", "d", "e"]
    asking = {each.code for each in NOW.procedures.values() if each.needs_ground}
    assert asking == {"negotiated", "competitive_dialogue"}


def test_clauses_apply_from_their_amount():
    assert NOW.clauses_for(Ore(499_999_99)) == []
    small = {each.key for each in NOW.clauses_for(Ore(1_299_999_99))}
    large = {each.key for each in NOW.clauses_for(Ore(1_300_000_00))}
    assert large - small == {"wages", "sanctions", "control", "apprentices"}
    assert {"tax_certificate", "universal_design", "e_invoice", "human_rights"} <= small
    assert large == set(NOW.clauses)


def test_clauses_that_came_in_the_middle_of_2026_are_not_asked_for_before():
    assert set(law_on(date(2026, 6, 30)).clauses) == {"e_invoice"}


def test_wages_are_for_services_and_no_reason_leaves_them_out():
    wages = NOW.clauses["wages"]
    assert (wages.scope, wages.omissible, wages.source) == (Scope.SERVICES, False, "LOA § 5e")
    assert NOW.clauses["apprentices"].omissible


def test_the_record_of_each_part_holds_its_own():
    national = [each.key for each in NOW.record_fields(Part.II)]
    european = [each.key for each in NOW.record_fields(Part.III)]
    assert NOW.record_fields(Part.I) == []
    assert set(national) - set(european) == {"dialogue_departed", "dialogue_chosen"}
    assert set(european) - set(national) == {"no_lots", "negotiation", "no_notice", "discarded"}
    assert {each.key: each.letter for each in NOW.record_fields(Part.III) if each.letter} == {
        "negotiation": "d"
    }


def test_some_grounds_leave_the_buyer_no_choice():
    national = {each.key: each for each in NOW.rejection_grounds(Part.II)}
    european = {each.key: each for each in NOW.rejection_grounds(Part.III)}
    assert set(european) - set(national) == {"tax_final", "misconduct", "low_by_breach"}
    assert set(national) - set(european) == {"integrity"}
    assert european["late_offer"].shall
    assert not european["late_request"].shall
    assert european["conviction"].years == NOW.figures["conviction_years"].value == 5
    assert {each.years for each in european.values()} == {None, 3, 5}


def test_what_changed_is_told_from_the_newest_day():
    days = history()
    assert [each.on for each in days] == sorted((each.on for each in days), reverse=True)
    raised = {each.after.id: each for each in days[0].changes}
    assert (raised["lower_limit"].before.value, raised["lower_limit"].after.value) == (100_000_00, 500_000_00)
    assert raised["climate_percent"].moved
    assert not raised["lower_limit"].moved
    assert all(set(event.text) == {"nb", "nn"} for event in events())


def test_a_paragraph_that_moved_says_where_to():
    moved = {each.key: each for each in references() if each.in_force_to}
    assert moved["foa_7_9"].replaced_by == "LOA §§ 5b, 5c"
    assert all(each.replaced_by for each in moved.values())
    assert all(set(each.name) == {"nb", "nn", "en"} for each in references())
