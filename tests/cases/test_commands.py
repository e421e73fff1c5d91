"""The commands on case files, as a person at a terminal meets them."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from procure import db
from procure.accounts.models import Kind, Organisation
from procure.audit.models import AuditEvent
from procure.cases import build as building
from procure.cases.checking import findings, somebody, tender_of
from procure.cases.export import as_json, case_of
from procure.cases.faults import CaseRefused
from procure.cases.models import ImportedCase
from procure.cases.reading import read
from procure.cases.references import reference_faults
from procure.cases.shape_faults import shape_faults
from procure.cli.cases import told_faults
from procure.domain.assembly import canonical
from procure.domain.errors import RuleBroken
from procure.domain.policy import Role
from procure.domain.states import TenderState
from procure.jobs.queue import JobFailed
from procure.pools.models import Pool
from procure.tenders import notice, papers
from procure.tenders.models import Tender
from tests.cases.sample import sample, write
from tests.factories import NOW, make_buyer, make_organisation, make_user, municipality


def run(app, *words):
    """Run a command; nothing but an exit may come out of it."""
    answer = app.test_cli_runner().invoke(args=list(words))
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exc_info
    assert "Traceback" not in answer.output
    return answer


def count(app, model):
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(model))


def buyer(app, place: str = "Tynset") -> str:
    with app.app_context(), db.kept() as session:
        return make_buyer(session, place)[0].email


# --- check ---------------------------------------------------------------------------------------


def test_check_tells_findings_with_place_and_source(terminal, tmp_path):
    answer = run(terminal, "case", "check", write(tmp_path, sample()))
    assert answer.exit_code == 1
    assert "Stopper: " in answer.output
    assert "· FOA §" in answer.output
    assert answer.output.splitlines()[-1].startswith("Stoppere: ")


def test_check_tells_the_same_as_json(terminal, tmp_path):
    answer = run(terminal, "case", "check", write(tmp_path, sample(), "case.json"), "--json")
    found = json.loads(answer.stdout)
    assert answer.exit_code == 1
    assert {"level", "code", "sentence", "place", "source"} == set(found[0])
    assert found[0]["level"] == "blocker"
    assert all(one["sentence"] and "%(" not in one["sentence"] for one in found)


def test_the_day_to_judge_by_can_be_said(terminal, tmp_path):
    case = sample()
    case["tender"] |= {"dispatch_on": None, "climate": "exempt_national_minimum", "climate_reason": "x"}
    file = write(tmp_path, case)
    before, after = (
        run(terminal, "case", "check", file, "--json", "--on", day).stdout
        for day in ("2026-04-01", "2027-01-01")
    )
    assert before != after
    assert run(terminal, "case", "check", file, "--on", "i morgen").exit_code == 2


def test_faults_are_told_with_exit_code_two(terminal, tmp_path):
    case = sample()
    case["tender"]["requirements"][1]["criterion"] = "kvalitett"
    answer = run(terminal, "case", "check", write(tmp_path, case))
    assert answer.exit_code == 2
    assert "tender.requirements[1].criterion: «kvalitett»" in answer.stderr
    assert "Mente du «kvalitet»?" in answer.stderr


def test_faults_are_told_as_json_too(terminal, tmp_path):
    case = sample()
    case["tender"]["titel"] = "x"
    answer = run(terminal, "case", "check", write(tmp_path, case), "--json")
    (fault,) = json.loads(answer.stdout)["faults"]
    assert answer.exit_code == 2
    assert fault == {
        "path": "tender.titel",
        "value": "x",
        "line": None,
        "remedy": "Feltet finnes ikke her. Ta det bort. Mente du «title»?",
    }


BAD: dict[str, bytes] = {
    "broken.yaml": b"a: [1",
    "latin.yaml": "navn: Våler".encode("latin-1"),
    "tag.yaml": b"a: !!python/object/apply:os.system ['true']",
    "cycle.yaml": b"a: &a [*a]",
    "deep.yaml": b"[" * 50_000,
    "twice.json": b'{"a": 1, "a": 2}',
    "nul.yaml": b"a: \x00",
    "empty.json": b"",
    "list.yaml": b"- a",
    "octal.yaml": b"organisations: [{key: oslo, municipality: 0301}]",
}


@pytest.mark.parametrize("command", ["check", "import", "build"])
@pytest.mark.parametrize("name", BAD)
def test_no_command_falls_over_a_bad_file(terminal, tmp_path, command, name):
    file = tmp_path / name
    file.write_bytes(BAD[name])
    more = ["--out", str(tmp_path / "out")] if command == "build" else []
    answer = run(terminal, "case", command, str(file), *more)
    assert answer.exit_code == 2
    assert answer.stderr.strip()
    assert not (tmp_path / "out").exists()


def test_a_missing_file_a_folder_and_one_of_fifty_megabytes_are_told_apart(terminal, tmp_path):
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    told = {run(terminal, "case", "check", str(name)).stderr for name in (tmp_path / "no", tmp_path, large)}
    assert len(told) == 3


# --- import and export ---------------------------------------------------------------------------


def test_import_tells_what_would_be_made_and_saves_nothing(app, tmp_path):
    before = count(app, Organisation)
    answer = run(app, "case", "import", write(tmp_path, sample()))
    assert answer.exit_code == 0
    assert "«Skjemaløsning for to kommuner»" in answer.output
    assert "Stoppere: " in answer.output
    assert (count(app, Tender), count(app, Pool), count(app, Organisation)) == (0, 0, before)


def test_import_saves_a_draft_once_with_its_trace(app, tmp_path):
    file, email = write(tmp_path, sample()), buyer(app)
    saved = run(app, "case", "import", file, "--save", "--by", email)
    assert saved.exit_code == 0, saved.output
    with app.app_context():
        tender = db.session().scalars(select(Tender)).one()
        assert tender.state is TenderState.DRAFT
        assert tender.pool.lead.short_name == "Tynset"
        committed = [one.signatory_name for one in tender.pool.participations]
        assert committed == ["Anne Grete Holt", "Halvor Bakkejord", None]
        assert [row.identifier for row in tender.requirements] == ["SIK-001", "SIK-004", "BRU-001"]
        actions = set(db.session().scalars(select(AuditEvent.action)))
        assert {"case.imported", "organisation.created"} <= actions
    again = run(app, "case", "import", write(tmp_path, sample(), "again.json"), "--save", "--by", email)
    assert again.exit_code == 1
    assert "lest inn før" in again.stderr
    assert (count(app, Tender), count(app, ImportedCase)) == (1, 1)


def test_only_a_buyer_of_the_lead_brings_a_case_in(app, tmp_path):
    file = write(tmp_path, sample())
    for email in (buyer(app, "Tolga"), "ingen@tynset.kommune.no"):
        answer = run(app, "case", "import", file, "--save", "--by", email)
        assert answer.exit_code == 1
        assert "ikke innkjøper hos Tynset kommune" in answer.stderr
    assert count(app, Tender) == 0
    assert run(app, "case", "import", file, "--save").exit_code == 2


def test_a_signatory_is_no_buyer(app, tmp_path):
    with app.app_context(), db.kept() as session:
        email = make_user(session, municipality(session, "Tynset"), Role.SIGNATORY).email
    answer = run(app, "case", "import", write(tmp_path, sample()), "--save", "--by", email)
    assert answer.exit_code == 1


def test_a_lead_that_is_not_here_yet_has_no_buyer(app, tmp_path):
    case = sample()
    case["lead"] = "innkjop"
    answer = run(app, "case", "import", write(tmp_path, case), "--save", "--by", buyer(app))
    assert answer.exit_code == 1
    assert "ikke innkjøper hos Fjellregionens innkjøp" in answer.stderr


def test_a_number_that_belongs_to_a_vendor_is_refused(app, tmp_path):
    email = buyer(app)
    with app.app_context(), db.kept() as session:
        make_organisation(session, Kind.SUPPLIER, organisation_number="999999999", name="Myrull Data AS")
    answer = run(app, "case", "import", write(tmp_path, sample()), "--save", "--by", email)
    assert answer.exit_code == 1
    assert "Myrull Data AS" in answer.stderr


def test_a_body_without_number_is_known_again_by_its_name(app, tmp_path):
    email, case = buyer(app), sample()
    for title in ("Første", "Andre"):
        case["organisations"][3]["organisation_number"] = None
        case["tender"]["title"] = title
        run(app, "case", "import", write(tmp_path, case), "--save", "--by", email)
    with app.app_context():
        asked = select(Organisation).where(Organisation.name == "Fjellregionens innkjøp")
        assert len(db.session().scalars(asked).all()) == 1
    assert count(app, Tender) == 2


def test_one_body_under_two_keys_is_refused(terminal, tmp_path):
    case = sample()
    case["organisations"][3] |= {"organisation_number": "940192404"}  # Tolga's own
    answer = run(terminal, "case", "import", write(tmp_path, case))
    assert answer.exit_code == 1
    assert "den samme" in answer.stderr


def test_export_gives_a_file_that_checks_the_same(app, tmp_path):
    file = write(tmp_path, sample())
    run(app, "case", "import", file, "--save", "--by", buyer(app))
    with app.app_context():
        tender_id = str(db.session().scalars(select(Tender.id)).one())
    for form in ("json", "yaml"):
        written = tmp_path / f"out.{form}"
        written.write_bytes(run(app, "case", "export", tender_id, "--format", form).stdout_bytes)
        checks = [run(app, "case", "check", str(name), "--json").stdout for name in (file, written)]
        assert checks[0] == checks[1]
    assert run(app, "case", "export", "999999").exit_code == 1


def test_no_account_is_in_an_export(app, tmp_path):
    email = buyer(app)
    with app.app_context(), db.kept() as session:
        make_user(session, None, email="hemmelig@tolga.kommune.no")
    run(app, "case", "import", write(tmp_path, sample()), "--save", "--by", email)
    with app.app_context():
        tender_id = str(db.session().scalars(select(Tender.id)).one())
    assert "@" not in run(app, "case", "export", tender_id).stdout


def test_schema_and_sections_are_printed(terminal):
    assert json.loads(run(terminal, "case", "schema").stdout)["title"] == "Samkjøp case"
    assert "about" in run(terminal, "case", "sections", "SSA-L", "2018").stdout
    assert run(terminal, "case", "sections", "SSA-L", "1999").exit_code == 1


# --- build ---------------------------------------------------------------------------------------


def test_build_makes_the_same_package_wherever_it_is_laid(terminal, tmp_path):
    file, one, two, outside = write(tmp_path, sample()), tmp_path / "one", tmp_path / "two", tmp_path / "mine"
    answer = run(terminal, "case", "build", file, "--out", str(one))
    assert answer.exit_code == 1  # there are blockers; the documents are made all the same
    assert "Stopper: " in answer.output
    assert "samlet-konkurransegrunnlag.pdf" in answer.output
    two.mkdir()
    outside.write_text("mine")
    (two / "manifest.json").symlink_to(outside)
    refused = run(terminal, "case", "build", file, "--out", str(two))
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert run(terminal, "case", "build", file, "--out", str(two), "--force", "--draft").exit_code == 0
    assert outside.read_text() == "mine"
    made = contents(one)
    assert made == contents(two)
    wanted = {"manifest.json", "alle-dokumenter.zip", "prisskjema.pdf", "vedlegg-dagens-skjema.csv"}
    assert wanted | {"kunngjoringstekster.txt"} <= set(made)
    assert all(data.startswith(b"%PDF") for name, data in made.items() if name.endswith(".pdf"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_file_is_no_folder_to_build_in(terminal, tmp_path):
    file = write(tmp_path, sample())
    answer = run(terminal, "case", "build", file, "--out", file)
    assert answer.exit_code == 1
    assert "ikke en mappe" in answer.stderr


@pytest.mark.parametrize("name", ["a-file/within", "x" * 300, "round"])
def test_a_folder_that_cannot_be_made_is_told_before_the_work(terminal, tmp_path, name):
    (tmp_path / "a-file").write_text("mine")
    (tmp_path / "round").symlink_to("round")
    answer = run(terminal, "case", "build", write(tmp_path, sample()), "--out", str(tmp_path / name))
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "Det kan ikke skrives i" in answer.stderr


def test_a_folder_made_for_nothing_is_gone_again(tmp_path):
    (tmp_path / "mine").mkdir()
    for name in ("new", "mine"):
        with pytest.raises(CaseRefused), building.target(str(tmp_path / name), force=False):
            raise CaseRefused([])
    assert [folder.name for folder in tmp_path.iterdir()] == ["mine"]


def test_a_file_that_cannot_be_laid_is_told_and_leaves_nothing_half_written(tmp_path):
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(RuleBroken):
        building.lay([building.Built("manifest.json", b"{}", None)], tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]


def test_a_database_that_is_not_set_up_is_told(capsys):
    lost = OperationalError("SELECT", {}, Exception("no such table: tender"))
    with pytest.raises(SystemExit) as ended, told_faults():
        raise lost
    assert ended.value.code == 1
    assert "no such table: tender\nIs it set up?" in capsys.readouterr().err


def test_documents_without_a_moment_are_not_built(terminal, tmp_path):
    case = sample()
    case["frozen_at"] = None
    answer = run(terminal, "case", "build", write(tmp_path, case), "--out", str(tmp_path / "out"))
    assert answer.exit_code == 2
    assert "frozen_at" in answer.stderr


def test_a_document_that_cannot_be_printed_is_told_in_words(terminal, capsys):
    with terminal.app_context(), pytest.raises(SystemExit) as ended, told_faults():
        raise JobFailed("Bilag 1", "Utskriften stoppet underveis.")
    assert ended.value.code == 1
    assert capsys.readouterr().err == "Bilag 1: Utskriften stoppet underveis.\n"


# --- anything at all -----------------------------------------------------------------------------

VALUES: list[Any] = [None, "", "x", "tynset", 0, -1, 10**9, True, [], {}, [None], ["x"], {"key": "x"}]
EDGES = ("1900-01-01", "2199-12-31", "1900-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00")
MUCH = ("0", "0.01", "1000000000.00", "1000000000.01", "{tittel} {finnes_ikke}", "\N{SNOWMAN}" * 50)
LIKE: dict[type, list[Any]] = {
    str: [*EDGES, *MUCH],
    int: [0, 1, 2, 100, 600, 10_000_000],
    bool: [True, False],
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_case_changed_anywhere_is_checked_or_refused_in_words(loaded, data):
    case = sample()
    for _ in range(data.draw(st.integers(1, 3))):
        change(case, data)
    if faults := shape_faults(case):
        assert all(one.sentence % one.facts for one in faults)
        return
    try:
        look_through(loaded, tender_of(loaded, somebody(loaded, NOW), case, NOW))
    except (CaseRefused, RuleBroken):
        pass
    finally:
        loaded.rollback()


def look_through(session, tender) -> None:
    """Whatever was brought in can be checked, made into documents, written out and brought in again."""
    findings(session, tender, NOW.date())
    content = papers.content(session, tender, 1, NOW)
    assert canonical(content)
    assert papers.package(content).documents
    assert notice.as_text(content)
    written = read(as_json(case_of(session, tender)), json_text=True)
    assert shape_faults(written) + reference_faults(session, written) == []


def change(part, data) -> None:
    """Put something else, somewhere in a case."""
    while True:
        names = list(part) if isinstance(part, dict) else list(range(len(part)))
        if not names:
            return
        name = data.draw(st.sampled_from(names))
        inside = part[name]
        if not isinstance(inside, dict | list) or not data.draw(st.integers(0, 4)):
            break
        part = inside
    if data.draw(st.booleans()):
        choices = VALUES + LIKE.get(type(part[name]), []) * 3
        part[name] = deepcopy(data.draw(st.sampled_from(choices)))
    else:
        part.pop(name)
