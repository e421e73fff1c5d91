"""Bytes to plain data: what is plain is read, everything else is refused where it stands."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.cases.export import as_json, as_yaml
from procure.cases.faults import CaseRefused
from procure.cases.reading import LARGEST, read, read_file
from tests.cases.sample import sample, write


def refused(data: bytes, *, json_text: bool = False):
    with pytest.raises(CaseRefused) as caught:
        read(data, json_text=json_text)
    return caught.value.faults


def told(data: bytes, *, json_text: bool = False) -> str:
    return " ".join(fault.sentence % fault.facts for fault in refused(data, json_text=json_text))


def test_words_are_words_and_only_plain_numbers_are_numbers():
    text = b"a: no\nb: 2027-01-31\nc: 120\nd: -3\ne: true\nf:\ng: ~\nh: '0301'\ni: 12:30\nj: a4\nk: ''"
    assert read(text, json_text=False) == {
        "a": "no",
        "b": "2027-01-31",
        "c": 120,
        "d": -3,
        "e": True,
        "f": None,
        "g": None,
        "h": "0301",
        "i": "12:30",
        "j": "a4",
        "k": "",
    }


@pytest.mark.parametrize("typed", ["0301", "4.5", "1e30", "0x1F", "0o17", "1_000", "+5", ".5", "1."])
def test_what_could_be_several_numbers_is_to_be_quoted(typed):
    (fault,) = refused(f"tender:\n  number: {typed}\n".encode())
    assert (fault.path, fault.line, fault.value) == ("tender.number", 2, typed)
    assert f'"{typed}"' in fault.sentence % fault.facts


def test_a_number_beyond_all_sense_is_refused():
    assert "altfor stort" in told(b"a: " + b"9" * 5000)
    assert "altfor stort" in told(b'{"a": %s}' % (b"9" * 5000), json_text=True)


@pytest.mark.parametrize(
    ("text", "path", "line", "part"),
    [
        (b"a: 1\nb: &x [1]\nc: *x\n", "b", 2, "Ankere"),
        (b"a: &x [*x]\n", "a", 1, "Ankere"),
        (b"&x a: 1\n", "", 1, "Ankere"),
        (b"&x a: 1\n*x : 2\n", "", 1, "Ankere"),
        (b"a: 1\nb: !!python/object/apply:os.system ['x']\n", "b", 2, "python/object"),
        (b"a: !!binary aGVp\n", "a", 1, "binary"),
        (b"a: !mine 1\n", "a", 1, "!mine"),
        (b"a:\n  b: 1\n  b: 2\n", "a.b", 3, "to ganger"),
    ],
)
def test_what_gives_a_value_another_meaning_is_refused_at_its_place(text, path, line, part):
    fault = refused(text)[0]
    assert (fault.path, fault.line) == (path, line)
    assert part in fault.sentence % fault.facts


def test_a_bomb_of_anchors_is_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    tracemalloc.start()
    assert "Ankere" in told("\n".join(lines).encode())
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"", "tom"),
        (b" \n\n", "tom"),
        (b"\xef\xbb\xbf", "tom"),
        ("navn: Våler".encode("latin-1"), "UTF-8"),
        ("navn: Våler".encode("utf-16"), "UTF-8"),
        (b"a: [1, 2", "rett YAML"),
        (b"a: 'x", "rett YAML"),
        (b"\ta: 1", "rett YAML"),
        (b"a: \x00", "rett YAML"),
        (b"%YAML 9.9\n---\na: 1", "begynne med %. Ta"),
        (b'a: "\\ud83d"', "YAML"),
        (b"- a\n- b", "navn og verdier"),
        (b"bare tekst", "navn og verdier"),
        (b"a: 1\n---\nb: 2", "ett dokument"),
        (b"? [a]\n: b", "et ord"),
        (b"[" * 100_000, "nivåer"),
        (b"a: " + b"[" * 40 + b"]" * 40, "nivåer"),
        (b"a: [" + b"1," * 210_000 + b"1]", "verdier"),
    ],
)
def test_yaml_that_is_no_case_is_refused_in_words(text, part):
    assert part in told(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b'{"a": 1', "rett JSON"),
        (b'{"a": 1, "a": 2}', "to ganger"),
        (b'{"a": 1.5}', '"1.5"'),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": 1e400}', "1e400"),
        (b"[1]", "navn og verdier"),
        (b"null", "navn og verdier"),
        (b"[" * 100_000, "nivåer"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "nivåer"),
        (b'{"a": [' + b"1," * 210_000 + b"1]}", "verdier"),
        (b'{"a": "\\u0000"}', "skrives ut"),
        (b'{"a": "\\ud800"}', "skrives ut"),
        (b'{"\\u0007": 1}', "skrives ut"),
    ],
)
def test_json_that_is_no_case_is_refused_in_words(text, part):
    assert part in told(text, json_text=True)


def test_a_file_that_begins_with_a_mark_of_order_is_read():
    assert read(b"\xef\xbb\xbfa: 1", json_text=False) == {"a": 1}


def test_files_that_cannot_be_read_are_told_apart(tmp_path):
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    whole = tmp_path / "whole.yaml"
    whole.write_bytes(b"a: 1")
    whole.chmod(0o600)
    cases = {
        str(tmp_path / "none.yaml"): "finnes ikke",
        str(tmp_path): "mappe",
        str(large): "50000000 byte",
        "\0": "kan ikke leses",
    }
    for name, part in cases.items():
        with pytest.raises(CaseRefused) as caught:
            read_file(name)
        (fault,) = caught.value.faults
        assert part in fault.sentence % fault.facts
    assert read_file(str(whole)) == {"a": 1}


def test_bytes_above_the_limit_are_not_looked_at():
    assert str(LARGEST) in told(b"a" * (LARGEST + 1))


def test_both_ways_of_writing_say_the_same(tmp_path):
    case = sample()
    for name in ("case.yaml", "case.json"):
        assert read_file(write(tmp_path, case, name)) == case
    assert read(as_yaml(case), json_text=False) == read(as_json(case), json_text=True) == case


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**13), 10**13)
    | st.text(st.characters(exclude_categories=["C"], include_characters="\n")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc0.1e", min_size=1), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text("abcæ01.", min_size=1), PLAIN, min_size=1, max_size=5))
def test_whatever_is_written_reads_back_the_same(found):
    assert read(as_yaml(found), json_text=False) == found
    assert read(as_json(found), json_text=True) == found


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    for json_text in (True, False):
        assert tried(data, json_text)


def tried(data: bytes, json_text: bool) -> bool:
    try:
        return isinstance(read(data, json_text=json_text), dict)
    except CaseRefused as refusal:
        return bool(json.dumps([fault.sentence % fault.facts for fault in refusal.faults]))
