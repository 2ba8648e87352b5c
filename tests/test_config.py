"""The settings of a deployment."""

import stat
from pathlib import Path

import pytest

from registry.config import read_settings, secret_key
from registry.domain.errors import Refusal


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DATABASE_URL",
        "PUBLIC_URL",
        "REGISTRY_INSTANCE",
        "REGISTRY_PUBLIC_URL",
        "REGISTRY_DATABASE_URL",
    ):
        monkeypatch.delenv(name, raising=False)


def test_everything_has_a_default_below_the_instance(tmp_path: Path) -> None:
    settings = read_settings(instance=tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/registry.sqlite"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert not settings.secure_cookies


def test_the_environment_is_read_with_and_without_our_prefix(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REGISTRY_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://registry:secret@db/registry")
    monkeypatch.setenv("PUBLIC_URL", "https://register.example.gov.cn/")
    settings = read_settings()
    assert settings.instance == tmp_path
    assert settings.database_url == "postgresql+psycopg://registry:secret@db/registry"
    assert settings.public_url == "https://register.example.gov.cn"
    assert settings.secure_cookies
    assert "secret" not in repr(settings)


def test_a_relative_instance_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings(instance="here").instance == tmp_path / "here"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("REGISTRY_SMTP_PORT", "mail", "REGISTRY_SMTP_PORT"),
        ("REGISTRY_SMTP_PORT", "70000", "REGISTRY_SMTP_PORT"),
        ("REGISTRY_PUBLIC_URL", "register.example", "REGISTRY_PUBLIC_URL"),
        ("DATABASE_URL", "mysql://db/registry", "只支持 SQLite 和 PostgreSQL"),
        ("DATABASE_URL", "nonsense", "REGISTRY_DATABASE_URL"),
        ("REGISTRY_SMTP_HOST", "mail.example", "REGISTRY_SMTP_FROM"),
        ("REGISTRY_INSTANZ", "here", "REGISTRY_INSTANZ"),
        ("REGISTRY_SECURE_COOKIES", "perhaps", "REGISTRY_SECURE_COOKIES"),
    ],
)
def test_nonsense_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Refusal) as refused:
        read_settings()
    assert sentence in refused.value.sentence


def test_the_key_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    settings = read_settings(instance=tmp_path / "new")
    key = secret_key(settings)
    assert secret_key(settings) == key
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret_key"]


def test_a_key_cut_short_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(Refusal, match="secret_key"):
        secret_key(read_settings(instance=tmp_path))
