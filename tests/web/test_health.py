"""The page for machines that watch."""

from pathlib import Path

from flask.testing import FlaskClient

from registry.config import Settings
from registry.storage.engine import open_store
from registry.web.app import create_app


def test_a_register_on_its_newest_step_is_well(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json["ok"] is True


def test_a_register_that_was_not_migrated_is_not(tmp_path: Path) -> None:
    blank = open_store(f"sqlite:///{tmp_path / 'blank.sqlite'}", tmp_path)
    answer = create_app(Settings(instance=tmp_path), blank).test_client().get("/healthz")
    blank.engine.dispose()
    assert answer.status_code == 503
    assert answer.json["database"] is False


def test_the_tab_has_its_sign(client: FlaskClient) -> None:
    with client.get("/favicon.ico", follow_redirects=True) as answer:
        assert answer.mimetype == "image/svg+xml"
