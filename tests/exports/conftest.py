"""The papers of all tests of layout, laid out by LibreOffice in one run."""

import os

import pytest

from tests.exports.hard import HARD
from tests.exports.laid_out import Page, laid_out_once
from tests.exports.papers.samples import PAPERS


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The pages of the hard lists and of the papers of every form, by their names."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    return laid_out_once({**HARD, **PAPERS}, shared)
