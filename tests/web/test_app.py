"""Joining the parts."""

from pathlib import Path

import pytest

from registry.config import Settings
from registry.storage.engine import Store
from registry.web import app as joined


def test_missing_templates_stop_the_start(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joined, "TEMPLATES", tmp_path)
    with pytest.raises(RuntimeError, match="页面模板"):
        joined.create_app(Settings(instance=tmp_path), store)


def test_two_applications_over_one_instance_believe_each_others_sessions(
    store: Store, tmp_path: Path
) -> None:
    apps = [joined.create_app(Settings(instance=tmp_path), store) for _ in range(2)]
    assert apps[0].config["SECRET_KEY"] == apps[1].config["SECRET_KEY"]
