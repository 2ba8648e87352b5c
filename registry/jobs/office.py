"""The argument of every job, the office it works for, and its answer, a report."""

from dataclasses import dataclass, field

from registry.config import Settings
from registry.delivery.mail import Smtp
from registry.storage.engine import Store


@dataclass(frozen=True)
class Office:
    """The register, the public address that links in letters begin with, and the mail server if there is one."""

    store: Store
    public_url: str
    smtp: Smtp | None = None


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
    if not settings.smtp_host:
        return Office(store, settings.public_url)
    smtp = Smtp(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        starttls=settings.smtp_starttls,
    )
    return Office(store, settings.public_url, smtp)
