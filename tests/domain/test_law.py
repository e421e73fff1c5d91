"""The law on a day, and the part of the regulation that a value comes under."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from procure.domain.law import Climate, Part, Rule, all_figures, holidays_known, law_on, part_of
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


def test_every_row_can_be_shown_with_its_source_in_three_languages():
    for row in (*all_figures(), *NOW.procedures.values(), *NOW.climate.values()):
        assert row.source
        assert set(row.name) == {"nb", "nn", "en"}
    assert all(set(holiday.name) == {"nb", "nn", "en"} for holiday in holidays_known().values())


def test_the_climate_choices_changed_in_the_middle_of_2026():
    assert set(NOW.climate) == set(Climate)
    assert len(law_on(date(2026, 6, 30)).climate) == 3
    assert NOW.climate[Climate.COMBINED].source == "LOA § 5b (2)"


def test_a_part_offers_the_procedures_we_can_carry_through():
    for part in (Part.OUTSIDE, Part.I, Part.II):
        assert [each.code for each in NOW.procedures_for(part)] == ["national_open"]
    assert [each.code for each in NOW.procedures_for(Part.III)] == ["open"]
    assert NOW.procedures["negotiated"].needs_ground
