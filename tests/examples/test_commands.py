"""Every example, checked and built as anybody would do it: one command each."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.documents import soundness
from tests.documents.reading import opened, page_texts
from tests.examples import figures

FILES = sorted(path.name for path in figures.EXAMPLES.glob("*.yaml"))
PATIENCE = 300  # seconds; a machine may be busy with much else


class Names(NamedTuple):
    """What the files of a build are called: as the language of the documents has it."""

    package: str
    rules: str
    prices: str
    participants: str
    archive: str
    notice: str


NAMES = {
    "nb": Names(
        "samlet-konkurransegrunnlag", "konkurransegrunnlag", "prisskjema", "deltakeroversikt",
        "alle-dokumenter.zip", "kunngjoringstekster.txt",
    ),
    "nn": Names(
        "samla-konkurransegrunnlag", "konkurransegrunnlag", "prisskjema", "deltakaroversyn",
        "alle-dokument.zip", "kunngjeringstekstar.txt",
    ),
}  # fmt: skip


class Built(NamedTuple):
    """What a build made."""

    case: figures.Case
    folder: Path
    texts: dict[str, str]  # by document, as another program reads it

    @property
    def names(self) -> Names:
        return NAMES[self.case["tender"].get("language", "nb")]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command on case files as a process of its own."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "case", *words]
    return subprocess.run(command, cwd=figures.ROOT, capture_output=True, text=True, timeout=PATIENCE)


@pytest.fixture(scope="module", params=FILES)
def built(request, tmp_path_factory) -> Built:
    """An example with its documents."""
    folder = tmp_path_factory.mktemp("built")
    done = run("build", str(figures.EXAMPLES / request.param), "--out", str(folder / "out"))
    assert done.returncode == 0, done.stdout + done.stderr
    texts = {
        path.stem: flowing(" ".join(page_texts(path.read_bytes(), folder)))
        for path in sorted((folder / "out").rglob("*.pdf"))
    }
    return Built(figures.load(request.param), folder / "out", texts)


def flowing(text: str) -> str:
    """Put every kind of space and line break down to one space."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("\u00ad", ""))


