"""Which passwords are taken, and how they are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.accounts import passwords
from procure.accounts.sessions import machine_name
from procure.domain.errors import RuleBroken
from procure.web.addresses import local_path


@pytest.mark.parametrize(
    "password",
    [
        "Passord12345",
        "Sommer2026!!",
        "Tolga-kommune-1604",
        "qwertyuiop123",
        "aaaaaaaaaaaaaaaaa",
        "abababababababab",
        "hemmelighemmelig",
        "Ingrid.Moseng.1984",
        "Vinter-Vinter-2025",
    ],
)
def test_what_is_easy_to_guess_is_refused(password):
    with pytest.raises(RuleBroken, match="lett å gjette"):
        passwords.check(password, ["Ingrid Moseng", "ingrid.moseng@tolga.kommune.no", "Tolga"])


@pytest.mark.parametrize(
    "password",
    [
        "gul fiolin under trappa",
        "x7$kQ0!vPz3m",
        "blåbærsyltetøy på skia",
        "ᚠᚢᚦᚨᚱᚲᚷᚹᚺᚾᛁᛃ",
        "čáhci guolli muorra 🐟",
    ],
)
def test_what_is_hard_to_guess_is_taken(password):
    passwords.check(password, ["Ingrid Moseng", "Tolga"])


@pytest.mark.parametrize("password", ["", "kort", "elleve tegn", "x7$kQ0!vPz" * 13])
def test_length_is_from_12_to_128(password):
    with pytest.raises(RuleBroken, match="fra 12 til 128"):
        passwords.check(password, [])


def test_what_is_stored_is_argon2id_and_never_the_same_twice():
    one, other = passwords.hashed("gul fiolin under trappa"), passwords.hashed("gul fiolin under trappa")
    assert one.startswith("$argon2id$")
    assert one != other
    assert passwords.matches("gul fiolin under trappa", one)
    assert not passwords.matches("gul fiolin under trappA", one)
    assert not passwords.matches("gul fiolin under trappa", "not a hash")


def test_nobody_has_the_password_of_nobody():
    assert not passwords.matches("the password of nobody", None)


@given(st.text(max_size=200))
def test_any_text_can_be_judged(text):
    assert passwords.is_easy(text, [text]) in (True, False)


@pytest.mark.parametrize(
    "typed",
    [
        None,
        "",
        "pools",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/start",
        "javascript:alert(1)",
        "//[",
        "/\t/evil.example",
        "/start\r\nX: y",
        " /start",
    ],
)
def test_what_leads_away_is_not_followed(typed):
    assert local_path(typed) == "/start"


def test_a_page_of_ours_is_followed():
    assert local_path("/pools/3?tab=b%C3%A6r#x") == "/pools/3?tab=b%C3%A6r#x"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8", ""),
    ],
)
def test_a_machine_is_named_so_that_its_owner_knows_it(agent, name):
    assert machine_name(agent) == name
