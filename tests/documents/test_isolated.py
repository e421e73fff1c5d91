"""The printing process: within its limits, with nothing of ours, gone when it should be."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from procure.documents.assets import FONTS
from procure.documents.folders import PREFIX, OwnFolder, sweep
from procure.documents.isolated import ROOT, Child, Limits, Refused, Replaced, Stopped, environment
from procure.documents.pieces import Piece, cut
from procure.documents.press import Task, perform
from procure.domain.assembly import Chapter, Document, Prose
from tests.documents import samples

SMALL = cut(samples.participant_list())[0]
ENDLESS = cut(Document("x", "X", "nb", (Chapter("a", "A", (Prose("ord og tall " * 200_000),)),)))[0]
ORPHAN = """
import os, pickle, sys
from procure.documents.isolated import Child, Limits
from procure.documents.press import Order
child = Child(Limits())
child.send(pickle.load(sys.stdin.buffer))
child.process.stdout.readline()  # it is ready
child.process.stdout.readline()  # it is at work
print(child.process.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def heard(_page: int) -> None:
    return


@pytest.fixture(scope="module")
def child():
    one = Child(Limits())
    yield one
    one.close()


def test_it_gives_the_same_bytes_as_at_home_order_after_order(child):
    told: list[int] = []
    at_home = perform(SMALL, heard)
    assert child.perform(SMALL, told.append) == at_home
    assert told == [1]
    pages = child.pages
    assert child.perform(SMALL, heard) == at_home
    assert child.pages == pages + 1


def test_what_it_cannot_do_it_says_and_goes_on(child):
    with pytest.raises(Refused, match="KeyError"):
        child.perform(Task("burn", {}, "x"), heard)
    with pytest.raises(Refused, match="TypeError"):
        child.perform(Task("assemble", {}, "x"), heard)
    assert child.perform(SMALL, heard).startswith(b"%PDF")


def test_an_order_that_takes_too_long_ends_the_process():
    short = Child(Limits(seconds=1.5))
    with pytest.raises(Stopped, match="time"):
        short.perform(ENDLESS, heard)
    short.close()
    assert short.process.returncode == -signal.SIGKILL


def test_an_order_that_takes_too_much_memory_ends_the_process():
    small = Child(Limits(megabytes=60))
    with pytest.raises(Stopped, match=r"memory|stopped"):
        small.perform(SMALL, heard)
    small.close()


def test_nothing_is_left_of_a_process_that_was_closed():
    one = Child(Limits())
    folder = Path(one.folder.name)
    assert folder.is_dir()
    one.close()
    assert one.process.poll() is not None
    assert not folder.exists()


def test_a_folder_is_swept_when_nobody_holds_it_any_more(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("left", "young"):
        (tmp_path / f"{PREFIX}{name}" / "fontconfig").mkdir(parents=True)
    (tmp_path / f"{PREFIX}elsewhere").symlink_to(ROOT)
    (tmp_path / "another").mkdir()
    held, now = OwnFolder(), time.time()  # noqa: TID251 - the time of files
    for name in (f"{PREFIX}left", Path(held.name).name, "another"):
        os.utime(tmp_path / name, (now - 3600, now - 3600))
    assert sweep(now) == 1
    kept = {"another", f"{PREFIX}young", f"{PREFIX}elsewhere", Path(held.name).name}
    assert {path.name for path in tmp_path.iterdir()} == kept
    held.cleanup()
    assert sweep(now) == 0
    assert not Path(held.name).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends after its order")
def test_a_process_does_not_outlive_its_parent_not_even_in_the_middle_of_work():
    done = subprocess.run(
        [sys.executable, "-c", ORPHAN], cwd=ROOT, input=pickle.dumps(ENDLESS), capture_output=True,
        check=False,
    )  # fmt: skip
    pid = int(done.stdout)
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            return
        time.sleep(0.05)
    pytest.fail("it still runs")


def test_a_process_that_has_loaded_another_style_is_of_no_use(monkeypatch, tmp_path):
    (tmp_path / "procure").symlink_to(ROOT / "procure")
    templates = tmp_path / "templates" / "documents"
    shutil.copytree(ROOT / "templates" / "documents", templates)
    (templates / "print.css").write_text("h1 { color: red }")
    monkeypatch.setattr("procure.documents.isolated.ROOT", tmp_path)
    other = Child(Limits())
    with pytest.raises(Replaced):
        other.perform(SMALL, heard)
    other.close()


def test_it_gets_no_secret_of_ours(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "very secret")
    assert "SECRET_KEY" not in environment("/tmp")
    assert set(environment("/tmp")) == {
        "PATH",
        "LANG",
        "HOME",
        "TMPDIR",
        "XDG_CACHE_HOME",
        "FONTCONFIG_FILE",
        "PYTHONDONTWRITEBYTECODE",
    }
    assert (FONTS / "fonts.conf").is_file()


@pytest.mark.parametrize("act", [
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('example.org', 80)",
    "import subprocess; subprocess.run(['true'])",
    "import os; os.system('true')",
    "import os; os.fork()",
])  # fmt: skip
def test_it_refuses_network_and_programs(act):
    confine = "from procure.documents.child import *; confine(2048); "
    done = subprocess.run(
        [sys.executable, "-c", confine + act], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "PermissionError" in done.stderr


def test_orders_are_no_more_than_pieces_and_work_on_a_list():
    with pytest.raises(KeyError):
        perform(Task("os:system", {"command": "true"}, "x"), heard)
    assert isinstance(SMALL, Piece)
