"""Estimate, framework maximum and ceilings are three figures: two go out, and the third never does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pikepdf import StreamDecodeLevel
from sqlalchemy import select

from procure import db
from procure.accounts.models import Organisation, User
from procure.domain.assembly import texts
from procure.domain.money import Ore
from procure.domain.states import ParticipationState
from procure.jobs import service as jobs
from procure.pools.models import Participation
from procure.tenders import papers
from procure.tenders.models import ContractModel, Tender, Version
from tests.documents.reading import opened, page_texts
from tests.factories import NOW, sign_in
from tests.filling import sheet
from tests.pools.making import make_place, text
from tests.publication.making import NATIONAL, PART_II, Ready, make_ready
from tests.publication.test_notice import send, tell_doffin

FRAMEWORK = {
    **PART_II,
    "estimate": NATIONAL,
    "contract_model": ContractModel.FRAMEWORK,
    "extension_months": 0,
    "option_terms": "Opsjonene kan bestilles i hele avtaletiden, på samme vilkår.",
}
MONTHLY = {"Tynset": "9 000", "Os": "6 000", "Tolga": "5 000", "Røros": "2 000"}  # for 48 months: 1 056 000
CEILINGS = {"Tynset": "987 654 321,09", "Os": "876 543 219,18", "Tolga": "765 432 198,27"}
TOO_LOW = "345 678,91"  # Tolga's share is 240 000 and a third of the joint 344 000
DIGITS = [re.sub(r"\D", "", amount) for amount in (*CEILINGS.values(), TOO_LOW)]
SECRET = [whole for digits in DIGITS for whole in (digits, digits[:-2])]


def told_in(data: str | bytes) -> list[str]:
    """Return the ceilings that stand in a text, in whatever way their digits are parted."""
    plain = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    bare = re.sub(r"[\s\u00a0\u202f.,_'-]|&nbsp;|&#160;", "", plain)
    return [digits for digits in SECRET if digits in bare]


def pool_of(ready: Ready) -> int:
    with ready.app.app_context(), db.reading() as session:
        return session.get_one(Tender, ready.tender_id).pool_id


def body_id(ready: Ready, name: str) -> str:
    with ready.app.app_context(), db.reading() as session:
        return str(session.scalars(select(Organisation.id).where(Organisation.short_name == name)).one())


def signatory(ready: Ready, name: str) -> FlaskClient:
    return sign_in(ready.app, ready.places[name].signatory.user_id or 0)


def set_ceiling(ready: Ready, name: str, amount: str) -> None:
    """Say what a municipality may be bound to, as its signatory does."""
    client, address = signatory(ready, name), f"/pools/{pool_of(ready)}/ceiling"
    assert (
        sheet(client.get(address)).filled(ceiling=amount, case_number="26/41").send(client).status_code == 302
    )


def name_option_holder(ready: Ready) -> None:
    client, address = ready.browser(), f"/pools/{pool_of(ready)}/option-holders"
    form = sheet(client.get(address))
    filled = form.filled(organisation_id=body_id(ready, "Røros"), users="45", inhabitants="5 641")
    assert filled.send(client).status_code == 302


def add_line(ready: Ready, body: str, **typed: str) -> None:
    client, address = ready.browser(), ready.url("value/lines/new")
    facts = {"text": "Tjenesten", "kind": "monthly", "quantity": "1", "source": "Dagens avtaler"} | typed
    assert sheet(client.get(address)).filled(**facts, body=body).send(client).status_code == 302


def reckon(ready: Ready) -> None:
    """Write the lines, use their sum, and set the maximum; all through the pages."""
    for name, amount in MONTHLY.items():
        add_line(ready, body_id(ready, name), amount=amount)
    add_line(ready, "joint", text="Etablering", kind="one_off", amount="300 000")
    add_line(ready, "joint", text="Nye skjema", kind="one_off", amount="44 000", option="y")
    client, address = ready.browser(), ready.url("value")
    assert sheet(client.get(address), f"{address}/sum").send(client).status_code == 302
    form = sheet(client.get(address))
    assert form.filled(framework_maximum="1 650 000").send(client).status_code == 302


@pytest.fixture
def ready(app: Flask) -> Ready:
    """A framework for three with an option holder, reckoned line by line."""
    ready = make_ready(app, **FRAMEWORK)
    name_option_holder(ready)
    reckon(ready)
    return ready


@pytest.mark.row("B6")
def test_the_estimate_is_participants_option_holders_joint_part_and_options(ready: Ready) -> None:
    page = text(ready.browser().get(ready.url("value")))
    assert "Linjene gir 1 400 000 kr" in page
    for told in (
        "Deltakerne 960 000 kr",
        "Opsjonstakerne 96 000 kr",
        "Felles del 300 000 kr",
        "Opsjoner 44 000 kr",
    ):
        assert told in page
    with ready.app.app_context(), db.reading() as session:
        tender = session.get_one(Tender, ready.tender_id)
        assert (tender.estimate, tender.framework_maximum) == (1_400_000_00, 1_650_000_00)


@pytest.mark.row("B6")
def test_a_ceiling_below_its_share_is_named_at_the_gate_and_not_told(ready: Ready) -> None:
    set_ceiling(ready, "Tolga", TOO_LOW)
    for name in ("Tynset", "Os"):
        page = ready.browser(name).get(ready.url())
        assert "Rammen til Tolga kommune er lavere enn sin del av anslått verdi." in text(page)
        assert told_in(page.data) == []
    ready.freeze()
    refused = ready.browser().get(ready.url("versions/1/approval"))
    assert "Det er stoppere igjen på oppgavelisten." in text(refused)
    set_ceiling(ready, "Tolga", CEILINGS["Tolga"])
    assert "Rammen til Tolga" not in text(ready.browser().get(ready.url()))


@pytest.mark.row("B6")
def test_only_the_lead_and_its_own_body_see_a_ceiling(ready: Ready) -> None:
    set_ceiling(ready, "Tolga", CEILINGS["Tolga"])
    own, pool = CEILINGS["Tolga"].replace(" ", ""), f"/pools/{pool_of(ready)}"
    digits = re.sub(r"\D", "", own)
    assert digits in told_in(ready.browser("Tolga").get(pool).data)
    assert digits in told_in(ready.browser().get(ready.url("value")).data)
    for address in (pool, f"{pool}/history", f"{pool}/totals.json", ready.url(), ready.url("history")):
        assert told_in(ready.browser("Os").get(address).data) == [], address


@pytest.mark.row("B6")
def test_the_maximum_goes_out_with_every_named_body_and_no_ceiling_does(ready: Ready, tmp_path: Path) -> None:
    for name, amount in CEILINGS.items():
        set_ceiling(ready, name, amount)
    inner = internal(ready)
    ready.freeze(files=False)
    with ready.app.app_context():
        assert jobs.run_waiting() == 1
    ready.approve()
    assert send(ready).status_code == 302
    assert tell_doffin(ready, "2026-114503").status_code == 302
    read = dict(everything_out(ready, tmp_path))
    assert {name: told for name, data in read.items() if (told := told_in(data))} == {}
    out_of = {name for name in read if name != "content"}  # the frozen content holds reasons, and no people
    assert {(name, word) for name in out_of for word in inner if word in read[name]} == set()
    for name in ("samlet-konkurransegrunnlag.pdf/konkurranse.json", "prisskjema.xlsx/xl/sharedStrings.xml"):
        assert "Tolga kommune" in read[name]
    assert f"{ready.public}/documents/annex_1" in read
    rules = re.sub(r"\s+", " ", read["konkurransegrunnlag.pdf"])
    people = re.sub(r"\s+", " ", read["deltakeroversikt.pdf"])
    public = re.sub(r"\s+", " ", read[ready.public])
    notice = re.sub(r"\s+", " ", ready.browser().get(ready.url("notice-texts")).text)
    assert re.search(r"Tolga kommune, [\d ]+: høyst", notice)
    assert told_in(notice) == []
    for out in (rules, public, notice):
        assert "1 650 000" in out
    for out in (rules, people, public, notice):
        assert "Røros kommune" in out
        assert "5 641" in out
        assert re.search("opsjon", out, re.IGNORECASE)


def internal(ready: Ready) -> set[str]:
    """Write what is meant for those inside wherever it can stand, and return the words of it."""
    hidden = {f"Bare for oss {number}" for number in range(6)}
    words = iter(sorted(hidden))
    with ready.app.app_context(), db.kept() as session:
        tender = session.get_one(Tender, ready.tender_id)
        tender.agreement_reason, tender.estimate_method = next(words), next(words)
        gone = make_place(session, "Engerdal")
        left: dict[str, Any] = {"state": ParticipationState.WITHDRAWN, "left_reason": next(words)}
        tender.pool.participations.append(Participation(organisation_id=gone.organisation_id, **left))
        tender.pool.participations[1].message = next(words)
        tender.requirements[0].reason, tender.requirements[0].source = next(words), next(words)
        people = session.scalars(select(User)).all()
        return hidden | {"Engerdal"} | {said for each in people for said in (each.name, each.email)}


@pytest.mark.row("B6")
def test_the_documents_say_it_in_nynorsk_too(app: Flask) -> None:
    ready = make_ready(app, language="nn", framework_maximum=Ore(1_650_000_00), **FRAMEWORK)
    name_option_holder(ready)
    with app.app_context(), db.reading() as session:
        content = papers.content(session, session.get_one(Tender, ready.tender_id), 1, NOW)
        printed = {each.kind: " ".join(texts(each)) for each in papers.documents(content)}
    said, people = printed["tender_rules"].replace("\xa0", " "), printed["participants"]
    assert "Maksimal verdi for rammeavtalen" in said
    assert "1 650 000 kr utan meirverdiavgift" in said
    assert "Opsjonstakarane er ikkje bundne no" in people
    assert "Opsjonstakarar" in people


def everything_out(ready: Ready, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the text of all that a vendor can reach: pages, files, what is in them, the frozen content."""
    stranger = ready.app.test_client()
    for address in ("/", "/publications", ready.public, f"{ready.public}/calendar.ics"):
        answer = stranger.get(address)
        assert answer.status_code == 200
        yield address, answer.text
    page = stranger.get(ready.public).text
    for address in sorted(set(re.findall(rf'href="({ready.public}/documents/[^"#]+)"', page))):
        yield address, stranger.get(address).text
    links = set(re.findall(rf'href="({ready.public}/files/([^"]+))"', page))
    assert len(links) > 4
    for link, name in links:
        yield from _read(name, stranger.get(link).data, folder)
    with ready.app.app_context(), db.reading() as session:
        version = session.scalars(select(Version).where(Version.tender_id == ready.tender_id)).one()
        yield "content", json.dumps(version.content, ensure_ascii=False)


def _read(name: str, data: bytes, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the text of a file, its bytes with nothing packed, and of all that lies in it."""
    if name.endswith((".zip", ".docx", ".xlsx")):
        with ZipFile(BytesIO(data)) as archive:
            for inner in archive.namelist():
                for each, found in _read(inner, archive.read(inner), folder):
                    yield f"{name}/{each}", found
    elif name.endswith(".pdf"):
        yield name, "\n".join(page_texts(data, folder))
        with opened(data) as pdf:
            for inner, file in pdf.attachments.items():
                yield f"{name}/{inner}", file.get_file().read_bytes().decode()
            unpacked = BytesIO()
            pdf.save(unpacked, compress_streams=False, stream_decode_level=StreamDecodeLevel.generalized)
            yield f"{name} as bytes", unpacked.getvalue().decode("latin-1")
    else:
        yield name, data.decode("utf-8", "replace")
