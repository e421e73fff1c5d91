"""The manifest and the ZIP: every file with its hash, the same bytes for the same files."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from procure.documents.manifest import File, bundle, manifest
from tests.documents import samples

FILES = (
    File("01-konkurransegrunnlag.pdf", b"%PDF-1", "pdf", 4, "nb"),
    File("02-bilag-1 æøå.pdf", b"%PDF-2", "pdf", 5, "nb"),
    File("vedlegg/les.txt", b"a", "txt"),
)


@pytest.mark.row("H5")
def test_the_manifest_lists_every_file_with_its_hash():
    told = json.loads(manifest(FILES, samples.stamp(), ["a" * 64]))
    assert told["files"][0] == {
        "name": "01-konkurransegrunnlag.pdf",
        "sha256": hashlib.sha256(b"%PDF-1").hexdigest(),
        "size": 6,
        "pages": 4,
        "format": "pdf",
        "language": "nb",
    }
    assert [file["name"] for file in told["files"]] == [file.path for file in FILES]
    assert told["pieces"] == ["a" * 64]
    assert told["fingerprint"] == samples.stamp().fingerprint
    assert told["frozen_at"] == "2026-12-02T07:00:00+00:00"
    assert told["made_with"]["weasyprint"]


def test_the_zip_holds_files_in_order_dated_by_the_version():
    told = manifest(FILES, samples.stamp())
    with ZipFile(BytesIO(bundle(FILES, told, samples.stamp()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*(file.path for file in FILES), "manifest.json"]
        assert {info.date_time for info in archive.infolist()} == {(2026, 12, 2, 7, 0, 0)}
        assert archive.read("02-bilag-1 æøå.pdf") == b"%PDF-2"
        assert archive.read("manifest.json") == told


def test_the_same_files_give_the_same_zip():
    first, second = (bundle(FILES, manifest(FILES, samples.stamp()), samples.stamp()) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "name",
    [
        *("../x.pdf", "a/b/c.pdf", "a/", "/a", "", ".skjult", "C:x.pdf"),
        *("01-KONKURRANSEGRUNNLAG.PDF", "manifest.json"),
    ],
)
def test_a_name_that_collides_or_leaves_its_folder_is_refused(name):
    with pytest.raises(ValueError, match="file name"):
        manifest((*FILES, File(name, b"")), samples.stamp())
