"""The settings of one deployment, read once from the environment: places, addresses, mail, the secret key."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from registry.domain.errors import Refusal

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "REGISTRY_"


def _also(name: str) -> AliasChoices:
    """Names of a variable: with our prefix, and without it, as hosting platforms set it."""
    return AliasChoices(PREFIX + name, name)


class Settings(BaseSettings):
    """What the operator of the system decides. What the office decides itself is in the table `office_setting`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, populate_by_name=True, extra="forbid"
    )

    instance: Path = Field(default=ROOT / "instance", validate_default=True)
    database_url: str = Field(
        default_factory=lambda values: f"sqlite:///{values['instance'] / 'registry.sqlite'}",
        validation_alias=_also("DATABASE_URL"),
        repr=False,
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000", pattern=r"^https?://[^\s/]+", validation_alias=_also("PUBLIC_URL")
    )
    secure_cookies: bool = Field(default_factory=lambda values: values["public_url"].startswith("https://"))
    smtp_host: str = ""
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    smtp_starttls: bool = False
    webhooks_may_be_private: bool = False

    @field_validator("instance")
    @classmethod
    def _absolute(cls, instance: Path) -> Path:
        return instance.expanduser().resolve()

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _supported_database(cls, url: str) -> str:
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise ValueError(
                "写法应为 sqlite:////绝对路径 或 postgresql+psycopg://用户:密码@主机/库名"
            ) from error
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise ValueError("只支持 SQLite 和 PostgreSQL")
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return parsed.render_as_string(hide_password=False)

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> "Settings":
        if self.smtp_host and "@" not in self.smtp_from:
            raise ValueError("设置了 REGISTRY_SMTP_HOST，还须设置发件地址 REGISTRY_SMTP_FROM")
        return self


def read_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """The settings in the environment; `given` values take precedence. Raises Refusal that names what is wrong."""
    names = environment if environment is not None else os.environ
    variables = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in names if name.startswith(PREFIX) and name not in variables)
    if unknown:
        raise Refusal(
            f"不认识的环境变量：{'、'.join(unknown)}。请核对拼写；可用的有：{'、'.join(sorted(variables))}。"
        )
    try:
        return Settings(**given)
    except ValidationError as error:
        problems = "；".join(
            _sentence(problem["loc"], problem["msg"]) for problem in error.errors(include_url=False)
        )
        raise Refusal(f"配置有误，系统没有启动。{problems}。") from error


def secret_key(settings: Settings) -> str:
    """The key that signs sessions. It is made at the first start; only its owner can read the file."""
    path = settings.instance / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        _keep_the_first(draft, path)
    key = path.read_text().strip()
    if len(key) < 32:
        raise Refusal(f"会话密钥文件内容不完整：{path}。请删除该文件后重新启动，所有人需要重新登录。")
    return key


def _keep_the_first(draft: Path, path: Path) -> None:
    """Two processes that start together must use the same key: linking fails if the other has made the file."""
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    name = str(place[0]).upper() if place else ""
    name = name if not name or name.startswith(PREFIX) else PREFIX + name
    message = message.removeprefix("Value error, ")
    return f"{name}：{message}" if name else message
