"""The argument of every job, the office it works for, and its answer, a report."""

from dataclasses import dataclass, field

from registry.config import Settings
from registry.delivery.mail import Smtp
from registry.storage.engine import Store


@dataclass(frozen=True)
class Office:
    """The register, the public address that links in letters begin with, and the mail server if there is one.

    `webhooks_may_be_private`: whether webhooks may lead into the net that this machine stands in.
    """

    store: Store
    public_url: str
    smtp: Smtp | None = None
    webhooks_may_be_private: bool = False


@dataclass(frozen=True)
class JobReport:
    """The result of a run: counts of the changes, a Chinese sentence, and `error` when it failed."""

    counts: dict[str, int] = field(default_factory=dict)
    sentence: str = ""
    error: str = ""

    @property
    def did_something(self) -> bool:
        return bool(self.error) or any(self.counts.values())


def office_of(settings: Settings, store: Store) -> Office:
    """The office of a deployment; without REGISTRY_SMTP_HOST no mail leaves."""
    return Office(store, settings.public_url, smtp_of(settings), settings.webhooks_may_be_private)


def smtp_of(settings: Settings) -> Smtp | None:
    """The mail server of a deployment, if it has one."""
    if not settings.smtp_host:
        return None
    return Smtp(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        starttls=settings.smtp_starttls,
    )
