"""The printing process: same bytes as at home, within its limits, with nothing of ours."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from procure.documents.isolated import ROOT, Limits, child_process, environment, render_isolated
from procure.documents.printer import Printed, PrintFailed
from procure.domain.assembly import Chapter, Document, Prose
from tests.documents import samples

DIGESTS = """
import hashlib, sys
from procure.documents.printer import print_version
from tests.documents import samples
print([hashlib.sha256(file.pdf).hexdigest() for file in print_version(samples.package(), samples.stamp())])
"""


def digests(files: list[Printed]) -> list[str]:
    return [hashlib.sha256(file.pdf).hexdigest() for file in files]


@pytest.mark.row("H5")
@pytest.mark.parametrize("seed", ["0", "4711"])
def test_other_processes_and_hash_seeds_give_the_same_bytes(printed, seed):
    done = subprocess.run(
        [sys.executable, "-c", DIGESTS], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == str(digests(list(printed.values())))


def test_the_child_prints_the_same_and_tells_its_pages(printed):
    told: list[int] = []
    files = render_isolated(samples.package(), samples.stamp(), on_page=told.append)
    assert digests(files) == digests(list(printed.values()))
    assert [file.pages for file in files] == [file.pages for file in printed.values()]
    assert told == list(range(1, len(told) + 1))


def test_a_document_that_cannot_be_printed_names_itself():
    broken = Document("annex-9", "Bilag 9", "se", ())
    package = replace(samples.package(), documents=(samples.participant_list(), broken))
    with pytest.raises(PrintFailed) as failure:
        render_isolated(package, samples.stamp())
    assert failure.value.kind == "annex-9"
    assert "se" in failure.value.reason


def test_a_print_that_takes_too_long_is_stopped():
    endless = Document("endless", "X", "nb", (Chapter("a", "A", (Prose("ord og tall " * 200_000),)),))
    package = replace(samples.package(), documents=(samples.participant_list(), endless))
    with pytest.raises(PrintFailed) as failure:
        render_isolated(package, samples.stamp(), Limits(seconds=2))
    assert failure.value.reason == "time"
    assert failure.value.kind in ("endless", package.kind)  # the package, on a machine too busy to begin


def test_a_print_that_takes_too_much_memory_is_stopped_and_named():
    with pytest.raises(PrintFailed) as failure:
        render_isolated(samples.package(), samples.stamp(), Limits(megabytes=60))
    assert failure.value.reason in ("memory", "stopped") or "Error" in failure.value.reason


def test_whoever_listens_may_stop_the_print():
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_isolated(samples.package(), samples.stamp(), on_page=stop)


def test_the_child_gets_no_secret_of_ours(monkeypatch):
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


@pytest.mark.parametrize("act", [
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('example.org', 80)",
    "import subprocess; subprocess.run(['true'])",
    "import os; os.system('true')",
])  # fmt: skip
def test_the_child_refuses_network_and_programs(act):
    confine = "from procure.documents.child import *; confine(Limits()); "
    done = subprocess.run(
        [sys.executable, "-c", confine + act], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "PermissionError" in done.stderr


def test_a_child_never_outlives_its_parent_call():
    with child_process() as child:
        assert child.poll() is None
    assert child.poll() is not None
