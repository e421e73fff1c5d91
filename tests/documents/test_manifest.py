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
    File("konkurransegrunnlag.pdf", b"%PDF-1", 4),
    File("bilag-1 æøå.pdf", b"%PDF-2", 5),
    File("les.txt", b"a"),
)


@pytest.mark.row("H5")
def test_the_manifest_lists_every_file_with_its_hash():
    told = json.loads(manifest(FILES, samples.stamp()))
    assert told["files"][0] == {
        "name": "konkurransegrunnlag.pdf",
        "sha256": hashlib.sha256(b"%PDF-1").hexdigest(),
        "size": 6,
        "pages": 4,
    }
    assert [file["name"] for file in told["files"]] == [file.name for file in FILES]
    assert told["fingerprint"] == samples.stamp().fingerprint
    assert told["frozen_at"] == "2026-12-02T07:00:00+00:00"
    assert told["made_with"]["weasyprint"]


def test_the_zip_holds_files_in_order_dated_by_the_version():
    with ZipFile(BytesIO(bundle(FILES, samples.stamp()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*(file.name for file in FILES), "manifest.json"]
        assert {info.date_time for info in archive.infolist()} == {(2026, 12, 2, 7, 0, 0)}
        assert archive.read("bilag-1 æøå.pdf") == b"%PDF-2"
        assert archive.read("manifest.json") == manifest(FILES, samples.stamp())


def test_the_same_files_give_the_same_zip():
    assert bundle(FILES, samples.stamp()) == bundle(FILES, samples.stamp())


@pytest.mark.parametrize(
    "name", ["../x.pdf", "a/b.pdf", "", ".skjult", "C:x.pdf", "KONKURRANSEGRUNNLAG.PDF", "manifest.json"]
)
def test_a_name_that_collides_or_leaves_its_folder_is_refused(name):
    with pytest.raises(ValueError, match="file name"):
        manifest((*FILES, File(name, b"")), samples.stamp())
