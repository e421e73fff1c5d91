"""The sample tender printed once for all tests that only read it."""

from __future__ import annotations

import pytest

from procure.documents.printer import Printed, print_version
from tests.documents import samples


@pytest.fixture(scope="session")
def printed() -> dict[str, Printed]:
    """All files of the sample version, by kind."""
    return {file.kind: file for file in print_version(samples.package(), samples.stamp())}


@pytest.fixture(params=["tender-documents", "annex-1", "annex-6", "participants", "package"])
def file(request: pytest.FixtureRequest, printed: dict[str, Printed]) -> Printed:
    """Each finished file in turn."""
    found: Printed = printed[request.param]
    return found