@pytest.mark.parametrize("name", FILES)
def test_nothing_stops_an_example(name: str) -> None:
    """The checks have no blocker, and the exit code says so."""
    done = run("check", str(figures.EXAMPLES / name), "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [each for each in json.loads(done.stdout) if each["level"] == "blocker"] == []


def test_the_value_and_every_buyer_are_printed(built: Built) -> None:
    """The tender rules state the estimate; the list of participants has all with their inhabitants."""
    whole = int(built.case["tender"]["estimate"].partition(".")[0])
    assert f"{whole:,}".replace(",", " ") in built.texts[built.names.rules]
    listed = built.texts[built.names.participants]
    for body in bodies(built.case):
        assert f"{body['inhabitants']:,}".replace(",", " ") in listed, body["organisation"]


def test_every_requirement_and_price_line_is_printed(built: Built) -> None:
    """Each requirement stands with its id in the package, and each line of the price form in that."""
    package, form = built.texts[built.names.package], built.texts[built.names.prices]
    missing = [row["id"] for row in built.case["tender"]["requirements"] if row["id"] not in package]
    assert missing == []
    numbers = {f"P{line['number']}" for line in built.case["tender"]["price_lines"]}
    assert numbers <= set(form.split())


def test_the_notice_names_every_buyer(built: Built) -> None:
    """The texts for the notice have each body's organisation number, and the title in English."""
    text = (built.folder / built.names.notice).read_text(encoding="utf-8")
    numbers = figures.organisation_numbers()
    by_key = {each["key"]: each for each in built.case["organisations"]}
    for body in bodies(built.case):
        row = by_key[body["organisation"]]
        number = row.get("organisation_number") or numbers[row["municipality"]]
        assert number in re.sub(r"(?<=\d)[ \u00a0](?=\d)", "", text), body["organisation"]
    assert built.case["tender"]["title_en"] in text


def bodies(case: figures.Case) -> list[figures.Case]:
    """Return the places of those who buy, and of those who may."""
    named = [*case["pool"]["participants"], *case["pool"].get("option_holders", [])]
    return [each for each in named if each.get("state", "committed") == "committed"]


def test_no_field_is_left_in_braces(built: Built) -> None:
    """Every merge field got its value."""
    left = {name: re.findall(r"\{[a-z_]+\}", text) for name, text in built.texts.items()}
    assert not any(left.values()), left


def test_no_ceiling_is_in_any_file(built: Built) -> None:
    """Neither in a document nor in anything else that is written, as kroner, øre or with thousands apart."""
    wholes = [
        each["ceiling"].partition(".")[0]
        for each in built.case["pool"]["participants"]
        if each.get("ceiling") is not None
    ]
    others = [
        path.read_bytes() for path in built.folder.rglob("*") if path.suffix in (".json", ".txt", ".csv")
    ]
    texts = [*built.texts.values(), *(flowing(data.decode()) for data in others)]
    for whole in wholes:
        forms = (whole, f"{int(whole):,}".replace(",", " "), f"{int(whole):,}".replace(",", "."))
        assert not any(form in text for form in forms for text in texts), whole


def test_the_archive_holds_the_documents(built: Built) -> None:
    """The ZIP has every file that lies beside it, byte for byte, the documents numbered in reading order."""
    names = built.names
    with zipfile.ZipFile(built.folder / names.archive) as archive:
        held = {unnumbered(name): archive.read(name) for name in archive.namelist()}
    lying = {path.name: path.read_bytes() for path in built.folder.iterdir()}
    attached = {each["name"] for each in built.case["tender"].get("attachments", [])}
    beside = {name: f"vedlegg-{name}" if name in attached else name for name in held}
    assert {beside[name]: held[name] for name in held} == {
        name: lying[name] for name in lying if name not in (names.archive, names.notice)
    }
    documents = (names.package, names.rules, names.prices, names.participants)
    assert attached | {f"{each}.pdf" for each in documents} <= set(held)


def unnumbered(name: str) -> str:
    """Take folder and number away from a name in the archive: what the file is called beside it."""
    return re.sub(r"^\d\d-", "", Path(name).name)


@pytest.mark.row("H1", "H7")
def test_the_combined_file_is_sound_and_holds_the_public_part(built: Built, tmp_path: Path) -> None:
    """It has all that the documents have: other programs take it, and it can be read aloud."""
    pdf = (built.folder / f"{built.names.package}.pdf").read_bytes()
    assert len(opened(pdf).pages) > 40
    for holds in soundness.CHECKS:
        holds(pdf, tmp_path)
    listed = subprocess.run(
        ["pdfdetach", "-list", soundness.laid(pdf, tmp_path)], capture_output=True, text=True, check=True
    )
    assert "konkurranse.json" in listed.stdout


@pytest.mark.parametrize("part", ["qualifications", "contract_changes", "deviations", "milestones"])
def test_what_is_settled_is_printed(built: Built, part: str) -> None:
    """Each piece of structured content is in the package word for word."""
    package = built.texts[built.names.package]
    missing = [told for told in settled(built.case["tender"], part) if flowing(told) not in package]
    assert missing == []


def settled(tender: figures.Case, part: str) -> list[str]:
    """Return what must be read in the documents."""
    if part == "deviations":
        rows = [each for row in tender["requirements"] for each in row.get("deviations", [])]
        return [each["text"] for each in rows if each.get("text")]
    if part == "milestones":
        return [
            f"{each['on'].day}. {MONTHS[each['on'].month - 1]} {each['on'].year}"
            for each in told_days(tender)
        ]
    return [each["text"] for each in tender.get(part, []) if each.get("text")]


def told_days(tender: figures.Case) -> list[figures.Case]:
    """Return the milestones that suppliers are told: not how the buyers get ready."""
    own = ("market_dialogue", "approval")
    return [each for each in tender.get("milestones", []) if each["step"] not in own]


MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
