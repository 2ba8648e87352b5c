"""`registry reindex`."""

from tests.cli.conftest import Run, done


def test_the_index_is_rebuilt(registry: Run) -> None:
    assert "0件" in done(registry("reindex")).stderr
